"""The tables of `index.sqlite`, and how a connection to it is opened.

An item's number says its place in time: documents are numbered in order of year, organisation and path, with room between them, and an
item's number is its document's followed by its own position. So a search that walks the numbers walks the years, and needs no sorting.

The full-text table has, beside the words, one column of facets: a token for each thing an item can be filtered by (`kindpriority`,
`year2018`, `theme…`). A search is then one full-text question whatever its filters, and SQLite answers it by merging sorted lists.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

FILE = "index.sqlite"
VERSION = 6  # of the tables and of what fills them; an index of another version is rebuilt
APPLICATION = 0x46494C52  # "FILR"

POSITION_BITS = 20  # a document has fewer than a million items
ROOM = 1024  # free numbers between two documents, for those that come later

TABLES = """
CREATE TABLE documents (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, organisation TEXT, genre TEXT NOT NULL, year INTEGER, date TEXT,
  language TEXT, path TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER,
  ocr_pages INTEGER NOT NULL, items INTEGER NOT NULL, variant_of TEXT, record_bytes INTEGER NOT NULL, software TEXT NOT NULL);
CREATE TABLE sections (
  document_no INTEGER NOT NULL REFERENCES documents(no), position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  title TEXT NOT NULL, name TEXT, level INTEGER NOT NULL, parent TEXT, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
  pages TEXT NOT NULL, evidence TEXT NOT NULL, confidence REAL NOT NULL, PRIMARY KEY (document_no, position)) WITHOUT ROWID;
CREATE TABLE items (
  no INTEGER PRIMARY KEY, document_no INTEGER NOT NULL REFERENCES documents(no), id TEXT NOT NULL, position INTEGER NOT NULL,
  text TEXT NOT NULL, path TEXT NOT NULL, organisation TEXT, team TEXT, pole TEXT, section TEXT, lead_in TEXT, number TEXT,
  kind TEXT NOT NULL, year INTEGER,
  themes TEXT NOT NULL, subthemes TEXT NOT NULL, actions TEXT NOT NULL, flags TEXT NOT NULL, form TEXT NOT NULL, depth INTEGER NOT NULL,
  parent TEXT, section_id TEXT, page INTEGER, boxes TEXT NOT NULL, line_first INTEGER, line_last INTEGER, paragraph INTEGER,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, confidence REAL NOT NULL, variant INTEGER NOT NULL);
CREATE TABLE themes (
  item_no INTEGER NOT NULL REFERENCES items(no), theme TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (item_no, theme)) WITHOUT ROWID;
CREATE TABLE actions (
  item_no INTEGER NOT NULL REFERENCES items(no), action TEXT NOT NULL, PRIMARY KEY (item_no, action)) WITHOUT ROWID;
CREATE TABLE evidence (
  item_no INTEGER NOT NULL REFERENCES items(no), position INTEGER NOT NULL, field TEXT NOT NULL, label TEXT NOT NULL, origin TEXT,
  rule TEXT NOT NULL, text TEXT NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
  PRIMARY KEY (item_no, position)) WITHOUT ROWID;
CREATE TABLE tallies (
  document_no INTEGER NOT NULL REFERENCES documents(no), year INTEGER, team TEXT, pole TEXT, kind TEXT NOT NULL, theme TEXT,
  items INTEGER NOT NULL);
CREATE TABLE series (
  unit_kind TEXT NOT NULL, theme TEXT NOT NULL, kind TEXT NOT NULL, organisation TEXT NOT NULL, unit TEXT NOT NULL, year INTEGER NOT NULL,
  items INTEGER NOT NULL, editions INTEGER NOT NULL, teams INTEGER NOT NULL,
  PRIMARY KEY (unit_kind, kind, theme, organisation, unit, year)) WITHOUT ROWID;
CREATE TABLE names (
  field TEXT NOT NULL, name TEXT NOT NULL, document_no INTEGER NOT NULL REFERENCES documents(no), items INTEGER NOT NULL,
  PRIMARY KEY (field, name, document_no)) WITHOUT ROWID;
CREATE TABLE corrections (
  document_no INTEGER NOT NULL REFERENCES documents(no), correction TEXT NOT NULL, item_no INTEGER REFERENCES items(no),
  field TEXT, label TEXT);
CREATE TABLE ledger (
  path TEXT NOT NULL, sha256 TEXT, bytes INTEGER, status TEXT NOT NULL, document_id TEXT, duplicate_of TEXT, variant_of TEXT, stage TEXT,
  code TEXT, message TEXT, pages INTEGER);
CREATE TABLE unreadable (id TEXT PRIMARY KEY, record_bytes INTEGER NOT NULL, message TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE VIRTUAL TABLE items_fts USING fts5(
  text, headings, lead_in, facets, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4');
"""

# Made before the counts are added up, which look at each document's tallies: without it, at all tallies for each document.
TALLIES_OF = "CREATE INDEX IF NOT EXISTS tallies_document ON tallies(document_no, year)"

INDEXES = """
CREATE INDEX items_id ON items(id);
CREATE INDEX themes_theme ON themes(theme, item_no);
CREATE INDEX actions_action ON actions(action, item_no);
CREATE INDEX corrections_document ON corrections(document_no);
CREATE INDEX names_document ON names(document_no);
CREATE INDEX tallies_team ON tallies(team);
CREATE INDEX tallies_pole ON tallies(pole);
CREATE INDEX documents_organisation ON documents(organisation);
"""
# `tallies` counts the items of each document by year, team, pole, kind and theme; the rows where `theme` is null count every item once.
# `series` adds them up, variants left out, for the questions asked most: by organisation (`unit_kind` ''), and by team or pole in it.
# An empty theme or kind means all of them; an empty organisation or unit, and the year 0, mean none.
# `corrections` are people's words that the records took up, each with the labels that rest on it (an item that was taken out has none).


def create(path: Path) -> sqlite3.Connection:
    """A connection to a new, empty index at `path`, set for one bulk write: a crash leaves a file to throw away."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "cache_size = -65536", f"application_id = {APPLICATION}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(TABLES)
    return connection


def finish(connection: sqlite3.Connection) -> None:
    """Ends the bulk write that `create` began: the words merged, the indexes made, and the version set last of all."""
    connection.execute("INSERT INTO items_fts(items_fts) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.executescript(INDEXES + "ANALYZE;")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def write(path: Path) -> sqlite3.Connection:
    """A connection that changes the index at `path`; what it deletes is overwritten with zeros."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write to the index at `path`."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA mmap_size = 1073741824")
    connection.row_factory = sqlite3.Row
    return connection


def version(connection: sqlite3.Connection) -> int | None:
    """The version of the index behind `connection`; None when the file is no index of ours."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        return None
    return connection.execute("PRAGMA user_version").fetchone()[0]
