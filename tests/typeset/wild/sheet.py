"""A sheet of paper to set text on, anywhere."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.pdf import _fonts as register_fonts

REGULAR, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
SERIF, SERIF_BOLD, SERIF_ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"


class Sheet:
    """A pen on a page: text goes from `y` down, between `left` and `left + width`. `furniture(sheet)` is set on every page."""

    def __init__(self, size: tuple[float, float] = A4, margin: float = 60, furniture=None) -> None:
        register_fonts()
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=size, invariant=1)
        self.page_width, self.page_height = size
        self.margin, self.furniture = margin, furniture or (lambda sheet: None)
        self.left, self.width = margin, size[0] - 2 * margin
        self.top, self.bottom = size[1] - margin, margin
        self.y, self.number = self.top, 1
        self.overflow = self.feed  # what to do when a column is full

    def feed(self) -> None:
        self.furniture(self)
        self.canvas.showPage()
        self.y, self.number = self.top, self.number + 1

    def bytes(self) -> bytes:
        self.furniture(self)
        self.canvas.save()
        return self.out.getvalue()

    def wrapped(self, text: str, font: str, size: float, width: float) -> list[str]:
        rows = [""]
        for word in text.split():
            longer = f"{rows[-1]} {word}".strip()
            if stringWidth(longer, font, size) <= width or not rows[-1]:
                rows[-1] = longer
            else:
                rows.append(word)
        return rows

    def set(self, text: str, font: str = REGULAR, size: float = 10, *, indent: float = 0, after: float = 0.3, **look) -> None:
        """Text, wrapped. `look`: colour, centred, underline, mark (drawn left of the first line, with its font and indent), capitals."""
        colour, mark, leading = look.get("colour", (0, 0, 0)), look.get("mark"), 1.25
        for at, row in enumerate(self.wrapped(text.upper() if look.get("capitals") else text, font, size, self.width - indent)):
            if self.y - size * leading < self.bottom:
                self.overflow()
            base = self.y - size
            x = self.left + indent
            if look.get("centred"):
                x = self.left + (self.width - stringWidth(row, font, size)) / 2
            if mark and at == 0:
                self.mark(*mark, base, size)
            self.canvas.setFillColorRGB(*colour)
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, base, row)
            if look.get("underline"):
                self.canvas.line(x, base - 1.5, x + stringWidth(row, font, size), base - 1.5)
            self.y -= size * leading
        self.canvas.setFillColorRGB(0, 0, 0)
        self.y -= size * after

    def mark(self, text: str, font: str, indent: float, base: float, size: float) -> None:
        """A character of `font`, or a drawn dot when the font is "dot"."""
        if font == "dot":
            self.canvas.circle(self.left + indent, base + size * 0.3, size * 0.17, stroke=0, fill=1)
            return
        self.canvas.setFont(font, size)
        self.canvas.drawString(self.left + indent, base, text)

    def frame(self, height: float, fill: tuple | None = None, pad: float = 4) -> None:
        """A box from here down, drawn before what stands in it."""
        if fill:
            self.canvas.setFillColorRGB(*fill)
        width = self.width + 2 * pad
        self.canvas.rect(self.left - pad, self.y - height - pad, width, height + 2 * pad, stroke=int(not fill), fill=int(bool(fill)))
        self.canvas.setFillColorRGB(0, 0, 0)

    def row(self, cells: tuple[str, ...], widths: tuple[float, ...], font: str = REGULAR, size: float = 9, fill=None) -> None:
        """A ruled table row."""
        texts = [self.wrapped(cell, font, size, width - 8) for cell, width in zip(cells, widths, strict=True)]
        height = max(map(len, texts)) * size * 1.25 + 6
        if self.y - height < self.bottom:
            self.overflow()
        x = self.left
        for rows, width in zip(texts, widths, strict=True):
            self.canvas.setFillColorRGB(*(fill or (1, 1, 1)))
            self.canvas.rect(x, self.y - height, width, height, stroke=1, fill=int(bool(fill)))
            self.canvas.setFillColorRGB(0, 0, 0)
            self.canvas.setFont(font, size)
            for at, text in enumerate(rows):
                self.canvas.drawString(x + 4, self.y - 3 - size * (1 + 1.25 * at), text)
            x += width
        self.y -= height
