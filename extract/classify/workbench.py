"""The taxonomy at work: try its examples, look for faults that loading cannot see, explain a text, weigh rules on a corpus, suggest
words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract import page, text
from extract.classify import classify
from extract.classify.matching import MEANINGLESS, phrases_of
from extract.classify.written import written
from extract.model import Document, Item
from extract.page import Labels
from extract.taxonomy import Taxonomy, schema

FOREIGN_TITLE = "Rapport sur les droits des personnes étrangères"  # says of an example that its document is about foreign people
GENERAL_TITLE = "Document"


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that the rules do not bear out."""

    file: str  # "themes/asylum"
    text: str
    wanted: bool
    found: tuple[str, ...]


def explain(sentence: str, taxonomy: Taxonomy, **where: Any) -> tuple[Labels, page.Transcript]:
    """What the rules make of one sentence: its labels, and the transcript their spans point into.

    `where` may say `path`, `lead_in`, `language`, `genre`, `year`, and `general` (the document does not speak of foreign people).
    """
    title = GENERAL_TITLE if where.get("general") else _TITLES.get(where.get("language") or "fr", FOREIGN_TITLE)
    about = {"title": title, **{key: where.get(key) for key in ("language", "genre", "year")}}
    item = {"text": sentence, "path": where.get("path"), "lead_in": where.get("lead_in")}
    made = written([item], about)
    labels, _ = classify(made.outline, made.metadata, made.transcript, taxonomy, page.Options())
    return labels[0], made.transcript


_TITLES = {"fr": FOREIGN_TITLE, "en": "Report on the rights of refugees", "nl": "Verslag over de rechten van vluchtelingen"}


def failures(taxonomy: Taxonomy) -> Iterator[Failure]:
    """Every example that is not found, and every counterexample that is."""
    for shelf, entries in (("themes", taxonomy.themes), ("kinds", taxonomy.kinds), ("actions", taxonomy.actions)):
        for entry in entries.values():
            for wanted, examples in ((True, entry.examples), (False, entry.counterexamples)):
                for example in examples:
                    labels, _ = explain(example.text, taxonomy, **example.model_dump(exclude={"text", "note"}))
                    found = _found(labels, shelf)
                    if (entry.id in found) != wanted:
                        yield Failure(f"{shelf}/{entry.id}", example.text, wanted, found)


def _found(labels: Labels, shelf: str) -> tuple[str, ...]:
    if shelf == "kinds":
        return (labels.kind,)
    return tuple(one.id for one in (labels.themes if shelf == "themes" else labels.actions))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the rules that a person should look at. `serious` ones make `lint` fail."""

    where: str
    what: str
    serious: bool


def lint(taxonomy: Taxonomy) -> list[Fault]:
    """Faults that each file by itself does not show: words that stand twice, counter-rules that can take nothing back or take everything,
    rules that no example tries."""
    return [*_twice(taxonomy), *_counters(taxonomy), *_untried(taxonomy)]


def _twice(taxonomy: Taxonomy) -> Iterator[Fault]:
    for theme in taxonomy.themes.values():
        seen: dict[tuple[object, ...], str] = {}
        for rule in theme.rules:
            for term in rule.terms:
                for variant in set(phrases_of(term, "fr" if rule.language == "any" else rule.language)):
                    key = (variant, rule.place, rule.language)
                    if seen.setdefault(key, rule.id) != rule.id:
                        yield Fault(f"themes/{theme.id}", f"{term!r} stands in {seen[key]!r} and in {rule.id!r}: keep one", True)


def _counters(taxonomy: Taxonomy) -> Iterator[Fault]:
    entries: list[tuple[str, schema.Theme | schema.Action]] = [("themes", theme) for theme in taxonomy.themes.values()]
    entries += [("actions", action) for action in taxonomy.actions.values()]
    for shelf, entry in entries:
        given = {
            norms for rule in entry.rules if rule.language in ("fr", "any") for term in rule.terms for norms, _ in phrases_of(term, "fr")
        }
        words = {norm for norms in given for norm in norms}
        for counter in entry.counters:
            for term in counter.terms if counter.language == "fr" and counter.scope == "overlap" else ():
                where, phrases = f"{shelf}/{entry.id}", [norms for norms, _ in phrases_of(term, "fr")]
                if any(len(norms) == 1 and norms in given for norms in phrases):
                    yield Fault(where, f"counter-term {term!r} of {counter.id!r} takes back every use of that word: name more of it", True)
                elif not any(rule.patterns for rule in entry.rules) and not words & {norm for norms in phrases for norm in norms}:
                    yield Fault(where, f"counter-term {term!r} of {counter.id!r} overlaps no term of the theme: take it out", False)
    for context in taxonomy.contexts.values():
        given = {norms for term in context.terms for norms, _ in phrases_of(term, "fr")}
        for term in context.counters:
            if any(norms in given for norms, _ in phrases_of(term, "fr")):
                yield Fault(f"contexts/{context.id}", f"counter-term {term!r} takes back every use of that word: name more of it", True)


def _untried(taxonomy: Taxonomy) -> Iterator[Fault]:
    for theme in taxonomy.themes.values():
        tried = set()
        for example in theme.examples:
            labels, _ = explain(example.text, taxonomy, **example.model_dump(exclude={"text", "note"}))
            tried |= {evidence.rule for one in (*labels.themes, *labels.uncertain) for evidence in one.evidence}
        for rule in theme.rules:
            if f"{theme.id}.{rule.id}" not in tried:
                yield Fault(f"themes/{theme.id}", f"no example tries the rule {rule.id!r}: add one", False)


@dataclass(slots=True)
class Use:
    """How a rule was used over a corpus: items it labelled, and how many of those people annotated so (None: not annotated)."""

    rule: str
    items: int = 0
    right: int | None = None


def coverage(
    taxonomy: Taxonomy, labelled: Iterable[tuple[Sequence[Any], frozenset[str] | None]]
) -> tuple[list[Use], list[tuple[str, str, int]]]:
    """The use of every theme rule, the unused ones too, and the pairs of rules of one theme that only ever fired together.

    `labelled` are the themes of each item, and those people gave it where they did.
    """
    uses = {f"{theme.id}.{rule.id}": Use(f"{theme.id}.{rule.id}") for theme in taxonomy.themes.values() for rule in theme.rules}
    fired: dict[str, set[int]] = defaultdict(set)
    for number, (themes, gold) in enumerate(labelled):
        for theme in themes:
            for rule in {evidence.rule for evidence in theme.evidence}:
                use = uses.setdefault(rule, Use(rule))
                if number not in fired[rule]:
                    fired[rule].add(number)
                    use.items += 1
                    if gold is not None:
                        use.right = (use.right or 0) + (theme.id in gold)
    together = [
        (left, right, len(fired[left]))
        for left in sorted(fired)
        for right in sorted(fired)
        if left < right and fired[left] == fired[right] and len(fired[left]) > 2 and left.split(".")[0] == right.split(".")[0]
    ]
    return sorted(uses.values(), key=lambda use: (use.items, use.rule)), together


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that mark the items in question, with how often they stand in them and elsewhere, and one of those items."""

    words: str
    inside: int
    outside: int
    keyness: float
    example: str


