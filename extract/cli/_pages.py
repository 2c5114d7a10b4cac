"""Where the reports lie that records were made from: pictures of their pages are drawn when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.model import SourceFile

HABITUAL = ("corpus", ".")  # where reports lie when nothing else is said


class Homes:
    """Where the reports lie: by their path in the folders given, or anywhere in these by size and content."""

    def __init__(self, sources: Sequence[Path]) -> None:
        self._folders = tuple(sources) or tuple(map(Path, HABITUAL))
        self._walk = bool(sources)
        self._sizes: dict[int, list[Path]] | None = None

    def find(self, source: SourceFile) -> Path | None:
        """Where the file of a record is now; None when it is not found, or not as it was read."""
        for folder in self._folders:
            path = folder / source.path
            if path.is_file() and path.stat().st_size == source.bytes:
                return path
        return next((path for path in self._of_size(source.bytes) if _sha256(path) == source.sha256), None) if self._walk else None

    def _of_size(self, size: int) -> list[Path]:
        if self._sizes is None:
            self._sizes = {}
            for folder in self._folders:
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and not path.is_symlink():
                        self._sizes.setdefault(path.stat().st_size, []).append(path)
        return self._sizes.get(size, [])


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
