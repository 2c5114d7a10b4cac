"""Tables as Parquet: typed columns for DuckDB, pandas, R and Arrow."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from extract import model
from extract.errors import UsageError
from extract.exporters import tables

NAME = "parquet"
HELP = "typed tables for DuckDB, pandas and R"

GROUP = 100_000  # rows written together


def write(documents: Iterable[model.Document], folder: Path) -> list[Path]:
    """One file a table, with `datapackage.json`; raises UsageError when pyarrow is missing, OSError when files cannot be written."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs the package pyarrow", remedy="pip install 'filrouge[export]'") from None
    paths = {table.name: folder / f"{table.name}.parquet" for table in tables.TABLES}
    with ExitStack() as stack:
        files = [stack.enter_context(_File(table, paths[table.name], pyarrow)) for table in tables.TABLES]
        for record in documents:
            for file in files:
                file.add(record)
    package = tables.describe([(table, paths[table.name]) for table in tables.TABLES], folder, format="parquet", mediatype=_MEDIA_TYPE)
    return [*paths.values(), package]


_MEDIA_TYPE = "application/vnd.apache.parquet"


class _File:
    """One Parquet file that is being written; rows are kept back until a group of them is full."""

    def __init__(self, table: tables.Table, path: Path, pyarrow: Any) -> None:
        types = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
        fields = [
            pyarrow.field(column.name, types[column.type], nullable=column.name not in table.key, metadata={"description": column.meaning})
            for column in table.columns
        ]
        self.table, self.pyarrow = table, pyarrow
        self.rows: list[tables.Row] = []
        self.schema = pyarrow.schema(fields, metadata={"description": table.meaning})
        self.writer = pyarrow.parquet.ParquetWriter(path, self.schema, compression="zstd")

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *problem: object) -> None:
        if self.rows or not any(problem):
            self.flush()
        self.writer.close()

    def add(self, record: model.Document) -> None:
        self.rows += self.table.rows(record)
        if len(self.rows) >= GROUP:
            self.flush()

    def flush(self) -> None:
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.schema)
        arrays = [self.pyarrow.array(values, field.type) for values, field in zip(columns, self.schema, strict=True)]
        self.writer.write_table(self.pyarrow.Table.from_arrays(arrays, schema=self.schema))
        self.rows = []
