"""Kind of an item (priority, activity, figure, other) and the year it is for, each with the words that tell.

Cues weigh: an item's own words, its lead-in, the headings from inner to outer, the document's title and genre. The heaviest wins; among equals the
nearest. Cue words and their weights are in `rules/kinds/*.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.classify.matching import Hit, Reading
from extract.page import Passage
from extract.taxonomy import Taxonomy

DEFAULT = "activity"  # what a document reports when nothing tells otherwise (codebook, section 7)
GENRE_WEIGHT = 20
STEP = 2  # how much a cue loses with each heading further out
_NUMBER = re.compile(r"[-−+]?\s?(?:\d{1,3}(?:[ .]\d{3})+|\d+)(?:[,.]\d+)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for a kind: how much it weighs, the rule, and where its words stand."""

    kind: str
    weight: int
    rule: str
    passage: Passage | None
    span: tuple[int, int]  # in the passage's text


def cues(reading: Reading, passage: Passage, where: tuple[str, ...], loss: int = 0) -> list[Cue]:
    """What the words of one text say about the kind, heaviest first."""
    found = []
    for hit in reading.of("kind"):
        rule = hit.target.rule
        if rule.where not in where or (rule.where == "start" and hit.start > _first(reading)):
            continue
        if rule.unless and any(other.target.rule is rule for other in reading.of("unless")):
            continue
        found.append(Cue(hit.target.owner, rule.weight - loss, hit.target.name, passage, (hit.begin, hit.stop)))
    return sorted(found, key=lambda cue: -cue.weight)


def _first(reading: Reading) -> int:
    """The place of the first word: marks, quotes and brackets before it do not count."""
    for place, token in enumerate(reading.tokens):
        if token.norm[0].isalnum():
            return place
    return 0
