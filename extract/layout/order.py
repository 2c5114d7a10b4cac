"""Reading order: the lines of a page as they are read, over columns, boxes, side headings and tables.

A cut in two along a free strip (a gutter), again and again, as in the XY-cut (Nagy and Seth 1984), with three differences: lines that cross
the strip part the page into bands that are read one after the other; what stands in rows (a label and its value, a side heading and its
paragraph) is read row by row; a drawn box and a table are read as one thing. Distances are in heights of the lines they part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from extract import marks
from extract.page import BBox, Line, Page, PlacedLine, Shape, are_placed, value

GUTTER = 0.7  # the narrowest strip between columns: newsletters set 9-point columns 7 points apart
BESIDE = 0.45  # of the lower of two lines: they stand side by side when they share so much height
SUPPORT = 2  # rows that must show a gutter
SLIP = 2.0  # points by which what stands beside a gutter may reach over it
LEVEL = 0.65  # of its height: how far off the first line beside it a side heading stands; it is often larger, or under a rule
SPARSE = 0.5  # of a column's height is filled by side headings or labels at most
FULL = 0.6  # of a column's width is filled by running text on average
CELL_LINES = 3  # of a cell in a row
NARROW = 6.0  # line heights: a column of numbers or dates
MARGIN = 0.1  # of the page's height at its head and foot, where running lines stand apart
APART = 1.3  # line heights between running lines and text
BOX_SHARE = 0.6  # of the page: a larger box is a background
ACROSS = 0.6  # of the page's width: a box under or over columns
CLEAR = 0.3  # heights of a heading over two columns that are free above and below it, in both
TAB = 1.5  # times the usual size: words turned against the page that head it
HEADING = 1.15  # of the usual size


@value
class _Unit:
    """A line, or lines that are read together."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[PlacedLine, ...]

    @property
    def height(self) -> float:
        return self.bottom - self.top


_top, _left = attrgetter("top"), attrgetter("x0")


def reading_order(page: Page) -> tuple[Line, ...]:
    """The lines of `page` in the order in which they are read. A page in one column comes out from top to bottom.

    Lines without a place stay as they are; lines turned against the page come last, those far larger than the others first.
    """
    if not are_placed(page.lines):
        return page.lines
    upright = [line for line in page.lines if "turned" not in line.flags]
    turned = [line for line in page.lines if "turned" in line.flags]
    usual = median(line.style.size for line in upright) if turned and upright else 0.0
    tabs = [line for line in turned if line.style.size >= TAB * usual > 0]  # the page's title, along its side
    turned = [line for line in turned if line not in tabs]
    boxes = _boxes(upright, page)
    if not boxes and not any([line.cell is not None for line in upright]):
        upright.sort(key=_foot)
        if all([before.bbox[3] <= line.bbox[1] for before, line in pairwise(upright)]):  # each under the one before, as on most pages
            return (*tabs, *upright, *turned)
    units = sorted(_units(upright, boxes), key=_place)
    if _beside(units):
        head, body, foot = _parted(units, page)
        units = [*_rows(head), *(unit for band in _ruled_off(body, page) for unit in _ordered(band)), *_rows(foot)]
    return (*tabs, *(line for unit in units for line in unit.lines), *turned)


def _foot(line: PlacedLine) -> tuple[float, float]:
    return line.bbox[3], line.bbox[0]


def _place_in_table(line: PlacedLine) -> tuple[float, ...]:
    return (line.cell.row, line.cell.column, *_foot(line)) if line.cell else _foot(line)


def _place(unit: _Unit) -> tuple[float, float]:
    return unit.bottom if len(unit.lines) == 1 else unit.top, unit.x0


def _unit(line: PlacedLine) -> _Unit:
    left, top, right, bottom = line.bbox
    return _Unit(left, top, right, bottom, (line,))


def _units(lines: Sequence[PlacedLine], boxes: list[BBox]) -> list[_Unit]:
    """Lines, those of a table or in one of the drawn boxes taken together."""
    groups: dict[tuple[str, int], list[PlacedLine]] = {}
    for index, line in enumerate(lines):
        if line.cell is not None:
            key = ("table", line.cell.table)
        else:
            holding = next((number for number, box in enumerate(boxes) if _inside(line.bbox, box)), None) if boxes else None
            key = ("line", index) if holding is None else ("box", holding)
        groups.setdefault(key, []).append(line)
    return [_group(key[0], members) for key, members in groups.items()]


