"""`filrouge timeline`: themes across years, beside what was there to be counted."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli._options import filters, out_option, plural, quiet_option, teller, themes_of_the_rules, variants_option, years_option

if TYPE_CHECKING:
    from extract.store.index import Count, Group, Timeline

_NAMED = 8  # organisations whose missing years are told below a table
MISSING = "–"  # where no edition was there to be counted; a zero says that one was


@click.command(short_help="Count themes by year, beside what was there.")
@filters
@years_option
@click.option("--by", type=click.Choice(["organisation", "team", "pole"]), help="A row for each of them.")
@click.option(
    "--measure",
    type=click.Choice(["items", "share", "editions", "teams"]),
    default="items",
    show_default=True,
    help="Count items, their share of all items, or the editions or teams that have any.",
)
@click.option("--format", "form", type=click.Choice(["table", "bars", "csv", "json", "svg"]), default="table", show_default=True)
@variants_option
@out_option
@quiet_option
def command(form: str, measure: str, out: Path, quiet: bool, **asked: Any) -> None:
    """Count themes year by year, with what was there to be counted: items, editions, teams.

    A year counts the items that are *for* it: the perspectives of a 2020 report count in 2021. Where no edition was there, the cell is "–"
    (empty in CSV, null in JSON), never 0. An item with two themes counts in both rows.

    \b
    Examples:
      filrouge timeline --theme detention --theme borders
      filrouge timeline --by team --theme detention --measure share --format bars
      filrouge timeline --year 2015..2025 --format svg > themes.svg
    """
    from extract.store import index

    tell = teller(quiet)
    with index.open_index(out, tell) as opened:
        line = index.timeline(opened, index.Question(**asked), themes=themes_of_the_rules)
        searched = opened.value("SELECT count(*) FROM documents")
    if form in ("table", "bars", "svg") and not line.rows:
        tell(f"nothing to count: no item of {plural(searched, 'document')} passes these filters")
        return
    _WRITERS[form](line, measure)
    if form != "json":
        for note in _notes(line):
            tell(note)


def _notes(line: Timeline) -> list[str]:
    """What the table cannot hold, in words."""
    notes = [f"no edition of {organisation} for {_ranges(years)}" for organisation, years in line.missing.items()]
    if len(notes) > _NAMED:  # of an archive of a hundred associations nearly all lack years: a list of them would hide the table
        notes = [f"no edition of {len(notes)} organisations for some of these years; --by organisation shows which"]
    if line.undated:
        notes.append(f"{plural(line.undated, 'item')} without a year {'is' if line.undated == 1 else 'are'} not counted")
    if line.unread:
        notes.append(
            f"{plural(len(line.unread), 'file')} could not be read: {', '.join(line.unread[:5])}{' …' if len(line.unread) > 5 else ''}"
        )
    return notes


def _ranges(years: tuple[int, ...]) -> str:
    """(2015, 2016, 2019) → "2015–2016, 2019"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def shown(count: Count | None, whole: Count | None, measure: str) -> str:
    """A cell as people read it."""
    if count is None or whole is None:
        return MISSING
    if measure == "share":
        return f"{100 * count.items / whole.items:.0f} %" if whole.items else MISSING
    return str(getattr(count, measure))


def _table(line: Timeline, measure: str) -> None:
    labelled = [(label(row.group, row.theme, line), row.cells, line.there[row.group]) for row in line.rows]
    lines = [(name, [shown(*pair, measure) for pair in zip(cells, wholes, strict=True)]) for name, cells, wholes in labelled]
    rule = [("", ["" for _ in line.years])]
    there = [
        (label(group, f"{what} there", line), [shown(whole, whole, what) for whole in wholes])
        for group, wholes in line.there.items()
        for what in (("items",) if line.question.by else ("items", "editions", "teams"))
    ]
    _print([*lines, *rule, *there], columns(line))


_RUN = 5  # years that nobody read share a column when so many follow each other


def columns(line: Timeline) -> list[tuple[str, int]]:
    """The columns of a table: its head ("2018", or "2006–2013" for years that nobody read), and the place of the year it shows."""
    read = [any(wholes[at] is not None for wholes in line.there.values()) for at in range(len(line.years))]
    found: list[tuple[str, int]] = []
    for there, run in groupby(range(len(read)), key=read.__getitem__):
        places = list(run)
        if there or len(places) < _RUN:
            found += [(str(line.years[at]), at) for at in places]
        else:
            found.append((f"{line.years[places[0]]}–{line.years[places[-1]]}", places[0]))
    return found


def label(group: Group, what: str, line: Timeline) -> str:
    """What a row is called: a theme (or a denominator), and the group it is counted in, as far as groups differ."""
    from extract.exporters.cells import visible

    if line.question.by is None:
        return what
    alone = line.question.by != "organisation" and len({other.organisation for other in line.there}) == 1
    return visible(f"{what} · {group.unit or f'no {line.question.by}' if alone else group}")


def _print(lines: list[tuple[str, list[str]]], years: list[tuple[str, int]]) -> None:
    """Columns of years, in blocks that fit the terminal."""
    width = shutil.get_terminal_size((100, 24)).columns
    cells = [max([4, len(head), *(len(values[at]) for _, values in lines)]) + 2 for head, at in years]
    room = min(max([10, *(len(name) for name, _ in lines)]), max(width // 2, width - sum(cells)))
    for number, block in enumerate(_blocks(cells, width - room)):
        if number:
            click.echo()
        click.echo(" " * room + "".join(years[place][0].rjust(cells[place]) for place in block))
        for name, values in lines:
            name = name if len(name) <= room else f"{name[: room - 1]}…"
            click.echo((name.ljust(room) + "".join(values[years[place][1]].rjust(cells[place]) for place in block)).rstrip())


def _blocks(cells: list[int], room: int) -> Iterator[list[int]]:
    """Places of columns, as many together as there is room for, at least one."""
    block: list[int] = []
    for place, cell in enumerate(cells):
        if block and sum(cells[other] for other in block) + cell > room:
            yield block
            block = []
        block.append(place)
    yield block


def _bars(line: Timeline, measure: str) -> None:
    from extract.cli._chart import bars

    for text in bars(line, measure, min(shutil.get_terminal_size((100, 24)).columns, 120)):
        click.echo(text)


def _svg(line: Timeline, measure: str) -> None:
    from extract.cli._chart import svg

    click.echo(svg(line, measure))


def _json(line: Timeline, measure: str) -> None:
    click.echo(json.dumps(line.to_json(), ensure_ascii=False, indent=1))


COLUMNS = ("organisation", "unit", "theme", "year", "items", "share", "editions", "teams", "items_there", "editions_there", "teams_there")


def _csv(line: Timeline, measure: str) -> None:
    from extract.exporters.cells import inert

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in line.rows:
        for year, count, whole in zip(line.years, row.cells, line.there[row.group], strict=True):
            values: list[float | None] = [None] * 7
            if count is not None and whole is not None:
                share = round(count.items / whole.items, 4) if whole.items else None
                values = [count.items, share, count.editions, count.teams, whole.items, whole.editions, whole.teams]
            writer.writerow([inert(value) for value in (row.group.organisation, row.group.unit, row.theme, year, *values)])


_WRITERS = {"table": _table, "bars": _bars, "csv": _csv, "json": _json, "svg": _svg}
