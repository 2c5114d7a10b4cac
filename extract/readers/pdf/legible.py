"""Whether the text of a page says what a reader sees: glyphs without Unicode, or with a wrong one, give letters that are no language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

ENOUGH = 150  # pairs of letters for a judgement
WRONG = 0.08  # of the characters: signs of glyphs without Unicode
COMMON = 0.5  # of the pairs of letters are frequent ones in any text of the languages; half as many in shuffled letters
SAMPLE = 3000  # characters of a page that are looked at
PLENTY = 8  # of the commonest short words: a text that has them is a text
LATIN = 0.8  # of the letters, for the pairs to say anything
_SIGN, _NUMBERED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x80-\x9f]"), re.compile("\\(cid:\\d+\\)")  # two: far quicker
FEW_WORDS = 12  # say nothing
_SPACED = re.compile(r"\S{3,}")
_ODD = re.compile(
    r"[^\W\d_]\d[^\W\d_]|\d[^\W\d_]{3,}|[^\W\d_]{2}\d\b|[^\W\d_][¢©®£§]|(?<![^\W\d_'’.·-])[bcdfghjklmnpqrstvwxz]{4,}(?![^\W\d_'’.·-])"
)
_WORDS = re.compile(r"[^\W\d_]{3,}")


def is_legible(text: str, unmapped: int = 0) -> bool:
    """Whether `text` may be what the page shows. `unmapped` is how many glyphs had no text at all. Little text is believed, unless it is
    nothing but such signs.
    """
    characters = len(text) - text.count(" ") + unmapped
    if characters < 20:
        return not text.strip() or bool(_NUMBERED.sub("", _SIGN.sub("", text)).strip())
    signs = 0 if text.isprintable() and "\ufffd" not in text else len(_SIGN.findall(text))
    numbered = len(_NUMBERED.findall(text)) if "(cid:" in text else 0
    if signs + numbered + unmapped > WRONG * characters:
        return False
    start = text[:SAMPLE].lower()
    if _has_plenty(start):
        return True
    share, pairs = commonness(text)
    return pairs < ENOUGH or share >= COMMON


def _has_plenty(text: str) -> bool:
    """Whether the commonest short words stand in it again and again."""
    found = 0
    for word in _words():
        found += text.count(word)
        if found >= PLENTY:
            return True
    return False


def commonness(text: str) -> tuple[float, int]:
    """The share of pairs of letters in words that are frequent in the languages known, and how many pairs there are.

    Text that is not in Latin letters has no pairs.
    """
    words = _WORDS.findall(_plain(text[:SAMPLE]))
    latin = [word for word in words if word.isascii()]
    if len(latin) < LATIN * len(words):
        return 1.0, 0
    frequent = _pairs()
    found = [word[at : at + 2] for word in latin for at in range(len(word) - 1)]
    return sum(pair in frequent for pair in found) / len(found) if found else 1.0, len(found)


def oddness(text: str) -> float:
    """The share of words that no one writes so: digits or signs among letters, four consonants and nothing else. Print has next to none,
    what an OCR program read badly one in ten or more."""
    words = _SPACED.findall(text[:SAMPLE].lower())
    return sum(bool(_ODD.search(word)) for word in words) / len(words) if len(words) >= FEW_WORDS else 0.0


def _plain(text: str) -> str:
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    import yaml

    path = Path(__file__).parents[2] / "rules" / "letters.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    return frozenset(pair for pairs in _rules()["pairs"].values() for pair in pairs.split())


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(f" {word} " for words in _rules()["words"].values() for word in words.split()))
