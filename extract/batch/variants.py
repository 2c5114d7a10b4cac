"""The same report in another format, or as a scan: told from the words, which two texts share, and from what is known of each.

Editions of two years share much of their words, too; so documents that say different years are never forms of one report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

ALIKE = 0.5  # of all runs of three words, shared
ALIKE_IN_PIXELS = 0.35  # of a scan and its source, when both say the same year: with 2 % wrong letters they share 0.4 to 0.55
THE_SAME = 0.9  # asked of two files of one format: drafts and forms filled in share a lot without being one report
_PROBES = 24  # smallest hashes looked up: sketches that are ALIKE share twelve, and fewer than three twice in 100,000 cases
_SHARED = 8  # one in so many of the hashes looked up must be shared for two sketches to be held against each other
_COMMON = 256  # reports that have a hash: in more it is a phrase that all of an archive have, and tells nothing
_SIZE = 128

# Which form is the report, when there are several: the one that says most about its own structure.
_RANKS = ("wordprocessingml", "opendocument", "presentationml", "markdown", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class Form:
    """One document, as far as kinship goes."""

    document_id: str
    name: str
    year: int | None
    media_type: str
    ocr: bool

    @classmethod
    def of(cls, document_id: str, name: str, facts: Mapping[str, Any]) -> Form:
        return cls(document_id, name, facts.get("year"), facts.get("media_type", ""), bool(facts.get("ocr")))

    @property
    def rank(self) -> tuple[int, str]:
        return rank({"media_type": self.media_type, "ocr": self.ocr}), self.name


def rank(facts: Mapping[str, Any]) -> int:
    """The place of a form among those of one report, the best being the first; of equal ones the first by name is the report."""
    order = next((place for place, part in enumerate(_RANKS) if part in facts.get("media_type", "")), len(_RANKS))
    return order + (len(_RANKS) + 1) * bool(facts.get("ocr"))


def variants(forms: Iterable[Form], shelf: Shelf) -> Iterator[tuple[Form, str | None]]:
    """Each form with the id of the report that it is another form of; None for reports and for documents without kin. `forms` come in the
    order of their ranks.

    `shelf` finds reports by the rarer hashes of their sketches, so that the work grows with the documents, not with their square.
    """
    for form in forms:
        sketch = shelf.sketch(form.document_id)
        probes = sketch[:_PROBES]
        found = (other for other in map(shelf.form, shelf.probe(probes, max(1, len(probes) // _SHARED))) if not _are_apart(other, form))
        near = ((resemblance(shelf.sketch(other.document_id), sketch), other) for other in found)
        alike = [(share, other) for share, other in near if are_forms_of_one(other, form, share)]
        # a scan without a year is like all editions: it is a form of the one it is most like
        kin = min(alike, key=lambda pair: (-pair[0], pair[1].rank))[1] if alike else None
        if kin is None and sketch:
            shelf.add(form, probes, _COMMON)
        yield form, kin.document_id if kin else None


class Shelf(Protocol):
    """Where sketches and reports are kept and found; not in memory, when they are many."""

    def sketch(self, document_id: str) -> tuple[int, ...]: ...
    def probe(self, hashes: Sequence[int], least: int) -> list[str]: ...
    def form(self, document_id: str) -> Form: ...
    def add(self, form: Form, hashes: Sequence[int], most: int) -> None: ...


def are_forms_of_one(left: Form, right: Form, alike: float) -> bool:
    """Are they, when their texts are so much `alike`?"""
    if _are_apart(left, right):
        return False
    if left.ocr != right.ocr and left.year and right.year:
        return alike >= ALIKE_IN_PIXELS
    other_format = left.media_type != right.media_type or left.ocr != right.ocr
    return alike >= (ALIKE if other_format else THE_SAME)


def _are_apart(left: Form, right: Form) -> bool:
    """Whether they say different years: far cheaper to ask than how much their texts share."""
    return bool(left.year and right.year and left.year != right.year)


def resemblance(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The share of runs of three words that two texts have in common (Jaccard), estimated from their sketches."""
    if not left or not right:
        return 0.0
    union = sorted({*left, *right})[:_SIZE]
    return len({*union} & {*left} & {*right}) / len(union)
