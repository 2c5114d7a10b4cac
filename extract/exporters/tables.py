"""Records as tidy tables: one row a thing, one column a property, keys between them, and a word on every column.

The formats (Parquet, CSV, JSON lines, a workbook) only differ in how they write these rows; the data dictionary is made from here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import model

Row = tuple[Any, ...]
HEADINGS = " › "  # between headings, outermost first
TYPES = {"string": str, "integer": int, "number": float}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type is "string", "integer" or "number"; any but a key may be empty."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `key` names rows, `refers` are keys of other tables, and `rows` gives what one record adds to it."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[model.Document], Iterator[Row]]
    refers: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def describe(files: Iterable[tuple[Table, Path]], folder: Path, note: str = "", **dialect: Any) -> Path:
    """The path of `datapackage.json` in `folder`: what each file holds, for people and for programs (Frictionless Data Package)."""
    resources = [
        {
            "name": table.name,
            "path": path.name,
            "description": table.meaning,
            "bytes": path.stat().st_size,
            "hash": f"sha256:{_sha256(path)}",
            **dialect,
            "schema": _schema(table),
        }
        for table, path in files
    ]
    package = {"name": "filrouge-export", "description": " ".join(filter(None, (_ABOUT, note))), "resources": resources}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def dictionary() -> str:
    """The data dictionary as Markdown (`docs/data-dictionary.md`)."""
    lines = ["# Data dictionary", "", _ABOUT, "", "Made from `extract/exporters/tables.py`; a test keeps it equal.", ""]
    for table in TABLES:
        lines += [f"## {table.name}", "", table.meaning, "", f"Key: {', '.join(f'`{name}`' for name in table.key)}."]
        lines += [f"`{', '.join(names)}` refers to {other}." for other, names in table.refers]
        lines += ["", "| column | type | what it says |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def _schema(table: Table) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": column.type, "description": column.meaning, "constraints": {"required": column.name in table.key}}
        for column in table.columns
    ]
    keys = [{"fields": list(names), "reference": {"resource": other, "fields": list(names)}} for other, names in table.refers]
    return {"fields": fields, "primaryKey": list(table.key), "foreignKeys": keys, "missingValues": [""]}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_ABOUT = (
    "What was found in the reports: documents, their sections, their items (bullets and numbered points), and for each item its themes, "
    "actions and the words that decide them. Spans are half-open ranges of code points into the document's transcript; pages, lines and "
    "positions count from 1; an empty cell means that the document does not say."
)


def _documents(record: model.Document) -> Iterator[Row]:
    about, source = record.document, record.document.source
    said = (about.id, about.title, about.organisation, about.genre, about.year, about.date, about.language)
    file = (source.path, source.media_type, source.sha256, source.bytes, source.pages, len(source.ocr_pages))
    made = (about.transcript.sha256, record.provenance.software, record.provenance.rules.version)
    yield (*said, *file, len(record.items), len(record.notices), *made)


def _sections(record: model.Document) -> Iterator[Row]:
    for position, section in enumerate(record.outline, 1):
        what = (section.kind, section.title, section.name, section.level, section.parent)
        where = (section.pages[0] if section.pages else None, *section.span)
        yield record.document.id, section.id, position, *what, *where, " ".join(section.evidence), section.confidence


def _items(record: model.Document) -> Iterator[Row]:
    about = record.document
    for item in record.items:
        where = item.locator
        yield (
            *(about.id, item.id, item.order, about.organisation, about.year, item.year, item.kind),
            *(item.team, item.pole, item.section, HEADINGS.join(item.path), item.lead_in, item.number, item.text),
            *(" ".join(theme.id for theme in item.themes), " ".join(item.subthemes), " ".join(action.id for action in item.actions)),
            *(" ".join(item.flags), item.form, item.depth, item.parent, item.section_id),
            *(where.boxes[0].page if where.boxes else None, *(where.lines or (None, None)), where.paragraph, *where.span, item.confidence),
        )


def _themes(record: model.Document) -> Iterator[Row]:
    for item in record.items:
        for theme in item.themes:
            yield record.document.id, item.id, theme.id, theme.origin


def _actions(record: model.Document) -> Iterator[Row]:
    for item in record.items:
        for action in item.actions:
            yield record.document.id, item.id, action.id


def _evidence(record: model.Document) -> Iterator[Row]:
    for item in record.items:
        for position, (field, label, origin, by, said) in enumerate(item.said(), 1):
            yield record.document.id, item.id, position, field, label, origin, said.rule, by, said.text, *said.span


_DOCUMENT = Column("document_id", "string", "the document: “d-” and the first 16 hex digits of the file's sha256")
_ITEM = Column("item_id", "string", "the item; unique in its document")
_SPAN = (Column("span_start", "integer", "first code point in the transcript"), Column("span_end", "integer", "one after the last"))
_OF_ITEM = (("items", ("document_id", "item_id")),)


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines "name type meaning"."""
    return tuple(Column(*line.split(maxsplit=2)) for line in text.strip().splitlines())


