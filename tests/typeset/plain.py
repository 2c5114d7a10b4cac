"""Typesets a document as plain text (wrapped or not, with several line ends and encodings) and as Markdown."""

from __future__ import annotations

import textwrap
from random import Random

from tests.typeset.spec import Block, Spec
from tests.typeset.style import Style, label, style_of

MARKS = {"dashes": ("-", "-"), "long dashes": ("–", "–"), "dots": ("•", "–"), "dot then o": ("•", "o"), "stars": ("*", "-")}
ENCODINGS = (("utf-8", "\n"), ("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r\n"))


def write(spec: Spec, style: Style | None = None) -> bytes:
    """The document as plain text. Levels of headings show by their words or numbers; where both are missing, by underlines."""
    style = style or style_of(spec)
    encoding, end = Random(f"text {spec.seed}").choice(ENCODINGS)
    underlined = "chapters" in spec.traits and "numbered headings" not in spec.traits
    parts = [spec.title, *([f"{spec.organisation}"] if spec.organisation else []), *([f"{spec.month} {spec.year}"] if spec.month else [])]
    lines = "\n\n".join(parts).split("\n")
    before = "title"
    for block in spec.blocks:
        if not (before == block.kind and block.kind in ("item", "row")):
            lines += ["", ""] if block.kind == "heading" else [""]
        lines += _lines(block, style, underlined)
        before = block.kind
    return (end.join(lines) + end).encode(encoding)


def _lines(block: Block, style: Style, underlined: bool) -> list[str]:
    if block.kind == "heading":
        return [block.text, "=-~"[min(block.level, 3) - 1] * len(block.text)] if underlined else [block.text]
    if block.kind in ("item", "row"):
        mark = f"{block.cells[0]}." if block.kind == "row" and block.cells[0].isdigit() else label(block, style)
        mark = mark or MARKS.get(style.bullets, ("-", "-"))[min(block.level, 2) - 1]
        indent = "  " * (block.level - 1)
        later = indent + " " * (len(mark) + 1) if style.hanging else indent
        return _wrap(f"{indent}{mark} {block.text}", style.wrap, later)
    return _wrap(block.text, style.wrap, "")


def _wrap(text: str, width: int, later: str) -> list[str]:
    if not width:
        return [text]
    return textwrap.wrap(text, width, subsequent_indent=later, break_long_words=False, break_on_hyphens=False, drop_whitespace=True)


def markdown(spec: Spec, style: Style | None = None) -> bytes:
    """The document as Markdown: the title a first-level heading or a line in bold, the rest one level down."""
    style = style or style_of(spec)
    down = 1 if not style.cover else 0
    lines = [f"# {spec.title}" if down else f"**{spec.title}**", "", spec.organisation]
    before = ""
    for block in spec.blocks:
        if not (before == block.kind and block.kind in ("item", "row")):
            lines.append("")
        if block.kind == "heading":
            lines.append(f"{'#' * (block.level + down)} {block.text}")
        elif block.kind == "item":
            mark = f"{block.ordinal}." if block.ordinal else "*" if style.bullets == "stars" else "-"
            text = f"**{block.text[: block.lead]}**{block.text[block.lead :]}" if block.lead else block.text
            lines.append(f"{'    ' * (block.level - 1)}{mark} {text}")
        elif block.kind == "row":
            if before != "row":
                lines += [_cells(spec.header), _cells(tuple("---" for _ in spec.header))]
            lines.append(_cells(block.cells))
        else:
            lines.append(block.text)
        before = block.kind
    return ("\n".join(lines) + "\n").encode()


def _cells(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
