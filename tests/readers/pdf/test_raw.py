"""What the bytes of a PDF tell that its pages do not."""

from __future__ import annotations

import time
import zlib

import pytest

from extract.errors import TooLarge, Unsafe
from extract.readers.pdf import raw
from tests.readers.pdf.test_damaged import CATALOGUE, FONT, SHEET, TREE, WORDS, built, stream

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
ESCAPED = SCRIPT.replace(b"JavaScript", b"J#61vaScrip#74")
IDENTITY = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[7 0 R]>>"


def flate(data: bytes, times: int = 1, extra: bytes = b"") -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<</Length %d%s/Filter[%s]>>\nstream\n%s\nendstream" % (len(data), extra, b"/FlateDecode" * times, data)


def packed(*objects: bytes) -> bytes:
    return flate(b" ".join(objects), extra=b"/Type/ObjStm/N 1/First 4")


def codes(*more: bytes, sheet: bytes = SHEET, words: bytes = WORDS, catalogue: bytes = CATALOGUE, **how) -> set[str]:
    return {notice.code for notice in raw.examine(built(catalogue, TREE, sheet, words, FONT, *more, **how)).notices()}


def test_an_ordinary_file_has_nothing_to_say():
    assert codes() == set()
    assert codes(b"12", words=b"<</Length 6 0 R>>\nstream\n123456789012\nendstream") == set()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (SCRIPT, "active-content"),
        (ESCAPED, "active-content"),
        (packed(SCRIPT), "active-content"),
        (b"<</S/Launch/F(cmd.exe)>>", "active-content"),
        (b"<</S/SubmitForm/F(http://example.org)>>", "active-content"),
        (b"<</S/URI/URI (javascript:alert)>>", "active-content"),
        (b"<</Length 0/F(/etc/hostname)>>\nstream\n\nendstream", "active-content"),
        (b"<</Type/EmbeddedFile/Length 1>>\nstream\nx\nendstream", "content-skipped"),
        (b"<</Type/Page/Rotate 45>>", "page-rotate"),
        (b"<</Type/Page/Rotate 1e+09>>", "page-rotate"),
        (b"<</OCProperties<</D<</OFF[7 0 R]>>>>>>", "hidden-text"),
        (IDENTITY, "garbled-text"),
        (packed(IDENTITY), "garbled-text"),
        (WORDS.replace(b"/Length ", b"/Length 1"), "pdf-repaired"),
        (WORDS.replace(b"/Length ", b"/Length -"), "pdf-repaired"),
    ],
)
def test_what_a_reader_of_the_record_should_know_is_said(more, code):
    assert codes(more) == {code}


@pytest.mark.parametrize(
    "more",
    [
        b"<</Type/Page/Rotate -90>>",
        b"<</Type/Page/Rotate 8 0 R>>",
        b"<</S/GoToR/F(autre.pdf)/D[0/Fit]>>",
        IDENTITY.replace(b"/DescendantFonts", b"/ToUnicode 9 0 R/DescendantFonts"),
        stream(b"/S /JavaScript in a drawing is a word"),
        b"<</Length 1/Length1 999>>\nstream\nx\nendstream",
    ],
)
def test_what_ordinary_files_hold_is_not_remarked_upon(more):
    assert codes(more) == set()


def test_a_table_that_leads_to_no_catalogue_is_told():
    sound = built(CATALOGUE, TREE, SHEET, WORDS, FONT)
    freed = sound.replace(b" n \n", b" f \n")
    assert {notice.code for notice in raw.examine(freed).notices()} == {"pdf-repaired"}
    assert list(raw.examine(b"\n" * 900 + sound).notices()) == [], "what a mail gateway put in front shifts all places"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_stream_that_grows_beyond_measure_is_unsafe(times):
    with pytest.raises(Unsafe, match="grows to 128 MB"):
        codes(flate(b" " * (140 << 20), times))


def test_a_large_picture_and_a_large_drawing_are_read():
    assert codes(flate(b"\0" * (140 << 20), extra=b"/Subtype/Image")) == set()
    assert codes(flate(b"%d 0 m 1 1 l " * (1 << 20))) == set()


def test_a_page_put_together_from_very_many_streams_is_too_large():
    with pytest.raises(TooLarge, match="50,000 pieces"):
        codes(sheet=SHEET.replace(b"4 0 R", b"[" + b"4 0 R " * 50_000 + b"]", 1))


PIECES = (
    b"1 0 obj<</Length 9 0 R>>stream\n",
    b"stream\n",
    b"1 0 obj 1 endobj\n",
    b"endstream ",
    b"/Type0 obj ",
    b"/Contents [",
    b"#61",
    b"/Length ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_file_and_no_faster(piece):
    raw.examine(piece)
    started = time.process_time()
    list(raw.examine(b"%PDF-1.7\n" + piece * (1_000_000 // len(piece))).notices())
    assert time.process_time() - started < 2
