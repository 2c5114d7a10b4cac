"""Typesets a document as PDF, line by line, so that every difficulty is one we chose."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.spec import Block, Spec
from tests.typeset.style import BULLETS, DARK, Look, Style, label, style_of

FAMILIES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    "Vera": ("Vera", "VeraBd", "VeraIt", "VeraBI"),
}
MARGIN = 62.0
GUTTER = 26.0
PRIVATE = {0xF0B7: 0x2022, 0xF0A7: 0xB7}  # what Word's Symbol font leaves behind: bullets in the private use area
VOWELS = "aeiouyéèêàâîôûù"

Word = tuple[str, str]  # text, font name


def write(spec: Spec, style: Style | None = None) -> bytes:
    """The document as PDF. Equal specs, equal bytes."""
    style = style or style_of(spec)
    _fonts()
    draft = _Press(spec, style, pages=9, places={})
    draft.run()
    press = _Press(spec, style, pages=draft.page, places=draft.places)
    return press.run()


@lru_cache(maxsize=1)
def _fonts() -> None:
    for name in FAMILIES["Vera"]:
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFont(TTFont("PrivateUse", "Vera.ttf"))
    face = pdfmetrics.getFont("PrivateUse").face  # not the one just made: fonts of one file share it
    for code, plain in PRIVATE.items():
        face.charToGlyph[code] = face.charToGlyph[plain]
        face.charWidths[code] = face.charWidths[plain]


def hyphenate(word: str, room: int) -> tuple[str, str] | None:
    """`word` cut after at most `room` letters, between a vowel and a consonant before a vowel; None where it cannot be."""
    if len(word) < 8 or not word.isalpha():
        return None
    cuts = [at for at in range(3, min(room, len(word) - 3)) if word[at - 1] in VOWELS and word[at] not in VOWELS and word[at + 1] in VOWELS]
    return (word[: cuts[-1]], word[cuts[-1] :]) if cuts else None


@dataclass
class _Press:
    """One run of the press: knows where it stands on the page."""

    spec: Spec
    style: Style
    pages: int  # how many there will be, as far as is known
    places: dict[str, int]  # heading → page

    def __post_init__(self) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.canvas.setTitle("")
        self.page, self.column = 1, 0
        self.width, self.height = A4
        self.top = self.height - MARGIN
        self.y = self.top
        self.fonts = FAMILIES[self.style.font]
        self.line = self.style.size * self.style.leading

    def run(self) -> bytes:
        self.begin()
        spec, style = self.spec, self.style
        found = {} if self.places else self.places
        tables: list[Block] = []
        for at, block in enumerate(spec.blocks):
            after = spec.blocks[at + 1] if at + 1 < len(spec.blocks) else None
            if block.kind == "row":
                tables.append(block)
                if after is None or after.kind != "row":
                    self.table(tables)
                    tables = []
            elif block.kind == "heading":
                self.heading(block)
                found.setdefault(block.text, self.page)
            elif block.kind == "item":
                self.item(block)
                if after is None or after.kind != "item":
                    self.space(style.paragraph_gap)
            else:
                self.paragraph(block.text)
        self.footer()
        self.canvas.save()
        return self.out.getvalue()

    # pages

    def begin(self) -> None:
        """Title, on a cover or above the text; then the contents."""
        spec = self.spec
        look = Look(2.0, bold=True)
        if self.style.cover:
            self.y -= 180
        self.full = True
        self.lines(self.words(spec.title, look), look)
        self.space(0.6)
        small = Look(1.1, bold=False)
        self.lines(self.words(spec.organisation, small), small)
        if spec.month:
            self.space(0.5)
            self.lines(self.words(f"{spec.month} {spec.year}", small), small)
        self.full = False
        if self.style.cover:
            self.feed()
        else:
            self.space(2.0)
        if self.style.contents:
            self.contents()
        self.column_top = self.y

    def contents(self) -> None:
        self.full = True
        look = Look(1.2)
        self.lines(self.words("Sommaire", look), look)
        self.space(0.5)
        for heading in (block for block in self.spec.blocks if block.kind == "heading" and block.level <= 2):
            font = self.fonts[0]
            number = str(self.places.get(heading.text, 1))
            indent = 14.0 * (heading.level - 1)
            rows = self.wrap([(word, font) for word in heading.text.split()], self.style.size, self.measure() - indent - 60)
            for at, row in enumerate(rows):
                text = " ".join(word for word, _ in row)
                self.room(self.line)
                self.canvas.setFont(font, self.style.size)
                self.canvas.drawString(self.left() + indent, self.y - self.style.size, text)
                if at == len(rows) - 1:
                    start = self.left() + indent + pdfmetrics.stringWidth(text, font, self.style.size) + 4
                    dots = "." * int((self.left() + self.measure() - 22 - start) / pdfmetrics.stringWidth(".", font, self.style.size))
                    self.canvas.drawString(start, self.y - self.style.size, dots)
                    self.canvas.drawRightString(self.left() + self.measure(), self.y - self.style.size, number)
                self.y -= self.line
        self.full = False
        self.feed()

    def footer(self) -> None:
        text = {"page": str(self.page), "page of": f"Page {self.page} / {self.pages}", "dashes": f"- {self.page} -"}.get(self.style.footer)
        self.canvas.setFillColorRGB(0, 0, 0)
        self.canvas.setFont(self.fonts[0], 8)
        if text and not (self.style.cover and self.page == 1):
            self.canvas.drawCentredString(self.width / 2, 30, text)
        if self.style.header and self.page > 1:
            self.canvas.drawString(MARGIN, self.height - 34, f"{self.spec.organisation} – {self.spec.title}")

    def feed(self) -> None:
        """The next page."""
        self.footer()
        self.canvas.showPage()
        self.page, self.column, self.y, self.column_top = self.page + 1, 0, self.top, self.top

    def room(self, height: float) -> None:
        """Goes on in the next column or page when `height` does not fit."""
        if self.y - height >= MARGIN:
            return
        if self.style.columns == 2 and self.column == 0 and not self.full:
            self.column, self.y = 1, self.column_top
        else:
            self.feed()

    def space(self, lines: float) -> None:
        self.y -= lines * self.line

    def left(self) -> float:
        return MARGIN + (0 if self.full or self.column == 0 else self.measure() + GUTTER)

    def measure(self) -> float:
        whole = self.width - 2 * MARGIN
        return whole if self.full or self.style.columns == 1 else (whole - GUTTER) / 2

    # text

    def font(self, look: Look) -> str:
        return self.fonts[look.bold + 2 * look.italic]

    def words(self, text: str, look: Look) -> list[Word]:
        return [(word, self.font(look)) for word in (text.upper() if look.capitals else text).split()]

    def wrap(self, words: list[Word], size: float, measure: float) -> list[list[Word]]:
        """Words in lines no wider than `measure`; long ones are cut where the style hyphenates."""
        rows: list[list[Word]] = [[]]
        used = 0.0
        queue = list(words)
        while queue:
            word, font = queue.pop(0)
            width = pdfmetrics.stringWidth(word, font, size)
            gap = pdfmetrics.stringWidth(" ", font, size) if rows[-1] else 0.0
            if used + gap + width <= measure or not rows[-1]:
                rows[-1].append((word, font))
                used += gap + width
                continue
            room = int((measure - used - gap) / (size * 0.55))
            cut = hyphenate(word, room) if self.style.hyphens and queue else None
            if cut:
                rows[-1].append((f"{cut[0]}-", font))
                word = cut[1]
            queue.insert(0, (word, font))
            rows.append([])
            used = 0.0
        return rows

    def draw(self, row: list[Word], x: float, size: float, measure: float = 0.0) -> float:
        """Draws one line at the current height, font by font; spread over `measure` when that is given. Its width comes back."""
        spaces = len(row) - 1
        natural = sum(pdfmetrics.stringWidth(word, font, size) for word, font in row)
        gap = pdfmetrics.stringWidth(" ", row[0][1], size)
        if measure and spaces and measure - natural - spaces * gap < 0.25 * measure:
            gap = (measure - natural) / spaces
        start = x
        while row:
            font = row[0][1]
            run = [word for word, _ in _while(row, font)]
            row = row[len(run) :]
            text = self.canvas.beginText(x, self.y - size)
            text.setFont(font, size)
            text.setWordSpace(gap - pdfmetrics.stringWidth(" ", font, size)) if not font.startswith("Vera") else None
            if font.startswith("Vera"):
                for word in run:
                    text.setTextOrigin(x, self.y - size)
                    text.textOut(word + (" " if word is not run[-1] or row else ""))
                    x += pdfmetrics.stringWidth(word, font, size) + gap
            else:
                text.textOut(" ".join(run) + (" " if row else ""))
                x += sum(pdfmetrics.stringWidth(word, font, size) for word in run) + gap * len(run)
            self.canvas.drawText(text)
        return x - gap - start

    def lines(self, words: list[Word], look: Look, indent: float = 0.0, spread: bool = False) -> None:
        size = self.style.size * look.size
        measure = self.measure() - indent - (10 if look.band or look.frame else 0)
        rows = self.wrap(words, size, measure)
        height = size * self.style.leading
        if look.band or look.frame:
            self.room(height * len(rows) + 8)
            self.box(look, height * len(rows))
            indent += 5
        for at, row in enumerate(rows):
            self.room(height)
            self.canvas.setFillColorRGB(*((1, 1, 1) if look.band else look.colour))
            x = self.left() + indent
            if look.centred:
                text = " ".join(word for word, _ in row)
                x += (measure - pdfmetrics.stringWidth(text, row[0][1], size)) / 2
            width = self.draw(row, x, size, measure if spread and at < len(rows) - 1 else 0.0)
            if look.underline:
                self.canvas.setStrokeColorRGB(*look.colour)
                self.canvas.setLineWidth(0.6)
                self.canvas.line(x, self.y - size - 1.5, x + width, self.y - size - 1.5)
            self.y -= height
        self.canvas.setFillColorRGB(0, 0, 0)
        if look.band or look.frame:
            self.y -= 4

    def box(self, look: Look, height: float) -> None:
        self.canvas.setFillColorRGB(*DARK[0])
        self.canvas.setStrokeColorRGB(*DARK[0])
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(self.left(), self.y - height - 3, self.measure(), height + 6, stroke=int(look.frame), fill=int(look.band))

    # blocks

    def heading(self, block: Block) -> None:
        look = self.style.looks[min(block.level, 3) - 1]
        if self.y < self.top:
            self.space(self.style.heading_gap)
        self.room(4 * self.line * look.size)
        self.lines(self.words(block.text, look), look)
        self.space(0.3)

    def paragraph(self, text: str) -> None:
        plain = Look(bold=False)
        self.lines(self.words(text, plain), plain, spread=self.style.justified)
        self.space(self.style.paragraph_gap)

    def item(self, block: Block) -> None:
        size = self.style.size
        self.room(self.line)
        step = size * self.style.indent
        indent = step * (block.level - 1)
        printed = label(block, self.style)
        plain = Look(bold=False)
        words = self.words(block.text, plain)
        if block.lead:
            bold = len(block.text[: block.lead].split())
            words = [(word, self.fonts[1]) for word, _ in words[:bold]] + words[bold:]
        if printed:
            self.mark(printed, self.fonts[0], indent)
            hang = max(step, pdfmetrics.stringWidth(f"{printed} ", self.fonts[0], size))
        else:
            mark, font = BULLETS[self.style.bullets][min(block.level, 2) - 1]
            if self.style.glued and not font:
                words[0] = (mark + words[0][0], words[0][1])
                hang = 0.0
            else:
                self.mark(mark, font or self.fonts[0], indent)
                hang = step
        if self.style.hanging or self.style.glued:
            self.lines(words, plain, indent + hang, self.style.justified)
        else:
            first = self.wrap(words, size, self.measure() - indent - hang)[0]
            if len(first) == len(words) or first[-1][0] != words[len(first) - 1][0]:
                self.lines(words, plain, indent + hang)
            else:
                self.draw(first, self.left() + indent + hang, size)
                self.y -= self.line
                self.lines(words[len(first) :], plain, indent)
        self.space(self.style.list_gap)

    def mark(self, mark: str, font: str, indent: float) -> None:
        x, size = self.left() + indent, self.style.size
        if font.startswith("drawn"):
            self.canvas.circle(x + 3, self.y - size * 0.7, size * 0.16, stroke=1, fill=int(font == "drawn"))
            return
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.y - size, mark)

    def table(self, rows: list[Block]) -> None:
        """Ruled, with a header row that is set again on each page."""
        size = self.style.size * 0.95
        main = max(range(len(self.spec.header)), key=lambda at: len(rows[0].cells[at]))
        fixed = 34.0 if self.spec.header[0] == "N°" else 80.0
        widths = [fixed if at != main else 0.0 for at in range(len(self.spec.header))]
        widths = [width if at == 0 or at == main else 80.0 for at, width in enumerate(widths)]
        widths[main] = self.measure() - sum(widths)
        self.row(self.spec.header, widths, self.fonts[1], size, head=True)
        for block in rows:
            page = self.page
            height = self.height_of(block.cells, widths, self.fonts[0], size)
            self.room(height)
            if self.page != page:
                self.row(self.spec.header, widths, self.fonts[1], size, head=True)
            self.row(block.cells, widths, self.fonts[0], size)
        self.space(0.8)

    def height_of(self, cells: tuple[str, ...], widths: list[float], font: str, size: float) -> float:
        rows = max(len(self.cell(cell, width, font, size)) for cell, width in zip(cells, widths, strict=True))
        return rows * size * self.style.leading + 6

    def cell(self, text: str, width: float, font: str, size: float) -> list[list[Word]]:
        return self.wrap([(word, font) for word in text.split()], size, width - 8)

    def row(self, cells: tuple[str, ...], widths: list[float], font: str, size: float, head: bool = False) -> None:
        height = self.height_of(cells, widths, font, size)
        self.room(height)
        x, top = self.left(), self.y
        self.canvas.setStrokeColorRGB(0.3, 0.3, 0.3)
        self.canvas.setFillColorRGB(0.88, 0.9, 0.93)
        for text, width in zip(cells, widths, strict=True):
            self.canvas.setFillColorRGB(0.88, 0.9, 0.93)
            self.canvas.rect(x, top - height, width, height, stroke=1, fill=int(head))
            self.canvas.setFillColorRGB(0, 0, 0)
            self.y = top - 3
            for row in self.cell(text, width, font, size):
                self.draw(row, x + 4, size)
                self.y -= size * self.style.leading
            x += width
        self.y = top - height


def _while(row: list[Word], font: str) -> list[Word]:
    end = next((at for at, (_, other) in enumerate(row) if other != font), len(row))
    return row[:end]


def plain_style(style: Style, **changes) -> Style:
    """`style` with some of it changed: for tests that look at one difficulty alone."""
    return replace(style, **changes)
