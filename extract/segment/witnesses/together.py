"""What blocks say of each other: numbers that count on, lists, boxes, neighbours, and looks shared by many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract import marks
from extract.segment import units
from extract.segment.witnesses.candidate import (
    SETS_APART,
    SHOWN,
    SURE,
    WEIGHTS,
    Candidate,
    add,
    any_for,
    family,
    is_plain,
    is_set_apart,
)
from extract.segment.witnesses.looks import LARGER, PLAIN, SLIDE, Look
from extract.segment.witnesses.scene import MIN_SHOWN, Scene
from extract.segment.witnesses.wording import QUOTE, is_sentence
from extract.text import count_words, ends_sentence, key, starts_low

_ITALIC = frozenset(("italic",))
_OPEN_RUNS = 4  # lists that a number may go on: the last few
_COLON = 5  # words of a heading that ends in a colon
_MARKED = 2  # headings that the format marks: its author knows how
_EDGE = 6.0  # points within which left edges are one
_FRAGMENT = 8  # words of a line of a poster
_STANDFIRST = 8  # words of a line under a heading that is none
_SPEAKER = 10  # words that say who said something
_LIST_HEADING = 12  # words of a heading that is a list item


def hear_standfirsts(scene: Scene, found: dict[int, Candidate]) -> None:
    """A line of many words in italics alone, between a heading that the format marks and running text, says what the part is about."""
    for at, candidate in found.items():
        if candidate.own_look[2] != _ITALIC or any_for(candidate, SHOWN) or candidate.mark is not None:
            continue
        before, after = scene.before[at], scene.after[at]
        marked = before in found and found[before].notes.get("style") and after is not None and scene.blocks[after].kind == "prose"
        if marked and candidate.count >= _STANDFIRST:
            add([candidate], "standfirst")


def rank_slides(scene: Scene, found: dict[int, Candidate]) -> None:
    """On slides the title is whatever stands first, or right under the running title; those rank alike, whatever their looks."""
    if not scene.is_deck:
        return
    firsts: dict[int, int] = {}
    for at in scene.order:
        firsts.setdefault(scene.blocks[at].page, at)
    heads = {at for at in firsts.values() if at in found and (found[at].look[1] > LARGER or found[at].level or found[at].look[2])}
    heads |= {at for at in scene.under_running if at in found}
    looks = {found[at].own_look for at in heads} | {found[at].look for at in heads}
    for at, candidate in found.items():
        if at in heads:
            candidate.is_slide_title = True
        if candidate.own_look in looks and candidate.look[1:] != PLAIN[1:]:
            candidate.look = (0, 1.0, frozenset(), None, SLIDE)


def hear_quotes(scene: Scene, found: dict[int, Candidate]) -> None:
    """ "Rapport d'activités « interpellation »" among "Rapport d'activités de l'équipe « … »" names a team too."""
    openings = {_opening(one) for one in found.values() if one.unit.kind == "team" and units.quoted(one.title.text)}
    for one in found.values() if openings else ():
        name = units.quoted(one.title.text)
        if not name or one.unit.kind != "section" or _opening(one) not in openings or one.notes["length"] <= -1:
            continue
        if not is_sentence(one.title.text, scene.sections):
            one.unit = units.Unit("team", name)
            one.notes["unit"] = WEIGHTS["unit"]
            one.score += WEIGHTS["unit"]
            one.evidence.append("wording")


def hear_attributions(scene: Scene, found: dict[int, Candidate]) -> None:
    """A short line right under somebody's words, set as they are or smaller, says whose they are."""
    for at, candidate in found.items():
        before = scene.before[at]
        if before is None or candidate.notes.get("style") or scene.blocks[before].kind == "item":
            continue
        if not QUOTE.fullmatch(scene.blocks[before].text.text):
            continue
        own, said = scene.blocks[at].style, scene.blocks[before].style
        alike = own.size <= said.size and (own.colour == said.colour or own.size < said.size)
        if alike and candidate.count <= _SPEAKER and not (own.bold and not said.bold):
            add([candidate], "attribution")


