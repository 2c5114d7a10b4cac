"""Drawing the pages of many documents: one that harms its reader costs its own pictures only."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.batch import pictures
from extract.batch.pictures import Wanted

draw_file = pictures.draw_file


def hostile(path: Path, sha256: str, pages: tuple[int, ...]):
    """As `draw_file`, but some files kill their reader and some never end."""
    if path.name == "kills.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name == "hangs.pdf":
        time.sleep(60)
    return draw_file(path, sha256, pages)


@pytest.fixture
def wanted(tmp_path):
    def make(name: str) -> Wanted:
        canvas = Canvas(str(tmp_path / name), invariant=True)
        canvas.drawString(72, 700, name)
        canvas.save()
        return Wanted(name, tmp_path / name, hashlib.sha256((tmp_path / name).read_bytes()).hexdigest(), (1,))

    return make


def test_a_file_that_kills_its_reader_or_never_ends_costs_its_own_pictures_only(wanted, monkeypatch):
    monkeypatch.setattr(pictures, "draw_file", hostile)
    monkeypatch.setattr(pictures, "SECONDS_A_PAGE", 0.7)
    names = ["a.pdf", "kills.pdf", "b.pdf", "hangs.pdf", "c.pdf"]
    found = {one.document: len(drawn) for one, drawn in pictures.draw(map(wanted, names))}
    assert found == {"a.pdf": 1, "kills.pdf": 0, "b.pdf": 1, "hangs.pdf": 0, "c.pdf": 1}


def test_a_file_that_is_no_longer_what_was_read_is_not_drawn(wanted):
    one = wanted("a.pdf")
    one.path.write_bytes(one.path.read_bytes() + b"\n")
    assert list(pictures.draw([one])) == [(one, [])]


def test_whoever_stops_asking_does_not_wait(wanted, monkeypatch):
    monkeypatch.setattr(pictures, "draw_file", hostile)
    begun = time.monotonic()
    drawing = pictures.draw(map(wanted, ["a.pdf", *["hangs.pdf"] * 8]))
    assert len(next(drawing)[1]) == 1
    drawing.close()
    assert time.monotonic() - begun < 20
