"""The text of a page as pieces: what one text operator shows, in one style, on one baseline.

The page's text is asked for once; then one question an operator, not one a character. PDFium's text and its list of characters differ
where glyphs have no Unicode and where a character takes two UTF-16 units, so positions are mapped.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from extract.page import Style
from extract.readers.pdf import engine
from extract.readers.pdf.frame import Frame

MOST_CHARACTERS = 200_000  # a page; the densest real page (a newspaper's) has 25,000
MOST_PIECES = 60_000
MANY = 12  # objects of a letter or two in a row: the program writes each letter by itself
WIDE = 1.5  # em more than its letters need: a piece that hides a gap
UNREADABLE = 1.0  # points: smaller letters cannot be seen
ASKEW = 0.25  # fourteen degrees: the text of a skewed scan, a title set askew
LETTER_WIDTH = 0.5  # em, of an average letter, until the font has shown its own


@dataclass(slots=True)
class Piece:
    """`text` from `x0` to `x1` on baseline `y`, in the frame of the page. `turn`: 0 upright, 1–3 quarters clockwise, -1 oblique."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    style: Style
    tag: int = -1  # marked-content id
    starts: bool = False  # PDFium begins a new line here
    spaced: bool = False  # PDFium sees a space before it
    symbol: bool = False  # set in a font of symbols
    hidden: bool = False  # render mode 3: neither filled nor stroked
    turn: int = 0
    slope: float = 0.0  # of the baseline, downwards: a page scanned askew
    order: int = 0


@dataclass(frozen=True, slots=True)
class Font:
    name: str
    bold: bool
    italic: bool
    symbol: bool


_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!rec)|extrabold|poster|[-,_]bd\b|-b\b", re.I)
_NOT_BOLD = re.compile(r"regular|roman|book|light|medium|thin", re.I)
_ITALIC = re.compile(r"ital|obli|slanted|kursiv|[-,_]it\b", re.I)
_SYMBOL = re.compile(r"wingdings|webdings|dingbat|symbol|bullet|icon|awesome|glyph", re.I)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6


def pieces(text_page: int, frame: Frame, tagged: bool = True) -> tuple[list[Piece], int]:
    """The pieces of a page in the order of its content, and how many characters have no Unicode. `tagged`: pieces get their `tag`."""
    reader = _PageText(text_page, frame, tagged)
    found = []
    for piece in reader.read():
        piece.order = len(found)
        found.append(piece)
        if len(found) >= MOST_PIECES:
            break
    return found, reader.unmapped


