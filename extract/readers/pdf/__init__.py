"""PDF → Pages: PDFium reads every page; pages of pixels, and pages whose letters are named wrongly, are read by OCR.

Marks of symbol fonts and drawn bullets are given as `Line.mark` (as the character that looks the same) and are not in the text; a mark
typed in a text font stays in the text. The box of a line holds its mark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from extract import model, page
from extract.errors import Damaged, Empty, InputError, NoText, TooLarge
from extract.readers import scan
from extract.readers.pdf import drawing, engine, frame, legible, lines, outline, pieces, surroundings, tables, tags

MEDIA_TYPE = "application/pdf"
PRIORITY = 10
HEADER_WITHIN = 4096  # bytes before "%PDF-" that mail gateways and printers put there
FEW = 40  # characters that may be printed over a page of pixels: a stamp, a page number
COVERED = 0.7  # of the page by pictures, for it to be a page of pixels
DRAWN = 30  # shapes on a page without text: letters drawn as outlines
SURE = 0.55  # mean confidence from which OCR is believed more than few letters


def accepts(source: page.Source) -> bool:
    return b"%PDF-" in bytes(source.data[:HEADER_WITHIN])


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The pages of a PDF with lines, styles, places and drawings; notices name every page that could not be read.

    Raises Empty, Damaged, Encrypted, TooLarge, or NoText when nothing on any page could be read.
    """
    if not source.size:
        raise Empty("The file is empty")
    data = bytes(source.data)
    with engine.document(data) as document:
        count = engine.count(document)
        if count > options.max_pages:
            raise TooLarge(f"The PDF has {count} pages, more than {options.max_pages}")
        reader = _Reader(source, document, options)
        for index in range(count):
            reader.page(index)
        return reader.reading(), tuple(reader.notices)


