import pytest

from extract.evaluation.gold import parse
from extract.evaluation.pairing import form_of, pair


def test_an_annotation_finds_every_format_of_its_file_and_mapped_ones():
    gold = parse({"document": {"source": "x/bilan.pdf"}, "items": []}, "bilan-2020")
    names = ["reports/bilan.pdf", "reports/bilan.docx", "bilan-2020.txt", "typeset/b20_scan.pdf", "reports/bilan-2021.pdf"]
    assert pair([gold], names)[0][1] == names[:3]
    assert pair([gold], names, [("bilan-2020", "b20_*")])[0][1] == names[:4]


@pytest.mark.parametrize(
    ("media_type", "pages", "ocr_pages", "form"),
    [
        ("application/pdf", 4, (), "pdf"),
        ("application/pdf", 4, (1, 2, 3), "scan"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", None, (), "docx"),
        ("text/markdown", None, (), "md"),
        ("text/plain", None, (), "txt"),
    ],
)
def test_kinds_of_file_have_short_names(media_type, pages, ocr_pages, form):
    assert form_of(media_type, pages, ocr_pages) == form
