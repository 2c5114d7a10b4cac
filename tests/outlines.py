"""Annotated documents as `classify` takes them, and the figures by which its labels are judged."""

from __future__ import annotations

import json
from pathlib import Path

from extract import page
from extract.classify.written import Written, written


def from_gold(path: Path) -> tuple[Written, list[dict]]:
    """The annotated document's own outline, and the annotated items, parallel to its entries."""
    gold = json.loads(path.read_text())
    return written(gold["items"], gold["document"]), gold["items"]


def statements(path: Path) -> list[dict]:
    """The coded statements of a file: `themes | statement` lines, "?theme" where either is right."""
    rows = (line.split("|", 1) for line in path.read_text().splitlines() if "|" in line and not line.startswith("#"))
    return [{"text": text.strip(), "themes": codes.split()} for codes, text in rows]


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


def ids(labels: page.Labels) -> set[str]:
    """The themes of an item."""
    return {theme.id for theme in labels.themes}


def kind_documents(path: Path) -> list[tuple[dict, list[dict]]]:
    """The documents of a file of kinds: what each is, and its items with the kinds that are right."""
    documents: list[tuple[dict, list[dict]]] = []
    headings: list[str] = []
    lead_in = None
    for line in filter(None, map(str.strip, path.read_text().splitlines())):
        mark, _, rest = line.partition(" ")
        if mark == "=":
            title, genre, year = (part.strip() for part in rest.split("|"))
            documents.append(({"title": title, "genre": genre, "year": int(year) if year else None}, []))
            headings, lead_in = [], None
        elif mark == ">":
            headings, lead_in = rest.split(" > "), None
        elif mark == ":":
            lead_in = rest
        elif mark != "#":
            kinds, _, text = line.partition(" | ")
            documents[-1][1].append({"text": text, "path": headings, "lead_in": lead_in, "kinds": kinds.split("/")})
    return documents