def _group(kind: str, lines: list[PlacedLine]) -> _Unit:
    if len(lines) == 1:
        return _unit(lines[0])
    if kind == "table":
        lines = sorted(lines, key=_place_in_table)
    else:
        units = sorted([_unit(line) for line in lines], key=_place)
        lines = [line for unit in _ordered(units) for line in unit.lines]
    left, top, right, bottom = _union(line.bbox for line in lines)
    return _Unit(left, top, right, bottom, tuple(lines))


def _boxes(lines: Sequence[PlacedLine], page: Page) -> list[BBox]:
    """Drawn boxes with lines both in them and beside them, and those as wide as columns together: only they change the order."""
    drawn = [shape for shape in page.shapes if shape.kind == "box" and _visible(shape)]
    least = 1.5 * min([line.bbox[3] - line.bbox[1] for line in lines], default=0.0) if drawn else 0.0  # lower boxes hold one line
    most = BOX_SHARE * max(1.0, page.width * page.height)
    seen = {shape.bbox for shape in drawn if shape.bbox[3] - shape.bbox[1] > least and _area(shape.bbox) < most}
    if not seen:
        return []
    by_middle = sorted([line.bbox for line in lines], key=_middle)
    middles = [_middle(box) for box in by_middle]
    half = max([box[3] - box[1] for box in by_middle], default=0.0) / 2
    found: list[BBox] = []
    for box in sorted(seen, key=lambda box: (-_area(box), box)):
        if any(_inside(box, outer) for outer in found):
            continue
        level = by_middle[bisect_left(middles, box[1] - half - 1) : bisect_right(middles, box[3] + half + 1)]  # the others are far away
        outside = [line for line in level if not _inside(line, box)]
        beside = any(line[1] < box[3] and line[3] > box[1] for line in outside)
        if len(level) - len(outside) > 1 and (beside or box[2] - box[0] > ACROSS * page.width):
            found.append(box)
    return found


def _middle(box: BBox) -> float:
    return (box[1] + box[3]) / 2


def _visible(shape: Shape) -> bool:
    return shape.stroke is not None or (shape.fill is not None and shape.fill != 0xFFFFFF)


def _inside(box: BBox, outer: BBox) -> bool:
    return (
        outer[0] - 2 <= box[0]
        and box[2] <= outer[2] + 2
        and outer[1] - 1 <= (box[1] + box[3]) / 2 <= outer[3] + 1
        and box[3] - box[1] <= outer[3] - outer[1] + 2
    )


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _union(boxes: Iterable[BBox]) -> BBox:
    left, tops, right, bottoms = zip(*boxes, strict=True)
    return min(left), min(tops), max(right), max(bottoms)


def _beside(units: list[_Unit]) -> list[tuple[_Unit, _Unit]]:
    """Pairs of units that stand side by side, left and right."""
    pairs = []
    by_top = sorted(units, key=_top)
    for index, unit in enumerate(by_top):
        for other in by_top[index + 1 :]:
            if other.top >= unit.bottom:
                break
            lower = min(unit.height, other.height)
            if min(unit.bottom, other.bottom) - other.top < BESIDE * lower:
                continue
            left, right = (unit, other) if unit.x0 <= other.x0 else (other, unit)
            if right.x0 >= left.x1 - 0.2 * lower:
                pairs.append((left, right))
    return pairs


def _parted(units: list[_Unit], page: Page) -> tuple[list[_Unit], list[_Unit], list[_Unit]]:
    """Head, body and foot: running lines in the margins that stand apart from everything else are no part of a column."""
    units = sorted(units, key=_top)
    start, end = 0, len(units)
    bottom = float("-inf")
    for index, unit in enumerate(units):
        if index and unit.top - bottom >= APART * min(unit.height, units[index - 1].height) and bottom <= MARGIN * page.height:
            start = index
        bottom = max(bottom, unit.bottom)
        if unit.top > MARGIN * page.height:
            break
    if _head_columns(units[:start], units[start:]):
        start = 0
    by_bottom = sorted(units[start:], key=lambda unit: -unit.bottom)
    top = float("inf")
    for index, unit in enumerate(by_bottom):
        if index and top - unit.bottom >= APART * min(unit.height, by_bottom[index - 1].height) and top >= (1 - MARGIN) * page.height:
            end = index
        top = min(top, unit.top)
        if unit.bottom < (1 - MARGIN) * page.height:
            break
    foot = by_bottom[:end] if end < len(units) else []
    body = [unit for unit in units[start:] if all(unit is not other for other in foot)]
    return units[:start], body, foot


