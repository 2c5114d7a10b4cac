"""Words as the pixels correct them: spaces that the engine did not see, dots inside words that it took for hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.readers.scan import pixels, tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

SPACE = 0.9  # of the usual space between words of the line, at least, between letters that are words apart
LEAST = 0.2  # em: no space is narrower
NARROW = 0.2  # em: a hyphen is wider than a dot
_INCLUSIVE = re.compile(r"(?<=[^\W\d_])[-.:’'+*](?=(?:e|es|s|ne|nes|le|les|ve|ves|rice|rices|se|ses|te|tes|euse|euses|trice|trices|x)\b)")


def mended(words: Sequence[tesseract.Word], baseline: float, em: float, space: float, ink: Image) -> list[tesseract.Word]:
    """The words of a line, cut where the ink leaves the room of a space; `space` is the page's usual one, in em."""
    spaces = sorted(_spaces(words, em))
    usual = spaces[len(spaces) // 2] if len(spaces) > 1 else space * em
    out = [part for word in words for part in _cut(word, usual, baseline, em, ink)]
    return [_dotted(word, baseline, em, ink) for word in out]


def usual_space(lines: Iterable[tuple[Sequence[tesseract.Word], float]]) -> float:
    """The median space between words, in em, of lines given with their type size."""
    spaces = sorted(gap / em for words, em in lines for gap in _spaces(words, em))
    return spaces[len(spaces) // 2] if spaces else 0.26


def _spaces(words: Sequence[tesseract.Word], em: float) -> list[float]:
    return [gap for one, two in pairwise(words) if 0 < (gap := two.box[0] - one.box[2]) < 1.2 * em]


def _band(word: tesseract.Word, baseline: float, em: float, ink: Image, over: float, under: float) -> Image:
    """The part of the page with the word, from `over` to `under` em over the baseline."""
    x0, _, x1, _ = word.box
    return ink.crop((x0, int(max(0, baseline - over * em)), x1, int(max(1, baseline - under * em))))


def _cut(word: tesseract.Word, usual: float, baseline: float, em: float, ink: Image) -> list[tesseract.Word]:
    """The word in parts, where the ink shows a space inside it."""
    least = max(SPACE * usual, LEAST * em)
    if len(word.symbols) < 3 or word.box[2] - word.box[0] < 1.0 * em:
        return [word]
    runs = pixels.columns(_band(word, baseline, em, ink, 0.85, -0.22), 0)
    gaps = [(one[1] + two[0]) / 2 + word.box[0] for one, two in pairwise(runs) if two[0] - one[1] >= least]
    if not gaps or len(gaps) > 0.3 * len(word.symbols):  # a word set wide
        return [word]
    middles = [(symbol[1] + symbol[3]) / 2 for symbol in word.symbols]
    if len(runs) == len(word.symbols):  # letters apart, whose own places are surer than the engine's
        middles = [(start + end) / 2 + word.box[0] for start, end in runs]
    parts: list[list[tuple[str, int, int, int, int]]] = [[] for _ in range(len(gaps) + 1)]
    for symbol, middle in zip(word.symbols, middles, strict=True):
        parts[sum(middle > gap for gap in gaps)].append(symbol)
    if not all(parts) or any(not _may_part(*("".join(symbol[0] for symbol in part) for part in pair)) for pair in pairwise(parts)):
        return [word]
    edges = [word.box[0], *(round(gap) for gap in gaps), word.box[2]]
    return [
        tesseract.Word("".join(symbol[0] for symbol in part), word.confidence, (x0, word.box[1], x1, word.box[3]), tuple(part))
        for part, x0, x1 in zip(parts, edges[:-1], edges[1:], strict=True)
    ]


def _may_part(before: str, after: str) -> bool:
    """No space stands after an apostrophe or an opening bracket, nor before a comma, full stop or closing bracket; a "1" among figures
    only stands wide, and few letters are words."""
    if before[-1] in "'’([-·" or after[0] in "'’)],.-·…" or (before[-1].isdigit() and after[0].isdigit()):
        return False
    return all(len(part) > 1 or not part.isalpha() or part in "aàyAÀYÔ" for part in (before, after))


def _dotted(word: tesseract.Word, baseline: float, em: float, ink: Image) -> tesseract.Word:
    """The word with "·" where a dot at half height was read as another sign ("salarié-es")."""
    found = list(_INCLUSIVE.finditer(word.text))
    if not found or len(word.symbols) != len(word.text):
        return word
    text = word.text
    for match in found:
        left, sign, right = (word.symbols[match.start() + step] for step in (-1, 0, 1))
        if _is_dot(sign, left, right, baseline, em, ink):
            text = f"{text[: match.start()]}·{text[match.end() :]}"
    return word if text == word.text else tesseract.Word(text, word.confidence, word.box, word.symbols)


def _is_dot(sign: tesseract.Symbol, left: tesseract.Symbol, right: tesseract.Symbol, baseline: float, em: float, ink: Image) -> bool:
    """Whether the ink between two letters is a dot at half height: as high as it is wide, with nothing on the baseline."""
    middle = (sign[1] + sign[3]) / 2
    x0, x1 = int(max((left[1] + left[3]) / 2, middle - 0.35 * em)), int(min((right[1] + right[3]) / 2, middle + 0.35 * em)) + 1
    top = int(max(0, baseline - 0.85 * em))
    band = ink.crop((x0, top, x1, int(baseline + 0.2 * em)))
    runs = pixels.columns(band, 0)
    for start, end in (run for run in runs if run[0] - 0.1 * em <= middle - x0 <= run[1] + 0.1 * em):
        _, upper, _, lower = band.crop((start, 0, end, band.height)).getbbox() or (0, 0, *band.size)
        height, centre = lower - upper, baseline - top - (upper + lower) / 2
        if end - start <= NARROW * em and height <= NARROW * em and 0.12 * em <= centre <= 0.45 * em:
            return True
    return False
