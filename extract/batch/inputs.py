"""Which files there are below the paths given, in one order, without opening any of them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import Missing, UsageError
from extract.readers import printable

Stamp = tuple[int, int, int, int]  # size, time of change in ns, time of status change in ns, inode: equal means "not touched since"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not read, known without opening it."""

    status: str  # "skipped" | "quarantined"
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input. `path` is what the system calls it; `name` what we call it: below the folder given, "/" between, nothing unprintable."""

    name: str
    path: bytes
    size: int
    stamp: Stamp
    given: bool = False  # a person named this very file, so a link is followed
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """A folder given (or the folder of a file given), and what all names below it start with ("" or "label/")."""

    path: bytes
    label: str = ""


def find(path: bytes, root: Root, out: Path, max_bytes: int) -> Iterator[Input]:
    """Every input at or below `path`, in the order of the bytes of their names; folders that cannot be listed are inputs, too.

    Links are not followed and special files not touched: they are inputs with a refusal. The output folder is not an input.
    """
    walker = _Walker(root, _identity(os.fsencode(out)), max_bytes)
    if os.path.isdir(path):
        yield from walker.folder(path)
    else:
        yield walker.file(path, os.stat(path), given=True)


def pack(found: Input) -> list[Any]:
    """An input without its name, as JSON can hold it."""
    refusal = found.refusal
    return [found.path.hex(), found.size, found.stamp, found.given, refusal and [refusal.status, refusal.code, refusal.message]]


def revive(name: str, packed: list[Any]) -> Input:
    path, size, stamp, given, refusal = packed
    return Input(name, bytes.fromhex(path), size, tuple(stamp), given, Refusal(*refusal) if refusal else None)


def common_root(paths: list[bytes]) -> bytes:
    """The deepest folder that holds all of `paths`: a folder given alone is its own."""
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]
    return os.path.commonpath(folders)


def absolute(path: str | bytes | Path, out: Path) -> bytes:
    """`path` made absolute, links in it resolved. Raises Missing, or UsageError for an address and for the output folder."""
    refuse_address(path)
    given = os.fsencode(path)
    if not os.path.lexists(given):
        raise Missing(f"There is no {printable(given)}", remedy="Check the path; nothing was read")
    real = os.path.realpath(given)
    folder = os.path.realpath(os.fsencode(out))
    if real == folder or real.startswith(folder + b"/"):
        raise UsageError(f"{printable(given)} is in the output folder", remedy="Give the folder of the reports, or another --out")
    return real


_ADDRESS = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]+):/+")


def refuse_address(path: str | bytes | Path) -> None:
    """Raises UsageError when `path` is no path but an address ("s3://…"), with the way to have it as a folder."""
    given = os.fsencode(path)
    address = _ADDRESS.match(given)
    if address and not os.path.lexists(given):
        scheme = address[1].decode().lower()
        if scheme == "file":
            remedy = "Leave out file://, and give the path alone"
        else:
            remedy = f"Workers may not use the network: mount it as a folder (rclone mount, s3fs …), or copy it from {scheme}:// first"
        raise UsageError(f"{printable(given)} is an address, not a file or a folder", remedy=remedy)


class _Walker:
    def __init__(self, root: Root, out: tuple[int, int] | None, max_bytes: int) -> None:
        self.root, self.out, self.max_bytes = root, out, max_bytes

    def folder(self, path: bytes) -> Iterator[Input]:
        try:
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            yield self._refused(path, "quarantined", "unreadable", f"The folder cannot be listed ({(error.strerror or '').lower()})")
            return
        for name in names:
            yield from self._entry(os.path.join(path, name), name)

    def _entry(self, path: bytes, name: bytes) -> Iterator[Input]:
        try:
            about = os.lstat(path)
        except OSError as error:  # it went away, or its path is longer than the system takes
            yield self._refused(path, "quarantined", "unreadable", f"The file cannot be examined ({(error.strerror or '').lower()})")
            return
        if stat.S_ISDIR(about.st_mode):
            if (about.st_dev, about.st_ino) == self.out:
                return
            if name.startswith(b"."):
                yield self._refused(path, "skipped", "hidden", "Hidden folders are not looked into", "/")
            elif os.path.lexists(os.path.join(path, b".filrouge")):
                yield self._refused(path, "skipped", "output", "The folder is the output of another run", "/")
            else:
                yield from self.folder(path)
        elif stat.S_ISLNK(about.st_mode):
            yield self._refused(path, "skipped", *self._link(path))
        elif not stat.S_ISREG(about.st_mode):
            yield self._refused(path, "skipped", "special-file", f"It is {_kind(about.st_mode)}, not a file")
        elif junk := _junk(name):
            yield self._refused(path, "skipped", "not-a-report", junk)
        else:
            yield self.file(path, about)

    def file(self, path: bytes, about: os.stat_result, given: bool = False) -> Input:
        refusal = None
        if not stat.S_ISREG(about.st_mode):
            refusal = Refusal("skipped", "special-file", f"It is {_kind(about.st_mode)}, not a file")
        elif not about.st_size:
            refusal = Refusal("quarantined", "empty", "The file is empty (0 bytes). Fetch the file again from where it came")
        elif about.st_size > self.max_bytes:
            sizes = f"{about.st_size / 2**20:,.1f} MB, the limit is {self.max_bytes / 2**20:,.1f} MB"
            refusal = Refusal("quarantined", "too-large", f"The file has {sizes}. Split the file, or raise the limit with --max-bytes")
        stamp = (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
        return Input(self._name(path), path, about.st_size, stamp, given, refusal)

    def _refused(self, path: bytes, status: str, code: str, message: str, suffix: str = "") -> Input:
        return Input(self._name(path) + suffix, path, 0, (0, 0, 0, 0), refusal=Refusal(status, code, message))

    def _name(self, path: bytes) -> str:
        return self.root.label + printable(os.path.relpath(path, self.root.path))

    def _link(self, path: bytes) -> tuple[str, str]:
        """Code and message of a link. What it points to is examined, never opened."""
        target = os.path.realpath(path)
        try:
            about = os.stat(path)
        except OSError:
            return "link", "It is a link that leads nowhere"
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            return "special-file", f"It is a link to {_kind(about.st_mode)}, not a file"
        base = os.path.realpath(self.root.path)
        if target != base and not target.startswith(base.rstrip(b"/") + b"/"):
            return "link-outside", "It is a link out of the folder, and is not followed"
        return "link", "It is a link, and links inside folders are not followed"


_JUNK = (
    (re.compile(rb"~\$|\.~lock\..*#$"), "It is the lock file of an office program, with no report in it"),
    (re.compile(rb"\._|\.DS_Store$|\.directory$|(?i:thumbs\.db|ehthumbs\.db|desktop\.ini)$"), "It is a file of the operating system"),
    (re.compile(rb".*\.(?i:part|partial|crdownload|download|tmp)$", re.DOTALL), "It is an unfinished download or a temporary file"),
    (
        re.compile(rb"(?:about\.yaml|corrections\.jsonl|judgements\.jsonl|.*\.gold\.json)$", re.DOTALL),
        "It is a note about the reports, not a report",
    ),
)


def _junk(name: bytes) -> str | None:
    return next((why for pattern, why in _JUNK if pattern.match(name)), None)


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((word for test, word in kinds if test(mode)), "something else")


def _identity(path: bytes) -> tuple[int, int] | None:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_dev, about.st_ino
