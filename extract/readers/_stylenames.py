"""What a paragraph style's name says it is for."""

from __future__ import annotations

import re
from functools import lru_cache

# Word keeps the names of its own styles in English whatever language it speaks ("heading 1" is shown as "Titre 1"); other programs
# and copied styles keep what was shown. A number at the end is the level.
_HEADING = re.compile(r"(?:heading|titre|überschrift|kop|título|titolo|rubrik|nagłówek|cabeçalho|заголовок)\s*(\d)\b", re.I)
_ROLES = (
    (re.compile(r"(?:toc|tm|contents|table des matières|inhopg|verzeichnis|índice|sommario)\s*(?:\d|heading|niveau)", re.I), "toc"),
    (re.compile(r"en-tête de table des matières|titre tm", re.I), "toc"),
    (re.compile(r"(?:subtitle|sous-titre)\b", re.I), "subtitle"),
    (re.compile(r"(?:title|titre|titel|título|titolo)(?:\s+(?:du document|principal))?$", re.I), "title"),
    (re.compile(r"(?:caption|légende)\b", re.I), "caption"),
    (re.compile(r"(?:footnote|endnote|note de (?:bas|fin))", re.I), "note"),
    (re.compile(r"(?:source code|html preformatted|préformaté|code)\b", re.I), "code"),
    (re.compile(r"(?:block text|intense quote|quote|citation)", re.I), "quote"),
)  # fmt: skip
_LIST = re.compile(r"(?:list (?:bullet|number|continue)|liste(?: à puces| à numéros)?) (\d)$", re.I)


@lru_cache(maxsize=1 << 10)
def meaning(name: str) -> tuple[str, int | None] | None:
    """(role, level of a heading) that the name tells, or None."""
    if found := _HEADING.match(name):
        return "heading", int(found[1]) or 1
    return next(((role, None) for pattern, role in _ROLES if pattern.match(name)), None)


def list_level(name: str) -> int:
    """The list level that the name tells; 1 when it tells none."""
    found = _LIST.match(name)
    return max(1, int(found[1])) if found else 1
