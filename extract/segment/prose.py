"""Statements of a plan in running text: "Il est prévu d'ouvrir une seconde permanence." Precision comes before recall.

Signs of a plan and signs against one add up; words and weights are data (`rules/headings/prose.yaml`), forms of verbs are here.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from extract.page import Passage
from extract.taxonomy import headings
from extract.text import FUTURE, FUTURE_ENDINGS, plain

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Þ«])")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile("[a-z]+")  # of folded text
_ENDS_FUTURE = re.compile(rf"r(?:{'|'.join(FUTURE_ENDINGS)})(?![^\W\d_])")
_TAG = 3  # words of a last sentence that leans on the one before: "En vrac :"
_SUREST = 0.95  # words can always mislead
_SHORT, _LONG = 5, 70  # words of a sentence that can state a plan
_SUBJECT = 24  # characters before which a subject begins
_UNIT = 10  # weights are tenths
_NOT_FUTURE = frozenset(
    "environs patrons citrons girons terra extra infra ultra intra contra aura-t era opéra caméra choléra agora flora".split()
)
_SUBORDINATE = re.compile(r"\b(?:qui|que|qu['’]|dont|où|lorsque|lorsqu['’]|quand|jusqu['’]à ce)(?=\s|\b)", re.I)
_PASSIVE = re.compile(
    r"\b(?:sera|seront)\s+(?:[^\W\d_]+(?:ment)\s+|aussi\s+|donc\s+|alors\s+|également\s+)?[^\W\d_]+(?:é|ée|és|ées|is|ise|ises|its?|ites?|us|ue|ues|u|ert|erte|ertes)\b"
)
_OWN = re.compile(r"\b(?:nous)\s+(?:nous\s+|y\s+|en\s+|l['’]|les?\s+|la\s+)?[^\W\d_]+rons\b", re.I)
_NEGATED = re.compile(r"\b(?:ne|n['’])\s*[^\W\d_]+r(?:a|ont|ons)\b", re.I)
_LEANING = re.compile(r"(?:ils?|elles?|(?:celui|celle|ceux|celles)(?:-ci)?)\s", re.I)  # says it of what was named before
_MAY = re.compile(r"\bpourr(?:a|ont|ons)\b", re.I)
_CONDITION = re.compile(r"\bsi\b(?! bien)")
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|printemps|été|automne|hiver"
_YEAR = re.compile(rf"\b(?:en|pour|dès|courant|début|fin|{_MONTHS}) (?:19|20)\d\d\b", re.I)


def statements(passage: Passage, heading: str = "", introduces: bool = False) -> Iterator[tuple[Passage, float]]:
    """The sentences of a paragraph under `heading` that state a plan, each with how sure that is (0..1).

    `introduces`: a list follows. Its points are the plans then, and the paragraph's last sentence only leads to them.
    """
    if not _may_state_plan(passage.text):  # as most paragraphs
        return
    cuts = [0, *(found.end() for found in _SENTENCE.finditer(passage.text)), len(passage.text)]
    if introduces:
        last = passage.text[cuts[-2] :]
        cuts = cuts[: -2 if last.rstrip().endswith(":") and len(last.split()) <= _TAG else -1]
    for start, end in pairwise(cuts):
        sentence = passage.text[start:end].rstrip()
        if _SHORT <= len(sentence.split()) <= _LONG and (score := plan_score(sentence, heading)) > 0:
            yield passage.part(start, start + len(sentence)), min(_SUREST, 1 / (1 + math.exp(-score / _UNIT)))


def states_plan(sentence: str, heading: str = "") -> bool:
    """Whether a sentence under `heading` states a plan. It must end as a sentence does."""
    return plan_score(sentence, heading) > 0


def plan_score(sentence: str, heading: str = "") -> float:
    """The sum of the signs' weights; no plan where nothing is said outright, intended, expected, or in the future."""
    if not sentence.endswith((".", "!", "…")):
        return -math.inf
    known = headings.words("prose")
    found = signs(sentence, heading)
    if not found & _NEEDED:
        return -math.inf
    return known.values["start"] + sum(_weights()[sign] for sign in found)


_NEEDED = frozenset(("stated", "intended", "intends", "expected", "future"))


