"""One document's items, classified in the light of each other and of what stands above them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extract import page
from extract.classify import above, grammar, kinds, own, weighing, years
from extract.classify.above import Above
from extract.classify.kinds import Reason
from extract.classify.matching import Hit, Reading, lexicon
from extract.model import Action, Evidence, Notice, Suppressed, Theme
from extract.page import Entry, Passage
from extract.taxonomy import LANGUAGES, Taxonomy, headings
from extract.text import plain

# A document is about foreign people when this share of its items and headings names them. A town's programme of 200 measures that welcomes
# refugees in one of them stays general; a report whose every tenth line does is not.
FOREIGN_SHARE = 0.04
UNSURE = 0.6  # a kind less sure is flagged
_PARENT = 30  # what a parent whose kind is sure says of its children, in tenths
_DIGIT = re.compile(r"\d")
ORDER = {"section": 0, "pole": 1, "team": 2}  # codebook R4: sections from inner to outer, then the pole, then the team


class Classifier:
    """Reads every text once; `labels` goes through the entries in order, so that a parent is known before its children."""

    def __init__(
        self,
        outline: page.Outline,
        metadata: page.Metadata,
        transcript: page.Transcript,
        taxonomy: Taxonomy,
        options: page.Options,
        known: Container[str] | None = None,
    ) -> None:
        """`known` are the names of what may speak for a kind: without it, those that have a weight."""
        self.outline, self.metadata, self.transcript, self.taxonomy, self.cap = (
            outline,
            metadata,
            transcript,
            taxonomy,
            options.max_item_chars,
        )
        language = str(metadata.language.value)[:2].lower() if metadata.language else "fr"
        self.lexicon = lexicon(taxonomy, language if language in LANGUAGES else "fr")
        self.genre = str(metadata.genre.value) if metadata.genre else "other"
        self.year = metadata.year.value if metadata.year else None
        self._readings = self.lexicon.read_all(self._texts())
        self.entries = [self._read(entry.text) for entry in outline.entries]
        self.headings = [self._read(heading.title) for heading in outline.headings]
        self.titles = [(title, self._read(title)) for title in self._titles()]
        self.signs, self.numbered = kinds.signs(taxonomy), kinds.numbered(taxonomy)
        self.lists: dict[_List, list[int]] = defaultdict(list)
        for index, entry in enumerate(outline.entries):
            self.lists[_list_of(entry)].append(index)
        self.scales = weighing.scales(taxonomy)
        self.known = self.scales.rows if known is None else known
        self.parents = {entry.parent for entry in outline.entries}
        self.verdicts: list[own.Verdict] = []
        self.features: list[list[weighing.Feature]] = []  # of the entries gone through so far
        self.logits: list[weighing.Chances] = []
        self._shared: dict[tuple[str, page.Span], Evidence] = {}
        self._heads: dict[int, _Head] = {}
        self._contexts: dict[int | None, _Context] = {}
        self._places: dict[_List, _Place] = {}
        self.places: list[_Place] = []  # of the entries gone through so far

    def _texts(self) -> Iterator[str]:
        """All that will be asked about, so that it is read together."""
        passages = [*(entry.text for entry in self.outline.entries), *(heading.title for heading in self.outline.headings), *self._titles()]
        passages += [entry.lead_in for entry in self.outline.entries if entry.lead_in]
        yield from (passage.text[: self.cap] for passage in passages)
        if self.metadata.organisation:
            yield str(self.metadata.organisation.value)
        yield from (header for entry in self.outline.entries for header, _ in entry.columns)

    def _titles(self) -> list[Passage]:
        """The document's title and subtitle; where the outline has no title, the heading that metadata takes for it."""
        found = [title for title in (self.outline.title, self.outline.subtitle) if title]
        if self.outline.title is None and self.metadata.title and self.metadata.title.span:
            span = self.metadata.title.span
            found += [heading.title for heading in self.outline.headings if heading.title.pieces and heading.title.span == span][:1]
        return found

    def labels(self) -> tuple[tuple[page.Labels, ...], tuple[Notice, ...]]:
        """The labels of every entry, and a notice for each that was cut."""
        for entry, reading in zip(self.outline.entries, self.entries, strict=True):
            self._weigh(entry, reading)
        found = weighing.agreed(self.logits, self.lists.values(), timeless=self.timeless)
        done = tuple(self._label(index, entry, found[index]) for index, entry in enumerate(self.outline.entries))
        return done, tuple(self._cut(entry) for entry in self.outline.entries if len(entry.text.text) > self.cap)

    def _weigh(self, entry: Entry, reading: Reading) -> None:
        """What the entry is about by itself, and what speaks for its kind."""
        place, index = self._place(entry), len(self.logits)
        self.places.append(place)
        self.verdicts.append(
            own.judge(reading, self.taxonomy.themes, heading=False, foreign=place.foreign, around=place.needs, policy=self.policy)
        )
        found = weighing.features(
            reading,
            self._reasons(entry, reading, place),
            self.known,
            heading=self._context(entry.heading).words,
            lead=self._read(entry.lead_in) if entry.lead_in else None,
            genre="minutes" if self.minutes else self.genre,
            timeless=self.timeless,
            children=index in self.parents,
            form=entry.form,
        )
        self.features.append(found)
        self.logits.append(self.scales.logits(found))

    def _label(self, index: int, entry: Entry, chances: weighing.Chances) -> page.Labels:
        reading, place, verdict = self.entries[index], self.places[index], self.verdicts[index]
        inherited = above.inherit(verdict.strong, place.above, container=self._container(reading))
        themes = {theme: self._theme(theme, "own", entry.text, hits) for theme, hits in verdict.strong.items()}
        for theme in inherited.themes.keys() - themes.keys():
            themes[theme] = self._inherited(theme, inherited.above)
        weak = {theme: hits for theme, hits in verdict.weak.items() if theme not in themes}
        sure = max(chances)
        reason = self.scales.heaviest(self.features[index], kinds.KINDS[chances.index(sure)], entry.text)
        flags = ("uncertain-theme",) * bool(weak) + ("uncertain-kind",) * (sure < UNSURE)
        flags += ("truncated",) * (len(entry.text.text) > self.cap)
        return page.Labels(
            kind=reason.kind,
            kind_evidence=(self._reason(reason, entry),),
            year=years.target(
                reason.kind,
                self.genre,
                self.year,
                place.year,
                entry,
                self._due(entry),
                self.minutes,
                self.ranges,
                self.pair,
                self.planned,
                self.timeless,
            ),
            themes=tuple([themes[theme] for theme in sorted(themes)]),
            subthemes=_subthemes((inherited.themes | verdict.strong).values()),
            uncertain=tuple([self._theme(theme, "own", entry.text, weak[theme]) for theme in sorted(weak)]),
            suppressed=self._suppressed(entry, verdict, inherited, themes),
            actions=self._actions(reading, entry, place),
            flags=flags,
        )

    # what stands above

    def _place(self, entry: Entry) -> _Place:
        """What stands above the entry and all others of its list, gone through once for them all."""
        key = _list_of(entry)
        if key not in self._places:
            context = self._context(entry.heading)
            near = [self._read(entry.lead_in)] if entry.lead_in else []
            parent = entry.parent
            while parent is not None:
                near.append(self.entries[parent])
                parent = self.outline.entries[parent].parent
            self._places[key] = _Place(
                foreign=context.foreign or any(map(own.is_foreign, near)),
                needs=context.needs.union(*map(_needs, near)),
                above=self._chain(entry),
                reasons=self._above_reasons(entry, number=True),
                numberless=self._above_reasons(entry, number=False),
                year=years.above(self._dated(entry)),
                actions=context.actions,
            )
        return self._places[key]

    def _chain(self, entry: Entry) -> list[Above]:
        """What stands above `entry` and decides a theme: the nearest parent or lead-in that does hides all beyond it."""
        one: Entry | None = entry
        while one is not None:
            if one.parent is not None and (themes := self.verdicts[one.parent].strong):
                return [Above("parent", self.outline.entries[one.parent].text, themes)]
            if one.lead_in is not None and (link := self._above_lead(one.lead_in, self._context(one.heading).foreign)):
                return [link]
            one = self.outline.entries[one.parent] if one.parent is not None else None
        return self._context(entry.heading).above

    def _above_lead(self, passage: Passage, foreign: bool) -> Above | None:
        verdict = own.judge(self._read(passage), self.taxonomy.themes, heading=False, foreign=foreign)
        return Above("lead-in", passage, verdict.strong) if verdict.strong else None

    def _context(self, heading: int | None) -> _Context:
        """What the headings down to `heading` say, read once for all items below it."""
        if heading not in self._contexts:
            path = self.outline.path(heading)[::-1]
            heads = [self._head(at) for at in path]
            foreign = self.foreign or any(head.foreign for head in heads)
            ordered = sorted(path, key=lambda at: ORDER[self.outline.headings[at].kind])
            actions: dict[str, Action] = {}
            for head in heads:
                for action in head.actions:
                    actions.setdefault(action.id, action)
            self._contexts[heading] = _Context(
                foreign=foreign,
                needs=frozenset().union(*(head.needs for head in heads)),
                above=[link for at in ordered if (link := self._heading(at, foreign))],
                reasons=kinds.told(head.told for head in heads),
                actions=actions,
                words=self._worded(heading),
            )
        return self._contexts[heading]

    def sections(self, heading: int | None) -> list[int]:
        """The headings down to `heading`, innermost first, that name no unit: teams and poles plan and do alike."""
        return [at for at in self.outline.path(heading)[::-1] if self.outline.headings[at].kind == "section"]

    def _worded(self, heading: int | None) -> list[weighing.Feature]:
        """What the words of the headings down to `heading` say of the kinds of what stands under it."""
        path = self.sections(heading) if self.lexicon.language == "fr" else []
        return self.scales.heading([self.headings[at] for at in path], self.outline.headings[path[0]].title) if path else []

    def _head(self, at: int) -> _Head:
        """What one heading says by itself."""
        if at not in self._heads:
            reading, title = self.headings[at], self.outline.headings[at].title
            actions = [self._action(hit.target.owner, [(title, hit)]) for hit in own.actions(reading, heading=True)]
            self._heads[at] = _Head(own.is_foreign(reading), _needs(reading), self._told(at), actions)
        return self._heads[at]

    def _heading(self, at: int, foreign: bool) -> Above | None:
        above_by = self._head(at).above
        if foreign not in above_by:
            reading, heading = self.headings[at], self.outline.headings[at]
            verdict = own.judge(reading, self.taxonomy.themes, heading=True, foreign=foreign, policy=self.policy)
            link = Above("heading", heading.title, verdict.strong, heading.kind != "section", above.is_compound(reading, verdict))
            above_by[foreign] = link if verdict.strong else None
        return above_by[foreign]

    @cached_property
    def foreign(self) -> bool:
        """Whether the document is about foreign people: its title says so, or enough of its lines name them."""
        if any(own.is_foreign(reading) for _, reading in self.titles):
            return True
        if self.metadata.organisation and own.is_foreign(self._readings[str(self.metadata.organisation.value)]):
            return True
        readings = [*self.entries, *self.headings]
        named = sum(map(own.is_foreign, readings))
        return named > 0 and named >= FOREIGN_SHARE * len(readings)

    @cached_property
    def policy(self) -> bool:
        """Whether the document asks for public policies: a programme that is not one of an association for foreign people."""
        return self.genre == "programme" and not self.foreign

    def _container(self, reading: Reading) -> bool:
        """D4: "Auprès des communes :" opens a list for an addressee, and is about nothing itself."""
        if not reading.text.rstrip().endswith(":"):
            return False
        opening = next((hit for hit in reading.contexts("addressee") if hit.start == reading.first_word()), None)
        return opening is not None

    # kinds and years

    def _reasons(self, entry: Entry, reading: Reading, place: _Place) -> list[Reason]:
        """What the rules say of the entry: its own words, what stands above it, and the document."""
        found = self._said(entry, reading)
        found += place.reasons if place.reasons == place.numberless or grammar.has_number(entry.text.text) else place.numberless
        if entry.form == "prose":  # a sentence that was taken because it states a plan
            found += self._signs([("stated", (0, len(entry.text.text)))], entry.text, "item")
        return found + self._document_reasons

    def _above_reasons(self, entry: Entry, *, number: bool) -> list[Reason]:
        """What lead-in, headings and parent say of an entry that holds a `number`, or none."""
        found: list[Reason] = []
        if entry.lead_in:
            lead = self._read(entry.lead_in)
            found += kinds.reasons(lead, entry.lead_in, ("lead-in",), "lead-in", genre=self.genre, number=number)
            found += self._signs(grammar.promised(lead) if self.lexicon.language == "fr" else (), entry.lead_in, "lead-in")
        found += [reason for reason in self._context(entry.heading).reasons if number or reason.rule not in self.numbered]
        if entry.parent is not None:
            chances = weighing.chances(self.logits[entry.parent])
            kind = kinds.KINDS[chances.index(max(chances))]
            passage = self.outline.entries[entry.parent].text
            found.append(Reason(kind, _PARENT * max(chances), f"{kind}.parent", "parent", passage, (0, len(passage.text))))
        return found

    def _said(self, entry: Entry, reading: Reading) -> list[Reason]:
        found = kinds.reasons(reading, entry.text, ("item", "start"), "item", genre=self.genre)
        found += self._signs(self._grammar(reading), entry.text, "item")
        if self.minutes and (rule := kinds.minuted(reading)):
            found += self._signs([(rule, (0, len(entry.text.text)))], entry.text, "item")
        return found

    def _grammar(self, reading: Reading) -> Iterator[grammar.Sign]:
        planned = "-planned" if self.genre in ("priorities", "plan", "programme") else ""
        counts = [*grammar.counted(reading), *grammar.amounts(reading)]
        yield from ((f"{sign}{planned}", span) for sign, span in counts)
        if self.lexicon.language != "fr":
            return
        verbs = grammar.verbs(reading)
        yield from verbs
        yield from grammar.to_do(reading)
        yield from grammar.wished(reading)
        yield from grammar.referred(reading)
        if not planned:
            yield from grammar.chronicled(reading, self.year)
        if self.minutes:
            yield from (("minuted-infinitive", span) for sign, span in verbs if sign.startswith("infinitive"))
            yield from grammar.taken_on(reading, self.people)
        if not planned and not verbs and not counts:
            yield from grammar.done(reading)
        if self.bears:
            yield from grammar.dated(reading, self.bears)

    def _signs(self, signs: Iterable[grammar.Sign], passage: Passage, source: str) -> list[Reason]:
        """Signs of the grammar as reasons of the kinds that give them a weight."""
        return [
            Reason(kind, weight, rule, source, passage, span) for sign, span in signs for kind, weight, rule in self.signs.get(sign, ())
        ]

    def _told(self, at: int) -> list[Reason]:
        """What one heading says: its words, its tense ("Ce que nous ferons"), a year after or before the document's."""
        title, reading = self.outline.headings[at].title, self.headings[at]
        found = kinds.reasons(reading, title, ("heading",), "heading", genre=self.genre)
        signs: list[grammar.Sign] = []
        if self.lexicon.language == "fr":
            decided = [hit.begin for hit in reading.contexts("deciding")]
            for sign, (begin, end) in grammar.tenses(reading, relative=True):
                sign = "decided" if sign == "past-tense" and any(begin <= at < end for at in decided) else sign
                signs.append((f"heading-{sign}", (begin, end)))
        year = years.named(title.text, reading)
        if year and self.year and year != self.year and self.genre != "plan":
            begin = title.text.find(str(year))
            signs.append(("heading-year-to-come" if year > self.year else "heading-year-past", (begin, begin + 4)))
        return found + self._signs(signs, title, "heading")

    @cached_property
    def bears(self) -> tuple[int, int, int] | None:
        """The date against which dates in the items are past or to come: that of minutes; of a report its year."""
        if self.minutes and self.metadata.date:
            year, month, day = (*map(int, str(self.metadata.date.value).split("-")), 0, 0)[:3]
            return year, month, day
        return (self.year, 0, 0) if self.year and self.genre == "activity-report" else None

    @cached_property
    def ranges(self) -> bool:
        """Whether the document is for several years: its title names a range."""
        return any(years.is_long(title.text) for title, _ in self.titles)

    @cached_property
    def planned(self) -> int | None:
        """The year from which a plan holds: its title names the years, or its cover the election that a programme is for. What a document
        is dated of, it need not be for."""
        if any(years.years(title.text) for title, _ in self.titles):
            return self.year
        told = self.metadata.year.span if self.metadata.year else None
        words = plain(self._slice(told)) if told and self.genre == "programme" else ""
        return self.year if any(cue in words for cue in headings.words("calendar")["elections"]) else None

    @cached_property
    def pair(self) -> tuple[int, int] | None:
        """The years of the review and of the plans, where the title names both."""
        return next((found for title, reading in self.titles if (found := years.pair(title.text, reading))), None)

    @cached_property
    def timeless(self) -> bool:
        """Whether the document stands out of time: of no known genre, and of no year, or by its title a guide, a contract or the like. A
        recipe has infinitives, a standard has futures and pasts, and neither has plans or tells what was done."""
        if self.genre != "other" or self.minutes:
            return False
        return self.year is None or self.guide

    @cached_property
    def guide(self) -> bool:
        """Whether the title names a guide, statutes, a contract or the like."""
        return any(reason.kind == "other" for reason in self._document_reasons)

    @cached_property
    def people(self) -> frozenset[str]:
        return grammar.people(self.transcript.text)

    @cached_property
    def _document_reasons(self) -> list[Reason]:
        found = [
            reason._replace(source="document")
            for title, reading in self.titles
            for reason in kinds.reasons(reading, title, ("title",), "document", genre=self.genre)
        ]
        for kind in self.taxonomy.kinds.values():
            if self.genre in kind.genres:
                found.append(Reason(kind.id, kind.genres[self.genre], f"{kind.id}.genre-{self.genre}"))
        return found

    @cached_property
    def minutes(self) -> bool:
        """Whether the document is minutes, where bare names and questions stand beside decisions."""
        return any(reading.contexts("minutes") for _, reading in self.titles)

    def _dated(self, entry: Entry) -> list[tuple[str, Reading]]:
        near = [(entry.lead_in.text, self._read(entry.lead_in))] if entry.lead_in else []
        near += [(self.outline.headings[at].title.text, self.headings[at]) for at in reversed(self.outline.path(entry.heading))]
        return near + ([(title.text, reading) for title, reading in self.titles] if self.genre in ("plan", "programme") else [])

    def _due(self, entry: Entry) -> str | None:
        return next((cell.text for header, cell in entry.columns if self._readings[header].contexts("due")), None)

    # actions

    def _actions(self, reading: Reading, entry: Entry, place: _Place) -> tuple[Action, ...]:
        hits: dict[str, list[tuple[Passage, Hit]]] = {}
        for hit in own.actions(reading, heading=False):
            hits.setdefault(hit.target.owner, []).append((entry.text, hit))
        if not hits and not place.actions:
            return ()
        found = place.actions | {action: self._action(action, where) for action, where in hits.items()}
        return tuple([found[action] for action in sorted(found)])

    def _action(self, action: str, hits: list[tuple[Passage, Hit]]) -> Action:
        return Action(id=action, evidence=tuple([self._hit(passage, hit) for passage, hit in hits]))

    # published values

    def _inherited(self, theme: str, link: Above) -> Theme:
        """The same value for every item under `link`."""
        if theme not in link.published:
            link.published[theme] = self._theme(theme, link.origin, link.passage, link.themes[theme])
        return link.published[theme]

    def _theme(self, theme: str, origin: str, passage: Passage, hits: list[Hit]) -> Theme:
        return Theme(id=theme, origin=origin, evidence=tuple([self._hit(passage, hit) for hit in hits]))

    def _hit(self, passage: Passage, hit: Hit) -> Evidence:
        return self._evidence(hit.target.name, passage.locate(hit.begin, hit.stop))

    def _evidence(self, rule: str, span: page.Span) -> Evidence:
        """The words at `span`; made once, however many items a heading gives them to."""
        known = self._shared.get((rule, span))
        if known is None:
            known = self._shared[rule, span] = Evidence(rule=rule, text=self._slice(span), span=span)
        return known

    def _suppressed(self, entry: Entry, verdict: own.Verdict, inherited: above.Inherited, themes: dict) -> tuple[Suppressed, ...]:
        if not verdict.taken and not inherited.dropped:
            return ()
        found = [(taken.hit, taken.by, entry.text) for taken in verdict.taken if taken.hit.target.owner not in themes]
        if inherited.above:
            found += [(inherited.above.themes[theme][0], by, inherited.above.passage) for theme, by in inherited.dropped.items()]
        return tuple(
            Suppressed(id=hit.target.owner, rule=hit.target.name, by=by, text=self._slice(span), span=span)
            for hit, by, passage in found
            for span in (passage.locate(hit.begin, hit.stop),)
        )

    def _reason(self, reason: Reason, entry: Entry) -> Evidence:
        """The words that tell the kind; for the document's genre the words that tell the genre, or its title, or the item itself."""
        if reason.passage is not None:
            span = reason.passage.locate(*reason.span)
        else:
            told = self.metadata.genre.span if self.metadata.genre else None
            span = told or (self.outline.title.span if self.outline.title else entry.text.span)
        return self._evidence(reason.rule, span)

    def _slice(self, span: page.Span) -> str:
        return self.transcript.text[span[0] : span[1]]

    def _read(self, passage: Passage) -> Reading:
        return self._readings[passage.text[: self.cap]]

    def _cut(self, entry: Entry) -> Notice:
        message = f"An item of {len(entry.text.text)} characters was matched on its first {self.cap} only"
        return Notice(code="item-cut", message=message, span=entry.text.span)


