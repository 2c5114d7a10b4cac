"""A file is opened once, safely, and named so that people can find it; what is no report is named for what it is."""

from __future__ import annotations

import hashlib
import os

import pytest

from extract import page, readers
from extract.errors import Damaged, Empty, Encrypted, Missing, TooLarge, Unreadable, Unsupported
from tests.readers.office import docx, p, source, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def test_a_report_is_read_with_the_digest_of_its_bytes(tmp_path):
    path = tmp_path / "rapport.txt"
    path.write_bytes(b"Rapport")
    found = readers.open_source(path, "2020/rapport.txt")
    assert (found.name, bytes(found.data), found.size) == ("2020/rapport.txt", b"Rapport", 7)
    assert found.sha256 == hashlib.sha256(b"Rapport").hexdigest()


def test_a_name_that_is_not_utf8_is_escaped_and_so_are_control_characters(tmp_path):
    path = os.fsencode(tmp_path) + b"/rapport-\xe9t\xe9\n.txt"
    with open(path, "wb") as file:
        file.write(b"x")
    assert readers.open_source(path).name.endswith("/rapport-\\xe9t\\xe9\\x0a.txt")


def test_what_cannot_be_opened_says_why(tmp_path):
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "big.txt").write_bytes(b"x" * 100)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, kind in (("absent", Missing), ("empty.pdf", Empty), ("folder", Unreadable), ("pipe", Unreadable), ("big.txt", TooLarge)):
        with pytest.raises(kind) as caught:
            readers.open_source(tmp_path / name, name, page.Options(max_bytes=50))
        assert caught.value.stage == "open"
        assert caught.value.remedy
    with pytest.raises(Missing):
        readers.open_source("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(Unreadable, match="permission"):
        readers.open_source(path)


def test_a_link_is_followed_only_when_a_person_gave_it(tmp_path):
    (tmp_path / "rapport.txt").write_bytes(b"x")
    link = tmp_path / "lien.txt"
    link.symlink_to("rapport.txt")
    with pytest.raises(Unreadable, match="link"):
        readers.open_source(link)
    assert readers.open_source(link, follow_links=True).size == 1


def test_a_link_to_a_device_is_refused_even_when_followed(tmp_path):
    (tmp_path / "zero").symlink_to("/dev/zero")
    with pytest.raises(Unreadable, match="device"):
        readers.open_source(tmp_path / "zero", follow_links=True)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (_OLE + "WordDocument".encode("utf-16-le"), Unsupported, r"\.doc\b.*save it as \.docx"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted, "password"),
        (_OLE + "Workbook".encode("utf-16-le"), Unsupported, "Excel"),
        (b"{\\rtf1\\ansi Rapport}", Unsupported, "Rich Text"),
        (b"<!DOCTYPE html><html><body>Rapport</body></html>", Unsupported, "web page.*print"),
        (b"\xef\xbb\xbf\r\n<html lang='fr'>", Unsupported, "web page"),
        ("<html>".encode("utf-16"), Unsupported, "web page"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><pkg:package/>", Unsupported, "Flat OPC"),
        (b"GIF89a", Unsupported, "picture"),
        (b"\x1f\x8b\x08", Unsupported, "gzip.*Unpack"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), Unsupported, "program"),
        (bytes(range(256)) * 4, Unsupported, "neither text nor"),
        (b"PK\5\6" + bytes(18), Damaged, "empty ZIP"),
        (b"PK\3\4" + bytes(60), Damaged, "cut off"),
        (zipped({"xl/workbook.xml": "<x/>"}), Unsupported, "Excel"),
        (zipped({"photo.txt": "x"}), Unsupported, "ZIP archive"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Unsupported, "sheet"),
        (zipped({"[Content_Types].xml": "<Types/>"}), Damaged, "main part"),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_to_do_about_it(data, error, words):
    with pytest.raises(error) as caught:
        readers.read(source(data))
    import re

    assert re.search(words, str(caught.value))


def test_readers_are_asked_by_priority_and_text_comes_last():
    names = [reader.__name__.rpartition(".")[2] for reader in readers.readers()]
    assert names[-2:] == ["markdown", "text"]
    assert {"pdf", "docx", "odt", "pptx"} <= set(names)


def test_a_document_is_known_whatever_it_is_called():
    reading, _ = readers.read(source(docx(p("Asile")), "rapport.pdf"))
    assert reading.media_type.endswith("wordprocessingml.document")


def test_a_text_that_calls_itself_a_document_is_no_report():
    with pytest.raises(Unsupported, match="name says Word"):
        readers.read(source(b"Erreur 502\n", "rapport.docx"))
