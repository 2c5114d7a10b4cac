"""What is drawn on a page, besides letters: rules, boxes, dots and pictures, in the frame of the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat

from extract.page import BBox, Shape
from extract.readers.pdf import engine
from extract.readers.pdf.frame import Frame

MOST_OBJECTS = 20_000  # a page; maps have more, and no line of text depends on them
MOST_SHAPES = 6_000
MOST_SEGMENTS = 2_000  # of one path
THIN = 2.5  # points: a rule is no thicker
DOT = (1.0, 14.0)  # points: the smallest and largest drawn bullet
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE, _BEZIER, _MOVE = 0, 1, 2


@dataclass(slots=True)
class Drawing:
    shapes: list[Shape] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    texts: int = 0  # text operators seen
    cut: bool = False  # there was more than is kept

    def share(self, width: float, height: float) -> float:
        """How much of the page pictures cover, 0..1 (overlaps counted twice, capped)."""
        area = sum(max(0.0, min(x1, width) - max(x0, 0.0)) * max(0.0, min(y1, height) - max(y0, 0.0)) for x0, y0, x1, y1 in self.images)
        return min(1.0, area / (width * height)) if width > 0 and height > 0 else 0.0


def drawing(page: int, frame: Frame) -> Drawing:
    """Everything drawn on the page. Bounded: what is beyond the limits is left out and `cut` is set."""
    return _Walk(frame).page(page)


class _Walk:
    def __init__(self, frame: Frame) -> None:
        self.pdfium, self.frame, self.found, self.left = engine.functions(), frame, Drawing(), MOST_OBJECTS
        self.sides, self.to_sides = engine.room("ffff")
        self.colour, self.to_colour = engine.room("IIII")
        self.point, self.to_point = engine.room("ff")
        self.mode, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.modes = ctypes.byref(self.mode), ctypes.byref(self.stroke)

    def page(self, page: int) -> Drawing:
        pdfium = self.pdfium
        count = min(pdfium.FPDFPage_CountObjects(page), 10 * MOST_OBJECTS)
        self._objects(list(map(pdfium.FPDFPage_GetObject, repeat(ctypes.c_void_p(page)), range(count))), self.frame, 0)
        return self.found

    def _objects(self, handles: list[engine.Handle], frame: Frame, depth: int) -> None:
        kinds = list(map(self.pdfium.FPDFPageObj_GetType, handles))
        self.found.texts += kinds.count(_TEXT)  # most objects of most pages
        for handle, kind in [each for each in zip(handles, kinds, strict=True) if each[1] != _TEXT]:
            self.left -= 1
            if self.left < 0 or len(self.found.shapes) >= MOST_SHAPES:
                self.found.cut = True
                break
            if kind == _PATH:
                self._path(handle, frame)
            elif kind == _IMAGE:
                self._image(handle, frame)
            elif kind == _FORM and depth < 4:
                self._form(handle, frame, depth)

    def _form(self, handle: engine.Handle, frame: Frame, depth: int) -> None:
        pdfium, matrix = self.pdfium, engine.Matrix()
        if pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix)):
            inner = Frame(*_times(matrix, frame), *frame.point(matrix.e, matrix.f), frame.width, frame.height, frame.turn, frame.sane)
            count = min(pdfium.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)
            self._objects([pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count)], inner, depth + 1)

    def _bounds(self, handle: engine.Handle, frame: Frame) -> BBox | None:
        if not self.pdfium.FPDFPageObj_GetBounds(handle, *self.to_sides):
            return None
        box = frame.box(*self.sides())
        return box if all(-1e5 < side < 1e5 for side in box) else None  # False for NaN, too

    def _image(self, handle: engine.Handle, frame: Frame) -> None:
        if (box := self._bounds(handle, frame)) is not None:
            self.found.images.append(box)
            kind = "dot" if _is_dot(box) else "image"
            self.found.shapes.append(Shape(kind, box))

    def _path(self, handle: engine.Handle, frame: Frame) -> None:
        pdfium = self.pdfium
        box = self._bounds(handle, frame)
        if box is None or not pdfium.FPDFPath_GetDrawMode(handle, *self.modes):
            return
        filled, stroked = self.mode.value != 0, self.stroke.value != 0
        if not filled and not stroked:
            return  # a clip
        fill = self._tint(pdfium.FPDFPageObj_GetFillColor, handle) if filled else None
        stroke = self._tint(pdfium.FPDFPageObj_GetStrokeColor, handle) if stroked else None
        if fill is None and stroke is None:
            return
        boxes: list[tuple[BBox, bool]] = [(box, True)]
        if not _is_dot(box) and not _is_rule(box):
            count = pdfium.FPDFPath_CountSegments(handle)
            if 5 < count <= MOST_SEGMENTS or (count > 1 and fill is None):
                boxes = list(self._subpaths(handle, frame, count, fill is not None)) or boxes
        for part, closed in boxes:
            if _is_rule(part):
                self.found.shapes.append(Shape("rule", part, fill, stroke))
            elif _is_dot(part):
                self.found.shapes.append(Shape("dot", part, fill, stroke))
            elif closed:
                self.found.shapes.append(Shape("box", part, fill, stroke))

    def _tint(self, ask, handle: engine.Handle) -> int | None:
        """A colour as 0xRRGGBB; None when it is transparent."""
        if not ask(handle, *self.to_colour):
            return None
        red, green, blue, alpha = self.colour()
        return red << 16 | green << 8 | blue if alpha else None

    def _subpaths(self, handle: engine.Handle, frame: Frame, count: int, filled: bool) -> Iterator[tuple[BBox, bool]]:
        """The boxes of a path's pieces: one of a closed piece, one a straight side of an open one."""
        pdfium, matrix = self.pdfium, engine.Matrix()
        pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
        inner = Frame(*_times(matrix, frame), *frame.point(matrix.e, matrix.f), 0, 0)
        segment_at, kind_of, ask = pdfium.FPDFPath_GetPathSegment, pdfium.FPDFPathSegment_GetType, pdfium.FPDFPathSegment_GetPoint
        points: list[tuple[float, float]] = []
        straight = True
        for index in range(count):
            segment = segment_at(handle, index)
            kind = kind_of(segment)
            ask(segment, *self.to_point)
            if kind == _MOVE:
                yield from _sides(points, straight, filled)
                points, straight = [], True
            elif kind == _BEZIER:
                straight = False
            points.append(inner.point(*self.point()))
        yield from _sides(points, straight, filled)


def _times(matrix: engine.Matrix, frame: Frame) -> tuple[float, float, float, float]:
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    return frame.a * a + frame.c * b, frame.b * a + frame.d * b, frame.a * c + frame.c * d, frame.b * c + frame.d * d


def _sides(points: list[tuple[float, float]], straight: bool, filled: bool) -> Iterator[tuple[BBox, bool]]:
    if len(points) < 2:
        return
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    box = min(xs), min(ys), max(xs), max(ys)
    if filled or not straight or len(points) >= 4:
        yield box, True
    else:
        for (x0, y0), (x1, y1) in pairwise(points):
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), False


def _is_rule(box: BBox) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THIN and max(width, height) >= 4 * max(min(width, height), 1.0)


def _is_dot(box: BBox) -> bool:
    """Small and about as high as wide: a bullet, if it stands left of a line."""
    width, height = box[2] - box[0], box[3] - box[1]
    return DOT[0] <= min(width, height) and max(width, height) <= DOT[1] and max(width, height) <= 2.2 * min(width, height)
