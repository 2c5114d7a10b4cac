"""Ids made from words, so that the same words under the same headings keep their id whatever changes around them."""

from __future__ import annotations

import hashlib
import re

from extract.text import plain


class Ids:
    """Gives each thing an id; equal things are told apart by the order they come in."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._seen: dict[str, int] = {}

    def of(self, *folded: str) -> str:
        """ "i-" and 16 hex digits of the sha256 over the folded parts and how often they came before."""
        words = "\x1f".join(folded)
        self._seen[words] = often = self._seen.get(words, 0) + 1
        return self._prefix + hashlib.sha256(f"{words}\x1f{often}".encode()).hexdigest()[:16]


def under(above: str, folded: str) -> str:
    """The folded titles down to a heading, from those down to its parent."""
    return f"{above}\x1e{folded}"


def fold(words: str) -> str:
    """`words` as ids see them."""
    folded = plain(words)
    return " ".join((_PLAIN_WORDS if folded.isascii() else _WORDS).findall(folded))


_WORDS, _PLAIN_WORDS = re.compile(r"\w+"), re.compile("[a-z0-9_]+")  # in plain signs they find the same, the second far faster
