"""The document's title and subtitle: in the outline, never in a path."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.page import Block, Reading
from extract.segment import cover
from extract.segment.levels import Placed
from extract.segment.negative import bears_date
from extract.segment.witnesses import wording
from extract.segment.witnesses.candidate import Candidate
from extract.taxonomy import headings
from extract.text import key, plain

_LOOK_AT = 12  # blocks from the start in which the title stands
_TITLE_CHARS = 250
_ARTICLE = re.compile(r"^(?:les?|la|nos|notre|l')\s*")
_HEAD = 4  # short lines at the head, one of which may say what the document is
_TITLE_WORDS = 16
_SMALLER = 0.6  # of the largest type at the head: a title is set no smaller
_COVER = 6  # blocks that a cover page holds at most


def find(blocks: Sequence[Block], found: dict[int, Candidate], reading: Reading) -> tuple[int | None, int | None]:
    """Block indexes of the title and the subtitle; None for what the document does not have."""
    order = [at for at, block in enumerate(blocks) if block.kind != "aside"][:_LOOK_AT]
    printed = reading.properties.get("printed-title")
    if printed:  # what stands first on the page is a heading then, unless it says the title again
        order = [at for at in order if key(blocks[at].text.text) == key(printed) or blocks[at].role == "title"][:1]
    title = order[0] if printed and order else None if printed else _title(blocks, found, order)
    if title is None:
        return None, None
    return title, _subtitle(blocks, found, order, title, reading)


def is_cover_line(
    placed: Sequence[Placed], above: Sequence[int | None], title: int | None, blocks: Sequence[Block], passed: Sequence[int | None] = ()
) -> bool:
    """Whether the first heading is a line of the cover (the organisation, a motto): it follows the title, but for other such lines,
    and would hold the whole rest while it has nothing of its own under it, or bears the document's date."""
    if title is None or len(placed) < 3 or placed[0].unit.kind != "section" or placed[0].candidate.mark is not None:
        return False
    if placed[0].candidate.is_phase:  # "Perspectives 2012" over all the rest is what the document is made of
        return False
    first, second = placed[0].candidate.at, placed[1].candidate.at
    known = {*passed, *cover.lines(blocks, title, passed)}
    before = [at for at in range(title + 1, first) if blocks[at].kind != "aside" and at not in known]
    under = [block for block in blocks[first + 1 : second] if block.kind != "aside"]
    plain = placed[0].candidate.level is None and not placed[0].candidate.look[2]
    dated = [one for one in placed if bears_date(blocks[one.candidate.at])]  # minutes of several meetings have more than one
    follows = first > title and not before
    holders = [index for index in above if index and above[index] is None]  # others on its level that hold headings: it is a chapter too
    lone = plain and not under and not holders and set(placed[0].candidate.evidence) <= {"position"}
    return follows and (
        dated == [placed[0]] or lone or _is_only_bold(placed, blocks[title]) or ((plain or not under) and None not in above[1:])
    )


def _is_only_bold(placed: Sequence[Placed], title: Block) -> bool:
    """Whether the format marks the title, and the line under it merely looks like a heading, as no other one does."""
    first = placed[0].candidate
    marked = title.role in ("heading", "title") and any(one.candidate.notes.get("style") for one in placed[1:])
    return marked and not first.notes.get("style") and not first.is_wording and all(one.candidate.look != first.look for one in placed[1:])


def _title(blocks: Sequence[Block], found: dict[int, Candidate], order: list[int]) -> int | None:
    named = [at for at in order if blocks[at].role == "title"]
    if named:
        return named[0]
    if (only := _only_first_level(blocks, order[:_HEAD])) is not None:
        return only
    prose = [at for at in order if blocks[at].kind == "prose" and at in found and len(blocks[at].text.text) <= _TITLE_CHARS]
    if not prose or (order[0] != prose[0] and not any(blocks[at].style.size for at in prose)):
        return None
    named = _names_genre(blocks, found, order)
    if named is not None:
        return named
    sizes = [blocks[at].style.size for at in prose]
    if any(sizes):
        largest = max(sizes)
        chosen = _largest_title(blocks, found, prose, largest)
        alone = found[prose[0]].own_look not in {one.own_look for at, one in found.items() if at != prose[0] and one.score > 0}
        return prose[0] if chosen is None and alone and _names_genre(blocks, found, order[:1], first=True) is not None else chosen
    first = prose[0]
    if (
        _is_part(blocks, first)
        or found[first].unit.kind != "section"
        or found[first].notes.get("full-stop", 0) < 0
        or found[first].notes.get("colon", 0) < 0
        or found[first].notes.get("comma", 0) < 0
        or _is_over_items(blocks, found, first)
    ):
        return None
    return first


def _only_first_level(blocks: Sequence[Block], head: Sequence[int]) -> int | None:
    """The heading of the first level at the head of the document, when all its other headings are below that."""
    levels = [block.level for block in blocks if block.role == "heading" and block.kind != "aside"]
    if len(levels) < 2 or levels[0] != 1 or levels.count(1) != 1:
        return None
    return next((at for at in head if blocks[at].role == "heading"), None)


