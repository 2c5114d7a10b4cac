"""The document as a whole: all its texts, read together, and what they say of every item in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from extract import page
from extract.classify import grammar, kinds, own, years
from extract.classify.kinds import Reason
from extract.classify.matching import Reading, lexicon
from extract.page import Passage
from extract.taxonomy import LANGUAGES, Taxonomy, headings
from extract.text import plain

# A document is about foreign people when this share of its items and headings names them. A town's programme of 200 measures that welcomes
# refugees in one of them stays general; a report whose every tenth line does is not.
FOREIGN_SHARE = 0.04


class Setting:
    """Reads every text once. Each fact of the document is worked out when it is first asked."""

    def __init__(
        self, outline: page.Outline, metadata: page.Metadata, transcript: page.Transcript, taxonomy: Taxonomy, options: page.Options
    ) -> None:
        self.outline, self.metadata, self.transcript, self.taxonomy = outline, metadata, transcript, taxonomy
        self.cap = options.max_item_chars
        language = str(metadata.language.value)[:2].lower() if metadata.language else "fr"
        self.language = language if language in LANGUAGES else "fr"
        self.is_french = self.language == "fr"
        self.genre = str(metadata.genre.value) if metadata.genre else "other"
        self.year: int | None = metadata.year.value if metadata.year else None
        self._readings = self._read_all()
        self.entries = [self.read(entry.text) for entry in outline.entries]
        self.headings = [self.read(heading.title) for heading in outline.headings]
        self.titles = [(title, self.read(title)) for title in self._titles()]
        self.numbered = kinds.numbered(taxonomy)
        self._signs = kinds.signs(taxonomy)

    def _read_all(self) -> dict[str, Reading]:
        """{text: all that stands in it} of all that will be asked about. What stands above items comes back in other documents."""
        outline, words = self.outline, lexicon(self.taxonomy, self.language)
        passages = [*(heading.title for heading in outline.headings), *self._titles()]
        passages += [entry.lead_in for entry in outline.entries if entry.lead_in]
        above = [passage.text[: self.cap] for passage in passages]
        if self.metadata.organisation:
            above.append(str(self.metadata.organisation.value))
        above += [header for entry in outline.entries for header, _ in entry.columns]
        readings = {text: words.recall(text) for text in dict.fromkeys(above)}
        for entry in outline.entries:
            text = entry.text.text[: self.cap]
            if text not in readings:
                readings[text] = words.read(text)
        return readings

    def _titles(self) -> list[Passage]:
        """The document's title and subtitle; where the outline has no title, the heading that metadata takes for it."""
        found = [title for title in (self.outline.title, self.outline.subtitle) if title]
        if self.outline.title is None and self.metadata.title and self.metadata.title.span:
            span = self.metadata.title.span
            found += [heading.title for heading in self.outline.headings if heading.title.pieces and heading.title.span == span][:1]
        return found

    def read(self, passage: Passage) -> Reading:
        return self._readings[passage.text[: self.cap]]

    def word(self, text: str) -> Reading:
        """A word of the document that stands in no passage: its organisation, the head of a column."""
        return self._readings[text]

    def signs(self, signs: Iterable[grammar.Sign], passage: Passage, source: str) -> list[Reason]:
        """Signs of the grammar as reasons of the kinds that give them a weight."""
        return [
            Reason(kind, weight, rule, source, passage, span) for sign, span in signs for kind, weight, rule in self._signs.get(sign, ())
        ]

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the document is about foreign people: its title says so, or enough of its lines name them."""
        if any(own.is_foreign(reading) for _, reading in self.titles):
            return True
        if self.metadata.organisation and own.is_foreign(self.word(str(self.metadata.organisation.value))):
            return True
        readings = [*self.entries, *self.headings]
        named = sum(map(own.is_foreign, readings))
        return named > 0 and named >= FOREIGN_SHARE * len(readings)

    @cached_property
    def is_policy(self) -> bool:
        """Whether the document asks for public policies: a programme that is not one of an association for foreign people."""
        return self.genre == "programme" and not self.is_foreign

    @cached_property
    def is_minutes(self) -> bool:
        """Whether the document is minutes, where bare names and questions stand beside decisions."""
        return any(reading.contexts("minutes") for _, reading in self.titles)

    @cached_property
    def is_timeless(self) -> bool:
        """Whether the document stands out of time: of no known genre, and of no year, or by its title a guide, a contract or the like. A
        recipe has infinitives, a standard has futures and pasts, and neither has plans or tells what was done."""
        if self.genre != "other" or self.is_minutes:
            return False
        return self.year is None or any(reason.kind == "other" for reason in self.reasons)

    @cached_property
    def reasons(self) -> list[Reason]:
        """What the title and the genre say of the kind of every item."""
        found = [
            reason for title, reading in self.titles for reason in kinds.reasons(reading, title, ("title",), "document", genre=self.genre)
        ]
        for kind in self.taxonomy.kinds.values():
            if self.genre in kind.genres:
                found.append(Reason(kind.id, kind.genres[self.genre], f"{kind.id}.genre-{self.genre}"))
        return found

    @cached_property
    def people(self) -> frozenset[str]:
        return grammar.people(self.transcript.text)

    @cached_property
    def bears(self) -> tuple[int, int, int] | None:
        """The date against which dates in the items are past or to come: that of minutes; of a report its year."""
        if self.is_minutes and self.metadata.date:
            year, month, day = (*map(int, str(self.metadata.date.value).split("-")), 0, 0)[:3]
            return year, month, day
        return (self.year, 0, 0) if self.year and self.genre == "activity-report" else None

    @cached_property
    def times(self) -> years.Times:
        """What the document says of the years that its items are for."""
        return years.Times(
            self.genre,
            self.year,
            ranges=any(years.is_long(title.text) for title, _ in self.titles),
            pair=next((found for title, reading in self.titles if (found := years.pair(title.text, reading))), None),
            planned=self._planned(),
            timeless=self.is_timeless,
        )

    def _planned(self) -> int | None:
        """The year from which a plan holds: its title names the years, or its cover the election that a programme is for. What a document
        is dated of, it need not be for."""
        if any(years.years(title.text) for title, _ in self.titles):
            return self.year
        told = self.metadata.year.span if self.metadata.year else None
        words = plain(self.transcript.text[slice(*told)]) if told and self.genre == "programme" else ""
        return self.year if any(cue in words for cue in headings.words("calendar")["elections"]) else None
