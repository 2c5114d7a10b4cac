"""Pages of pixels: drawn with ReportLab, turned into pictures, read by OCR. Skipped where the engine or its French data is missing."""

from __future__ import annotations

import io

import pytest

from extract import page
from extract.errors import NoText
from extract.readers import pdf, scan
from extract.readers.scan import pixels, store, tesseract
from extract.readers.scan import reading as reading_of

FRENCH = scan.engines(("fra",))
needs_french = pytest.mark.skipif(not FRENCH.ready, reason=f"{FRENCH.missing}. {FRENCH.remedy}")
WORDS = (
    (14, True, None, 60, "Priorités du pôle Asile"),
    (11, False, "•", 90, "Former les bénévoles des permanences"),
    (11, False, "•", 106, "Publier un guide sur la procédure Dublin"),
    (11, False, "-", 122, "Alerter les élus sur les expulsions"),
    (11, False, None, 160, "La commission se réunit chaque mois à Lyon."),
)


def source(data: bytes, name: str = "scan.pdf") -> page.Source:
    import hashlib

    return page.Source(name, data, hashlib.sha256(data).hexdigest(), len(data))


def picture(words=WORDS, turn: float = 0.0):
    """A grey image of a small page (300 by 200 points) at 300 dots an inch."""
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    for size, bold, mark, top, text in words:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        if mark:
            canvas.drawString(30, 200 - top, mark)
        canvas.drawString(45 if mark else 30, 200 - top, text)
    canvas.save()
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()
    return image.rotate(turn, fillcolor=255) if turn else image


def as_pdf(*images) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=300, save_all=True, append_images=images[1:])
    return out.getvalue()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FILROUGE_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def reading():
    """The pages of a scan fed straight, and of the same fed askew."""
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ["FILROUGE_CACHE"] = folder
        return pdf.read(source(as_pdf(picture(), picture(turn=-1.2))), page.Options())[0]


@needs_french
@pytest.mark.parametrize("number", [1, 2], ids=["straight", "askew"])
def test_a_scan_gives_its_words_and_the_marks_that_ocr_loses(reading, number):
    sheet = reading.pages[number - 1]
    assert sheet.ocr
    assert [(line.mark, line.text) for line in sheet.lines] == [(mark, text) for *_, mark, _, text in WORDS]


@needs_french
def test_a_scan_tells_headings_by_their_size_and_weight(reading):
    for sheet in reading.pages:
        heading, *rest = sheet.lines
        ((size, bold),) = {(line.style.size, line.style.bold) for line in rest}
        assert heading.style.size / size == pytest.approx(14 / 11, rel=0.06)
        assert (heading.style.bold, bold) == (True, False)


@needs_french
def test_the_lines_of_a_scan_stand_where_they_are_printed(reading):
    for line, (*_, mark, top, _text) in zip(reading.pages[0].lines, WORDS, strict=True):
        assert line.bbox[0] == pytest.approx(30, abs=3), mark
        assert line.bbox[1] < top < line.bbox[3]
        assert line.ocr > 0.8


@needs_french
def test_what_was_read_once_is_not_read_again(monkeypatch):
    data = as_pdf(picture(WORDS[-1:]))
    first, _ = pdf.read(source(data), page.Options())
    monkeypatch.setattr(tesseract, "read", lambda *_: pytest.fail("read again"))
    again, _ = pdf.read(source(data), page.Options())
    assert again == first


@needs_french
def test_an_answer_that_was_damaged_on_disk_is_made_again():
    data = as_pdf(picture(WORDS[-1:]))
    first, _ = pdf.read(source(data), page.Options())
    for kept in store.folder().rglob("*.json"):
        kept.write_text(f'{{"recipe": {store.RECIPE}, "lines": [')
    assert pdf.read(source(data), page.Options())[0] == first


@needs_french
def test_an_image_file_is_a_page():
    out = io.BytesIO()
    picture().save(out, "PNG", dpi=(300, 300))
    image = source(out.getvalue(), "scan.png")
    assert scan.accepts(image)
    sheet = scan.read(image, page.Options())[0].pages[0]
    assert (sheet.width, sheet.height) == (pytest.approx(300, abs=1), pytest.approx(200, abs=1))
    assert sheet.lines[0].text == WORDS[0][-1]


def test_without_ocr_a_scan_is_refused_with_the_remedy():
    with pytest.raises(NoText, match="OCR"):
        pdf.read(source(as_pdf(picture())), page.Options(ocr=False))


def test_data_that_is_missing_is_named_with_the_package_that_has_it(monkeypatch):
    monkeypatch.setattr(tesseract, "folders", lambda: ())
    tesseract.engine.cache_clear()
    try:
        found = scan.engines(("fra",))
    finally:
        tesseract.engine.cache_clear()
    assert not found.ready
    assert found.version is None or "tesseract-ocr-fra" in found.remedy


@pytest.mark.parametrize("turn", [-3.1, -0.7, 0.0, 1.6])
def test_the_turn_of_a_page_is_measured(turn):
    assert pixels.skew(picture(turn=turn)) == pytest.approx(-turn, abs=0.15)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("en 2O18", "en 2018"),
        ("l5 personnes", "15 personnes"),
        ("I'asile", "l'asile"),
        ("OFII et OQTF", "OFII et OQTF"),
        ("l'an I", "l'an I"),
        ("1er", "1er"),
    ],
)
def test_letters_are_mended_only_where_no_word_can_be_meant(read, meant):
    assert scan._mended(read, ("fra",)) == meant


def test_pictures_are_told_from_bands_behind_headings():
    from PIL import ImageDraw

    image = picture(WORDS[-1:])
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 100, 1150, 180), fill=190)  # a band
    draw.rectangle((200, 300, 900, 750), fill=190)  # a picture
    (box,) = pixels.pictures(image, 300)
    assert box == pytest.approx((200, 300, 900, 750), abs=60)


@pytest.mark.parametrize(
    ("read", "mark"), [("e", "•"), ("°__", "•"), ("-e", "•"), ("o", "◦"), ("—", "-"), ("le", None), ("1.", None), ("à", None)]
)
def test_a_sign_alone_is_the_mark_it_was_read_from(read, mark):
    assert reading_of._known(read) == mark
