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

UNSURE = 0.6  # a kind less sure is flagged


class Classifier:
    """Goes through the entries twice: what each says by itself, and then, in the light of all, its labels."""

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
        self.lists = self.standing.lists
        # of the entries gone through so far
        self.places: list[Place] = []
        self.verdicts: list[own.Verdict] = []
        self.weighed: list[weighing.Weighed] = []

    def labels(self) -> tuple[tuple[page.Labels, ...], tuple[Notice, ...]]:
        """The labels of every entry, and a notice for each that was cut."""
        self._weigh_all()
        found = weighing.agreed([one.logits for one in self.weighed], self.lists, timeless=self.setting.is_timeless)
        done = tuple([self._label(index, entry, found[index]) for index, entry in enumerate(self.outline.entries)])
        return done, tuple(self._cut(entry) for entry in self.outline.entries if self._is_cut(entry))

    def _weigh_all(self) -> None:
        list_of = {index: number for number, members in enumerate(self.lists) for index in members}
        of_lists: dict[int, Place] = {}
        parents = {entry.parent for entry in self.outline.entries}
        for index, (entry, reading) in enumerate(zip(self.outline.entries, self.setting.entries, strict=True)):
            place = of_lists.get(list_of[index])
            if place is None:
                place = of_lists[list_of[index]] = self.standing.place(entry, self.verdicts, self.weighed)
            self.places.append(place)
            self._weigh(entry, reading, place, children=index in parents)

    def _weigh(self, entry: Entry, reading: Reading, place: Place, *, children: bool) -> None:
        """What the entry is about by itself, and what speaks for its kind."""
        setting = self.setting
        self.verdicts.append(
            own.judge(reading, self.themes, heading=False, foreign=place.foreign, around=place.needs, policy=setting.is_policy)
        )
        ground = place.ground if place.ground is place.numberless or grammar.has_number(entry.text.text) else place.numberless
        said = telling.item(entry, reading, setting)
        self.weighed.append(
            self.scales.weigh(reading, said, ground, timeless=setting.is_timeless, children=children, prose=entry.form == "prose")
        )

    def _label(self, index: int, entry: Entry, chances: weighing.Chances) -> page.Labels:
        reading, place, verdict, published = self.setting.entries[index], self.places[index], self.verdicts[index], self.published
        inherited = above.inherit(verdict.strong, place.above, container=_is_container(reading))
        themes = {theme: published.theme(theme, "own", entry.text, hits) for theme, hits in verdict.strong.items()}
        if inherited.above:
            for theme in inherited.themes.keys() - themes.keys():
                themes[theme] = published.inherited(theme, inherited.above)
        weak = [theme for theme in verdict.weak if theme not in themes]
        sure = max(chances)
        reason = self.weighed[index].heaviest(kinds.KINDS[chances.index(sure)], entry.text)
        flags = ("uncertain-theme",) * bool(weak) + ("uncertain-kind",) * (sure < UNSURE) + ("truncated",) * self._is_cut(entry)
        return page.Labels(
            kind=reason.kind,
            kind_evidence=(published.kind(reason, entry),),
            year=years.target(reason.kind, self.setting.times, place.year, entry.text.text, self._due(entry)),
            themes=tuple([themes[theme] for theme in sorted(themes)]),
            subthemes=_subthemes((inherited.themes | verdict.strong).values()),
            uncertain=tuple([published.theme(theme, "own", entry.text, verdict.weak[theme]) for theme in sorted(weak)]),
            suppressed=published.suppressed(entry, verdict, inherited, themes),
            actions=self._actions(reading, entry, place),
            flags=flags,
        )

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
    named = {f"{hit.target.owner}.{hit.target.rule.subtheme}" for hits in groups for hit in hits if hit.target.rule.subtheme}
    return tuple(sorted(named))
