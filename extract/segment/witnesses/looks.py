"""How blocks are set: the document's usual look, and looks as a rank among headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.page import Block

LARGER = 1.08  # type size over the body's
_TOLD = 0.3  # of the text stands outside tables, for its type to be the document's
ROW = "row"  # the rank of what heads rows of a table: under all other headings
BAND = 1.5  # times the size of what heads rows: as what counts a name across all columns of a table
SLIDE = "slide"  # the rank of slides' titles
Look = tuple[float, float, frozenset[str], int | None, str]  # level (0: none), size over the body's, looks, colour, typed rule or rank
_RANKED = frozenset(("bold", "caps", "underline", "boxed", "ruled", "italic"))
PLAIN: Look = (0, 1.0, frozenset(), None, "")


@dataclass(frozen=True, slots=True)
class Body:
    """How most of the document's text is set."""

    size: float
    bold: bool
    colour: int | None
    caps: bool
    looks: frozenset[str] = frozenset()  # all that there are


def body_of(blocks: Sequence[Block]) -> Body:
    """The usual size, weight and colour, by characters."""
    told = [block for block in blocks if block.kind != "aside"]
    worded = [block for block in told if block.kind != "table"]
    if len(worded) == len(told) or _length(worded) >= _TOLD * _length(blocks):  # tables are often set smaller than the text around them
        told = worded
    lengths: Counter[tuple[float, int | None, frozenset[str]]] = Counter()
    for block in told:
        lengths[block.style.size, block.style.colour, block.looks] += len(block.text.text)
    sizes: Counter[float] = Counter()
    colours: Counter[int | None] = Counter()
    bold = caps = total = 0
    for (size, ink, looks), length in lengths.items():
        sizes[size] += length
        colours[ink] += length
        bold += length * ("bold" in looks)
        caps += length * ("caps" in looks)
        total += length
    usual = max(sizes, key=lambda value: (sizes[value], -value)) if sizes else 0.0
    colour = colours.most_common(1)[0][0] if colours else None
    return Body(usual, bold > 0.5 * total, colour, caps > 0.5 * total, frozenset().union(*(looks for _, _, looks in lengths)))


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.text) for block in blocks)


def prominence(look: Look) -> tuple[object, ...]:
    """Sort key of looks: what stands out most comes first. An explicit level comes before all looks without one."""
    level, size, looks, colour, rule = look
    rules = {SLIDE: -1, "=": 0, "-": 1, "~": 2, ROW: 9}.get(rule, 3)
    order = tuple(name not in looks for name in ("boxed", "caps", "bold", "ruled", "underline"))
    level = 0 if rule == SLIDE else 999 if rule == ROW else level or 99
    return (level, rules, -size, *order, colour is None, "italic" not in looks, colour or 0, sorted(looks))


def look_of(block: Block, body: Body, level: int | None) -> Look:
    """How a heading looks, so that equal-looking ones can be put in a class."""
    size = round(block.style.size / body.size * 20) / 20 if body.size and block.style.size else 1.0
    colour = block.style.colour if block.style.colour != body.colour else None
    return (level or 0, size, block.looks & _RANKED, colour, "")
