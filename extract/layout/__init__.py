"""Pages → Transcript (all lines in reading order) → Blocks (lines that belong together, marks taken off, furniture set aside).

What reads in columns is decided in `order`, what stands in a table without rules in `grids`; which lines belong together in `paragraphs`;
what is set aside in `furniture` and `asides`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from extract import model, page
from extract.layout import asides, contents, continued, enumerations, furniture, grids, order, paragraphs, tables
from extract.layout.hyphens import Joiner
from extract.terms import Flag


def transcribe(reading: page.Reading) -> tuple[page.Transcript, tuple[model.Notice, ...]]:
    """The document's one text: the lines of all pages in reading order, joined by line ends."""
    lines: list[page.Line] = []
    tables = 1 + max((line.cell.table for sheet in reading.pages for line in sheet.lines if line.cell), default=-1)
    for sheet in reading.pages:
        filled, tables = grids.placed(sheet, tables)
        lines += filled.lines if reading.ordered else order.reading_order(filled)
    return page.Transcript.of(tuple(lines)), ()


def blocks(transcript: page.Transcript, reading: page.Reading) -> tuple[tuple[page.Block, ...], tuple[model.Notice, ...]]:
    """Every line in exactly one block, in reading order.

    "item" where a mark opens it, "table" for a row, "aside" with its reason, else "prose".
    """
    lines = transcript.lines
    how = paragraphs.measure(lines)
    reasons = furniture.find(lines, reading, how.body)
    reasons |= furniture.notes(lines, reasons, how.body)
    rows = tables.rows(lines, set(reasons))
    rest = [index for index in range(len(lines)) if index not in reasons]
    reasons |= dict.fromkeys(contents.find(lines, rest), "contents")
    rows = [row for row in rows if not any(index in reasons for index in row.lines)]
    in_rows = {index for row in rows for index in (*row.lines, *row.label, *row.note)}
    free = [index for index in range(len(lines)) if index not in reasons and index not in in_rows]
    opening = enumerations.find(lines, free, how)
    groups = paragraphs.group(lines, free, opening, how)
    joiner = Joiner(transcript)
    parts = [*(group.lines for group in groups), *(part for row in rows for part in row.parts), *((index,) for index in reasons)]
    gaps = _gaps(parts, lines, how)
    made = [_block(transcript, joiner, gaps, group) for group in groups]
    made += [block for row in rows for block in _row_blocks(transcript, joiner, gaps, row)]
    made += [_aside(transcript, gaps, index, reason) for index, reason in reasons.items()]
    made.sort(key=lambda block: block.lines[0])
    return tuple(continued.join(asides.set_aside(made, transcript, reading), lines)), ()


def _gaps(parts: Iterable[tuple[int, ...]], lines: Sequence[page.Line], how: paragraphs.Measures) -> dict[int, float | None]:
    """{first line: the free space above it} of parts of the text, which all its lines make up."""
    ends = sorted((part[0], part[-1]) for part in parts)
    gaps: dict[int, float | None] = {first: None for first, _ in ends[:1]}
    for (_, before), (first, _) in pairwise(ends):
        gaps[first] = paragraphs.between(lines, before, first, how)
    return gaps


def _block(transcript: page.Transcript, joiner: Joiner, gaps: dict[int, float | None], group: paragraphs.Group) -> page.Block:
    """The block of a group: prose, or an item when a mark opens it."""
    members = [transcript.lines[index] for index in group.lines]
    mark, first = group.mark, members[0]
    words = joiner.passage(group.lines, mark.end if mark else 0)
    read = [line.ocr for line in members if line.ocr is not None]
    return page.Block(
        kind="item" if mark else "prose",
        lines=group.lines,
        text=words,
        mark=mark.text if mark else None,
        role=_role(members),
        level=first.level,
        style=_style(members),
        page=first.page,
        bbox=_box(members),
        indent=first.indent,
        gap=gaps[group.lines[0]],
        confidence=min(read) if read else 1.0,
        flags=_flags(members, read),
        printed=_printed(joiner, group, words) if mark else None,
        looks=_looks(members),
    )


def _printed(joiner: Joiner, group: paragraphs.Group, words: page.Passage) -> page.Passage:
    """The block's words with the mark, as the page shows them."""
    if group.mark is None or group.mark.end:
        return joiner.passage(group.lines)
    lead = f"{group.mark.text} "  # a number that the format generates is on the page, but in no line
    return page.Passage(lead + words.text, tuple([(begin + len(lead), source, size) for begin, source, size in words.pieces]))


