"""What looks like content and is none: staff charts, sections of legal mentions, contacts and agendas, signatures, closing formulas."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from extract import marks
from extract.page import Block, Transcript, replace
from extract.segment import units
from extract.segment.witnesses import wording
from extract.segment.witnesses.candidate import Candidate
from extract.taxonomy import headings
from extract.text import count_words, key, plain

_SHORT = 8  # words of a line in a staff chart
_PERSONS = 4  # names that make one
_NAMED = 0.6  # of a list under "Présents" must be names
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s+(?:[Dd][eu]|[Dd]e [Ll]a|van|von|[Ee]l|ben|[Ll]e|[Ll]a))*(?:\s+[A-ZÀ-Þ][\w'’-]+){0,3}")
_JOB, _QUALITY = re.compile(r"\s+[-–—:,]\s+"), re.compile(r"\s*[(,;:]|\s+[-–—]\s+")  # what parts a name from what the person does, or is
_WORD, _TOKEN = re.compile(r"[^\W\d_]+"), re.compile(r"[a-z]+|\d+")
_LOW = re.compile(r"(?<![^\W\d_])[a-zà-ÿ]{4,}")
_ADDRESS = re.compile(r"(?<!\S)\S[^\s@]*+@\S+|(?:https?://|www\.)\S+")
_SIGNATURE = 9  # blocks at the end among which a place and date begin the signature
_DATED = 4  # a place and date alone begin it only among the last of them
_LONG = 200  # characters of a line that may open an agenda
_SESSION = 80  # characters of a point that says when, and nothing else: "du 12/03/18 au 11/07/18", "28 août 2018 de 13h à 15h45"
_STEP = 1.5  # columns or points: further in
_MINUS = ("-", "–", "−", "—")
_BLANKS = 2  # that make a form
_NEAR = 5  # blocks from a blank to a box
_BOXES = "☐□❑❒❏◻]"
_BAR_WORDS = 4  # of a point in the bar of a site
_BAR_SIGNS = re.compile(r"[|·]")
_BAR_NAMED = 4  # points of a list that make it one
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGNED = re.compile(r"^(?:fait|etabli|signe|dresse|lu et approuve)\b.{0,60}\b(?:le|en)\b.{0,30}\b(?:19|20)\d\d\b")


def staff(blocks: Sequence[Block], transcript: Transcript) -> set[int]:
    """Indexes of the blocks of staff charts: names of people, each with at most a line on what they do."""
    low = _SmallWords(transcript)
    out: set[int] = set()
    run: list[int] = []
    for at, block in enumerate(blocks):
        if block.kind == "aside":
            continue
        if block.kind in ("prose", "item") and count_words(block.text.text) <= _SHORT:
            run.append(at)
        elif run:
            out |= _chart(blocks, run, low)
            run = []
    return out | _chart(blocks, run, low)


class _SmallWords:
    """The words that the document writes without a capital: none of them is a name. Gathered when first asked for; few documents ask."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript

    def __contains__(self, word: object) -> bool:
        return word in self.words

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_LOW.findall(_ADDRESS.sub(" ", self.transcript.text)))


def _chart(blocks: Sequence[Block], run: list[int], low: Container[str]) -> set[int]:
    """The part of a run of short lines that lists people, from the heading above the first name to the last job."""
    people = [at for at in run if blocks[at].kind == "prose"]
    people = [at for at in people if _is_full_name(blocks[at].text.text)] if len(people) >= _PERSONS else []
    people = [at for at in people if _is_full_name(blocks[at].text.text, low)] if len(people) >= _PERSONS else []
    if len(people) < _PERSONS:
        return set()
    region = [at for at in run if people[0] <= at]
    prose = [at for at in region if blocks[at].kind == "prose"]
    items = len(region) - len(prose)
    if len(people) < 0.4 * len(prose) or items > 1.2 * len(people):
        return set()
    return set(region)


