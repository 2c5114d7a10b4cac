"""What an item's or heading's own words say: rules R1 to R3 of the codebook, and the counter-rules.

A theme is the object of the item, not a means (R1), an addressee or a partner (R2). Each theme taken back keeps its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.classify.matching import FOREIGN, STOPS, Hit, Reading
from extract.taxonomy import schema

PUBLIC_POLICY = "public-policy"


@dataclass(frozen=True, slots=True)
class Taken:
    """A hit that was taken back: `by` names the counter-rule or the rule of the codebook."""

    hit: Hit
    by: str


@dataclass(slots=True)
class Verdict:
    """Themes by id with the hits that give each, in the order of the text."""

    strong: dict[str, list[Hit]] = field(default_factory=dict)
    weak: dict[str, list[Hit]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)


_NO_THEMES = Verdict()


def judge(
    reading: Reading,
    themes: dict[str, schema.Theme],
    *,
    heading: bool,
    foreign: bool,
    around: frozenset[str] = frozenset(),
    policy: bool = False,
) -> Verdict:
    """The themes of `reading`. `foreign`: the document, or what stands above, is about foreign people; `around`: names of the rules whose
    `needs` words stand in the lead-in or the headings above; `policy`: the document asks for public policies (a candidate's programme)."""
    hits = reading.of("theme")
    if not hits:
        return _NO_THEMES
    verdict = Verdict()
    foreign = foreign or is_foreign(reading)
    placed = not _PLACED.isdisjoint([hit.target.place for hit in hits])
    zones = _zones(reading) if placed else []
    head = _head(reading, zones, hits) if placed else (0, 0)
    kept: list[Hit] = []
    for hit in hits:
        if policy and themes[hit.target.owner].speaker:
            verdict.taken.append(Taken(hit, PUBLIC_POLICY))
            continue
        by = _against(hit, reading, themes[hit.target.owner], heading, foreign, around, zones, head)
        if by is None:
            kept.append(hit)
        elif by:
            verdict.taken.append(Taken(hit, by))
    kept = _outermost(kept)
    objects: set[str] = set()
    if not heading and any([hit.target.yields for hit in kept]):
        objects = {hit.target.owner for hit in kept if not hit.target.yields and not hit.target.weak}
    for hit in kept:
        target = hit.target
        if target.yields and objects - {target.owner}:
            verdict.taken.append(Taken(hit, "R1"))
        elif target.weak:
            verdict.weak.setdefault(target.owner, []).append(hit)
        else:
            verdict.strong.setdefault(target.owner, []).append(hit)
    if verdict.weak:
        verdict.weak = {theme: hits for theme, hits in verdict.weak.items() if theme not in verdict.strong}
    if verdict.taken:
        verdict.taken = [taken for taken in verdict.taken if taken.hit.target.owner not in verdict.strong]
    return verdict


_PLACED = frozenset(("object", "head"))  # rules that ask where in the item their words stand


def is_foreign(reading: Reading) -> bool:
    """Whether the words themselves name foreign people."""
    named = reading.contexts(FOREIGN)
    if not named:
        return False
    counters = [hit for hit in reading.of("context-counter") if hit.target.owner.startswith(FOREIGN)]
    return any(not any(counter.overlaps(hit) for counter in counters) for hit in named)


def _against(
    hit: Hit, reading: Reading, theme: schema.Theme, heading: bool, foreign: bool, around: frozenset[str],
    zones: list[tuple[int, int]], head: tuple[int, int],
) -> str | None:  # fmt: skip
    """What speaks against `hit`: None for nothing, "" for a hit that was never meant here, else the name of the counter-rule."""
    target, rule = hit.target, hit.target.rule
    place = target.place
    if (place == "heading") != heading and place in ("heading", "item"):
        return "" if place == "heading" or heading else None
    if by := _counter(hit, reading, "theme-counter"):
        return by
    if target.needs and target.name not in around and not any(other.target.rule is rule for other in reading.of("needs")):
        return ""
    if (rule.public or theme.public) == "foreign" and not foreign:
        return FOREIGN
    if heading:
        return None
    if place == "object" and any(start <= hit.start < end for start, end in zones):
        return "R2"
    if place == "head" and not head[0] <= hit.start < head[1]:
        return "R1"
    if place == "start" and hit.start > 0:
        return ""
    if place == "end" and hit.end < len(reading.norms):
        return ""
    return None


def actions(reading: Reading, *, heading: bool) -> list[Hit]:
    """The words that name actions, in the order of the text; of a heading only those that it passes to everything under it."""
    hits = reading.of("action")
    if not hits:
        return []
    placed = "head" in [hit.target.place for hit in hits]
    head = _head(reading, _zones(reading), hits) if placed else (0, 0)
    kept = []
    for hit in hits:
        place = hit.target.place
        if (place == "heading") != heading or (place == "head" and not head[0] <= hit.start < head[1]):
            continue
        if not _counter(hit, reading, "action-counter"):
            kept.append(hit)
    return _outermost(kept)


def _outermost(hits: list[Hit]) -> list[Hit]:
    """`hits` (in the order of the text, longer ones first) without those inside a longer one for the same theme or action."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    longest: dict[str, Hit] = {}
    for hit in hits:
        before = longest.get(hit.target.owner)
        if before is None or not before.holds(hit):
            kept.append(hit)
            if before is None or hit.end > before.end:
                longest[hit.target.owner] = hit
    return kept


def _counter(hit: Hit, reading: Reading, shelf: str) -> str | None:
    """The name of the counter-rule that takes `hit` back."""
    counters = reading.of(shelf)
    if not counters and not hit.target.unless:
        return None
    rule = hit.target.rule
    for counter in counters:
        against = counter.target.rule
        if counter.target.owner == hit.target.owner and (not against.rules or rule.id in against.rules):
            if against.scope == "item" or (counter.overlaps(hit) and not hit.holds(counter)):
                return counter.target.name
    if hit.target.unless and any(other.target.rule is rule for other in reading.of("unless")):
        return f"{hit.target.name}.unless"
    return None


def _zones(reading: Reading) -> list[tuple[int, int]]:
    """Where addressees, partners and means stand: from the word that introduces them to the next mark."""
    zones = []
    for hit in (*reading.contexts("addressee"), *reading.contexts("means")):
        end = hit.end
        while end < len(reading.norms) and reading.norms[end] not in STOPS:
            end += 1
        zones.append((hit.start, end))
    return zones


def _head(reading: Reading, zones: list[tuple[int, int]], hits: Sequence[Hit]) -> tuple[int, int]:
    """The words that say what the item is: up to the first mark, addressee, means or topic. A bare label ("Axe 2 :") is passed over."""
    starts = {start for start, _ in zones} | {hit.start for hit in reading.contexts("topic")}
    if not starts and _HEAD_ENDS.isdisjoint(reading.norms):
        return 0, len(reading.norms)
    begin = 0
    for place, norm in enumerate(reading.norms):
        if place in starts and place > begin:
            return begin, place
        if norm in _HEAD_ENDS:
            if norm != "(" and place - begin <= 4 and not any(begin <= hit.start < place for hit in hits):
                begin = place + 1
                continue
            return begin, place
    return begin, len(reading.norms)


_HEAD_ENDS = frozenset((":", ";", "(", "–", "—", "."))
