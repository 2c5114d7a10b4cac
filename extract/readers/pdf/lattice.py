"""Rules that cross make a lattice; here are its cells.

The method of Anssi Nurminen's thesis (Tampere, 2013), which pdfplumber and Camelot use too: rules that nearly coincide become one, every
crossing may be the upper left corner of a cell, and its cell is the smallest whose four sides are drawn. pdfplumber compares every crossing
with every other and takes a tenth of a second to be imported; here a crossing is compared with those of its own row and column, and nothing
is imported. A test holds the two equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.page import BBox

Point = tuple[float, float]


class Stroke(NamedTuple):
    """A level or upright line: its height or its x, and from where to where it runs."""

    at: float
    start: float
    end: float


class _Crossing(NamedTuple):
    """Which level and which upright strokes meet in a point, by their numbers."""

    level: set[int]
    upright: set[int]


def cells(level: Sequence[Stroke], upright: Sequence[Stroke], near: float) -> list[BBox]:
    """The cells that level and upright strokes draw, from left to right, each column downwards.

    `near`: what is no further apart coincides, touches, or goes on.
    """
    crossings = _crossings(_merged(level, near), _merged(upright, near), near)
    columns: dict[float, list[Point]] = defaultdict(list)
    rows: dict[float, list[Point]] = defaultdict(list)
    place: dict[Point, tuple[int, int]] = {}  # of a crossing in its column and in its row
    for point in sorted(crossings):
        column, row = columns[point[0]], rows[point[1]]
        place[point] = len(column) + 1, len(row) + 1
        column.append(point)
        row.append(point)
    found = []
    for point, (down, across) in place.items():
        corner = _opposite(point, columns[point[0]][down:], rows[point[1]][across:], crossings)
        if corner is not None:
            found.append((*point, *corner))
    return found


def groups(found: Iterable[BBox]) -> list[list[BBox]]:
    """Cells that hang together by their corners; a cell alone is left out."""
    home: dict[Point, list[BBox]] = {}  # corner → the group of the cells that have it
    for cell in found:
        touched = {id(group): group for corner in _corners(cell) if (group := home.get(corner)) is not None}
        largest = max(touched.values(), key=len, default=[])
        moved = [cell, *(other for group in touched.values() if group is not largest for other in group)]
        largest += moved
        home.update((corner, largest) for other in moved for corner in _corners(other))
    return [group for group in {id(group): group for group in home.values()}.values() if len(group) > 1]


def _corners(cell: BBox) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _merged(strokes: Sequence[Stroke], near: float) -> list[Stroke]:
    """Strokes that coincide, or go on where another ends, as one."""
    return [stroke for line in _lines(strokes, near) for stroke in _joined(line, near)]


def _lines(strokes: Sequence[Stroke], near: float) -> Iterator[list[Stroke]]:
    """The strokes line by line, each at the middle of its line."""
    line: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if line and stroke.at > line[-1].at + near:
            yield _levelled(line)
            line = []
        line.append(stroke)
    if line:
        yield _levelled(line)


def _levelled(line: list[Stroke]) -> list[Stroke]:
    middle = sum(stroke.at for stroke in line) / len(line)
    return [stroke._replace(at=middle) for stroke in line]


def _joined(line: list[Stroke], near: float) -> list[Stroke]:
    """The strokes of one line, those that meet or overlap as one."""
    joined: list[Stroke] = []
    for stroke in sorted(line, key=lambda stroke: stroke.start):
        if joined and stroke.start <= joined[-1].end + near:
            joined[-1] = joined[-1]._replace(end=max(joined[-1].end, stroke.end))
        else:
            joined.append(stroke)
    return joined


def _crossings(level: list[Stroke], upright: list[Stroke], near: float) -> dict[Point, _Crossing]:
    """{point where a level and an upright stroke meet: the strokes that do}."""
    found: dict[Point, _Crossing] = {}
    for number, (x, top, bottom) in enumerate(upright):
        for other, (y, x0, x1) in enumerate(level):
            if top <= y + near and bottom >= y - near and x0 - near <= x <= x1 + near:
                crossing = found.get((x, y))
                if crossing is None:
                    crossing = found[x, y] = _Crossing(set(), set())
                crossing.level.add(other)
                crossing.upright.add(number)
    return found


def _opposite(point: Point, below: list[Point], right: list[Point], crossings: dict[Point, _Crossing]) -> Point | None:
    """The lower right corner of the smallest cell whose upper left one is `point`."""
    level, upright = crossings[point]
    for under in below:
        if upright.isdisjoint(crossings[under].upright):
            continue
        for beside in right:
            corner = crossings.get((beside[0], under[1]))
            if (
                corner is not None
                and not level.isdisjoint(crossings[beside].level)
                and not corner.upright.isdisjoint(crossings[beside].upright)
                and not corner.level.isdisjoint(crossings[under].level)
            ):
                return beside[0], under[1]
    return None
