"""Items by words and by what they are labelled, each with the words that decide."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from typing import Any, get_args

from extract import model
from extract.errors import UsageError
from extract.store.index.open import Index, Names
from extract.store.index.words import Words, facet, understand

Years = tuple[int | None, int | None]
KINDS = get_args(model.Kind)
FLAGS = get_args(model.Flag)
_BATCH = 500  # hits fetched together


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for. Several values of one filter mean any of them; several filters mean all of them."""

    text: str = ""  # words, "phrases", beginnings*, -unwanted, this OR that
    within: str = "all"  # where the words must stand: "text", "headings" (with lead-ins), or "all"
    themes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()  # any heading above the item
    flags: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()  # ids, beginnings of ids, paths
    years: Years | None = None  # of the items; first and last, None where open
    variants: bool = False  # count the same report in another format again
    limit: int = 20  # 0: all
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that was found; `item` and `document` are as in the record, `highlights` are ranges in `item["text"]`."""

    document: dict[str, Any]
    item: dict[str, Any]
    highlights: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...] = field(default=())  # where what was typed stands in the text

    def to_json(self) -> dict[str, Any]:
        return {"document": self.document, **self.item, "highlights": self.highlights}


@dataclass(frozen=True)
class Answer:
    """What a search found: `total` items, of which `hits` walks through those asked for while the index is open."""

    search: Search
    total: int
    searched_items: int
    searched_documents: int
    hits: Iterator[Hit]

    @cached_property
    def searched(self) -> str:
        """What was searched, for people."""
        items, documents = self.searched_items, self.searched_documents
        return f"{items} item{'s' * (items != 1)} in {documents} document{'s' * (documents != 1)}"


def search(index: Index, wanted: Search, *, themes: Names = tuple, actions: Names = tuple) -> Answer:
    """The items of `index` that `wanted` describes, in order of year, organisation, document and place.

    `themes` and `actions` give ids that are right although nothing here carries them (those of the rules). Raises `UsageError`, with
    the nearest names, for a filter that names nothing.
    """
    words = understand(wanted.text)
    documents = [identity for said in wanted.documents for identity in index.documents(said)]
    organisations = resolve(index, "organisation", wanted.organisations)
    facets = _facets(index, wanted, organisations, documents, themes, actions)
    items, searched = _searched(index, organisations, documents, wanted.variants)
    if facets is None:
        return Answer(wanted, 0, items, searched, iter(()))
    match = words.match(facets, wanted.within, variants=wanted.variants)
    total = index.value("SELECT count(*) FROM items_fts WHERE items_fts MATCH ?", (match,))
    found = index.connection.execute(
        "SELECT rowid FROM items_fts WHERE items_fts MATCH ? ORDER BY rowid LIMIT ? OFFSET ?", (match, wanted.limit or -1, wanted.offset)
    )
    return Answer(wanted, total, items, searched, _hits(index, found, words))


def resolve(index: Index, field: str, said: tuple[str, ...], also: Names = tuple) -> list[str]:
    """The names for `field` that a person's words mean (`Index.named`), each once."""
    return [*dict.fromkeys(name for one in said for name in index.named(field, one, also))]


def check_years(years: Years | None) -> None:
    """Raises `UsageError` when the range runs backwards."""
    first, last = years or (None, None)
    if first is not None and last is not None and first > last:
        raise UsageError(f"The years {first}..{last} run backwards", remedy=f"Write {last}..{first}")


def _facets(
    index: Index, wanted: Search, organisations: list[str], documents: list[str], themes: Names, actions: Names
) -> list[str] | None:
    """An expression for each filter; None when no item can pass them."""
    choices: dict[str, tuple[Sequence[object] | None, Sequence[object]]] = {
        "document": (wanted.documents, documents),
        "organisation": (wanted.organisations, organisations),
        "theme": (wanted.themes, resolve(index, "theme", wanted.themes, themes)),
        "action": (wanted.actions, resolve(index, "action", wanted.actions, actions)),
        "kind": (wanted.kinds, resolve(index, "kind", wanted.kinds, lambda: KINDS)),
        "team": (wanted.teams, resolve(index, "team", wanted.teams)),
        "pole": (wanted.poles, resolve(index, "pole", wanted.poles)),
        "section": (wanted.sections, resolve(index, "section", wanted.sections)),
        "flag": (wanted.flags, resolve(index, "flag", wanted.flags, lambda: FLAGS)),
        "year": (wanted.years, _years(index, wanted.years)),
    }
    parts = []
    for name, (said, values) in choices.items():
        if said and not values:
            return None
        if said:
            parts.append(" OR ".join(facet(name, value) for value in values))
    return parts


