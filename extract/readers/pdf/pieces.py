"""The text of a page as pieces: what one text operator shows, in one style, on one baseline.

The page's text is asked for once; then one question an operator, not one a character. PDFium's text and its list of characters differ
where glyphs have no Unicode and where a character takes two UTF-16 units, so positions are mapped.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from ctypes import c_void_p
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise, repeat
from math import hypot
from statistics import median
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


class Font(NamedTuple):
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


def pieces(text_page: int, frame: Frame, tagged: bool = True) -> tuple[list[Piece], int]:
    """The pieces of a page in the order of its content, and how many characters have no Unicode. `tagged`: pieces get their `tag`."""
    reader = _PageText(text_page, frame, tagged)
    return reader.read(), reader.unmapped


Shown = tuple[str, int, int, int, bool]  # the text that an object shows, where it begins, the object, its row, whether a space is before it


class _Look(NamedTuple):
    """What pieces share that are set alike. `widths`: em and letters seen so far in that font."""

    style: Style
    symbol: bool
    hidden: bool
    widths: list[float]
    turn: int
    slope: float


class _Room(threading.local):
    """Where PDFium writes what it is asked: every thread has its own."""

    def __init__(self) -> None:
        self.answer, self.to_answer = engine.room("ddffffIIII")
        self.matrix, (self.to_matrix, *_) = engine.room("ffffff")
        self.angle, (self.to_angle,) = engine.room("i")


_ROOM = _Room()


class _PageText:
    """One page being read: caches of fonts and styles live no longer than the page, as PDFium reuses addresses."""

    def __init__(self, text_page: int, frame: Frame, tagged: bool) -> None:
        self.pdfium = engine.functions()
        self.page, self.frame, self.tagged = c_void_p(text_page), frame, tagged
        self.fonts: dict[int | None, Font] = {}
        self.widths: dict[tuple[object, ...], list[float]] = {}
        self.scales: dict[tuple[object, ...], tuple[float, int, float]] = {}
        self.known: dict[tuple[object, ...], _Look] = {}
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
        self._pieces(self._shown())
        return self.found[:MOST_PIECES]

    def _shown(self) -> list[Shown]:
        """What each object shows, row by row. A row is one of PDFium's lines."""
        rows, at = [], 0
        for row in self.text.split("\r\n"):
            if bare := row.strip():
                rows.append((at + row.index(bare[0]), bare))
            at += len(row) + 2
        first = self._objects([start for start, _ in rows])
        last = self._objects([start + len(bare) - 1 for start, bare in rows])
        shown: list[Shown] = []
        for (start, bare), current, end in zip(rows, first, last, strict=True):
            if current != end:
                self._part(start, start + len(bare), current, end, shown)
            else:
                self.single = 0
                if current is not None:
                    shown.append((bare, start, current, start, False))
            if len(shown) >= MOST_PIECES:
                break
        return shown

    def _part(self, start: int, end: int, current: int | None, last: int | None, shown: list[Shown]) -> None:
        """Notes what the objects show of a row that has several, `current` the first of them."""
        text, row, spaced = self.text, start, False
        for low, high, handle in self._runs(start, end, current, last):
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
            if handle is not None:
                shown.append((bare, low, handle, row, spaced))
            spaced = chunk[-1] == " "

    def _runs(self, start: int, end: int, current: int | None, last: int | None) -> list[tuple[int, int, int | None]]:
        """Ranges of characters that come from one text object, and the object of their first character where it is known."""
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
                fonts = [font_of(c_void_p(handle)) if handle else None for handle in ends]
                if fonts[0] == fonts[1]:
                    yield begin, finish, ends[0]
                else:
                    yield from self._letters(begin, finish)
            if space >= 0:
                yield space, space + 1, None
            begin = finish + 1

    def _letters(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """Ranges of what one glyph shows: a letter, or the two of a ligature, which stand in one place."""
        for handle, group in groupby(range(start, end), self._object):
            ats = list(group)
            if handle is None:
                yield from ((at, at + 1, None) for at in ats)
            else:
                yield ats[0], ats[-1] + 1, handle

    def _objects(self, ats: list[int]) -> list[int | None]:
        return list(map(self.pdfium.FPDFText_GetTextObject, repeat(self.page), map(self.places.__getitem__, ats)))

    def _object(self, at: int) -> int | None:
        return self.pdfium.FPDFText_GetTextObject(self.page, self.places[at])

    def _pieces(self, shown: list[Shown]) -> None:
        """Notes what objects show, each as one piece, or as several where a gap is hidden in it."""
        pdfium, page, frame, places = self.pdfium, self.page, self.frame, self.places
        answer, (to_x, to_y, to_box, _, _, _, to_red, to_green, to_blue, to_alpha) = _ROOM.answer, _ROOM.to_answer
        found, known, tag, begun, right, down = self.found, self.known, -1, -1, frame.e, frame.f
        for text, start, handle, row, spaced in shown:
            length = len(text)
            shows = c_void_p(handle)
            pdfium.FPDFText_GetCharOrigin(page, places[start], to_x, to_y)
            pdfium.FPDFText_GetLooseCharBox(page, places[start + length - 1], to_box)
            is_coloured = pdfium.FPDFPageObj_GetFillColor(shows, to_red, to_green, to_blue, to_alpha)
            font, mode = pdfium.FPDFTextObj_GetFont(shows), pdfium.FPDFTextObj_GetTextRenderMode(shows)
            x0, y, left, top, x1, bottom, red, green, blue, alpha = answer()
            if not is_coloured:  # PDFium does not say
                red, green, blue, alpha = 0, 0, 0, 255
            # Letters of one font whose boxes are as high are as large: only the first is asked. Rounded by `//`, which bears NaN.
            key = font, ((top - bottom) * 1000 + 0.5) // 1, mode, red, green, blue, alpha
            style, symbol, hidden, widths, turn, slope = known.get(key) or self._look(start, *key)
            if turn or frame.turn:
                x0, x1, y = self._placed(x0, y, left, top, x1, bottom, turn)
            else:
                x0, x1, y = x0 + right, x1 + right, down - y
                if x1 < x0:
                    x1 = x0
            if not -1e6 < x0 <= x1 < 1e6 or not -1e6 < y < 1e6:  # it stands nowhere; False for NaN, too
                continue
            if self.tagged:
                tag = pdfium.FPDFPageObj_GetMarkedContentID(shows)
            starts, begun = row != begun, row
            size = style.size
            width = (x1 - x0) / size
            if length > 6 and text.count(" ") > length / 3 and _SPREAD.fullmatch(text) and self._stands_alone(start, start + length):
                text = self._closed_up(start, start + length, turn, size)
            elif width - length * widths[0] / widths[1] > WIDE + 0.12 * length and turn >= 0 and " " in text:
                for low, high, x0, x1 in self._gaps(start, start + length, turn, size):
                    text = self.text[low:high]
                    found.append(Piece(text, x0, x1, y, size, style, tag, starts, spaced, symbol, hidden, turn, slope, len(found)))
                    starts, spaced = False, True
                continue
            else:
                widths[0] += width
                widths[1] += length
            found.append(Piece(text, x0, x1, y, size, style, tag, starts, spaced, symbol, hidden, turn, slope, len(found)))

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
        to_x, to_y, to_box, *_ = _ROOM.to_answer
        self.pdfium.FPDFText_GetCharOrigin(self.page, self.places[start], to_x, to_y)
        self.pdfium.FPDFText_GetLooseCharBox(self.page, self.places[end - 1], to_box)
        x, y, left, top, right, bottom, *_ = _ROOM.answer()
        return self._placed(x, y, left, top, right, bottom, turn)

    def _placed(self, x: float, y: float, left: float, top: float, right: float, bottom: float, turn: int) -> tuple[float, float, float]:
        """The same of what begins at (`x`, `y`) and whose last letter has that box, as PDFium says."""
        frame = self.frame
        x, y = frame.point(x, y)
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        if turn == 1:  # reads downwards
            return y, max(y1, y), frame.width - x
        if turn == 3:  # reads upwards
            return frame.height - y, max(frame.height - y0, frame.height - y), x
        if turn == 2:
            return frame.width - x, max(frame.width - x0, frame.width - x), frame.height - y
        return x, max(x1, x), y

    def _look(self, at: int, font: int | None, height: float, mode: int, *colour: int) -> _Look:
        """How the letters at `at` are set, the direction they run in, and by how much they miss it."""
        known = self.scales.get((font, height))
        size, turn, slope = known if known and height and known[1] == 0 else self._scale(at, font, height)
        described = self.fonts.get(font)
        if described is None:
            described = self.fonts[font] = self._font(font)
        style = _style(described, size, mode, *colour)
        widths = self.widths.setdefault((style.font, style.bold), [LETTER_WIDTH * 20, 20.0])
        look = _Look(style, described.symbol, mode == 3, widths, turn, slope)
        if turn == 0 and height:
            self.known[font, height, mode, *colour] = look
        return look

    def _scale(self, at: int, font: int | None, height: float) -> tuple[float, int, float]:
        """Points of the letters at `at`, the direction they run in, and by how much they miss it."""
        place = self.places[at]
        size = self.pdfium.FPDFText_GetFontSize(self.page, place)
        if not self.pdfium.FPDFText_GetMatrix(self.page, place, _ROOM.to_matrix):
            return size, 0, 0.0
        a, b, c, d, _, _ = _ROOM.matrix()
        frame = self.frame
        along = frame.a * a + frame.c * b, frame.b * a + frame.d * b
        found = self.scales[font, height] = abs(size) * hypot(c, d), *_turn(*along)
        return found

    def _font(self, address: int | None) -> Font:
        if not address:
            return Font("", False, False, False)
        pdfium = self.pdfium
        name = engine.string(pdfium.FPDFFont_GetBaseFontName, address, wide=False)
        pdfium.FPDFFont_GetItalicAngle(address, _ROOM.to_angle)
        return _font(name, pdfium.FPDFFont_GetFlags(address), pdfium.FPDFFont_GetWeight(address), *_ROOM.angle())


@lru_cache(maxsize=256)  # a document's pages share its fonts
def _font(name: str, flags: int, weight: int, angle: int) -> Font:
    name = _SUBSET.sub("", name)
    says_bold, says_not, says_italic, symbol = (form.search(name) is not None for form in (_BOLD, _NOT_BOLD, _ITALIC, _SYMBOL))
    bold = says_bold or (not says_not and (flags & _FORCE_BOLD > 0 or weight >= 700))
    italic = says_italic or (flags > 0 and flags & _ITALIC_FLAG > 0) or -45 < angle < -2
    return Font(name, bold, italic, symbol)


@lru_cache(maxsize=1024)
def _style(font: Font, size: float, mode: int, red: int, green: int, blue: int, alpha: int) -> Style:
    return Style(
        font=font.name,
        size=round(size if 0.5 <= size <= 2000 else 10.0, 1),
        bold=font.bold or mode == 2,  # filled and stroked: bold by hand
        italic=font.italic,
        colour=red << 16 | green << 8 | blue,
        invisible=mode in (3, 7) or alpha == 0 or size < UNREADABLE,
    )


def _turn(x: float, y: float) -> tuple[int, float]:
    """Quarters clockwise of a direction in a frame whose y grows downwards (-1: oblique), and the slope that is left."""
    if abs(y) <= ASKEW * abs(x):
        return (0, y / x) if x >= 0 else (2, y / x)
    if abs(x) <= ASKEW * abs(y):
        return (1, -x / y) if y > 0 else (3, -x / y)
    return -1, 0.0
