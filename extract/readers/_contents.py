"""Entries of a contents page that was typed: words, a tab, a page number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from extract.page import Line, replace

_REFERENCE = re.compile(r"\s*(?:p(?:ages?|p)?\.?\s*)?(\d{1,3})(?:\s*(?:[-–à]|et)\s*\d{1,3})?\s*$", re.I)
_SAYS_PAGE = re.compile(r"\s*p(?:ages?|p)?\b", re.I)
_ENOUGH = 4  # entries, where nothing says that the numbers are pages: a table of figures rarely rises four times


def are_entries(raws: Sequence[str]) -> bool:
    """Whether the rows ("L'équipe de direction\\tp 9") are entries of a contents page: one tab each, and numbers that never fall."""
    ends = [raw.rstrip().rpartition("\t")[2] for raw in raws]
    found = [_REFERENCE.match(end) for end in ends]
    if len(raws) < 2 or any(raw.strip().count("\t") != 1 for raw in raws) or not all(found):
        return False
    numbers = [int(reference[1]) for reference in found if reference]
    return numbers == sorted(numbers) and (len(raws) >= _ENOUGH or any(map(_SAYS_PAGE.match, ends)))


def told(lines: list[Line], tabbed: dict[int, str]) -> list[Line]:
    """`lines` with the role "toc" where they make entries. `tabbed` holds the raw text of those with a tab, by index."""
    indexes = sorted(index for index, raw in tabbed.items() if _REFERENCE.match(raw.rstrip().rpartition("\t")[2]))
    for _, group in groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0]):
        run = [index for _, index in group]
        if are_entries([tabbed[index] for index in run]):
            for index in run:
                lines[index] = replace(lines[index], role=lines[index].role or "toc")
    return lines
