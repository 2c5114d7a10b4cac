"""PresentationML's and DrawingML's names, and EMU in points."""

from __future__ import annotations

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DSP = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

EMU = 12_700  # in a point


def whole(text: str | None, default: int = 0) -> int:
    """`text` as a whole number within 32 bits; the default when it is none."""
    try:
        return max(-(2**31), min(2**31, int(text))) if text and len(text) < 16 else default
    except ValueError:
        return default
