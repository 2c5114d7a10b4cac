"""Which blocks are headings: every witness is heard, and what each says is added up as log-odds.

Witnesses: the format's own word (style, tag), bookmarks, contents pages, numbering, typography against the body's, position, wording.
The weights are in `WEIGHTS`; the sum through a logistic curve is the heading's confidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract import marks
from extract.page import Block, Reading, Transcript
from extract.segment import units
from extract.segment.witnesses import chapters
from extract.segment.witnesses.candidate import WEIGHTS, WEIGHTY, Candidate, is_set_apart
from extract.segment.witnesses.looks import BAND, ROW, Look, body_of, prominence
from extract.segment.witnesses.place import hear_format, hear_position, hear_typography
from extract.segment.witnesses.scene import MAX_CHARS, Scene
from extract.segment.witnesses.together import (
    hear_attributions,
    hear_boxes,
    hear_classes,
    hear_colons,
    hear_empty,
    hear_lists,
    hear_neighbours,
    hear_quotes,
    hear_repetition,
    hear_sequences,
    hear_standfirsts,
    rank_slides,
)
from extract.segment.witnesses.wording import hear_doubts, hear_words, is_year, length, may_name
from extract.text import count_words, plain


def candidates(
    blocks: Sequence[Block], transcript: Transcript, reading: Reading, under_running: dict[int, int] | None = None
) -> dict[int, Candidate]:
    """{block index: candidate} of all blocks that could be headings; those with `score` over 0 are more likely so than not.

    `under_running` tells for blocks right under a running title which that is: they are the titles of slides, and rank as it would.
    """
    body = body_of(blocks)
    scene = Scene(blocks, transcript, reading, body, under_running or {})
    found: dict[int, Candidate] = {}
    numbers = chapters.find(blocks)
    for at, block in enumerate(blocks):
        if block.kind in ("prose", "item") and block.role != "row-note" and (candidate := _candidate(scene, at, block, numbers.get(at))):
            found[at] = candidate
    rank_slides(scene, found)
    open_ = {at: candidate for at, candidate in found.items() if not candidate.is_point}
    hear_quotes(scene, open_)
    hear_attributions(scene, open_)
    hear_standfirsts(scene, open_)
    hear_sequences(scene, open_)
    hear_lists(scene, open_)
    hear_boxes(scene, open_)
    hear_colons(scene, open_)
    hear_neighbours(scene, open_, found)
    hear_repetition(scene, open_)
    hear_empty(scene, open_)
    hear_classes(scene, open_, found)
    return found


def _candidate(scene: Scene, at: int, block: Block, mark: marks.Mark | None) -> Candidate | None:
    printed = block.printed or block.text
    text = printed.text
    if not text or len(text) > MAX_CHARS:
        return None
    if not _has_letters(text) and not (is_year(text) and _may_head(scene, at, block)):  # a letter alone is a tab
        return None
    mark = marks.find(text) if block.mark is not None else mark
    if mark is None and block.mark is not None:
        mark = marks.of_format(block.mark)
    bullet = mark is not None and mark.is_bullet
    title = block.text if bullet else printed
    look = scene.look_of(block, None)
    candidate = Candidate(at, title, 0.0, [], mark, plain(title.text), count_words(title.text), look, look)
    if bullet and _is_point(scene, block, candidate):
        candidate.is_point, candidate.score = True, WEIGHTS["prior-item"]
        return candidate
    notes = candidate.notes
    listed = bullet or (scene.is_deck and block.role == "item")  # a slide's body is a list, its title is the heading
    notes["prior"] = WEIGHTS["prior-item" if listed else "prior"]
    hear_format(scene, block, candidate)
    hear_words(scene, block, candidate)
    shown: dict[str, float] = {}
    if not bullet or "style" in notes:
        hear_typography(scene, at, block, candidate, shown)
    hear_position(scene, at, block, candidate, shown)
    if _may_be_heading(scene, block, candidate, sum(shown.values())):
        hear_doubts(scene, block, candidate)
        if notes["low"] == WEIGHTS["low"] and scene.body.size and WEIGHTY.isdisjoint(notes) and WEIGHTY.isdisjoint(shown):
            notes["low"] = WEIGHTS["low-light"]
    notes |= shown
    candidate.score = sum(notes.values())
    if candidate.level or block.role in ("band", "row-heading"):
        candidate.look = candidate.own_look = _look_of(scene, block, candidate.level)
    if at in scene.under_running:
        above = scene.blocks[scene.under_running[at]]
        level = above.level if above.role in ("heading", "title") else candidate.level
        candidate.look = min(candidate.look, scene.look_of(above, level), key=prominence)
    return candidate


def _look_of(scene: Scene, block: Block, level: int | None) -> Look:
    if block.role in ("band", "row-heading"):
        return (0, BAND if block.role == "band" else 1.0, frozenset(), None, ROW)
    return scene.look_of(block, level)


def _has_letters(text: str) -> bool:
    """Whether at least two of its signs are letters."""
    begins = text[:2].isalpha() and len(text) > 1  # as most
    return begins or sum(map(str.isalpha, text[:8])) > 1 or sum(map(str.isalpha, text)) > 1


def _is_point(scene: Scene, block: Block, candidate: Candidate) -> bool:
    """Whether a block is a point of a list as most are: set as the text is, naming nothing. Wherever it stands, it is no heading."""
    after = scene.after[candidate.at]
    over = WEIGHTS["over-prose" if after is not None and scene.blocks[after].kind == "item" else "over-list"]
    return (
        block.role in (None, "item")
        and scene.most_of_points + over + length(candidate.count) <= 0
        and not is_set_apart(candidate)
        and candidate.at not in scene.under_running
        and not scene.may_list(candidate.folded)
        and not may_name(candidate, scene.sections)
    )


def _may_be_heading(scene: Scene, block: Block, candidate: Candidate, shown: float) -> bool:
    """Whether all that may still be said for a block could make it a heading, its type and place having said `shown`.

    Of most blocks it could not, and what speaks against them is not asked. Numbers speak together: all that are numbered are heard out.
    """
    if candidate.mark is not None and candidate.mark.ordinal:
        return True
    notes = candidate.notes
    best = sum(notes.values()) - notes.get("colon", 0.0) + shown + scene.most
    if block.kind == "prose":
        best += WEIGHTS["repeated"] + ("end" in notes and WEIGHTS["leads"])
    elif block.role == "item" and is_set_apart(candidate):
        best += WEIGHTS["list-heading"]
    return best > 0 or (best > -WEIGHTS["unit"] and units.quoted(candidate.title.text) is not None)


def _may_head(scene: Scene, at: int, block: Block) -> bool:
    """Whether a year alone is set as a heading: by its style, or bold in no table, right over a list."""
    after = next((other for other in scene.blocks[at + 1 :] if other.kind != "aside"), None)
    in_table = scene.transcript.lines[block.lines[0]].cell is not None
    listed = "bold" in block.looks and not in_table and after is not None and after.kind == "item"
    return block.role in ("heading", "title") or listed
