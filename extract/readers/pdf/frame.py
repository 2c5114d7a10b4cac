"""Where things stand as a reader sees them: from PDF coordinates (any origin, upwards, turned) to points from the top left."""

from __future__ import annotations

import ctypes

from extract.page import BBox, value
from extract.readers.pdf import engine

LETTER = (0.0, 0.0, 595.276, 841.89)  # a page whose size makes no sense is taken for A4
SMALLEST, LARGEST = 8.0, 20_000.0  # points; PDF itself allows 3 to 14,400


@value
class Frame:
    """`X = a·x + c·y + e`, `Y = b·x + d·y + f`; `turn` is how many quarters the page was turned clockwise."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float
    turn: int = 0
    sane: bool = True  # False: the page's own size was not to be believed

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        x0, y0 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x1, y1 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return x1 if x1 < x0 else x0, y1 if y1 < y0 else y0, x1 if x1 > x0 else x0, y1 if y1 > y0 else y0

    def turned(self, quarters: int) -> Frame:
        """The same page turned clockwise by `quarters` more."""
        frame = self
        for _ in range(quarters % 4):  # a quarter clockwise: (X, Y) → (height - Y, X)
            frame = Frame(
                -frame.b,
                frame.a,
                -frame.d,
                frame.c,
                frame.height - frame.f,
                frame.e,
                frame.height,
                frame.width,
                (frame.turn + 1) % 4,
                frame.sane,
            )
        return frame


def of_page(page: int) -> Frame:
    """The frame of a page: its visible box, turned as its /Rotate says."""
    pdfium = engine.functions()
    rect = engine.Rect()
    known = pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(rect))
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    width, height = right - left, top - bottom
    sane = bool(known) and SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST  # False for NaN, too
    if not sane:
        left, bottom, width, height = *LETTER[:2], *LETTER[2:]
        top = bottom + height
    upright = Frame(1.0, 0.0, 0.0, -1.0, -left, top, width, height, 0, sane)
    return upright.turned(pdfium.FPDFPage_GetRotation(page) % 4)
