"""Working values: what the steps pass to each other. Plain, never changed once made, and free to take another shape on any day.

Units: points (1/72 inch), origin at the top left of the page as a reader sees it (rotation applied); pages count
from 1; offsets are code points, half-open. What the world sees is in `model`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, dataclass_transform

from extract.terms import Flag, Form, HeadingEvidence, Kind, SectionKind

if TYPE_CHECKING:  # names only: `model` and `page` are strangers
    from extract.model import Action, Evidence, Suppressed, Theme

BBox = tuple[float, float, float, float]  # x0, top, x1, bottom
Span = tuple[int, int]
Value = TypeVar("Value", bound=Hashable)


def rounded(box: BBox, digits: int = 1) -> BBox:
    """The box to so many digits of a point."""
    x0, top, x1, bottom = box
    return round(x0, digits), round(top, digits), round(x1, digits), round(bottom, digits)


@dataclass_transform(frozen_default=True)
def value(kind: type[Value]) -> type[Value]:
    """`kind` as a dataclass that nobody changes once it is made. A type checker and a test see to that rather than Python, which takes
    five times as long to make a line that it guards."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


def replace(value: Value, **changes: Any) -> Value:
    """The same working value but for `changes`: `dataclasses.replace` in half its time, which lines and blocks are many enough to feel."""
    places, read = _layout(type(value))
    values = list(read(value))
    for name, changed in changes.items():
        values[places[name]] = changed
    return type(value)(*values)


@cache
def _layout(kind: type) -> tuple[dict[str, int], attrgetter[Any]]:
    """Where each field stands among the arguments of a dataclass, and what reads them all."""
    names = [each.name for each in fields(kind)]
    return {name: place for place, name in enumerate(names)}, attrgetter(*names)


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may set about reading one document. Everything here goes into `config_sha256`."""

    ocr: bool = True  # read pages without text by OCR, where the engine and its data are there
    ocr_languages: tuple[str, ...] = ("fra",)  # Tesseract's names
    rules: tuple[str, ...] = ()  # folders whose theme, kind and action files are layered over the built-in ones
    max_bytes: int = 200 * 1024 * 1024
    max_pages: int = 5000
    max_item_chars: int = 20_000  # longer items are cut for matching, with a notice


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, opened once: its bytes, what it is, and how to name it to people.

    `name` is relative to the folder given, with "/" as separator.
    """

    name: str
    data: bytes
    sha256: str
    size: int
    media_type: str = ""

    def release(self) -> None:
        """Lets go of the bytes: a scan may have 200 MB of them, and once they are read nobody asks for them."""
        object.__setattr__(self, "data", b"")


@value
class Style:
    """How characters are set. Zero, empty and None mean that the format does not say."""

    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: int | None = None  # 0xRRGGBB
    superscript: bool = False
    invisible: bool = False  # hidden, white on white, clipped, or off the page


@value
class Run:
    """Characters `start:end` of a line share a style. Runs tile the line in order."""

    start: int
    end: int
    style: Style


@value
class Cell:
    """Where in a table a line stands. `table` is unique in the document, rows and columns count from 0."""

    table: int
    row: int
    column: int
    header: bool = False


