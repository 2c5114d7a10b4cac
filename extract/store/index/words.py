"""Words as the index holds them, and what a person types made into a question SQLite cannot misread."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.errors import UsageError
from extract.text import fold, tokens

_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w+")
COLUMNS = {"all": "text headings lead_in", "text": "text", "headings": "headings lead_in"}


def norms(text: str) -> str:
    """The words of `text` as they are indexed: case, accents, inclusive and plural endings aside ("réfugié·es" and "Réfugiés" are one)."""
    return " ".join(_norms(text))


@lru_cache(maxsize=1 << 14)
def heading_norms(text: str) -> str:
    """The same, remembered: a heading stands above many items."""
    return norms(text)


def _norms(text: str) -> list[str]:
    found: list[str] = []
    for token in tokens(text):
        if token.norm.isalnum() or _WORD.search(token.norm):
            found.append(token.norm)
        else:  # a mark, or an address: "lacimade.org" is searched by its parts
            found += _WORD.findall(fold(text[token.start : token.end]).text)
    return found


@lru_cache(maxsize=1 << 16)
def facet(field: str, value: object) -> str:
    """The token that stands for "`field` is `value`" in the index's column of facets."""
    return f"{field}{hashlib.sha1(str(value).encode(), usedforsecurity=False).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing typed: the norms of a word or a phrase, with its last word open-ended ("régularis*") or not."""

    norms: tuple[str, ...]
    prefix: bool = False
    unwanted: bool = False

    def __str__(self) -> str:
        return f'"{" ".join(self.norms)}"{" *" if self.prefix else ""}'


@dataclass(frozen=True, slots=True)
class Words:
    """What a person typed, understood: every group must match, by any of its terms; no unwanted term may."""

    groups: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    def match(self, facets: Sequence[str] = (), columns: str = "all", *, variants: bool = False) -> str:
        """The FTS5 expression for these words in `columns`, all of the `facets` (expressions), and no variants unless wanted."""
        wanted = [f"{{{COLUMNS[columns]}}} : ({' OR '.join(map(str, group))})" for group in self.groups]
        wanted += [f"facets : ({one})" for one in facets]
        unwanted = [f"{{{COLUMNS[columns]}}} : ({term})" for term in self.unwanted]
        if not wanted:
            wanted = ["facets : (counted OR variant)" if variants else "facets : counted"]
        elif not variants:
            unwanted.append("facets : variant")  # there are few: taking them away is faster than asking each item whether it counts
        expression = " AND ".join(f"({one})" for one in wanted)
        return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the wanted words stand in `text`, in order; phrases as a whole."""
        terms = [term for group in self.groups for term in group]
        if not terms:
            return []
        spoken = [token for token in tokens(text) if _WORD.search(token.norm)]
        found = set()
        for term in terms:
            size = len(term.norms)
            for first in range(len(spoken) - size + 1):
                there = [token.norm for token in spoken[first : first + size]]
                if _equal(term, there):
                    found.add((spoken[first].start, spoken[first + size - 1].end))
        return sorted(found)


def _equal(term: Term, there: list[str]) -> bool:
    if not term.prefix:
        return there == list(term.norms)
    return there[:-1] == list(term.norms[:-1]) and there[-1].startswith(term.norms[-1])


def understand(text: str) -> Words:
    """What `text` asks for: words (all of them), "phrases", beginnings*, -unwanted, this OR that.

    Nothing in it can be read as the search engine's own language. Raises `UsageError` when it has no word to look for.
    """
    groups: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    either = False
    for piece in _PIECE.finditer(text):
        if piece["word"] == "OR" and not piece["minus"]:
            either = bool(groups)
            continue
        term = _term(piece)
        if term is None:
            continue
        if term.unwanted:
            unwanted.append(term)
        elif either:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        either = False
    if text.strip() and not groups and not unwanted:
        remedy = "Give a word that carries meaning; articles and marks are not indexed"
        raise UsageError(f"There is no word to look for in {text!r}", remedy=remedy)
    return Words(tuple(groups), tuple(unwanted))


def _term(piece: re.Match[str]) -> Term | None:
    said = piece["word"] if piece["phrase"] is None else piece["phrase"]
    if not said:
        return None
    prefix = piece["phrase"] is None and said.endswith("*")
    found = tuple(_norms(said.rstrip("*") if prefix else said))
    return Term(found, prefix, bool(piece["minus"])) if found else None
