"""Kind of an item: priority, activity, figure or other, with the words that tell.

Reasons weigh: the item's own words, its lead-in, the headings from inner to outer, the document's title and genre. The heaviest
decides; of equals the nearest. Cue words and weights are data (`rules/kinds/*.yaml`); what words alone cannot say (an item that opens
by counting, a bare name in minutes) is here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.classify.matching import Reading
from extract.page import Passage, Span

HEADING_STEP = 10  # what a heading's cue loses with each heading further out
# "18 actions de formations" in a report is a figure; "3 nouveaux postes" among the priorities stays a priority (heading 70, plans 62).
# A past outweighs "Perspectives" (70) and a list of reasons ("parce que", 82), a future "Bilan" (65); of both, the future tells.
FUTURE_WEIGHT, PAST_WEIGHT, PASSIVE_WEIGHT = 80, 84, 46
HEADING_TENSE_WEIGHT = 68
COUNT_WEIGHT = 60
NAME_WEIGHT = 67  # "Claire MARTIN" in minutes: heavier than what a heading says, lighter than a vote
LABEL_WEIGHT = 55  # "Nouveaux candidats :" in minutes only opens a list
_COUNT = re.compile(r"[^\w(]{0,3}(?:[-−+]\s?)?\d[\d .,]*(?:\s?(?:€|euros?|EUR|CHF|%|\$))?")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’.-]*")
_RANK = re.compile(r"(?:er|re|e|ème|eme|nd|nde|ière)\b|[/.:)°-]|\s?-\s", re.I)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a kind. `passage` is None where the document as a whole says so; `span` is in the passage's text."""

    kind: str
    weight: int
    rule: str
    passage: Passage | None = None
    span: Span = (0, 0)


def reasons(reading: Reading, passage: Passage, where: tuple[str, ...], *, loss: int = 0, number: bool = True) -> list[Reason]:
    """What the words of one text say. `number`: whether the item in question holds a number."""
    found = []
    for hit in reading.of("kind"):
        rule = hit.target.rule
        place = next((one for one in rule.where if one in where), None)
        if place is None or (rule.needs_number and not number):
            continue
        if place == "start" and "item" not in rule.where and hit.start > first_word(reading):
            continue
        if rule.unless and any(other.target.rule is rule for other in reading.of("unless")):
            continue
        found.append(Reason(hit.target.owner, rule.weight - loss, hit.target.name, passage, (hit.begin, hit.stop)))
    return found


def counted(reading: Reading, passage: Passage) -> Reason | None:
    """A figure when the item opens by counting ("18 actions", "-2612.63 €", "Une trentaine de personnes"), not with a date or rank."""
    dozens = [hit for hit in reading.contexts("dozens") if hit.start <= first_word(reading) + 1]
    if dozens:
        return Reason("figure", COUNT_WEIGHT, "figure.counts", passage, (dozens[0].begin, dozens[0].stop))
    match = _COUNT.match(reading.text)
    if not match or not match.group().strip():
        return None
    rest = reading.text[match.end() :]
    number = match.group().strip(" .,-−+")
    if re.fullmatch(r"(?:19|20)\d\d", number) or _RANK.match(rest) or (not rest.strip() and not re.search(r"[€%$]|EUR|CHF", number)):
        return None
    if any(hit.begin - match.end() <= 1 for hit in reading.contexts("not-counted") if hit.begin >= match.end()):
        return None
    if "." in number and not re.search(r"[€%$]", number) and len(number) <= 4:  # "3.1 Mobilité"
        return None
    return Reason("figure", COUNT_WEIGHT, "figure.counts", passage, (match.start(), match.end()))


def tenses(reading: Reading, passage: Passage, *, relative: bool = False) -> list[Reason]:
    """What the verbs tell: the future a priority ("Le site sera refait"), the past an activity ("Une ressourcerie a ouvert").

    A past in a clause about people ("les personnes qui ont été expulsées") tells nothing of the item, a passive present ("le budget est
    adopté") little. `relative`: believe such clauses too, as in a heading ("Ce qui a été fait").
    """
    found, words = [], [(reading.text[token.start : token.end], token) for token in reading.tokens]
    futureless = {hit.start for hit in reading.contexts("not-future")}
    pastless = {hit.start for hit in reading.contexts("not-past")}
    for place, (word, token) in enumerate(words):
        before = words[place - 1][0].lower() if place else ""
        if _FUTURE.fullmatch(word) and place not in futureless:
            found.append(Reason("priority", FUTURE_WEIGHT, "priority.future-tense", passage, (token.start, token.end)))
        elif word in _AUXILIARIES and (relative or before not in _RELATIVES):
            after = range(place + 1, min(place + 3, len(words)))
            at = next((one for one in after if one not in pastless and _PARTICIPLE.fullmatch(words[one][0])), None)
            if at is not None:
                passive = word in ("est", "sont")
                weight = PASSIVE_WEIGHT if passive and before != "s" else PAST_WEIGHT
                span = (token.start, words[at][1].end)
                found.append(Reason("activity", weight, "activity.past-tense", passage, span))
    return [reason for reason in found if reason.kind == "priority"] or found


def told(reading: Reading, passage: Passage, loss: int) -> list[Reason]:
    """The same of a heading ("Ce qui a été fait", "Ce que nous ferons")."""
    return [replace(reason, weight=HEADING_TENSE_WEIGHT - loss) for reason in tenses(reading, passage, relative=True)]


_FUTURE = re.compile(r"(?:[^\W\d_A-ZÀ-Ý][^\W\d_]{1,20}(?:er|ir|dr|ur|vr|oir)|ser|fer|ir|aur|pourr|verr|devr|saur)(?:a|ons|ont|ai|ez)")
_PARTICIPLE = re.compile(
    r"[^\W\d_A-ZÀ-Ý][^\W\d_]{0,20}(?:ée?s?|[^ao]is?e?s?|[^oe]ue?s?|erte?s?|inte?s?|aite?s?|ite?s?|orte?s?)|eue?s?|été|pu|dû|vu|lu|eu|mis|pris"
)
_AUXILIARIES = frozenset(("a", "ont", "avons", "ai", "est", "sont", "avait", "avaient"))
_RELATIVES = frozenset(("qui", "que", "qu", "dont", "où", "ayant", "si", "n", "y", "il", "elle", "on"))


def minuted(reading: Reading, passage: Passage) -> Reason | None:
    """Other, in minutes: a bare name, a question, or a label that only opens a list."""
    text = reading.text.strip()
    whole = (0, len(passage.text))
    if _NAME.fullmatch(text) and all(word[0].isupper() for word in re.split(r"[\s-]+", text) if len(word) > 2):
        return Reason("other", NAME_WEIGHT, "other.name", passage, whole)
    if re.search(r"->|→", text) and not any(char.isdigit() for char in text) and len(text) < 80:
        return Reason("other", LABEL_WEIGHT, "other.proxy", passage, whole)
    if "?" in text:
        return Reason("other", LABEL_WEIGHT, "other.question", passage, whole)
    if text.endswith(":") and len(reading.tokens) <= 5:
        return Reason("other", LABEL_WEIGHT, "other.label", passage, whole)
    return None


def heaviest(found: list[Reason]) -> Reason:
    """The reason that decides: the heaviest; of equals the first."""
    return max(found, key=lambda reason: reason.weight)


def first_word(reading: Reading) -> int:
    """The place of the first word: quotes, brackets and marks before it do not count."""
    return next((place for place, token in enumerate(reading.tokens) if token.norm[0].isalnum()), 0)
