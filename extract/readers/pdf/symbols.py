"""What the code points of symbol fonts look like: bullets are shown as the character that looks the same.

The codes are those of Adobe Symbol, Microsoft Wingdings 1 and ITC Zapf Dingbats, as fonts name them; U+F0xx is the private range in which
Windows keeps them. Icon fonts (Font Awesome) use U+E000–U+F8FF as they please: such a character is known to be a mark, not which.
"""

from __future__ import annotations

import re

from extract.readers._marks import SYMBOL, WINGDINGS

_PRIVATE = {
    0x02D: "–",
    0x06C: "●",
    0x0B7: "•",
    0x0A7: "▪",
    0x0D8: "➢",
    0x0FC: "✓",
    0x0E0: "→",
    0x105: "›",
    0x054: "›",
    0x0DA: "›",
    0x111: "•",
    0x00C: "✓",
}
_PUA = re.compile("[\ue000-\uf8ff]")
_BULLETS = frozenset("•●○■□❑❒⬧⧫◆❖⬥·▪◉◻★✶➢➲→➔⇨✗✓☒☑☞−–-›♦⇒►▶◦‣⁃∙◾▸✔✦✧✱✳❍❏❐⮚⯈")


def has_private(text: str) -> bool:
    return _PUA.search(text) is not None


def plain(text: str, font: str, symbol: bool) -> str:
    """`text` with the codes of symbol fonts replaced by what they look like; an unknown private character becomes U+FFFD."""
    if not symbol and not _PUA.search(text):
        return text
    lower = font.lower()
    table = WINGDINGS if "wingdings" in lower else SYMBOL if "symbol" in lower and "open" not in lower else {}
    return "".join(_plain(char, table, symbol) for char in text)


def _plain(char: str, table: dict[int, str], symbol: bool) -> str:
    code = ord(char)
    if 0xE000 <= code <= 0xF8FF:
        low = code & 0xFF
        if code >> 8 == 0xF0 and (low in table or low in WINGDINGS):
            return table.get(low) or WINGDINGS[low]
        return _PRIVATE.get(code - 0xF000, "\ufffd")
    return table.get(code, char) if symbol and code < 0x100 else char


def is_bullet(text: str, font: str, symbol: bool) -> bool:
    """Whether `text`, which stands alone in its font, is a mark and no word."""
    bare = text.strip()
    if not 1 <= len(bare) <= 2:
        return False
    if (
        symbol or bare[0] in _BULLETS or bare[0] == "\ufffd" or "\uf020" <= bare[0] <= "\uf0ff"
    ):  # there Wingdings have theirs, under any name
        return not bare.isdigit()
    return bare == "o" and "courier" in font.lower()  # Word's second level
