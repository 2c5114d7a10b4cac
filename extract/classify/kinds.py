"""Kind of an item: priority, activity, figure or other, with the words that tell.

Every reason speaks for one kind from one source: the item's own words, its lead-in, the headings, the parent, the rest of its list, the
document's title and genre. Of one source the heaviest reason for a kind counts; over the sources they add up, and the kind with the
greatest sum is the item's.
Weights are log-odds in tenths, and data like the words (`rules/kinds/*.yaml`); what verbs and numbers say is in `grammar`.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from extract.classify.matching import Reading
from extract.page import Passage, Span
from extract.taxonomy import Taxonomy

HEADING_SHARE = 0.85  # what a heading's cue keeps with each heading further out
STRONG = 20  # a heading that tells so much hides what those further out say
LIST_MEMBERS = 3  # items of a list from which the others say something of each
LIST_AGREES = 0.75  # of those that say something must say the same
PARENT_SHARE = 0.5  # of what decides the parent speaks for its children
LIST_MOST = 30  # what one of the others can say
LIST_SHARE = 0.6  # of what the others of a list say on average speaks for one
TIMELESS_SHARE = 0.14  # of what the verbs of a document that stands out of time say of plans and deeds
COUNTS = 46  # a figure for which the item's own words say so much counts
COUNTED_SHARE = 0.3  # of what stands above such an item speaks for an activity
DEFAULT = "activity"
_UNIT = 10  # weights are tenths
_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’.-]*")
_ROLE = re.compile(r"[^\W\d_][^:\d]{2,40}\s?:\s*(?P<name>[^:]+?)\s*(?:\([^)]*\))?\.?")


class Reason(NamedTuple):
    """One reason for a kind. `passage` is None where the document as a whole says so; `span` is in the passage's text."""

    kind: str
    weight: float
    rule: str
    source: str = "document"  # "item" | "lead-in" | "heading" | "parent" | "list" | "document"
    passage: Passage | None = None
    span: Span = (0, 0)

    def scaled(self, share: float) -> Reason:
        return self if share == 1 else self._replace(weight=self.weight * share)


@dataclass(frozen=True, slots=True)
class Decision:
    """The reason that weighs most for the kind with the greatest sum, and how sure that kind is (0..1)."""

    reason: Reason
    sure: float


@lru_cache(maxsize=8)
def signs(taxonomy: Taxonomy) -> dict[str, list[tuple[str, int, str]]]:
    """{sign of the grammar: (kind, weight, rule) of each kind that it speaks for}."""
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for kind in taxonomy.kinds.values():
        for sign, weight in kind.grammar.items():
            found[sign].append((kind.id, weight, f"{kind.id}.{sign}"))
    return dict(found)


@lru_cache(maxsize=8)
def numbered(taxonomy: Taxonomy) -> frozenset[str]:
    """The rules that count only for items that hold a number."""
    return frozenset(f"{kind.id}.{cue.id}" for kind in taxonomy.kinds.values() for cue in kind.rules if cue.needs_number)


def reasons(reading: Reading, passage: Passage, where: tuple[str, ...], source: str, *, genre: str, number: bool = True) -> list[Reason]:
    """What the words of one text say. `number`: whether the item in question holds a number."""
    found = []
    for hit in reading.of("kind"):
        rule = hit.target.rule
        place = next((one for one in rule.where if one in where), None)
        if place is None or (rule.needs_number and not number) or (rule.genres and genre not in rule.genres):
            continue
        if place == "start" and "item" not in rule.where and hit.start > first_word(reading):
            continue
        if rule.unless and any(other.target.rule is rule for other in reading.of("unless")):
            continue
        found.append(Reason(hit.target.owner, rule.weight, hit.target.name, source, passage, (hit.begin, hit.stop)))
    return found


def minuted(reading: Reading) -> str | None:
    """In minutes: a bare name, a person's office, a question, a proxy, or a label that only opens a list."""
    text = reading.text.strip()
    if is_name(text):
        return "name"
    if (role := _ROLE.fullmatch(text)) and is_name(role["name"]):
        return "office"
    if re.search(r"->|→", text) and not any(char.isdigit() for char in text) and len(text) < 80:
        return "proxy"
    if "?" in text:
        return "question"
    if text.endswith(":") and len(reading.tokens) <= 5:
        return "label"
    return None


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and all(word[0].isupper() for word in re.split(r"[\s-]+", text) if len(word) > 2)


