"""Power cuts, full disks, two runs at once: nothing that was told is lost, and the next run goes on."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from extract.batch.lock import Lock, is_held
from extract.errors import BusyError, OutputError
from extract.store import durable, ledger, records
from tests.batch import fake
from tests.batch.test_run import folder, lines, statuses, tree


def start(out: Path, corpus: Path, log: Path, jobs: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "JOBS": str(jobs), "FILROUGE_FAKE_LOG": str(log)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.batch.fake", str(out), str(corpus)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def reports(count: int) -> dict[str, str]:
    """Reports of which some are copies, some cannot be read, and each takes a moment."""
    texts = {f"d{number:03d}": f"slow priorité {number % (count - 3)}" for number in range(count)}
    return {**texts, "e1": "refuse", "e2": "crash"}


def kill_after(run: subprocess.Popen[str], told: int) -> dict[str, dict]:
    """The lines told before the kill; at least `told`."""
    assert run.stdout
    heard = [run.stdout.readline() for _ in range(told)]
    run.send_signal(signal.SIGKILL)
    heard += run.stdout.read().splitlines()
    run.wait()
    return {entry["path"]: entry for entry in (json.loads(text) for text in heard if text.endswith(("\n", "}")))}


def check_interrupted(corpus: Path, out: Path, whole: Path, tmp_path: Path, kills: list[int], jobs: int) -> None:
    told: dict[str, dict] = {}
    for number, after in enumerate(kills):
        log = tmp_path / f"log-{out.name}-{number}"
        log.touch()
        fresh = kill_after(start(out, corpus, log, jobs), after)
        assert fresh, "the kill came before anything was told: the test would pass for nothing"
        assert not set(log.read_text().split("\n")) & {path for path, entry in told.items() if entry["code"] != "crash"}, "read again"
        told |= fresh
        kept = {entry["path"]: entry for entry in ledger.read(out)}
        for path, entry in told.items():
            assert kept[path]["status"] == entry["status"], "told, and not in the ledger"
            if entry["status"] == "extracted":
                records.load(out, entry["document_id"])
                assert records.transcript(out, entry["document_id"])
    log = tmp_path / f"log-{out.name}-last"
    log.touch()
    last = start(out, corpus, log, jobs)
    _, errors = last.communicate(timeout=120)
    assert last.returncode == 0, errors
    assert not set(log.read_text().split("\n")) & set(told), "read again"
    assert tree(out) == tree(whole)


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_run_that_is_killed_and_goes_on_ends_as_if_nothing_had_happened(tmp_path, jobs):
    corpus = folder(tmp_path / "in", **reports(24))
    fake.run(corpus, tmp_path / "whole", jobs=2)
    check_interrupted(corpus, tmp_path / "out", tmp_path / "whole", tmp_path, [1, 6, 5], jobs)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_fifty_kills(tmp_path, jobs):
    corpus = folder(tmp_path / "in", **reports(100))
    fake.run(corpus, tmp_path / "whole", jobs=2)
    for round_ in range(17):
        check_interrupted(corpus, tmp_path / f"out{round_}", tmp_path / "whole", tmp_path, [1 + round_ * 5, 2, 1], jobs)


def test_a_second_run_that_is_killed_loses_nothing_either(tmp_path):
    corpus, out = folder(tmp_path / "in", **reports(10)), tmp_path / "out"
    fake.run(corpus, out)
    for number in range(10, 20):
        (corpus / f"d{number:03d}.txt").write_text(f"slow nouvelle priorité {number}")
    log = tmp_path / "log"
    log.touch()
    told = kill_after(start(out, corpus, log, 2), 13)
    assert {path: entry["status"] for path, entry in told.items() if path >= "d010" and path < "e"}
    log.write_text("")
    fake.run(corpus, out)
    found = statuses(out)
    assert all(found[f"d{number:03d}.txt"] == "extracted" for number in range(10, 20))
    assert found["d000.txt"] == "unchanged"


def test_a_torn_last_line_is_cut_and_its_input_looked_at_again(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès", b="Asile"), tmp_path / "out"
    fake.run(corpus, out)
    with open(out / "ledger.jsonl", "a") as file:
        file.write('{"path": "b.txt", "sha2')
    fake.run(corpus, out)
    assert statuses(out) == {"a.txt": "unchanged", "b.txt": "unchanged"}


def test_the_second_of_two_runs_stops_and_names_the_first(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès"), tmp_path / "out"
    with Lock(out, "ingest"):
        assert is_held(out)
        with pytest.raises(BusyError, match=f"Process {os.getpid()} .filrouge ingest.") as stop:
            fake.run(corpus, out)
    assert stop.value.exit_status == 75
    assert not is_held(out)
    fake.run(corpus, out)


def test_a_disk_that_is_full_stops_the_run_and_tears_nothing(tmp_path, monkeypatch):
    corpus, out = folder(tmp_path / "in", **{f"d{number}": f"Asile {number}" for number in range(8)}), tmp_path / "out"
    write = durable.write_new

    def full(path: Path, parts: Iterable[bytes], **how) -> None:
        parts = list(parts)
        if any(b"Asile 5" in part for part in parts):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, parts, **how)

    monkeypatch.setattr(durable, "write_new", full)
    with pytest.raises(OutputError, match=r"no space left on device.*same command again") as stop:
        fake.run(corpus, out, jobs=1)
    assert stop.value.exit_status == 74
    assert all(records.load(out, name) for name in records.ids(out))
    monkeypatch.setattr(durable, "write_new", write)
    fake.run(corpus, out)
    assert set(statuses(out).values()) == {"extracted"} and len(records.ids(out)) == 8


def test_an_output_folder_that_cannot_be_made_is_said_in_one_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="--out") as stop:
        fake.run(folder(tmp_path / "in", a="Accès"), tmp_path / "file" / "out")
    assert "\n" not in str(stop.value)


def test_leftovers_of_a_killed_worker_are_swept(tmp_path):
    corpus, out = folder(tmp_path / "in", a="Accès"), tmp_path / "out"
    staging = out / ".filrouge" / "staging"
    staging.mkdir(parents=True)
    (staging / "d-half.0.123").write_text("half")
    fake.run(corpus, out)
    assert not staging.exists() and list(lines(out)) == ["a.txt"]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own that is made larger or read-only at will: its folder, and what does that."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(how: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", how, "tmpfs", disk], check=True, capture_output=True)

    try:
        mount("size=1m")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a disk")
    yield disk, mount
    subprocess.run(["umount", disk], check=True)


def ingest(corpus: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extract", "ingest", str(corpus), "--out", str(out), "--no-ocr", "--jobs", "2"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


SIZES = [
    pytest.param("120k", id="at the first files", marks=pytest.mark.slow),
    pytest.param("240k", id="among the records"),
    pytest.param("560k", id="in the search index", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("size", SIZES)
def test_on_a_disk_that_is_really_full_the_run_says_so_and_the_next_one_goes_on(tmp_path, small_disk, size):
    disk, mount = small_disk
    texts = {f"d{number:02d}": f"Rapport 2019\n\nPriorités\n- Accueillir les familles {number}\n" for number in range(40)}
    corpus = folder(tmp_path / "in", **texts)
    mount(f"remount,size={size}")
    full = ingest(corpus, disk / "out")
    assert full.returncode == 74 and "Traceback" not in full.stderr
    assert "full" in full.stderr or "no space left" in full.stderr
    assert all(records.load(disk / "out", name) for name in records.ids(disk / "out"))
    mount("remount,size=30m")
    assert ingest(corpus, disk / "out").returncode == 0
    assert ingest(corpus, tmp_path / "whole").returncode == 0
    kept, whole = ({path.name: path.read_bytes() for path in (out / "documents").iterdir()} for out in (disk / "out", tmp_path / "whole"))
    assert kept == whole and len(kept) == 40
    found = [
        subprocess.run([sys.executable, "-m", "extract", "query", "--out", str(out), "--format", "jsonl"], capture_output=True, text=True)
        for out in (disk / "out", tmp_path / "whole")
    ]
    assert found[0].stdout == found[1].stdout and found[0].stdout.count("\n") == 40


def test_a_disk_that_is_read_only_is_said_in_one_line(tmp_path, small_disk):
    disk, mount = small_disk
    corpus = folder(tmp_path / "in", a="Accès")
    mount("remount,ro")
    done = ingest(corpus, disk / "out")
    assert done.returncode == 74 and "read-only" in done.stderr and len(done.stderr.strip().splitlines()) == 1
