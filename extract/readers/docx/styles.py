"""Word's styles: what a paragraph and its characters look like, with `basedOn` followed, and what a style's name says it is for."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from extract import page
from extract.page import replace
from extract.readers._stylenames import list_level, meaning
from extract.readers.docx.names import VAL, W, is_on, value, whole

_MAX_CHAIN = 20  # Word stops at 11; a chain may also be a loop
_BODY = 9  # the outline level that says "body text"


@page.value
class Indent:
    """In twips; None where nothing is said at this place."""

    left: int | None = None
    first: int | None = None  # first line, relative to left; negative when it hangs

    def over(self, below: Indent) -> Indent:
        return Indent(below.left if self.left is None else self.left, below.first if self.first is None else self.first)

    @property
    def points(self) -> float:
        """Where the first line starts, which is where a bullet stands."""
        return ((self.left or 0) + (self.first or 0)) / 20


@page.value
class Paragraph:
    """What a style, or a paragraph's own properties, say of a paragraph."""

    name: str = ""
    characters: page.Style = field(default_factory=page.Style)
    role: str | None = None
    level: int | None = None
    number: int | None = None  # numId
    depth: int | None = None  # ilvl
    indent: Indent = field(default_factory=Indent)
    list_level: int = 1  # that the style's name tells: "List Bullet 2" is a list of its own, but means the second level
    boxed: bool = False
    ruled: bool = False
    merged: bool = False  # its end was deleted: it runs into the next one


class Styles:
    """The styles of one document; those it lacks are plain."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        self._known: dict[str, Paragraph] = {}
        self._characters: dict[tuple[page.Style, str], page.Style] = {}
        self.language = ""
        self._base = page.Style()
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            identifier = style.get(W + "styleId", "")
            self._styles.setdefault(identifier, style)
            if style.get(W + "default") in ("1", "true", "on") and style.get(W + "type") == "paragraph":
                self._default = identifier
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            self._base = characters(defaults, self._base)
            language = defaults.find(W + "lang")
            self.language = language.get(VAL, "") if language is not None else ""

    def paragraph(self, identifier: str | None) -> Paragraph:
        """The style of that id with all it is based on; the default style when there is no such style."""
        asked = identifier or self._default
        if asked not in self._known:
            self._known[asked] = self._resolve(asked if asked in self._styles else self._default, asked)
        return self._known[asked]

    def run(self, properties: Any, below: page.Style) -> page.Style:
        """`below` with a character style and then the run's own properties laid over it."""
        identifier = value(properties, "rStyle")
        if identifier in self._styles:
            key = (below, identifier)
            if key not in self._characters:
                style = below
                for element in reversed(self._chain(identifier)):
                    if (own := element.find(W + "rPr")) is not None:
                        style = characters(own, style)
                self._characters[key] = style
            below = self._characters[key]
        return characters(properties, below)

    def _chain(self, identifier: str) -> list[Any]:
        """The style and those it is based on, nearest first."""
        chain: list[Any] = []
        while identifier in self._styles and len(chain) < _MAX_CHAIN and self._styles[identifier] not in chain:
            chain.append(self._styles[identifier])
            identifier = value(chain[-1], "basedOn") or ""
        return chain

    def _resolve(self, key: str, asked: str) -> Paragraph:
        chain = self._chain(key)
        found = Paragraph(characters=self._base)
        for style in reversed(chain):
            if (own := style.find(W + "pPr")) is not None:
                found = properties(own, found)
            if (own := style.find(W + "rPr")) is not None:
                found = replace(found, characters=characters(own, found.characters))
        names = [value(style, "name") or "" for style in chain]
        if asked != key:  # a style that is used and not there still has a telling name: "Titre1"
            names = [asked, *names]
        role, level = found.role, found.level
        for name in names or [asked]:  # the nearest name that says something
            if said := meaning(name):
                role, level = said[0], said[1] or level
                break
        if level and role not in ("toc", "title", "subtitle"):
            role = "heading"
        found_name = (names or [asked])[0]
        return replace(
            found,
            name=found_name,
            role=role,
            level=level if role == "heading" else None,
            list_level=list_level(found_name),
        )


