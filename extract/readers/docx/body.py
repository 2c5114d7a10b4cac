"""The walk over Word's tree: paragraphs, tables, text boxes, notes → Lines.

What python-docx's own paragraphs leave out in silence is read here: tracked insertions and moves, content controls, smart tags,
text boxes, nested tables. Deletions stay out. No grid is ever built, so that a cell that says it spans a million columns costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract import page
from extract.errors import Unsafe
from extract.page import replace
from extract.readers._marks import symbols
from extract.readers._paragraph import BREAK, Lines, Piece
from extract.readers.docx import styles as looks
from extract.readers.docx.names import R, W, is_on, value, whole
from extract.readers.docx.numbering import Mark, Numbering
from extract.readers.docx.styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE = _MC + "AlternateContent"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH_RUN = _M + "r"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_THROUGH = frozenset(
    W + name
    for name in ("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
) | {_M + "oMath", _M + "oMathPara"}
_DELETED = frozenset((W + "del", W + "moveFrom"))
_P, _PPR, _R, _RPR = W + "p", W + "pPr", W + "r", W + "rPr"
_MAX_SPAN = 63  # columns a Word table can have
_ABSURD_SPAN = 10_000_000  # columns: whoever writes that wants to see a reader fail
_COUNTED = re.compile(r"\W*(?:page|p\.|sur|of|de|\d|\W)*\W*", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story stands: in which cell, box, or kind of part."""

    role: str | None = None  # header, footer, note
    cell: page.Cell | None = None
    boxed: bool = False
    counted: bool = True  # body paragraphs have an ordinal, headers and notes have none


