"""Statements of a plan in running text: "Il est prévu d'ouvrir une seconde permanence." Precision comes before recall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.page import Passage
from extract.taxonomy import headings
from extract.text import plain

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Þ«])")
_SHORT, _LONG = 5, 70  # words of a sentence that can state a plan


def statements(passage: Passage) -> Iterator[Passage]:
    """The sentences of a paragraph that state a plan."""
    cuts = [0, *(found.end() for found in _SENTENCE.finditer(passage.text)), len(passage.text)]
    for start, end in pairwise(cuts):
        sentence = passage.text[start:end].rstrip()
        if _SHORT <= len(sentence.split()) <= _LONG and states_plan(sentence):
            yield passage.part(start, start + len(sentence))


def states_plan(sentence: str) -> bool:
    """Whether the words of `rules/headings/prose.yaml` say so. It must end as a sentence does."""
    if not sentence.endswith((".", "!", "…")):
        return False
    words, known = plain(sentence), headings.words("prose")
    return _has_any(words, known["plans"]) and not _has_any(words, known["not-plans"])


def _has_any(words: str, cues: frozenset[str]) -> bool:
    return any(_has(words, cue) for cue in [cue for cue in cues if cue in words])


def _has(words: str, cue: str) -> bool:
    at = words.find(cue)
    return at >= 0 and not words[at - 1 : at].isalpha() and (cue[-1] == "'" or not words[at + len(cue) : at + len(cue) + 1].isalpha())
