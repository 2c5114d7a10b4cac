"""Tables as CSV: UTF-8, commas, one header line; text that a spreadsheet would run gets an apostrophe before it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from extract import model
from extract.exporters import tables
from extract.exporters.cells import inert

NAME = "csv"
HELP = "tables for any program, text never a formula"


def write(documents: Iterable[model.Document], folder: Path) -> list[Path]:
    """One file a table, with `datapackage.json`; raises OSError when they cannot be written."""
    paths = {table.name: folder / f"{table.name}.csv" for table in tables.TABLES}
    with ExitStack() as stack:
        writers = {}
        for table in tables.TABLES:
            file = stack.enter_context(paths[table.name].open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv.writer(file, lineterminator="\n")
            writers[table.name].writerow(table.names)
        for record in documents:
            for table in tables.TABLES:
                writers[table.name].writerows([inert(value) for value in row] for row in table.rows(record))
    dialect = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": {"lineTerminator": "\n"}}
    package = tables.describe([(table, paths[table.name]) for table in tables.TABLES], folder, _NOTE, **dialect)
    return [*paths.values(), package]


_NOTE = "Text that begins like a formula (= + - @) has an apostrophe before it."
