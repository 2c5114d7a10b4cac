"""Pieces → Lines: what stands on one baseline, without gap or rule between, is one line.

Distances are in em of the larger of two pieces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from extract import text as characters
from extract.page import BBox, Line, Run, Shape, Style, replace, rounded
from extract.readers.pdf import symbols
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.pieces import Piece

SAME_BASELINE = 0.18  # em
RAISED = (0.12, 0.75)  # em that a superscript or subscript is off the baseline
SMALL = 0.85  # of its neighbour's size: a superscript
COLUMN_GAP = 1.6  # em between pieces that follow each other in the file: a tab, a column, a cell
WIDEST = 4.0  # em: a space in a stretched line
MARGIN = 4  # rows that end at one margin
WORD_GAP = 0.8  # em between pieces that do not follow each other
CELL_GAP = 0.55  # em between cells of columns that nearly touch
NEAR_ROWS = 7.0  # em up and down in which other cells of a column stand
SPACE = 0.14  # em
TAIL = 1.0  # em by which a letter may reach over those after it
TAIL_AFTER = 0.3  # em from where a letter begins to the next
HANGING = 4.5  # em between a mark and its text
ASCENT, DESCENT = 0.78, 0.22  # em: the box of a line
_LABEL = re.compile(
    r"(?:[-–—•*·▪●○■□◦‣➢✓❖►>→]|\(?(?:[a-zA-Z]?\.?\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)°:]{0,2}|[-–—]\s*\d{1,3}[.)]?)\s*[-–—]?"
)
_PAGE = re.compile(r"\d{1,3}|[ivxlIVXL]{1,5}")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]){1,4}|[a-zA-Z][.)]|[IVX]{1,5}[.)]")
_FIRST = re.compile(r"(?<![^\W\d_])[^\W\d_]$")  # a letter alone at the end: "D", "L’E", "À"
_SPACES = re.compile(" {2,}")
SMALL_CAPITALS = (0.64, 0.9)  # of the size of a line's large letters
NAMED = 0.2  # of the letters of small capitals, named as capitals, where the others are named as small letters
LETTERS = 4  # alone in their pieces, that may be words set apart
CAPITAL = 0.72  # em: the height of capitals
INITIAL = 1.8  # times the size of the words it begins: a large initial
_RAISED_CALL = re.compile(r"\(?\d{1,2}\)?|\*{1,3}")  # a footnote's call, which some programs raise without making it small
_DUPLICATE = 0.25  # em: the same word again at this distance is bold made by hand, or a shadow


@dataclass(slots=True, eq=False)
class Fragment:
    """Pieces on one baseline, left to right."""

    pieces: list[Piece]
    x0: float
    x1: float
    y: float
    size: float

    @classmethod
    def of(cls, piece: Piece) -> Fragment:
        return cls([piece], piece.x0, piece.x1, piece.y, piece.size)

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        if piece.x1 > self.x1:
            self.x1 = piece.x1
        if piece.size > self.size:
            self.size, self.y = piece.size, piece.y

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def lines(pieces: list[Piece], walls: Iterable[Shape], frame: Frame, number: int) -> tuple[list[Line], list[int]]:
    """The lines of a page in the order of its content, and for each the marked-content id that most of its letters have (-1: none).

    `walls` are upright rules that no line crosses.

    Letters turned against the page make lines of their own, which are flagged "turned"; their boxes are those of the page.
    """
    upright = [piece for piece in pieces if piece.turn == 0]
    found = _made(upright, _Walls(walls), number)
    for turn in (1, 2, 3, -1):
        if len(upright) < len(pieces) and (others := [piece for piece in pieces if piece.turn == turn]):
            made = _made(others, _Walls(()), number)
            found += [(replace(line, bbox=_back(line.bbox, turn, frame), flags=("turned",)), tag) for line, tag in made]
    return [line for line, _ in found], [tag for _, tag in found]


def _made(pieces: list[Piece], walls: _Walls, number: int) -> list[tuple[Line, int]]:
    initials = _initials(pieces)
    if initials:
        pieces = [piece for piece in pieces if piece not in initials]
    chained, wide = _chained(pieces, walls)
    if more := _columns(chained, wide):
        walls = walls.with_more(more)
        chained, _ = _chained(pieces, walls)
    fragments = _numbered(_mended(chained, walls), walls)
    for initial in initials:
        _begin(fragments, initial)
    _level_capitals(fragments)
    return [(line, _tag(fragment)) for fragment in fragments if (line := _line(fragment, number)) is not None]


def _initials(pieces: list[Piece]) -> list[Piece]:
    """Capitals that stand alone in their size, far larger than most letters, beside several lines: what begins a paragraph."""
    alone = [piece for piece in pieces if len(piece.text) <= 2 and piece.text[:1].isupper() and not piece.symbol]
    if not alone:
        return []
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    large = [piece for piece in alone if piece.size >= INITIAL * usual]
    return [piece for piece in large if _begins_lines(piece, _right_of(piece, pieces))]


def _begins_lines(initial: Piece, beside: list[Piece]) -> bool:
    """Whether an initial is as high as the first of several lines beside it, whose letters its own reach over."""
    tops = sorted({round(piece.y - CAPITAL * piece.size, 1) for piece in beside})
    return len(tops) > 1 and abs(initial.y - CAPITAL * initial.size - tops[0]) <= 0.3 * initial.size


Part = TypeVar("Part", Piece, Fragment)


def _right_of(initial: Piece, others: Iterable[Part]) -> list[Part]:
    """What stands right of an initial, in its height and above its baseline's line: the lines that it begins, and at least one more."""
    return [
        other
        for other in others
        if other is not initial
        and other.size * INITIAL <= initial.size
        and -0.15 * initial.size <= other.x0 - initial.x1 <= 1.5 * other.size
        and initial.y - initial.size <= other.y <= initial.y + 0.5 * other.size
    ]


