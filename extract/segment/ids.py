"""Ids made from words, so that the same words under the same headings keep their id whatever changes around them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from extract.text import plain


class Ids:
    """Gives each thing an id; equal things are told apart by the order they come in."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: dict[str, int] = {}

    def of(self, *parts: tuple[str, ...] | str) -> str:
        """ "i-" and 16 hex digits of the sha256 over the folded parts and how often they came before."""
        words = "\x1f".join([_fold(part) if isinstance(part, str) else _joined(part) for part in parts])
        self._seen[words] = often = self._seen.get(words, 0) + 1
        key = f"{words}\x1f{often}"
        return self._prefix + hashlib.sha256(key.encode()).hexdigest()[:16]


@lru_cache(maxsize=1 << 8)  # the headings above are the same for all of a list
def _joined(words: tuple[str, ...]) -> str:
    return "\x1e".join(map(_fold, words))


@lru_cache(maxsize=1 << 10)  # a heading's words are part of the id of everything under it
def _fold(words: str) -> str:
    folded = plain(words)
    return " ".join((_PLAIN_WORDS if folded.isascii() else _WORDS).findall(folded))


_WORDS, _PLAIN_WORDS = re.compile(r"\w+"), re.compile("[a-z0-9_]+")  # in plain signs they find the same, the second far faster