def suggest(
    documents: Iterable[Document], taxonomy: Taxonomy, theme: str | None = None, *, least: int = 3, top: int = 25
) -> list[Suggestion]:
    """Words and phrases that mark items without a theme; with `theme`, items to which people gave it and whose own words did not.

    Keyness is the log-likelihood ratio of an item holding the words, one to three of them (Dunning 1993, Computational Linguistics 19);
    only what is commoner inside than outside is offered, to a person who accepts it or leaves it.
    """
    inside: list[str] = []
    outside: list[str] = []
    for document in documents:
        for item in document.items:
            (inside if _in_question(item, theme) else outside).append(item.text)
    empty = frozenset(token.norm for term in taxonomy.contexts[MEANINGLESS].terms for token in text.tokens(term))
    within, beyond = _held(inside, empty), _held(outside, empty)
    found = []
    for phrase, (count, shown, example) in within.items():
        other = beyond[phrase][0] if phrase in beyond else 0
        if count >= least and count * max(len(outside), 1) > other * max(len(inside), 1):
            found.append(Suggestion(shown, count, other, round(_likelihood(count, len(inside), other, len(outside)), 2), example))
    found.sort(key=lambda one: (-one.keyness, one.words))
    return _longest(found)[:top]


def _in_question(item: Item, theme: str | None) -> bool:
    if theme is None:
        return not item.themes
    return any(one.id == theme and one.origin == "review" for one in item.themes)


def _held(texts: Sequence[str], empty: frozenset[str]) -> Mapping[tuple[str, ...], tuple[int, str, str]]:
    """For every phrase of one to three words: in how many texts it stands, as first printed, and in which."""
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], tuple[str, str]] = {}
    for string in texts:
        tokens = text.tokens(string)
        here = set()
        for length in (1, 2, 3):
            for start in range(len(tokens) - length + 1):
                piece = tokens[start : start + length]
                norms = tuple(token.norm for token in piece)
                if norms[0] in empty or norms[-1] in empty or not all(any(map(str.isalpha, norm)) for norm in norms):
                    continue
                here.add(norms)
                first.setdefault(norms, (string[piece[0].start : piece[-1].end], string))
        counts.update(here)
    return {norms: (count, *first[norms]) for norms, count in counts.items()}


def _likelihood(inside: int, inside_all: int, outside: int, outside_all: int) -> float:
    total, everything = inside + outside, inside_all + outside_all
    result = 0.0
    for seen, whole in ((inside, inside_all), (outside, outside_all)):
        if seen and whole:
            result += seen * math.log(seen / (whole * total / everything))
        if whole > seen:
            result += (whole - seen) * math.log((whole - seen) / (whole * (everything - total) / everything))
    return 2 * result


def _longest(found: list[Suggestion]) -> list[Suggestion]:
    """Without words that only stand inside a longer phrase offered with the same counts."""
    return [
        one
        for one in found
        if not any(one.words in other.words and one.words != other.words and other.inside == one.inside for other in found)
    ]
