"""How the command line ends: what it says, and with which exit status."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FILROUGE = [sys.executable, "-m", "extract"]


def test_a_reader_that_goes_away_ends_it_in_silence():
    reading, writing = os.pipe()
    os.close(reading)  # `filrouge schema | true`
    with os.fdopen(writing) as nobody:
        ended = subprocess.run([*FILROUGE, "schema"], stdout=nobody, stderr=subprocess.PIPE, timeout=60)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is always full")
@pytest.mark.parametrize("command", [["schema"], ["themes", "list"], ["--help"]])
def test_results_that_find_no_room_are_one_line_and_no_trace(command):
    with open("/dev/full", "w") as full:
        ended = subprocess.run([*FILROUGE, *command], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert ended.returncode == 74
    assert ended.stderr == "filrouge: The results cannot be read or written (No space left on device)\n"


def test_a_fault_of_ours_is_told_from_inputs_that_cannot_be_read():
    program = "import extract.cli as cli; cli.cli.invoke = lambda context: 1 / 0; cli.main()"
    ended = subprocess.run([sys.executable, "-c", program, "doctor"], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 70
    assert "ZeroDivisionError" in ended.stderr and "fault of ours" in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("qu", ["query"]),
        ("query --theme de", ["detention"]),
        ("trace --kind p", ["priority"]),
        ("query --action l", ["litigation"]),
        ("themes show exp", ["expulsion"]),
        ("export p", ["parquet"]),
    ],
)
def test_tab_offers_what_may_stand_there(typed, offered):
    words = ["filrouge", *typed.split()]
    asked = {**os.environ, "_FILROUGE_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    ended = subprocess.run(FILROUGE, env=asked, capture_output=True, text=True, timeout=60)
    assert ended.stdout.splitlines() == [f"plain,{name}" for name in offered]


@pytest.mark.parametrize("command", [[], ["themes"]])
def test_every_command_is_told_in_one_whole_line(command):
    ended = subprocess.run([*FILROUGE, *command, "--help"], env={**os.environ, "COLUMNS": "80"}, capture_output=True, text=True, timeout=60)
    assert "Commands:" in ended.stdout and "..." not in ended.stdout.partition("Commands:")[2]


COMMANDS = """query asile | timeline | trace | export csv | explore | serve | status | verify | validate
    | forget d-1 --yes | correct d-1 i-1 --kind other --by x"""


@pytest.mark.parametrize("command", COMMANDS.split("|"))
def test_an_output_folder_that_is_not_there_is_said_in_one_line_and_not_made(command, tmp_path):
    out = tmp_path / "typo"
    ended = subprocess.run([*FILROUGE, *command.split(), "--out", str(out)], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1), ended.stderr
    assert not out.exists()


@pytest.mark.parametrize("command", ["explore", "serve"])
def test_a_folder_of_reports_that_is_not_there_is_named(command, tmp_path):
    ended = subprocess.run([*FILROUGE, command, "--sources", str(tmp_path / "typo")], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2 and "typo' does not exist" in ended.stderr
