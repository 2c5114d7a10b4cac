"""One document's items, classified in the light of each other and of what stands above them."""

from __future__ import annotations

from collections.abc import Iterable

from extract import page
from extract.classify import above, grammar, kinds, own, telling, weighing, years
from extract.classify.matching import Hit, Reading
from extract.classify.published import Publisher
from extract.classify.setting import Setting
from extract.classify.standing import Place, Standing
from extract.model import Action, Notice
from extract.page import Entry
from extract.taxonomy import Taxonomy
from extract.terms import Flag

UNSURE = 0.6  # a kind less sure is flagged


class Classifier:
    """Weighs all entries, each by itself and by its place; then labels them, in the light of all."""

    def __init__(
        self,
        outline: page.Outline,
        metadata: page.Metadata,
        transcript: page.Transcript,
        taxonomy: Taxonomy,
        options: page.Options,
        scales: weighing.Scales | None = None,
    ) -> None:
        """`scales` are other weights than the taxonomy's."""
        self.outline, self.themes = outline, taxonomy.themes
        self.setting = Setting(outline, metadata, transcript, taxonomy, options)
        self.scales = scales or weighing.scales(taxonomy)
        self.published = Publisher(outline, metadata, transcript)
        self.standing = Standing(self.setting, self.scales, self.published)
        self.place_of = {index: place for place in self.standing.places for index in place.members}
        self.entries = [
            (entry, reading, self.place_of[index])
            for index, (entry, reading) in enumerate(zip(outline.entries, self.setting.entries, strict=True))
        ]
        self.verdicts = [
            own.judge(reading, self.themes, heading=False, foreign=place.foreign, around=place.needs, policy=self.setting.is_policy)
            for _, reading, place in self.entries
        ]
        self.own = self._own()
        self.grounds, self.logits = self._weighed()

    def _own(self) -> list[weighing.Own]:
        """What speaks for the kind of each entry by itself."""
        told = [telling.item(entry, reading, self.setting) for entry, reading, _ in self.entries]
        parents = {entry.parent for entry in self.outline.entries}
        timeless = self.setting.is_timeless
        return [
            self.scales.own(reading, reasons, timeless=timeless, children=index in parents, prose=entry.form == "prose")
            for index, ((entry, reading, _), reasons) in enumerate(zip(self.entries, told, strict=True))
        ]

    def _weighed(self) -> tuple[list[weighing.Ground], list[weighing.Chances]]:
        """What speaks for the kind of each entry by its place, and the sum of all that does."""
        grounds: list[weighing.Ground] = [weighing.NOTHING] * len(self.own)
        logits: list[weighing.Chances] = [weighing.NOTHING.logits] * len(self.own)
        for place in self.standing.places:
            ground, numberless = self.standing.grounds(place, logits)
            for index in place.members:
                if ground is not numberless and not grammar.has_number(self.outline.entries[index].text.text):
                    grounds[index] = numberless
                else:
                    grounds[index] = ground
                logits[index] = self.own[index].logits(grounds[index])
        return grounds, logits

    def labels(self) -> tuple[tuple[page.Labels, ...], tuple[Notice, ...]]:
        """The labels of every entry, and a notice for each that was cut."""
        lists = [place.members for place in self.standing.places]
        found = weighing.agreed(self.logits, lists, timeless=self.setting.is_timeless)
        for place in self.standing.places:
            place.above = self.standing.above(place, self.verdicts)
        done = tuple([self._label(index, chances) for index, chances in enumerate(found)])
        return done, tuple(self._cut(entry) for entry in self.outline.entries if self._is_cut(entry))

    def _label(self, index: int, chances: weighing.Chances) -> page.Labels:
        (entry, reading, place), verdict, published = self.entries[index], self.verdicts[index], self.published
        inherited = above.inherit(verdict.strong, place.above, container=_is_container(reading))
        themes = {theme: published.theme(theme, "own", entry.text, hits) for theme, hits in verdict.strong.items()}
        if inherited.above:
            for theme in inherited.themes.keys() - themes.keys():
                themes[theme] = published.inherited(theme, inherited.above)
        weak = [theme for theme in verdict.weak if theme not in themes]
        sure = max(chances)
        kind = kinds.KINDS[chances.index(sure)]
        reason = self.own[index].heaviest(self.grounds[index], kind, entry.text)
        return page.Labels(
            kind=kind,
            kind_evidence=(published.kind(reason, entry),),
            year=years.target(kind, self.setting.times, place.year, entry.text.text, self._due(entry)),
            themes=tuple([themes[theme] for theme in sorted(themes)]),
            subthemes=_subthemes((inherited.themes | verdict.strong).values()),
            uncertain=tuple([published.theme(theme, "own", entry.text, verdict.weak[theme]) for theme in sorted(weak)]),
            suppressed=published.suppressed(entry, verdict, inherited, themes),
            actions=self._actions(reading, entry, place),
            flags=self._flags(entry, bool(weak), sure < UNSURE),
        )

    def _flags(self, entry: Entry, unsure_theme: bool, unsure_kind: bool) -> tuple[Flag, ...]:
        flags: list[Flag] = []
        if unsure_theme:
            flags.append("uncertain-theme")
        if unsure_kind:
            flags.append("uncertain-kind")
        if self._is_cut(entry):
            flags.append("truncated")
        return tuple(flags)

    def _actions(self, reading: Reading, entry: Entry, place: Place) -> tuple[Action, ...]:
        hits = own.actions(reading, heading=False)
        found = place.actions | self.published.actions(entry.text, hits) if hits else place.actions
        return tuple([found[action] for action in sorted(found)])

    def _due(self, entry: Entry) -> str | None:
        """What a row says under a due date."""
        return next((cell.text for header, cell in entry.columns if self.setting.word(header).contexts("due")), None)

    def _is_cut(self, entry: Entry) -> bool:
        return len(entry.text.text) > self.setting.cap

    def _cut(self, entry: Entry) -> Notice:
        message = f"An item of {len(entry.text.text)} characters was matched on its first {self.setting.cap} only"
        return Notice(code="item-cut", message=message, span=entry.text.span)


def _is_container(reading: Reading) -> bool:
    """D4: "Auprès des communes :" opens a list for an addressee, and is about nothing itself."""
    if not reading.text.rstrip().endswith(":"):
        return False
    return any(hit.start == reading.first_word() for hit in reading.contexts("addressee"))


def _subthemes(groups: Iterable[list[Hit]]) -> tuple[str, ...]:
    return tuple(sorted({hit.target.subtheme for hits in groups for hit in hits} - {""}))
