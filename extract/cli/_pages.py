"""Pictures of the pages of reports: where the reports lie, and drawing that can fail without taking anything with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.model import SourceFile
    from extract.page import Picture

SECONDS_A_PAGE = 10  # a drawing that takes longer than this for each page of its document is given up
MEMORY = 2 << 30  # bytes
HABITUAL = ("corpus", ".")  # where reports lie when nothing else is said


def confine() -> None:
    """Limits of a process that draws: a page that asks for more memory than this costs its own pictures, not the machine."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw(path: Path, sha256: str, pages: list[int]) -> list[Picture]:
    """The pages of the file, if it is still the file that was read."""
    from extract import readers
    from extract.readers import pictures

    source = readers.open_source(path, follow_links=True)
    return list(pictures.pictures(source, pages)) if source.sha256 == sha256 else []


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
