"""Records and ledger → index: all of it, the changed part, or all but a document that must be forgotten."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from extract import model
from extract.errors import OutputError
from extract.store import durable, ledger, records
from extract.store.index import rows, schema, sums
from extract.text import fold

_HEAD = 1 << 14  # characters: what a record says of its document comes first, and is short
_MANY = 0.2  # of all documents: when more changed, the whole index is made again sooner than each finds its place in it
SMALL = 50_000  # items; up to here any change makes the whole index again (some seconds), so that equal records give equal bytes


Tables = dict[str, list[rows.Row]]
Order = tuple[bool, int, str, str, str]  # of documents: those without a year last, then by year, organisation, path, id
Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]  # what `map` does, perhaps on several processors


def rebuild(out: Path, spread: Spread = map) -> Path:
    """The path of the index of `out`, made again from `documents/*.json` and `ledger.jsonl`. Equal files give an equal index.

    The old index stays in place until the new one is complete. Raises `UsageError` when `out` holds no records, `OutputError` when it
    cannot be written. A record that cannot be understood is left out and listed in the table `unreadable`.
    """
    out = Path(out)
    sizes = _sizes(out)
    variants = _variants(ledger.read(out), sizes)
    order = sorted(sizes, key=lambda identity: _place(out, identity))
    wanted = [Place(identity, number * schema.ROOM, sizes[identity], variants.get(identity)) for number, identity in enumerate(order, 1)]
    with replacing(out / schema.FILE) as connection:
        for tables in spread(partial(_rows, out), wanted):
            _add(connection, tables)
        sums.add_up(connection)
        _note(connection, ledger.read(out), out)
    return out / schema.FILE


def update(out: Path, changed: Iterable[str], removed: Iterable[str] = (), *, small: int = SMALL, spread: Spread = map) -> Path:
    """The path of the index of `out` after the documents `changed` were written and those `removed` were taken away (document ids).

    An index with no more than `small` items, or one that is missing or of another version, is rebuilt as a whole; where only the ledger
    changed, only what the index holds of the ledger is written again.
    """
    out = Path(out)
    path = out / schema.FILE
    changed, removed = list(changed), list(removed)
    items = _items(path)
    if items < 0 or (items <= small and (changed or removed)):
        return rebuild(out, spread)
    sizes = _sizes(out)
    if len(changed) > _MANY * len(sizes):
        return rebuild(out, spread)
    variants = _variants(ledger.read(out), sizes)
    if items <= small and not _tells(path, sizes, variants):
        return rebuild(out, spread)
    crowded = False
    with _changing(path) as connection:
        before = {row[0]: row[1] for row in connection.execute("SELECT id, variant_of FROM documents")}
        turned = {identity for identity in before if identity in sizes and before[identity] != variants.get(identity)}
        fresh = {*changed, *turned, *(sizes.keys() - before.keys())} & sizes.keys()
        gone = sorted({*removed, *fresh, *(before.keys() - sizes.keys())})
        touched = _organisations(connection, gone)
        for identity in gone:
            _delete(connection, identity)
        known = connection.execute("SELECT no, year, organisation, path, id FROM documents ORDER BY no")
        placed = [(_order(*row[1:]), row[0]) for row in known]
        for place, identity in sorted((_place(out, identity), identity) for identity in fresh):
            number = _number(placed, place)
            if number is None:
                crowded = True
                break
            _add(connection, _rows(out, Place(identity, number, sizes[identity], variants.get(identity))))
        sums.add_up(connection, touched | _organisations(connection, fresh))
        _note(connection, ledger.read(out), out)
    return rebuild(out, spread) if crowded else path


def _tells(path: Path, sizes: dict[str, int], variants: dict[str, str]) -> bool:
    """Does the index tell of just these records, of these sizes and kinship?"""
    with closing(schema.read(path)) as connection:
        known = connection.execute("SELECT id, record_bytes, variant_of FROM documents UNION SELECT id, record_bytes, NULL FROM unreadable")
        told = {identity: (size, report) for identity, size, report in known}
    return told == {identity: (size, variants.get(identity)) for identity, size in sizes.items()}


def forget(out: Path, document_id: str) -> None:
    """Takes a document out of the index so that none of its words stay in the file. The record itself is for the caller to remove."""
    path = Path(out) / schema.FILE
    if _items(path) < 0:  # no index, or one of another version: it goes as a whole
        path.unlink(missing_ok=True)
        return
    with _changing(path) as connection:
        touched = _organisations(connection, [document_id])
        _delete(connection, document_id)
        sums.add_up(connection, touched)
        connection.execute("DELETE FROM ledger WHERE document_id = ?", (document_id,))
        connection.execute("INSERT INTO items_fts(items_fts) VALUES ('optimize')")  # merges away the words of deleted rows
    with closing(schema.write(path)) as connection:
        connection.execute("VACUUM")


def stale(out: Path) -> str | None:
    """Why the index of `out` no longer tells what the records tell; None while it does.

    It compares names, sizes and times of change, and opens no record.
    """
    path = Path(out) / schema.FILE
    if not path.exists():
        return "there is no index yet"
    try:
        with closing(schema.read(path)) as connection:
            if schema.version(connection) != schema.VERSION:
                return "the index was made by another version"
            known = dict(
                connection.execute("SELECT id, record_bytes FROM documents UNION SELECT id, record_bytes FROM unreadable").fetchall()
            )
            ledger_bytes = connection.execute("SELECT value FROM meta WHERE key = 'ledger_bytes'").fetchone()[0]
    except (sqlite3.DatabaseError, TypeError):
        return "the index is damaged"
    return _difference(Path(out), known, ledger_bytes, path.stat().st_mtime_ns)


def _difference(out: Path, known: dict[str, int], ledger_bytes: int, made: int) -> str | None:
    if not (out / "documents").is_dir():
        return None  # the index was handed on without its records
    seen, newest = {}, 0
    for entry in os.scandir(out / "documents"):
        if entry.name.endswith(".json"):
            status = entry.stat()
            seen[entry.name[:-5]] = status.st_size
            newest = max(newest, status.st_mtime_ns)
    if seen.keys() != known.keys():
        return f"{len(seen.keys() ^ known.keys())} record(s) came or went since"
    if seen != known or newest > made:
        return "records changed since"
    return "the ledger changed since" if _bytes(out / "ledger.jsonl") != ledger_bytes else None


def _sizes(out: Path) -> dict[str, int]:
    """Document id → bytes of its record, for every record of `out`."""
    records.demand(out)
    return {identity: _bytes(records.document_path(out, identity)) for identity in records.ids(out)}


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _variants(lines: Iterable[dict[str, Any]], sizes: dict[str, int]) -> dict[str, str]:
    """Document → the one it is a variant of, where both have records."""
    pairs = ((entry.get("document_id"), entry.get("variant_of")) for entry in lines)
    return {mine: other for mine, other in pairs if mine in sizes and other in sizes and mine != other}


def _place(out: Path, identity: str) -> Order:
    """Where a document stands in the order of all: by year, organisation, path. Reads the head of its record only."""
    try:
        with records.document_path(out, identity).open(encoding="utf-8", errors="replace") as file:
            text = file.read(_HEAD)
            if len(text) == _HEAD and '"outline"' not in text:
                text += file.read()
        about, _ = json.JSONDecoder().raw_decode(text, text.index("{", text.index('"document"')))
        return _order(about["year"], about["organisation"], about["source"]["path"], identity)
    except (ValueError, KeyError, TypeError):
        return _order(None, None, "", identity)


def _order(year: int | None, organisation: str | None, path: str, identity: str) -> Order:
    return year is None, year or 0, fold(organisation or "\uffff").text, path, identity


def _number(placed: list[tuple[Order, int]], place: Order) -> int | None:
    """A free number at that place in the order, which it takes in `placed`; None when its neighbours leave no room."""
    at = bisect_left(placed, (place, 0))
    before = placed[at - 1][1] if at else 0
    number = before + schema.ROOM if at == len(placed) else (before + placed[at][1]) // 2
    if at < len(placed) and not before < number < placed[at][1]:
        return None
    placed.insert(at, (place, number))
    return number


@dataclass(frozen=True, slots=True)
class Place:
    """A document to index: its number, the bytes of its record, the report it is a form of."""

    identity: str
    number: int
    size: int
    variant_of: str | None


def _rows(out: Path, place: Place) -> Tables:
    """The rows of one record in every table; of a record that cannot be understood, the one row that says so."""
    try:
        record = records.load(out, place.identity)
        if record.document.id != place.identity:
            raise OutputError(f"It is the record of {record.document.id}")
        if len(record.items) >= 1 << schema.POSITION_BITS:
            raise OutputError(f"It has {len(record.items)} items, more than the index can number")
    except OutputError as error:
        return {"unreadable": [(place.identity, place.size, error.message)]}
    return rows.of(record, place.number, place.size, place.variant_of)


def add(connection: sqlite3.Connection, record: model.Document, number: int, size: int, variant_of: str | None = None) -> None:
    """Writes one record's rows, as the document numbered `number`."""
    _add(connection, rows.of(record, number, size, variant_of))


