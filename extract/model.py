"""Published values: what consumers read, for decades. Pydantic, frozen, no unknown fields.

`schemas/v1/*.json` is generated from here (`filrouge schema --write`) and tested to be equal. Within schema 1.x fields are only added.
Spans are half-open ranges of code points into the transcript; pages count from 1; boxes are points from the top left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extract.terms import Flag as Flag
from extract.terms import Form as Form
from extract.terms import Genre as Genre
from extract.terms import HeadingEvidence as HeadingEvidence
from extract.terms import Kind as Kind
from extract.terms import Origin as Origin
from extract.terms import SectionKind as SectionKind

SCHEMA_VERSION = "1.0"

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
Confidence = Annotated[float, Field(ge=0, le=1)]


class Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)
    _all: ClassVar[set[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls._all = set(cls.model_fields)

    def model_post_init(self, _: Any) -> None:
        """Every field is written out, so each counts as set: by one set of names, as one a value would be half of a record's memory."""
        object.__setattr__(self, "__pydantic_fields_set__", self._all)


class Evidence(Published):
    """The words that decide, the rule that says so, and where they stand: `transcript[span[0]:span[1]] == text`."""

    rule: str
    text: str
    span: Span


class Theme(Published):
    """A theme of the codebook, where it comes from, and its evidence."""

    id: str
    origin: Origin
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Suppressed(Published):
    """A theme that a counter-rule, or the codebook's rules of inheritance, took back: `rule` would have given it, `by` took it."""

    id: str
    rule: str
    by: str
    text: str
    span: Span


class Action(Published):
    id: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Box(Published):
    page: int = Field(ge=1)
    bbox: tuple[float, float, float, float]


class Locator(Published):
    """Where the item stands: always in the transcript; on the page, by line or by paragraph where the format has them."""

    span: Span
    boxes: tuple[Box, ...] = ()
    lines: tuple[int, int] | None = None
    paragraph: int | None = None


class Column(Published):
    """One cell of a table row: the column's header as printed, and the cell's text."""

    header: str
    text: str


class Section(Published):
    """A heading: a team, a pole, or any other section."""

    id: str
    kind: SectionKind
    title: str
    name: str | None
    level: int = Field(ge=1)
    parent: str | None
    span: Span
    pages: tuple[int, ...] = ()
    evidence: tuple[HeadingEvidence, ...]
    confidence: Confidence


class PersonalData(Published):
    """A span that looks like personal data. `kind`: "email", "phone", "iban", "national-number", "name"."""

    kind: str
    text: str
    span: Span


