"""What is drawn on a page, besides letters: rules, boxes, dots and pictures, in the frame of the page."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat

from extract.page import BBox, Shape
from extract.readers.pdf import engine
from extract.readers.pdf.frame import Frame

MOST_OBJECTS = 20_000  # a page; maps have more, and no line of text depends on them
MOST_SHAPES = 6_000
MOST_SEGMENTS = 2_000  # of one path
AT_ONCE = 128  # segments of a path whose points are asked for
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


class _Room(threading.local):
    """Where PDFium writes what it is asked: every thread has its own."""

    def __init__(self) -> None:
        self.sides, self.to_sides = engine.room("ffff")
        self.colour, self.to_colour = engine.room("IIII")
        self.modes, self.to_modes = engine.room("ii")
        self.points, places = engine.room("ff" * AT_ONCE)
        self.to_x, self.to_y = places[::2], places[1::2]


_ROOM = _Room()


class _Walk:
    def __init__(self, frame: Frame) -> None:
        self.pdfium, self.frame, self.found, self.left = engine.functions(), frame, Drawing(), MOST_OBJECTS

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
        if not self.pdfium.FPDFPageObj_GetBounds(handle, *_ROOM.to_sides):
            return None
        x0, top, x1, bottom = box = frame.box(*_ROOM.sides())
        return box if -1e5 < x0 <= x1 < 1e5 and -1e5 < top <= bottom < 1e5 else None  # False for NaN, too

    def _image(self, handle: engine.Handle, frame: Frame) -> None:
        if (box := self._bounds(handle, frame)) is not None:
            self.found.images.append(box)
            kind = "dot" if _is_dot(box) else "image"
            self.found.shapes.append(Shape(kind, box))

    def _path(self, handle: engine.Handle, frame: Frame) -> None:
        pdfium = self.pdfium
        box = self._bounds(handle, frame)
        if box is None or not pdfium.FPDFPath_GetDrawMode(handle, *_ROOM.to_modes):
            return
        filled, stroked = _ROOM.modes()
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

    def _tint(self, ask: Callable[..., int], handle: engine.Handle) -> int | None:
        """A colour as 0xRRGGBB; None when it is transparent."""
        if not ask(handle, *_ROOM.to_colour):
            return None
        red, green, blue, alpha = _ROOM.colour()
        return red << 16 | green << 8 | blue if alpha else None

    def _subpaths(self, handle: engine.Handle, frame: Frame, count: int, filled: bool) -> Iterator[tuple[BBox, bool]]:
        """The boxes of a path's pieces: one of a closed piece, one a straight side of an open one."""
        matrix = engine.Matrix()
        self.pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
        (a, b, c, d), (e, f) = _times(matrix, frame), frame.point(matrix.e, matrix.f)
        kinds, points = self._segments(handle, count)
        xs, ys = [a * x + c * y + e for x, y in points], [b * x + d * y + f for x, y in points]
        begins = [at for at, kind in enumerate(kinds) if kind == _MOVE]
        for start, end in pairwise([0, *begins, count]):
            yield from _sides(xs[start:end], ys[start:end], _BEZIER not in kinds[start:end], filled)

    def _segments(self, handle: engine.Handle, count: int) -> tuple[list[int], list[tuple[float, float]]]:
        """The kinds of a path's segments, and where each ends."""
        pdfium = self.pdfium
        kinds: list[int] = []
        points: list[tuple[float, float]] = []
        for start in range(0, count, AT_ONCE):
            segments = list(map(pdfium.FPDFPath_GetPathSegment, repeat(handle), range(start, min(count, start + AT_ONCE))))
            kinds += map(pdfium.FPDFPathSegment_GetType, segments)
            list(map(pdfium.FPDFPathSegment_GetPoint, segments, _ROOM.to_x, _ROOM.to_y))
            values = _ROOM.points()[: 2 * len(segments)]
            points += zip(values[::2], values[1::2], strict=True)
        return kinds, points


def _times(matrix: engine.Matrix, frame: Frame) -> tuple[float, float, float, float]:
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    return frame.a * a + frame.c * b, frame.b * a + frame.d * b, frame.a * c + frame.c * d, frame.b * c + frame.d * d


def _sides(xs: list[float], ys: list[float], straight: bool, filled: bool) -> Iterator[tuple[BBox, bool]]:
    if len(xs) < 2:
        return
    if filled or not straight or len(xs) >= 4:
        yield (min(xs), min(ys), max(xs), max(ys)), True
    else:
        for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), False


def _is_rule(box: BBox) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THIN and max(width, height) >= 4 * max(min(width, height), 1.0)


def _is_dot(box: BBox) -> bool:
    """Small and about as high as wide: a bullet, if it stands left of a line."""
    width, height = box[2] - box[0], box[3] - box[1]
    return DOT[0] <= min(width, height) and max(width, height) <= DOT[1] and max(width, height) <= 2.2 * min(width, height)
