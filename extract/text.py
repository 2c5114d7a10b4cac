"""Characters: cleaned once on the way in, folded for matching with a map back."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from typing import NamedTuple

from extract.page import value

_SPACES = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *range(0x09, 0x0E), 0x85, 0x2028, 0x2029], " ")
_CONTROLS = [*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]
_UNSEEN = [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_GONE = dict.fromkeys([*_CONTROLS, *_UNSEEN])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SOFT_HYPHENS = {0xAD: "\u00ad", 0xFFFE: "\u00ad", 0x0002: "\u00ad"}  # PDFium gives a soft hyphen as U+FFFE or U+0002
_TABLE = {**_GONE, **_SPACES, **_LIGATURES, **_SURROGATES, **_SOFT_HYPHENS}
_NEEDS_WORK = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u21ff\u25a0-\u27bf]")

# A French verb in the future, by its form: "ouvrira", "seront"; a few other words end so (environs, opéra). Not "nous assurons", "nous
# ouvrons", "nous encadrons", which are in the present.
FUTURE_ENDINGS = ("a", "ons", "ont", "ai", "ez")  # few words end so: the expression is asked of those alone
FUTURE = re.compile(
    r"(?:[^\W\d_A-ZÀ-Ý][^\W\d_]{1,20}(?:er|ir|[nru]dr|clur|courr|[uv]ivr|cevr|oir|ttr|îtr)"
    r"|ser|fer|ir|aur|pourr|courr|mourr|verr|devr|saur|suivr|vivr)(?:a|ons|ont|ai|ez)"
)


def clean(text: str) -> str:
    """`text` as the transcript will hold it: NFC, one kind of space, no control or zero-width characters, ligatures undone.

    A soft hyphen stays only at the end, where layout joins the word over the line break. Length may change; call this once, before
    anything is measured. Runs of spaces stay as they are (columns of text files lean on them).
    """
    if not is_clean(text):
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
        if "\u00ad" in text:
            ends = text.rstrip().endswith("\u00ad")
            text = text.replace("\u00ad", "").rstrip() + "\u00ad" if ends else text.replace("\u00ad", "")
    return text


def is_clean(text: str) -> bool:
    """Whether `clean` would leave every character as it is, none of them being private."""
    return _NEEDS_WORK.search(text) is None


@value
class Folded:
    """`text` folded for matching; `offsets[i]` is where folded character `i` came from (one more entry marks the end)."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str) -> Folded:
    """`text` in lower case, without accents, typographic apostrophes and dashes made plain; with the map back."""
    if not _RESHAPED.search(text):
        return Folded(plain(text), tuple(range(len(text) + 1)))
    pieces = [_fold_one(char) for char in text]
    return Folded("".join(pieces), (*(at for at, piece in enumerate(pieces) for _ in piece), len(text)))


@lru_cache(maxsize=1 << 12)
def _fold_one(char: str) -> str:
    return "".join(piece for piece in unicodedata.normalize("NFKD", _PLAIN.get(char, char)).lower() if not unicodedata.combining(piece))


def plain(text: str) -> str:
    """`text` folded like `fold`, without the map back: for comparing and looking up, many times faster."""
    if text.isascii():
        return text.lower()
    return _plain(text) if len(text) <= _LINE else _plain.__wrapped__(text)


@lru_cache(maxsize=1 << 13)  # every step asks for the same lines again
def _plain(text: str) -> str:
    for accented, bare in _USUAL:  # of most texts all; replacing them one after the other is four times as fast as any table
        text = text.replace(accented, bare)
    if text.isascii():
        return text.lower()
    if _EXOTIC.search(text):
        return _COMBINING.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN_TABLE))).lower()
    return _ACCENTED.sub(_without_accent, text).lower()


def _without_accent(char: re.Match[str]) -> str:
    return _ACCENTS[char[0]]


def key(text: str) -> str:
    """`text` folded to its letters and figures, for telling whether two headings say the same."""
    return _key(text) if len(text) <= _LINE else _key.__wrapped__(text)


@lru_cache(maxsize=1 << 13)
def _key(text: str) -> str:
    return " ".join(_LETTERS.findall(plain(text)))


def count_words(text: str) -> int:
    """How many words there are between spaces."""
    return _count_words(text) if len(text) <= _LINE else len(text.split())


@lru_cache(maxsize=1 << 13)  # asked of the same lines for one reason after the other
def _count_words(text: str) -> int:
    return len(text.split())


def starts_low(text: str) -> bool:
    """Whether the first letter is a small one: such a line begins no sentence."""
    first = text[:1]
    if first.isalpha():
        return first.islower()
    for char in text[:4]:
        if char.isalpha():
            return char.islower()
        if char.isdigit():
            return False
    return False


def ends_sentence(text: str) -> bool:
    """Whether the last sign, quotes and brackets aside, ends a sentence or a clause."""
    return text.rstrip('»”")] ').endswith((".", ";", "!", "?", ":", "…"))


_PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-"}
_PLAIN |= {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
_PLAIN_TABLE = str.maketrans(_PLAIN)
_LINE = 400  # characters of text worth keeping
_LETTERS = re.compile(r"[a-z0-9]+")
_COMBINING = re.compile("[\u0300-\u036f]")
_LINE = 400  # characters of what is remembered folded: lines and short paragraphs, never a whole document
_FRENCH = [*map(chr, range(0x80, 0x100)), *_PLAIN, "Œ", "«", "»", "…", "•", "€"]
_ACCENTS = {char: _COMBINING.sub("", unicodedata.normalize("NFKD", char.translate(_PLAIN_TABLE))) for char in _FRENCH}
_USUAL = tuple((char, _ACCENTS[char]) for char in "éèàê’ç")
_ACCENTED = re.compile(f"[{re.escape(''.join(_ACCENTS))}]")  # looked up one by one, they are few in a line
_EXOTIC = re.compile(f"[^\x00-\x7f{re.escape(''.join(_ACCENTS))}]")
_ALIKE = "".join(char for char, folded in _ACCENTS.items() if len(folded) == 1)
_RESHAPED = re.compile(f"[^\x00-\x7f{re.escape(_ALIKE)}]")  # may become two characters, or none


def printable(text: str) -> str:
    """`text` fit for a terminal and for one line of a log: whatever is not printable becomes a backslash escape."""
    return text if text.isprintable() else "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Token(NamedTuple):
    """A word or mark that counts for matching: its norm, and where it stands in the text it was read from."""

    norm: str
    start: int
    end: int


_token = partial(tuple.__new__, Token)  # in half the time that `Token(…)` takes, and made of every word


def tokens(text: str, language: str = "fr") -> list[Token]:
    """The words and marks of `text`, each with its `norm` and its place. Articles and "de" fall away, hyphens part words.

    So "demandeur·ses d’asile", "Demandeuses de l'asile" and "DEMANDEUR-SE-S D'ASILE" are the same two tokens. An address (URL, e-mail)
    is one token that no term can equal. Linear in the length of `text`, whatever it holds.
    """
    norms = _NORMS.setdefault(language, {})
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        norm = norms.get(word)
        if norm is None:
            norm = _ADDRESS if match.lastgroup == "address" else _norm(word, language)
            if len(norms) < _NORMS_KEPT:
                norms[word] = norm
        if norm:
            found.append(_token((norm, *match.span())))
    return found


def _norm(word: str, language: str) -> str:
    """`word` folded, its inclusive ending undone, reduced to a light stem; "" for a word or mark that does not count."""
    if len(word) > 1 and "." in word and word.replace(".", "").isupper():  # "M.I.E."
        word = word.replace(".", "")
    ending = _INCLUSIVE.match(word)
    folded = fold(ending.group(1) if ending else word).text
    if folded in _SILENT.get(language, ()):
        return ""
    return _STEMS.get(language, _stem_french)(folded)


@lru_cache(maxsize=1 << 16)
def _stem_french(word: str) -> str:
    """Without the marks of plural and feminine: "dublinées", "dubliné" → "dublin"; "régionaux", "régionales" → "regional".

    Short words keep their "e" ("mère" is not "mer"). It only has to be the same for all forms of a word, and different for different words.
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("aux"):
        word = word[:-1] if word.endswith("eaux") else word[:-3] + "al"
    elif word[-1] in "sx":
        word = word[:-1]
    if len(word) < 5 or word[-1] != "e":
        return word
    for feminine, masculine in _FEMININES:
        if word.endswith(feminine) and len(word) > len(feminine) + 1:
            return word[: -len(feminine)] + masculine
    return word.rstrip("e")


@lru_cache(maxsize=1 << 14)
def _stem_english(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1 << 14)
def _stem_dutch(word: str) -> str:
    if len(word) > 5 and word.endswith("en"):
        word = word[:-2]
        return word[:-1] if word[-1] == word[-2] else word
    return word[:-1] if len(word) > 4 and word[-1] in "es" else word


_STEMS = {"fr": _stem_french, "en": _stem_english, "nl": _stem_dutch}
_IRREGULAR = {"travaux": "travail", "baux": "bail", "yeux": "oeil", "gaz": "gaz", "sans": "sans", "vers": "vers", "dans": "dans"}
_FEMININES = (("trice", "teur"), ("euse", "eur"), ("enne", "en"), ("elle", "el"), ("ere", "er"), ("ive", "if"))
_SILENT = {
    "fr": frozenset(("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "au", "aux", "'", "-", "·")),
    "en": frozenset(("the", "a", "an", "of", "'", "-")),
    "nl": frozenset(("de", "het", "een", "van", "'", "-")),
}
_ADDRESS = "\N{LINK SYMBOL}"
_NORMS: dict[str, dict[str, str]] = {}
_NORMS_KEPT = 1 << 18  # words whose norm is remembered, a few tens of MB at most
_ENDING = r"(?:[tr]?rices?|[ei]?euses?|[eè]res?|elles?|n?nes?|[stlv]es?|ive?s?|es?|s|x)"
_ENDING = rf"(?:{_ENDING}|{_ENDING.upper()})"  # "Le" after "fin." is a sentence, no ending
_MARKED = rf"(?:[·•‧∙⋅・./-]\(?{_ENDING}\)?|\({_ENDING}\))"
_INCLUSIVE = re.compile(rf"([^\W\d_]{{2,40}}?){_MARKED}{{1,3}}s?$")
_TOKEN = re.compile(
    rf"""(?=\S)(?:                                          # of a space nothing more need be asked
    \w++(?![-+.@·•‧∙⋅・/(:])                             # most words: nothing follows that may belong to them
    |(?P<address>(?:https?://|www\.)\S+|[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[\w.-]{{1,64}})
    |(?:[A-Z]\.){{2,12}}                                  # M.I.E.
    |[^\W\d_]{{3,40}}{_MARKED}{{1,3}}s?(?!\w|-\w|['’])    # avocat·es, salarié.e.s, migrant(e)s, demandeur/se
    |\w+
    |[^\w\s])""",
    re.VERBOSE,
)
