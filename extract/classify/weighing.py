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
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.classify.kinds import KINDS, SOURCES, Reason
from extract.classify.matching import Reading
from extract.page import Passage, Span
from extract.taxonomy import Taxonomy

Chances = tuple[float, float, float, float]  # of KINDS, in their order
SILENT: Chances = (0.0, 0.0, 0.0, 0.0)

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
_LENGTHS = ((2, "1-2"), (5, "3-5"), (12, "6-12"), (25, "13-25"))  # words at most
_LONG = 26


def _row(values: Sequence[float]) -> Chances:
    """A value for each kind."""
    first, second, third, fourth = values
    return first, second, third, fourth


class Weight(NamedTuple):
    """A row of the tables: what one thing that may hold of an item says of each kind, and how much more of it than of the others."""

    sort: str  # "word" of "word:accueil"
    rest: str
    row: Chances
    apart: Chances

    @classmethod
    def of(cls, sort: str, rest: str, row: Chances) -> Weight:
        mean = sum(row) / len(row)
        return cls(sort, rest, row, _row([one - mean for one in row]))

    @property
    def name(self) -> str:
        return f"{self.sort}:{self.rest}" if self.rest else self.sort

    def reason(self, at: int, passage: Passage, span: Span) -> Reason:
        """The words at `span` as a reason for the kind at `at`."""
        return Reason(KINDS[at], self.apart[at] * _UNIT, f"{KINDS[at]}.{self.sort}", "item", passage, span)


Told = tuple[Weight, float, Reason]  # a rule, or the words of headings, how much it says, and what it is a reason for


class Ground(NamedTuple):
    """What speaks for the kind of all items of a list alike: what stands above them, and the document."""

    told: list[Told]
    bare: list[Weight]  # what has no words
    logits: Chances  # their sum


NOTHING = Ground([], [], SILENT)


class Own(NamedTuple):
    """What speaks for the kinds of one item alone: what the rules say of its words, its words, and its shape."""

    reading: Reading
    said: list[Told]
    words: list[Weight]
    shape: list[Weight]

    def logits(self, ground: Ground) -> Chances:
        """The sum of all that speaks for the kinds of the item, as log-odds."""
        return _sum(ground.logits, self.said, self.words + self.shape)

    def values(self, ground: Ground) -> dict[str, float]:
        """{what holds of the item: how much}."""
        told = {weight.name: value for weight, value, _ in (*self.said, *ground.told)}
        return told | {weight.name: 1.0 for weight in (*self.words, *self.shape, *ground.bare)}

    def heaviest(self, ground: Ground, kind: str, passage: Passage) -> Reason:
        """What speaks most for `kind` rather than for the others: words before shapes, and shapes before the rest.

        Words of the item (`passage`) tell it as the rule "KIND.word", what has no words as "KIND.NAME" of the whole item.
        """
        at, most = KINDS.index(kind), 0.0
        best: Reason | None = None
        word: Weight | None = None
        for told in (self.said, ground.told):
            for weight, value, reason in told:
                if reason.kind == kind and weight.apart[at] * value > most:
                    best, most = reason, weight.apart[at] * value
        for weight in self.words:
            if weight.apart[at] > most:
                word, most = weight, weight.apart[at]
        if best and not word:
            return best
        if word:
            return word.reason(at, passage, self._span(word))
        speaks = [weight for weight in (*self.shape, *ground.bare) if weight.apart[at] > 0]
        shapes = [weight for weight in speaks if weight.sort == "shape"]
        weight = max(shapes or speaks, key=lambda weight: weight.apart[at], default=_NOTHING)
        return weight.reason(at, passage, (0, len(passage.text)))

    def _span(self, word: Weight) -> Span:
        """Where the word stands in the item: the first of those that have its norm, or that open the item."""
        norms = self.reading.norms
        place = norms.index(word.rest) if word.sort == "word" else self.reading.first_word()
        return self.reading.starts[place], self.reading.ends[place]


_NOTHING = Weight.of("list", "", SILENT)  # where nothing of the item speaks for its kind, what the others of its list are does


