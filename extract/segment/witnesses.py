"""Which blocks are headings: every witness is heard, and what each says is added up as log-odds.

Witnesses: the format's own word (style, tag), bookmarks, contents pages, numbering, typography against the body's, position, wording.
The weights are in `WEIGHTS`; the sum through a logistic curve is the heading's confidence.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from extract import marks
from extract.page import Block, Bookmark, Passage, Reading, Transcript
from extract.segment import units
from extract.taxonomy import headings
from extract.text import ends_sentence, key, plain, starts_low

# Log-odds. Set by hand on the annotated reports, then checked on generated ones (docs/quality.md shows how confidences hold).
WEIGHTS = {
    "prior": -2.5,  # most blocks are no headings
    "prior-item": -6.0,  # a bullet is an item unless much speaks against it
    "style": 6.0,
    "row": 4.0,  # names rows of a table
    "outline": 3.5,
    "contents": 3.5,
    "unit": 3.0,
    "wording": 2.5,
    "beginning": 1.5,
    "larger": 2.6,
    "bold": 2.4,
    "caps": 1.6,
    "underline": 1.2,
    "boxed": 1.5,
    "box-title": -3.5,  # the title of a drawn box holds what is in the box, not what comes after
    "in-box": -6.0,
    "ruled": 2.5,
    "typed-rule": 5.5,  # "=====" right under a line, as long as it is
    "colour": 1.0,
    "italic": 1.2,
    "smaller": -2.0,
    "over-list": 2.0,
    "over-one": 0.8,
    "over-measures": 2.0,
    "over-prose": 0.7,
    "over-heading": 0.8,
    "slide-title": 2.5,
    "repeated": 2.0,
    "space": 0.5,
    "apart": 0.8,
    "tight": -0.5,
    "no-blank": -2.2,
    "chain": -1.5,
    "lead-in-place": -0.7,
    "after-colon": -2.0,
    "colon": -5.5,
    "full-stop": -3.5,
    "quote": -3.0,  # somebody's words, set large between paragraphs
    "exclamation": -1.5,
    "comma": -3.0,
    "low": -3.5,
    "verb": -1.5,
    "long-sentence": -2.6,
    "date": -4.0,
    "person": -2.0,
    "figures": -4.0,
    "hours": -2.5,
    "legend": -4.0,  # says what a sign means: "$$ = 50 000 $"
    "plain": -2.0,  # unlike the document's other headings, nothing sets it apart
    "over-figures": -3.0,  # names a figure: "AUTRES" over "14 %"
    "sequence": 1.2,
    "enumeration": -2.5,
    "listed": -6.0,  # the author marks headings, and made this an item of a list
    "list-heading": 8.0,
}
_SLOPE, _OFFSET, _CERTAIN = 0.34, 1.37, 9.2  # of the confidence; the last is the score beyond which more says no more
_LENGTHS = ((4, 1.2), (8, 0.8), (12, 0.3), (20, -0.5), (32, -1.8), (10_000, -5.0))  # words at most, log-odds
_LARGER = 1.08  # type size over the body's
_CLOSING = '»”" \u00a0\u202f'
_QUOTE = re.compile(r"[«“\"][^«»“”]*[»”\"]\s*[.!?…]?")
_QUOTED = 4  # words: a shorter quote may be a title ("« Interpellation »")
_APART = 0.9  # line heights over a line that is set apart
_COLON_BOLD = 0.35  # what is left of a colon's weight at the end of a bold line that stands over a paragraph
_QUESTION = 12  # words: a longer question is none that heads a section
_STEP = 5.0  # points between the levels of a contents page
_AIM = 60.0  # points: a bookmark points no further off its heading
_MAX_CHARS = 320
_OPEN_RUNS = 4  # lists that a number may go on: the last few
_COLON = 5  # words of a heading that ends in a colon
_RULE_SLIP = 4  # signs that a typed rule may be longer or shorter than the line above it
_MARKED = 2  # headings that the format marks: its author knows how
_LIST_HEADING = 12  # words of a heading that is a list item
_YEAR = r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?"
_YEARS = re.compile(rf"\b{_YEAR}\b")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)\-]\s+")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{2}){1,2}\b")
_SPOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_INITIAL = re.compile(r"\b[A-Z]\.$")
_LETTERED = re.compile(r"\s*[a-z]\)")
_DIGIT = re.compile(r"\d")
_HOURS = re.compile(r"\b\d{1,2}\s?[hH:]\s?\d{2}\b|\b\d{1,2}\s?h\b|https?:|www\.|@\w")
_NOMINAL = re.compile(r"\s*ce qu(?:i|e|['’])(?:\s|(?<=['’]))", re.I)
_LEGEND = re.compile(r"(?:^|\s)=(?:\s|$)")
_PERSON = re.compile(
    r"(?:M(?:me|lle|r|\.)?\.?\s+)?[A-ZÀ-Þ][\w'’-]+(?:\s+(?:d[eu]|de la|van|von|el|ben|le|la))?(?:\s+[A-ZÀ-Þ][\w'’-]+){1,3}"
)


@dataclass(slots=True)
class Candidate:
    """A block that may be a heading, and what speaks for it."""

    at: int  # index of the block
    title: Passage
    score: float
    evidence: list[str]
    unit: units.Unit
    mark: marks.Mark | None
    look: tuple = ()  # as ranked
    own_look: tuple = ()  # as set
    level: int | None = None  # as the format or another witness says
    is_phase: bool = False
    is_subordinate: bool = False
    is_slide_title: bool = False
    is_wording: bool = False
    notes: dict[str, float] = field(default_factory=dict)

    @property
    def confidence(self) -> float:
        """How likely it is a heading, under the right headings. Scores boast, as witnesses agree with each other: Platt scaling,
        fitted on the headings of annotated and generated documents (docs/quality.md)."""
        return 1 / (1 + math.exp(-(_SLOPE * max(-_CERTAIN, min(_CERTAIN, self.score)) + _OFFSET)))


@dataclass(frozen=True, slots=True)
class Body:
    """How most of the document's text is set."""

    size: float
    bold: bool
    colour: int | None
    caps: bool


