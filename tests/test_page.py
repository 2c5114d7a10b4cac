"""Working values: what the steps pass to each other stays as it was made."""

from __future__ import annotations

from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import pytest

from extract import page
from extract.pipeline import process
from tests import goldens

KINDS = [kind for kind in vars(page).values() if is_dataclass(kind)]


@pytest.mark.parametrize("folder", goldens.folders(), ids=lambda folder: folder.name)
def test_no_step_changes_a_value_that_another_made(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def set_once(value: Any, name: str, given: Any) -> None:
        assert not hasattr(value, name), f"{type(value).__name__}.{name} is set again"
        object.__setattr__(value, name, given)

    for kind in KINDS:
        monkeypatch.setattr(kind, "__setattr__", set_once)
    process(goldens.source(folder), ocr=False)
