"""A search finds the items a person means, with the words that decide, and nothing a person types can break it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import UsageError
from extract.store import index
from tests.builders import document, item, ledger_line, save


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    cimade = document(
        [
            item("Soutien aux réfugié·es", themes={"asylum": "réfugié·es"}, team="juridique", page=2),
            item(
                "Accès au droit au séjour", themes={"residence": "séjour"}, actions={"advocacy": "Accès"}, team="juridique", pole="Séjour"
            ),
            item(
                "Contentieux, et encore du contentieux", themes={"detention": "Rétention"}, team="Rétention", section="Rétention", year=2019
            ),
            item("18 formations", kind="figure", flags=("ocr",), lead_in="Pour les femmes :", themes={"gender": "femmes"}),
        ],
        year=2018,
    )
    plan = document(
        [item("Réfugiée et demandeuses d'asile", themes=["asylum"])], year=2021, organisation="Ville d'Ixelles", name="2021/plan.pdf"
    )
    copy = document(["Soutien aux réfugié·es"], name="la-cimade/2018.docx")
    silent = document(["Sans date"], year=None, organisation=None, name="x.txt")
    ledger = [ledger_line(cimade), ledger_line(plan), ledger_line(copy, variant_of=cimade.document.id), ledger_line(silent)]
    out = save(tmp_path_factory.mktemp("out"), [cimade, plan, copy, silent], ledger)
    with index.open_index(out) as opened:
        yield opened


def found(opened, text="", **wanted):
    return [hit.item["text"] for hit in index.search(opened, index.Search(text, **wanted)).hits]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("refugie", ["Soutien aux réfugié·es", "Réfugiée et demandeuses d'asile"]),
        ("RÉFUGIÉS soutien", ["Soutien aux réfugié·es"]),
        ('"droit au séjour"', ["Accès au droit au séjour"]),
        ('"séjour au droit"', []),
        ("conten*", ["Contentieux, et encore du contentieux"]),
        ("séjour OR asile", ["Accès au droit au séjour", "Réfugiée et demandeuses d'asile"]),
        ("refugies -asile", ["Soutien aux réfugié·es"]),
        ("rétention", ["Contentieux, et encore du contentieux"]),  # stands in the heading
        ("femmes", ["18 formations"]),  # stands in the lead-in
        ("demandeur", ["Réfugiée et demandeuses d'asile"]),
        ("licorne", []),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_endings(opened, typed, texts):
    assert found(opened, typed) == texts


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({"themes": ("asylum",)}, ["Soutien aux réfugié·es", "Réfugiée et demandeuses d'asile"]),
        ({"themes": ("asylum", "residence"), "years": (None, 2018)}, ["Soutien aux réfugié·es", "Accès au droit au séjour"]),
        ({"actions": ("advocacy",)}, ["Accès au droit au séjour"]),
        ({"kinds": ("figure",), "flags": ("ocr",)}, ["18 formations"]),
        ({"organisations": ("ixelles",)}, ["Réfugiée et demandeuses d'asile"]),
        ({"teams": ("RETENTION",)}, ["Contentieux, et encore du contentieux"]),
        ({"poles": ("séjour",)}, ["Accès au droit au séjour"]),
        ({"sections": ("Rétention",)}, ["Contentieux, et encore du contentieux"]),
        ({"years": (2019, 2021)}, ["Contentieux, et encore du contentieux", "Réfugiée et demandeuses d'asile"]),
        ({"years": (1999, 2001)}, []),
        ({"documents": ("plan.pdf",)}, ["Réfugiée et demandeuses d'asile"]),
        ({"kinds": ("activity",)}, []),
        ({"text": "rétention", "within": "text"}, []),
        ({"text": "contentieux", "within": "headings"}, []),
        ({"text": "sans", "years": (2000, None)}, []),
    ],
)
def test_filters_choose_items_by_their_labels(opened, wanted, texts):
    assert found(opened, **wanted) == texts


def test_the_same_report_in_another_format_counts_once_unless_asked(opened):
    assert len(found(opened, "soutien")) == 1
    assert len(found(opened, "soutien", variants=True)) == 2


def test_a_hit_tells_its_document_page_headings_and_words(opened):
    (hit,) = index.search(opened, index.Search("soutien")).hits
    assert (hit.document["organisation"], hit.item["page"], hit.item["path"]) == ("La Cimade", 2, ["Équipe juridique"])
    assert [hit.item["text"][slice(*place)] for place in hit.highlights] == ["Soutien", "réfugié·es"]
    assert hit.item["themes"][0]["evidence"][0]["text"] == "réfugié·es"


def test_evidence_that_stands_in_a_heading_is_not_looked_for_in_the_text(opened):
    (hit,) = index.search(opened, index.Search(themes=("detention",))).hits
    assert hit.highlights == ()
    assert hit.item["themes"] == [{"id": "detention", "origin": "heading", "evidence": hit.item["themes"][0]["evidence"]}]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"themes": ("asylim",)}, r"Unknown theme: 'asylim'. Did you mean 'asylum'\?"),
        ({"teams": ("juridiqe",)}, "Did you mean 'juridique'"),
        ({"organisations": ("la cimadde",)}, "Did you mean 'La Cimade'"),
        ({"poles": ("xyz",)}, "those there are: 'Séjour'"),
        ({"documents": ("plam.pdf",)}, "2021/plan.pdf"),
        ({"years": (2021, 2018)}, r"Write 2018..2021"),
        ({"text": "le la l'"}, "no word to look for"),
    ],
)
def test_a_name_nobody_carries_suggests_the_near_ones(opened, wanted, message):
    with pytest.raises(UsageError, match=message):
        found(opened, **wanted)


def test_a_theme_of_the_rules_that_nothing_carries_is_known_and_finds_nothing(opened):
    answer = index.search(opened, index.Search(themes=("funding",)), themes=lambda: ("funding",))
    assert (answer.total, answer.searched) == (0, "6 items in 3 documents")


@given(typed=st.text(alphabet=st.sampled_from("ab é\"*()-:^{}+ANDORNEAR'\0\ud800,;é·"), max_size=20))
@settings(max_examples=60, deadline=None)
def test_nothing_typed_can_break_the_search(opened, typed):
    try:
        answer = index.search(opened, index.Search(typed))
    except UsageError:
        return
    assert len(list(answer.hits)) == min(answer.total, 20)


def test_pages_of_hits_together_are_all_hits(opened):
    everything = found(opened, limit=0)
    assert [text for offset in range(0, 6, 2) for text in found(opened, limit=2, offset=offset)] == everything
