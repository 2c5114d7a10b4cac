"""Numbers that lines begin with, as the pixels show them: those the engine lost, read apart from their line, or counted wrong.

A thin figure at the head of a line ("1.", "I.", "III.") is what the engine loses first: it takes it for the edge of the paper, or for one
stroke less than there are. A number printed in the margin it takes for another column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.readers.scan import bullets, pixels, rules, tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

MARGIN = 5.0  # em left of a line, where its number may stand
APART = 2.2  # em between a number and its words: one in the margin of a title
WIDEST = 2.6  # em: "10.12."
FREE = 0.9  # em of free space left of a number
JOINT = 0.3  # em between the signs of a number
HIGH = (0.5, 0.82)  # em: heights of figures and capitals
FOOT = 0.14  # em by which they may miss the baseline
STRAIGHT = 0.75  # of its box is black in an "I" without feet; of a "1" with its flag, half
THIN = 0.3  # em: the widest upright stroke
DOT = 0.25  # em
SAME = 0.75  # how alike two readings of one line are
_LABEL = re.compile(r"[(\[]?(?:\d{1,2}(?:[.,]\d{1,2}){0,3}|[IVX]{1,5}|[A-Z])[.)\]°:/–-]{0,2}")
_SURE = re.compile(r"[(\[]?(?:\d{1,2}(?:[.]\d{1,2}){0,3}|[IVX]{1,5})[.)\]°]{0,2}")
_LEFT = re.compile(r"[.)](?:\d{1,2}[.)]?)?")
_STROKES = re.compile(r"[Il1|]{1,4}[.)]?")

Look = Callable[[rules.Box], list[bullets.Start]]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A run of columns with ink before a line or at its head, and how black its box is."""

    box: rules.Box
    fill: float

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def numbered(starts: Sequence[bullets.Start], marked: set[int], ink: Image, look: Look) -> list[bullets.Start | None]:
    """The lines with the numbers that the pixels show before them. `marked` are the indexes of those that begin with a bullet.

    `look` reads a part of the page as one line. None stands for a line that is nothing but another's number.
    """
    out, gone = list(starts), set()
    for at, start in enumerate(starts):
        if at in marked or at in gone or _SURE.fullmatch(start.words[0].text):
            continue
        signs = _before(start, ink)
        if not signs:
            continue
        box = _around([sign.box for sign in signs])
        others = [other for other in range(len(starts)) if other != at and other not in gone and _holds(starts[other], box)]
        if any(len(starts[other].words) > 1 or other in marked or not _LABEL.fullmatch(starts[other].words[0].text) for other in others):
            continue
        words = [word for other in others for word in starts[other].words] or _strokes(signs, start) or _read(start, box, look)
        if words:
            gone.update(others)
            out[at] = replace(start, words=_joined(words, list(start.words)))
    return [None if at in gone else _counted(start, ink) for at, start in enumerate(out)]


def _joined(number: list[tesseract.Word], words: list[tesseract.Word]) -> list[tesseract.Word]:
    """The words with their number, and what the line had kept of it ("." of "1.", ".1." of "1.1.")."""
    last, first = number[-1], words[0]
    if len(words) > 1 and _LEFT.fullmatch(first.text):
        whole = last.text if last.text.endswith((".", ")")) and len(first.text) == 1 else last.text.rstrip(".") + first.text
        return [*number[:-1], replace(last, text=whole, box=_around([last.box, first.box])), *words[1:]]
    if len(words) > 1 and set(first.text) <= set(",·'`’-_"):
        words = words[1:]
    return [*number, *words]


