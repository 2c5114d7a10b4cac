"""How sure an item is: that it is one, whole, under the right headings. Named signs of doubt add up; what they weigh is data.

The weights (`rules/headings/doubt.yaml`) are log-odds, fitted on generated and annotated documents and tried on others (docs/quality.md,
"Do confidences mean what they say?").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from extract.model import Notice
from extract.page import Block, Heading, Outline, Transcript
from extract.segment.entries import Node
from extract.taxonomy import headings as rules
from extract.text import ends_sentence, starts_low

_ROLE, _OCR = attrgetter("role"), attrgetter("ocr")
_LONG = 60  # words
_FEW = 3  # items that bear a kind of mark which the rest of the document does not
_APART = 0.3  # of the page's width, between the left edges of items on it: two columns
_RAGGED = 3.0  # points between the indents of items that should have one
_CERTAIN = 5.0  # log-odds of a heading beyond which more says no more


def confidences(
    nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript, beside: frozenset[int]
) -> list[float]:
    """How sure each item is, 0..1; of running text, that it states a plan as well. On the pages `beside` items stand in columns."""
    weights = rules.words("doubt").values["weights"]
    out = []
    before: dict[str, float] | None = None
    doubt = 1.0
    for node, found in zip(nodes, signs(nodes, headings, blocks, transcript, beside), strict=True):
        if found is not before:  # as the point before it has, mostly
            before = found
            doubt = 1 + math.exp(-(weights["base"] + sum([weights[name] * value for name, value in found.items()])))
        out.append(node.confidence / doubt)
    return out


def notices(beside: Iterable[int]) -> tuple[Notice, ...]:
    """Pages whose items may be in another order than they were read in."""
    message = "Items stand beside each other on this page; the order in which they were read may not be the one that was meant"
    return tuple(Notice(code="reading-order", severity="info", message=message, page=number) for number in sorted(beside))


def signs(
    nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript, beside: frozenset[int]
) -> Iterator[dict[str, float]]:
    """{sign of doubt: how much of it, mostly 0..1} of each item."""
    outline = Outline(tuple(headings), ())
    families = Counter(node.family for node in nodes)
    rare = {family for family, count in families.items() if count < _FEW} if len(nodes) > 4 * _FEW else set()
    low = [starts_low(node.text.text) for node in nodes]
    lists: dict[tuple[int | None, int | None], list[tuple[Node, bool]]] = defaultdict(list)
    for node, begins_low in zip(nodes, low, strict=True):
        lists[node.heading, node.parent].append((node, begins_low))
    siblings = {place: _Siblings(members) for place, members in lists.items()}
    parents = {node.parent for node in nodes}
    shown = [at for at, block in enumerate(blocks) if block.kind != "aside"]
    gone_on = {at for at, after in pairwise(shown) if blocks[after].kind == "prose" and starts_low(blocks[after].text.text)}
    guessed = "table-header" not in map(_ROLE, blocks)
    scanned = {*map(_OCR, transcript.lines)} != {None}
    above: dict[int | None, dict[str, float]] = {}
    for at, node in enumerate(nodes):
        text = node.text.text
        among = siblings[node.heading, node.parent]
        if node.heading not in above:
            above[node.heading] = _of_headings([headings[one] for one in outline.path(node.heading)], headings)
        own: dict[str, float] = {}
        if among.alone:
            own["alone"] = 1.0
        if node.family in rare and node.form != "prose":
            own["rare-mark"] = 1.0
        if node.family in among.ragged:
            own["ragged"] = 1.0
        if low[at] and not among.low:
            own["starts-low"] = 1.0
        if node.at in gone_on and not ends_sentence(text):
            own["goes-on"] = 1.0
        if len(text) > 2 * _LONG and len(text.split()) > _LONG:
            own["long"] = 1.0
        if at not in parents and text.rstrip().endswith(":"):
            own["opens-nothing"] = 1.0
        if beside and node.block.page in beside:
            own["columns"] = 1.0
        if guessed and node.form == "table":
            own["guessed-table"] = 1.0
        if scanned and (unsure := _scanned(node.block, transcript)):
            own["scanned"] = unsure
        yield above[node.heading] | own if own else above[node.heading]


class _Siblings:
    """What the items of one list say of each other."""

    def __init__(self, members: Sequence[tuple[Node, bool]]) -> None:
        self.alone = len(members) == 1
        self.ragged = _ragged([node for node, _ in members])
        self.low = sum(low for _, low in members) >= len(members) / 2  # most begin so


def _of_headings(path: Sequence[Heading], headings: Sequence[Heading]) -> dict[str, float]:
    """The signs of doubt that stand above an item: in the headings of its path."""
    sure = min((one.confidence for one in path), default=0.0)
    found = {
        "path": max(0.0, _CERTAIN - _logit(sure)) if path else 0.0,
        "second-heading": float(sum(one.confidence < 0.95 for one in path) > 1),
        "under-nothing": float(bool(headings) and not path),
        "no-headings": float(not headings),
        "thin-evidence": float(bool(path) and min(len(one.evidence) for one in path) < 2),
    }
    return {name: value for name, value in found.items() if value}


def _ragged(siblings: Sequence[Node]) -> set[str]:
    """Families of marks that stand at several indents in one list."""
    indents = {(node.family, round(node.indent / _RAGGED)) for node in siblings}
    return {family for family, count in Counter(family for family, _ in indents).items() if count > 1} if len(indents) > 1 else set()


def columns(nodes: Sequence[Node], blocks: Sequence[Block]) -> frozenset[int]:
    """Pages on which items stand in columns beside each other."""
    left: dict[int, list[float]] = defaultdict(list)
    for node in nodes:
        if node.block.bbox:
            left[node.block.page].append(node.block.bbox[0])
    apart = {number: max(edges) - min(edges) for number, edges in left.items() if max(edges) - min(edges) > _APART * max(edges)}
    right = dict.fromkeys(apart, 0.0)
    for block in blocks if apart else ():
        if block.bbox and block.page in right:
            right[block.page] = max(right[block.page], block.bbox[2])
    return frozenset(number for number, width in apart.items() if width > _APART * right[number])


def _scanned(block: Block, transcript: Transcript) -> float:
    """What the engine that read the pixels was unsure of, 0..1, for the worst line of the item."""
    read = (transcript.lines[index].ocr for index in block.lines)
    return max((1 - sure for sure in read if sure is not None), default=0.0)


def _logit(share: float) -> float:
    share = min(0.995, max(0.005, share))
    return math.log(share / (1 - share))
