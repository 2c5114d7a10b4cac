"""What a heading names: a team, a pole, or a plain section; what the unit is called; whether it announces units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.taxonomy import headings
from extract.terms import SectionKind
from extract.text import fold, plain

_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{2,120}?)\s*[»”\"]")
_GENITIVE = re.compile(r"^(?:de\s+la|de\s+l['’]|des|du|de|d['’])\s*", re.I)
_BEFORE = re.compile(r"(?:^|\s)(?:de\s+la|de\s+l'|des|du|de|d'|la|le|les|l'|notre|nos)\s*$")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[ivx]+|[a-z])\s*[.)\-°:]+\s*", re.I)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-/]\s*(?:(?:19|20)?\d\d))?\b")
_BARE = re.compile(r"\s*(?:la |le |l'|les )?")
_TOKEN = re.compile(r"[a-z]+'?")
_TRAILING = re.compile(r"[\s:.;,–—-]+$")
_SAID = re.compile(r"(?:\s*[:,(–—]|\s-)\s*(?P<said>[^:,(–—]+?)\s*\)?$")  # what a heading says of its unit
_FOR_YEAR = re.compile(r"\s+(?:pour|en|de|d['’]|(?:pour|de)\s+l['’]année)$", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` is "team", "pole" or "section"; `announces` says that the heading names units in the plural, which follow."""

    kind: SectionKind
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
    found = {word: met for word, form in _expressions() if word in folded and (met := list(form.finditer(folded)))}
    if not found:
        return PLAIN
    if len(folded) != len(title):  # a ligature became two letters: unfold places by looking at the printed words through the map
        title = "".join(title[at] for at in fold(title).offsets[:-1])
    announces = any(_opens(folded[: met[0].start()], words) for word, met in found.items() if word in words["plurals"])
    for kind in ("pole", "team"):
        name = _named(title, folded, kind, words, found)
        if name:
            return Unit(kind, name)
    return Unit("section", announces=announces)


def may_be_one(folded: str) -> bool:
    """Whether a word that names units stands in it at all."""
    for word in _unit_words():  # far cheaper than `any`, and asked of every line
        if word in folded:
            return True
    return False


@lru_cache(maxsize=1)
def _unit_words() -> tuple[str, ...]:
    """The words that name units, but for those that hold another of them."""
    known = _known()
    return tuple(sorted(word for word in known if not any(other in word for other in known - {word})))


def quoted(title: str) -> str | None:
    """What the heading puts in « »."""
    found = _QUOTED.search(title)
    return found[1] if found else None


def _named(title: str, folded: str, kind: str, words: headings.Words, found: dict[str, list[re.Match[str]]]) -> str | None:
    for word in sorted(found.keys() & words[f"{kind}.named"]):
        for met in found[word]:
            if _opens(folded[: met.start()], words) and (name := _name(title[met.end() :], words)):
                return name
    start = _NUMBER.match(folded)
    at = start.end() if start else 0
    for word in sorted(found.keys() & words[f"{kind}.whole"]):
        first = found[word][0]
        if kind == "pole":
            if _opens(folded[: first.start()], words):
                return title[first.start() : first.end()]
        elif _BARE.fullmatch(folded[at : first.start()]) and _is_name(title[first.end() :]):
            return _alone(title[first.start() :], words)
    return None


def _opens(before: str, words: headings.Words) -> bool:
    """Whether what stands before the unit's word lets it be the heading's subject: nothing, an article, "Priorités 2018 du"."""
    before = _YEARS.sub(" ", _NUMBER.sub("", before)).strip()
    if not before:
        return True
    tokens = _TOKEN.findall(before)
    if not tokens:
        return True
    if tokens[-1] in words["mentions"]:
        return False
    if all(token in ("l'", "la", "le", "les", "notre", "nos") for token in tokens):
        return True
    first = next((token for token in tokens if token not in ("l'", "la", "le", "les", "d'", "de")), "")
    return first in words["openers"] and (bool(_BEFORE.search(f"{before} ") or _BEFORE.search(before)) or tokens[-1] in words["openers"])


def _name(rest: str, words: headings.Words) -> str | None:
    """The unit's name in what follows its word: what stands in « », else the words after "de", "de la" …"""
    inside = _QUOTED.match(rest.strip()) or _QUOTED.match(_GENITIVE.sub("", rest.strip()))
    if inside:
        return inside[1]
    name = _alone(_GENITIVE.sub("", rest.strip()), words)
    if not _is_name(f" {name}") or name[:1] in ":,;":
        return None
    return name


def _alone(name: str, words: headings.Words) -> str:
    """The name without the years it is told of, and without what is: "Accueil : priorités 2022", "Asile (bilan et perspectives)"."""
    name = _TRAILING.sub("", name)
    if (said := _SAID.search(name)) and _is_genre(said["said"], words):
        name = _TRAILING.sub("", name[: said.start()])
    if (year := _YEARS.search(name)) and year.end() == len(name):
        name = _FOR_YEAR.sub("", _TRAILING.sub("", _YEARS.sub("", name)))
    return name


def _is_genre(said: str, words: headings.Words) -> bool:
    """Whether it says only what is told of a unit, and when: "priorités de travail 2022", "bilan et perspectives"."""
    told = _TOKEN.findall(plain(_YEARS.sub(" ", said)))
    return not words["openers"].isdisjoint(told) and all(word in words["openers"] or word in words["links"] for word in told)


def _is_name(rest: str) -> bool:
    words = rest.split()
    return bool(words) and len(words) <= 16 and any(char.isalpha() for char in rest) and words[0][:1] not in ":;,.!?&"


@lru_cache(maxsize=1)
def _expressions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What finds, as whole words, the words that name units."""
    return tuple((word, re.compile(rf"\b{re.escape(word)}\b")) for word in sorted(_known()))


def _known() -> frozenset[str]:
    """All words that name units."""
    words = headings.words("units")
    return words["team.named"] | words["team.whole"] | words["pole.named"] | words["pole.whole"] | words["plurals"]
