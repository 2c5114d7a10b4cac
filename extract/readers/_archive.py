"""The door to office documents, which are ZIP archives of XML: what could harm a parser is refused before one sees it.

Nothing is unpacked to disk, no name in the archive is ever used as a path, and no reference out of it is followed.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from functools import cache
from typing import Any

from extract.errors import Damaged, Encrypted, TooLarge, Unsafe
from extract.text import clean

_MAX_ENTRIES = 2_000  # a report with 300 pictures has about 350
_MAX_PART = 64 * 2**20  # unpacked; both grow with what a person allows a file to have
_MAX_TOTAL = 200 * 2**20
_MAX_RATIO = 200  # XML shrinks 10 to 40 times, very regular tables a hundred times
_RATIO_FLOOR = 4 * 2**20  # small parts may shrink as they like
_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,500}\?>\s*)*<[A-Za-z_]")
_HEAD = 512  # bytes: most roots have begun by then
_LOCAL = struct.Struct("<4s22xHH")  # before the name of a part: a signature; the sizes of its name and of its extra field
_UNUSUAL = 0x61  # flags: encrypted, patched
_SLACK = 1_024  # bytes; packing makes few parts longer, and none by so much
_MAX_TAIL = 70_000  # what may follow the directory: its end and a comment of 65,535 bytes
_CORE = {"title": "title", "creator": "author", "subject": "subject", "created": "created", "modified": "modified", "language": "language"}
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)


def family(data: bytes) -> str:
    """ "docx", "pptx", "odt" or "" by what the archive's directory names (never by the file's own name); "" when there is none."""
    if data[:4] != b"PK\3\4":
        return ""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _MAX_TAIL))
    if end < 0:
        return ""
    if data[30:38] == b"mimetype":  # OpenDocument's first part, legible without unpacking
        return "odt" if data[38:].startswith(b"application/vnd.oasis.opendocument.text") else ""
    directory = data[max(0, end - int.from_bytes(data[end + 12 : end + 16], "little")) : end].replace(b"\\", b"/")
    return next((kind for folder, kind in ((b"word/", "docx"), (b"ppt/", "pptx")) if folder in directory), "")


Relations = dict[str, tuple[str, str]]  # id → (last word of its type, name of the part it points to)


class Package:
    """An office document whose archive was checked. Raises Damaged, Encrypted, TooLarge or Unsafe.

    Files may have `max_bytes`: where that is more than usual, their parts may unpack to more, too.
    """

    def __init__(self, data: bytes, max_bytes: int = 0) -> None:
        self.data = data
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS:
            raise Damaged("The document's archive (ZIP) cannot be opened") from None
        entries = [entry for entry in self._archive.infolist() if not stat.S_ISLNK(entry.external_attr >> 16)]
        _check(entries, max(1.0, max_bytes / _MAX_TOTAL))
        self._entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        self.names = tuple(self._entries)
        self._relations: dict[str, Relations] = {}
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                self._refuse_doctype(name)

    def has(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of one part."""
        entry = self._entries.get(name)
        if entry is None:
            raise Damaged(f"The document has no part “{name}”")
        unpacked = self._unpacked(entry, entry.file_size)
        if len(unpacked) == entry.file_size and zlib.crc32(unpacked) == entry.CRC:
            return unpacked
        try:
            return self._archive.read(entry)
        except _FAULTS as error:
            raise Damaged(f"The part “{name}” cannot be unpacked ({str(error) or type(error).__name__})") from None

    def xml(self, name: str) -> Any:
        """The root element of one part. Raises Damaged when it is not well-formed."""
        return parse(self.read(name), name)

    def relations(self, part: str) -> Relations:
        """The relationships of a part; those that point outside are left out."""
        if part not in self._relations:
            self._relations[part] = self._find_relations(part)
        return self._relations[part]

    def _find_relations(self, part: str) -> Relations:
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(name):
            return {}
        found = {}
        for relation in self.xml(name):
            target = relation.get("Target") if isinstance(relation.tag, str) else None
            if target and relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], _resolve(folder, target))
        return found

    def core_properties(self) -> dict[str, str]:
        """Title, author, dates … of an Office Open XML document, as `page.Reading` names them."""
        name = next((name for kind, name in self.relations("").values() if kind == "core-properties" and self.has(name)), "")
        try:
            root = self.xml(name) if name else ()
        except Damaged:
            return {}
        pairs = ((_CORE.get(str(element.tag).rpartition("}")[2]), clean(element.text or "").strip()) for element in root)
        return {key: words for key, words in pairs if key and words}

    def _refuse_doctype(self, name: str) -> None:
        if _PROLOGUE.match(self._head(self._entries[name])):  # the root element has begun: no document type can come any more
            return
        try:
            with self._archive.open(self._entries[name]) as part:
                head = part.read(_HEAD)
                if _PROLOGUE.match(head):
                    return
                blob = head + part.read()
        except _FAULTS:
            return  # said when the part is needed
        if any(mark in blob for mark in _DOCTYPES):
            raise Unsafe(f"The part “{name}” declares a document type (DOCTYPE), which office documents never do")

    def _head(self, entry: zipfile.ZipInfo) -> bytes:
        """How a part begins; b"" when it is packed in an unusual way."""
        return self._unpacked(entry, _HEAD)

    def _unpacked(self, entry: zipfile.ZipInfo, size: int) -> bytes:
        """The first `size` bytes of a part, read past `zipfile`, which takes several times as long; fewer, or none, of one that is damaged
        or packed in an unusual way."""
        if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & _UNUSUAL:
            return b""
        try:
            signature, named, more = _LOCAL.unpack_from(self.data, entry.header_offset)
            at = entry.header_offset + _LOCAL.size
            if signature != b"PK\3\4" or self.data[at : at + named] != entry.orig_filename.encode():
                return b""
            start = at + named + more
            packed = self.data[start : start + min(entry.compress_size, size + _SLACK)]
            return zlib.decompressobj(-15).decompress(packed, max(1, size))
        except (struct.error, zlib.error):
            return b""


