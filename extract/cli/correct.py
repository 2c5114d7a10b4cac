"""`filrouge correct`: a person's word against the machine's, kept for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli._options import RuleName

if TYPE_CHECKING:
    from extract.model import Corrected, Correction, Document, Said

KINDS = ("priority", "activity", "figure", "other")


@click.command("correct", short_help="Put a label right; kept, and applied at each ingest.")
@click.argument("document_id", metavar="DOCUMENT", required=False)
@click.argument("item_id", metavar="ITEM", required=False)
@click.option("--kind", type=click.Choice(KINDS), help="What kind of item it is.")
@click.option("--year", type=click.IntRange(1800, 2200), help="The year the item is for.")
@click.option("--themes", help="All its themes, with commas; '' for none.")
@click.option("--actions", help="All its actions, with commas; '' for none.")
@click.option("--not-an-item", is_flag=True, help="It is no item at all.")
@click.option("--by", envvar="FILROUGE_BY", help="Who says so (or FILROUGE_BY).")
@click.option("--note", default="", help="Why.")
@click.option("--list", "listing", is_flag=True, help="List the corrections, and whether each still holds.")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Where the records are.")
@click.option(
    "--corrections",
    default="corpus/corrections.jsonl",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where corrections are kept.",
)
def command(
    document_id: str | None,
    item_id: str | None,
    kind: str | None,
    year: int | None,
    themes: str | None,
    actions: str | None,
    not_an_item: bool,
    by: str | None,
    note: str,
    listing: bool,
    out: Path,
    corrections: Path,
) -> None:
    """Correct one item of a record. The correction is kept beside the sources, and applied again at every ingest.

    DOCUMENT and ITEM are ids, or their beginnings; DOCUMENT/ITEM, as `filrouge query` and `filrouge trace` show them, is as good. A
    correction finds its item by its words and headings: when they change, it comes back as a question in the record's notices and in
    `--list`. To take one back, delete its line from the file of corrections; the next `filrouge ingest` goes without it.

    \b
    Examples:
      filrouge correct d-4f0c/i-91ab --kind activity --by "A. Martin"
      filrouge correct d-4f0c/i-91ab --themes asylum,housing --note "centre d'accueil"
      filrouge correct d-4f0c i-91ab --not-an-item
      filrouge correct --list
    """
    from extract.model import NOT_AN_ITEM
    from extract.store import people

    if listing:
        return _list(out, people.corrections(corrections))
    if document_id and not item_id:
        document_id, _, item_id = document_id.partition("/")
    if not (document_id and item_id):
        raise click.UsageError("Name a DOCUMENT and an ITEM, or ask for --list.")
    asked: dict[Corrected, Said] = {
        "kind": kind,
        "year": year,
        "themes": _known("themes", themes),
        "actions": _known("actions", actions),
        "item": NOT_AN_ITEM if not_an_item else None,
    }
    says = {field: value for field, value in asked.items() if value is not None}
    if not says:
        raise click.UsageError("Say what is right: --kind, --year, --themes, --actions or --not-an-item.")
    if not by:
        raise click.UsageError("Say who corrects: --by NAME, or set FILROUGE_BY.")
    _correct(out, corrections, document_id, item_id, says, by, note)


def _correct(out: Path, file: Path, document_id: str, item_id: str, says: Mapping[Corrected, Said], by: str, note: str) -> None:
    from datetime import UTC, datetime

    from extract import anchor, review
    from extract.batch.lock import Lock
    from extract.model import Correction
    from extract.store import ledger, people, records

    name = _only(document_id, records.ids(out), "document")
    with Lock(out, "correct"):  # before anything is kept: who is told to wait will say the same again
        document = records.load(out, name)
        item = next(item for item in document.items if item.id == _only(item_id, [item.id for item in document.items], "item"))
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for field, value in says.items():
            correction = Correction(
                id="",
                document=document.document.id,
                source=document.document.source.path,
                target=anchor.selector(item, document.items),
                field=field,
                said=review.value(item, field),
                says=value,
                by=by,
                at=at,
                note=note,
            )
            people.add(file, correction.model_copy(update={"id": review.correction_id(correction)}))
        text = records.transcript(out, document.document.id)
        reviewed, _ = review.review(document, people.corrections(file), text)
        records.save(out, reviewed, text)
        ledger.note_record(out, document.document.id, records.serialise(reviewed))
    _reindex(out, document.document.id)
    said = ", ".join(_shown(field, value) for field, value in says.items())
    click.echo(f"{item.text[:80]}: {said} (kept in {file})", err=True)


def _list(out: Path, corrections: Iterable[Correction]) -> None:
    for correction, state in standing(out, corrections):
        said = f"{correction.target.quote[:60]!r} → {_shown(correction.field, correction.says)}"
        click.echo(f"{state:9} {correction.at[:10]} {correction.id} {correction.by}: {said}")


def standing(out: Path, corrections: Iterable[Correction]) -> Iterator[tuple[Correction, str]]:
    """Each correction that counts, and how it stands in the records: it holds, is not read, an orphan, a question, or pending."""
    from extract import anchor, review
    from extract.store import ledger, records

    latest = review.latest(corrections)
    there, sources = {*records.ids(out)}, {correction.source for correction in latest}
    by_path = {line["path"]: line["document_id"] for line in ledger.read(out) if line["path"] in sources} if sources else {}
    loaded: dict[str, Document] = {}
    for correction in latest:
        name = correction.document if correction.document in there else by_path.get(correction.source)
        if name not in there or name is None:
            yield correction, "not read"
            continue
        document = loaded.get(name) or loaded.setdefault(name, records.load(out, name))
        hit = anchor.find(correction.target, document.items)
        holds = correction.id in document.provenance.corrections
        yield correction, "holds" if holds else "orphan" if hit is None else "question" if hit[1] == "drifted" else "pending"


def _shown(field: str, value: object) -> str:
    """What a correction says, for people: "themes = asylum, housing"."""
    if field == "item":
        return "not an item"
    return f"{field} = {', '.join(value) or 'none' if isinstance(value, tuple) else value}"


def _only(beginning: str, ids: list[str], what: str) -> str:
    from extract.errors import UsageError

    found = [name for name in ids if name.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    what_is_wrong = "is not unique" if found else "is not there"
    raise UsageError(f"The {what} {beginning} {what_is_wrong}", remedy="`filrouge query --format json` shows the ids")


def _known(what: str, value: str | None) -> tuple[str, ...] | None:
    """Comma-separated ids, each known to the rules."""
    if value is None:
        return None
    from difflib import get_close_matches

    from extract import taxonomy

    named = RuleName(what)
    wanted = tuple(sorted({named.convert(name.strip(), None, None) for name in value.split(",") if name.strip()}))
    ids = sorted(getattr(taxonomy.load(), what))
    for name in wanted:
        if name not in ids:
            near = get_close_matches(name, ids, 3)
            hint = f" Did you mean {' or '.join(near)}?" if near else f" The {what} are: {', '.join(ids)}."
            raise click.UsageError(f"There is no {what[:-1]} {name!r}.{hint}")
    return wanted


def _reindex(out: Path, document_id: str) -> None:
    from extract.store import index

    index.update(out, [document_id], [])
