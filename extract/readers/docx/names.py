"""WordprocessingML's names, and the small readings of attributes that every part needs."""

from __future__ import annotations

from typing import Any, overload

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL = W + "val"

_OFF = frozenset(("0", "false", "off", "none"))


def value(element: Any, tag: str) -> str | None:
    """The `w:val` of the child `tag`, or None."""
    child = next(element.iterchildren(W + tag), None)
    return None if child is None else child.get(VAL)


@overload
def whole(text: str | None, default: int, low: int = ..., high: int = ...) -> int: ...
@overload
def whole(text: str | None, default: None = None, low: int = ..., high: int = ...) -> int | None: ...
def whole(text: str | None, default: int | None = None, low: int = -31_680, high: int = 31_680) -> int | None:
    """`text` as a whole number within Word's own bounds (twips: 22 inches); a measure with a unit or rubbish gives the default."""
    try:
        return max(low, min(high, int(float(text)))) if text else default
    except (ValueError, OverflowError):
        return default


def is_on(element: Any) -> bool:
    """Whether a toggle such as `<w:b/>` is on."""
    return element.get(VAL, "1").lower() not in _OFF
