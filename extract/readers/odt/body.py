"""The walk over OpenDocument's tree: headings, paragraphs, lists, tables, frames, notes → Lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract import page
from extract.page import replace
from extract.readers._paragraph import BREAK, Lines, Piece
from extract.readers.odt.names import DRAW, OFFICE, TABLE, TEXT, whole
from extract.readers.odt.styles import Level, Paragraph, Styles, number

_SKIPPED = frozenset(
    (
        TEXT + "tracked-changes",
        OFFICE + "annotation",
        OFFICE + "annotation-end",
        OFFICE + "forms",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        TEXT + "ruby-text",
        TEXT + "note-citation",
    )
)
_INDEXES = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
_MAX_COLUMNS = 1_000  # a repeated column may claim a million


@dataclass(frozen=True, slots=True)
class Place:
    role: str | None = None
    cell: page.Cell | None = None
    boxed: bool = False
    counted: bool = True


@dataclass(slots=True)
class _List:
    """A list that is being read: its levels and how far each has counted."""

    levels: dict[int, Level]
    counts: list[int]
    named: str | None


class Body:
    """Collects the lines of a document's stories, in order."""

    def __init__(self, styles: Styles) -> None:
        self.lines = Lines()
        self.tracked = False
        self._styles = styles
        self._paragraph = 0
        self._table = -1
        self._lists: dict[str, list[int]] = {}  # where each list style or list id stopped counting
        self._headings = [0] * 11
        self._notes: list[Any] = []

    def story(self, container: Any, place: Place = Place(), depth: int = 0, listed: _List | None = None) -> None:
        """Reads the blocks of `container`."""
        for block in container:
            tag = block.tag
            if tag in (TEXT + "p", TEXT + "h"):
                self._read_paragraph(block, place, None, depth, listed)
            elif tag == TEXT + "list":
                self._read_list(block, place, depth + 1, listed)
            elif tag == TABLE + "table":
                self._read_table(block, place)
            elif tag in _INDEXES:
                body = block.find(TEXT + "index-body")
                self.story(body if body is not None else (), replace(place, role="toc"))
            elif tag == TEXT + "tracked-changes":
                self.tracked = True
            elif tag in (TEXT + "section", TEXT + "index-title", TEXT + "numbered-paragraph"):
                self.story(block, place)
            elif isinstance(tag, str) and tag.startswith(DRAW):
                self._read_frame(block, place)

    def end_part(self) -> None:
        """Contents that were typed, and not made by an index, are told."""
        self.lines.end_part()

    def notes(self) -> None:
        """Reads the notes met so far, as printed at the foot."""
        notes, self._notes = self._notes, []
        for note in notes:
            self.story(note, Place(role="note", counted=False))

    def running(self, parts: list[Any], role: str) -> None:
        """Headers or footers, each wording once."""
        seen: set[tuple[str, ...]] = set()
        for part in parts:
            start = len(self.lines.found)
            self.story(part, Place(role=role, counted=False))
            self.lines.drop_repeated(start, seen)

    def _read_list(self, element: Any, place: Place, depth: int, outer: _List | None) -> None:
        named = element.get(TEXT + "style-name") or (outer.named if outer else None) or self._list_style_of(element)
        own = outer if outer and outer.named == named else self._begin(element, named)
        if depth == 1 or own is not outer:
            own.counts[depth:] = [0] * (len(own.counts) - depth) if not _continues(element) else own.counts[depth:]
        else:
            own.counts[depth:] = [0] * (len(own.counts) - depth)
        for item in element:
            if item.tag in (TEXT + "list-item", TEXT + "list-header"):
                self._read_item(item, place, depth, own, marked=item.tag == TEXT + "list-item")
        if named:
            self._lists[named] = list(own.counts)
        if identifier := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self._lists[f"#{identifier}"] = list(own.counts)

    def _begin(self, element: Any, named: str | None) -> _List:
        counts = [0] * 12
        before = element.get(TEXT + "continue-list")
        if before and f"#{before}" in self._lists:
            counts = list(self._lists[f"#{before}"])
        elif _continues(element) and named in self._lists:
            counts = list(self._lists[named])
        return _List(self._styles.levels(named), counts, named)

    def _list_style_of(self, element: Any) -> str | None:
        """A list without a style of its own is drawn as the style of its first paragraph says."""
        first = next(element.iter(TEXT + "p", TEXT + "h"), None)
        return self._styles.paragraph(first.get(TEXT + "style-name")).list_style if first is not None else None

    def _read_item(self, item: Any, place: Place, depth: int, own: _List, marked: bool) -> None:
        depth = min(depth, 10)
        mark = None
        first = next((child for child in item if child.tag in (TEXT + "p", TEXT + "h", TEXT + "list")), None)
        if marked and first is not None and first.tag != TEXT + "list":
            level = own.levels.get(depth, Level())
            started = item.get(TEXT + "start-value")
            own.counts[depth] = whole(started, 1, 0) if started else own.counts[depth] + 1 if own.counts[depth] else level.start
            own.counts[depth + 1 :] = [0] * (len(own.counts) - depth - 1)
            mark = number([max(1, count) for count in own.counts], own.levels, depth) if own.levels else ""
        for child in item:
            if child.tag in (TEXT + "p", TEXT + "h"):
                self._read_paragraph(child, place, mark if child is first else None, depth, own)
            else:
                self.story((child,), place, depth, own)

    def _read_paragraph(self, element: Any, place: Place, mark: str | None, depth: int, listed: _List | None) -> None:
        self._paragraph += place.counted
        style = self._styles.paragraph(element.get(TEXT + "style-name"))
        pieces: list[Piece] = []
        frames: list[Any] = []
        self._read_inline(element, style.characters, pieces, frames)
        role, level = style.role, style.level
        if element.tag == TEXT + "h":
            role, level = (
                ("heading" if role not in ("title", "subtitle", "toc") else role),
                whole(element.get(TEXT + "outline-level"), 1, 1, 10),
            )
            mark = mark or self._heading_mark(element, level, pieces)
        if place.role:
            role, level = place.role, None
        elif mark is not None and role in (None, "quote"):
            role, level = "item", depth
        elif role is None and depth:
            level = depth  # a further paragraph of a list item
        self._write(pieces, style, role, level if role in ("heading", "item", None) else None, mark, place, _left(style, listed, depth))
        for frame in frames:
            self._read_frame(frame, place)

    def _heading_mark(self, element: Any, level: int, pieces: list[Piece]) -> str | None:
        """The number that the document's outline draws before a heading."""
        if element.get(TEXT + "is-list-header") == "true" or not any(raw.strip() for raw, _ in pieces):
            return None
        self._headings[level] = self._headings[level] + 1 if self._headings[level] else self._styles.outline.get(level, Level()).start
        self._headings[level + 1 :] = [0] * (len(self._headings) - level - 1)
        return number([max(1, count) for count in self._headings], self._styles.outline, level)

    def _write(
        self, pieces: list[Piece], style: Paragraph, role: str | None, level: int | None, mark: str | None, place: Place, left: float
    ) -> None:
        base = page.Line(
            text="",
            role=role,
            level=level,
            paragraph=self._paragraph if place.counted else None,
            cell=place.cell,
            indent=left,
            boxed=place.boxed or style.boxed,
            ruled=style.ruled,
            style_name=style.name,
        )
        self.lines.add(pieces, base, mark)

    def _read_inline(self, element: Any, style: page.Style, pieces: list[Piece], frames: list[Any]) -> None:
        _add(pieces, element.text, style)
        for child in element:
            tag = child.tag
            if tag == TEXT + "span":
                self._read_inline(child, self._styles.run(child.get(TEXT + "style-name"), style), pieces, frames)
            elif tag == TEXT + "s":
                pieces.append((" " * whole(child.get(TEXT + "c"), 1, 1, 200), style))
            elif tag == TEXT + "tab":
                pieces.append(("\t", style))
            elif tag == TEXT + "line-break":
                pieces.append((BREAK, style))
            elif tag == TEXT + "note":
                self._notes += child.findall(TEXT + "note-body")
            elif isinstance(tag, str) and tag.startswith(DRAW):
                frames.append(child)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._read_inline(child, style, pieces, frames)
            _add(pieces, child.tail, style)

    def _read_frame(self, element: Any, place: Place) -> None:
        """Text in frames and drawn shapes; the first form of a frame is the one that is shown."""
        for child in element:
            if child.tag == DRAW + "text-box":
                self.story(child, replace(place, cell=None, boxed=True))
            elif child.tag in (TEXT + "p", TEXT + "h", TEXT + "list"):
                self.story((child,), replace(place, cell=None, boxed=True))
            elif isinstance(child.tag, str) and child.tag.startswith(DRAW):
                self._read_frame(child, place)

    def _read_table(self, element: Any, place: Place) -> None:
        rows = [(row, row.getparent().tag == TABLE + "table-header-rows") for row in _rows(element)]
        cells = [[cell for cell in row if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")] for row, _ in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            self.story(cells[0][0], replace(place, boxed=True))
            return
        self._table += 1
        table = self._table
        for at, (row, (_, is_header)) in enumerate(zip(cells, rows, strict=True)):
            column = 0
            for cell in row:
                if cell.tag == TABLE + "table-cell":
                    self.story(cell, replace(place, cell=page.Cell(table, at, min(column, _MAX_COLUMNS), is_header)))
                column += whole(cell.get(TABLE + "number-columns-repeated"), 1, 1, _MAX_COLUMNS)


def _add(pieces: list[Piece], raw: str | None, style: page.Style) -> None:
    """White space in the XML counts once, as OpenDocument says."""
    if raw:
        joined = " ".join(raw.replace("\n", " ").replace("\t", " ").split(" ")) if "\n" in raw or "\t" in raw or "  " in raw else raw
        while "  " in joined:
            joined = joined.replace("  ", " ")
        pieces.append((joined, style))


def _rows(element: Any) -> list[Any]:
    found = []
    for child in element:
        if child.tag == TABLE + "table-row":
            found.append(child)
        elif child.tag in (TABLE + "table-rows", TABLE + "table-header-rows", TABLE + "table-row-group"):
            found += _rows(child)
    return found


def _left(style: Paragraph, listed: _List | None, depth: int) -> float:
    """Where the first line starts; in a list, where the list's level says when the style does not."""
    if listed and not style.left:
        return listed.levels.get(min(depth, 10), Level()).left + min(0.0, style.first)
    return style.left + style.first


def _continues(element: Any) -> bool:
    return element.get(TEXT + "continue-numbering") == "true"
