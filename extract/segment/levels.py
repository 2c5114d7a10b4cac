"""The headings' levels and parents, for the whole document at once.

Headings that look alike form a class, and classes are put in order: by the level the format says, else by how much they stand out.
Wording overrides looks where the two contradict each other: a team stands over its poles, a pole over its sections. Where nothing shows
on the page (plain text), a heading with nothing of its own under it is taken to hold those that follow.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extract import marks
from extract.page import Block, Heading
from extract.segment import numbering, units
from extract.segment.witnesses.candidate import Candidate
from extract.segment.witnesses.looks import SLIDE, Look, prominence
from extract.text import key

_KINDS = {"part": 1.0, "team": 1.0, "announced": 1.5, "pole": 2.0, "section": 3.0}
_POLES_FIRST = {"pole": 1.0, "team": 2.0}
_SUITE = re.compile(r"\s*\(?\b(?:suite(?: et fin)?|fin|\d+\s*/\s*\d+)\)?\s*$", re.I)
_FURNITURE = ("running-title", "running-header", "running-footer", "page-number", "rule", "meta", "blank", "caption")
_HOLDERS = 2  # headings of a look that show that it holds others
_HOLDING = 0.5  # of them
_COUNTED = 0.3  # of them, where they are numbered
_AROUND = frozenset(("boxed", "ruled"))  # of a look: what is drawn around the words
_OFTEN = 3  # headings of a look, for another with a frame around it to be one of them
_DIVIDERS = 2  # slides that part a talk
_MANY = 3  # sections, among which a unit is one
_BREAK = 3.0  # blank lines, or line heights, that part slides or pages from each other
_TAGGED_ALIKE = 0.15  # tags lie: of one level by its tag, but of sizes further apart, a heading stands under the larger one
_LARGER = 1.06  # times a level's usual size: larger than its headings
_INSIDE = 0.5  # of a rank: set like a chapter, but part of it
_OVER_LEVELS = 0.5  # before the first
_SAME = 0.021  # sizes closer than this, relative to the body's, are equal


@dataclass(slots=True, eq=False)
class Placed:
    """A heading with its rank (lower is outer) before it gets a level."""

    candidate: Candidate
    rank: float
    unit: units.Unit
    empty: bool  # nothing but asides stands between it and the next heading
    repeats: int | None = None  # the open heading whose words it says again: "Perspectives" on the next slide
    announced: bool = False  # a list under "… des équipes …" names it
    depth: int | None = None  # by its number, from 0


def arrange(found: Sequence[Candidate], blocks: Sequence[Block]) -> list[Placed]:
    """The headings of `found` (reading order) with kinds, names and ranks."""
    placed = [
        Placed(one, 0.0, one.unit, after is not None and _are_furniture(blocks[one.at + 1 : after.at]))
        for one, after in zip(found, [*found[1:], None], strict=False)
    ]
    _name_announced(placed, blocks)
    _unite_looks(placed)
    ranks = _class_ranks(placed, blocks)
    for one in placed:
        one.rank = ranks[_class_of(one)]
    inside = _inside_chapters(placed)
    _follow_numbering(placed)
    for index, chapter in inside.items():
        placed[index].rank = placed[chapter].rank + _INSIDE
    return placed


def parents(placed: Sequence[Placed], blocks: Sequence[Block], title: int | None = None) -> tuple[list[int | None], list[int]]:
    """(parent index or None, level from 1) of each heading, by a stack of open ones; sets `repeats` of those that say an open one again.

    Nothing after the `title` stands under a heading before it.
    """
    said = [_said(one.candidate.title.text) for one in placed]
    begins = _begins(placed)
    dividers = _dividers(placed, blocks)
    stack: list[int] = []
    above: list[int | None] = []
    levels: list[int] = []
    for index, one in enumerate(placed):
        if title is not None and stack and placed[stack[0]].candidate.at < title < one.candidate.at:
            stack = []
        again = next((at for at in stack if said[at] == said[index] and _stands_alike(placed[at], one)), None)
        if again is not None:
            stack = stack[: stack.index(again) + 1]
            one.repeats = again
            above.append(above[again])
            levels.append(levels[again])
            continue
        while stack and not (
            (stack[-1] in dividers and index not in dividers and one.rank == placed[stack[-1]].rank)
            or _holds(placed, stack[-1], index, blocks, begins)
        ):
            stack.pop()
        above.append(stack[-1] if stack else None)
        levels.append(levels[stack[-1]] + 1 if stack else 1)
        stack.append(index)
    return above, levels


def without_repeated(
    placed: Sequence[Placed], above: Sequence[int | None], levels: Sequence[int]
) -> tuple[list[Placed], list[int | None], list[int]]:
    """The same three, without the headings that say an open one again. They close what stands under it."""
    kept = [index for index, one in enumerate(placed) if one.repeats is None]
    place = {index: at for at, index in enumerate(kept)}
    return (
        [placed[at] for at in kept],
        [None if outer is None else place[outer] for outer in (above[at] for at in kept)],
        [levels[at] for at in kept],
    )


@lru_cache(maxsize=4096)
def _said(title: str) -> str:
    """The title's letters without "(suite)", "2/3" and the like at its end."""
    last = title.rstrip().removesuffix(")")[-1:]
    return key(_SUITE.sub("", title) if last in "eEnN" or last.isdigit() else title)


