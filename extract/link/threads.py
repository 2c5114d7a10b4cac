"""Threads: priorities followed from edition to edition of one organisation.

An edition is a target year of an organisation: all items for that year, whichever files they stand in. Successive editions are compared
pair by pair. A link is asserted when it is probable, when no rival comes near, and when no person said otherwise.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.link.features import Described, Rarity, Unit, compare, describe, weights
from extract.link.judge import Groups, Node, Verdict, verdicts
from extract.model import Document, Doubt, Fate, Judgement, Link, Notice, Reason, Relation, Thread, ThreadItem

UNIT = 0.6  # two team (or pole) names this alike are one unit: "de la Vie associative", "vie associative et bénévolat"
COMMON = 0.5  # a stem in more than this share of an edition's items finds no candidates: it would find everything


@dataclass(frozen=True, slots=True)
class Pair:
    """A link that was weighed."""

    probability: float
    wording: float
    earlier: Described
    later: Described
    reasons: tuple[Reason, ...]


def trace(
    documents: Sequence[Document], judgements: Iterable[Judgement] = (), kinds: Sequence[str] = ("priority",)
) -> tuple[tuple[Thread, ...], tuple[Notice, ...]]:
    """Every priority of `documents` as a thread, ordered by organisation, first year and place; with the judgements that were not found.

    Give one record a report (leave out duplicates and variants). An item without a year, or of a document without an organisation, is in
    no thread.
    """
    decided, notices = verdicts(judgements, documents)
    threads: list[Thread] = []
    for organisation, editions in sorted(_organisations(documents, kinds).items()):
        threads += _follow(organisation, editions, decided)
    return tuple(threads), notices


def _organisations(documents: Sequence[Document], kinds: Sequence[str]) -> dict[str, dict[int, list[Described]]]:
    """Organisation → year → items, in the order of the documents' ids and of the items."""
    found: dict[str, dict[int, list[Described]]] = {}
    for document in sorted(documents, key=lambda document: document.document.id):
        if document.document.organisation is None:
            continue
        for described in describe(document.items, document.document.id):
            item = described.item
            if item.kind in kinds and "low-confidence" not in item.flags:
                found.setdefault(document.document.organisation, {}).setdefault(described.year, []).append(described)
    return found


def _follow(organisation: str, editions: dict[int, list[Described]], decided: list[Verdict]) -> list[Thread]:
    everything = [described for year in sorted(editions) for described in editions[year]]
    here = {_node(described) for described in everything}
    decided = [verdict for verdict in decided if verdict.left in here and verdict.right in here]
    rarity = Rarity(everything)
    pairs = [pair for earlier, later in _successive(editions) for pair in _weigh(earlier, later, rarity)]
    links, doubts = _decide(pairs, decided, {_node(described): described for described in everything})
    fates = _Fates(editions, links)
    groups = Groups()
    for link in links:
        groups.join(_node(link.pair.earlier), _node(link.pair.later))
    members: dict[Node, list[Described]] = defaultdict(list)
    for described in everything:
        members[groups.root(_node(described))].append(described)
    linked: dict[Node, list[_Made]] = defaultdict(list)
    for link in links:
        linked[groups.root(_node(link.pair.earlier))].append(link)
    unsure: dict[Node, list[tuple[Described, Described, Pair]]] = defaultdict(list)
    for pair in doubts:
        unsure[groups.root(_node(pair.earlier))].append((pair.earlier, pair.later, pair))
        unsure[groups.root(_node(pair.later))].append((pair.later, pair.earlier, pair))
    return [_thread(organisation, items, linked[root], unsure[root], fates) for root, items in members.items()]


@dataclass(frozen=True, slots=True)
class _Made:
    """A link that is asserted."""

    pair: Pair
    relation: Relation
    decided_by: str = "machine"


# Links by the side an item stands on (it may have a past and a future) and by the document of its partner.
_Taken = dict[tuple[str, Node, str], list[_Made]]


def _successive(editions: dict[int, list[Described]]) -> Iterator[tuple[list[Described], list[Described]]]:
    """Each edition with the next one that has the same unit, so that a team that was not read for a year is found again after it."""
    years = sorted(editions)
    for at, year in enumerate(years):
        waiting = editions[year]
        for following in years[at + 1 :]:
            if not waiting:
                break
            yield waiting, editions[following]
            present = {described.unit for described in editions[following]}
            waiting = [described for described in waiting if not any(_one_unit(described.unit, unit) for unit in present)]