def _is_full_name(text: str, low: Container[str] = frozenset()) -> bool:
    """A first and a last name, perhaps with a job after a dash: "Anne Martin – comptabilité"; "Équipe Accueil" is none."""
    name = _JOB.split(text, maxsplit=1)[0]
    return len(name.split()) > 1 and is_person(name, low) and units.of(name).kind == "section"


def attendance(blocks: Sequence[Block], transcript: Transcript) -> set[int]:
    """Indexes of the names under "Présents :", "Membres excusés" and the like."""
    low = _SmallWords(transcript)
    out: set[int] = set()
    listed: list[int] = []
    above: Block | None = None
    for at, block in enumerate(blocks):
        if block.kind == "aside":
            continue
        if block.kind == "item" and block.role != "heading" and not _is_label(block.mark):
            listed.append(at)
            continue
        out |= _attending(blocks, above, listed, low)
        listed, above = [], block if block.kind in ("prose", "item") else None
    return out | _attending(blocks, above, listed, low)


def _attending(blocks: Sequence[Block], above: Block | None, listed: Sequence[int], low: Container[str]) -> set[int]:
    told = listed and above is not None and _are_people(above.text.text, [blocks[at].text.text for at in listed], low)
    return set(listed) if told else set()


@lru_cache(maxsize=1024)
def _is_label(mark: str | None) -> bool:
    """Whether a mark is a word and a number, as they open a part: "POINT 1 : LOCAL"."""
    found = _before_words(mark)
    return found is not None and found.is_label


@lru_cache(maxsize=1024)
def _before_words(mark: str | None) -> marks.Mark | None:
    """A block's mark, as read where it is typed before words."""
    return marks.find(f"{mark} x") if mark else None


def _are_people(above: str, texts: Sequence[str], low: Container[str]) -> bool:
    """Whether the words above say that names follow, and names do: all of them full ones where those words may mean other things too."""
    words = key(above).split()
    if _announces_people(words):
        return sum(_is_attendee(text, low) for text in texts) > _NAMED * len(texts)
    told = len(texts) > 2 and not headings.words("furniture")["people"].isdisjoint(words)
    return told and all(_is_full_name(text, low) for text in texts)


def _announces_people(words: Sequence[str]) -> bool:
    if len(words) > _SHORT:
        return False
    known = headings.words("furniture")
    return any(word in known["attendance"] and f"{word} {after}" not in known["presented"] for word, after in pairwise([*words, ""]))


def _is_attendee(text: str, low: Container[str]) -> bool:
    """A name, perhaps with a title before it and, behind a comma, a bracket or a dash, what the person is; or how many were there."""
    if _announces_people(key(text).split()):
        return True
    name = _QUALITY.split(text, maxsplit=1)[0].strip()
    first, _, rest = name.partition(" ")
    if key(first) in headings.words("furniture")["titles-of-people"]:
        return bool(rest)
    return is_person(name, low)


def is_person(text: str, low: Container[str] = frozenset()) -> bool:
    """Whether the text is a name: one to four capitalised words that the document never writes small."""
    if not _NAME.fullmatch(text.strip()) or not 1 <= len(text.split()) <= 5:
        return False
    words = [word for word in _WORD.findall(text) if word[0].isupper()]
    return bool(words) and not any(word.lower() in low for word in words)


def sections(blocks: Sequence[Block], chosen: Sequence[Candidate]) -> dict[int, str]:
    """{block index: reason} of everything under headings that say "legal mentions", "contact" or the like."""
    known = headings.words("furniture")
    words = headings.words("sections")
    out: dict[int, str] = {}
    for candidate, after in zip(chosen, [*chosen[1:], None], strict=False):
        title, folded = key(candidate.title.text), plain(candidate.title.text)
        reason = next((one for one in ("legal", "contacts") if title in known[one] or wording.says(folded, known[one], words)), None)
        end = after.at if after is not None else len(blocks)
        if reason == "contacts" and not _is_short_section(blocks, candidate.at + 1, end):
            reason = None
        if reason:
            out.update((at, reason) for at in range(candidate.at + 1, end) if blocks[at].kind in ("prose", "item", "table"))
    return out


