"""Paragraphs that belong to the item above them: a bulleted title with its own paragraph, an item that goes on over a page.

They are set in like the item's own words, and further in than the page's other paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract import marks
from extract.page import Block, Line, Passage, replace, value
from extract.text import ends_sentence

_NEAR = 3.0  # points, between left edges that a reader takes for one
_TITLE_WORDS = 14  # of a bulleted title
_SPEECH = re.compile(r"[^«»:.]{2,40}\s?:\s*«[^«»]+»\s*[.!?…]?")  # "Mme Riou : « … »": what somebody says of it
_TIGHT = 0.75  # line heights: closer paragraphs are one


@value
class Edges:
    """Where things stand in the document: how far the second lines of items hang in (-1 when none tells), the left edge of most text,
    and, in a text file, how far the first lines of its paragraphs are set in (None when they are not)."""

    hanging: float
    body: float
    opened: float | None


def join(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """`blocks`, each item together with the paragraph that is its own."""
    edges: Edges | None = None  # looked for when a paragraph comes after an item
    out: list[Block] = []
    last: int | None = None  # place in `out` of the item that may go on
    for block in blocks:
        if block.kind == "aside":
            out.append(block)
            continue
        if last is not None and block.kind == "prose":
            edges = edges or Edges(_hanging(blocks, lines), _body_left(lines), _opened(blocks, lines))
            if _is_own(out[last], block, lines, edges):
                out[last] = _joined(out[last], block)
                continue
        last = len(out) if block.kind == "item" else None
        out.append(block)
    return out


def _hanging(blocks: Sequence[Block], lines: Sequence[Line]) -> float:
    """How much further in than their first line the second lines of items stand, usually."""
    steps: Counter[float] = Counter()
    for block in blocks:
        if block.kind == "item" and len(block.lines) > 1:
            first, second = lines[block.lines[0]], lines[block.lines[1]]
            if first.bbox and second.bbox and first.page == second.page:
                steps[round(second.bbox[0] - first.bbox[0])] += 1
    return max(steps, key=lambda step: (steps[step], -step)) if steps else -1.0


def _is_own(item: Block, block: Block, lines: Sequence[Line], edges: Edges) -> bool:
    if block.role in ("heading", "title", "caption", "band", "row-heading", "row-note") or "boxed" in block.looks:
        return False
    if _stands_out(item, block, lines) or _SPEECH.fullmatch(block.text.text.strip()):
        return False
    title = _is_title(item)
    taken = _paragraphs(item, lines) > 1
    if not _stands_in(item, block, lines, edges):
        return False
    if _is_tight(block) and not (title and not taken):
        return True
    if title and not taken:
        return not _is_like(item, block)
    return block.page != item.page and not taken and _is_first_on_page(block, lines)


def _stands_out(item: Block, block: Block, lines: Sequence[Line]) -> bool:
    """Whether the paragraph is bold or coloured where the item's own first words are not: it heads something."""
    first = lines[item.lines[0]].style
    return block.bbox is not None and (
        ("bold" in block.looks and not first.bold) or (first.colour in (None, 0) and block.style.colour not in (None, 0))
    )


def _is_title(item: Block) -> bool:
    text = item.text.text
    return len(text.split()) <= _TITLE_WORDS and (not ends_sentence(text) or text.rstrip().endswith((":", "?")))


def _is_like(item: Block, block: Block) -> bool:
    """Two titles in a row, or a title and a heading: the paragraph is set like the title itself, and stands out as it does."""
    return "bold" in item.looks and "bold" in block.looks


def _paragraphs(item: Block, lines: Sequence[Line]) -> int:
    """How many paragraphs the item has taken: where its style changes, or space parts its lines."""
    count = 1
    for before, after in pairwise(item.lines):
        first, second = lines[before], lines[after]
        if first.style.bold != second.style.bold or first.paragraph != second.paragraph:
            count += 1
    return count


def _is_tight(block: Block) -> bool:
    return block.gap is not None and block.bbox is not None and -0.5 < block.gap < _TIGHT


def _stands_in(item: Block, block: Block, lines: Sequence[Line], edges: Edges) -> bool:
    """Whether the paragraph begins where the item's own words do, set in from the margin."""
    first, line = lines[item.lines[0]], lines[block.lines[0]]
    if line.bbox and first.bbox:
        second = next((box for at in item.lines[1:] if lines[at].page == first.page and (box := lines[at].bbox)), None)
        if second is not None:
            words = second[0]
        elif edges.hanging > 0:
            words = first.bbox[0] + edges.hanging
        else:
            words = line.bbox[0] if 4 < line.bbox[0] - first.bbox[0] < 40 else first.bbox[0]
        margin = line.bbox[0] - line.indent
        edge = margin if marks.is_circled(first.mark) else max(margin, edges.body)
        return abs(line.bbox[0] - words) <= _NEAR and line.bbox[0] > edge + 2 * _NEAR
    if line.role is None and line.level and first.role == "item":
        return line.level == first.level and not block.text.text.endswith(":")  # the format says that it belongs to a list item
    if line.paragraph is not None and first.paragraph is not None:
        return line.indent > 0 and line.indent >= first.indent > 0
    if line.number and first.number:
        return line.indent > first.indent + 1 and line.indent != edges.opened and not _goes_back(block, lines)
    return False


def _opened(blocks: Sequence[Block], lines: Sequence[Line]) -> float | None:
    """How far a text file's paragraphs of several lines have their first line set in, where most have it so.

    "     L'an 1999 restera celui du déménagement. En trois
    week-ends, nos livres ont quitté le presbytère."
    """
    prose = [block for block in blocks if block.kind == "prose" and len(block.lines) > 1 and lines[block.lines[0]].number]
    indents = Counter(lines[block.lines[0]].indent for block in prose if _goes_back(block, lines))
    usual = max(indents, key=lambda indent: indents[indent], default=None)
    return usual if usual is not None and indents[usual] > len(prose) / 2 else None


def _goes_back(block: Block, lines: Sequence[Line]) -> bool:
    """Whether a text file's paragraph has its first line set in from the others."""
    first = lines[block.lines[0]]
    return first.bbox is None and first.paragraph is None and any(lines[at].indent < first.indent for at in block.lines[1:])


def _body_left(lines: Sequence[Line]) -> float:
    """The left edge of most unmarked lines."""
    lefts = Counter(round(line.bbox[0]) for line in lines if line.bbox and line.mark is None)
    return float(max(lefts, key=lambda left: (lefts[left], -left))) if lefts else 0.0


def _is_first_on_page(block: Block, lines: Sequence[Line]) -> bool:
    index = block.lines[0]
    return index == 0 or lines[index - 1].page != lines[index].page


def _joined(item: Block, block: Block) -> Block:
    glue = " "
    shift = len(item.text.text) + len(glue)
    more = ((begin + shift, at, size) for begin, at, size in block.text.pieces)
    words = Passage(item.text.text + glue + block.text.text, (*item.text.pieces, *more))
    role = "item" if item.role in ("heading", None) else item.role
    return replace(item, text=words, printed=None, lines=(*item.lines, *block.lines), role=role, looks=item.looks & block.looks)
