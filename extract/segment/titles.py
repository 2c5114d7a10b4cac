"""The document's title and subtitle: in the outline, never in a path."""

from __future__ import annotations

from collections.abc import Sequence

from extract.page import Block, Reading
from extract.segment import cover, front
from extract.segment.levels import Placed
from extract.segment.negative import bears_date
from extract.segment.witnesses import wording
from extract.segment.witnesses.candidate import Candidate
from extract.taxonomy import headings
from extract.text import count_words, key, plain

_LOOK_AT = 12  # blocks from the start in which the title stands
_TITLE_WORDS = 16
_COVER = 6  # blocks that a cover page holds at most


def find(blocks: Sequence[Block], found: dict[int, Candidate], reading: Reading) -> tuple[int | None, int | None]:
    """Block indexes of the title and the subtitle; None for what the document does not have."""
    order = [at for at, block in enumerate(blocks) if block.kind != "aside"][:_LOOK_AT]
    printed = reading.properties.get("printed-title")
    if printed:  # what stands first on the page is a heading then, unless it says the title again
        order = [at for at in order if key(blocks[at].text.text) == key(printed) or blocks[at].role == "title"][:1]
    title = order[0] if printed and order else None if printed else front.title(blocks, found, order, reading)
    if title is None and not printed:
        title = front.leaflet(blocks, found, reading)
        order = [] if title is None else [title, *(at for at in range(title + 1, len(blocks)) if blocks[at].kind != "aside")][:_LOOK_AT]
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
    if first < title or any(blocks[at].kind != "aside" and at not in known for at in range(title + 1, first)):
        return False
    under = [block for block in blocks[first + 1 : second] if block.kind != "aside"]
    plain = placed[0].candidate.level is None and not placed[0].candidate.look[2]
    dated = [one for one in placed if bears_date(blocks[one.candidate.at])]  # minutes of several meetings have more than one
    holders = [index for index in above if index and above[index] is None]  # others on its level that hold headings: it is a chapter too
    lone = plain and not under and not holders and set(placed[0].candidate.evidence) <= {"position"}
    return dated == [placed[0]] or lone or _is_only_bold(placed, blocks[title]) or ((plain or not under) and None not in above[1:])


def _is_only_bold(placed: Sequence[Placed], title: Block) -> bool:
    """Whether the format marks the title, and the line under it merely looks like a heading, as no other one does."""
    first = placed[0].candidate
    marked = title.role in ("heading", "title") and any(one.candidate.notes.get("style") for one in placed[1:])
    return marked and not first.notes.get("style") and not first.is_wording and all(one.candidate.look != first.look for one in placed[1:])


def panel(blocks: Sequence[Block], title: int | None) -> set[int]:
    """The lines after the title on the front of a folded sheet, which stands after lists on its outer side."""
    if title is None or not any(block.kind == "item" for block in blocks[:title]):
        return set()
    return {at for at in range(title + 1, len(blocks)) if blocks[at].page == blocks[title].page and blocks[at].kind == "prose"}


def masthead(blocks: Sequence[Block], title: int | None) -> set[int]:
    """The short lines over the title, on its page: whose document it is, where, when."""
    if title is None:
        return set()
    out: set[int] = set()
    for at in range(title - 1, -1, -1):
        if blocks[at].kind == "aside":
            continue
        if blocks[at].kind != "prose" or blocks[at].page != blocks[title].page or count_words(blocks[at].text.text) > _TITLE_WORDS:
            break
        out.add(at)
    return out if len(out) <= _COVER else set()


def _subtitle(blocks: Sequence[Block], found: dict[int, Candidate], order: list[int], title: int, reading: Reading) -> int | None:
    """The short block right after the title, when another heading follows it and it holds nothing."""
    rest = [at for at in order if at > title]
    if not rest or rest[0] not in found or found[rest[0]].unit.kind != "section" or blocks[rest[0]].kind != "prose":
        return None
    first = rest[0]
    if reading.paged and blocks[first].page != blocks[title].page:  # the next slide's title
        return None
    styled = blocks[first].role == "title" and not any(
        block.role == "title" for block in blocks[first + 1 :] if block.page == blocks[first].page
    )
    if blocks[first].role == "subtitle" or styled or _is_cover(blocks, reading, title, first):
        return first
    if _says_what(found, blocks, first):
        return first
    if len(rest) < 2 or found[first].notes.get("full-stop", 0) < 0 or found[first].notes.get("colon", 0) < 0:
        return None
    sections, calendar = headings.words("sections"), headings.words("calendar")
    if wording.is_date(blocks[first].text.text, calendar) and not front.is_over_items(blocks, found, first):
        return first
    after = rest[1]
    opens = after in found and wording.says(plain(blocks[after].text.text), sections["openings"], sections)
    return first if opens and found[first].level is None else None


def _says_what(found: dict[int, Candidate], blocks: Sequence[Block], at: int) -> bool:
    """Whether a line set like no heading below says what the document is: "Notre programme 2014-2020" under a motto."""
    one = found[at]
    if not front.names_genre(blocks[at].text.text) or one.level is not None or one.mark is not None:
        return False
    if front.is_over_items(blocks, found, at):
        return False
    below = [other for place, other in found.items() if place > at and other.score > 0]
    return len(below) > 1 and all(other.own_look != one.own_look for other in below)


def _is_cover(blocks: Sequence[Block], reading: Reading, title: int, first: int) -> bool:
    """A first page with the title and a few lines more, and pages after it."""
    if not reading.paged or len(reading.pages) < 3 or blocks[title].page != 1 or blocks[first].page != 1:
        return False
    cover = [block for block in blocks if block.page == 1 and block.kind != "aside"]
    return len(cover) <= _COVER and all(block.kind == "prose" and len(block.text.text) < front.TITLE_CHARS for block in cover)