def body_of(blocks: Sequence[Block]) -> Body:
    """The usual size, weight and colour, by characters."""
    sizes: Counter = Counter()
    bold = caps = total = 0
    colours: Counter = Counter()
    for block in blocks:
        if block.kind == "aside":
            continue
        length = len(block.text.text)
        sizes[block.style.size] += length
        colours[block.style.colour] += length
        bold += length * ("bold" in block.looks)
        caps += length * ("caps" in block.looks)
        total += length
    size = max(sizes, key=lambda value: (sizes[value], -value)) if sizes else 0.0
    colour = colours.most_common(1)[0][0] if colours else None
    return Body(size, bold > 0.5 * total, colour, caps > 0.5 * total)


def candidates(
    blocks: Sequence[Block], transcript: Transcript, reading: Reading, under_running: dict[int, int] | None = None
) -> dict[int, Candidate]:
    """{block index: candidate} of all blocks that could be headings; those with `score` over 0 are more likely so than not.

    `under_running` tells for blocks right under a running title which that is: they are the titles of slides, and rank as it would.
    """
    body = body_of(blocks)
    scene = _Scene(blocks, transcript, reading, body, under_running or {})
    found: dict[int, Candidate] = {}
    for at, block in enumerate(blocks):
        if block.kind in ("prose", "item") and block.role != "row-note" and (candidate := _candidate(scene, at, block)):
            found[at] = candidate
    _rank_slides(scene, found)
    _hear_quotes(found)
    _hear_sequences(scene, found)
    _hear_lists(scene, found)
    _hear_boxes(scene, found)
    _hear_colons(scene, found)
    _hear_neighbours(scene, found)
    _hear_repetition(scene, found)
    _hear_empty(scene, found)
    _hear_classes(scene, found)
    return found


class _Scene:
    """The document as the witnesses see it: who follows whom, what contents and bookmarks say."""

    def __init__(
        self, blocks: Sequence[Block], transcript: Transcript, reading: Reading, body: Body, under_running: dict[int, int]
    ) -> None:
        self.blocks, self.transcript, self.body, self.under_running = blocks, transcript, body, under_running
        self.order = [at for at, block in enumerate(blocks) if block.kind != "aside"]
        place = {at: order for order, at in enumerate(self.order)}
        self.place = place
        self.contents = _contents_levels(blocks)
        self.bookmarks: dict[str, list[Bookmark]] = defaultdict(list)
        for mark in reading.bookmarks:
            self.bookmarks[key(mark.title)].append(mark)
        self.is_deck = _is_deck(reading)
        self.blank = _usual_blank(blocks)
        self.sections = headings.words("sections")
        self.calendar = headings.words("calendar")
        self.measures = headings.words("tables")["measures"]
        self.typographic = any(block.style.size for block in blocks) or _MIN_SHOWN <= sum(
            block.role == "heading"
            or (block.kind == "prose" and bool(block.looks & {"bold", "boxed", "underline"}) and len(block.text.text) < 120)
            for block in blocks
        )

    def next(self, at: int, step: int = 1) -> int | None:
        order = self.place[at] + step
        return self.order[order] if 0 <= order < len(self.order) else None


