"""What a rule file may say: the values of `rules/**/*.yaml`, checked by pydantic.

A file is one theme, one kind, one action or one context. Its rules hold terms (literal words; the engine sees to inflection, inclusive
writing, accents, hyphens) and patterns (words with alternatives and bounded gaps). Nothing in them can run for ever.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from extract import text

LANGUAGES = ("fr", "en", "nl")
MAX_GAP = 8  # words a "..n" may skip
MAX_PHRASE = 16  # words of a term or pattern

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Language = Literal["fr", "en", "nl", "any"]


def _phrase(value: str) -> str:
    if re.search(r"[\\*?^$\[\]{}]|\+(?!$)", value):
        raise ValueError(f"{value!r} is not a plain phrase: regular expressions are not read; list the words, or use `patterns`")
    found = text.tokens(value.removeprefix("="))
    if not found:
        raise ValueError(f"{value!r} holds no word that counts")
    if len(found) > MAX_PHRASE:
        raise ValueError(f"{value[:40]!r}… is longer than {MAX_PHRASE} words: shorten it")
    return value


# "rétention" finds all forms of the word; "=locaux" only this form (not "local"); a word in capitals ("MIE") only capitals.
Term = Annotated[str, AfterValidator(_phrase)]


def _pattern(value: str) -> str:
    parse_pattern(value)
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]


# Of a pattern: words of which one must stand or may, how many others may stand between, a number.
Step = tuple[Literal["words", "maybe"], tuple[str, ...]] | tuple[Literal["gap"], int] | tuple[Literal["number"], None]


def parse_pattern(value: str) -> tuple[Step, ...]:
    """The steps of a pattern: ("words", alternatives), ("maybe", alternatives), ("gap", n), ("number", None).

    `mineur ..2 [isolé | étranger] (non accompagné)`: words in order; `[a | b]` one of them; `(a)` may be missing; `..n` up to n words
    between; `#` a number. Raises ValueError with the remedy.
    """
    steps: list[Step] = []
    for piece in re.findall(r"\[[^\]]*\]|\([^)]*\)|\.\.\S*|#|[^\s\[\]()#]+|\S", value):
        if piece.startswith(".."):
            if not re.fullmatch(r"\.\.[1-9]", piece) or int(piece[2:]) > MAX_GAP:
                raise ValueError(f"{piece!r} in {value!r}: a gap is written ..1 to ..{MAX_GAP}; none is without bound")
            steps.append(("gap", int(piece[2:])))
        elif piece == "#":
            steps.append(("number", None))
        elif piece[0] in "[(" and len(piece) > 2:
            words = tuple(_one_word(word.strip()) for word in piece[1:-1].split("|"))
            if any(words):
                steps.append(("words" if piece[0] == "[" else "maybe", tuple(filter(None, words))))
        elif word := _one_word(piece):
            steps.append(("words", (word,)))
    if not any(kind == "words" for kind, _ in steps):
        raise ValueError(f"{value!r} needs at least one word")
    if steps[0][0] == "gap" or steps[-1][0] == "gap":
        raise ValueError(f"{value!r}: a gap stands between words, not at an end")
    if len(steps) > MAX_PHRASE:
        raise ValueError(f"{value[:40]!r}… is longer than {MAX_PHRASE} steps: shorten it")
    return tuple(steps)


def _one_word(word: str) -> str:
    """`word`, or "" for an article or "de", which the matching passes over."""
    if re.search(r"[\\*?+^${}|\[\]()]", word) or not word:
        raise ValueError(f"{word!r} is not a word: regular expressions and wildcards are not read")
    found = text.tokens(word)
    if len(found) > 1:
        raise ValueError(f"{word!r} must be one word: hyphens and apostrophes part words")
    return word if found else ""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Entry):
    id: Identifier


class Labels(Entry):
    fr: str
    en: str
    nl: str = ""


class Rule(Named):
    """Words that decide. Either `terms` or `patterns` must be there."""

    terms: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    language: Language = "fr"
    strength: Literal["strong", "weak"] = "strong"
    place: Literal["anywhere", "object", "head", "start", "end", "heading", "item"] = "anywhere"
    yields: bool = False  # a means: gives way when the item has another object (codebook R1)
    public: Literal["foreign", "any"] | None = None  # None: as the theme says
    needs: tuple[Term, ...] = ()  # counts only when one of these is in the item, its lead-in or the headings above
    unless: tuple[Term, ...] = ()  # taken back when one of these is in the item
    subtheme: Identifier | None = None
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.terms and not self.patterns:
            raise ValueError(f"rule {self.id!r} has neither terms nor patterns: add one, or take the rule out")
        return self


class Counter(Named):
    """Words that take a theme back where they overlap the words that gave it ("rétention d'eau"), or anywhere in the item."""

    terms: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    language: Language = "fr"
    scope: Literal["overlap", "item"] = "overlap"
    rules: tuple[Identifier, ...] = ()  # only these rules; empty: all of the theme
    note: str = ""


class Example(Entry):
    """A sentence, where it stands, and what else it may say."""

    text: str
    path: tuple[str, ...] = ()
    lead_in: str | None = None
    language: Literal["fr", "en", "nl"] = "fr"
    genre: str | None = None
    year: int | None = None  # of the document
    general: bool = False  # the document is of a general kind: it does not speak of foreign people
    note: str = ""


def _example(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class _File(Named):
    labels: Labels
    definition: str
    extends: bool = False  # of a layered folder: adds to the built-in file of this id instead of replacing it
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()

    @field_validator("examples", "counterexamples", mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return [_example(one) for one in value] if isinstance(value, list) else value


class Theme(_File):
    mission: bool = False
    excludes: tuple[str, ...] = ()
    public: Literal["foreign", "any"] = "any"  # "foreign": only about foreign people (codebook, rulings)
    speaker: bool = False  # the work of the organisation that speaks, never a public policy it asks for (codebook, rulings)
    subthemes: dict[Identifier, Labels] = Field(default_factory=dict)
    rules: tuple[Rule, ...]
    counters: tuple[Counter, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = [rule.id for rule in (*self.rules, *self.counters)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two rules are called {name!r}: give each its own id")
        for rule in self.rules:
            if rule.subtheme and rule.subtheme not in self.subthemes:
                raise ValueError(f"rule {rule.id!r} names the sub-theme {rule.subtheme!r}, which `subthemes` does not list")
        for counter in self.counters:
            for name in counter.rules:
                if name not in {rule.id for rule in self.rules}:
                    raise ValueError(f"counter {counter.id!r} names the rule {name!r}, which is not there")
        return self


class Cue(Named):
    """Words that tell a kind of item, and where to look for them."""

    terms: tuple[Term, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    language: Language = "fr"
    where: tuple[Literal["item", "start", "heading", "lead-in", "title"], ...] = ("item",)
    weight: Annotated[int, Field(ge=1, le=100)] = 30  # log-odds in tenths
    needs_number: bool = False  # counts only for items that hold a number
    genres: tuple[str, ...] = ()  # counts only in documents of these genres
    unless: tuple[Term, ...] = ()
    note: str = ""

    @field_validator("where", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.terms and not self.patterns:
            raise ValueError(f"cue {self.id!r} has neither terms nor patterns: add one, or take the cue out")
        return self


class Kind(_File):
    genres: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)  # genre of the document → what it weighs
    grammar: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)  # sign of `classify.grammar` → what it weighs
    rules: tuple[Cue, ...]


class Action(_File):
    rules: tuple[Rule, ...]
    counters: tuple[Counter, ...] = ()


class Context(Named):
    """A list of words the engine asks about: who foreign people are, what introduces an addressee, a means, …"""

    definition: str
    language: Language = "fr"
    terms: tuple[Term, ...]
    counters: tuple[Term, ...] = ()
