"""What many shards together would be asked with: Parquet files of published records, and DuckDB over them."""

from __future__ import annotations

import time

from tests.benchmarks.bench_index import ITEMS_EACH, corpus, middle, times
from tests.benchmarks.kit import Figure, Kit

TITLE = "Parquet and DuckDB"
ITEMS = 200_000
_BY_YEAR = """SELECT theme, year, count(*) FROM '{folder}/themes.parquet' JOIN '{folder}/items.parquet' USING (document_id, item_id)
    GROUP BY ALL ORDER BY ALL"""


def run(kit: Kit) -> list[Figure]:
    import duckdb

    from extract.exporters import parquet

    items = 2_000 if kit.quick else ITEMS
    start = time.process_time()
    made = sum(1 for _ in corpus(items))
    making = time.process_time() - start
    start = time.process_time()
    parquet.write(corpus(items), kit.scratch)
    spent = time.process_time() - start - making
    size = sum(path.stat().st_size for path in kit.scratch.glob("*.parquet"))
    with duckdb.connect() as connection:
        taken = times(lambda _: connection.execute(_BY_YEAR.format(folder=kit.scratch)).fetchall(), range(max(3, kit.repeat)))
    kit.notes.append(f"{made * ITEMS_EACH:,} made-up items.")
    return [
        Figure("items written as Parquet", round(items / max(spent, 1e-3)), "items/CPU s"),
        Figure("Parquet, all tables", round(size / items), "bytes/item"),
        Figure("DuckDB, themes by year", middle(taken, 0.5), "ms"),
    ]