def _dividers(placed: Sequence[Placed], blocks: Sequence[Block]) -> set[int]:
    """Slides with a title and nothing else, where there are several: each holds the slides up to the next.

    Where headings name units, those say what stands under what.
    """
    if any(one.unit.kind != "section" for one in placed):
        return set()
    on_page = Counter(block.page for block in blocks if block.kind != "aside")
    slides = [index for index, one in enumerate(placed) if one.candidate.is_slide_title]
    alone = {index for index in slides if on_page[blocks[placed[index].candidate.at].page] == 1}
    last = max(slides, default=-1)
    return alone if _DIVIDERS <= len(alone - {last}) and 2 * len(alone) <= len(slides) else set()


def _stands_alike(one: Placed, other: Placed) -> bool:
    """Of two headings of the same words: whether "Perspectives (suite)" on the next slide is the same heading going on."""
    return one.rank == other.rank and one.unit.kind == other.unit.kind


def _holds(placed: Sequence[Placed], outer: int, index: int, blocks: Sequence[Block], begins: Sequence[int]) -> bool:
    """Whether the innermost open heading `outer` is one of the parents of heading `index`."""
    top, one = placed[outer], placed[index]
    if top.rank < one.rank:
        return True
    if top.depth is not None and one.depth is not None and top.rank == one.rank:
        return False
    if top.rank > one.rank or _class_of(top) != _class_of(one) or one.unit.kind != "section" or top.unit.kind != "section":
        return False
    if one.candidate.is_subordinate and not top.candidate.is_subordinate:
        return True
    if _shows_levels(top) or one.candidate.is_phase or one.candidate.is_slide_title or _opens_slide(blocks, one):
        return False
    if not top.empty:
        return False
    if index == outer + 1:
        return top.candidate.is_phase or not _is_parallel(top, one)
    # the first heading of the same part is empty too: there each heading either holds others or has words of its own
    return top.candidate.is_phase or (not one.empty and placed[begins[outer]].empty)


def _begins(placed: Sequence[Placed]) -> list[int]:
    """For each heading the first one of its part: nothing from there on stands further out than it."""
    begins: list[int] = []
    open_: list[int] = []  # headings that no later one stands out over
    for index, one in enumerate(placed):
        while open_ and placed[open_[-1]].rank >= one.rank:
            open_.pop()
        begins.append(open_[-1] + 1 if open_ else 0)
        open_.append(index)
    return begins


def _are_furniture(blocks: Sequence[Block]) -> bool:
    return all(block.kind == "aside" and block.reason in _FURNITURE for block in blocks)


def _opens_slide(blocks: Sequence[Block], one: Placed) -> bool:
    gap = blocks[one.candidate.at].gap
    return gap is not None and gap >= _BREAK and blocks[one.candidate.at].bbox is None


