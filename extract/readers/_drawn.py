"""Tables drawn with signs in plain text: "| a | b |" between lines of "+----+", or columns parted by wide blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.text import starts_low

_BORDER = re.compile(r"\s*[|+]?(?:\s*:?[-=]{2,}:?\s*[|+])+(?:\s*:?[-=]{2,}:?)?\s*$")
_CELL = re.compile(r"\S+(?: \S+)*")  # one blank parts words, two or more part columns
_MIN_ROWS = 3  # lines of columns that stand under each other
_SLIP = 1  # columns that a cell may stand beside its column


@dataclass(frozen=True, slots=True)
class Row:
    """What one source line holds: (table column, text column, words) of its cells; none of a border. `row` counts from 0."""

    row: int
    cells: tuple[tuple[int, int, str], ...]
    header: bool = False


def barred(raws: Iterable[str]) -> list[Row]:
    """The rows of the table that `raws` begin with, one for each source line it takes; empty when they begin with none.

    A line whose first cell is empty goes on the row above, unless a border stands between or it begins anew with a capital.
    """
    split: list[tuple[tuple[int, int, str], ...]] = []
    for raw in raws:
        border = bool(_BORDER.match(raw))
        if not (border or _is_barred(raw)) or (border and split[-2:] == [(), ()]):
            break
        split.append(() if border else _between_bars(raw))
        if not border and len(split[-1]) < 2:
            break
    wide = [cells for cells in split if cells]
    if len(wide) < 2 or min(len(cells) for cells in wide) < 2:
        return []
    borders = [at for at, cells in enumerate(split) if not cells]
    inner = [at for at in borders if any(split[:at]) and any(split[at + 1 :])]
    gridded = len(inner) > 1  # a border between any two rows
    rows: list[Row] = []
    row = -1
    for at, cells in enumerate(split):
        if cells and not (row >= 0 and _goes_on(cells, after_border=at - 1 in borders, gridded=gridded)):
            row += 1
        kept = tuple(cell for cell in cells if cell[2])
        rows.append(Row(max(row, 0), kept, header=bool(cells) and not gridded and bool(inner) and row == 0 and at < inner[0]))
    return rows


def _is_barred(raw: str) -> bool:
    words = raw.strip()
    return (words.count("|") > 1 and words.startswith("|") and words.endswith("|")) or words.count(" | ") > 1


def _between_bars(raw: str) -> tuple[tuple[int, int, str], ...]:
    cells, at = [], 0
    parts = raw.split("|")
    if not parts[0].strip():
        at, parts = len(parts[0]) + 1, parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    for column, part in enumerate(parts):
        cells.append((column, at + len(part) - len(part.lstrip()), part.strip()))
        at += len(part) + 1
    return tuple(cells)


def _goes_on(cells: Sequence[tuple[int, int, str]], after_border: bool, gridded: bool) -> bool:
    if after_border:
        return False
    if gridded:
        return True
    filled = [words for _, _, words in cells if words]
    return not cells[0][2] and bool(filled) and all(starts_low(words) for words in filled)


def aligned(raws: Iterable[str]) -> list[Row]:
    """The same for lines whose cells stand under each other, parted by wide blanks: a header and rows, each with all its columns."""
    found: list[tuple[tuple[int, int, str], ...]] = []
    starts: list[int] = []
    for raw in raws:
        cells = [(match.start(), match[0]) for match in _CELL.finditer(raw.expandtabs(4))]
        if not starts:
            starts = [start for start, _ in cells]
        if len(cells) != len(starts) or any(abs(start - usual) > _SLIP for (start, _), usual in zip(cells, starts, strict=True)):
            break
        found.append(tuple((column, start, words) for column, (start, words) in enumerate(cells)))
    if len(found) < _MIN_ROWS or len(starts) < 2:
        return []
    return [Row(at, cells) for at, cells in enumerate(found)]