def _begin(fragments: list[Fragment], initial: Piece) -> None:
    """Puts a large initial before the first of the lines beside it."""
    beside = _right_of(initial, fragments)
    if not beside:
        fragments.append(Fragment.of(initial))
        return
    first = min(beside, key=lambda fragment: fragment.y)
    letter = replace(initial, style=first.pieces[0].style, size=first.size, y=first.y, tag=first.pieces[0].tag)
    glued = first.pieces[0].text[:1].islower() or letter.text[-1:] in "'’"
    head = replace(first.pieces[0], text=letter.text.strip() + ("" if glued else " ") + first.pieces[0].text.lstrip(), x0=initial.x0)
    first.pieces[0], first.x0 = head, initial.x0


def _tag(fragment: Fragment) -> int:
    if len(fragment.pieces) == 1:
        return fragment.pieces[0].tag
    tags = {piece.tag for piece in fragment.pieces}
    if len(tags) == 1:
        return tags.pop()
    letters: Counter[int] = Counter()
    for piece in fragment.pieces:
        letters[piece.tag] += len(piece.text)
    return max(letters, key=lambda tag: (letters[tag], -tag))


def _back(box: BBox | None, turn: int, frame: Frame) -> BBox | None:
    """A box of turned letters, where it is on the page."""
    if box is None or turn < 0:
        return box
    x0, y0, x1, y1 = box
    if turn == 1:  # x along the page's height, y from its right edge
        return rounded((frame.width - y1, x0, frame.width - y0, x1))
    if turn == 3:  # x from the foot of the page upwards, y from its left edge
        return rounded((y0, frame.height - x1, y1, frame.height - x0))
    return rounded((frame.width - x1, frame.height - y1, frame.width - x0, frame.height - y0))


Gap = tuple[Fragment, Piece, Piece]  # the pieces before and after it


