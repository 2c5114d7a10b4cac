"""`python -m tests.fitting`: fits the weights by which kinds are told, and says how well they do on documents they were not fitted on.

python -m tests.fitting                    cross-validated by document, on standard output
python -m tests.fitting --write            extract/rules/weights/kinds.tsv anew
python -m tests.fitting --check FOLDER     also on the documents of FOLDER/docs, annotated in FOLDER/gold, which are not fitted

Fitted on the invented documents of `tests/data/coded`, those in which nothing is a plan, typeset ones, the examples of the rules and,
where they lie beside the project, the annotated documents, which are real and count for more. Needs scikit-learn (`pip install --group
fit`): multinomial logistic regression with an L2 penalty. A coded item with several right kinds counts in parts.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract import page, taxonomy
from extract.classify import weighing
from extract.classify.document import Classifier
from extract.classify.kinds import KINDS
from extract.classify.workbench import FOREIGN_TITLE
from extract.classify.written import written
from extract.evaluation.gold import parse
from extract.taxonomy import weights
from tests.coded import FOLDER, Coded, Everything, annotated, classified, invented, matched
from tests.conftest import ROOT, SHARED
from tests.outlines import kind_documents
from tests.typeset import compose, truth, write
from tests.typeset.wild.nothing import NOTHING

TABLE = ROOT / "extract" / "rules" / weights.FOLDER / "kinds.tsv"
HEADINGS = TABLE.with_name("headings.tsv")
NOTE = """Weights that tell the kinds of items, fitted by `python -m tests.fitting --write` (see there): what holds of an item, and what
that says of each kind, in tenths of log-odds. said:KIND:SOURCE is what the rules in ../kinds say, by source (timeless: how much more
where the document stands out of time); word: a word of the item, as its stem; lead: one of its lead-in; opens: the ending of its first
word; ends: of a verb; heading: what headings.tsv makes of its headings, per unit of log-odds."""
HEADINGS_NOTE = """Weights that tell what kinds of items stand under a heading, by the words of the heading (head:), its first
(head-opens:), two in a row (head-pair:) and those of the headings further out (head-above:), in tenths of log-odds; beyond what the
genre of the document says already. Fitted with kinds.tsv."""
PENALTY = 6.0  # L2: the larger, the less a rare word is believed
HEADING_PENALTY = 3.0
HEADING_SEEN = 2
HEADING_FOLDS = 8
ALWAYS_KNOWN = ("heading:", "genre:")
SEEN = 3  # documents that must have a feature before it gets a weight
LIKELIEST = 0.65  # how much of an item with several right kinds counts for the first of them
GENERATED = range(1000, 1060)  # seeds of typeset documents, not those whose figures are shown or pinned
COUNTS = {"generated": 0.5, "annotated": 3.0, "examples": 12.0, "nothing": 6.0}  # times an item of the other groups
ROUNDS = 2  # what a parent seems to be depends on the weights
NO_PLAN = ("other", "activity")  # either is right where nothing is a plan
SMALLEST = 0.25  # tenths: a row with nothing larger is left out


@dataclass(frozen=True, slots=True)
class Case:
    """A coded item with what holds of it."""

    document: str
    group: str
    place: object  # of its list
    features: dict[str, float]
    under: object  # its heading
    head: dict[str, float]  # what holds of its headings
    coded: Coded


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fitting")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--folds", type=int, default=8)
    options = parser.parse_args()
    rules = taxonomy.load()
    rows: dict[str, tuple[float, ...]] = {}
    heads: dict[str, tuple[float, ...]] = {}
    for number in range(ROUNDS):
        rules = replace(rules, weights=heads | rows or rules.weights, sha256=f"fit-{number}")
        cases = list(_cases(rules))
        heads, rows = fit(cases)
    print(f"{len(cases)} items of {len({case.document for case in cases})} documents, {len(rows)} weights, {len(heads)} of headings")
    _say("cross-validated", cases, [row for fold in _folds(cases, options.folds) for row in fold])
    held = [case for folder in options.check for case in _held_out(folder, rules)]
    if held:
        _say("not fitted", held, list(zip(range(len(held)), predict(held, heads, rows), strict=True)))
    if options.write:
        for path, table, note in ((TABLE, rows, NOTE), (HEADINGS, heads, HEADINGS_NOTE)):
            path.write_text(weights.written(table, note), encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")


def _cases(rules: taxonomy.Taxonomy) -> Iterator[Case]:
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(FOLDER.glob("*.txt")):
            for name, text, items in invented(file):
                path = Path(folder) / name
                path.write_text(text, "utf-8")
                yield from _of(path, items, file.stem, rules)
        for seed in GENERATED:
            spec = compose(seed)
            path = Path(folder) / f"generated-{seed}.md"
            path.write_bytes(write(spec, "md"))
            items = [Coded(item.text, tuple(filter(None, item.accepted("kind")))) for item in parse(truth(spec, "md"), path.name).items]
            yield from _of(path, items, "generated", rules)
        for name, text in NOTHING.items():
            path = Path(folder) / f"{name}.md"
            path.write_text(text, "utf-8")
            found = classified(path, rules)
            coded = ((index, Coded(entry.text.text, NO_PLAN)) for index, entry in enumerate(found.outline.entries))
            yield from _weighed(found, coded, path.name, "nothing")
    yield from _examples(rules)
    if SHARED.is_dir():
        corpus = SHARED / "corpus"
        for path, items in annotated(corpus / "gold", [corpus / "seeds", corpus / "reports"]):
            yield from _of(path, items, "annotated", rules)


def _examples(rules: taxonomy.Taxonomy) -> Iterator[Case]:
    """The examples of the rules, each a document, and short documents as tests know them."""
    documents = kind_documents(FOLDER.parent / "kinds.txt")
    for kind in rules.kinds.values():
        for example in kind.examples:
            about = {"title": FOREIGN_TITLE, "genre": example.genre, "year": example.year, "language": example.language}
            documents.append((about, [{**example.model_dump(), "kinds": [kind.id]}]))
    for number, (about, items) in enumerate(documents):
        made = written(items, about)
        found = Classifier(made.outline, made.metadata, made.transcript, rules, page.Options(), Everything(weighing.rows(rules)))
        coded = enumerate(Coded(item["text"], tuple(item["kinds"])) for item in items)
        yield from _weighed(found, coded, f"example-{number}", "examples")


def _held_out(folder: Path, rules: taxonomy.Taxonomy) -> Iterator[Case]:
    for path, items in annotated(folder / "gold", [folder / "docs"]):
        yield from _of(path, items, folder.name, rules)


def _of(path: Path, items: Sequence[Coded], group: str, rules: taxonomy.Taxonomy) -> Iterator[Case]:
    found = classified(path, rules)
    yield from _weighed(found, matched(found, items), path.name, group)


def _weighed(found: Classifier, coded: Iterable[tuple[int, Coded]], document: str, group: str) -> Iterator[Case]:
    places = {index: number for number, place in enumerate(found.standing.places) for index in place.members}
    for index, item in coded:
        under = found.outline.entries[index].heading
        path = [found.setting.headings[at] for at in found.standing.sections(under)]
        head = {weight.name: value for weight, value, _ in found.scales.headed(path)} if path else {}
        yield Case(document, group, places[index], found.own[index].values(found.grounds[index]), under, head, item)


Rows = dict[str, tuple[float, ...]]


def fit(cases: Sequence[Case]) -> tuple[Rows, Rows]:
    """The rows of the tables of headings and of items. What the headings say of an item is, while the items' weights are fitted, what
    weights fitted on other documents say: else it would be believed too much."""
    said: list[dict[str, float]] = [{}] * len(cases)
    for inside, outside in _parted(cases, HEADING_FOLDS):
        rows = _fit_headings([cases[at] for at in outside])
        for at in inside:
            said[at] = _of_heading(cases[at], rows)
    heard = [replace(case, features=case.features | one) for case, one in zip(cases, said, strict=True)]
    parts = [(case.features, kind, share * COUNTS.get(case.group, 1.0)) for case in heard for kind, share in _shares(case.coded.kinds)]
    return _fit_headings(cases), _regressed(parts, _seen((case.features, case.document) for case in cases), SEEN, PENALTY, "always")


def _fit_headings(cases: Sequence[Case]) -> Rows:
    """Each heading counts once, however many items stand under it. What the document's genre explains is not laid at the door of words:
    "Hébergement" heads activities in reports, and plans in plans."""
    under: dict[tuple, list[Case]] = defaultdict(list)
    for case in cases:
        under[case.document, case.under].append(case)
    parts = []
    for members in under.values():
        kinds: Counter[str] = Counter()
        for case in members:
            for kind, share in _shares(case.coded.kinds):
                kinds[kind] += share
        genre = {name: value for name, value in members[0].features.items() if name.startswith("genre:")}
        parts += [(members[0].head | genre, kind, share / len(members)) for kind, share in sorted(kinds.items())]
    seen = _seen((case.head, case.document) for case in cases)
    rows = _regressed(parts, seen, HEADING_SEEN, HEADING_PENALTY, "head-always")
    return {name: row for name, row in rows.items() if name.startswith("head-") or name.startswith("head:")}


def _seen(features: Iterable[tuple[dict[str, float], str]]) -> dict[str, int]:
    """{feature: in how many documents it is}."""
    documents: dict[str, set[str]] = defaultdict(set)
    for names, document in features:
        for name in names:
            documents[name].add(document)
    return {name: len(found) for name, found in documents.items()}


def _regressed(parts: Sequence[tuple[dict[str, float], str, float]], seen: dict[str, int], least: int, penalty: float, always: str) -> Rows:
    """A row for each feature of the parts (features, kind, how much it counts) that `least` documents have, and for what holds always."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    known = [
        {name: value for name, value in features.items() if name.startswith(ALWAYS_KNOWN) or seen.get(name, 0) >= least}
        for features, _, _ in parts
    ]
    matrix = vectors.fit_transform(known)
    model = LogisticRegression(C=1 / penalty, max_iter=1000, tol=1e-6)
    model.fit(matrix, [kind for _, kind, _ in parts], sample_weight=[share for _, _, share in parts])
    order = [list(model.classes_).index(kind) for kind in KINDS]
    table = dict(zip(vectors.get_feature_names_out(), (model.coef_[order].T * 10).round(1), strict=True))
    table[always] = (model.intercept_[order] * 10).round(1)
    return {str(name): tuple(float(one) + 0.0 for one in row) for name, row in table.items() if np.abs(row).max() >= SMALLEST}


