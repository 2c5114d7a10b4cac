"""How likely each kind is for an item: what is said of it, its words and its shape, weighed.

A linear model (multinomial logistic regression) whose weights are data, `rules/weights/kinds.tsv`: a row for each thing that may hold of an
item, with what it says of each kind, as log-odds in tenths. `python -m tests.fitting kinds` fits them on items whose kind people coded, and
anyone may change a row. What the rules of `rules/kinds` say comes in as such things too, by source, so both speak in one sum. Items of one
list, and of one document, are often of one kind: what all of them seem to be weighs with each.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.classify.kinds import KINDS, Reason
from extract.classify.matching import Reading
from extract.page import Passage, Span
from extract.taxonomy import Taxonomy

Chances = tuple[float, ...]  # of KINDS, in their order

_UNIT = 10  # weights are tenths
_MOST = 40  # what one source can say: the rest is emphasis
_WORDS = 40  # of an item; what comes after explains
_VERBS = 25  # words among which an ending tells the person of a verb
_LIST, _DOCUMENT = 0.4, 0.3  # of what the items of a list, and of the document, seem to be, weighs with each of them
_STEADY = 1.0  # items of no kind in particular that a list is taken to have beside its own
_ENDINGS = (
    *("tions", "tion", "ments", "ment", "ages", "age", "ances", "ance", "eurs", "eur", "ons", "ez", "aient", "ait", "ants", "ant", "ent"),
    *("er", "ir", "re", "es", "és", "ées", "ée", "é", "ité", "ives", "ive", "if"),
)
_PERSONS = frozenset(("ons", "ez", "aient", "ait", "ent"))
_LABEL = re.compile(r"\w\s?: ")
_LABEL_WITHIN = 60  # characters
_SENTENCES = re.compile(r"\.\s+[A-ZÀ-Ý]")
_LENGTHS = ((2, "1-2"), (5, "3-5"), (12, "6-12"), (25, "13-25"))


class Feature(NamedTuple):
    """Something that holds of an item. `words` are where, in the item's text, or the reason that says so."""

    name: str
    value: float = 1.0
    words: Span | Reason | None = None


def features(
    reading: Reading, reasons: Iterable[Reason], *, lead: Reading | None, genre: str, timeless: bool, children: bool, form: str
) -> list[Feature]:
    """All that holds of an item and may have a weight. `genre` is the document's ("minutes" of minutes), `reasons` what the rules say."""
    out = [Feature(f"genre:{genre}")]
    if timeless:
        out.append(Feature("timeless"))
    out += _said(reasons, ":timeless" if timeless else "")
    out += _words(reading)
    out += [Feature(f"shape:{name}") for name in _shapes(reading)]
    if children:
        out.append(Feature("shape:children"))
    if form in ("prose", "table"):
        out.append(Feature(f"form:{form}"))
    if lead is not None:
        out.append(Feature("lead"))
        out += [Feature(f"lead:{norm}") for norm in {token.norm for token in lead.tokens}]
    return out


def _said(reasons: Iterable[Reason], ending: str) -> list[Feature]:
    """The heaviest reason for each kind from each source."""
    heaviest: dict[str, Reason] = {}
    for reason in reasons:
        name = f"said:{reason.kind}:{reason.source}"
        if name not in heaviest or reason.weight > heaviest[name].weight:
            heaviest[name] = reason
    return [Feature(name + ending, min(reason.weight, _MOST) / _UNIT, reason) for name, reason in heaviest.items()]


def _words(reading: Reading) -> list[Feature]:
    text = reading.text
    out: list[Feature] = []
    seen: set[str] = set()
    count = 0
    for norm, start, end in reading.tokens:
        if not norm[0].isalnum():
            continue
        if count == _WORDS:
            break
        ending = _ending(text[start:end].lower()) if count < _VERBS else ""
        if count == 0:
            out.append(Feature(f"opens:{ending}", 1.0, (start, end)))
        if ending in _PERSONS:
            seen.add(f"ends:{ending}")
        count += 1
        if norm not in seen and not norm.isdigit():
            seen.add(norm)
            out.append(Feature(f"word:{norm}", 1.0, (start, end)))
    out += [Feature(name) for name in sorted(seen) if name.startswith("ends:")]
    out.append(Feature(f"length:{next((name for most, name in _LENGTHS if count <= most), '26+')}"))
    return out


