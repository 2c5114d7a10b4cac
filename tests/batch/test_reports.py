"""A real report through a run: labels alone after a change of rules, what is forgotten, what is verified, what people are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract import batch, page
from extract.batch import kept, report, verify, work
from extract.batch.forget import forget
from extract.cli import cli
from extract.errors import InputError, UsageError
from extract.store import ledger, records

TEXT = """Priorités 2018

Rétention
- Contentieux de la rétention, écrire à alix.exemple@example.org
- Accès aux soins des personnes enfermées
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "priorites-2018.txt").write_text(TEXT, "utf-8")
    (folder / "<img src=x onerror=alert(1)>.txt").write_text("a\x00\x01\x02" * 10, "utf-8")
    (folder / "copie.txt").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def out(corpus: Path, tmp_path: Path) -> Path:
    run(corpus, tmp_path / "out")
    return tmp_path / "out"


def run(corpus: Path, out: Path, options: page.Options | None = None, **how) -> batch.Summary:
    return batch.Run([corpus], out, options or page.Options(), batch.Settings(jobs=1, **how)).run()


def test_a_change_of_rules_labels_again_without_opening_the_file(corpus, out, tmp_path, monkeypatch):
    rules = tmp_path / "rules" / "themes"
    rules.mkdir(parents=True)
    (rules / "penguins.yaml").write_text(
        "id: penguins\nlabels: {fr: Manchots, en: Penguins}\ndefinition: Seabirds.\nrules:\n  - {id: banquise, terms: [banquise]}\n",
        "utf-8",
    )
    options = page.Options(rules=(str(tmp_path / "rules"),))
    monkeypatch.setattr(work, "open_task", lambda task, shop: pytest.fail("a file was opened"))
    summary = run(corpus, out, options)
    assert (summary.read, summary.labelled) == (0, 1)
    fresh = tmp_path / "fresh"
    monkeypatch.undo()
    run(corpus, fresh, options)
    for name in records.ids(fresh):
        assert records.document_path(out, name).read_bytes() == records.document_path(fresh, name).read_bytes()


def test_a_fault_in_the_rules_ends_the_run_as_wrong_usage(corpus, tmp_path):
    rules = tmp_path / "rules" / "themes"
    rules.mkdir(parents=True)
    (rules / "penguins.yaml").write_text("id: penguins\nlabels: {", "utf-8")
    done = CliRunner().invoke(cli, ["ingest", str(corpus), "--out", str(tmp_path / "o"), "--rules", str(rules.parent)])
    assert done.exception and done.exception.exit_status == 2 and "penguins.yaml" in str(done.exception)
    assert "interrupted" not in CliRunner().invoke(cli, ["status", "--out", str(tmp_path / "o")]).stdout


def test_corrections_that_are_not_there_are_no_empty_corrections(corpus, tmp_path):
    done = CliRunner().invoke(cli, ["ingest", str(corpus), "--out", str(tmp_path / "o"), "--corrections", str(tmp_path / "typo.jsonl")])
    assert done.exit_code == 2 and "typo.jsonl" in done.stderr and not (tmp_path / "o").exists()


def test_a_kept_outline_gives_the_same_record_as_reading(out):
    [name] = records.ids(out)
    made_with = next(line["made_with"] for line in ledger.read(out) if line["status"] == "extracted")
    record = records.load(out, name)
    source = page.Source(record.document.source.path, b"", record.document.source.sha256, record.document.source.bytes)
    shop = work.Shop(out, page.Options())
    shop.staging.mkdir(parents=True)
    outcome = work.label(source, source.name, made_with, shop, lambda stage, pages: None)
    staged = next(staged for staged, place in outcome["staged"] if place.startswith("documents/"))
    assert (shop.staging / staged).read_bytes() == records.document_path(out, name).read_bytes()


def test_a_torn_outline_is_read_again_from_the_file(corpus, out):
    [name] = records.ids(out)
    kept.path_of(out, name).write_bytes(b"torn")
    made_with = next(line["made_with"] for line in ledger.read(out) if line["status"] == "extracted")
    source = page.Source("priorites-2018.txt", b"", "0" * 64, 1)
    assert work.label(source, source.name, made_with, work.Shop(out, page.Options()), lambda stage, pages: None) is None


def test_a_file_renamed_is_not_read_again_unless_its_name_told_something(corpus, out):
    (corpus / "copie.txt").unlink()
    (corpus / "priorites-2018.txt").rename(corpus / "plan.txt")
    summary = run(corpus, out)
    assert summary.read + summary.labelled == 1
    [name] = records.ids(out)
    assert records.load(out, name).document.source.path == "plan.txt"
    assert {line["path"] for line in ledger.read(out) if line["document_id"]} == {"plan.txt"}


def test_forgetting_leaves_no_trace(corpus, out, tmp_path):
    [name] = records.ids(out)
    (out / "exports").mkdir()
    (out / "exports" / "items.csv").write_text("alix.exemple")
    (out / "threads.jsonl").write_text("alix.exemple")
    gone = forget(out, name[:8])
    assert (
        gone.document_id == name and set(gone.inputs) == {"copie.txt", "priorites-2018.txt"} and gone.made == ("exports", "threads.jsonl")
    )
    for path in out.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert name.encode() not in data and b"alix.exemple" not in data and "rétention".encode() not in data.lower(), path
    with pytest.raises(UsageError):
        forget(out, name)


