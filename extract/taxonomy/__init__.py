"""The rules, loaded and checked: themes, kinds, actions and the contexts they lean on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from extract.errors import RuleError
from extract.taxonomy import schema, source, weights

LANGUAGES = schema.LANGUAGES
BUILT_IN = Path(__file__).parent.parent / "rules"
SHELVES: dict[str, type[schema.Named]] = {
    "themes": schema.Theme,
    "kinds": schema.Kind,
    "actions": schema.Action,
    "contexts": schema.Context,
}


@dataclass(frozen=True, repr=False)
class Taxonomy:
    """Everything the rule files say. `version` is the built-in set's own; `sha256` covers every file that was read."""

    version: str
    sha256: str
    themes: dict[str, schema.Theme]
    kinds: dict[str, schema.Kind]
    actions: dict[str, schema.Action]
    contexts: dict[str, schema.Context]
    weights: dict[str, tuple[float, ...]] = field(default_factory=dict, compare=False)  # what holds of an item → log-odds in tenths
    files: dict[str, str] = field(default_factory=dict, compare=False)  # "themes/asylum" → where it was read

    @cached_property
    def mission(self) -> frozenset[str]:
        return frozenset(theme.id for theme in self.themes.values() if theme.mission)

    def __repr__(self) -> str:
        return f"<Taxonomy {self.version} {self.sha256[:8]}: {len(self.themes)} themes>"

    def __hash__(self) -> int:
        return hash(self.sha256)


def load(folders: tuple[str, ...] = ()) -> Taxonomy:
    """The built-in rules with those in `folders` layered over them, in order.

    A file in a layer replaces the file with its id, or adds to it where it says `extends: true`. Raises `RuleError` with every fault
    of every file, each as file:line, what is wrong, and how to mend it.
    """
    faults: list[str] = []
    digest = hashlib.sha256()
    shelves: dict[str, dict[str, Any]] = {name: {} for name in SHELVES}
    weighed: dict[str, tuple[float, ...]] = {}
    files: dict[str, str] = {}
    version = ""
    for root in (BUILT_IN, *map(Path, folders)):
        found = list(_files(root, faults))
        for shelf, path in found:
            data = path.read_bytes()
            digest.update(f"{shelf}/{path.name}\0{len(data)}\0".encode() + data)
            name = path.name if root == BUILT_IN else str(path)
            entry = source.read(data, f"{shelf}/{name}" if root == BUILT_IN else name, SHELVES[shelf], faults)
            if entry is None:
                continue
            if entry.id != path.stem:
                faults.append(f"{name}:1: the id is {entry.id!r} but the file is called {path.stem!r}: make them the same")
            shelves[shelf][entry.id] = _layered(shelves[shelf].get(entry.id), entry, name, faults)
            files[f"{shelf}/{entry.id}"] = name
        for path in sorted((root / weights.FOLDER).glob("*.tsv")):
            data = path.read_bytes()
            digest.update(f"{weights.FOLDER}/{path.name}\0{len(data)}\0".encode() + data)
            weighed |= weights.read(data, path.name if root == BUILT_IN else str(path), faults)
        if root == BUILT_IN:
            version = source.version(root / "version.yaml")
    if faults:
        raise RuleError(faults)
    ordered = {shelf: dict(sorted(entries.items())) for shelf, entries in shelves.items()}
    return Taxonomy(version, digest.hexdigest(), **ordered, weights=weighed, files=files)


def _files(root: Path, faults: list[str]) -> Iterator[tuple[str, Path]]:
    if not root.is_dir():
        faults.append(f"{root}:0: there is no such folder of rules: check the path given to --rules")
        return
    found = [(shelf, path) for shelf in SHELVES for path in sorted((root / shelf).glob("*.yaml"))]
    if not found and not any((root / weights.FOLDER).glob("*.tsv")):
        faults.append(f"{root}:0: no rule files: put them in {', '.join(f'{shelf}/' for shelf in SHELVES)} inside it, each ending in .yaml")
    yield from found


def _layered(below: schema.Named | None, entry: schema.Named, name: str, faults: list[str]) -> schema.Named:
    if not getattr(entry, "extends", False):
        return entry
    if below is None:
        faults.append(f"{name}:1: extends {entry.id!r}, which no folder below has: take `extends` out")
        return entry
    joined = {
        key: getattr(below, key) + getattr(entry, key)
        for key in ("rules", "counters", "examples", "counterexamples")
        if hasattr(entry, key)
    }
    return below.model_copy(update=joined)
