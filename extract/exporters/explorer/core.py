"""What the page knows before anything else is loaded: documents, names, and columns of numbers for every filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from extract import model
from extract.exporters.explorer import script
from extract.exporters.explorer.items import Shown

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]  # "themes"/"actions"/"subthemes" → id → language → words


def core(
    documents: list[model.Document],
    entries: list[Shown],
    owners: list[int],
    ledger: Sequence[model.LedgerLine],
    labels: Labels,
    title: str,
    sizes: tuple[int, int],
    threads: int,
) -> dict[str, Any]:
    """Documents, names, and one column a facet; `sizes` is how many rows and details a file holds, `threads` how many can be shown."""
    items = [entry.item for entry in entries]
    names = {
        "theme": _names(labels.get("themes", {}), (theme.id for item in items for theme in item.themes)),
        "action": _names(labels.get("actions", {}), (action.id for item in items for action in item.actions)),
        "flag": list(get_args(model.Flag)),
        "kind": list(get_args(model.Kind)),
        "team": ["", *sorted({item.team for item in items if item.team})],
        "pole": ["", *sorted({item.pole for item in items if item.pole})],
    }
    at = {facet: {name: number for number, name in enumerate(known)} for facet, known in names.items()}
    variants = {line.document_id: line.variant_of for line in ledger if line.document_id and line.variant_of}
    return {
        "title": title,
        "software": documents[0].provenance.software if documents else "filrouge",
        "count": len(items),
        "sizes": {"rows": sizes[0], "details": sizes[1]},
        "labels": {group: {name: dict(said) for name, said in known.items()} for group, known in labels.items()},
        "names": names,
        "documents": _documents(documents, variants),
        "unread": [[line.path, line.status, line.code, line.message] for line in ledger if line.status == "quarantined"],
        "copies": sum(1 for line in ledger if line.status == "duplicate"),
        "threads": threads,
        "columns": {
            "document": script.numbers(owners),
            "year": script.numbers([item.year or 0 for item in items]),
            "kind": script.numbers([at["kind"][item.kind] for item in items]),
            "team": script.numbers([at["team"][item.team or ""] for item in items]),
            "pole": script.numbers([at["pole"][item.pole or ""] for item in items]),
            "theme": script.masks([[at["theme"][theme.id] for theme in item.themes] for item in items], len(names["theme"])),
            "action": script.masks([[at["action"][action.id] for action in item.actions] for item in items], len(names["action"])),
            "flag": script.masks([[at["flag"][flag] for flag in item.flags] for item in items], len(names["flag"])),
        },
    }


def _names(known: Iterable[str], used: Iterable[str]) -> list[str]:
    """The known names in their order, then what records use besides (rules of an earlier day)."""
    known = list(known)
    return [*known, *sorted(set(used).difference(known))]


def _documents(documents: list[model.Document], variants: Mapping[str, str]) -> list[dict[str, Any]]:
    first, found = 0, []
    for document in documents:
        about = document.document
        told = {
            "id": about.id,
            "title": about.title,
            "organisation": about.organisation,
            "year": about.year,
            "date": about.date,
            "genre": about.genre,
            "language": about.language,
            "path": about.source.path,
            "pages": about.source.pages,
            "ocr": len(about.source.ocr_pages),
            "first": first,
            "count": len(document.items),
            "variant": variants.get(about.id),
            "notices": len(document.notices),
        }
        found.append({name: value for name, value in told.items() if value not in (None, "")})
        first += len(document.items)
    return found
