"""A document's outline, kept so that a change of rules labels it again without opening the file.

Kept as compressed JSON, never pickled: an output folder may come from somebody else.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract import model, page
from extract.store.ledger import NOTES

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from extract import pipeline

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What labelling needs besides the transcript, which is kept anyway."""

    format: int
    reading: str  # the digest of what decided the reading; another one makes this worthless
    transcript: str  # the transcript's sha256
    media_type: str
    paged: bool
    ocr: tuple[bool, ...]  # one a page
    components: dict[str, str]
    outline: page.Outline
    about: page.Metadata
    personal_data: tuple[model.PersonalData, ...]
    notices: tuple[model.Notice, ...]


def path_of(out: Path, document_id: str) -> Path:
    return Path(out) / NOTES / "outlines" / document_id


def dump(understood: pipeline.Understanding, reading: str, transcript_sha256: str) -> bytes:
    """The bytes to keep of an understanding; the same for the same one."""
    source = understood.reading
    kept = Kept(
        _FORMAT,
        reading,
        transcript_sha256,
        source.media_type,
        source.paged,
        tuple(sheet.ocr for sheet in source.pages),
        dict(sorted(source.components.items())),
        understood.outline,
        understood.about,
        understood.personal_data,
        understood.notices,
    )
    return zlib.compress(_adapter().dump_json(kept), 1)


def load(out: Path, document_id: str, reading: str, name: str, old_name: str) -> pipeline.Understanding | None:
    """The understanding kept of a document, or None when it has to be read again.

    It has to when what decides the reading has changed, when the file has another name and the name had told something, and when what
    is kept is torn or missing.
    """
    from extract import pipeline
    from extract.store import records

    try:
        kept = _adapter().validate_json(zlib.decompress(path_of(out, document_id).read_bytes()))
        raw = records.transcript_path(out, document_id).read_bytes()
    except (OSError, ValueError, zlib.error):  # pydantic's ValidationError is a ValueError
        return None
    if kept.format != _FORMAT or kept.reading != reading or _sha256(raw) != kept.transcript:
        return None
    facts = (getattr(kept.about, fact.name) for fact in fields(kept.about))
    if name != old_name and any(fact is not None and fact.origin == "file-name" for fact in facts):
        return None
    pages = tuple(page.Page(number, 0, 0, (), ocr=ocr) for number, ocr in enumerate(kept.ocr, 1))
    reading_again = page.Reading(pages, kept.media_type, kept.paged, components=kept.components)
    transcript = page.Transcript.of(tuple(page.Line(text) for text in raw.decode("utf-8").split("\n")))
    return pipeline.Understanding(reading_again, transcript, (), kept.outline, kept.about, kept.notices, kept.personal_data)


@cache
def _adapter() -> TypeAdapter[Kept]:
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