class _Walls:
    """Upright rules, to ask whether one stands between two pieces."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        found = sorted(((s.bbox[0] + s.bbox[2]) / 2, s.bbox[1], s.bbox[3]) for s in shapes)
        self.rules, self.spans = [x for x, _, _ in found], [(top, bottom) for _, top, bottom in found]

    def with_more(self, shapes: Iterable[Shape]) -> _Walls:
        known = [Shape("rule", (x, top, x, bottom)) for x, (top, bottom) in zip(self.rules, self.spans, strict=True)]
        return _Walls([*known, *shapes])

    def between(self, left: float, right: float, y: float) -> bool:
        if not self.rules or right < left:
            return False
        for index in range(bisect_left(self.rules, left - 0.5), len(self.rules)):
            if self.rules[index] > right + 0.5:
                return False
            top, bottom = self.spans[index]
            if top - 1 <= y <= bottom + 1:
                return True
        return False


def _chained(pieces: list[Piece], walls: _Walls) -> tuple[list[Fragment], list[Gap]]:
    """Pieces that follow each other in the file and on the page, as fragments; and the wide gaps in them."""
    fragments: list[Fragment] = []
    wide: list[Gap] = []
    current: Fragment | None = None
    stretched = _stretched(pieces)
    for piece in pieces:
        if current is not None and _follows(current, piece, walls, stretched.get(piece.order, COLUMN_GAP)):
            before = current.pieces[-1]
            if CELL_GAP * before.size <= piece.x0 - before.x1 >= CELL_GAP * piece.size:
                wide.append((current, before, piece))
            current.add(piece)
        else:
            current = Fragment([piece], piece.x0, piece.x1, piece.y, piece.size)
            fragments.append(current)
    return fragments, wide


def _columns(fragments: list[Fragment], wide: list[Gap]) -> list[Shape]:
    """Walls where a piece after a wide space begins right under or over one that begins a fragment: columns that nearly touch."""
    wide = [gap for gap in wide if not _is_label(Fragment.of(gap[1]))]
    if not wide:
        return []
    begins: dict[int, list[float]] = {}
    margin = min(fragment.x0 for fragment in fragments)
    for fragment in fragments:
        if fragment.x0 > margin + fragment.size:
            begins.setdefault(round(fragment.x0), []).append(fragment.y)
    walls = []
    for fragment, before, piece in wide:
        near = [y for off in (-1, 0, 1) for y in begins.get(round(piece.x0) + off, ()) if abs(y - fragment.y) <= NEAR_ROWS * piece.size]
        if len(near) >= 2:
            x = (before.x1 + piece.x0) / 2
            walls.append(Shape("rule", (x, fragment.y - fragment.size, x, fragment.y)))
    return walls


def _stretched(pieces: list[Piece]) -> dict[int, float]:
    """The gap in em that is still a space, by the order of the pieces, in rows that are spread to a margin many rows share.

    A narrow column of justified text has spaces as wide as a tab; they are all about as wide.
    """
    begins = [at for at, (before, piece) in enumerate(pairwise(pieces), 1) if piece.starts or piece.x0 < before.x1 - piece.size]
    rows = [pieces[low:high] for low, high in pairwise([0, *begins, len(pieces)])]
    wide = [row for row in rows if len(row) > 2 and max(_gaps(row)) * 1.6 > COLUMN_GAP]
    if not wide:
        return {}
    margins = Counter(round(row[-1].x1) for row in rows)
    out: dict[int, float] = {}
    for row in wide:
        if sum(margins[round(row[-1].x1) + off] for off in (-1, 0, 1)) < MARGIN:
            continue
        usual = median(gap for gap in _gaps(row) if gap > SPACE)
        if usual * 1.6 > COLUMN_GAP:
            out |= dict.fromkeys((piece.order for piece in row), min(WIDEST, 1.6 * usual))
    return out


def _gaps(row: list[Piece]) -> list[float]:
    """The free space between neighbours, in em."""
    return [(after.x0 - before.x1) / (before.size if before.size > after.size else after.size) for before, after in pairwise(row)]


def _follows(line: Fragment, piece: Piece, walls: _Walls, widest: float) -> bool:
    em = line.size if line.size > piece.size else piece.size
    y = piece.y - piece.slope * (piece.x0 - line.x0) if piece.slope else piece.y
    if abs(y - line.y) > RAISED[1] * em:  # another line
        return False
    gap = piece.x0 - line.x1
    if y != line.y or piece.slope or not -0.35 * em <= gap <= widest * em:  # not the next word, as most are
        if (gap < -0.35 * em and not _is_under_tail(line, piece, em)) or not (_level(line, y, piece.size) or _is_call(line, piece, y)):
            return False
        if gap > widest * em and not (gap <= HANGING * em and _is_label(line)):
            return False
    return gap < 0.3 * em or not walls.between(line.x1, piece.x0, line.y - 0.3 * line.size)


def _is_under_tail(line: Fragment, piece: Piece, em: float) -> bool:
    """Whether a piece begins within the last letter before it, as that reaches over the next: the tail of "Q", a slanting "f"."""
    last = line.pieces[-1]
    consecutive = not piece.starts and piece.order == last.order + 1
    return consecutive and piece.x0 - line.x1 > -TAIL * em and piece.x0 - last.x0 > TAIL_AFTER * em


def _level(line: Fragment, y: float, size: float) -> bool:
    """Whether something of `size` on baseline `y` stands on the line, or is a superscript of it."""
    off, big, small = abs(y - line.y), max(line.size, size), min(line.size, size)
    if off <= SAME_BASELINE * big:
        return True
    return small <= SMALL * big and off <= RAISED[1] * big and (off <= 0.45 * big or (y < line.y) == (size < line.size))


def _is_call(line: Fragment, piece: Piece, y: float) -> bool:
    """Whether the piece is a footnote's call: figures right at the end of a word, raised."""
    raised = RAISED[0] * line.size <= line.y - y <= 0.6 * line.size
    return raised and piece.size <= line.size and piece.x0 - line.x1 < 0.3 * line.size and bool(_RAISED_CALL.fullmatch(piece.text.strip()))


