"""Sample reports as Markdown, and as text the way typewriters and mail programs leave it: wrapped, headings underlined."""

from __future__ import annotations

import textwrap
from itertools import pairwise

from tests.sample.notation import Block

WIDTH = 76
_UNDERLINES = {1: "=", 2: "-"}


def write(blocks: list[Block], form: str) -> bytes:
    return (_markdown(blocks) if form == "markdown" else _text(blocks)).encode("utf-8")


def _markdown(blocks: list[Block]) -> str:
    lines: list[str] = []
    previous = None
    for block in blocks:
        if block.kind == "title":
            lines += ["---", f"title: {block.text}", "lang: fr", "---", "", f"# {block.text}"]
        elif block.kind == "subtitle":
            lines += ["", f"*{block.text}*"]
        elif block.kind == "heading":
            lines += ["", f"{'#' * (block.level + 1)} {block.text}"]
        elif block.kind in ("bullet", "number"):
            lines += [""] * (previous not in ("bullet", "number"))
            lines.append(f"{'  ' * (block.level - 1)}{block.mark or '-'} {block.text}")
        elif block.kind == "row":
            if previous != "row":
                lines += ["", _row(block.cells), _row(("---",) * len(block.cells))]
            else:
                lines.append(_row(block.cells))
        elif block.kind == "prose":
            lines += ["", *textwrap.wrap(block.text, 100)]
        previous = block.kind
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(blocks: list[Block]) -> str:
    lines: list[str] = []
    for block, following in pairwise([*blocks, Block("end")]):
        if block.kind == "title":
            lines += [block.text.upper(), ""]
        elif block.kind in ("subtitle", "prose"):
            lines += [*textwrap.wrap(block.text, WIDTH), ""]
        elif block.kind == "heading":
            lines += ["", block.text, *([_UNDERLINES[block.level] * len(block.text)] if block.level in _UNDERLINES else []), ""]
        elif block.kind in ("bullet", "number"):
            lead = f"{'  ' * (block.level - 1)}{block.mark or '-'} "
            lines += textwrap.wrap(block.text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False)
            lines += [""] * (following.kind not in ("bullet", "number"))
        elif block.kind in ("row", "contact"):
            lines += ["\t".join(block.cells), *([""] if following.kind != block.kind else [])]
    return "\n".join(lines) + "\n"
