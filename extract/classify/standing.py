"""What stands above the items: headings, parents and lead-ins, each read once for all items under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.classify import above, kinds, own, telling, weighing, years
from extract.classify.above import Above
from extract.classify.kinds import Reason
from extract.classify.matching import Reading
from extract.classify.published import Publisher
from extract.classify.setting import Setting
from extract.classify.weighing import Chances, Ground, Scales, Told
from extract.model import Action
from extract.page import Entry, Passage

_PARENT = 30  # what a parent whose kind is sure says of its children, in tenths
_ORDER = {"section": 0, "pole": 1, "team": 2}  # codebook R4: sections from inner to outer, then the pole, then the team


@dataclass(slots=True)
class Head:
    """What one heading says by itself."""

    foreign: bool
    needs: frozenset[str]
    told: list[Reason]
    actions: dict[str, Action]
    above: dict[bool, Above | None] = field(default_factory=dict)  # the themes it passes down, where foreign people are meant or not


@dataclass(slots=True)
class Context:
    """What the headings above an item say together."""

    foreign: bool
    needs: frozenset[str]
    above: list[Above]
    reasons: list[Reason]
    actions: dict[str, Action]  # the innermost that names each
    year: years.Named | None
    words: list[Told]


@dataclass(slots=True)
class Place:
    """What stands above the entries of one list: their headings, parent and lead-in."""

    members: list[int]  # the entries
    foreign: bool
    needs: frozenset[str]
    year: years.Named | None
    actions: dict[str, Action]
    above: Above | None = None  # what passes down its themes, once those of the entries before are known


class Standing:
    """Knows the place of every list of items: those of one heading, parent and lead-in. A parent's list comes before its children's."""

    def __init__(self, setting: Setting, scales: Scales, published: Publisher) -> None:
        self._setting, self._outline, self._scales, self._published = setting, setting.outline, scales, published
        self._heads: dict[int, Head] = {}
        self._contexts: dict[int | None, Context] = {}
        lists: dict[tuple[int | None, int | None, Passage | None], list[int]] = defaultdict(list)
        for index, entry in enumerate(self._outline.entries):
            lists[entry.heading, entry.parent, entry.lead_in].append(index)
        self.places = [self._place(members) for members in lists.values()]

    def _place(self, members: list[int]) -> Place:
        entry = self._outline.entries[members[0]]
        context = self._context(entry.heading)
        near = [self._setting.read(entry.lead_in)] if entry.lead_in else []
        parent = entry.parent
        while parent is not None:
            near.append(self._setting.entries[parent])
            parent = self._outline.entries[parent].parent
        return Place(
            members,
            foreign=context.foreign or any(map(own.is_foreign, near)),
            needs=context.needs.union(*map(_needs, near)),
            year=years.above(self._dated(entry.heading, entry.lead_in)) if entry.lead_in else context.year,
            actions=context.actions,
        )

    def grounds(self, place: Place, logits: Sequence[Chances]) -> tuple[Ground, Ground]:
        """What speaks for the kind of all entries of a list: of those that hold a number, and of the others. `logits` are of the entries
        before."""
        entry = self._outline.entries[place.members[0]]
        reasons = [*self._reasons(entry, logits), *self._setting.reasons]
        numberless = [reason for reason in reasons if reason.rule not in self._setting.numbered or reason.source == "document"]
        ground = self._ground(entry, reasons)
        return ground, ground if len(numberless) == len(reasons) else self._ground(entry, numberless)

    def _ground(self, entry: Entry, reasons: list[Reason]) -> Ground:
        setting = self._setting
        return self._scales.ground(
            reasons,
            self._context(entry.heading).words,
            genre="minutes" if setting.is_minutes else setting.genre,
            timeless=setting.is_timeless,
            lead=setting.read(entry.lead_in) if entry.lead_in else None,
        )

    def _reasons(self, entry: Entry, logits: Sequence[Chances]) -> list[Reason]:
        """What lead-in, headings and parent say of the kind."""
        found = telling.lead(entry.lead_in, self._setting) if entry.lead_in else []
        found += self._context(entry.heading).reasons
        if entry.parent is not None:
            chances = weighing.chances(logits[entry.parent])
            sure = max(chances)
            kind, passage = kinds.KINDS[chances.index(sure)], self._outline.entries[entry.parent].text
            found.append(Reason(kind, _PARENT * sure, f"{kind}.parent", "parent", passage, (0, len(passage.text))))
        return found

    def above(self, place: Place, verdicts: Sequence[own.Verdict]) -> Above | None:
        """What passes its themes down to a list: the nearest parent or lead-in that decides any, or a heading (codebook R4)."""
        entry = self._outline.entries[place.members[0]]
        one: Entry | None = entry
        while one is not None:
            if one.parent is not None and (themes := verdicts[one.parent].strong):
                return Above("parent", self._outline.entries[one.parent].text, themes)
            if one.lead_in is not None and (link := self._above_lead(one.lead_in, self._context(one.heading).foreign)):
                return link
            one = self._outline.entries[one.parent] if one.parent is not None else None
        above = self._context(entry.heading).above
        return next((link for link in above if not link.fallback), None) or next(iter(above), None)

    def _above_lead(self, passage: Passage, foreign: bool) -> Above | None:
        verdict = own.judge(self._setting.read(passage), self._setting.taxonomy.themes, heading=False, foreign=foreign)
        return Above("lead-in", passage, verdict.strong) if verdict.strong else None

    def _dated(self, heading: int | None, lead: Passage | None = None) -> list[tuple[str, Reading]]:
        """What may name a year for all that stands under it, the nearest first."""
        setting = self._setting
        near = [(lead.text, setting.read(lead))] if lead else []
        near += [(self._outline.headings[at].title.text, setting.headings[at]) for at in reversed(self._outline.path(heading))]
        return near + ([(title.text, reading) for title, reading in setting.titles] if setting.genre in ("plan", "programme") else [])

    def _context(self, heading: int | None) -> Context:
        """What the headings down to `heading` say, read once for all items below it."""
        if heading not in self._contexts:
            path = self._outline.path(heading)[::-1]
            heads = [self._head(at) for at in path]
            foreign = self._setting.is_foreign or any(head.foreign for head in heads)
            ordered = sorted(path, key=lambda at: _ORDER[self._outline.headings[at].kind])
            actions: dict[str, Action] = {}
            for head in reversed(heads):
                actions |= head.actions
            self._contexts[heading] = Context(
                foreign=foreign,
                needs=frozenset().union(*(head.needs for head in heads)),
                above=[link for at in ordered if (link := self._passed(at, foreign))],
                reasons=kinds.told(head.told for head in heads),
                actions=actions,
                year=years.above(self._dated(heading)),
                words=self._words(heading),
            )
        return self._contexts[heading]

    def sections(self, heading: int | None) -> list[int]:
        """The headings down to `heading`, innermost first, that name no unit: teams and poles plan and do alike."""
        return [at for at in self._outline.path(heading)[::-1] if self._outline.headings[at].kind == "section"]

    def _words(self, heading: int | None) -> list[Told]:
        """What the words of the headings down to `heading` say of the kinds of what stands under it."""
        path = self.sections(heading) if self._setting.is_french else []
        return self._scales.heading([self._setting.headings[at] for at in path], self._outline.headings[path[0]].title) if path else []

    def _head(self, at: int) -> Head:
        """What one heading says by itself."""
        if at not in self._heads:
            reading, title = self._setting.headings[at], self._outline.headings[at].title
            named = {hit.target.owner: hit for hit in reversed(own.actions(reading, heading=True))}  # each action by its first words
            actions = self._published.actions(title, named.values())
            self._heads[at] = Head(own.is_foreign(reading), _needs(reading), telling.heading(at, self._setting), actions)
        return self._heads[at]

    def _passed(self, at: int, foreign: bool) -> Above | None:
        """The themes that a heading passes down."""
        known = self._head(at).above
        if foreign not in known:
            setting, heading = self._setting, self._outline.headings[at]
            reading = setting.headings[at]
            verdict = own.judge(reading, setting.taxonomy.themes, heading=True, foreign=foreign, policy=setting.is_policy)
            link = Above("heading", heading.title, verdict.strong, heading.kind != "section", above.is_compound(reading, verdict))
            known[foreign] = link if verdict.strong else None
        return known[foreign]


def _needs(reading: Reading) -> frozenset[str]:
    return frozenset([hit.target.name for hit in reading.of("needs")])
