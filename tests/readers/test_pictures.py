"""Pictures of PDF pages: the words of a line lie inside the line's box on the picture, however the page is turned."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extract import readers
from extract.errors import Damaged
from extract.page import Picture, Source
from extract.readers import pictures


def pdf(*, turn: int = 0, sideways: bool = False, crop: tuple[float, ...] | None = None, pages: int = 1) -> Source:
    """Pages of 400 × 600 points with one line, 100 points from the left and 500 from the bottom."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(400, 600), invariant=True)
    for _ in range(pages):
        if crop:
            canvas.setCropBox(crop)
        canvas.translate(100, 500)
        if sideways:
            canvas.rotate(-90)
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(0, 0, "HEBERGEMENT DES FAMILLES")
        canvas.showPage()
    canvas.save()
    return Source("x.pdf", _turned(data.getvalue(), turn), "0" * 64, 1)


def _turned(data: bytes, turn: int) -> bytes:
    """The file with its pages turned by their /Rotate, contents as they were."""
    document, out = pypdfium2.PdfDocument(data), io.BytesIO()
    for sheet in document:
        sheet.set_rotation(turn)
    document.save(out)
    return out.getvalue()


def ink(picture: Picture) -> tuple[float, float, float, float]:
    """The box around everything dark on the picture, in points of the page."""
    image = Image.open(io.BytesIO(picture.data)).convert("L")
    scale = picture.width / image.width
    return tuple(side * scale for side in image.point(lambda value: 255 if value < 128 else 0).getbbox())


@pytest.mark.parametrize("crop", [None, (50, 250, 380, 580)], ids=["whole", "cropped"])
@pytest.mark.parametrize("sideways", [False, True], ids=["upright", "printed sideways"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_lie_in_the_box_that_the_reader_gave_them(turn, sideways, crop):
    source = pdf(turn=turn, sideways=sideways, crop=crop)
    reading, _ = readers.read(source)
    (line,) = reading.pages[0].lines
    (picture,) = pictures.pictures(source, [1], width=400)
    assert (picture.width, picture.height) == pytest.approx((reading.pages[0].width, reading.pages[0].height), abs=0.01)
    found = ink(picture)
    assert line.bbox[0] - 2 <= found[0] and found[2] <= line.bbox[2] + 2, (line.bbox, found)
    assert line.bbox[1] - 2 <= found[1] and found[3] <= line.bbox[3] + 2, (line.bbox, found)
    assert found[2] - found[0] > 0.9 * (line.bbox[2] - line.bbox[0])


def test_only_the_pages_asked_for_are_drawn_each_once_in_order():
    assert [picture.page for picture in pictures.pictures(pdf(pages=4), [3, 1, 3, 0, 9], width=50)] == [1, 3]


def test_a_page_as_long_as_a_web_page_is_drawn_smaller():
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(300, 9000), invariant=True)
    canvas.drawString(10, 10, "x")
    canvas.save()
    (picture,) = pictures.pictures(Source("x.pdf", data.getvalue(), "", 0), [1], width=200)
    image = Image.open(io.BytesIO(picture.data))
    assert image.height == 200 * pictures.TALLEST and image.width / image.height == pytest.approx(300 / 9000, rel=0.05)


def test_the_same_page_gives_the_same_bytes():
    assert list(pictures.pictures(pdf(), [1])) == list(pictures.pictures(pdf(), [1]))


def test_a_file_that_cannot_be_opened_is_said_to_be_damaged():
    with pytest.raises(Damaged):
        list(pictures.pictures(Source("x.pdf", b"%PDF-1.7 nothing", "", 0), [1]))