def _is_short_section(blocks: Sequence[Block], start: int, end: int) -> bool:
    return sum(block.kind != "aside" for block in blocks[start:end]) <= 12


def coupons(blocks: Sequence[Block]) -> set[int]:
    """Boxes to tick on a form to send back, beside lines with blanks to fill in: "Nom : ………", "☐ j'adhère (5 €)"."""
    shown = [at for at, block in enumerate(blocks) if block.kind in ("prose", "item")]
    if not _has_blank("\n".join([blocks[at].text.text for at in shown])):  # as in most documents
        return set()
    is_blank = {at: _has_blank(blocks[at].text.text) for at in shown}
    if sum(is_blank.values()) < _BLANKS:
        return set()
    out: set[int] = set()
    for place, at in enumerate(shown):
        near = shown[max(0, place - _NEAR) : place + _NEAR]
        if is_blank[at] or ((blocks[at].mark or " ")[-1] in _BOXES and any(is_blank[other] for other in near)):
            out.add(at)
    return out


def _has_blank(text: str) -> bool:
    return "......" in text or "……" in text or "____" in text


def agendas(blocks: Sequence[Block]) -> dict[int, str]:
    """Points that only announce: the list under "Ordre du jour"; dates and hours alone."""
    agenda, calendar, words = headings.words("furniture")["agendas"], headings.words("calendar"), headings.words("sections")
    out: dict[int, str] = {}
    listed: _Agenda | None = None  # the list under "Ordre du jour"
    for at, block in enumerate(blocks):
        if block.kind == "aside":
            continue
        text, is_item = block.text.text, block.kind == "item"
        folded = plain(text) if len(text) < _LONG else ""
        if is_item and listed is not None and listed.takes(block):
            out[at] = "contents"
        elif is_item and len(text) < _SESSION and wording.has_digit(folded) and wording.is_date(text, calendar, hours=True):
            out[at] = "agenda"
        else:
            opens = (is_item or block.kind == "prose") and _opens_agenda(folded, agenda, words)
            listed = _Agenda(block) if opens else None
    return out


class _Agenda:
    """The list under "Ordre du jour", point by point."""

    def __init__(self, above: Block) -> None:
        self.own = _kind(above) if above.kind == "item" else None  # of the marks of what opens it
        self.family = ""  # of its points' marks, from the first on
        self.last: tuple[int, ...] = ()
        self.first: Block | None = None

    def takes(self, block: Block) -> bool:
        """Whether the point is one of the list's: not where what was announced begins, "1. Rapport moral" itself."""
        if block.role == "heading":
            return False
        if self.family and self.first is not None and _is_further_in(block, self.first):  # "- Rapport moral" under "• Saison 2024"
            return True
        kind, mark = _kind(block), _before_words(block.mark)
        ordinal = mark.ordinal if mark else ()
        begins_anew = self.family == kind and bool(ordinal) and ordinal <= self.last
        if kind == self.own or self.family not in ("", kind) or begins_anew:
            return False
        self.family, self.last, self.first = kind, ordinal, self.first or block
        return True


def _kind(block: Block) -> str:
    mark = _before_words(block.mark)
    return mark.family if mark else block.mark or ""


def _is_further_in(block: Block, first: Block) -> bool:
    if block.level is not None and first.level is not None:
        return block.level > first.level
    return block.page == first.page and block.indent > first.indent + _STEP


def _opens_agenda(folded: str, agenda: frozenset[str], words: headings.Words) -> bool:
    """ "Ordre du jour", "L'ordre du jour est le suivant :" """
    if len(folded) < 60 and wording.says(folded, agenda, words):
        return True
    return folded.rstrip().endswith(":") and any(word in folded for word in agenda if " " in word)


