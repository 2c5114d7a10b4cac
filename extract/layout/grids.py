"""Tables that no rules draw: a row of column names over columns of short lines, parted by white space, shaded rows or level rules.

Only a row that names the column of measures ("Action | Pilote | Échéance") or of occasions ("Date | Événement | Public") opens such a
table, or one that the format says to name columns: lines side by side are mostly columns of text. Distances are in line heights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TypeGuard

from extract.page import Cell, Line, Page, PlacedLine, replace, value
from extract.taxonomy import headings
from extract.text import plain

NAME_WORDS = 5  # of a column's name
OCCASIONS = 3  # columns of a table of occasions
_NAME, _CELLS = "TH", ("TH", "TD")  # as a tagged PDF calls what names a column, and what stands in a table
LEVEL = 0.4  # that lines of one row are off each other
SLACK = 4.0  # points that a cell may stand left of its column's name
ENDS = 3.0  # free space under which a table is over
ROW_GAP = 0.25  # by how much the space between rows exceeds that between wrapped lines
LARGER = 1.08  # times the size of the cells: a heading under the table
WIDE = 0.25  # of the table's width: shorter rules part nothing

Lines = Mapping[int, PlacedLine]  # by their place on the page, those that stand in no table yet


@value
class _Grid:
    names: tuple[int, ...]  # indexes of the lines that name the columns, left to right
    edges: tuple[float, ...]  # where the second and further columns begin
    rows: tuple[tuple[int, ...], ...]  # indexes of the lines of each row


def placed(sheet: Page, first: int) -> tuple[Page, int]:
    """`sheet` with `cell` on the lines of its tables without rules, numbered from `first`; and the next number."""
    naming = [index for index, line in enumerate(sheet.lines) if line.bbox and (line.style_name == _NAME or _list_of(line.text))]
    if not naming:
        return sheet, first
    lines, number = list(sheet.lines), first
    free = {index: line for index, line in enumerate(lines) if _is_free(line)}
    for index in naming:
        grid = _grid(free, index, sheet) if index in free else None
        if grid is None:
            continue
        for row, members in enumerate((grid.names, *grid.rows)):
            for member in members:
                lines[member] = replace(lines[member], cell=Cell(number, row, _column(free[member], grid.edges), row == 0))
        free = {place: line for place, line in free.items() if lines[place].cell is None}
        number += 1
    return (replace(sheet, lines=tuple(lines)) if number > first else sheet), number


def _is_free(line: Line) -> TypeGuard[PlacedLine]:
    """Whether a line that has a place stands in no table yet."""
    return line.bbox is not None and line.cell is None and "turned" not in line.flags


def _list_of(text: str) -> str | None:
    """Which list of columns' names the first word is on: "measures", or "occasions"; None of text that names no such column."""
    found = _list_with(text.partition(" ")[0]) if text[:1].isupper() else None
    return found if found and len(text.split()) <= NAME_WORDS else None


@lru_cache(maxsize=4096)
def _list_with(word: str) -> str | None:
    known, folded = headings.words("tables"), plain(word)
    return next((name for name in ("measures", "occasions") if folded in known[name]), None)


def _names_more(text: str) -> bool:
    words = plain(text).split()
    known = headings.words("tables")
    return bool(words) and (words[0] in known["about"] or words[0] in known["measures"])


def _grid(lines: Lines, at: int, sheet: Page) -> _Grid | None:
    """The table that the line at `at` names a column of; None when it names none, or fewer than two rows follow."""
    head = lines[at]
    height = head.bbox[3] - head.bbox[1]
    level = [index for index, line in lines.items() if abs(line.bbox[3] - head.bbox[3]) <= LEVEL * height]
    names = sorted(level, key=lambda index: lines[index].bbox[0])
    if len(names) < 2 or any(len(lines[index].text.split()) > NAME_WORDS or lines[index].mark is not None for index in names):
        return None
    free: Iterable[int] = lines
    if all(lines[index].style_name == _NAME for index in names):
        free = [index for index, line in lines.items() if line.style_name in _CELLS]
    elif not any(_names_more(lines[index].text) for index in names if index != at):
        return None
    elif len(names) < OCCASIONS and _list_of(head.text) != "measures":
        return None
    below = sorted((index for index in free if lines[index].bbox[1] >= head.bbox[3] - 0.2 * height), key=lambda index: lines[index].bbox[1])
    edges = _edges(lines, names, below)
    body = _body(lines, names, below, edges, height)
    rows = _rows(lines, body, names, edges, sheet)
    shared = sum(len({_column(lines[index], edges) for index in row}) > 1 for row in rows)
    return _Grid(tuple(names), edges, rows) if len(rows) > 1 and shared > 1 and shared >= 0.6 * len(rows) else None


