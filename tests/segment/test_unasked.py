"""What is not asked, as nothing could come of it: asking it changes nothing. Bounds lean on weights, so new weights are tried here."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from extract.segment import front, witnesses
from extract.segment.witnesses import scene, wording
from tests.segment.outlines import outline_of

TESTS = Path(__file__).parents[1]
SOURCES = sorted([*TESTS.glob("golden/*/source.*"), *TESTS.glob("data/annotated/docs/*")], key=lambda path: path.name)
SMALL = [path for path in SOURCES if path.stat().st_size < 100_000]


@pytest.mark.parametrize("path", SMALL[:30], ids=lambda path: path.name)
def test_a_block_that_is_not_heard_out_would_be_no_heading_if_it_were(path, monkeypatch):
    form, data = path.suffix[1:], path.read_bytes()
    outline = outline_of(form, data)
    monkeypatch.setattr(witnesses, "_is_point", lambda *_: False)
    monkeypatch.setattr(witnesses, "_may_be_heading", lambda *_: True)
    monkeypatch.setattr(scene.Scene, "may_list", lambda *_: True)
    monkeypatch.setattr(wording, "_opens_with", lambda *_: True)
    monkeypatch.setattr(front, "_MOST_OF_PLACE", math.inf)
    monkeypatch.setattr(front, "_MOST_OF_WORDS", math.inf)
    assert outline_of(form, data) == outline
