"""Numbers without a point: "1 Contexte", "2 Constats" … through the whole document are chapters; layout takes none of them for a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract import marks
from extract.page import Block
from extract.segment.witnesses.candidate import mark_of
from extract.text import count_words

_NUMBER = re.compile(r"(\d{1,2}|[IVX]{1,5})\s+(?=[«“\"]?\s?[A-ZÀ-Þ])")
_CHAPTERS = 3  # that count on from 1
_WORDS = 16  # of a chapter's title


def find(blocks: Sequence[Block]) -> dict[int, marks.Mark]:
    """{block: its number} of the blocks that count on from 1, with other text between them."""
    numbers = {at: mark for at, block in enumerate(blocks) if block.kind == "prose" and (mark := _mark(block.text.text))}
    if not numbers:
        return {}
    parts = {mark.ordinal[:1] for block in blocks if block.mark and len((mark := mark_of(block)).ordinal) > 1}
    runs: list[list[int]] = []
    for at, mark in numbers.items():
        run = next((run for run in runs if marks.follows(mark, numbers[run[-1]])), None)
        if mark.ordinal == (1,):
            runs.append([at])
        elif run is not None:
            run.append(at)
    chapters = [run for run in runs if len(run) >= _CHAPTERS or (len(run) > 1 and any(numbers[at].ordinal in parts for at in run))]
    return {at: numbers[at] for run in chapters for at in run}


def _mark(text: str) -> marks.Mark | None:
    found = _NUMBER.match(text)
    if not found or count_words(text) > _WORDS or text.rstrip().endswith((".", ";", ",")):
        return None
    number = marks.of_format(found[1])
    return marks.Mark(found[1], found.end(), f"{number.script} ", number.ordinal)
