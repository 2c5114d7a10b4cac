"""What the tests of classification share: the rules, and a way to label written lines."""

from __future__ import annotations

import pytest

from extract import page, taxonomy
from extract.classify import classify
from extract.classify.written import written

FOREIGN = "Rapport sur les droits des personnes étrangères"


@pytest.fixture(scope="session")
def rules() -> taxonomy.Taxonomy:
    return taxonomy.load()


@pytest.fixture(scope="session")
def label(rules):
    """`label("text", path=[...], about={...})` → the labels of one line; a list of items gives a list of labels."""

    def run(items, about=None, **item):
        one = isinstance(items, str)
        made = written([{"text": items, **item}] if one else items, {"title": FOREIGN, **(about or {})})
        labels, _ = classify(made.outline, made.metadata, made.transcript, rules, page.Options())
        return labels[0] if one else labels

    return run
