"""What a heading names: a team, a pole, or a plain section; what the unit is called; whether it announces units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.taxonomy import headings
from extract.text import fold, plain

_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{2,120}?)\s*[»”\"]")
_GENITIVE = re.compile(r"^(?:de\s+la|de\s+l['’]|des|du|de|d['’])\s*", re.I)
_BEFORE = re.compile(r"(?:^|\s)(?:de\s+la|de\s+l'|des|du|de|d'|la|le|les|l'|notre|nos)\s*$")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)\-°:]+\s*", re.I)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-/]\s*(?:(?:19|20)?\d\d))?\b")
_TRAILING = re.compile(r"[\s:.;,–—-]+$")


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` is "team", "pole" or "section"; `announces` says that the heading names units in the plural, which follow."""

    kind: str
    name: str | None = None
    announces: bool = False


PLAIN = Unit("section")


@lru_cache(maxsize=4096)
def of(title: str) -> Unit:
    """The unit that a heading with these words names."""
    words = headings.words("units")
    folded = plain(title)
    if not may_be_one(folded):
        return PLAIN
    mapped = fold(title)
    folded = mapped.text
    if len(folded) != len(title):  # a ligature became two letters: unfold places by looking at the printed words through the map
        title = "".join(title[at] for at in mapped.offsets[:-1])
    announces = _announces(folded, words)
    for kind in ("pole", "team"):
        found = _named(title, folded, kind, words)
        if found:
            return Unit(kind, found)
    return Unit("section", announces=announces)


def may_be_one(folded: str) -> bool:
    """Whether a word that names units stands in it at all."""
    for word in _unit_words():  # far cheaper than `any`, and asked of every line
        if word in folded:
            return True
    return False


@lru_cache(maxsize=1)
def _unit_words() -> tuple[str, ...]:
    """All words that name units, but for those that hold another of them."""
    words = headings.words("units")
    known = words["team.named"] | words["team.whole"] | words["pole.named"] | words["pole.whole"] | words["plurals"]
    return tuple(sorted(word for word in known if not any(other in word for other in known - {word})))


def quoted(title: str) -> str | None:
    """What the heading puts in « »."""
    found = _QUOTED.search(title)
    return found[1] if found else None


def _named(title: str, folded: str, kind: str, words: headings.Words) -> str | None:
    for expression in _expressions(words, f"{kind}.named", folded):
        for found in expression.finditer(folded):
            if _opens(folded[: found.start()], words) and (name := _name(title[found.end() :])):
                return name
    start = _NUMBER.match(folded)
    at = start.end() if start else 0
    for expression in _expressions(words, f"{kind}.whole", folded):
        first = expression.search(folded)
        if not first:
            continue
        if kind == "pole":
            if _opens(folded[: first.start()], words):
                return title[first.start() : first.end()]
        elif re.fullmatch(r"\s*(?:la |le |l'|les )?", folded[at : first.start()]) and _is_name(title[first.end() :]):
            return _TRAILING.sub("", title[first.start() :])
    return None


def _opens(before: str, words: headings.Words) -> bool:
    """Whether what stands before the unit's word lets it be the heading's subject: nothing, an article, "Priorités 2018 du"."""
    before = _YEARS.sub(" ", _NUMBER.sub("", before)).strip()
    if not before:
        return True
    tokens = re.findall(r"[a-z]+'?", before)
    if not tokens:
        return True
    if tokens[-1] in words["mentions"]:
        return False
    if all(token in ("l'", "la", "le", "les", "notre", "nos") for token in tokens):
        return True
    first = next((token for token in tokens if token not in ("l'", "la", "le", "les", "d'", "de")), "")
    return first in words["openers"] and (bool(_BEFORE.search(f"{before} ") or _BEFORE.search(before)) or tokens[-1] in words["openers"])


def _name(rest: str) -> str | None:
    """The unit's name in what follows its word: what stands in « », else the words after "de", "de la" …"""
    inside = _QUOTED.match(rest.strip()) or _QUOTED.match(_GENITIVE.sub("", rest.strip()))
    if inside:
        return inside[1]
    name = _TRAILING.sub("", _GENITIVE.sub("", rest.strip()))
    name = _TRAILING.sub("", _YEARS.sub("", name)) if _YEARS.search(name) and _YEARS.search(name).end() == len(name) else name
    if not _is_name(f" {name}") or name[:1] in ":,;":
        return None
    return name


def _is_name(rest: str) -> bool:
    words = rest.split()
    return bool(words) and len(words) <= 16 and any(char.isalpha() for char in rest) and words[0][:1] not in ":;,.!?&"


def _announces(folded: str, words: headings.Words) -> bool:
    found = [match for expression in _expressions(words, "plurals", folded) if (match := expression.search(folded))]
    return any(_opens(folded[: match.start()], words) for match in found)


def _expressions(words: headings.Words, name: str, folded: str) -> list[re.Pattern[str]]:
    """What finds, as whole words, those of the list that `folded` holds."""
    return [expression for word, expression in _compiled(words, name) if word in folded]


@lru_cache(maxsize=16)
def _compiled(words: headings.Words, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((word, re.compile(rf"\b{re.escape(word)}\b")) for word in sorted(words[name]))
