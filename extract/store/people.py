"""What people decided, in JSON lines under `corpus/`: corrections and judgements. Lines are added, never changed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from extract.errors import UsageError
from extract.model import Correction, Judgement
from extract.store import durable

CORRECTIONS, JUDGEMENTS = "corrections.jsonl", "judgements.jsonl"
Value = TypeVar("Value", bound=BaseModel)


def corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections in the file, in the order in which they were made; none when there is no file. Raises UsageError."""
    return _load(path, Correction)


def judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements in the file, in the order in which they were made; none when there is no file. Raises UsageError."""
    return _load(path, Judgement)


def add(path: Path, value: BaseModel) -> None:
    """Adds one line, on the disk when this returns; two writers at once queue. Raises OutputError."""
    with durable.explained(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            size = os.fstat(descriptor).st_size
            torn = size and os.pread(descriptor, 1, size - 1) != b"\n"  # an editor left no end of line
            os.write(descriptor, (b"\n" if torn else b"") + value.model_dump_json().encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _load(path: Path, kind: type[Value]) -> tuple[Value, ...]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read {path} ({error})") from None
    return tuple(_parse(line, kind, path, number) for number, line in enumerate(lines, 1) if line.strip())


def _parse(line: str, kind: type[Value], path: Path, number: int) -> Value:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole line"
        raise UsageError(
            f"{path}:{number}: {where}: {first['msg'].lower()}", remedy=f"Mend the line; `filrouge validate {path}` checks it"
        ) from None