def _is_label(line: Fragment) -> bool:
    if len(line.pieces) > 3:
        return False
    text = line.text.strip()
    first = line.pieces[0]
    return len(text) <= 12 and (_LABEL.fullmatch(text) is not None or symbols.is_bullet(text, first.style.font, first.symbol))


def _mended(fragments: list[Fragment], walls: _Walls) -> list[Fragment]:
    """Fragments of one printed line that the file writes apart (marks first, superscripts last), joined."""
    places = sorted([(fragment.y, fragment.x0, index) for index, fragment in enumerate(fragments)])
    heights = [y for y, _, _ in places]
    by_height = [index for _, _, index in places]
    gone: set[int] = set()
    for place, index in enumerate(by_height):
        if index in gone:
            continue
        line = fragments[index]
        reach = 0.8 * line.size
        again = True
        while again:
            again = False
            for other_place in range(bisect_left(heights, line.y - reach), len(by_height)):
                if heights[other_place] > line.y + reach:
                    break
                other = by_height[other_place]
                if other == index or other in gone or other_place == place:
                    continue
                if _joins(line, fragments[other], walls):
                    fragments[index] = line = _joined(line, fragments[other])
                    gone.add(other)
                    again = True
    return [fragment for index, fragment in enumerate(fragments) if index not in gone]


def _numbered(fragments: list[Fragment], walls: _Walls) -> list[Fragment]:
    """Fragments with the numbers that stand in a column at their right (pages of a contents list, totals) joined to their lines."""
    numbers = [fragment for fragment in fragments if len(fragment.pieces) == 1 and _is_page(fragment.pieces[0].text)]
    if not numbers:
        return fragments
    edges = Counter(round(fragment.x1 / 2) for fragment in numbers)
    gone: set[int] = set()
    for number in numbers:
        if edges[round(number.x1 / 2)] < 3:
            continue
        em = number.size
        level = [
            other for other in fragments if other is not number and abs(other.y - number.y) <= SAME_BASELINE * em and id(other) not in gone
        ]
        if (
            len(level) == 1
            and level[0].x1 < number.x0
            and level[0] not in numbers
            and not walls.between(level[0].x1, number.x0, number.y - 0.3 * em)
        ):
            level[0].add(number.pieces[0])
            gone.add(id(number))
    return [fragment for fragment in fragments if id(fragment) not in gone]


def _is_page(text: str) -> bool:
    return len(text) <= 5 and _PAGE.fullmatch(text) is not None


def _joins(line: Fragment, other: Fragment, walls: _Walls) -> bool:
    """Whether two fragments are one printed line."""
    left, right = (line, other) if line.x0 <= other.x0 else (other, line)
    em = max(line.size, other.size)
    gap = right.x0 - left.x1
    if gap < -0.35 * em:
        return _same_again(line, other, em)
    if gap > HANGING * em or (gap > 0.3 * em and walls.between(left.x1, right.x0, right.y - 0.3 * right.size)):
        return False
    mark = len(left.pieces) == 1 and symbols.is_bullet(left.text, left.pieces[0].style.font, left.pieces[0].symbol)
    if mark and abs(left.y - right.y) <= 0.5 * em:
        return True
    if not _level(line, other.y, other.size):
        return False
    if _is_label(left) and left.size <= INITIAL * right.size and abs(left.y - right.y) <= SAME_BASELINE * em:
        return True
    return gap <= (WORD_GAP if abs(left.y - right.y) <= SAME_BASELINE * em else 0.35) * em