def _opening(candidate: Candidate) -> tuple[str, ...]:
    return tuple(key(candidate.title.text).split()[:2])


def hear_sequences(scene: Scene, found: dict[int, Candidate]) -> None:
    """Numbered blocks speak together: headings have something between them, points of a list follow each other."""
    numbered = {at: candidate.mark for at, candidate in found.items() if candidate.mark and candidate.mark.ordinal}
    if not numbered:
        return
    runs = _sequences(scene, found, numbered)
    alike = _lists_alike(scene, found, numbered, runs)
    before = {after: at for at, after in pairwise(numbered)}
    for members in runs:
        between = sum(_has_content(scene, at, after) for at, after in pairwise(members))
        last = scene.after[members[-1]]
        spaced = between / max(1, len(members) - 1) if len(members) > 1 else float(last is not None and scene.blocks[last].kind == "prose")
        if len(members) == 2 and spaced:  # one point with a list of its own before another tells little: what do the others do?
            spaced = alike[_set_as(scene, found[members[0]], numbered[members[0]])]
        if spaced < 0.5 and _is_part_number(found, numbered, before.get(members[0]), members[0]):
            spaced = 1.0
        spaced -= 0.01 * is_plain(found[members[0]])  # where nothing sets them apart, half of them is not enough
        weight = WEIGHTS["sequence"] + 1.3 * spaced if spaced >= 0.5 else WEIGHTS["enumeration"]
        scores = [found[at].score for at in members]
        middle = sorted(scores)[len(scores) // 2]
        for at in members:
            candidate = found[at]
            candidate.notes["numbering"] = weight
            candidate.score = 0.5 * candidate.score + 0.5 * middle + weight
            if weight > 0:
                candidate.evidence.append("numbering")


def _lists_alike(
    scene: Scene, found: dict[int, Candidate], numbered: dict[int, marks.Mark], runs: Sequence[Sequence[int]]
) -> dict[_Set, float]:
    """How often something stands between two numbers, over all runs of one kind of number that are set alike."""
    gaps: dict[_Set, list[bool]] = defaultdict(list)
    for members in runs:
        gaps[_set_as(scene, found[members[0]], numbered[members[0]])] += [_has_content(scene, at, after) for at, after in pairwise(members)]
    return {kind: sum(filled) / max(1, len(filled)) for kind, filled in gaps.items()}


_Set = tuple[str, Look, int]


def _set_as(scene: Scene, candidate: Candidate, mark: marks.Mark) -> _Set:
    """The kind of number, the look and the left edge; on no page, and where nothing shows, each run is of its own kind."""
    block = scene.blocks[candidate.at]
    place = round(block.bbox[0] / _EDGE) if block.bbox and scene.typographic else candidate.at
    return mark.family, candidate.own_look, place


def hear_lists(scene: Scene, found: dict[int, Candidate]) -> None:
    """List items that hold something: items with lists of their own where the format marks its headings, headings where nothing does."""
    listed: dict[tuple[str, int, Look], list[Candidate]] = defaultdict(list)
    for at, candidate in found.items():
        block = scene.blocks[at]
        if block.kind == "item" and block.role == "item" and block.level:
            listed[family(block), block.level, candidate.own_look].append(candidate)
    marked = sum(block.role == "heading" for block in scene.blocks) >= _MARKED
    for (_, level, _), members in listed.items():
        set_apart = is_set_apart(members[0])
        if marked or not set_apart:
            add([one for one in members if (marked and not set_apart) or _holds_list(scene, one.at, level)], "listed")
        elif len(members) > 1 and _are_list_headings(scene, members, level):
            add(members, "list-heading")


def _holds_list(scene: Scene, at: int, level: int) -> bool:
    after = scene.after[at]
    return after is not None and scene.blocks[after].role == "item" and (scene.blocks[after].level or 0) > level


def _are_list_headings(scene: Scene, members: Sequence[Candidate], level: int) -> bool:
    """Short items set apart, each over a deeper list or a paragraph, and at least one over a paragraph: no item holds such a thing."""
    over = [scene.after[one.at] for one in members]
    prose = [after is not None and scene.blocks[after].kind == "prose" for after in over]
    holds = [is_prose or _holds_list(scene, one.at, level) for one, is_prose in zip(members, prose, strict=True)]
    brief = all(one.count <= _LIST_HEADING and not ends_sentence(one.title.text) for one in members)
    return any(prose) and all(holds) and brief


def hear_colons(scene: Scene, found: dict[int, Candidate]) -> None:
    """ "SANTÉ :", "LOGEMENT :" each over a list, set apart alike: their colon is part of how this author writes headings."""
    alike: dict[Look, list[Candidate]] = defaultdict(list)
    for candidate in found.values():
        if is_set_apart(candidate):
            alike[candidate.own_look].append(candidate)
    for members in alike.values():
        brief = [
            one
            for one in members
            if one.notes.get("colon")
            and one.notes.get("over", 0) >= WEIGHTS["over-one"]
            and one.count <= _COLON
            and not is_sentence(one.title.text, scene.sections)
        ]
        if len(brief) >= MIN_SHOWN and len(brief) > 0.7 * len(members):
            for one in brief:
                one.score -= one.notes["colon"]
                one.notes["colon"] = 0.0


def hear_boxes(scene: Scene, found: dict[int, Candidate]) -> None:
    """A box that ends in plain text holds a title and a text; both stand aside and head nothing. (Pages with places: see "box-title".)"""
    if "boxed" not in scene.body.looks:
        return
    run: list[int] = []
    for at in [*scene.order, -1]:
        block = scene.blocks[at] if at >= 0 else None
        if block is not None and block.kind == "prose" and block.bbox is None and "boxed" in block.looks:
            run.append(at)
            continue
        if len(run) > 1 and run[-1] in found and is_plain(found[run[-1]]):
            for member in run:
                if member in found and scene.blocks[member].role is None:
                    found[member].notes["in-box"] = WEIGHTS["in-box"]
                    found[member].score += WEIGHTS["in-box"]
        run = []


def _is_part_number(found: dict[int, Candidate], numbered: dict[int, marks.Mark], before: int | None, at: int) -> bool:
    """ "1.1" right after a heading "1." numbers its first part, even where no "1.2" follows. `before`: the number before."""
    prefix = numbered[at].ordinal[:-1]
    return bool(prefix) and before is not None and numbered[before].ordinal == prefix and found[before].score > 0


def _sequences(scene: Scene, found: dict[int, Candidate], numbered: dict[int, marks.Mark]) -> list[list[int]]:
    """Runs of the `numbered` candidates of one family and weight that count on: 1. 2. 3., also with other text between.

    Of several that a number may go on, the one whose last had as much free space above: chapters and their points may both count "1. 2.".
    """
    runs: list[list[int]] = []
    open_runs: dict[tuple[str, bool], list[list[int]]] = defaultdict(list)
    for at, mark in numbered.items():
        kind = mark.family, "bold" in found[at].own_look[2]  # bold "1. 2." over regular "1. 2." are two lists
        fits = [run for run in open_runs[kind][-_OPEN_RUNS:] if _counts_on(numbered[run[-1]], mark)]
        apart = scene.blocks[at].gap
        run = next((run for run in reversed(fits) if scene.blocks[run[-1]].gap == apart), fits[-1] if fits else None)
        if run is None:
            run = []
            runs.append(run)
            open_runs[kind].append(run)
        run.append(at)
    return runs


def _counts_on(before: marks.Mark, mark: marks.Mark) -> bool:
    return marks.follows(mark, before) or (len(mark.ordinal) > 1 and before.ordinal < mark.ordinal)


def _has_content(scene: Scene, at: int, after: int) -> bool:
    """Whether something stands between that is no more than a further paragraph of a list item."""
    between = scene.order[scene.place[at] + 1 : scene.place[after]]
    return any(not (scene.blocks[one].kind == "prose" and scene.blocks[one].level and scene.blocks[one].role is None) for one in between)


def hear_neighbours(scene: Scene, open_: dict[int, Candidate], found: dict[int, Candidate]) -> None:
    """Short lines in a row without a word of their own are fragments of a poster or a figure, not headings."""
    sure = {at for at, candidate in found.items() if any_for(candidate, SURE)}  # something other than its place speaks for it
    unsure = [(at, candidate) for at, candidate in open_.items() if at not in sure]
    fragments = {at for at, candidate in unsure if _is_fragment(scene, candidate)}
    for at, candidate in unsure:
        before, after = scene.before[at], scene.after[at]
        if before in sure and candidate.notes.get("over", 0) >= 2:
            candidate.notes["lead-in-place"] = WEIGHTS["lead-in-place"]
            candidate.score += WEIGHTS["lead-in-place"]
        chain = (before in fragments) + (after in fragments)
        further = scene.before[before] if before is not None else None
        if chain and (chain == 2 or candidate.notes.get("over", 0) < 2 or further in fragments):
            candidate.notes["chain"] = WEIGHTS["chain"] * chain
            candidate.score += candidate.notes["chain"]


def hear_empty(scene: Scene, found: dict[int, Candidate]) -> None:
    """Where nothing shows but blank lines: a short line that stands free right over a heading is one too."""
    if scene.typographic:
        return
    for at in sorted(found, reverse=True):
        after = scene.after[at]
        if after in found and found[after].score > 0 and scene.blocks[after].gap and (scene.blocks[at].gap or 0) >= 1:
            found[at].notes["over-heading"] = WEIGHTS["over-heading"]
            found[at].score += WEIGHTS["over-heading"]


def _is_fragment(scene: Scene, candidate: Candidate) -> bool:
    block = scene.blocks[candidate.at]
    if block.kind != "prose" or candidate.notes.get("over", 0) >= 2:
        return False
    text = block.text.text
    return not ends_sentence(text) and not starts_low(text) and count_words(text) <= _FRAGMENT


def hear_repetition(scene: Scene, found: dict[int, Candidate]) -> None:
    """The same short words that head a list elsewhere head this too."""
    alike: dict[str, list[int]] = defaultdict(list)
    for at, candidate in found.items():
        if scene.blocks[at].kind == "prose":
            alike[key(candidate.title.text)].append(at)
    for members in alike.values():
        if len(members) > 1 and any(found[at].score > 0 for at in members):
            for at in members:
                found[at].notes["repeated"] = WEIGHTS["repeated"]
                found[at].score += WEIGHTS["repeated"]


def hear_classes(scene: Scene, open_: dict[int, Candidate], found: dict[int, Candidate]) -> None:
    """Blocks that look alike are alike: a class of which most are headings lifts the others, one of which few are holds them back."""
    often = Counter(candidate.look for candidate in found.values())
    classes: dict[Look, list[Candidate]] = defaultdict(list)
    for candidate in open_.values():
        classes[candidate.look].append(candidate)
    shown = sum(one.score > 0 and any_for(one, SHOWN) for one in open_.values())
    if scene.typographic and shown >= MIN_SHOWN:
        for candidate in open_.values():
            if not any_for(candidate, SETS_APART):
                candidate.notes["plain"] = WEIGHTS["plain"]
                candidate.score += WEIGHTS["plain"]
    for look, members in classes.items():
        if often[look] < 3 or look[1:] == PLAIN[1:]:
            continue
        share = sum(candidate.score > 0 for candidate in members) / often[look]
        shift = WEIGHTS["class"] if share >= 0.7 else -WEIGHTS["class"] if share <= 0.3 else 0.0
        for candidate in members:
            candidate.notes["class"] = shift
            candidate.score += shift