def _weigh(earlier: list[Described], later: list[Described], rarity: Rarity) -> Iterator[Pair]:
    """The pairs worth a look (a telling word in common, or the same section with a theme in common), compared."""
    repeated = _repeated(earlier) | _repeated(later)
    index: dict[object, list[int]] = defaultdict(list)
    for at, described in enumerate(later):
        for key in _keys(described):
            index[key].append(at)
    limit = max(8, int(COMMON * len(later)))
    for described in earlier:
        near = {at for key in _keys(described) for at in (index.get(key, ()) if len(index.get(key, ())) <= limit else ())}
        for at in sorted(near):
            if (weighed := compare(described, later[at], rarity, repeated, least=weights()["doubt"])) is not None:
                yield Pair(weighed[0], weighed[1], described, later[at], weighed[2])


def _keys(described: Described) -> Iterator[object]:
    yield from described.words
    yield described.folded
    yield from ((described.section, theme) for theme in described.themes)


def _repeated(edition: list[Described]) -> frozenset[str]:
    counts = Counter(described.folded for described in edition)
    return frozenset(text for text, count in counts.items() if count > 1)


def _decide(pairs: list[Pair], decided: list[Verdict], items: dict[Node, Described]) -> tuple[list[_Made], list[Pair]]:
    """People's verdicts first, then the probable pairs, best first; what is left in between is doubtful."""
    groups, settled, made = Groups(), set(), []
    for verdict in decided:
        settled.add(frozenset((verdict.left, verdict.right)))
        if verdict.verdict == "same":
            groups.join(verdict.left, verdict.right)
            earlier, later = sorted((items[verdict.left], items[verdict.right]), key=_in_time)
            known = next((pair for pair in pairs if pair.earlier is earlier and pair.later is later), Pair(1.0, 0.0, earlier, later, ()))
            made.append(_Made(replace(known, probability=1.0), _relation(known), verdict.by))
    for verdict in decided:
        if verdict.verdict == "different":
            groups.keep_apart(verdict.left, verdict.right)
    limit, margin = weights()["assert"], weights()["margin"]
    rivals = _rivals(pairs)
    taken: _Taken = defaultdict(list)
    for link in made:
        _take(taken, link)
    doubts = []
    for pair in sorted(pairs, key=lambda pair: (-pair.probability, _node(pair.earlier), _node(pair.later))):
        one, other = _node(pair.earlier), _node(pair.later)
        if frozenset((one, other)) in settled or not groups.may_join(one, other):
            continue
        past, future = taken["earlier", one, _place(pair, pair.later)], taken["later", other, _place(pair, pair.earlier)]
        free = not past and not future
        clear = pair.probability - rivals(pair) >= margin or _words_are_the_same(pair)
        if pair.probability >= limit and free and clear:
            link = _Made(pair, _relation(pair))
        elif pair.probability >= weights()["part"] and (relation := _part(pair, past, future)):
            link = _Made(pair, relation)
        else:
            if free or pair.probability >= limit:
                doubts.append(pair)
            continue
        groups.join(one, other)
        made.append(link)
        _take(taken, link)
    return made, [pair for pair in doubts if not (_linked(taken, "earlier", pair) and _linked(taken, "later", pair))]


def _take(taken: _Taken, link: _Made) -> None:
    taken["earlier", _node(link.pair.earlier), _place(link.pair, link.pair.later)].append(link)
    taken["later", _node(link.pair.later), _place(link.pair, link.pair.earlier)].append(link)


def _linked(taken: _Taken, side: str, pair: Pair) -> bool:
    own, other = (pair.earlier, pair.later) if side == "earlier" else (pair.later, pair.earlier)
    return bool(taken.get((side, _node(own), _place(pair, other))))


def _place(pair: Pair, partner: Described) -> str:
    """Where partners compete: in one document, or, for words that stand under several headings, in the whole edition."""
    return "" if any(reason.feature == "generic" for reason in pair.reasons) else partner.document


def _relation(pair: Pair) -> Relation:
    return "continued" if _words_are_the_same(pair) else "reworded"


def _words_are_the_same(pair: Pair) -> bool:
    return pair.wording >= weights()["same_words"]


