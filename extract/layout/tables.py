"""Tables → rows: each row one block; what heads several rows at once ("Financier", in a merged first cell) a block of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extract import marks
from extract.page import Line, value
from extract.taxonomy import headings
from extract.text import plain

_SPANS = 0.7  # a first column filled in fewer of the rows than this groups them
_MIN_ROWS = 3  # rows that show what a first column is
_LIST = 2  # bullets of a cell that holds a list
_LABEL_WORDS = 8  # of a row group's name
_HEADER_WORDS = 4  # of a column's name


@value
class Row:
    """One row: line indexes by column, in reading order. `label` is what heads the rows from this one on, `note` what explains it."""

    table: int
    row: int
    cells: dict[int, tuple[int, ...]]
    header: bool
    label: tuple[int, ...] = ()
    note: tuple[int, ...] = ()

    @property
    def is_band(self) -> bool:
        """A name across all columns: it holds the rows that stand under it, and the names in the first column."""
        return bool(self.label) and not self.cells

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(sorted(index for members in self.cells.values() for index in members))

    @property
    def parts(self) -> list[tuple[int, ...]]:
        """The lines of the blocks it makes."""
        return [part for part in (self.label, self.note, self.lines) if part]


def rows(lines: Sequence[Line], taken: set[int]) -> list[Row]:
    """The rows of the tables, in reading order; tables that only lay out a page (one column, or cells that hold lists) are none."""
    tables: dict[int, dict[int, dict[int, list[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for index, line in enumerate(lines):
        if line.cell and index not in taken:
            tables[line.cell.table][line.cell.row][line.cell.column].append(index)
    out: list[Row] = []
    for table, by_row in tables.items():
        if max(len(cells) for cells in by_row.values()) >= 2:
            found = _table(lines, table, by_row)
            if _is_sheet(lines, found):
                out += [
                    Row(table, row.row, {}, False, note=row.cells[1])
                    for row in found
                    if 1 in row.cells and not _bullets(lines, row.cells[1])
                ]
            else:
                out += [row for row in found if row.header] if _holds_lists(lines, found) else found
    return out


def _is_sheet(lines: Sequence[Line], found: list[Row]) -> bool:
    """Whether a table describes one thing ("Objectifs" | "Calendrier" | "Pilote", each with its text), some of it in lists."""
    body = [row for row in found if row.cells or row.label]
    pairs = [row for row in body if len(row.cells) > 1]
    if any(row.header for row in found) or any(max(row.cells, default=0) > 1 for row in body) or len(pairs) < len(body) - 1:
        return False
    labelled = all(sum(len(lines[at].text.split()) for at in row.cells.get(0, ())) <= _LABEL_WORDS for row in pairs)
    return labelled and any(_bullets(lines, row.cells[1]) >= _LIST for row in pairs)


def _holds_lists(lines: Sequence[Line], found: list[Row]) -> bool:
    """Whether a table lays out lists ("Hébergement" | "- Trouver … - Rencontrer …"): most rows have a cell of several bullets."""
    body = [row for row in found if not row.header and row.cells]
    lists = [row for row in body if any(_bullets(lines, cell) >= _LIST for cell in row.cells.values())]
    return len(lists) > len(body) / 2


def _bullets(lines: Sequence[Line], cell: tuple[int, ...]) -> int:
    found = [marks.find(lines[index].text) for index in cell]
    return sum(lines[index].mark is not None or bool(mark and mark.is_bullet) for index, mark in zip(cell, found, strict=True))


def _table(lines: Sequence[Line], table: int, by_row: dict[int, dict[int, list[int]]]) -> list[Row]:
    order = sorted(by_row)
    header = _header(lines, by_row, order)
    body = [row for row in order if row not in header]
    groups = _first_column_groups(by_row, [row for row in body if len(by_row[row]) > 1 or 0 not in by_row[row]])
    out = []
    for row in order:
        cells = {column: tuple(members) for column, members in sorted(by_row[row].items())}
        label: tuple[int, ...] = ()
        note: tuple[int, ...] = ()
        if groups and row not in header and 0 in cells:
            label, note = _label(lines, cells.pop(0))
        elif row not in header and len(cells) == 1 and 0 in cells and (header or len(body) >= _MIN_ROWS) and _is_band(lines, cells[0]):
            label, cells = cells[0], {}
        out.append(Row(table, row, cells, row in header, label, note))
    return out


def _header(lines: Sequence[Line], by_row: dict[int, dict[int, list[int]]], order: list[int]) -> set[int]:
    """Rows that name the columns: those the format says, else a first row set apart in bold or capitals, and its repetitions."""
    said = {row for row in order if any(_is_header(lines[index]) for members in by_row[row].values() for index in members)}
    if not said and len(order) > 1:
        first = by_row[order[0]]
        set_apart = len(first) > 1 and _stands_out(lines, first) and not _stands_out(lines, by_row[order[1]])
        if set_apart or _names_columns(_words(lines, first)):
            said = {order[0]}
    words = {_words(lines, by_row[row]) for row in said}
    return said | {row for row in order if _words(lines, by_row[row]) in words}


def _is_header(line: Line) -> bool:
    return line.cell is not None and line.cell.header


def _stands_out(lines: Sequence[Line], cells: dict[int, list[int]]) -> bool:
    members = [index for column in cells.values() for index in column]
    return all(lines[index].style.bold or lines[index].text.isupper() for index in members)


def _names_columns(cells: tuple[str, ...]) -> bool:
    """Whether the words say so: "Action | Échéance | Pilote", one of them that of a column of measures."""
    known = headings.words("tables")
    if len(cells) < 2 or any(len(cell.split()) > _HEADER_WORDS for cell in cells):
        return False
    measures = [cell for cell in cells if headings.opens_with(cell, known["measures"] | known["aims"] | known["occasions"])]
    about = [cell for cell in cells if headings.opens_with(cell, known["about"]) or plain(cell).strip(" .") in known["about"]]
    return bool(measures) and len(measures) + len(about) > len(cells) / 2 and bool(about)


def _words(lines: Sequence[Line], cells: dict[int, list[int]]) -> tuple[str, ...]:
    return tuple(" ".join(lines[index].text for index in cells[column]) for column in sorted(cells))


def _first_column_groups(by_row: dict[int, dict[int, list[int]]], body: list[int]) -> bool:
    """Whether the first column names groups of rows: filled here and there, while the second is filled throughout."""
    if len(body) < _MIN_ROWS or max(len(by_row[row]) for row in body) < 2:
        return False
    first = sum(0 in by_row[row] for row in body)
    second = sum(1 in by_row[row] for row in body)
    return 0 in by_row[body[0]] and first < _SPANS * len(body) and second >= 0.9 * len(body)


def _label(lines: Sequence[Line], members: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(the group's name, what explains it): the lines set in bold, else the first line when it is short."""
    bold = 0
    while bold < len(members) and lines[members[bold]].style.bold:
        bold += 1
    if not bold:
        short = sum(len(lines[index].text.split()) for index in members) <= _LABEL_WORDS
        bold = len(members) if short else 1
    return members[:bold], members[bold:]


def _is_band(lines: Sequence[Line], members: tuple[int, ...]) -> bool:
    """A row of one cell that names what follows: set apart, or short."""
    return all(lines[index].style.bold or lines[index].boxed or lines[index].text.isupper() for index in members)
