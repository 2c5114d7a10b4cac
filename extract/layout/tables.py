"""Rows of tables → blocks with cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.page import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One row: line indexes by column, in reading order."""

    table: int
    row: int
    cells: dict[int, tuple[int, ...]]
    header: bool

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted(index for members in self.cells.values() for index in members))


def rows(lines: Sequence[Line], taken: set[int]) -> list[Row]:
    """The rows of the document's tables, in reading order; tables that only lay out a page (one column) are none."""
    tables: dict[int, dict[int, dict[int, list[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    header: set[tuple[int, int]] = set()
    for index, line in enumerate(lines):
        if line.cell and index not in taken:
            tables[line.cell.table][line.cell.row][line.cell.column].append(index)
            if line.cell.header:
                header.add((line.cell.table, line.cell.row))
    out = []
    for table, by_row in tables.items():
        if max(len(cells) for cells in by_row.values()) < 2:
            continue
        out += [
            Row(table, row, {column: tuple(members) for column, members in sorted(cells.items())}, (table, row) in header)
            for row, cells in sorted(by_row.items())
        ]
    return out
