"""Many documents: what is read, what is known already, and what the ledger says of each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from extract import page
from extract.errors import Missing, UsageError
from extract.store import records
from tests.batch import fake


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch) -> Path:
    """Where the reader notes which files it reads."""
    path = tmp_path / "log"
    path.touch()
    monkeypatch.setenv("FILROUGE_FAKE_LOG", str(path))
    return path


def folder(base: Path, **files: str) -> Path:
    """A folder with files; "__" in a name is a step down, "_" before the last word a dot."""
    for name, text in files.items():
        path = base / (name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (1_500_000_000, 1_500_000_000))
    return base


def lines(out: Path) -> dict[str, dict]:
    found = [json.loads(text) for text in (out / "ledger.jsonl").read_text("utf-8").splitlines()]
    assert [line["path"] for line in found] == sorted({line["path"] for line in found}), "one line an input, by path"
    return {line["path"]: line for line in found}


def statuses(out: Path) -> dict[str, str]:
    return {name: line["status"] for name, line in lines(out).items()}


def read_since(log: Path) -> list[str]:
    names = log.read_text().split("\n")[:-1]
    log.write_text("")
    return sorted(names)


def settle(folder: Path) -> None:
    """Time passes: files changed a moment ago are not trusted by their time stamps."""
    import time

    time.sleep(0.06)


def tree(out: Path) -> dict[str, str]:
    """Every file with its text; times and what only says who holds the lock aside."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name != ".filrouge/lock" and not name.endswith(("index.sqlite", "stamps.jsonl")):
            found[name] = path.read_bytes().decode("latin-1")
    found["ledger.jsonl"] = "\n".join(json.dumps({**line, "seconds": None}) for line in lines(out).values())
    return found


