"""Pages → Transcript (all lines in reading order) → Blocks (lines that belong together, marks taken off, furniture set aside).

What reads in columns is decided in `order`, what stands in a table without rules in `grids`; which lines belong together in `paragraphs`;
what is set aside in `furniture` and `asides`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract import model, page
from extract.layout import asides, contents, continued, enumerations, furniture, grids, paragraphs, tables
from extract.layout.hyphens import Joiner


def transcribe(reading: page.Reading) -> tuple[page.Transcript, tuple[model.Notice, ...]]:
    """The document's one text: the lines of all pages in reading order, joined by line ends."""
    lines: list[page.Line] = []
    tables = 1 + max((line.cell.table for sheet in reading.pages for line in sheet.lines if line.cell), default=-1)
    for sheet in reading.pages:
        filled, tables = grids.placed(sheet, tables)
        lines += _ordered(filled)
    return page.Transcript.of(tuple(lines)), ()


def blocks(transcript: page.Transcript, reading: page.Reading) -> tuple[tuple[page.Block, ...], tuple[model.Notice, ...]]:
    """Every line in exactly one block, in reading order.

    "item" where a mark opens it, "table" for a row, "aside" with its reason, else "prose".
    """
    lines = transcript.lines
    how = paragraphs.measure(lines)
    reasons = furniture.find(lines, reading, how.body)
    rows = tables.rows(lines, set(reasons))
    rest = [index for index in range(len(lines)) if index not in reasons]
    reasons |= dict.fromkeys(contents.find(lines, rest), "contents")
    rows = [row for row in rows if not any(index in reasons for index in row.lines)]
    in_rows = {index for row in rows for index in (*row.lines, *row.label, *row.note)}
    free = [index for index in range(len(lines)) if index not in reasons and index not in in_rows]
    opening = enumerations.find(lines, free, how)
    groups = paragraphs.group(lines, free, opening, how)
    joiner = Joiner(transcript)
    made = [_block(transcript, joiner, group) for group in groups]
    made += [block for row in rows for block in _row_blocks(transcript, joiner, row)]
    made += [_aside(transcript, index, reason) for index, reason in reasons.items()]
    made.sort(key=lambda block: block.lines[0])
    made = _spaced(made, lines)
    return tuple(continued.join(asides.set_aside(made, transcript, reading), lines)), ()


def _ordered(sheet: page.Page) -> Sequence[page.Line]:
    try:
        from extract.layout import order
    except ImportError:
        return sheet.lines
    return order.reading_order(sheet)


def _block(transcript: page.Transcript, joiner: Joiner, group: paragraphs.Group) -> page.Block:
    """The block of a group: prose, or an item when a mark opens it."""
    members = [transcript.lines[index] for index in group.lines]
    mark, first = group.mark, members[0]
    words = joiner.passage((index, mark.end if mark and order == 0 else 0) for order, index in enumerate(group.lines))
    base = page.Block(
        kind="item" if mark else "prose",
        lines=group.lines,
        text=words,
        mark=mark.text if mark else None,
        printed=_printed(joiner, group) if mark else None,
        **_common(members),
    )
    return replace(base, indent=first.indent, level=first.level)


def _printed(joiner: Joiner, group: paragraphs.Group) -> page.Passage:
    """The block's words with the mark, as the page shows them."""
    whole = joiner.passage((index, 0) for index in group.lines)
    if group.mark is None or group.mark.end:
        return whole
    lead = f"{group.mark.text} "  # a number that the format generates is on the page, but in no line
    return page.Passage(lead + whole.text, tuple((begin + len(lead), source, size) for begin, source, size in whole.pieces))


_OCR_SURE = 0.75  # mean confidence of a line under which Tesseract's words are often wrong


def _common(members: list[page.Line]) -> dict:
    """What a block takes from all its lines: role, style, looks, place, flags."""
    styles: dict[page.Style, int] = {}
    for line in members:
        styles[line.style] = styles.get(line.style, 0) + len(line.text)
    roles = {line.role for line in members}
    return {
        "role": roles.pop() if len(roles) == 1 else None,
        "style": max(styles, key=styles.__getitem__),
        "looks": _looks(members),
        "page": members[0].page,
        "bbox": _box([line.bbox for line in members if line.bbox and line.page == members[0].page]),
        "confidence": min((line.ocr for line in members if line.ocr is not None), default=1.0),
        "flags": _flags(members),
    }


def _flags(members: list[page.Line]) -> tuple[str, ...]:
    """What a reader of the record should know of the lines: read from pixels, badly so, or invisible on the page."""
    read = [line.ocr for line in members if line.ocr is not None]
    flags = {"ocr"} if read else set()
    if read and min(read) < _OCR_SURE:
        flags.add("ocr-low")
    letters = sum(len(line.text) for line in members)
    if letters and sum(len(line.text) for line in members if line.style.invisible) > letters / 2:
        flags.add("hidden-text")
    return tuple(sorted(flags))


def _looks(members: list[page.Line]) -> frozenset[str]:
    looks = set()
    for name in ("bold", "italic", "underline"):
        if all(getattr(run.style, name) for line in members for run in _words(line)):
            looks.add(name)
    letters = [char for line in members for char in line.text if char.isalpha()]
    if len(letters) > 3 and all(char.isupper() for char in letters):
        looks.add("caps")
    if all(line.boxed for line in members):
        looks.add("boxed")
    if any(line.ruled for line in members):
        looks.add("ruled")
    return frozenset(looks)


def _words(line: page.Line) -> list[page.Run]:
    """The line's runs that hold letters; the style of blanks and signs says nothing."""
    if not line.runs:
        return [page.Run(0, len(line.text), line.style)]
    return [run for run in line.runs if any(char.isalnum() for char in line.text[run.start : run.end])] or list(line.runs)


def _box(boxes: list[page.BBox]) -> page.BBox | None:
    if not boxes:
        return None
    return min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)


def _row_blocks(transcript: page.Transcript, joiner: Joiner, row: tables.Row) -> list[page.Block]:
    """The row, and before it the name of the rows it opens, with its explanation."""
    lines, out = transcript.lines, []
    for members, role in ((row.label, "row-heading"), (row.note, "row-note")):
        if members:
            words = joiner.passage((index, 0) for index in members)
            out.append(page.Block(kind="prose", lines=members, text=words, **{**_common([lines[at] for at in members]), "role": role}))
    if row.cells:
        cells = [joiner.passage((index, 0) for index in row.cells.get(column, ())) for column in range(1 + max(row.cells))]
        common = {**_common([lines[index] for index in row.lines]), "role": "table-header" if row.header else "table"}
        words = joiner.passage((index, 0) for index in row.lines)
        out.append(page.Block(kind="table", lines=row.lines, text=words, cells=tuple(cells), **common))
    return out


def _aside(transcript: page.Transcript, index: int, reason: str) -> page.Block:
    line = transcript.lines[index]
    words = line.text
    passage = page.Passage.of(words, transcript.starts[index])
    if reason == "contents":  # an entry testifies to a heading: its words without mark, leaders and page
        start, end = contents.title_span(words)
        passage = passage.part(start, end) if end > start else passage
    return page.Block(
        kind="aside", lines=(index,), text=passage, reason=reason, role=line.role, style=line.style, page=line.page, bbox=line.bbox
    )


def _spaced(made: list[page.Block], lines: Sequence[page.Line]) -> list[page.Block]:
    """The blocks with the free space above each."""
    out, before = [], None
    for block in made:
        first = lines[block.lines[0]]
        out.append(replace(block, gap=paragraphs.gap(lines[before] if before is not None else None, first)))
        before = block.lines[-1]
    return out
