"""Marks that office programs draw: characters of the Symbol and Wingdings fonts (kept at U+F020–U+F0FF), numbers as letters."""

from __future__ import annotations

import re
from functools import lru_cache

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_BULLET = "•"
WINGDINGS = {
    0x21: "✏", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6A: "er", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "○", 0xA4: "◉",
    0xA7: "▪", 0xA8: "◻", 0xAB: "★", 0xAC: "✶", 0xB2: "⟡", 0xB7: "•", 0xC4: "➘", 0xD0: "➙", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD7: "⋅", 0xDB: "⇔", 0xDE: "⇒",
}  # fmt: skip


def symbols(text: str, font: str = "") -> str:
    """`text` with private-use characters (and any character set in a symbol font) as Unicode's own; unknown ones become bullets."""
    table, is_symbol = _table(font)
    if not is_symbol and (text.isascii() or not _PRIVATE.search(text)):
        return text
    return "".join([_one(char, table, is_symbol) for char in text])


@lru_cache(maxsize=1 << 8)
def _table(font: str) -> tuple[dict[int, str], bool]:
    """What characters of private use mean in a font, and whether all its characters are symbols."""
    named = font.lower()
    is_symbol = named.startswith(("symbol", "wingdings", "webdings", "zapfdingbats"))
    return (SYMBOL if named.startswith("symbol") else WINGDINGS), is_symbol


def _one(char: str, table: dict[int, str], is_symbol: bool) -> str:
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:
        return table.get(code - 0xF000, " " if code == 0xF020 else _BULLET)
    return table.get(code, char) if is_symbol and 0x20 < code <= 0xFF else char


def ordinal(number: int, form: str) -> str:
    """`number` as office programs write it (formats by Word's names); other scripts and number words are written in digits."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 10 + 1) if number > 0 else "0"
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        written += letters * (number // size)
        number %= size
    return written


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"),
    (4, "IV"), (1, "I"),
)  # fmt: skip
