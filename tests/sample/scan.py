"""A sample report as a scan: the page is a picture, a little askew, with no text behind it."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.sample import pdf
from tests.sample.notation import Block

_DPI = 200
_ASKEW = 0.6  # degrees


def write(blocks: list[Block]) -> bytes:
    import pypdfium2

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    document = pypdfium2.PdfDocument(pdf.write(on_one_page(blocks), columns=1))
    for sheet in document:
        picture = sheet.render(scale=_DPI / 72, grayscale=True).to_pil().rotate(_ASKEW, fillcolor=255, expand=False)
        canvas.drawImage(ImageReader(picture.convert("1")), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def on_one_page(blocks: list[Block]) -> list[Block]:
    """Without a cover: the title heads the page."""
    return [Block("heading", block.text, 1) if block.kind == "title" else block for block in blocks if block.kind != "subtitle"]
