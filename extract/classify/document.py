"""One document's items, classified in the light of each other and of what stands above them."""

from __future__ import annotations

from extract import page
from extract.classify import above, kinds, own
from extract.classify.matching import Hit, Lexicon, Reading, lexicon
from extract.model import Evidence, Notice, Theme
from extract.page import Entry, Passage
from extract.taxonomy import Taxonomy

# A document is about foreign people when this share of its items and headings name them. A town's programme of 200 measures that welcomes
# refugees in one of them stays general; a report whose every third line does is not.
FOREIGN_SHARE = 0.04
LANGUAGES = ("fr", "en", "nl")


class Classifier:
    """Reads each heading and lead-in once; `labels` goes through the entries in order, so that a parent is known before its children."""

    def __init__(
        self, outline: page.Outline, metadata: page.Metadata, transcript: page.Transcript, taxonomy: Taxonomy, options: page.Options
    ) -> None:
        self.outline, self.metadata, self.transcript, self.taxonomy, self.options = outline, metadata, transcript, taxonomy, options
        language = str(metadata.language.value)[:2] if metadata.language else "fr"
        self.language = language if language in LANGUAGES else "fr"
        self.lexicon: Lexicon = lexicon(taxonomy, self.language)
        self.notices: list[Notice] = []
        self.read: dict[Passage, Reading] = {}
        self.entries = [self.lexicon.read(entry.text.text[: options.max_item_chars]) for entry in outline.entries]
        self.headings = [self.lexicon.read(heading.title.text[: options.max_item_chars]) for heading in outline.headings]
        self.foreign = self._is_foreign()
        self.has_children = {entry.parent for entry in outline.entries if entry.parent is not None}

    def labels(self) -> tuple[tuple[page.Labels, ...], tuple[Notice, ...]]:
        self.verdicts: list[own.Verdict] = []
        self.above_heading: dict[int | None, list[above.Above]] = {None: []}
        self.above_lead: dict[Passage, above.Above | None] = {}
        self.heading_cues: dict[int | None, list[kinds.Cue]] = {}
        done = []
        for index, entry in enumerate(self.outline.entries):
            if len(entry.text.text) > self.options.max_item_chars:
                self.notices.append(_cut(entry, self.options.max_item_chars))
            done.append(self._label(index, entry))
        return tuple(done), tuple(self.notices)

    def _label(self, index: int, entry: Entry) -> page.Labels:
        reading = self.entries[index]
        verdict = own.judge(reading, self.taxonomy, heading=False, foreign=self.foreign, around=frozenset())
        self.verdicts.append(verdict)
        inherited = above.inherit(verdict.strong, self._chain(entry), container=False)
        themes = [Theme(id=theme, origin="own", evidence=self._evidence(entry.text, hits)) for theme, hits in verdict.strong.items()]
        if inherited.above:
            passage, origin = inherited.above.passage, inherited.above.origin
            themes += [
                Theme(id=theme, origin=origin, evidence=self._evidence(passage, hits))
                for theme, hits in inherited.themes.items()
                if theme not in verdict.strong
            ]
        kind = (Evidence(rule="kind.default", text=self._slice(entry.text.span), span=entry.text.span),)
        year = self.metadata.year.value if self.metadata.year else None
        genre = self.metadata.genre.value if self.metadata.genre else "other"
        return page.Labels("priority" if genre in ("priorities", "plan", "programme") else "activity", kind, year, themes=tuple(themes))

    def _chain(self, entry: Entry) -> list[above.Above]:
        """What stands above `entry` and decides a theme, nearest first."""
        found = []
        if entry.parent is not None:
            parent = self.verdicts[entry.parent].strong
            if parent:
                found.append(above.Above("parent", self.outline.entries[entry.parent].text, parent))
        if entry.lead_in is not None:
            lead = self._lead(entry.lead_in)
            if lead:
                found.append(lead)
        if entry.parent is not None:
            found += [link for link in self._chain(self.outline.entries[entry.parent]) if link.origin != "heading"]
        return found + self._headings(entry.heading)

    def _lead(self, passage: Passage) -> above.Above | None:
        if passage not in self.above_lead:
            reading = self.lexicon.read(passage.text[: self.options.max_item_chars])
            verdict = own.judge(reading, self.taxonomy, heading=False, foreign=self.foreign)
            self.above_lead[passage] = above.Above("lead-in", passage, verdict.strong) if verdict.strong else None
        return self.above_lead[passage]

    def _headings(self, heading: int | None) -> list[above.Above]:
        if heading not in self.above_heading:
            order = {"section": 0, "pole": 1, "team": 2}
            path = sorted(reversed(self.outline.path(heading)), key=lambda at: order[self.outline.headings[at].kind])
            self.above_heading[heading] = [link for at in path if (link := self._heading(at))]
        return self.above_heading[heading]

    def _heading(self, at: int) -> above.Above | None:
        reading, heading = self.headings[at], self.outline.headings[at]
        verdict = own.judge(reading, self.taxonomy, heading=True, foreign=self.foreign)
        if not verdict.strong:
            return None
        return above.Above("heading", heading.title, verdict.strong, heading.kind != "section", above.is_compound(reading, verdict))

    def _is_foreign(self) -> bool:
        readings = [*self.entries, *self.headings]
        named = sum(own.is_foreign(reading) for reading in readings)
        return named > 0 and named >= FOREIGN_SHARE * len(readings)

    def _evidence(self, passage: Passage, hits: list[Hit]) -> tuple[Evidence, ...]:
        spans = ((hit.target.name, passage.locate(hit.begin, hit.stop)) for hit in hits)
        return tuple(Evidence(rule=name, text=self._slice(span), span=span) for name, span in spans)

    def _slice(self, span: page.Span) -> str:
        return self.transcript.text[span[0] : span[1]]


def _cut(entry: Entry, length: int) -> Notice:
    return Notice(
        code="item-cut", message=f"An item of {len(entry.text.text)} characters was matched on its first {length}", span=entry.text.span
    )
