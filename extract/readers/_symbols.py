"""Characters of the Symbol and Wingdings fonts, which office programs keep in Unicode's private use area (U+F020–U+F0FF)."""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_BULLET = "•"
_WINGDINGS = {
    0x21: "✏", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪",
    0xA8: "◻", 0xAB: "★", 0xB7: "•", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "⋅", 0xDB: "⇔", 0xDE: "⇒",
}  # fmt: skip


def symbols(text: str, font: str = "") -> str:
    """`text` with private-use characters (and any character set in a symbol font) as Unicode's own; unknown ones become bullets."""
    if text.isascii() and not font:
        return text
    named = font.lower()
    is_symbol = named.startswith(("symbol", "wingdings", "webdings", "zapfdingbats"))
    if not is_symbol and not _PRIVATE.search(text):
        return text
    table = _SYMBOL if named.startswith("symbol") else _WINGDINGS
    return "".join(_one(char, table, is_symbol) for char in text)


def _one(char: str, table: dict[int, str], is_symbol: bool) -> str:
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:
        return table.get(code - 0xF000, " " if code == 0xF020 else _BULLET)
    return table.get(code, char) if is_symbol and 0x20 < code <= 0xFF else char
