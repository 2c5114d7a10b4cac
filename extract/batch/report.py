"""What a run did, in words: for a terminal, and as a page that can be kept with the archive (`report.html`, `report.txt`)."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.store import durable, ledger

if TYPE_CHECKING:
    from extract.batch.run import Summary

PAGE, TEXT = "report.html", "report.txt"
_MOST_ROWS = 2000  # of a table on the page; the ledger has all

_STATUSES = {  # in the order of the page: French, English
    "extracted": ("lus", "read"),
    "unchanged": ("inchangés", "unchanged"),
    "duplicate": ("doublons (mêmes octets qu’un autre fichier)", "duplicates (the same bytes as another file)"),
    "skipped": ("laissés de côté", "skipped"),
    "quarantined": ("impossibles à lire", "could not be read"),
}
_CODES = {
    "corrupt": ("fichier abîmé", "damaged file"),
    "crash": ("le lecteur s’est arrêté", "the reader crashed"),
    "empty": ("fichier vide", "empty file"),
    "encrypted": ("protégé par un mot de passe", "protected by a password"),
    "fault": ("une faute de notre part", "a fault of ours"),
    "hidden": ("dossier caché", "hidden folder"),
    "link": ("lien", "link"),
    "link-outside": ("lien hors du dossier", "link out of the folder"),
    "memory": ("trop de mémoire", "too much memory"),
    "missing": ("n’est plus dans le dossier (la fiche est gardée)", "no longer in the folder (its record is kept)"),
    "no-text": ("pas de texte", "no text"),
    "not-a-report": ("pas un rapport", "not a report"),
    "output": ("résultat trop grand", "result too large"),
    "special-file": ("pas un fichier ordinaire", "not a regular file"),
    "timeout": ("trop long", "took too long"),
    "too-large": ("fichier trop grand", "file too large"),
    "unreadable": ("accès refusé", "no access"),
    "unsafe": ("fichier piégé", "file built to harm its reader"),
    "unsupported": ("format non pris en charge", "format not supported"),
}
_REMEDIES = {  # what the English messages of the ledger advise, for those who read French
    "corrupt": "le reprendre à sa source, ou l’ouvrir dans son logiciel et l’enregistrer de nouveau",
    "crash": "l’enregistrer en PDF depuis son logiciel, et nous signaler le fichier",
    "empty": "le reprendre à sa source",
    "encrypted": "en enregistrer une copie sans mot de passe",
    "fault": "nous la signaler, s’il vous plaît",
    "memory": "le couper en plusieurs, ou relever les limites (--memory, --timeout)",
    "missing": "`filrouge ingest --prune` l’enlève",
    "no-text": "installer l’OCR (voir `filrouge doctor`), ou donner un fichier dont le texte peut être sélectionné",
    "output": "le couper en plusieurs",
    "timeout": "le couper en plusieurs, ou relever les limites (--timeout, --memory)",
    "too-large": "le couper en plusieurs, ou relever la limite (--max-bytes)",
    "unreadable": "vérifier que vous avez le droit de le lire",
    "unsafe": "l’ouvrir dans son logiciel, sur une machine sans importance, et l’enregistrer de nouveau",
    "unsupported": "l’enregistrer en PDF, Word (.docx), OpenDocument (.odt), diapositives (.pptx), Markdown ou texte",
}


@dataclass
class Overview:
    """The ledger, added up."""

    counts: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    failed: list[dict[str, Any]] = field(default_factory=list)
    copies: list[dict[str, Any]] = field(default_factory=list)
    variants: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of the reports that variants are forms of

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of_status(self, status: str) -> int:
        return sum(number for (state, _), number in self.counts.items() if state == status)


def overview(lines: Iterable[dict[str, Any]]) -> Overview:
    """The lines of a ledger, added up; of each kind no more rows are kept than a page shows."""
    found = Overview()
    for line in lines:
        found.counts[line["status"], line["code"]] += 1
        for rows, wanted in (
            (found.failed, line["status"] == "quarantined"),
            (found.copies, line["status"] == "duplicate"),
            (found.variants, bool(line["variant_of"])),
            (found.skipped, line["status"] == "skipped"),
        ):
            if wanted and len(rows) < _MOST_ROWS:
                rows.append(line)
    return found


def summary_lines(summary: Summary, out: Path) -> Iterator[str]:
    """The end of a run, for a terminal: how many of each status, and why."""
    yield f"{_inputs(sum(summary.counts.values()))} in {summary.seconds:.1f} s" + (
        " (went on where an interrupted run stopped)" if summary.resumed else ""
    )
    yield from _count_lines(summary.counts)
    yield f"  records in {out}/documents, every input in {out}/{ledger.LEDGER}, a page to read in {out}/{PAGE}"


def status_lines(out: Path, found: Overview, running: dict[str, Any] | None, held: bool) -> Iterator[str]:
    """`filrouge status`: what is known, and whether a run is under way or was interrupted."""
    if running and held:
        yield f"A run is under way (process {running.get('process')}): {running.get('done', 0)} of {_inputs(running.get('total', 0))}"
    elif running:
        yield "The last run was interrupted; `filrouge ingest` with the same paths goes on where it stopped"
    yield f"{_inputs(found.total)} in {out}"
    yield from _count_lines(found.counts)


def write(out: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Writes the page and its plain text; `lines` are gone through twice. Equal ledgers give equal bytes (no time is told)."""
    found = overview(lines)
    wanted = {line["variant_of"] for line in found.variants}
    found.names = {line["document_id"]: line["path"] for line in lines if line["document_id"] in wanted and line["status"] != "duplicate"}
    durable.write(out / TEXT, "\n".join(_text(found)).encode() + b"\n")
    durable.write(out / PAGE, _page(found).encode())


