"""What a block's words say of it: units and words that head sections, how headings end, what only sentences and dates have."""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from functools import lru_cache

from extract.page import Block
from extract.segment import units
from extract.segment.witnesses.candidate import WEIGHTS, Candidate
from extract.segment.witnesses.scene import Scene
from extract.taxonomy import headings
from extract.text import plain, starts_low

_LENGTHS = ((4, 1.2), (8, 0.8), (12, 0.3), (20, -0.5), (32, -1.8), (10_000, -5.0))  # words at most, log-odds
_CLOSING = '»”" \u00a0\u202f'
QUOTE = re.compile(r"[«“\"][^«»“”]*[»”\"]\s*[.!?…]?(?:\s*\([^()]*\)|\s*[-–—,]\s*[^«»]{1,60})?")
_MARKED = frozenset(("bold", "underline"))
_QUOTED = 4  # words: a shorter quote may be a title ("« Interpellation »")
_QUESTION = 12  # words: a longer question is none that heads a section
_YEAR = r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:19|20)?\d\d)?"
_YEARS = re.compile(rf"\b{_YEAR}\b")
_YEAR_ALONE = re.compile(rf"\W*{_YEAR}\W*")
_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)\-]\s+")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{2}){1,2}\b")
_SPOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_INITIAL = re.compile(r"\b[A-Z]\.$")
_LETTERED = re.compile(r"\s*[a-z]\)")
_WORD = re.compile(r"[a-z]+|\d+")
_FIRST, _ROMAN = re.compile("[a-z]{2,}"), "ivx"
_AROUND = " :.…-"  # a heading's own words
_DIGIT, _FIGURE = re.compile(r"\d"), re.compile("[0-9]")
_ASCII = string.ascii_letters.encode()
_HOURS = re.compile(r"\b\d{1,2}\s?[hH:]\s?\d{2}\b|\b\d{1,2}\s?h\b|https?:|www\.|@\w")
_NOMINAL = re.compile(r"\s*ce qu(?:i|e|['’])(?:\s|(?<=['’]))", re.I)
_LEGEND = re.compile(r"(?:^|\s)=(?:\s|$)")
_PERSON = re.compile(
    r"(?:M(?:me|lle|r|\.)?\.?\s+)?[A-ZÀ-Þ][\w'’-]+(?:\s+(?:d[eu]|de la|van|von|el|ben|le|la))?(?:\s+[A-ZÀ-Þ][\w'’-]+){1,3}"
)


def length(count: int) -> float:
    """What the number of words says."""
    return _LENGTHS[bisect_left(_LENGTHS, (count,))][1]


def may_name(candidate: Candidate, words: headings.Words) -> bool:
    """Whether the words may name a unit, or say what heads sections: what does not is no heading by its words."""
    folded = candidate.folded
    if units.may_be_one(folded) or units.quoted(candidate.title.text) is not None:
        return True
    return _opens_with(folded, _openings(words)) and (says(folded, _known(words), words) or _begins(folded, words["beginnings"]))


def hear_words(scene: Scene, block: Block, candidate: Candidate) -> None:
    """What speaks for it in its words: how few they are, a unit, words that head sections, how it ends."""
    text, folded, notes, words = candidate.title.text, candidate.folded, candidate.notes, scene.sections
    notes["length"] = length(candidate.count)
    if units.may_be_one(folded) and not is_sentence(text, words):
        candidate.unit = units.of(text)
    own = folded if candidate.title is block.text else plain(block.text.text)
    opens = _opens_with(own, _openings(words))
    is_known = opens and says(own, _known(words), words)
    candidate.is_phase = is_known and core_words(own, words) in words["phases"]
    if candidate.unit.kind != "section" or (candidate.unit.announces and candidate.count <= 20):
        notes["unit"] = WEIGHTS["unit"] if candidate.unit.kind != "section" else WEIGHTS["beginning"]
        candidate.evidence.append("wording")
    elif is_known:
        notes["wording"] = WEIGHTS["wording"]
        candidate.is_wording = True
        candidate.evidence.append("wording")
    elif opens and _begins(own, words["beginnings"]):
        notes["beginning"] = WEIGHTS["beginning"]
        candidate.evidence.append("wording")
    if text.rstrip().endswith(":"):
        mild = candidate.mark or (notes.get("style") and not is_sentence(text, words))
        notes["colon"] = WEIGHTS["colon"] * (0.5 if mild else 1)
    elif text.endswith(("...", "…")):
        pass
    elif text.rstrip(_CLOSING).endswith((".", ";")) and not _INITIAL.search(text[-3:]):
        notes["full-stop"] = WEIGHTS["full-stop"]
    elif text.endswith("!"):
        notes["exclamation"] = WEIGHTS["exclamation"]
    elif text.endswith(","):
        notes["comma"] = WEIGHTS["comma"]
    else:
        notes["end"] = WEIGHTS["end"]


