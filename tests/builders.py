"""Valid `model.Document`s for tests, said in a few words.

    document(items=["Rétention : contentieux", item("Accès au séjour", themes=["residence"], team="juridique")], year=2018)

Spans are true: `transcript(doc)` is a text in which every span of the record slices out its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extract import model


def item(text: str, **fields: Any) -> dict[str, Any]:
    """An item for `document`: its `text`, and any of `path`, `team`, `pole`, `section`, `lead_in`, `kind`, `year`, `form`, `depth`,
    `flags`, `page`, `parent` (the order of the item above), `themes` and `actions`.

    `themes` is a list of ids (evidence: the item's first word) or a mapping id → words; words that stand in a heading or in the lead-in
    are found there, and the origin follows.
    """
    return {"text": text, **fields}


def document(
    items: Iterable[str | Mapping[str, Any]] = (),
    *,
    year: int | None = 2018,
    organisation: str | None = "La Cimade",
    title: str | None = "Priorités de travail",
    name: str = "",
    genre: str = "priorities",
    media_type: str = "application/pdf",
    **fields: Any,
) -> model.Document:
    """A record of one report; same arguments, same record. `name` is the source's path (default: from organisation and year)."""
    name = name or f"{(organisation or 'sans-nom').lower().replace(' ', '-')}/{year or 'sans-date'}.pdf"
    entries = [{"text": entry} if isinstance(entry, str) else dict(entry) for entry in items]
    digest = hashlib.sha256(repr((name, year, organisation, title, entries)).encode()).hexdigest()
    pages = [int(entry.get("page", 1)) for entry in entries]
    writer = _Writer(title or "")
    built = [writer.item(order, entry, year, f"i-{_short(digest, order)}") for order, entry in enumerate(entries, 1)]
    identity = f"d-{digest[:16]}"
    text = writer.text()
    return model.Document(
        document=model.About(
            id=identity,
            title=title,
            organisation=organisation,
            genre=genre,
            year=year,
            date=fields.pop("date", None if year is None else str(year)),
            language=fields.pop("language", "fr"),
            evidence={"title": model.MetadataEvidence(origin="cover", span=(0, len(title)))} if title else {},
            source=model.SourceFile(path=name, media_type=media_type, sha256=digest, bytes=1000, pages=max([1, *pages])),
            transcript=model.TranscriptRef(
                path=f"transcripts/{identity}.txt", sha256=hashlib.sha256(text.encode()).hexdigest(), length=len(text)
            ),
        ),
        outline=tuple(writer.sections.values()),
        items=tuple(built),
        provenance=model.Provenance(
            software="filrouge test", rules=model.RuleSet(version="test", sha256="0" * 64), config_sha256="0" * 64, components={}
        ),
        **fields,
    )


def transcript(record: model.Document) -> str:
    """The made-up transcript of a record from `document`, rebuilt from its spans (gaps are line ends)."""
    length = record.document.transcript.length
    chars = ["\n"] * length

    def put(span: tuple[int, int], text: str) -> None:
        chars[span[0] : span[1]] = text

    if record.document.title:
        put((0, len(record.document.title)), record.document.title)
    for section in record.outline:
        put(section.span, section.title)
    for entry in record.items:
        put(entry.locator.span, entry.text)
        for theme in entry.themes:
            for evidence in theme.evidence:
                if theme.origin == "lead-in" and entry.lead_in:
                    start = evidence.span[0] - entry.lead_in.index(evidence.text)
                    put((start, start + len(entry.lead_in)), entry.lead_in)
    return "".join(chars)


def save(out: Path, records: Iterable[model.Document], ledger: Sequence[Mapping[str, Any]] | None = None) -> Path:
    """`out`, with the records, their transcripts and a ledger in it as `filrouge ingest` leaves them (no index)."""
    (out / "documents").mkdir(parents=True, exist_ok=True)
    (out / "transcripts").mkdir(exist_ok=True)
    records = list(records)
    for record in records:
        (out / "documents" / f"{record.document.id}.json").write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
        (out / record.document.transcript.path).write_text(transcript(record), encoding="utf-8")
    lines = [ledger_line(record) for record in records] if ledger is None else ledger
    text = "".join(model.LedgerLine(**line).model_dump_json() + "\n" for line in lines)
    (out / "ledger.jsonl").write_text(text, encoding="utf-8")
    return out


def ledger_line(record: model.Document, **changes: Any) -> dict[str, Any]:
    """The ledger's line for a record that was extracted; `changes` replace fields (`variant_of="d-…"`)."""
    source = record.document.source
    line = {"path": source.path, "sha256": source.sha256, "bytes": source.bytes, "status": "extracted", "document_id": record.document.id}
    return {**line, "pages": source.pages, "seconds": 0.1, **changes}


class _Writer:
    """Lays passages one after the other and hands out their spans."""

    def __init__(self, title: str) -> None:
        self.lines = [title]
        self.length = len(title)
        self.sections: dict[tuple[str, ...], model.Section] = {}
        self.ids: dict[int, str] = {}

    def text(self) -> str:
        return "\n".join(self.lines)

    def put(self, text: str) -> tuple[int, int]:
        start = self.length + 1
        self.lines.append(text)
        self.length = start + len(text)
        return start, self.length

    def item(self, order: int, fields: dict[str, Any], year: int | None, identity: str) -> model.Item:
        text = fields.pop("text")
        headings = _headings(fields)
        section = self.heading(headings, fields.get("page", 1))
        lead_in = fields.pop("lead_in", None)
        lead_span = self.put(lead_in) if lead_in else None
        span = self.put(text)
        places = [("own", text, span[0])]
        if lead_in and lead_span:
            places.append(("lead-in", lead_in, lead_span[0]))
        places += [("heading", above.title, above.span[0]) for above in reversed(self.above(headings))]
        page = fields.pop("page", 1)
        parent = fields.pop("parent", None)
        self.ids[order] = identity
        kind = fields.pop("kind", "priority")
        first = model.Evidence(rule="test.first-word", **_words(text.split()[0] if text.split() else "", text, span[0]))
        themes = fields.pop("themes", ())
        actions = fields.pop("actions", ())
        return model.Item(
            id=identity,
            order=order,
            section_id=section,
            parent=None if parent is None else self.ids[parent],
            depth=fields.pop("depth", 1),
            form=fields.pop("form", "bullet"),
            text=text,
            path=tuple(title for _, title, _ in headings),
            team=next((name for kind_, _, name in reversed(headings) if kind_ == "team"), None),
            pole=next((name for kind_, _, name in reversed(headings) if kind_ == "pole"), None),
            section=next((title for kind_, title, _ in reversed(headings) if kind_ == "section"), None),
            lead_in=lead_in,
            kind=kind,
            kind_evidence=(first,),
            year=fields.pop("year", year),
            themes=tuple(_theme(theme, words, places, first) for theme, words in _pairs(themes)),
            actions=tuple(
                model.Action(id=action, evidence=(_evidence(action, words, places, first)[1],)) for action, words in _pairs(actions)
            ),
            locator=model.Locator(
                span=span, boxes=(model.Box(page=page, bbox=(72.0, 60.0 + 14 * (order % 50), 520.0, 72.0 + 14 * (order % 50))),)
            ),
            **fields,
        )

    def heading(self, headings: list[tuple[str, str, str | None]], page: int) -> str | None:
        parent = None
        for level, (kind, title, name) in enumerate(headings, 1):
            key = tuple(title for _, title, _ in headings[:level])
            if key not in self.sections:
                self.sections[key] = model.Section(
                    id=f"s-{_short(repr(key), level)}",
                    kind=kind,
                    title=title,
                    name=name,
                    level=level,
                    parent=parent,
                    span=self.put(title),
                    pages=(page,),
                    evidence=("style",),
                    confidence=0.9,
                )
            parent = self.sections[key].id
        return parent

    def above(self, headings: list[tuple[str, str, str | None]]) -> list[model.Section]:
        titles = tuple(title for _, title, _ in headings)
        return [self.sections[titles[:level]] for level in range(1, len(titles) + 1)]


def _headings(fields: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """(kind, printed title, name) of each heading above an item, outermost first; takes the words for them out of `fields`."""
    team, pole, section, path = (fields.pop(key, None) for key in ("team", "pole", "section", "path"))
    found: list[tuple[str, str, str | None]] = []
    if team:
        found.append(("team", f"Équipe {team}", team))
    if pole:
        found.append(("pole", f"Pôle {pole}", pole))
    found += [("section", title, None) for title in path or ()]
    if section:
        found.append(("section", section, None))
    return found


def _pairs(labels: Iterable[str] | Mapping[str, str]) -> list[tuple[str, str | None]]:
    return list(labels.items()) if isinstance(labels, Mapping) else [(label, None) for label in labels]


def _theme(theme: str, words: str | None, places: list[tuple[str, str, int]], first: model.Evidence) -> model.Theme:
    origin, evidence = _evidence(theme, words, places, first)
    return model.Theme(id=theme, origin=origin, evidence=(evidence,))


def _evidence(label: str, words: str | None, places: list[tuple[str, str, int]], first: model.Evidence) -> tuple[str, model.Evidence]:
    if words is None:
        return "own", first.model_copy(update={"rule": f"{label}.test"})
    origin, text, start = next((place for place in places if words in place[1]), (None, "", 0))
    if origin is None:
        raise AssertionError(f"the words {words!r} stand nowhere above or in the item")
    return origin, model.Evidence(rule=f"{label}.test", **_words(words, text, start))


def _words(words: str, text: str, start: int) -> dict[str, Any]:
    at = start + text.index(words)
    return {"text": words, "span": (at, at + len(words))}


def _short(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()[:12]