def bars(blocks: Sequence[Block]) -> set[int]:
    """The bar of a site, printed as a list or a line: points of a few words of which most are those of `bars` ("Accueil", "Faire un don").

    A line of several has "Accueil" and such among them, though it may name pages that only this site has: "Accueil | Notre liste | Presse".
    """
    known, out, run = headings.words("furniture")["bars"], set[int](), list[int]()
    for at, block in enumerate(blocks):
        text = block.text.text
        if block.kind == "item" and count_words(text) <= _BAR_WORDS:
            run.append(at)
            continue
        if run:
            out |= _bar(blocks, run, known)
            run = []
        if block.kind == "prose" and (text.count("|") > 1 or text.count("·") > 1):
            parts = [plain(part).strip(" ?![]") for part in _BAR_SIGNS.split(text) if part.strip()]
            if sum(part in known for part in parts) > 1 and all(len(part.split()) <= _BAR_WORDS for part in parts):
                out.add(at)
    return out | _bar(blocks, run, known)


def _bar(blocks: Sequence[Block], run: Sequence[int], known: frozenset[str]) -> set[int]:
    """The points of a list, where they are those of the bar of a site."""
    if len(run) < _BAR_NAMED:
        return set()
    named = sum(plain(blocks[at].text.text).strip(" ?!") in known for at in run)
    return set(run) if named >= _BAR_NAMED and 2 * named >= len(run) else set()


def signature(blocks: Sequence[Block], chosen: dict[int, Candidate]) -> set[int]:
    """The lines at the end that say when and by whom: "Janvier 2018, La Cimade" and what follows."""
    tail = [at for at, block in enumerate(blocks) if block.kind != "aside"][-_SIGNATURE:]
    for order, at in enumerate(tail):
        signed = blocks[at].kind == "prose" and _SIGNED.search(plain(blocks[at].text.text)) is not None
        if not signed and not (order >= len(tail) - _DATED and bears_date(blocks[at])):
            continue
        if (
            all(blocks[other].kind == "prose" and count_words(blocks[other].text.text) <= 10 for other in tail[order:])
            and "." not in plain(blocks[at].text.text)[-1:]
        ):
            return set(tail[order:])
    return set()


def bears_date(block: Block) -> bool:
    """Whether a short line names a month and a year: "Janvier 2018, La Cimade", "Namur, le 3 mars 2021"."""
    text = plain(block.text.text)
    if block.kind != "prose" or not _YEAR.search(text):
        return False
    tokens = _TOKEN.findall(text)
    return len(tokens) <= 10 and not _months().isdisjoint(tokens)


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    lists = headings.words("calendar").lists
    return frozenset(word for name, found in lists.items() if name.startswith("months") for word in found)


def closing(blocks: Sequence[Block]) -> set[int]:
    """Closing formulas at the end: "À suivre !", "Merci de votre attention"; "Questions diverses" over points is none."""
    known = headings.words("furniture")["closings"]
    tail = [at for at, block in enumerate(blocks) if block.kind != "aside"][-3:]
    return {
        at
        for at, after in zip(tail, [*tail, None][1:], strict=True)
        if blocks[at].kind == "prose"
        and (after is None or blocks[after].kind != "item")
        and len(blocks[at].text.text) < 60
        and any(plain(blocks[at].text.text).lstrip("… .").startswith(cue) for cue in known)
    }


def figures(blocks: Sequence[Block]) -> list[Block]:
    """`blocks`, those that are a number before other numbers as text: the row "1.0 2.4 1.3" of a statistic is no point 1.0."""
    return [replace(block, kind="prose") if block.kind == "item" and _is_row_of_figures(block) else block for block in blocks]


def _is_row_of_figures(block: Block) -> bool:
    if block.mark is None or any(map(str.isalpha, block.text.text)):
        return False
    return any(map(str.isdecimal, block.mark)) or (block.mark in _MINUS and block.text.text[:1].isdecimal())  # "– 612.30"


def turn(blocks: Sequence[Block], reasons: dict[int, str]) -> list[Block]:
    """`blocks`, those of `reasons` set aside."""
    if not reasons:
        return list(blocks)
    return [replace(block, kind="aside", reason=reasons[at]) if at in reasons else block for at, block in enumerate(blocks)]
