"""Text from documents made harmless where others show it: spreadsheet cells and terminals."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def inert(value: object) -> object:
    """`value` for a CSV cell. Text that a spreadsheet would run as a formula ("=…", "+…", "-…", "@…") gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def visible(text: str) -> str:
    """`text` for a terminal: control characters and marks that turn the writing around are shown by their code, not obeyed."""
    return _CONTROLS.sub(lambda match: f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}", text)