def _usual_blank(blocks: Sequence[Block]) -> float | None:
    """Blank lines that usually part paragraphs of a text file, where most are parted alike; None elsewhere."""
    gaps = Counter(block.gap for block in blocks if block.kind != "aside" and not block.bbox and block.gap)
    (usual, count), *_ = gaps.most_common(1) or [(None, 0)]
    return usual if count > 0.5 * gaps.total() else None


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


def _is_deck(reading: Reading) -> bool:
    """Slides: pages wider than high."""
    wide = sum(sheet.width > sheet.height for sheet in reading.pages)
    return reading.paged and len(reading.pages) > 2 and wide > 0.7 * len(reading.pages)


def _candidate(scene: _Scene, at: int, block: Block) -> Candidate | None:
    printed = block.printed or block.text
    text = printed.text
    if not text or len(text) > _MAX_CHARS or sum(map(str.isalpha, text)) < 2:  # a letter alone is a tab
        return None
    mark = marks.find(text) if block.mark is not None else None
    if mark is None and block.mark is not None:
        mark = marks.of_format(block.mark)
    bullet = mark is not None and mark.is_bullet
    title = block.text if bullet else printed
    candidate = Candidate(at, title, 0.0, [], units.of(title.text), mark)
    notes = candidate.notes
    listed = bullet or (scene.is_deck and block.role == "item")  # a slide's body is a list, its title is the heading
    notes["prior"] = WEIGHTS["prior-item" if listed else "prior"]
    _hear_format(scene, block, candidate)
    _hear_wording(scene, block, candidate)
    if not bullet or candidate.notes.get("style"):
        _hear_typography(scene, at, block, candidate)
    _hear_position(scene, at, block, candidate)
    candidate.look = candidate.own_look = look_of(block, scene.body, candidate.level)
    if block.role == "row-heading":
        candidate.look = candidate.own_look = (0, 1.0, frozenset(), None, ROW)
    if at in scene.under_running:
        above = scene.blocks[scene.under_running[at]]
        level = above.level if above.role in ("heading", "title") else candidate.level
        candidate.look = min(candidate.look, look_of(above, scene.body, level), key=prominence)
    candidate.score = sum(notes.values())
    return candidate


def _hear_format(scene: _Scene, block: Block, candidate: Candidate) -> None:
    words = key(candidate.title.text)
    bare = key(block.text.text)
    if block.role == "row-heading":
        candidate.notes["style"] = WEIGHTS["row"]
        candidate.evidence.append("position")
    if block.role in ("heading", "title"):
        candidate.notes["style"] = WEIGHTS["style"]
        candidate.level = block.level
        candidate.evidence.append("style")
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

    def distance(mark: Bookmark) -> tuple[float, float]:
        pages = abs((mark.page or block.page) - block.page)
        return pages, abs(mark.top - block.bbox[1]) if mark.top is not None and block.bbox else 0.0

    nearest = min(alike, key=distance, default=None)
    if nearest is None:
        return None
    pages, points = distance(nearest)
    return nearest if pages == 0 and points <= _AIM else None


def _hear_wording(scene: _Scene, block: Block, candidate: Candidate) -> None:
    text, notes, words = candidate.title.text, candidate.notes, scene.sections
    folded = plain(text)
    core = core_words(block.text.text, words)
    count = len(text.split())
    notes["length"] = next(weight for most, weight in _LENGTHS if count <= most)
    sentence = _is_sentence(text, count, words)
    if sentence:
        candidate.unit = units.Unit("section")
    if candidate.unit.kind != "section" or (candidate.unit.announces and count <= 20):
        notes["unit"] = WEIGHTS["unit"] if candidate.unit.kind != "section" else WEIGHTS["beginning"]
        candidate.evidence.append("wording")
    elif core in words["headings"] or core in words["phases"]:
        notes["wording"] = WEIGHTS["wording"]
        candidate.is_wording = True
        candidate.evidence.append("wording")
    elif _begins(plain(block.text.text), words["beginnings"]):
        notes["beginning"] = WEIGHTS["beginning"]
        candidate.evidence.append("wording")
    candidate.is_phase = core in words["phases"]
    candidate.is_subordinate = _begins(folded, words["subordinate"])
    if text.rstrip().endswith(":"):
        notes["colon"] = WEIGHTS["colon"] * (0.5 if candidate.mark or (notes.get("style") and not sentence) else 1)
    elif text.endswith(("...", "…")):
        pass
    elif text.rstrip(_CLOSING).endswith((".", ";")) and not _INITIAL.search(text[-3:]):
        notes["full-stop"] = WEIGHTS["full-stop"]
    elif text.endswith("!"):
        notes["exclamation"] = WEIGHTS["exclamation"]
    elif text.endswith(","):
        notes["comma"] = WEIGHTS["comma"]
    else:
        notes["end"] = 0.5
    if candidate.mark is None and count > _QUOTED and _QUOTE.fullmatch(text) and not notes.get("style"):
        notes["quote"] = WEIGHTS["quote"]
    body = block.text.text
    labelled = candidate.mark is not None and candidate.mark.is_label  # "Orientation 2 : transmettre"
    if starts_low(body) and not labelled and not _LETTERED.match(text):
        notes["low"] = WEIGHTS["low"]
    else:
        notes["low"] = 0.3
    if sentence:
        notes["verb"] = WEIGHTS["verb" if count <= _QUESTION else "long-sentence"]
    if is_date(text, scene.calendar):
        notes["date"] = WEIGHTS["date"]
    elif _PERSON.fullmatch(text.strip()) and not candidate.is_wording and notes.get("unit") is None and _all_capitalised(text):
        notes["person"] = WEIGHTS["person"]
    if _HOURS.search(text):
        notes["hours"] = WEIGHTS["hours"]
    if "=" in text and _LEGEND.search(text):
        notes["legend"] = WEIGHTS["legend"]
    letters = sum(map(str.isalpha, text))
    if letters < 0.5 * len(text.replace(" ", "")):
        notes["figures"] = WEIGHTS["figures"]