def test_every_file_is_read_and_has_one_line(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès aux droits", b__c="Rétention"), tmp_path / "out"
    summary = fake.run(corpus, out)
    assert summary.read == 2
    assert statuses(out) == {"a.txt": "extracted", "b/c.txt": "extracted"}
    for line in lines(out).values():
        record = records.load(out, line["document_id"])
        assert record.document.source.path == line["path"]
        assert records.transcript(out, line["document_id"])


def test_what_has_not_changed_is_not_read_again(tmp_path, log):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    settle(corpus)
    fake.run(corpus, out)
    fake.run(corpus, out)
    read_since(log)
    before = tree(out)
    opened = {path: path.stat().st_atime_ns for path in corpus.rglob("*.txt")}
    assert fake.run(corpus, out).read == 0
    assert read_since(log) == []
    assert statuses(out) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert tree(out) == before
    assert {path: path.stat().st_atime_ns for path in corpus.rglob("*.txt")} == opened


def test_a_file_that_was_touched_but_says_the_same_is_not_read_again(tmp_path, log):
    corpus, out = folder(tmp_path / "in", a="Accès"), tmp_path / "out"
    fake.run(corpus, out)
    os.utime(corpus / "a.txt")
    read_since(log)
    assert fake.run(corpus, out).read == 0
    assert statuses(out) == {"a.txt": "unchanged"}


def test_a_changed_file_takes_the_place_of_what_it_said_before(tmp_path, log):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    old = lines(out)["a.txt"]["document_id"]
    read_since(log)
    (corpus / "a.txt").write_text("Accès aux soins")
    summary = fake.run(corpus, out)
    assert read_since(log) == ["a.txt"]
    assert summary.removed == (old,)
    assert old not in records.ids(out) and len(records.ids(out)) == 2
    fresh = tmp_path / "fresh"
    fake.run(corpus, fresh)
    assert records.ids(fresh) == records.ids(out)


def test_copies_are_read_once_under_the_first_of_their_names(tmp_path, log):
    corpus, out = folder(tmp_path / "in", c="Asile", a__b="Asile", b="Asile"), tmp_path / "out"
    fake.run(corpus, out, jobs=3)
    assert read_since(log) == ["a/b.txt"]
    found = lines(out)
    assert statuses(out) == {"a/b.txt": "extracted", "b.txt": "duplicate", "c.txt": "duplicate"}
    assert {found[name]["duplicate_of"] for name in ("b.txt", "c.txt")} == {"a/b.txt"}
    assert len({line["document_id"] for line in found.values()}) == 1


def test_a_copy_of_what_cannot_be_read_cannot_be_read_either(tmp_path):
    out = tmp_path / "out"
    summary = fake.run(folder(tmp_path / "in", a="refuse", b="refuse"), out)
    assert summary.failed == 2
    assert {(line["status"], line["code"], line["duplicate_of"]) for line in lines(out).values()} == {
        ("quarantined", "corrupt", None),
        ("quarantined", "corrupt", "a.txt"),
    }


def test_what_failed_is_tried_again_only_when_asked_for(tmp_path, log):
    corpus, out = folder(tmp_path / "in", a="refuse", b="Asile"), tmp_path / "out"
    assert fake.run(corpus, out).failed == 1
    read_since(log)
    assert fake.run(corpus, out).failed == 1
    assert read_since(log) == []
    assert fake.run(corpus, out, retry_failed=True).failed == 1
    assert read_since(log) == ["a.txt"]


def test_refresh_reads_everything_again_and_leaves_the_same_bytes(tmp_path, log):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    before = tree(out)
    read_since(log)
    fake.run(corpus, out, refresh=True)
    assert read_since(log) == ["a.txt", "b.txt"]
    assert tree(out)["ledger.jsonl"] == before["ledger.jsonl"]


def test_a_dry_run_tells_and_touches_nothing(tmp_path, log):
    from extract import batch

    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    assert batch.Run([corpus], out, page.Options(), fake.settings()).preview() == {"new": 2}
    assert not out.exists()
    settle(corpus)
    fake.run(corpus, out)
    (corpus / "a.txt").write_text("Accès aux soins")
    (corpus / "c.txt").touch()
    before = tree(out)
    assert batch.Run([corpus], out, page.Options(), fake.settings()).preview() == {"changed": 1, "unchanged": 1, "quarantined": 1}
    assert tree(out) == before


def test_a_dry_run_tells_of_what_is_gone(tmp_path):
    from extract import batch

    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile", c="Asile"), tmp_path / "out"
    settle(corpus)
    fake.run(corpus, out)
    (corpus / "a.txt").unlink()
    (corpus / "c.txt").unlink()  # a copy: no record goes with it
    told = [batch.Run([corpus], out, page.Options(), fake.settings(prune=prune)).preview() for prune in (False, True)]
    assert told == [{"unchanged": 1, "gone": 1}, {"unchanged": 1, "pruned": 1}]


def test_a_file_that_went_keeps_its_record_until_it_is_pruned(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    (corpus / "a.txt").unlink()
    fake.run(corpus, out)
    gone = lines(out)["a.txt"]
    assert (gone["status"], gone["code"]) == ("skipped", "missing")
    assert len(records.ids(out)) == 2
    fake.run(corpus, out, prune=True)
    assert statuses(out) == {"b.txt": "unchanged"}
    assert len(records.ids(out)) == 1


def test_a_copy_that_went_leaves_no_line(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Asile", b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    (corpus / "b.txt").unlink()
    fake.run(corpus, out)
    assert statuses(out) == {"a.txt": "unchanged"}


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_the_number_of_workers_changes_no_byte(tmp_path, jobs):
    texts = {f"d{number:02d}": f"{'slow ' if number % 5 == 0 else ''}priorité {number % 17}" for number in range(40)}
    corpus = folder(tmp_path / "in", **texts, z="refuse")
    fake.run(corpus, tmp_path / "one", jobs=1)
    fake.run(corpus, tmp_path / "out", jobs=jobs)
    assert tree(tmp_path / "out") == tree(tmp_path / "one")


def test_two_folders_keep_their_files_apart(tmp_path):
    out = tmp_path / "out"
    folder(tmp_path, y2018__rapport="Accès", y2019__rapport="Asile")
    fake.run([tmp_path / "y2018", tmp_path / "y2019"], out)
    assert statuses(out) == {"y2018/rapport.txt": "extracted", "y2019/rapport.txt": "extracted"}


def test_a_folder_given_later_joins_those_given_before(tmp_path):
    out = tmp_path / "out"
    folder(tmp_path, y2018__rapport="Accès", y2019__rapport="Asile")
    fake.run(tmp_path / "y2018", out)
    fake.run(tmp_path / "y2019", out)
    assert statuses(out) == {"rapport.txt": "extracted", "y2019/rapport.txt": "extracted"}
    assert len(records.ids(out)) == 2


def test_a_part_of_a_known_folder_is_named_as_before(tmp_path, log):
    corpus, out = folder(tmp_path / "in", y2018__a="Accès", y2019__b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    read_since(log)
    folder(corpus, y2019__c="Rétention")
    fake.run([corpus / "y2019", corpus / "y2019" / "c.txt"], out)
    assert read_since(log) == ["y2019/c.txt"]
    assert statuses(out) == {"y2018/a.txt": "extracted", "y2019/b.txt": "unchanged", "y2019/c.txt": "extracted"}


def test_a_folder_given_after_a_part_of_it_names_everything_anew(tmp_path):
    corpus, out = folder(tmp_path / "in", y2018__a="Accès", y2019__b="Asile"), tmp_path / "out"
    fake.run(corpus / "y2018", out)
    fake.run(corpus, out)
    assert set(statuses(out)) == {"y2018/a.txt", "y2019/b.txt"}
    assert {record.document.source.path for record in records.load_all(out)} == {"y2018/a.txt", "y2019/b.txt"}


def test_the_output_folder_inside_the_input_is_no_input(tmp_path):
    corpus = folder(tmp_path / "in", a="Accès")
    for _ in range(2):
        fake.run(corpus, corpus / "out")
    assert set(statuses(corpus / "out")) == {"a.txt"}


def test_what_lies_in_the_output_folder_is_refused(tmp_path):
    out = tmp_path / "out"
    fake.run(folder(tmp_path / "in", a="Accès"), out)
    with pytest.raises(UsageError, match="output folder"):
        fake.run(out / "transcripts", out)


def test_a_path_that_is_not_there_ends_the_run_before_anything_is_written(tmp_path):
    with pytest.raises(Missing):
        fake.run(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_lines_are_told_once_they_are_in_the_ledger(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile", c="Asile", d="refuse"), tmp_path / "out"
    told = []

    def tell(progress):
        written = {json.loads(text)["path"] for text in (out / "ledger.jsonl").read_text().splitlines()}
        assert {line["path"] for line in progress.lines} <= written
        told.extend(line["path"] for line in progress.lines)

    fake.run(corpus, out, tell)
    assert sorted(told) == ["a.txt", "b.txt", "c.txt", "d.txt"]


def test_many_files_that_nobody_opens_are_told_as_they_come(tmp_path):
    corpus = folder(tmp_path / "in", **{f"d{number:04d}": "" for number in range(1000)})
    told: list[int] = []
    fake.run(corpus, tmp_path / "out", tell=lambda progress: told.append(len(progress.lines)))
    assert sum(told) == 1000 and max(told) <= 64, "what is not told yet is held in memory"
