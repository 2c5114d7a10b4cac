"""What the document says of itself: title, organisation, genre, year, date, language, each with the words it was read from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract import model, page
from extract.metadata import naming, organisation, timing
from extract.taxonomy import headings
from extract.text import plain

_SAMPLE = 20_000  # characters whose words tell the language
_LANGUAGE_SHARE = 0.08  # of all words that a language's small words must make
_TITLE_CHARS = 250
_COVER_HEADINGS = 2  # where no title was found, the first heading may be it, and what follows still the cover
_PARAGRAPH_CHARS = 800
_ENDING = 6  # blocks at the end, where a document may say when it was adopted
_LINE_CHARS = 60  # a line this short may be a date, a place and nothing else
_ASIDES = {  # reason → what a witness it is
    "running-header": "running-header",
    "running-footer": "footer",
    "running-title": "running-title",
    "signature": "signature",
    "cover": "masthead",
}


@dataclass(frozen=True, slots=True)
class Witness:
    """Words of the document that may speak about it as a whole, where they stand, and what they are."""

    text: str
    span: page.Span | None
    origin: str  # cover, title, subtitle, heading, running-header, footer, signature, file-name, properties, text, ending
    weight: float = 1.0


def describe(
    source: page.Source, reading: page.Reading, transcript: page.Transcript, blocks: Sequence[page.Block], outline: page.Outline
) -> tuple[page.Metadata, tuple[model.Notice, ...]]:
    """The facts about the document. A fact is None when nothing tells; PDF properties are believed only where the text bears them out."""
    witnesses = list(_witnesses(source, reading, blocks, outline))
    title = _title(witnesses, reading, transcript)
    genre = _genre(title, witnesses)
    date = timing.date(witnesses, genre.value if genre else None)
    year = timing.year(witnesses, genre.value if genre else "other", date, transcript)
    date = date or timing.created(reading, year)
    words = _words(transcript.text)
    notices = () if title else (model.Notice(code="no-title", severity="info", message="No title was found in the document"),)
    return (
        page.Metadata(
            title=title,
            organisation=organisation.find(witnesses, transcript, title, frozenset(words) if len(transcript.text) <= _SAMPLE else None),
            genre=genre,
            year=year,
            date=date,
            language=_language(reading, words),
        ),
        notices,
    )


def _witnesses(source: page.Source, reading: page.Reading, blocks: Sequence[page.Block], outline: page.Outline) -> Iterator[Witness]:
    if outline.title:
        yield _of(outline.title, "cover")
    for name, origin in (("title", "cover"), ("created", "signature")):
        if printed := reading.properties.get(f"printed-{name}"):
            yield _unprinted(printed, origin, blocks)
    if outline.subtitle:
        yield _of(outline.subtitle, "subtitle")
    yield Witness(source.name.rsplit("/", 1)[-1].rpartition(".")[0] or source.name, None, "file-name")
    seen: set[str] = set()
    known = {passage.span for passage in (outline.title, outline.subtitle) if passage and passage.pieces}
    cover, headings_seen, introduced = True, 0, False
    for at, block in enumerate(blocks):
        if not block.text.pieces:
            continue
        if block.kind == "aside":
            aside = _ASIDES.get(block.reason or "")
            words = re.sub(r"\d+", "#", plain(block.text.text)) if aside else ""
            if aside and words not in seen:
                seen.add(words)
                yield _of(block.text, aside)
            elif block.reason == "mail-header":
                yield from _subject(block.text)
            elif block.reason == "contacts":
                yield _of(block.text, "contacts")
            elif block.reason == "staff" and len(block.text.text) < _LINE_CHARS:
                yield _of(block.text, "line")  # a staff chart bears its date
        elif block.kind == "heading":
            if block.text.span not in known:
                headings_seen += 1
                cover = cover and headings_seen < _COVER_HEADINGS and outline.title is None
                yield _of(block.text, "heading")
                if headings_seen < _COVER_HEADINGS:
                    yield _of(block.text, "first-heading")
                if headings_seen <= (1 if outline.title else 2) and _is_empty(blocks, at) and _stands_apart(outline, block.text.span):
                    yield _of(block.text, "under-title")
        elif block.kind == "prose" and not introduced and _LINE_CHARS < len(block.text.text) < _PARAGRAPH_CHARS and headings_seen < 2:
            introduced = len(block.text.text) >= _TITLE_CHARS
            yield _of(block.text, "cover-text" if cover and not introduced else "introduction")
        elif cover and block.kind == "prose" and len(block.text.text) < _TITLE_CHARS:
            yield _of(block.text, "cover-text")
        elif block.kind == "prose" and len(block.text.text) < _LINE_CHARS:
            yield _of(block.text, "line")
        elif block.kind == "prose" and at >= len(blocks) - _ENDING and len(block.text.text) < _TITLE_CHARS:
            yield _of(block.text, "ending")
    for name in ("title", "author", "subject", "company"):
        if reading.properties.get(name):
            yield Witness(reading.properties[name], None, f"properties.{name}")


def _is_empty(blocks: Sequence[page.Block], at: int) -> bool:
    """Whether nothing but short lines stands under the heading at `at`: it is rather a line of the cover, set like a heading."""
    for block in blocks[at + 1 :]:
        if block.kind == "heading":
            return True
        if block.kind != "aside" and not (block.kind == "prose" and len(block.text.text) < _LINE_CHARS):
            return False
    return False


def _stands_apart(outline: page.Outline, span: page.Span) -> bool:
    """Whether the heading at `span` is no unit and has nothing or everything under it; the first of several chapters has not."""
    for at, heading in enumerate(outline.headings):
        if heading.title.span == span:
            parents = [other.parent for place, other in enumerate(outline.headings) if place != at]
            return heading.kind == "section" and (at not in parents or heading.parent not in parents)
    return False


def _unprinted(words: str, origin: str, blocks: Sequence[page.Block]) -> Witness:
    """What the head of a Markdown file says, and a site prints over the page; the span is where it stands in that head."""
    for block in blocks:
        if block.reason == "meta" and (at := block.text.text.find(words)) >= 0:
            return _of(block.text.part(at, at + len(words)), origin)
    return Witness(words, None, origin)


_REPLY = re.compile(r"\s*(?:(?:re|fwd?|tr)\s*:\s*|\[[^\]]{1,40}\]\s*)*", re.I)


def _subject(line: page.Passage) -> Iterator[Witness]:
    """What an e-mail says it is about: "Objet : Re: [adherents] feuille de route 2014"."""
    name, colon, words = line.text.partition(":")
    if colon and plain(name).strip() in headings.words("furniture")["mail-subjects"]:
        reply = _REPLY.match(words)
        start = len(name) + 1 + (reply.end() if reply else 0)
        if start < len(line.text):
            yield _of(line.part(start, len(line.text)), "subject")


def _of(passage: page.Passage, origin: str) -> Witness:
    return Witness(passage.text, passage.span if passage.pieces else None, origin)


def _title(witnesses: Sequence[Witness], reading: page.Reading, transcript: page.Transcript) -> page.Fact | None:
    """The title on the page; else the running header; else the file's own, where the text bears it out; else the first heading."""
    for origin, confidence in (("cover", 0.9), ("subject", 0.6)):
        for witness in witnesses:
            if witness.origin == origin:
                return page.Fact(witness.text.rstrip(" :"), origin, witness.span, confidence)
    for witness in witnesses:
        if (
            witness.origin == "running-header"
            and 2 <= len(witness.text.split()) <= 25
            and not re.search(r"https?:|\d{1,2}:\d{2}", witness.text)
        ):
            return page.Fact(witness.text, "running-header", witness.span, 0.7)
    for witness in witnesses:
        if witness.origin == "properties.title" and (at := plain(transcript.text).find(plain(witness.text))) >= 0:
            span = (at, at + len(witness.text)) if plain(transcript.text[at : at + len(witness.text)]) == plain(witness.text) else None
            return page.Fact(witness.text, "properties", span, 0.6)
    for witness in witnesses:
        if witness.origin == "heading":
            return page.Fact(witness.text, "heading", witness.span, 0.4)
    return None


