"""PDF → Pages: PDFium reads every page; pages of pixels, and pages whose letters are named wrongly, are read by OCR.

Marks of symbol fonts and drawn bullets are given as `Line.mark` (as the character that looks the same) and are not in the text; a mark
typed in a text font stays in the text. The box of a line holds its mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from extract import model, page
from extract.errors import Damaged, Empty, Encrypted, FilrougeError, InputError, NoText, TooLarge
from extract.readers import _progress, scan
from extract.readers.pdf import drawing, engine, frame, legible, lines, outline, pieces, raw, second, surroundings, tables, tags

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPE = "application/pdf"
PRIORITY = 10
HEADER_WITHIN = 4096  # bytes before "%PDF-" that mail gateways and printers put there
FEW = 40  # characters that may be printed over a page of pixels: a stamp, a page number
COVERED = 0.7  # of the page by pictures, for it to be a page of pixels
DRAWN = 30  # shapes on a page without text: letters drawn as outlines
ODD = 0.02  # of the words of a text layer look misread: OCR is asked again
SURE = 0.55  # mean confidence from which OCR is believed more than few letters
_AT_ONCE = 100  # pages


def accepts(source: page.Source) -> bool:
    return b"%PDF-" in source.data[:HEADER_WITHIN]


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The pages of a PDF with lines, styles, places and drawings; notices name every page that could not be read.

    Raises Empty, Damaged, Encrypted, TooLarge, Unsafe, or NoText when nothing on any page could be read.
    """
    if not source.size:
        raise Empty("The file is empty")
    data = source.data
    signs = raw.examine(data)
    try:
        reading, notices = _read(source, data, options)
    except (Damaged, _Blank) as error:
        if signs.has_external_streams and isinstance(error, _Blank):
            raise NoText("What the pages show is in another file, which is never opened", remedy=_CHECK) from None
        reading, notices = _second(data, options, error)
    said = {notice.code for notice in notices if notice.page is None}
    return reading, (*(notice for notice in signs.notices() if notice.code not in said), *notices)


class _Blank(NoText):
    """Nothing can be seen on any page: a document of blank sheets, or one whose drawing PDFium does not understand."""

    has_letters = False  # they were drawn, and neither the file nor their shapes tell which


