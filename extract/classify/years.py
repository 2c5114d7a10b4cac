"""The years a text names."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<![\d/.,-])(?:19[5-9]\d|20[0-4]\d)(?![\d]|[.,]\d)")
_RANGE = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)\s?(?:[-–—/]|à|au)\s?((?:(?:19|20)\d)?\d{1,2})(?!\d)")


def years(text: str) -> list[tuple[int, int, int]]:
    """(year, start, end) of every year in `text`; a season or range ("2018-2019") counts once, with its first year."""
    ranges = [(int(match.group(1)), match.start(), match.end()) for match in _RANGE.finditer(text)]
    single = [(int(match.group()), match.start(), match.end()) for match in _YEAR.finditer(text)]
    return sorted(
        ranges + [year for year in single if all(year[2] <= low or high <= year[1] for _, low, high in ranges)], key=lambda year: year[1]
    )
