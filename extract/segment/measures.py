"""Tables of measures: which column holds them, what the other columns say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract import marks
from extract.page import Block, Passage, Transcript
from extract.taxonomy import headings

_MIN_COUNTED = 3  # rows whose numbers count on
_NUMBER = re.compile(r"[ .°]*(\d{1,3})[ .°]*")  # "3", "3.", "3°"
_WORDS = 3  # a measure has so many on average
_WORDIER = 1.5  # times the words of any other column


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in a row: its words, the printed number, and (header, words) of the other cells."""

    text: Passage
    number: str | None
    columns: tuple[tuple[str, Passage], ...]


def find(blocks: Sequence[Block], transcript: Transcript) -> dict[int, list[Measure]]:
    """{block index: its measures} of the rows of tables of measures; rows of other tables are not in it."""
    out: dict[int, list[Measure]] = {}
    last: int | None = None  # the block that named the columns of the table before
    for members in _tables(blocks, transcript):
        header = next((at for at in members if blocks[at].role == "table-header"), None)
        rows = [at for at in members if blocks[at].role != "table-header"]
        if header is None and last is not None and _goes_on(blocks, last, rows):
            header = last
        last = header
        names = [cell.text for cell in blocks[header].cells] if header is not None else []
        column, number = _columns(names, [blocks[at] for at in rows])
        if column is None:
            continue
        for at in rows:
            found = _measures(blocks[at], names, column, number)
            if found:
                out[at] = found
    return out


def _goes_on(blocks: Sequence[Block], header: int, rows: Sequence[int]) -> bool:
    """Whether a table without names is the next page's part of the one whose columns `header` names: as wide, and nothing between."""
    between = blocks[header + 1 : rows[0]] if rows else ()
    apart = any(block.kind not in ("aside", "table") and block.role not in ("band", "row-heading", "row-note") for block in between)
    wide = max((len(blocks[at].cells) for at in rows), default=0)
    return bool(rows) and not apart and blocks[rows[0]].page > blocks[header].page and wide == len(blocks[header].cells)


def _tables(blocks: Sequence[Block], transcript: Transcript) -> list[list[int]]:
    tables: dict[int, list[int]] = {}
    for at, block in enumerate(blocks):
        if block.kind == "table":
            cell = transcript.lines[block.lines[0]].cell
            tables.setdefault(cell.table if cell else -1, []).append(at)
    return list(tables.values())


def _columns(names: Sequence[str], rows: Sequence[Block]) -> tuple[int | None, int | None]:
    """(column of the measures, column of their numbers)."""
    known = headings.words("tables")
    number = _number_column(rows)
    worded = [at for at in range(len(names)) if at != number and not _counts(rows, at)]  # "Actions" may say how many
    for wanted in (known["measures"], known["aims"]):
        column = next((at for at in worded if headings.opens_with(names[at], wanted)), None)
        if column is not None:
            return column, number if number is not None and number < column else None
    about = sum(headings.opens_with(name, known["about"]) for name in names)
    column = next((at for at in worded if about and headings.opens_with(names[at], known["occasions"])), None)
    if column is not None:
        return column, number if number is not None and number < column else None
    others = [column for column in range(max((len(row.cells) for row in rows), default=0)) if column != number]
    if not names and number == 0 and others:
        wordy = sorted(others, key=lambda column: (-_mean_words(rows, column), column))
        widest, rest = _mean_words(rows, wordy[0]), max((_mean_words(rows, column) for column in wordy[1:]), default=0.0)
        if widest >= _WORDS and widest > _WORDIER * rest:
            return wordy[0], number
    return None, None


def _counts(rows: Sequence[Block], column: int) -> bool:
    """Whether most cells of a column hold no word."""
    texts = [row.cells[column].text for row in rows if len(row.cells) > column and row.cells[column].text]
    return 2 * sum(not any(map(str.isalpha, text)) for text in texts) > len(texts)


def _number_column(rows: Sequence[Block]) -> int | None:
    """A first column whose numbers count on from row to row."""
    firsts = [_NUMBER.fullmatch(row.cells[0].text) if row.cells else None for row in rows]
    values = [int(first[1]) if first else None for first in firsts]
    counted = sum(a is not None and b is not None and b == a + 1 for a, b in pairwise(values))
    return 0 if counted >= min(_MIN_COUNTED, max(1, len(rows) - 1)) and len(rows) > 1 else None


def _mean_words(rows: Sequence[Block], column: int) -> float:
    texts = [row.cells[column].text for row in rows if len(row.cells) > column]
    return sum(len(text.split()) for text in texts) / len(texts) if texts else 0.0


def _measures(row: Block, names: Sequence[str], column: int, number: int | None) -> list[Measure]:
    if len(row.cells) <= column or not row.cells[column].text:
        return []
    others = tuple(
        (names[at] if at < len(names) else "", cell) for at, cell in enumerate(row.cells) if at not in (column, number) and cell.text
    )
    printed = row.cells[number].text if number is not None and row.cells[number].text else None
    return [Measure(text, printed, others) for text in _points(row.cells[column])]


def _points(cell: Passage) -> list[Passage]:
    """The cell's points without their marks: several bullets in one cell are several measures."""
    starts = [begin for begin, _, _ in cell.pieces if (mark := marks.find(cell.text[begin:])) and mark.is_bullet and not mark.is_dash]
    if len(starts) < 2 or starts[0] != 0:
        starts = [0]
    out = []
    for start, end in zip(starts, [*starts[1:], len(cell.text)], strict=True):
        mark = marks.find(cell.text[start:end])
        out.append(cell.part(start + (mark.end if mark and mark.is_bullet else 0), len(cell.text[:end].rstrip())))
    return [point for point in out if point.text]
