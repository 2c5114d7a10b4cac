"""Files that are whole or not there, also after a power cut: written beside, synced, renamed, and the folder synced."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.errors import OutputError


def write(path: Path, data: bytes) -> None:
    """Puts `data` at `path`, whole or not at all, and on the disk when this returns. Raises OutputError."""
    with explained(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            write_synced(staged, data)
            os.replace(staged, path)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Writes `data` to a new file and waits until the disk has it. Raises OSError; what was written of it is removed."""
    write_new(path, [data], sync=True)


def write_new(path: Path, parts: Iterable[bytes], *, sync: bool = False) -> None:
    """Writes `parts` to a new file; without `sync` the disk has it only after `sync_file`. Raises OSError; what was written is removed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        for part in parts:
            view = memoryview(part)
            while view:
                view = view[os.write(descriptor, view) :]
        if sync:
            os.fsync(descriptor)
    except BaseException:
        os.close(descriptor)
        path.unlink(missing_ok=True)
        raise
    os.close(descriptor)


def sync_file(path: Path) -> None:
    """Waits until the disk has the bytes of a file that somebody wrote. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Waits until names made in or taken out of `folder` are on the disk. File systems that cannot say are taken at their word."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns the system's refusals inside into an OutputError that says what to do about `folder`."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"Cannot write to {folder} ({(error.strerror or str(error)).lower()})", remedy=_REMEDIES.get(error.errno, _REMEDY)
        ) from None


_REMEDY = "Give another folder with --out"
_REMEDIES: dict[int | None, str] = {
    errno.ENOSPC: "Free some space and run the same command again: it goes on where it stopped",
    errno.EDQUOT: "Free some space and run the same command again: it goes on where it stopped",
    errno.EROFS: "The disk is read-only: give another folder with --out",
    errno.EACCES: "You may not write there: give another folder with --out",
    errno.EPERM: "You may not write there: give another folder with --out",
    errno.ENOTDIR: "It is a file, or lies below one: give a folder with --out",
    errno.EEXIST: "It is a file: give a folder with --out",
}