@value
class Line:
    """One printed line (a paragraph, where the format has no lines), with all the reader knows about it.

    `text` is already cleaned (`text.clean`) and never changes again. A mark that the format generates or draws (Word
    numbering, a drawn bullet, a slide's bullet) is in `mark` and not in `text`; a typed mark is in `text`.
    """

    text: str
    page: int = 1
    bbox: BBox | None = None
    runs: tuple[Run, ...] = ()
    style: Style = Style()  # the style of most characters
    # The format's own word: title, subtitle, heading, item, toc, header, footer, page-number, note, caption, code, quote, form,
    # figure (stands in a picture);
    # "rule" is a typed rule ("====="), "meta" what is never printed (front matter, comments, link definitions).
    role: str | None = None
    level: int | None = None  # 1-based: of a heading by style/markup/tag, of a list item, or (without a role) of the item it goes on
    mark: str | None = None  # "•", "1.", "a)"; "" says: a list item whose mark is unknown
    paragraph: int | None = None  # 1-based ordinal in the source; lines sharing it belong together
    number: int | None = None  # 1-based line of a text file (its first, when `last` is set)
    last: int | None = None  # its last source line, where the format itself says that lines wrap (Markdown)
    cell: Cell | None = None
    indent: float = 0.0  # points (text files: columns) from the left edge of its column or page
    boxed: bool = False  # stands in a drawn box or on a coloured band
    ruled: bool = False  # a rule is drawn right below or above, across its width
    ocr: float | None = None  # mean confidence, 0..1, when read from pixels
    style_name: str = ""  # the paragraph style or tag as the format names it ("Heading 2", "Titre 2", "H2", "LBody")
    flags: tuple[str, ...] = ()


class PlacedLine(Line):
    """A line whose place on its page is known. Nothing is made as one: `are_placed` says of lines that they are such."""

    bbox: BBox


def are_placed(lines: Sequence[Line]) -> TypeGuard[Sequence[PlacedLine]]:
    """Whether the place of every line is known."""
    return all([line.bbox is not None for line in lines])


@value
class Shape:
    """Something drawn: a rule, box, dot or picture. Kept for layout (column separators, boxes)."""

    kind: str  # "rule" | "box" | "dot" | "image"
    bbox: BBox
    fill: int | None = None
    stroke: int | None = None


@value
class Page:
    """A page, a slide, or the whole of a format without pages (`width` and `height` are then 0)."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...] = ()
    rotation: int = 0
    image_share: float = 0.0  # how much of the page pictures cover, 0..1
    ocr: bool = False


@value
class Bookmark:
    """An entry of the file's own outline: a witness to the headings, never content."""

    title: str
    level: int
    page: int | None = None
    top: float | None = None


@value
class Reading:
    """What a reader makes of a file."""

    pages: tuple[Page, ...]
    media_type: str
    paged: bool  # False: text, Word, ODT (pages unknown)
    ordered: bool = False  # the lines come as they are read: the format says which shape holds them
    properties: dict[str, str] = field(default_factory=dict)  # title, author, subject, created, modified, language
    bookmarks: tuple[Bookmark, ...] = ()
    components: dict[str, str] = field(default_factory=dict)  # what read it, with versions: {"pdfium": "…"}


@value
class Picture:
    """A page as a picture: its number, its size in points as boxes are measured, and the encoded bytes."""

    page: int
    width: float
    height: float
    media_type: str
    data: bytes


@value
class Passage:
    """Text put together from pieces of the transcript, which remembers where each piece came from.

    `pieces` are (offset in `text`, offset in transcript, length), ascending in both. What joins two pieces (a space for a line
    break, nothing for an undone hyphen) belongs to no piece.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, text: str, start: int) -> Passage:
        return cls(text, ((0, start, len(text)),) if text else ())

    @property
    def span(self) -> Span:
        """The transcript range from the first to the last piece."""
        first, last = self.pieces[0], self.pieces[-1]
        return first[1], last[1] + last[2]

    def locate(self, start: int, end: int) -> Span:
        """The transcript range of `text[start:end]` (line breaks and undone hyphens between are inside it)."""
        begin, source, length = self.pieces[0]
        if begin <= start < end <= begin + length:  # as most
            return source + start - begin, source + end - begin
        return self._offset(start), self._offset(max(start, end - 1)) + 1

    def _offset(self, at: int) -> int:
        index = max(0, bisect_right(self.pieces, (at, inf)) - 1)
        begin, source, length = self.pieces[index]
        return source + min(at - begin, length - 1)

    def part(self, start: int, end: int) -> Passage:
        """The sub-passage `text[start:end]`."""
        pieces = []
        for begin, source, length in self.pieces:
            low, high = max(begin, start), min(begin + length, end)
            if low < high:
                pieces.append((low - start, source + low - begin, high - low))
        return Passage(self.text[start:end], tuple(pieces))


@dataclass(frozen=True)
class Transcript:
    """All text in reading order, one string. `starts[i]` is where `lines[i]` begins in `text`; lines are joined by "\\n"."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> Transcript:
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line.text) + 1
        return cls("\n".join(line.text for line in lines), lines, tuple(starts))

    def span(self, index: int) -> Span:
        return self.starts[index], self.starts[index] + len(self.lines[index].text)

    @cached_property
    def length(self) -> int:
        return len(self.text)