def _read(source: page.Source, data: bytes, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    with engine.document(data) as document:
        count = engine.count(document)
        if count > options.max_pages:
            raise TooLarge(f"The PDF has {count} pages, more than {options.max_pages}")
        reader = _Reader(source, document, options)
        if not engine.is_sound(document):
            reader.notice("pdf-repaired", "The PDF's table of contents is damaged; its pages were found by searching the file", None)
        for portion, indexes in _portions(document, data, count):
            for index in indexes:
                reader.take(portion, index)
        return reader.reading(), tuple(reader.notices)


def _portions(document: int, data: bytes, count: int) -> Iterator[tuple[int, range]]:
    """The pages by the hundred, with the handle to load them by: PDFium keeps what it has parsed, some 80 kB a page, until the document is
    closed, so a long one is opened again for each hundred. One that PDFium had to repair is not: that would be done each time."""
    if count <= _AT_ONCE or not engine.is_sound(document):
        yield document, range(count)
        return
    for first in range(0, count, _AT_ONCE):
        with engine.document(data) as portion:
            yield portion, range(first, min(count, first + _AT_ONCE))


def _second(data: bytes, options: page.Options, error: Damaged | _Blank) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """What pdfplumber reads where PDFium gave up. Raises `error` when it reads nothing either, Damaged when it fails on every page."""
    with second.opened(data) as document:
        sheets = list(second.pages(document, options.max_pages))
    if not any(sheets):
        raise error if isinstance(error, Damaged) or error.has_letters else Damaged("What is drawn on the pages is damaged")
    if not any(sheet and _says(sheet) for sheet in sheets):
        raise NoText(error.message, remedy=error.remedy) if isinstance(error, _Blank) else error
    notices = [_notice("fallback-engine", f"{error.message}; a slower engine read it, and drawings are not seen", None)]
    notices += [
        _notice("page-failed", f"Page {number} cannot be read; it is left out", number)
        for number, sheet in enumerate(sheets, 1)
        if not sheet
    ]
    pages = tuple(sheet or page.Page(number, 0.0, 0.0, ()) for number, sheet in enumerate(sheets, 1))
    return page.Reading(pages, MEDIA_TYPE, True, components={"pdfplumber": version("pdfplumber")}), tuple(notices)


def _says(sheet: page.Page) -> bool:
    """Whether pdfplumber, which writes a number for a letter that it cannot name, read words."""
    return bool(sheet.lines) and legible.is_legible(" ".join(line.text for line in sheet.lines))


def _notice(code: str, message: str, number: int | None, severity: model.Severity = "warning") -> model.Notice:
    return model.Notice(code=code, severity=severity, message=message, page=number)


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
    faults: list[Exception] = field(default_factory=list)
    is_blank: bool = True  # so far nothing was drawn, letters or other
    is_unseen: bool = False  # on some page letters were set that neither PDFium nor OCR saw
    tables: int = 0
    blocks: int = 1

    def __post_init__(self) -> None:
        self.tagged = tags.is_tagged(self.document)

    def take(self, document: int, index: int) -> None:
        """Reads a page; one that fails, be it by a fault of ours, is named in a notice and stays empty: it must not lose the others."""
        number = index + 1
        try:
            with engine.page(document, index) as (handle, text):
                sheet, place = self._page(number, handle, text)
        except Damaged as error:
            sheet, place = page.Page(number, 0.0, 0.0, ()), None
            self.unread += 1
            self.notice("page-failed", f"{error.message}; it is left out", number)
        except (FilrougeError, MemoryError):
            raise
        except Exception as fault:  # whatever one odd page brings to light
            sheet, place = page.Page(number, 0.0, 0.0, ()), None
            self.faults.append(fault)
            *_, (place_of_fault, line) = walk_tb(fault.__traceback__)
            where = f"{type(fault).__name__}, {Path(place_of_fault.f_code.co_filename).name} line {line}"
            self.notice("page-failed", f"Page {number} met a fault of Filrouge ({where}); it is left out", number, "error")
        self.pages.append(sheet)
        self.frames.append(place)
        _progress.tell(number)

    def _page(self, number: int, handle: int, text: int) -> tuple[page.Page, frame.Frame]:
        place, found, unmapped, quarters = upright(handle, text, self.tagged)
        drawn = drawing.drawing(handle, place)
        if not place.sane:
            self.notice("page-size", f"The size of page {number} makes no sense; A4 is assumed", number)
        self.is_blank = self.is_blank and not (found or unmapped or drawn.texts or drawn.images or drawn.shapes)
        known = tags.of_page(handle) if self.tagged else {}
        sheet = self._digital(number, found, drawn, place, known)
        nameless = not found and (unmapped > 0 or drawn.texts > 0)
        if why := _NAMELESS if nameless else _unreadable(found, unmapped, drawn, sheet):
            sheet = self._scanned(sheet, why, partial(engine.render, handle, turn=quarters))
        return sheet, place

    def _digital(
        self, number: int, found: list[pieces.Piece], drawn: drawing.Drawing, place: frame.Frame, known: dict[int, tags.Tag]
    ) -> page.Page:
        ruled = tables.tables(drawn.shapes, place.width, place.height)
        walls = [shape for shape in drawn.shapes if shape.kind == "rule" and shape.bbox[3] - shape.bbox[1] > shape.bbox[2] - shape.bbox[0]]
        printed, contents = lines.lines(found, walls + tables.walls(ruled), place, number)
        printed = surroundings.marked(printed, drawn, place.width, place.height, ruled)
        for numbers_of in (surroundings.hung, partial(surroundings.numbered, shapes=drawn.shapes)):
            if changed := numbers_of(printed):
                kept = [(changed.get(index, line), content) for index, (line, content) in enumerate(zip(printed, contents, strict=True))]
                printed = [line for line, _ in kept if line is not None]
                contents = [content for line, content in kept if line is not None]
        if known:
            printed, self.blocks = tags.heard(printed, [known.get(content) for content in contents], self.blocks)
        if ruled:
            printed, self.tables = tables.placed(printed, ruled, self.tables)
        share = round(drawn.share(place.width, place.height), 3)
        return page.Page(
            number=number,
            width=round(place.width, 2),
            height=round(place.height, 2),
            lines=_searchable(printed) if share >= COVERED else tuple(printed),
            shapes=tuple(drawn.shapes),
            rotation=90 * place.turn,
            image_share=share,
        )

    def _scanned(self, sheet: page.Page, why: str, render: Callable[[int], Image]) -> page.Page:
        """The page as OCR reads it; as it is, and named in a notice, where there is no OCR or it sees less."""
        number, letters = sheet.number, sum(len(line.text) for line in sheet.lines)
        missing = scan.remedy(self.options)
        try:
            seen = scan.recognise(render, self.source.sha256, number, self.options) if not missing else None
        except TooLarge as error:
            seen, missing = None, error.message
        if seen is None:
            return self._unread(sheet, why, missing)
        if why == _POOR and (not seen.lines or legible.oddness(_words(seen.lines)) > legible.oddness(_words(sheet.lines))):
            return self._unread(sheet, why, "OCR reads it no better")
        if why == _SHADED and (seen.confidence < SURE or sum(len(line.text) for line in seen.lines) < 2 * letters):
            return sheet
        if not seen.lines:
            self.is_unseen |= why == _NAMELESS
            if why == _GARBLED:
                self.notice("garbled-text", f"Page {number} {why}, and no text was seen in its pixels", number)
            elif why != _PIXELS or sheet.image_share >= COVERED:
                self.notice("no-text", f"Page {number} {why}, and no text was seen in its pixels", number, "info")
            return sheet
        if why in (_GARBLED, _NAMELESS):
            self.notice("garbled-text", f"Page {number} {why}; it was read from its pixels", number, "info")
        self.strokes[number] = seen.strokes
        shapes = (*(shape for shape in sheet.shapes if shape.kind == "image"), *seen.shapes)  # rules: those of the straightened page
        width, height = (sheet.height, sheet.width) if seen.quarters % 2 else (sheet.width, sheet.height)
        lines, self.tables = scan.surrounded(seen.lines, seen.shapes, width, height, self.tables)
        turned = (sheet.rotation + 90 * seen.quarters) % 360
        return page.Page(number, width, height, lines, shapes, turned, sheet.image_share, ocr=True)

    def _unread(self, sheet: page.Page, why: str, missing: str) -> page.Page:
        """The page where its pixels cannot be read: pdfplumber may see letters that PDFium does not."""
        if why == _NAMELESS:
            with suppress(Damaged, Encrypted), second.opened(self.source.data) as document:
                other = second.page(document.pages[sheet.number - 1], sheet.number) if sheet.number <= len(document.pages) else None
                if other and _says(other):
                    self.notice("fallback-engine", f"Page {sheet.number} {why}; a slower engine read it", sheet.number)
                    return page.replace(sheet, lines=other.lines)
        if why == _POOR:
            self.notice("poor-text", f"Page {sheet.number} {why}. {missing}", sheet.number)
        elif why != _SHADED:
            self.unread += 1
            self.notice("garbled-text" if why == _GARBLED else "no-text", f"Page {sheet.number} {why}. {missing}", sheet.number)
        return sheet

    def reading(self) -> page.Reading:
        """What was read. Raises NoText when no page gave any text, and the fault of ours that took them all."""
        if not any(sheet.lines for sheet in self.pages):
            raise self.faults[0] if self.faults else self._empty()
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
        if self.is_blank and not engine.is_sound(self.document):
            return Damaged(_LOST)
        if self.is_blank or self.is_unseen:
            blank = _Blank("Nothing says which letters are on the pages" if self.is_unseen else _NOTHING, remedy=_CHECK)
            blank.has_letters = self.is_unseen
            return blank
        missing = scan.remedy(self.options)
        if self.unread and missing:
            return NoText(f"The pages hold pictures of text, and {scan.lacking(self.options)}", remedy=missing)
        return NoText(_NOTHING, remedy=_CHECK)

    def notice(self, code: str, message: str, number: int | None, severity: model.Severity = "warning") -> None:
        self.notices.append(_notice(code, message, number, severity))


def _searchable(lines: list[page.Line]) -> tuple[page.Line, ...]:
    """The lines of a page that its picture covers: where all are invisible, they are what an OCR program read there, and not hidden."""
    if not all(line.style.invisible for line in lines):
        return tuple(lines)
    return tuple(
        page.replace(
            line,
            style=page.replace(line.style, invisible=False),
            runs=tuple(page.replace(run, style=page.replace(run.style, invisible=False)) for run in line.runs),
            flags=tuple(flag for flag in line.flags if flag != "invisible"),
        )
        for line in lines
    )


_NOTHING = "There is no text on any page"
_CHECK = "Check that it is the right file; if its pages are pictures, scan them again at 300 dpi"
_LOST = "The PDF is damaged: its pages were found by searching the file, and nothing is left on them"
_PIXELS, _SHADED = "is a picture", "is a picture with little text on it"
_POOR = "is a picture, and the words that an OCR program laid under it are often wrong"
_NAMELESS, _GARBLED = "has letters that the file does not name", "has letters that the file names wrongly"


def _unreadable(found: list[pieces.Piece], unmapped: int, drawn: drawing.Drawing, sheet: page.Page) -> str:
    """Why a page with named letters, or none, has to be read from its pixels; "" when it has not."""
    if not found:
        return _PIXELS if drawn.images or len(drawn.shapes) > DRAWN else ""
    if not legible.is_legible(" ".join([piece.text for piece in found if not piece.symbol]), unmapped):
        return _GARBLED
    if sheet.image_share < COVERED:
        return ""
    if sum(len(piece.text) for piece in found) <= FEW:
        return _SHADED
    is_layer = all(piece.hidden or piece.style.invisible for piece in found)
    return _POOR if is_layer and legible.oddness(_words(sheet.lines)) > ODD else ""


def _words(lines: Iterable[page.Line]) -> str:
    return " ".join(line.text for line in lines)


def upright(handle: int, text: int, tagged: bool = False) -> tuple[frame.Frame, list[pieces.Piece], int, int]:
    """The frame in which a page is read, its pieces of text, how many glyphs have no text, and by how many quarters clockwise the page was
    turned for that: none, unless most of its letters are printed sideways."""
    place = frame.of_page(handle)
    found, unmapped = pieces.pieces(text, place, tagged)
    quarters = -_turn(found) % 4
    if quarters:
        place = place.turned(quarters)
        found, unmapped = pieces.pieces(text, place, tagged)
    return place, found, unmapped, quarters


def _turn(found: list[pieces.Piece]) -> int:
    """Quarters clockwise that most letters of the page are turned."""
    if not any([piece.turn for piece in found]):  # as on most
        return 0
    letters = [0, 0, 0, 0, 0]
    for piece in found:
        letters[piece.turn] += len(piece.text)
    most = max(range(4), key=letters.__getitem__)
    return most if letters[most] > 0.7 * sum(letters) else 0
