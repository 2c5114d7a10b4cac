"""Where the reports lie that records were made from: pictures of their pages are drawn when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.batch.inputs import Root

if TYPE_CHECKING:
    from extract.model import SourceFile

HABITUAL = ("corpus", ".")  # where reports lie when nothing is known


class Homes:
    """Where the reports lie: by their path in the folders given, or anywhere in these by size and content. When none are given, where
    `ingest` read them."""

    def __init__(self, sources: Sequence[Path], out: Path) -> None:
        from extract.batch import roots

        self._given = tuple(sources)
        self._roots = () if sources else (*roots.load(out), *(Root(os.fsencode(folder)) for folder in HABITUAL))
        self._sizes: dict[int, list[Path]] | None = None

    def find(self, source: SourceFile) -> Path | None:
        """Where the file of a record is now; None when it is not found, or not as it was read."""
        for path in self._places(source.path):
            if path.is_file() and path.stat().st_size == source.bytes:
                return path
        return next((path for path in self._of_size(source.bytes) if _sha256(path) == source.sha256), None)

    def _places(self, name: str) -> Iterator[Path]:
        from extract.readers import path_bytes

        for root in (*(Root(os.fsencode(folder)) for folder in self._given), *self._roots):
            if name.startswith(root.label):
                yield Path(os.fsdecode(os.path.join(root.path, path_bytes(name.removeprefix(root.label)))))

    def _of_size(self, size: int) -> list[Path]:
        if self._sizes is None:
            self._sizes = {}
            for folder in self._given:
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and not path.is_symlink():
                        self._sizes.setdefault(path.stat().st_size, []).append(path)
        return self._sizes.get(size, [])


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
