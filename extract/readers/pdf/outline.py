"""What a PDF says about itself: its outline (bookmarks) and its properties."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from extract import text
from extract.page import Bookmark
from extract.readers.pdf import engine
from extract.readers.pdf.frame import Frame

MOST_BOOKMARKS, DEEPEST = 5_000, 12
_KEYS = {"title": b"Title", "author": b"Author", "subject": b"Subject", "keywords": b"Keywords", "creator": b"Creator",
         "producer": b"Producer", "created": b"CreationDate", "modified": b"ModDate"}  # fmt: skip


def properties(document: int) -> dict[str, str]:
    """The document's properties that are set: title, author, …, created, modified (as the PDF writes dates), language."""
    pdfium = engine.functions()
    found = {name: engine.string(pdfium.FPDF_GetMetaText, document, key) for name, key in _KEYS.items()}
    found = {name: text.clean(value).strip() for name, value in found.items() if value}
    if hasattr(pdfium, "FPDFCatalog_GetLanguage"):
        found["language"] = engine.string(pdfium.FPDFCatalog_GetLanguage, document).strip()
    return {name: value for name, value in found.items() if value}


def bookmarks(document: int, frames: list[Frame | None]) -> tuple[Bookmark, ...]:
    """The outline in order, with places in the `frames` of the pages. Loops and endless outlines end at the limits."""
    return tuple(_children(document, None, 1, set(), frames))


def _children(document: int, parent: int | None, level: int, seen: set[int], frames: list[Frame | None]) -> Iterator[Bookmark]:
    pdfium = engine.functions()
    handle = pdfium.FPDFBookmark_GetFirstChild(document, parent)
    while handle and handle not in seen and len(seen) < MOST_BOOKMARKS:
        seen.add(handle)
        title = text.clean(engine.string(pdfium.FPDFBookmark_GetTitle, handle)).strip()
        if title:
            yield Bookmark(title, level, *_target(document, handle, frames))
        if level < DEEPEST:
            yield from _children(document, handle, level + 1, seen, frames)
        handle = pdfium.FPDFBookmark_GetNextSibling(document, handle)


def _target(document: int, handle: int, frames: list[Frame | None]) -> tuple[int | None, float | None]:
    """The page a bookmark points to, and how far down, where it says so."""
    pdfium = engine.functions()
    target = pdfium.FPDFBookmark_GetDest(document, handle)
    if not target and (action := pdfium.FPDFBookmark_GetAction(handle)):
        target = pdfium.FPDFAction_GetDest(document, action)
    index = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
    if not 0 <= index < len(frames):
        return None, None
    x, y = _place(target)
    frame = frames[index]
    return index + 1, round(frame.point(x, y)[1], 1) if frame is not None and y is not None else None


def _place(target: int) -> tuple[float, float | None]:
    pdfium = engine.functions()
    flags = [ctypes.c_int() for _ in range(3)]
    values = [ctypes.c_float() for _ in range(3)]
    known = pdfium.FPDFDest_GetLocationInPage(target, *map(ctypes.byref, flags), *map(ctypes.byref, values))
    y = values[1].value if known and flags[1].value and -1e5 < values[1].value < 1e5 else None
    return (values[0].value if known and flags[0].value and -1e5 < values[0].value < 1e5 else 0.0), y
