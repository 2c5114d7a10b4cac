"""Labels against annotations: the seeds, and coded statements kept as a floor. Classification alone: outlines come from the annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import page
from extract.classify import classify
from extract.classify.written import written
from tests.outlines import accepted, from_gold, kind_documents, pooled, statements

SEEDS = ("000_38af41e998b67041", "003_2fc58bf77dc00b2d")
DATA = Path(__file__).parent.parent / "data"
STATEMENTS = sorted(DATA.glob("statements*.txt"))


@pytest.fixture(scope="module")
def seeds(shared, rules):
    pairs = []
    for name in SEEDS:
        made, items = from_gold(shared / "corpus" / "gold" / f"{name}.gold.json")
        labels, _ = classify(made.outline, made.metadata, made.transcript, rules, page.Options())
        pairs += zip(items, labels, strict=True)
    return pairs


def test_the_seeds_mission_themes(seeds, rules):
    assert pooled(seeds, "themes", rules.mission)["f1"] >= 0.98


def test_the_seeds_themes(seeds):
    assert pooled(seeds, "themes")["f1"] >= 0.95


def test_the_seeds_actions(seeds):
    assert pooled(seeds, "actions")["f1"] >= 0.90


@pytest.mark.parametrize("field", ["kind", "year"])
def test_the_seeds_kinds_and_years(seeds, field):
    right = sum(getattr(labels, field) in accepted(gold, field) for gold, labels in seeds)
    assert right >= 0.99 * len(seeds)


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_coded_statements(path, rules):
    items = statements(path)
    made = written(items, {"title": "Document"})
    labels, _ = classify(made.outline, made.metadata, made.transcript, rules, page.Options())
    pairs = []
    for item, one in zip(items, labels, strict=True):
        found = {theme.id for theme in one.themes}
        optional = {code[1:] for code in item["themes"] if code.startswith("?")}
        pairs.append(({"themes": {code for code in item["themes"] if not code.startswith("?")} | (optional & found)}, one))
    assert pooled(pairs, "themes", rules.mission)["f1"] >= 0.98
    assert pooled(pairs, "themes")["f1"] >= 0.96


def test_kinds_of_invented_documents(rules):
    right = total = 0
    for about, items in kind_documents(DATA / "kinds.txt"):
        made = written(items, about)
        labels, _ = classify(made.outline, made.metadata, made.transcript, rules, page.Options())
        right += sum(one.kind in item["kinds"] for item, one in zip(items, labels, strict=True))
        total += len(items)
    assert right >= 0.97 * total
