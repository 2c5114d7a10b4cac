"""What was measured is drawn and told as it was."""

from __future__ import annotations

import xml.etree.ElementTree as tree

import pytest

from tests.benchmarks import page
from tests.benchmarks.chart import Panel, slope, svg
from tests.benchmarks.kit import Figure

LINEAR = ((1, 2.0), (10, 20.0), (100, 200.0))


def test_ten_times_the_size_for_ten_times_the_cost_is_a_slope_of_one():
    assert slope(LINEAR) == pytest.approx(1) and slope(((10, 1.0), (100, 100.0))) == pytest.approx(2)


def test_a_drawing_has_a_point_for_each_size_and_escapes_its_words():
    root = tree.fromstring(svg([Panel("A & B", "pages", "CPU s", LINEAR), Panel("C", "files", "CPU s", LINEAR)]))
    assert len(root.findall(".//{*}circle")) == 6
    assert "A & B" in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_line_that_grows_as_size_grows_lies_on_the_dashed_one():
    root = tree.fromstring(svg([Panel("A", "pages", "CPU s", LINEAR)]))
    dashed = next(path.get("d") for path in root.iter("{http://www.w3.org/2000/svg}path") if path.get("class") == "l")
    drawn = [path.get("d") for path in root.iter("{http://www.w3.org/2000/svg}path")][-1]
    assert drawn.split("L")[-1] == dashed.split("L")[-1]


@pytest.mark.parametrize(
    "figure, told",
    [
        (Figure("walk", 3.5, spread=0.2, against="bare", target="≤ 3"), "| walk | 3.5 × | 0.2 | bare | ≤ 3 | **missed** |"),
        (Figure("walk", 2.5, spread=0.2, against="bare", target="≤ 3"), "| walk | 2.5 × | 0.2 | bare | ≤ 3 | met |"),
        (Figure("peer", None, "not installed", against="walk"), "| peer | not installed |  | walk |  |  |"),
        (Figure("rate", 12345.6, "items"), "| rate | 12,346 items | 0 |  |  |  |"),
    ],
)
def test_a_figure_says_whether_its_promise_was_kept(figure, told):
    fields = ("name", "value", "unit", "spread", "against", "target", "met")
    assert page.table([{field: getattr(figure, field) for field in fields}]).splitlines()[-1] == told
