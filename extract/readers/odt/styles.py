"""OpenDocument's styles: parents followed, automatic styles seen through, lists with the mark of each level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from extract import page
from extract.page import replace
from extract.readers._marks import ordinal, symbols
from extract.readers._stylenames import meaning
from extract.readers.odt.names import FO, STYLE, TEXT, points, whole

_MAX_CHAIN = 20
_LEVELS = 10
_BOLD = frozenset(("bold", "600", "700", "800", "900"))
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph style says, parents included."""

    name: str = ""  # of the nearest style a person would see
    characters: page.Style = field(default_factory=page.Style)
    role: str | None = None
    level: int | None = None
    list_style: str | None = None
    left: float = 0.0  # points
    first: float = 0.0
    boxed: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, or of the numbering of headings. `bullet` is None for numbers."""

    bullet: str | None = None
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels the number shows: 2 gives "1.2"
    left: float = 0.0


class Styles:
    """The styles of one document, from styles.xml and content.xml; those it lacks are plain."""

    def __init__(self, roots: list[Any]) -> None:
        self._styles: dict[tuple[str, str], Any] = {}
        self._automatic: set[int] = set()
        self._lists: dict[str, Any] = {}  # a template brings dozens, of which a few are used
        self._levels: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self._paragraphs: dict[str, Paragraph] = {}
        self._runs: dict[tuple[str, page.Style], page.Style] = {}
        base = page.Style()
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._styles[(style.get(STYLE + "family", ""), style.get(STYLE + "name", ""))] = style
                if str(style.getparent().tag).endswith("automatic-styles"):
                    self._automatic.add(id(style))
            for style in root.iter(STYLE + "default-style"):
                if style.get(STYLE + "family") == "paragraph":
                    base = characters(style.find(STYLE + "text-properties"), base)
            for style in root.iter(TEXT + "list-style"):
                self._lists[style.get(STYLE + "name", "")] = style
            for style in root.iter(TEXT + "outline-style"):
                self.outline = _levels(style)
        self._base = base

    def paragraph(self, name: str | None) -> Paragraph:
        """The paragraph style `name`, with all it inherits."""
        key = name or ""
        if key not in self._paragraphs:
            self._paragraphs[key] = self._resolve(key)
        return self._paragraphs[key]

    def run(self, name: str | None, below: page.Style) -> page.Style:
        """`below` with the character style `name` laid over it."""
        key = (name or "", below)
        if key not in self._runs:
            style = below
            for element in reversed(self._chain("text", key[0])):
                style = characters(element.find(STYLE + "text-properties"), style)
            self._runs[key] = style
        return self._runs[key]

    def levels(self, name: str | None) -> dict[int, Level]:
        """The levels of a list style, counted from 1."""
        key = name or ""
        if key not in self._levels:
            self._levels[key] = _levels(self._lists.get(key, ()))
        return self._levels[key]

    def _chain(self, family: str, name: str) -> list[Any]:
        chain: list[Any] = []
        while (style := self._styles.get((family, name))) is not None and len(chain) < _MAX_CHAIN and style not in chain:
            chain.append(style)
            name = style.get(STYLE + "parent-style-name", "")
        return chain

    def _resolve(self, name: str) -> Paragraph:
        chain = self._chain("paragraph", name)
        found = Paragraph(characters=self._base)
        for style in reversed(chain):
            found = _laid(style, found)
        named = [style for style in chain if id(style) not in self._automatic]
        names = [style.get(STYLE + "display-name") or style.get(STYLE + "name", "").replace("_20_", " ") for style in named]
        said = next(filter(None, map(meaning, names)), None)
        return replace(found, name=names[0] if names else name, role=said[0] if said else None, level=said[1] if said else None)


def characters(own: Any | None, below: page.Style) -> page.Style:
    """`below` with `style:text-properties` laid over it."""
    if own is None:
        return below
    change: dict[str, Any] = {}
    if weight := own.get(FO + "font-weight"):
        change["bold"] = weight in _BOLD
    if slant := own.get(FO + "font-style"):
        change["italic"] = slant != "normal"
    if line := own.get(STYLE + "text-underline-style"):
        change["underline"] = line != "none"
    if size := own.get(FO + "font-size"):
        share = whole(size[:-1], 100) / 100 if size.endswith("%") else None
        change["size"] = round(below.size * share if share else points(size) or below.size, 1)
    if font := own.get(STYLE + "font-name") or own.get(FO + "font-family"):
        change["font"] = font.strip("'\"")
    if colour := own.get(FO + "color"):
        change["colour"] = _colour(colour)
    if place := own.get(STYLE + "text-position"):
        change["superscript"] = place.startswith("super") or (place[:1].isdecimal() and not place.startswith("0"))
    if shown := own.get(TEXT + "display"):
        change["invisible"] = shown == "none"
    return replace(below, **change) if change else below


def number(counts: list[int], levels: dict[int, Level], depth: int) -> str | None:
    """The mark that level `depth` (from 1) draws, given the counts of all levels; None when it draws none."""
    level = levels.get(depth)
    if level is None:
        return None
    if level.bullet is not None:
        return level.bullet or None
    if not level.format:
        return None
    first = max(1, depth - level.shown + 1)
    shown = (at for at in range(first, depth + 1) if levels.get(at, Level()).format)
    written = ".".join(ordinal(counts[at], _FORMATS.get(levels[at].format, "decimal")) for at in shown)
    return f"{level.prefix}{written}{level.suffix}".strip() or None


def _laid(style: Any, below: Paragraph) -> Paragraph:
    found = replace(below, characters=characters(style.find(STYLE + "text-properties"), below.characters))
    if (named := style.get(STYLE + "list-style-name")) is not None:
        found = replace(found, list_style=named)
    own = style.find(STYLE + "paragraph-properties")
    if own is None:
        return found
    left, first = points(own.get(FO + "margin-left")), points(own.get(FO + "text-indent"))
    whole_border = _is_drawn(own.get(FO + "border"))
    sides = [_is_drawn(own.get(f"{FO}border-{side}")) for side in ("top", "bottom", "left", "right")]
    return replace(
        found,
        left=found.left if left is None else left,
        first=found.first if first is None else first,
        boxed=found.boxed or whole_border or all(sides) or _colour(own.get(FO + "background-color")) not in (None, 0xFFFFFF),
        ruled=found.ruled or (any(sides[:2]) and not all(sides)),
    )


def _levels(style: Any) -> dict[int, Level]:
    levels = {}
    for element in style:
        depth = whole(element.get(TEXT + "level"), 0, 0, _LEVELS)
        if depth:
            levels[depth] = _level(element)
    return levels


def _level(element: Any) -> Level:
    kind = str(element.tag).rpartition("}")[2]
    place = element.find(STYLE + "list-level-properties")
    alignment = place.find(STYLE + "list-level-label-alignment") if place is not None else None
    left = (
        points(alignment.get(FO + "margin-left"))
        if alignment is not None
        else points(place.get(TEXT + "space-before"))
        if place is not None
        else 0.0
    )
    bullet = None
    if kind == "list-level-style-bullet":
        own = element.find(STYLE + "text-properties")
        font = (own.get(STYLE + "font-name") or own.get(FO + "font-family") or "") if own is not None else ""
        bullet = symbols(element.get(TEXT + "bullet-char", ""), font).strip()
    elif kind == "list-level-style-image":
        bullet = "•"
    return Level(
        bullet=bullet,
        format=element.get(STYLE + "num-format", ""),
        prefix=element.get(STYLE + "num-prefix", ""),
        suffix=element.get(STYLE + "num-suffix", ""),
        start=whole(element.get(TEXT + "start-value"), 1, 0),
        shown=whole(element.get(TEXT + "display-levels"), 1, 1, _LEVELS),
        left=left or 0.0,
    )


def _colour(text: str | None) -> int | None:
    try:
        return int((text or "").removeprefix("#"), 16) & 0xFFFFFF
    except ValueError:  # "transparent"
        return None


def _is_drawn(border: str | None) -> bool:
    return border is not None and border != "" and not border.startswith(("none", "0"))
