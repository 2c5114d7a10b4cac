"""What is drawn around a line says something of it: a dot left of it, a rule below it, a box around it, nothing under white text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from statistics import median

from extract import marks
from extract.page import BBox, Line, PlacedLine, Run, Shape, are_placed, replace
from extract.readers.pdf.drawing import Drawing
from extract.readers.pdf.tables import Table, borders

MARK_GAP = 2.3  # em between a drawn bullet and its text
LONGEST = 16.0  # points: a longer stroke is no mark
MARK_SIZE = (0.17, 0.95)  # em
STROKE = (0.17, 1.0, 0.2)  # em: the shortest and the longest drawn dash, and the thickest
TICK = 1.25  # em: a tick or a cross drawn in strokes, whose bounds hold the ends of its strokes
DISC = 2.6  # times the size of a number: the disc or box drawn around it, when it marks an item
LARGER, HUGE = 1.08, 4.0  # times the size of the words: a number that hangs beside them
DISPLAY = 1.35  # times the usual size: a number beside such type counts chapters
PALE = 0.94  # brightness from which text on white paper cannot be read
_LED = re.compile(r"(\d{1,3})(?:\s+(?=[^\W\d_])|$)")  # a number alone, or before a word
BAND = 12.0  # line heights: what is higher frames a page or a column, not a heading


def marked(lines: Sequence[Line], drawn: Drawing, width: float, height: float, ruled: tuple[Table, ...]) -> list[Line]:
    """The lines with what the drawings say: marks, `boxed`, `ruled`, underlined, invisible. Rules of tables say nothing."""
    if not lines or not are_placed(lines):
        return list(lines)
    shapes = drawn.shapes
    if shapes:
        lines = _with_marks(lines, _lone(shapes))
        lines = _with_dashes(lines, [shape for shape in shapes if shape.kind != "dot" and shape.kind != "image" and _is_level(shape.bbox)])
        lines = _with_rules(
            lines, [shape for shape in shapes if shape.kind == "rule" and _is_level(shape.bbox) and not borders(shape, ruled)]
        )
    bands = [shape for shape in shapes if shape.kind == "box" or (shape.kind == "dot" and shape.fill is not None)]
    return [_seen(line, bands, drawn.images, width, height) for line in lines]


def hung(lines: Sequence[Line]) -> dict[int, Line | None]:
    """What becomes of the lines with a large number that hangs left of them: it is put before their words. None: of the number itself.

    Large numbers alone are figures, unless they count on down the page, or begin with 1 beside words of the usual size.
    """
    out: dict[int, Line | None] = {}
    if not are_placed(lines):
        return out
    alone = [index for index, line in enumerate(lines) if _is_number(line) and line.mark is None]
    found = {number: beside for number in alone if (beside := _first_beside(lines, number)) is not None}
    usual = median(line.style.size for line in lines) if found else 0.0
    values = {int(lines[number].text) for number in found}
    for number, beside in found.items():
        value = int(lines[number].text)
        if lines[beside].style.size > DISPLAY * usual or not (value == 1 or {value - 1, value + 1} & values):
            continue
        label, line = lines[number], lines[beside]
        shift = len(label.text) + 1
        runs = (Run(0, shift, label.style), *(replace(run, start=run.start + shift, end=run.end + shift) for run in line.runs))
        left = min(label.bbox[0], line.bbox[0])
        out[number] = None
        out[beside] = replace(line, text=f"{label.text} {line.text}", runs=runs, bbox=(left, *line.bbox[1:]), indent=left)
    return out


def _first_beside(lines: Sequence[PlacedLine], number: int) -> int | None:
    """The first line right of a larger number, as high as its upper part."""
    _, top, x1, bottom = lines[number].bbox
    size = lines[number].style.size
    level = [
        index
        for index, line in enumerate(lines)
        if line.mark is None
        and LARGER * line.style.size <= size <= HUGE * line.style.size
        and -0.1 * size <= line.bbox[0] - x1 <= MARK_GAP * line.style.size
        and top - 0.3 * line.style.size <= (line.bbox[1] + line.bbox[3]) / 2 <= bottom
        and any(map(str.isalpha, line.text))
    ]
    return min(level, key=lambda index: lines[index].bbox[1], default=None)


def numbered(lines: Sequence[Line], shapes: list[Shape]) -> dict[int, Line | None]:
    """What becomes of the lines right of a number in a disc or box: "①", "②" … "21" is their mark. None: of the number itself."""
    out: dict[int, Line | None] = {}
    discs = [shape for shape in shapes if shape.kind in ("dot", "box") and shape.fill is not None]
    if not discs or not are_placed(lines) or not any(line.text[:1].isdecimal() for line in lines):
        return out
    usual = median(line.style.size for line in lines)
    taken: dict[int, tuple[re.Match[str], int, BBox]] = {}  # line: (its number, where the number stands, the disc)
    for index, line in enumerate(lines):
        number = _LED.match(line.text)
        if line.mark is not None or number is None or not int(number[1]):
            continue
        disc = next((shape.bbox for shape in discs if _is_around(shape.bbox, line, alone=number.end() == len(line.text))), None)
        beside = None if disc is None else index if number.end() < len(line.text) else _beside(lines, index, disc)
        if disc is not None and beside is not None and lines[beside].style.size <= DISPLAY * usual and beside not in taken:
            taken[beside] = number, index, disc
    if len(taken) < 2:
        return out
    for beside, (number, index, disc) in taken.items():
        line = _without(lines[beside], number.end()) if index == beside else lines[beside]
        x0, top, x1, bottom = line.bbox
        left = round(min(x0, disc[0]), 1)
        out[index] = None
        mark = marks.circled(int(number[1]))
        out[beside] = replace(line, mark=mark, bbox=(left, top, x1, bottom), indent=left)
    return out


def _without(line: PlacedLine, cut: int) -> PlacedLine:
    """The line without its first `cut` characters."""
    runs = tuple(replace(run, start=max(0, run.start - cut), end=run.end - cut) for run in line.runs if run.end > cut)
    longest = max(runs, key=lambda run: run.end - run.start, default=None)
    return replace(line, text=line.text[cut:], runs=runs, style=longest.style if longest else line.style)


def _is_number(line: Line) -> bool:
    return len(line.text) <= 3 and line.text.isdecimal()


def _is_around(box: BBox, line: PlacedLine, *, alone: bool) -> bool:
    """Whether a disc is drawn around the number that the line is, or begins with."""
    x0, top, x1, bottom = line.bbox
    size = bottom - top
    inside = box[0] <= x0 and (x1 <= box[2] if alone else x0 + 0.4 * size <= box[2]) and box[1] <= (top + bottom) / 2 <= box[3]
    return inside and max(box[2] - box[0], box[3] - box[1]) <= DISC * size


def _beside(lines: Sequence[PlacedLine], number: int, disc: BBox) -> int | None:
    """The first of the lines that begin right of a number's disc, level with it."""
    level = []
    for index, line in enumerate(lines):
        if index == number or line.mark is not None or _is_number(line):
            continue
        x0, top, _, bottom = line.bbox
        em = bottom - top
        if -0.1 * em <= x0 - disc[2] <= MARK_GAP * em and min(bottom, disc[3]) - max(top, disc[1]) >= 0.5 * em:
            level.append(index)
    return min(level, key=lambda index: lines[index].bbox[1], default=None)