@lru_cache(maxsize=1 << 14)
def _ending(word: str) -> str:
    """The ending that tells what sort of word it may be, "-" for none."""
    return next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2), "-")


def _shapes(reading: Reading) -> Iterable[str]:
    text, tokens = reading.text.strip(), reading.tokens
    if tokens and tokens[0].norm[0].isdigit():
        yield "number-first"
    if any(token.norm[0].isdigit() for token in tokens):
        yield "number"
    if text[:1] in ("«", '"', "“"):
        yield "quote-first"
    if "?" in text:
        yield "question"
    if ": " in text and _LABEL.search(text, 0, _LABEL_WITHIN):
        yield "label"
    if text[:1].islower():
        yield "small-first"
    if ". " in text and _SENTENCES.search(text):
        yield "sentences"


class Scales:
    """The weights of all features, ready to add up."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._rows = {name: tuple(weight / _UNIT for weight in row) for name, row in taxonomy.weights.items()}
        self._always = self._rows.get("always", (0.0,) * len(KINDS))

    def logits(self, found: Iterable[Feature]) -> Chances:
        """The sum of what `found` say of each kind, in log-odds."""
        first, second, third, fourth = self._always
        for name, value, _ in found:
            row = self._rows.get(name) or self._unfitted(name)
            if row is not None:
                first += row[0] * value
                second += row[1] * value
                third += row[2] * value
                fourth += row[3] * value
        return first, second, third, fourth

    def _unfitted(self, name: str) -> Chances | None:
        """What a rule says by a source that no coded item heard it from, it says of its own kind."""
        if not name.startswith("said:"):
            return None
        kind = name.split(":")[1]
        return tuple(float(one == kind) for one in KINDS)

    def heaviest(self, found: Iterable[Feature], kind: str, passage: Passage) -> Reason:
        """What of `found` speaks most for `kind` rather than for the others, as a reason: words before shapes, and shapes before the rest.

        Words of the item tell it as the rule "KIND.word", what has no words as "KIND.NAME" of the whole item.
        """
        at, best, most = KINDS.index(kind), None, (0, 0.0)
        for one in found:
            row = self._rows.get(one.name) or self._unfitted(one.name)
            if row is None or (isinstance(one.words, Reason) and one.words.kind != kind):
                continue
            weight = (row[at] - sum(row) / len(row)) * one.value
            rank = 2 if one.words is not None else 1 if one.name.startswith("shape:") else 0
            if weight > 0 and (rank, weight) > most:
                best, most = one, (rank, weight)
        if best is not None and isinstance(best.words, Reason):
            return best.words
        sort = best.name.partition(":")[0] if best is not None else "list"
        span = best.words if best is not None and best.words is not None else (0, len(passage.text))
        return Reason(kind, most[1] * _UNIT, f"{kind}.{sort}", "item", passage, span)


@lru_cache(maxsize=8)
def scales(taxonomy: Taxonomy) -> Scales:
    return Scales(taxonomy)


def chances(logits: Chances) -> Chances:
    """Log-odds as probabilities."""
    most = max(logits)
    powers = [math.exp(one - most) for one in logits]
    total = sum(powers)
    return tuple(power / total for power in powers)


def agreed(logits: Sequence[Chances], lists: Iterable[Sequence[int]]) -> list[Chances]:
    """The chances of each item, in the light of what the others of its list and of the document seem to be.

    `lists` part the items (indices into `logits`). One step of re-estimating class priors: Saerens, Latinne & Decaestecker, "Adjusting the
    outputs of a classifier to new a priori probabilities", Neural Computation 14 (2002), damped as a few items are no sure measure.
    """
    alone = [chances(one) for one in logits]
    of_all = _leaning(alone, _DOCUMENT)
    out: list[Chances] = list(alone)
    for members in lists:
        of_list = _leaning([alone[at] for at in members], _LIST)
        for at in members:
            out[at] = chances(tuple(own + near + far for own, near, far in zip(logits[at], of_list, of_all, strict=True)))
    return out


def _leaning(members: Sequence[Chances], share: float) -> Chances:
    """What the members' kinds say of each of them: the fewer they are, the less."""
    size, even = len(members), 1 / len(KINDS)
    if size < 2:
        return (0.0,) * len(KINDS)
    means = [(sum(column) + _STEADY * even) / (size + _STEADY) for column in zip(*members, strict=True)]
    return tuple(share * (size - 1) / size * math.log(mean / even) for mean in means)
