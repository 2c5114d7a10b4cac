"""The text of a shape: each paragraph with the level, bullet, size and colour it inherits from layout, master and deck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract import page
from extract.page import replace
from extract.readers._inline import line_of
from extract.readers._marks import ordinal, symbols
from extract.readers.pptx.names import EMU, A, whole

_BULLETS = frozenset(A + name for name in ("buNone", "buChar", "buAutoNum", "buBlip"))
_NUMBERS = {"arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_DEFAULT_SIZE = 18.0
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its rows (parted at line breaks), and what is drawn before the first."""

    rows: tuple[tuple[str, tuple[page.Run, ...], page.Style], ...]
    mark: str | None
    level: int  # 1-based
    indent: float  # points, where the bullet stands
    size: float


class Words:
    """Reads the paragraphs of one text body. `chain` holds the list styles it inherits from, nearest first."""

    def __init__(self, chain: list[Any]) -> None:
        self._chain = chain
        self._counts: dict[int, tuple[str, int]] = {}  # level → (numbering, how far it has counted)

    def paragraphs(self, body: Any) -> list[Paragraph]:
        own = body.find(A + "lstStyle")
        if own is not None:
            self._chain = [own, *self._chain]
        return [self._paragraph(element) for element in body.iterchildren(A + "p")]

    def _paragraph(self, element: Any) -> Paragraph:
        own = element.find(A + "pPr")
        level = min(8, max(0, whole(own.get("lvl")) if own is not None else 0))
        sources = [source for source in (own, *(style.find(f"{A}lvl{level + 1}pPr") for style in self._chain)) if source is not None]
        base = page.Style(size=_DEFAULT_SIZE)
        for source in reversed(sources):
            base = characters(source.find(A + "defRPr"), base)
        pieces = _pieces(element, base)
        has_words = any(raw.strip() for raw, _ in pieces)
        margin = next((whole(source.get("marL")) for source in sources if source.get("marL")), 0)
        first = next((whole(source.get("indent")) for source in sources if source.get("indent")), 0)
        rows = tuple(line_of(row) for row in _rows(pieces))
        return Paragraph(
            rows=tuple(row for row in rows if row[0]),
            mark=self._mark(sources, level, base.font) if has_words else None,  # PowerPoint draws no bullet before an empty paragraph
            level=level + 1,
            indent=max(0.0, (margin + first) / EMU),
            size=max((style.size for _, _, style in rows), default=0.0) or base.size,
        )

    def _mark(self, sources: list[Any], level: int, font: str) -> str | None:
        bullet = next((child for source in sources for child in source if child.tag in _BULLETS), None)
        for deeper in [deeper for deeper in self._counts if deeper > level]:
            del self._counts[deeper]
        if bullet is not None and bullet.tag == A + "buAutoNum":
            return self._number(bullet, level)
        self._counts.pop(level, None)
        if bullet is None or bullet.tag == A + "buNone":
            return None
        if bullet.tag == A + "buBlip":
            return "•"
        fonts = next((child.get("typeface", "") for source in sources for child in source if child.tag == A + "buFont"), font)
        return symbols(bullet.get("char", "•"), fonts).strip() or None

    def _number(self, bullet: Any, level: int) -> str:
        kind = bullet.get("type", "arabicPeriod")
        known, count = self._counts.get(level, ("", 0))
        count = count + 1 if known == kind else max(1, whole(bullet.get("startAt"), 1))
        self._counts[level] = (kind, count)
        name = next((name for name in _NUMBERS if kind.startswith(name)), "arabic")
        written = ordinal(count, _NUMBERS[name])
        if kind.endswith("ParenBoth"):
            return f"({written})"
        return written + (")" if kind.endswith("ParenR") else "." if kind.endswith("Period") else "")


def characters(own: Any | None, below: page.Style) -> page.Style:
    """`below` with run properties (`a:rPr`, `a:defRPr`) laid over it."""
    if own is None:
        return below
    change: dict[str, Any] = {}
    if size := whole(own.get("sz")):
        change["size"] = size / 100
    for name, field in (("b", "bold"), ("i", "italic")):
        if (said := own.get(name)) is not None:
            change[field] = said in ("1", "true")
    if (line := own.get("u")) is not None:
        change["underline"] = line != "none"
    if (raised := own.get("baseline")) is not None:
        change["superscript"] = whole(raised) > 0
    colour = own.find(f"{A}solidFill/{A}srgbClr")
    if colour is not None:
        change["colour"] = _colour(colour.get("val"))
    latin = own.find(A + "latin")
    if latin is not None:
        change["font"] = latin.get("typeface", "")
    return replace(below, **change) if change else below


def _pieces(element: Any, base: page.Style) -> list[tuple[str, page.Style]]:
    pieces: list[tuple[str, page.Style]] = []
    for child in element:
        if child.tag in (A + "r", A + "fld"):
            words, style = child.find(A + "t"), characters(child.find(A + "rPr"), base)
            if words is not None and words.text:
                pieces.append((symbols(words.text.replace("\n", " "), style.font).replace("\v", _BREAK), style))
        elif child.tag == A + "br":
            pieces.append((_BREAK, base))
    return pieces


def _rows(pieces: list[tuple[str, page.Style]]) -> list[list[tuple[str, page.Style]]]:
    rows: list[list[tuple[str, page.Style]]] = [[]]
    for raw, style in pieces:
        for order, part in enumerate(raw.split(_BREAK)):
            if order:
                rows.append([])
            if part:
                rows[-1].append((part, style))
    return rows


def _colour(text: str | None) -> int | None:
    try:
        return int(text or "", 16) & 0xFFFFFF
    except ValueError:
        return None