def _years(index: Index, years: Years | None) -> list[int]:
    """Every year in the range that occurs at all."""
    check_years(years)
    first, last = years or (None, None)
    known = sorted(int(name) for name in index.names("year")) if years else []
    return [year for year in known if (first is None or first <= year) and (last is None or year <= last)]


def _searched(index: Index, organisations: list[str], documents: list[str], variants: bool) -> tuple[int, int]:
    """(items, documents) that the search looks through, whatever it asks of an item."""
    conditions, values = ["1" if variants else "variant_of IS NULL"], []
    for column, names in (("organisation", organisations), ("id", documents)):
        if names:
            conditions.append(f"{column} IN ({', '.join('?' * len(names))})")
            values += names
    question = f"SELECT coalesce(sum(items), 0), count(*) FROM documents WHERE {' AND '.join(conditions)}"
    return tuple(index.rows(question, values)[0])


def one(index: Index, number: int) -> Hit | None:
    """The item of that number in the index, as a search finds it; None when there is none."""
    return next(_fetched(index, [number], Words()), None)


def _hits(index: Index, found: sqlite3.Cursor, words: Words) -> Iterator[Hit]:
    while numbers := [row[0] for row in islice(found, _BATCH)]:
        yield from _fetched(index, numbers, words)


def _fetched(index: Index, numbers: list[int], words: Words) -> Iterator[Hit]:
    """The items of these numbers, in their order in the index."""
    marks = ", ".join("?" * len(numbers))
    said = index.rows(f"SELECT * FROM evidence WHERE item_no IN ({marks}) ORDER BY item_no, position", numbers)
    evidence = {number: list(rows) for number, rows in groupby(said, key=lambda row: row["item_no"])}
    items = index.rows(
        f"""SELECT items.*, documents.id AS document_id, title, documents.year AS document_year,
            documents.path AS source, variant_of FROM items JOIN documents ON documents.no = items.document_no
            WHERE items.no IN ({marks}) ORDER BY items.no""",
        numbers,
    )
    for row in items:
        yield _hit(row, evidence.get(row["no"], []), words)


def _hit(row: sqlite3.Row, evidence: list[sqlite3.Row], words: Words) -> Hit:
    document = {"id": row["document_id"], "title": row["title"], "organisation": row["organisation"], "year": row["document_year"]}
    document |= {"path": row["source"], "variant_of": row["variant_of"]}
    item = {name: row[name] for name in ("id", "text", "team", "pole", "section", "lead_in", "number", "kind", "year")}
    item |= {name: json.loads(row[name]) for name in ("path", "subthemes", "flags")}
    for name in ("theme", "action"):
        labels = json.loads(row[f"{name}s"])
        item[f"{name}s"] = [
            _label(label, [said for said in evidence if said["field"] == name and said["label"] == label]) for label in labels
        ]
    item["kind_evidence"] = [_said(said) for said in evidence if said["field"] == "kind"]
    lines = None if row["line_first"] is None else [row["line_first"], row["line_last"]]
    item |= {"page": row["page"], "paragraph": row["paragraph"], "lines": lines}
    item |= {"span": [row["span_start"], row["span_end"]], "boxes": json.loads(row["boxes"]), "confidence": row["confidence"]}
    typed = words.places(row["text"])
    words_of_rules = (said for said in evidence if said["field"] in ("theme", "action") and not said["rule"].startswith("review."))
    deciding = [place for said in words_of_rules if (place := _place(said, row))]
    return Hit(document, item, tuple(sorted({*typed, *deciding})), tuple(typed))


def _label(label: str, evidence: list[sqlite3.Row]) -> dict[str, Any]:
    origin = {"origin": evidence[0]["origin"]} if evidence and evidence[0]["origin"] else {}
    return {"id": label, **origin, "evidence": [_said(said) for said in evidence]}


def _said(evidence: sqlite3.Row) -> dict[str, Any]:
    return {"rule": evidence["rule"], "text": evidence["text"], "span": [evidence["span_start"], evidence["span_end"]]}


def _place(evidence: sqlite3.Row, item: sqlite3.Row) -> tuple[int, int] | None:
    """Where the words of an evidence stand in the item's text; None when they stand elsewhere (a heading).

    A span counts in the transcript, where lines are not joined and marks not taken away: of equal words, the nearest are meant.
    """
    if not item["span_start"] <= evidence["span_start"] < item["span_end"]:
        return None
    text, words = item["text"], " ".join(evidence["text"].split())
    guess = evidence["span_start"] - item["span_start"]
    starts, at = [], text.find(words)
    while at >= 0 and words:
        starts.append(at)
        at = text.find(words, at + 1)
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - guess))
    return start, start + len(words)
