"""`filrouge query` shows each hit with its place and its words, in every format, and says what it searched."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from extract import model
from extract.cli import query
from extract.errors import UsageError
from tests.builders import document, item, save


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    long = "Poursuivre la veille sur la rétention des étrangers malades " * 6
    items = [
        item(long.strip(), themes={"detention": "rétention"}, team="juridique", page=4, path=["Rétention"]),
        item('=HYPERLINK("http://x";"asile")', themes=["asylum"]),
        item("Asile \x1b[31mrouge\u202e", kind="other", themes={"asylum": "Asile"}),
    ]
    return save(tmp_path_factory.mktemp("out"), [document(items, year=2018)])


def run(out, *arguments, **environment):
    result = CliRunner().invoke(query.command, [*arguments, "--out", str(out)], env=environment, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def test_a_hit_shows_year_document_page_headings_text_and_words(out):
    lines = run(out, "veille", "--limit", "1").stdout.splitlines()
    assert lines[0] == "2018 · La Cimade · la-cimade/2018.pdf · p. 4 · Équipe juridique › Rétention"
    assert lines[1].startswith("  Poursuivre la **veille** sur la **rétention** des étrangers malades")
    assert "priority · detention (“rétention”)" in lines[-2]


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_the_table_fits_the_terminal(out, columns):
    shown = run(out, COLUMNS=str(columns)).stdout
    assert max(map(len, shown.splitlines())) <= columns
    assert "".join(shown.replace("**", "").split()).count("malades") == 6


def test_what_a_document_says_cannot_steer_the_terminal(out):
    shown = run(out, "asile", "--kind", "other").stdout
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "\\x1b[31mrouge\\u202e" in shown


def test_a_cell_is_never_a_formula(out):
    rows = list(csv.DictReader(io.StringIO(run(out, "--format", "csv").stdout)))
    assert len(rows) == 3
    assert rows[1]["text"] == '\'=HYPERLINK("http://x";"asile")'
    assert rows[0]["theme_evidence"] == "detention: rétention"


def test_json_and_jsonl_hold_the_same_hits_with_offsets(out):
    whole = json.loads(run(out, "rétention", "--format", "json").stdout)
    lines = [json.loads(line) for line in run(out, "rétention", "--format", "jsonl").stdout.splitlines()]
    assert whole["hits"] == lines and whole["total"] == 1 and whole["searched"] == {"items": 3, "documents": 1}
    (start, end) = lines[0]["highlights"][0]
    assert lines[0]["text"][start:end] == "rétention"


def test_no_hit_says_what_was_searched(out):
    result = run(out, "licorne")
    assert result.stdout == "" and result.exit_code == 0
    assert "no item matches; searched 3 items in 1 document" in result.stderr
    assert run(out, "licorne", "--quiet").stderr == ""
    assert json.loads(run(out, "licorne", "--format", "json").stdout)["hits"] == []


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("detention", "there is a theme of that name: --theme detention"),
        ("Détention", "there is a theme of that name: --theme detention"),
        ('"prisonniers en', "a beginning such as 'prison*' may find more"),
    ],
)
def test_no_hit_says_what_else_to_ask(out, typed, advice):
    assert run(out, typed).stderr.strip().endswith(advice)


def test_an_action_is_told_from_a_theme_of_the_same_name(tmp_path):
    said = item("Chronique sur le site internet", themes={"communication": "site internet"}, actions={"communication": "Chronique"})
    shown = run(save(tmp_path, [document([said])])).stdout
    assert "communication (“site internet”) · action: communication (“Chronique”)" in " ".join(shown.split())


def test_a_label_that_a_person_gave_needs_no_words(tmp_path):
    text = "Chronique sur le site internet"
    record = document([text])
    proof = model.Evidence(rule="review.c-0123456789abcdef", text=text, span=record.items[0].locator.span)
    said = record.items[0].model_copy(update={"themes": (model.Theme(id="housing", origin="review", evidence=(proof,)),)})
    shown = run(save(tmp_path, [record.model_copy(update={"items": (said,)})])).stdout
    assert f"  {text}\n" in shown and "priority · housing (review)" in shown


def test_what_is_left_out_of_a_table_is_said(out):
    assert re.search(r"1 item \(of 3; --limit 0 shows all\)", run(out, "--limit", "1").stderr)


@pytest.mark.parametrize(("option", "label"), [("--theme", "Enfermement"), ("--theme", "enfermement"), ("--kind", "Priorité")])
def test_themes_and_kinds_may_be_called_as_the_pages_call_them(out, option, label):
    assert "veille" in run(out, option, label).stdout


def test_an_unknown_theme_suggests_a_near_one(out):
    with pytest.raises(UsageError, match="Did you mean 'detention'"):
        run(out, "--theme", "detentoin")


@pytest.mark.parametrize("years", ["2021..2018", "..", "18", "2018-2021"])
def test_years_that_make_no_range_are_refused(out, years):
    with pytest.raises(Exception, match=r"run backwards|no year or range"):
        run(out, "--year", years)
