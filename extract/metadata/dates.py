"""Dates and periods in French text, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.page import Span
from extract.taxonomy import headings
from extract.text import fold, plain

_HINT = re.compile(r"(?:19|20)\d\d|\d[/.]\d")  # every date has a year in full or is parted so; most lines have neither


@dataclass(frozen=True, slots=True)
class When:
    """A date (year, month, day; 0 for what is not said) or the period from it to `end`."""

    span: Span
    start: tuple[int, int, int]
    end: tuple[int, int, int] | None = None

    @property
    def iso(self) -> str:
        """The date, or the end of the period, as YYYY, YYYY-MM or YYYY-MM-DD."""
        year, month, day = self.end or self.start
        return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


@lru_cache(maxsize=1024)  # each line of a cover is asked by several
def find(text: str) -> tuple[When, ...]:
    """All dates of `text` in order: "5 mars 2023", "Janvier 2018", "24/09/2017", "2016-2017", "mars 2018 – mars 2019", "2020"."""
    if not _HINT.search(plain(text)):
        return ()
    folded = fold(text)
    pattern, months = _pattern()
    out: list[When] = []
    for found in pattern.finditer(folded.text):
        start, end = _read(found, months, "1"), _read(found, months, "2")
        if not start:
            continue
        span = folded.offsets[found.start()], folded.offsets[found.end() - 1] + 1
        if end and end < start:
            end = None
        out.append(When(span, start, end))
    return tuple(out)


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, int]]:
    calendar = headings.words("calendar")
    months = {word: int(name.partition(".")[2]) for name, words in calendar.lists.items() if name.startswith("months.") for word in words}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    year = r"(?:19|20)\d\d"

    def one(number: str) -> str:
        return (
            rf"(?:(?:(?P<day{number}>[0-3]?\d)(?:\s?er)?\s+)?(?P<month{number}>{names})\.?\s+(?P<wordyear{number}>{year})(?!\d)"
            rf"|(?P<d{number}>[0-3]?\d)[/.](?P<m{number}>[01]?\d)[/.](?P<y{number}>{year}|\d\d)(?!\d)"
            rf"|(?P<iy{number}>{year})-(?P<im{number}>[01]\d)(?:-(?P<id{number}>[0-3]\d))?(?!\d)"
            rf"|(?P<bare{number}>{year})(?!\d))"
        )

    return re.compile(rf"(?<![\d/.])(?:{one('1')})(?:\s*(?:-|/|au|a)\s*(?:{one('2')}|(?P<tail>\d\d)(?![\d/.-])))?"), months


def _read(found: re.Match[str], months: dict[str, int], number: str) -> tuple[int, int, int] | None:
    if found[f"month{number}"]:
        return int(found[f"wordyear{number}"]), months[found[f"month{number}"]], int(found[f"day{number}"] or 0)
    if found[f"d{number}"]:
        year = int(found[f"y{number}"])
        year += (2000 if year < 70 else 1900) if year < 100 else 0
        month, day = int(found[f"m{number}"]), int(found[f"d{number}"])
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if found[f"iy{number}"]:
        month = int(found[f"im{number}"])
        return (int(found[f"iy{number}"]), month, int(found[f"id{number}"] or 0)) if 1 <= month <= 12 else None
    if found[f"bare{number}"]:
        return int(found[f"bare{number}"]), 0, 0
    if number == "2" and found["tail"]:
        first = found["bare1"] or ""
        year = int(first[:2] + found["tail"]) if first else 0
        return (year, 0, 0) if first and int(first) < year <= int(first) + 12 else None
    return None
