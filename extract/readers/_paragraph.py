"""A paragraph of an office document → Lines, one for each part of it between soft breaks."""

from __future__ import annotations

import re

from extract import page
from extract.page import replace
from extract.readers import _contents
from extract.readers._inline import line_of

BREAK = "\n"
Piece = tuple[str, page.Style]
_TAB = 36.0  # points: Word's default tab stop
_SPACE = 3.0  # points: about the width of a space in running text
_BLANKS = " \t\xa0"
_STARRED = re.compile(r"\s*\*\*(?=\S)([^*]+)(?<=\S)\*\*\s*")


class Lines:
    """The lines of a document's stories, in order, as they are read."""

    def __init__(self) -> None:
        self.found: list[page.Line] = []
        self._tabbed: dict[int, str] = {}  # raw text of those that may be entries of a contents page

    def add(self, pieces: list[Piece], base: page.Line, mark: str | None) -> None:
        """Appends what a paragraph prints. `base` holds what its lines share, `mark` what is drawn before the first of them."""
        for order, row in enumerate(_rows(pieces)):
            raw = "".join([words for words, _ in row])
            text, runs, style = line_of(_unstarred(row, raw) if "**" in raw else row)
            if not text:
                continue
            if "\t" in raw and "\t" in raw.strip() and base.role is None and base.cell is None:
                self._tabbed[len(self.found)] = raw
            own = mark if order == 0 else None
            self.found.append(replace(base, text=text, runs=runs, style=style, mark=own, indent=round(base.indent + _typed_indent(raw), 1)))

    def end_part(self) -> None:
        """Contents that were typed, and not made by the program, are told."""
        self.found = _contents.told(self.found, self._tabbed)
        self._tabbed = {}

    def drop_repeated(self, start: int, seen: set[tuple[str, ...]]) -> None:
        """Takes the lines from `start` on back when their words were `seen` before: sections mostly repeat headers and footers."""
        words = tuple(line.text for line in self.found[start:])
        if words in seen:
            del self.found[start:]
        seen.add(words)


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces parted at soft breaks: a paragraph can hold a whole list that way."""
    breaks = [at for at, (raw, _) in enumerate(pieces) if raw == BREAK]
    if not breaks:
        return [pieces]
    return [pieces[start + 1 : end] for start, end in zip([-1, *breaks], [*breaks, len(pieces)], strict=True)]


def _typed_indent(raw: str) -> float:
    """Points that typed tabs and spaces set the line in by; one space alone is a slip."""
    if raw[:1] not in _BLANKS:
        return 0.0
    blank = raw[: len(raw) - len(raw.lstrip(_BLANKS))]
    spaces = len(blank) - blank.count("\t")
    return _TAB * blank.count("\t") + (_SPACE * spaces if spaces > 1 else 0.0)


def _unstarred(row: list[Piece], raw: str) -> list[Piece]:
    """A line pasted with its Markdown stars, "**Bilan 2019**": the words, in bold."""
    if not (found := _STARRED.fullmatch(raw)):
        return row
    return [(found[1], replace(row[0][1], bold=True))]
