"""House styles: how a document looks. Drawn from the seed, apart from what it says."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.typeset.spec import Block, Spec

Colour = tuple[float, float, float]
BLACK: Colour = (0, 0, 0)
DARK = ((0.1, 0.2, 0.45), (0.55, 0.1, 0.15), (0.1, 0.35, 0.25), (0.35, 0.15, 0.4))


@dataclass(frozen=True, slots=True)
class Look:
    """How headings of one level, or running text, are set. `size` is in units of the running text."""

    size: float = 1.0
    bold: bool = True
    italic: bool = False
    capitals: bool = False
    underline: bool = False
    colour: Colour = BLACK
    band: bool = False  # white on a coloured band
    frame: bool = False  # in a drawn box
    centred: bool = False


# Each scheme gives three levels that a reader can tell apart; where size is no help, only numbered documents take it.
SCHEMES: dict[str, tuple[Look, Look, Look]] = {
    "sizes": (Look(1.7), Look(1.35), Look(1.15)),
    "sizes, light": (Look(1.8, bold=False), Look(1.4, bold=False), Look(1.0)),
    "bands": (Look(1.25, band=True), Look(1.15, colour=DARK[0]), Look(1.0)),
    "capitals": (Look(1.2, capitals=True), Look(1.1), Look(1.0, bold=False, italic=True)),
    "underlines": (Look(1.3, underline=True), Look(1.1, underline=True), Look(1.0, bold=False, underline=True)),
    "frames": (Look(1.2, frame=True), Look(1.1), Look(1.0, italic=True)),
    "centred": (Look(1.4, centred=True), Look(1.15), Look(1.0, bold=False, underline=True)),
    "colours": (Look(1.3, colour=DARK[1]), Look(1.15, bold=False, colour=DARK[1]), Look(1.0, colour=DARK[2])),
    "numbers only": (Look(1.0), Look(1.0), Look(1.0)),
    "size contradicts": (Look(0.95, capitals=True, underline=True), Look(1.2), Look(1.1, bold=False)),
}
NEED_NUMBERS = ("numbers only", "size contradicts")

# Marks by depth: what is drawn, in which font. "drawn" has no character at all.
BULLETS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "dashes": (("-", ""), ("-", "")),
    "long dashes": (("–", ""), ("–", "")),
    "dots": (("•", ""), ("–", "")),
    "dot then o": (("•", ""), ("o", "")),
    "stars": (("*", ""), ("-", "")),
    "arrows": (("\u2794", "ZapfDingbats"), ("•", "")),
    "ticks": (("\u2713", "ZapfDingbats"), ("\u2794", "ZapfDingbats")),
    "squares": (("\u25a0", "ZapfDingbats"), ("–", "")),
    "private use": (("\uf0b7", "PrivateUse"), ("\uf0a7", "PrivateUse")),
    "drawn": (("", "drawn"), ("", "drawn hollow")),
}
NUMBERINGS = ("{0}.", "{0})", "{0}°", "{1})", "({0})")


@dataclass(frozen=True, slots=True)
class Style:
    """One house style."""

    font: str
    size: float
    leading: float  # line heights
    paragraph_gap: float  # lines
    list_gap: float
    heading_gap: float
    columns: int
    scheme: str
    looks: tuple[Look, Look, Look]
    bullets: str
    numbering: str
    indent: float  # of an item's text, in ems
    glued: bool  # the mark touches the text
    hanging: bool  # wrapped lines stand under the text, not under the mark
    hyphens: bool
    justified: bool
    contents: bool
    header: bool
    footer: str  # "", "page", "page of", "dashes"
    cover: bool
    wrap: int  # characters, of text files

    @property
    def traits(self) -> frozenset[str]:
        """What may make a document of this style hard to read."""
        found = {f"bullets:{self.bullets}", f"headings:{self.scheme}"}
        flags = {
            "two columns": self.columns == 2,
            "glued marks": self.glued,
            "wraps under the mark": not self.hanging,
            "hyphenated": self.hyphens,
            "justified": self.justified,
            "contents page": self.contents,
            "running header": self.header,
            "cover page": self.cover,
            "tight": self.paragraph_gap < 0.2,
        }
        return frozenset(found | {name for name, on in flags.items() if on})


def style_of(spec: Spec) -> Style:
    """The look of this document; the same for equal seeds."""
    chance = Random(f"style {spec.seed}")
    numbered = "numbered headings" in spec.traits
    schemes = [name for name in SCHEMES if numbered or name not in NEED_NUMBERS]
    scheme = chance.choice(schemes)
    tight = chance.random() < 0.25
    bullets = chance.choice(list(BULLETS))
    return Style(
        font=chance.choice(("Helvetica", "Times", "Vera")),
        size=chance.choice((9.0, 10.0, 10.5, 11.0, 12.0)),
        leading=chance.choice((1.15, 1.2, 1.3, 1.45)),
        paragraph_gap=0.1 if tight else chance.choice((0.4, 0.7, 1.0)),
        list_gap=0.0 if tight else chance.choice((0.0, 0.15, 0.4)),
        heading_gap=0.4 if tight else chance.choice((0.6, 1.0, 1.4)),
        columns=2 if chance.random() < 0.2 else 1,
        scheme=scheme,
        looks=SCHEMES[scheme],
        bullets=bullets,
        numbering=chance.choice(NUMBERINGS),
        indent=chance.choice((1.2, 1.6, 2.2)),
        glued=bullets in ("dots", "dashes") and chance.random() < 0.12,
        hanging=chance.random() < 0.8,
        hyphens=chance.random() < 0.2,
        justified=chance.random() < 0.25,
        contents=chance.random() < 0.3 and sum(block.kind == "heading" for block in spec.blocks) > 4,
        header=chance.random() < 0.35,
        footer=chance.choice(("", "page", "page", "page of", "dashes")),
        cover=chance.random() < 0.25,
        wrap=chance.choice((0, 72, 80, 100)),
    )


def label(block: Block, style: Style) -> str | None:
    """The printed number or letter of a numbered point; None of others."""
    if block.ordinal is None:
        return None
    return style.numbering.format(block.ordinal, "abcdefghijklmnopqrstuvwxyz"[block.ordinal - 1])
