"""Outlines as people write them down.

= Bilan 2019                      the title
@organisation Le Gué              also @year, @genre, @says (kind of the items that follow), @for (their year)
# Chapitre                        a heading; ## one level down; {team Accueil} or {pole Asile} at the end names a unit
- un point                        an item; -- one below it; {figure} at the end gives its kind, {priority 2020} its year too
1. un point numéroté
| 4 | une mesure | juin           a table's row; the longest cell is the item
: ce qui suit :                   a lead-in
> une phrase                      prose; >> prose that states a plan
! une ligne                       a line that is no content
"""

from __future__ import annotations

import re

from tests.typeset.spec import Block, Spec

_LINE = re.compile(r"(?P<sign>=|@|#+|--?|\d+\.|\||:|>>?|!)\s*(?P<text>.*?)(?:\s*\{(?P<note>[^}]*)\})?$")


def outline(text: str) -> Spec:
    """The document that an outline describes."""
    about = {"title": "", "organisation": "", "year": "", "genre": "other", "says": "priority", "for": "", "month": "", "header": ""}
    blocks: list[Block] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _LINE.match(line)
        assert found, f"not in the notation: {line}"
        sign, said, note = found["sign"], found["text"], found["note"] or ""
        if sign == "=":
            about["title"] = said
        elif sign == "@":
            name, _, value = said.partition(" ")
            about[name] = value
        else:
            blocks.append(_block(sign, said, note, about))
    header = tuple(cell.strip() for cell in about["header"].split("|")) if about["header"] else ()
    year = int(about["year"]) if about["year"] else None
    return Spec(0, about["title"], about["organisation"] or None, about["genre"], year, tuple(blocks), about["month"] or None, header)


def _block(sign: str, text: str, note: str, about: dict[str, str]) -> Block:
    if sign[0] == "#":
        unit, _, name = note.partition(" ")
        return Block("heading", text, len(sign), unit or "section", name or None)
    if sign in (":", ">", ">>", "!"):
        return Block({":": "lead_in", ">": "prose", ">>": "plan", "!": "aside"}[sign], text, year=_year(about))
    kind, _, year = note.partition(" ")
    values = {"says": kind or about["says"], "year": int(year) if year else _year(about)}
    if sign == "|":
        cells = tuple(cell.strip() for cell in text.split("|"))
        return Block("row", max(cells, key=len), cells=cells, **values)
    return Block("item", text, sign.count("-") or 1, ordinal=int(sign[:-1]) if sign[0].isdigit() else None, **values)


def _year(about: dict[str, str]) -> int | None:
    return int(about["for"] or about["year"] or 0) or None
