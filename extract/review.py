"""Document + Corrections → Document: what people decided stands above what the machine says, and is never lost in silence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from extract.anchor import find
from extract.model import Action, Corrected, Correction, Document, Evidence, Item, Notice, Said, Suppressed, Theme

Label = TypeVar("Label", Action, Theme)


def review(document: Document, corrections: Iterable[Correction], transcript: str) -> tuple[Document, tuple[Notice, ...]]:
    """`document` with its corrections applied (those applied already are left alone), and the notices, which the record also holds.

    A correction belongs to a document of its id, or of its path when the file was mended. Where the words are the same it is applied, with
    a question if the machine has changed its answer; where they only resemble it is a question and not applied; where they are gone, an
    orphan.
    """
    mine = [correction for correction in latest(corrections) if _belongs(correction, document)]
    items = list(document.items)
    applied, notices = list(document.provenance.corrections), []
    for correction in mine:
        if correction.id in applied:
            continue
        hit = find(correction.target, document.items)
        item = next((item for item in items if hit and item.id == hit[0].id), None)
        if item is None:
            notices.append(_notice("correction-orphan", correction, "its item is no longer there"))
        elif hit and hit[1] == "drifted":
            notices.append(_notice("correction-question", correction, f"the words are now {item.text[:80]!r}", item))
        else:
            said = value(item, correction.field)
            if said not in (correction.said, correction.says):
                notices.append(_notice("correction-question", correction, f"the machine now says {said!r}; the person's word stands", item))
            items = _apply(items, item, correction, transcript)
            applied.append(correction.id)
    reviewed = document.model_copy(
        update={
            "items": tuple(items),
            "notices": (*document.notices, *notices),
            "provenance": document.provenance.model_copy(update={"corrections": tuple(applied)}),
        }
    )
    return (reviewed if applied or notices else document), tuple(notices)


def value(item: Item, field: Corrected) -> Said:
    """What the record says now of a field that can be corrected; of "item", its text."""
    if field in ("themes", "actions"):
        return tuple(sorted(label.id for label in getattr(item, field)))
    return item.text if field == "item" else getattr(item, field)


def correction_id(correction: Correction) -> str:
    """A name for a correction from all it says: "c-" and 16 hexadecimal digits."""
    return f"c-{hashlib.sha256(correction.model_dump_json(exclude={'id'}).encode()).hexdigest()[:16]}"


def latest(corrections: Iterable[Correction]) -> list[Correction]:
    """The last word on each field of each item, in the order in which they were said."""
    last: dict[tuple[str, str, tuple[str, ...], Corrected], Correction] = {}
    for correction in corrections:
        key = correction.source or correction.document, correction.target.quote, correction.target.path, correction.field
        last.pop(key, None)
        last[key] = correction
    return list(last.values())


def _belongs(correction: Correction, document: Document) -> bool:
    return correction.document == document.document.id or bool(correction.source and correction.source == document.document.source.path)


def _apply(items: Sequence[Item], item: Item, correction: Correction, transcript: str) -> list[Item]:
    if correction.field == "item":
        return [_adopted(other, item) for other in items if other.id != item.id]
    changed = item.model_copy(update={**_changes(item, correction, transcript), "flags": tuple(sorted({*item.flags, "reviewed"}))})
    return [changed if other.id == item.id else other for other in items]


def _adopted(item: Item, gone: Item) -> Item:
    """A child of an item that is taken out moves up to that item's parent."""
    return item.model_copy(update={"parent": gone.parent, "depth": max(1, item.depth - 1)}) if item.parent == gone.id else item


def _changes(item: Item, correction: Correction, transcript: str) -> dict[str, object]:
    start, end = item.locator.span
    evidence = Evidence(rule=f"review.{correction.id}", text=transcript[start:end], span=(start, end))
    says = correction.says
    if correction.field == "kind":
        return {"kind": says, "kind_evidence": (evidence,)}
    if correction.field == "year":
        return {"year": says}
    wanted = tuple(says) if isinstance(says, (tuple, list)) else ()
    if correction.field == "actions":
        return {"actions": _merged(item.actions, wanted, lambda name: Action(id=name, evidence=(evidence,)))}
    taken = [
        Suppressed(id=theme.id, rule=proof.rule, by=f"review.{correction.id}", text=proof.text, span=proof.span)
        for theme in item.themes
        if theme.id not in wanted
        for proof in theme.evidence[:1]
    ]
    return {
        "themes": _merged(item.themes, wanted, lambda name: Theme(id=name, origin="review", evidence=(evidence,))),
        "suppressed": (*item.suppressed, *taken),
        "uncertain": (),
    }


def _merged(labels: Sequence[Label], wanted: Sequence[str], make: Callable[[str], Label]) -> tuple[Label, ...]:
    """The labels a person wants: those the machine gave keep their evidence, the others name the correction."""
    kept = {label.id: label for label in labels}
    return tuple(kept.get(name) or make(name) for name in sorted(set(wanted)))


def _notice(code: str, correction: Correction, what: str, item: Item | None = None) -> Notice:
    says = "not an item" if correction.field == "item" else f"{correction.field} = {correction.says!r}"
    message = f"{correction.by} said of {correction.target.quote[:80]!r}: {says}; {what} ({correction.id})"
    return Notice(code=code, message=message, span=item.locator.span if item else None)