def _is_level(box: BBox) -> bool:
    return box[2] - box[0] >= box[3] - box[1]


def _lone(shapes: list[Shape]) -> list[Shape]:
    """Dots that are no part of a larger drawing: at most two things are drawn over or beside them (a bullet's outline, its filling)."""
    dots = [shape for shape in shapes if shape.kind == "dot"]
    if not dots:
        return dots
    by_top = sorted(shapes, key=lambda shape: shape.bbox[1])
    tops = [shape.bbox[1] for shape in by_top]
    tallest = max((shape.bbox[3] - shape.bbox[1] for shape in shapes if shape.kind in ("dot", "rule")), default=0.0)
    lone = []
    for dot in dots:
        x0, top, x1, bottom = dot.bbox
        reach = x1 - x0
        near = 0
        for shape in by_top[bisect_left(tops, top - reach - min(tallest, 30)) : bisect_right(tops, bottom + reach)]:
            other = shape.bbox
            if other[2] >= x0 - reach and other[0] <= x1 + reach and other[3] >= top - reach and shape.kind != "box" and shape is not dot:
                near += not _concentric(dot.bbox, other) and not _stacked(dot.bbox, other)
        if near < 2:
            lone.append(dot)
    return lone


def _concentric(box: BBox, other: BBox) -> bool:
    return abs(box[0] + box[2] - other[0] - other[2]) < 2 and abs(box[1] + box[3] - other[1] - other[3]) < 2