def _head_columns(head: list[_Unit], body: list[_Unit]) -> bool:
    """Whether the lines at the head of a page are headings of one size, each over a column: the panels of a leaflet. Running lines are
    no larger than text."""
    sizes = [unit.lines[0].style.size for unit in head]
    if len(head) < 2 or not body or min(sizes) < max(sizes) or min(sizes) < HEADING * median([unit.lines[0].style.size for unit in body]):
        return False
    lefts = [unit.x0 for unit in body]
    return len(_beside(head)) >= len(head) - 1 and all(any(abs(unit.x0 - left) < unit.height for left in lefts) for unit in head)


def _ruled_off(units: list[_Unit], page: Page) -> list[list[_Unit]]:
    """The units in bands parted by rules across the page that stand free: what is under one is read after all that is above."""
    cuts = sorted(
        {
            round((shape.bbox[1] + shape.bbox[3]) / 2, 1)
            for shape in page.shapes
            if shape.kind == "rule" and shape.bbox[2] - shape.bbox[0] > ACROSS * page.width
        }
    )
    free = sorted(_over_heading(cut, units) for cut in cuts if not any(unit.top + 1 < cut < unit.bottom - 1 for unit in units))
    bands: list[list[_Unit]] = [[] for _ in range(len(free) + 1)]
    for unit in units:
        bands[bisect_right(free, (unit.top + unit.bottom) / 2)].append(unit)
    return [band for band in bands if band]


def _over_heading(cut: float, units: list[_Unit]) -> float:
    """The height of a rule, or of what stands alone right above it: a heading goes with what it heads."""
    above = [unit for unit in units if 0 <= cut - unit.bottom + 1 <= 0.8 * unit.height]
    if len(above) != 1 or any(unit is not above[0] and unit.top < above[0].bottom and unit.bottom > above[0].top for unit in units):
        return cut
    return above[0].top - 1


def _ordered(units: list[_Unit]) -> list[_Unit]:
    """Units of a region as they are read."""
    if len(units) < 2:
        return units
    pairs = _beside(units)
    gutter = _gutter(units, pairs)
    if gutter is None:
        return _rows(units)
    out: list[_Unit] = []
    band: list[_Unit] = []
    usual = median([unit.lines[0].style.size for unit in units])
    for unit in sorted(units, key=lambda unit: (unit.top, unit.x0)):
        crosses = _crosses(unit, gutter)
        if crosses or _heads(unit, units, gutter, usual):
            band, own = _with_heading(band, gutter, usual) if crosses else (band, [])
            out += [*_band(band, gutter), *own, unit]
            band = []
        else:
            band.append(unit)
    return out + _band(band, gutter)


def _crosses(unit: _Unit, gutter: float) -> bool:
    return unit.x0 < gutter - SLIP and unit.x1 > gutter + SLIP


def _with_heading(band: list[_Unit], gutter: float, usual: float) -> tuple[list[_Unit], list[_Unit]]:
    """A band without the larger lines at its foot that stand under both columns, and those: they head what crosses the gutter next."""
    low = max((unit.bottom for unit in band if unit.x1 > gutter), default=float("inf"))
    start = len(band)
    while start and band[start - 1].top >= low and band[start - 1].lines[0].style.size >= HEADING * usual > 0:
        start -= 1
    return band[:start], band[start:]


def _gutter(units: list[_Unit], pairs: list[tuple[_Unit, _Unit]]) -> float | None:
    """The x of the free strip that most rows show and fewest units cross; None without one."""
    gaps = [(left.x1, right.x0) for left, right in pairs if right.x0 - left.x1 >= GUTTER * min(left.height, right.height, 30)]
    starts, ends = sorted(start for start, _ in gaps), sorted(end for _, end in gaps)
    wide = [unit for unit in units if unit.x0 < unit.x1]
    lefts, rights = sorted(unit.x0 for unit in wide), sorted(unit.x1 for unit in wide)
    best, chosen = 0.0, None
    for at in sorted({round(start + end) / 2 for start, end in gaps} | {round(end) - 0.5 for _, end in gaps}):
        support = bisect_right(starts, at) - bisect_left(ends, at)  # gaps that have begun, without those that are over
        if support < SUPPORT:
            continue
        crossing = bisect_left(lefts, at) - bisect_right(rights, at)
        score = support - 0.25 * crossing
        if score > best:
            best, chosen = score, at
    return chosen


