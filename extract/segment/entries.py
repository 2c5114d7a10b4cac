"""Items → Entries: nested by mark, indent, number and meaning, each under its heading and with the line that introduces its list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.page import Block, Passage
from extract.terms import Flag, Form
from extract.text import count_words, ends_sentence, starts_low

_STEP = 4.0  # points; items closer than this have one indent
_DEEPER = 12.0  # points; so far in, an item stands deeper whatever level its list says
_ACROSS = 100.0  # points to the left or right: the list goes on in another column
_APART = 60.0  # points between the left edges of what stands in two columns
_COLUMNS = 1.0  # the same for text files, in columns
_LEAD_IN_WORDS = 16  # a line without ":" introduces a list only if it is this short
_TAG_WORDS = 3  # a lead-in so short, its colon included, leans on the sentence before it
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Þ«])")


@dataclass(slots=True)
class Node:
    """An item of a list, before it becomes an Entry."""

    at: int  # index of the block
    block: Block
    text: Passage
    heading: int | None
    family: str
    mark: str | None
    form: Form
    indent: float = 0.0
    parent: int | None = None  # index of a node
    lead_in: Passage | None = None
    columns: tuple[tuple[str, Passage], ...] = ()
    depth: int = 1
    confidence: float = 1.0
    flags: tuple[Flag, ...] = ()


def nest(nodes: list[Node], lists: Sequence[Sequence[int]], columns: Columns) -> None:
    """Sets `parent` and `depth` of the nodes; `lists` are runs of node indexes that nothing interrupts."""
    for members in lists:
        _nest_list(nodes, members, columns)
    for node in nodes:
        node.depth = 1 if node.parent is None else nodes[node.parent].depth + 1


class Columns:
    """The columns that a document's blocks stand in. Found when first asked for; most lists stay in one."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def left(self, at: int) -> float:
        """The left edge of the column a block stands in; 0 where it has no place."""
        return self._edges.get(at, 0.0)

    @cached_property
    def _edges(self) -> dict[int, float]:
        pages: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for at, block in enumerate(self._blocks):
            if block.bbox is not None and block.kind != "aside":
                pages[block.page].append((block.bbox[0], at))
        out: dict[int, float] = {}
        for members in pages.values():
            left = last = float("-inf")
            for x, at in sorted(members):
                left = x if x - last > _APART else left
                out[at], last = left, x
        return out


def is_beside(block: Block, other: Block) -> bool:
    """Whether `other` begins right of the block, and no further down than where that ends."""
    if block.page != other.page or not block.bbox or not other.bbox:
        return False
    return other.bbox[0] > block.bbox[0] + _ACROSS and other.bbox[1] < block.bbox[3]


def goes_on_under(first: Block, last: Block, block: Block) -> bool:
    """Whether a point goes on with the list of `first` under a box at its side, whose last point is `last`: marked and placed as that."""
    if block.page != first.page or not (block.bbox and first.bbox and last.bbox):
        return False
    placed = abs(block.bbox[0] - first.bbox[0]) < _STEP and block.bbox[1] >= last.bbox[3] and block.bbox[1] >= first.bbox[3]
    return placed and block.mark == first.mark != last.mark


def _nest_list(nodes: list[Node], members: Sequence[int], columns: Columns) -> None:
    stack: list[int] = []
    for index in members:
        node = nodes[index]
        while stack and not _is_inside(nodes, stack, node, columns):
            stack.pop()
        node.parent = stack[-1] if stack else None
        stack.append(index)
    _adopt(nodes, members)


def _is_inside(nodes: list[Node], stack: list[int], node: Node, columns: Columns) -> bool:
    """Whether `node` stands inside the innermost open item."""
    top = nodes[stack[-1]]
    level, outer = node.block.level, top.block.level
    if level is not None and outer is not None:
        if level != outer:
            return level > outer
        if node.block.bbox is None and abs(node.indent - top.indent) >= _DEEPER:  # "List Bullet 2": a list of its own, set further in
            return node.indent > top.indent
        return (
            node.family != top.family
            and any(nodes[at].family == node.family for at in stack) is False
            and top.text.text.rstrip().endswith(":")
        )
    step = _STEP if node.indent > 12 or top.indent > 12 else _COLUMNS
    further = node.indent - top.indent
    if _is_in_other_column(top.block, node.block):
        further += columns.left(top.at) - columns.left(node.at)
    if further >= step:
        return True
    if further <= -step:
        return False
    if node.family == top.family or any(nodes[at].family == node.family for at in stack):
        return False
    if top.text.text.rstrip().endswith(":") or _is_counted(top.family) != _is_counted(node.family):
        return True
    return node.family in _INNER and top.family not in _INNER


def _is_in_other_column(top: Block, block: Block) -> bool:
    """Whether the list went over to another column, where indents are no longer comparable: far to the side, and no lower."""
    if top.bbox is None or block.bbox is None:
        return False
    aside = abs(block.bbox[0] - top.bbox[0]) > _ACROSS
    return aside and (top.page != block.page or block.bbox[1] < top.bbox[3])


_INNER = ("o", "◦", "▫")  # what word processors offer for a second level, and people type without setting it in


def _is_counted(family: str) -> bool:
    return family[:1].isalnum() and family not in ("o", "x")


def _adopt(nodes: list[Node], members: Sequence[int]) -> None:
    """ "- en interne :" takes the items after it, typed at its own depth, up to the next such line; one that has its own keeps to those."""
    holder: int | None = None
    has_children = {nodes[index].parent for index in members} - {None}
    for index in members:
        node = nodes[index]
        if node.parent is not None:
            continue
        if node.text.text.rstrip().endswith(":"):
            holder = index if index not in has_children else None
        elif holder is not None and node.family == nodes[holder].family:
            node.parent = holder


def lead_in_of(blocks: Sequence[Block], order: Sequence[int], place: int, is_heading: set[int]) -> Passage | None:
    """The words right before the list whose first item is at `order[place]`: they end in ":", or are one short line that is no sentence."""
    if place == 0:
        return None
    before = blocks[order[place - 1]]
    if order[place - 1] in is_heading or before.kind != "prose":
        return None
    text = before.text.text.rstrip()
    if text.endswith(":"):
        return _last_sentence(before.text)
    further = order[place - 2] if place > 1 else None
    if (
        further is not None
        and blocks[further].kind == "prose"
        and further not in is_heading
        and blocks[further].text.text.rstrip().endswith(":")
    ):
        return _last_sentence(blocks[further].text)
    if (
        further is not None
        and blocks[further].kind == "prose"
        and further not in is_heading
        and not ends_sentence(blocks[further].text.text)
    ):
        return None  # one of several loose lines
    if (
        count_words(text) <= _LEAD_IN_WORDS
        and (not ends_sentence(text) or text.endswith("!") or starts_low(text))
        and not text.endswith((".", ";"))
    ):
        return before.text
    return None


def _last_sentence(passage: Passage) -> Passage:
    """The last sentence; with the one before it when it is only a word or two ("En vrac :")."""
    cuts = [found.end() for found in _SENTENCE.finditer(passage.text)]
    if cuts and len(passage.text[cuts[-1] :].split()) <= _TAG_WORDS:
        cuts.pop()
    return passage.part(cuts[-1], len(passage.text)) if cuts else passage