def _stacked(box: BBox, other: BBox) -> bool:
    """Whether two marks of a list stand one over the other: no larger, in one column, and apart."""
    smaller = all(other[side + 2] - other[side] <= box[side + 2] - box[side] + 1 for side in (0, 1))
    return smaller and abs(box[0] + box[2] - other[0] - other[2]) < 3 and (other[1] > box[3] + 1 or other[3] < box[1] - 1)


def _with_marks(lines: Sequence[PlacedLine], dots: list[Shape]) -> Sequence[PlacedLine]:
    """Lines with `mark` where a dot stands left of them at half height of their small letters."""
    if not dots:
        return lines
    dots = sorted(dots, key=lambda dot: dot.bbox[1] + dot.bbox[3])
    middles = [(dot.bbox[1] + dot.bbox[3]) / 2 for dot in dots]
    out, taken = [], set()
    for line in lines:
        if line.mark is None:
            x0, top, _, bottom = line.bbox
            em = bottom - top
            low, high = bisect_left(middles, top + 0.1 * em), bisect_right(middles, bottom - 0.05 * em)
            near = [
                index
                for index in range(low, high)
                if index not in taken and -0.1 * em <= x0 - dots[index].bbox[2] <= MARK_GAP * em and _is_mark(dots[index], em)
            ]
            if near:
                best = min(near, key=lambda index: x0 - dots[index].bbox[2])
                taken.update(near)
                hollow = dots[best].fill is None and dots[best].stroke is not None
                left = min(x0, dots[best].bbox[0])
                line = replace(line, mark="◦" if hollow else "•", bbox=(round(left, 1), top, line.bbox[2], bottom), indent=round(left, 1))
        out.append(line)
    return out


def _with_dashes(lines: Sequence[PlacedLine], strokes: list[Shape]) -> Sequence[PlacedLine]:
    """Lines with the mark "–" where a short stroke stands left of them, at half height, and another line of the page has one like it.

    A key of a chart has a stroke beside each of its words, too, but no two alike; a dashed line has strokes beside its strokes.
    """
    strokes = sorted((one for one in strokes if one.bbox[2] - one.bbox[0] < LONGEST), key=lambda one: one.bbox[1] + one.bbox[3])
    middles = [(one.bbox[1] + one.bbox[3]) / 2 for one in strokes]
    found: dict[int, Shape] = {}
    for index, line in enumerate(lines if strokes else ()):
        if line.mark is not None:
            continue
        x0, top, _, bottom = line.bbox
        em = bottom - top
        level = strokes[bisect_left(middles, top + 0.3 * em) : bisect_right(middles, bottom - 0.2 * em)]
        near = [one for one in level if -0.1 * em <= x0 - one.bbox[2] and x0 - one.bbox[0] <= (MARK_GAP + 1) * em]
        if len(near) == 1 and _is_stroke(near[0].bbox, em) and x0 - near[0].bbox[2] <= MARK_GAP * em:
            found[index] = near[0]
    alike = Counter(map(_drawn_as, found.values()))
    out = list(lines)
    for index, stroke in found.items():
        if alike[_drawn_as(stroke)] > 1:
            left = round(min(lines[index].bbox[0], stroke.bbox[0]), 1)
            out[index] = replace(lines[index], mark="–", bbox=(left, *lines[index].bbox[1:]), indent=left)
    return out