class _PageText:
    """One page being read: caches of fonts and styles live no longer than the page, as PDFium reuses addresses.

    What PDFium writes its answers to is made once; functions get plain addresses.
    """

    def __init__(self, text_page: int, frame: Frame, tagged: bool) -> None:
        self.pdfium = engine.functions()
        self.page, self.frame, self.tagged = text_page, frame, tagged
        self.fonts: dict[int | None, Font] = {}
        self.styles: dict[tuple, tuple[Style, Font, bool]] = {}
        self.widths: dict[tuple, list[float]] = {}
        self.scales: dict[tuple, tuple[float, int, float]] = {}
        self.matrix, self.box = (ctypes.c_float * 6)(), (ctypes.c_float * 4)()
        self.origin, self.colour = (ctypes.c_double * 2)(), (ctypes.c_uint * 4)()
        self.to_matrix, self.to_box = ctypes.addressof(self.matrix), ctypes.addressof(self.box)
        at = ctypes.addressof(self.origin)
        self.to_origin = at, at + 8
        at = ctypes.addressof(self.colour)
        self.to_colour = at, at + 4, at + 8, at + 12
        self.text, self.places, self.unmapped = self._text()
        self.single = 0  # how many objects of a letter or two came one after the other

    def _text(self) -> tuple[str, list[int] | range, int]:
        """The page's text, for each of its characters its index in PDFium's list, and how many of that list have no text."""
        count = min(self.pdfium.FPDFText_CountChars(self.page), MOST_CHARACTERS)
        if count <= 0:
            return "", range(0), 0
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        units = max(0, self.pdfium.FPDFText_GetText(self.page, 0, count, buffer) - 1)
        data = bytes(buffer)[: 2 * units]
        try:
            text = data.decode("utf-16-le")
        except UnicodeDecodeError:
            text = data.decode("utf-16-le", "replace")
            if len(text) != units:
                text = "".join(chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd" for unit in buffer[:units])
        text = text.replace("\ufffe", "-").replace("\x02", "-")  # PDFium's sign for any hyphen at the end of a line
        if len(text) == units == count:
            return text, range(count), 0
        places, unit = [], 0
        for char in text:
            places.append(self.pdfium.FPDFText_GetCharIndexFromTextIndex(self.page, unit))
            unit += 2 if ord(char) > 0xFFFF else 1
        return text, places, max(0, count - len(text))

    def read(self) -> Iterator[Piece]:
        at = 0
        for row in self.text.split("\r\n"):
            if row:
                yield from self._row(at, at + len(row))
            at += len(row) + 2

    def _row(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of one of PDFium's lines."""
        text = self.text
        bare = text[start:end]
        end = start + len(bare.rstrip())
        start += len(bare) - len(bare.lstrip())
        if start >= end:
            return
        first, spaced = True, False
        for low, high in self._runs(start, end):
            chunk = text[low:high]
            bare = chunk.strip()
            if bare:
                left = low + (len(chunk) - len(chunk.lstrip()) if chunk[0] == " " else 0)
                for piece in self._pieces(left, left + len(bare)):
                    piece.starts, piece.spaced = first, piece.spaced or spaced or left > low
                    first = spaced = False
                    yield piece
                spaced = chunk[-1] == " "
            else:
                spaced = True

    def _runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Ranges of characters that come from one text object. An object's characters stand together, so halving finds the borders."""
        begin = start
        current, last = self._object(start), self._object(end - 1)
        while begin < end:
            if current == last:
                self.single = 0
                yield begin, end
                return
            if self.single >= MANY:
                yield from self._words(begin, end)
                return
            low, high = begin, end - 1  # `low` is in the object, `high` is not
            step = 1
            while low + step < high:  # gallop: most objects are short
                if self._belongs(low + step, current):
                    low += step
                    step *= 2
                else:
                    high = low + step
                    break
            while high - low > 1:
                middle = (low + high) // 2
                if self._belongs(middle, current):
                    low = middle
                else:
                    high = middle
            self.single = self.single + 1 if high - begin <= 2 else 0
            yield begin, high
            begin = high
            current = self._object(begin)

    def _words(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Ranges of whole words, where a program wrote every letter by itself; apart, where a word's ends are in different fonts."""
        font_of, begin = self.pdfium.FPDFTextObj_GetFont, start
        while begin < end:
            space = self.text.find(" ", begin, end)
            finish = end if space < 0 else space
            if finish > begin:
                ends = [self._object(begin), self._object(finish - 1)]
                fonts = [font_of(handle) if handle else None for handle in ends]
                if fonts[0] == fonts[1]:
                    yield begin, finish
                else:
                    yield from ((at, at + 1) for at in range(begin, finish))
            if space >= 0:
                yield space, space + 1
            begin = finish + 1

    def _object(self, at: int) -> int | None:
        return self.pdfium.FPDFText_GetTextObject(self.page, self.places[at])

    def _belongs(self, at: int, current: int | None) -> bool:
        """Spaces that PDFium made up belong to no object; they go with the one before."""
        found = self.pdfium.FPDFText_GetTextObject(self.page, self.places[at])
        while found is None and current is not None and at > 0:
            at -= 1
            found = self._object(at)
        return found == current

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        """The characters `start:end`, all of one object, as one piece, or as several where a gap is hidden in it."""
        first = self.places[start]
        handle = self.pdfium.FPDFText_GetTextObject(self.page, first)  # of all these characters
        if handle is None:
            return
        pdfium = self.pdfium
        pdfium.FPDFText_GetCharOrigin(self.page, first, *self.to_origin)
        pdfium.FPDFText_GetLooseCharBox(self.page, self.places[end - 1], self.to_box)
        address = pdfium.FPDFTextObj_GetFont(handle)
        size, turn, slope = self._scale(first, address)
        style, font, hidden = self._style(handle, address, size)
        tag = pdfium.FPDFPageObj_GetMarkedContentID(handle) if self.tagged else -1
        x0, x1, y = self._placed(turn)
        if not -1e6 < x0 <= x1 < 1e6 or not -1e6 < y < 1e6:  # False for NaN, too
            return
        size = style.size
        widths = self.widths.setdefault((style.font, style.bold), [LETTER_WIDTH * 20, 20.0])
        length = end - start
        width = (x1 - x0) / size
        if width - length * widths[0] / widths[1] > WIDE + 0.12 * length and turn >= 0 and " " in self.text[start:end]:
            for number, (low, high, left, right) in enumerate(self._gaps(start, end, turn, size)):
                yield Piece(self.text[low:high], left, right, y, size, style, tag, False, number > 0, font.symbol, hidden, turn, slope)
            return
        widths[0] += width
        widths[1] += length
        yield Piece(self.text[start:end], x0, x1, y, size, style, tag, False, False, font.symbol, hidden, turn, slope)

    def _gaps(self, start: int, end: int, turn: int, size: float) -> Iterator[tuple[int, int, float, float]]:
        """The words of a piece, put together again where the gap between them is that of a space."""
        words = [(start + match.start(), start + match.end()) for match in re.finditer(r"[^ ]+", self.text[start:end])]
        low, high, left, right = -1, -1, 0.0, 0.0
        for begin, finish in words:
            x0, x1, _ = self._extent(begin, finish, turn)
            if low >= 0 and x0 - right < size:
                high, right = finish, x1
                continue
            if low >= 0:
                yield low, high, left, right
            low, high, left, right = begin, finish, x0, x1
        yield low, high, left, right

    def _extent(self, start: int, end: int, turn: int) -> tuple[float, float, float]:
        """Left, right and baseline of characters `start:end`; of turned ones in the frame turned so that they are upright."""
        self.pdfium.FPDFText_GetCharOrigin(self.page, self.places[start], *self.to_origin)
        self.pdfium.FPDFText_GetLooseCharBox(self.page, self.places[end - 1], self.to_box)
        return self._placed(turn)

    def _placed(self, turn: int) -> tuple[float, float, float]:
        """The same of the last answers asked for."""
        frame = self.frame
        left, top, right, bottom = self.box
        x, y = self.origin
        if turn == 0 and frame.turn == 0:
            x += frame.e
            return x, max(right + frame.e, x), frame.f - y
        x, y = frame.point(x, y)
        box = frame.box(left, bottom, right, top)
        if turn == 1:  # reads downwards
            return y, max(box[3], y), frame.width - x
        if turn == 3:  # reads upwards
            return frame.height - y, max(frame.height - box[1], frame.height - y), x
        if turn == 2:
            return frame.width - x, max(frame.width - box[0], frame.width - x), frame.height - y
        return x, max(box[2], x), y

    def _scale(self, at: int, address: int | None) -> tuple[float, int, float]:
        """Points of the letters at `at`, the direction they run in, and by how much they miss it.

        Letters of one font whose boxes are as high are as large: only the first is asked.
        """
        _, top, _, bottom = self.box
        height = round(top - bottom, 3)
        found = self.scales.get((address, height)) if height else None
        if found is not None and found[1] == 0:
            return found
        size = self.pdfium.FPDFText_GetFontSize(self.page, at)
        if not self.pdfium.FPDFText_GetMatrix(self.page, at, self.to_matrix):
            return size, 0, 0.0
        a, b, c, d, _, _ = self.matrix
        frame = self.frame
        along = frame.a * a + frame.c * b, frame.b * a + frame.d * b
        found = self.scales[address, height] = abs(size) * hypot(c, d), *_turn(*along)
        return found

    def _style(self, handle: int, address: int | None, size: float) -> tuple[Style, Font, bool]:
        pdfium = self.pdfium
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        known = pdfium.FPDFPageObj_GetFillColor(handle, *self.to_colour)
        red, green, blue, alpha = self.colour if known else (0, 0, 0, 255)
        key = (address, size, red, green, blue, mode, alpha)
        found = self.styles.get(key)
        if found is None:
            font = self._font(address)
            tiny = size < UNREADABLE
            if not 0.5 <= size <= 2000:
                size = 10.0
            style = Style(
                font=font.name,
                size=round(size, 1),
                bold=font.bold or mode == 2,  # filled and stroked: bold by hand
                italic=font.italic,
                colour=red << 16 | green << 8 | blue,
                invisible=mode in (3, 7) or alpha == 0 or tiny,
            )
            found = self.styles[key] = style, font, mode == 3
        return found

    def _font(self, address: int | None) -> Font:
        font = self.fonts.get(address)
        if font is None:
            font = self.fonts[address] = self._describe(address)
        return font

    def _describe(self, address: int | None) -> Font:
        if not address:
            return Font("", False, False, False)
        pdfium = self.pdfium
        name = _SUBSET.sub("", engine.string(pdfium.FPDFFont_GetBaseFontName, address, wide=False))
        flags = pdfium.FPDFFont_GetFlags(address)
        weight = pdfium.FPDFFont_GetWeight(address)
        angle = ctypes.c_int()
        pdfium.FPDFFont_GetItalicAngle(address, ctypes.byref(angle))
        bold = bool(_BOLD.search(name)) or (not _NOT_BOLD.search(name) and (flags & _FORCE_BOLD > 0 or weight >= 700))
        italic = bool(_ITALIC.search(name)) or (flags > 0 and flags & _ITALIC_FLAG > 0) or -45 < angle.value < -2
        return Font(name, bold, italic, bool(_SYMBOL.search(name)))


def _turn(x: float, y: float) -> tuple[int, float]:
    """Quarters clockwise of a direction in a frame whose y grows downwards (-1: oblique), and the slope that is left."""
    if abs(y) <= ASKEW * abs(x):
        return (0, y / x) if x >= 0 else (2, y / x)
    if abs(x) <= ASKEW * abs(y):
        return (1, -x / y) if y > 0 else (3, -x / y)
    return -1, 0.0
