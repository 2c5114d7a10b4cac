"""Records and annotations made by hand, for tests that need no document."""

from __future__ import annotations

from typing import Any

from extract import model
from extract.evaluation import gold as annotations

EVIDENCE = (model.Evidence(rule="test.rule", text="x", span=(0, 1)),)


def item(number: int, text: str, **fields: Any) -> model.Item:
    """A found item; `themes` and `actions` are given by their ids, the rest as the model has it."""
    themes = tuple(model.Theme(id=name, origin="own", evidence=EVIDENCE) for name in fields.pop("themes", ()))
    actions = tuple(model.Action(id=name, evidence=EVIDENCE) for name in fields.pop("actions", ()))
    given = {"path": (), "team": None, "pole": None, "section": None, "parent": None, "kind": "priority", "year": None, **fields}
    return model.Item(
        id=f"i-{number}",
        order=number,
        section_id=None,
        depth=1,
        form="bullet",
        text=text,
        lead_in=None,
        kind_evidence=EVIDENCE,
        themes=themes,
        actions=actions,
        locator=model.Locator(span=(0, 1), boxes=(model.Box(page=2, bbox=(0, 0, 1, 1)),)),
        **given,
    )


def record(*items: model.Item, outline: tuple[model.Section, ...] = (), **about: Any) -> model.Document:
    values = {"title": None, "organisation": None, "genre": "other", "year": None, "date": None, "language": None, **about}
    source = {"path": "report.pdf", "media_type": "application/pdf", "sha256": "0" * 64, "bytes": 1, "pages": 2}
    transcript = {"path": "transcripts/d-0.txt", "sha256": "0" * 64, "length": 1}
    provenance = {"software": "filrouge", "rules": {"version": "0", "sha256": "0"}, "config_sha256": "0", "components": {}}
    return model.Document(
        document=model.About(id="d-0", evidence={}, source=source, transcript=transcript, **values),
        outline=outline,
        items=items,
        provenance=provenance,
    )


def section(number: int, title: str, level: int, parent: int | None, confidence: float = 1.0) -> model.Section:
    return model.Section(
        id=f"s-{number}",
        kind="section",
        title=title,
        name=None,
        level=level,
        parent=None if parent is None else f"s-{parent}",
        span=(0, 1),
        evidence=("style",),
        confidence=confidence,
    )


def annotated(number: int, text: str, **fields: Any) -> dict[str, Any]:
    """An item of an annotation, with nothing said but `fields`."""
    place = {"path": [], "team": None, "pole": None, "section": None, "parent": None}
    return {"n": number, "text": text, **place, "kind": "priority", "year": None, "themes": [], "actions": [], **fields}


def gold(*items: dict[str, Any], **more: Any) -> annotations.Gold:
    return annotations.parse({"document": {}, "items": list(items), **more}, "report")


def as_found(entry: dict[str, Any]) -> model.Item:
    """The item that an annotated one asks for."""
    parent = entry.get("parent")
    return item(
        entry["n"],
        entry["text"],
        path=tuple(entry.get("path") or ()),
        **{name: entry.get(name) for name in ("team", "pole", "section", "year")},
        kind=entry.get("kind") or "other",
        parent=None if parent is None else f"i-{parent}",
        themes=entry.get("themes") or (),
        actions=entry.get("actions") or (),
    )
