"""A block that may be a heading: what each witness says of it, as log-odds, and what that makes together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract import marks
from extract.page import Block, Passage
from extract.segment import units
from extract.segment.witnesses.looks import LARGER, Look
from extract.terms import HeadingEvidence

# Log-odds. Set by hand on the annotated reports, then checked on generated ones (docs/quality.md shows how confidences hold).
WEIGHTS = {
    "prior": -2.5,  # most blocks are no headings
    "prior-item": -6.0,  # a bullet is an item unless much speaks against it
    "style": 6.0,
    "row": 4.0,  # names rows of a table
    "outline": 3.5,
    "contents": 3.5,
    "unit": 3.0,
    "wording": 2.5,
    "beginning": 1.5,
    "larger": 2.6,
    "bold": 2.4,
    "caps": 1.6,
    "underline": 1.2,
    "boxed": 1.5,
    "box-title": -3.5,  # the title of a drawn box holds what is in the box, not what comes after
    "in-box": -6.0,
    "ruled": 2.5,
    "typed-rule": 5.5,  # "=====" right under a line, as long as it is
    "colour": 1.0,
    "italic": 1.2,
    "smaller": -2.0,
    "small": -3.5,  # and nothing makes up for it: a caption, who wrote it
    "attribution": -6.0,  # who said the words above
    "over-list": 2.0,
    "over-one": 0.8,
    "over-measures": 2.0,
    "over-prose": 0.7,
    "over-heading": 0.8,
    "slide-title": 2.5,
    "repeated": 2.0,
    "space": 0.5,
    "apart": 0.8,
    "tight": -0.5,
    "no-blank": -2.2,
    "chain": -1.5,
    "lead-in-place": -0.7,
    "standfirst": -3.0,  # in italics between a heading and its text: what the part is about
    "after-colon": -2.0,
    "colon": -5.5,
    "end": 0.5,  # none of what ends sentences and clauses
    "full-stop": -3.5,
    "quote": -3.0,  # somebody's words, set large between paragraphs
    "exclamation": -1.5,
    "comma": -3.0,
    "low": -3.5,
    "begins": 0.3,  # as a heading does
    "low-light": -5.0,  # begins low, and is neither larger than text nor bold nor underlined
    "verb": -1.5,
    "long-sentence": -2.6,
    "date": -4.0,
    "person": -2.0,
    "figures": -4.0,
    "hours": -2.5,
    "legend": -4.0,  # says what a sign means: "$$ = 50 000 $"
    "plain": -2.0,  # unlike the document's other headings, nothing sets it apart
    "over-figures": -5.0,  # names a figure: "AUTRES" over "14 %"
    "sequence": 1.2,
    "enumeration": -2.5,
    "listed": -6.0,  # the author marks headings, and made this an item of a list
    "list-heading": 8.0,
    "class": 1.0,  # most of those set alike are headings, or hardly any is
    "leads": 5.0,  # over each list stands such a line: more than a long sentence costs
}
_SLOPE, _OFFSET, _CERTAIN = 0.34, 1.37, 9.2  # of the confidence; the last is the score beyond which more says no more
TYPOGRAPHY = frozenset(("larger", "bold", "caps", "underline", "boxed", "ruled", "colour"))
WEIGHTY = frozenset(("style", "outline", "contents", "larger", "bold", "underline", "unit", "wording"))
SHOWN = TYPOGRAPHY | {"style", "outline", "contents", "numbering"}
SETS_APART = SHOWN | {"italic", "unit", "slide-title"}
SURE = frozenset(
    (*TYPOGRAPHY - {"underline", "colour"}, "style", "outline", "contents", "numbering", "unit", "wording", "beginning", "slide-title")
)
_SET_APART = frozenset(("caps", "bold", "underline"))


@dataclass(slots=True)
class Candidate:
    """A block that may be a heading, and what speaks for it."""

    at: int  # index of the block
    title: Passage
    score: float
    evidence: list[HeadingEvidence]
    mark: marks.Mark | None
    folded: str  # its title
    count: int  # of its words
    look: Look  # as ranked
    own_look: Look  # as set
    unit: units.Unit = units.PLAIN
    level: int | None = None  # as the format or another witness says
    is_phase: bool = False
    is_subordinate: bool = False
    is_slide_title: bool = False
    is_wording: bool = False
    is_point: bool = False  # of a list, and no heading whatever the others are
    notes: dict[str, float] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """How likely it is a heading, under the right headings. Scores boast, as witnesses agree with each other: Platt scaling,
        fitted on the headings of annotated and generated documents (docs/quality.md)."""
        return 1 / (1 + math.exp(-(_SLOPE * max(-_CERTAIN, min(_CERTAIN, self.score)) + _OFFSET)))


def add(members: Sequence[Candidate], name: str) -> None:
    """Lets the witness `name` speak of each of `members`."""
    for one in members:
        one.notes[name] = WEIGHTS[name]
        one.score += WEIGHTS[name]
        if WEIGHTS[name] > 0:
            one.evidence.append("typography")


def any_for(candidate: Candidate, names: frozenset[str]) -> bool:
    """Whether any of the witnesses `names` speaks for it."""
    notes = candidate.notes
    return not names.isdisjoint(notes) and any([notes[name] > 0 for name in notes.keys() & names])


def is_plain(one: Candidate) -> bool:
    """Whether it is set like the text around it; a box may stand around both."""
    return not one.own_look[0] and one.own_look[1] < LARGER and not one.own_look[2] - {"boxed"} and one.own_look[3] is None


def is_set_apart(one: Candidate) -> bool:
    """Whether it is set larger than the text, or in a heading's type."""
    return one.own_look[1] >= LARGER or not one.own_look[2].isdisjoint(_SET_APART)


def mark_of(block: Block) -> marks.Mark:
    """The mark that stands before the block; each is read once, and few stand in a document."""
    return _of_format(block.mark or "")


_of_format = lru_cache(maxsize=1024)(marks.of_format)


def family(block: Block) -> str:
    """The family of the block's mark: blocks of one list share it."""
    return mark_of(block).family if block.mark else ""