def hear_doubts(scene: Scene, block: Block, candidate: Candidate) -> None:
    """What speaks against it in its words: they quote, go on, make a sentence, say a date, a name, hours or figures."""
    text, folded, notes, words = candidate.title.text, candidate.folded, candidate.notes, scene.sections
    if candidate.mark is None and candidate.count > _QUOTED and QUOTE.fullmatch(text) and not notes.get("style"):
        notes["quote"] = WEIGHTS["quote"]
    notes["low"] = WEIGHTS["low" if goes_on(block, candidate) else "begins"]
    if is_sentence(text, words):
        notes["verb"] = WEIGHTS["verb" if candidate.count <= _QUESTION else "long-sentence"]
    candidate.is_subordinate = _opens_with(folded, _openings(words)) and _begins(folded, words["subordinate"])
    digits = has_digit(folded)
    if digits and is_date(text, scene.calendar):
        notes["date"] = WEIGHTS["date"]
    elif (
        not candidate.is_wording
        and notes.get("unit") is None
        and is_capitalised(text)
        and _PERSON.fullmatch(text.strip())
        and not folded.startswith(_as_tuple(words["determiners"]))
    ):
        notes["person"] = WEIGHTS["person"]
    if (digits or "www." in text or "http" in text or "@" in text) and _HOURS.search(text):
        notes["hours"] = WEIGHTS["hours"]
    if "=" in text and _LEGEND.search(text):
        notes["legend"] = WEIGHTS["legend"]
    if not _is_half_letters(text):
        marked = notes.get("style") or block.looks & _MARKED
        if not (marked and _is_half_letters(_YEARS.sub("", text))):  # "En 2013", set as a heading
            notes["figures"] = WEIGHTS["figures"]


def goes_on(block: Block, candidate: Candidate) -> bool:
    """Whether it begins with a small letter as what goes on does; not "Orientation 2 : transmettre", nor "a) les locaux"."""
    labelled = candidate.mark is not None and candidate.mark.is_label
    return starts_low(block.text.text) and not labelled and not _LETTERED.match(candidate.title.text)


def is_sentence(text: str, words: headings.Words) -> bool:
    """Whether a finite verb stands in it: "L'année a été marquée par …"."""
    said = text.split()
    count = len(said)
    if count <= 4 or (count <= _QUESTION and text.rstrip().endswith("?")):
        return False
    if count > 7 and text.rstrip().endswith((".", ";")):
        return True
    if count <= _QUESTION and _NOMINAL.match(text):  # "Ce que nous avons fait"
        return False
    for word in said:  # far cheaper than `any`, and asked of every line
        if _holds_verb(word, words):
            return True
    return False


@lru_cache(maxsize=1 << 14)  # words come back
def _holds_verb(word: str, words: headings.Words) -> bool:
    return not _verbs(words).isdisjoint(_SPOKEN.findall(word.lower().replace("’", "'")))


@lru_cache(maxsize=2)
def _verbs(words: headings.Words) -> frozenset[str]:
    return frozenset(words.values["verbs"])


def _is_half_letters(text: str) -> bool:
    """Whether letters are half of all signs, or more. In most texts those of ASCII alone are, and those are counted at once."""
    half = 0.5 * len(text.replace(" ", ""))
    signs = text.encode(errors="replace")
    return len(signs) - len(signs.translate(None, _ASCII)) >= half or sum(map(str.isalpha, text)) >= half


def is_capitalised(text: str) -> bool:
    """Whether all words but small ones begin with a capital: "Peuples et Bocage"."""
    for word in text.split():
        if len(word) > 3 and not word[:1].isupper():
            return False
    return True


