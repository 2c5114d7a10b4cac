"""A second opinion: pdfplumber reads what PDFium cannot open, or a page on which PDFium sees letters but no text. Fifty times slower."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from extract import text
from extract.errors import Damaged, Encrypted
from extract.page import Line, Page, Run, Style

MOST_LINES = 5_000  # a page
SAME_HEIGHT = 2.0  # points


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document as pdfplumber opens it. Raises Damaged or Encrypted when it cannot, or its catalogue leads to no page.

    pdfminer would then take every page object of the file, also deleted ones, in the order of their numbers: that is no document.
    """
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what is wrong is said by a notice
    try:
        document: Any = pdfplumber.open(io.BytesIO(data))  # any: a method of its own is replaced
        document.doc.getobj = _resolving(document.doc.getobj)
        found = _has_pages(document.doc) and bool(document.pages)
    except PDFPasswordIncorrect:
        raise Encrypted("The PDF is protected by a password") from None
    except (Exception, RecursionError) as error:  # whatever a damaged file can make of it
        if isinstance(error.__cause__ or error.__context__ or (error.args or (None,))[0], PDFPasswordIncorrect):
            raise Encrypted("The PDF is protected by a password") from None
        raise Damaged("The PDF is damaged: its pages cannot be found") from None
    if not found:
        raise Damaged("The PDF is damaged: its pages cannot be found")
    try:
        yield document
    finally:
        document.close()


MOST_STEPS = 32  # from one reference to the next


def _resolving(look_up: Callable[[int], Any]) -> Callable[[int], Any]:
    """`look_up` of objects, for which references that lead to each other lead to nothing; pdfminer follows them for ever."""
    from pdfminer.pdftypes import PDFObjectNotFound, PDFObjRef

    def resolved(identifier: int) -> Any:
        for _ in range(MOST_STEPS):
            found = look_up(identifier)
            if not isinstance(found, PDFObjRef):
                return found
            identifier = found.objid
        raise PDFObjectNotFound(identifier)

    return resolved


def _has_pages(document: Any) -> bool:
    """Whether a page is reached from the catalogue of pdfminer's `document`."""
    from pdfminer.pdftypes import PDFObjRef, resolve1

    waiting, seen = [document.catalog.get("Pages")], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, PDFObjRef):
            if node.objid in seen:
                continue
            seen.add(node.objid)
        node = resolve1(node)
        if isinstance(node, dict):
            children = resolve1(node.get("Kids"))
            if not isinstance(children, list):
                return True
            waiting += children
    return False


def pages(document: Any, most: int) -> Iterator[Page | None]:
    """The pages of an open document, up to `most`; None for one that cannot be read."""
    for number, sheet in enumerate(document.pages[:most], 1):
        yield page(sheet, number)


def page(sheet: Any, number: int) -> Page | None:
    """A page with its lines, their sizes and weights; None when pdfplumber fails on it."""
    try:
        words = sheet.extract_words(extra_attrs=["fontname", "size"], use_text_flow=True, keep_blank_chars=False)
        lines = tuple(line for group in _rows(words) if (line := _line(group, number)) is not None)[:MOST_LINES]
        return Page(number, round(float(sheet.width), 2), round(float(sheet.height), 2), lines, rotation=int(sheet.rotation or 0) % 360)
    except (Exception, RecursionError):
        return None


def _rows(words: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Words that follow each other on one height, without a wide gap."""
    row: list[dict[str, Any]] = []
    for word in words:
        last = row[-1] if row else None
        if last and not (abs(word["bottom"] - last["bottom"]) <= SAME_HEIGHT and -1 <= word["x0"] - last["x1"] <= 1.6 * word["size"]):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _line(words: list[dict[str, Any]], number: int) -> Line | None:
    content = text.clean(" ".join(word["text"] for word in words)).strip()
    if not content:
        return None
    font = str(words[0]["fontname"]).split("+")[-1]
    style = Style(font=font, size=round(float(words[0]["size"]), 1), bold="bold" in font.lower(), italic="ital" in font.lower())
    box = (words[0]["x0"], min(word["top"] for word in words), words[-1]["x1"], max(word["bottom"] for word in words))
    x0, top, x1, bottom = (round(float(side), 1) for side in box)
    return Line(content, number, (x0, top, x1, bottom), (Run(0, len(content), style),), style, indent=x0)