def _edges(lines: Lines, names: list[int], below: list[int]) -> tuple[float, ...]:
    """Where the columns after the first begin: at their names, or at cells that stand further left than a name set in the middle."""
    out = []
    for left, right in pairwise(names):
        start, end = lines[left].bbox[2], lines[right].bbox[0]
        begins = [lines[index].bbox[0] for index in below[:24] if start < lines[index].bbox[0] < end]
        alike = [x for x in begins if sum(abs(x - other) < SLACK for other in begins) > 1]
        out.append(min([end, *alike]) - SLACK)
    return tuple(out)


def _column(line: PlacedLine, edges: tuple[float, ...]) -> int:
    return sum(line.bbox[0] >= edge for edge in edges)


def _body(lines: Lines, names: list[int], below: list[int], edges: tuple[float, ...], height: float) -> list[int]:
    """The lines under the names that stand in the columns, down to the first that does not, or that heads what follows."""
    left = lines[names[0]].bbox[0] - 3 * SLACK
    body: list[int] = []
    bottom = max(lines[index].bbox[3] for index in names)
    for place, index in enumerate(below):
        line = lines[index]
        if line.bbox[2] < left:
            continue
        crosses = line.bbox[0] < left or any(line.bbox[0] < edge - SLACK and line.bbox[2] > edge + 2 * SLACK for edge in edges)
        if crosses or line.bbox[1] - bottom > ENDS * height or _heads(lines, body, below[place + 1 :], index, edges):
            break
        body.append(index)
        bottom = max(bottom, line.bbox[3])
    return body


def _heads(lines: Lines, body: list[int], after: list[int], index: int, edges: tuple[float, ...]) -> bool:
    """Whether a line in the first column, alone on its height, is set as a heading: larger than the cells, or bold where they are not."""
    line = lines[index]
    if not body or _column(line, edges):
        return False
    if any(lines[other].bbox[1] < line.bbox[3] - 0.5 * (line.bbox[3] - line.bbox[1]) for other in after[:4]):
        return False
    cells = [lines[other] for other in body if not _column(lines[other], edges)] or [lines[body[0]]]
    size = max(cell.style.size for cell in cells)
    return line.style.size > LARGER * size or (line.style.bold and not any(cell.style.bold for cell in cells))


def _rows(lines: Lines, body: list[int], names: list[int], edges: tuple[float, ...], sheet: Page) -> tuple[tuple[int, ...], ...]:
    """The lines of the body by rows: parted by rules and shades, else by the free space that only rows have between them."""
    levels: list[list[int]] = []
    for index in sorted(body, key=lambda index: lines[index].bbox[3]):
        height = lines[index].bbox[3] - lines[index].bbox[1]
        if levels and abs(lines[levels[-1][0]].bbox[3] - lines[index].bbox[3]) <= LEVEL * height:
            levels[-1].append(index)
        else:
            levels.append([index])
    cuts = _cuts(lines, body, names, sheet)
    spaces = [
        (min(lines[index].bbox[1] for index in level) - max(lines[index].bbox[3] for index in before))
        / max(1.0, lines[level[0]].bbox[3] - lines[level[0]].bbox[1])
        for before, level in pairwise(levels)
    ]
    tight = min(spaces, default=0.0)
    spread = max(spaces, default=0.0) - tight > ROW_GAP
    rows: list[list[int]] = []
    for place, level in enumerate(levels):
        top = max(lines[index].bbox[1] for index in level)
        above = min(lines[index].bbox[3] for index in levels[place - 1]) if place else 0.0
        if cuts:
            opens = any(above - 2 <= cut <= top + 2 for cut in cuts)
        elif spread:
            opens = place > 0 and spaces[place - 1] > tight + ROW_GAP
        else:
            opens = len({_column(lines[index], edges) for index in level}) > 1
        if opens or not rows:
            rows.append([])
        rows[-1] += level
    return tuple(tuple(row) for row in rows)


def _cuts(lines: Lines, body: list[int], names: list[int], sheet: Page) -> list[float]:
    """Heights of the level rules and edges of shades that stand between lines of the body; none where they do not part it."""
    if not body:
        return []
    x0, x1 = min(lines[index].bbox[0] for index in (*names, *body)), max(lines[index].bbox[2] for index in (*names, *body))
    top, bottom = min(lines[index].bbox[1] for index in body), max(lines[index].bbox[3] for index in body)
    found = set()
    for shape in sheet.shapes:
        left, high, right, low = shape.bbox
        over = min(right, x1) - max(left, x0)
        if over < WIDE * (x1 - x0) or shape.kind not in ("rule", "box") or (shape.kind == "rule" and low - high > 3):
            continue
        found |= {round(y, 1) for y in (high, low) if top + 2 < y < bottom - 2}
    return sorted(found)
