"""PDFium, as far as reading needs it: documents, pages, and its C functions bound for speed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from itertools import accumulate
from struct import Struct, calcsize
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from extract.errors import Damaged, Empty, Encrypted, TooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTER, _INT, _UINT, _ULONG, _FLOAT, _BOOL, _ANY = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_uint,
    ctypes.c_ulong,
    ctypes.c_float,
    ctypes.c_int,
    ctypes.c_void_p,
)


class Handle(ctypes.c_void_p):
    """An address that is handed on without being converted to a number and back."""


class Matrix(ctypes.Structure):
    _fields_ = tuple((name, _FLOAT) for name in "abcdef")


class Rect(ctypes.Structure):  # FS_RECTF
    _fields_ = (("left", _FLOAT), ("top", _FLOAT), ("right", _FLOAT), ("bottom", _FLOAT))


MOST_PIXELS = 60_000_000  # of a page as an image: an A2 page at 300 dots an inch

# name: (result, arguments). Handles are plain addresses here: they compare, hash and cost nothing.
_FUNCTIONS = {
    "FPDF_GetLastError": (_ULONG,),
    "FPDF_LoadMemDocument64": (_POINTER, _ANY, ctypes.c_size_t, ctypes.c_char_p),
    "FPDF_CloseDocument": (None, _POINTER),
    "FPDF_DocumentHasValidCrossReferenceTable": (_BOOL, _POINTER),
    "FPDF_GetPageCount": (_INT, _POINTER),
    "FPDF_LoadPage": (_POINTER, _POINTER, _INT),
    "FPDF_ClosePage": (None, _POINTER),
    "FPDF_GetPageBoundingBox": (_BOOL, _POINTER, _ANY),
    "FPDFPage_GetRotation": (_INT, _POINTER),
    "FPDFPage_CountObjects": (_INT, _POINTER),
    "FPDFPage_GetObject": (Handle, _POINTER, _INT),
    "FPDFFormObj_CountObjects": (_INT, _POINTER),
    "FPDFFormObj_GetObject": (Handle, _POINTER, _ULONG),
    "FPDFPageObj_GetType": (_INT, _POINTER),
    "FPDFPageObj_GetBounds": (_BOOL, _POINTER, _ANY, _ANY, _ANY, _ANY),
    "FPDFPageObj_GetMatrix": (_BOOL, _POINTER, _ANY),
    "FPDFPageObj_GetFillColor": (_BOOL, _POINTER, _ANY, _ANY, _ANY, _ANY),
    "FPDFPageObj_GetStrokeColor": (_BOOL, _POINTER, _ANY, _ANY, _ANY, _ANY),
    "FPDFPageObj_GetStrokeWidth": (_BOOL, _POINTER, _ANY),
    "FPDFPageObj_GetMarkedContentID": (_INT, _POINTER),
    "FPDFPath_GetDrawMode": (_BOOL, _POINTER, _ANY, _ANY),
    "FPDFPath_CountSegments": (_INT, _POINTER),
    "FPDFPath_GetPathSegment": (Handle, _POINTER, _INT),
    "FPDFPathSegment_GetPoint": (_BOOL, _POINTER, _ANY, _ANY),
    "FPDFPathSegment_GetType": (_INT, _POINTER),
    "FPDFText_LoadPage": (_POINTER, _POINTER),
    "FPDFText_ClosePage": (None, _POINTER),
    "FPDFText_CountChars": (_INT, _POINTER),
    "FPDFText_GetText": (_INT, _POINTER, _INT, _INT, _ANY),
    "FPDFText_GetCharIndexFromTextIndex": (_INT, _POINTER, _INT),
    "FPDFText_GetTextObject": (_POINTER, _POINTER, _INT),
    "FPDFText_GetFontSize": (ctypes.c_double, _POINTER, _INT),
    "FPDFText_GetMatrix": (_BOOL, _POINTER, _INT, _ANY),
    "FPDFText_GetCharOrigin": (_BOOL, _POINTER, _INT, _ANY, _ANY),
    "FPDFText_GetLooseCharBox": (_BOOL, _POINTER, _INT, _ANY),
    "FPDFTextObj_GetFont": (_POINTER, _POINTER),
    "FPDFTextObj_GetTextRenderMode": (_INT, _POINTER),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _POINTER, _ANY, ctypes.c_size_t),
    "FPDFFont_GetFlags": (_INT, _POINTER),
    "FPDFFont_GetWeight": (_INT, _POINTER),
    "FPDFFont_GetItalicAngle": (_BOOL, _POINTER, _ANY),
    "FPDFBitmap_CreateEx": (_POINTER, _INT, _INT, _INT, _ANY, _INT),
    "FPDFBitmap_FillRect": (None, _POINTER, _INT, _INT, _INT, _INT, _ULONG),
    "FPDFBitmap_Destroy": (None, _POINTER),
    "FPDF_RenderPageBitmap": (None, _POINTER, _POINTER, _INT, _INT, _INT, _INT, _INT, _INT),
    "FPDF_GetPageWidthF": (_FLOAT, _POINTER),
    "FPDF_GetPageHeightF": (_FLOAT, _POINTER),
    "FPDF_GetMetaText": (_ULONG, _POINTER, ctypes.c_char_p, _ANY, _ULONG),
    "FPDFCatalog_GetLanguage": (_ULONG, _POINTER, _ANY, _ULONG),
    "FPDFCatalog_IsTagged": (_BOOL, _POINTER),
    "FPDFBookmark_GetFirstChild": (_POINTER, _POINTER, _POINTER),
    "FPDFBookmark_GetNextSibling": (_POINTER, _POINTER, _POINTER),
    "FPDFBookmark_GetTitle": (_ULONG, _POINTER, _ANY, _ULONG),
    "FPDFBookmark_GetDest": (_POINTER, _POINTER, _POINTER),
    "FPDFBookmark_GetAction": (_POINTER, _POINTER),
    "FPDFAction_GetDest": (_POINTER, _POINTER, _POINTER),
    "FPDFDest_GetDestPageIndex": (_INT, _POINTER, _POINTER),
    "FPDFDest_GetLocationInPage": (_BOOL, _POINTER, _ANY, _ANY, _ANY, _ANY, _ANY, _ANY),
    "FPDF_StructTree_GetForPage": (_POINTER, _POINTER),
    "FPDF_StructTree_Close": (None, _POINTER),
    "FPDF_StructTree_CountChildren": (_INT, _POINTER),
    "FPDF_StructTree_GetChildAtIndex": (_POINTER, _POINTER, _INT),
    "FPDF_StructElement_GetType": (_ULONG, _POINTER, _ANY, _ULONG),
    "FPDF_StructElement_CountChildren": (_INT, _POINTER),
    "FPDF_StructElement_GetChildAtIndex": (Handle, _POINTER, _INT),
    "FPDF_StructElement_GetChildMarkedContentID": (_INT, _POINTER, _INT),
}

# Asked a few times for every word, object or tag: ctypes converts none of their arguments, which halves their price. So what points has to
# be a c_void_p, and numbers have to be C ints.
_UNCONVERTED = frozenset(
    (
        "FPDFPage_GetObject",
        "FPDFPageObj_GetFillColor",
        "FPDFPageObj_GetMarkedContentID",
        "FPDFPageObj_GetType",
        "FPDFPath_GetPathSegment",
        "FPDFPathSegment_GetPoint",
        "FPDFPathSegment_GetType",
        "FPDFText_GetTextObject",
        "FPDFText_GetCharOrigin",
        "FPDFText_GetFontSize",
        "FPDFText_GetLooseCharBox",
        "FPDFText_GetMatrix",
        "FPDFTextObj_GetFont",
        "FPDFTextObj_GetTextRenderMode",
        "FPDF_StructElement_GetChildAtIndex",
        "FPDF_StructElement_GetChildMarkedContentID",
    )
)


@lru_cache(maxsize=1)
def functions() -> SimpleNamespace:
    """PDFium's functions by name, with plain addresses for handles. Half the price a call of the wrappers of pypdfium2."""
    import pypdfium2  # noqa: F401  (initialises the library)
    import pypdfium2.raw as raw

    return SimpleNamespace(
        **{
            name: ctypes.PYFUNCTYPE(result, *(() if name in _UNCONVERTED else arguments))(
                ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
            )
            for name, (result, *arguments) in _FUNCTIONS.items()
            if hasattr(raw, name)
        }
    )


