"""The text of a page as pieces: what one text operator shows, in one style, on one baseline.

The page's text is asked for once; then one question an operator, not one a character. PDFium's text and its list of characters differ
where glyphs have no Unicode and where a character takes two UTF-16 units, so positions are mapped.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from math import hypot
from statistics import median
from struct import pack
from typing import NamedTuple

from extract.page import Style
from extract.readers.pdf import engine
from extract.readers.pdf.frame import Frame

MOST_CHARACTERS = 200_000  # a page; the densest real page (a newspaper's) has 25,000
MOST_PIECES = 60_000
MANY = 12  # objects of a letter or two in a row: the program writes each letter by itself
WIDE = 1.5  # em more than its letters need: a piece that hides a gap
SPREAD = 0.15  # em by which the space between words exceeds that between letters set apart
UNREADABLE = 1.0  # points: smaller letters cannot be seen
ASKEW = 0.25  # fourteen degrees: the text of a skewed scan, a title set askew
LETTER_WIDTH = 0.5  # em, of an average letter, until the font has shown its own


@dataclass(slots=True, eq=False)
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


_SPREAD = re.compile(r"\S['’]?(?: \S['’]?){3,}")  # letters set apart; PDFium sees no space after an apostrophe's thin letter
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!rec)|extrabold|poster|[-,_]bd\b|-b\b", re.I)
_NOT_BOLD = re.compile(r"regular|roman|book|light|medium|thin", re.I)
_ITALIC = re.compile(r"ital|obli|slanted|kursiv|[-,_]it\b", re.I)
_SYMBOL = re.compile(r"wingdings|webdings|dingbat|symbol|bullet|icon|awesome|glyph", re.I)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
_BLACK = pack("4I", 0, 0, 0, 255)  # red, green, blue, alpha: where PDFium does not say


def pieces(text_page: int, frame: Frame, tagged: bool = True) -> tuple[list[Piece], int]:
    """The pieces of a page in the order of its content, and how many characters have no Unicode. `tagged`: pieces get their `tag`."""
    reader = _PageText(text_page, frame, tagged)
    return reader.read(), reader.unmapped


class _Look(NamedTuple):
    """What pieces share that are set alike. `widths`: em and letters seen so far in that font."""

    style: Style
    symbol: bool
    hidden: bool
    widths: list[float]


class _PageText:
    """One page being read: caches of fonts and styles live no longer than the page, as PDFium reuses addresses."""

    def __init__(self, text_page: int, frame: Frame, tagged: bool) -> None:
        self.pdfium = engine.functions()
        self.page, self.frame, self.tagged = ctypes.c_void_p(text_page), frame, tagged
        self.fonts: dict[int | None, Font] = {}
        self.looks: dict[tuple, _Look] = {}
        self.widths: dict[tuple, list[float]] = {}
        self.scales: dict[tuple, tuple[float, int, float]] = {}
        self.known: dict[tuple, tuple[_Look, int, float]] = {}
        self.matrix, (self.to_matrix, *_) = engine.room("f", 6)
        self.box, (self.to_box, *_) = engine.room("f", 4)
        self.origin, self.to_origin = engine.room("d", 2)
        self.colour, self.to_colour = engine.room("I", 4)
        self.text, self.places, self.unmapped = self._text()
        self.found: list[Piece] = []
        self.single = 0  # how many objects of a letter or two came one after the other

    def _text(self) -> tuple[str, list[int] | range, int]:
        """The page's text, for each of its characters its index in PDFium's list, and how many of that list have no text."""
        count = min(self.pdfium.FPDFText_CountChars(self.page), MOST_CHARACTERS)
        if count <= 0:
            return "", range(0), 0
        buffer = bytearray(4 * count + 4)
        units = max(0, self.pdfium.FPDFText_GetText(self.page, 0, count, engine.address(buffer)) - 1)
        data = buffer[: 2 * units]
        try:
            text = data.decode("utf-16-le")
        except UnicodeDecodeError:
            text = data.decode("utf-16-le", "replace")
            if len(text) != units:
                text = "".join(chr(unit) if not 0xD800 <= unit < 0xE000 else "\ufffd" for unit in memoryview(data).cast("H"))
        text = text.replace("\ufffe", "-").replace("\x02", "-")  # PDFium's sign for any hyphen at the end of a line
        if len(text) == units == count:
            return text, range(count), 0
        places, unit = [], 0
        for char in text:
            places.append(self.pdfium.FPDFText_GetCharIndexFromTextIndex(self.page, unit))
            unit += 2 if ord(char) > 0xFFFF else 1
        return text, places, max(0, count - len(text))

    def read(self) -> list[Piece]:
        at = 0
        for row in self.text.split("\r\n"):
            bare = row.strip()
            if bare:
                start = at + row.index(bare[0])
                self._row(start, start + len(bare))
                if len(self.found) >= MOST_PIECES:
                    break
            at += len(row) + 2
        return self.found[:MOST_PIECES]

    def _row(self, start: int, end: int) -> None:
        """Notes the pieces of one of PDFium's lines."""
        text, starts, spaced = self.text, True, False
        for low, high, handle in self._runs(start, end):
            chunk = text[low:high]
            bare = chunk.strip()
            if not bare:
                spaced = True
                continue
            if chunk[0] == " ":
                low += len(chunk) - len(chunk.lstrip())
                spaced, handle = True, None
            if handle is None:
                handle = self._object(low)
            if handle is not None and self._piece(bare, low, handle, starts, spaced):
                starts = False
            spaced = chunk[-1] == " "

    def _runs(self, start: int, end: int) -> list[tuple[int, int, int | None]]:
        """Ranges of characters that come from one text object, and the object of their first character where it is known."""
        current, last = self._object(start), self._object(end - 1)
        runs: list[tuple[int, int, int | None]] = []
        while current != last:
            if self.single >= MANY:
                return [*runs, *self._words(start, end)]
            border, after = self._border(start, end, current, last)
            self.single = self.single + 1 if border - start <= 2 else 0
            runs.append((start, border, current))
            start, current = border, after
        self.single = 0
        runs.append((start, end, current))
        return runs

    def _border(self, start: int, end: int, current: int | None, last: int | None) -> tuple[int, int | None]:
        """Where the object `current` ends that begins at `start`, and the object there. Another one, `last`, has the last character.

        An object's characters stand together, so halving finds it; but most objects are a word or a letter, so that is tried first.
        On which side of the border a space stands makes no difference.
        """
        ask, page, places, text = self.pdfium.FPDFText_GetTextObject, self.page, self.places, self.text
        low, high, after = start, end - 1, last  # `low` is in the object, `high` is not
        space = text.find(" ", start, end)
        guesses = [start + 1, space + 1, space - 1]
        while high - low > 1 and not (high - low == 2 and text[low + 1] == " "):
            at = guesses.pop() if guesses else (low + high) // 2
            if low < at < high:
                found = ask(page, places[at])
                if found == current or (found is None and self._before(at) == current):
                    low = at
                else:
                    high, after = at, found
        return high, after

    def _before(self, at: int) -> int | None:
        """The object of the characters before `at`: a space that PDFium made up belongs to none, and goes with them."""
        found = None
        while found is None and at > 0:
            at -= 1
            found = self._object(at)
        return found

    def _words(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """Ranges of whole words, where a program wrote every letter by itself; apart, where a word's ends are in different fonts."""
        font_of, begin = self.pdfium.FPDFTextObj_GetFont, start
        while begin < end:
            space = self.text.find(" ", begin, end)
            finish = end if space < 0 else space
            if finish > begin:
                ends = [self._object(begin), self._object(finish - 1)]
                fonts = [font_of(ctypes.c_void_p(handle)) if handle else None for handle in ends]
                if fonts[0] == fonts[1]:
                    yield begin, finish, ends[0]
                else:
                    yield from self._letters(begin, finish)
            if space >= 0:
                yield space, space + 1, None
            begin = finish + 1

    def _letters(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """Ranges of what one glyph shows: a letter, or the two of a ligature, which stand in one place."""
        handles = [self._object(at) for at in range(start, end)]
        for at, handle in enumerate(handles):
            if handle is None or at == 0 or handle != handles[at - 1]:
                size = 1 if handle is None else sum(1 for _ in takewhile(lambda other, one=handle: other == one, handles[at:]))
                yield start + at, start + at + size, handle

    def _object(self, at: int) -> int | None:
        return self.pdfium.FPDFText_GetTextObject(self.page, self.places[at])

    def _piece(self, text: str, start: int, handle: int, starts: bool, spaced: bool) -> bool:
        """Notes `text`, the characters from `start` on, all of one object, as one piece, or as several where a gap is hidden in it.

        False when it stands nowhere.
        """
        pdfium, page, frame, places = self.pdfium, self.page, self.frame, self.places
        length = len(text)
        end = start + length
        pdfium.FPDFText_GetCharOrigin(page, places[start], *self.to_origin)
        pdfium.FPDFText_GetLooseCharBox(page, places[end - 1], self.to_box)
        x0, y = self.origin.tolist()
        _, top, x1, bottom = self.box.tolist()
        shown = ctypes.c_void_p(handle)
        font = pdfium.FPDFTextObj_GetFont(shown)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(shown)
        colour = self.colour.tobytes() if pdfium.FPDFPageObj_GetFillColor(shown, *self.to_colour) else _BLACK
        # Letters of one font whose boxes are as high are as large: only the first is asked. Rounded by `//`, which bears NaN.
        key = font, ((top - bottom) * 1000 + 0.5) // 1, mode, colour
        look, turn, slope = self.known.get(key) or self._look(places[start], *key)
        if turn or frame.turn:
            x0, x1, y = self._placed(turn)
        else:
            x0, x1, y = x0 + frame.e, x1 + frame.e, frame.f - y
            if x1 < x0:
                x1 = x0
        if not -1e6 < x0 <= x1 < 1e6 or not -1e6 < y < 1e6:  # False for NaN, too
            return False
        tag = pdfium.FPDFPageObj_GetMarkedContentID(shown) if self.tagged else -1
        style, symbol, hidden, widths = look
        size, found = style.size, self.found
        width = (x1 - x0) / size
        if length > 6 and text.count(" ") > length / 3 and _SPREAD.fullmatch(text) and self._stands_alone(start, end):
            text = self._closed_up(start, end, turn, size)
        elif width - length * widths[0] / widths[1] > WIDE + 0.12 * length and turn >= 0 and " " in text:
            for low, high, x0, x1 in self._gaps(start, end, turn, size):
                text = self.text[low:high]
                found.append(Piece(text, x0, x1, y, size, style, tag, starts, spaced, symbol, hidden, turn, slope, len(found)))
                starts, spaced = False, True
            return True
        else:
            widths[0] += width
            widths[1] += length
        found.append(Piece(text, x0, x1, y, size, style, tag, starts, spaced, symbol, hidden, turn, slope, len(found)))
        return True

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether no letter touches the characters, as one does "e 3 - F" in "Axe 3 - Faire", which kerning cut there."""
        return not self.text[start - 1 : start].strip() and not self.text[end : end + 1].strip()

    def _closed_up(self, start: int, end: int, turn: int, size: float) -> str:
        """The words of letters set so far apart that PDFium sees a space after each: "A C T I O N S" """
        letters = [at for at in range(start, end) if self.text[at] != " "]
        places = [self._extent(at, at + 1, turn) for at in letters]
        gaps = [after[0] - before[1] for before, after in pairwise(places)]
        widest = median(gaps) + SPREAD * size
        return self.text[letters[0]] + "".join(
            (" " if gap > widest else "") + self.text[at] for gap, at in zip(gaps, letters[1:], strict=True)
        )

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
        x, y = frame.point(*self.origin)
        box = frame.box(left, bottom, right, top)
        if turn == 1:  # reads downwards
            return y, max(box[3], y), frame.width - x
        if turn == 3:  # reads upwards
            return frame.height - y, max(frame.height - box[1], frame.height - y), x
        if turn == 2:
            return frame.width - x, max(frame.width - box[0], frame.width - x), frame.height - y
        return x, max(box[2], x), y

    def _look(self, at: int, font: int | None, height: float, mode: int, colour: bytes) -> tuple[_Look, int, float]:
        """How the letters at `at` are set, the direction they run in, and by how much they miss it."""
        known = self.scales.get((font, height))
        size, turn, slope = known if known and height and known[1] == 0 else self._scale(at, font, height)
        key = font, size, mode, colour
        look = self.looks.get(key)
        if look is None:
            look = self.looks[key] = self._described(self._font(font), size, mode, *memoryview(colour).cast("I"))
        found = look, turn, slope
        if turn == 0 and height:
            self.known[font, height, mode, colour] = found
        return found

    def _scale(self, at: int, font: int | None, height: float) -> tuple[float, int, float]:
        """Points of the letters at `at`, the direction they run in, and by how much they miss it."""
        size = self.pdfium.FPDFText_GetFontSize(self.page, at)
        if not self.pdfium.FPDFText_GetMatrix(self.page, at, self.to_matrix):
            return size, 0, 0.0
        a, b, c, d, _, _ = self.matrix
        frame = self.frame
        along = frame.a * a + frame.c * b, frame.b * a + frame.d * b
        found = self.scales[font, height] = abs(size) * hypot(c, d), *_turn(*along)
        return found

    def _described(self, font: Font, size: float, mode: int, red: int, green: int, blue: int, alpha: int) -> _Look:
        style = Style(
            font=font.name,
            size=round(size if 0.5 <= size <= 2000 else 10.0, 1),
            bold=font.bold or mode == 2,  # filled and stroked: bold by hand
            italic=font.italic,
            colour=red << 16 | green << 8 | blue,
            invisible=mode in (3, 7) or alpha == 0 or size < UNREADABLE,
        )
        widths = self.widths.setdefault((style.font, style.bold), [LETTER_WIDTH * 20, 20.0])
        return _Look(style, font.symbol, mode == 3, widths)

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
        says_bold, says_not, says_italic, symbol = _said(name)
        bold = says_bold or (not says_not and (flags & _FORCE_BOLD > 0 or weight >= 700))
        italic = says_italic or (flags > 0 and flags & _ITALIC_FLAG > 0) or -45 < angle.value < -2
        return Font(name, bold, italic, symbol)


@lru_cache(maxsize=256)  # a document's pages share its fonts
def _said(name: str) -> tuple[bool, ...]:
    """Whether the name of a font says that it is bold, that it is not, that it is italic, that it holds symbols."""
    return tuple(form.search(name) is not None for form in (_BOLD, _NOT_BOLD, _ITALIC, _SYMBOL))


def _turn(x: float, y: float) -> tuple[int, float]:
    """Quarters clockwise of a direction in a frame whose y grows downwards (-1: oblique), and the slope that is left."""
    if abs(y) <= ASKEW * abs(x):
        return (0, y / x) if x >= 0 else (2, y / x)
    if abs(x) <= ASKEW * abs(y):
        return (1, -x / y) if y > 0 else (3, -x / y)
    return -1, 0.0