def _add(connection: sqlite3.Connection, tables: Tables) -> None:
    for table, values in tables.items():
        if values:
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)


def _delete(connection: sqlite3.Connection, identity: str) -> None:
    connection.execute("DELETE FROM unreadable WHERE id = ?", (identity,))
    found = connection.execute("SELECT no FROM documents WHERE id = ?", (identity,)).fetchone()
    if found is None:
        return
    first, last = rows.span(found[0])
    connection.execute("DELETE FROM items_fts WHERE rowid BETWEEN ? AND ?", (first, last))
    for table in ("themes", "actions", "evidence"):
        connection.execute(f"DELETE FROM {table} WHERE item_no BETWEEN ? AND ?", (first, last))
    connection.execute("DELETE FROM items WHERE no BETWEEN ? AND ?", (first, last))
    for table in ("sections", "tallies", "names", "corrections"):
        connection.execute(f"DELETE FROM {table} WHERE document_no = ?", found)
    connection.execute("DELETE FROM documents WHERE no = ?", found)


def _organisations(connection: sqlite3.Connection, identities: Iterable[str]) -> set[str | None]:
    known = dict(connection.execute("SELECT id, organisation FROM documents").fetchall())
    return {known[identity] for identity in identities if identity in known}


def _note(connection: sqlite3.Connection, lines: Iterable[dict[str, Any]], out: Path) -> None:
    """Writes what is not a document's own: the ledger, and what staleness is told by."""
    connection.execute("DELETE FROM ledger")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(ledger)")]
    connection.executemany(
        f"INSERT INTO ledger VALUES ({', '.join('?' * len(columns))})", ([_plain(line.get(column)) for column in columns] for line in lines)
    )
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('ledger_bytes', ?)", (_bytes(out / "ledger.jsonl"),))