def version() -> str:
    import pypdfium2

    return str(pypdfium2.version.PDFIUM_INFO)


@contextmanager
def document(data: bytes) -> Iterator[int]:
    """An open document's handle. Raises Damaged, Empty or Encrypted when PDFium cannot open `data`."""
    pdfium = functions()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise _refusal(pdfium.FPDF_GetLastError())
    try:
        yield handle
    finally:
        pdfium.FPDF_CloseDocument(handle)


def _refusal(code: int) -> Exception:
    if code in (4, 5):  # password, security handler
        return Encrypted("The PDF is protected by a password")
    return Damaged("The PDF is damaged: its pages cannot be found")


@contextmanager
def page(document: int, index: int) -> Iterator[tuple[int, int]]:
    """The handles (page, text of the page) of page `index`, which counts from 0. Raises Damaged when PDFium refuses it."""
    pdfium = functions()
    handle = pdfium.FPDF_LoadPage(document, index)
    if not handle:
        raise Damaged(f"Page {index + 1} cannot be loaded")
    text = pdfium.FPDFText_LoadPage(handle)
    try:
        if not text:
            raise Damaged(f"The text of page {index + 1} cannot be loaded")
        yield handle, text
    finally:
        with suppress(Exception):
            if text:
                pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(handle)


