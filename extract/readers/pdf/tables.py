"""Tables drawn with rules: which cells a page has, and which lines stand in them. Only pages whose rules cross pay for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.page import BBox, Cell, Line, Shape, replace
from extract.readers.pdf import lattice
from extract.readers.pdf.lattice import Stroke

MOST_EDGES = 1_200  # of a page: a map or a chart, no table, and there may be as many crossings as their square
SNAP = 2.5  # points between edges that are the same
SHORTEST = 6.0  # points
PALE = 0xFBFBFB  # a box lighter than that has no visible edge
FOOT = 2  # lines under the last row of a page
NAMES = 3  # of columns in bold, with no row under them
PROSE = 9  # lines in the fullest cell of two rows: columns of text in a frame


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by (row, column), in reading order."""

    bbox: BBox
    cells: tuple[tuple[int, int, BBox], ...]


def tables(shapes: Iterable[Shape], width: float, height: float) -> tuple[Table, ...]:
    """The ruled tables of a page of that size, from top to bottom. What has fewer than two rows or two columns is none, but for a row of
    names at the foot of a page: its table is on the next."""
    level, upright = _strokes(shapes, width, height)
    if not _may_cross(level, upright):
        return ()
    cells = [cell for cell in lattice.cells(level, upright, SNAP) if _is_cell(cell)]
    found = [_table(group) for group in lattice.groups(cells)]
    return tuple(sorted((table for table in found if table is not None), key=lambda table: (table.bbox[1], table.bbox[0])))


