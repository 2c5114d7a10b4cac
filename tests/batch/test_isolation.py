"""A document that hangs, crashes or eats memory is lost alone, and its line says why."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.batch import cage, crew
from tests.batch import fake
from tests.batch.test_run import folder, lines

BAD = {
    "hang": "timeout",
    "crash": "crash",
    "exit": "crash",
    "eat": "memory",
    "gorge": "memory",
    "double": "memory",
    "starve": "memory",
    "bug": "fault",
    "refuse": "corrupt",
    "call": "fault",
}


@pytest.mark.parametrize("jobs", [1, 3])
def test_each_bad_document_is_lost_alone_with_its_reason(tmp_path, jobs):
    good = {f"good{number}": f"Asile {number}" for number in range(12)}
    out = tmp_path / "out"
    fake.run(folder(tmp_path / "in", **{name: name for name in BAD}, **good), out, jobs=jobs)
    found = lines(out)
    assert {name: found[f"{name}.txt"]["code"] for name in BAD} == BAD
    assert {found[f"{name}.txt"]["status"] for name in good} == {"extracted"}
    assert all(found[f"{name}.txt"]["stage"] == "read" for name in BAD)
    assert all(line["message"].isprintable() for line in found.values() if line["message"])
    assert {one: found[f"{one}.txt"]["message"].rpartition(" ")[2] for one in ("hang", "eat")} == {"hang": "--timeout", "eat": "--memory"}


def test_a_document_that_sleeps_is_ended_by_the_clock(tmp_path, monkeypatch):
    monkeypatch.setattr(cage.Limits, "deadline", lambda self, size, pages: 0.5)
    out = tmp_path / "out"
    fake.run(folder(tmp_path / "in", a="sleep", b="Asile"), out)
    assert (lines(out)["a.txt"]["code"], lines(out)["b.txt"]["status"]) == ("timeout", "extracted")


def test_more_pages_and_more_bytes_are_given_more_time():
    limits = cage.Limits(seconds=60)
    assert limits.budget(1000, 0) < limits.budget(1000, 300) and limits.budget(1000, 0) < limits.budget(200 << 20, 0)


def test_a_reader_may_not_talk_to_anybody(tmp_path):
    out = tmp_path / "out"
    fake.run(folder(tmp_path / "in", a="call"), out)
    assert "may not cause socket." in lines(out)["a.txt"]["message"]


def test_nothing_outlives_the_coordinator(tmp_path):
    """Not even when it is killed while a worker hangs in a document."""
    corpus = folder(tmp_path / "in", a="Asile", b="sleep", c="sleep")
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.batch.fake", str(tmp_path / "out"), str(corpus)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout and json.loads(run.stdout.readline())["path"] == "a.txt"
    family = descendants(run.pid)
    assert len(family) >= 3
    run.kill()
    run.wait()
    until = time.monotonic() + 5
    while time.monotonic() < until and any(alive(pid) for pid in family):
        time.sleep(0.05)
    assert [pid for pid in family if alive(pid)] == []


def descendants(pid: int) -> list[int]:
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [deeper for child in children for deeper in descendants(child)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("status", "cause", "taken", "code"),
    [
        (9, "", 0.0, "memory"),
        (24, "", 0.0, "timeout"),
        (25, "", 0.0, "output"),
        (11, "", 0.0, "crash"),
        (11, "", 0.4, "crash"),
        (6, "", 0.1, "crash"),
        (6, "", 0.4, "memory"),  # it held four tenths and asked for as much again
        (11, "", 0.9, "memory"),
        (9, "timeout", 0.0, "timeout"),
        (256, "", 0.0, "crash"),
    ],
)
def test_how_a_worker_died_says_why(status, cause, taken, code):
    assert crew.why(status, cause, taken) == code


def test_a_long_document_gets_time_page_after_page(tmp_path):
    out = tmp_path / "out"
    fake.run(folder(tmp_path / "in", long="pages", hang="hang"), out, jobs=1)  # three seconds, one is allowed without pages
    assert {name: line["code"] for name, line in lines(out).items()} == {"long.txt": None, "hang.txt": "timeout"}


def test_a_worker_is_used_for_many_documents(tmp_path):
    started = time.monotonic()
    fake.run(folder(tmp_path / "in", **{f"d{number:03d}": f"Asile {number}" for number in range(150)}), tmp_path / "out", jobs=1)
    assert time.monotonic() - started < 20
