"""Kinds and years of the items of invented reports, from the file to the record; sentences that state a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import pipeline
from extract.segment import prose
from extract.text import plain
from tests.coded import FOLDER, Coded, invented

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> list[tuple[Coded, object]]:
    """Every coded item with the one that was found for it, or None."""
    folder, pairs = tmp_path_factory.mktemp("reports"), []
    for name, text, items in invented(FOLDER / "reports.txt"):
        path = folder / name
        path.write_text(text, "utf-8")
        left = [item for item in pipeline.process(path).document.items if item.form != "prose"]
        for item in items:
            found = next((one for one in left if plain(one.text) == plain(item.text)), None)
            pairs.append((item, found))
            if found:
                left.remove(found)
    return pairs


def test_the_items_of_all_reports_are_found(read):
    assert [item.text for item, found in read if found is None] == []


def test_nineteen_kinds_in_twenty_are_right(read):
    assert sum(found.kind in item.kinds for item, found in read) >= 0.95 * len(read)


def test_nineteen_years_in_twenty_are_right(read):
    assert sum(found.year in item.years for item, found in read) >= 0.95 * len(read)


def test_kinds_that_are_flagged_unsure_are_wrong_more_often(read):
    def wrong(flagged: bool) -> float:
        some = [found.kind not in item.kinds for item, found in read if ("uncertain-kind" in found.flags) == flagged]
        return sum(some) / len(some)

    assert wrong(flagged=True) > 2 * wrong(flagged=False)


def test_plans_in_running_text_are_told_from_what_only_looks_like_them():
    heading, right, wrong, missed = "", 0, 0, 0
    for line in (DATA / "sentences.txt").read_text("utf-8").splitlines():
        sign, _, words = line.partition(" ")
        if sign == "#":
            heading = words
        elif sign in ("+", "-"):
            said = prose.states_plan(words, heading)
            right, wrong, missed = right + (sign == "+" and said), wrong + (sign == "-" and said), missed + (sign == "+" and not said)
    assert right >= 0.95 * (right + wrong)
    assert right >= 0.9 * (right + missed)
