"""The lines around a title that say whose document it is, where, when and before whom: none of them is a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, zip_longest

from extract.page import Block, Passage, Reading
from extract.segment.negative import bears_date
from extract.segment.witnesses.candidate import Candidate
from extract.segment.witnesses.wording import is_capitalised, is_date
from extract.taxonomy import headings
from extract.text import count_words, ends_sentence, key, plain

_WORDS = 20  # of a cover line
_LINES = 6  # that a cover holds under its title
_CONTACT = re.compile(r"\S@\S|www\.|https?:|\b\d{5} [A-ZÀ-Þ]|\b0\d(?:[ .]\d\d){4}\b")
_EARLY = 400  # blocks in which a document names itself
_IN_TEXT = 12  # characters before or after a name in a text
_NAME_WORDS = 7
_ARTICLE = re.compile(r"^(?:les?|la|nos|notre|l)\s+")


def lines(blocks: Sequence[Block], title: int | None, passed: Sequence[int | None] = ()) -> set[int]:
    """Indexes of the lines right under the title that say who, where, when: "Association loi 1901", "Adopté le 3 mars 2012", an address.

    They end at the first line that says something else; `passed` (the subtitle) ends nothing.
    """
    if title is None:
        return set()
    after = list(islice((at for at in range(title + 1, len(blocks)) if at not in passed and not _is_passable(blocks[at])), _LINES))
    out: set[int] = set()
    for at, following in zip_longest(after, after[1:]):
        if not says_whereabouts(blocks[at]) or (following is not None and blocks[following].kind == "item"):
            break
        out.add(at)
    return out


def says_whereabouts(block: Block) -> bool:
    """Whether a line says what a cover says: by its words, its date, or an address in it."""
    text = block.text.text
    if block.kind != "prose" or count_words(text) > _WORDS or text.rstrip().endswith((":", ";")):
        return False
    return bool(_cues().are_in(plain(text)) or bears_date(block) or is_date(text, headings.words("calendar")) or _CONTACT.search(text))


def unlike(blocks: Sequence[Block], found: dict[int, Candidate], title: int | None, reading: Reading) -> set[int]:
    """Indexes of the lines between the title and the first words of content that are set like no heading further down.

    The last of them heads that content, unless it is the name of somebody. A part by its words ("Perspectives") or its number, a unit,
    and what the format or a contents page calls a heading are none of the cover's.
    """
    if title is None:
        return set()
    head = []
    for at in range(title + 1, len(blocks)):
        if not _is_passable(blocks[at]):
            if blocks[at].kind != "prose" or count_words(blocks[at].text.text) > _WORDS or ends_sentence(blocks[at].text.text):
                break
            head.append(at)
    below = {one.own_look for at, one in found.items() if at > (head[-1] if head else title) and one.score > 0}
    if not below or len(head) > _LINES:
        return set()
    out = {at for at in head if at in found and found[at].score > 0 and found[at].own_look not in below and _is_unnamed(found[at])}
    return out if not out or head[-1] not in out or _is_whose(blocks, head[-1], reading) else out - {head[-1]}


def _is_whose(blocks: Sequence[Block], at: int, reading: Reading) -> bool:
    """Whether the line names who speaks: the file's author, or somebody whom the text names so. What heads a list names nobody."""
    following = next((block for block in blocks[at + 1 :] if block.kind != "aside"), None)
    if following is None or following.kind == "item":
        return False
    text = blocks[at].text.text
    if key(text) in (key(reading.properties.get(name) or "") for name in ("author", "company")):
        return True
    return is_capitalised(text) and sum(word[:1].isupper() for word in text.split()) > 1 and is_named(blocks, text)


def is_named(blocks: Sequence[Block], name: str) -> bool:
    """Whether the document, as it begins, speaks of somebody by this name: "La Passerelle" over "La Passerelle a ouvert …"."""
    words = _ARTICLE.sub("", key(name))
    if not words or len(words.split()) > _NAME_WORDS:
        return False
    first = words.partition(" ")[0]  # most blocks do not hold even that
    texts = (block.text.text for block in blocks[:_EARLY] if block.kind in ("prose", "item"))
    return any(first in plain(text) and _speaks_of(key(text), words) for text in texts)


def _speaks_of(text: str, words: str) -> bool:
    """Whether whole words stand in a text that says something else as well."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        whole = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        if whole and max(start, len(text) - end) >= _IN_TEXT:
            return True
        start = text.find(words, start + 1)
    return False


def _is_unnamed(one: Candidate) -> bool:
    """Whether nothing but its look says that it is a heading."""
    named = any(one.notes.get(name, 0) > 0 for name in ("style", "outline", "contents", "beginning", "unit", "slide-title", "ruled"))
    return not named and not one.is_phase and one.mark is None and one.unit.kind == "section"


def continuation(blocks: Sequence[Block], found: dict[int, Candidate], title: int | None) -> int | None:
    """The second line of a title set on two, where their words show it: "COMPTE RENDU MORAL" / "ET FINANCIER 2012"."""
    at = next((at for at in range(title + 1, len(blocks)) if blocks[at].kind != "aside"), None) if title is not None else None
    if at is None or title not in found or blocks[at].kind != "prose" or blocks[at].page != blocks[title].page:
        return None
    first, second = blocks[title], blocks[at]
    if (first.role, first.level, first.style.size, first.looks - {"caps"}) != (
        second.role,
        second.level,
        second.style.size,
        second.looks - {"caps"},
    ):
        return None
    if at not in found:  # a year, without a word
        return at if _shows(first) and is_date(second.text.text, headings.words("calendar")) else None
    if found[at].mark is not None or any(
        one.own_look == found[at].own_look and one.score > 0 for other, one in found.items() if other not in (title, at)
    ):
        return None
    known = headings.words("sections")
    words, more = plain(first.text.text).split(), plain(second.text.text).replace("'", "' ").split()
    joined = bool(words and more) and (words[-1] in known["joins.closing"] or more[0] in known["joins.opening"])
    return at if joined and len(words) + len(more) <= 2 * _WORDS else None


def joined(first: Passage, second: Passage) -> Passage:
    """Two lines as one passage, a space between them."""
    start = len(first.text) + 1
    return Passage(f"{first.text} {second.text}", (*first.pieces, *((at + start, source, length) for at, source, length in second.pieces)))


def _shows(block: Block) -> bool:
    return bool(block.looks or block.style.size)


def is_address(block: Block) -> bool:
    """Whether a line, perhaps set aside, says where somebody is found: the second line of a letterhead."""
    if block.kind == "aside":
        return block.reason in ("contacts", "url")
    text = block.text.text
    return block.kind == "prose" and count_words(text) <= _WORDS and bool(_CONTACT.search(text))


def _is_passable(block: Block) -> bool:
    """What may stand between the lines of a cover: an address set aside, a page's running title, a blank."""
    return block.kind == "aside"


@lru_cache(maxsize=1)
def _cues() -> headings.Cues:
    return headings.Cues(headings.words("furniture")["covers"])
