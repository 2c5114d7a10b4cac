"""A document leaves without a trace: record, transcript, index, ledger, what was kept of it, and everything made from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.batch import kept, report
from extract.batch.lock import Lock
from extract.batch.run import settle_variants
from extract.errors import UsageError
from extract.store import durable, index, ledger, records, threads
from extract.store.ledger import Ledger

_MADE_FROM_RECORDS = ("exports", "explorer", threads.FILE)  # made on request; may hold words of any document


@dataclass(frozen=True)
class Forgotten:
    """What was taken away: the document, the inputs that hold it (they are people's, and stay), and what is to be made again."""

    document_id: str
    inputs: tuple[str, ...]
    made: tuple[str, ...]


def forget(out: Path, wanted: str) -> Forgotten:
    """Takes away the document of that id (or beginning of an id) or path. Raises UsageError when there is none, BusyError, OutputError.

    The ledger's lines go last: a run that is interrupted is done again by the same command.
    """
    ledger.demand(out)
    with Lock(out, "forget"):
        book = Ledger(out)
        if book.interrupted:
            raise UsageError(f"A run on {out} was interrupted", remedy="Let `filrouge ingest` finish it first")
        lines = _lines(book, wanted)
        document_id = next((line["document_id"] for line in lines if line["document_id"]), "")
        for sha256 in sorted({line["sha256"] for line in lines}):
            _forget_reading(sha256)
        if document_id:
            index.forget(out, document_id)
            records.remove(out, document_id)
            with durable.explained(out):
                kept.path_of(out, document_id).unlink(missing_ok=True)
        made = tuple(name for name in _MADE_FROM_RECORDS if (out / name).exists())
        for name in made:
            shutil.rmtree(out / name) if (out / name).is_dir() else (out / name).unlink()
        for line in lines:
            book.drop(line["path"])
        settle_variants(book)
        book.finish()
        report.write(out, book)
        if document_id and index.stale(out):
            index.update(out, [], [document_id])
    return Forgotten(document_id, tuple(line["path"] for line in lines), made)


def meant(out: Path, wanted: str) -> tuple[str, ...]:
    """The inputs of the document that `wanted` names, which `forget` would take away. Raises UsageError when there is none."""
    return tuple(line["path"] for line in _lines(Ledger(out, read_only=True), wanted))


def _lines(book: Ledger, wanted: str) -> list[dict[str, Any]]:
    """All lines with the content that `wanted` names."""
    there = book.get(wanted)
    digests = {there["sha256"]} if there else {line["sha256"] for line in book if wanted and (line["document_id"] or "").startswith(wanted)}
    if len(digests) != 1 or None in digests:
        raise UsageError(
            f"{'Several documents begin with' if len(digests) > 1 else 'There is no document'} {wanted!r}",
            remedy="Give an id (`filrouge query --format json` shows them) or a path as in the ledger",
        )
    return book.of_content(digests.pop())


def _forget_reading(sha256: str) -> None:
    """What OCR kept of the file's pages."""
    from extract import readers

    for reader in readers.readers():
        if hasattr(reader, "forget"):
            reader.forget(sha256)
