"""What is done to one document, in a worker: opened and hashed, then read or labelled, its files staged.

Nothing here knows of other documents.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract import model, page, readers
from extract.batch import kept
from extract.batch.versions import Versions
from extract.errors import InputError, OverLimit
from extract.store import durable, records
from extract.store.ledger import NOTES
from extract.text import printable

if TYPE_CHECKING:  # the coordinator does without: it loads the readers and the rest into memory
    from extract import pipeline

Outcome = dict[str, Any]
_SKETCH_SIZE = 128
_WORDS_AT_LEAST = 20
_LONGEST_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Task:
    """One input to work on. `path` is as the system calls it."""

    order: int
    name: str
    path: bytes
    size: int
    given: bool = False


@dataclass(frozen=True, slots=True)
class Shop:
    """What every task of a run shares."""

    out: Path
    options: page.Options
    corrections: tuple[model.Correction, ...] = ()
    far: bool = False  # the coordinator is on another machine, and cannot wait for this one's disk

    def corrected(self, document_id: str, name: str) -> str:
        """A digest of the corrections that may concern a document; "" when there is none."""
        mine = [one.model_dump_json() for one in self.corrections if one.document == document_id or (one.source and one.source == name)]
        return hashlib.sha256("\n".join(mine).encode()).hexdigest()[:12] if mine else ""

    @property
    def staging(self) -> Path:
        return self.out / NOTES / "staging"


def open_task(task: Task, shop: Shop) -> page.Source:
    """The task's file, read once and hashed. Raises InputError."""
    return readers.open_source(task.path, task.name, shop.options, follow_links=task.given)


def read(source: page.Source, shop: Shop, watch: pipeline.Watch) -> Outcome:
    """The document made of `source`, its files staged. Raises InputError."""
    from extract import pipeline

    reader = reader_of(source)
    with readers.heard_by(lambda pages: watch("read", pages)):
        understood = pipeline.understand(source, shop.options, watch).lean()
    return _finish(source, shop, understood, reader, watch)


def label(source: page.Source, old_name: str, made_with: str, shop: Shop, watch: pipeline.Watch) -> Outcome | None:
    """The document labelled anew from its kept outline, its files staged; None when it has to be read again. `source` has no data."""
    reader = made_with.partition(":")[0]
    understood = kept.load(shop.out, f"d-{source.sha256[:16]}", _versions(shop.options).reading(reader), source.name, old_name)
    return {**_finish(source, shop, understood, reader, watch), "labelled": True} if understood else None


def failure(error: InputError) -> Outcome:
    """An error as an outcome."""
    return {"stage": error.stage, "code": error.code, "message": plain(str(error))}


def plain(message: str) -> str:
    """`message` fit for a ledger, a terminal and a log: control characters escaped, not too long."""
    text = printable(message)
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"


def reader_of(source: page.Source) -> str:
    """The name of the reader that takes the source; "" when none does."""
    takers = (reader.__name__.rpartition(".")[2] for reader in readers.readers() if reader.accepts(source))
    return next(takers, "")


def sketch(text: str) -> list[int]:
    """The smallest hashes of all runs of three words: two texts share as large a part of them as they share runs (bottom-k sketch;
    Cohen and Kaplan 2007). Empty for a text of a few words, which says nothing about kinship."""
    text = text.replace("’", "'")  # "l’équipe" in one file is "l'équipe" in the next
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").lower()
    words = re.findall(rb"[a-z]{2,}", folded)
    if len(words) < _WORDS_AT_LEAST:
        return []
    shingles = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    return sorted(set(map(zlib.crc32, shingles)))[:_SKETCH_SIZE]


def _finish(source: page.Source, shop: Shop, understood: pipeline.Understanding, reader: str, watch: pipeline.Watch) -> Outcome:
    from extract import pipeline

    text = understood.transcript.text
    likeness = sketch(text)  # before the record is made, as both take memory
    document = pipeline.conclude(source, shop.options, understood, shop.corrections, watch)
    watch("write", len(understood.reading.pages))
    versions = _versions(shop.options)
    about, digest = document.document, hashlib.sha256()
    outline = kept.dump(understood, versions.reading(reader), about.transcript.sha256)
    files: dict[Path, Iterable[bytes]] = {
        records.transcript_path(Path(), about.id): [text.encode()],
        kept.path_of(Path(), about.id): [outline],
        records.document_path(Path(), about.id): _digested(records.parts(document), digest),  # published last: where it is, all is
    }
    staged = stage(files, shop)
    return {
        "document_id": about.id,
        "pages": about.source.pages,
        "made_with": versions.made_with(reader, shop.corrected(about.id, source.name)),
        "record_sha256": digest.hexdigest(),
        "staged": staged,
        "sketch": likeness,
        "facts": facts(document),
    }


def _digested(parts: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    """The parts, each counted in `digest` on its way."""
    for part in parts:
        digest.update(part)
        yield part


def stage(files: dict[Path, Iterable[bytes]], shop: Shop) -> list[list[str]]:
    """(staged name, place below the output folder) of each file; the coordinator waits for the disk, for many documents at once.

    Raises OverLimit for a file larger than a worker may write.
    """
    staged = []
    for number, (path, parts) in enumerate(files.items()):
        name = f"{path.stem}.{number}.{os.getpid()}"
        with durable.explained(shop.out):
            try:
                durable.write_new(shop.staging / name, parts, sync=shop.far)
            except OSError as error:
                if error.errno == errno.EFBIG:
                    message, remedy = "The document makes more output than allowed", "Split it"
                    raise OverLimit(message, remedy=remedy, stage="write", code="output") from None
                raise
        staged.append([name, path.as_posix()])
    return staged


def facts(document: model.Document) -> dict[str, Any]:
    """What else tells whether two documents are forms of one report."""
    about = document.document
    return {"year": about.year, "media_type": about.source.media_type, "ocr": bool(about.source.ocr_pages)}


def kinship(out: Path, document_id: str) -> tuple[list[int], dict[str, Any]]:
    """The sketch and the facts of a document that is on record."""
    return sketch(records.transcript(out, document_id)), facts(records.load(out, document_id))


_made: dict[page.Options, Versions] = {}


def made_with(options: page.Options, reader: str) -> str:
    """What the ledger says of a document that this reader takes today."""
    return _versions(options).made_with(reader)


def _versions(options: page.Options) -> Versions:
    if options not in _made:
        _made[options] = Versions(options)
    return _made[options]
