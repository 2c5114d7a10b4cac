"""What two items have in common: each witness between 0 and 1, with the words that speak for it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from extract.model import Item, Reason
from extract.text import plain

_WEIGHTS = Path(__file__).parent.parent / "rules" / "link" / "weights.yaml"
_WORD = re.compile(r"\w+")
_NAMED = re.compile(r"\b(?:[A-ZÀ-Ý]{2,}\w*|[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ]\w*|\d+(?:[.,]\d+)?)\b")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@lru_cache(maxsize=1)
def weights() -> dict:
    """The weights file as it stands."""
    import yaml

    return yaml.safe_load(_WEIGHTS.read_text("utf-8"))


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(weights()["stopwords"].split())


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


@dataclass(frozen=True)
class Described:
    """An item with what comparing needs, made once."""

    item: Item
    document: str
    place: float  # 0..1 within its innermost section

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(stems(self.item.text))

    @cached_property
    def printed(self) -> dict[str, str]:
        """Each stem with the first word that has it, as printed: reasons are for people."""
        words: dict[str, str] = {}
        for text in (self.item.text, self.item.lead_in or "", self.item.team or "", self.item.pole or "", *self.item.path[-1:]):
            for word in _WORD.findall(text):
                words.setdefault(stem(plain(word)), word)
        return words

    @cached_property
    def letters(self) -> frozenset[str]:
        text = " ".join(_WORD.findall(plain(self.item.text)))
        return frozenset(text[at : at + 3] for at in range(len(text) - 2))

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
    def section(self) -> frozenset[str]:
        """The words of the innermost heading, or of the lead of a path that bears only general headings."""
        return frozenset(stems(self.item.path[-1])) if self.item.path else frozenset()

    @cached_property
    def themes(self) -> frozenset[str]:
        return frozenset(theme.id for theme in self.item.themes if theme.origin in ("own", "review"))

    @cached_property
    def unit(self) -> tuple[frozenset[str], frozenset[str]]:
        """The team and the pole, as words."""
        return frozenset(stems(self.item.team or "")), frozenset(stems(self.item.pole or ""))


class Rarity:
    """How telling a word is among an organisation's items: inverse document frequency, smoothed."""

    def __init__(self, items: Iterable[Described]) -> None:
        self._counts: Counter[str] = Counter()
        self._total = 0
        for described in items:
            self._counts.update(described.words.keys())
            self._total += 1

    def of(self, word: str) -> float:
        return math.log((1 + self._total) / (1 + self._counts[word])) + 0.3

    def norm(self, described: Described) -> float:
        return math.sqrt(sum((self.of(word) * count) ** 2 for word, count in described.words.items())) or 1.0


def compare(earlier: Described, later: Described, rarity: Rarity, repeated: frozenset[str]) -> tuple[float, float, tuple[Reason, ...]]:
    """How probable it is that two items are the same priority, how alike their words are (both 0..1), and why.

    A logistic sum of the weights file; its terms are the reasons, greatest first. `repeated` holds folded texts that stand under
    several headings of one edition.
    """
    weight = weights()
    shared = earlier.words.keys() & later.words.keys()
    dot = sum(earlier.words[word] * later.words[word] * rarity.of(word) ** 2 for word in shared)
    wording = dot / (rarity.norm(earlier) * rarity.norm(later))
    names = earlier.named & later.named
    themes = earlier.themes & later.themes
    features: dict[str, tuple[float, Iterable[str]]] = {
        "wording": (wording, sorted(shared, key=lambda word: (-rarity.of(word), word))[:6]),
        "letters": (_dice(earlier.letters, later.letters), ()),
        "opening": (float(bool(earlier.opening) and earlier.opening == later.opening), earlier.opening),
        "section": (_dice(earlier.section, later.section), sorted(earlier.section & later.section)),
        "team": (_same(earlier.unit[0], later.unit[0]), sorted(earlier.unit[0] & later.unit[0])),
        "pole": (_same(earlier.unit[1], later.unit[1]), sorted(earlier.unit[1] & later.unit[1])),
        "lead_in": (_dice(frozenset(stems(earlier.item.lead_in or "")), frozenset(stems(later.item.lead_in or ""))), ()),
        "themes": (len(themes) / len(earlier.themes | later.themes) if themes else 0.0, sorted(themes)),
        "named": (min(1.0, len(names) / 2), sorted(names)),
        "named_conflict": (float(bool(earlier.named and later.named and not names)), sorted(earlier.named ^ later.named)),
        "order": (1 - abs(earlier.place - later.place) if wording > 0 else 0.0, ()),
        "generic": (float(folded(earlier) in repeated or folded(later) in repeated), ()),
    }
    terms = {name: weight[name] * value for name, (value, _) in features.items() if value}
    odds = weight["base"] + sum(terms.values())
    ranked = sorted(terms, key=lambda name: (-abs(terms[name]), name))
    reasons = tuple(
        Reason(feature=name, weight=round(terms[name], 3), words=tuple(later.printed.get(word, word) for word in features[name][1]))
        for name in ranked
        if abs(terms[name]) >= 0.05
    )
    return 1 / (1 + math.exp(-odds)), wording, reasons


def folded(described: Described) -> str:
    """The item's text as equality sees it."""
    return " ".join(_WORD.findall(plain(described.item.text)))


def describe(items: Sequence[Item], document: str) -> list[Described]:
    """`items` of one document (in order), each with its place in its section."""
    sizes = Counter(item.section_id for item in items)
    seen: Counter[str | None] = Counter()
    described = []
    for item in items:
        described.append(Described(item, document, seen[item.section_id] / max(1, sizes[item.section_id] - 1)))
        seen[item.section_id] += 1
    return described


def _dice(one: frozenset, other: frozenset) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _same(one: frozenset, other: frozenset) -> float:
    """Dice, but two units that are both unnamed count for a half: nothing speaks against them."""
    return 0.5 if not one and not other else _dice(one, other)
