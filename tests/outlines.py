"""Outlines without documents: built from annotations or from a few written lines, with a transcript that holds every word of them.

So classification is tested by itself, whatever reading and segmentation make of a file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from extract import page


class Writer:
    """Writes lines into a transcript and remembers where each stands."""

    def __init__(self) -> None:
        self.lines: list[page.Line] = []
        self.length = 0

    def passage(self, text: str) -> page.Passage:
        text = text.replace("\n", " ")
        start = self.length
        self.lines.append(page.Line(text))
        self.length += len(text) + 1
        return page.Passage.of(text, start)

    def transcript(self) -> page.Transcript:
        return page.Transcript.of(tuple(self.lines))


def fact(value, passage: page.Passage | None = None) -> page.Fact | None:
    return None if value is None else page.Fact(value, "cover" if passage else "wording", passage.span if passage else None)


def from_gold(path: Path) -> tuple[page.Outline, page.Metadata, page.Transcript, list[dict]]:
    """The annotated document's own outline, its metadata, a transcript of it, and the annotated items, parallel to the entries."""
    gold = json.loads(path.read_text())
    return from_items(gold["document"], gold["items"])


def from_items(about: dict, items: list[dict]) -> tuple[page.Outline, page.Metadata, page.Transcript, list[dict]]:
    writer = Writer()
    title = writer.passage(about["title"]) if about.get("title") else None
    subtitle = writer.passage(about["subtitle"]) if about.get("subtitle") else None
    headings: list[page.Heading] = []
    at: dict[tuple[str, ...], int] = {}
    leads: dict[tuple, page.Passage] = {}
    entries: list[page.Entry] = []
    numbers = {item.get("n"): index for index, item in enumerate(items)}
    for item in items:
        path = tuple(item.get("path") or ())
        for depth in range(1, len(path) + 1):
            if path[:depth] not in at:
                at[path[:depth]] = len(headings)
                parent = at.get(path[: depth - 1])
                headings.append(_heading(writer, path[depth - 1], depth, parent, item))
        lead = None
        if item.get("lead_in"):
            key = (path, item["lead_in"])
            lead = leads.get(key) or leads.setdefault(key, writer.passage(item["lead_in"]))
        parent = numbers[item["parent"]] if item.get("parent") else None
        entries.append(
            page.Entry(
                id=f"i-{len(entries)}", text=writer.passage(item["text"]), heading=at.get(path), parent=parent,
                depth=item.get("depth") or 1, form=item.get("form", "bullet"), lead_in=lead,
            )
        )  # fmt: skip
    genre = about.get("genre") or "other"
    metadata = page.Metadata(
        title=fact(about.get("title"), title),
        organisation=fact(about.get("organisation")),
        genre=fact(genre if genre in ("priorities", "activity-report", "plan", "programme") else "other", title),
        year=fact(about.get("year"), title),
        language=fact(about.get("language", "fr")),
    )
    return page.Outline(tuple(headings), tuple(entries), title, subtitle), metadata, writer.transcript(), items


def _heading(writer: Writer, title: str, depth: int, parent: int | None, item: dict) -> page.Heading:
    team, pole = item.get("team"), item.get("pole")
    kind, name = "section", None
    if pole and re.search(r"p[ôo]le|interp", title, re.I) and pole.casefold() in title.casefold() and "transversales" not in title:
        kind, name = "pole", pole
    elif team and team.casefold() in title.casefold() and depth <= 2 and title != "Actions":
        kind, name = "team", team
    return page.Heading(
        id=f"s-{writer.length}", kind=kind, title=writer.passage(title), name=name, level=depth, parent=parent, pages=(),
        evidence=("wording",), confidence=1.0,
    )  # fmt: skip


def pooled(pairs: list[tuple[dict, page.Labels]], field: str, only: frozenset[str] | None = None) -> dict[str, float]:
    """Precision, recall and F1 of a set-valued field, as the yardstick counts them: another reading that the annotator accepts is right."""
    hit = extra = missed = 0
    for gold, label in pairs:
        want = set(gold.get(field) or ())
        got = {one.id for one in getattr(label, field)}
        for other in (gold.get("doubt") or {}).get(f"also_acceptable_{field}", []):
            if got == set(other):
                want = got
        if only is not None:
            want, got = want & only, got & only
        hit, extra, missed = hit + len(want & got), extra + len(got - want), missed + len(want - got)
    precision, recall = hit / (hit + extra) if hit + extra else 1.0, hit / (hit + missed) if hit + missed else 1.0
    return {"p": precision, "r": recall, "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0}


def accepted(gold: dict, field: str) -> list:
    """The annotated value, then those the annotator would have let pass."""
    doubt = gold.get("doubt") or {}
    more = doubt.get(f"also_acceptable_{field}s", gold.get(f"also_acceptable_{field}s", []))
    return [gold.get(field), *(more if isinstance(more, list) else [more])]
