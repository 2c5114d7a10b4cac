"""`filrouge trace` and `filrouge correct` on an output folder, as a person runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract.batch.lock import Lock
from extract.cli import cli
from extract.errors import BusyError, OutputError
from extract.store import durable, index, records
from tests.builders import document, item, transcript


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records of three editions of one team; the working folder is beside them."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "out"
    texts = {
        2018: ["Dublin : communication et contentieux", "Fiches réflexes sur le séjour"],
        2019: ["Contentieux Dublin et communication", "Mentorat"],
        2020: ["Dublin : contentieux", "Observatoire des préfectures"],
    }
    for year, lines in texts.items():
        entries = [item(text, path=["Équipe juridique", "Asile"], team="juridique", section="Asile", year=year) for text in lines]
        record = document(entries, year=year, organisation="Passerelle")
        records.save(folder, record, transcript(record))
    index.rebuild(folder)
    return folder


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == status, result.output
    return result


def threads(*arguments: str) -> list[dict]:
    return json.loads(run("trace", "--format", "json", *arguments).stdout)


def test_a_priority_is_followed_over_three_editions_with_its_reasons(out: Path):
    (thread,) = threads("dublin")
    assert [member["year"] for member in thread["items"]] == [2018, 2019, 2020]
    assert all(link["reasons"] for link in thread["links"])
    table = run("trace", "dublin").stdout
    assert "↳" in table and "wording" in table
    assert len((out / "threads.jsonl").read_text().splitlines()) == 4


def test_a_terminal_is_coloured_unless_it_asks_not_to_be(out: Path):
    shown = {
        value: CliRunner().invoke(cli, ["trace", "dublin"], color=True, env={"NO_COLOR": value, "TERM": "xterm"}).stdout
        for value in ("", "1")
    }
    assert "\x1b[" in shown[""] and "\x1b[" not in shown["1"]


def test_what_the_next_edition_of_the_team_lacks_is_dropped(out: Path):
    dropped = {thread["items"][-1]["text"] for thread in threads("--fate", "dropped")}
    assert dropped == {"Fiches réflexes sur le séjour", "Mentorat"}


def test_a_verdict_is_kept_and_stands(out: Path, tmp_path: Path):
    first, second = (
        next((record.document.id, built.id) for record in records.load_all(out) for built in record.items if built.text == text)
        for text in ("Fiches réflexes sur le séjour", "Mentorat")
    )
    run("trace", "--judge", "same", "/".join(first), "/".join(second), "--by", "A. Martin")
    assert (tmp_path / "corpus" / "judgements.jsonl").is_file()
    (thread,) = threads("mentorat")
    assert [link["decided_by"] for link in thread["links"]] == ["A. Martin"]


def test_links_are_scored_against_annotated_ones(out: Path, tmp_path: Path):
    links = [
        (2018, "Dublin : communication et contentieux", 2019, "Contentieux Dublin et communication", "same"),
        (2018, "Fiches réflexes sur le séjour", 2019, "Mentorat", "same"),
    ]
    names = ("left_year", "left_text", "right_year", "right_text", "verdict")
    file = tmp_path / "links.jsonl"
    file.write_text("".join(json.dumps(dict(zip(names, link, strict=True))) + "\n" for link in links))
    score = json.loads(run("trace", "--evaluate", str(file)).stdout)
    assert (score["precision"], score["recall"]) == (1.0, 0.5)
    assert score["false_dropped"] == ["fiches reflexes sur le sejour"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--judge", "perhaps", "d-1/i-1", "d-2/i-2", "--by", "x"], "no verdict"),
        (["--judge", "same", "d-nothing/i-1", "d-2/i-2", "--by", "x"], "names no item"),
        (["--judge", "same", "d-1/i-1", "d-2/i-2"], "--by"),
    ],
)
def test_a_verdict_that_cannot_be_kept_says_why(out: Path, arguments: list[str], words: str):
    assert words in run("trace", *arguments, status=2).output


def test_a_correction_changes_the_record_at_once_and_is_listed(out: Path, tmp_path: Path):
    record = next(record for record in records.load_all(out) if record.document.year == 2018)
    run("correct", record.document.id, record.items[0].id, "--kind", "activity", "--by", "A. Martin")
    assert records.load(out, record.document.id).items[0].kind == "activity"
    assert run("correct", "--list").stdout.startswith("holds")
    hits = json.loads(run("query", "--kind", "activity", "--format", "json").stdout)
    assert "Dublin : communication et contentieux" in json.dumps(hits, ensure_ascii=False)


def test_what_a_query_shows_is_enough_to_correct_it(out: Path):
    name = re.search(r"d-[0-9a-f]{6}/i-[0-9a-f]{6}", run("query", "mentorat").stdout)
    assert name is not None
    said = run("correct", name[0], "--themes", "volunteering, Asile", "--actions", "", "--by", "A. Martin").stderr
    assert said.startswith("Mentorat: themes = asylum, volunteering, actions = none (kept in ")
    assert re.match(
        r"holds +\d{4}-\d\d-\d\d c-[0-9a-f]{16} A. Martin: 'Mentorat' → themes = asylum, volunteering\n", run("correct", "--list").stdout
    )


def test_a_correction_that_has_to_wait_is_not_kept(out: Path, tmp_path: Path):
    record = next(records.load_all(out))
    with Lock(out, "ingest"):
        told = CliRunner().invoke(cli, ["correct", record.document.id, record.items[0].id, "--kind", "other", "--by", "x"])
    assert isinstance(told.exception, BusyError)
    assert not (tmp_path / "corpus" / "corrections.jsonl").exists()


def test_an_ingest_tells_of_corrections_that_came_back_as_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "rapports" / "priorites-2018.txt"
    report.parent.mkdir()
    report.write_text("Priorités 2018\n\nRétention\n- Contentieux de la rétention des familles\n- Accès aux soins\n", "utf-8")
    run("ingest", "rapports", "--jobs", "1")
    found = json.loads(run("query", "contentieux", "--format", "jsonl").stdout)
    run("correct", found["document"]["id"], found["id"], "--kind", "activity", "--by", "A. Martin")
    assert "look at again" not in run("ingest", "rapports", "--jobs", "1").stderr
    report.write_text(report.read_text("utf-8").replace("des familles", "de toutes les familles"), "utf-8")
    assert "1 correction to look at again: `filrouge correct --list`" in run("ingest", "rapports", "--jobs", "1").stderr
    assert run("correct", "--list").stdout.startswith("question")


def test_an_unknown_theme_suggests_the_near_ones(out: Path):
    record = next(records.load_all(out))
    failed = run("correct", record.document.id, record.items[0].id, "--themes", "asylm", "--by", "x", status=2)
    assert "Did you mean asylum" in failed.output


def test_an_item_that_is_not_there_is_named(out: Path):
    record = next(records.load_all(out))
    result = CliRunner().invoke(cli, ["correct", record.document.id, "i-nothing", "--kind", "other", "--by", "x"])
    assert "i-nothing is not there" in str(result.exception)


def test_a_thread_is_found_whatever_the_ending_of_its_words(out: Path):
    assert len(threads("préfecture")) == 1
    assert threads("observatoires") == threads("observatoire") != []
    assert threads("d’asile") == threads("asile") != []


@pytest.mark.parametrize(
    ("option", "typed", "meant"),
    [("--theme", "detenton", "detention"), ("--kind", "priorty", "priority"), ("--organisation", "Paserelle", "Passerelle")],
)
def test_a_name_that_nobody_bears_is_no_empty_answer(out: Path, option: str, typed: str, meant: str):
    assert f"Did you mean '{meant}'" in str(CliRunner().invoke(cli, ["trace", option, typed]).exception)


def test_quiet_says_nothing_but_the_threads(out: Path):
    assert run("trace", "dublin", "--quiet").stderr == ""
    assert "1 thread, 3 items; searched 3 documents" in run("trace", "dublin").stderr


def test_threads_of_an_archive_that_cannot_be_written_are_shown(out: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise OutputError(f"Cannot write to {out} (read-only file system)")

    monkeypatch.setattr(durable, "write", refused)
    shown = run("trace", "dublin")
    assert "Dublin : contentieux" in shown.stdout
    assert "threads.jsonl is not kept: Cannot write to" in shown.stderr
