"""Document records and their transcripts under an output folder.

A worker *stages* both files (durably, in a folder of its own); the coordinator *publishes* them by renaming. Nobody ever sees half of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract import model
from extract.errors import OutputError, UsageError
from extract.store import durable

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DOCUMENTS, TRANSCRIPTS = "documents", "transcripts"
_ITEMS_AT_ONCE = 250


def load(out: Path, document_id: str) -> model.Document:
    """The record of that id. Raises UsageError when there is none, OutputError when the file is not a valid record."""
    path = document_path(out, document_id)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"No document {document_id} in {out}", remedy="`filrouge query --format json` shows the ids") from None
    return parse(data, path)


def load_all(out: Path) -> Iterator[model.Document]:
    """All records, in the order of their ids, one at a time."""
    for document_id in ids(out):
        yield load(out, document_id)


def demand(out: Path) -> None:
    """Raises UsageError where there is no folder of records."""
    if not (Path(out) / DOCUMENTS).is_dir():
        raise UsageError(f"There are no records in {out}", remedy=f"Run `filrouge ingest PATH --out {out}` first, or give another --out")


def ids(out: Path) -> list[str]:
    """The ids of all records, sorted."""
    folder = Path(out) / DOCUMENTS
    if not folder.is_dir():
        return []
    return sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".json") and not name.startswith("."))


def transcript(out: Path, document_id: str) -> str:
    """The text that the record's spans point into."""
    try:
        return transcript_path(out, document_id).read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"No transcript of {document_id} in {out}", remedy="Run `filrouge ingest` again") from None


def parse(data: bytes, path: Path | str) -> model.Document:
    """`data` as a record. Raises OutputError, naming `path` and the first thing wrong."""
    import pydantic

    try:
        return model.Document.model_validate_json(data)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise OutputError(
            f"{path} is not a valid record ({where}: {first['msg'].lower()}; {error.error_count()} fault(s))",
            remedy="Run `filrouge ingest --refresh`",
        ) from None


def serialise(document: model.Document) -> bytes:
    """The bytes of a record's file: the same for the same record."""
    return b"".join(parts(document))


def parts(document: model.Document) -> Iterator[bytes]:
    """The same bytes piece by piece, as those of a long report take more memory than all else that is known of it."""
    whole, items = _writers()
    frame = whole.dump_json(document.model_copy(update={"items": ()}), indent=1)
    before, opening, after = frame.partition(b'\n "items": [')  # a line of its own: in a string there is no end of a line
    yield before + opening
    for first in range(0, len(document.items), _ITEMS_AT_ONCE):
        listed = items.dump_json(document.items[first : first + _ITEMS_AT_ONCE], indent=1)
        yield b"," * (first > 0) + listed[1:-2].replace(b"\n", b"\n ")
    yield b"\n " * bool(document.items) + after + b"\n"


@cache
def _writers() -> tuple[TypeAdapter[model.Document], TypeAdapter[tuple[model.Item, ...]]]:
    from pydantic import TypeAdapter

    return TypeAdapter(model.Document), TypeAdapter(tuple[model.Item, ...])


def save(out: Path, document: model.Document, text: str) -> None:
    """Writes the record and its transcript at once, durably."""
    durable.write(transcript_path(out, document.document.id), text.encode())
    durable.write(document_path(out, document.document.id), serialise(document))


def remove(out: Path, document_id: str) -> None:
    """Takes the record and its transcript away, if they are there."""
    for path in (document_path(out, document_id), transcript_path(out, document_id)):
        with durable.explained(path.parent):
            path.unlink(missing_ok=True)


def document_path(out: Path, document_id: str) -> Path:
    return Path(out) / DOCUMENTS / f"{document_id}.json"


def transcript_path(out: Path, document_id: str) -> Path:
    return Path(out) / TRANSCRIPTS / f"{document_id}.txt"
