"""A scan that an OCR program made searchable: a picture over the page, and its words set invisibly."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from extract.pipeline import process


def written(path: Path, *, picture: bool) -> Path:
    page = canvas.Canvas(str(path), pagesize=(600, 800), invariant=1)
    if picture:
        blank = io.BytesIO()
        Image.new("RGB", (60, 80), "white").save(blank, "PNG")
        page.drawImage(ImageReader(blank), 0, 0, 600, 800)
    words = page.beginText(50, 700)
    words.setFont("Helvetica", 12)
    words.setTextRenderMode(3)
    for line in ("Priorités 2020", "", "Asile", "", "- Dublin : contentieux", "- Hébergement : plaidoyer"):
        words.textLine(line)
    page.drawText(words)
    page.save()
    return path


@pytest.mark.parametrize(("picture", "hidden"), [(True, False), (False, True)])
def test_words_under_a_picture_are_the_picture_s_and_words_under_nothing_are_hidden(tmp_path: Path, picture: bool, hidden: bool):
    record = process(written(tmp_path / "scan.pdf", picture=picture), ocr=False).document
    assert [item.text for item in record.items] == ["Dublin : contentieux", "Hébergement : plaidoyer"]
    assert [("hidden-text" in item.flags) for item in record.items] == [hidden, hidden]
