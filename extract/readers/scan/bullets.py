"""Marks before lines, as the pixels show them: which small things left of lines are bullets, and what they look like.

The engine reads a bullet as whatever letter it resembles ("e", "M", ">", "v"), or not at all. A bullet is known by other signs: it stands
alone before its line; it is a blot that no letter is; or it stands, the same shape each time, in one column and at one distance from the
words of several lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.readers.scan import pixels, tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

LEFT = 3.0  # em left of the words, where a mark may stand
FREE = 0.9  # em of free space left of it
GAP = (0.15, 0.3)  # em between a mark and its words: of one known by its shape, of one known by repetition
GLUED = 0.03  # em: a dot typed right before the word
WIDEST = 1.15  # em
SMALLEST = 0.1  # em
LONE = 0.2  # em: a smaller thing that no other line has is a speck
COLUMN = 0.35  # em between the left edges of marks of one column
ALIKE = 46  # of 255: mean difference of two pictures of one shape
SURE = 0.85  # confidence from which letters are letters
SIDE = 12  # pixels of a shape's small picture
WORDS = frozenset("aàyôlLdDnNÀAYÔÉéIi0123456789")  # signs alone that may be words, or what is left of them
ALIGNED = 0.2  # em between words that begin at one edge
STRAY = frozenset("e©¢°*®¥·.•oO°¤■◆▪●+=~-–—_>&@«»|:,'`‘’“”\"")  # what marks and specks are read as
MISREAD = frozenset("•e*°·-©®¢o¤.«+")  # what dots before words are read as
_RINGS = frozenset(("", "o", "O", "0", "°", "©", "®", "□", "D", "Q"))  # what rings and boxes are read as
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[IVXivx]{1,4}|[A-Za-z])[.)\]°:/]+|\d{1,3}|[IVX]{2,}|[^\W\d_]['’]")


@dataclass(frozen=True, slots=True)
class Start:
    """Where a line begins: its words, its baseline and type size in pixels, the rule left of it (0: none), and how it falls."""

    words: Sequence[tesseract.Word]
    baseline: float
    em: float
    wall: float = 0.0
    slant: float = 0.0


@dataclass(slots=True)
class Bullet:
    """A mark, as the character it resembles most. The words of its line begin at `end`; all in pixels."""

    text: str
    x0: int
    top: int
    bottom: int
    end: float


@dataclass(slots=True)
class _Blot:
    """A small thing that stands before a line."""

    line: int
    box: tuple[int, int, int, int]
    gap: float  # em to the words
    em: float
    baseline: float
    picture: bytes
    is_outside: bool  # the engine saw no letter in it
    is_free: bool  # nothing stands left of it
    read: str = ""
    confidence: float = 0.0
    first: str = ""  # sign of the line, as read

    @property
    def width(self) -> float:
        return (self.box[2] - self.box[0]) / self.em

    @property
    def height(self) -> float:
        return (self.box[3] - self.box[1]) / self.em

    @property
    def middle(self) -> float:
        """em over the baseline."""
        return (self.baseline - (self.box[1] + self.box[3]) / 2) / self.em

    @property
    def fill(self) -> float:
        return sum(self.picture) / (255 * len(self.picture))

    @property
    def core(self) -> float:
        """How black its middle is."""
        rows = [self.picture[at * SIDE + SIDE // 3 : at * SIDE + SIDE - SIDE // 3] for at in range(SIDE // 3, SIDE - SIDE // 3)]
        return sum(map(sum, rows)) / (255 * sum(map(len, rows)))


def find(starts: Sequence[Start], ink: Image) -> dict[int, Bullet]:
    """{index of a line: the mark it begins with}, of all lines of a page together. `ink` is the page with ink 255 and paper 0."""
    blots = [blot for at, start in enumerate(starts) for blot in _blots(at, start, ink)]
    out: dict[int, Bullet] = {}
    for column in _columns(blots):
        sign = _sign(column)
        for blot in column:
            start = starts[blot.line]
            if blot.line not in out and _is_mark(blot, column, sign):
                x0, top, x1, bottom = blot.box
                out[blot.line] = Bullet(sign or _unknown(column), x0, top, bottom, x1 + 0.5 * blot.gap * start.em)
    return out | _in_column(starts, out)


def _in_column(starts: Sequence[Start], found: dict[int, Bullet]) -> dict[int, Bullet]:
    """The marks of lines that begin with a stray sign, where their words begin as those of marked lines do: a bullet with a speck on it."""
    out: dict[int, Bullet] = {}
    edges = [(next((word.box[0] for word in starts[at].words if word.box[0] >= mark.end), None), mark) for at, mark in found.items()]
    for at, start in enumerate(starts):
        first, *rest = start.words
        if at in found or not rest or len(first.text) > 3 or not set(first.text) <= STRAY:
            continue
        like = [mark for x, mark in edges if x is not None and abs(x - rest[0].box[0]) <= ALIGNED * start.em]
        if len(like) > 1:
            text = Counter(mark.text for mark in like).most_common(1)[0][0]
            x0, top, x1, bottom = first.box
            out[at] = Bullet(text, x0, top, bottom, (x1 + rest[0].box[0]) / 2)
    return out


def is_echo(start: Start, marks: Iterable[Bullet]) -> bool:
    """Whether a line holds nothing but what the engine read in the marks of other lines, taken together for a column of text."""
    left, right = min(word.box[0] for word in start.words), max(word.box[2] for word in start.words)
    top, bottom = min(word.box[1] for word in start.words), max(word.box[3] for word in start.words)
    return any(mark.x0 - 0.3 * start.em <= left and right <= mark.end and mark.top < bottom and top < mark.bottom for mark in marks)


def bare(words: Sequence[tesseract.Word], mark: Bullet) -> list[tesseract.Word]:
    """The words without what the engine read in the mark and in the gap after it."""
    out: list[tesseract.Word] = []
    for word in words:
        if out or word.box[0] >= mark.end:
            out.append(word)
        elif word.box[2] > mark.end:
            out += _cut(word, mark.end)
    while len(out) > 1 and set(out[0].text) <= set("_|.'‘`’"):
        out = out[1:]
    if out and out[0].text.startswith("_") and (rest := out[0].text.lstrip("_")):  # the lower half of a dash, read once more: "_en interne"
        out[0] = tesseract.Word(rest, out[0].confidence, out[0].box, out[0].symbols[-len(rest) :])
    return out


def _cut(word: tesseract.Word, at: float) -> list[tesseract.Word]:
    """What of a word stands right of `at`."""
    left = [symbol for symbol in word.symbols if symbol[1] + symbol[3] >= 2 * at]
    text = "".join(symbol[0] for symbol in left)
    if not text:
        return []
    box = (min(symbol[1] for symbol in left), word.box[1], word.box[2], word.box[3])
    return [tesseract.Word(text, word.confidence, box, tuple(left))]


def _blots(at: int, start: Start, ink: Image) -> list[_Blot]:
    """What may be a mark of the line: the thing left of its words, else the first thing of its words."""
    first, em = start.words[0].box[0], start.em
    top, bottom = int(max(0, start.baseline - 0.86 * em)), int(min(ink.height, start.baseline + 0.22 * em))
    x0, x1 = int(max(start.wall, first - LEFT * em)), int(min(ink.width, first + 3 * em))
    if bottom - top < 4 or x1 - x0 < 4:
        return []
    band = ink.crop((x0, top, x1, bottom))
    runs = pixels.columns(band, GLUED * em)
    outside = [run for run in runs if run[1] <= first - x0 - 0.04 * em]
    inside = runs[len(outside) :]
    found = []
    if outside and inside:
        found.append(_blot(at, start, band, (x0, top), outside, inside, True))
    if inside:
        group = [inside[0]]
        for run in inside[1:]:
            if run[0] - group[-1][1] >= 0.2 * em:
                break
            group.append(run)
        rest = inside[len(group) :]
        if rest:
            found.append(_blot(at, start, band, (x0, top), [*outside, (group[0][0], group[-1][1])], rest, False))
        if len(group) > 1:  # a mark that touches its word
            found.append(_blot(at, start, band, (x0, top), [*outside, group[0]], group[1:], False))
    return [blot for blot in found if blot is not None]


def _blot(
    at: int,
    start: Start,
    band: Image,
    corner: tuple[int, int],
    runs: list[tuple[int, int]],
    rest: list[tuple[int, int]],
    is_outside: bool,
) -> _Blot | None:
    """The last of `runs`, where it can be a mark of what begins in `rest`."""
    from PIL import Image

    em = start.em
    x0, x1 = runs[-1]
    for before in reversed(runs[:-1]):  # strokes of one sign
        if x0 - before[1] > 0.1 * em:
            break
        x0 = before[0]
    edge = max((run[1] for run in runs if run[1] <= x0), default=None)
    if x0 == 0 and corner[0] > 0:
        return None
    box = band.crop((x0, 0, x1, band.height)).getbbox()
    if box is None:
        return None
    width, height = x1 - x0, box[3] - box[1]
    if width > WIDEST * em or max(width, height) < SMALLEST * em or height < 0.02 * em:
        return None
    if height >= band.height - 1 or (box[3] == band.height and height > 0.5 * em):  # a rule, or a letter that goes on below
        return None
    picture = band.crop((x0, box[1], x1, box[3])).resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    whole = (corner[0] + x0, corner[1] + box[1], corner[0] + x1, corner[1] + box[3])
    within = [word for word in start.words[:2] if word.box[0] < whole[2] - 0.1 * em and word.box[2] <= whole[2] + 0.25 * em]
    read = "".join(word.text for word in within)
    sure = max((word.confidence for word in within), default=0.0)
    is_free = edge is None or x0 - edge >= FREE * em
    return _Blot(at, whole, (rest[0][0] - x1) / em, em, start.baseline, picture, is_outside, is_free, read, sure, start.words[0].text[:1])


def _columns(blots: Sequence[_Blot]) -> list[list[_Blot]]:
    """Blots of one shape that stand at one distance before their words."""
    out: list[list[_Blot]] = []
    for blot in sorted(blots, key=lambda blot: (blot.line, blot.box)):
        for column in out:
            if _is_like(blot, column[0]):
                column.append(blot)
                break
        else:
            out.append([blot])
    return out


def _is_like(blot: _Blot, other: _Blot) -> bool:
    if abs(blot.width - other.width) > 0.12 or abs(blot.height - other.height) > 0.14 or abs(blot.middle - other.middle) > 0.12:
        return False
    if abs(blot.gap - other.gap) > 0.25:
        return False
    difference = sum(abs(one - two) for one, two in zip(blot.picture, other.picture, strict=True))
    return min(blot.width, blot.height) < 0.2 or difference <= ALIKE * len(blot.picture)


def _is_mark(blot: _Blot, column: list[_Blot], sign: str | None) -> bool:
    lines = {other.line for other in column}
    near = {other.line for other in column if abs(other.box[0] - blot.box[0]) <= COLUMN * blot.em}
    if sign is not None:
        if blot.gap < GAP[0]:
            return sign in "•■" and len(near) > 1 and not blot.is_outside and blot.is_free and blot.first in MISREAD
        return blot.is_free and (len(lines) > 1 or max(blot.width, blot.height) >= LONE)
    if not blot.is_free or blot.gap < GAP[1] or len(near) < 2 or blot.height > 0.95:
        return False
    reads = Counter(other.read for other in column)
    read, often = reads.most_common(1)[0]
    if read in ("o", "O", "0", "°"):
        return True
    if _LABEL.fullmatch(read) or (read and set(read) <= WORDS and often > 0.5 * len(column)):
        return False
    if read.isalnum() and _median([other.confidence for other in column]) >= SURE:  # "Le", "La" at the head of two lines
        return False
    return len(read) <= 2 or often < 0.5 * len(column)


def _sign(column: list[_Blot]) -> str | None:
    """The mark of which the blots are pictures, where no letter looks so; None where one might."""
    width, height, middle = (_median([getattr(blot, name) for blot in column]) for name in ("width", "height", "middle"))
    fill, core = _median([blot.fill for blot in column]), _median([blot.core for blot in column])
    if width >= pixels.FLAT * height and height <= 0.22:
        if not 0.12 <= middle <= 0.55:
            return None
        return "-" if width < 0.45 else "–"
    if not 0.1 <= middle <= 0.58 or not 0.45 <= width / height <= 2.2:
        return None
    if core >= 0.8 and max(width, height) <= 0.85:
        if fill >= 0.9 and min(width, height) >= 0.3:
            return "■"
        return "•" if fill >= 0.62 and (_is_round(column) or max(width, height) < 0.25) else None
    is_letter = all(blot.read not in _RINGS and not blot.is_outside for blot in column)
    if core < 0.35 and max(width, height) <= 0.8 and 0.7 <= width / height <= 1.4 and not is_letter and _is_ring(column):
        return "◦" if fill < 0.75 and max(width, height) < 0.62 else "□"
    return None


def _is_round(column: list[_Blot]) -> bool:
    """Whether the corners are empty, as those of a dot are and those of a bold "M" are not."""
    corners = [y * SIDE + x for y in (0, SIDE - 1) for x in (0, SIDE - 1)]
    return all(sum(blot.picture[at] for blot in column) < 128 * len(column) for at in corners)


def _is_ring(column: list[_Blot]) -> bool:
    """Whether ink goes around an empty middle, as in a hollow bullet; the letter "o" does so too, and is told by its being read so."""
    mean = [sum(blot.picture[at] for blot in column) / len(column) for at in range(SIDE * SIDE)]
    middle = SIDE // 2
    sides = (
        max(mean[middle * SIDE + x] for x in range(SIDE // 3)),
        max(mean[middle * SIDE + SIDE - 1 - x] for x in range(SIDE // 3)),
        max(mean[y * SIDE + middle] for y in range(SIDE // 3)),
        max(mean[(SIDE - 1 - y) * SIDE + middle] for y in range(SIDE // 3)),
    )
    return min(sides) > 110


def _unknown(column: list[_Blot]) -> str:
    """A sign for a shape that has no other: a star stands high, an arrow is the same upside down, a tick is not."""
    if Counter(blot.read for blot in column).most_common(1)[0][0] in ("o", "O", "0", "°"):
        return "◦"
    if _median([blot.middle for blot in column]) > 0.45 and _median([blot.height for blot in column]) < 0.5:
        return "*"
    rows = [[sum(blot.picture[y * SIDE + x] for blot in column) / len(column) for x in range(SIDE)] for y in range(SIDE)]
    turned = sum(abs(one - other) for row, mirror in zip(rows, reversed(rows), strict=True) for one, other in zip(row, mirror, strict=True))
    return "➔" if turned <= ALIKE * SIDE * SIDE else "✓"


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
