"""How sure an item is: that it is one, whole, under the right headings. Named signs of doubt add up; what they weigh is data.

The weights (`rules/headings/doubt.yaml`) are log-odds, fitted on generated and annotated documents and tried on others (docs/quality.md,
"Do confidences mean what they say?").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from extract.model import Notice
from extract.page import Block, Heading, Outline, Transcript
from extract.segment.entries import Node
from extract.taxonomy import headings as rules
from extract.text import ends_sentence, starts_low

_LONG = 60  # words
_FEW = 3  # items that bear a kind of mark which the rest of the document does not
_APART = 0.3  # of the page's width, between the left edges of items on it: two columns
_RAGGED = 3.0  # points between the indents of items that should have one
_CERTAIN = 5.0  # log-odds of a heading beyond which more says no more


def confidences(
    nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript, beside: Container[int]
) -> list[float]:
    """How sure each item is, 0..1; of running text, that it states a plan as well. On the pages `beside` items stand in columns."""
    weights = rules.words("doubt").values["weights"]
    out = []
    for node, found in zip(nodes, signs(nodes, headings, blocks, transcript, beside), strict=True):
        score = weights["base"] + sum([weights[name] * value for name, value in found.items()])
        out.append(node.confidence / (1 + math.exp(-score)))
    return out


def notices(beside: Iterable[int]) -> tuple[Notice, ...]:
    """Pages whose items may be in another order than they were read in."""
    message = "Items stand beside each other on this page; the order in which they were read may not be the one that was meant"
    return tuple(Notice(code="reading-order", severity="info", message=message, page=number) for number in sorted(beside))


def signs(
    nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript, beside: Container[int]
) -> Iterator[dict[str, float]]:
    """{sign of doubt: how much of it, mostly 0..1} of each item."""
    outline = Outline(tuple(headings), ())
    families = Counter(node.family for node in nodes)
    lists: dict[tuple[int | None, int | None], list[Node]] = defaultdict(list)
    for node in nodes:
        lists[node.heading, node.parent].append(node)
    siblings = {place: _Siblings(members) for place, members in lists.items()}
    parents = {node.parent for node in nodes}
    after = {at: following for at, following in pairwise(at for at, block in enumerate(blocks) if block.kind != "aside")}
    headed = any(block.role == "table-header" for block in blocks)
    scanned = any(line.ocr is not None for line in transcript.lines)
    above: dict[int | None, dict[str, float]] = {}
    for at, node in enumerate(nodes):
        text, family = node.text.text, node.family
        among = siblings[node.heading, node.parent]
        if node.heading not in above:
            above[node.heading] = _of_headings([headings[one] for one in outline.path(node.heading)], headings)
        found = above[node.heading].copy()
        if among.alone:
            found["alone"] = 1.0
        if families[family] < _FEW and node.form != "prose" and len(nodes) > 4 * _FEW:
            found["rare-mark"] = 1.0
        if family in among.ragged:
            found["ragged"] = 1.0
        if not among.low and starts_low(text):
            found["starts-low"] = 1.0
        if node.at in after and _goes_on(text, blocks[after[node.at]]):
            found["goes-on"] = 1.0
        if len(text) > 2 * _LONG and len(text.split()) > _LONG:
            found["long"] = 1.0
        if at not in parents and text.rstrip().endswith(":"):
            found["opens-nothing"] = 1.0
        if blocks[node.at].page in beside:
            found["columns"] = 1.0
        if node.form == "table" and not headed:
            found["guessed-table"] = 1.0
        if scanned and (unsure := _scanned(blocks[node.at], transcript)):
            found["scanned"] = unsure
        yield found


class _Siblings:
    """What the items of one list say of each other."""

    def __init__(self, members: Sequence[Node]) -> None:
        self.alone = len(members) == 1
        self.ragged = _ragged(members)
        self.low = sum(starts_low(node.text.text) for node in members) >= len(members) / 2  # most begin so


def _goes_on(text: str, after: Block) -> bool:
    """Whether the paragraph after an item goes on with its sentence."""
    return after.kind == "prose" and starts_low(after.text.text) and not ends_sentence(text)


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
        if box := blocks[node.at].bbox:
            left[blocks[node.at].page].append(box[0])
    apart = {number: max(edges) - min(edges) for number, edges in left.items()}
    right = dict.fromkeys(apart, 0.0)
    for block in blocks:
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
