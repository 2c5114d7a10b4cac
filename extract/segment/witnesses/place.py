"""What the format, the type and the place of a block say of it."""

from __future__ import annotations

from collections.abc import Sequence

from extract.page import Block, Bookmark
from extract.segment.witnesses.candidate import TYPOGRAPHY, WEIGHTS, Candidate, family
from extract.segment.witnesses.looks import LARGER
from extract.segment.witnesses.scene import MAX_CHARS, Scene
from extract.taxonomy import headings
from extract.text import count_words, ends_sentence, key, plain, starts_low

_WEIGHTY = frozenset(("bold", "caps", "underline"))  # what headings smaller than text have
_AIM = 60.0  # points: a bookmark points no further off its heading
_APART = 0.9  # line heights over a line that is set apart
_COLON_BOLD = 0.35  # what is left of a colon's weight at the end of a bold line that stands over a paragraph
_RULE_SLIP = 4  # signs that a typed rule may be longer or shorter than the line above it


def hear_format(scene: Scene, block: Block, candidate: Candidate) -> None:
    if block.role in ("band", "row-heading"):
        candidate.notes["style"] = WEIGHTS["row"]
        candidate.evidence.append("position")
    if block.role in ("heading", "title"):
        candidate.notes["style"] = WEIGHTS["style"]
        candidate.level = 1 if block.level is None and block.role == "title" and scene.chapters else block.level
        candidate.evidence.append("style")
    title, own, number = candidate.title.text, block.text.text, candidate.mark
    own = own if block.mark or number is None else own[number.end :]
    if not scene.may_list(candidate.folded) and (own is title or not scene.may_list(plain(own))):
        return
    words, bare = key(title), key(own)
    mark = _bookmark(scene.bookmarks.get(words) or scene.bookmarks.get(bare) or (), block)
    if mark is not None:
        candidate.notes["outline"] = WEIGHTS["outline"]
        candidate.evidence.append("outline")
        candidate.level = candidate.level or mark.level
    entry = scene.contents.get(words) or scene.contents.get(bare)
    if entry is not None and words:
        candidate.notes["contents"] = WEIGHTS["contents"]
        candidate.evidence.append("contents")
        candidate.level = candidate.level or entry or None


def _bookmark(alike: Sequence[Bookmark], block: Block) -> Bookmark | None:
    """The bookmark with the block's words that points to where it stands; None when all point elsewhere."""

    def distance(mark: Bookmark) -> float:
        return abs(mark.top - block.bbox[1]) if mark.top is not None and block.bbox else 0.0

    nearest = min((mark for mark in alike if mark.page in (None, block.page)), key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) <= _AIM else None


def hear_typography(scene: Scene, at: int, block: Block, candidate: Candidate, notes: dict[str, float]) -> None:
    """What its type says, against the body's."""
    body, looks, size = scene.body, block.looks, block.style.size
    if body.size and size:
        ratio = size / body.size
        if ratio >= LARGER:
            notes["larger"] = WEIGHTS["larger"] * min(1.6, 0.7 + (ratio - LARGER) * 2.5)
        elif ratio < 1 / LARGER:
            notes["smaller"] = WEIGHTS["small" if looks.isdisjoint(_WEIGHTY) else "smaller"]
    if looks:
        _hear_looks(scene, at, block, candidate, notes)
    if block.style.colour is not None and block.style.colour != body.colour:
        notes["colour"] = WEIGHTS["colour"]
    if not TYPOGRAPHY.isdisjoint(notes):
        candidate.evidence.append("typography")


def _hear_looks(scene: Scene, at: int, block: Block, candidate: Candidate, notes: dict[str, float]) -> None:
    body, looks = scene.body, block.looks
    if "bold" in looks and not body.bold:
        notes["bold"] = WEIGHTS["bold"]
    if "caps" in looks and not body.caps and any(len(word) > 4 for word in candidate.title.text.split()):
        notes["caps"] = WEIGHTS["caps"]
    after = scene.after[at]
    if "boxed" in looks and after is not None and "boxed" in scene.blocks[after].looks and scene.blocks[after].kind == "prose":
        notes["box-title"] = WEIGHTS["box-title"]
    for look in ("underline", "boxed", "ruled", "italic"):
        if look in looks:
            notes[look] = WEIGHTS[look]
    if "ruled" in looks and _is_typed_under(scene, at):
        notes["ruled"] = WEIGHTS["typed-rule"]


def _is_typed_under(scene: Scene, at: int) -> bool:
    """Whether a rule of signs as long as the line stands right under it, as in reStructuredText."""
    under = scene.blocks[at + 1] if at + 1 < len(scene.blocks) else None
    if under is None or under.reason != "rule" or under.bbox is not None:
        return False
    length = len(scene.blocks[at].text.text)
    return abs(len(under.text.text) - length) <= max(_RULE_SLIP, 0.25 * length)


def hear_position(scene: Scene, at: int, block: Block, candidate: Candidate, notes: dict[str, float]) -> None:
    """What the place says: the space above, and what stands before and after."""
    gap = block.gap
    if gap is not None:
        if gap >= _APART:
            notes["space"] = WEIGHTS["apart" if scene.blank and gap > scene.blank and not block.bbox else "space"]
        elif gap < 0.45:
            notes["space"] = WEIGHTS["tight" if block.bbox else "no-blank"]
    if at in scene.under_running:
        notes["slide-title"] = WEIGHTS["slide-title"]
        candidate.is_slide_title = True
    if candidate.unit.announces and _is_over_agenda(scene, at):
        notes["agenda"] = WEIGHTS["unit"]
    over = _what_follows(scene, at)
    if over:
        notes["over"] = WEIGHTS[over]
        if WEIGHTS[over] >= 2:
            candidate.evidence.append("position")
    if "bold" in notes and "colon" in candidate.notes and (gap or 0) >= _APART and over in ("over-prose", "over-one"):
        candidate.notes["colon"] *= _COLON_BOLD  # a line that introduces a list stands right over it
    before = scene.before[at]
    if before is not None and scene.blocks[before].kind == "prose" and scene.blocks[before].text.text.rstrip().endswith(":"):
        notes["after-colon"] = WEIGHTS["after-colon"]


def _is_over_agenda(scene: Scene, at: int) -> bool:
    """Whether the first thing under the block is a list that announces headings."""
    after = scene.blocks[at + 1] if at + 1 < len(scene.blocks) else None
    return after is not None and after.kind == "aside" and after.reason == "contents"


def _what_follows(scene: Scene, at: int) -> str | None:
    """Whether a list, one item, or prose stands under the block (a line that introduces the list may stand between)."""
    after = scene.after[at]
    if after is None:
        return None
    block, own = scene.blocks[after], scene.blocks[at]
    beyond = scene.after[after]
    over_item = beyond is not None and scene.blocks[beyond].kind == "item"
    if block.kind == "prose":
        text = block.text.text
        if not text[:1].isalpha() and not any(map(str.isalpha, text)):
            return "over-figures"
        if over_item and len(text) < MAX_CHARS and (text.rstrip().endswith((":", "!")) or starts_low(text)):
            return "over-list"
        longer = len(text) > 1.5 * len(own.text.text) and (ends_sentence(text) or count_words(text) > 20)
        return "over-prose" if longer else None
    if block.kind == "table":
        return "over-measures" if any(headings.opens_with(cell.text, scene.measures) for cell in block.cells) else "over-prose"
    if own.kind == "item":
        return "over-prose" if block.mark != own.mark and family(block) != family(own) else None
    return "over-list" if over_item else "over-one"
