"""What two items have in common: each witness between 0 and 1, with the words that speak for it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from extract.model import Item, Reason
from extract.text import plain

_WEIGHTS = Path(__file__).parent.parent / "rules" / "link" / "weights.yaml"
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"\b(?:[A-ZÀ-Ý]{2,}\w*|[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]\w*|\d+(?:[.,]\d+)?)\b")
_BREAK = re.compile(r"[:;,.!?()«»]|\s[-–—/]\s")
_YEAR = re.compile(r"(?:19|20)\d\d$")

Unit = tuple[frozenset[str], frozenset[str]]  # the words of a team's and a pole's name


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The weights file as it stands."""
    import yaml

    return yaml.safe_load(_WEIGHTS.read_text("utf-8"))


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(weights()["stopwords"].split())


@lru_cache(maxsize=1)
def _motions() -> frozenset[str]:
    return frozenset(stem(word) for word in weights()["motions"].split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded French word without its plural and feminine endings: light, and wrong only where it harms both sides alike."""
    for ending in ("aux", "eaux"):
        if word.endswith(ending) and len(word) > 5:
            return word[: -len(ending)] + ("eau" if ending == "eaux" else "al")
    word = word.rstrip("sx") if len(word) > 3 else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def stems(text: str) -> list[str]:
    """The content words of `text`, folded and stemmed, years left out."""
    return [stem(word) for word in _WORD.findall(plain(text)) if word not in _stopwords() and len(word) > 1 and not _YEAR.match(word)]


@dataclass(frozen=True, eq=False)
class Described:
    """An item with what comparing needs, made once."""

    item: Item
    document: str
    year: int
    place: float  # 0..1 within its innermost section

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(stems(self.item.text))

    @cached_property
    def objects(self) -> frozenset[str]:
        """The words that say which priority it is, not what is done with it."""
        return frozenset(self.words) - _motions()

    @cached_property
    def printed(self) -> dict[str, str]:
        """Each stem with the first word that has it, as printed: reasons are for people."""
        words: dict[str, str] = {}
        for text in (self.item.text, self.item.lead_in or "", self.item.team or "", self.item.pole or "", *self.item.path[-1:]):
            for word in _WORD.findall(text):
                words.setdefault(stem(plain(word)), word)
        return words

    @cached_property
    def folded(self) -> str:
        """The item's text as equality sees it."""
        return " ".join(_WORD.findall(plain(self.item.text)))

    @cached_property
    def introduced(self) -> frozenset[str]:
        return frozenset(stems(self.item.lead_in or ""))

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset(self.folded[at : at + 3] for at in range(len(self.folded) - 2))

    @cached_property
    def opening(self) -> tuple[str, ...]:
        head = re.split(r"\s*[:(–—]|\s-\s", self.item.text, maxsplit=1)[0]
        return tuple(stems(head))

    @cached_property
    def named(self) -> frozenset[str]:
        """Names, acronyms and numbers; the first word only when it is an acronym, since any first word is capitalised."""
        found = {match.group(): match.start() for match in _NAMED.finditer(self.item.text)}
        return frozenset(plain(name) for name, at in found.items() if not _YEAR.match(name) and (at > 0 or name[:2].isupper()))

    @cached_property
    def followers(self) -> dict[str, frozenset[str]]:
        """For each stem, the stems that come next after it in the same phrase: what the formation is of, where the centre is."""
        found: dict[str, set[str]] = {}
        for phrase in _BREAK.split(self.item.text):
            for word, after in pairwise(stems(phrase)):
                found.setdefault(word, set()).add(after)
        return {word: frozenset(after) for word, after in found.items()}

    @cached_property
    def section(self) -> frozenset[str]:
        """The words of the innermost heading, or of the lead of a path that bears only general headings."""
        return frozenset(stems(self.item.path[-1])) if self.item.path else frozenset()

    @cached_property
    def themes(self) -> frozenset[str]:
        return frozenset(theme.id for theme in self.item.themes if theme.origin in ("own", "review"))

    @cached_property
    def unit(self) -> Unit:
        """The team and the pole, as words."""
        return frozenset(stems(self.item.team or "")), frozenset(stems(self.item.pole or ""))


class Rarity:
    """How telling a word is among an organisation's items: inverse document frequency, smoothed."""

    def __init__(self, items: Iterable[Described]) -> None:
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._vectors: dict[Described, dict[str, float]] = {}
        for described in items:
            self._counts.update(described.words.keys())
            self._total += 1

    def of(self, word: str) -> float:
        rarity = math.log((1 + self._total) / (1 + self._counts[word])) + 0.3
        return rarity * weights()["motion_share"] if word in _motions() else rarity

    def vector(self, described: Described) -> dict[str, float]:
        """The item's words with their weights, of length 1."""
        found = self._vectors.get(described)
        if found is None:
            weighed = {word: self.of(word) * count for word, count in described.words.items()}
            norm = math.sqrt(sum(weight**2 for weight in weighed.values())) or 1.0
            found = self._vectors[described] = {word: weight / norm for word, weight in weighed.items()}
        return found


# Features that take time; each is at most 1, and a pair that cannot become doubtful even so is not worth them.
_COSTLY = ("letters", "opening", "lead_in", "other_name", "other_object")


def compare(
    earlier: Described, later: Described, rarity: Rarity, repeated: frozenset[str], least: float = 0.0
) -> tuple[float, float, tuple[Reason, ...]] | None:
    """How probable it is that two items are the same priority, how alike their words are (both 0..1), and why; None below `least`.

    A logistic sum of the weights file; its terms are the reasons, greatest first. `repeated` holds folded texts that stand under
    several headings of one edition.
    """
    weight = weights()
    one, other = rarity.vector(earlier), rarity.vector(later)
    shared = one.keys() & other.keys()
    wording = sum(one[word] * other[word] for word in sorted(shared))
    names = earlier.named & later.named
    themes = earlier.themes & later.themes
    features = {
        "wording": wording,
        "section": _dice(earlier.section, later.section),
        "team": _same(earlier.unit[0], later.unit[0]),
        "pole": _same(earlier.unit[1], later.unit[1]),
        "themes": len(themes) / len(earlier.themes | later.themes) if themes else 0.0,
        "named": min(1.0, len(names) / 2),
        "named_conflict": float(bool(earlier.named and later.named and not names)),
        "order": 1 - abs(earlier.place - later.place) if wording > 0 else 0.0,
        "generic": float(earlier.folded in repeated or later.folded in repeated),
    }
    most = sum(weight[name] * value for name, value in features.items()) + sum(max(0.0, weight[name]) for name in _COSTLY)
    if _probability(weight["base"] + most) < least:
        return None
    others, called = _others(earlier, later)
    features |= {
        "letters": _dice(earlier.letters, later.letters),
        "opening": float(bool(earlier.opening) and earlier.opening == later.opening),
        "lead_in": _dice(earlier.introduced, later.introduced),
        "other_name": float(bool(called)),
        "other_object": float(bool(others) and not called),
    }
    terms = {name: weight[name] * value for name, value in features.items() if value}
    probability = _probability(weight["base"] + sum(terms[name] for name in sorted(terms)))
    if probability < least:
        return None
    words = {
        "wording": sorted(shared, key=lambda word: (-rarity.of(word), word))[:6],
        "opening": earlier.opening,
        "section": sorted(earlier.section & later.section),
        "team": sorted(earlier.unit[0] & later.unit[0]),
        "pole": sorted(earlier.unit[1] & later.unit[1]),
        "themes": sorted(themes),
        "named": sorted(names),
        "named_conflict": sorted(earlier.named ^ later.named),
        "other_name": sorted(called),
        "other_object": sorted(others),
    }
    ranked = sorted(terms, key=lambda name: (-abs(terms[name]), name))
    reasons = tuple(
        Reason(feature=name, weight=round(terms[name], 3), words=_printed(words.get(name, ()), earlier, later))
        for name in ranked
        if abs(terms[name]) >= 0.05
    )
    return probability, _dice(frozenset(earlier.words), frozenset(later.words)), reasons


def _printed(words: Iterable[str], earlier: Described, later: Described) -> tuple[str, ...]:
    return tuple(later.printed.get(word) or earlier.printed.get(word, word) for word in words)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _others(earlier: Described, later: Described) -> tuple[frozenset[str], frozenset[str]]:
    """The words of either item that stand where the other has another word, after a word that both have; and those that are names."""
    found: set[str] = set()
    for word in earlier.followers.keys() & later.followers.keys():
        one, other = earlier.followers[word], later.followers[word]
        if not one & other:
            own, theirs = (one & earlier.objects) - later.objects, (other & later.objects) - earlier.objects
            if own and theirs:
                found |= own | theirs
    named = {stem(name) for name in earlier.named | later.named}
    one_named, other_named = (found & set(described.words) & named for described in (earlier, later))
    return frozenset(found), frozenset(one_named | other_named if one_named and other_named else ())


def describe(items: Sequence[Item], document: str) -> list[Described]:
    """Those of a document's `items` (in order) that are for a year, each with its place in its section."""
    sizes = Counter(item.section_id for item in items)
    seen: Counter[str | None] = Counter()
    described = []
    for item in items:
        if item.year is not None:
            described.append(Described(item, document, item.year, seen[item.section_id] / max(1, sizes[item.section_id] - 1)))
        seen[item.section_id] += 1
    return described


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _same(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice, but two units that are both unnamed count for a half: nothing speaks against them."""
    return 0.5 if not one and not other else _dice(one, other)
