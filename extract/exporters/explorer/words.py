"""The words of all items, folded, with the items that hold each: what makes typing in the search box answer at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from extract import text
from extract.exporters.explorer import script

_WORD = re.compile(r"[^\W_]+")


def index(texts: Iterable[str]) -> dict[str, Any]:
    """The inverted index of `texts`: sorted words, and for each the numbers of the texts that hold it (see `script.deltas`)."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, body in enumerate(texts):
        for word in sorted({word for piece in body.split() for word in _folded(piece)}):
            holders[word].append(number)
    words = sorted(holders, key=lambda word: word.encode("utf-16-be", "replace"))  # as JavaScript compares strings
    data, starts = script.deltas(holders[word] for word in words)
    return {"words": "\n".join(words), "starts": script.numbers(starts), "postings": data}


@lru_cache(maxsize=200_000)
def _folded(piece: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.fold(piece).text))
