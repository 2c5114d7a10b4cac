"""An index to ask, fresh: one that is older than the records is made again first."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from extract.errors import OutputError, UsageError
from extract.store import records
from extract.store.index import schema
from extract.store.index.build import rebuild, stale
from extract.store.index.words import norms
from extract.text import fold

Names = Callable[[], Iterable[str]]
Values = Sequence[Any] | dict[str, Any]  # of a question's marks
FIELDS = ("theme", "action", "kind", "organisation", "team", "pole", "section", "flag")  # what `names` knows
_FREE = ("organisation", "team", "pole", "section")  # named by the reports, not by us: a part of the name is enough


def open_index(out: str | Path, tell: Callable[[str], None] = lambda message: None) -> Index:
    """The index of the output folder `out`. When it is missing or older than the records, says why through `tell` and rebuilds it.

    Raises `UsageError` when `out` holds no records, `OutputError` when the index must be made and cannot be written.
    """
    out = Path(out)
    why = stale(out)
    if why:
        records.demand(out)
        tell(f"making the search index ({why})")
        try:
            rebuild(out)
        except OutputError as error:  # records on a read-only medium: another --out would hold none
            remedy = error.remedy if "space" in error.remedy else "Copy the folder to where you may write, and ask there"
            raise OutputError(error.message, remedy=remedy) from None
    index = Index(schema.read(out / schema.FILE))
    for name, message in index.unreadable():
        tell(f"documents/{name}.json was left out ({message}); run `filrouge ingest --refresh`")
    return index


class Index:
    """An open index: `search` and `timeline` ask it. Closes as a context manager."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *problem: object) -> None:
        self.connection.close()

    def rows(self, question: str, values: Values = ()) -> list[sqlite3.Row]:
        return self.connection.execute(question, values).fetchall()

    def value(self, question: str, values: Values = ()) -> Any:
        """The first value of the first row of the answer."""
        return self.connection.execute(question, values).fetchone()[0]

    def unreadable(self) -> list[tuple[str, str]]:
        """(document id, what is wrong) of the records that could not be understood."""
        return [tuple(row) for row in self.rows("SELECT id, message FROM unreadable ORDER BY id")]

    def names(self, field: str) -> list[str]:
        """Every name that occurs for `field` (one of `FIELDS`), in alphabetical order."""
        found = self.rows(_DISTINCT, {"field": field})
        return sorted((row[0] for row in found), key=lambda name: fold(name).text)

    def named(self, field: str, said: str, also: Names = tuple) -> list[str]:
        """The names for `field` that a person may mean by `said`: the same but for case and accents, else those that hold its words.

        `also` gives names that are right although nothing carries them. Raises `UsageError` with the nearest names when none fits.
        """
        known, wanted = self.names(field), norms(said)
        found = [name for name in known if _plain(name) == _plain(said)]
        if found:
            return found
        found = [name for name in known if f" {wanted} " in f" {norms(name)} "] if field in _FREE and wanted else []
        more = [] if found else also()
        found = found or [name for name in more if _plain(name) == _plain(said)]
        if not found:
            raise UsageError(f"Unknown {field}: {said!r}", remedy=_suggestion(field, said, [*dict.fromkeys([*known, *more])]))
        return found

    def document_ids(self, variants: bool = False) -> list[str]:
        """The ids of all documents in order of year, organisation and path; a report in another format or scan only with `variants`."""
        return [row[0] for row in self.rows(f"SELECT id FROM documents WHERE {'1' if variants else 'variant_of IS NULL'} ORDER BY no")]

    def documents(self, said: str) -> list[str]:
        """The ids of the documents a person may mean by `said`: an id or its beginning, a source path or its end.

        Raises `UsageError` with the nearest paths when none fits.
        """
        known = [(row["id"], row["path"]) for row in self.rows("SELECT id, path FROM documents ORDER BY no")]
        found = [identity for identity, path in known if said in (identity, path)]
        found = found or [
            identity for identity, path in known if path.endswith(f"/{said}") or (len(said) >= 4 and identity.startswith(said))
        ]
        if not found:
            raise UsageError(f"Unknown document: {said!r}", remedy=_suggestion("document", said, [path for _, path in known]))
        return found


# `SELECT DISTINCT name FROM names WHERE field = …`, jumping from one name to the next instead of walking all documents
_DISTINCT = """WITH RECURSIVE each(name) AS (
    SELECT min(name) FROM names WHERE field = :field
    UNION ALL SELECT (SELECT min(name) FROM names WHERE field = :field AND name > each.name) FROM each WHERE name IS NOT NULL)
  SELECT name FROM each WHERE name IS NOT NULL"""


def _plain(name: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in fold(name).text).split())


def _suggestion(field: str, said: str, known: list[str]) -> str:
    if not known:
        return f"No document here names a {field}"
    plain = {_plain(name): name for name in reversed(known)}
    words = {word: name for key, name in plain.items() for word in key.split() if len(word) > 3}
    close = difflib.get_close_matches(_plain(said), [*plain, *words], 3, 0.6)
    near = [*dict.fromkeys(plain.get(key) or words[key] for key in close)]
    if near:
        return f"Did you mean {' or '.join(map(repr, near))}?"
    some = ", ".join(map(repr, known[:12]))
    return f"Here are {'some of ' if len(known) > 12 else ''}those there are: {some}"
