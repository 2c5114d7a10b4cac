"""What a score says of a record, and that it is the score others would give."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import random

import pytest

from extract.evaluation import Gold, read_gold, score, total
from extract.evaluation.gold import parse
from tests.evaluation.building import annotated, as_found, gold, item, record, section


def figures(annotation: Gold, *items, **about) -> dict:
    return score(annotation, record(*items, **about)).figures()


def test_a_record_that_holds_what_was_annotated_scores_one_everywhere():
    entry = annotated(1, "Suivi des dossiers", path=["Asile"], section="Asile", year=2020, themes=["asylum"], actions=["litigation"])
    got = figures(gold(entry), as_found(entry))
    assert got["items"] == {"p": 1, "r": 1, "f1": 1}
    assert all(got[name] == 1 for name in ("exact_text", "path", "team", "pole", "section", "parent", "kind", "year"))
    assert got["themes_mission"]["f1"] == got["themes_all"]["f1"] == got["actions"]["f1"] == 1


def test_a_report_that_could_not_be_read_counts_as_one_where_nothing_was_found():
    got = score(gold(annotated(1, "Suivi"), title=None), None)
    assert got.figures()["items"] == {"p": 1.0, "r": 0.0, "f1": 0.0}
    assert [fault.what for fault in got.faults] == ["missed"]


@pytest.mark.parametrize(
    ("found", "matches", "exact"),
    [
        ("Suivi des dossiers des demandeurs d'asile en région", 1, 1),
        ("suivi des dossiers des demandeurs d’asile, en region", 1, 1),  # case, accents and punctuation do not count
        ("Suivi des dossiers de demandeurs d'asile en région", 1, 0),  # a letter lost: found, but not exactly
        ("Suivi des dossiers", 0, 0),  # half of it: not found
    ],
)
def test_texts_are_compared_without_case_accents_and_punctuation(found, matches, exact):
    counts = score(gold(annotated(1, "Suivi des dossiers des demandeurs d'asile en région")), record(item(1, found))).counts
    assert (counts["hit"], counts["exact"]) == (matches, exact)


def test_equal_texts_are_told_apart_by_their_headings():
    asked = gold(annotated(1, "Formation", path=["Asile"]), annotated(2, "Formation", path=["Prison"]))
    assert figures(asked, item(1, "Formation", path=("Prison",)), item(2, "Formation", path=("Asile",)))["path"] == 1


def test_a_reading_that_the_annotator_would_let_pass_is_right():
    doubt = {"also_acceptable_kinds": ["other"], "also_acceptable_years": [None], "also_acceptable_themes": [["asylum", "minors"], []]}
    asked = gold(annotated(1, "Accueil", kind="activity", year=2020, themes=["asylum"], doubt=doubt))
    got = figures(asked, item(1, "Accueil", kind="other", year=None, themes=("asylum", "minors")))
    assert (got["kind"], got["year"], got["themes_all"]["f1"]) == (1, 1, 1)
    assert figures(asked, item(1, "Accueil", themes=("minors",)))["themes_all"]["f1"] == 0


def test_a_parent_is_right_when_it_is_the_annotated_item():
    asked = gold(annotated(1, "Mouvement régional"), annotated(2, "appui aux groupes", parent=1), annotated(3, "autre chose"))
    under = [item(1, "Mouvement régional"), item(2, "appui aux groupes", parent="i-1"), item(3, "autre chose")]
    assert figures(asked, *under)["parent"] == 1
    assert figures(asked, *under[:1], item(2, "appui aux groupes", parent="i-3"), under[2])["parent"] == round(2 / 3, 4)


def test_prose_that_was_annotated_beside_is_neither_asked_for_nor_an_invention():
    beside = [annotated(901, "Un congrès est prévu au printemps dans la grande salle.")]
    got = score(gold(annotated(1, "Suivi"), paragraph_priorities=beside), record(item(1, "Suivi"), item(2, beside[0]["text"])))
    assert got.figures()["items"]["p"] == 1
    assert got.figures()["prose_found"] == "1/1"


def test_inventions_are_listed_with_their_page_and_cost_precision_of_items_and_themes():
    found = record(item(1, "Suivi", themes=("asylum",)), item(2, "Page 12", themes=("borders",)))
    got = score(gold(annotated(1, "Suivi", themes=["asylum"])), found)
    assert [(fault.what, fault.where, fault.text) for fault in got.faults] == [("invented", "page 2", "Page 12")]
    assert got.figures()["items"]["p"] == got.figures()["themes_mission"]["p"] == 0.5


def test_headings_count_as_found_under_the_headings_above_them():
    titles = [{"level": 0, "text": "Rapport", "role": "title"}, {"level": 1, "text": "Asile"}, {"level": 2, "text": "Dublin"}]
    asked = gold(annotated(1, "Suivi"), headings=titles)
    found = record(outline=(section(1, "Asile", 1, None, 0.9), section(2, "Dublin", 1, None, 0.6)))
    got = score(asked, found)
    assert got.figures()["headings"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert got.heading_trust == [(0.9, True), (0.6, False)]


def test_scores_add_up():
    asked = gold(annotated(1, "Suivi"))
    pooled = total([score(asked, record(item(1, "Suivi"))), score(asked, record())])
    assert pooled.figures()["items"] == {"p": 1.0, "r": 0.5, "f1": 0.6667}


# The yardstick that others use must give the same figures.

COMPARED = ("gold", "predicted", "items", "exact_text", "path", "team", "pole", "section", "parent", "kind", "year")
COMPARED += ("themes_mission", "themes_all", "prose_found", "metadata")


@pytest.fixture(scope="module")
def yardstick(shared):
    """The reference program's figures for pairs of (annotation path, record), and its path."""
    spec = importlib.util.spec_from_file_location("yardstick", shared / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def judge(pairs, folder):
        arguments = []
        for at, (path, found) in enumerate(pairs):
            (folder / f"{at}.json").write_text(found.model_dump_json())
            arguments += [str(path), str(folder / f"{at}.json")]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            module.main(arguments)
        return json.loads(out.getvalue())

    return judge


@pytest.mark.parametrize("seed", range(8))
def test_figures_equal_those_of_the_reference_on_disturbed_records(seed, shared, yardstick, tmp_path):
    chance = random.Random(seed)
    paths = sorted((shared / "corpus" / "gold").glob("*.gold.json"))
    pairs = [(path, disturbed(json.loads(path.read_text("utf-8")), chance)) for path in chance.sample(paths, 3)]
    ours = total(score(read_gold(path), found) for path, found in pairs).figures()
    theirs = yardstick(pairs, tmp_path)
    assert {name: ours[name] for name in COMPARED} == {name: theirs[name] for name in COMPARED}


def disturbed(value: dict, chance: random.Random):
    """The record that an annotation asks for, with faults of every kind in it."""
    about = {name: value["document"].get(name) for name in ("title", "organisation", "year", "language") if chance.random() < 0.7}
    entries = value["items"] + [entry for entry in value.get("unbulleted_items", []) if chance.random() < 0.5]
    found = [as_found(entry) for entry in entries if chance.random() < 0.9]
    changes = (
        lambda it: {"text": it.text[: int(len(it.text) * chance.choice((0.5, 0.97)))] or "x"},
        lambda it: {"path": it.path[:-1]},
        lambda it: {"path": chance.choice(found).path, "team": "autre", "pole": "Interpôles", "section": None},
        lambda it: {"kind": chance.choice(("priority", "activity", "figure", "other"))},
        lambda it: {"year": chance.choice((None, 2018, 2021))},
        lambda it: {"themes": chance.choice(found).themes},
        lambda it: {"parent": chance.choice(found).id},
        lambda it: {"parent": None},
    )
    found = [it.model_copy(update=chance.choice(changes)(it)) if chance.random() < 0.3 else it for it in found]
    found += [item(5000 + at, chance.choice(found).text if found else "Page 3", themes=("asylum",)) for at in range(chance.randrange(4))]
    chance.shuffle(found)
    return record(*found, **about)


def test_an_annotation_that_is_none_is_refused_with_its_name(tmp_path):
    from extract.errors import Damaged, Missing

    (tmp_path / "a.gold.json").write_text('{"items": []}')
    with pytest.raises(Damaged, match=r"a\.gold\.json.*'document' is missing"):
        read_gold(tmp_path / "a.gold.json")
    (tmp_path / "b.gold.json").write_text("{\n\n,")
    with pytest.raises(Damaged, match="line 3 is not JSON"):
        read_gold(tmp_path / "b.gold.json")
    with pytest.raises(Missing):
        read_gold(tmp_path / "c.gold.json")


def test_an_annotation_names_its_documents():
    named = parse({"document": {"file": "plan.pdf", "source": "a/b/plan-source.pdf / plan.docx"}, "items": []}, "plan-2018")
    assert named.sources == ["plan.pdf", "plan-source.pdf", "plan.docx", "plan-2018"]