def told(above: Iterable[Sequence[Reason]]) -> list[Reason]:
    """What the headings say, from the inner to the outer (`above`), each further out less: those beyond the first that tells much say
    nothing."""
    found: list[Reason] = []
    for further, one in enumerate(above):
        found += (heard := [reason.scaled(HEADING_SHARE**further) for reason in one])
        if any(reason.weight >= STRONG for reason in heard):
            break
    return found


class Agreement:
    """What the items of a list say of each other: when the others say the same, it speaks for an item too.

    A list of infinitives with one noun between them is a list of plans. That one of them counts says nothing of the others.
    """

    def __init__(self, own: Sequence[Reason | None]) -> None:
        """`own` holds what each item says by itself."""
        self._size = len(own)
        self._said: dict[str, list[Reason]] = defaultdict(list)
        for reason in own:
            if reason is not None and reason.kind != "figure":
                self._said[reason.kind].append(reason)
        self._sums = {kind: sum(min(reason.weight, LIST_MOST) for reason in said) for kind, said in self._said.items()}
        self._best = {kind: nlargest(2, said, key=lambda reason: reason.weight) for kind, said in self._said.items()}
        self._agreed: dict[str | None, str | None] = {}  # {kind of one of them, None where it says nothing: what the others agree on}

    def of(self, own: Reason | None) -> Reason | None:
        """What the others say of the item that itself says `own`. Counted for the whole list and the item's own taken off, so that a list
        of a thousand items costs no more an item than one of ten."""
        if self._size < LIST_MEMBERS:
            return None
        kind_of_own = own.kind if own is not None and own.kind in self._said else None
        if kind_of_own not in self._agreed:
            self._agreed[kind_of_own] = self._without(kind_of_own)
        kind = self._agreed[kind_of_own]
        if kind is None:
            return None
        best = next(reason for reason in self._best[kind] if reason is not own)
        said = self._sums[kind] - (min(own.weight, LIST_MOST) if own is not None and kind == kind_of_own else 0)
        return best._replace(weight=LIST_SHARE * said / (self._size - 1), rule=f"{kind}.list", source="list")

    def _without(self, kind_of_own: str | None) -> str | None:
        """The kind on which the others of an item of the kind `kind_of_own` agree."""
        others = {kind: len(said) - (kind == kind_of_own) for kind, said in self._said.items()}
        total = sum(others.values())
        if total < 2:
            return None
        kind = max(others, key=lambda kind: (others[kind], kind))
        return kind if others[kind] >= LIST_AGREES * total else None


def counting(reason: Reason) -> Reason:
    """`reason` for an item that counts: that it stands under what was done is no reason against a figure."""
    above = reason.kind == "activity" and reason.source in ("heading", "lead-in", "parent", "list")
    return reason.scaled(COUNTED_SHARE) if above else reason


def instructing(reason: Reason, *, guide: bool) -> Reason:
    """`reason` in a document that is out of time, where a verb that elsewhere tells a plan or a deed tells what is to be done by whoever
    reads, or how things are; in a `guide` a lead-in too ("Thèmes abordés :")."""
    told = reason.kind in ("priority", "activity") and reason.source in ("item", "list", "parent")
    told = told or (guide and reason.kind == "activity" and reason.source == "lead-in")
    return reason.scaled(TIMELESS_SHARE) if told else reason


def decide(found: Iterable[Reason]) -> Decision:
    """The kind for which the sources say most; of equals the first."""
    heaviest: dict[tuple[str, str], Reason] = {}
    for reason in found:
        place = reason.kind, reason.source
        known = heaviest.get(place)
        if known is None or reason.weight > known.weight:
            heaviest[place] = reason
    sums: dict[str, float] = {}
    best: dict[str, Reason] = {}
    for (kind, _), reason in heaviest.items():
        sums[kind] = sums.get(kind, 0) + reason.weight
        if kind not in best or reason.weight > best[kind].weight:
            best[kind] = reason
    kind = max(sums, key=sums.__getitem__)
    most = sums[kind]
    total = sum([math.exp((value - most) / _UNIT) for value in sums.values()]) + math.exp(-most / _UNIT) * (len(KINDS) - len(sums))
    return Decision(best[kind], 1 / total)


KINDS = ("priority", "activity", "figure", "other")


def first_word(reading: Reading) -> int:
    """The place of the first word: quotes, brackets and marks before it do not count."""
    return next((place for place, token in enumerate(reading.tokens) if token.norm[0].isalnum()), 0)
