"""How likely each kind is for an item: what is said of it, its words and its shape, weighed.

A linear model (multinomial logistic regression) whose weights are data, `rules/weights/*.tsv`: a row for each thing that may hold of an
item, with what it says of each kind, as log-odds in tenths; the words of headings have a table of their own, and what that makes of the
headings over an item is one of the things that hold of it. `python -m tests.fitting` fits them on items whose kind people coded, and anyone
may change a row. What the rules of `rules/kinds` say comes in as such things too, by source, so both speak in one sum. Items of one
list, and of one document, are often of one kind: what all of them seem to be weighs with each.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from extract.classify.kinds import KINDS, SOURCES, Reason
from extract.classify.matching import Reading
from extract.page import Passage, Span
from extract.taxonomy import Taxonomy

Chances = tuple[float, ...]  # of KINDS, in their order

_UNIT = 10  # weights are tenths
_MOST = 40  # what one source can say: the rest is emphasis
_WORDS = 40  # of an item; what comes after explains
_HEADS = 3  # headings over an item that are listened to
_HEAD_WORDS = 5  # more are many
_ABOVE = 0.6  # of what a word in the innermost heading says, one further out does
_VERBS = 25  # words among which an ending tells the person of a verb
_LIST, _DOCUMENT = 0.4, 0.15  # of what the items of a list, and of the document, seem to be, weighs with each of them
_TIMELESS = 0.6  # the same of a document out of time: a standard of a thousand criteria has not three plans
_STEADY = 1.0  # items of no kind in particular that a list is taken to have beside its own
_ENDINGS = (
    *("tions", "tion", "ments", "ment", "ages", "age", "ances", "ance", "eurs", "eur", "ons", "ez", "aient", "ait", "ants", "ant", "ent"),
    *("er", "ir", "re", "es", "és", "ées", "ée", "é", "ité", "ives", "ive", "if", "u", "us", "i", "is", "it"),
)
_PERSONS = frozenset(("ons", "ez", "aient", "ait", "ent"))
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"\w\s?: ")
_LABEL_WITHIN = 60  # characters
_SENTENCES = re.compile(r"\.\s+[A-ZÀ-Ý]")
_LENGTHS = ((2, "length:1-2"), (5, "length:3-5"), (12, "length:6-12"), (25, "length:13-25"), (math.inf, "length:26+"))  # words at most


Feature = tuple[str, float, Span | Reason | None]  # what holds of an item, how much, and the words of the item or the reason that say so


def features(
    reading: Reading,
    reasons: Iterable[Reason],
    known: Container[str],
    *,
    heading: Iterable[Feature],
    lead: Reading | None,
    genre: str,
    timeless: bool,
    children: bool,
    form: str,
) -> list[Feature]:
    """All that holds of an item, as far as it is `known` and so may have a weight. `genre` is the document's ("minutes" of minutes),
    `reasons` what the rules say, `heading` what the words of its headings do (`Scales.heading`)."""
    names = [f"genre:{genre}", *_shapes(reading)]
    if timeless:
        names.append("timeless")
    if children:
        names.append("shape:children")
    if form == "prose":
        names.append("form:prose")
    if lead is not None:
        names.append("lead")
        names += {f"lead:{norm}" for norm in lead.norms}
    out = _said(reasons)
    if timeless:  # what rules say there is worth less or more than elsewhere
        out += [(f"{name}:timeless", value, reason) for name, value, reason in out]
    out += heading
    out += _words(reading, known)
    out += [(name, 1.0, None) for name in names if name in known]
    return out


def heading_features(path: Sequence[Reading], known: Container[str]) -> list[Feature]:
    """All that holds of the headings over an item, the innermost first."""
    if not path:
        return []
    words = [norm for norm in path[0].norms if norm[0].isalpha()]
    names = {f"head:{word}" for word in words} | {f"head-pair:{one} {other}" for one, other in pairwise(words)}
    names |= {f"head-opens:{word}" for word in words[:1]} | {f"head-length:{min(len(words), _HEAD_WORDS)}"}
    if "?" in path[0].text:
        names.add("head-question")
    above = {f"head-above:{norm}" for reading in path[1:_HEADS] for norm in reading.norms if norm[0].isalpha()}
    return [(name, 1.0, None) for name in sorted(names) if name in known] + [
        (name, _ABOVE, None) for name in sorted(above) if name in known
    ]


def _said(reasons: Iterable[Reason]) -> list[Feature]:
    """The heaviest reason for each kind from each source."""
    heaviest: dict[str, Reason] = {}
    for reason in reasons:
        name = f"said:{reason.kind}:{reason.source}"
        if name not in heaviest or reason.weight > heaviest[name].weight:
            heaviest[name] = reason
    return [(name, min(reason.weight, _MOST) / _UNIT, reason) for name, reason in heaviest.items()]


def _words(reading: Reading, known: Container[str]) -> list[Feature]:
    text = reading.text
    words = [one for one in zip(reading.norms, reading.starts, reading.ends, strict=True) if one[0][0].isalnum()]
    out: list[Feature] = []
    seen: set[str] = set()
    for norm, start, end in words[:_WORDS]:
        if norm not in seen:
            seen.add(norm)
            name = f"word:{norm}"
            if name in known:
                out.append((name, 1.0, (start, end)))
    verbs = [text[start:end].lower() for _, start, end in words[:_VERBS] if text[end - 1] in "szt"]
    endings = {ending for ending in map(_ending, verbs) if ending in _PERSONS}
    if words:
        _, start, end = words[0]
        name = f"opens:{_ending(text[start:end].lower())}"
        if name in known:
            out.append((name, 1.0, (start, end)))
    names = [*(f"ends:{ending}" for ending in sorted(endings)), _LENGTHS[bisect_left(_LENGTHS, (len(words),))][1]]
    out += [(name, 1.0, None) for name in names if name in known]
    return out


@lru_cache(maxsize=1 << 14)
def _ending(word: str) -> str:
    """The ending that tells what sort of word it may be, "-" for none."""
    return next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2), "-")


def _shapes(reading: Reading) -> Iterator[str]:
    text, norms = reading.text.strip(), reading.norms
    if _DIGIT.search(text):
        yield "shape:number"
        if norms and norms[0][0].isdigit():
            yield "shape:number-first"
    if text[:1] in ("«", '"', "“"):
        yield "shape:quote-first"
    if "?" in text:
        yield "shape:question"
    if ": " in text and _LABEL.search(text, 0, _LABEL_WITHIN):
        yield "shape:label"
    if text[:1].islower():
        yield "shape:small-first"
    if ". " in text and _SENTENCES.search(text):
        yield "shape:sentences"


class Scales:
    """The weights of all features, ready to add up."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.rows: dict[str, Chances] = {
            f"said:{kind}:{source}": tuple(float(one == kind) for one in KINDS)  # unless fitted, a rule speaks for its own kind
            for kind in KINDS
            for source in SOURCES
        }
        self.rows |= {name: tuple(weight / _UNIT for weight in row) for name, row in taxonomy.weights.items()}
        self._always = self.rows.get("always", (0.0,) * len(KINDS))
        means = {name: sum(row) / len(row) for name, row in self.rows.items()}
        self._apart = {  # {kind: how much more each speaks for it than for the others}
            kind: {name: row[at] - means[name] for name, row in self.rows.items()} for at, kind in enumerate(KINDS)
        }

    def heading(self, path: Sequence[Reading], title: Passage) -> list[Feature]:
        """What the words of the headings over an item (innermost first, whose title is `title`) say of each kind, as features."""
        said = self._sum(heading_features(path, self.rows), self.rows.get("head-always"))
        span = (0, len(title.text))
        return [
            (f"heading:{kind}", value, Reason(kind, value * _UNIT, f"{kind}.heading-words", "heading", title, span))
            for kind, value in zip(KINDS, said, strict=True)
        ]

    def logits(self, found: Iterable[Feature]) -> Chances:
        """The sum of what `found` say of each kind, in log-odds."""
        return self._sum(found, self._always)

    def _sum(self, found: Iterable[Feature], begin: Chances | None) -> Chances:
        rows = self.rows
        first, second, third, fourth = begin or (0.0, 0.0, 0.0, 0.0)
        for name, value, _ in found:
            if row := rows.get(name):
                one, two, three, four = row
                first += one * value
                second += two * value
                third += three * value
                fourth += four * value
        return first, second, third, fourth

    def heaviest(self, found: Iterable[Feature], kind: str, passage: Passage) -> Reason:
        """What of `found` speaks most for `kind` rather than for the others, as a reason: words before shapes, and shapes before the rest.

        Words of the item tell it as the rule "KIND.word", what has no words as "KIND.NAME" of the whole item.
        """
        apart, best, rank, most = self._apart[kind], "list", 0, 0.0
        words: Span | Reason | None = None
        for name, value, where in found:
            weight = apart.get(name, 0.0) * value
            if weight <= 0 or (isinstance(where, Reason) and where.kind != kind):
                continue
            its_rank = 2 if where is not None else 1 if name.startswith("shape:") else 0
            if its_rank > rank or (its_rank == rank and weight > most):
                best, rank, most, words = name, its_rank, weight, where
        if isinstance(words, Reason):
            return words
        sort = best.partition(":")[0]
        return Reason(kind, most * _UNIT, f"{kind}.{sort}", "item", passage, words or (0, len(passage.text)))