class Scales:
    """The weights of all that may hold of an item, by its sort ("word" of "word:accueil"), ready to add up."""

    def __init__(self, rows: Mapping[str, Chances]) -> None:
        self._tables: dict[str, dict[str, Weight]] = defaultdict(dict)
        for name, row in rows.items():
            sort, _, rest = name.partition(":")
            self._tables[sort][rest] = Weight.of(sort, rest, row)
        self._said = self.table("said")
        self._heading = [(kind, f"{kind}.heading-words", self.table("heading").get(kind)) for kind in KINDS]
        self._head, self._pair, self._head_opens = self.table("head"), self.table("head-pair"), self.table("head-opens")
        self._head_length, self._question, self._above = self.table("head-length"), self.table("head-question"), self.table("head-above")
        self._words, self._opens, self._ends = self.table("word"), self.table("opens"), self.table("ends")
        self._lengths = [self.table("length").get(_length(count)) for count in range(_LONG + 1)]
        self._shape, self._form, self._genre, self._lead = (self.table(sort) for sort in ("shape", "form", "genre", "lead"))
        self._timeless = self.table("timeless")
        self._always = rows.get("always", _NOTHING.row)
        self._head_always = rows.get("head-always", _NOTHING.row)

    def table(self, sort: str) -> dict[str, Weight]:
        """{name without its sort: weight}."""
        return self._tables[sort]

    def ground(self, reasons: Iterable[Reason], heading: Iterable[Told], *, genre: str, timeless: bool, lead: Reading | None) -> Ground:
        """What speaks for all items of a list. `reasons` is what the rules say of them, `heading` what the words of their headings do
        (`heading`), `genre` the document's ("minutes" of minutes), `lead` their lead-in."""
        told = [*self._told(reasons, timeless), *heading]
        found = [self._genre.get(genre), self._timeless.get("") if timeless else None]
        if lead is not None:
            found += [self._lead.get(""), *map(self._lead.get, dict.fromkeys(lead.norms))]
        bare = [weight for weight in found if weight]
        return Ground(told, bare, _sum(self._always, told, bare))

    def own(self, reading: Reading, reasons: Iterable[Reason], *, timeless: bool, children: bool, prose: bool) -> Own:
        """What speaks for the kinds of an item alone. `reasons` is what the rules say of its words."""
        words = [norm for norm in reading.norms if norm[0].isalnum()]
        held = [*map(self._words.get, dict.fromkeys(words[:_WORDS]))]
        if words:
            held.append(self._opens.get(_ending(reading.words[reading.first_word()].lower())))
        shape = [self._lengths[min(len(words), _LONG)]]
        printed = reading.words
        if len(printed) > _VERBS:
            printed = [word for word, norm in zip(printed, reading.norms, strict=True) if norm[0].isalnum()][:_VERBS]
        if len(persons := set(map(_person, printed))) > 1:
            shape += map(self._ends.get, sorted(persons - {""}))
        shape += map(self._shape.get, _shapes(reading))
        if children:
            shape.append(self._shape.get("children"))
        if prose:
            shape.append(self._form.get("prose"))
        return Own(reading, self._told(reasons, timeless), [one for one in held if one], [one for one in shape if one])

    def _told(self, reasons: Iterable[Reason], timeless: bool) -> list[Told]:
        """The heaviest reason for each kind from each source; what rules say is worth less or more out of time than elsewhere."""
        heaviest: dict[str, Reason] = {}
        for reason in reasons:
            name = f"{reason.kind}:{reason.source}"
            if name not in heaviest or reason.weight > heaviest[name].weight:
                heaviest[name] = reason
        names = [(name, reason) for name, reason in heaviest.items()]
        if timeless:
            names += [(f"{name}:timeless", reason) for name, reason in names]
        return [(weight, min(reason.weight, _MOST) / _UNIT, reason) for name, reason in names if (weight := self._said.get(name))]

    def heading(self, path: Sequence[Reading], title: Passage) -> list[Told]:
        """What the words of the headings over an item (innermost first, whose title is `title`) say of each kind, to be weighed."""
        said = _sum(self._head_always, self.headed(path), ())
        span = (0, len(title.text))
        return [
            (weight, value, Reason(kind, value * _UNIT, rule, "heading", title, span))
            for (kind, rule, weight), value in zip(self._heading, said, strict=True)
            if weight
        ]

    def headed(self, path: Sequence[Reading]) -> list[tuple[Weight, float, None]]:
        """What holds of the headings over an item, the innermost first, and how much."""
        words = [norm for norm in path[0].norms if norm[0].isalpha()]
        found = [*map(self._head.get, dict.fromkeys(words))]
        found += map(self._pair.get, dict.fromkeys([f"{one} {other}" for one, other in pairwise(words)]))
        found += map(self._head_opens.get, words[:1])
        found.append(self._head_length.get(str(min(len(words), _HEAD_WORDS))))
        if "?" in path[0].text:
            found.append(self._question.get(""))
        above = dict.fromkeys([norm for reading in path[1:_HEADS] for norm in reading.norms if norm[0].isalpha()])
        further = map(self._above.get, above)
        return [(weight, 1.0, None) for weight in found if weight] + [(weight, _ABOVE, None) for weight in further if weight]