def _of_heading(case: Case, rows: Rows) -> dict[str, float]:
    """What the headings over the item say, as features of it."""
    if not case.head:
        return {}
    logits = [
        (rows["head-always"][at] + sum(rows[name][at] * value for name, value in case.head.items() if name in rows)) / 10
        for at in range(len(KINDS))
    ]
    return {f"heading:{kind}": value for kind, value in zip(KINDS, logits, strict=True)}


def _parted(cases: Sequence[Case], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """(indices of a part, indices of all others), by document."""
    fold_of = {name: place % count for place, name in enumerate(sorted({case.document for case in cases}))}
    for fold in range(count):
        inside = [at for at, case in enumerate(cases) if fold_of[case.document] == fold]
        yield inside, [at for at, case in enumerate(cases) if fold_of[case.document] != fold]


def _shares(kinds: Sequence[str]) -> list[tuple[str, float]]:
    kinds = list(dict.fromkeys(kinds))
    if len(kinds) == 1:
        return [(kinds[0], 1.0)]
    return [(kind, LIKELIEST if place == 0 else (1 - LIKELIEST) / (len(kinds) - 1)) for place, kind in enumerate(kinds)]


def predict(cases: Sequence[Case], heads: Rows, rows: Rows) -> list[weighing.Chances]:
    """The chances of each case by these weights, document by document."""
    known = weighing.rows(replace(taxonomy.load(), weights=rows))
    logits = []
    for case in cases:
        found = [(known[name], value) for name, value in (case.features | _of_heading(case, heads)).items() if name in known]
        logits.append(tuple(known["always"][at] + sum(row[at] * value for row, value in found) for at in range(len(KINDS))))
    out: list[weighing.Chances] = [()] * len(cases)
    for members in _grouped(cases, lambda case: case.document):
        lists = _grouped([cases[at] for at in members], lambda case: case.place)
        for at, chances in zip(members, weighing.agreed([logits[at] for at in members], lists), strict=True):
            out[at] = chances
    return out


def _grouped(cases: Sequence[Case], key) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for at, case in enumerate(cases):
        groups[key(case)].append(at)
    return list(groups.values())


def _folds(cases: Sequence[Case], count: int) -> Iterator[list[tuple[int, weighing.Chances]]]:
    """(index, chances) of the cases of one fold at a time, by weights fitted on the documents of the others."""
    for inside, outside in _parted(cases, count):
        tables = fit([cases[at] for at in outside])
        yield list(zip(inside, predict([cases[at] for at in inside], *tables), strict=True))


def _say(title: str, cases: Sequence[Case], found: Sequence[tuple[int, weighing.Chances]]) -> None:
    right: dict[str, list[bool]] = defaultdict(list)
    sure: dict[int, list[bool]] = defaultdict(list)
    wrong: Counter[tuple[str, str]] = Counter()
    for at, chances in found:
        kind, accepted = KINDS[chances.index(max(chances))], cases[at].coded.kinds
        right[cases[at].group].append(kind in accepted)
        sure[int(max(chances) * 10)].append(kind in accepted)
        if kind not in accepted:
            wrong[accepted[0], kind] += 1
    every = [one for group in right.values() for one in group]
    print(f"{title}: {sum(every) / len(every):.3f} of {len(every)} kinds are right")
    for group, members in sorted(right.items()):
        print(f"  {group:20} {sum(members) / len(members):.3f} of {len(members)}")
    print("  said → right: " + ", ".join(f"0.{band}: {sum(one) / len(one):.2f} ({len(one)})" for band, one in sorted(sure.items())))
    print("  taken for: " + ", ".join(f"{first} {second} {count}" for (first, second), count in wrong.most_common(6)))


if __name__ == "__main__":
    main()