def _same_again(line: Fragment, other: Fragment, em: float) -> bool:
    return (
        abs(line.x0 - other.x0) <= _DUPLICATE * em and abs(line.y - other.y) <= _DUPLICATE * em and line.text.strip() == other.text.strip()
    )


def _joined(line: Fragment, other: Fragment) -> Fragment:
    if abs(line.x0 - other.x0) <= _DUPLICATE * max(line.size, other.size) and line.text.strip() == other.text.strip():
        for piece in line.pieces:  # printed twice: bold made by hand
            piece.style = replace(piece.style, bold=True)
        return line
    big = line if line.size >= other.size and not line.pieces[0].symbol else other
    pieces = sorted([*line.pieces, *other.pieces], key=lambda piece: piece.x0)
    return Fragment(pieces, min(line.x0, other.x0), max(line.x1, other.x1), big.y, max(line.size, other.size))


def _line(fragment: Fragment, number: int) -> Line | None:
    """The Line of a fragment; None when nothing of it is left once cleaned."""
    if len(fragment.pieces) >= LETTERS:
        _close_up(fragment)
    pieces, mark = fragment.pieces, None
    if len(pieces) > 1 or len(pieces[0].text) > 2:
        mark, pieces = _mark(pieces)
    text, runs = _text(pieces, fragment)
    if not text:
        return None
    style = runs[0].style if len(runs) == 1 else max(_weights(runs).items(), key=lambda item: item[1])[0]
    left, size = round(fragment.x0, 1), style.size
    bbox = left, round(fragment.y - ASCENT * size, 1), round(fragment.x1, 1), round(fragment.y + DESCENT * size, 1)
    return Line(text, number, bbox, runs, style, mark=mark, indent=left)


def _close_up(fragment: Fragment) -> None:
    """Puts words set with wide spaces between their letters together again, where each letter is a piece: "A C T I O N S"."""
    pieces = fragment.pieces
    single = [piece for piece in pieces if len(piece.text) == 1]
    if len(single) < LETTERS or len(single) < 0.8 * len(pieces) or len({piece.style for piece in pieces}) > 1:
        return
    gaps = [after.x0 - before.x1 for before, after in pairwise(pieces)]
    usual = median(gaps)
    if not SPACE * fragment.size < usual < COLUMN_GAP * fragment.size:
        return
    text = pieces[0].text + "".join(
        (" " if gap > usual + SPACE * fragment.size else "") + piece.text for gap, piece in zip(gaps, pieces[1:], strict=True)
    )
    fragment.pieces = [replace(pieces[0], text=text, x1=pieces[-1].x1)]


def _level_capitals(fragments: list[Fragment]) -> None:
    """Sets small capitals in the size of the large ones, also in lines that hold none of those."""
    large: dict[tuple[str, int | None, float], float] = {}
    for fragment in fragments:
        if len(fragment.pieces) > 1 and (levelled := _small_capitals(fragment.pieces)):
            for piece in fragment.pieces:
                if piece.size < fragment.size:
                    large[piece.style.font, piece.style.colour, round(piece.size, 1)] = fragment.size
            fragment.pieces = levelled
    if not large:
        return
    for fragment in fragments:
        sizes = {large.get((piece.style.font, piece.style.colour, round(piece.size, 1))) for piece in fragment.pieces}
        size = sizes.pop() if len(sizes) == 1 else None
        if size is not None and fragment.text.isupper():
            fragment.size = size
            fragment.pieces = [
                replace(piece, size=fragment.size, style=replace(piece.style, size=fragment.size)) for piece in fragment.pieces
            ]


def _small_capitals(pieces: list[Piece]) -> list[Piece]:
    """The pieces in one size, where words are set in small capitals made from a smaller type: a large first letter, the rest of its word
    smaller. [] when they are not. Some programs name both kinds of letters as small ones: the large are put right.
    """
    sizes = [piece.size for piece in pieces]
    size = max(sizes)
    if min(sizes) > 0.97 * size:
        return []
    large = [piece for piece in pieces if piece.size > 0.97 * size]
    small = [piece for piece in pieces if piece not in large]
    if any(not SMALL_CAPITALS[0] * size <= piece.size <= SMALL_CAPITALS[1] * size for piece in small):
        return []
    heads = sum(
        before in large and after in small and before.y == after.y and _FIRST.search(before.text) is not None
        for before, after in pairwise(pieces)
    )
    letters = [char.isupper() for piece in small for char in piece.text if char.isalpha()]
    capital = sum(letters) / len(letters) if letters else 0.5
    if not heads or NAMED < capital < 1:  # a glyph of both "a" and "A" is named by the first it was used for
        return []
    named_small = capital < 1
    return [
        replace(
            piece,
            size=size,
            style=replace(piece.style, size=large[0].style.size),
            text=(piece.text.upper() if piece in large else piece.text.lower()) if named_small else piece.text,
        )
        for piece in pieces
    ]


