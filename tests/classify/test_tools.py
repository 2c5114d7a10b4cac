"""The component for spaCy users, annotations out and back, and the workbench that weighs and suggests rules."""

from __future__ import annotations

import pytest
import spacy

from extract.classify import component, exchange, workbench
from extract.errors import UsageError
from tests.builders import document


@pytest.mark.parametrize("make", [lambda: spacy.blank("xx"), component.Light], ids=["blank", "light"])
def test_the_component_works_in_any_pipeline(make):
    nlp = make()
    nlp.add_pipe("filrouge_themes")
    doc = nlp("Dubliné·es : contentieux à la préfecture")
    spans = {(span.text, span.label_, span.id_) for span in doc.spans["themes"]}
    assert any(label == "asylum" and rule == "asylum.dublin" and text.startswith("Dublin") for text, label, rule in spans)
    assert any(label == "residence" for _, label, _ in spans)


def test_the_light_pipeline_keeps_inclusive_writing_in_one_token():
    words = [token.text for token in component.Light()("d’avocat·es et salarié-es")]
    assert words == ["d’", "avocat·es", "et", "salarié-es"]


def test_uncertain_themes_stand_apart():
    doc = component.light()("Accueil des personnes exilées")
    assert not doc.spans["themes"]
    assert [span.label_ for span in doc.spans["themes_uncertain"]] == ["asylum"]


ITEMS = [
    exchange.Annotated("Dublin : contentieux", ("asylum",), ((0, 6, "asylum", "asylum.dublin"),), (("document", "d-1"), ("item", "i-1"))),
    exchange.Annotated("Rien de tel", (), (), (("document", "d-1"), ("item", "i-2"))),
]


def test_annotations_come_back_as_they_went_out(tmp_path):
    lines, binary = tmp_path / "items.jsonl", tmp_path / "items.spacy"
    lines.write_text(exchange.jsonl(ITEMS))
    assert exchange.write_docbin(ITEMS, binary, ["asylum", "borders"]) == 2
    assert exchange.read(lines) == ITEMS
    assert exchange.read(binary) == ITEMS


@pytest.mark.parametrize(
    ("name", "content"), [("x.jsonl", b"{not json}\n"), ("x.jsonl", b"\xff\xfe"), ("x.spacy", b"nothing"), ("x.jsonl", b'{"a": 1}\n')]
)
def test_a_file_that_is_no_annotation_is_said_so(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=r"not an annotated item|not UTF-8|not a DocBin"):
        exchange.read(tmp_path / name)


def test_every_example_of_every_rule_file_holds(rules):
    assert list(workbench.failures(rules)) == []


def test_the_rules_have_no_serious_fault(rules):
    assert [fault for fault in workbench.lint(rules) if fault.serious] == []


def test_lint_finds_words_that_stand_twice_and_counter_rules_that_take_everything(rules):
    housing = rules.themes["housing"]
    doubled = housing.rules[0].model_copy(update={"id": "again"})
    everything = housing.counters[0].model_copy(update={"id": "all", "terms": ("le logement",), "patterns": ()})
    broken = housing.model_copy(update={"rules": (*housing.rules, doubled), "counters": (*housing.counters, everything)})
    changed = type(rules)("x", "x", {"housing": broken}, rules.kinds, {}, rules.contexts)
    found = {fault.what for fault in workbench.lint(changed) if fault.serious}
    assert any("stands in 'hebergement' and in 'again'" in what for what in found)
    assert any("'le logement' of 'all' takes back every use" in what for what in found)


def test_explain_names_what_was_found_and_what_was_taken_back(rules):
    labels, transcript = workbench.explain("Dublin au bassin de rétention d'eau", rules)
    assert [theme.id for theme in labels.themes] == ["asylum"]
    assert [(one.id, transcript.text[slice(*one.span)]) for one in labels.suppressed] == [("detention", "rétention")]


def test_coverage_lists_unused_rules_and_the_precision_of_used_ones(rules):
    labels = [workbench.explain(text, rules)[0] for text in ("Dublin", "Dublin : asile", "Asile")]
    uses, _ = workbench.coverage(rules, [(label.themes, frozenset({"asylum"}) if n else frozenset()) for n, label in enumerate(labels)])
    by_rule = {use.rule: use for use in uses}
    assert (by_rule["asylum.dublin"].items, by_rule["asylum.dublin"].right) == (2, 1)
    assert by_rule["borders.schengen"].items == 0


def test_suggestions_are_words_that_mark_items_without_a_theme(rules):
    texts = [f"Halte de nuit numéro {n}" for n in range(6)] + [f"Point divers {n}" for n in range(30)]
    items = [{"text": text, "themes": [] if text.startswith("Halte") else ["asylum"]} for text in texts]
    found = workbench.suggest([document(items)], rules)
    assert any("Halte de nuit" in one.words and (one.inside, one.outside) == (6, 0) for one in found)
    assert all("divers" not in one.words for one in found)