def pared(part: bytes) -> bytes:
    """The bytes of `styles.xml` without the styles of tables and those that are not there ("latent"): nine tenths of what many a template
    holds, and nothing that is read here."""
    if b"!" in part and b"<!" in part:  # in a comment, nothing is what it seems
        return part
    first, *styles = part.split(_STYLE_END)
    start, end = first.find(_LATENT), first.find(_LATENT_END)
    if 0 <= start < end:
        first = first[:start] + first[end + len(_LATENT_END) :]
    return _STYLE_END.join([first, *(style for style in styles if not _OF_TABLE.match(style))])


_STYLE_END, _LATENT, _LATENT_END = b"</w:style>", b"<w:latentStyles", b"</w:latentStyles>"
_OF_TABLE = re.compile(rb'\s*<w:style w:type="table"[^>]*[^/]>')


def properties(own: Any, below: Paragraph) -> Paragraph:
    """`below` with a paragraph's own properties (`w:pPr`) laid over it; its style's name and its characters are not read here."""
    change: dict[str, Any] = {}
    for child in own:
        name = _PROPERTIES.get(child.tag)
        if name is None:
            continue
        if name == "level":
            level = whole(child.get(VAL), _BODY)
            change["level"] = level + 1 if 0 <= level < _BODY else None
            if below.role in (None, "heading"):
                change["role"] = "heading" if change["level"] else None
        elif name == "number":
            number, depth = whole(value(child, "numId")), whole(value(child, "ilvl"))
            change["number"] = below.number if number is None else number
            change["depth"] = below.depth if depth is None else depth
        elif name == "indent":
            change["indent"] = indent(child).over(below.indent)
        elif name == "border":
            drawn = [side for side in ("top", "left", "bottom", "right") if _is_drawn(child.find(W + side))]
            change["boxed"] = below.boxed or len(drawn) == 4
            change["ruled"] = below.ruled or (0 < len(drawn) < 4 and bool({"top", "bottom"} & set(drawn)))
        elif name == "shade":
            change["boxed"] = below.boxed or _is_coloured(child.get(W + "fill"))
        elif name == "end":
            change["merged"] = child.find(W + "del") is not None or child.find(W + "moveFrom") is not None
    return replace(below, **change) if change else below


_PROPERTIES = {
    W + "outlineLvl": "level",
    W + "numPr": "number",
    W + "ind": "indent",
    W + "pBdr": "border",
    W + "shd": "shade",
    W + "rPr": "end",
}


def characters(own: Any, below: page.Style) -> page.Style:
    """`below` with run properties (`w:rPr`) laid over it."""
    change: dict[str, Any] = {}
    for child in own:
        name = _CHARACTERS.get(child.tag)
        if name is None:
            continue
        if name in _TOGGLES:
            change[name] = is_on(child)
        elif name == "underline":
            change[name] = child.get(VAL, "none") != "none"
        elif name == "size":
            change[name] = (whole(child.get(VAL), 0) or 0) / 2
        elif name == "font":
            change[name] = child.get(W + "ascii") or child.get(W + "hAnsi") or below.font
        elif name == "superscript":
            change[name] = child.get(VAL) == "superscript"
        elif name == "colour":
            change[name] = _colour(child.get(VAL))
    return replace(below, **change) if change else below


def indent(element: Any) -> Indent:
    """What `w:ind` says."""
    hanging = whole(element.get(W + "hanging"))
    first = -hanging if hanging is not None else whole(element.get(W + "firstLine"))
    return Indent(whole(element.get(W + "left"), whole(element.get(W + "start"))), first)


_CHARACTERS = {
    W + "b": "bold",
    W + "i": "italic",
    W + "vanish": "invisible",
    W + "u": "underline",
    W + "sz": "size",
    W + "rFonts": "font",
    W + "color": "colour",
    W + "vertAlign": "superscript",
}
_TOGGLES = frozenset(("bold", "italic", "invisible"))


def _colour(text: str | None) -> int | None:
    try:
        return int(text or "", 16) & 0xFFFFFF
    except ValueError:  # "auto"
        return None


def _is_coloured(fill: str | None) -> bool:
    return _colour(fill) not in (None, 0xFFFFFF)


def _is_drawn(side: Any) -> bool:
    return side is not None and side.get(VAL, "none") not in ("none", "nil")
