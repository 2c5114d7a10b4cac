"""Tables as one workbook, a sheet each; every text is stored as text, whatever it begins with."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract import model
from extract.errors import UsageError
from extract.exporters import tables

NAME = "xlsx"
HELP = "one workbook for people, a sheet a table"

MOST_ROWS = 1_048_576  # of a sheet, by the format
LONGEST = 32_767  # characters of a cell, by the format
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(documents: Iterable[model.Document], folder: Path) -> list[Path]:
    """`filrouge.xlsx`, whose first sheet explains the columns; raises UsageError when openpyxl is missing or a sheet has too many rows."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise UsageError("A workbook needs the package openpyxl", remedy="pip install 'filrouge[export]'") from None
    path = folder / "filrouge.xlsx"
    book = Workbook(write_only=True)
    _explain(book.create_sheet("about"))
    sheets = {table.name: _sheet(book, table) for table in tables.TABLES}
    counts = dict.fromkeys(sheets, 1)
    for record in documents:
        for table in tables.TABLES:
            for row in table.rows(record):
                counts[table.name] += 1
                if counts[table.name] > MOST_ROWS:
                    raise UsageError(f"The sheet {table.name} cannot hold so many rows", remedy="Export csv or parquet")
                sheets[table.name].append([_cell(sheets[table.name], value) for value in row])
    for table in tables.TABLES:
        sheets[table.name].auto_filter.ref = f"A1:{_letters(len(table.columns))}{counts[table.name]}"
    book.save(path)
    _steady(path)
    return [path]


def _explain(sheet: Any) -> None:
    _columns(sheet, (14, 20, 90))
    for row in (("table", "column", "what it says"), *((t.name, c.name, c.meaning) for t in tables.TABLES for c in t.columns)):
        sheet.append([_cell(sheet, value) for value in row])


def _sheet(book: Any, table: tables.Table) -> Any:
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    _columns(sheet, [60 if column.name in ("text", "headings", "title") else 16 for column in table.columns])
    sheet.append([_cell(sheet, name, bold=True) for name in table.names])
    return sheet


def _columns(sheet: Any, widths: Iterable[int]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[_letters(number)].width = width


def _letters(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(number)


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    """A cell; text is stored as text ("=1+1" stays those four characters), without what XML cannot hold, cut at what a cell can."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub("\ufffd", value)
    cell = WriteOnlyCell(sheet, text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _steady(path: Path) -> None:
    """Takes the clock out of a workbook: the same tables give the same bytes."""
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as new:
        for member in sorted(old.namelist()):
            data = old.read(member)
            if member == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    partial.replace(path)
