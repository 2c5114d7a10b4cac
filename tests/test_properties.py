"""What holds for every document, tried on documents made up from a seed: what was put in comes out, and the record keeps its promises."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.evaluation.matching import plain
from tests.invariants import broken
from tests.typeset import FORMS, Block, compose, pdf, style_of, truth, write
from tests.typeset.check import check, judge, read
from tests.typeset.wild import NEGATIVE, WILD
from tests.typeset.wild.nothing import FORMS as FORMS_OF_NOTHING
from tests.typeset.wild.nothing import NOTHING, as_form

SEEDS = st.integers(0, 10**6)
FEW = settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("form", FORMS)
@FEW
@given(seed=SEEDS)
def test_records_keep_their_promises(form, seed):
    assert broken(read(write(compose(seed), form), f"{seed}.{form}")) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@MANY
@given(seed=SEEDS)
def test_records_keep_their_promises_for_hundreds_of_documents(form, seed):
    assert broken(read(write(compose(seed), form), f"{seed}.{form}")) == []


@pytest.mark.parametrize("name", list(WILD))
def test_difficult_documents_keep_the_promises_too(name):
    assert broken(read(WILD[name]()[0], name)) == []


@pytest.mark.parametrize("name", NEGATIVE)
def test_nothing_is_a_priority_where_nobody_plans(name):
    assert [item.text for item in read(WILD[name]()[0], name).document.items if item.kind == "priority"] == []


@pytest.mark.parametrize("form", FORMS_OF_NOTHING)
@pytest.mark.parametrize("name", NOTHING)
def test_a_convocation_a_glossary_or_a_recipe_plans_nothing(name, form):
    document = read(as_form(name, form), f"{name}.{form}").document
    assert [item.text for item in document.items if item.kind == "priority"] == []


@FEW
@given(seed=SEEDS)
def test_a_new_bullet_changes_no_other_id(seed):
    spec = compose(seed)
    where = next(at for at, block in enumerate(spec.blocks) if block.kind in ("item", "row"))
    new = replace(spec.blocks[where], text="Une chose tout à fait nouvelle", cells=(), lead=0, kind="item")
    longer = replace(spec, blocks=(*spec.blocks[:where], new, *spec.blocks[where:]))
    before, after = (read(write(one, "docx"), "report.docx").document for one in (spec, longer))
    kept = {item.id: item.text for item in after.items}
    assert [item.text for item in before.items if kept.get(item.id) != item.text] == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_give_the_same_record(form):
    data = write(compose(11), form)
    assert read(data, "report").document.model_dump_json() == read(data, "report").document.model_dump_json()


def test_the_order_in_which_python_hashes_does_not_matter(tmp_path):
    (tmp_path / "report.docx").write_bytes(write(compose(12), "docx"))
    command = "from extract import pipeline; print(pipeline.process('report.docx').document.model_dump_json())"
    places = [{**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    outputs = {subprocess.run([sys.executable, "-c", command], cwd=tmp_path, env=place, capture_output=True).stdout for place in places}
    assert len(outputs) == 1 and outputs.pop()


@pytest.mark.parametrize("seed", (3, 21, 40))
def test_forms_of_one_document_agree(seed):
    items = {
        form: [(plain(item.text), [plain(title) for title in item.path], item.kind) for item in check(seed, form).result.document.items]
        for form in FORMS
    }
    assert items == dict.fromkeys(FORMS, items["docx"])


LOOKS = ({"size": 9.0}, {"font": "Times"}, {"columns": 2}, {"bullets": "drawn"}, {"leading": 1.45}, {"header": True})


@pytest.mark.parametrize("changes", LOOKS)
def test_looks_do_not_change_what_a_document_says(changes):
    spec = compose(17)
    plain = pdf.plain_style(style_of(spec), scheme="sizes", bullets="dots", columns=1, hyphens=False, hanging=True, glued=False)
    done = judge(pdf.write(spec, replace(plain, **changes)), truth(spec), "report.pdf")
    assert [fault for fault in done.score.faults if fault.what in ("missed", "invented", "text", "path", "parent")] == []


def test_equal_bullets_under_different_headings_are_two_items():
    blocks = [
        block for title in ("Droits", "Prison") for block in (Block("heading", title), Block("item", "Suivi"), Block("item", "Formation"))
    ]
    items = read(write(replace(compose(1), blocks=tuple(blocks), header=()), "docx"), "report.docx").document.items
    expected = [(("Droits",), "Suivi"), (("Droits",), "Formation"), (("Prison",), "Suivi"), (("Prison",), "Formation")]
    assert [(tuple(title.capitalize() for title in item.path), item.text) for item in items] == expected
    assert len({item.id for item in items}) == 4
