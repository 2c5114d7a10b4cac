"""What the PDF reader makes of files whose parts do not lead to each other."""

from __future__ import annotations

import pytest

from extract import page
from extract.errors import Damaged, NoText
from extract.readers import pdf

CATALOGUE, TREE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
SHEET = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
UNKNOWN = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[0 0 0 0 0 0]/CharProcs<<>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]>>"  # fmt: skip  # noqa: E501


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


WORDS = stream(b"BT /F1 12 Tf 72 720 Td (Accueillir les familles) Tj ET")


def built(*objects: bytes, root: int = 1, start: int | None = None) -> bytes:
    """A PDF of these objects, numbered from 1; `start` is where it says its table of objects is, when that is not so."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (size, table, size, root, len(data) if start is None else start)


def read(data: bytes, ocr: bool = False) -> tuple[list[str], set[str]]:
    """The texts of the lines, and the codes of the notices."""
    reading, notices = pdf.read(page.Source("a.pdf", data, "0" * 64, len(data), pdf.MEDIA_TYPE), page.Options(ocr=ocr))
    return [line.text for sheet in reading.pages for line in sheet.lines], {notice.code for notice in notices}


def test_a_sound_file_and_one_with_a_wrong_table_of_objects_say_the_same():
    assert read(built(CATALOGUE, TREE, SHEET, WORDS, FONT)) == (["Accueillir les familles"], set())
    assert read(built(CATALOGUE, TREE, SHEET, WORDS, FONT, start=7)) == (["Accueillir les familles"], {"pdf-repaired"})


@pytest.mark.parametrize(
    "data",
    [
        built(CATALOGUE, TREE, SHEET, WORDS, FONT, root=99),
        built(b"(a string)", TREE, SHEET, WORDS, FONT),
        built(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>", SHEET, WORDS, FONT),
        built(CATALOGUE, b"<</Type/Pages/Kids[6 0 R]/Count 1>>", SHEET, WORDS, FONT, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    ],
    ids=["the catalogue is not there", "the catalogue is a string", "a node holds itself", "two nodes hold each other"],
)
def test_pages_that_no_catalogue_leads_to_are_no_document(data):
    with pytest.raises(Damaged):
        read(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (built(CATALOGUE, TREE, SHEET, stream(b""), FONT), NoText),
        (built(CATALOGUE, TREE, SHEET, b"6 0 R", FONT, b"4 0 R"), NoText),
        (built(CATALOGUE, TREE, SHEET, b"<</Lost 1>>", FONT, start=7), Damaged),
    ],
    ids=["blank", "references that lead to each other", "searched for, and nothing there"],
)
def test_blank_sheets_are_told_from_lost_ones(data, error):
    with pytest.raises(error):
        read(data)


@pytest.mark.parametrize("ocr", [False, True], ids=["without OCR", "with OCR, which sees nothing"])
def test_letters_that_one_engine_does_not_see_are_read_by_the_other(ocr):
    words, codes = read(built(CATALOGUE, TREE, SHEET, stream(b"BT /F1 12 Tf 72 720 Td (aaa) Tj ET"), UNKNOWN), ocr)
    assert words == ["aaa"]
    assert "fallback-engine" in codes


def two_sheets(second: bytes = WORDS) -> bytes:
    tree = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    return built(CATALOGUE, tree, SHEET, WORDS, FONT, SHEET.replace(b"4 0 R", b"7 0 R"), second)


def test_a_page_that_meets_a_fault_of_ours_does_not_lose_the_others(monkeypatch):
    put_together = pdf.lines.lines

    def faulty(found, walls, place, number):
        assert number == 1
        return put_together(found, walls, place, number)

    monkeypatch.setattr(pdf.lines, "lines", faulty)
    assert read(two_sheets()) == (["Accueillir les familles"], {"page-failed"})


def test_a_fault_of_ours_that_takes_all_pages_is_not_hidden(monkeypatch):
    monkeypatch.setattr(pdf.lines, "lines", None)
    with pytest.raises(TypeError):
        read(two_sheets())


def test_a_page_of_spots_without_a_word_is_read():
    spots = stream(b"1 0 0 rg 80 700 9 9 re f 80 600 9 9 re f")
    assert read(two_sheets(spots)) == (["Accueillir les familles"], set())
