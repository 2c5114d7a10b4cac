"""Every rule's words found in one pass: one PhraseMatcher for all terms, a Matcher for a pattern only where its anchor word stands.

All texts of a document go through the phrase matcher together, as one Doc: most of what a short text would cost is its Doc.

The cost of an item does not grow with the number of themes: the phrase matcher is a trie, and a pattern whose anchor is not in the
text costs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from extract import text
from extract.classify.language import BETWEEN, doc, vocabulary
from extract.taxonomy import Taxonomy, schema

Checks = tuple[tuple[int, str], ...]  # (place of a word, its exact form, or the acronym it must be)
MAX_HITS = 500  # of one sort in one item: "asile" a thousand times over says no more than once
STOPS = (",", ";", ":", ".", "(", ")", "!", "?", "•", "→", "–", "—", "|")


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """What a phrase stands for. `owner` is a theme, kind, action or context; `rule` is its rule, None for a context."""

    shelf: str  # "theme" | "theme-counter" | "action" | "action-counter" | "kind" | "context" | "context-counter" | "needs" | "unless"
    owner: str
    rule: Any = None
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.owner}.{self.rule.id}" if self.rule is not None else self.owner)


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


_hit = partial(tuple.__new__, Hit)  # in half the time that `Hit(…)` takes: there are as many as words


@dataclass(slots=True)
class Reading:
    """A text with all that was found in it, by shelf, in the order of the text."""

    text: str
    tokens: list[text.Token]
    norms: frozenset[str] = frozenset()
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    named: dict[str, list[Hit]] = field(default_factory=dict)  # those of the shelf "context", by the context's name

    def of(self, shelf: str) -> Sequence[Hit]:
        return self.hits.get(shelf, ())

    def contexts(self, name: str) -> Sequence[Hit]:
        return self.named.get(name, ())

    def word(self, place: int) -> str:
        """The word at `place` among the tokens, as printed."""
        token = self.tokens[place]
        return self.text[token.start : token.end]

    def file(self, found: list[Hit]) -> None:
        """Puts `found` on the shelves, in the order of the text, of hits from one place the longest first."""
        if len(found) > 1:
            found.sort(key=_place)
        for hit in found:
            name = hit.target.shelf
            shelf = self.hits.get(name)
            if shelf is None:
                shelf = self.hits[name] = []
            if len(shelf) < MAX_HITS:
                shelf.append(hit)
                if name == "context":
                    self.named.setdefault(hit.target.owner, []).append(hit)


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.target.name


class Lexicon:
    """All phrases and patterns of a taxonomy in one language, ready to match."""

    def __init__(self, taxonomy: Taxonomy, language: str) -> None:
        self.language = language
        self._phrases = PhraseMatcher(vocabulary(), attr="ORTH")
        self._targets: dict[int, tuple[Target, Checks]] = {}
        self._patterns: list[tuple[Target, Matcher, list[frozenset[str]], bool]] = []
        self._anchors: dict[int, int] = {}
        phrases: dict[tuple[Target, Checks], set[tuple[str, ...]]] = defaultdict(set)
        anchors: dict[int, frozenset[str]] = {}
        for target, terms, patterns in _entries(taxonomy, language):
            for term in terms:
                for variant, checks in _variants(term, language):
                    phrases[target, checks].add(variant)
            for pattern in patterns:
                matcher, needed, counts = _matcher(pattern, language)
                anchors[len(self._patterns)] = max(needed, key=lambda norms: min(map(len, norms)))
                self._patterns.append((target, matcher, needed, counts))
        vocab = vocabulary()
        for number, (key, variants) in enumerate(phrases.items()):
            name = f"{language}:{number}"
            self._phrases.add(name, [Doc(vocab, words=list(variant)) for variant in sorted(variants)])
            self._targets[vocab.strings[name]] = key
        for index, norms in anchors.items():
            name = f"{language}:anchor:{index}"
            self._phrases.add(name, [Doc(vocab, words=[norm]) for norm in sorted(norms)])
            self._anchors[vocab.strings[name]] = index

    def read(self, string: str) -> Reading:
        """All that stands in `string`."""
        return self.read_all([string])[string]

    def read_all(self, strings: Iterable[str]) -> dict[str, Reading]:
        """{text: all that stands in it}."""
        readings: dict[str, Reading] = {}
        norms: list[str] = []
        starts = [0]  # where in `norms` each text begins
        for string in dict.fromkeys(strings):
            tokens = text.tokens(string, self.language)
            own = [token.norm for token in tokens]
            readings[string] = Reading(string, tokens, frozenset(own))
            norms += own
            norms.append(BETWEEN)
            starts.append(len(norms))
        whole = doc(norms)
        matches = iter([*sorted(self._phrases(whole), key=itemgetter(1)), (0, len(norms), len(norms))])  # the last lies beyond all texts
        key, begin, finish = next(matches)
        for reading, (first, after) in zip(readings.values(), pairwise(starts), strict=True):
            tokens, found, triggered = reading.tokens, [], set()
            while begin < after:
                if key in self._anchors:
                    triggered.add(self._anchors[key])
                else:
                    target, checks = self._targets[key]
                    start, end = begin - first, finish - first
                    if not checks or _holds(reading.text, tokens, start, checks):
                        found.append(_hit((target, start, end, tokens[start][1], tokens[end - 1][2])))
                key, begin, finish = next(matches)
            if triggered:
                found += self._patterned(reading, triggered, whole, first)
            reading.file(found)
        return readings

    def _patterned(self, reading: Reading, triggered: set[int], whole: Doc, first: int) -> Iterator[Hit]:
        """What the patterns find whose anchor stands in the text, which is `whole` from token `first` on."""
        tokens = reading.tokens
        for index in sorted(triggered):
            target, matcher, needed, counts = self._patterns[index]
            if any(map(reading.norms.isdisjoint, needed)):  # far cheaper than to let the Matcher find out
                continue
            if counts and not any([norm[0].isdigit() for norm in reading.norms]):
                continue
            spans = {(start, end) for _, start, end in matcher(whole[first : first + len(tokens)])}
            yield from (Hit(target, start, end, tokens[start].start, tokens[end - 1].end) for start, end in _longest(spans))


@lru_cache(maxsize=8)
def lexicon(taxonomy: Taxonomy, language: str) -> Lexicon:
    """The lexicon of `taxonomy`, built once a process."""
    import gc

    built = Lexicon(taxonomy, language)
    gc.freeze()  # a hundred thousand lasting objects: the collector need not walk them (a quarter of the time), forked workers share them
    return built


def _entries(taxonomy: Taxonomy, language: str):
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
        if context.language in (language, "any"):
            yield Target("context", context.id), context.terms, ()
            if context.counters:
                yield Target("context-counter", context.id), context.counters, ()


def _conditions(owner: str, rule: schema.Rule):
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


def _holds(string: str, tokens: list[text.Token], start: int, checks: Checks) -> bool:
    """Whether the words are in capitals where they must be ("MIE", "MIEs", "M.I.E.", not "mie"), or of the exact form asked for.

    In a line all in capitals only acronyms of more than three letters are believed.
    """
    for place, form in checks:
        token = tokens[start + place]
        word = string[token.start : token.end]
        if not form.isupper():
            if text.fold(word).text != form:
                return False
        elif word.replace(".", "") not in (form, f"{form}s"):  # "PAS" is not PASS
            return False
        elif len(form) < 4 and len(string) > 24 and string.isupper():
            return False
    return True


def _matcher(pattern: str, language: str) -> tuple[Matcher, list[frozenset[str]], bool]:
    """A spaCy Matcher for one pattern, the norms of which each group must be in a text for the pattern to be tried, and whether a number
    must."""
    steps: list[dict] = []
    needed: list[frozenset[str]] = []
    for kind, value in schema.parse_pattern(pattern):
        if kind == "gap":
            steps.extend({"ORTH": {"NOT_IN": list(STOPS)}, "OP": "?"} for _ in range(int(str(value))))
        elif kind == "number":
            steps.append({"LIKE_NUM": True})
        else:
            norms = sorted({text.tokens(word, language)[0].norm for word in value})
            steps.append({"ORTH": {"IN": norms}} | ({"OP": "?"} if kind == "maybe" else {}))
            if kind == "words":
                needed.append(frozenset(norms))
    matcher = Matcher(vocabulary())
    matcher.add("pattern", [steps])
    return matcher, needed, {"LIKE_NUM": True} in steps


def _longest(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of spans that overlap, the longest; the first of equals."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= low or high <= start for low, high in kept):
            kept.append((start, end))
    return sorted(kept)