@dataclass
class _Reader:
    """One document being read, page after page."""

    source: page.Source
    document: int
    options: page.Options
    pages: list[page.Page] = field(default_factory=list)
    frames: list[frame.Frame | None] = field(default_factory=list)
    strokes: dict[int, tuple[float, ...]] = field(default_factory=dict)
    notices: list[model.Notice] = field(default_factory=list)
    unread: int = 0
    tables: int = 0
    blocks: int = 1

    def __post_init__(self) -> None:
        self.tagged = tags.is_tagged(self.document)

    def page(self, index: int) -> None:
        """Reads a page; one that fails is named in a notice and stays empty."""
        number = index + 1
        try:
            with engine.page(self.document, index) as (handle, text):
                sheet, place = self._page(number, handle, text)
        except Damaged as error:
            sheet, place = page.Page(number, 0.0, 0.0, ()), None
            self.unread += 1
            self._notice("page-failed", f"{error.message}; it is left out", number)
        self.pages.append(sheet)
        self.frames.append(place)

    def _page(self, number: int, handle: int, text: int) -> tuple[page.Page, frame.Frame]:
        place, found, unmapped, quarters = upright(handle, text)
        drawn = drawing.drawing(handle, place)
        if not place.sane:
            self._notice("page-size", f"The size of page {number} makes no sense; A4 is assumed", number)
        known = tags.of_page(handle) if self.tagged else {}
        sheet = self._digital(number, found, drawn, place, known)
        if why := _unreadable(found, unmapped, drawn, sheet):
            sheet = self._scanned(sheet, why, partial(engine.render, handle, turn=quarters))
        return sheet, place

    def _digital(
        self, number: int, found: list[pieces.Piece], drawn: drawing.Drawing, place: frame.Frame, known: dict[int, tags.Tag]
    ) -> page.Page:
        ruled = tables.tables(drawn.shapes, place.width, place.height)
        walls = [shape for shape in drawn.shapes if shape.kind == "rule" and shape.bbox[3] - shape.bbox[1] > shape.bbox[2] - shape.bbox[0]]
        printed, contents = lines.lines(found, walls + tables.walls(ruled), place, number)
        printed = surroundings.marked(printed, drawn, place, ruled)
        if known:
            printed, self.blocks = tags.heard(printed, [known.get(content) for content in contents], self.blocks)
        if ruled:
            printed, self.tables = tables.placed(printed, ruled, self.tables)
        return page.Page(
            number=number,
            width=round(place.width, 2),
            height=round(place.height, 2),
            lines=tuple(printed),
            shapes=tuple(drawn.shapes),
            rotation=90 * place.turn,
            image_share=round(drawn.share(place.width, place.height), 3),
        )

    def _scanned(self, sheet: page.Page, why: str, render: Callable) -> page.Page:
        """The page as OCR reads it; as it is, and named in a notice, where there is no OCR or it sees less."""
        letters = sum(len(line.text) for line in sheet.lines)
        if missing := scan.remedy(self.options):
            self.unread += 1
            self._notice("no-text", f"Page {sheet.number} {why}. {missing}", sheet.number)
            return sheet
        try:
            seen = scan.recognise(render, self.source.sha256, sheet.number, self.options)
        except TooLarge as error:
            self.unread += 1
            self._notice("no-text", f"Page {sheet.number} {why}. {error.message}", sheet.number)
            return sheet
        if why == _SHADED and (seen.confidence < SURE or sum(len(line.text) for line in seen.lines) < 2 * letters):
            return sheet
        if not seen.lines and not letters:
            self._notice("no-text", f"Page {sheet.number} {why}, and no text was seen in its pixels", sheet.number, "info")
            return sheet
        self.strokes[sheet.number] = seen.strokes
        shapes = tuple(shape for shape in sheet.shapes if shape.kind != "dot")
        return page.Page(sheet.number, sheet.width, sheet.height, seen.lines, shapes, sheet.rotation, sheet.image_share, ocr=True)

    def reading(self) -> page.Reading:
        """What was read. Raises NoText when no page gave any text."""
        if not any(sheet.lines for sheet in self.pages):
            raise self._empty()
        return page.Reading(
            pages=tuple(scan.levelled(self.pages, self.strokes)),
            media_type=MEDIA_TYPE,
            paged=True,
            properties=outline.properties(self.document),
            bookmarks=outline.bookmarks(self.document, self.frames),
            components={"pdfium": engine.version(), **(scan.components(self.options) if self.strokes else {})},
        )

    def _empty(self) -> InputError:
        if self.unread == len(self.pages) and all(notice.code == "page-failed" for notice in self.notices):
            return Damaged("None of the pages can be loaded")
        missing = scan.remedy(self.options)
        if self.unread and missing:
            return NoText("The pages hold pictures of text, and nothing to read them with is installed", remedy=missing)
        return NoText(
            "There is no text on any page", remedy="Check that it is the right file; if its pages are pictures, scan them again at 300 dpi"
        )

    def _notice(self, code: str, message: str, number: int, severity: str = "warning") -> None:
        self.notices.append(model.Notice(code=code, severity=severity, message=message, page=number))


_PIXELS, _SHADED, _GARBLED = "is a picture", "is a picture with little text on it", "has letters that are not named in the file"


def _unreadable(found: list[pieces.Piece], unmapped: int, drawn: drawing.Drawing, sheet: page.Page) -> str:
    """Why the text of a page has to be read from its pixels; "" when it has not."""
    letters = sum(len(piece.text) for piece in found)
    if not letters and not unmapped:
        return _PIXELS if drawn.images or len(drawn.shapes) > DRAWN else ""
    if not legible.is_legible(" ".join(piece.text for piece in found if not piece.symbol), unmapped):
        return _GARBLED
    return _SHADED if letters <= FEW and sheet.image_share >= COVERED else ""


def upright(handle: int, text: int) -> tuple[frame.Frame, list[pieces.Piece], int, int]:
    """The frame in which a page is read, its pieces of text, how many glyphs have no text, and by how many quarters clockwise the page was
    turned for that: none, unless most of its letters are printed sideways."""
    place = frame.of_page(handle)
    found, unmapped = pieces.pieces(text, place)
    quarters = -_turn(found) % 4
    if quarters:
        place = place.turned(quarters)
        found, unmapped = pieces.pieces(text, place)
    return place, found, unmapped, quarters


def _turn(found: list[pieces.Piece]) -> int:
    """Quarters clockwise that most letters of the page are turned."""
    letters = [0, 0, 0, 0, 0]
    for piece in found:
        letters[piece.turn] += len(piece.text)
    most = max(range(4), key=letters.__getitem__)
    return most if letters[most] > 0.7 * sum(letters) else 0
