"""Characters: cleaned once on the way in, folded for matching with a map back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f\r\n\x85\u2028\u2029"), " ")
_GONE = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SOFT_HYPHENS = {0xAD: "\u00ad", 0xFFFE: "\u00ad", 0x0002: "\u00ad"}  # PDFium gives a soft hyphen as U+FFFE or U+0002
_TABLE = {**_GONE, **_SPACES, **_LIGATURES, **_SURROGATES, **_SOFT_HYPHENS}
_NEEDS_WORK = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u21ff\u25a0-\u27bf]")


def clean(text: str) -> str:
    """`text` as the transcript will hold it: NFC, one kind of space, no control or zero-width characters, ligatures undone.

    A soft hyphen stays only at the end, where layout joins the word over the line break. Length may change; call this once, before
    anything is measured. Runs of spaces stay as they are (columns of text files lean on them).
    """
    if _NEEDS_WORK.search(text):
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
        if "\u00ad" in text:
            ends = text.rstrip().endswith("\u00ad")
            text = text.replace("\u00ad", "").rstrip() + "\u00ad" if ends else text.replace("\u00ad", "")
    return text


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded for matching; `offsets[i]` is where folded character `i` came from (one more entry marks the end)."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str) -> Folded:
    """`text` in lower case, without accents, typographic apostrophes and dashes made plain; with the map back."""
    out: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        for piece in unicodedata.normalize("NFKD", _PLAIN.get(char, char)).lower():
            if not unicodedata.combining(piece):
                out.append(piece)
                offsets.append(at)
    return Folded("".join(out), (*offsets, len(text)))


_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


def printable(text: str) -> str:
    """`text` fit for a terminal and for one line of a log: whatever is not printable becomes a backslash escape."""
    return text if text.isprintable() else "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
