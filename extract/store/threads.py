"""Threads on disk, and the records they are made from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.model import Document, Thread
from extract.store import durable, ledger, records

FILE = "threads.jsonl"
_ANNOTATED = {"left_year": int, "left_text": str, "right_year": int, "right_text": str, "verdict": str}


def editions(out: Path) -> list[Document]:
    """The records, each report once: without those that the ledger calls the variant of another."""
    variants = {line["document_id"] for line in ledger.read(out) if line["variant_of"]}
    found = [record for record in records.load_all(out) if record.document.id not in variants]
    if not found:
        raise UsageError(f"No records in {out}", remedy="Run `filrouge ingest` first, or name the folder with --out")
    return found


def save(out: Path, threads: Sequence[Thread]) -> None:
    """Writes all threads, one a line."""
    durable.write(Path(out) / FILE, b"".join(thread.model_dump_json().encode() + b"\n" for thread in threads))


def load(out: Path) -> tuple[Thread, ...]:
    """The threads of the last `filrouge trace`; none when it was never run."""
    path = Path(out) / FILE
    return tuple(Thread.model_validate_json(line) for line in path.read_bytes().splitlines()) if path.is_file() else ()


def annotated(path: Path) -> list[dict[str, Any]]:
    """Annotated links from JSON lines. Raises UsageError that names the line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read {path} ({error})") from None
    return [_link(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def _link(line: str, where: str) -> dict[str, Any]:
    try:
        link = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where} is not JSON ({error})") from None
    for name, kind in _ANNOTATED.items():
        if not isinstance(link, dict) or not isinstance(link.get(name), kind):
            raise UsageError(f"{where}: {name} is missing, or no {kind.__name__}")
    return link
