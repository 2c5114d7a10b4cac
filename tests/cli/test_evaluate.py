"""`filrouge evaluate` as a user meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from extract.cli.evaluate import command
from extract.errors import FilrougeError
from tests.evaluation.building import annotated, as_found, item, record

ITEMS = [annotated(1, "Suivi des dossiers", path=["Asile"], themes=["asylum"]), annotated(2, "Formation des équipes", page=4)]


@pytest.fixture
def folder(tmp_path):
    """Annotations in gold/, and records of an earlier run in out/."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "report.gold.json").write_text(json.dumps({"document": {"file": "report.pdf", "year": 2020}, "items": ITEMS}))
    (tmp_path / "out" / "documents").mkdir(parents=True)
    found = record(as_found(ITEMS[0]), item(9, "Sommaire"), year=2020)
    (tmp_path / "out" / "documents" / "d-0.json").write_text(found.model_dump_json())
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_records_made_before_are_scored_with_what_differs_by_page(folder):
    done = run(folder / "gold", "--out", folder / "out", "--misses")
    assert done.stdout.split()[:4] == ["gold", "found", "P", "R"]
    assert "report.pdf: page 4: missed #2: Formation des équipes" in done.stderr
    assert "report.pdf: page 2: invented: Sommaire" in done.stderr


def test_figures_come_as_json_too(folder):
    value = json.loads(run(folder / "gold" / "report.gold.json", "--records", folder / "out", "--format", "json").stdout)
    assert value["pooled"]["items"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert value["documents"][0]["document"] == "report.pdf"
    assert value["themes"]["asylum"] == {"n": 1, "p": 1.0, "r": 1.0, "f1": 1.0}


def test_a_markdown_table_by_theme_can_go_on_a_page(folder):
    out = run(folder / "gold", "--out", folder / "out", "--format", "markdown", "--themes").stdout
    assert "| report.pdf | 2 | 2 | 0.500 |" in out
    assert "| asylum | 1 | 1.000 |" in out


NOTHING_TO_SCORE = (["gold", "--out", "nowhere"], ["nowhere.gold.json"], ["out"], ["gold"], ["gold", "--out", "out", "--corpus", "."])


@pytest.mark.parametrize("arguments", NOTHING_TO_SCORE)
def test_what_cannot_be_scored_is_said(folder, arguments):
    done = run(*(argument if argument.startswith("--") else folder / argument for argument in arguments))
    assert isinstance(done.exception, FilrougeError), done.output


def test_a_record_of_another_program_is_refused_by_name(folder):
    (folder / "out" / "documents" / "d-1.json").write_text("{}")
    assert "d-1.json" in str(run(folder / "gold", "--out", folder / "out").exception)


def test_a_map_that_is_none_is_wrong_usage(folder):
    assert run(folder / "gold", "--map", "nothing").exit_code == 2
