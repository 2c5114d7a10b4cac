"""Filrouge: the priorities of associations, from their reports. See `process`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from extract.model import Document

__version__ = "0.1.0"
__all__ = ["__version__", "process"]


def process(path: str | Path, **options: Any) -> Document:
    """The `model.Document` of the file at `path`, without writing anything.

    `options` are the fields of `page.Options`. Raises an `errors.InputError` when the file cannot be read.
    """
    from extract.pipeline import process as run

    return run(path, **options).document