def _heads(unit: _Unit, units: list[_Unit], gutter: float, usual: float) -> bool:
    """Whether a unit left of the gutter heads both columns: larger than the usual size, nothing right of it, but above and below."""
    if unit.x0 >= gutter or len(unit.lines) != 1:
        return False
    line = unit.lines[0]
    if not usual or line.style.size < HEADING * usual:
        return False
    right = [other for other in units if other.x0 >= gutter]
    clear = CLEAR * unit.height
    own = [unit, *(other for other in units if other is not unit and _goes_on(unit, other))]
    beside = any(other.top < one.bottom + clear and other.bottom > one.top - clear for one in own for other in right)
    return not beside and any(other.bottom <= unit.top for other in right) and any(other.top >= unit.bottom for other in right)


def _goes_on(unit: _Unit, other: _Unit) -> bool:
    """Whether a line left of the gutter is another line of the same heading."""
    same = abs(other.x0 - unit.x0) < 2 and len(other.lines) == 1 and abs(other.lines[0].style.size - unit.lines[0].style.size) < 0.1
    return same and max(unit.top, other.top) - min(unit.bottom, other.bottom) < 0.7 * unit.height


def _band(units: list[_Unit], gutter: float) -> list[_Unit]:
    """Units on both sides of a gutter: column after column, or row by row where they are set in rows."""
    left = [unit for unit in units if unit.x0 + unit.x1 < 2 * gutter]
    right = [unit for unit in units if unit.x0 + unit.x1 >= 2 * gutter]
    if not left or not right:
        return _ordered(left or right)
    if len(left) == 1 and len(right) == 1:
        return _rows(units)
    if all(len(unit.lines) > CELL_LINES for unit in left) or (all(len(unit.lines) > CELL_LINES for unit in right) and _beside(right)):
        return _ordered(left) + _ordered(right)  # boxes before the text, or columns of boxes
    if all(len(unit.lines) > CELL_LINES for unit in right) and max(unit.bottom for unit in right) < max(unit.top for unit in left):
        return _with_boxes(_ordered(left), right)
    if _sparse(left, right) or _tabular(left, right):
        return _anchored(left, right)
    return _ordered(left) + _ordered(right)


def _with_boxes(text: list[_Unit], boxes: list[_Unit]) -> list[_Unit]:
    """Text with the boxes that stand beside it, each after the list or paragraph that is level with its foot."""
    out = list(text)
    for box in sorted(boxes, key=lambda unit: -unit.top):
        at = max((index for index, unit in enumerate(text) if unit.top < box.bottom), default=len(text) - 1)
        while at + 1 < len(text) and _runs_on(text[at], text[at + 1]):
            at += 1
        out.insert(at + 1, box)
    return out


def _runs_on(unit: _Unit, after: _Unit) -> bool:
    """Whether the next line is set like this one, right under it."""
    styles = unit.lines[-1].style, after.lines[0].style
    alike = styles[0].bold == styles[1].bold and abs(styles[0].size - styles[1].size) < 0.5
    return alike and -0.5 * unit.height < after.top - unit.bottom < APART * min(unit.height, after.height)


def _sparse(left: list[_Unit], right: list[_Unit]) -> bool:
    """Whether the left side holds side headings or labels: little of its height is filled, and each is level with a line of the right."""
    if sum(map(_is_item, left)) > 1 and any(map(_is_item, right)):
        return False
    start, end = min(unit.top for unit in right), max(unit.bottom for unit in right)
    left = [unit for unit in left if unit.bottom > start and unit.top < end]  # a heading over both says nothing
    top, bottom = min(unit.top for unit in left + right), max(unit.bottom for unit in left + right)
    filled = sum(unit.height for unit in left) / max(1.0, bottom - top)
    if filled > SPARSE or filled > 0.75 * sum(unit.height for unit in right) / max(1.0, bottom - top):
        return False
    first = [unit for index, unit in enumerate(left) if not index or unit.top - left[index - 1].bottom > 0.5 * unit.height]
    bottoms = _bottoms(right)
    level = sum(_is_level(unit, bottoms, LEVEL) for unit in first)
    return len(first) > 1 and level >= 0.7 * len(first)


