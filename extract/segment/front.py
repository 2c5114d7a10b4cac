"""Which block at the head of a document is its title: every witness is heard, and what each says is added up as log-odds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from extract.page import Block, Reading
from extract.segment import cover
from extract.segment.witnesses import wording
from extract.segment.witnesses.candidate import Candidate
from extract.taxonomy import headings
from extract.text import count_words, ends_sentence, key, plain

# Log-odds that a block is the document's title. Set by hand on the annotated reports, then checked on typeset ones.
WEIGHTS = {
    "prior": -2.6,
    "format": 7.0,  # "Title"; what a slide or a page calls so
    "format-repeated": 1.0,  # a style "Title" that chapters bear too
    "only-first-level": 5.0,  # the one heading of the first level, all others below it
    "genre": 4.2,  # begins with what the document is: "Rapport d'activités", "Diagnostic"
    "genre-within": 1.0,
    "genre-alone": 3.4,  # and hardly anything else: "Document procès-verbal", "Type : compte rendu"
    "issue": 2.5,  # "La Gazette n° 12"
    "after-genre": -1.5,  # a line above says already what it is
    "year": 0.8,
    "largest": 2.8,  # set larger than all that follows
    "as-large": 0.4,
    "smaller": -1.5,  # than another line of the head
    "much-smaller": -2.6,
    "own-look": 1.4,  # a heading set like no other
    "shared-look": -2.4,  # set like the headings further down
    "heading": 0.6,
    "no-heading": -0.5,
    "first": 1.2,
    "letterhead": -2.0,  # a name, and under it what the document is or an address
    "under-letterhead": 2.5,  # and its address
    "used-as-name": -2.4,  # the text names somebody so
    "after-cover": 0.8,  # nothing but lines of a cover stand above it
    "after-text": -1.8,
    "after-heading": -2.5,
    "properties": 2.5,  # the file bears it as its title
    "running": 0.8,  # the pages repeat it
    "whereabouts": -4.0,  # says who, where, when
    "over-whereabouts": 0.4,
    "number": -5.0,
    "unit": -3.0,
    "over-items": -3.5,
    "opening": -5.0,  # "Préambule", "Ordre du jour", "Présents"
    "contents": -4.0,  # the contents page names it
    "part": -6.0,  # the format sets it beside others, and it holds headings
    "sentence": -1.6,
    "long": -1.5,
    "ending": -3.5,  # a full stop, a colon, a comma
    "low": -2.5,
    "bar": -6.0,  # "Accueil | Actualités | Contact"
}
_MOST_OF_PLACE = sum(WEIGHTS[name] for name in ("first", "under-letterhead", "after-cover", "over-whereabouts"))
_MOST_OF_WORDS = sum(WEIGHTS[name] for name in ("prior", "genre-alone", "issue", "year")) + 0.1  # sums are not exact
TITLE_CHARS = 250
_TITLE_WORDS = 22
_TEXT_WORDS = 25  # more make a paragraph
_SENTENCE_WORDS = 8  # so does a sentence of more than these
_ALONE = 3  # words of a line that says what the document is, and no more
_ALIKE = 0.98  # of the largest type: as large
_MUCH_SMALLER = 0.75
_LARGER = 1.05
_DISPLAY = 1.25  # times the type of any heading inside a folded sheet
_UNDER = 3  # lines under a letterhead, one of which says what the document is
_COVER = 6  # lines of a cover over a title
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
_ARTICLE = re.compile(r"^(?:(?:les?|la|nos|notre|l')\s+|l')")
_ISSUE = re.compile(r"\w[\s,–—-]+n°\s*\d+\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def title(blocks: Sequence[Block], found: dict[int, Candidate], order: Sequence[int], reading: Reading) -> int | None:
    """The index of the title among the blocks `order` at the head; None where it is likelier that the document has none."""
    head = _Head(blocks, found, order, reading)
    best, highest = None, 0.0
    for place, at in enumerate(head.order):
        if head.may_be(at) and (score := head.score(place, at, highest)) > highest:
            best, highest = at, score
    return best


def leaflet(blocks: Sequence[Block], found: dict[int, Candidate], reading: Reading) -> int | None:
    """The title on the front of a folded sheet, which is the right panel of its outer side: the largest words of all, at the right of a
    page broader than high, with nothing but lines of a cover after them."""
    sheet = reading.pages[0]
    if sheet.width <= sheet.height or len(reading.pages) < 2:
        return None
    sized = {
        at: block.bbox[0] for at, block in enumerate(blocks) if block.kind != "aside" and block.bbox and _LONG_WORD.search(block.text.text)
    }
    largest = max(sized, key=lambda at: (blocks[at].style.size, -at), default=None)
    if largest is None or blocks[largest].page != sheet.number or sized[largest] < sheet.width / 2 or largest not in found:
        return None
    others = [blocks[at].style.size for at in sized if blocks[at].page != sheet.number]
    if found[largest].score <= 0 or blocks[largest].style.size < _DISPLAY * max(others, default=0.0):
        return None
    after = [block for block in blocks[largest + 1 :] if block.page == sheet.number and block.kind != "aside"]
    return largest if len(after) <= _COVER and all(block.kind == "prose" for block in after) else None


@lru_cache(maxsize=1 << 9)  # asked of the head's lines for each other
def names_genre(text: str) -> bool:
    """Whether the text begins with what a document is: "Rapport d'activités", "Les priorités de travail"."""
    return _cues().begin(_ARTICLE.sub("", plain(text)))


class _Head:
    """The blocks before the first list, and what was passed on the way down."""

    def __init__(self, blocks: Sequence[Block], found: dict[int, Candidate], order: Sequence[int], reading: Reading) -> None:
        self.blocks, self.found, self.reading = blocks, found, reading
        self.order = list(_before_items(blocks, found, order))
        self.likely = [at for at, one in found.items() if one.score > 0 and blocks[at].kind != "aside"]
        self.largest = max((blocks[at].style.size for at in self.order), default=0.0)
        self.only = only_first_level(blocks, self.order)
        self.running = {key(block.text.text) for block in blocks if block.kind == "aside" and (block.reason or "").startswith("running")}

    def may_be(self, at: int) -> bool:
        return self.blocks[at].kind == "prose" and len(self.blocks[at].text.text) <= TITLE_CHARS and at in self.found

    def score(self, place: int, at: int, least: float) -> float:
        """The log-odds that the block is the title. Where all that is still unheard cannot bring them over `least`, it stays unheard."""
        form, look = list(self.format(at)), list(self.look(at))
        most = _sum((*form, *look)) + _MOST_OF_PLACE + _MOST_OF_WORDS
        if most <= least:
            return most
        stands = list(self.place(place, at))
        most = _sum((*form, *look, *stands)) + _MOST_OF_WORDS
        if most <= least:
            return most
        return _sum(("prior", *form, *self.words(at), *look, *stands))

    def format(self, at: int) -> Iterator[str]:
        block = self.blocks[at]
        if block.role == "title":
            yield "format" if self.titles == 1 or self.reading.paged or at == self.order[0] else "format-repeated"
        if at == self.only:
            yield "only-first-level"
        if key(block.text.text) == key(self.reading.properties.get("title") or ""):
            yield "properties"
        if key(block.text.text) in self.running:
            yield "running"
        if self.found[at].notes.get("contents", 0) > 0:
            yield "contents"
        if is_part(self.blocks, at):
            yield "part"

    def words(self, at: int) -> Iterator[str]:
        text, one = self.blocks[at].text.text, self.found[at]
        genre = names_genre(text)
        if genre:
            yield "genre"
        elif _cues().are_in(plain(text)):
            yield "genre-alone" if count_words(text) <= _ALONE else "genre-within"
        if _YEAR.search(text):
            yield "year"
        if not genre and _ISSUE.search(text):
            yield "issue"
        if not genre and cover.says_whereabouts(self.blocks[at]):
            yield "whereabouts"
        if not genre and cover.is_named(self.blocks, text):
            yield "used-as-name"
        if _opens(text):
            yield "opening"
        if one.mark is not None:
            yield "number"
        if one.unit.kind != "section":
            yield "unit"
        if not genre and wording.is_sentence(one.title.text, headings.words("sections")):  # not "Offre d'emploi"
            yield "sentence"
        if count_words(text) > _TITLE_WORDS:
            yield "long"
        if any(one.notes.get(name, 0) < 0 for name in ("full-stop", "colon", "comma")):
            yield "ending"
        if not genre and wording.goes_on(self.blocks[at], one):
            yield "low"
        if text.count("|") > 1:
            yield "bar"

    def look(self, at: int) -> Iterator[str]:
        size, one = self.blocks[at].style.size, self.found[at]
        others = [other for other in self.likely if other != at]
        alike = [other for other in others if self.found[other].own_look == one.own_look]
        if size and size < self.largest * _ALIKE:
            yield "much-smaller" if size < self.largest * _MUCH_SMALLER else "smaller"
        elif size > self.usual * _LARGER:
            next_best = max((self.blocks[other].style.size for other in others), default=0.0)
            yield "largest" if size > next_best * _LARGER else "as-large"
        if one.score <= 0:
            yield "no-heading"
            return
        yield "heading"
        if not alike and len(others) > 1:
            yield "own-look"
        if sum(other > at for other in alike) > 1 and not names_genre(self.blocks[at].text.text):
            yield "shared-look"

    def place(self, place: int, at: int) -> Iterator[str]:
        above, under = self.order[:place], self.order[place + 1 : place + 1 + _UNDER]
        after_text, after_heading = any(map(self._is_text, above)), any(map(self._is_heading, above))
        if self._is_letterhead(at, under):
            yield "letterhead"
        elif place == 0:
            yield "first"
        if 0 < place <= _COVER and not after_text and not after_heading:
            yield "after-cover"
        if above and at == above[0] + 2 and self._is_over_address(above[0]) and self._is_letterhead(above[0], ()):
            yield "under-letterhead"
        if after_text:
            yield "after-text"
        if after_heading:
            yield "after-heading"
        if any(self.may_be(other) and names_genre(self.blocks[other].text.text) for other in above):
            yield "after-genre"
        if self.blocks[at].role != "title" and is_over_items(self.blocks, self.found, at):
            yield "over-items"
        if under and cover.says_whereabouts(self.blocks[under[0]]):
            yield "over-whereabouts"

    def _is_text(self, at: int) -> bool:
        text = self.blocks[at].text.text
        count = count_words(text)
        return count > _TEXT_WORDS or (ends_sentence(text) and count > _SENTENCE_WORDS)

    def _is_heading(self, at: int) -> bool:
        one = self.found.get(at)
        return _opens(self.blocks[at].text.text) or (one is not None and one.score > 0 and (one.mark is not None or one.is_phase))

    def _is_letterhead(self, at: int, under: Sequence[int]) -> bool:
        """ "Les Amis du Canal" over "Statuts" or over "4 rue Haute, 72000 Le Mans"."""
        text = self.blocks[at].text.text
        if names_genre(text) or not wording.is_capitalised(text):
            return False
        return self._is_over_address(at) or any(self.may_be(other) and names_genre(self.blocks[other].text.text) for other in under)

    def _is_over_address(self, at: int) -> bool:
        return at + 1 < len(self.blocks) and cover.is_address(self.blocks[at + 1])

    @cached_property
    def usual(self) -> float:
        """The usual size of type; 0 where the format leaves it open."""
        sizes = sorted(block.style.size for block in self.blocks if block.kind != "aside")
        return sizes[len(sizes) // 2] if sizes else 0.0

    @cached_property
    def titles(self) -> int:
        """How many blocks the format calls titles."""
        return sum(block.role == "title" and block.kind != "aside" for block in self.blocks)


def _sum(said: Sequence[str]) -> float:
    return sum(WEIGHTS[name] for name in said)


def _before_items(blocks: Sequence[Block], found: dict[int, Candidate], order: Sequence[int]) -> Iterator[int]:
    for at in order:
        if blocks[at].kind == "item" and not (at in found and found[at].score > 0):
            return
        if blocks[at].kind != "table":
            yield at


def only_first_level(blocks: Sequence[Block], head: Sequence[int]) -> int | None:
    """The heading of the first level at the head of the document, when all its other headings are below that."""
    levels = [block.level for block in blocks if block.role == "heading" and block.kind != "aside"]
    if len(levels) < 2 or levels[0] != 1 or levels.count(1) != 1:
        return None
    return next((at for at in head if blocks[at].role == "heading"), None)


def is_part(blocks: Sequence[Block], at: int) -> bool:
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


def is_over_items(blocks: Sequence[Block], found: dict[int, Candidate], at: int) -> bool:
    """Whether a list begins right under the block."""
    following = next((after for after in range(at + 1, len(blocks)) if blocks[after].kind != "aside"), None)
    return following is not None and blocks[following].kind == "item" and not (following in found and found[following].score > 0)


@lru_cache(maxsize=1 << 9)  # asked of the head's lines for each other
def _opens(text: str) -> bool:
    """What stands under a title and is none: an introduction, an agenda, who was there, how to reach them."""
    folded = plain(text)
    if wording.says(folded, _openings(), headings.words("sections")):
        return True
    return folded.partition(":")[0].strip() in headings.words("furniture")["attendance"]


@lru_cache(maxsize=1)
def _openings() -> frozenset[str]:
    furniture = headings.words("furniture")
    return headings.words("sections")["openings"] | furniture["agendas"] | furniture["attendance"] | furniture["contacts"]


@lru_cache(maxsize=1)
def _cues() -> headings.Cues:
    """What finds words that say what a document is."""
    known = headings.words("genres")
    return headings.Cues({cue for name in (*known.values["order"], "other", "meeting", "titles") for cue in known[name]})
