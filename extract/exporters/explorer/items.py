"""What the page shows of each item: a row for the list, and the details behind it, with every word of evidence placed where it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from extract.exporters.explorer import alignment
from extract.model import Document, Evidence, Item, Section

TEXT, LEAD_IN, PATH = 0, 1, 2  # where evidence can stand: the item, the lead-in, and PATH + n for the n-th heading
THEME, ACTION, KIND = 0, 1, 2  # what a mark speaks for

At = tuple[int, int, int]  # where, start, end (UTF-16 units, as JavaScript counts)


class Shown(NamedTuple):
    """One item as the page needs it."""

    item: Item
    marks: tuple[int, ...]  # flat: where, start, end, what (see above)
    details: dict[str, Any]


def shown(document: Document, transcript: str | None) -> list[Shown]:
    """The document's items in order. Without its transcript (None), evidence is placed by its words alone."""
    sections = {section.id: section for section in document.outline}
    items = {item.id: item for item in document.items}
    reader = _Reader(transcript or "")
    return [_shown(item, _ancestors(item, items), _above(item, sections), reader) for item in document.items]


def _shown(item: Item, ancestors: Sequence[Item], above: Sequence[Section], reader: _Reader) -> Shown:
    places = reader.places(item, above)
    labels = [
        *((THEME, evidence) for theme in item.themes for evidence in theme.evidence),
        *((ACTION, evidence) for action in item.actions for evidence in action.evidence),
    ]
    by_words = ((what, evidence) for what, evidence in labels if not evidence.rule.startswith("review."))  # a person needs no words
    found = {(*at, what) for what, evidence in by_words if (at := places.find(evidence))}
    marks = tuple(number for mark in sorted(found) for number in mark)
    return Shown(item, marks, _details(item, ancestors, places, reader))


def _details(item: Item, ancestors: Sequence[Item], places: _Places, reader: _Reader) -> dict[str, Any]:
    def evidence(pieces: Iterable[Evidence]) -> list[dict[str, Any]]:
        return [_evidence(piece, places, ancestors) for piece in pieces]

    locator = item.locator
    details = {
        "id": item.id,
        "themes": [{"id": theme.id, "origin": theme.origin, "evidence": evidence(theme.evidence)} for theme in item.themes],
        "subthemes": list(item.subthemes),
        "uncertain": [{"id": theme.id, "origin": theme.origin, "evidence": evidence(theme.evidence)} for theme in item.uncertain],
        "suppressed": [{"id": gone.id, "rule": gone.rule, "by": gone.by, "text": gone.text} for gone in item.suppressed],
        "actions": [{"id": action.id, "evidence": evidence(action.evidence)} for action in item.actions],
        "kind": evidence(item.kind_evidence),
        "columns": [[column.header, column.text] for column in item.columns],
        "boxes": [[box.page, *box.bbox] for box in locator.boxes],
        "span": [reader.wide(locator.span[0]), reader.wide(locator.span[1])],
        "lines": list(locator.lines or ()),
        "paragraph": locator.paragraph,
        "confidence": item.confidence if item.confidence < 1 else None,
        "parent": ancestors[0].text if ancestors else None,
    }
    return {name: value for name, value in details.items() if value not in (None, [])}


def _evidence(evidence: Evidence, places: _Places, ancestors: Sequence[Item]) -> dict[str, Any]:
    told = {"rule": evidence.rule, "text": evidence.text}
    if at := places.find(evidence):
        return {**told, "at": list(at)}
    if any(_overlap(evidence.span, other.locator.span) for other in ancestors):
        return {**told, "in": "parent"}
    return told


def _ancestors(item: Item, items: dict[str, Item]) -> list[Item]:
    """The items above an item, its parent first; each once."""
    found: list[Item] = []
    parent = items.get(item.parent or "")
    while parent and parent not in found:
        found.append(parent)
        parent = items.get(parent.parent or "")
    return found


def _above(item: Item, sections: dict[str, Section]) -> list[Section]:
    """The headings above the item, outermost first; each once, also when a damaged record goes in circles."""
    found: list[Section] = []
    section = sections.get(item.section_id or "")
    while section and section not in found:
        found.append(section)
        section = sections.get(section.parent or "")
    return found[::-1]


class _Reader:
    """A document's transcript, and where the words of its headings stand in it (each heading is looked at once)."""

    def __init__(self, transcript: str) -> None:
        self.transcript = transcript
        self.wide = alignment.Wide(transcript)
        self._headings: dict[str, Sequence[int]] = {}

    def places(self, item: Item, above: Sequence[Section]) -> _Places:
        return _Places(item, above, self)

    def heading(self, section: Section) -> Sequence[int]:
        if section.id not in self._headings:
            self._headings[section.id] = alignment.offsets(section.title, self.transcript, section.span)
        return self._headings[section.id]


class _Places:
    """The texts around one item in which its evidence can stand."""

    def __init__(self, item: Item, above: Sequence[Section], reader: _Reader) -> None:
        self._item, self._above, self._reader = item, above, reader
        self._text: Sequence[int] | None = None

    def find(self, evidence: Evidence) -> At | None:
        """Where the evidence is read: in the item, a heading or the lead-in; None when it stands elsewhere (a parent item)."""
        item, span = self._item, evidence.span
        if _overlap(span, item.locator.span):
            if self._text is None:
                self._text = alignment.offsets(item.text, self._reader.transcript, item.locator.span)
            return _at(TEXT, item.text, alignment.place(self._text, span) or _words(item.text, evidence.text))
        for number, section in enumerate(self._above):
            if _overlap(span, section.span) and number < len(item.path):
                title = item.path[number]
                return _at(PATH + number, title, alignment.place(self._reader.heading(section), span) or _words(title, evidence.text))
        return _at(LEAD_IN, item.lead_in, _words(item.lead_in, evidence.text)) if item.lead_in else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _words(text: str, words: str) -> tuple[int, int] | None:
    """Where the words stand in the text, a line break counting as a space."""
    words = " ".join(words.split())
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


def _at(where: int, text: str, found: tuple[int, int] | None) -> At | None:
    if found is None:
        return None
    wide = alignment.Wide(text)
    return where, wide(found[0]), wide(found[1])
