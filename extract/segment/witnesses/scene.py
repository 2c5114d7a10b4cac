"""The document as the witnesses see it: who follows whom, what contents pages and bookmarks say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.page import Block, Bookmark, Reading, Transcript
from extract.segment.witnesses.candidate import WEIGHTS
from extract.segment.witnesses.looks import Body, Look, look_of
from extract.taxonomy import headings
from extract.text import key

_FIRST = re.compile("[a-z0-9]+")
MAX_CHARS = 320
MIN_SHOWN = 3  # headings that show: where there are so many, one that does not is doubtful
_SHEETS = (2**0.5, 11 / 8.5)  # width over height of a sheet of paper on its side
_NEAR = 0.01
_SMALL = 0.022  # of the page's height: no type of slides
_STEP = 5.0  # points between the levels of a contents page


class Scene:
    """The document as the witnesses see it: who follows whom, what contents and bookmarks say."""

    def __init__(
        self, blocks: Sequence[Block], transcript: Transcript, reading: Reading, body: Body, under_running: dict[int, int]
    ) -> None:
        self.blocks, self.transcript, self.body, self.under_running = blocks, transcript, body, under_running
        self.order = [at for at, block in enumerate(blocks) if block.kind != "aside"]
        self.place = {at: order for order, at in enumerate(self.order)}
        self.before: list[int | None] = [None] * len(blocks)  # the block before each, asides passed over
        self.after: list[int | None] = [None] * len(blocks)
        for at, following in pairwise(self.order):
            self.after[at], self.before[following] = following, at
        self._looks: dict[tuple[object, ...], Look] = {}
        self.contents = _contents_levels(blocks)
        self.bookmarks: dict[str, list[Bookmark]] = defaultdict(list)
        for mark in reading.bookmarks:
            self.bookmarks[key(mark.title)].append(mark)
        self._listed = {words.partition(" ")[0] for listed in (self.bookmarks, self.contents) for words in listed}
        self.is_deck = _is_deck(reading, body.size)
        self.chapters = not reading.paged and sum(block.role == "title" for block in blocks) > 1  # a style "Title" that chapters bear
        self.blank = _usual_blank(blocks)
        self.sections = headings.words("sections")
        self.calendar = headings.words("calendar")
        self.measures = headings.words("tables")["measures"]
        self.typographic = any(block.style.size for block in blocks) or MIN_SHOWN <= sum(
            block.role == "heading"
            or (block.kind == "prose" and bool(block.looks & {"bold", "boxed", "underline"}) and len(block.text.text) < 120)
            for block in blocks
        )

        # The most that may yet be said for a block once words, type and place are heard (sums are not exact), and for a point of a list,
        # but for its length and what follows it.
        self.most = WEIGHTS["begins"] + WEIGHTS["class"] + (0.0 if self.typographic else WEIGHTS["over-heading"]) + 0.1
        self.most_of_points = self.most + sum(WEIGHTS[name] for name in ("prior-item", "end", "apart"))

    def may_list(self, folded: str) -> bool:
        """Whether a bookmark or a line of a contents page begins with the same word: of most lines this tells at once."""
        if not self._listed:
            return False
        first = _FIRST.search(folded)
        return (first[0] if first else "") in self._listed

    def look_of(self, block: Block, level: int | None) -> Look:
        """How a block looks, with the level that a witness gives to it; equal looks are few, and made once."""
        style = block.style
        kind = style.size, style.colour, block.looks, level
        look = self._looks.get(kind)
        if look is None:
            look = self._looks[kind] = look_of(block, self.body, level)
        return look


def _usual_blank(blocks: Sequence[Block]) -> float | None:
    """Blank lines that usually part paragraphs of a text file, where most are parted alike; None elsewhere."""
    gaps = Counter(block.gap for block in blocks if block.kind != "aside" and not block.bbox and block.gap)
    return next((usual for usual, count in gaps.most_common(1) if count > 0.5 * gaps.total()), None)


def _contents_levels(blocks: Sequence[Block]) -> dict[str, int]:
    """{folded entry of a contents page: its level, by how far it is set in; 0 where all stand alike}."""
    listed = [block for block in blocks if block.kind == "aside" and block.reason == "contents"]
    entries = [(key(block.text.text), block.bbox[0] if block.bbox else block.indent) for block in listed]
    steps: list[float] = []
    for left in sorted(left for _, left in entries):
        if not steps or left - steps[-1] > _STEP:
            steps.append(left)
    out: dict[str, int] = {}
    for words, left in entries:
        level = sum(left >= step - 0.1 for step in steps) if 1 < len(steps) <= 5 else 0
        out.setdefault(words, level)
    out.pop("", None)
    return out


def _is_deck(reading: Reading, size: float) -> bool:
    """Slides: pages wider than high; not sheets of paper set in the type of a report."""
    paper = [sheet for sheet in reading.pages if sheet.height and min(abs(sheet.width / sheet.height - ratio) for ratio in _SHEETS) < _NEAR]
    if 2 * len(paper) > len(reading.pages) and 0 < size < _SMALL * paper[0].height:
        return False
    wide = sum(sheet.width > sheet.height for sheet in reading.pages)
    return reading.paged and len(reading.pages) > 2 and wide > 0.7 * len(reading.pages)