def _inputs(number: int) -> str:
    return f"{number} input{'s' * (number != 1)}"


def _count_lines(counts: Counter[tuple[str, str | None]]) -> Iterator[str]:
    for status in _STATUSES:
        here = {code: number for (state, code), number in counts.items() if state == status}
        if here:
            reasons = ", ".join(f"{code} {number}" for code, number in sorted(here.items(), key=lambda pair: -pair[1]) if code)
            yield f"  {status:<12}{sum(here.values()):>7}{'  ' + reasons if reasons else ''}"


def _text(found: Overview) -> Iterator[str]:
    yield f"{found.total} fichiers vus / files seen"
    for status, (french, english) in _STATUSES.items():
        if number := found.of_status(status):
            yield f"{number:7d}  {french} / {english}"
            for (state, code), count in sorted(found.counts.items(), key=lambda pair: -pair[1]):
                if state == status and code:
                    yield f"         {count:7d}  {' / '.join(_CODES.get(code, (code, code)))}"
    for title, rows in _tables(found):
        if rows:
            yield f"\n{title[0]} / {title[1]}"
            for path, *said in rows:
                yield f"  {path}"
                yield from (f"      {words}" for words in said if words)


Row = tuple[str, str, str]  # a path, and what is said of it: in French, and in English or in signs


def _tables(found: Overview) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    yield ("Ce qui n’a pas pu être lu, et que faire", "What could not be read, and what to do"), [_row(line) for line in found.failed]
    yield ("Ce qui a été laissé de côté", "What was skipped"), [_row(line) for line in found.skipped]
    copies = [(line["path"], "", f"= {line['duplicate_of']}") for line in found.copies]
    yield ("Doublons : lus une seule fois", "Duplicates: read once"), copies
    forms = [(line["path"], "", f"≈ {found.names.get(line['variant_of'], line['variant_of'])}") for line in found.variants]
    yield ("Le même rapport sous une autre forme : compté une seule fois", "The same report in another form: counted once"), forms


def _row(line: dict[str, Any]) -> Row:
    code = line["code"]
    french = _CODES.get(code, (code, code))[0]
    remedy = f" : {_REMEDIES[code]}" if code in _REMEDIES else ""
    return line["path"], f"{french[:1].upper()}{french[1:]}{remedy}", f"{line['message'] or ''} [{code}]"


def _page(found: Overview) -> str:
    counts = "".join(
        f"<tr><td class=n>{number}</td><td lang=fr>{html.escape(french)}</td><td lang=en>{html.escape(english)}</td></tr>"
        for status, (french, english) in _STATUSES.items()
        if (number := found.of_status(status))
    )
    reasons = "".join(
        f"<tr><td class=n>{number}</td><td lang=fr>{html.escape(_CODES.get(code, (code, code))[0])}</td>"
        f"<td lang=en>{html.escape(_CODES.get(code, (code, code))[1])}</td></tr>"
        for (status, code), number in sorted(found.counts.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1] or ""))
        if code and status in ("quarantined", "skipped")
    )
    tables = "".join(_table(title, rows) for title, rows in _tables(found) if rows)
    return _FRAME.format(total=found.total, counts=counts, reasons=_reasons(reasons), tables=tables)


def _reasons(rows: str) -> str:
    return f"<h2><span lang=fr>Raisons</span> / <span lang=en>Reasons</span></h2><table>{rows}</table>" if rows else ""


def _table(title: tuple[str, str], rows: list[Row]) -> str:
    cells = (tuple(map(html.escape, row)) for row in rows)
    body = "".join(
        f"<tr><td class=f><bdi>{path}</bdi></td><td>{f'<p lang=fr>{french}</p>' if french else ''}<bdi lang=en>{said}</bdi></td></tr>"
        for path, french, said in cells
    )
    more = f"<p>… {_MOST_ROWS} : ledger.jsonl</p>" if len(rows) == _MOST_ROWS else ""
    french, english = map(html.escape, title)
    return f"<h2><span lang=fr>{french}</span> / <span lang=en>{english}</span></h2><table>{body}</table>{more}"


_FRAME = """<!doctype html>
<html lang=fr><head><meta charset=utf-8><meta name=viewport content="width=device-width">
<meta http-equiv=Content-Security-Policy content="default-src 'none'; style-src 'unsafe-inline'">
<title>Filrouge : compte rendu / report</title>
<style>
body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;background:#fff}}
h1{{font-size:1.6rem}} h2{{font-size:1.1rem;margin-top:2rem;border-top:2px solid #b3261e;padding-top:.5rem}}
table{{border-collapse:collapse;width:100%}}
td{{padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}}
.n{{text-align:right;font-variant-numeric:tabular-nums;font-weight:600;width:5rem}} .f{{font-family:ui-monospace,monospace;width:40%}}
td p{{margin:0}}
@media (prefers-color-scheme:dark){{body{{background:#161618;color:#eee}} td{{border-color:#444}}}}
</style></head><body>
<h1><span lang=fr>{total} fichiers vus</span> / <span lang=en>files seen</span></h1>
<table>{counts}</table>{reasons}{tables}
</body></html>
"""