def parse(blob: bytes, name: str) -> Any:
    """The root element of `blob`, parsed without entities, network, or a tree beyond libxml2's limits."""
    from lxml import etree

    if b"purl.oclc.org/ooxml" in blob:  # Strict OOXML: the same words under other names
        for strict, usual in _STRICT:
            blob = blob.replace(strict, usual)
    try:
        return etree.fromstring(blob, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Damaged(f"The part “{name}” is not well-formed XML ({_short(error)})") from None


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, collect_ids=False
    )


def components() -> dict[str, str]:
    """The XML library and its version."""
    from lxml import etree

    return {"lxml": ".".join(map(str, etree.LXML_VERSION[:3]))}


def _check(entries: list[zipfile.ZipInfo], generous: float) -> None:
    if len(entries) > _MAX_ENTRIES:
        raise Unsafe(f"The document's archive has {len(entries):,} entries; documents have under {_MAX_ENTRIES:,}")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/").lower()
        if name in seen:
            raise Unsafe(f"The document's archive holds two parts of the same name (“{entry.filename}”)")
        seen.add(name)
        if entry.flag_bits & 0x1:
            raise Encrypted("The document's archive is encrypted")
        if entry.file_size > _RATIO_FLOOR and entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
            raise Unsafe(f"The part “{entry.filename}” grows {entry.file_size // max(1, entry.compress_size):,} times when unpacked")
        if entry.file_size > generous * _MAX_PART:
            raise _too_large(f"The part “{entry.filename}”", entry.file_size, generous * _MAX_PART)
    total = sum(entry.file_size for entry in entries)
    if total > generous * _MAX_TOTAL:
        raise _too_large("The document", total, generous * _MAX_TOTAL)


def _too_large(what: str, size: int, limit: float) -> TooLarge:
    remedy = "Save a copy without its pictures, or as PDF; or raise the limits with --max-bytes (and --memory)"
    return TooLarge(f"{what} has {size / 2**20:,.0f} MB unpacked, the limit is {limit / 2**20:,.0f} MB", remedy=remedy)


def _resolve(folder: str, target: str) -> str:
    """The part's name that `target` means, seen from `folder`; ".." never leaves the archive."""
    parts = [] if target.startswith("/") else [part for part in folder.split("/") if part]
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _short(error: Exception) -> str:
    return str(error).split(", line")[0][:120] or type(error).__name__
