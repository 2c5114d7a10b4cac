"""The answers of docs/questions.md, which people checked by reading, are the ones that are given."""

from __future__ import annotations

import re
import shlex

import duckdb
import pytest
from click.testing import CliRunner

from extract.cli import cli
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
COMMAND = r"^    filrouge ((?:query|timeline) [^\n]*)$"
COUNTED = re.findall(COMMAND + r"\n\n\*\*(\d+) items", TEXT, re.MULTILINE)
DRAWN = re.findall(COMMAND + r"\n\n```text\n(.*?)```", TEXT, re.MULTILINE | re.DOTALL)


def run(*arguments):
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False, env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def asked(shared, tmp_path_factory):
    """The folder where the questions are asked, with what `ingest` makes of the three reports."""
    home = tmp_path_factory.mktemp("home")
    reports = [*(shared / "corpus" / "seeds").glob("*.txt"), shared / "corpus" / "reports" / "rapport-moral-samedi-2022.pdf"]
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(home)
        run("ingest", *map(str, reports), "--jobs", "1", "--quiet")
        yield home


@pytest.fixture
def here(asked, monkeypatch):
    monkeypatch.chdir(asked)


def test_all_ten_are_asked():
    assert (len(re.findall(r"^## ", TEXT, re.MULTILINE)), len(COUNTED), len(DRAWN)) == (10, 5, 5)


@pytest.mark.parametrize(("command", "count"), COUNTED, ids=[command for command, _ in COUNTED])
def test_as_many_items_are_listed(here, command, count):
    assert len(run(*shlex.split(command), "--format", "jsonl", "--quiet").splitlines()) == int(count)


@pytest.mark.parametrize(("command", "table"), DRAWN, ids=[command for command, _ in DRAWN])
def test_the_same_counts_are_drawn(here, command, table):
    drawn, _ = run(*shlex.split(command)).split("\n\n", 1)  # without what was there to be counted
    assert [line.split() for line in drawn.splitlines()] == [line.split() for line in table.splitlines()]


def test_themes_that_meet_are_counted_in_the_tables(here):
    ((question, count),) = re.findall(r"```sql\n(.*?)```\n\n\*\*(\d+) rows", TEXT, re.DOTALL)
    run("export", "parquet", "--to", "tables", "--quiet")
    assert duckdb.sql(question).fetchall() == [(int(count),)]
