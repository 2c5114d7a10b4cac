"""The door to office documents: what could harm a parser is refused before one sees it, in clear words."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from extract.errors import Damaged, Encrypted, TooLarge, Unsafe
from extract.readers._archive import Package, family
from tests.readers.office import docx, odt, p, pptx, read, shape, zipped

_PARTS = {"word/document.xml": "<w:document/>"}


def _with(name: str, content: bytes) -> bytes:
    return zipped({**_PARTS, name: content})


def _doubled() -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("WORD/document.xml", "<b/>")
    return out.getvalue()


def _locked() -> bytes:
    data = bytearray(zipped(_PARTS))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (_with("word/styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), Unsafe, "DOCTYPE"),
        (_with("[Content_Types].xml", b"<?xml version='1.0'?>\n<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'><x/>"), Unsafe, "DOCTYPE"),
        (_with("word/styles.xml", "<!DOCTYPE x><x/>".encode("utf-16")), Unsafe, "DOCTYPE"),
        (zipped({**_PARTS, **{f"word/media/{at}.png": "" for at in range(2_000)}}), Unsafe, "2,001 entries"),
        (_doubled(), Unsafe, "same name"),
        (_with("word/media/image.bin", bytes(5 << 20)), Unsafe, "times when unpacked"),
        (_locked(), Encrypted, "encrypted"),
        (zipped(_PARTS)[:40], Damaged, "cannot be opened"),
    ],
)
def test_what_could_harm_is_refused(data, error, words):
    with pytest.raises(error, match=words):
        Package(data)


def test_a_part_or_a_document_that_is_too_large_is_refused(monkeypatch):
    import random

    from extract.readers import _archive

    noise = random.Random(1).randbytes(3_000)
    data = _with("word/media/a.bin", noise)
    monkeypatch.setattr(_archive, "_MAX_PART", 2_000)
    with pytest.raises(TooLarge, match=r"a\.bin"):
        Package(data)
    monkeypatch.setattr(_archive, "_MAX_PART", 5_000)
    monkeypatch.setattr(_archive, "_MAX_TOTAL", 2_000)
    with pytest.raises(TooLarge, match=r"unpacked.*--max-bytes"):
        Package(data)
    assert Package(data, max_bytes=10_000).has("word/media/a.bin")


def test_a_wrong_checksum_is_named_when_the_part_is_needed_and_ignored_when_not():
    data = bytearray(docx(p("Asile"), parts={"word/media/photo.bin": "x" * 50}))
    content = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/document.xml")
    broken = bytes(data).replace(struct.pack("<I", content.CRC), b"\0\0\0\1")
    with pytest.raises(Damaged, match=r"word/document\.xml"):
        read(broken)
    photo = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("word/media/photo.bin")
    assert read(bytes(data).replace(struct.pack("<I", photo.CRC), b"\0\0\0\1")).pages[0].lines[0].text == "Asile"


def test_a_link_in_the_archive_is_no_part():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("word/media/lien")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/hostname")
        archive.writestr("word/document.xml", "<x/>")
    assert Package(out.getvalue()).names == ("word/document.xml",)


def test_relationships_stay_inside_the_archive():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="t/image" Target="../../../../etc/passwd"/>'
        '<Relationship Id="b" Type="t/image" Target="http://x.example/" TargetMode="External"/>'
        '<Relationship Id="c" Type="t/styles" Target="/word/styles.xml"/></Relationships>'
    )
    package = Package(zipped({"word/_rels/document.xml.rels": relations}))
    assert package.relations("word/document.xml") == {"a": ("image", "etc/passwd"), "c": ("styles", "word/styles.xml")}


def test_entities_are_never_expanded_and_deep_trees_are_refused():
    with pytest.raises(Damaged, match="not well-formed"):
        read(docx("<w:p>" * 5_000 + "</w:p>" * 5_000))
    with pytest.raises(Damaged, match="not well-formed"):
        read(docx(p("&inconnue;")))


@pytest.mark.parametrize(
    ("data", "kind"),
    [(docx(p("x")), "docx"), (odt("<text:p>x</text:p>"), "odt"), (pptx(shape(["x"])), "pptx"), (b"x", ""), (zipped({"a": "b"}), "")],
)
def test_documents_are_known_by_what_their_archive_holds(data, kind):
    assert family(data) == kind
