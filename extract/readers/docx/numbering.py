"""Word's numbering: the mark it draws before a paragraph, which is nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from extract import page
from extract.readers._marks import ordinal, symbols
from extract.readers.docx.names import VAL, W, is_on, value, whole
from extract.readers.docx.styles import Indent, indent

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MAX_NUMBER = 32_767  # Word's own limit


@dataclass(frozen=True, slots=True)
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # counts again after a level up to this one; 0: never
    legal: bool = False  # every number in Arabic digits: "II.1" is written "2.1"
    font: str = ""
    picture: bool = False
    style: str = ""
    indent: Indent = field(default_factory=Indent)


@page.value
class Mark:
    """What Word draws before a paragraph. `text` is None where the level draws nothing: a continuation of the item above."""

    text: str | None
    depth: int  # 0-based
    indent: Indent


class Numbering:
    """The lists of one document. `mark` counts: call it once for each numbered paragraph, in order."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[int, list[Any]] = {}  # by abstractNumId; most are used by no paragraph
        self._known: dict[int, dict[int, Level]] = {}
        self._of: dict[int, int] = {}  # numId → abstractNumId
        self._overrides: dict[int, dict[int, tuple[int | None, Level | None]]] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        if root is not None:
            self._load(root)

    def mark(self, number: int, depth: int) -> Mark | None:
        """The mark of the next paragraph of list `number` at `depth`; None when there is no such list."""
        depth = max(0, min(depth, _LEVELS - 1))
        of = self._of.get(number)
        if of is None:
            return None
        level = self._level(number, depth)
        if level is None:
            return Mark(None, depth, Indent())
        self._count(number, of, depth)
        return Mark(self._draw(number, of, depth, level), depth, level.indent)

    def depth_of(self, number: int, style: str) -> int | None:
        """The depth at which list `number` numbers paragraphs of that style."""
        levels = self._levels(self._of.get(number, -1))
        return next((depth for depth, level in levels.items() if style and level.style == style), None)

    def _levels(self, identifier: int) -> dict[int, Level]:
        if identifier not in self._known:
            self._known[identifier] = dict(map(_level, self._lists.get(identifier, ())))
        return self._known[identifier]

    def _level(self, number: int, depth: int) -> Level | None:
        override = self._overrides.get(number, {}).get(depth)
        return override[1] if override and override[1] else self._levels(self._of[number]).get(depth)

    def _count(self, number: int, of: int, depth: int) -> None:
        counts = self._counts.setdefault(of, [None] * _LEVELS)
        override = self._overrides.get(number, {}).get(depth)
        level = self._level(number, depth) or Level()
        if override and override[0] is not None and (number, depth) not in self._begun:
            counts[depth] = override[0]
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else min(before + 1, _MAX_NUMBER)
        self._begun.add((number, depth))
        for deeper in range(depth + 1, _LEVELS):
            if counts[deeper] is not None:
                below = self._level(number, deeper)
                if below is None or below.restart is None or depth < below.restart:
                    counts[deeper] = None

    def _draw(self, number: int, of: int, depth: int, level: Level) -> str | None:
        if level.picture:
            return "•"
        if level.format == "bullet":
            return symbols(level.text, level.font).strip() or None

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = self._level(number, at) or Level()
            count = self._counts[of][at]
            if other.format in ("bullet", "none"):
                return ""
            return ordinal(other.start if count is None else count, "decimal" if level.legal else other.format)

        return symbols(_PLACE.sub(written, level.text), level.font).strip() or None

    def _load(self, root: Any) -> None:
        links: dict[int, str] = {}
        styles: dict[str, int] = {}
        for abstract in root.iterchildren(W + "abstractNum"):
            identifier = whole(abstract.get(W + "abstractNumId"), -1)
            self._lists[identifier] = abstract.findall(W + "lvl")
            if link := value(abstract, "numStyleLink"):
                links[identifier] = link
            if name := value(abstract, "styleLink"):
                styles[name] = identifier
        for identifier, link in links.items():
            self._lists[identifier] = self._lists[identifier] or self._lists.get(styles.get(link, -1), [])
        for num in root.iterchildren(W + "num"):
            identifier = whole(num.get(W + "numId"), -1)
            self._of[identifier] = whole(value(num, "abstractNumId"), -1)
            for override in num.iterchildren(W + "lvlOverride"):
                own = override.find(W + "lvl")
                depth = whole(override.get(W + "ilvl"), 0)
                start = whole(value(override, "startOverride"))
                self._overrides.setdefault(identifier, {})[depth] = (start, None if own is None else _level(own)[1])


def _level(element: Any) -> tuple[int, Level]:
    own, paragraph, legal = element.find(W + "rPr"), element.find(W + "pPr"), element.find(W + "isLgl")
    fonts = own.find(W + "rFonts") if own is not None else None
    place = paragraph.find(W + "ind") if paragraph is not None else None
    text = element.find(W + "lvlText")
    return whole(element.get(W + "ilvl"), 0), Level(
        format=value(element, "numFmt") or "decimal",
        text=(text.get(VAL) or "")[:100] if text is not None else "",
        start=whole(value(element, "start"), 1),
        restart=whole(value(element, "lvlRestart")),
        legal=legal is not None and is_on(legal),
        font=fonts.get(W + "ascii", fonts.get(W + "hAnsi", "")) if fonts is not None else "",
        picture=element.find(W + "lvlPicBulletId") is not None,
        style=value(element, "pStyle") or "",
        indent=indent(place) if place is not None else Indent(),
    )
