"""The same report in another format, or as a scan: told from the words, which two texts share, and from what is known of each.

Editions of two years share much of their words, too; so documents that say different years are never forms of one report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ALIKE = 0.5  # of all runs of three words, shared: a scan read with 2 % wrong letters still shares two thirds with its source
THE_SAME = 0.9  # asked of two files of one format: drafts and forms filled in share a lot without being one report
_PROBES = 24  # smallest hashes looked up: two sketches that are ALIKE share one of them but once in ten million
_SIZE = 128

# Which form is the report, when there are several: the one that says most about its own structure.
_RANKS = ("wordprocessingml", "opendocument", "presentationml", "markdown", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class Form:
    """One document, as far as kinship goes."""

    document_id: str
    name: str
    sketch: tuple[int, ...]
    year: int | None
    media_type: str
    ocr: bool

    @classmethod
    def of(cls, document_id: str, name: str, sketch: Iterable[int], facts: Mapping[str, Any]) -> Form:
        return cls(document_id, name, tuple(sketch), facts.get("year"), facts.get("media_type", ""), bool(facts.get("ocr")))

    @property
    def rank(self) -> tuple[bool, int, str]:
        order = next((place for place, part in enumerate(_RANKS) if part in self.media_type), len(_RANKS))
        return self.ocr, order, self.name


def variants(forms: Iterable[Form]) -> dict[str, str]:
    """Document id → id of the report that it is another form of. Reports, and documents without kin, are not in it."""
    ordered = sorted(forms, key=lambda form: form.rank)
    holders: defaultdict[int, list[int]] = defaultdict(list)  # hash → indexes of reports
    found: dict[str, str] = {}
    for index, form in enumerate(ordered):
        near = sorted({other for probe in form.sketch[:_PROBES] for other in holders[probe]})
        kin = next((ordered[other] for other in near if are_forms_of_one(ordered[other], form)), None)
        if kin:
            found[form.document_id] = kin.document_id
        else:
            for probe in form.sketch[:_PROBES]:
                holders[probe].append(index)
    return found


def are_forms_of_one(left: Form, right: Form) -> bool:
    if left.year and right.year and left.year != right.year:
        return False
    other_format = left.media_type != right.media_type or left.ocr != right.ocr
    return resemblance(left.sketch, right.sketch) >= (ALIKE if other_format else THE_SAME)


def resemblance(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The share of runs of three words that two texts have in common (Jaccard), estimated from their sketches."""
    if not left or not right:
        return 0.0
    union = sorted({*left, *right})[:_SIZE]
    return len({*union} & {*left} & {*right}) / len(union)