@dataclass(slots=True)
class _Head:
    """What one heading says by itself."""

    foreign: bool
    needs: frozenset[str]
    told: list[Reason]
    actions: list[Action]
    above: dict[bool, Above | None] = field(default_factory=dict)  # the themes it passes down, where foreign people are meant or not


@dataclass(slots=True)
class _Context:
    """What the headings above an item say together."""

    foreign: bool
    needs: frozenset[str]
    above: list[Above]
    reasons: list[Reason]
    actions: dict[str, Action]  # the innermost that names each
    words: list[weighing.Feature]


@dataclass(slots=True)
class _Place:
    """What stands above the entries of one list: their headings, parent and lead-in."""

    foreign: bool
    needs: frozenset[str]
    above: list[Above]
    reasons: list[Reason]  # for an entry that holds a number
    numberless: list[Reason]
    year: years.Named | None
    actions: dict[str, Action]


_List = tuple[int | None, int | None, Passage | None]


def _list_of(entry: Entry) -> _List:
    """What the entries of one list share: heading, parent and lead-in."""
    return entry.heading, entry.parent, entry.lead_in


def _needs(reading: Reading) -> frozenset[str]:
    return frozenset(hit.target.name for hit in reading.of("needs"))


def _subthemes(groups) -> tuple[str, ...]:
    named = {f"{hit.target.owner}.{hit.target.rule.subtheme}" for hits in groups for hit in hits if hit.target.rule.subtheme}
    return tuple(sorted(named))
