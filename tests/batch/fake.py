"""A reader that does what its document tells it, so that a run can be tested without reports: `python -m tests.batch.fake OUT IN…`.

A file's first word decides: hang, sleep, crash, exit, eat, bug, refuse, flood; any other text becomes a record of one item a line.
With FILROUGE_FAKE_LOG, the name of every file read is added there.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path

from extract import batch, page, readers
from extract.batch import work
from extract.errors import Damaged
from extract.readers import _progress
from extract.store import records
from tests import builders


def read(source: page.Source, shop: work.Shop, watch) -> work.Outcome:
    watch("read", 1)
    text = bytes(source.data).decode("utf-8")
    if log := os.environ.get("FILROUGE_FAKE_LOG"):
        with open(log, "a", encoding="utf-8") as file:
            file.write(source.name + "\n")
    with readers.heard_by(lambda pages: watch("read", pages)):
        _misbehave(text.split()[0])
    document = builders.document(items=text.splitlines(), name=source.name, media_type="text/plain")
    transcript = builders.transcript(document)
    about = document.document.model_copy(update={"id": f"d-{source.sha256[:16]}", "source": _source(document, source)})
    about = about.model_copy(update={"transcript": about.transcript.model_copy(update={"path": f"transcripts/{about.id}.txt"})})
    document = document.model_copy(update={"document": about})
    watch("write", 1)
    files = {
        records.transcript_path(Path(), about.id): [transcript.encode()],
        records.document_path(Path(), about.id): [record := records.serialise(document)],
    }
    return {
        "document_id": about.id,
        "pages": None,
        "record_sha256": hashlib.sha256(record).hexdigest(),
        "made_with": work.made_with(shop.options, "text"),
        "staged": work.stage(files, shop),
        "sketch": work.sketch(transcript),
        "facts": work.facts(document),
    }


def _source(document, source: page.Source):
    return document.document.source.model_copy(update={"sha256": source.sha256, "bytes": source.size, "path": source.name, "pages": None})


def _misbehave(word: str) -> None:
    if word == "hang":
        while True:
            pass
    if word == "sleep":
        time.sleep(600)
    if word == "pages":  # each takes half of a second of the processor, as OCR does
        for number in range(1, 7):
            until = time.process_time() + 0.5
            while time.process_time() < until:
                pass
            _progress.tell(number)
    if word == "slow":
        time.sleep(0.05)
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "exit":
        os._exit(3)
    if word == "eat":
        bytearray(8 << 30)
    if word == "gorge":  # in small pieces, as a library in C does, and then the abort of its allocator
        eaten = []
        try:
            while True:
                eaten.append(bytearray(1 << 20))
                time.sleep(0.002)
        except MemoryError:
            os.abort()
    if word == "double":  # what it holds, in one go each time
        eaten = bytearray(1 << 20)
        try:
            while True:
                eaten = eaten + eaten
        except MemoryError:
            os.abort()
    if word == "starve":  # what a library in C may make of memory that it was refused
        eaten = []
        try:
            while True:
                eaten.append(bytearray(1 << 20))
        except MemoryError:
            raise SystemError("error return without exception set") from None
    if word == "bug":
        raise KeyError("bug")
    if word == "refuse":
        raise Damaged("It is torn\x1b[31m")
    if word == "call":
        import socket

        socket.create_connection(("127.0.0.1", 9), 1)


def settings(**how) -> batch.Settings:
    how.setdefault("limits", batch.Limits(seconds=1.0, memory=256 << 20))
    return batch.Settings(read=read, warm_up=lambda shop: None, **how)


def run(paths, out: Path, tell=lambda progress: None, options: page.Options | None = None, **how) -> batch.Summary:
    """A run with this reader, without the search index."""
    paths = [paths] if isinstance(paths, str | Path) else paths
    return batch.Run(paths, out, options or page.Options(), settings(**how), tell=tell, index=False).run()


def main(out: str, *paths: str) -> None:
    def tell(progress: batch.Progress) -> None:
        for entry in progress.lines:
            print(json.dumps(entry))
        sys.stdout.flush()

    run(paths, Path(out), tell, jobs=int(os.environ.get("JOBS", "2")))


if __name__ == "__main__":
    main(*sys.argv[1:])
