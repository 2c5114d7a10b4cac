"""Pictures of PDF pages, in the frame in which their boxes are measured."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator

from extract.errors import Damaged
from extract.page import Picture, Source
from extract.readers import pdf, scan
from extract.readers.pdf import engine

WIDTH = 1000  # pixels across: print of 8 points on A4 stays readable
TALLEST = 4.0  # times as high as wide; a longer page (an exported web page) is drawn smaller
PREVIEW = 110  # dots an inch, enough to see which way up a scan is
QUALITY = 50  # WebP; a page takes 40 to 90 KB
MEDIA_TYPE = "image/webp"


def pictures(source: Source, pages: Iterable[int], *, width: int = WIDTH) -> Iterator[Picture]:
    """The pages (numbers from 1) of a PDF as pictures `width` pixels across. A page that cannot be drawn is left out.

    Nothing in the file is run: no scripts, no forms. Raises Damaged, Empty or Encrypted when the file cannot be opened.
    """
    with engine.document(source.data) as document:
        count = engine.count(document)
        for number in sorted(set(pages)):
            if 1 <= number <= count:
                try:
                    picture = _picture(document, number, width)
                except Damaged:
                    continue
                if picture:
                    yield picture


def _picture(document: int, number: int, width: int) -> Picture | None:
    with engine.page(document, number - 1) as (handle, text):
        sheet, found, _, quarters = pdf.upright(handle, text)
        if not sheet.sane:
            return None
        if not found:  # a page of pixels is shown as it was read
            quarters = scan.quarters(engine.render(handle, PREVIEW))
            sheet = sheet.turned(quarters)
        scale = min(width / sheet.width, width * TALLEST / sheet.height)
        size = max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale))
        return Picture(number, sheet.width, sheet.height, MEDIA_TYPE, _drawn(handle, size, quarters))


def _drawn(handle: int, size: tuple[int, int], quarters: int) -> bytes:
    """The page as WebP, annotations included, on white."""
    import pypdfium2.raw as raw
    from PIL import Image

    page = ctypes.cast(handle, raw.FPDF_PAGE)
    bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise Damaged("The page is too large to be drawn")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, quarters, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * size[1])
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    image = Image.frombuffer("RGB", size, pixels, "raw", "BGRX", stride, 1)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
