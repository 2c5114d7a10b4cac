"""PDF → Pages: PDFium reads every page.

Marks of symbol fonts and drawn bullets are given as `Line.mark` (as the character that looks the same) and are not in the text; a mark
typed in a text font stays in the text.
"""

from __future__ import annotations

from extract import model, page
from extract.errors import Damaged, Empty, TooLarge
from extract.readers.pdf import drawing, engine, frame, lines, outline, pieces, surroundings, tables

MEDIA_TYPE = "application/pdf"
PRIORITY = 10
HEADER_WITHIN = 4096  # bytes before "%PDF-" that mail gateways and printers put there


def accepts(source: page.Source) -> bool:
    return b"%PDF-" in bytes(source.data[:HEADER_WITHIN])


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The pages of a PDF with lines, styles, places and drawings; notices name every page that could not be read.

    Raises Empty, Damaged, Encrypted or TooLarge.
    """
    if not source.size:
        raise Empty("The file is empty")
    data = bytes(source.data)
    notices: list[model.Notice] = []
    with engine.document(data) as document:
        count = engine.count(document)
        if count > options.max_pages:
            raise TooLarge(f"The PDF has {count} pages, more than {options.max_pages}")
        pages: list[page.Page] = []
        frames: list[frame.Frame | None] = []
        for index in range(count):
            try:
                sheet, shape, more = _page(document, index, _tables(pages))
                notices += more
            except Damaged as error:
                sheet, shape = page.Page(index + 1, 0.0, 0.0, ()), None
                notices.append(_notice("page-failed", f"{error.message}; it is left out", index + 1))
            pages.append(sheet)
            frames.append(shape)
        reading = page.Reading(
            pages=tuple(pages),
            media_type=MEDIA_TYPE,
            paged=True,
            properties=outline.properties(document),
            bookmarks=outline.bookmarks(document, frames),
            components={"pdfium": engine.version()},
        )
    return reading, tuple(notices)


def _page(document: int, index: int, first_table: int) -> tuple[page.Page, frame.Frame, list[model.Notice]]:
    number = index + 1
    notices = []
    with engine.page(document, index) as (handle, text):
        sheet, found, _ = upright(handle, text)
        drawn = drawing.drawing(handle, sheet)
    if not sheet.sane:
        notices.append(_notice("page-size", f"The size of page {number} makes no sense; A4 is assumed", number))
    ruled = tables.tables(drawn.shapes, sheet.width, sheet.height)
    walls = [shape for shape in drawn.shapes if shape.kind == "rule" and shape.bbox[3] - shape.bbox[1] > shape.bbox[2] - shape.bbox[0]]
    printed = surroundings.marked(lines.lines(found, walls + tables.walls(ruled), sheet, number), drawn, sheet, ruled)
    printed = tables.placed(printed, ruled, first_table)
    return (
        page.Page(
            number=number,
            width=round(sheet.width, 2),
            height=round(sheet.height, 2),
            lines=tuple(printed),
            shapes=tuple(drawn.shapes),
            rotation=90 * sheet.turn,
            image_share=round(drawn.share(sheet.width, sheet.height), 3),
        ),
        sheet,
        notices,
    )


def _tables(pages: list[page.Page]) -> int:
    """How many tables the pages so far have."""
    return next((line.cell.table + 1 for sheet in reversed(pages) for line in reversed(sheet.lines) if line.cell is not None), 0)


def upright(handle: int, text: int) -> tuple[frame.Frame, list[pieces.Piece], int]:
    """The frame in which the page is read, its pieces of text, and by how many quarters clockwise it was turned for that: none, unless most
    letters of the page are printed sideways."""
    sheet = frame.of_page(handle)
    found, _ = pieces.pieces(text, sheet)
    quarters = -_turn(found) % 4
    if quarters:
        sheet = sheet.turned(quarters)
        found, _ = pieces.pieces(text, sheet)
    return sheet, found, quarters


def _turn(found: list[pieces.Piece]) -> int:
    """Quarters clockwise that most letters of the page are turned."""
    letters = [0, 0, 0, 0, 0]
    for piece in found:
        letters[piece.turn] += len(piece.text)
    most = max(range(4), key=letters.__getitem__)
    return most if letters[most] > 0.7 * sum(letters) else 0


def _notice(code: str, message: str, number: int | None = None, severity: str = "warning") -> model.Notice:
    return model.Notice(code=code, severity=severity, message=message, page=number)
