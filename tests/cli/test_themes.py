"""`filrouge themes`, as a person uses it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from extract.cli.themes import command
from extract.store import people, records
from tests.builders import document, transcript


@pytest.fixture
def run():
    def invoke(*arguments):
        result = CliRunner().invoke(command, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def out(tmp_path):
    """An output folder with one record."""
    made = document(["Dublin : contentieux", "Halte de nuit", {"text": "Asile", "themes": ["asylum"]}])
    folder = tmp_path / "out"
    records.save(folder, made, transcript(made))
    return folder


def test_list_names_every_theme(run):
    output = run("list").stdout
    assert "asylum" in output and "health.covid" in output
    assert len(json.loads(run("list", "--json").stdout)) == 18


def test_show_prints_words_counter_words_and_examples(run):
    output = run("show", "detention").stdout
    assert "detention.prison" in output and "taken back by" in output and "near misses" in output
    assert json.loads(run("show", "advocacy", "--json").stdout)["id"] == "advocacy"


def test_a_name_that_is_nearly_right_is_suggested(run):
    result = run("show", "detentoin")
    assert result.exit_code == 2
    assert "Did you mean 'detention'?" in result.stderr


def test_explain_says_why(run):
    output = run("explain", "Dublin et bassin de rétention", "--path", "Prison").stdout
    assert "'Dublin' by asylum.dublin" in output
    assert "detention (heading)" in output
    value = json.loads(run("explain", "Bassin de rétention", "--json").stdout)
    assert value["themes"] == []
    assert value["suppressed"][0]["by"] == "detention.retention-d-autre-chose"


def test_test_and_lint_pass_on_the_built_in_rules(run):
    assert run("test").exit_code == 0
    assert run("lint").exit_code == 0


def test_an_example_that_fails_is_shown_and_ends_in_1(run, tmp_path):
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "gardens.yaml").write_text(
        "id: gardens\nlabels: {fr: Jardins, en: Gardens}\ndefinition: x\nrules: [{id: a, terms: [jardin]}]\nexamples: [Potager]\n"
    )
    result = run("test", "--rules", tmp_path)
    assert result.exit_code == 1
    assert "themes/gardens: is not found: 'Potager'" in result.stdout


def test_coverage_of_records(run, out):
    rows = json.loads(run("coverage", "--out", out, "--json").stdout)["rules"]
    assert any(row["items"] for row in rows) and any(not row["items"] for row in rows)


def test_coverage_without_records_says_what_to_do(run, tmp_path):
    assert "filrouge ingest" in run("coverage", "--out", tmp_path / "none").stderr


def test_coverage_on_annotated_documents(run, shared):
    output = run("coverage", "--gold", shared / "corpus" / "gold").stdout
    assert "precision" in output and "unused" in output


def test_suggest_and_accept(run, out, tmp_path):
    assert "Halte de nuit" in run("suggest", "--out", out, "--least", 1).stdout
    assert run("suggest", "--theme", "housing", "--accept", "halte de nuit", "--to", tmp_path / "mine").exit_code == 0
    assert "housing.accepted" in run("explain", "Halte de nuit", "--rules", tmp_path / "mine").stdout


def test_skos_out_and_in(run, tmp_path):
    assert run("export", "--skos", "--to", tmp_path / "themes.ttl").exit_code == 0
    assert run("import", tmp_path / "themes.ttl", "--to", tmp_path / "again").exit_code == 0
    assert run("test", "--rules", tmp_path / "again").exit_code == 0


@pytest.mark.parametrize("form", ["jsonl", "docbin"])
def test_items_go_to_an_annotation_tool_and_come_back_as_corrections(run, out, tmp_path, form):
    file = tmp_path / ("items.jsonl" if form == "jsonl" else "items.spacy")
    run("export", f"--{form}", "--to", file, "--out", out)
    corrections = tmp_path / "corrections.jsonl"
    unchanged = run("import", file, "--to", corrections, "--by", "A. Martin", "--out", out)
    assert "0 corrections" in unchanged.stderr
    if form == "jsonl":
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        lines[1]["themes"] = ["housing"]
        file.write_text("\n".join(json.dumps(line) for line in lines))
        run("import", file, "--to", corrections, "--by", "A. Martin", "--out", out)
        (correction,) = people.corrections(corrections)
        assert (correction.says, correction.by, correction.target.quote) == (("housing",), "A. Martin", "Halte de nuit")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export"], "Say what to export"),
        (["export", "--docbin"], "name a file"),
        (["import", "x.jsonl", "--to", "y"], "Say who annotated"),
        (["import", "x.ttl"], "Say where to write"),
        (["explain", " "], "TEXT is empty"),
        (["suggest", "--accept", "x"], "--accept needs"),
    ],
)
def test_wrong_usage_is_said(run, arguments, says):
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
