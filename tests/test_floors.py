"""Quality has a floor: figures never sink below what is pinned in floors.json."""

from __future__ import annotations

import json

import pytest

from tests import quality


def test_typeset_documents_come_out_as_well_as_they_did():
    assert quality.below(quality.groups([], quality.typeset(), quality.wild()), quality.floors()) == []


def test_annotated_documents_come_out_as_well_as_they_did(shared):
    assert quality.below(quality.groups(quality.annotated(ocr=False), [], []), quality.floors()) == []


def test_invented_documents_come_out_as_well_as_they_did():
    assert quality.below(quality.groups([], [], [], quality.invented()), quality.floors()) == []


@pytest.mark.slow
def test_scans_come_out_as_well_as_they_did(shared):
    assert quality.below(quality.groups(quality.annotated(), [], []), quality.floors()) == []


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.json")
    quality.pin({"reports": {"path": 0.9, "kind": 0.8}})
    return tmp_path / "floors.json"


def test_a_floor_rises_with_the_figure_and_does_not_sink_without_a_reason(pinned):
    refused = quality.pin({"reports": {"path": 0.95, "kind": 0.7}})
    assert quality.floors() == {"reports": {"path": 0.95, "kind": 0.8}}
    assert refused == ["reports: kind is 0.7, its floor 0.8"]


def test_a_floor_sinks_with_a_reason_that_is_kept(pinned):
    assert quality.pin({"reports": {"path": 0.9, "kind": 0.7}}, "kinds are judged by the codebook's new ruling") == []
    assert quality.floors()["reports"]["kind"] == 0.7
    assert json.loads(pinned.read_text())["lowered"] == [
        {"reason": "kinds are judged by the codebook's new ruling", "figures": ["reports: kind is 0.7, its floor 0.8"]}
    ]


def test_a_figure_below_its_floor_is_named():
    pinned = {"wild": {"path": 0.6}, "not measured": {"path": 1}}
    assert quality.below({"wild": {"path": 0.5}}, pinned) == ["wild: path is 0.5, its floor 0.6"]
