"""The ledger: one line an input, in `ledger.jsonl`, and the notes of past runs in `.filrouge/`.

While a run is under way, lines are appended (the last line about a path counts); each is on the disk before anything is said about it.
When the run ends, the file is written anew: one line an input, in the order of their paths. A run that was interrupted leaves
`.filrouge/run.json`, by which the next one knows which lines were its own.

Lines are kept in a private database on disk while the run lasts, so that memory does not grow with the number of inputs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from extract import model
from extract.errors import OutputError, UsageError
from extract.store import durable

LEDGER = "ledger.jsonl"
NOTES = ".filrouge"  # roots, stamps, sketches, outlines: deleting it costs time, nothing else
_FIELDS = tuple(model.LedgerLine.model_fields)

_TABLES = """
create table lines (
  path text primary key, sha256 text, status text, document_id text, made_with text, code text, own int, line text
) without rowid;
create index by_sha on lines (sha256);
create table stamps (path text primary key, stamp text, sha256 text) without rowid;
create table claims (sha256 text primary key, path text) without rowid;
create table expected (path text primary key, about text) without rowid;
create table before (document_id text primary key) without rowid;
create table sketches (document_id text primary key, sketch blob, facts text) without rowid;
create table probes (hash int, document_id text, primary key (hash, document_id)) without rowid;
create table common (hash integer primary key);
create table reports (document_id text primary key, about text) without rowid;
"""


def line(**fields: Any) -> dict[str, Any]:
    """A ledger line as a plain dict, all fields there, in the order of the schema."""
    return {**dict.fromkeys(_FIELDS), **fields}


def read(out: Path) -> Iterator[dict[str, Any]]:
    """The ledger's lines as they stand, one a path, in the order of their paths; also while a run is under way."""
    latest: dict[str, int] = {}  # where it stands, not the line itself: there may be millions
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), open(Path(out) / LEDGER, "rb") as file:
        for entry, at in _placed(file):
            latest[entry["path"]] = at
        for path in sorted(latest):
            file.seek(latest[path])
            yield json.loads(file.readline())


