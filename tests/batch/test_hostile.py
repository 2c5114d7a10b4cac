"""Files built or broken to harm their readers: each has one line that fits, and the run ends."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.page import Options
from extract.readers import scan
from tests.batch import cruel, hostile

FEW = (
    "zero_byte",
    "one_byte",
    "is_html",
    "truncated",
    "xxe_",
    "zip_bad",
    "encrypt_broken",
    "pages_zero",
    "no_document",
    "binary",
    "is_elf",
    "only_bom",
)


MET = 0.97  # of the expectations, with OCR; docs/batch.md names the others
MET_WITHOUT_OCR = 0.95  # three more files hold letters that only their pixels tell, or are pictures


def ingest(out: Path, *paths: Path, ocr: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extract", "ingest", *map(str, paths), "--out", str(out), *([] if ocr else ["--no-ocr"])]
    return subprocess.run(command, capture_output=True, text=True, timeout=1800)


def test_broken_files_are_named_with_their_cause(shared, tmp_path):
    """A few of the quick ones; all of them in `test_all_expectations_are_met`."""
    folder = tmp_path / "in"
    wanted = [
        (path, expected)
        for path, _, expected in hostile.expectations(shared / "hostile" / "MANIFEST.tsv")
        if any(name in path for name in FEW)
    ]
    for path, _ in wanted:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes((shared / "hostile" / path).read_bytes())
    done = ingest(tmp_path / "out", folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    _, wrong = hostile.compare(tmp_path / "out", shared / "hostile" / "MANIFEST.tsv")
    assert [text for text in wrong if "no line" not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize("ocr", [True, False], ids=["with OCR", "without OCR"])
def test_all_expectations_are_met(shared, tmp_path, ocr):
    if ocr and scan.remedy(Options()):
        pytest.skip("OCR is not installed")
    done = ingest(tmp_path / "out", shared / "hostile" / "gen", shared / "hostile" / "real", ocr=ocr)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    total, wrong = hostile.compare(tmp_path / "out", shared / "hostile" / "MANIFEST.tsv")
    assert total - len(wrong) >= (MET if ocr else MET_WITHOUT_OCR) * total, "\n".join(wrong)


@pytest.mark.parametrize("heavy", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["quick", "all"])
def test_files_made_to_be_cruel_end_as_a_sensible_person_expects(tmp_path, heavy):
    wanted = cruel.write(tmp_path / "in", heavy)
    done = ingest(tmp_path / "out", tmp_path / "in")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    lines = {line["path"]: line for line in _ledger(tmp_path / "out")}
    assert set(lines) == set(wanted)
    wrong = [
        (name, ending, lines[name]["status"], lines[name]["code"])
        for name, ending in wanted.items()
        if not cruel.ends_well(ending, lines[name], _codes(tmp_path / "out", lines[name]["document_id"]))
    ]
    assert not wrong


def _codes(out: Path, document_id: str | None) -> set[str]:
    """The codes of a record's notices."""
    if not document_id:
        return set()
    return {notice["code"] for notice in json.loads((out / "documents" / f"{document_id}.json").read_text("utf-8"))["notices"]}


def test_what_a_file_system_can_hold_is_read_or_skipped_with_a_reason(shared, tmp_path):
    subprocess.run([sys.executable, shared / "hostile" / "make_fs.py", tmp_path / "in"], check=True, cwd=tmp_path, capture_output=True)
    done = ingest(tmp_path / "out", tmp_path / "in")
    assert "Traceback" not in done.stderr and "\x1b" not in done.stderr and "\u202e" not in done.stderr
    lines = {line["path"]: line for line in _ledger(tmp_path / "out")}
    with open(tmp_path / "in" / "MANIFEST_FS.tsv", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    made = [row for row in rows if "NOT MADE" not in row[2]]
    files = [path for path in _files(os.fsencode(tmp_path / "in"))]
    assert len(files) == len(lines), "counts in, counts out"
    for name, _, expected in made:
        line = lines.get(name)
        if line is None or name == "special/illisible.txt":  # names with escapes are written otherwise there; the superuser reads all
            continue
        if expected.startswith("parsed"):
            assert line["status"] in ("extracted", "duplicate"), name
        elif re.match("skipped|not followed", expected):
            assert line["status"] == "skipped", name
        else:
            assert line["status"] == "quarantined", name


def _ledger(out: Path):
    from extract.store import ledger

    return ledger.read(out)


def _files(folder: bytes):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            yield entry.path
