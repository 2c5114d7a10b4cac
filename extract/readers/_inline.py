"""Marks of emphasis left in plain text by a conversion (`<i>…</i>`, `**…**`, `^{ème}`, `[words](#)`): words as printed, with their style.

A mark is taken out only when the line shows that it is one: it opens and closes around words. "2 * 3 * 4" and a footnote's "*" stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract import page, text
from extract.page import replace

_MARKS = re.compile(
    r"""(?P<tag><(?P<name>i|b|u|em|strong|sup|sub|small|mark|span)(?:\s[^<>]{0,200})?>(?P<tagged>(?:(?!</?(?P=name)[\s>]).){1,2000}?)</(?P=name)\s*>)
      | (?P<three>(?<![\w*])\*\*\*(?=[^\s*])(?P<three_in>[^*]{1,2000}?)(?<=\S)\*\*\*(?![\w*]))
      | (?P<two>(?<![\w*])\*\*(?=[^\s*])(?P<two_in>[^*]{1,2000}?)(?<=\S)\*\*(?!\*))
      | (?P<one>(?<![\w*])\*(?=[^\s*])(?P<one_in>[^*]{1,2000}?)(?<=[^\s*])\*(?![\w*]))
      | (?P<under>(?<![\w_])__(?=[^\s_])(?P<under_in>[^_]{1,2000}?)(?<=\S)__(?![\w_]))
      | (?P<power>(?:(?<=\d)[ ])?\^\{(?P<power_in>[^{}]{1,40})\})
      | (?P<image>!\[(?P<image_in>[^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s"[^"]{0,300}")?\))
      | (?P<link>\[(?P<link_in>[^\[\]]{1,500})\]\((?:\#|https?:|mailto:|/|\.|www\.|(?=\)))[^()\s]{0,2000}(?:\s"[^"]{0,300}")?\))
    """,
    re.VERBOSE,
)
_STYLES = {"i": "italic", "em": "italic", "b": "bold", "strong": "bold", "u": "underline", "sup": "superscript"}
_DEPTH = 4  # <b><i>…</i></b> and the like


def inline(raw: str, style: page.Style = page.Style(), depth: int = 0) -> list[tuple[str, page.Style]]:  # noqa: B008 (frozen)
    """`raw` in pieces of (words as printed, their style); joined and cleaned they are the line."""
    if depth >= _DEPTH or not ("*" in raw or "_" in raw or "<" in raw or "^" in raw or "[" in raw):
        return [(raw, style)] if raw else []
    pieces: list[tuple[str, page.Style]] = []
    at = 0
    for found in _MARKS.finditer(raw):
        if found.start() > at:
            pieces.append((raw[at : found.start()], style))
        words, change = _inside(found)
        pieces += inline(words, replace(style, **change), depth + 1)
        at = found.end()
    if at < len(raw):
        pieces.append((raw[at:], style))
    return pieces


def line_of(pieces: list[tuple[str, page.Style]]) -> tuple[str, tuple[page.Run, ...], page.Style]:
    """(cleaned text, its runs, the style of most characters) of pieces; outer blanks go."""
    if len(pieces) == 1 and text.is_clean(pieces[0][0]):  # as most
        words, style = pieces[0][0].strip(), pieces[0][1]
        return (words, (page.Run(0, len(words), style),), style) if words else ("", (), page.Style())
    out = "".join([words for words, _ in pieces])
    out, runs = (out, _runs(pieces)) if text.is_clean(out) else _cleaned(pieces)
    words = out.strip()
    if len(words) < len(out):
        left = len(out) - len(out.lstrip())
        right = left + len(words)
        inner = [run for run in runs if run.end > left and run.start < right]
        runs = [page.Run(max(run.start, left) - left, min(run.end, right) - left, run.style) for run in inner]
    return words, tuple(runs), main_style(runs)


def _runs(pieces: list[tuple[str, page.Style]]) -> list[page.Run]:
    """The runs of what `pieces` make when they are joined."""
    runs: list[page.Run] = []
    start = 0
    for raw, style in pieces:
        end = start + len(raw)
        if runs and (runs[-1].style is style or runs[-1].style == style):
            runs[-1] = page.Run(runs[-1].start, end, style)
        elif raw:
            runs.append(page.Run(start, end, style))
        start = end
    return runs


def _cleaned(pieces: list[tuple[str, page.Style]]) -> tuple[str, list[page.Run]]:
    """What `pieces` make when they are joined and cleaned, with its runs."""
    clean = [(text.clean(raw), style) for raw, style in pieces]
    joined = "".join([words for words, _ in clean])
    whole = text.clean(joined)
    runs = _runs(clean)
    if whole != joined:  # an accent composed over the border of two pieces: keep the words, give up the borders
        runs = [page.Run(0, len(whole), max(runs, key=lambda run: run.end - run.start).style)]
    return whole, runs


def main_style(runs: Sequence[page.Run]) -> page.Style:
    """The style that most characters have."""
    if len(runs) <= 1:
        return runs[0].style if runs else page.Style()
    share: dict[page.Style, int] = {}
    for run in runs:
        share[run.style] = share.get(run.style, 0) + run.end - run.start
    return max(share, key=share.__getitem__)


def _inside(found: re.Match[str]) -> tuple[str, dict[str, bool]]:
    if found["tag"]:
        field = _STYLES.get(found["name"].lower())
        return found["tagged"], {field: True} if field else {}
    if found["three"]:
        return found["three_in"], {"bold": True, "italic": True}
    if found["two"]:
        return found["two_in"], {"bold": True}
    if found["under"]:
        return found["under_in"], {"bold": True}
    if found["one"]:
        return found["one_in"], {"italic": True}
    if found["power"]:
        return found["power_in"], {"superscript": True}
    return (found["image_in"] if found["image"] else found["link_in"]), {}
