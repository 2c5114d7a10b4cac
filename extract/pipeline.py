"""One document: the steps, in order, on one page."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pydantic import TypeAdapter

import extract
from extract import classify, layout, metadata, model, page, privacy, readers, review, segment, taxonomy
from extract.errors import InputError


@dataclass(frozen=True, slots=True)
class Result:
    """A document's record and the transcript its spans point into; the stops on the road, for `show`."""

    document: model.Document
    transcript: page.Transcript
    reading: page.Reading
    blocks: tuple[page.Block, ...]
    outline: page.Outline


@dataclass(frozen=True, slots=True)
class Understanding:
    """What is known of a document before it is labelled."""

    reading: page.Reading
    transcript: page.Transcript
    blocks: tuple[page.Block, ...]
    outline: page.Outline
    about: page.Metadata
    notices: tuple[model.Notice, ...]
    personal_data: tuple[model.PersonalData, ...] = ()

    def lean(self) -> Understanding:
        """The same without lines, drawings and blocks: what `conclude` needs, in a fourth of the memory."""
        pages = tuple([page.replace(sheet, lines=(), shapes=()) for sheet in self.reading.pages])
        reading, transcript = page.replace(self.reading, pages=pages), page.Transcript(self.transcript.text, (), ())
        return replace(self, reading=reading, transcript=transcript, blocks=())


Watch = Callable[[str, int], None]
Given = ParamSpec("Given")
Made = TypeVar("Made")


def process(path: str | Path, *, name: str | None = None, **options: Any) -> Result:
    """Opens the file at `path` and walks it. `name` is how the record names it (default: the file's own name)."""
    settings = page.Options(**options)
    source = readers.open_source(path, name or readers.printable(Path(path).name), settings, follow_links=True)
    return walk(source, settings)


def walk(
    source: page.Source, options: page.Options, corrections: tuple[model.Correction, ...] = (), watch: Watch = lambda stage, pages: None
) -> Result:
    """Source ─ understand ─▶ Understanding ─ conclude ─▶ Document.

    `watch` is told the name of each stage as it begins, and the number of pages once it is known.
    Raises an `errors.InputError` that names the stage when the document cannot be read.
    """
    with _uncollected():
        understood = understand(source, options, watch)
        document = conclude(source, options, understood, corrections, watch)
    return Result(document, understood.transcript, understood.reading, understood.blocks, understood.outline)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Holds the collector of cycles back. A document's values are trees, and freed as such: to walk them again and again for cycles that
    are not there would take a quarter of the time of a long report."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def understand(source: page.Source, options: page.Options, watch: Watch = lambda stage, pages: None) -> Understanding:
    """Source ─ readers ─▶ Pages ─ layout ─▶ Transcript, Blocks ─ segment ─▶ Outline ─ metadata ─▶ Metadata: what needs the file.

    The bytes of `source` are let go once they are read.
    """
    watch("read", 0)
    reading, notices = _at("read", readers.read, source, options)
    source.release()
    watch("layout", len(reading.pages))
    transcript, more = _at("layout", layout.transcribe, reading)
    notices += more
    blocks, more = _at("layout", layout.blocks, transcript, reading)
    notices += more
    _give_back(transcript)
    watch("segment", len(reading.pages))
    outline, blocks, more = _at("segment", segment.segment, blocks, transcript, reading)
    notices += more
    about, more = _at("metadata", metadata.describe, source, reading, transcript, blocks, outline)
    personal = privacy.find(transcript.text, blocks)
    _give_back(transcript)
    return Understanding(reading, transcript, blocks, outline, about, notices + more, personal)


def _give_back(transcript: page.Transcript) -> None:
    """Returns to the system what the steps over a long text have let go of, and the allocator keeps for later (where it is glibc's)."""
    if len(transcript.text) > _LONG and sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


_LONG = 200_000  # characters, some 150 pages


def conclude(
    source: page.Source,
    options: page.Options,
    understood: Understanding,
    corrections: tuple[model.Correction, ...] = (),
    watch: Watch = lambda stage, pages: None,
) -> model.Document:
    """Outline ─ classify ─▶ Labels ─ assemble ─▶ Document ─ review ─▶ Document: all that a change of rules or corrections does again."""
    watch("classify", len(understood.reading.pages))
    rules = _rules(options.rules)
    labels, more = _at("classify", classify.classify, understood.outline, understood.about, understood.transcript, rules, options)
    document = _at("assemble", assemble, source, options, understood, labels, understood.notices + more, rules)
    return review.review(document, corrections, understood.transcript.text)[0]


