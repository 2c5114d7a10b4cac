"""One slide → a Page: its shapes where they stand, in the order people read them.

PowerPoint says where a shape stands, not where its paragraphs do. A paragraph's box is its share of the shape's height, by the
number of lines it wraps to at its size: good enough to point at, not to measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from extract import page
from extract.page import replace
from extract.readers._archive import Relations
from extract.readers.pptx.names import CHART, DSP, EMU, MC, A, P, R, whole
from extract.readers.pptx.words import Paragraph, Words

_ROLES = {
    "title": "title",
    "ctrTitle": "title",
    "subTitle": "subtitle",
    "dt": "footer",
    "ftr": "footer",
    "hdr": "header",
    "sldNum": "page-number",
}
_STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "": "otherStyle",
    "dt": "otherStyle",
    "ftr": "otherStyle",
    "sldNum": "otherStyle",
}
_MASTER = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}
_MAX_DEPTH = 20  # groups in groups
_MAX_SHAPES = 2_000  # on a slide; ordering compares pairs
_OVERLAP = 0.3  # of the smaller shape's side: less is a touch, not a shared row or column
_INSET = 7.2  # points PowerPoint leaves left and right of text
_CHARACTER = 0.5  # mean width of a character, in sizes
_LINE = 1.2  # height of a line, in sizes


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps a group's own coordinates (EMU) to points on the slide."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1 / EMU
    down: float = 1 / EMU

    def box(self, transform: Any) -> page.BBox | None:
        off, ext = transform.find(A + "off"), transform.find(A + "ext")
        if off is None or ext is None:
            return None
        x, y = self.x + whole(off.get("x")) * self.across, self.y + whole(off.get("y")) * self.down
        return x, y, x + abs(whole(ext.get("cx")) * self.across), y + abs(whole(ext.get("cy")) * self.down)

    def within(self, transform: Any | None) -> Frame:
        """The frame of a group's children."""
        if transform is None or (box := self.box(transform)) is None:
            return self
        inner, size = transform.find(A + "chOff"), transform.find(A + "chExt")
        if inner is None or size is None:
            return self
        across = (box[2] - box[0]) / (abs(whole(size.get("cx"))) or EMU)
        down = (box[3] - box[1]) / (abs(whole(size.get("cy"))) or EMU)
        return Frame(box[0] - whole(inner.get("x")) * across, box[1] - whole(inner.get("y")) * down, across, down)


@dataclass(frozen=True, slots=True)
class Found:
    """A shape that holds words, or a picture (`lines` empty)."""

    box: page.BBox | None
    lines: tuple[page.Line, ...]
    role: str | None = None