def _is_parallel(top: Placed, one: Placed) -> bool:
    """ "Un parcours …", "Un projet …": headings that begin alike stand side by side."""
    first, second = (key(each.candidate.title.text).split() for each in (top, one))
    alike = ({"un", "une"}, {"le", "la", "les", "l"}, {"nos", "notre"})
    return bool(first and second) and (first[0] == second[0] or any(first[0] in words and second[0] in words for words in alike))


def _shows_levels(one: Placed) -> bool:
    """Whether the page or the format shows where the heading stands."""
    look = one.candidate.look
    return look[4] != SLIDE and bool(look[0] or look[1] != 1.0 or look[2] - {"italic"} or look[3] or look[4])


# Kinds


def _name_announced(placed: list[Placed], blocks: Sequence[Block]) -> None:
    """Headings that a list under "… des équipes …" announces are units: its entries name them."""
    for index, one in enumerate(placed):
        if not one.unit.announces:
            continue
        names = _announced_names(blocks, one.candidate.at)
        for other in placed[index + 1 :]:
            if key(other.candidate.title.text) in names:
                other.announced = True
                if other.unit.kind == "section":
                    other.unit = units.Unit("team", other.candidate.title.text.rstrip(" :"))
            elif other.unit.kind == "team" or other.unit.announces:
                break


def _announced_names(blocks: Sequence[Block], at: int) -> set[str]:
    names = set()
    for block in blocks[at + 1 :]:
        if block.kind != "aside":
            break
        if block.reason == "contents":
            names |= {key(block.text.text), key(block.text.text.partition("(")[0])}
    return names - {""}


# Ranks


def _unite_looks(placed: Sequence[Placed]) -> None:
    """Gives one look to headings set alike, in a box or not, where the same words head something in both looks, or where one alone
    stands in a box, over words of its own: a label of a sheet may fill its cell or stand in a tall one, a frame end with the column."""
    looks: dict[str, set[Look]] = defaultdict(set)
    for one in placed:
        looks[key(one.candidate.title.text)].add(one.candidate.look)
    united: dict[Look, Look] = {}
    for found in looks.values():
        for look in found:
            bare = (*look[:2], look[2] - _AROUND, *look[3:])
            if look != bare and any(other != look and (*other[:2], other[2] - _AROUND, *other[3:]) == bare for other in found):
                united |= {other: bare for other in found if (*other[:2], other[2] - _AROUND, *other[3:]) == bare}
    usual = Counter(one.candidate.look for one in placed)
    for one in placed:
        look = one.candidate.look
        bare = (*look[:2], look[2] - _AROUND, *look[3:])
        if look != bare and usual[look] == 1 and usual[bare] >= _OFTEN and not one.empty:
            united[look] = bare
    for one in placed:
        one.candidate.look = united.get(one.candidate.look, one.candidate.look)


def _class_of(one: Placed) -> tuple[Look, str]:
    """What headings must share to be of one rank: look, and what they name."""
    kind = "announced" if one.announced else "part" if one.unit.announces else one.unit.kind
    return one.candidate.look, kind


def _class_ranks(placed: Sequence[Placed], blocks: Sequence[Block]) -> dict[tuple[Look, str], float]:
    """A rank for each class: looks first, then kinds inside one look; put right where the document's own order contradicts."""
    levelled = _slot(placed, blocks)
    groups = _merge_capitals(placed, _merge_sizes(sorted(set(levelled.values()), key=prominence)))
    ranks = {look: rank for rank, group in enumerate(groups) for look in group}
    order = {look: ranks[as_levelled] for look, as_levelled in levelled.items()}
    kinds = _KINDS | _POLES_FIRST if _poles_hold_teams(placed) else _KINDS
    order = _lift_units(placed, order, *(("pole", "team") if kinds["pole"] < kinds["team"] else ("team", "pole")))
    order = _lift_holders(placed, order)
    grouped = _unit_led(placed, order)
    return {
        _class_of(one): order[one.candidate.look] * 10
        + (kinds[_class_of(one)[1]] if order[one.candidate.look] in grouped else kinds["section"])
        for one in placed
    }