class Body:
    """Collects the lines of a document's stories, in order, counting paragraphs, tables and list marks over all of them."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.lines = Lines()
        self.skipped: set[str] = set()  # kinds of content that are not read
        self.tracked = False
        self._styles = styles
        self._numbering = numbering
        self._paragraph = 0
        self._table = -1
        self._fields: list[_Field] = []
        self._carried: list[Piece] = []  # of a paragraph whose end was deleted: it runs into the next one

    def story(self, container: Any, place: Place = Place()) -> None:
        """Reads the blocks of `container`: a body, a cell, a text box, a note, a header."""
        for block in container:
            tag = block.tag
            if tag == _P:
                self._read_paragraph(block, place)
            elif tag == W + "tbl":
                self._read_table(block, place)
            elif tag == W + "sdt":
                content = block.find(W + "sdtContent")
                if content is not None:
                    self.story(content, replace(place, role="toc") if _is_contents(block) else place)
            elif tag == _ALTERNATE:
                self.story(_chosen(block), place)
            elif tag in _THROUGH:
                self.tracked |= tag in (W + "ins", W + "moveTo")
                self.story(block, place)
            elif tag == W + "altChunk":
                self.skipped.add("another document inserted into it")

    def end_part(self) -> None:
        """Forgets fields that were never closed, so that they do not swallow the next part; contents that were typed are told."""
        self._fields.clear()
        self.lines.end_part()

    def _read_paragraph(self, element: Any, place: Place) -> None:
        self._paragraph += place.counted
        own = next(element.iterchildren(_PPR), None)
        style_id = value(own, "pStyle") if own is not None else None
        style = self._styles.paragraph(style_id)
        if own is not None and (style_id is None or len(own) > 1):
            style = looks.properties(own, style)
        in_contents = self._in_contents()
        found = _Inline(self, style.characters)
        found.read(element)
        pieces, self._carried = self._carried + found.pieces, []
        if style.merged:
            self._carried = pieces
        else:
            mark = self._mark(style, style_id or "")
            self._fields = [field for field in self._fields if field.shows]
            if in_contents or found.is_contents or self._in_contents():
                place = replace(place, role=place.role or "toc")
            if pieces:
                self._write(pieces, style, mark, place, found.counts_pages)
        for box in found.boxes:
            self.story(box, replace(place, cell=None, boxed=True))

    def _mark(self, style: looks.Paragraph, style_id: str) -> Mark | None:
        if not style.number:  # numId 0 takes a style's numbering back
            return None
        depth = style.depth
        if depth is None:
            depth = self._numbering.depth_of(style.number, style_id) or 0
        return self._numbering.mark(style.number, depth)

    def _write(self, pieces: list[Piece], style: looks.Paragraph, mark: Mark | None, place: Place, counts_pages: bool) -> None:
        role, level = style.role, style.level
        if place.role and role != "title":
            role, level = place.role, None
        if counts_pages and place.role in ("header", "footer") and _COUNTED.fullmatch("".join(raw for raw, _ in pieces)):
            role = "page-number"
        if mark and mark.text is not None and role in (None, "quote"):
            role, level = "item", max(mark.depth + 1, style.list_level)
        where = (style.indent.over(mark.indent) if mark and not _own_indent(style) else style.indent).points
        base = page.Line(
            text="",
            role=role,
            level=level,
            paragraph=self._paragraph if place.counted else None,
            cell=place.cell,
            indent=where,
            boxed=place.boxed or style.boxed,
            ruled=style.ruled,
            style_name=style.name,
        )
        self.lines.add(pieces, base, mark.text if mark else None)

    def _in_contents(self) -> bool:
        return bool(self._fields) and any(field.code.lstrip().upper().startswith("TOC") for field in self._fields)

    def _read_table(self, element: Any, place: Place) -> None:
        rows = list(_through(element, W + "tr"))
        if len(rows) == 1 and len(cells := list(_through(rows[0], W + "tc"))) == 1 and _columns(cells[0]):
            self.story(cells[0], replace(place, boxed=True))  # a table of one cell is a box drawn around its words
            return
        self._table += 1
        table = self._table
        for at, row in enumerate(rows):
            about = row.find(W + "trPr")
            if about is not None and about.find(W + "del") is not None:
                continue
            is_header = about is not None and (head := about.find(W + "tblHeader")) is not None and is_on(head)
            column = whole(value(about, "gridBefore"), 0, 0, _MAX_SPAN) if about is not None else 0
            for cell in _through(row, W + "tc"):
                self.story(cell, replace(place, cell=page.Cell(table, at, column, is_header)))
                column += _columns(cell)


def _columns(cell: Any) -> int:
    """How many columns a cell covers. Raises Unsafe for a number that no program writes, and on which others choke."""
    about = cell.find(W + "tcPr")
    span = (whole(value(about, "gridSpan"), 1, 1, _ABSURD_SPAN) if about is not None else 1) or 1
    if span >= _ABSURD_SPAN:
        raise Unsafe(f"A cell of a table claims {_ABSURD_SPAN:,} columns or more; tables have {_MAX_SPAN} at most")
    return min(span, _MAX_SPAN)


@dataclass(slots=True)
class _Field:
    """A field such as PAGE or TOC: first its code, then what it shows."""

    code: str = ""
    shows: bool = False


class _Inline:
    """What stands in one paragraph: pieces of text with their style, and text boxes anchored in it."""

    def __init__(self, body: Body, style: page.Style) -> None:
        self.pieces: list[Piece] = []
        self.boxes: list[Any] = []
        self.counts_pages = False
        self.is_contents = False
        self._body = body
        self._style = style
        self._fields = body._fields

    def read(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag in _THROUGH:
                self._body.tracked |= tag in (W + "ins", W + "moveTo")
                if tag == W + "fldSimple":
                    self._note_field(child.get(W + "instr", ""))
                self.read(child)
            elif tag in _DELETED:
                self._body.tracked = True
            elif tag == _ALTERNATE:
                self.read(_chosen(child))
            elif tag == _MATH_RUN:
                self._add("".join(part.text or "" for part in child.iter(_M + "t")), self._style)
            elif isinstance(tag, str) and tag.startswith(_M):
                self.read(child)

    def _run(self, run: Any) -> None:
        style = self._style
        for child in run:
            name = _RUN.get(child.tag)
            if name == "text":
                self._add(child.text or "", style)
            elif name == "look":  # comes first
                style = self._body._styles.run(child, style)
            elif name == "field":
                self._field(child)
            elif name == "code" and self._fields:
                self._fields[-1].code += (child.text or "")[:200]
            elif name == "symbol":
                self._symbol(child, style)
            elif name == "break":
                self._add(" " if child.get(W + "type") in ("page", "column") else BREAK, style)
            elif name == "box":
                self._find_boxes((child,))
            elif name is not None and name != "code":
                self._add(name, style)
            elif child.tag in _THROUGH:  # a link inside a run, as converters from PDF write it
                self.read(child)

    def _add(self, raw: str, style: page.Style) -> None:
        if raw and (not self._fields or all(field.shows for field in self._fields)):
            if raw is not BREAK and "\n" in raw:
                raw = raw.replace("\n", " ")
            self.pieces.append((symbols(raw, style.font), style))

    def _symbol(self, element: Any, style: page.Style) -> None:
        try:
            char = chr(int(element.get(W + "char", "F0B7"), 16))
        except (ValueError, OverflowError):
            char = "\uf0b7"
        self._add(symbols(char, element.get(W + "font", "Symbol")), style)

    def _field(self, element: Any) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
            self._note_field(self._fields[-1].code)
        elif kind == "end" and self._fields:
            self._note_field(self._fields.pop().code)

    def _note_field(self, code: str) -> None:
        name = code.split()[:1]
        self.counts_pages |= name in (["PAGE"], ["NUMPAGES"])
        self.is_contents |= name == ["TOC"]

    def _find_boxes(self, elements: Any) -> None:
        """Text boxes in `elements`, outermost only: a box within a box is met when its story is read."""
        for child in elements:
            if child.tag == W + "txbxContent":
                self.boxes.append(child)
            elif child.tag == _ALTERNATE:
                self._find_boxes(_chosen(child))
            elif child.tag == _CHART:
                self._body.skipped.add("charts")
            elif child.tag == _DIAGRAM:
                self._body.skipped.add("diagrams (SmartArt)")
            else:
                self._find_boxes(child)


_RUN = {
    W + "rPr": "look",
    W + "t": "text",
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "break",
    W + "cr": "break",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
    W + "sym": "symbol",
    W + "fldChar": "field",
    W + "instrText": "code",
    W + "drawing": "box",
    W + "pict": "box",
    W + "object": "box",
    _ALTERNATE: "box",
}


def _chosen(alternate: Any) -> Any:
    """The first Choice, which today's Word shows; Fallback holds the same words again for old programs."""
    for tag in (_MC + "Choice", _MC + "Fallback"):
        if (found := alternate.find(tag)) is not None and (
            tag.endswith("Fallback") or any(True for _ in found.iter(W + "t", W + "txbxContent"))
        ):
            return found
    return ()


def _through(element: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, seen through content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _through(child, tag)


def _is_contents(control: Any) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Table of Contents" in gallery.get(W + "val", "")


def _own_indent(style: looks.Paragraph) -> bool:
    return style.indent.left is not None and style.indent.first is not None


def references(root: Any) -> list[str]:
    """Relationship ids of the headers and footers that the document's sections use, in order."""
    found = [reference.get(R + "id") for reference in root.iter(W + "headerReference", W + "footerReference")]
    return list(dict.fromkeys(identifier for identifier in found if identifier))
