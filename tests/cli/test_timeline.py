"""`filrouge timeline` draws the same counts in every format, and a gap is never drawn as nothing."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from extract.cli import timeline
from tests.builders import document, item, save


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    def edition(year, count, team):
        return document(
            [*(item(f"Rétention {n}", themes=["detention"], team=team) for n in range(count)), item("Autre", team=team)], year=year
        )

    reports = [edition(2016, 3, "nord"), edition(2017, 0, "<b>sud</b>"), edition(2019, 1, "=cmd()")]
    return save(tmp_path_factory.mktemp("out"), [*reports, document(["Sans date"], year=None)])


def run(out, *arguments, **environment):
    return CliRunner().invoke(timeline.command, [*arguments, "--out", str(out)], env=environment, catch_exceptions=False)


def test_the_table_shows_counts_gaps_and_what_was_there(out):
    lines = run(out).stdout.splitlines()
    assert lines[0].split() == ["2016", "2017", "2018", "2019"]
    assert lines[1].split() == ["detention", "3", "0", "–", "1"]
    assert lines[3].split() == ["items", "there", "4", "1", "–", "2"]
    assert lines[5].split() == ["teams", "there", "1", "1", "–", "1"]


def test_shares_are_of_all_items_of_the_year(out):
    assert run(out, "--measure", "share").stdout.splitlines()[1].split() == ["detention", "75", "%", "0", "%", "–", "50", "%"]


def test_what_the_table_cannot_hold_is_said(out):
    said = run(out).stderr
    assert "no edition of La Cimade for 2018" in said
    assert "1 item without a year is not counted" in said
    assert run(out, "--quiet").stderr == ""


def test_of_many_organisations_the_missing_years_are_told_in_one_line(tmp_path):
    points = [item("Rétention", themes=["detention"])]
    reports = [document(points, year=2000 + at, organisation=f"Association {at}") for at in range(20)]
    said = run(save(tmp_path, reports)).stderr.splitlines()
    assert said[1:] == ["filrouge: no edition of 20 organisations for some of these years; --by organisation shows which"]


def test_csv_leaves_a_gap_empty_and_a_zero_zero(out):
    rows = list(csv.DictReader(io.StringIO(run(out, "--format", "csv").stdout)))
    assert [(row["year"], row["items"], row["items_there"]) for row in rows] == [
        ("2016", "3", "4"),
        ("2017", "0", "1"),
        ("2018", "", ""),
        ("2019", "1", "2"),
    ]


def test_json_says_null_for_a_gap(out):
    told = json.loads(run(out, "--format", "json").stdout)
    assert [count and count["items"] for count in told["rows"][0]["counts"]] == [3, 0, None, 1]
    assert told["missing"] == {"La Cimade": [2018]}


def test_a_table_with_many_years_is_cut_into_blocks_that_fit(out):
    shown = run(out, "--year", "1990..2020", COLUMNS="60").stdout
    assert max(map(len, shown.splitlines())) <= 60
    assert shown.split() == "1990–2015 2016 2017 2018 2019 2020 detention – 3 0 – 1 –".split() + shown.split()[13:]


def test_years_that_nobody_read_share_a_column_and_no_other_year_is_lost(out):
    lines = run(out, "--year", "2000..2021", COLUMNS="40").stdout.splitlines()
    heads = [head for line in lines if line.startswith(" ") for head in line.split()]
    assert heads == ["2000–2015", "2016", "2017", "2018", "2019", "2020", "2021"]
    rows = list(csv.DictReader(io.StringIO(run(out, "--year", "2000..2021", "--format", "csv").stdout)))
    assert [row["year"] for row in rows] == [str(year) for year in range(2000, 2022)]


def test_bars_are_as_long_as_the_counts_and_a_gap_has_none(out):
    lines = run(out, "--format", "bars", COLUMNS="54").stdout.splitlines()
    assert [line.count("█") for line in lines[1:5]] == [30, 0, 0, 10]
    assert lines[3] == "  2018  – no edition"


@pytest.mark.parametrize("by", [[], ["--by", "team"]])
def test_the_picture_is_well_formed_and_holds_no_markup_of_a_document(out, by):
    picture = run(out, "--format", "svg", *by).stdout
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    said = [title.text for title in root.iter(f"{space}title")]
    assert "2018: no edition" in said and "2016: 3 (3 of 4 items, 1 editions)" in said
    assert "<b>" not in picture


def test_a_team_name_is_never_a_formula(out):
    rows = list(csv.DictReader(io.StringIO(run(out, "--format", "csv", "--by", "team").stdout)))
    assert {row["unit"] for row in rows} == {"nord", "<b>sud</b>", "'=cmd()"}


def test_nothing_to_count_is_said(tmp_path):
    save(tmp_path, [document(["Rien"], year=2018)])
    result = run(tmp_path)
    assert result.stdout == "" and "nothing to count" in result.stderr
