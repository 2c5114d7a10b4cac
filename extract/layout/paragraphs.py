"""Lines → groups that belong together: wrapped lines of a paragraph, a heading or an item, also across columns and pages.

The test that decides is the one a typesetter made: a line was wrapped if the next line's first word would not have fitted at its end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from extract import marks
from extract.page import BBox, Line, replace, value
from extract.text import ends_sentence, starts_low

_SCHEMATIC = re.compile("[↔↕⇔→←⇒⇐|]|<->|->|=>")  # a diagram set in words: "besoins ↔ règles ↔ moyens"
_POINTED = re.compile("[↔↕⇔→←⇒⇐|>]")  # quick: what most lines have none of
_GOES_ON = re.compile(r"(?:,|\b(?:d[eu]|des|et|ou|à|au|aux|la|le|les|un|une|en|pour|par|sur|avec|dans|que|qui)|[-–'’])$", re.I)
_LAST = 8  # characters that hold the last such word and what is before it
_CARRIES_ON = re.compile(r"(?:d[eu]|des|et|ou|à|au|aux|pour|sur|dans)\s|(?:D[EU]|DES|ET|OU|À|AU|AUX|POUR|SUR|DANS)\s")
_SIGNS = '»”")] .:;,!?'  # that may stand alone on a line
_OWN_LINES = {"heading", "title", "item", "caption", "rule", "toc", "code", "note", "figure"}  # roles that no other line goes on
_MIN_WRAPPED = 5  # adjacent lines that a text file needs before its right edge can be known
_WRAPPED_SHARE = 0.6  # of them that no following word would have fitted
_MAX_WIDTH = 132  # columns; longer lines are paragraphs, not wrapped
_PROSE = 45  # characters: after a line this long that ends no sentence, one that begins low goes on
_SLACK = 0.6  # a word fits only with this much room to spare, in average characters
LOOSE = 0.45  # more free space than between wrapped lines, in line heights: another paragraph
_SIZES = 0.09  # relative difference of type sizes that a reader sees
_SET_BACK = 0.4  # line heights to the left of where an item's words stand
_INDENT = 0.9  # line heights: a first line set in by this much opens a paragraph
_MIN_BESIDE = 4  # lines of a column with others right of them, that show where it ends
_BESIDE_SHARE = 0.3  # of its lines
_COLUMNS_APART = 60.0  # points between the left edges of lines of two columns
_DISPLAY = 1.25  # type this much larger than the body's is display type, whose lines break where the designer liked


@value
class Measures:
    """What the document's lines say about how it is set."""

    width: int | None  # columns, of a text file with wrapped lines
    rights: dict[int, float]  # line index → right edge of its column
    leading: float  # usual free space between wrapped lines, in line heights
    body: float  # type size of most characters
    low: list[bool]  # of each line: it begins with a small letter, and so begins no sentence
    spaces: list[float | None]  # of each line: the free space above it, as `gap` tells
    hanging: frozenset[str] = frozenset()  # families of marks whose items have their second lines set in


@value
class Group:
    """Lines that make one block, with the mark that opens them."""

    lines: tuple[int, ...]
    mark: marks.Mark | None


def measure(lines: Sequence[Line]) -> Measures:
    """How the document is set: right edges, leading, body size."""
    boxes = {index: line.bbox for index, line in enumerate(lines) if line.bbox}
    low = [starts_low(line.text) for line in lines]
    spaces = [None, *(gap(before, line) for before, line in pairwise(lines))]
    width = _text_width(lines) if len(boxes) < len(lines) else None
    return Measures(width, _right_edges(lines, boxes), _leading(boxes, low, spaces), _body_size(lines), low, spaces)


def group(lines: Sequence[Line], indexes: Sequence[int], opening: dict[int, marks.Mark], how: Measures) -> list[Group]:
    """`indexes` (lines in reading order, furniture left out) cut into groups; `opening` holds the mark of each line that has one."""
    how = replace(how, hanging=_hanging(lines, indexes, opening, how))
    groups: list[list[int]] = []
    members: list[int] = []
    left = inf  # where those after the first begin, the one furthest out
    for index in indexes:
        goes_on = bool(members) and index not in opening
        if goes_on and (_continues(lines, members, left, index, how, opening) or _is_lone_mark(lines, members, index, opening)):
            members.append(index)
            if box := lines[index].bbox:
                left = min(left, box[0])
        else:
            members, left = [index], inf
            groups.append(members)
    return [Group(tuple(members), opening.get(members[0])) for members in groups]