def signs(sentence: str, heading: str = "") -> frozenset[str]:
    """The signs of `rules/headings/prose.yaml` that a sentence under `heading` bears."""
    words, known = plain(sentence), headings.words("prose")
    future = _is_future(sentence)
    if not future and not _heard(words, _needed_cues()):
        return frozenset()  # most sentences: nothing more need be asked
    found = _heard(words, _cues())
    found |= {"unsure"} if _CONDITION.search(words) else set()
    if future:
        found.add("future")
        found |= {
            name for name, form in (("future-own", _OWN), ("future-passive", _PASSIVE), ("year-to-come", _YEAR)) if form.search(sentence)
        }
        found |= {name for name, form in (("negated", _NEGATED), ("may", _MAY)) if form.search(sentence)}
        found |= {"leaning"} if _LEANING.match(sentence) and not found & {"stated", "expected"} else set()
    if "intends" in found and not _intends().search(words):
        found.discard("intends")
    if "others" in found and not any(_has(words[: _SUBJECT + len(cue)], cue) for cue in known["against.others.words"]):
        found.discard("others")
    above = plain(heading)
    found |= {"heading"} if _has_any(above, known["plan-headings"]) else set()
    found |= {"ruled"} if _has_any(above, known["rule-headings"]) else set()
    return frozenset(found)


def _may_state_plan(paragraph: str) -> bool:
    """Whether any of its sentences can bear a sign without which there is no plan."""
    if _ENDS_FUTURE.search(paragraph):
        return True
    return bool(_heard(plain(paragraph), _needed_cues()))


def _heard(words: str, cues: dict[str, list[tuple[str, str]]]) -> set[str]:
    """The signs of which a cue is among the folded `words`."""
    return {name for word in cues.keys() & _WORD.findall(words) for name, cue in cues[word] if _has(words, cue)}


def _is_future(sentence: str) -> bool:
    """Whether a verb of a main clause is in the future: not "les personnes qui seront déboutées"."""
    if not _ENDS_FUTURE.search(sentence):  # far cheaper than to go through the words
        return False
    for found in _LETTERS.finditer(sentence):
        if found[0].endswith(FUTURE_ENDINGS) and FUTURE.fullmatch(found[0]) and found[0] not in _NOT_FUTURE:
            clause = sentence[max(sentence.rfind(mark, 0, found.start()) for mark in (",", ";", ":", "(")) + 1 : found.start()]
            if not _SUBORDINATE.search(clause):
                return True
    return False


@lru_cache(maxsize=1)
def _cues() -> dict[str, list[tuple[str, str]]]:
    """{longest word, which fewest sentences hold: (sign, cue) of all that cannot be without it}."""
    cues: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, words in headings.words("prose").lists.items():
        for cue in words if name.endswith(".words") else ():
            cues[max(_WORD.findall(cue), key=len)].append((name.split(".")[1], cue))
    return dict(cues)


@lru_cache(maxsize=1)
def _needed_cues() -> dict[str, list[tuple[str, str]]]:
    needed = ((word, [one for one in cues if one[0] in _NEEDED]) for word, cues in _cues().items())
    return {word: cues for word, cues in needed if cues}


@lru_cache(maxsize=1)
def _weights() -> dict[str, int]:
    values = headings.words("prose").values
    return {name: one["weight"] for name, one in values["signs"].items()} | {
        name: -one["weight"] for name, one in values["against"].items()
    }


@lru_cache(maxsize=1)
def _intends() -> re.Pattern[str]:
    """ "le club espère recruter", "l'association entend également ouvrir": someone of the house, at once the verb, and an infinitive.

    Not "nous avons souhaité ouvrir", whose accent the folded words have lost.
    """
    lists = headings.words("prose").lists
    subjects, verbs = (
        "|".join(sorted(map(re.escape, lists[f"{name}.words"]), key=len, reverse=True)) for name in ("signs.house", "signs.intends")
    )
    return re.compile(
        rf"(?<![a-z])(?:{subjects})(?: (?!avons |avait |avaient |a |ont )[a-z-]+)?"
        rf" (?:{verbs})(?: (?:de|egalement|aussi|bien|donc|ainsi|desormais))*"
        r" (?:d'|s'|se |y )?[a-z]+(?:er|ir|re)(?![a-z])"
    )


def _has_any(words: str, cues: Iterable[str]) -> bool:
    return any(_has(words, cue) for cue in [cue for cue in cues if cue in words])


def _has(words: str, cue: str) -> bool:
    at = words.find(cue)
    while at >= 0:
        if not words[at - 1 : at].isalpha() and (cue[-1] == "'" or not words[at + len(cue) : at + len(cue) + 1].isalpha()):
            return True
        at = words.find(cue, at + 1)
    return False
