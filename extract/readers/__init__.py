"""Files → Pages. Each reader is a file in this folder; it is found by being there.

A reader module has
    MEDIA_TYPE: str
    PRIORITY: int          readers are asked in ascending order; the text reader, which accepts almost anything, comes last
    accepts(source) -> bool          by content, not by extension
    read(source, options) -> (page.Reading, tuple[model.Notice, ...])     raises an errors.InputError
It passes every string through `text.clean` before it measures anything, and its library's objects never leave it.
Heavy libraries are imported inside `read`, so that asking costs nothing.

Messages of errors do not repeat the file's name: whoever reports them puts it in front.
"""

from __future__ import annotations

import errno
import hashlib
import importlib
import os
import pkgutil
import re
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

from extract import model, page
from extract.errors import Empty, Missing, TooLarge, Unreadable, Unsupported
from extract.readers._progress import heard_by as heard_by

_CHUNK = 1 << 20
_FOLDER = "Give the files in it, or use `filrouge ingest` on the folder"
_LINK = "Give the file it points to"
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_source(
    path: str | bytes | Path, name: str | bytes | None = None, options: page.Options | None = None, *, follow_links: bool = False
) -> page.Source:
    """The file at `path`, read once: its bytes, their sha256 (of the same descriptor), and a name that can be shown (default: the path).

    `follow_links` is for paths that a person gave; what is found by walking a folder is opened without following a link, so that
    an archive cannot point out of itself. Pipes, devices and folders are refused without waiting for them.
    Raises Missing, Unreadable, Empty or TooLarge (stage "open").
    """
    options = options or page.Options()
    descriptor = _open(path, follow_links)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"It is {_kind(about.st_mode)}, not a file", remedy="Give a file that holds a report", stage="open")
        if about.st_size > options.max_bytes:
            raise _too_large(about.st_size, options.max_bytes)
        data = _read(descriptor, options.max_bytes)
    except OSError as error:
        raise Unreadable(f"It cannot be read ({_reason(error)})", stage="open") from None
    finally:
        os.close(descriptor)
    if not data:
        raise Empty("The file is empty (0 bytes)", stage="open")
    shown = name if isinstance(name, str) else printable(path if name is None else name)
    return page.Source(shown, data, hashlib.sha256(data).hexdigest(), len(data))


def read(source: page.Source, options: page.Options | None = None) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """What the first reader that accepts the source makes of it, with its notices.

    Raises an InputError: Unsupported (which names what the file is), Damaged, Encrypted, Empty, NoText, TooLarge, Unsafe.
    """
    from extract.readers._kinds import refusal

    for reader in readers():
        if reader.accepts(source):
            promised = _PROMISES.get(os.path.splitext(source.name)[1].lower())
            if promised and reader.MEDIA_TYPE.startswith("text/"):
                remedy = "Fetch the file again from where it came; if it is a text after all, give its name the ending .txt"
                raise Unsupported(f"Its name says {promised}, but its bytes are those of a text", remedy=remedy)
            reading, notices = reader.read(source, options or page.Options())
            return reading, (*notices, *_unseen(reading))
    raise refusal(source.data)


def _unseen(reading: page.Reading) -> Iterator[model.Notice]:
    """Says that the document holds text which is not seen: left over, or put there for machines that read it."""
    where = [sheet.number for sheet in reading.pages if any(_has_unseen(line) for line in sheet.lines)]
    if where:
        pages = f" (page {', '.join(map(str, where[:10]))}{', …' if len(where) > 10 else ''})" if reading.paged else ""
        message = f"The document holds text that is not seen when it is shown or printed{pages}; it is read like any other"
        yield model.Notice(code="hidden-text", severity="info", message=message)


def _has_unseen(line: page.Line) -> bool:
    if line.style.invisible:
        return True
    for run in line.runs:
        if run.style.invisible:
            return True
    return False


# A download that failed leaves a page of text under the name of a document. What is read is told from the bytes; but a text that calls
# itself a PDF is not what its sender meant.
_PROMISES = {".pdf": "PDF", ".docx": "Word (.docx)", ".odt": "OpenDocument (.odt)", ".pptx": "slides (.pptx)"}


@cache
def readers() -> tuple[ModuleType, ...]:
    """The reader modules of this folder, in the order they are asked."""
    names = (entry.name for entry in pkgutil.iter_modules(__path__) if not entry.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in sorted(names)]
    return tuple(sorted((module for module in modules if hasattr(module, "accepts")), key=lambda module: module.PRIORITY))


def printable(path: str | bytes | Path) -> str:
    """`path` as text that can be stored and shown, and turned back: what is not UTF-8, and what is not printable, becomes a backslash
    escape, and a backslash two ("\\xNN" is a byte or a control character, "\\uNNNN" another character)."""
    text = os.fsencode(path).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return text if text.isprintable() else "".join(char if char.isprintable() or char in _KEPT_SPACES else _escape(char) for char in text)


def path_bytes(name: str) -> bytes:
    """The path that `printable` made `name` of."""
    return _ESCAPED.sub(_unescape, name.encode())


_KEPT_SPACES = " \u00a0\u202f"  # names typed on a Mac hold them before ":" and "?"
_ESCAPED = re.compile(rb"\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _unescape(match: re.Match[bytes]) -> bytes:
    byte, short, long = match.groups()
    if byte:
        return bytes([int(byte, 16)])
    return chr(int(short or long, 16)).encode() if short or long else b"\\"


def _open(path: str | bytes | Path, follow_links: bool) -> int:
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY"))
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        if not follow_links and os.path.islink(path):  # also where the platform has no O_NOFOLLOW
            raise OSError(errno.ELOOP, "link")
        return os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise Missing("There is no such file", stage="open") from None
    except ValueError:  # a NUL in the name
        raise Missing("That is not a file name", stage="open") from None
    except IsADirectoryError:
        raise Unreadable("It is a folder, not a file", remedy=_FOLDER, stage="open") from None
    except OSError as error:
        if error.errno in (errno.ELOOP, getattr(errno, "EMLINK", errno.ELOOP)):
            raise Unreadable("It is a link, and links in folders are not followed", remedy=_LINK, stage="open") from None
        raise Unreadable(f"It cannot be opened ({_reason(error)})", stage="open") from None


def _read(descriptor: int, limit: int) -> bytes:
    """All bytes, up to the limit: a file that grows while it is read is stopped too."""
    chunks, size = [], 0
    while chunk := os.read(descriptor, _CHUNK):
        size += len(chunk)
        if size > limit:
            raise _too_large(size, limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(size: int, limit: int) -> TooLarge:
    return TooLarge(f"The file has {size / 2**20:,.1f} MB or more, the limit is {limit / 2**20:,.1f} MB", stage="open")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _kind(mode: int) -> str:
    return next((word for test, word in _KINDS if test(mode)), "something else")