def _hanging(lines: Sequence[Line], indexes: Sequence[int], opening: dict[int, marks.Mark], how: Measures) -> frozenset[str]:
    """The families of marks after whose items' first lines words that begin low, and so go on, stand set in, and hardly ever do not."""
    steps: dict[str, list[bool]] = defaultdict(list)
    for before, after in pairwise(indexes):
        if before not in opening or after in opening or not how.low[after]:
            continue
        first, second = lines[before], lines[after]
        if not first.bbox or not second.bbox or first.page != second.page:
            continue
        space = between(lines, before, after, how)
        if space is not None and -0.5 < space < 1:
            steps[opening[before].family].append(second.bbox[0] >= first.bbox[0] + _SET_BACK * (second.bbox[3] - second.bbox[1]))
    return frozenset(family for family, found in steps.items() if sum(found) > 0.9 * len(found))


def gap(before: Line, line: Line) -> float | None:
    """Free space above `line` in line heights; in text files blank lines. None where the format does not say."""
    if line.bbox and before.bbox:
        if line.page != before.page:
            return None
        height = max(1.0, line.bbox[3] - line.bbox[1])
        return (line.bbox[1] - before.bbox[3]) / height
    if line.number and before.number and line.paragraph is None:
        return float(max(0, line.number - (before.last or before.number) - 1))
    if line.paragraph and before.paragraph and line.paragraph - before.paragraph > 1:
        return float(line.paragraph - before.paragraph - 1)  # empty paragraphs between
    return None


def between(lines: Sequence[Line], before: int, index: int, how: Measures) -> float | None:
    """The free space from one line to another, mostly the next, as `gap` tells."""
    return how.spaces[index] if index == before + 1 else gap(lines[before], lines[index])


def _continues(lines: Sequence[Line], members: list[int], left: float, index: int, how: Measures, opening: dict[int, marks.Mark]) -> bool:
    """Whether the line at `index` goes on the block of `members`, of which those after the first begin at `left`."""
    before, line = lines[members[-1]], lines[index]
    if line.role != before.role and (line.role in _OWN_LINES or before.role in _OWN_LINES):
        return False
    if line.cell != before.cell or line.boxed != before.boxed:
        return False
    if line.paragraph is not None and before.paragraph is not None:
        return line.paragraph == before.paragraph and (lines[members[0]].mark is not None or not _looks_apart(before, line))
    if line.text and line.page == before.page and not line.text.strip(_SIGNS):
        return True  # a closing sign that the wrap left alone
    if line.mark is not None or (before.role in ("title", "heading") and line.bbox is None):
        return False
    if _arrows(line.text) > 1:
        return False
    if before.bbox and line.bbox:
        return _flows(lines, members, left, index, before.bbox, line.bbox, how, opening)
    return _follows_in_text(lines, members, index, how, opening)


def _arrows(text: str) -> int:
    return len(_SCHEMATIC.findall(text)) if _POINTED.search(text) else 0


def _is_lone_mark(lines: Sequence[Line], members: list[int], index: int, opening: dict[int, marks.Mark]) -> bool:
    """A bullet alone on its line, as some PDF writers set it, goes with the words after it."""
    last = members[-1]
    mark = opening.get(last)
    return (
        len(members) == 1 and mark is not None and mark.end >= len(lines[last].text.rstrip()) > 0 and lines[last].page == lines[index].page
    )


def _looks_apart(before: Line, line: Line) -> bool:
    """A bold line over plain ones in one paragraph: a heading that someone set with a soft break."""
    return before.style.bold != line.style.bold and not starts_low(line.text) and _is_whole(before) and not before.text.endswith((",", "-"))


def _is_whole(line: Line) -> bool:
    return len(line.runs) <= 1 or all(run.style.bold == line.style.bold for run in line.runs)


# Text files