def _rivals(pairs: list[Pair]) -> Callable[[Pair], float]:
    """How probable the best other partner is that either side of a pair has in the same document as the pair's own partner.

    Two documents of one edition (a report's perspectives, and the plan) may both hold the priority: they are no rivals.
    """
    best: dict[tuple[str, Node, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        best["earlier", _node(pair.earlier), _place(pair, pair.later)].append(pair)
        best["later", _node(pair.later), _place(pair, pair.earlier)].append(pair)

    def rival(pair: Pair) -> float:
        ahead = best["earlier", _node(pair.earlier), _place(pair, pair.later)]
        back = best["later", _node(pair.later), _place(pair, pair.earlier)]
        others = [other for other in ahead if other is not pair and not _apart(pair.earlier, pair.later, [other.later])]
        others += [other for other in back if other is not pair and not _apart(pair.later, pair.earlier, [other.earlier])]
        return max((other.probability for other in others), default=0.0)

    return rival


def _part(pair: Pair, earlier: list[_Made], later: list[_Made]) -> Relation | None:
    """ "split" or "merged" when one side is already linked and each partner explains a part of it by itself."""
    if bool(earlier) == bool(later):
        return None
    whole, fresh, partners = (
        (pair.earlier, pair.later, [link.pair.later for link in earlier])
        if earlier
        else (pair.later, pair.earlier, [link.pair.earlier for link in later])
    )
    if not _apart(whole, fresh, partners):
        return None
    return "split" if earlier else "merged"


def _apart(whole: Described, fresh: Described, partners: Sequence[Described]) -> bool:
    """Whether `fresh` and each of `partners` explain a part of `whole` that the other does not."""
    words = whole.objects
    own = (words & fresh.objects).difference(*(partner.objects for partner in partners))
    theirs = [(words & partner.objects) - fresh.objects for partner in partners]
    share = weights()["split_share"] * len(words) / (len(partners) + 1)
    return bool(own) and len(own) >= share and all(len(part) >= share for part in theirs)


class _Fates:
    """How each item came and went, said only of what was read."""

    def __init__(self, editions: dict[int, list[Described]], links: list[_Made]) -> None:
        self._years = sorted(editions)
        steps = [later - earlier for earlier, later in pairwise(self._years)]
        self._rhythm = min(steps, default=1)  # an organisation that plans every second year misses none in between
        self._units = {year: {described.unit for described in editions[year]} for year in self._years}
        self._before = {_node(link.pair.later) for link in links}
        self._after = {_node(link.pair.earlier) for link in links}

    def came(self, described: Described, doubtful: bool) -> Fate:
        if _node(described) in self._before:
            return "carried-on"
        at = bisect_left(self._years, described.year)
        if at == 0:
            return "first-seen"
        return self._absent("new", described, self._years[at - 1], doubtful)

    def went(self, described: Described, doubtful: bool) -> Fate:
        if _node(described) in self._after:
            return "carried-on"
        at = bisect_left(self._years, described.year)
        if at == len(self._years) - 1:
            return "last-seen"
        return self._absent("dropped", described, self._years[at + 1], doubtful)

    def _absent(self, fate: Fate, described: Described, year: int, doubtful: bool) -> Fate:
        if abs(year - described.year) > self._rhythm:
            return "not-read"  # an edition between is missing
        if not any(_one_unit(described.unit, unit) for unit in self._units[year]):
            return "not-read"
        return "undecided" if doubtful else fate


def _thread(
    organisation: str, members: list[Described], links: list[_Made], unsure: list[tuple[Described, Described, Pair]], fates: _Fates
) -> Thread:
    members = sorted(members, key=_in_time)
    at = {_node(described): index for index, described in enumerate(members)}
    unsure = [(own, other, pair) for own, other, pair in unsure if _node(other) not in at]
    back = {at[_node(own)] for own, other, _ in unsure if other.year < own.year}
    ahead = {at[_node(own)] for own, other, _ in unsure if other.year > own.year}
    first = members[0]
    digest = hashlib.sha256("\0".join((organisation, str(first.year), first.document, first.item.id)).encode()).hexdigest()
    return Thread(
        id=f"t-{digest[:16]}",
        organisation=organisation,
        items=tuple(
            _thread_item(described, fates.came(described, index in back), fates.went(described, index in ahead))
            for index, described in enumerate(members)
        ),
        links=tuple(
            Link(
                earlier=at[_node(link.pair.earlier)],
                later=at[_node(link.pair.later)],
                relation=link.relation,
                confidence=round(link.pair.probability, 3),
                decided_by=link.decided_by,
                reasons=link.pair.reasons,
            )
            for link in sorted(links, key=lambda link: (at[_node(link.pair.earlier)], at[_node(link.pair.later)]))
        ),
        doubts=tuple(
            Doubt(
                own=at[_node(own)],
                document=other.document,
                item=other.item.id,
                year=other.year,
                text=other.item.text,
                confidence=round(pair.probability, 3),
                reasons=pair.reasons,
            )
            for own, other, pair in unsure
        ),
    )


def _thread_item(described: Described, came: Fate, went: Fate) -> ThreadItem:
    item = described.item
    return ThreadItem(
        document=described.document,
        item=item.id,
        year=described.year,
        team=item.team,
        pole=item.pole,
        path=item.path,
        text=item.text,
        themes=tuple(theme.id for theme in item.themes),
        came=came,
        went=went,
    )


def _node(described: Described) -> Node:
    return described.document, described.item.id


def _in_time(described: Described) -> tuple[int, str, int]:
    return described.year, described.document, described.item.order


def _one_unit(one: Unit, other: Unit) -> bool:
    """Whether two (team, pole) pairs name the same unit; a side that both leave unnamed agrees."""
    return all((not a and not b) or (bool(a and b) and 2 * len(a & b) / (len(a) + len(b)) >= UNIT) for a, b in zip(one, other, strict=True))
