"""The words of headings and of what is set aside, from `rules/headings/*.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from extract.errors import RuleError
from extract.text import plain

_RUN = re.compile("[a-z0-9]+")
_FILES = ("units", "sections", "furniture", "calendar", "hyphens", "prose", "genres")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One file of `rules/headings`: its lists of words, folded as `text.plain` folds, and its other values as written.

    There is one a file: it equals itself alone, so that what is made of its words can be remembered under it.
    """

    name: str
    lists: dict[str, frozenset[str]]
    values: dict[str, Any]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


class Cues:
    """Words to look for in folded texts, whole ones, the longest first. Most texts hold the first word of none, and are not searched."""

    def __init__(self, cues: Iterable[str]) -> None:
        ordered = sorted(cues, key=lambda cue: (-len(cue), cue))
        self._firsts = frozenset(first[0] for cue in ordered if (first := _RUN.match(cue)))
        self._expression = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")

    def begin(self, folded: str) -> bool:
        """Whether the text begins with one of them."""
        first = _RUN.match(folded)
        return first is not None and first[0] in self._firsts and self._expression.match(folded) is not None

    def are_in(self, folded: str) -> bool:
        """Whether one of them stands anywhere in the text."""
        return self.find(folded) is not None

    def find(self, folded: str) -> int | None:
        """Where the first of them begins in the text."""
        found = None if self._firsts.isdisjoint(_RUN.findall(folded)) else self._expression.search(folded)
        return found.start() if found else None


@cache
def words(name: str) -> Words:
    """The words of `rules/headings/NAME.yaml`. Raises `RuleError` when the file is not what it should be."""
    import yaml

    path = resources.files("extract") / "rules" / "headings" / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        values = yaml.load(path.read_text("utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise RuleError([f"{name}.yaml: {error}"]) from error
    if not isinstance(values, dict):
        raise RuleError([f"{name}.yaml: it must hold names with lists of words"])
    lists = {key: frozenset(plain(str(word)) for word in value) for key, value in _lists(values)}
    return Words(name, lists, values)


@lru_cache(maxsize=1 << 10)
def opens_with(name: str, words: frozenset[str]) -> bool:
    """Whether a column's header begins with one of the words, an article aside: "Les mesures", "N° action"."""
    first = re.findall(r"[a-z]+", plain(name))[:3]
    return bool(first) and (first[0] in words or (first[0] in ("les", "le", "la", "n", "nos") and len(first) > 1 and first[1] in words))


def _lists(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, list[Any]]]:
    """(name, list) of every list of words, nested ones under "outer.inner"."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{above}{key}.")
        elif isinstance(value, list) and all(isinstance(word, str | int | float) for word in value):
            yield f"{above}{key}", value