class Ledger:
    """The ledger of one output folder, opened for a run by the one process that holds the folder's lock."""

    def __init__(self, out: Path, *, read_only: bool = False) -> None:
        self.out, self.read_only = Path(out), read_only
        self.file = self.out / LEDGER
        self.notes = self.out / NOTES
        self.database = sqlite3.connect("")  # private, on disk when it grows, gone with the process
        self.database.executescript(_TABLES)
        self._appender: int | None = None
        self.interrupted = self._load()

    # reading

    def get(self, path: str) -> dict[str, Any] | None:
        row = self.database.execute("select line from lines where path = ?", (path,)).fetchone()
        return json.loads(row[0]) if row else None

    def is_own(self, path: str) -> bool:
        """Is the line about `path` this run's (or that of the interrupted run which this one goes on with)?"""
        row = self.database.execute("select own from lines where path = ?", (path,)).fetchone()
        return bool(row and row[0])

    def of_content(self, sha256: str) -> list[dict[str, Any]]:
        """Lines of inputs with that content, by path."""
        rows = self.database.execute("select line from lines where sha256 = ? order by path", (sha256,))
        return [json.loads(row[0]) for row in rows]

    def stamp(self, path: str) -> tuple[tuple[int, ...], str] | None:
        """(stamp, sha256) of the file at `path` when it was last read."""
        row = self.database.execute("select stamp, sha256 from stamps where path = ?", (path,)).fetchone()
        return (tuple(json.loads(row[0])), row[1]) if row else None

    def claim(self, sha256: str, path: str) -> str:
        """The first path in this run with that content: `path` itself, when nobody came before."""
        if self.database.execute("insert or ignore into claims values (?, ?)", (sha256, path)).rowcount == 1:
            return path
        return self.database.execute("select path from claims where sha256 = ?", (sha256,)).fetchone()[0]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for (text,) in self.database.execute("select line from lines order by path"):
            yield json.loads(text)

    def expect(self, path: str, about: Any) -> bool:
        """Notes an input of this run; False when one of that path is there already."""
        return self.database.execute("insert or ignore into expected values (?, ?)", (path, json.dumps(about))).rowcount == 1

    def expected(self) -> Iterator[tuple[str, Any]]:
        """The inputs of this run, in the order of their paths."""
        for path, about in self.database.execute("select path, about from expected order by path"):
            yield path, json.loads(about)

    def is_expected(self, path: str) -> bool:
        return self.database.execute("select 1 from expected where path = ?", (path,)).fetchone() is not None

    def unexpected(self) -> list[dict[str, Any]]:
        """Lines about paths that are no input of this run."""
        return [
            json.loads(text) for (text,) in self.database.execute("select line from lines where path not in (select path from expected)")
        ]

    def orphans(self) -> list[str]:
        """Documents that lines named when the run began, and that none names now."""
        named = "select document_id from lines where document_id is not null"
        return [row[0] for row in self.database.execute(f"select document_id from before where document_id not in ({named}) order by 1")]

    def set_sketch(self, document_id: str, sketch: Sequence[int], facts: dict[str, Any]) -> None:
        """Keeps what tells a document's kinship: the hashes of its sketch, and facts about it."""
        blob = array("I", sketch).tobytes()
        self.database.execute("insert or replace into sketches values (?, ?, ?)", (document_id, blob, json.dumps(facts)))

    def sketch(self, document_id: str) -> tuple[int, ...]:
        """The hashes of its sketch; none where none is kept."""
        row = self.database.execute("select sketch from sketches where document_id = ?", (document_id,)).fetchone()
        return tuple(array("I", row[0])) if row else ()

    def without_sketch(self) -> list[str]:
        """Documents of which nothing is kept that tells their kinship."""
        query = """select document_id from lines where document_id is not null and status != 'duplicate'
                   and document_id not in (select document_id from sketches) order by path"""
        return [row[0] for row in self.database.execute(query)]

    def documents(self, rank: Callable[[dict[str, Any]], int]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(document id, path, facts) of each document whose input is there or was, by the rank that its facts give, then by path."""
        self.database.create_function("rank_of", 1, lambda facts: rank(json.loads(facts)), deterministic=True)
        query = """select lines.document_id, lines.path, facts from lines join sketches using (document_id)
                   where status != 'duplicate' order by rank_of(facts), lines.path"""
        for document_id, path, facts in self.database.execute(query):
            yield document_id, path, json.loads(facts)

    def add_report(self, document_id: str, about: list[Any]) -> None:
        """Keeps what is known of a document that others may be forms of."""
        self.database.execute("insert or replace into reports values (?, ?)", (document_id, json.dumps(about)))

    def report(self, document_id: str) -> list[Any]:
        return json.loads(self.database.execute("select about from reports where document_id = ?", (document_id,)).fetchone()[0])

    def add_probes(self, document_id: str, hashes: Iterable[int], most: int) -> None:
        """Lets `probe` find the document by each of the hashes, but by none that more than `most` documents have."""
        for number in hashes:
            rare = "select ?1, ?2 where ?1 not in (select hash from common)"
            self.database.execute(f"insert or ignore into probes {rare}", (number, document_id))
            if self.database.execute("select count(*) from probes where hash = ?", (number,)).fetchone()[0] > most:
                self.database.execute("delete from probes where hash = ?", (number,))
                self.database.execute("insert into common values (?)", (number,))

    def probe(self, hashes: Sequence[int], least: int = 1) -> list[str]:
        """The documents known by at least so many of the hashes."""
        query = "select document_id from probes where hash in ({}) group by 1 having count(*) >= ? order by 1"
        return [row[0] for row in self.database.execute(query.format(", ".join("?" * len(hashes))), (*hashes, least))]

    def claimed(self, sha256: str) -> bool:
        """Does an input of this run have that content?"""
        return self.database.execute("select 1 from claims where sha256 = ?", (sha256,)).fetchone() is not None

    def duplicates_of_failures(self) -> list[dict[str, Any]]:
        """Lines of copies whose first was not read."""
        query = """select copy.line from lines copy join lines first on first.sha256 = copy.sha256
                   where copy.status = 'duplicate' and first.status = 'quarantined'
                   and first.path = json_extract(copy.line, '$.duplicate_of')"""
        return [json.loads(text) for (text,) in self.database.execute(query)]

    def counts(self) -> list[tuple[str, str | None, int]]:
        """(status, code, how many), most frequent first."""
        return self.database.execute("select status, code, count(*) from lines group by 1, 2 order by 3 desc, 1, 2").fetchall()

    def document_ids(self) -> list[str]:
        return [row[0] for row in self.database.execute("select distinct document_id from lines where document_id is not null order by 1")]

    # writing

    def begin(self, about: dict[str, Any]) -> None:
        """Notes that a run is under way; `about` is what `filrouge status` tells of it."""
        if not self.interrupted:
            about = {**about, "own_from": self.file.stat().st_size if self.file.exists() else 0}
        else:
            about = {**about, "own_from": self.interrupted["own_from"]}
        durable.write(self.notes / "run.json", json.dumps(about).encode() + b"\n")

    def withdraw(self) -> None:
        """Takes `begin` back when the run has told nothing yet: it was asked for wrongly, and there is nothing to go on with."""
        note = None if self.interrupted else running(self.out)
        if note and note["own_from"] == (self.file.stat().st_size if self.file.exists() else 0):
            with durable.explained(self.notes):
                (self.notes / "run.json").unlink(missing_ok=True)

    def append(self, entries: Iterable[dict[str, Any]]) -> None:
        """Adds lines; they are on the disk when this returns. Raises OutputError."""
        entries = list(entries)
        self.log(entries)
        for entry in entries:
            self.put(entry, own=True)

    def log(self, entries: Sequence[dict[str, Any]]) -> None:
        """Adds lines to the file alone; they are on the disk when this returns. May be called in a thread. Raises OutputError."""
        if not entries:
            return
        with durable.explained(self.out):
            if self._appender is None:
                self._appender = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
                durable.sync_folder(self.out)
            data = memoryview(b"".join(_encode(entry) for entry in entries))
            while data:
                data = data[os.write(self._appender, data) :]
            os.fsync(self._appender)

    def put(self, entry: dict[str, Any], own: bool = False) -> None:
        """Holds a line until the end of the run, when it is written."""
        keys = (entry["path"], entry["sha256"], entry["status"], entry["document_id"], entry["made_with"], entry["code"])
        self.database.execute("insert or replace into lines values (?, ?, ?, ?, ?, ?, ?, ?)", (*keys, own, _encode(entry).decode()))

    def drop(self, path: str) -> None:
        self.database.execute("delete from lines where path = ?", (path,))
        self.database.execute("delete from stamps where path = ?", (path,))

    def set_stamp(self, path: str, stamp: tuple[int, ...], sha256: str | None) -> None:
        self.database.execute("insert or replace into stamps values (?, ?, ?)", (path, json.dumps(stamp), sha256))

    def finish(self) -> None:
        """Writes the ledger anew, one line an input by path, and notes that the run is over."""
        self.close()
        self._rewrite(self.file, (_encode(entry) for entry in self))
        rows = self.database.execute("select path, stamp, sha256 from stamps where path in (select path from lines) order by path")
        stamps = (json.dumps([path, json.loads(stamp), sha256], ensure_ascii=False).encode() + b"\n" for path, stamp, sha256 in rows)
        self._rewrite(self.notes / "stamps.jsonl", stamps)
        query = "select document_id, sketch, facts from sketches where document_id in (select document_id from lines) order by 1"
        sketches = (
            json.dumps([document_id, blob.hex(), json.loads(facts)]).encode() + b"\n"
            for document_id, blob, facts in self.database.execute(query)
        )
        self._rewrite(self.notes / "sketches.jsonl", sketches)
        with durable.explained(self.notes):
            (self.notes / "run.json").unlink(missing_ok=True)
            durable.sync_folder(self.notes)
        self.interrupted = None

    def close(self) -> None:
        if self._appender is not None:
            os.close(self._appender)
            self._appender = None

    # helpers

    def _load(self) -> dict[str, Any] | None:
        """Fills the database; returns the note of a run that did not end, or None."""
        interrupted = running(self.out)
        own_from = interrupted["own_from"] if interrupted else None
        at = 0
        if self.file.exists():
            if not self.read_only:
                self._cut_torn_line()
            for entry, at in _lines_with_place(self.file):
                self.put(line(**{name: entry.get(name) for name in _FIELDS}), own=own_from is not None and at >= own_from)
            self.database.execute("insert or ignore into before select document_id from lines where document_id is not null")
        for entry in _lines(self.notes / "stamps.jsonl"):
            self.database.execute("insert or replace into stamps values (?, ?, ?)", (entry[0], json.dumps(entry[1]), entry[2]))
        for document_id, blob, facts in _lines(self.notes / "sketches.jsonl"):
            self.set_sketch(document_id, array("I", bytes.fromhex(blob)), facts)
        return interrupted

    def _cut_torn_line(self) -> None:
        """The power went while a line was written: the line was never reported, and goes."""
        with durable.explained(self.out), open(self.file, "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            step = 1 << 16
            keep = size
            while keep:
                start = max(0, keep - step)
                file.seek(start)
                end = file.read(keep - start).rfind(b"\n")
                if end >= 0:
                    keep = start + end + 1
                    break
                keep = start
            if keep != size:
                file.truncate(keep)
                os.fsync(file.fileno())

    def _rewrite(self, path: Path, rows: Iterable[bytes]) -> None:
        with durable.explained(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            staged = path.with_name(f".{path.name}.tmp")
            try:
                with open(staged, "wb") as file:
                    file.writelines(rows)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(staged, path)
            except BaseException:
                staged.unlink(missing_ok=True)
                raise
            durable.sync_folder(path.parent)


def note_record(out: Path, document_id: str, record: bytes) -> None:
    """Says in the ledger that the document's record is now `record`. For the process that holds the lock of `out`."""
    if not (Path(out) / LEDGER).exists():
        return
    book = Ledger(out)
    digest = hashlib.sha256(record).hexdigest()
    changed = [{**entry, "record_sha256": digest} for entry in book if entry["document_id"] == document_id and entry["record_sha256"]]
    if book.interrupted:
        book.append(changed)
        book.close()
    else:
        for entry in changed:
            book.put(entry)
        book.finish()


def demand(out: Path) -> None:
    """Raises UsageError where no run has begun to write a ledger."""
    if not (Path(out) / LEDGER).exists() and not running(out):
        raise UsageError(f"There is no ledger in {out}", remedy=f"Run `filrouge ingest PATH --out {out}` first, or give another --out")


def running(out: Path) -> dict[str, Any] | None:
    """What the run that is under way, or was interrupted, noted of itself; None when the last one ended."""
    try:
        about = json.loads((Path(out) / NOTES / "run.json").read_bytes())
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) and isinstance(about.get("own_from"), int) else None


def done(out: Path, run: dict[str, Any]) -> int:
    """How many lines the run that is under way has added."""
    path = Path(out) / LEDGER
    if not path.exists():
        return 0
    with open(path, "rb") as file:
        file.seek(run["own_from"])
        return sum(1 for _ in file)


def _encode(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _lines(path: Path) -> Iterator[Any]:
    return (entry for entry, _ in _lines_with_place(path))


def _lines_with_place(path: Path) -> Iterator[tuple[Any, int]]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), open(path, "rb") as file:
        yield from _placed(file)


def _placed(file: BinaryIO) -> Iterator[tuple[Any, int]]:
    """(value, offset) of each whole line; a last line without its end is being written, and left out."""
    at = 0
    for number, raw in enumerate(file, 1):
        if raw.endswith(b"\n"):
            try:
                yield json.loads(raw), at
            except ValueError:
                remedy = "Move it away and run `filrouge ingest` again"
                raise OutputError(f"Line {number} of {file.name} is not JSON", remedy=remedy) from None
        at += len(raw)
