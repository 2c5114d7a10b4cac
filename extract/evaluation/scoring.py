"""One record against one annotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.evaluation.gold import Gold, GoldItem
from extract.evaluation.matching import Pair, match, plain
from extract.model import Document, Item

MISSION = frozenset({"asylum", "detention", "borders", "minors"})
METADATA = ("organisation", "year", "title", "language", "date")
PLACE = ("team", "pole", "section")
DOUBTFUL = frozenset({"low-confidence", "low-structure", "uncertain-theme", "uncertain-kind", "uncertain-year", "ocr-low"})
Figure = float | str | dict[str, float]
_WITHIN = 25  # characters: a shorter find inside a paragraph of the annotation proves nothing


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that differs: `what` is "missed", "invented" or the field's name; `where` is a page, line or paragraph."""

    what: str
    where: str
    text: str
    expected: object = None
    got: object = None
    number: int | None = None


@dataclass
class Score:
    """Tallies of one record, or of many pooled. `item_trust` and `heading_trust` pair each confidence with whether it was right."""

    counts: Counter[str] = field(default_factory=Counter)
    themes: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    item_trust: list[tuple[float, bool]] = field(default_factory=list)
    heading_trust: list[tuple[float, bool]] = field(default_factory=list)

    def figures(self) -> dict[str, Figure]:
        """Precision, recall and F1 of items, themes, actions and headings; of the rest, the share of matched items that is right."""
        count = self.counts
        matched = count["hit"] or 1
        return {
            "gold": count["gold"],
            "predicted": count["predicted"],
            "items": rates(count["hit"], count["predicted"] - count["hit"], count["gold"] - count["hit"]),
            "exact_text": _share(count["exact"], count["gold"]),
            **{name: round(count[name] / matched, 4) for name in ("path", *PLACE, "parent", "kind", "year")},
            "themes_mission": self._rates("mission"),
            "themes_all": self._rates("all"),
            "actions": self._rates("actions"),
            "headings": self._rates("headings"),
            "prose_found": f"{count['beside_hit']}/{count['beside']}",
            "metadata": _share(count["metadata"], count["metadata_asked"]),
            "uncertain": _share(count["doubtful"], count["predicted"]),
            "uncertain_wrong": _share(count["doubtful_wrong"], count["doubtful"]),
            "certain_wrong": _share(count["certain_wrong"], count["predicted"] - count["doubtful"]),
        }

    def by_theme(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 of each theme; `n` is how often it is annotated."""
        return {
            theme: {"n": tally["tp"] + tally["fn"], **rates(tally["tp"], tally["fp"], tally["fn"])}
            for theme, tally in sorted(self.themes.items())
        }

    def _rates(self, name: str) -> dict[str, float]:
        return rates(*(self.counts[f"{name}_{part}"] for part in ("tp", "fp", "fn")))


def rates(hit: int, wrong: int, missed: int) -> dict[str, float]:
    """Precision, recall and F1, to four digits; 1.0 where there was nothing to find or nothing was found."""
    precision = hit / (hit + wrong) if hit + wrong else 1.0
    recall = hit / (hit + missed) if hit + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


def total(scores: Iterable[Score]) -> Score:
    """All of `scores` as if they were one document; faults keep their order."""
    pooled = Score()
    for one in scores:
        pooled.counts.update(one.counts)
        for theme, tally in one.themes.items():
            pooled.themes.setdefault(theme, Counter()).update(tally)
        pooled.faults += one.faults
        pooled.item_trust += one.item_trust
        pooled.heading_trust += one.heading_trust
    return pooled


def score(gold: Gold, record: Document | None) -> Score:
    """`record` against `gold`. No record (the report could not be read) counts as one that holds nothing."""
    result = Score()
    items = record.items if record else ()
    pairs = match(gold.items, *_texts(items))
    matched = {found: index for index, found, _ in pairs}
    _tally_items(result, gold, items, pairs, matched)
    wrong, misplaced = _tally_fields(result, gold, items, pairs, matched)
    sound = {at for _, at, equal in pairs if equal and at not in misplaced}
    extra = _tally_inventions(result, gold, items, matched)
    wrong |= _tally_labels(result, gold, items, pairs, extra)
    _tally_doubt(result, items, matched, sound, wrong, extra)
    _tally_headings(result, gold, record)
    _tally_metadata(result, gold, record)
    return result


def _texts(items: Sequence[Item]) -> tuple[list[str], list[tuple[str, ...]]]:
    return [item.text for item in items], [item.path for item in items]


def _tally_items(result: Score, gold: Gold, items: Sequence[Item], pairs: Sequence[Pair], matched: dict[int, int]) -> None:
    result.counts.update(gold=len(gold.items), hit=len(pairs), exact=sum(equal for *_, equal in pairs))
    found = set(matched.values())
    missed = (item for index, item in enumerate(gold.items) if index not in found)
    result.faults += [Fault("missed", item.where, item.text, number=item.number) for item in missed]
    result.faults += [
        Fault("text", place(items[at]), gold.items[index].text, gold.items[index].text, items[at].text, gold.items[index].number)
        for index, at, equal in pairs
        if not equal
    ]


def _tally_fields(
    result: Score, gold: Gold, items: Sequence[Item], pairs: Sequence[Pair], matched: dict[int, int]
) -> tuple[set[int], set[int]]:
    """Tallies place, parent, kind and year; gives the found items of which one of these is wrong, and those under wrong headings."""
    at_id = {item.id: at for at, item in enumerate(items)}
    index_of = {item.number: index for index, item in enumerate(gold.items)}
    wrong, misplaced = set(), set()
    for index, at, _ in pairs:
        item, found = gold.items[index], items[at]
        parent = at_id.get(found.parent) if found.parent else None
        checks = {
            **{name: plain(getattr(found, name)) in [plain(value) for value in item.accepted(name)] for name in PLACE},
            "path": [plain(title) for title in found.path] in [[plain(title) for title in path or []] for path in item.accepted("path")],
            "kind": found.kind in item.accepted("kind"),
            "year": found.year in item.accepted("year"),
            "parent": any(
                parent is None if number is None else parent is not None and matched.get(parent) == index_of.get(number)
                for number in item.accepted("parent")
            ),
        }
        result.counts.update({name: int(right) for name, right in checks.items()})
        for name in (name for name, right in checks.items() if not right):
            wrong.add(at)
            misplaced |= {at} if name == "path" else set()
            got = (items[parent].text if parent is not None else None) if name == "parent" else getattr(found, name)
            result.faults.append(Fault(name, place(found), item.text, _expected(gold, item, name), got, item.number))
    return wrong, misplaced


def _expected(gold: Gold, item: GoldItem, name: str) -> object:
    value = item.fields.get(name)
    return next((other.text for other in gold.items if other.number == value), None) if name == "parent" and value is not None else value


def _tally_inventions(result: Score, gold: Gold, items: Sequence[Item], matched: dict[int, int]) -> set[int]:
    """Tallies what was found beside the annotated items; gives those that nobody annotated."""
    rest = [at for at in range(len(items)) if at not in matched]
    beside = match(gold.beside, *_texts([items[at] for at in rest]))
    paragraphs = [plain(item.text) for item in gold.beside]
    welcome = {rest[at] for _, at, _ in beside} | {
        at for at in rest if len(folded := plain(items[at].text)) > _WITHIN and any(folded in paragraph for paragraph in paragraphs)
    }
    result.counts.update(beside=len(gold.beside), beside_hit=len(beside), predicted=len(items) - len(welcome))
    extra = {at for at in rest if at not in welcome}
    result.faults += [Fault("invented", place(items[at]), items[at].text) for at in sorted(extra)]
    return extra


def _tally_labels(result: Score, gold: Gold, items: Sequence[Item], pairs: Sequence[Pair], extra: set[int]) -> set[int]:
    """Tallies themes and actions; gives the found items of which the themes are wrong."""
    wrong = set()
    found = {index: at for index, at, _ in pairs}
    for index, item in enumerate(gold.items):
        at = found.get(index)
        got = {theme.id for theme in items[at].themes} if at is not None else set()
        if "themes" not in item.fields:  # an annotation of structure alone
            continue
        asked = got if any(got == set(other or []) for other in item.doubt.get("also_acceptable_themes", [])) else item.themes
        _tally_themes(result, asked, got)
        if at is None:
            continue
        if asked != got:
            wrong.add(at)
            result.faults.append(Fault("themes", place(items[at]), item.text, sorted(asked), sorted(got), item.number))
        if "actions" in item.fields:
            acted = {action.id for action in items[at].actions}
            _tally_sets(result, "actions", item.actions, acted)
            if acted != item.actions:
                result.faults.append(Fault("actions", place(items[at]), item.text, sorted(item.actions), sorted(acted), item.number))
    for at in extra if all("themes" in item.fields for item in gold.items) else ():  # a theme on what nobody annotated is wrong too
        _tally_themes(result, set(), {theme.id for theme in items[at].themes})
    return wrong


def _tally_themes(result: Score, asked: set[str], got: set[str]) -> None:
    _tally_sets(result, "all", asked, got)
    _tally_sets(result, "mission", asked & MISSION, got & MISSION)
    for theme in asked | got:
        result.themes.setdefault(theme, Counter())["tp" if theme in asked & got else "fn" if theme in asked else "fp"] += 1


def _tally_sets(result: Score, name: str, asked: set[str], got: set[str]) -> None:
    result.counts.update({f"{name}_tp": len(asked & got), f"{name}_fp": len(got - asked), f"{name}_fn": len(asked - got)})


def _tally_doubt(result: Score, items: Sequence[Item], matched: dict[int, int], sound: set[int], wrong: set[int], extra: set[int]) -> None:
    """Pairs each confidence with whether the item was annotated word for word under the same headings (`sound`)."""
    for at, item in enumerate(items):
        if at not in matched and at not in extra:
            continue
        fault = at in extra or at in wrong
        name = "doubtful" if DOUBTFUL & set(item.flags) or item.uncertain else "certain"
        result.counts.update({name: 1, f"{name}_wrong": int(fault)})
        result.item_trust.append((item.confidence, at in sound))


def _tally_headings(result: Score, gold: Gold, record: Document | None) -> None:
    """Found headings against annotated ones, by title and the titles above; an annotation that lists none asks for none."""
    if not gold.headings:
        return
    asked = Counter(_trails(gold.headings))
    outline = record.outline if record else ()
    by_id = {section.id: section for section in outline}
    for section in outline:
        trail = [plain(section.title)]
        above = section.parent
        while above is not None:
            trail.insert(0, plain(by_id[above].title))
            above = by_id[above].parent
        right = asked[tuple(trail)] > 0
        asked[tuple(trail)] -= right
        result.counts["headings_tp" if right else "headings_fp"] += 1
        result.heading_trust.append((section.confidence, right))
    result.counts["headings_fn"] += asked.total()


def _trails(headings: Iterable[tuple[int, str]]) -> list[tuple[str, ...]]:
    trails: list[tuple[str, ...]] = []
    open_: list[tuple[int, str]] = []
    for level, title in headings:
        open_ = [*[(other, name) for other, name in open_ if other < level], (level, plain(title))]
        trails.append(tuple(name for _, name in open_))
    return trails


def _tally_metadata(result: Score, gold: Gold, record: Document | None) -> None:
    for name in METADATA:
        asked = gold.document.get(name)
        if asked is None:
            continue
        got = getattr(record.document, name) if record else None
        right = plain(str(got)) == plain(str(asked))
        result.counts.update(metadata_asked=1, metadata=int(right))
        if not right:
            result.faults.append(Fault(name, "document", str(asked), asked, got))


def place(item: Item) -> str:
    """Where an item stands, for people: "page 3", "line 12", "paragraph 4"."""
    locator = item.locator
    if locator.boxes:
        return f"page {locator.boxes[0].page}"
    if locator.lines:
        return f"line {locator.lines[0]}"
    return f"paragraph {locator.paragraph}" if locator.paragraph else f"character {locator.span[0]}"


def _share(part: int, whole: int) -> float:
    return round(part / (whole or 1), 4)