class Deck:
    """What slides inherit: layouts, masters and the deck's own defaults; and the counters that run over all slides."""

    def __init__(self, package: Any, presentation: Any) -> None:
        self._package = package
        self._defaults = presentation.find(P + "defaultTextStyle")
        size = presentation.find(P + "sldSz")
        self.width = whole(size.get("cx"), 9_144_000) / EMU if size is not None else 720.0
        self.height = whole(size.get("cy"), 6_858_000) / EMU if size is not None else 540.0
        self._roots: dict[str, Any] = {}
        self._paragraph = 0
        self._table = -1
        self.skipped: set[tuple[str, int]] = set()

    def slide(self, name: str, number: int) -> page.Page:
        """The slide in part `name` as page `number`, with its speaker's notes last."""
        root = self._package.xml(name)
        relations = self._package.relations(name)
        layout = _target(relations, "slideLayout")
        master = _target(self._package.relations(layout), "slideMaster") if layout else ""
        ground = _Ground(self, self._root(layout), self._root(master))
        found = list(self._shapes(root.find(f"{P}cSld/{P}spTree"), Frame(), ground, relations, number))
        if root.get("showMasterSp") not in ("0", "false"):
            found += [
                _as_furniture(shape, self.height) for one in (ground.layout, ground.master) for shape in self._fixed(one, ground, number)
            ]
        lines = [line for shape in in_order(found[:_MAX_SHAPES]) for line in shape.lines]
        lines += [line for shape in found[_MAX_SHAPES:] for line in shape.lines]
        lines += self._notes(_target(relations, "notesSlide"), ground, number)
        pictures = tuple(page.Shape("image", shape.box) for shape in found if not shape.lines and shape.box)
        share = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (picture.bbox for picture in pictures)) / (
            self.width * self.height or 1
        )
        return page.Page(number, self.width, self.height, tuple(lines), shapes=pictures, image_share=round(min(1.0, share), 3))

    def _root(self, name: str) -> Any | None:
        if name and name not in self._roots:
            self._roots[name] = self._package.xml(name) if self._package.has(name) else None
        return self._roots.get(name)

    def _shapes(self, tree: Any, frame: Frame, ground: _Ground, relations: Relations, number: int, depth: int = 0) -> Iterator[Found]:
        for element in tree if tree is not None and depth < _MAX_DEPTH else ():
            if element.tag in (P + "sp", DSP + "sp"):
                yield from self._shape(element, frame, ground, number)
            elif element.tag == P + "grpSp":
                yield from self._shapes(element, frame.within(element.find(f"{P}grpSpPr/{A}xfrm")), ground, relations, number, depth + 1)
            elif element.tag == P + "graphicFrame":
                yield from self._graphic(element, frame, ground, relations, number)
            elif element.tag == P + "pic":
                transform = element.find(f"{P}spPr/{A}xfrm")
                yield Found(frame.box(transform) if transform is not None else None, ())
            elif element.tag == MC + "AlternateContent":
                choice = element.find(MC + "Choice")
                yield from self._shapes(choice if choice is not None else (), frame, ground, relations, number, depth + 1)

    def _shape(self, element: Any, frame: Frame, ground: _Ground, number: int) -> Iterator[Found]:
        body = next(element.iterchildren(P + "txBody", DSP + "txBody"), None)
        if body is None:
            return
        holder = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        kind = (holder.get("type") or "obj") if holder is not None else ""
        own = next(element.iterchildren(P + "spPr", DSP + "spPr"), None)
        transform = own.find(A + "xfrm") if own is not None else None
        if transform is None and holder is not None:
            transform = ground.transform(kind, holder.get("idx"))
        box = frame.box(transform) if transform is not None else None
        role = _ROLES.get(kind)
        base = page.Line(
            "",
            page=number,
            role=role,
            style_name={"ctrTitle": "title", "subTitle": "subtitle", "obj": "body", "": "text box"}.get(kind, kind),
            boxed=holder is None and own is not None and own.find(A + "solidFill") is not None,
        )
        lines = self._lines(Words(ground.chain(kind, holder.get("idx") if holder is not None else None)).paragraphs(body), base, box)
        if lines:
            yield Found(box, lines, role)

    def _graphic(self, element: Any, frame: Frame, ground: _Ground, relations: Relations, number: int) -> Iterator[Found]:
        transform = element.find(P + "xfrm")
        box = frame.box(transform) if transform is not None else None
        table = element.find(f"{A}graphic/{A}graphicData/{A}tbl")
        data = element.find(f"{A}graphic/{A}graphicData")
        if table is not None:
            yield Found(box, self._table_lines(table, ground, number, box))
        elif element.find(f".//{CHART}chart") is not None:
            self.skipped.add(("chart", number))
        elif data is not None and "diagram" in data.get("uri", ""):
            yield from self._diagram(element, ground, relations, number, box)

    def _diagram(self, element: Any, ground: _Ground, relations: Relations, number: int, box: page.BBox | None) -> Iterator[Found]:
        """SmartArt: PowerPoint keeps a drawing of it beside its data; the drawing has the words in their places."""
        link = next((child for child in element.iter() if str(child.tag).endswith("}relIds")), None)
        data = relations.get(link.get(R + "dm", ""), ("", ""))[1] if link is not None else ""
        extension = (
            next((e for e in self._package.xml(data).iter(DSP + "dataModelExt")), None) if data and self._package.has(data) else None
        )
        drawing = relations.get(extension.get("relId", ""), ("", ""))[1] if extension is not None else ""
        if not drawing or not self._package.has(drawing):
            self.skipped.add(("diagram", number))
            return
        frame = Frame(box[0], box[1]) if box else Frame()
        yield from self._shapes(self._package.xml(drawing).find(DSP + "spTree"), frame, ground, relations, number)

    def _table_lines(self, table: Any, ground: _Ground, number: int, box: page.BBox | None) -> tuple[page.Line, ...]:
        self._table += 1
        at = self._table
        about = table.find(A + "tblPr")
        has_head = about is not None and about.get("firstRow") in ("1", "true")
        widths = [whole(column.get("w")) / EMU for column in table.iterfind(f"{A}tblGrid/{A}gridCol")]
        lines: list[page.Line] = []
        top = box[1] if box else 0.0
        for row, element in enumerate(table.iterchildren(A + "tr")):
            bottom = top + whole(element.get("h")) / EMU
            for column, cell in enumerate(element.iterchildren(A + "tc")):
                body = cell.find(A + "txBody")
                if body is None or cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    continue
                left = (box[0] if box else 0.0) + sum(widths[:column])
                place = (left, top, left + sum(widths[column : column + 1]), bottom) if box else None
                base = page.Line("", page=number, cell=page.Cell(at, row, column, has_head and row == 0), style_name="table")
                lines += self._lines(Words(ground.chain("", None)).paragraphs(body), base, place)
            top = bottom
        return tuple(lines)

    def _fixed(self, root: Any | None, ground: _Ground, number: int) -> Iterator[Found]:
        """Words that stand on the layout or the master itself, and so on every slide made from it."""
        for element in root.iterfind(f"{P}cSld/{P}spTree/{P}sp") if root is not None else ():
            if element.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is None:
                yield from self._shape(element, Frame(), ground, number)

    def _notes(self, name: str, ground: _Ground, number: int) -> list[page.Line]:
        root = self._package.xml(name) if name and self._package.has(name) else None
        lines: list[page.Line] = []
        for element in root.iter(P + "sp") if root is not None else ():
            holder, body = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph"), element.find(P + "txBody")
            if holder is not None and holder.get("type") == "body" and body is not None:
                base = page.Line("", page=number, role="note", style_name="notes")
                lines += [replace(line, mark=None, level=None) for line in self._lines(Words([]).paragraphs(body), base, None)]
        return lines

    def _lines(self, paragraphs: list[Paragraph], base: page.Line, box: page.BBox | None) -> tuple[page.Line, ...]:
        heights = [_height(paragraph, box) for paragraph in paragraphs]
        scale = min(1.0, (box[3] - box[1]) / (sum(heights) or 1)) if box else 1.0
        top = box[1] if box else 0.0
        lines: list[page.Line] = []
        for paragraph, height in zip(paragraphs, heights, strict=True):
            self._paragraph += 1
            step = height * scale / max(1, len(paragraph.rows))
            for order, (text, runs, style) in enumerate(paragraph.rows):
                listed = paragraph.mark is not None and base.role is None
                lines.append(
                    replace(
                        base,
                        text=text,
                        runs=runs,
                        style=style,
                        role="item" if listed else base.role,
                        level=paragraph.level if listed else None,
                        mark=paragraph.mark if listed and order == 0 else None,
                        paragraph=self._paragraph,
                        indent=round(paragraph.indent, 1),
                        bbox=page.rounded((box[0] + paragraph.indent, top + order * step, box[2], top + (order + 1) * step), 2)
                        if box
                        else None,
                    )
                )
            top += height * scale
        return tuple(lines)