def _genre(title: page.Fact | None, witnesses: Sequence[Witness]) -> page.Fact | None:
    """By words in the title, then the subtitle, running header, file name, cover and headings."""
    ordered = [Witness(title.value, title.span, title.origin)] if title else []
    for origin in ("subtitle", "running-header", "file-name", "cover-text", "footer"):
        ordered += [witness for witness in witnesses if witness.origin == origin]
    for order, witness in enumerate(ordered):
        genre = genre_of(witness.text)
        if genre:
            return page.Fact(genre, witness.origin, witness.span, max(0.5, 0.95 - 0.1 * order))
    first = [witness for witness in witnesses if witness.origin == "heading"][:12]
    for witness in first:
        genre = genre_of(witness.text, chapter=True)
        if genre and genre != "other":
            return page.Fact(genre, "heading", witness.span, 0.5)
    return None


def genre_of(words: str, chapter: bool = False) -> str | None:
    """The genre that `words` name, or None. In the title of a chapter some words name none: "Héberger : premier bilan"."""
    folded = re.sub(r"[_\s]+", " ", plain(words).replace("-", " ")).strip()
    if _events().search(folded):
        return "other"
    article = _ARTICLE.match(folded)
    first = article.end() if article else 0
    begun = [(found.end(), genre) for genre, cues in _genre_cues(chapter) if (found := cues.match(folded, first))]
    if begun:
        return max(begun, key=lambda one: one[0])[1]  # "Évaluation du programme": what comes later is what it is about
    return next((genre for genre, cues in _genre_cues(chapter) if cues.search(folded)), None)


