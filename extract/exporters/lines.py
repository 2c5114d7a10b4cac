"""Tables as JSON lines: one object a row, every column there, null where a document does not say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from extract import model
from extract.exporters import tables

NAME = "jsonl"
HELP = "tables as one JSON object a line"


def write(documents: Iterable[model.Document], folder: Path) -> list[Path]:
    """One file a table, with `datapackage.json`; raises OSError when they cannot be written."""
    paths = {table.name: folder / f"{table.name}.jsonl" for table in tables.TABLES}
    with ExitStack() as stack:
        files = {name: stack.enter_context(path.open("w", encoding="utf-8", newline="")) for name, path in paths.items()}
        for record in documents:
            for table in tables.TABLES:
                for row in table.rows(record):
                    files[table.name].write(json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) + "\n")
    dialect = {"format": "jsonl", "mediatype": "application/jsonl", "encoding": "utf-8"}
    package = tables.describe([(table, paths[table.name]) for table in tables.TABLES], folder, **dialect)
    return [*paths.values(), package]
