"""One record → its rows in every table of the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from extract import model
from extract.store.index.schema import POSITION_BITS
from extract.store.index.words import facet, heading_norms, norms

Row = tuple[Any, ...]
Facet = tuple[str, object]
Tally = tuple[int | None, str | None, str | None, str, str | None]  # year, team, pole, kind, theme


def of(record: model.Document, number: int, size: int, variant_of: str | None) -> dict[str, list[Row]]:
    """Table → rows, for the document numbered `number` whose record has `size` bytes; columns in the order of `schema.TABLES`."""
    first = span(number)[0]
    numbered = [(first + position, position, item) for position, item in enumerate(record.items, 1)]
    facets = [_facets(item, record) for item in record.items]
    return {
        "documents": [_document(record, number, size, variant_of)],
        "sections": [_section(number, position, section) for position, section in enumerate(record.outline, 1)],
        "items": [
            (*_item(no, number, position, item, record.document.organisation), int(variant_of is not None))
            for no, position, item in numbered
        ],
        "items_fts(rowid, text, headings, lead_in, facets)": [
            _words(no, item, filters, variant_of) for (no, _, item), filters in zip(numbered, facets, strict=True)
        ],
        "themes": [(no, theme.id, theme.origin) for no, _, item in numbered for theme in item.themes],
        "actions": [(no, action.id) for no, _, item in numbered for action in item.actions],
        "evidence": [(no, at, *row) for no, _, item in numbered for at, row in enumerate(_evidence(item), 1)],
        "corrections": [(number, *row) for row in _corrections(record, numbered)],
        "tallies": [(number, *key, count) for key, count in sorted(_tallies(record).items(), key=repr)],
        "names": [(field, name, number, count) for (field, name), count in sorted(_names(record.document.organisation, facets).items())],
    }


def span(number: int) -> tuple[int, int]:
    """The first and the last number an item of the document `number` may have."""
    return number << POSITION_BITS, (number + 1 << POSITION_BITS) - 1


def _document(record: model.Document, number: int, size: int, variant_of: str | None) -> Row:
    about, source = record.document, record.document.source
    said = (about.id, about.title, about.organisation, about.genre, about.year, about.date, about.language)
    file = (source.path, source.media_type, source.sha256, source.bytes, source.pages, len(source.ocr_pages))
    return (number, *said, *file, len(record.items), variant_of, size, record.provenance.software)


def _section(number: int, position: int, section: model.Section) -> Row:
    what = (section.id, section.kind, section.title, section.name, section.level, section.parent)
    return (number, position, *what, *section.span, _json(section.pages), _json(section.evidence), section.confidence)


def _item(no: int, number: int, position: int, item: model.Item, organisation: str | None) -> Row:
    where = item.locator
    boxes = [{"page": box.page, "bbox": box.bbox} for box in where.boxes]
    return (
        *(no, number, item.id, position, item.text, _json(item.path), organisation),
        *(item.team, item.pole, item.section, item.lead_in, item.number),
        *(item.kind, item.year, _json(tuple([theme.id for theme in item.themes])), _json(item.subthemes)),
        *(_json(tuple([action.id for action in item.actions])), _json(item.flags), item.form, item.depth, item.parent, item.section_id),
        *(where.boxes[0].page if where.boxes else None, _ENCODER.encode(boxes), *(where.lines or (None, None)), where.paragraph),
        *(*where.span, item.confidence),
    )


def _words(no: int, item: model.Item, filters: list[Facet], variant_of: str | None) -> Row:
    facets = [facet(field, value) for field, value in filters]
    facets.append("variant" if variant_of else "counted")
    return no, norms(item.text), _path_norms(item.path), heading_norms(item.lead_in or ""), " ".join(facets)


@lru_cache(maxsize=1 << 10)
def _path_norms(path: tuple[str, ...]) -> str:
    """The words of the headings over an item, remembered: many items stand under them."""
    return " ".join(map(heading_norms, path))


def _facets(item: model.Item, record: model.Document) -> list[Facet]:
    """What an item can be filtered by, as (field, value)."""
    found: list[Facet] = [("document", record.document.id), ("kind", item.kind)]
    about = (("organisation", record.document.organisation), ("team", item.team), ("pole", item.pole), ("year", item.year))
    found += [(field, value) for field, value in about if value is not None]
    found += [("section", title) for title in item.path]
    found += [("theme", theme.id) for theme in item.themes]
    found += [("theme", subtheme) for subtheme in item.subthemes]
    found += [("action", action.id) for action in item.actions]
    found += [("flag", flag) for flag in item.flags]
    return found


def _names(organisation: str | None, facets: Iterable[list[Facet]]) -> Counter[tuple[str, str]]:
    """(field, name) → items of the document that carry it; what suggestions and lists are made of."""
    found = Counter({("organisation", organisation): 0} if organisation is not None else {})  # named, though it has no item
    for filters in facets:
        found.update({(field, str(value)) for field, value in filters if field != "document"})
    return found


def _tallies(record: model.Document) -> Counter[Tally]:
    """(year, team, pole, kind, theme) → items; theme None counts every item once; sub-themes count beside their theme."""
    found: Counter[Tally] = Counter()
    for item in record.items:
        about = (item.year, item.team, item.pole, item.kind)
        found.update((*about, theme) for theme in (None, *(theme.id for theme in item.themes), *item.subthemes))
    return found


def _evidence(item: model.Item) -> Iterator[Row]:
    """(field, label, origin, rule, text, start, end) for every evidence of an item; of a suppressed theme, the origin is what took it."""
    for field, label, origin, by, said in item.said():
        yield field, label, origin or by, said.rule, said.text, *said.span


def _corrections(record: model.Document, numbered: list[tuple[int, int, model.Item]]) -> Iterator[Row]:
    """(correction, item, field, label) for each label that rests on a person's word; the correction alone where none does."""
    resting: dict[str, list[Row]] = {correction: [] for correction in record.provenance.corrections}
    for no, _, item in numbered if resting else ():
        for field, label, origin, rule, *_ in _evidence(item):
            for said in (rule, origin or ""):  # a theme that a person took away is suppressed by the correction
                correction = said.removeprefix("review.")
                if correction != said and correction in resting:
                    resting[correction].append((no, field, label))
    for correction, rows in resting.items():
        yield from ((correction, *row) for row in rows or [(None, None, None)])


@lru_cache(maxsize=1 << 12)
def _json(values: tuple[str, ...] | tuple[int, ...]) -> str:
    """A list as JSON, remembered: items share headings, themes and flags."""
    return _ENCODER.encode(values)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