def _is_sentence(text: str, count: int, words: headings.Words) -> bool:
    """Whether a finite verb stands in it: "L'année a été marquée par …"."""
    if count <= 4 or (count <= _QUESTION and text.rstrip().endswith("?")):
        return False
    if count > 7 and text.rstrip().endswith((".", ";")):
        return True
    if count <= _QUESTION and _NOMINAL.match(text):  # "Ce que nous avons fait"
        return False
    return not _verbs(words).isdisjoint(_SPOKEN.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=2)
def _verbs(words: headings.Words) -> frozenset[str]:
    return frozenset(words.values["verbs"])


def _all_capitalised(text: str) -> bool:
    return all(word[:1].isupper() for word in text.split() if len(word) > 3)


def core_words(text: str, words: headings.Words) -> str:
    """A heading's own words: "Nos perspectives pour 2021 :" → "perspectives"."""
    return _core_words(text, words) if len(text) <= _MAX_CHARS else plain(text)


@lru_cache(maxsize=1 << 12)
def _core_words(text: str, words: headings.Words) -> str:
    folded = _NUMBERED.sub("", _YEARS.sub(" ", plain(text)).strip(" :.…-"))
    before, after = _fillers(words)
    while folded.startswith(tuple(before.values())) or folded.endswith(tuple(after.values())):
        for filler in before:
            if folded.startswith(before[filler]):
                folded = folded[len(filler) :].strip()
            if folded.endswith(after[filler]):
                folded = folded[: -len(filler)].strip()
    return folded


@lru_cache(maxsize=8)
def _fillers(words: headings.Words) -> tuple[dict[str, str], dict[str, str]]:
    """{filler: how a text begins with it}, {filler: how a text ends with it}, the longest first."""
    fillers = sorted(words["fillers"], key=lambda filler: (-len(filler), filler))
    return {filler: filler if filler.endswith("'") else f"{filler} " for filler in fillers}, {filler: f" {filler}" for filler in fillers}


def _begins(folded: str, beginnings: frozenset[str]) -> bool:
    folded = _NUMBERED.sub("", folded)
    if not folded.startswith(_as_tuple(beginnings)):
        return False
    return any(folded.startswith(word) and (word[-1] == "'" or not folded[len(word) : len(word) + 1].isalpha()) for word in beginnings)