def _plain(value: Any) -> Any:
    """`value` without the halves of characters that names of files may hold and SQLite refuses."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _items(path: Path) -> int:
    """How many items the index at `path` holds; -1 when it is no index of this version."""
    if not path.exists():
        return -1
    try:
        with closing(schema.read(path)) as connection:
            if schema.version(connection) != schema.VERSION:
                return -1
            return connection.execute("SELECT coalesce(sum(items), 0) FROM documents").fetchone()[0]
    except sqlite3.DatabaseError:
        return -1


@contextmanager
def replacing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a new index that takes the place of the one at `path` when all went well."""
    with _explained(path.parent):
        _sweep(path.parent)
        handle, name = tempfile.mkstemp(prefix=".index-", suffix=".sqlite", dir=path.parent)
        os.close(handle)
        fresh = Path(name)
        try:
            with closing(schema.create(fresh)) as connection:
                connection.execute("BEGIN")
                yield connection
                schema.finish(connection)
            fresh.chmod(0o644)
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(fresh, path)
            durable.sync_folder(path.parent)
        finally:
            fresh.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Takes away what a killed process left half made: what nobody has written to for an hour."""
    for left in folder.glob(".index-*.sqlite"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink()


@contextmanager
def _changing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection inside one transaction on the index at `path`: all of it happens, or nothing."""
    with _explained(path.parent), closing(schema.write(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turns the refusals of the system and of SQLite inside into an OutputError that says what to do."""
    try:
        with durable.explained(folder):
            yield
    except sqlite3.OperationalError as error:
        raise OutputError(f"The search index in {folder} cannot be written ({error})", remedy="Free some space, or delete it") from error