def says(folded: str, known: frozenset[str], words: headings.Words) -> bool:
    """Whether a heading's own words are among those `known`. Of most lines their first or last word tells that they are not."""
    begins, ends = _edges(known, words)
    if not _opens_with(folded, begins):
        return False
    last = folded.rstrip(_AROUND).rpartition(" ")[2]
    return (last in ends or has_digit(last)) and core_words(folded, words) in known


def _opens_with(folded: str, begins: frozenset[str]) -> bool:
    """Whether a text begins with one of these words, or with a number or a sign that may stand before it."""
    first = _FIRST.match(folded)
    return first is None or first[0] in begins or not first[0].strip(_ROMAN)


@lru_cache(maxsize=2)
def _known(words: headings.Words) -> frozenset[str]:
    return words["headings"] | words["phases"]


@lru_cache(maxsize=2)
def _openings(words: headings.Words) -> frozenset[str]:
    """The first words of all that `hear_words` knows."""
    return _first_words(_known(words) | words["fillers"] | words["beginnings"] | words["subordinate"])


@lru_cache(maxsize=32)
def _edges(known: frozenset[str], words: headings.Words) -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last words of what is known, and of the small words that may stand around it."""
    known |= words["fillers"]
    return _first_words(known), frozenset(word.rpartition(" ")[2] for word in known)


@lru_cache(maxsize=32)
def _first_words(known: frozenset[str]) -> frozenset[str]:
    return frozenset(first[0] for word in known if (first := _FIRST.match(word)))


@lru_cache(maxsize=1 << 12)
def core_words(folded: str, words: headings.Words) -> str:
    """A heading's own words: "nos perspectives pour 2021 :" → "perspectives"."""
    folded = (_YEARS.sub(" ", folded) if has_digit(folded) else folded).strip(_AROUND)
    if number := _NUMBERED.match(folded):
        folded = folded[number.end() :]
    before, after = _fillers(words)
    begins, ends = _ends_of(words)
    while folded.startswith(begins) or folded.endswith(ends):
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


@lru_cache(maxsize=8)
def _ends_of(words: headings.Words) -> tuple[tuple[str, ...], ...]:
    """How texts begin and end with a filler, for asking after them all at once."""
    return tuple(tuple(fillers.values()) for fillers in _fillers(words))


def has_digit(folded: str) -> bool:
    """Whether a figure stands in it."""
    return (_FIGURE if folded.isascii() else _DIGIT).search(folded) is not None  # to look for ten signs is several times as fast


def _begins(folded: str, beginnings: frozenset[str]) -> bool:
    if number := _NUMBERED.match(folded):
        folded = folded[number.end() :]
    if not folded.startswith(_as_tuple(beginnings)):
        return False
    return any(folded.startswith(word) and (word[-1] == "'" or not folded[len(word) : len(word) + 1].isalpha()) for word in beginnings)


@lru_cache(maxsize=32)
def _as_tuple(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(words)


def is_year(text: str) -> bool:
    """Whether the text is a year or a season and nothing more: "2021", "2021-2022"."""
    return _YEARS.fullmatch(text.strip(" :")) is not None


def is_date(text: str, calendar: headings.Words, hours: bool = False) -> bool:
    """Whether the text says a date or a period and nothing more: "Janvier 2018", "mars 2018 – mars 2019"."""
    folded = plain(text)
    if not has_digit(folded):
        return False
    months, known = _date_words(calendar, hours)
    first = _WORD.search(folded)  # of most lines this tells at once
    if first is None or (not first[0].isdigit() and first[0] not in known):
        return False
    tokens = _WORD.findall(folded)
    if not tokens or len(tokens) > 14 or not any(token.isdigit() for token in tokens):
        return False
    if not all(token.isdigit() or token in known for token in tokens):
        return False
    return any(token in months for token in tokens) or bool(_NUMERIC_DATE.search(folded)) or bool(_YEAR_ALONE.fullmatch(text))


@lru_cache(maxsize=8)
def _date_words(calendar: headings.Words, hours: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The months' names; all words that may stand in a date."""
    months = frozenset(word for name, found in calendar.lists.items() if name.startswith("months") for word in found)
    return months, months | calendar["small-words"] | (calendar["hours"] if hours else frozenset())
