"""Ids made from words, so that the same words under the same headings keep their id whatever changes around them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from extract.text import plain


class Ids:
    """Gives each thing an id; equal things are told apart by the order they come in."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: Counter[str] = Counter()

    def of(self, *parts: Sequence[str] | str) -> str:
        """ "i-" and 16 hex digits of the sha256 over the folded parts and how often they came before."""
        words = "\x1f".join("\x1e".join(map(_fold, part)) if not isinstance(part, str) else _fold(part) for part in parts)
        self._seen[words] += 1
        key = f"{words}\x1f{self._seen[words]}"
        return self._prefix + hashlib.sha256(key.encode()).hexdigest()[:16]


@lru_cache(maxsize=1 << 10)  # a heading's words are part of the id of everything under it
def _fold(words: str) -> str:
    return " ".join(re.findall(r"\w+", plain(words)))
