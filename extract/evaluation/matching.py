"""Which found item is which annotated one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from extract.evaluation.gold import GoldItem

SIMILAR = 0.9  # closest texts at or above this share are the same item, found inexactly
COMPARABLE = 0.8  # texts whose lengths differ more than this are not compared at all

Pair = tuple[int, int, bool]  # index in gold, index in found, whether the texts are equal once folded


def plain(text: str | None) -> str:
    """`text` for comparison: without accents, case, punctuation and extra spaces."""
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    return " ".join(re.findall(r"\w+", "".join(char for char in folded if not unicodedata.combining(char))))


def match(gold: Sequence[GoldItem], texts: Sequence[str], paths: Sequence[Sequence[str]]) -> list[Pair]:
    """One-to-one pairs in gold order: equal texts first (under the same headings, if several are equal), then the closest left."""
    found = [plain(text) for text in texts]
    equal, left = _equal(gold, found, paths)
    taken = {at for _, at, _ in equal}
    close = _close([(index, plain(gold[index].text)) for index in left], [(at, text) for at, text in enumerate(found) if at not in taken])
    return sorted([*equal, *close])


def _equal(gold: Sequence[GoldItem], found: list[str], paths: Sequence[Sequence[str]]) -> tuple[list[Pair], list[int]]:
    by_text: dict[str, list[int]] = {}
    for at, text in enumerate(found):
        by_text.setdefault(text, []).append(at)
    pairs, left = [], []
    for index, item in enumerate(gold):
        candidates = next((by_text[plain(text)] for text in item.texts if by_text.get(plain(text))), None)
        if candidates is None:
            left.append(index)
            continue
        candidates.sort(key=lambda at: -sum(plain(a) == plain(b) for a, b in zip(paths[at], item.path, strict=False)))
        pairs.append((index, candidates.pop(0), True))
    return pairs, left


def _close(gold: list[tuple[int, str]], found: list[tuple[int, str]]) -> list[Pair]:
    likely = [(ratio, index, at) for index, a in gold for at, b in found if (ratio := _similarity(a, b)) >= SIMILAR]
    pairs: dict[int, int] = {}
    for _, index, at in sorted(likely, reverse=True):
        if index not in pairs and at not in pairs.values():
            pairs[index] = at
    return [(index, at, False) for index, at in pairs.items()]


def _similarity(a: str, b: str) -> float:
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < COMPARABLE:
        return 0.0
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0