def _mark(pieces: list[Piece]) -> tuple[str | None, list[Piece]]:
    """The mark of a symbol font that the pieces begin with, and the pieces after it."""
    first = pieces[0]
    if first.text.isascii() and not first.symbol and first.text != "o":  # as most
        return None, pieces
    if len(pieces) > 1 and (first.symbol or symbols.has_private(first.text) or first.text.strip() == "o"):
        if symbols.is_bullet(first.text, first.style.font, first.symbol):
            shown = symbols.plain(first.text.strip(), first.style.font, first.symbol)
            return "◦" if shown == "o" else shown.replace("\ufffd", "•"), pieces[1:]
    elif symbols.has_private(first.text[:1]):  # glued to its word
        shown = symbols.plain(first.text[0], first.style.font, first.symbol).replace("\ufffd", "•")
        return shown, [replace(first, text=first.text[1:].lstrip(), spaced=False), *pieces[1:]]
    return None, pieces


def _text(pieces: list[Piece], fragment: Fragment) -> tuple[str, tuple[Run, ...]]:
    """The cleaned text of a line and the runs that tile it."""
    texts = _cleaned(pieces)
    if len(pieces) == 1:
        text = texts[0]
        return text, (Run(0, len(text), pieces[0].style),) if text else ()
    parts: list[str] = []
    runs: list[Run] = []
    start, at, before, current = 0, 0, None, Style()
    raised, small = RAISED[0] * fragment.size, SMALL * fragment.size
    for piece, text in zip(pieces, texts, strict=True):
        if not text:
            continue
        style, size = piece.style, piece.size
        if fragment.y - piece.y >= raised and (size <= small or _RAISED_CALL.fullmatch(piece.text.strip())):
            style = replace(style, superscript=True)
        if before is None:
            current = style
        else:
            em = before.size if before.size > size else size
            apart = piece.x0 - before.x1
            consecutive = piece.order == before.order + 1 and before.size > SMALL * size  # after a small one PDFium sees no space
            if (
                apart > 0.25 * em
                or (piece.spaced if consecutive else apart > SPACE * em)
                or (before is pieces[0] and piece is pieces[1] and _numbers(before, piece))
            ):
                text = " " + text
            if style is not current and style != current:
                runs.append(Run(start, at, current))
                start, current = at, style
        parts.append(text)
        at += len(text)
        before = piece
    if parts:
        runs.append(Run(start, at, current))
    return "".join(parts), tuple(runs)


def _numbers(label: Piece, piece: Piece) -> bool:
    """Whether a number stands before a word ("3." and "Une" in large type leave less than a space between them)."""
    return _NUMBER.fullmatch(label.text) is not None and piece.text[:1].isalpha()


def _cleaned(pieces: list[Piece]) -> list[str]:
    """The text of each piece of a line, cleaned; a soft hyphen stays at the end of the line alone."""
    texts = [piece.text for piece in pieces]
    whole = "".join(texts)
    if not characters.is_clean(whole) or any([piece.symbol for piece in pieces]):
        texts = [characters.clean(symbols.plain(piece.text, piece.style.font, piece.symbol)).strip() for piece in pieces]
        whole = "".join(texts)
        if "\u00ad" in whole:
            texts = [*(text.removesuffix("\u00ad") for text in texts[:-1]), texts[-1]]
    return [_SPACES.sub(" ", text) for text in texts] if "  " in whole else texts


def _weights(runs: Iterable[Run]) -> dict[Style, int]:
    weights: dict[Style, int] = {}
    for run in runs:
        if not run.style.superscript:
            weights[run.style] = weights.get(run.style, 0) + run.end - run.start
    return weights or {next(iter(runs)).style: 1}
