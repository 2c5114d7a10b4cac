"""What the bytes of a PDF say that PDFium keeps to itself: damage that it mends in silence, scripts and attachments that the file carries,
fonts without names for their letters, and streams that grow without measure.

Only what is outside streams is searched (the *skeleton*: mostly a tenth of a file), and the object streams in which newer files pack it.
The time taken grows with the size of the file and no faster.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extract import model
from extract.errors import TooLarge, Unsafe

MOST_UNPACKED = 128 * 2**20  # bytes of one stream that is no picture: the largest drawing of a map met has a tenth of that
MOST_PACKED_OBJECTS = 32 * 2**20  # bytes of unpacked object streams that are looked at
MOST_STREAMS_A_PAGE = 10_000  # a page drawn in pieces by an old printer driver has some hundreds
_SAMPLE = 16 * 2**10  # bytes of a stream that are unpacked to see whether it is worth measuring
_SUSPECT = 100  # times that the sample grows; text drawn on a page grows 5 to 20 times
_SMALL = MOST_UNPACKED // 1032  # deflate makes no more than 1,032 bytes of one
_LONGEST_HEAD = 2_048  # bytes of a stream's dictionary

_LENGTH = re.compile(rb"/Length\s{1,20}([+-]?\d{1,12})(\s{1,20}\d{1,6}\s{1,20}R)?")
_NUMBER_OBJECT = re.compile(rb" obj\s{0,20}(\d{1,12})\s{0,20}endobj")
_OBJECT_NUMBER = re.compile(rb"(\d{1,10})\s{1,20}\d{1,6}\Z")
_FILTERS = re.compile(rb"/Filter\s{0,20}(\[[^\]]{0,200}\]|/\w{1,20})")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_EXTERNAL = re.compile(rb"/F\s{0,20}(?:\(|<<|<[0-9A-Fa-f])")
_NAME_ESCAPE = re.compile(rb"#([46][1-9A-Fa-f]|[57][0-9Aa])")
_ACTIVE = (
    ("scripts", (b"/JavaScript", b"(javascript:")),
    ("programs to start", (b"/Launch",)),
    ("forms that send or fetch data", (b"/SubmitForm", b"/ImportData")),
    ("films or sounds", (b"/RichMedia", b"/Rendition", b"/Movie")),
)
_ATTACHED = b"/EmbeddedFile"
_TOLD = re.compile(rb"/(?:JavaScript|Launch|SubmitForm|ImportData|RichMedia|Rendition|Movie|EmbeddedFile|Rotate|OFF|Type0|Type3)")
_ROTATE = re.compile(rb"/Rotate\s{0,20}([^\s/<>\[\]()%]{1,30})(?![^\s/<>\[\]()%]|\s{1,20}\d{1,6}\s{1,20}R)")
_CONTENTS = re.compile(rb"/Contents\s{0,20}\[([^\]]*)")
_HIDDEN_LAYERS = re.compile(rb"/OFF\s{0,20}\[\s{0,20}\d")
_NAMELESS = re.compile(rb"/(?:Type0|Type3)\b")
_START = re.compile(rb"startxref\s{1,20}(-?\d{1,12})")
_TABLE = re.compile(rb"\s{0,20}xref\s{1,20}")
_SECTION = re.compile(rb"\s{0,20}(\d{1,10}) (\d{1,10})\s{1,10}")
_ROOT = re.compile(rb"/Root\s{1,20}(\d{1,10})\s{1,20}\d{1,6}\s{1,20}R")


def examine(data: bytes) -> Signs:
    """What the bytes of a PDF show. Raises Unsafe for a stream that grows beyond all measure, TooLarge for a page put together from too
    many streams."""
    signs = Signs(data)
    signs.check()
    return signs


@dataclass(frozen=True, slots=True)
class _Stream:
    head: bytes  # its dictionary, as it is written
    body: bytes
    is_sound: bool  # it ends where its length says


class Signs:
    """The skeleton of a PDF, and what it says."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.is_sound = True  # every stream met ends where its length says
        self.has_external_streams = False
        kept, objects, room = [], [], MOST_PACKED_OBJECTS
        at = 0
        for start, end, stream in self._streams():
            kept.append(data[at:start])
            at = end
            self.is_sound &= stream.is_sound
            self.has_external_streams |= bool(_EXTERNAL.search(stream.head))
            _measure(stream)
            if b"/ObjStm" in stream.head and room > 0:
                objects.append(_unpacked(stream, room))
                room -= len(objects[-1])
        kept.append(data[at:])
        self.skeleton = b"\n".join([*kept, *objects])
        if b"#" in self.skeleton:  # "/J#61vaScript" is a way to write "/JavaScript"
            self.skeleton = _NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), self.skeleton)

    def check(self) -> None:
        """Raises TooLarge when a page is put together from too many streams."""
        most = max((match.group(1).count(b"R") for match in _CONTENTS.finditer(self.skeleton)), default=0)
        if most > MOST_STREAMS_A_PAGE:
            raise TooLarge(
                f"A page is put together from {most:,} pieces, more than {MOST_STREAMS_A_PAGE:,}",
                remedy="Open it in its own program and print it to a new PDF",
            )

    def notices(self) -> Iterator[model.Notice]:
        """What a reader of the record should know."""
        if not self.is_sound or not self._has_usable_table():
            yield _notice("pdf-repaired", "Parts of the PDF are not where, or not as long as, it says; they were searched for")
        told = set(_TOLD.findall(self.skeleton))
        if b"(javascript:" in self.skeleton:
            told.add(b"(javascript:")
        if found := [what for what, names in _ACTIVE if not told.isdisjoint(names)]:
            yield _notice("active-content", f"The PDF carries {_listed(found)}; nothing of it was run, followed or read")
        if self.has_external_streams:
            yield _notice("active-content", "The PDF asks for the content of another file; that file was not opened")
        if _ATTACHED in told:
            yield _notice("content-skipped", "The PDF holds attached files, whose words are not read")
        if b"/Rotate" in told and (turned := next((value for value in _ROTATE.findall(self.skeleton) if not _is_quarter(value)), b"")):
            yield _notice("page-rotate", f"A page is to be turned by “{turned.decode('latin-1')}”, which is no quarter turn")
        if b"/OFF" in told and _HIDDEN_LAYERS.search(self.skeleton):
            yield _notice("hidden-text", "The PDF has layers that are not shown; text in them is read like any other", "info")
        if (b"/Type0" in told or b"/Type3" in told) and self._has_nameless_font():
            yield _notice("garbled-text", "A font of the PDF does not name its letters; check the words that are set in it", "info")

    def _streams(self) -> Iterator[tuple[int, int, _Stream]]:
        """(start, end, stream) of every stream's body, in their order."""
        data, at = self.data, 0
        while (sign := data.find(b"stream", at)) >= 0:
            at = start = sign + 6
            before = data[max(0, sign - _LONGEST_HEAD) : sign].rstrip()
            if not before.endswith(b">>"):
                continue
            start += 2 if data[start : start + 2] == b"\r\n" else data[start : start + 1] in (b"\n", b"\r")
            opening = before.rfind(b" obj")
            head = before[opening + 4 :] if opening >= 0 else b""
            own = _OBJECT_NUMBER.search(before, max(0, opening - 20), max(0, opening))
            length = self._length(head, int(own[1]) if own else -1)
            is_sound = length is None or (length >= 0 and data[start + length : start + length + 32].lstrip().startswith(b"endstream"))
            end = start + length if is_sound and length is not None else data.find(b"endstream", start)
            end = len(data) if end < 0 else end
            yield start, end, _Stream(head, data[start:end], is_sound)
            at = end + 9

    def _length(self, head: bytes, own: int) -> int | None:
        """The length that the dictionary of object `own` gives; None when it cannot be told, -1 for one that is the stream itself."""
        found = _LENGTH.search(head)
        if not found or not found.group(2):
            return int(found.group(1)) if found else None
        number = int(found.group(1))
        return -1 if number == own else self._numbers.get(number)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """Object number → value, of the objects that are plain numbers."""
        found = {}
        for match in _NUMBER_OBJECT.finditer(self.data):
            number = _OBJECT_NUMBER.search(self.data, max(0, match.start() - 20), match.start())
            if number:
                found[int(number[1])] = int(match[1])
        return found

    def _has_usable_table(self) -> bool:
        """Whether the last table of objects, when it is of the old kind, leads to the catalogue. PDFium mends one that does not."""
        start = self.data.rfind(b"startxref")
        found = _START.match(self.data, start) if start >= 0 else None
        if not found:
            return False
        shift = max(0, self.data.find(b"%PDF-", 0, 4096))
        for base in (0, shift):
            place = int(found[1]) + base
            table = _TABLE.match(self.data, place) if place >= 0 else None
            if table:
                return self._leads_to_catalogue(table.end(), base)
        return True  # a stream, or nothing: PDFium says itself when it could not use it

    def _leads_to_catalogue(self, at: int, base: int) -> bool:
        wanted = _ROOT.search(self.data, at)
        while wanted and (section := _SECTION.match(self.data, at)):
            first, many = int(section[1]), int(section[2])
            at = section.end() + 20 * many
            if first <= int(wanted[1]) < first + many:
                entry = self.data[section.end() + 20 * (int(wanted[1]) - first) :][:18]
                place = int(entry[:10]) + base if entry[:10].isdigit() else 0
                return entry[17:18] == b"n" and self.data[place : place + 30].lstrip().startswith(wanted[1] + b" ")
        return True  # the catalogue is in an older table

    def _has_nameless_font(self) -> bool:
        """Whether a font of glyph numbers or of drawings comes without the table that says which letters they are."""
        for match in _NAMELESS.finditer(self.skeleton):
            start = max(self.skeleton.rfind(b"obj", max(0, match.start() - _LONGEST_HEAD), match.start()), 0)
            end = self.skeleton.find(b"endobj", match.end(), match.end() + _LONGEST_HEAD)
            about = self.skeleton[start : end if end >= 0 else match.end() + _LONGEST_HEAD]
            if b"/Font" in about and b"/ToUnicode" not in about and (b"/Type3" in about or b"/Identity-" in about):
                return True
        return False