TABLES = (
    Table(
        "documents",
        "One row for each distinct report.",
        ("document_id",),
        (
            _DOCUMENT,
            *_columns("""
                title string the title as printed
                organisation string who speaks
                genre string priorities, activity-report, plan, programme, other
                year integer the year the document is about
                date string of the document itself: YYYY, YYYY-MM or YYYY-MM-DD
                language string BCP 47
                path string the file, relative to the folder that was given
                media_type string of the file
                sha256 string of the file's bytes
                bytes integer size of the file
                pages integer pages, where the format has them
                ocr_pages integer pages that were read from pixels
                items integer items found
                notices integer things a reader of the record should know
                transcript_sha256 string of the text that spans point into
                software string what made the record
                rules_version string of the rules that were used"""),
        ),
        _documents,
    ),
    Table(
        "sections",
        "One row for each heading: a team, a pole or any other section.",
        ("document_id", "section_id"),
        (
            _DOCUMENT,
            *_columns("""
                section_id string the section; unique in its document
                position integer place among the document's headings
                kind string team, pole or section
                title string as printed
                name string what the unit is called, for a team or a pole
                level integer 1 is outermost
                parent_id string the section above
                page integer first page"""),
            *_SPAN,
            *_columns("""
                evidence string what made it a heading of this level, separated by spaces
                confidence number 0 to 1"""),
        ),
        _sections,
        (("documents", ("document_id",)),),
    ),
    Table(
        "items",
        "One row for each bullet, numbered point, table row or statement of a plan.",
        ("document_id", "item_id"),
        (
            _DOCUMENT,
            _ITEM,
            *_columns("""
                position integer place among the document's items
                organisation string the document's
                document_year integer the document's
                year integer the year the item is for
                kind string priority, activity, figure or other
                team string the innermost team above
                pole string the innermost pole above
                section string the innermost other heading above
                headings string all headings above, outermost first, separated by “ › ”
                lead_in string the line ending in “:” that introduces the list
                number string the printed number of a numbered point
                text string the words as printed, bullet mark removed, lines joined
                themes string ids separated by spaces; also in the table themes
                subthemes string ids separated by spaces
                actions string ids separated by spaces; also in the table actions
                flags string what is uncertain or special, separated by spaces
                form string bullet, numbered, prose or table
                depth integer 1 is outermost
                parent_id string the item above, in the same document
                section_id string the heading above
                page integer first page, where the format has pages
                line_first integer first line, in text files
                line_last integer last line, in text files
                paragraph integer paragraph, in word processors' files"""),
            *_SPAN,
            Column("confidence", "number", "that this is an item at all, 0 to 1"),
        ),
        _items,
        (("documents", ("document_id",)),),
    ),
    Table(
        "themes",
        "One row for each theme of each item; an item may have none, or several.",
        ("document_id", "item_id", "theme"),
        (
            _DOCUMENT,
            _ITEM,
            *_columns("""
                theme string what the item is about
                origin string where the deciding words stand: own, parent, lead-in, heading, review"""),
        ),
        _themes,
        _OF_ITEM,
    ),
    Table(
        "actions",
        "One row for each action of each item: how it is done.",
        ("document_id", "item_id", "action"),
        (_DOCUMENT, _ITEM, Column("action", "string", "how it is done")),
        _actions,
        _OF_ITEM,
    ),
    Table(
        "evidence",
        "One row for the words behind each label, and the rule that read them so.",
        ("document_id", "item_id", "position"),
        (
            _DOCUMENT,
            _ITEM,
            *_columns("""
                position integer place among the item's evidence
                field string theme, action, kind; uncertain (weak cues only) or suppressed (a theme that a rule took back)
                label string the theme, action or kind
                origin string of a theme: own, parent, lead-in, heading, review
                rule string the rule that fired
                taken_back_by string of a suppressed theme: the rule that took it
                text string the deciding words, as printed"""),
            *_SPAN,
        ),
        _evidence,
        _OF_ITEM,
    ),
)
