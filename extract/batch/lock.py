"""One run at a time on an output folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType

from extract.errors import BusyError
from extract.store import durable
from extract.store.ledger import NOTES

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Lock:
    """Held while the block runs; the system lets it go when the process dies, however it dies. Raises BusyError, OutputError."""

    def __init__(self, out: Path, doing: str) -> None:
        self.out, self.doing = out, doing
        self.path = Path(out) / NOTES / "lock"
        self.descriptor = -1

    def __enter__(self) -> Lock:
        with durable.explained(self.out):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        if fcntl is not None:
            try:
                fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                holder = self._holder()
                os.close(self.descriptor)
                raise BusyError(
                    f"{holder} already works on {self.out}", remedy="Wait for it (`filrouge status`), or give another --out"
                ) from None
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps({"process": os.getpid(), "doing": self.doing}).encode(), 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)

    def _holder(self) -> str:
        try:
            holder = json.loads(os.pread(self.descriptor, 4096, 0))
            return f"Process {int(holder['process'])} (filrouge {holder['doing']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "Another process"


def is_held(out: Path) -> bool:
    """Is a process at work on the output folder?"""
    path = Path(out) / NOTES / "lock"
    if fcntl is None or not path.exists():
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
