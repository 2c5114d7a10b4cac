"""Where names begin: each folder that was ever given is a root, and what lies in it is named below it, whichever part is given later."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.batch.inputs import Root, common_root
from extract.readers import printable
from extract.store import durable
from extract.store.ledger import NOTES


@dataclass(frozen=True)
class Plan:
    """Which paths to walk, each under its root; all roots from now on; labels of roots that a new one has swallowed."""

    walks: tuple[tuple[bytes, Root], ...]
    roots: tuple[Root, ...]
    swallowed: tuple[Root, ...] = ()

    def owner(self, name: str) -> Root | None:
        """The root that a name in the ledger belongs to."""
        labelled = (root for root in self.roots if root.label and name.startswith(root.label))
        return next(labelled, next((root for root in self.roots if not root.label), None))

    def covers(self, name: str) -> bool:
        """Does this run look at the place where the input of that name lies?"""
        root = self.owner(name)
        return any(walked == root and _is_below(name, walked.label + _relative(path, walked)) for path, walked in self.walks)


def load(out: Path) -> list[Root]:
    """The roots of past runs."""
    try:
        entries = json.loads((Path(out) / NOTES / "roots.json").read_bytes())
        return [Root(os.fsencode(path), label) for path, label in entries]
    except (OSError, ValueError, TypeError):
        return []


def save(out: Path, roots: Iterable[Root]) -> None:
    text = json.dumps([[os.fsdecode(root.path), root.label] for root in roots])
    durable.write(Path(out) / NOTES / "roots.json", text.encode() + b"\n")


def plan(paths: list[bytes], known: list[Root], names: Iterable[str] = ()) -> Plan:
    """Puts each of `paths` (absolute) under a root: one that holds it, or a new one, the deepest folder that holds all that have none.

    A new root beside others gets its folder's name as label, so that names stay apart; `names` are those in the ledger. Folders that
    share nothing but the top of the file system are a root each: names would else tell where on the machine they lie.
    """
    paths = [path for path in sorted(set(paths)) if not any(_inside(path, other) for other in paths if other != path)]
    swallowed = tuple(root for root in known if any(_inside(root.path, path) for path in paths))
    kept = [root for root in known if root not in swallowed]
    homeless = [path for path in paths if _home(path, kept) is None]
    together = [homeless] if homeless and common_root(homeless) != b"/" else [[path] for path in homeless]
    for base in dict.fromkeys(map(common_root, together)):
        kept.append(Root(base, _label(base, kept, names) if kept else ""))
    walks = tuple((path, root) for path in paths if (root := _home(path, kept)))
    return Plan(walks, tuple(kept), swallowed)


def _home(path: bytes, roots: list[Root]) -> Root | None:
    holding = [root for root in roots if path == root.path or _inside(path, root.path)]
    return max(holding, key=lambda root: len(root.path), default=None)


def _inside(path: bytes, folder: bytes) -> bool:
    return path != folder and path.startswith(folder.rstrip(b"/") + b"/")


def _label(base: bytes, roots: list[Root], names: Iterable[str]) -> str:
    name = printable(os.path.basename(base)) or "root"
    taken = {root.label for root in roots}
    firsts = {there.partition("/")[0] + "/" for there in names}
    candidates = (f"{name}/" if number == 1 else f"{name} ({number})/" for number in range(1, 10_000))
    return next(label for label in candidates if label not in taken and label not in firsts)


def _relative(path: bytes, root: Root) -> str:
    return "" if path == root.path else printable(os.path.relpath(path, root.path))


def _is_below(name: str, place: str) -> bool:
    return not place or name == place or name.startswith(place.rstrip("/") + "/")