_ARTICLE = re.compile(r"(?:les?|la|nos|notre)\s+|l['’]")


@cache
def _events() -> re.Pattern[str]:
    """Programmes of a day, which say nothing of the genre."""
    return re.compile("|".join(sorted(re.escape(cue.replace("-", " ")) for cue in headings.words("genres")["events"])))


@cache
def _genre_cues(chapter: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What finds each genre, in the order in which they are asked."""
    known = headings.words("genres")
    order = (*known.values["order"], "other")
    longest = {
        genre: sorted(known[genre] - (known["only-titles"] if chapter else frozenset()), key=lambda cue: (-len(cue), cue))
        for genre in order
    }
    spaced = {genre: "|".join(re.escape(cue.replace("-", " ")) for cue in longest[genre]) for genre in order}
    return tuple((genre, re.compile(rf"\b(?:{cues})\b")) for genre, cues in spaced.items())


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in headings.words("genres").values["languages"].items()}


def _words(text: str) -> list[str]:
    """The words of the text's beginning, in small letters."""
    return naming.WORD.findall(text[:_SAMPLE].lower())


def _language(reading: page.Reading, words: Sequence[str]) -> page.Fact | None:
    """The language whose small words are most of `words`."""
    if len(words) < 20:
        declared = reading.properties.get("language", "")
        return page.Fact(declared[:2].lower(), "properties", None, 0.5) if re.match(r"[a-zA-Z]{2}\b", declared) else None
    counts = Counter(words)
    shares = {code: sum([counts[word] for word in small if word in counts]) / len(words) for code, small in _small_words().items()}
    best = max(shares, key=lambda code: (shares[code], code == "fr"))
    if shares[best] < _LANGUAGE_SHARE:
        return None
    second = max((share for code, share in shares.items() if code != best), default=0.0)
    return page.Fact(best, "text", None, round(min(0.99, 0.5 + (shares[best] - second) / (2 * shares[best])), 3))