@lru_cache(maxsize=32)
def _as_tuple(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(words)


def is_date(text: str, calendar: headings.Words, hours: bool = False) -> bool:
    """Whether the text says a date or a period and nothing more: "Janvier 2018", "mars 2018 – mars 2019"."""
    folded = plain(text)
    if not _DIGIT.search(folded):
        return False
    tokens = re.findall(r"[a-z]+|\d+", folded)
    if not tokens or len(tokens) > 14 or not any(token.isdigit() for token in tokens):
        return False
    months, known = _date_words(calendar, hours)
    if not all(token.isdigit() or token in known for token in tokens):
        return False
    return any(token in months for token in tokens) or bool(_NUMERIC_DATE.search(folded)) or bool(re.fullmatch(rf"\W*{_YEAR}\W*", text))


@lru_cache(maxsize=8)
def _date_words(calendar: headings.Words, hours: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The months' names; all words that may stand in a date."""
    months = frozenset(word for name, found in calendar.lists.items() if name.startswith("months") for word in found)
    return months, months | calendar["small-words"] | (calendar["hours"] if hours else frozenset())


def _hear_typography(scene: _Scene, at: int, block: Block, candidate: Candidate) -> None:
    notes, body = candidate.notes, scene.body
    if body.size and block.style.size:
        ratio = block.style.size / body.size
        if ratio >= _LARGER:
            notes["larger"] = WEIGHTS["larger"] * min(1.6, 0.7 + (ratio - _LARGER) * 2.5)
        elif ratio < 1 / _LARGER:
            notes["smaller"] = WEIGHTS["smaller"]
    if "bold" in block.looks and not body.bold:
        notes["bold"] = WEIGHTS["bold"]
    if "caps" in block.looks and not body.caps and any(len(word) > 4 for word in candidate.title.text.split()):
        notes["caps"] = WEIGHTS["caps"]
    after = scene.next(at)
    under = scene.blocks[after] if after is not None else None
    if "boxed" in block.looks and under is not None and "boxed" in under.looks and under.kind == "prose":
        notes["box-title"] = WEIGHTS["box-title"]
    for look in ("underline", "boxed", "ruled", "italic"):
        if look in block.looks:
            notes[look] = WEIGHTS[look]
    if "ruled" in block.looks and _is_typed_under(scene, at):
        notes["ruled"] = WEIGHTS["typed-rule"]
    if block.style.colour is not None and block.style.colour != body.colour:
        notes["colour"] = WEIGHTS["colour"]
    if _any_for(candidate, _TYPOGRAPHY):
        candidate.evidence.append("typography")


def _is_typed_under(scene: _Scene, at: int) -> bool:
    """Whether a rule of signs as long as the line stands right under it, as in reStructuredText."""
    under = scene.blocks[at + 1] if at + 1 < len(scene.blocks) else None
    if under is None or under.reason != "rule" or under.bbox is not None:
        return False
    length = len(scene.blocks[at].text.text)
    return abs(len(under.text.text) - length) <= max(_RULE_SLIP, 0.25 * length)


def _hear_position(scene: _Scene, at: int, block: Block, candidate: Candidate) -> None:
    notes = candidate.notes
    if block.gap is not None:
        if block.gap >= _APART:
            notes["space"] = WEIGHTS["apart" if scene.blank and block.gap > scene.blank and not block.bbox else "space"]
        elif block.gap < 0.45:
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
    if notes.get("colon") and notes.get("bold") and (block.gap or 0) >= _APART and over in ("over-prose", "over-one"):
        notes["colon"] *= _COLON_BOLD  # a line that introduces a list stands right over it
    before = scene.next(at, -1)
    if before is not None and scene.blocks[before].text.text.rstrip().endswith(":") and scene.blocks[before].kind == "prose":
        notes["after-colon"] = WEIGHTS["after-colon"]


def _is_over_agenda(scene: _Scene, at: int) -> bool:
    """Whether the first thing under the block is a list that announces headings."""
    after = scene.blocks[at + 1] if at + 1 < len(scene.blocks) else None
    return after is not None and after.kind == "aside" and after.reason == "contents"


def _what_follows(scene: _Scene, at: int) -> str | None:
    """Whether a list, one item, or prose stands under the block (a line that introduces the list may stand between)."""
    after = scene.next(at)
    if after is None:
        return None
    block, own = scene.blocks[after], scene.blocks[at]
    if block.kind == "prose" and not any(char.isalpha() for char in block.text.text):
        return "over-figures"
    if block.kind == "prose":
        text = block.text.text
        introduces = text.rstrip().endswith((":", "!")) or starts_low(text)
        beyond = scene.next(after)
        if introduces and beyond is not None and scene.blocks[beyond].kind == "item" and len(text) < _MAX_CHARS:
            return "over-list"
        longer = len(text) > 1.5 * len(own.text.text) and (ends_sentence(text) or len(text.split()) > 20)
        return "over-prose" if longer else None
    if block.kind == "table":
        return "over-measures" if any(headings.opens_with(cell.text, scene.measures) for cell in block.cells) else "over-prose"
    if own.kind == "item":
        return "over-prose" if _family(block) != _family(own) else None
    beyond = scene.next(after)
    return "over-list" if beyond is not None and scene.blocks[beyond].kind == "item" else "over-one"


def _family(block: Block) -> str:
    mark = marks.find(f"{block.mark} x") if block.mark else None
    return mark.family if mark else block.mark or ""


def _rank_slides(scene: _Scene, found: dict[int, Candidate]) -> None:
    """On slides the title is whatever stands first, or right under the running title; those rank alike, whatever their looks."""
    if not scene.is_deck:
        return
    firsts: dict[int, int] = {}
    for at in scene.order:
        firsts.setdefault(scene.blocks[at].page, at)
    heads = {at for at in firsts.values() if at in found and (found[at].look[1] > _LARGER or found[at].level or found[at].look[2])}
    heads |= {at for at in scene.under_running if at in found}
    looks = {found[at].own_look for at in heads} | {found[at].look for at in heads}
    for at, candidate in found.items():
        if at in heads:
            candidate.is_slide_title = True
        if candidate.own_look in looks and candidate.look[1:] != _PLAIN_LOOK[1:]:
            candidate.look = (0, 1.0, frozenset(), None, SLIDE)


def _hear_quotes(found: dict[int, Candidate]) -> None:
    """ "Rapport d'activités « interpellation »" among "Rapport d'activités de l'équipe « … »" names a team too."""
    openings = {_opening(one) for one in found.values() if one.unit.kind == "team" and units.quoted(one.title.text)}
    for one in found.values():
        name = units.quoted(one.title.text)
        if name and one.unit.kind == "section" and _opening(one) in openings and one.notes["length"] > -1 and one.notes.get("verb") is None:
            one.unit = units.Unit("team", name)
            one.notes["unit"] = WEIGHTS["unit"]
            one.score += WEIGHTS["unit"]
            one.evidence.append("wording")


def _opening(candidate: Candidate) -> tuple[str, ...]:
    return tuple(key(candidate.title.text).split()[:2])


def _hear_sequences(scene: _Scene, found: dict[int, Candidate]) -> None:
    """Numbered blocks speak together: headings have something between them, points of a list follow each other."""
    numbered = [at for at, candidate in found.items() if candidate.mark and candidate.mark.ordinal]
    for members in _sequences(scene, found):
        between = sum(_has_content(scene, at, after) for at, after in pairwise(members))
        last = scene.next(members[-1])
        spaced = between / max(1, len(members) - 1) if len(members) > 1 else float(last is not None and scene.blocks[last].kind == "prose")
        if spaced < 0.5 and _is_part_number(found, numbered, members[0]):
            spaced = 1.0
        spaced -= 0.01 * _is_plain(found[members[0]])  # where nothing sets them apart, half of them is not enough
        weight = WEIGHTS["sequence"] + 1.3 * spaced if spaced >= 0.5 else WEIGHTS["enumeration"]
        scores = [found[at].score for at in members]
        middle = sorted(scores)[len(scores) // 2]
        for at in members:
            candidate = found[at]
            candidate.notes["numbering"] = weight
            candidate.score = 0.5 * candidate.score + 0.5 * middle + weight
            if weight > 0:
                candidate.evidence.append("numbering")


def _hear_lists(scene: _Scene, found: dict[int, Candidate]) -> None:
    """List items that hold something: items with lists of their own where the format marks its headings, headings where nothing does."""
    listed: dict[tuple, list[Candidate]] = defaultdict(list)
    for at, candidate in found.items():
        block = scene.blocks[at]
        if block.kind == "item" and block.role == "item" and block.level:
            listed[_family(block), block.level, candidate.own_look].append(candidate)
    marked = sum(block.role == "heading" for block in scene.blocks) >= _MARKED
    for (_, level, look), members in listed.items():
        set_apart = look[1] >= _LARGER or look[2] & {"bold", "underline", "caps"}
        if marked or not set_apart:
            _add([one for one in members if (marked and not set_apart) or _holds_list(scene, one.at, level)], "listed")
        elif len(members) > 1 and _are_list_headings(scene, members, level):
            _add(members, "list-heading")


def _add(members: Sequence[Candidate], name: str) -> None:
    for one in members:
        one.notes[name] = WEIGHTS[name]
        one.score += WEIGHTS[name]
        if WEIGHTS[name] > 0:
            one.evidence.append("typography")


def _holds_list(scene: _Scene, at: int, level: int) -> bool:
    after = scene.next(at)
    return after is not None and scene.blocks[after].role == "item" and (scene.blocks[after].level or 0) > level


def _are_list_headings(scene: _Scene, members: Sequence[Candidate], level: int) -> bool:
    """Short items set apart, each over a deeper list or a paragraph, and at least one over a paragraph: no item holds such a thing."""
    over = [scene.next(one.at) for one in members]
    prose = [after is not None and scene.blocks[after].kind == "prose" for after in over]
    holds = [is_prose or _holds_list(scene, one.at, level) for one, is_prose in zip(members, prose, strict=True)]
    brief = all(len(one.title.text.split()) <= _LIST_HEADING and not ends_sentence(one.title.text) for one in members)
    return any(prose) and all(holds) and brief


def _hear_colons(scene: _Scene, found: dict[int, Candidate]) -> None:
    """ "SANTÉ :", "LOGEMENT :" each over a list, set apart alike: their colon is part of how this author writes headings."""
    alike: dict[tuple, list[Candidate]] = defaultdict(list)
    for candidate in found.values():
        if candidate.own_look[2] & {"caps", "bold", "underline"} or candidate.own_look[1] >= _LARGER:
            alike[candidate.own_look].append(candidate)
    for members in alike.values():
        brief = [
            one
            for one in members
            if one.notes.get("colon")
            and one.notes.get("over", 0) >= WEIGHTS["over-one"]
            and not one.notes.get("verb")
            and len(one.title.text.split()) <= _COLON
        ]
        if len(brief) >= _MIN_SHOWN and len(brief) > 0.7 * len(members):
            for one in brief:
                one.score -= one.notes["colon"]
                one.notes["colon"] = 0.0


def _hear_boxes(scene: _Scene, found: dict[int, Candidate]) -> None:
    """A box that ends in plain text holds a title and a text; both stand aside and head nothing. (Pages with places: see "box-title".)"""
    run: list[int] = []
    for at in [*scene.order, -1]:
        block = scene.blocks[at] if at >= 0 else None
        if block is not None and block.kind == "prose" and block.bbox is None and "boxed" in block.looks:
            run.append(at)
            continue
        if len(run) > 1 and run[-1] in found and _is_plain(found[run[-1]]):
            for member in run:
                if member in found and scene.blocks[member].role is None:
                    found[member].notes["in-box"] = WEIGHTS["in-box"]
                    found[member].score += WEIGHTS["in-box"]
        run = []


def _is_plain(one: Candidate) -> bool:
    """Whether it is set like the text around it; a box may stand around both."""
    return not one.own_look[0] and one.own_look[1] < _LARGER and not one.own_look[2] - {"boxed"} and one.own_look[3] is None


def _is_part_number(found: dict[int, Candidate], numbered: list[int], at: int) -> bool:
    """ "1.1" right after a heading "1." numbers its first part, even where no "1.2" follows. `numbered`: all with a number, in order."""
    prefix = found[at].mark.ordinal[:-1]
    place = bisect_left(numbered, at)
    above = found[numbered[place - 1]] if prefix and place else None
    return above is not None and above.mark.ordinal == prefix and above.score > 0


def _sequences(scene: _Scene, found: dict[int, Candidate]) -> list[list[int]]:
    """Runs of numbered candidates of one family and weight that count on: 1. 2. 3., also with other text between.

    Of several that a number may go on, the one whose last had as much free space above: chapters and their points may both count "1. 2.".
    """
    runs: list[list[int]] = []
    open_runs: dict[tuple[str, bool], list[list[int]]] = defaultdict(list)
    for at in sorted(found):
        mark = found[at].mark
        if mark is None or mark.is_bullet:
            continue
        kind = mark.family, "bold" in found[at].own_look[2]  # bold "1. 2." over regular "1. 2." are two lists
        fits = [run for run in open_runs[kind][-_OPEN_RUNS:] if _counts_on(found[run[-1]].mark, mark)]
        apart = scene.blocks[at].gap
        run = next((run for run in reversed(fits) if scene.blocks[run[-1]].gap == apart), fits[-1] if fits else None)
        if run is None:
            run = []
            runs.append(run)
            open_runs[kind].append(run)
        run.append(at)
    return runs


def _counts_on(before: marks.Mark, mark: marks.Mark) -> bool:
    return marks.follows(mark, before) or (mark.family.startswith("decimal") and before.ordinal < mark.ordinal)


def _has_content(scene: _Scene, at: int, after: int) -> bool:
    """Whether something stands between that is no more than a further paragraph of a list item."""
    between = scene.order[scene.place[at] + 1 : scene.place[after]]
    return any(not (scene.blocks[one].kind == "prose" and scene.blocks[one].level and scene.blocks[one].role is None) for one in between)


def _hear_neighbours(scene: _Scene, found: dict[int, Candidate]) -> None:
    """Short lines in a row without a word of their own are fragments of a poster or a figure, not headings."""
    for at in sorted(found):
        candidate = found[at]
        if _is_sure(candidate):
            continue
        before, after = scene.next(at, -1), scene.next(at)
        if before is not None and before in found and _is_sure(found[before]) and candidate.notes.get("over", 0) >= 2:
            candidate.notes["lead-in-place"] = WEIGHTS["lead-in-place"]
            candidate.score += WEIGHTS["lead-in-place"]
        chain = sum(_is_fragment(scene, found, other) for other in (before, after))
        further = scene.next(before, -1) if before is not None else None
        if chain and (chain == 2 or candidate.notes.get("over", 0) < 2 or _is_fragment(scene, found, further)):
            candidate.notes["chain"] = WEIGHTS["chain"] * chain
            candidate.score += candidate.notes["chain"]


def _hear_empty(scene: _Scene, found: dict[int, Candidate]) -> None:
    """Where nothing shows but blank lines: a short line that stands free right over a heading is one too."""
    if scene.typographic:
        return
    for at in sorted(found, reverse=True):
        after = scene.next(at)
        if after in found and found[after].score > 0 and scene.blocks[after].gap and (scene.blocks[at].gap or 0) >= 1:
            found[at].notes["over-heading"] = WEIGHTS["over-heading"]
            found[at].score += WEIGHTS["over-heading"]


def _is_sure(candidate: Candidate) -> bool:
    """Something other than its place speaks for it."""
    return _any_for(candidate, _SURE)


def _any_for(candidate: Candidate, names: frozenset[str]) -> bool:
    return any(candidate.notes[name] > 0 for name in names & candidate.notes.keys())


def _is_fragment(scene: _Scene, found: dict[int, Candidate], at: int | None) -> bool:
    if at is None or at not in found or scene.blocks[at].kind != "prose" or _is_sure(found[at]):
        return False
    if found[at].notes.get("over", 0) >= 2:
        return False
    text = scene.blocks[at].text.text
    return len(text.split()) <= 8 and not ends_sentence(text) and not starts_low(text)


def _hear_repetition(scene: _Scene, found: dict[int, Candidate]) -> None:
    """The same short words that head a list elsewhere head this too."""
    alike: dict[str, list[int]] = defaultdict(list)
    for at, candidate in found.items():
        if scene.blocks[at].kind == "prose":
            alike[key(candidate.title.text)].append(at)
    for members in alike.values():
        if len(members) > 1 and any(found[at].score > 0 for at in members):
            for at in members:
                found[at].notes["repeated"] = WEIGHTS["repeated"]
                found[at].score += WEIGHTS["repeated"]


def _hear_classes(scene: _Scene, found: dict[int, Candidate]) -> None:
    """Blocks that look alike are alike: a class of which most are headings lifts the others, one of which few are holds them back."""
    classes: dict[tuple, list[Candidate]] = defaultdict(list)
    for candidate in found.values():
        if candidate.look[1:] != _PLAIN_LOOK[1:]:
            classes[candidate.look].append(candidate)
    shown = sum(one.score > 0 and _any_for(one, _SHOWN) for one in found.values())
    for candidate in found.values():
        if scene.typographic and shown >= _MIN_SHOWN and not _any_for(candidate, _SETS_APART):
            candidate.notes["plain"] = WEIGHTS["plain"]
            candidate.score += WEIGHTS["plain"]
    for members in classes.values():
        if len(members) < 3:
            continue
        share = sum(candidate.score > 0 for candidate in members) / len(members)
        shift = 1.0 if share >= 0.7 else -1.0 if share <= 0.3 else 0.0
        for candidate in members:
            candidate.notes["class"] = shift
            candidate.score += shift


ROW = "row"  # the rank of what heads rows of a table: under all other headings
SLIDE = "slide"  # the rank of slides' titles
_TYPOGRAPHY = frozenset(("larger", "bold", "caps", "underline", "boxed", "ruled", "colour"))
_SHOWN = _TYPOGRAPHY | {"style", "outline", "contents", "numbering"}
_SETS_APART = _SHOWN | {"italic", "unit", "slide-title"}
_SURE = frozenset(
    (*_TYPOGRAPHY - {"underline", "colour"}, "style", "outline", "contents", "numbering", "unit", "wording", "beginning", "slide-title")
)
_MIN_SHOWN = 3  # headings that show: where there are so many, one that does not is doubtful
_PLAIN_LOOK = (0, 1.0, frozenset(), None, "")


def prominence(look: tuple) -> tuple:
    """Sort key of looks: what stands out most comes first. An explicit level comes before all looks without one."""
    level, size, looks, colour, rule = look
    rules = {SLIDE: -1, "=": 0, "-": 1, "~": 2, ROW: 9}.get(rule, 3)
    order = tuple(name not in looks for name in ("boxed", "caps", "bold", "ruled", "underline"))
    level = 0 if rule == SLIDE else 999 if rule == ROW else level or 99
    return (level, rules, -size, *order, colour is None, "italic" not in looks, colour or 0, sorted(looks))


def look_of(block: Block, body: Body, level: int | None) -> tuple:
    """How a heading looks, so that equal-looking ones can be put in a class: (level, size, looks, colour, rule)."""
    size = round(block.style.size / body.size * 20) / 20 if body.size and block.style.size else 1.0
    colour = block.style.colour if block.style.colour != body.colour else None
    return (level or 0, size, block.looks & {"bold", "caps", "underline", "boxed", "ruled", "italic"}, colour, "")
