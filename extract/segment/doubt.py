"""How sure an item is: that it is one, whole, under the right headings. Named signs of doubt add up; what they weigh is data.

The weights (`rules/headings/doubt.yaml`) are log-odds, fitted on generated and annotated documents and tried on others (docs/quality.md,
"Do confidences mean what they say?").
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

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


def confidences(nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript) -> list[float]:
    """How sure each item is, 0..1; of running text, that it states a plan as well."""
    weights = rules.words("doubt").values["weights"]
    out = []
    for node, found in zip(nodes, signs(nodes, headings, blocks, transcript), strict=True):
        score = weights["base"] + sum(weights[name] * value for name, value in found.items())
        out.append(node.confidence / (1 + math.exp(-score)))
    return out


def notices(nodes: Sequence[Node], blocks: Sequence[Block]) -> tuple[Notice, ...]:
    """Pages whose items may be in another order than they were read in."""
    message = "Items stand beside each other on this page; the order in which they were read may not be the one that was meant"
    return tuple(Notice(code="reading-order", severity="info", message=message, page=number) for number in sorted(_columns(nodes, blocks)))


def signs(nodes: Sequence[Node], headings: Sequence[Heading], blocks: Sequence[Block], transcript: Transcript) -> list[dict[str, float]]:
    """{sign of doubt: how much of it, mostly 0..1} of each item."""
    outline = Outline(tuple(headings), ())
    marks = Counter(node.family for node in nodes)
    lists: dict[tuple, list[int]] = defaultdict(list)
    for at, node in enumerate(nodes):
        lists[node.heading, node.parent].append(at)
    parents = {node.parent for node in nodes}
    columns = _columns(nodes, blocks)
    order = [at for at, block in enumerate(blocks) if block.kind != "aside"]
    after = dict(zip(order, [*order[1:], None], strict=False))  # all may be asides
    low = [starts_low(node.text.text) for node in nodes]
    ragged = {(place, family) for place, members in lists.items() for family in _ragged([nodes[one] for one in members])}
    mostly_low = {place for place, members in lists.items() if sum(low[one] for one in members) >= len(members) / 2}
    headed = any(block.role == "table-header" for block in blocks)
    scanned = any(line.ocr is not None for line in transcript.lines)
    above: dict[int | None, dict[str, float]] = {}
    out = []
    for at, node in enumerate(nodes):
        text = node.text.text
        place = node.heading, node.parent
        follower = after.get(node.at)
        if node.heading not in above:
            above[node.heading] = _of_headings([headings[one] for one in outline.path(node.heading)], headings)
        goes_on = follower is not None and blocks[follower].kind == "prose" and starts_low(blocks[follower].text.text)
        said = (
            ("alone", len(lists[place]) == 1),
            ("rare-mark", node.form != "prose" and marks[node.family] < _FEW and len(nodes) > 4 * _FEW),
            ("ragged", (place, node.family) in ragged),
            ("starts-low", low[at] and place not in mostly_low),
            ("goes-on", goes_on and not ends_sentence(text)),
            ("long", len(text) > 2 * _LONG and len(text.split()) > _LONG),
            ("opens-nothing", text.rstrip().endswith(":") and at not in parents),
            ("columns", blocks[node.at].page in columns),
            ("guessed-table", node.form == "table" and not headed),
            ("scanned", scanned and _scanned(node, blocks, transcript)),
        )
        out.append(above[node.heading] | {name: float(value) for name, value in said if value})
    return out


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
    indents: dict[str, set[int]] = defaultdict(set)
    for node in siblings:
        indents[node.family].add(round(node.indent / _RAGGED))
    return {family for family, found in indents.items() if len(found) > 1}


def _columns(nodes: Sequence[Node], blocks: Sequence[Block]) -> frozenset[int]:
    """Pages on which items stand in columns beside each other."""
    left: dict[int, list[float]] = defaultdict(list)
    right: dict[int, float] = defaultdict(float)
    for block in blocks:
        if block.bbox:
            right[block.page] = max(right[block.page], block.bbox[2])
    for node in nodes:
        box = blocks[node.at].bbox
        if box:
            left[blocks[node.at].page].append(box[0])
    return frozenset(number for number, edges in left.items() if max(edges) - min(edges) > _APART * right[number])


def _scanned(node: Node, blocks: Sequence[Block], transcript: Transcript) -> float:
    """What the engine that read the pixels was unsure of, 0..1, for the worst line of the item."""
    return max(
        (1 - line.ocr for at in node.blocks for index in blocks[at].lines if (line := transcript.lines[index]).ocr is not None), default=0.0
    )


def _logit(share: float) -> float:
    share = min(0.995, max(0.005, share))
    return math.log(share / (1 - share))