def _text_width(lines: Sequence[Line]) -> int | None:
    """The column where a text file's lines were wrapped, or None when each line is a paragraph."""
    rights, words = [], []
    for before, line in pairwise(lines):
        if (
            line.bbox
            or line.paragraph is not None
            or not line.number
            or line.cell
            or before.cell
            or line.number != (before.number or 0) + 1
        ):
            continue
        if line.role == "rule" or before.role == "rule" or _arrows(before.text) or ((mark := marks.find(line.text)) and mark.is_bullet):
            continue
        rights.append(int(before.indent) + len(before.text))
        words.append(len(line.text.split(" ", 1)[0]))
    short = [right for right in rights if right <= _MAX_WIDTH]
    if len(short) < max(_MIN_WRAPPED, 0.7 * len(rights)):
        return None
    words = [word for right, word in zip(rights, words, strict=True) if right <= _MAX_WIDTH]
    rights = short
    width = sorted(rights)[int(len(rights) * 0.93)]
    wrapped = sum(right + 1 + word > width for right, word in zip(rights, words, strict=True))
    return width if wrapped >= _WRAPPED_SHARE * len(rights) else None


def _follows_in_text(lines: Sequence[Line], members: list[int], index: int, how: Measures, opening: dict[int, marks.Mark]) -> bool:
    before, line = lines[members[-1]], lines[index]
    if not line.number or not before.number or (line.number != before.number + 1 and line.number != before.number):
        return False
    if before.ruled:
        return False
    low = how.low[index]
    if how.width is not None:
        right = before.indent + len(before.text)
        if right + 1 + len(line.text.split(" ", 1)[0]) > how.width:
            return True
    if not low:
        return False
    if ends_sentence(before.text):
        after = lines[index + 1] if index + 1 < len(lines) else None
        alone = len(members) == 1 and (after is None or after.number is None or after.number > line.number + 1)
        return before.text.rstrip().endswith(":") and alone and marks.find(before.text) is None
    return members[0] in opening or how.width is not None or _goes_on(before.text) or len(before.text) >= _PROSE


# Pages


def _flows(
    lines: Sequence[Line],
    members: list[int],
    left: float,
    index: int,
    above: BBox,
    box: BBox,
    how: Measures,
    opening: dict[int, marks.Mark],
) -> bool:
    before, line, mark = lines[members[-1]], lines[index], opening.get(members[0])
    low, wrapped = how.low[index], not fits(above, box, line.text, how.rights.get(members[-1]))
    hyphen = before.text[-1:] in "-‐\u00ad" and before.text[-2:-1].isalpha()
    if differs(before, line) and not (low and wrapped):
        return False
    space = between(lines, members[-1], index, how)
    height = box[3] - box[1]
    if space is None or space < -0.5 or space > 8:  # another page or column
        if any([lines[between].cell is not None for between in range(members[-1] + 1, index)]):
            return False
        return hyphen or ((low or (wrapped and mark is not None)) and not ends_sentence(before.text))
    if space > how.leading + LOOSE:
        return hyphen and space < how.leading + 2
    if len(members) > 1:
        if box[0] > left + _INDENT * height and not low and not _is_centred(lines, members, box):
            return False
        if mark is not None and box[0] < left - _SET_BACK * height and not low:
            return False  # further out than the words of the item
    elif mark is not None:
        if box[0] < above[0] - _INDENT * height * 0.5:
            return low and wrapped
        if mark.family in how.hanging and not low and box[0] < above[0] + _SET_BACK * height:
            return False  # right under the mark, where this list's second lines do not stand
    if wrapped or hyphen:
        return True
    if how.body and line.style.size > _DISPLAY * how.body and not ends_sentence(before.text):
        return True
    if before.style == line.style and _is_open(lines, members, line):
        return True
    return low and not ends_sentence(before.text)


def _is_open(lines: Sequence[Line], members: list[int], line: Line) -> bool:
    """Whether the words so far cannot be all: a quote or bracket is still open, or they end or go on in "de", "et" …"""
    text = " ".join(lines[member].text for member in members)
    if ends_sentence(text):
        return False
    unclosed = any(text.count(left) > text.count(right) for left, right in ("«»", "()", "“”"))
    return unclosed or _goes_on(text) or _CARRIES_ON.match(line.text) is not None


def _goes_on(text: str) -> bool:
    """Whether text ends in a word or sign after which more must come."""
    return _GOES_ON.search(text.rstrip()[-_LAST:]) is not None


def differs(before: Line, line: Line) -> bool:
    """Set in another size, weight or colour: another thing."""
    if before.style is line.style:  # as most
        return False
    sizes = before.style.size, line.style.size
    if all(sizes) and abs(sizes[0] - sizes[1]) > _SIZES * max(sizes):
        return True
    if before.style.bold != line.style.bold and _is_whole(before) and _is_whole(line):
        return True
    return before.style.colour != line.style.colour and _is_in_one_colour(before) and _is_in_one_colour(line)


