"""Reasons for a kind of item: priority, activity, figure or other, each with the words that tell.

Every reason speaks for one kind from one source: the item's own words, its lead-in, the headings, the parent, the document's title and
genre. Weights are log-odds in tenths, and data like the words (`rules/kinds/*.yaml`); what verbs and numbers say is in `grammar`, what all
reasons make together in `weighing`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.classify.matching import Reading
from extract.page import Passage, Span
from extract.taxonomy import Taxonomy
from extract.terms import Kind

HEADING_SHARE = 0.85  # what a heading's cue keeps with each heading further out
STRONG = 20  # a heading that tells so much hides what those further out say
KINDS: tuple[Kind, ...] = ("priority", "activity", "figure", "other")
SOURCES = ("item", "lead-in", "heading", "parent", "document")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’.-]*")
_ROLE = re.compile(r"[^\W\d_][^:\d]{2,40}\s?:\s*(?P<name>[^:]+?)\s*(?:\([^)]*\))?\.?")


class Reason(NamedTuple):
    """One reason for a kind. `passage` is None where the document as a whole says so; `span` is in the passage's text."""

    kind: str
    weight: float
    rule: str
    source: str = "document"  # one of SOURCES
    passage: Passage | None = None
    span: Span = (0, 0)

    def scaled(self, share: float) -> Reason:
        return self if share == 1 else self._replace(weight=self.weight * share)


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


def reasons(reading: Reading, passage: Passage, where: tuple[str, ...], source: str, *, genre: str) -> list[Reason]:
    """What the words of one text say, if it stands at one of `where`."""
    found = []
    for hit in reading.of("kind"):
        rule = hit.target.rule
        places = [place for place in rule.where if place in where]
        if not places or (rule.genres and genre not in rule.genres):
            continue
        if places[0] == "start" and "item" not in rule.where and hit.start > reading.first_word():
            continue
        if hit.target.unless and any(other.target.rule is rule for other in reading.of("unless")):
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
    if text.endswith(":") and len(reading.norms) <= 5:
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