def _before(start: bullets.Start, ink: Image) -> list[_Sign]:
    """The signs as high as figures that stand free before a line, on its baseline; none when there is anything else."""
    em, first = start.em, start.words[0].box[0]
    runs = _signs((max(start.wall, first - MARGIN * em), first - 0.04 * em), start, ink)
    found: list[_Sign] = []
    for sign in reversed(runs):
        gap = (found[0].box[0] if found else first) - sign.box[2]
        if gap > (JOINT if found else APART) * em:
            if found and gap < FREE * em:
                return []
            break
        found.insert(0, sign)
    if not found or found[-1].box[2] - found[0].box[0] > WIDEST * em:
        return []
    tall = [sign for sign in found if sign.height > DOT * em]
    if not tall or any(not HIGH[0] * em <= sign.height <= HIGH[1] * em or sign.width > 0.75 * em for sign in tall):
        return []
    return found if all(abs(sign.box[3] - start.baseline) <= FOOT * em for sign in tall) else []


def _signs(reach: tuple[float, float], start: bullets.Start, ink: Image) -> list[_Sign]:
    em, x0 = start.em, int(max(0, reach[0]))
    top, bottom = int(max(0, start.baseline - 0.9 * em)), int(min(ink.height, start.baseline + 0.14 * em))
    if reach[1] - x0 < 1 or bottom - top < 4:
        return []
    band = ink.crop((x0, top, int(reach[1]), bottom))
    out = []
    for left, right in pixels.columns(band, 0):
        part = band.crop((left, 0, right, band.height))
        box = part.getbbox() or (0, 0, *part.size)
        black = part.crop(box).histogram()[255] / max(1, (box[2] - box[0]) * (box[3] - box[1]))
        out.append(_Sign((x0 + left, top + box[1], x0 + right, top + box[3]), black))
    return out


def _around(boxes: list[rules.Box]) -> rules.Box:
    return min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)


def _holds(start: bullets.Start, box: rules.Box) -> bool:
    """Whether words of the line stand where the box is."""
    return any(word.box[0] < box[2] and box[0] < word.box[2] and word.box[1] < box[3] and box[1] < word.box[3] for word in start.words)


def _read(start: bullets.Start, box: rules.Box, look: Look) -> list[tesseract.Word]:
    """The words in the box before a line: read with the line, where that gives the same line again; else read alone."""
    em, edge = start.em, round(0.5 * start.em)
    top, bottom = int(start.baseline - 1.05 * em), int(start.baseline + 0.4 * em)
    middle = (box[2] + min(word.box[0] for word in start.words)) / 2
    for right in (max(word.box[2] for word in start.words) + edge, round(middle)):
        words = [word for other in look((box[0] - edge, top, right, bottom)) for word in other.words]
        head = [word for word in words if (word.box[0] + word.box[2]) / 2 < middle]
        rest = [word.text for word in words if word not in head]
        if not rest and right > middle:
            continue
        if rest and SequenceMatcher(None, " ".join(rest), " ".join(word.text for word in start.words), False).ratio() < SAME:
            continue
        if len(head) == 1 and _LABEL.fullmatch(head[0].text):
            return head
    return []


def _counted(start: bullets.Start, ink: Image) -> bullets.Start:
    """The line with its Roman number as many "I" as there are upright strokes before its full stop."""
    word, *rest = start.words
    if not rest or not _STROKES.fullmatch(word.text):
        return start
    em = start.em
    signs = _signs((max(start.wall, word.box[0] - em), rest[0].box[0] - 0.04 * em), start, ink)
    while len(signs) > 1 and any(two.box[0] - one.box[2] > JOINT * em for one, two in pairwise(signs)):
        signs = signs[1:]
    counted = _strokes(signs, start)
    return replace(start, words=[*counted, *rest]) if counted else start


def _strokes(signs: list[_Sign], start: bullets.Start) -> list[tesseract.Word]:
    """The number "I.", "II." or "III." where the signs are upright strokes and a full stop, as a word."""
    if not 2 <= len(signs) <= 4:
        return []
    em, (*strokes, dot) = start.em, signs
    if dot.height > DOT * em or dot.width > DOT * em or dot.box[3] < start.baseline - FOOT * em:
        return []
    if any(sign.height < HIGH[0] * em or sign.width > THIN * em or sign.fill < STRAIGHT for sign in strokes):
        return []
    return [tesseract.Word("I" * len(strokes) + ".", start.words[0].confidence, _around([sign.box for sign in signs]), ())]