@value
class Block:
    """Lines that belong together. Every line of the transcript is in exactly one block.

    `kind`: "heading" | "item" | "prose" | "table" | "aside". Layout says "item" for what bears a mark, "table" for a
    table's row, "aside" (with `reason`) for what is set aside, "prose" for the rest; segment decides which are headings.
    """

    kind: str
    lines: tuple[int, ...]  # indexes into Transcript.lines
    text: Passage  # mark removed, lines joined, hyphens undone
    reason: str | None = None
    mark: str | None = None
    cells: tuple[Passage, ...] = ()  # of a table row
    role: str | None = None  # the format's own word, from its lines
    level: int | None = None
    style: Style = Style()
    page: int = 1
    bbox: BBox | None = None
    indent: float = 0.0
    gap: float | None = None  # free space above, in line heights; None where the format does not say
    confidence: float = 1.0
    flags: tuple[Flag, ...] = ()
    printed: Passage | None = None  # the text with its mark, where that differs: what a numbered heading is called
    looks: frozenset[str] = frozenset()  # "boxed", "ruled", "caps", "bold", "italic", "underline", "centred": of all its lines


@value
class Heading:
    """A heading found by segment. `parent` is an index into `Outline.headings`."""

    id: str
    kind: SectionKind
    title: Passage
    name: str | None
    level: int
    parent: int | None
    pages: tuple[int, ...]
    evidence: tuple[HeadingEvidence, ...]
    confidence: float


@value
class Entry:
    """An item before it is classified. `heading` and `parent` are indexes into the `Outline`."""

    id: str
    text: Passage
    heading: int | None
    parent: int | None
    depth: int
    form: Form
    lead_in: Passage | None = None
    number: str | None = None  # the printed number or letter of a numbered point
    columns: tuple[tuple[str, Passage], ...] = ()  # of a table row: (header, cell)
    boxes: tuple[tuple[int, BBox], ...] = ()  # (page, bbox)
    lines: tuple[int, int] | None = None  # text files
    paragraph: int | None = None  # Word and ODT
    confidence: float = 1.0
    flags: tuple[Flag, ...] = ()


@value
class Outline:
    """Headings and entries, both in reading order."""

    headings: tuple[Heading, ...]
    entries: tuple[Entry, ...]
    title: Passage | None = None  # of the document; never part of a path
    subtitle: Passage | None = None

    def path(self, heading: int | None) -> tuple[int, ...]:
        """Indexes of the headings above and including `heading`, outermost first."""
        chain: list[int] = []
        while heading is not None:
            chain.append(heading)
            heading = self.headings[heading].parent
        return tuple(reversed(chain))


@value
class Fact:
    """A value of the document with where it came from."""

    value: Any
    origin: str  # cover, heading, running-header, footer, file-name, properties, bookmark, text, wording, …
    span: Span | None = None
    confidence: float = 1.0


@value
class Metadata:
    """Facts about the document; a fact is None when nothing told."""

    title: Fact | None = None
    organisation: Fact | None = None
    genre: Fact | None = None
    year: Fact | None = None
    date: Fact | None = None
    language: Fact | None = None


@value
class Labels:
    """What classify says of one entry; its values are published ones."""

    kind: Kind
    kind_evidence: tuple[Evidence, ...]
    year: int | None
    themes: tuple[Theme, ...] = ()
    subthemes: tuple[str, ...] = ()
    uncertain: tuple[Theme, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    actions: tuple[Action, ...] = ()
    flags: tuple[Flag, ...] = ()