class Item(Published):
    """One bullet, numbered point, table row, or (form "prose") statement of a plan."""

    id: str
    order: int = Field(ge=1)
    section_id: str | None
    parent: str | None
    depth: int = Field(ge=1)
    form: Form
    text: str
    path: tuple[str, ...]
    team: str | None
    pole: str | None
    section: str | None
    lead_in: str | None
    number: str | None = None
    columns: tuple[Column, ...] = ()
    kind: Kind
    kind_evidence: tuple[Evidence, ...] = Field(min_length=1)
    year: int | None
    themes: tuple[Theme, ...] = ()
    subthemes: tuple[str, ...] = ()
    uncertain: tuple[Theme, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    actions: tuple[Action, ...] = ()
    locator: Locator
    confidence: Confidence = 1.0
    flags: tuple[Flag, ...] = ()

    def said(self) -> Iterator[tuple[str, str, str | None, str | None, Evidence]]:
        """(field, label, origin, taken back by, evidence) of every label, in the record's order.

        The field is "kind", "theme", "uncertain", "action" or "suppressed"; only themes have an origin, only suppressed ones a taker.
        """
        for evidence in self.kind_evidence:
            yield "kind", self.kind, None, None, evidence
        for field, themes in (("theme", self.themes), ("uncertain", self.uncertain)):
            for theme in themes:
                for evidence in theme.evidence:
                    yield field, theme.id, theme.origin, None, evidence
        for action in self.actions:
            for evidence in action.evidence:
                yield "action", action.id, None, None, evidence
        for taken in self.suppressed:
            yield "suppressed", taken.id, None, taken.by, Evidence(rule=taken.rule, text=taken.text, span=taken.span)


Severity = Literal["info", "warning", "error"]


class Notice(Published):
    """Something a reader of the record should know. `code` is stable; `message` is for people."""

    code: str
    severity: Severity = "warning"
    message: str
    span: Span | None = None
    page: int | None = None


class MetadataEvidence(Published):
    origin: str
    span: Span | None = None
    confidence: Confidence = 1.0


class SourceFile(Published):
    path: str
    media_type: str
    sha256: str
    bytes: int
    pages: int | None
    ocr_pages: tuple[int, ...] = ()


class TranscriptRef(Published):
    path: str
    sha256: str
    length: int


class About(Published):
    """The document itself (the record's `document`)."""

    id: str
    title: str | None
    organisation: str | None
    genre: Genre
    year: int | None
    date: str | None = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    language: str | None
    evidence: dict[str, MetadataEvidence]
    source: SourceFile
    transcript: TranscriptRef


class RuleSet(Published):
    version: str
    sha256: str


class Provenance(Published):
    software: str
    rules: RuleSet
    config_sha256: str
    components: dict[str, str]
    corrections: tuple[str, ...] = ()  # ids of the people's corrections that were applied


class Document(Published):
    """A document record: `documents/<document id>.json`."""

    schema_version: Annotated[str, Field(pattern=r"^1\.[0-9]+$")] = SCHEMA_VERSION  # a record of schema 2 is not one of these
    document: About
    outline: tuple[Section, ...]
    items: tuple[Item, ...]
    personal_data: tuple[PersonalData, ...] = ()
    notices: tuple[Notice, ...] = ()
    provenance: Provenance


LedgerStatus = Literal["extracted", "unchanged", "duplicate", "quarantined", "skipped"]


class LedgerLine(Published):
    """One input file that was seen (`ledger.jsonl`)."""

    path: str
    sha256: str | None
    bytes: int | None
    status: LedgerStatus
    document_id: str | None = None
    duplicate_of: str | None = None
    variant_of: str | None = None
    stage: str | None = None
    code: str | None = None
    message: str | None = None
    pages: int | None = None
    seconds: float | None = None
    record_sha256: str | None = None  # of documents/<document id>.json
    made_with: str | None = None  # reader, digest of what decides the reading, digest of what decides the labels


class Selector(Published):
    """Finds an item again after a re-ingest: quote with what stands before and after, and the headings above it
    (W3C Web Annotation, TextQuoteSelector)."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    path: tuple[str, ...] = ()


NOT_AN_ITEM = "not-an-item"
Corrected = Literal["kind", "year", "themes", "actions", "item"]
Said = str | int | tuple[str, ...] | None


class Correction(Published):
    """What the machine said, what a person says instead, who and when. Added, never written over (`corpus/corrections.jsonl`)."""

    id: str
    document: str
    source: str = ""  # the path the document had: a file that was mended keeps its corrections
    target: Selector
    field: Corrected
    said: Said
    says: Said
    by: str
    at: str
    note: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """What is said can stand in the field: people also write these lines by hand."""
        match self.field:
            case "kind":
                fits = self.says in get_args(Kind)
            case "year":
                fits = self.says is None or isinstance(self.says, int)
            case "item":
                fits = self.says == NOT_AN_ITEM
            case _:
                fits = isinstance(self.says, tuple)
        if not fits:
            raise ValueError(f"{self.says!r} is nothing that {self.field} can be")
        return self


Sameness = Literal["same", "different", "unsure"]


class Judgement(Published):
    """A person's verdict on whether two items are the same priority (`corpus/judgements.jsonl`)."""

    left: Selector
    left_document: str
    right: Selector
    right_document: str
    verdict: Sameness
    by: str
    at: str
    note: str = ""


Relation = Literal["continued", "reworded", "split", "merged"]
Fate = Literal["new", "first-seen", "carried-on", "dropped", "not-read", "last-seen", "undecided"]


class Reason(Published):
    """Why two items were linked: one feature, its part in the score (log-odds), and the words that speak for it."""

    feature: str
    weight: float
    words: tuple[str, ...] = ()


class ThreadItem(Published):
    """An item as a thread shows it: enough to find it, and its words side by side with the others'."""

    document: str
    item: str
    year: int
    team: str | None
    pole: str | None
    path: tuple[str, ...]
    text: str
    themes: tuple[str, ...] = ()
    came: Fate  # "new": the team's edition before was read and has no such item; "first-seen": none before was read
    went: Fate  # "dropped": the team's next edition was read and has none; "not-read", "last-seen": nothing to look in


class Link(Published):
    """Two items of different editions are the same priority. `earlier` and `later` are indexes into the thread's items."""

    earlier: int
    later: int
    relation: Relation
    confidence: Confidence
    decided_by: str  # "machine", or the person of a judgement
    reasons: tuple[Reason, ...] = ()


class Doubt(Published):
    """A link that was weighed and not made: item `own` of the thread, and an item elsewhere."""

    own: int
    document: str
    item: str
    year: int
    text: str
    confidence: Confidence
    reasons: tuple[Reason, ...] = ()


class Thread(Published):
    """One priority across editions (`threads.jsonl`): items in order of year, and the links that hold them together.

    A thread of one item is a priority that was found in one edition only. `doubts` were weighed and not asserted: an item of this thread
    (`own`, an index) and one of another thread, for a person to decide.
    """

    id: str
    organisation: str
    items: tuple[ThreadItem, ...] = Field(min_length=1)
    links: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