def _tabular(left: list[_Unit], right: list[_Unit]) -> bool:
    """Whether the sides are cells of rows: level line by line, and too short on one side for running text or a list."""
    if any(_is_item(unit) for unit in left) and any(_is_item(unit) for unit in right):
        return False
    fewer, more = (left, right) if len(left) < len(right) else (right, left)
    if any(len(unit.lines) > CELL_LINES for unit in fewer):
        return False  # a box or a table beside text
    bottoms = _bottoms(more)
    level = sum(_is_level(unit, bottoms, 0.25) for unit in fewer)
    if level < 0.8 * len(fewer):
        return False
    if fewer is right and _is_narrow(right):
        return True
    if level < 0.8 * len(more):
        return False
    return any(_is_ragged(side) for side in (left, right))


def _bottoms(units: list[_Unit]) -> list[float]:
    return sorted(unit.bottom for unit in units)


def _is_level(unit: _Unit, bottoms: list[float], off: float) -> bool:
    """Whether one of the sorted `bottoms` is no more than `off` of the unit's height from its own."""
    place = bisect_left(bottoms, unit.bottom)
    return any(abs(unit.bottom - bottom) <= off * unit.height for bottom in bottoms[max(0, place - 1) : place + 1])


def _is_item(unit: _Unit) -> bool:
    if unit.lines[0].mark is not None:
        return True
    mark = marks.find(unit.lines[0].text)
    return mark is not None and mark.is_bullet and mark.end < len(unit.lines[0].text)


def _is_ragged(units: list[_Unit]) -> bool:
    """Whether a side is too narrow for running text (numbers, dates), or filled too little."""
    width = max(unit.x1 for unit in units) - min(unit.x0 for unit in units)
    return _is_narrow(units) or sum(unit.x1 - unit.x0 for unit in units) < FULL * width * len(units)


def _is_narrow(units: list[_Unit]) -> bool:
    return max(unit.x1 for unit in units) - min(unit.x0 for unit in units) < NARROW * units[0].height


def _anchored(left: list[_Unit], right: list[_Unit]) -> list[_Unit]:
    """Each block of the left, then what stands on the right down to the next one."""
    left, right = sorted(left, key=_top), sorted(right, key=_top)
    bottoms = _bottoms(right)
    blocks: list[list[_Unit]] = []
    for unit in left:
        if blocks and unit.top - blocks[-1][-1].bottom <= 0.5 * unit.height and not _opens_row(unit, blocks[-1][0], bottoms):
            blocks[-1].append(unit)
        else:
            blocks.append([unit])
    out: list[_Unit] = []
    for index, block in enumerate(blocks):
        above, right = _upto(block[0], right)
        beside, right = _upto(blocks[index + 1][0], right) if index + 1 < len(blocks) else (right, [])
        out += _ordered(above) + _ordered(block) + _ordered(beside)
    return out + _ordered(right)


def _upto(first: _Unit, right: list[_Unit]) -> tuple[list[_Unit], list[_Unit]]:
    """The units (sorted downwards) that stand over the row that `first` begins, and the others: a line level with it is in the row."""
    top, start = first.top - 0.3 * first.height, first.top + 0.3 * first.height
    near = bisect_right(right, start, key=_top)
    over = [unit.bottom <= start or (unit.top < top and len(unit.lines) > 1) for unit in right[:near]]
    before = [unit for unit, is_over in zip(right, over, strict=False) if is_over]
    return before, [unit for unit, is_over in zip(right, over, strict=False) if not is_over] + right[near:]


def _opens_row(unit: _Unit, first: _Unit, bottoms: list[float]) -> bool:
    """Whether `unit` begins a row of its own: the right has a line level with it, as it has with the row's first."""
    return _is_level(unit, bottoms, 0.25) and _is_level(first, bottoms, 0.25)


def _rows(units: list[_Unit]) -> list[_Unit]:
    """From top to bottom, what stands on one height from left to right."""
    rows: list[list[_Unit]] = []
    for unit in sorted(units, key=_place):
        if rows and all([_same_row(unit, other) for other in rows[-1]]):
            rows[-1].append(unit)
        else:
            rows.append([unit])
    return [unit for row in rows for unit in (sorted(row, key=_left) if len(row) > 1 else row)]


def _same_row(unit: _Unit, other: _Unit) -> bool:
    if unit.top > other.bottom:  # as most
        return False
    return min(unit.bottom, other.bottom) - max(unit.top, other.top) >= 0.5 * min(unit.height, other.height) and (
        unit.x0 >= other.x1 - 1 or other.x0 >= unit.x1 - 1
    )
