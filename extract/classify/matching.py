"""Every rule's words found in one pass: one spaCy PhraseMatcher for all terms, and a Matcher for a pattern only where its words stand.

The cost of an item does not grow with the number of themes: a word that begins no term costs one look, and a pattern whose anchor is not in
the text nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, NamedTuple

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from extract import text
from extract.classify.language import doc, vocabulary, words
from extract.taxonomy import Taxonomy, schema

Checks = tuple[tuple[int, str], ...]  # (place of a word, its exact form, or the acronym it must be)
CONTEXT = "context:"  # begins the shelf of each context
FOREIGN = "foreign-people"  # the context's name; those of other languages add theirs ("foreign-people-nl"), on the same shelf
_RECALLED = 1 << 11  # headings and the like that are remembered, each with a few KB of hits
_LINE = 200  # characters of one worth remembering
MAX_HITS = 500  # of one sort in one item: "asile" a thousand times over says no more than once
MEANINGLESS = "meaningless"  # the context that no text is asked for: what suggested terms do not begin or end with
STOPS = frozenset((",", ";", ":", ".", "(", ")", "!", "?", "•", "→", "–", "—", "|"))


@dataclass(slots=True, eq=False)
class Target:
    """What a phrase stands for. `owner` is a theme, kind, action or context; `rule` is its rule, None for a context.

    The shelf is "theme", "theme-counter", "action", "action-counter", "kind", "needs", "unless", "context-counter" or "context:NAME".
    What every hit is asked stands here as well: a rule's own fields take far longer to look up.
    """

    shelf: str
    owner: str
    rule: Any = None
    name: str = field(init=False)
    place: str = field(init=False)  # where in the item it counts
    needs: bool = field(init=False)  # whether it counts only beside other words
    unless: bool = field(init=False)  # whether other words take it back
    yields: bool = field(init=False)  # a means: gives way to another object
    weak: bool = field(init=False)
    subtheme: str = field(init=False)  # with its theme, "" for none

    def __post_init__(self) -> None:
        self.name = f"{self.owner}.{self.rule.id}" if self.rule is not None else self.owner
        self.place = getattr(self.rule, "place", "anywhere")
        self.needs = bool(getattr(self.rule, "needs", ()))
        self.unless = bool(getattr(self.rule, "unless", ()))
        self.yields = getattr(self.rule, "yields", False)
        self.weak = getattr(self.rule, "strength", "strong") == "weak"
        subtheme = getattr(self.rule, "subtheme", None)
        self.subtheme = f"{self.owner}.{subtheme}" if subtheme else ""


class Hit(NamedTuple):
    """Words `start:end` (tokens) that stand for `target`; `begin:stop` are their characters."""

    target: Target
    start: int
    end: int
    begin: int
    stop: int

    def overlaps(self, other: Hit) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Hit) -> bool:
        return self.start <= other.start and other.end <= self.end and (self.end - self.start) > (other.end - other.start)


Spoken = tuple[Target, tuple[str, ...], tuple[str, ...]]  # with its terms and its patterns
Meaning = tuple[tuple[Target, Checks], ...]  # all that a phrase stands for, in the order of the targets' names
_hit = partial(tuple.__new__, Hit)  # in half the time that `Hit(…)` takes: there are as many as words


@dataclass(slots=True)
class Reading:
    """A text, its words in parallel lists, and all that was found in it, by shelf, in the order of the text."""

    text: str
    norms: list[str]
    words: list[str]  # as printed
    starts: list[int]
    ends: list[int]
    hits: dict[str, list[Hit]] = field(default_factory=dict)

    def of(self, shelf: str) -> Sequence[Hit]:
        return self.hits.get(shelf, ())

    def contexts(self, name: str) -> Sequence[Hit]:
        return self.hits.get(CONTEXT + name, ())

    def places(self, context: str) -> Container[int]:
        """Where the words of `context` begin, among the words of the text."""
        hits = self.hits.get(CONTEXT + context)
        return {hit.start for hit in hits} if hits else ()

    def first_word(self) -> int:
        """The place of the first word: quotes, brackets and marks before it do not count."""
        norms = self.norms
        if norms and norms[0][0].isalnum():  # as most
            return 0
        return next((place for place, norm in enumerate(norms) if norm[0].isalnum()), 0)

    def add(self, found: Sequence[Hit]) -> None:
        """Puts more hits on the shelves, each in its place: of hits from one place the longest first."""
        for hit in found:
            self.hits.setdefault(hit.target.shelf, []).append(hit)
        for name in {hit.target.shelf for hit in found}:
            self.hits[name].sort(key=_place)
            del self.hits[name][MAX_HITS:]


def _named(meant: tuple[Target, Checks]) -> tuple[str, Checks]:
    return meant[0].name, meant[1]


def _longest_first(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1], -match[2]


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.target.name


class Lexicon:
    """All phrases and patterns of a taxonomy in one language, ready to match."""

    def __init__(self, taxonomy: Taxonomy, language: str) -> None:
        self.language = language
        self._patterns: list[Pattern] = []
        self._anchors: dict[str, list[int]] = defaultdict(list)  # {norm: patterns that are tried where it stands}
        phrases: dict[tuple[str, ...], dict[tuple[Target, Checks], None]] = defaultdict(dict)
        for target, terms, patterns in _entries(taxonomy, language):
            for term in terms:
                for variant, checks in _variants(term, language):
                    phrases[variant][target, checks] = None
            for value in patterns:
                pattern = _pattern(target, value, language)
                for norm in min(pattern.needed, key=lambda group: (len(group), -min(map(len, group)))):  # the rarest
                    self._anchors[norm].append(len(self._patterns))
                self._patterns.append(pattern)
        self._anchored = frozenset(self._anchors)
        vocab = vocabulary()
        self._phrases = PhraseMatcher(vocab, attr="ORTH")
        self._meanings: dict[int, Meaning] = {}  # by the key of the phrase
        for number, (variant, meant) in enumerate(phrases.items()):
            name = f"{language}:{number}"
            self._phrases.add(name, [Doc(vocab, words=list(variant))])
            self._meanings[vocab.strings[name]] = tuple(sorted(meant, key=_named))
        self._recalled = lru_cache(maxsize=_RECALLED)(self.read)

    def read(self, string: str) -> Reading:
        """All that stands in `string`."""
        reading = Reading(string, *words(string, self.language))
        whole = doc(reading.norms)
        self._find_phrases(reading, whole)
        if anchors := self._anchored.intersection(reading.norms):
            reading.add([*self._find_patterns(reading, whole, anchors)])
        return reading

    def recall(self, string: str) -> Reading:
        """All that stands in `string`, which may come back in other documents."""
        return self._recalled(string) if len(string) <= _LINE else self.read(string)

    def _find_phrases(self, reading: Reading, whole: Doc) -> None:
        """Puts the phrases on the shelves, in the order of the text; of those from one place the longest first."""
        starts, ends, hits = reading.starts, reading.ends, reading.hits
        for key, start, end in sorted(self._phrases(whole), key=_longest_first):
            for target, checks in self._meanings[key]:
                if checks and not _holds(reading, start, checks):
                    continue
                hit = _hit((target, start, end, starts[start], ends[end - 1]))
                shelf = hits.get(target.shelf)
                if shelf is None:
                    hits[target.shelf] = [hit]
                elif len(shelf) < MAX_HITS:
                    shelf.append(hit)

    def _find_patterns(self, reading: Reading, whole: Doc, anchors: Iterable[str]) -> Iterator[Hit]:
        """What the patterns find whose anchors are in the text."""
        tried = sorted({index for norm in anchors for index in self._anchors[norm]})
        patterns = [pattern for pattern in map(self._patterns.__getitem__, tried) if pattern.may_stand(reading.norms)]
        for pattern in patterns:
            for start, end in _longest({(start, end) for _, start, end in pattern.matcher(whole)}):
                yield Hit(pattern.target, start, end, reading.starts[start], reading.ends[end - 1])


@lru_cache(maxsize=8)
def lexicon(taxonomy: Taxonomy, language: str) -> Lexicon:
    """The lexicon of `taxonomy`, built once a process."""
    import gc

    built = Lexicon(taxonomy, language)
    gc.freeze()  # a hundred thousand lasting objects: the collector need not walk them (a quarter of the time), forked workers share them
    return built


def _entries(taxonomy: Taxonomy, language: str) -> Iterator[Spoken]:
    """(target, terms, patterns) of everything that speaks `language`."""
    for shelf, labels in (("theme", taxonomy.themes), ("action", taxonomy.actions)):
        for label in labels.values():
            for rule in label.rules:
                if rule.language in (language, "any"):
                    yield Target(shelf, label.id, rule), rule.terms, rule.patterns
                    yield from _conditions(label.id, rule)
            for counter in label.counters:
                if counter.language in (language, "any"):
                    yield Target(f"{shelf}-counter", label.id, counter), counter.terms, counter.patterns
    for kind in taxonomy.kinds.values():
        for cue in kind.rules:
            if cue.language in (language, "any"):
                yield Target("kind", kind.id, cue), cue.terms, cue.patterns
                if cue.unless:
                    yield Target("unless", kind.id, cue), cue.unless, ()
    for context in taxonomy.contexts.values():
        if context.language in (language, "any") and context.id != MEANINGLESS:
            shelf = FOREIGN if context.id.startswith(FOREIGN) else context.id
            yield Target(CONTEXT + shelf, context.id), context.terms, ()
            if context.counters:
                yield Target("context-counter", context.id), context.counters, ()


def _conditions(owner: str, rule: schema.Rule) -> Iterator[Spoken]:
    if rule.needs:
        yield Target("needs", owner, rule), rule.needs, ()
    if rule.unless:
        yield Target("unless", owner, rule), rule.unless, ()


def phrases_of(term: str, language: str) -> list[tuple[tuple[str, ...], Checks]]:
    """The phrases a term stands for, as norms, with what must hold of their words."""
    return sorted(set(_variants(term, language)))


def _variants(term: str, language: str) -> Iterator[tuple[tuple[str, ...], Checks]]:
    """The ways a term is written, as norms, and what must hold of its words: with and without "à", hyphens joined or parted."""
    exact = term.startswith("=")
    term = term.removeprefix("=")
    for form in sorted({term, term.replace("-", "")}):
        found = [(token.norm, form[token.start : token.end]) for token in text.tokens(form, language)]
        yield _variant(found, exact)
        if language == "fr" and len(found) > 2 and any(norm == "a" for norm, _ in found[1:]):
            yield _variant([one for place, one in enumerate(found) if place == 0 or one[0] != "a"], exact)


def _variant(found: list[tuple[str, str]], exact: bool) -> tuple[tuple[str, ...], Checks]:
    checks = {place: text.fold(word).text for place, (_, word) in enumerate(found) if exact}
    checks |= {place: word for place, (_, word) in enumerate(found) if len(word) > 1 and word.isupper() and word.isalpha()}
    return tuple(norm for norm, _ in found), tuple(sorted(checks.items()))


def _holds(reading: Reading, start: int, checks: Checks) -> bool:
    """Whether the words are in capitals where they must be ("MIE", "MIEs", "M.I.E.", not "mie"), or of the exact form asked for.

    In a line all in capitals only acronyms of more than three letters are believed.
    """
    for place, form in checks:
        word = reading.words[start + place]
        if not form.isupper():
            if text.fold(word).text != form:
                return False
        elif word.replace(".", "") not in (form, f"{form}s"):  # "PAS" is not PASS
            return False
        elif len(form) < 4 and len(reading.text) > 24 and reading.text.isupper():
            return False
    return True


class Pattern(NamedTuple):
    """A spaCy Matcher for one pattern, and what must be in a text for it to be tried: a norm of each of the `needed` groups, a number if it
    `counts`, all among as many words as the pattern may cover (`reach`)."""

    target: Target
    matcher: Matcher
    needed: list[frozenset[str]]
    counts: bool
    reach: int

    def may_stand(self, norms: list[str]) -> bool:
        for group in self.needed:
            if group.isdisjoint(norms):
                return False
        if self.counts and not any([norm[0].isdigit() for norm in norms]):
            return False
        first, *others = self.needed
        places = [place for place, norm in enumerate(norms) if norm in first]
        return any(not any([group.isdisjoint(norms[place : place + self.reach]) for group in others]) for place in places)


def _pattern(target: Target, pattern: str, language: str) -> Pattern:
    steps: list[dict[str, Any]] = []
    needed: list[frozenset[str]] = []
    for step in schema.parse_pattern(pattern):
        if step[0] == "gap":
            steps.extend({"ORTH": {"NOT_IN": sorted(STOPS)}, "OP": "?"} for _ in range(step[1]))
        elif step[0] == "number":
            steps.append({"LIKE_NUM": True})
        else:
            norms = sorted({text.tokens(word, language)[0].norm for word in step[1]})
            steps.append({"ORTH": {"IN": norms}} | ({"OP": "?"} if step[0] == "maybe" else {}))
            if step[0] == "words":
                needed.append(frozenset(norms))
    matcher = Matcher(vocabulary())
    matcher.add("pattern", [steps])
    return Pattern(target, matcher, needed, {"LIKE_NUM": True} in steps, len(steps))


def _longest(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of spans that overlap, the longest; the first of equals."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= low or high <= start for low, high in kept):
            kept.append((start, end))
    return sorted(kept)