def assemble(
    source: page.Source,
    options: page.Options,
    understood: Understanding,
    labels: tuple[page.Labels, ...],
    notices: tuple[model.Notice, ...],
    rules: taxonomy.Taxonomy,
) -> model.Document:
    """The published record, from the working values."""
    reading, transcript, outline, about = understood.reading, understood.transcript, understood.outline, understood.about
    document_id = f"d-{source.sha256[:16]}"
    headings = [_section(outline, heading, transcript) for heading in outline.headings]
    above = {at: _above(outline, at) for at in {entry.heading for entry in outline.entries}}
    return model.Document(
        document=model.About(
            id=document_id,
            **{name: _value(getattr(about, name)) for name in _FACTS if name != "genre"},
            genre=_value(about.genre) or "other",
            evidence={name: _evidence(fact) for name in _FACTS if (fact := getattr(about, name)) is not None},
            source=model.SourceFile(
                path=source.name,
                media_type=reading.media_type,
                sha256=source.sha256,
                bytes=source.size,
                pages=len(reading.pages) if reading.paged else None,
                ocr_pages=tuple(sheet.number for sheet in reading.pages if sheet.ocr),
            ),
            transcript=model.TranscriptRef(
                path=f"transcripts/{document_id}.txt",
                sha256=hashlib.sha256(transcript.text.encode()).hexdigest(),
                length=len(transcript.text),
            ),
        ),
        outline=tuple(headings),
        items=tuple(
            _item(order, outline, entry, above[entry.heading], label, understood.personal_data)
            for order, (entry, label) in enumerate(zip(outline.entries, labels, strict=True), 1)
        ),
        personal_data=understood.personal_data,
        notices=notices,
        provenance=model.Provenance(
            software=f"filrouge {extract.__version__}",
            rules=model.RuleSet(version=rules.version, sha256=rules.sha256),
            config_sha256=config_sha256(options),
            components=dict(sorted({**reading.components, **classify.components()}.items())),
        ),
    )


_FACTS = ("title", "organisation", "genre", "year", "date", "language")


@lru_cache(maxsize=4)
def config_sha256(options: page.Options) -> str:
    """The digest of everything a person may set; folders of rules count by what they hold, not by where they are."""
    return hashlib.sha256(json.dumps({**asdict(options), "rules": ""}, sort_keys=True).encode()).hexdigest()


def _at(stage: str, step: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """What `step` makes; an input error raised in it is given the stage it happened at."""
    try:
        return step(*given, **named)
    except InputError as error:
        error.stage = stage
        raise


def warm_up(options: page.Options) -> None:
    """Walks a report of three lines, so that all that documents need in common is loaded before the first one comes."""
    data = "Priorités 2018\n\nRétention\n- contentieux des mesures d’éloignement\n".encode()
    walk(page.Source("warm-up.txt", data, hashlib.sha256(data).hexdigest(), len(data)), options)


@lru_cache(maxsize=4)
def _rules(folders: tuple[str, ...]) -> taxonomy.Taxonomy:
    return taxonomy.load(folders)


def _value(fact: page.Fact | None) -> Any:
    return fact.value if fact else None


def _evidence(fact: page.Fact) -> model.MetadataEvidence:
    return model.MetadataEvidence(origin=fact.origin, span=fact.span, confidence=round(fact.confidence, 3))


def _section(outline: page.Outline, heading: page.Heading, transcript: page.Transcript) -> model.Section:
    return model.Section(
        id=heading.id,
        kind=heading.kind,
        title=heading.title.text,
        name=heading.name,
        level=heading.level,
        parent=None if heading.parent is None else outline.headings[heading.parent].id,
        span=heading.title.span,
        pages=heading.pages,
        evidence=heading.evidence,
        confidence=round(heading.confidence, 3),
    )


def _above(outline: page.Outline, heading: int | None) -> dict[str, Any]:
    """What the headings down to `heading` say of the items under it, the same for them all."""
    path = [outline.headings[index] for index in outline.path(heading)]
    innermost = {one.kind: one for one in path}
    section = innermost.get("section")
    return {
        "section_id": path[-1].id if path else None,
        "path": tuple(one.title.text for one in path),
        "team": innermost["team"].name if "team" in innermost else None,
        "pole": innermost["pole"].name if "pole" in innermost else None,
        "section": section.title.text if section else None,
    }


def _item(
    order: int,
    outline: page.Outline,
    entry: page.Entry,
    above: dict[str, Any],
    label: page.Labels,
    personal: tuple[model.PersonalData, ...],
) -> model.Item:
    span = entry.text.span
    flags = {*entry.flags, *label.flags}
    if privacy.touches(personal, span):
        flags.add("personal-data")
    values = {
        "id": entry.id,
        "order": order,
        **above,
        "parent": None if entry.parent is None else outline.entries[entry.parent].id,
        "depth": entry.depth,
        "form": entry.form,
        "text": entry.text.text,
        "lead_in": entry.lead_in.text if entry.lead_in else None,
        "number": entry.number,
        "columns": [{"header": header, "text": cell.text} for header, cell in entry.columns],
        "kind": label.kind,
        "kind_evidence": label.kind_evidence,
        "year": label.year,
        "themes": label.themes,
        "subthemes": label.subthemes,
        "uncertain": label.uncertain,
        "suppressed": label.suppressed,
        "actions": label.actions,
        "locator": {
            "span": span,
            "boxes": [{"page": number, "bbox": page.rounded(bbox)} for number, bbox in entry.boxes],
            "lines": entry.lines,
            "paragraph": entry.paragraph,
        },
        "confidence": round(entry.confidence, 3),
        "flags": sorted(flags),
    }
    return _checked(values)


_checked = TypeAdapter(model.Item).validator.validate_python  # an item with all that is in it, at once