class _Ground:
    """The layout and master under a slide: where placeholders stand and how their text looks when the slide does not say."""

    def __init__(self, deck: Deck, layout: Any | None, master: Any | None) -> None:
        self.layout, self.master = layout, master
        self._deck = deck

    def transform(self, kind: str, index: str | None) -> Any | None:
        found = (holder.find(f"{P}spPr/{A}xfrm") for holder in self._holders(kind, index))
        return next((transform for transform in found if transform is not None), None)

    def chain(self, kind: str, index: str | None) -> list[Any]:
        """List styles from the nearest to the farthest: layout's and master's placeholder, the master's text styles, the deck's."""
        styles = [holder.find(f"{P}txBody/{A}lstStyle") for holder in self._holders(kind, index)] if kind else []
        if self.master is not None:
            styles.append(self.master.find(f"{P}txStyles/{P}{_STYLES.get(kind, 'bodyStyle')}"))
        return [style for style in (*styles, self._deck._defaults) if style is not None]

    def _holders(self, kind: str, index: str | None) -> list[Any]:
        general = _MASTER.get(kind, kind)
        in_layout = _holder(self.layout, lambda type_, idx: idx == index) if index is not None else None
        if in_layout is None:
            in_layout = _holder(self.layout, lambda type_, idx: type_ == kind)
        in_master = _holder(self.master, lambda type_, idx: _MASTER.get(type_, type_) == general)
        return [holder for holder in (in_layout, in_master) if holder is not None]


