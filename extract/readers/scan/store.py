"""What was read from pixels, kept for the next time: by the file's content, the page, the engine and its data."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

RECIPE = 8  # raise it when what is kept, or how it is made, changes


def folder() -> Path:
    """Where answers are kept: FILROUGE_CACHE, else the user's cache folder."""
    if named := os.environ.get("FILROUGE_CACHE"):
        return Path(named) / "ocr"
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "filrouge" / "ocr"


def key(content: str, page: int, engine: str, dpi: int) -> str:
    """The name of an answer; it begins with its file's content, so that it can be forgotten with it."""
    asked = hashlib.sha256(f"{RECIPE}\n{content}\n{page}\n{engine}\n{dpi}".encode())
    return f"{content[:32]}-{asked.hexdigest()[:32]}"


def forget(content: str) -> None:
    """Takes away all that was read of the file of that content."""
    for path in sorted((folder() / content[:2]).glob(f"{content[:32]}-*.json")):
        path.unlink(missing_ok=True)


def get(name: str) -> dict[str, Any] | None:
    """What is kept under `name`; None when nothing is, or nothing that can be read."""
    try:
        with open(_path(name), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError, RuntimeError):
        return None
    return kept if isinstance(kept, dict) and kept.get("recipe") == RECIPE and isinstance(kept.get("lines"), list) else None


def put(name: str, value: dict[str, Any]) -> None:
    """Keeps `value`, whole or not at all. A folder that cannot be written is no error: the next run reads the pixels again."""
    with suppress(OSError, RuntimeError):
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"recipe": RECIPE, **value}, file, ensure_ascii=False)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise


def _path(name: str) -> Path:
    return folder() / name[:2] / f"{name}.json"