def test_who_is_asked_before_forgetting_is_told_what_goes(out):
    [name] = records.ids(out)
    asked = CliRunner().invoke(cli, ["forget", name[:8], "--out", str(out)], input="n\n")
    assert asked.exit_code == 1 and "copie.txt, priorites-2018.txt" in asked.stderr and records.ids(out) == [name]
    mistyped = CliRunner().invoke(cli, ["forget", "d-0000", "--out", str(out)], input="y\n")
    assert isinstance(mistyped.exception, UsageError) and "Remove" not in mistyped.stderr


def test_verify_finds_what_changed(corpus, out):
    assert [fault for fault in (*verify.inputs(out), *verify.outputs(out)) if fault] == []
    [name] = records.ids(out)
    (corpus / "copie.txt").write_text("autre chose")
    path = records.document_path(out, name)
    path.write_text(path.read_text("utf-8").replace("soins", "biens"), "utf-8")
    (out / "documents" / "d-0000000000000000.json").write_text("{}")
    assert [(fault.path, fault.what.split(";")[0]) for fault in (*verify.inputs(out), *verify.outputs(out)) if fault] == [
        ("copie.txt", "its bytes have changed"),
        (f"documents/{name}.json", "it is not as it was written"),
        ("documents/d-0000000000000000.json", "no line of the ledger speaks of it"),
    ]


def test_a_bag_is_written_and_a_flipped_byte_is_found(out, tmp_path):
    bag = tmp_path / "bag"
    verify.write_bag(out, bag)
    assert [fault for fault in verify.bag_faults(bag) if fault] == []
    (bag / "data" / "ledger.jsonl").write_text("changed")
    (bag / "data" / "stranger.txt").write_text("?")
    assert {fault.path for fault in verify.bag_faults(bag) if fault} == {"data/ledger.jsonl", "data/stranger.txt"}
    with pytest.raises(UsageError):
        verify.write_bag(out, bag)


def test_the_page_of_a_run_is_escaped_and_speaks_both_languages(out):
    text = (out / report.PAGE).read_text("utf-8")
    assert "<img" not in text and "&lt;img" in text
    assert "could not be read" in text and "impossibles à lire" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "copie.txt" in (out / report.TEXT).read_text("utf-8")


def test_what_to_do_with_a_file_is_said_in_french_too(out):
    for name in (report.PAGE, report.TEXT):
        text = (out / name).read_text("utf-8")
        assert "Format non pris en charge : l’enregistrer en PDF" in text and "Save it as PDF" in text


def test_every_cause_has_its_words_in_french():
    codes = {kind.code for kind in InputError.__subclasses__() if kind.code} | {"timeout", "memory", "crash", "output", "fault"}
    assert codes <= {*report._CODES} and codes <= {*report._REMEDIES}


def test_status_counts_and_lists_what_failed(out):
    told = CliRunner().invoke(cli, ["status", "--out", str(out), "--failed"])
    assert "3 inputs" in told.stdout and "quarantined" in told.stdout and "alert(1)>.txt: " in told.stdout
    data = json.loads(CliRunner().invoke(cli, ["status", "--out", str(out), "--format", "json"]).stdout)
    assert data["inputs"] == 3 and data["running"] is False and "failed" not in data
    failed = json.loads(CliRunner().invoke(cli, ["status", "--out", str(out), "--failed", "--format", "json"]).stdout)["failed"]
    assert [(line["stage"], line["code"]) for line in failed] == [("read", "unsupported")] and "alert(1)" in failed[0]["path"]


def test_status_lists_all_that_failed_however_many(out, monkeypatch):
    monkeypatch.setattr(report, "_MOST_ROWS", 0)
    assert "alert(1)>.txt: " in CliRunner().invoke(cli, ["status", "--out", str(out), "--failed"]).stdout


def test_the_command_says_what_it_did_and_exits_by_it(corpus, tmp_path):
    done = CliRunner().invoke(cli, ["ingest", str(corpus), "--out", str(tmp_path / "o"), "--verbose", "--jobs", "1"])
    assert done.exit_code == 1
    assert {json.loads(text)["path"] for text in done.stdout.splitlines()} == {path.name for path in corpus.iterdir()}
    assert "3 inputs" in done.stderr
    quiet = CliRunner().invoke(cli, ["ingest", str(corpus / "copie.txt"), "--out", str(tmp_path / "p"), "--quiet"])
    assert (quiet.exit_code, quiet.output) == (0, "")


@pytest.mark.parametrize("size", ["0", "-1", "many", "12x"])
def test_a_size_that_is_none_is_refused(corpus, size):
    assert CliRunner().invoke(cli, ["ingest", str(corpus), "--max-bytes", size]).exit_code == 2


def test_a_thousand_photographs_are_not_all_told(tmp_path):
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    for number in range(103):
        (folder / f"{number:03}.jpg").write_bytes(b"\xff\xd8\xff\x00\x01" * (number + 1))
    done = CliRunner().invoke(cli, ["ingest", str(folder), "--out", str(out), "--jobs", "1"])
    told = [line for line in done.stderr.splitlines() if ".jpg: " in line]
    assert len(told) == 100 and "… and 3 more, which `filrouge status --failed` lists" in done.stderr
    listed = CliRunner().invoke(cli, ["status", "--failed", "--out", str(out)]).stdout
    assert listed.count(".jpg: ") == 103
