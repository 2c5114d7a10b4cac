"""Running titles inside the text: a slide or a page that says again which unit's it is. What stands under one is a slide's title."""

from __future__ import annotations

from collections.abc import Sequence

from extract.page import Block, replace
from extract.segment import units
from extract.text import count_words, key

_WORDS = 20  # of a heading that names a unit


def set_aside(blocks: Sequence[Block]) -> tuple[list[Block], dict[int, int]]:
    """(blocks with running titles turned into asides, {block right under one: that running title's block})."""
    names = _unit_names(blocks)
    if not names:
        return list(blocks), {}
    out = list(blocks)
    under: dict[int, int] = {}
    waiting: int | None = None
    page: int | None = None
    for at, block in enumerate(blocks):
        if block.kind == "aside":
            if block.reason == "running-header" and key(block.text.text) in names:
                waiting = at
            continue
        opens, page = page != block.page or block.bbox is None, block.page
        first = names.get(key(block.text.text)) if block.kind == "prose" and len(block.text.text) < 200 else None
        if first is not None and at > first and opens:  # in the middle of a page it is a heading of its own
            out[at] = replace(block, kind="aside", reason="running-title")
            waiting = at
            continue
        if waiting is not None and block.page == blocks[waiting].page:
            under[at] = waiting
        waiting = None
    return out, under


def _unit_names(blocks: Sequence[Block]) -> dict[str, int]:
    """{folded name: first block} of units that a heading names in « » or after "équipe de"."""
    names: dict[str, int] = {}
    for at, block in enumerate(blocks):
        title = block.text.text
        if block.kind != "prose" or len(title) > 300 or title.endswith((".", ";", ":", ",")) or count_words(title) > _WORDS:
            continue
        unit = units.of(title)
        name = unit.name or units.quoted(title)
        if name and key(name) != key(title):
            names.setdefault(key(name), at)
    return names
