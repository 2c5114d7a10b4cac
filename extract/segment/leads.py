"""Lines that stand one over each list of a document: long as they are, they are its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.page import Block
from extract.segment.witnesses.candidate import WEIGHTS, Candidate
from extract.text import count_words, ends_sentence, starts_low

_LISTS = 2  # of a document that shows how its lists are headed
_LED = 0.8  # of them must have such a line
_AFTER_LIST = 0.5  # of the lines follow a list: under a heading each would only introduce
_WORDS = 40  # of such a line
_HEADING = 10  # words of a line that heads a line that introduces a list
_ABOVE, _BELOW = 2.5, -3.0  # log-odds for such a heading, and for what it introduces
_SET_APART = frozenset(("caps", "bold", "underline"))


def hear(blocks: Sequence[Block], found: dict[int, Candidate]) -> None:
    """Raises the scores of lines that are set alike, one over (almost) every list, each between two lists.

    Where a line set apart stands over each of them, it is the heading, and they only introduce.
    """
    order = [at for at, block in enumerate(blocks) if block.kind != "aside"]
    kinds = [blocks[at].kind for at in order]
    opens = [place for place, (before, kind) in enumerate(pairwise(["", *kinds])) if kind == "item" != before]
    places = [place - 1 for place in opens if place and _may_lead(blocks[order[place - 1]])]
    looks = Counter(_look(blocks[order[place]]) for place in places)
    usual = max(looks, key=lambda look: (looks[look], str(look)), default=None)
    lines = [place for place in places if _look(blocks[order[place]]) == usual]
    after_list = sum(place > 0 and blocks[order[place - 1]].kind == "item" for place in lines[1:])
    if len(opens) < _LISTS or len(lines) < _LED * len(opens):
        return
    if after_list > _AFTER_LIST * (len(lines) - 1):
        _add(found, [order[place] for place in lines], WEIGHTS["leads"])
        return
    lines = [place for place in lines if not blocks[order[place]].looks & _SET_APART]
    if len(lines) >= _LISTS and all(_is_headed(blocks, order, place) for place in lines):
        _add(found, [order[place - 1] for place in lines], _ABOVE)
        _add(found, [order[place] for place in lines], _BELOW)


def _is_headed(blocks: Sequence[Block], order: Sequence[int], place: int) -> bool:
    """Whether a short line stands over the line that introduces a list, set in capitals or bold as that is not."""
    if not place or not _may_lead(blocks[order[place - 1]]):
        return False
    above, line = blocks[order[place - 1]], blocks[order[place]]
    return count_words(above.text.text) <= _HEADING and bool(above.looks & _SET_APART - line.looks) and not line.looks & _SET_APART


def _add(found: dict[int, Candidate], places: Sequence[int], weight: float) -> None:
    """Adds the weight to candidates that it may turn; what is a heading, or none, without it stays as sure as it was."""
    for at in places:
        if at in found and (found[at].score <= 0) == (weight > 0) and not found[at].notes.get("style"):
            found[at].notes["leads"] = weight
            found[at].score += weight
            if weight > 0:
                found[at].evidence.append("position")


def _may_lead(block: Block) -> bool:
    text = block.text.text
    return (
        block.kind == "prose"
        and block.mark is None
        and count_words(text) <= _WORDS
        and not text.rstrip().endswith((":", ";", ",", "…", "..."))
        and not ends_sentence(text)
        and not starts_low(text)
    )


def _look(block: Block) -> tuple[float, tuple[str, ...]]:
    return block.style.size, tuple(sorted(block.looks - {"caps"}))
