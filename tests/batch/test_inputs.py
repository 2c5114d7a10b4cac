"""Which files are inputs: names of any bytes, links, pipes, junk, hidden folders."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.batch import inputs, roots
from extract.errors import UsageError
from extract.readers import path_bytes, printable


def found(base: Path, max_bytes: int = 1 << 20) -> dict[str, tuple[str, str] | None]:
    """Name → (status, code) of its refusal, or None."""
    root = inputs.Root(os.fsencode(base))
    seen = list(inputs.find(root.path, root, base / "out", max_bytes))
    assert len({one.name for one in seen}) == len(seen)
    return {one.name: one.refusal and (one.refusal.status, one.refusal.code) for one in seen}


def put(path: Path, text: str = "Rétention") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_files_come_in_the_order_of_their_names_however_the_disk_lists_them(tmp_path):
    for name in ("b/1.txt", "a.txt", "b/é.txt", "Z.txt"):
        put(tmp_path / name)
    assert list(found(tmp_path)) == ["Z.txt", "a.txt", "b/1.txt", "b/é.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"ligne\nsuivante.txt", "ligne\\x0asuivante.txt"),
        (b"latin1-\xe9t\xe9.txt", "latin1-\\xe9t\\xe9.txt"),
        (b"\x1b[31mrouge.txt", "\\x1b[31mrouge.txt"),
        ("\u202etxt.fdp.txt".encode(), "\\u202etxt.fdp.txt"),
        (b"back\\slash.txt", "back\\\\slash.txt"),
        ("Bilan\u00a0: été.txt".encode(), "Bilan\u00a0: été.txt"),
        (b"-rf.txt", "-rf.txt"),
    ],
)
def test_any_name_can_be_shown_and_turned_back(tmp_path, name, shown):
    with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:
        file.write("x")
    assert found(tmp_path) == {shown: None}
    assert path_bytes(shown) == name


@given(st.binary(min_size=1, max_size=30).filter(lambda name: b"/" not in name))
def test_printable_names_turn_back_into_bytes(name):
    assert path_bytes(printable(name)) == name


def test_links_are_never_followed_and_say_where_they_lead(tmp_path):
    put(tmp_path / "here" / "a.txt")
    put(tmp_path / "outside.txt")
    here = tmp_path / "here"
    for name, target in {
        "in": "a.txt",
        "out": "../outside.txt",
        "zero": "/dev/zero",
        "loop": "loop",
        "dead": "nowhere",
        "up": "..",
    }.items():
        (here / name).symlink_to(target)
    assert found(here) == {
        "a.txt": None,
        "dead": ("skipped", "link"),
        "in": ("skipped", "link"),
        "loop": ("skipped", "link"),
        "out": ("skipped", "link-outside"),
        "up": ("skipped", "link-outside"),
        "zero": ("skipped", "special-file"),
    }


def test_pipes_and_sockets_are_not_touched(tmp_path):
    os.mkfifo(tmp_path / "tube.pdf")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.getcwd()
        os.chdir(tmp_path)
        plug.bind("prise.pdf")
        os.chdir(here)
    assert found(tmp_path) == {"prise.pdf": ("skipped", "special-file"), "tube.pdf": ("skipped", "special-file")}


def test_what_no_report_is_called_is_skipped(tmp_path):
    junk = [
        "~$rapport.docx",
        "._rapport.pdf",
        ".DS_Store",
        "Thumbs.db",
        "rapport.pdf.part",
        ".~lock.rapport.docx#",
        "desktop.ini",
        "about.yaml",
    ]
    for name in [*junk, "rapport.part.pdf", ".cache.txt"]:
        put(tmp_path / name)
    refused = found(tmp_path)
    assert {name for name, refusal in refused.items() if refusal == ("skipped", "not-a-report")} == set(junk)
    assert refused["rapport.part.pdf"] is None and refused[".cache.txt"] is None


def test_hidden_folders_and_outputs_of_other_runs_are_one_line_each(tmp_path):
    put(tmp_path / ".git" / "config")
    put(tmp_path / "old" / ".filrouge" / "roots.json")
    put(tmp_path / "old" / "documents" / "d-1.json")
    put(tmp_path / "out" / "ledger.jsonl")
    assert found(tmp_path) == {".git/": ("skipped", "hidden"), "old/": ("skipped", "output")}


def test_size_alone_refuses_what_is_empty_or_too_large(tmp_path):
    put(tmp_path / "empty.pdf", "")
    with open(tmp_path / "huge.pdf", "wb") as file:
        file.truncate(5 << 30)  # takes no disk, and is never read
    assert found(tmp_path) == {"empty.pdf": ("quarantined", "empty"), "huge.pdf": ("quarantined", "too-large")}


@pytest.mark.parametrize("address", ["s3://archive/rapports", Path("gs://archive"), "https://example.org/a.pdf", "file:///a.pdf"])
def test_an_address_is_refused_with_the_way_to_have_it_as_a_folder(tmp_path, address):
    with pytest.raises(UsageError, match=r"mount|file://"):
        inputs.absolute(address, tmp_path / "out")


def test_a_folder_that_looks_like_an_address_is_a_folder(tmp_path, monkeypatch):
    (tmp_path / "s3:" / "archive").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert inputs.absolute("s3://archive", tmp_path / "out") == os.fsencode(tmp_path / "s3:" / "archive")


def test_names_never_tell_where_on_the_machine_two_folders_lie(tmp_path):
    reports = tmp_path / "rapports"
    reports.mkdir()
    apart = roots.plan([os.fsencode(reports), b"/usr/share"], [])
    assert sorted(root.path for root in apart.roots) == sorted([os.fsencode(reports), b"/usr/share"])
    assert sorted(root.label for root in apart.roots) in (["", "share/"], ["", "rapports/"])