def _slot(placed: Sequence[Placed], blocks: Sequence[Block]) -> dict[Look, Look]:
    """{look: the look it ranks as}: where the format gives levels to headings of known sizes, one without a level goes by its size.

    What the format calls a title, among headings with levels, stands over them: chapters in the style made for the document's name.
    Of the size of a level it stands there, larger than a level one further out ("Plan d'action", unnumbered, after chapters 1 to 4).
    """
    sizes: dict[float, list[float]] = defaultdict(list)
    sized = any(one.candidate.look[1] != 1.0 for one in placed)
    for one in placed:
        if one.candidate.look[0] and sized:
            sizes[one.candidate.look[0]].append(one.candidate.look[1])
    titles = {one.candidate.look for one in placed if blocks[one.candidate.at].role == "title"} if any(sizes) else set()
    usual = {level: sorted(found)[len(found) // 2] for level, found in sorted(sizes.items())}
    if any(outer <= inner for outer, inner in pairwise(usual.values())):
        usual = {}  # sizes contradict the levels: they tell nothing
    out = {}
    for look in {one.candidate.look for one in placed}:
        level = next((level for level, size in usual.items() if size <= look[1] * 1.04), None)
        if look in titles and not look[0]:
            out[look] = (_OVER_LEVELS, *look[1:])
        elif look[0] or look[4] or level is None:
            out[look] = look
        else:
            if look[1] > _LARGER * usual[level] and level > 1:
                between = _is_right_under(placed, look, level - 1)
                out[look] = (level - 0.5, look[1], *look[2:]) if between else (level - 1, usual.get(level - 1, look[1]), *look[2:])
            else:
                out[look] = (level, usual[level], *look[2:])
    return out


def _is_right_under(placed: Sequence[Placed], look: Look, level: float) -> bool:
    """Whether a heading of that look stands right under one of that level, which has no words of its own: that holds it."""
    return any(one.candidate.look[0] == level and after.candidate.look == look and one.empty for one, after in pairwise(placed))


def _unit_led(placed: Sequence[Placed], order: dict[Look, int]) -> set[int]:
    """Ranks in which units hold the sections set like them: where nothing shows, or where a unit comes first and others follow.

    "Service social" among "Logement" and "Aide matérielle", all of one look, is their neighbour.
    """
    out: set[int] = set()
    by_rank: dict[int, list[Placed]] = defaultdict(list)
    for one in placed:
        by_rank[order[one.candidate.look]].append(one)
    for rank, members in by_rank.items():
        units_among = sum(one.unit.kind != "section" or one.unit.announces for one in members)
        shows = _shows_levels(members[0])
        if not shows or (units_among > 1 and members[0].unit.kind != "section") or units_among > 2:
            out.add(rank)
        if (shows or members[0].candidate.look[4] == SLIDE) and _are_neighbours(placed, members):
            out.discard(rank)
    return out


def _are_neighbours(placed: Sequence[Placed], members: Sequence[Placed]) -> bool:
    """Whether units have words of their own, and one in two at most has a section of its look after it: that is no part of the unit.

    A lone unit with words of its own among many sections ("Le service Emploi" on one slide, "Difficultés" on another) is one of them.
    """
    units_at = [at for at, one in enumerate(members) if one.unit.kind != "section" and not one.unit.announces]
    if not units_at:
        return False
    empty = any(members[at].empty for at in units_at)
    led_by_phases = any(one.candidate.is_phase for one in members if one.unit.kind == "section")
    if empty and not led_by_phases:  # what stands right under a unit may be set otherwise
        empty = any(_is_over_its_like(placed, members, at) for at in units_at)
    led = sum(at + 1 < len(members) and members[at + 1].unit.kind == "section" for at in units_at)
    sections = sum(one.unit.kind == "section" for one in members)
    if len(units_at) == 1:
        return not empty and sections >= _MANY
    return not empty and 0 < sections and led <= len(units_at) / 2


def _is_over_its_like(placed: Sequence[Placed], members: Sequence[Placed], at: int) -> bool:
    """Whether right under the unit stands a section of its own rank."""
    index = placed.index(members[at])
    after = placed[index + 1 : index + 2]
    return bool(after) and members[at + 1 : at + 2] == after and after[0].unit.kind == "section" and members[at].empty


def _lift_holders(placed: Sequence[Placed], order: dict[Look, int]) -> dict[Look, int]:
    """Headings with mostly no word of their own, but one of another look right under them, hold those, however small they are set."""
    follow: dict[int, list[int]] = defaultdict(list)
    for one, after in zip(placed, [*placed[1:], None], strict=False):
        follow[order[one.candidate.look]].append(order[after.candidate.look] if after is not None and one.empty else -1)
    for rank in sorted(follow):
        under = [other for other in follow[rank] if 0 <= other <= rank]
        outer = min(under, default=rank)
        if outer == rank or len(set(under)) > 1 or len(follow[rank]) < _HOLDERS or rank in follow[outer]:
            continue
        counted = sum(bool(one.candidate.mark and one.candidate.mark.ordinal) for one in placed if order[one.candidate.look] == rank)
        enough = _COUNTED if counted > len(follow[rank]) / 2 and counted > _HOLDERS else _HOLDING
        if len(under) >= enough * len(follow[rank]):
            return {look: _moved(value, rank, outer) for look, value in order.items()}
    return order


def _moved(value: int, rank: int, outer: int) -> int:
    """The ranks with `rank` taken out and put before `outer`."""
    if value == rank:
        return outer
    return value + 1 if outer <= value < rank else value


def _merge_sizes(looks: list[Look]) -> list[list[Look]]:
    """Looks that a reader cannot tell apart, together; one explicit level is one group unless its sizes contradict it."""
    groups: list[list[Look]] = []
    for look in looks:
        last = groups[-1][-1] if groups else None
        same_level = last is not None and look[0] and look[0] == last[0] and abs(look[1] - last[1]) <= _TAGGED_ALIKE * last[1]
        alike = last is not None and not look[0] and look[0] == last[0] and look[2:] == last[2:] and abs(look[1] - last[1]) <= _SAME
        if same_level or alike:
            groups[-1].append(look)
        else:
            groups.append([look])
    return groups


def _merge_capitals(placed: Sequence[Placed], groups: list[list[Look]]) -> list[list[Look]]:
    """A single heading in capitals among others that are set like it but for the capitals stands beside those, if they came first."""
    out = list(groups)
    looks = [one.candidate.look for one in placed]
    often = Counter(looks)
    for group in groups:
        look = group[0]
        if len(group) > 1 or often[look] != 1 or "caps" not in look[2] or look[1:] == (1.0, frozenset(("caps",)), None, ""):
            continue
        plain = (*look[:2], look[2] - {"caps"}, *look[3:])
        like = next((other for other in out if plain in other), [])
        before = looks[: looks.index(look)]
        if sum(other in like for other in before) > 1 and before[0] in like:
            out.remove(group)
            like += group
    return out


def _poles_hold_teams(placed: Sequence[Placed]) -> bool:
    """Whether teams stand right under poles, with nothing between, and no pole so under a team."""
    pairs = {(one.unit.kind, after.unit.kind) for one, after in pairwise(placed) if one.empty}
    return ("pole", "team") in pairs and ("team", "pole") not in pairs


def _lift_units(placed: Sequence[Placed], order: dict[Look, int], holder: str, held: str) -> dict[Look, int]:
    """Where poles stand out more than the teams that hold them, or sections more than their poles, the words win over the looks."""
    outers = [order[one.candidate.look] for one in placed if one.unit.kind == holder and "title" not in one.candidate.notes]
    inners = [order[one.candidate.look] for one in placed if one.unit.kind == held and "title" not in one.candidate.notes]
    if outers and inners and min(outers) > max(inners):
        outer, inner = min(outers), max(inners)
        swap = {outer: inner, inner: outer}
        return {look: swap.get(rank, rank) for look, rank in order.items()}
    return order


def _follow_numbering(placed: list[Placed]) -> None:
    """4.1 stands under 4., and "1." under "I.", whatever they look like; headings that look like numbered ones stand beside them."""
    for one, depth in zip(placed, numbering.depths(_levelled_marks(placed), [one.rank for one in placed]), strict=True):
        one.depth = depth
    ranks = {
        depth: [one.rank for one in placed if one.depth == depth]
        for depth in sorted({one.depth for one in placed if one.depth is not None})
    }
    if len(ranks) < 2:
        return
    usual = [sorted(found)[len(found) // 2] for found in ranks.values()]
    if all(upper < lower for upper, lower in pairwise(usual)):
        rank_of = dict(zip(ranks, usual, strict=True))
    else:
        rank_of = {depth: min(map(min, ranks.values())) + 0.1 * depth for depth in ranks}
    alike: dict[float, Counter[int]] = defaultdict(Counter)
    for one in placed:
        if one.depth is not None:
            alike[one.rank][one.depth] += 1
    for one in placed:
        depth = one.depth if one.depth is not None else next((depth for depth, _ in alike[one.rank].most_common(1)), None)
        one.rank = rank_of[depth] if depth is not None else one.rank


def _levelled_marks(placed: Sequence[Placed]) -> list[marks.Mark | None]:
    """The headings' marks; "1." to which the format gives another level than to an earlier "1." counts something else."""
    out: list[marks.Mark | None] = []
    last: dict[str, marks.Mark] = {}  # of each kind of number, also of those of one level
    for one in placed:
        mark, level = one.candidate.mark, one.candidate.level
        if mark is not None and len(mark.ordinal) == 1 and level:
            before = last.get(mark.family)
            own = replace(mark, family=f"{mark.family}@{level}")
            restarts = mark.ordinal == (1,) or (own.family in last and mark.ordinal[0] == last[own.family].ordinal[0] + 1)
            if before is not None and mark.ordinal[0] == before.ordinal[0] + 1 and not restarts:
                mark = replace(mark, family=before.family)
            else:
                mark = own
            last[own.family.partition("@")[0]] = last[mark.family] = mark
        out.append(mark)
    return out


def _inside_chapters(placed: Sequence[Placed]) -> dict[int, int]:
    """{heading without a number: the chapter it is part of}, of those set like chapters 1. and 2. and standing between them.

    After the last chapter, those that no contents page lists beside the chapters.
    """
    out: dict[int, int] = {}
    before: int | None = None
    number: marks.Mark | None = None  # its
    open_: list[int] = []
    for index, one in enumerate(placed):
        mark = one.candidate.mark
        if mark is None or not mark.ordinal:
            is_like = before is not None and one.rank == placed[before].rank and not one.candidate.level and one.unit.kind == "section"
            open_ += [index] if is_like else []
            continue
        if before is not None and number is not None and marks.follows(mark, number):
            out.update(dict.fromkeys(open_, before))
        before, number, open_ = index, mark, []
    if before is not None and "contents" in placed[before].candidate.notes:
        out.update({index: before for index in open_ if "contents" not in placed[index].candidate.notes})
    return out


def headings_of(
    placed: Sequence[Placed], above: Sequence[int | None], levels: Sequence[int], pages: Sequence[tuple[int, ...]], ids: Sequence[str]
) -> tuple[Heading, ...]:
    """The published shape of the placed headings."""
    return tuple(
        Heading(
            id=ids[index],
            kind=one.unit.kind,
            title=one.candidate.title,
            name=one.unit.name,
            level=levels[index],
            parent=above[index],
            pages=pages[index],
            evidence=tuple(dict.fromkeys(one.candidate.evidence)) or ("position",),
            confidence=one.candidate.confidence,
        )
        for index, one in enumerate(placed)
    )


def relook(candidate: Candidate, rule: str) -> None:
    """The look with the sign of the typed rule under the heading ("=" or "-")."""
    candidate.look = (*candidate.look[:4], rule)
