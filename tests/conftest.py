"""Where tests find documents.

The annotated corpus lies beside the checkout (or where FILROUGE_SHARED says); without it those tests are skipped.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("FILROUGE_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with annotated and hostile documents."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("no annotated documents beside the checkout")
    return SHARED