def _is_in_one_colour(line: Line) -> bool:
    return all(run.style.colour == line.style.colour for run in line.runs)


def _is_centred(lines: Sequence[Line], members: list[int], box: BBox) -> bool:
    boxes = [box, *(other for member in members if (other := lines[member].bbox))]
    middles = [(left + right) / 2 for left, _, right, _ in boxes]
    return max(middles) - min(middles) < 3


def fits(above: BBox, box: BBox, text: str, right: float | None) -> bool:
    """Whether the first word of the line `text` at `box` would have fitted at the end of the one above, whose column ends at `right`."""
    if right is None or not text:
        return False
    em = (box[2] - box[0]) / len(text)
    word = len(text.partition(" ")[0])
    return above[2] + em * (1 + word) < right - _SLACK * em


def _right_edges(lines: Sequence[Line], boxes: dict[int, BBox]) -> dict[int, float]:
    """Right edge of the column of each line that has a place: its page's where that has lines enough, else the document's."""
    pages: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, box in boxes.items():
        line = lines[index]
        pages[line.page, round((box[0] - line.indent) / 12)].append(index)
    alike: dict[int, list[float]] = defaultdict(list)
    for (_, left), members in pages.items():
        alike[left] += [boxes[member][2] for member in members]
    usual = {left: sorted(edges)[int(len(edges) * 0.95)] for left, edges in alike.items()}
    out: dict[int, float] = {}
    for (_, left), members in pages.items():
        edge = max([boxes[member][2] for member in members])
        if len(members) < 8:
            edge = max(edge, usual[left])
        out.update(dict.fromkeys(members, edge))
        for column in _columns(boxes, members):
            out.update(dict.fromkeys(column, max([boxes[member][2] for member in column])))
    return out


def _columns(boxes: dict[int, BBox], members: Sequence[int]) -> list[list[int]]:
    """The lines of a page that stand in a column with another one right of it, column by column."""
    beside = _beside(boxes, members)
    if len(beside) < _MIN_BESIDE:
        return []
    columns: list[list[int]] = []
    for index in sorted(members, key=lambda index: boxes[index][0]):
        if columns and boxes[index][0] - boxes[columns[-1][-1]][0] <= _COLUMNS_APART:
            columns[-1].append(index)
        else:
            columns.append([index])
    out = []
    for column in columns:
        shown = [index for index in column if index in beside]
        if len(shown) < _MIN_BESIDE:
            continue
        top, bottom = min(boxes[index][1] for index in shown), max(boxes[index][3] for index in shown)
        level = [index for index in column if top <= boxes[index][3] and boxes[index][1] <= bottom]
        if len(shown) >= _BESIDE_SHARE * len(level):
            limit = sorted(beside[index] for index in shown)[len(shown) // 2]
            out.append([index for index in level if boxes[index][2] < limit])
    return out


def _beside(boxes: dict[int, BBox], members: Sequence[int]) -> dict[int, float]:
    """{line: where the nearest line right of it begins}, of those that have one on their height."""
    order = sorted(members, key=lambda index: boxes[index][1])
    out: dict[int, float] = {}
    for place, index in enumerate(order):
        x0, top, x1, bottom = boxes[index]
        middle = bottom - 0.5 * (bottom - top)
        for other in order[place + 1 :]:
            left, high, right, _ = boxes[other]
            if high > middle:
                break
            if left >= x1:
                out[index] = min(out.get(index, left), left)
            elif right <= x0:
                out[other] = min(out.get(other, x0), x0)
    return out


def _leading(boxes: dict[int, BBox], low: list[bool], spaces: list[float | None]) -> float:
    """The usual free space between wrapped lines: lines that begin low follow their like."""
    found: Counter[float] = Counter()
    for index in boxes:
        space = spaces[index]
        if low[index] and space is not None and -0.5 < space < 1.5 and index - 1 in boxes:
            found[round(space, 1)] += 1
    return max(found, key=lambda space: (found[space], -space)) if found else 0.3


def _body_size(lines: Sequence[Line]) -> float:
    sizes: dict[float, int] = {}
    for line in lines:
        size = line.style.size
        sizes[size] = sizes.get(size, 0) + len(line.text)
    sizes.pop(0.0, None)  # unknown
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