def is_sound(document: int) -> bool:
    """Whether the file's own table of its objects could be used; False when PDFium had to search for them."""
    return bool(functions().FPDF_DocumentHasValidCrossReferenceTable(document))


def count(document: int) -> int:
    """How many pages. Raises Empty for none."""
    pages = functions().FPDF_GetPageCount(document)
    if pages <= 0:
        raise Empty("The PDF has no pages")
    return pages


_GREY, _GREYSCALE, _ANNOTATIONS = 1, 0x08, 0x01


def render(page: int, dpi: int, turn: int = 0) -> Image:
    """The page as a grey PIL image of so many dots an inch, turned clockwise by `turn` quarters more."""
    from PIL import Image

    pdfium = functions()
    width, height = (max(1, round(side * dpi / 72)) for side in (pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)))
    if turn % 2:
        width, height = height, width
    if width * height > MOST_PIXELS:
        raise TooLarge("The page is too large to be read as an image")
    pixels = bytearray(width * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, _GREY, address(pixels), width)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn % 4, _GREYSCALE | _ANNOTATIONS)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("L", (width, height), pixels, "raw", "L", 0, 1)


def room(types: str) -> tuple[Callable[[], tuple[Any, ...]], tuple[ctypes.c_void_p, ...]]:
    """Room for an answer of values of these types, as `struct` names them ("ddI"): what reads them, and where each of them stands."""
    sizes = list(map(calcsize, types))
    values = bytearray(sum(sizes))
    places = list(accumulate(sizes, initial=address(values)))[:-1]
    return partial(Struct(f"={types}").unpack, values), tuple(map(ctypes.c_void_p, places))


def address(room: bytearray) -> int:
    """Where the bytes of `room` are, for PDFium to write there as long as someone holds it."""
    return ctypes.addressof(ctypes.c_char.from_buffer(room))


def string(function: Callable[..., int], *arguments: Any, wide: bool = True) -> str:
    """What a PDFium function of the form `f(…, buffer, length) -> needed length` says; "" for nothing."""
    buffer = bytearray(256)
    needed = function(*arguments, address(buffer), 256)
    if needed > 256:
        needed = min(needed, 1 << 16)
        buffer = bytearray(needed)
        function(*arguments, address(buffer), needed)
    data = buffer[: max(0, needed)]
    if wide:
        return data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0")
    return data.split(b"\0")[0].decode("utf-8", "replace")
