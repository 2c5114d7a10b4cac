"""Outlines without files: a few written lines, an example of a rule, or an annotated document become what `classify` takes.

The transcript holds every word of them, so spans mean the same as in a real document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from extract import page
from extract.page import Passage
from extract.terms import Form, SectionKind

GENRES = ("priorities", "activity-report", "plan", "programme")
FORMS: tuple[Form, ...] = get_args(Form)
_UNIT = re.compile(r"\bp[oô]le\b|\binterp[oô]les\b", re.I)


@dataclass(frozen=True, slots=True)
class Written:
    """What `classify` takes of a document."""

    outline: page.Outline
    metadata: page.Metadata
    transcript: page.Transcript


def written(items: Sequence[Mapping[str, Any]], about: Mapping[str, Any] | None = None) -> Written:
    """A document of `items` (`text`, and perhaps `path`, `lead_in`, `parent`, `n`, `depth`, `team`, `pole`: the fields of an annotation).

    `about` may give `title`, `subtitle`, `organisation`, `genre`, `year` and `language` (French unless it says otherwise).
    """
    writer, about = _Writer(), about or {}
    title, subtitle = writer.passage(about.get("title")), writer.passage(about.get("subtitle"))
    headings: list[page.Heading] = []
    places: dict[tuple[str, ...], int] = {}
    leads: dict[tuple[tuple[str, ...], str], Passage | None] = {}
    entries: list[page.Entry] = []
    numbers = {item.get("n"): index for index, item in enumerate(items)}
    for item in items:
        path = tuple(item.get("path") or ())
        for depth in range(1, len(path) + 1):
            if path[:depth] not in places:
                places[path[:depth]] = len(headings)
                headings.append(_heading(writer, path[:depth], places.get(path[: depth - 1]), item))
        lead_in = item.get("lead_in")
        if lead_in and (path, lead_in) not in leads:
            leads[path, lead_in] = writer.passage(lead_in)
        entries.append(
            page.Entry(
                id=f"i-{len(entries)}",
                text=writer.passage(item["text"]) or Passage("", ()),
                heading=places.get(path),
                parent=numbers.get(item["parent"]) if item.get("parent") else None,
                depth=item.get("depth") or 1,
                form=next((form for form in FORMS if form == item.get("form")), "bullet"),
                lead_in=leads[path, lead_in] if lead_in else None,
            )
        )
    genre = about.get("genre")
    metadata = page.Metadata(
        title=_fact(about.get("title"), title),
        organisation=_fact(about.get("organisation")),
        genre=_fact(genre if genre in GENRES else "other", title),
        year=_fact(about.get("year"), title),
        language=_fact(about.get("language") or "fr"),
    )
    return Written(page.Outline(tuple(headings), tuple(entries), title, subtitle), metadata, writer.transcript())


class _Writer:
    """Writes lines into a transcript and says where each stands."""

    def __init__(self) -> None:
        self.lines: list[page.Line] = []
        self.length = 0

    def passage(self, string: str | None) -> Passage | None:
        if not string:
            return None
        string = string.replace("\n", " ")
        start = self.length
        self.lines.append(page.Line(string))
        self.length += len(string) + 1
        return Passage.of(string, start)

    def transcript(self) -> page.Transcript:
        return page.Transcript.of(tuple(self.lines))


def _heading(writer: _Writer, path: tuple[str, ...], parent: int | None, item: Mapping[str, Any]) -> page.Heading:
    """A heading is the item's pole or team when it names it; else a section."""
    title, name = path[-1], None
    kind: SectionKind = "section"
    pole, team = item.get("pole"), item.get("team")
    if pole and _UNIT.search(title) and pole.casefold() in title.casefold() and "transversale" not in title.casefold():
        kind, name = "pole", pole
    elif team and len(path) <= 2 and team.casefold() in title.casefold():
        kind, name = "team", team
    passage = writer.passage(title)
    assert passage is not None
    return page.Heading(f"s-{passage.span[0]}", kind, passage, name, len(path), parent, (), ("wording",), 1.0)


def _fact(value: Any, passage: Passage | None = None) -> page.Fact | None:
    return None if value is None else page.Fact(value, "cover" if passage else "wording", passage.span if passage else None)
