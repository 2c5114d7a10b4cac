"""Which lines open an item: a bullet always does, a number only where its neighbours count on with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract import marks
from extract.layout import paragraphs
from extract.page import Line, Style
from extract.text import ends_sentence

_GLUED = 2  # lines with a dash glued to their first word that make it a mark
_BARE = re.compile(r"(\d{1,3})\s+(?=[^\W\d_]|[«\"“(])")
_DISPLAYED = 3  # numbers without a point that make a list
_LARGER = 1.08  # times the size: set apart
_NEAR = 4  # lines from one point of a list to the next at most, where its words are larger than text
_LONGEST_FIRST = 30  # a list that begins in the middle (an excerpt) begins below this number


def find(lines: Sequence[Line], indexes: Sequence[int], how: paragraphs.Measures) -> dict[int, marks.Mark]:
    """{line index: its mark} for the lines among `indexes` that a mark opens."""
    out: dict[int, marks.Mark] = {}
    numbered: dict[str, list[tuple[int, marks.Mark]]] = defaultdict(list)
    before: int | None = None
    glued: list[tuple[int, marks.Mark]] = []
    for index in indexes:
        line = lines[index]
        if line.mark is not None:
            out[index] = _generated(line)
        elif line.role not in ("code", "form"):
            mark = marks.find(line.text)
            if mark and mark.is_bullet and not _is_inside(lines, before, index, how, mark):
                out[index] = mark
            elif mark and not mark.is_bullet:
                row = numbered[f"{mark.script}.n" if len(mark.ordinal) > 1 else mark.family]
                if (row and marks.follows(mark, row[-1][1])) or not _is_inside(lines, before, index, how, mark):
                    row.append((index, mark))
            elif mark is None and (mark := marks.find_glued(line.text)) and not _is_inside(lines, before, index, how, mark):
                glued.append((index, mark))
        before = index
    if sum(lines[index].text[1].isalpha() for index, _ in glued) >= _GLUED:  # a negative figure makes no list
        out.update(glued)
    for family, found in numbered.items():
        out.update(_counted(family, found, numbered, lines))
    out.update(_lone_firsts(numbered, out))
    out.update(_displayed(lines, [index for index in indexes if index not in out], how))
    return out


def _displayed(lines: Sequence[Line], indexes: Sequence[int], how: paragraphs.Measures) -> dict[int, marks.Mark]:
    """Numbers without point or bracket that their setting alone makes marks: in colour, larger, or in a disc, before words set as text.

    They count on. Where the words after them are set apart too, or each is followed by much, they number headings.
    """
    row = [(index, *found) for index in indexes if (found := _display_number(lines[index])) is not None]
    counted = [one for place, one in enumerate(row) if any(abs(other[1] - one[1]) == 1 for other in row[max(0, place - 1) : place + 2])]
    if len(counted) < _DISPLAYED:
        return {}
    words = [_words_after(lines[index], end) for index, _, end in counted]
    bold = sum(all(style.bold for style in styles) for styles in words)
    large = sum(bool(how.body) and max(style.size for style in styles) > _LARGER * how.body for styles in words)
    near = sum(after[0] - before[0] <= _NEAR for before, after in pairwise(counted))
    if 2 * bold > len(counted) or (2 * large > len(counted) and 2 * near < len(counted)):
        return {}
    return {index: marks.Mark(marks.circled(number), end, "①") for index, number, end in counted}


def _display_number(line: Line) -> tuple[int, int] | None:
    """(number, where the words begin) of a line that begins with a number set otherwise than the words after it."""
    found = _BARE.match(line.text) if line.cell is None and line.role is None and len(line.runs) > 1 else None
    if found is None or line.runs[0].end > found.end() or line.runs[0].end < found.end(1):
        return None
    number, words = line.runs[0].style, line.runs[1].style
    apart = (number.bold, number.colour) != (words.bold, words.colour) or number.size > _LARGER * words.size
    return (int(found[1]), found.end()) if apart and not number.superscript else None


def _words_after(line: Line, end: int) -> list[Style]:
    return [run.style for run in line.runs if run.end > end]


def _lone_firsts(numbered: dict[str, list[tuple[int, marks.Mark]]], known: dict[int, marks.Mark]) -> dict[int, marks.Mark]:
    """The "a)" of a list of one, in a document whose other lists count a) b) c)."""
    families = {mark.family for index, mark in known.items() if mark.ordinal and mark.ordinal[-1] > 1}
    return {index: mark for family in families for index, mark in numbered.get(family, ()) if mark.ordinal == (1,)}


def _generated(line: Line) -> marks.Mark:
    """The mark of the format; a typed one after it ("• - mesures") goes with it."""
    mark = marks.of_format(line.mark or "")
    typed = marks.find(line.text) or marks.find_box(line.text)
    if typed and typed.is_bullet and mark.is_bullet and typed.end < len(line.text):
        return marks.Mark(f"{mark.text} {typed.text}", typed.end, mark.family)
    return mark


def _is_inside(lines: Sequence[Line], before: int | None, index: int, how: paragraphs.Measures, mark: marks.Mark) -> bool:
    """Whether the mark only looks like one: a dash or a figure that a wrapped line happens to begin with."""
    if before is None or (mark.is_bullet and not mark.is_dash):
        return False
    above, line = lines[before], lines[index]
    if ends_sentence(above.text) or (above.paragraph is not None and above.paragraph != line.paragraph):
        return False
    box, over = line.bbox, above.bbox
    if box and over and paragraphs.differs(above, line):
        return False  # a heading over the first point of its list
    if how.width is not None and line.number is not None and above.number is not None:
        full = above.indent + len(above.text) + 1 + len(mark.text) > how.width
        return full and line.number == above.number + 1 and (not mark.is_bullet or _opens_no_list(lines, index))
    if box and over and line.page == above.page:
        space = paragraphs.between(lines, before, index, how)
        close = space is not None and -0.5 < space <= how.leading + paragraphs.LOOSE
        wrapped = close and not paragraphs.fits(over, box, line.text, how.rights.get(before))
        return wrapped and (not mark.is_bullet or _opens_no_list(lines, index))
    return False


def _opens_no_list(lines: Sequence[Line], index: int) -> bool:
    """No line near bears the same mark at the same place: a dash inside a sentence."""
    sign, line = lines[index].text[:1], lines[index]
    for step in (*range(-6, 0), *range(1, 7)):
        if 0 <= index + step < len(lines):
            other = lines[index + step]
            if other.text[:1] == sign and abs(_left(other) - _left(line)) < 3:
                return False
    return True


def _left(line: Line) -> float:
    return line.bbox[0] if line.bbox else line.indent


def _counted(
    family: str, found: list[tuple[int, marks.Mark]], numbered: dict[str, list[tuple[int, marks.Mark]]], lines: Sequence[Line]
) -> dict[int, marks.Mark]:
    """Those of `found` that stand in a row: the one before or the one after counts on."""
    if family.endswith(".n"):
        return _decimals(found, numbered)
    out: dict[int, marks.Mark] = {}
    last: dict[str, marks.Mark] = {}
    open_marks: list[marks.Mark] = []
    for at, (index, mark) in enumerate(found):
        after = [other for _, other in found[at + 1 : at + 13]]
        counts_on = any(marks.follows(mark, other) for other in open_marks[-12:]) or any(marks.follows(other, mark) for other in after)
        alone = family[:1] == "1" and mark.ordinal == (1,) and lines[index].text[mark.end : mark.end + 1].isupper()
        if (counts_on and _may_begin(mark, open_marks)) or alone:
            out[index] = mark
            open_marks.append(mark)
            last[mark.family] = mark
    return out


def _may_begin(mark: marks.Mark, earlier: list[marks.Mark]) -> bool:
    return mark.ordinal[-1] <= _LONGEST_FIRST or any(marks.follows(mark, other) for other in earlier[-12:])


def _decimals(found: list[tuple[int, marks.Mark]], numbered: dict[str, list[tuple[int, marks.Mark]]]) -> dict[int, marks.Mark]:
    """Numbers of several parts (4.1, 4.1.2, II.1) that grow through the document."""
    out: dict[int, marks.Mark] = {}
    scripts = {mark.script for _, mark in found[:1]}
    above = {mark.ordinal for others in numbered.values() for _, mark in others if mark.script in scripts}
    for at, (index, mark) in enumerate(found):
        before = found[at - 1][1].ordinal if at else ()
        after = found[at + 1][1].ordinal if at + 1 < len(found) else ()
        grows = (before and before < mark.ordinal and mark.ordinal[0] - before[0] <= 2) or (
            after and mark.ordinal < after and after[0] - mark.ordinal[0] <= 2
        )
        if grows or (mark.ordinal[:1] in above and mark.ordinal[-1] == 1):
            out[index] = mark
    return out