def in_order(shapes: list[Found]) -> list[Found]:
    """`shapes` as people read them: titles first, then as they were drawn, except where their places say otherwise.

    A shape clearly above another in the same column, or clearly left of it in the same row, comes before it.
    """
    titles = [shape for shape in shapes if shape.role == "title"]
    rest = [shape for shape in shapes if shape.role != "title"]
    before = [
        {earlier for earlier in range(len(rest)) if earlier != later and _precedes(rest[earlier].box, rest[later].box)}
        for later in range(len(rest))
    ]
    order: list[Found] = []
    left = list(range(len(rest)))
    while left:
        done = next((at for at in left if not before[at].intersection(left)), left[0])  # left[0]: shapes that contradict each other
        left.remove(done)
        order.append(rest[done])
    return titles + order


def _as_furniture(shape: Found, height: float) -> Found:
    """A fixed shape's words are a header or a footer, by the half of the slide they stand in."""
    role = "header" if shape.box and (shape.box[1] + shape.box[3]) / 2 < height / 2 else "footer"
    return Found(shape.box, tuple(replace(line, role=role, mark=None, level=None) for line in shape.lines), role)


def _precedes(one: page.BBox | None, two: page.BBox | None) -> bool:
    if one is None or two is None:
        return False
    if _share(one[0], one[2], two[0], two[2]) > _OVERLAP and one[3] <= two[1] + 0.1 * (two[3] - two[1]) and one[1] < two[1]:
        return True
    return _share(one[1], one[3], two[1], two[3]) > _OVERLAP and one[2] <= two[0] + 0.1 * (two[2] - two[0]) and one[0] < two[0]


def _share(low: float, high: float, other_low: float, other_high: float) -> float:
    return (min(high, other_high) - max(low, other_low)) / (min(high - low, other_high - other_low) or 1)


def _height(paragraph: Paragraph, box: page.BBox | None) -> float:
    width = max(paragraph.size, box[2] - box[0] - 2 * _INSET - paragraph.indent) if box else 1000.0
    wraps = sum(max(1, ceil(len(text) * style.size * _CHARACTER / width)) for text, _, style in paragraph.rows)
    return max(1, wraps) * paragraph.size * _LINE


def _holder(root: Any | None, fits: Any) -> Any | None:
    for element in root.iterfind(f"{P}cSld/{P}spTree/{P}sp") if root is not None else ():
        holder = element.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        if holder is not None and fits(holder.get("type") or "obj", holder.get("idx")):
            return element
    return None


def _target(relations: Relations, kind: str) -> str:
    return next((name for relation, name in relations.values() if relation == kind), "")
