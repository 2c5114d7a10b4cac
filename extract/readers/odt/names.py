"""OpenDocument's names, and its lengths in points."""

from __future__ import annotations

import re

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW = (_NS % name for name in ("office", "text", "table", "style", "drawing"))
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{0,9})?)(cm|mm|in|pt|pc|px)$")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}


def points(text: str | None) -> float | None:
    """A length such as "1.27cm" in points; None when it is absent, a share ("80%") or rubbish."""
    found = _LENGTH.match(text or "")
    return float(found[1]) * _POINTS[found[2]] if found else None


def whole(text: str | None, default: int, low: int = 1, high: int = 10_000) -> int:
    """`text` as a whole number between `low` and `high`; the default when it is none."""
    return max(low, min(high, int(text))) if text and text.isdecimal() and len(text) < 12 else default