def _measure(stream: _Stream) -> None:
    """Raises Unsafe when a packed stream that is no picture grows beyond all measure."""
    filters = _FILTERS.search(stream.head)
    levels = len(_FLATE.findall(filters.group(1))) if filters else 0
    if not levels or b"/Image" in stream.head or (levels == 1 and len(stream.body) < _SMALL):
        return
    if levels == 1 and len(_inflated(stream.body[:_SAMPLE], 1, _SAMPLE * _SUSPECT)) < _SAMPLE * _SUSPECT:
        return
    size = sum(map(len, _inflating(stream.body, levels, MOST_UNPACKED)))
    if size >= MOST_UNPACKED:
        raise Unsafe(f"A stream of {len(stream.body) / 2**20:.1f} MB in the PDF grows to {MOST_UNPACKED >> 20} MB or more when unpacked")


def _unpacked(stream: _Stream, most: int) -> bytes:
    return _inflated(stream.body, 1, most) if _FLATE.search(stream.head) else stream.body[:most]


def _inflated(body: bytes, levels: int, most: int) -> bytes:
    return b"".join(_inflating(body, levels, most))


def _inflating(body: bytes, levels: int, most: int) -> Iterator[bytes]:
    """The stream unpacked so many times, in pieces, up to about `most` bytes at any level; less where it is damaged."""
    pieces = iter([body])
    for _ in range(min(levels, 8)):
        pieces = _inflate(pieces, most)
    return pieces


def _inflate(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    machine = zlib.decompressobj()
    for piece in pieces:
        while piece and most > 0 and not machine.eof:
            try:
                out = machine.decompress(piece, 1 << 20)
            except zlib.error:
                return
            most -= len(out)
            piece = machine.unconsumed_tail
            yield out


def _is_quarter(value: bytes) -> bool:
    try:
        return int(value) % 90 == 0
    except ValueError:
        return not value[:1].isdigit() and value[:1] not in b"+-."  # a word is no angle, and left alone


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _notice(code: str, message: str, severity: model.Severity = "warning") -> model.Notice:
    return model.Notice(code=code, severity=severity, message=message)
