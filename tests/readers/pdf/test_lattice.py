"""Cells of ruled tables: pdfplumber, which works the same way at length, is asked what is right."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber import table as plumber

from extract.readers.pdf import lattice
from extract.readers.pdf.lattice import Stroke

NEAR = 2.5


def grid(columns: int, rows: int) -> tuple[list[Stroke], list[Stroke]]:
    level = [Stroke(20.0 * row, 0.0, 50.0 * columns) for row in range(rows + 1)]
    upright = [Stroke(50.0 * column, 0.0, 20.0 * rows) for column in range(columns + 1)]
    return level, upright


def test_a_grid_has_a_cell_between_each_pair_of_its_rules():
    found = lattice.cells(*grid(3, 2), NEAR)
    assert found[:2] == [(0.0, 0.0, 50.0, 20.0), (0.0, 20.0, 50.0, 40.0)]
    assert len(found) == 6


def test_a_rule_drawn_in_parts_and_a_little_off_is_one_rule():
    level, upright = grid(2, 1)
    pieces = [Stroke(at + 1.0 * (start > 0), start, start + 50.0) for at, _, end in level for start in (0.0, 50.0)]
    assert len(lattice.cells(pieces, upright, NEAR)) == 2


def test_a_cell_over_two_columns_is_one_cell():
    level, upright = grid(2, 2)
    upright[1] = Stroke(50.0, 20.0, 40.0)
    assert (0.0, 0.0, 100.0, 20.0) in lattice.cells(level, upright, NEAR)


def test_two_tables_on_a_page_are_two_groups_and_a_lone_box_is_none():
    level, upright = grid(2, 2)
    level += [Stroke(at + 200.0, start, end) for at, start, end in level]
    upright += [Stroke(at, start + 200.0, end + 200.0) for at, start, end in upright]
    level += [Stroke(500.0, 0.0, 50.0), Stroke(520.0, 0.0, 50.0)]
    upright += [Stroke(0.0, 500.0, 520.0), Stroke(50.0, 500.0, 520.0)]
    assert [len(group) for group in lattice.groups(lattice.cells(level, upright, NEAR))] == [4, 4]


def test_a_page_full_of_squared_paper_takes_no_longer_than_its_squares():
    start = time.process_time()
    found = lattice.cells(*grid(150, 150), NEAR)
    assert len(lattice.groups(found)[0]) == 150 * 150
    assert time.process_time() - start < 5


# Two strokes on a line at most, a point apart: so that their middle is the same number however it is reckoned.
lines = st.dictionaries(
    st.integers(0, 6),
    st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(20, 70)), min_size=1, max_size=2),
    min_size=3,
    max_size=7,
)


def strokes(drawn: dict[int, list[tuple[bool, int, int]]]) -> list[Stroke]:
    return [Stroke(10.0 * line + off, float(start), float(start + length)) for line, parts in drawn.items() for off, start, length in parts]


def plumbed(level: list[Stroke], upright: list[Stroke]) -> tuple[list, list]:
    """(cells, groups of cells) as pdfplumber finds them."""
    edges = [_edge("h", start, at, end, at) for at, start, end in level] + [_edge("v", at, start, at, end) for at, start, end in upright]
    edges = plumber.merge_edges(edges, NEAR, NEAR, NEAR, NEAR)
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(edges, NEAR, NEAR))
    return cells, plumber.cells_to_tables(cells)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict:
    return {"orientation": orientation, "x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top}


@settings(max_examples=60, deadline=None)
@given(lines, lines)
def test_cells_and_tables_are_those_that_pdfplumber_finds(level: dict, upright: dict):
    level, upright = strokes(level), strokes(upright)
    cells, tables = plumbed(level, upright)
    found = lattice.cells(level, upright, NEAR)
    assert sorted(found) == sorted(cells)
    assert sorted(map(sorted, lattice.groups(found))) == sorted(map(sorted, tables))