def _strokes(shapes: Iterable[Shape], width: float, height: float) -> tuple[list[Stroke], list[Stroke]]:
    """The level and the upright strokes of a page: its rules, and the edges of its boxes."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for shape in shapes:
        x0, top, x1, bottom = shape.bbox
        if x1 < 0 or x0 > width or bottom < 0 or top > height:
            continue
        if shape.kind == "rule":
            if x1 - x0 >= bottom - top:
                level.append(Stroke((top + bottom) / 2, x0, x1))
            else:
                upright.append(Stroke((x0 + x1) / 2, top, bottom))
        elif shape.kind == "box" and _has_edges(shape):
            level += [Stroke(top, x0, x1), Stroke(bottom, x0, x1)]
            upright += [Stroke(x0, top, bottom), Stroke(x1, top, bottom)]
        if len(level) + len(upright) > MOST_EDGES:
            return [], []
    return _long(level), _long(upright)


def _long(strokes: Iterable[Stroke]) -> list[Stroke]:
    return [stroke for stroke in strokes if stroke.end - stroke.start >= SHORTEST]


def _has_edges(shape: Shape) -> bool:
    if shape.bbox[2] - shape.bbox[0] < SHORTEST or shape.bbox[3] - shape.bbox[1] < SHORTEST:
        return False
    return (shape.stroke is not None and shape.stroke < PALE) or (shape.fill is not None and shape.fill != 0xFFFFFF)


def _may_cross(level: list[Stroke], upright: list[Stroke]) -> bool:
    """Whether there can be four cells, or a row of names: enough strokes of each kind, at different places."""
    if len(level) < 2 or len(upright) < 3:
        return False
    rows, columns = (len({round(stroke.at) for stroke in strokes}) for strokes in (level, upright))
    return (rows >= 3 and columns >= 3) or (rows == 2 and columns > NAMES)


def _is_cell(box: BBox) -> bool:
    return box[2] - box[0] >= SHORTEST and box[3] - box[1] >= SHORTEST


def _table(cells: list[BBox]) -> Table | None:
    tops, lefts = _levels(cell[1] for cell in cells), _levels(cell[0] for cell in cells)
    if len(lefts) < (2 if len(tops) > 1 else NAMES):
        return None
    placed = sorted((_nearest(tops, cell[1]), _nearest(lefts, cell[0]), cell) for cell in cells)
    left, top, right, bottom = zip(*cells, strict=True)
    return Table((min(left), min(top), max(right), max(bottom)), tuple(placed))


def _levels(values: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > SNAP:
            levels.append(value)
    return levels


def _nearest(levels: list[float], value: float) -> int:
    return min(range(len(levels)), key=lambda index: abs(levels[index] - value))


def walls(found: Iterable[Table]) -> list[Shape]:
    """The upright borders of cells, as rules that no line crosses."""
    sides = {
        (round(x, 1), round(cell[1], 1), round(cell[3], 1)) for table in found for _, _, cell in table.cells for x in (cell[0], cell[2])
    }
    return [Shape("rule", (x, top, x, bottom)) for x, top, bottom in sorted(sides)]


def placed(lines: list[Line], found: Iterable[Table], first: int) -> tuple[list[Line], int]:
    """The lines with `cell` where they stand in a table, tables numbered from `first`; and the next number.

    A grid with text in fewer than two rows or two columns is a frame, as is one of two rows that hold running text.
    """
    number = first
    for table in found:
        inside = {index: place for index, line in enumerate(lines) if line.cell is None and (place := _place(line, table)) is not None}
        names = _is_frame(inside.values()) and _ends_after_names(lines, inside, table)
        if not names and _is_frame(inside.values()):
            continue
        header = names or _header(lines, inside)
        for index, (row, column) in inside.items():
            lines[index] = replace(lines[index], cell=Cell(number, row, column, header and row == 0))
        number += 1
    return lines, number


def _place(line: Line, table: Table) -> tuple[int, int] | None:
    if line.bbox is None:
        return None
    x, y = line.bbox[0] + min(2.0, (line.bbox[2] - line.bbox[0]) / 2), (line.bbox[1] + line.bbox[3]) / 2
    if not (table.bbox[0] <= x <= table.bbox[2] and table.bbox[1] <= y <= table.bbox[3]):
        return None
    known = next(((row, column) for row, column, box in table.cells if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
    if known is not None:
        return known
    tops = sorted({(row, box[1]) for row, _, box in table.cells})  # a cell whose borders do not quite meet
    lefts = sorted({(column, box[0]) for _, column, box in table.cells})
    return max((row for row, top in tops if top <= y), default=0), max((column for column, left in lefts if left <= x), default=0)


def borders(rule: Shape, found: Iterable[Table]) -> bool:
    """Whether a rule belongs to a table."""
    x0, top, x1, bottom = rule.bbox
    return any(
        table.bbox[0] - SNAP <= x0 and x1 <= table.bbox[2] + SNAP and table.bbox[1] - SNAP <= top and bottom <= table.bbox[3] + SNAP
        for table in found
    )


def _is_frame(places: Iterable[tuple[int, int]]) -> bool:
    places = list(places)
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(rows) < 2 or len(columns) < 2:
        return True
    shared = sum(len({column for one, column in places if one == row}) > 1 for row in rows)
    return shared < 2 or (len(rows) == 2 and max(places.count(place) for place in set(places)) >= PROSE)


def _ends_after_names(lines: list[Line], inside: dict[int, tuple[int, int]], table: Table) -> bool:
    """Whether a page ends after the names of a table's columns, and perhaps that of its first part, a band across them."""
    if not inside or sum(line.bbox is not None and line.bbox[1] > table.bbox[3] for line in lines) > FOOT:
        return False
    names = [index for index, (row, _) in inside.items() if row == min(row for row, _ in inside.values())]
    rest = {place for index, place in inside.items() if index not in names}
    return len({inside[index][1] for index in names}) >= NAMES and len(rest) <= 1 and all(lines[index].style.bold for index in inside)


def _header(lines: list[Line], inside: dict[int, tuple[int, int]]) -> bool:
    """Whether the first row names the columns: set otherwise than the rest, in two columns at least."""
    first = [lines[index] for index, (row, _) in inside.items() if row == 0]
    rest = [lines[index] for index, (row, _) in inside.items() if row > 0]
    columns = {inside[index][1] for index in inside if inside[index][0] == 0}
    if len(columns) < 2 or not rest:
        return False
    bold = sum(line.style.bold for line in rest) / len(rest)
    return all(line.style.bold for line in first) and bold < 0.8