@lru_cache(maxsize=8)
def scales(taxonomy: Taxonomy) -> Scales:
    return Scales(taxonomy)


def chances(logits: Sequence[float]) -> Chances:
    """Log-odds as probabilities."""
    most = max(logits)
    powers = [math.exp(one - most) for one in logits]
    total = sum(powers)
    return tuple([power / total for power in powers])


def agreed(logits: Sequence[Chances], lists: Iterable[Sequence[int]], *, timeless: bool = False) -> list[Chances]:
    """The chances of each item, in the light of what the others of its list and of the document seem to be.

    `lists` part the items (indices into `logits`). One step of re-estimating class priors: Saerens, Latinne & Decaestecker, "Adjusting the
    outputs of a classifier to new a priori probabilities", Neural Computation 14 (2002), damped as a few items are no sure measure.
    """
    alone = [chances(one) for one in logits]
    of_all = _leaning(alone, _TIMELESS if timeless else _DOCUMENT)
    out: list[Chances] = list(alone)
    for members in lists:
        of_list = _leaning([alone[at] for at in members], _LIST)
        for at in members:
            out[at] = chances([own + near + far for own, near, far in zip(logits[at], of_list, of_all, strict=True)])
    return out


def _leaning(members: Sequence[Chances], share: float) -> Chances:
    """What the members' kinds say of each of them: the fewer they are, the less."""
    size, even = len(members), 1 / len(KINDS)
    if size < 2:
        return (0.0,) * len(KINDS)
    means = [(sum(column) + _STEADY * even) / (size + _STEADY) for column in zip(*members, strict=True)]
    return tuple(share * (size - 1) / size * math.log(mean / even) for mean in means)