@lru_cache(maxsize=8)
def scales(taxonomy: Taxonomy) -> Scales:
    return Scales(rows(taxonomy))


def rows(taxonomy: Taxonomy) -> dict[str, Chances]:
    """{what holds of an item: what it says of each kind}: the tables as log-odds. Unless fitted, a rule speaks for its own kind."""
    own = {f"said:{kind}:{source}": _row([float(one == kind) for one in KINDS]) for kind in KINDS for source in SOURCES}
    return own | {name: _row([weight / _UNIT for weight in row]) for name, row in taxonomy.weights.items()}


def _sum(begin: Chances, told: Iterable[tuple[Weight, float, Reason | None]], more: Iterable[Weight]) -> Chances:
    first, second, third, fourth = begin
    for weight, value, _ in told:
        one, two, three, four = weight.row
        first += one * value
        second += two * value
        third += three * value
        fourth += four * value
    for weight in more:
        one, two, three, four = weight.row
        first += one
        second += two
        third += three
        fourth += four
    return first, second, third, fourth


@lru_cache(maxsize=1 << 14)
def _ending(word: str) -> str:
    """The ending that tells what sort of word it may be, "-" for none."""
    return next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) > len(ending) + 2), "-")


@lru_cache(maxsize=1 << 14)
def _person(word: str) -> str:
    """The ending that tells the person of a verb, "" for none."""
    ending = _ending(word.lower()) if word[-1] in "szt" and word[0].isalnum() else ""
    return ending if ending in _PERSONS else ""


def _length(count: int) -> str:
    return next((name for most, name in _LENGTHS if count <= most), f"{_LONG}+")


def _shapes(reading: Reading) -> list[str]:
    text, norms, found = reading.text.strip(), reading.norms, []
    if _DIGIT.search(text):
        found.append("number")
        if norms and norms[0][0].isdigit():
            found.append("number-first")
    if text[:1] in ("«", '"', "“"):
        found.append("quote-first")
    if "?" in text:
        found.append("question")
    if ": " in text and _LABEL.search(text, 0, _LABEL_WITHIN):
        found.append("label")
    if text[:1].islower():
        found.append("small-first")
    if ". " in text and _SENTENCES.search(text):
        found.append("sentences")
    return found


def chances(logits: Sequence[float]) -> Chances:
    """Log-odds as probabilities."""
    most = max(logits)
    first, second, third, fourth = [math.exp(one - most) for one in logits]
    total = first + second + third + fourth
    return first / total, second / total, third / total, fourth / total


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
        return SILENT
    means = [(sum(column) + _STEADY * even) / (size + _STEADY) for column in zip(*members, strict=True)]
    return _row([share * (size - 1) / size * math.log(mean / even) for mean in means])