_OCR_SURE = 0.75  # mean confidence of a line under which Tesseract's words are often wrong


def _role(members: list[page.Line]) -> str | None:
    """The role that all lines have."""
    role = members[0].role
    return role if len(members) == 1 or all([line.role == role for line in members]) else None


def _style(members: list[page.Line]) -> page.Style:
    """The style of most characters."""
    first = members[0].style
    if len(members) == 1 or all([line.style is first for line in members]):
        return first
    styles: dict[page.Style, int] = {}
    for line in members:
        styles[line.style] = styles.get(line.style, 0) + len(line.text)
    return max(styles, key=styles.__getitem__)


def _flags(members: list[page.Line], read: list[float]) -> tuple[Flag, ...]:
    """What a reader of the record should know of the lines: `read` from pixels, badly so, or invisible on the page."""
    hidden = [line for line in members if line.style.invisible]
    if not read and not hidden:
        return ()
    flags: set[Flag] = set()
    if read:
        flags.add("ocr")
    if read and min(read) < _OCR_SURE:
        flags.add("ocr-low")
    letters = sum(len(line.text) for line in members)
    if letters and sum(len(line.text) for line in hidden) > letters / 2:
        flags.add("hidden-text")
    return tuple(sorted(flags))


def _looks(members: list[page.Line]) -> frozenset[str]:
    bold = italic = underline = boxed = True
    ruled = False
    for line in members:
        for style in _styles(line):
            bold, italic, underline = bold and style.bold, italic and style.italic, underline and style.underline
        boxed, ruled = boxed and line.boxed, ruled or line.ruled
    text = "".join([line.text for line in members])
    return _named(bold, italic, underline, text.isupper() and _is_capitals(text), boxed, ruled)


@cache
def _named(*looks: bool) -> frozenset[str]:
    return frozenset(name for name, is_so in zip(("bold", "italic", "underline", "caps", "boxed", "ruled"), looks, strict=True) if is_so)


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and all(char.isupper() for char in letters)


def _styles(line: page.Line) -> list[page.Style]:
    """The styles of the line's runs that hold letters; the style of blanks and signs says nothing."""
    if len(line.runs) == 1:
        return [line.runs[0].style]
    telling = [run.style for run in line.runs if any(map(str.isalnum, line.text[run.start : run.end]))]
    return telling or [run.style for run in line.runs] or [line.style]


def _box(members: list[page.Line]) -> page.BBox | None:
    """The box around those of the lines that stand on the first one's page."""
    first = members[0]
    if len(members) == 1:
        return first.bbox
    boxes = [line.bbox for line in members if line.bbox and line.page == first.page]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _row_blocks(transcript: page.Transcript, joiner: Joiner, gaps: dict[int, float | None], row: tables.Row) -> list[page.Block]:
    """The row, and before it the name of the rows it opens, with its explanation."""
    out = []
    for members, role in ((row.label, "band" if row.is_band else "row-heading"), (row.note, "row-note")):
        if members:
            block = _block(transcript, joiner, gaps, paragraphs.Group(members, None))
            out.append(page.replace(block, role=role, level=None, indent=0.0))
    if row.cells:
        cells = tuple(joiner.passage(row.cells.get(column, ())) for column in range(1 + max(row.cells)))
        block = _block(transcript, joiner, gaps, paragraphs.Group(row.lines, None))
        role = "table-header" if row.header else "table"
        out.append(page.replace(block, kind="table", cells=cells, role=role, level=None, indent=0.0))
    return out


def _aside(transcript: page.Transcript, gaps: dict[int, float | None], index: int, reason: str) -> page.Block:
    line = transcript.lines[index]
    passage = page.Passage.of(line.text, transcript.starts[index])
    if reason == "contents":  # an entry testifies to a heading: its words without mark, leaders and page
        start, end = contents.title_span(line.text)
        passage = passage.part(start, end) if end > start else passage
    return page.Block(
        kind="aside",
        lines=(index,),
        text=passage,
        reason=reason,
        role=line.role,
        style=line.style,
        page=line.page,
        bbox=line.bbox,
        gap=gaps[index],
    )
