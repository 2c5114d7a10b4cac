"""Themes across years, always beside what was there to be counted: an edition that is missing is no zero."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from extract.store.index.hits import KINDS, Years, check_years, resolve
from extract.store.index.open import Index, Names
from extract.store.index.sums import COUNTED, SILENT

Split = Literal["organisation", "team", "pole"]
MEASURES = ("items", "share", "editions", "teams")


@dataclass(frozen=True, slots=True)
class Question:
    """Which themes to follow, in what, through which years. Filters as in `hits.Search`."""

    themes: tuple[str, ...] = ()  # none: every theme that occurs, but no sub-theme
    kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()
    years: Years | None = None
    by: Split | None = None  # one row for each theme in each organisation, team or pole
    variants: bool = False


class Count(NamedTuple):
    """How many items, in how many editions, from how many named teams."""

    items: int = 0
    editions: int = 0
    teams: int = 0


class Group(NamedTuple):
    """What a row is about: an organisation, or a team or pole in it; all of them where both are None."""

    organisation: str | None = None
    unit: str | None = None

    def __str__(self) -> str:
        return " · ".join(part for part in (self.organisation, self.unit) if part) or "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One theme in one group. A cell is None where no edition was there to be counted, and a count (also of zero) where one was."""

    group: Group
    theme: str
    cells: tuple[Count | None, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The answer. `there` are the denominators of each group, year by year; the rest says what the table cannot hold."""

    question: Question
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    there: dict[Group, tuple[Count | None, ...]]
    missing: dict[str, tuple[int, ...]]  # organisation → years of the table without an edition
    undated: int  # items that tell no year
    unread: tuple[str, ...]  # files that could not be read: a missing edition may be among them

    def to_json(self) -> dict[str, Any]:
        def cell(count: Count | None, whole: Count | None) -> dict[str, Any] | None:
            if count is None or whole is None:
                return None
            share = round(count.items / whole.items, 4) if whole.items else None
            return {"items": count.items, "share": share, "editions": count.editions, "teams": count.teams}

        return {
            "years": self.years,
            "by": self.question.by,
            "rows": [
                {
                    **_named(row.group, self.question.by),
                    "theme": row.theme,
                    "counts": [cell(*pair) for pair in zip(row.cells, self.there[row.group], strict=True)],
                }
                for row in self.rows
            ],
            "there": [
                {**_named(group, self.question.by), "counts": [None if whole is None else _plain(whole) for whole in counts]}
                for group, counts in self.there.items()
            ],
            "missing": self.missing,
            "undated_items": self.undated,
            "unread_files": self.unread,
        }


def timeline(index: Index, asked: Question, *, themes: Names = tuple) -> Timeline:
    """The themes of `asked` by year, with their denominators.

    The year is the one an item is for: the perspectives of a 2020 report count in 2021. `themes` gives ids that are right although nothing
    here carries them. Raises `UsageError`, with the nearest names, for a filter that names nothing.
    """
    check_years(asked.years)
    chosen = _Chosen(
        organisations=resolve(index, "organisation", asked.organisations),
        themes=resolve(index, "theme", asked.themes, themes),
        kinds=resolve(index, "kind", asked.kinds, lambda: KINDS),
        teams=resolve(index, "team", asked.teams),
        poles=resolve(index, "pole", asked.poles),
    )
    added_up = not (asked.variants or chosen.teams or chosen.poles or len(chosen.kinds) > 1)
    whole, counts = (_from_series if added_up else _from_tallies)(index, asked, chosen)
    undated = sum(count.items for (_, year), count in whole.items() if year is None)
    years = _years(asked.years, {year for _, year in whole if year is not None})
    there = {
        group: tuple(whole.get((group, year)) for year in years)
        for group in sorted({group for group, year in whole if year is not None}, key=_order)
    }
    return Timeline(
        question=asked,
        years=years,
        rows=tuple(_rows(there, counts, years, chosen.themes)),
        there=there,
        missing=_missing(index, chosen.organisations, asked, years),
        undated=undated,
        unread=tuple(row[0] for row in index.rows("SELECT path FROM ledger WHERE status = 'quarantined' ORDER BY path")),
    )


Wholes = dict[tuple[Group, int | None], Count]  # what was there; the year None holds items that tell no year
Counts = dict[tuple[Group, str], dict[int, Count]]  # of a theme in a group, by year


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The filters of a question, as names that occur."""

    organisations: list[str]
    themes: list[str]
    kinds: list[str]
    teams: list[str]
    poles: list[str]


_TEAMS = "count(DISTINCT CASE WHEN team IS NOT NULL THEN coalesce(organisation, '') || char(31) || team END)"


_MAIN = "instr(theme, '.') = 0"  # no sub-themes ("health.covid") unless asked for


def _from_series(index: Index, asked: Question, chosen: _Chosen) -> tuple[Wholes, Counts]:
    """The counts that were added up beforehand."""
    unit_kind = asked.by if asked.by in ("team", "pole") else ""
    kind = chosen.kinds[0] if chosen.kinds else ""
    where = _Filter()
    where.add("organisation", chosen.organisations)
    group = {None: "NULL, NULL", "organisation": "nullif(organisation, ''), NULL"}.get(
        asked.by, "nullif(organisation, ''), nullif(unit, '')"
    )
    # by organisation, team or pole, a row of the table is an answer; without, they are added up
    sums, together = ("items, editions, teams", "") if asked.by else ("sum(items), sum(editions), sum(teams)", "GROUP BY 1, 2, 3, 4")
    wholes = {
        (Group(organisation, unit), year or None): Count(*counted)
        for organisation, unit, year, *counted in index.rows(
            f"""SELECT {group}, year, sum(CASE WHEN kind = ? THEN items ELSE 0 END), sum(CASE WHEN kind = '' THEN editions ELSE 0 END),
                sum(CASE WHEN kind = '' THEN teams ELSE 0 END) FROM series
                WHERE unit_kind = ? AND theme = '' AND kind IN ('', ?) AND {where} GROUP BY 1, 2, 3""",
            [kind, unit_kind, kind, *where.values],
        )
    }
    where.add("theme", chosen.themes)
    where.conditions += [] if chosen.themes else [_MAIN]
    where.between("year", asked.years)
    counts: Counts = defaultdict(dict)
    for organisation, unit, theme, year, *counted in index.rows(
        f"""SELECT {group}, theme, year, {sums} FROM series
            WHERE unit_kind = ? AND theme > '' AND kind = ? AND year > 0 AND {where} {together}""",
        [unit_kind, kind, *where.values],
    ):
        counts[Group(organisation, unit), theme][year] = Count(*counted)
    return wholes, counts


def _from_tallies(index: Index, asked: Question, chosen: _Chosen) -> tuple[Wholes, Counts]:
    """The counts of each document, added up now: for the questions that `series` does not answer."""
    group = {None: "NULL, NULL", "organisation": "organisation, NULL"}.get(asked.by, f"organisation, {asked.by}")
    where = _Filter()
    where.add("documents.organisation", chosen.organisations)
    if not asked.variants:
        where.conditions.append("variant_of IS NULL")
    silent = [] if asked.by in ("team", "pole") or chosen.teams or chosen.poles else _silent(index, group, where)
    where.add("team", chosen.teams)
    where.add("pole", chosen.poles)
    kinds = f"kind IN ({_marks(chosen.kinds)})" if chosen.kinds else "1"
    wholes = {
        (Group(organisation, unit), year): Count(*counted)
        for organisation, unit, year, *counted in index.rows(
            f"""SELECT {group}, tallies.year, sum(CASE WHEN {kinds} THEN tallies.items ELSE 0 END), count(DISTINCT document_no), {_TEAMS}
                {COUNTED} WHERE theme IS NULL AND {where} GROUP BY 1, 2, 3""",
            [*chosen.kinds, *where.values],
        )
    }
    for key, editions in silent:
        count = wholes.get(key, Count())
        wholes[key] = Count(count.items, count.editions + editions, count.teams)
    where.add("theme", chosen.themes)
    where.conditions += [] if chosen.themes else [_MAIN]
    counts: Counts = defaultdict(dict)
    for organisation, unit, theme, year, *counted in index.rows(
        f"""SELECT {group}, theme, tallies.year, sum(tallies.items), count(DISTINCT document_no), {_TEAMS} {COUNTED}
            WHERE theme IS NOT NULL AND tallies.year IS NOT NULL AND {kinds} AND {where} GROUP BY 1, 2, 3, 4""",
        [*chosen.kinds, *where.values],
    ):
        counts[Group(organisation, unit), theme][year] = Count(*counted)
    return wholes, counts


def _silent(index: Index, group: str, where: _Filter) -> list[tuple[tuple[Group, int], int]]:
    rows = index.rows(f"SELECT {group}, year, count(*) FROM documents WHERE {SILENT} AND {where} GROUP BY 1, 2, 3", where.values)
    return [((Group(organisation, unit), year), editions) for organisation, unit, year, editions in rows]


class _Filter:
    """Conditions of a question in SQL, with their values."""

    def __init__(self) -> None:
        self.conditions: list[str] = ["1"]
        self.values: list[str] = []

    def add(self, column: str, values: list[str]) -> None:
        if values:
            self.conditions.append(f"{column} IN ({_marks(values)})")
            self.values += values

    def between(self, column: str, years: Years | None) -> None:
        first, last = years or (None, None)
        self.conditions += [f"{column} >= {first}"] * (first is not None) + [f"{column} <= {last}"] * (last is not None)

    def __str__(self) -> str:
        return " AND ".join(self.conditions)


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _rows(there: dict[Group, tuple[Count | None, ...]], counts: Counts, years: tuple[int, ...], wanted: list[str]) -> list[Row]:
    """A row for each theme asked for in each group that was there, also when it was never said; the most said first."""
    themes = wanted or sorted({theme for _, theme in counts})
    totals: Counter[str] = Counter()
    for (_, theme), row in counts.items():
        totals[theme] += sum(count.items for year, count in row.items() if year in years)
    if not wanted:
        themes = sorted((theme for theme in themes if totals[theme]), key=lambda theme: (-totals[theme], theme))
    here = [(group, wholes) for group, wholes in there.items() if any(whole is not None for whole in wholes)]
    return [Row(group, theme, _cells(counts.get((group, theme), {}), years, wholes)) for theme in themes for group, wholes in here]


def _cells(counted: dict[int, Count], years: tuple[int, ...], wholes: tuple[Count | None, ...]) -> tuple[Count | None, ...]:
    return tuple(None if whole is None else counted.get(year, _ZERO) for year, whole in zip(years, wholes, strict=True))


_ZERO = Count()


def _years(asked: Years | None, known: set[int]) -> tuple[int, ...]:
    """Every year from the first to the last: those asked for, else those that occur."""
    first, last = asked or (None, None)
    if first is None:
        first = min((year for year in known if last is None or year <= last), default=None)
    if last is None:
        last = max((year for year in known if first is None or year >= first), default=None)
    return () if first is None or last is None else tuple(range(first, last + 1))


def _missing(index: Index, organisations: list[str], asked: Question, years: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Organisation → the years of the table for which none of its documents speaks."""
    where = _Filter()
    where.add("organisation", organisations)
    question = f"SELECT organisation, year FROM series WHERE unit_kind = '' AND theme = '' AND kind = '' AND organisation > '' AND {where}"
    if asked.variants:
        question = f"""SELECT organisation, year FROM documents WHERE organisation > '' AND {where}
            UNION SELECT organisation, tallies.year {COUNTED} WHERE theme IS NULL AND organisation > '' AND {where}"""
    counted = "1" if asked.variants else "variant_of IS NULL"
    known = index.rows(f"SELECT DISTINCT organisation FROM documents WHERE organisation > '' AND {counted} AND {where}", where.values)
    seen: dict[str, set[int]] = {row[0]: set() for row in known}
    for organisation, year in index.rows(question, where.values * (1 + asked.variants)):
        seen[organisation].add(year)
    gaps = {organisation: tuple(year for year in years if year not in seen[organisation]) for organisation in sorted(seen)}
    return {organisation: gap for organisation, gap in gaps.items() if gap}


def _order(group: Group) -> tuple[str, str]:
    return group.organisation or "\uffff", group.unit or "\uffff"


def _plain(count: Count) -> dict[str, int]:
    return {"items": count.items, "editions": count.editions, "teams": count.teams}


def _named(group: Group, by: Split | None) -> dict[str, str | None]:
    if by is None:
        return {}
    return {"organisation": group.organisation} if by == "organisation" else {"organisation": group.organisation, by: group.unit}
