"""References: the least that touches the same text. Nothing here is used by the product."""

from __future__ import annotations

import ctypes
import zipfile
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pdf_lines(path: str) -> int:
    """The number of lines of a PDF, each with text, font size and weight and a box: page text once, the font asked once a line."""
    document = pypdfium2.PdfDocument(path)
    lines = 0
    for page in document:
        text = page.get_textpage()
        whole = text.get_text_range() if text.count_chars() else ""
        at = 0
        for line in whole.split("\r\n"):
            if line.strip():
                _line(text.raw, at, len(line))
                lines += 1
            at += len(line) + 2
        text.close()
        page.close()
    return lines


def _line(text, at: int, length: int) -> tuple:
    first = max(0, pdfium.FPDFText_GetCharIndexFromTextIndex(text, at))
    last = max(first, pdfium.FPDFText_GetCharIndexFromTextIndex(text, at + length - 1))
    box = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, first, *box)
    other = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, last, *other)
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, first, name, 128, flags)
    return box, other, pdfium.FPDFText_GetFontSize(text, first), pdfium.FPDFText_GetFontWeight(text, first), name.value


def word_paragraphs(path: str) -> int:
    """The number of paragraphs of a Word file, each with its text and its style resolved: unzip, parse, one walk."""
    with zipfile.ZipFile(path) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        names = {style.get(f"{WORD}styleId"): style.find(f"{WORD}name").get(f"{WORD}val") for style in styles.iter(f"{WORD}style")}
        body = etree.fromstring(package.read("word/document.xml"))
    found = []
    for paragraph in body.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        level = paragraph.find(f"{WORD}pPr/{WORD}numPr/{WORD}ilvl")
        text = "".join(node.text or "" for node in paragraph.iter(f"{WORD}t"))
        found.append(
            (text, names.get(style.get(f"{WORD}val")) if style is not None else None, level is not None and level.get(f"{WORD}val"))
        )
    return len(found)


def scanned(path: str, place: Path) -> str:
    """The path of a PDF that is the picture of the first page of another, at 200 dots an inch."""
    page = pypdfium2.PdfDocument(path)[0]
    page.render(scale=200 / 72, grayscale=True).to_pil().save(place, "PDF", resolution=200)
    return str(place)


def ready() -> None:
    """Loads the OCR engine and its French model."""
    from PIL import Image

    _engine().SetImage(Image.new("L", (32, 32), 255))


def recognised(path: str) -> int:
    """The number of characters Tesseract reads on the pages of a PDF, drawn at 300 dots an inch."""
    found = 0
    for page in pypdfium2.PdfDocument(path):
        api = _engine()
        api.SetImage(page.render(scale=300 / 72, grayscale=True).to_pil())
        found += len(api.GetUTF8Text())
    return found


@cache
def _engine():
    import os

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    from extract.readers.scan import engines

    folder = Path(engines().data["fra"]).parent
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="fra", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY)
