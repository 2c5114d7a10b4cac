"""The worked examples of docs/tables.md run, and count what `filrouge timeline` counts."""

from __future__ import annotations

import re

import duckdb
import pytest
from click.testing import CliRunner

from extract.cli import export
from extract.store import index
from tests.builders import document, item, save
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
SQL = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
PANDAS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def out(tmp_path, monkeypatch):
    """An output folder and its tables, in the folder where the examples run."""
    monkeypatch.chdir(tmp_path)
    reports = [
        document(
            [item("Rétention", themes=["detention", "expulsion"], team="nord"), item("Asile", themes=["asylum"], team="sud")], year=2018
        ),
        document([item("Asile", themes=["asylum"], team="nord"), item("Autre", team="nord")], year=2019),
    ]
    save(tmp_path / "out", reports)
    for line in re.findall(r"^    filrouge export (.*?)  ", TEXT, re.MULTILINE):
        assert CliRunner().invoke(export.command, line.split()).exit_code == 0
    return tmp_path / "out"


def test_duckdb_counts_what_the_timeline_counts(out):
    found = {(theme, year): (items, there) for theme, year, items, there, *_ in duckdb.sql(SQL[0]).fetchall()}
    with index.open_index(out) as opened:
        line = index.timeline(opened, index.Question())
    (wholes,) = line.there.values()
    expected = {
        (row.theme, year): (count.items, whole.items)
        for row in line.rows
        for year, count, whole in zip(line.years, row.cells, wholes, strict=True)
        if count.items
    }
    assert found == expected and len(found) == 4


def test_duckdb_lists_the_words_behind_themes(out):
    assert duckdb.sql(SQL[1]).fetchall() == [("asylum", "asile", 2), ("detention", "rétention", 1), ("expulsion", "rétention", 1)]


def test_pandas_shows_themes_that_come_together(out):
    space = {}
    exec(PANDAS[0], space)
    together = space["together"]
    assert (
        together.loc["detention", "expulsion"] == 1 and together.loc["asylum", "detention"] == 0 and together.loc["asylum", "asylum"] == 2
    )


def test_pandas_leaves_a_gap_where_a_team_has_no_edition(out):
    space = {}
    exec(PANDAS[1], space)
    table = space["table"]
    assert list(table.index) == [("nord", 2018), ("nord", 2019), ("sud", 2018)]
    assert list(table.loc[("nord", 2019)][["asylum", "detention", "items"]]) == [1, 0, 2]
