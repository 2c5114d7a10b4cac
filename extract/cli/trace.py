"""`filrouge trace`: one priority across editions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli._options import KIND, THEME, YearRange, out_option, plural, quiet_option, teller, themes_of_the_rules

if TYPE_CHECKING:
    from extract.model import Document, Item, Reason, Sameness, Thread
    from extract.store.index import Years

JUDGEMENTS = click.option(
    "--judgements",
    default="corpus/judgements.jsonl",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where people's verdicts are kept.",
)
FATES = ("new", "dropped", "carried-on", "undecided", "not-read", "first-seen", "last-seen")
VERDICTS: tuple[Sameness, ...] = ("same", "different", "unsure")


@click.command("trace", short_help="Follow a priority from edition to edition.")
@click.argument("text", required=False)
@click.option("--organisation", help="Only this organisation (its name, or words of it).")
@click.option("--team", help="Only threads with an item of this team (its name, or words of it).")
@click.option("--theme", metavar="THEME", help="Only threads with an item about this theme.", type=THEME)
@click.option("--year", "years", type=YearRange(), help="Only threads with an item in these years: 2018, 2018..2021.")
@click.option("--fate", type=click.Choice(FATES), help="Only threads in which an item came or went like this.")
@click.option("--doubts", is_flag=True, help="Only threads with links that a person should decide.")
@click.option(
    "--kind", "kinds", multiple=True, default=("priority",), show_default=True, help="Which items are followed.", type=KIND, metavar="KIND"
)
@click.option("--format", "form", type=click.Choice(("table", "json", "jsonl")), default="table", show_default=True)
@click.option("--judge", nargs=3, metavar="VERDICT ITEM ITEM", help="Keep a verdict (same, different, unsure) on two items, and stop.")
@click.option("--by", envvar="FILROUGE_BY", help="Who judges (or FILROUGE_BY).")
@click.option("--note", default="", help="Why.")
@click.option(
    "--evaluate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Score the asserted links against annotated ones (JSON lines), and stop.",
)
@out_option
@JUDGEMENTS
@quiet_option
def command(
    text: str | None,
    organisation: str | None,
    team: str | None,
    theme: str | None,
    years: Years | None,
    fate: str | None,
    doubts: bool,
    kinds: tuple[str, ...],
    form: str,
    judge: tuple[str, str, str] | None,
    by: str | None,
    note: str,
    evaluate: Path | None,
    out: Path,
    judgements: Path,
    quiet: bool,
) -> None:
    """Follow each priority from edition to edition: continued, reworded, split, merged, new, dropped, or undecided.

    A priority is "dropped" only when the next edition of its team was read and has none like it; where no edition was read, "not-read".
    Every link says why it was made; a person's verdict stands above it. All threads are also written to threads.jsonl in the output folder.

    An item is named DOCUMENT/ITEM, by the beginnings of their ids, as the table shows them. An annotated link is a line of JSON with
    "organisation" (optional), "left_year", "left_text", "right_year", "right_text" and "verdict" (same or different).

    \b
    Examples:
      filrouge trace rétention --organisation Cimade
      filrouge trace --fate dropped --year 2021
      filrouge trace --judge same d-4f0c/i-91ab d-77e0/i-02cd --by "A. Martin"
      filrouge trace --evaluate links.jsonl
    """
    from extract import link
    from extract.errors import OutputError
    from extract.store import people, records
    from extract.store import threads as store

    tell = teller(quiet)
    documents = store.editions(out)
    if judge:
        return _judge(documents, judgements, judge, by, note)
    organisations, themes, followed = _names(out, tell, organisation=organisation, theme=theme, kind=kinds)
    found, notices = link.trace(documents, people.judgements(judgements), followed)
    if evaluate:
        return click.echo(json.dumps(_evaluated(found, store.annotated(evaluate)), ensure_ascii=False))
    try:
        store.save(out, found)
    except OutputError as error:  # an archive may be lent out read-only: what was found can be shown all the same
        tell(f"{store.FILE} is not kept: {error.message}")
    for notice in notices:
        tell(notice.message)
    chosen = [thread for thread in found if _matches(thread, text, organisations, team, themes, years, fate, doubts)]
    if form == "table":
        _print(chosen)
    else:
        rows = [thread.model_dump(mode="json") for thread in chosen]
        click.echo(
            json.dumps(rows, ensure_ascii=False, indent=1)
            if form == "json"
            else "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        )
    items = sum(len(thread.items) for thread in chosen)
    tell(f"{plural(len(chosen), 'thread')}, {plural(items, 'item')}; searched {_searched(len(documents), len(records.ids(out)))}")


def _searched(editions: int, documents: int) -> str:
    return plural(editions, "document") + (f" ({documents - editions} more are other forms of them)" if documents > editions else "")


def _names(out: Path, tell: Callable[[str], None], **said: str | tuple[str, ...] | None) -> list[list[str]]:
    """For each filter the names that a person means by it; empty where it is not given. Raises UsageError with the nearest names."""
    from extract.store import index
    from extract.store.index.hits import KINDS, resolve

    also = {"theme": themes_of_the_rules, "kind": lambda: KINDS}
    given = {field: (value,) if isinstance(value, str) else tuple(value or ()) for field, value in said.items()}
    if not any(wanted for field, wanted in given.items() if field != "kind") and all(kind in KINDS for kind in given["kind"]):
        return [[*wanted] for wanted in given.values()]  # nothing to look up
    with index.open_index(out, tell) as opened:
        return [resolve(opened, field, wanted, also.get(field, tuple)) for field, wanted in given.items()]


def _matches(
    thread: Thread,
    text: str | None,
    organisations: Sequence[str],
    team: str | None,
    themes: Sequence[str],
    years: Years | None,
    fate: str | None,
    doubts: bool,
) -> bool:
    from extract.store.index.words import norms
    from extract.text import fold

    def within(wanted: str, *texts: str | None) -> bool:
        """Whether all words stand in `texts`: as they are, whatever their endings, or as a part of a word."""
        there = " ".join(other or "" for other in texts)
        folded, words = fold(there).text, norms(there).split()
        return all(word in folded or ((norm := norms(word)) and set(norm.split()) <= {*words}) for word in fold(wanted).text.split())

    first, last = years or (None, None)
    return (
        (not text or any(within(text, member.text, *member.path) for member in thread.items))
        and (not organisations or thread.organisation in organisations)
        and (not team or any(within(team, member.team, member.pole) for member in thread.items))
        and (not themes or any(theme in member.themes for theme in themes for member in thread.items))
        and (not years or any((first is None or member.year >= first) and (last is None or member.year <= last) for member in thread.items))
        and (not fate or any(fate in (member.came, member.went) for member in thread.items))
        and (not doubts or bool(thread.doubts))
    )


def _print(threads: Iterable[Thread]) -> None:
    """Each thread as a block: its items with their year, and between them the link with its reasons."""
    from extract.text import printable

    organisation = None
    for thread in threads:
        if thread.organisation != organisation:
            organisation = thread.organisation
            click.secho(printable(organisation), bold=True)
        into = {link.later: link for link in thread.links}
        for at, member in enumerate(thread.items):
            if link := into.get(at):
                why = "; ".join(f"{reason.feature} {reason.weight:+.1f}" + _words(reason) for reason in link.reasons[:4])
                who = f"by {link.decided_by}" if link.decided_by != "machine" else f"{link.confidence:.2f}"
                click.secho(printable(f"       ↳ {link.relation} ({who}): {why}"), dim=True)
            fates = ", ".join(dict.fromkeys(fate for fate in (member.came, member.went) if fate != "carried-on"))
            click.echo(f"  {member.year} {printable(member.text)}" + (f"  [{fates}]" if fates else ""))
            click.secho(printable(f"       {' > '.join(member.path)}  {member.document[:8]}/{member.item[:8]}"), dim=True)
        for doubt in thread.doubts:
            name = f"{doubt.document[:8]}/{doubt.item[:8]}"
            click.secho(printable(f"     ? {doubt.year} {doubt.text} ({doubt.confidence:.2f})  {name}"), fg="yellow")
        click.echo()


def _words(reason: Reason) -> str:
    return f" ({', '.join(reason.words[:4])})" if reason.words else ""


def _judge(documents: Sequence[Document], file: Path, judge: tuple[str, str, str], by: str | None, note: str) -> None:
    from datetime import UTC, datetime

    from extract import anchor
    from extract.model import Judgement
    from extract.store import people

    said, *names = judge
    verdict = next((known for known in VERDICTS if known == said), None)
    if verdict is None:
        raise click.UsageError(f"{said!r} is no verdict: same, different or unsure.")
    if not by:
        raise click.UsageError("Say who judges: --by NAME, or set FILROUGE_BY.")
    (left, one), (right, other) = (_named(documents, name) for name in names)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    judgement = Judgement(
        left=anchor.selector(one, left.items),
        left_document=left.document.id,
        right=anchor.selector(other, right.items),
        right_document=right.document.id,
        verdict=verdict,
        by=by,
        at=at,
        note=note,
    )
    people.add(file, judgement)
    click.echo(f"{verdict}: {one.text[:60]!r} and {other.text[:60]!r} (kept in {file})", err=True)


def _named(documents: Sequence[Document], name: str) -> tuple[Document, Item]:
    document_id, _, item_id = name.partition("/")
    found = [
        (document, item)
        for document in documents
        if document.document.id.startswith(document_id)
        for item in document.items
        if item_id and item.id.startswith(item_id)
    ]
    if len(found) == 1:
        return found[0]
    raise click.UsageError(f"{name} names {'more than one item' if found else 'no item'}: write DOCUMENT/ITEM as the table shows them.")


def _evaluated(threads: Sequence[Thread], links: Sequence[dict[str, Any]]) -> dict[str, object]:
    """Precision and recall of the asserted links on annotated pairs, and the fates that annotation denies."""
    from extract.link import score

    return score(threads, links)
