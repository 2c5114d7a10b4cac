"""What a worker may not exceed, and how it says where it is.

The operating system enforces the limits, because a reader that is lost in C code listens to nothing else.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import signal
import struct
import sys
from dataclasses import dataclass
from typing import Any

try:
    import resource
except ImportError:  # Windows has none: there the coordinator's deadline is the only limit
    resource = None  # type: ignore[assignment]

MEGABYTE = 1 << 20
_OPEN_FILES = 256
_NEARLY_ALL = 0.8  # of the address space allowed beyond what it was born with: who fails there, failed for want of it
_LARGEST_FILE = 1 << 30
_STAGES = ("", "open", "read", "layout", "segment", "metadata", "classify", "assemble", "write")
_born = 0  # bytes of address space this process had when its limits were set
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. Time grows with its size and its pages: a scan takes seconds a page, an attack has few."""

    seconds: float = 60.0
    seconds_a_page: float = 4.0  # OCR takes about 2 on a slow core
    seconds_a_megabyte: float = 10.0
    memory: int = 1024 * MEGABYTE  # above what the worker has when it starts

    def budget(self, size: int, pages: int) -> float:
        """CPU seconds for a document of that many bytes and, once known, pages."""
        return self.seconds + max(self.seconds_a_megabyte * size / MEGABYTE, self.seconds_a_page * pages)

    def deadline(self, size: int, pages: int) -> float:
        """Seconds on the clock: other programs want the processor, too."""
        return 2 * self.budget(size, pages) + 5

    def exceeded(self, code: str, size: int = 0, pages: int = 0) -> str:
        """What to say of a document that takes more than it may: how much that is, and which option allows more."""
        excess, option = {
            "memory": (f"needs more than the {self.memory / MEGABYTE:,.0f} MB of memory allowed", "--memory"),
            "timeout": (f"takes longer than the {self.budget(size, pages):,.0f} s allowed", "--timeout"),
            "output": (f"makes more output than the {_LARGEST_FILE / MEGABYTE:,.0f} MB allowed", ""),
        }[code]
        return f"The document {excess}. Split it" + (f", or raise the limit with {option}" if option else "")


class Slot:
    """A few bytes shared between a worker and the coordinator: the stage, and how many pages. Readable also when the worker is dead."""

    _FORM = struct.Struct("<BI")
    SIZE = 8

    def __init__(self, memory: mmap.mmap | bytearray, index: int) -> None:
        self.memory, self.at = memory, index * self.SIZE

    def write(self, stage: str, pages: int) -> None:
        self._FORM.pack_into(self.memory, self.at, _STAGES.index(stage) if stage in _STAGES else 0, min(pages, 0xFFFFFFFF))

    def read(self) -> tuple[str, int]:
        stage, pages = self._FORM.unpack_from(self.memory, self.at)
        return _STAGES[stage], pages


def slots(count: int) -> list[Slot]:
    """`count` slots in memory that children share."""
    memory = mmap.mmap(-1, count * Slot.SIZE)
    return [Slot(memory, index) for index in range(count)]


def die_with_parent() -> None:
    """Asks the system to kill this process when its parent dies, however that happens (Linux)."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent or parent == 1:  # it died before we asked
        os._exit(1)


def close_in(limits: Limits) -> None:
    """Limits for the life of this process: memory, file size, open files, no core dump, no network, no other programs."""
    if resource is not None:
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
        _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)
        if sys.platform == "linux":
            global _born
            _born = address_space()
            _limit(resource.RLIMIT_AS, _born + limits.memory)
    sys.addaudithook(_refuse)


def allow_seconds(seconds: float) -> None:
    """Processor time from now on; beyond it the system kills this process (SIGXCPU), also in the middle of C code."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def address_space(pid: int | str = "self") -> int:
    """Bytes of address space a process has (Linux; 0 elsewhere or when it is gone)."""
    return _statm(pid, 0)


def starved() -> bool:
    """Has this process come close to the memory it may have? Some libraries in C, refused memory, raise no MemoryError but nonsense."""
    if resource is None or sys.platform != "linux":
        return False
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(OSError, ValueError, IndexError), open("/proc/self/status", "rb") as file:
        peak = int(file.read().partition(b"VmPeak:")[2].split()[0]) << 10
        return limit != resource.RLIM_INFINITY and peak - _born > _NEARLY_ALL * (limit - _born)
    return False


def resident(pid: int | str = "self") -> int:
    """Bytes of memory a process holds (Linux; 0 elsewhere or when it is gone)."""
    return _statm(pid, 1)


def _statm(pid: int | str, field: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/statm", "rb") as file:
        return int(file.read().split()[field]) * mmap.PAGESIZE
    return 0


def _limit(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (value, value))


# A document must not make us talk to anybody or start anything, whatever a library does with what it holds.
_REFUSED = frozenset(
    "socket.connect socket.bind socket.getaddrinfo socket.gethostbyname socket.sendto "
    "subprocess.Popen os.system os.exec os.posix_spawn os.startfile webbrowser.open".split()
)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"a document may not cause {event}")