def _is_stroke(box: BBox, em: float) -> bool:
    shortest, longest, thickest = STROKE
    width, height = box[2] - box[0], box[3] - box[1]
    return shortest * em <= width <= longest * em and height <= min(thickest * em, 0.6 * width)


def _drawn_as(stroke: Shape) -> tuple[int | None, int | None, int, int]:
    return stroke.fill, stroke.stroke, round(stroke.bbox[2] - stroke.bbox[0]), round(stroke.bbox[0])


def _is_mark(dot: Shape, em: float) -> bool:
    height = dot.bbox[3] - dot.bbox[1]
    return MARK_SIZE[0] * em <= height <= (TICK if dot.fill is None and dot.stroke is not None else MARK_SIZE[1]) * em


def _with_rules(lines: Sequence[PlacedLine], rules: list[Shape]) -> Sequence[PlacedLine]:
    """Lines underlined by a rule as long as they are, or `ruled` by a longer one right above or below."""
    if not rules:
        return lines
    rules = sorted(rules, key=lambda rule: rule.bbox[1])
    tops = [rule.bbox[1] for rule in rules]
    out = []
    for line in lines:
        x0, top, x1, bottom = line.bbox
        em = bottom - top
        for index in range(bisect_left(tops, top - 0.8 * em), bisect_right(tops, bottom + 0.8 * em)):
            left, high, right, low = rules[index].bbox
            middle = (high + low) / 2
            over = min(right, x1) - max(left, x0)
            if over < 0.6 * (x1 - x0):
                continue
            if bottom - 0.25 * em <= middle <= bottom + 0.15 * em and left >= x0 - 0.5 * em and right <= x1 + 0.5 * em:
                line = replace(
                    line,
                    style=replace(line.style, underline=True),
                    runs=tuple(replace(run, style=replace(run.style, underline=True)) for run in line.runs),
                )
            elif middle > bottom - 0.25 * em or middle < top + 0.2 * em:
                line = replace(line, ruled=True)
        out.append(line)
    return out


def _seen(line: PlacedLine, boxes: list[Shape], images: list[BBox], width: float, height: float) -> Line:
    """The line with `boxed`, and with an invisible style when nobody can see it."""
    x0, top, x1, bottom = line.bbox
    y, style, around = (top + bottom) / 2, line.style, boxes
    if boxes:
        em = bottom - top
        around = [box for box in boxes if box.bbox[1] - 1 <= y <= box.bbox[3] + 1 and box.bbox[0] - 2 <= x0 and box.bbox[2] + 2 >= x1]
        if any(box.kind == "box" and box.bbox[3] - box.bbox[1] <= BAND * em and not _pale(box.fill, box.stroke) for box in around):
            line = replace(line, boxed=True)
    off = x1 < 0 or y < 0 or x0 > width or y > height
    if not style.invisible and (off or (style.colour and _bright(style.colour) and not _under(around, images, (x0 + x1) / 2, y))):
        line = replace(
            line,
            style=replace(style, invisible=True),
            runs=tuple(
                replace(run, style=replace(run.style, invisible=run.style.invisible or off or _bright(run.style.colour)))
                for run in line.runs
            ),
        )
    return line


def _brightness(colour: int) -> float:
    return (0.3 * (colour >> 16 & 255) + 0.59 * (colour >> 8 & 255) + 0.11 * (colour & 255)) / 255


def _bright(colour: int | None) -> bool:
    return colour is not None and _brightness(colour) >= PALE


def _pale(fill: int | None, stroke: int | None) -> bool:
    """A box that cannot be seen on white paper."""
    return (fill is None or _brightness(fill) > 0.985) and (stroke is None or _brightness(stroke) > 0.985)


def _under(boxes: list[Shape], images: list[BBox], x: float, y: float) -> bool:
    """Whether something darker than paper is under the point."""
    if any(box.fill is not None and not _bright(box.fill) for box in boxes):
        return True
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in images)