def _names_genre(blocks: Sequence[Block], found: dict[int, Candidate], order: list[int], first: bool = False) -> int | None:
    """The line of the head that says what the document is ("Rapport d'activités"), under the organisation's name or a motto.

    The very first line only if `first` says so: other signs are heard before.
    """
    head = order[:_HEAD]
    largest = max((blocks[at].style.size for at in head), default=0.0)
    for place, at in enumerate(head):
        words = plain(blocks[at].text.text)
        if at not in found or blocks[at].kind != "prose" or len(words.split()) > _TITLE_WORDS or words.endswith((".", ":", ";")):
            return None
        if _ARTICLE.sub("", words).startswith(_genre_cues()):
            fits = found[at].unit.kind == "section" and blocks[at].style.size >= _SMALLER * largest
            fits = fits and not _is_over_items(blocks, found, at)
            return at if (place or first) and fits else None
    return None


@lru_cache(maxsize=1)
def _genre_cues() -> tuple[str, ...]:
    known = headings.words("genres")
    return tuple(sorted({cue for name in (*known.values["order"], "other", "meeting", "titles") for cue in known[name]}))


def masthead(blocks: Sequence[Block], title: int | None) -> set[int]:
    """The short lines over the title, on its page: whose document it is, where, when."""
    if title is None:
        return set()
    above = [at for at in range(title) if blocks[at].kind == "prose" and blocks[at].page == blocks[title].page]
    return set(above) if all(len(blocks[at].text.text.split()) <= _TITLE_WORDS for at in above) and len(above) <= _COVER else set()


def _is_part(blocks: Sequence[Block], at: int) -> bool:
    """Whether the format sets the heading beside others, and it holds headings with items before the next of them."""
    level = blocks[at].level
    if blocks[at].role != "heading" or level is None:
        return False
    after = [block for block in blocks[at + 1 :] if block.kind != "aside"]
    marked = [(order, block.level or 0) for order, block in enumerate(after) if block.role == "heading"]
    beside = next((order for order, other in marked if other <= level), None)
    if beside is None or after[beside].level != level or not marked or marked[0][1] <= level:
        return False
    return any(block.kind == "item" for block in after[marked[0][0] : beside])


def _largest_title(blocks: Sequence[Block], found: dict[int, Candidate], prose: list[int], largest: float) -> int | None:
    at = next(at for at in prose if blocks[at].style.size == largest)
    usual = sorted(block.style.size for block in blocks if block.kind != "aside")  # 0 where the format leaves it open
    if largest <= usual[len(usual) // 2] * 1.05 and at != prose[0]:
        return None
    alike = sum(
        block.kind == "prose" and block.style.size >= largest * 0.98 and other in found and found[other].score > 0
        for other, block in enumerate(blocks)
    )
    units_alike = sum(
        other in found and found[other].unit.kind != "section" and block.style.size >= largest * 0.98 for other, block in enumerate(blocks)
    )
    if alike > 2 or (units_alike > 1 and found[at].unit.kind != "section") or _is_over_items(blocks, found, at):
        return _standing_out(blocks, found, prose) if largest == usual[len(usual) // 2] else None
    named = _names_genre(blocks, found, prose[:1], first=True) is not None
    below = cover.title_under_letterhead(blocks, found, at) if at == prose[0] and not named else None
    return at if below is None else below


def _standing_out(blocks: Sequence[Block], found: dict[int, Candidate], prose: list[int]) -> int | None:
    """Where all is set in one size: the first line that is set as a heading, but as no other is, under a line or two on place and date."""
    at = next((at for at in prose[:_HEAD] if found[at].score > 0), None)
    if at is None or at == prose[0] or _is_over_items(blocks, found, at):
        return None
    like = [other for other, one in found.items() if one.score > 0 and one.own_look == found[at].own_look]
    others = sum(one.score > 0 for one in found.values()) - 1
    return at if len(like) == 1 and others > 1 and found[at].mark is None and found[at].unit.kind == "section" else None


def _is_over_items(blocks: Sequence[Block], found: dict[int, Candidate], at: int) -> bool:
    following = next((after for after in range(at + 1, len(blocks)) if blocks[after].kind != "aside"), None)
    return following is not None and blocks[following].kind == "item" and not (following in found and found[following].score > 0)


def _subtitle(blocks: Sequence[Block], found: dict[int, Candidate], order: list[int], title: int, reading: Reading) -> int | None:
    """The short block right after the title, when another heading follows it and it holds nothing."""
    rest = [at for at in order if at > title]
    if not rest or rest[0] not in found or found[rest[0]].unit.kind != "section" or blocks[rest[0]].kind != "prose":
        return None
    first = rest[0]
    if reading.paged and blocks[first].page != blocks[title].page:  # the next slide's title
        return None
    if blocks[first].role in ("title", "subtitle") or _is_cover(blocks, reading, title, first):
        return first
    if len(rest) < 2 or found[first].notes.get("full-stop", 0) < 0 or found[first].notes.get("colon", 0) < 0:
        return None
    sections, calendar = headings.words("sections"), headings.words("calendar")
    if wording.is_date(blocks[first].text.text, calendar) and not _is_over_items(blocks, found, first):
        return first
    after = rest[1]
    opens = after in found and wording.core_words(blocks[after].text.text, sections) in sections["openings"]
    return first if opens and found[first].level is None else None


def _is_cover(blocks: Sequence[Block], reading: Reading, title: int, first: int) -> bool:
    """A first page with the title and a few lines more, and pages after it."""
    if not reading.paged or len(reading.pages) < 3 or blocks[title].page != 1 or blocks[first].page != 1:
        return False
    cover = [block for block in blocks if block.page == 1 and block.kind != "aside"]
    return len(cover) <= _COVER and all(block.kind == "prose" and len(block.text.text) < _TITLE_CHARS for block in cover)
