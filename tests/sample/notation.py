"""The notation of sample reports: one mark a line.

= title          ~ subtitle       ^ running header      # ## ###  headings
- bullet (two blanks deeper: nested)      1. numbered point        | cell | cell |
@contents  a contents page goes here      @contacts  the lines that follow, parted by tabs, are contacts
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """`kind`: title, subtitle, header, heading, bullet, number, row, contents, contact, prose."""

    kind: str
    text: str = ""
    level: int = 1
    cells: tuple[str, ...] = ()
    mark: str = ""


def parse(words: str) -> list[Block]:
    """The blocks of a report."""
    blocks: list[Block] = []
    in_contacts = False
    for raw in words.splitlines():
        text = raw.strip()
        if text == "@contacts":
            in_contacts = True
        elif text:
            blocks.append(Block("contact", cells=tuple(text.split("\t"))) if in_contacts else _block(raw, text))
    return blocks


def french(text: str) -> str:
    """`text` with the apostrophes and the no-break spaces of French typography, as office programs set them."""
    text = text.replace("'", "’")
    return re.sub(r" ([:;!?»])", "\u00a0\\1", text).replace("« ", "«\u00a0")


def _block(raw: str, text: str) -> Block:
    simple = {"=": "title", "~": "subtitle", "^": "header"}
    if text[:2].rstrip() in simple:
        return Block(simple[text[0]], text[2:])
    if text == "@contents":
        return Block("contents")
    if found := re.match(r"(#+) (.*)", text):
        return Block("heading", found[2], len(found[1]))
    if text.startswith("- "):
        return Block("bullet", text[2:], 1 + (len(raw) - len(raw.lstrip())) // 2)
    if found := re.match(r"(\d+)\. (.*)", text):
        return Block("number", found[2], mark=f"{found[1]}.")
    if text.startswith("|"):
        return Block("row", cells=tuple(cell.strip() for cell in text.strip("|").split("|")))
    return Block("prose", text)
