"""The year an item is for (codebook, section 3): the priority year, or the reported year; never a year named in passing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.classify.matching import Reading

SEASON = 1  # years a range may cover to stand for its first ("2018-2019"); "2021-2026" names no single year to those under a heading
_YEAR = re.compile(r"(?:(?<![\d/.,-])|(?<=\b\d\d[/.]\d\d[/.])|(?<=\b\d[/.]\d\d[/.]))(?:19[5-9]\d|20[0-4]\d)(?!\d|[.,]\d)")
_RANGE = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)\s?(?:[-–—/]|à|au|et)\s?((?:19|20)?\d\d)(?!\d)")
_DONE_IN = re.compile(r"\ben ((?:19|20)\d\d)\b")
_NEXT = re.compile(r"\bl['’]an prochain|\bl['’]année prochaine|\bsaison prochaine", re.I)


@lru_cache(maxsize=4096)  # headings and lead-ins come back with every item below them
def years(text: str) -> tuple[tuple[int, int], ...]:
    """(first year, years it covers beyond it) for every year or range in `text`, in order."""
    if "19" not in text and "20" not in text:  # far cheaper than to look for years
        return ()
    found, ranges = [], []
    for match in _RANGE.finditer(text):
        first, last = int(match.group(1)), int(match.group(2)[-2:])
        found.append((match.start(), first, (last - first) % 100))
        ranges.append(match.span())
    for match in _YEAR.finditer(text):
        if all(match.end() <= low or high <= match.start() for low, high in ranges):
            found.append((match.start(), int(match.group()), 0))
    return tuple((year, more) for _, year, more in sorted(found))


@lru_cache(maxsize=4096)
def single(text: str) -> int | None:
    """The one year or season `text` names; None when it names none, several, or a long range."""
    named = {year for year, more in years(text) if more <= SEASON}
    return named.pop() if len(named) == 1 and all(more <= SEASON for _, more in years(text)) else None


class Named(NamedTuple):
    """The year that a heading or lead-in names for what stands under it."""

    year: int
    plans: bool  # whether it is a heading of plans: "Objectifs 2023" in a report that came out in 2023
    last: int | None = None  # of the years it names, where those are many: "Bilan du plan 2016-2020"


def above(texts: Sequence[tuple[str, Reading]]) -> Named | None:
    """The year that the first of `texts` (a lead-in and headings, nearest first) names."""
    for text, reading in texts:
        if year := named(text, reading):
            return Named(year, any(hit.target.owner == "priority" and "heading" in hit.target.rule.where for hit in reading.of("kind")))
    for text, _ in texts:
        if len(found := years(text)) == 1 and found[0][1] > SEASON:
            return Named(found[0][0], False, sum(found[0]))
    return None


class Times(NamedTuple):
    """What a document says of the years that its items are for."""

    genre: str
    reported: int | None  # its own year
    ranges: bool  # its title names a long range: it is for several years
    pair: tuple[int, int] | None  # the years of what was done and of the plans, where the title names both ("Bilan 2021 et projets 2022")
    planned: int | None  # the year from which a plan holds: the first of those that the title names
    timeless: bool  # it is a guide, statutes or the like, and stands outside of time


def target(kind: str, document: Times, told: Named | None, text: str, columns: str | None) -> int | None:
    """The year an item of `kind` is for. `told`: what stands above it names; `columns`: what its row says under a due date.

    A report's perspectives are for the year after it, unless a heading says otherwise. A plan or programme covers years, and so does a
    document whose title names a long range: a heading, a due date or its title tells one, its date does not.
    """
    genre, reported, ranges, pair, planned, timeless = document
    if columns and (due := single(columns)):
        return due
    if told and told.last and (reported is None or told.last > reported):
        told = None  # years to come, or running: none of them is told
    above, plans = (told.year, told.plans) if told else (None, False)
    if pair and not above:
        return pair[kind == "priority"]
    if ranges or genre in ("plan", "programme"):
        done = _DONE_IN.search(text)
        return above or (int(done.group(1)) if kind == "activity" and done else planned)
    if timeless and kind == "other":
        return above
    if kind == "priority":
        if above and reported and above < reported and not plans:
            above = None  # "Compte de résultat 2010" in minutes of 2011: what is decided about it is not for the year that is over
        if above and (genre != "activity-report" or reported is None or above != reported or plans):
            return above
        own = single(text)
        if reported is None:
            return own
        if genre == "activity-report" or _NEXT.search(text):
            return reported + 1
        return own if genre == "other" and own and own > reported else reported
    if above and reported and above > reported:
        return reported
    return above or reported


def pair(text: str, reading: Reading) -> tuple[int, int] | None:
    """The years of the review and of the plans in a title of both: "Bilan 2021 et projets 2022", "Bilan et projets 2012",
    "Bilan et perspectives 2015-2016", "Bilan 2012-2013 et projets 2013-2014"."""
    told = {hit.target.owner for hit in reading.of("kind") if "heading" in hit.target.rule.where}
    if not {"activity", "priority"} <= told:
        return None
    named = years(text)
    plans = [hit.stop for hit in reading.of("kind") if hit.target.owner == "priority" and "heading" in hit.target.rule.where]
    if len(named) == 1 and not named[0][1] and text.find(str(named[0][0])) >= min(plans):
        return named[0][0], named[0][0]
    if len(named) == 1 and named[0][1] == SEASON:
        return named[0][0], named[0][0] + SEASON
    if len(named) == 2 and named[0][0] < named[1][0] and named[0][1] == named[1][1] <= SEASON:
        return named[0][0], named[1][0]
    return None


def is_long(text: str) -> bool:
    """Whether `text` names a range of years that is no season: "2021-2026"."""
    return any(more > SEASON for _, more in years(text))


def named(text: str, reading: Reading) -> int | None:
    """The year a heading or lead-in is for: the one it names, not in passing ("depuis 2014")."""
    year = single(text)
    if year is None:
        return None
    at = text.find(str(year))
    return None if any(hit.stop <= at and at - hit.stop <= 12 for hit in reading.contexts("passing-year")) else year
