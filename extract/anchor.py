"""Addresses of items that survive a re-ingest: quote, what stands before and after, and the headings above.

The idea of W3C Web Annotation's TextQuoteSelector, on items: `prefix` and `suffix` are the ends of the neighbouring items' texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from extract.model import Item, Selector
from extract.text import plain

CONTEXT = 32  # characters kept of a neighbour
DRIFT = 0.75  # a quote this alike, in its old surroundings, is the same item with other words
Quality = Literal["exact", "drifted"]


def selector(item: Item, items: Sequence[Item]) -> Selector:
    """The address of `item`, which is one of `items` (in their order)."""
    at = next(index for index, other in enumerate(items) if other.id == item.id)
    before = items[at - 1].text[-CONTEXT:] if at else ""
    after = items[at + 1].text[:CONTEXT] if at + 1 < len(items) else ""
    return Selector(quote=item.text, prefix=before, suffix=after, path=item.path)


def find(address: Selector, items: Sequence[Item]) -> tuple[Item, Quality] | None:
    """The item at `address`: "exact" when its words are the same, "drifted" when they only resemble; None when it is gone.

    Among equal words, headings decide before neighbours. Words that only resemble need the same innermost heading or a neighbour.
    """
    quote = same_words(address.quote)
    same = [at for at, item in enumerate(items) if same_words(item.text) == quote]
    if same:
        return items[max(same, key=lambda at: (_surroundings(address, items, at), -at))], "exact"
    near = [(_alike(quote, same_words(item.text)), at) for at, item in enumerate(items)]
    near = [(alike, at) for alike, at in near if alike >= DRIFT and _surroundings(address, items, at) > 0]
    if not near:
        return None
    _, at = max(near, key=lambda pair: (pair[0], -pair[1]))
    return items[at], "drifted"


def _surroundings(address: Selector, items: Sequence[Item], at: int) -> float:
    """How much of what stood around the quote still does: headings count most, innermost first."""
    path, wanted = [same_words(title) for title in items[at].path], [same_words(title) for title in address.path]
    score = 4.0 if path == wanted else 2.0 * bool(path and wanted and path[-1] == wanted[-1])
    score += bool(at and address.prefix and same_words(items[at - 1].text).endswith(same_words(address.prefix)))
    score += bool(at + 1 < len(items) and address.suffix and same_words(items[at + 1].text).startswith(same_words(address.suffix)))
    return score


def same_words(text: str) -> str:
    """`text` as equality sees it: folded, with single spaces."""
    return " ".join(plain(text).split())


def _alike(one: str, other: str) -> float:
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < DRIFT / 2:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= DRIFT else 0.0
