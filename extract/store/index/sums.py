"""Counts that are added up when the index is made, so that a timeline reads a few thousand rows instead of all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from extract.store.index import schema


def add_up(connection: sqlite3.Connection, organisations: Iterable[str | None] | None = None) -> None:
    """Fills the table `series` from `tallies` and `documents`: for all organisations, or again for those whose documents changed."""
    connection.execute(schema.TALLIES_OF)
    only = "1"
    if organisations is not None:
        names = sorted({name or "" for name in organisations})
        only = f"coalesce(organisation, '') IN ({', '.join(map(_quoted, names))})"
    connection.execute(f"DELETE FROM series WHERE {only}")
    for unit_kind, unit in (("", "''"), ("team", "coalesce(team, '')"), ("pole", "coalesce(pole, '')")):
        for kind in ("''", "kind"):
            connection.execute(
                f"""INSERT INTO series SELECT '{unit_kind}', coalesce(theme, ''), {kind}, coalesce(organisation, ''), {unit},
                    coalesce(tallies.year, 0), sum(tallies.items), count(DISTINCT document_no), count(DISTINCT team) {COUNTED}
                    WHERE variant_of IS NULL AND {only} GROUP BY 2, 3, 4, 5, 6"""
            )
    connection.execute(
        f"""INSERT INTO series SELECT '', '', '', coalesce(organisation, ''), '', year, 0, count(*), 0 FROM documents
            WHERE variant_of IS NULL AND {SILENT} AND {only} GROUP BY 4, 6
            ON CONFLICT DO UPDATE SET editions = editions + excluded.editions"""
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


COUNTED = "FROM tallies JOIN documents ON documents.no = tallies.document_no"
# an edition of a year that holds no item for that year: it was read, and said nothing
SILENT = """documents.year IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM tallies WHERE document_no = documents.no AND tallies.year = documents.year)"""
