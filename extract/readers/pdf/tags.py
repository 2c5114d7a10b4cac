"""What a tagged PDF says of its own text: headings, lists, contents, captions. A witness: programs write tags, and some write them wrongly.

A tag is found by the marked-content id of the text it covers (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import repeat

from extract.page import Line, replace, value
from extract.readers.pdf import engine

MOST_ELEMENTS = 20_000  # of a page
DEEPEST = 80
HEADED = 0.5  # of a page's letters in headings: the tags lie
COVERED = 0.9  # of a page's letters have a block: the blocks are believed
ARTIFACT = "Artifact"  # the name for text without a tag on a tagged page
_LONGEST = 128  # bytes of a tag's name
_HEADING = re.compile(r"H([1-6])?")
_ROLES = {
    "Title": "title",
    "TOC": "toc",
    "TOCI": "toc",
    "Caption": "caption",
    "Note": "note",
    "FENote": "note",
    "Code": "code",
    "Form": "form",
    "BlockQuote": "quote",
}
_BLOCKS = frozenset({"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "TOCI", "Caption", "Note", "FENote", "Code", "TD", "TH", "LI"})


@value
class Tag:
    """`block` numbers the paragraphs, headings and list items of a page; `labelled`: a list item that has a mark."""

    name: str
    role: str | None
    level: int | None
    block: int
    labelled: bool = False


def is_tagged(document: int) -> bool:
    return bool(engine.functions().FPDFCatalog_IsTagged(document))


def of_page(page: int) -> dict[int, Tag]:
    """The tags of a page by marked-content id; empty when it has none. Loops end at the limits."""
    pdfium = engine.functions()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        walk = _Walk()
        for index in range(min(pdfium.FPDF_StructTree_CountChildren(tree), MOST_ELEMENTS)):
            if child := pdfium.FPDF_StructTree_GetChildAtIndex(tree, index):
                walk.element(engine.Handle(child), Tag("", None, None, 0), 0, 0)
        return walk.found
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Walk:
    def __init__(self) -> None:
        self.pdfium, self.blocks = engine.functions(), 0
        self.found: dict[int, Tag] = {}
        self.seen: set[int | None] = set()
        self.names: dict[bytes, str] = {}
        self.buffer = bytearray(_LONGEST)
        self.to_buffer = engine.address(self.buffer)

    def _name(self, handle: engine.Handle) -> str:
        size = self.pdfium.FPDF_StructElement_GetType(handle, self.to_buffer, _LONGEST)
        written = bytes(self.buffer[: min(size, _LONGEST) & ~1])
        name = self.names.get(written)
        if name is None:
            name = self.names[written] = written.decode("utf-16-le", "replace").rstrip("\0")
        return name

    def element(self, handle: engine.Handle, above: Tag, depth: int, lists: int) -> None:
        """Notes what the element covers, and goes down; `above` is what holds for it unless it says otherwise."""
        pdfium, seen, place = self.pdfium, self.seen, handle.value
        if place in seen or len(seen) > MOST_ELEMENTS or depth > DEEPEST:
            return
        seen.add(place)
        name = self._name(handle)
        lists += name == "L"
        tag = self._tag(name, above, lists)
        # What holds the whole document has the children of all pages on each: thousands of questions, asked without a loop of our own.
        count = min(pdfium.FPDF_StructElement_CountChildren(handle), MOST_ELEMENTS)
        contents = list(map(pdfium.FPDF_StructElement_GetChildMarkedContentID, repeat(handle), range(count)))
        for content in contents:
            if content >= 0:
                self.found.setdefault(content, tag)
        others = [index for index, content in enumerate(contents) if content < 0]
        inner = list(filter(None, map(pdfium.FPDF_StructElement_GetChildAtIndex, repeat(handle), others)))
        if name == "LI" and any(self._name(child) == "Lbl" for child in inner):
            tag = replace(tag, labelled=True)
        for child in inner:
            self.element(child, tag, depth + 1, lists)

    def _tag(self, name: str, above: Tag, lists: int) -> Tag:
        role, level, block = above.role, above.level, above.block
        if name in _BLOCKS and not (above.role == "item" and name != "LI"):  # what a list item holds is the item
            self.blocks += 1
            block = self.blocks
        if name[:1] == "H" and (heading := _HEADING.fullmatch(name)):
            if role is None:
                role, level = "heading", int(heading[1]) if heading[1] else None
        elif name == "LI" and role in (None, "item"):
            return Tag(name, "item", lists, block)
        elif name in _ROLES and role is None:
            role = _ROLES[name]
        elif name in ("TD", "TH", "Table"):
            role, level = None, None
        return Tag(name if name in _BLOCKS or name in _ROLES or not above.name else above.name, role, level, block, above.labelled)


def heard(lines: Sequence[Line], tags: Sequence[Tag | None], first: int) -> tuple[list[Line], int]:
    """The lines with what their tags say of them, blocks numbered from `first`; and the next number.

    Headings are not believed where half of a page would be one. Blocks are (as `Line.paragraph`) where nearly all text has one and none
    holds two marks; not the first and the last of a page, which may go on over the page's end.
    """
    letters: Counter[tuple[str | None, bool]] = Counter()
    for line, tag in zip(lines, tags, strict=True):
        letters[tag.role if tag else None, tag is not None] += len(line.text)
    total = max(1, sum(letters.values()))
    headed = sum(count for (role, _), count in letters.items() if role in ("heading", "title")) > HEADED * total
    covered = sum(count for (_, known), count in letters.items() if known) >= COVERED * total
    blocks = _believed(lines, tags) if covered else frozenset()
    out: list[Line] = []
    opened: set[int] = set()
    items: dict[int, bool] = {}  # list items met: whether they are such by their mark
    for line, tag in zip(lines, tags, strict=True):
        if tag is None:
            out.append(replace(line, style_name=ARTIFACT))  # page numbers, running lines
            continue
        role, mark = tag.role, line.mark
        if role in ("heading", "title") and headed:
            role = None
        elif role == "item":
            typed = mark is not None or _MARKED.match(line.text) is not None
            if items.setdefault(tag.block, typed or tag.labelled):
                mark = "" if not typed and tag.block not in opened else mark  # neither among the letters nor seen among the drawings
            else:
                role = None  # a list that is set without marks: a menu, an address
            opened.add(tag.block)
        paragraph = first + tag.block if tag.block in blocks else None
        out.append(replace(line, role=role, level=tag.level if role else None, mark=mark, style_name=tag.name, paragraph=paragraph))
    return out, first + max((tag.block for tag in tags if tag), default=0) + 1


_MARKED = re.compile(r"[-–—•*·▪●○■□◦‣➢✓❖►→]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)°](?!\d{3})")  # not "84.000 lits"


def _believed(lines: Sequence[Line], tags: Sequence[Tag | None]) -> frozenset[int]:
    """The blocks of a page that hold together: their lines follow each other, at most one bears a mark, none is far larger than another."""
    order: list[int] = []
    members: dict[int, list[Line]] = {}
    for line, tag in zip(lines, tags, strict=True):
        if tag is None:
            continue
        if not order or order[-1] != tag.block:
            order.append(tag.block)
        members.setdefault(tag.block, []).append(line)
    scattered = {block for block, count in Counter(order).items() if count > 1}
    return frozenset(block for block in order[1:-1] if block and block not in scattered and _holds(members[block]))


def _holds(lines: Iterable[Line]) -> bool:
    lines = list(lines)
    sizes = [line.style.size for line in lines]
    marks = sum(line.mark is not None or _MARKED.match(line.text) is not None for line in lines[1:])
    return not marks and max(sizes) <= 1.6 * max(1.0, min(sizes))
