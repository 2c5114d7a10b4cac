"""An image of a page → what stands on it, as plain values that can be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from extract.readers.scan import bullets, heads, mending, pixels, rules, tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMN_GAP = 2.2  # em between words: a column or a cell
LOW = 30.0  # points: the height of a cell with one line, or two
LED = 6.0  # em between a row of dots and the number it leads to
NONSENSE = 0.65  # mean confidence of a page that is not what it seems
FACING = 1.2  # times as wide as high
FOLD = 0.04  # of the width: the inner margins of two pages, at least
SMALLEST = 5.0  # points: doubtful "letters" below are dots and specks
SPREAD = 1.2  # pixels at 300 dots an inch by which print, lens and threshold widen every stroke
DOUBT = 0.35  # mean confidence under which a line of three letters is specks
UNSURE = 0.94  # mean confidence: of a line with a wrong letter it is lower, of others 0.95 or 0.96
NOISE = 0.15  # mean confidence of what is no writing: a signature, a crease
SLANT = 0.035  # of a line against its page, two degrees: a stamp; a photograph bends lines by half of it
LONG = 3.0  # em: of shorter lines the slant is not sure
_X_HEIGHT, _TALL, _TAIL = set("acemnorsuvwxzàâèéêëîïôùûç") - set("çàâèéêëîïôùû"), set("bdfhkl"), set("gpqy")
_CAPITAL = set("ABCDEFGHIKLMNOPRSTUVXZ0123456789")
EM = {"x": 0.5, "tall": 0.73, "capital": 0.68, "tail": 0.71}  # em, of letters' heights in text faces (Carlito, Liberation, Times, DejaVu)
_RULES = {"|", "¦", "||"}
_NOTHING = re.compile(r"[\W_]*")


def page(image: Image, dpi: int, languages: tuple[str, ...]) -> dict[str, Any]:
    """`{"quarters": 0..3, "turn": degrees, "confidence": 0..1, "lines": [{"text", "box", "ocr", "size", "stroke", "mark", "aslant"}],
    "pictures": [box], "rules": [box], "frames": [box], "bands": [box], "halves": [box]}`, boxes in pixels of the image.

    The image is turned upright and straightened first; boxes are those of the page as it is then.
    """
    quarters = pixels.quarters(image)
    found = _page(image, quarters, dpi, languages)
    for turned, as_is in ((quarters, True), ((quarters + 2) % 4, False)):  # the rules may have helped; it may be upside down all the same
        if found["confidence"] < NONSENSE and found["lines"]:
            found = max(found, _page(image, turned, dpi, languages, as_is), key=lambda one: one["confidence"])
    return found


def _page(image: Image, quarters: int, dpi: int, languages: tuple[str, ...], as_is: bool = False) -> dict[str, Any]:
    straight, turn = pixels.straightened(pixels.evened(pixels.turned(image, quarters)))
    ink = pixels.black(straight)
    pictures = pixels.pictures(straight, dpi)
    drawn = rules.find(ink, dpi).outside(pictures)
    ruled = straight
    if not as_is:
        straight = rules.without(straight, ink, drawn, dpi)
        ink = pixels.black(straight) if drawn != rules.Drawn() else ink
    starts = [start for line in tesseract.read(straight, dpi, languages) for start in _starts(line, drawn, dpi)]
    look = partial(_second_look, image=straight, ink=ink, dpi=dpi, languages=languages)
    starts = _underlined(starts, drawn, partial(_second_look, image=ruled, ink=ink, dpi=dpi, languages=languages))
    starts = _with_cells(_led(starts, drawn, look), drawn, look, dpi)
    space = mending.usual_space((start.words, start.em) for start in starts)
    starts = [replace(start, words=mending.mended(start.words, start.baseline, start.em, space, ink)) for start in starts]
    marks = bullets.find(starts, ink)
    numbered = heads.numbered(starts, set(marks), ink, look)
    lines = [
        line
        for at, start in enumerate(numbered)
        if start is not None
        and not bullets.is_echo(start, (mark for other, mark in marks.items() if other != at))
        and (line := _line(start, marks.get(at), ink, dpi)) is not None
    ]
    weight = sum(len(line["text"]) for line in lines)
    confidence = sum(line["ocr"] * len(line["text"]) for line in lines) / weight if weight else 0.0
    return {
        "quarters": quarters,
        "turn": turn,
        "confidence": round(confidence, 3),
        "lines": lines,
        "pictures": pictures,
        "rules": [*drawn.level, *drawn.upright],
        "frames": drawn.frames,
        "bands": drawn.bands,
        "halves": _halves(lines, straight.size),
    }


def _halves(lines: list[dict[str, Any]], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """The two pages of an opened booklet on one sheet: wider than high, with text on both sides of its middle and none across it."""
    width, height = size
    if width < FACING * height:
        return []
    boxes = [line["box"] for line in lines]
    if any(box[0] < 0.49 * width and box[2] > 0.51 * width for box in boxes):
        return []
    left, right = [box for box in boxes if box[2] <= 0.51 * width], [box for box in boxes if box[0] >= 0.49 * width]
    if not left or not right or min(box[0] for box in right) - max(box[2] for box in left) < FOLD * width:
        return []
    return [(0, 0, width // 2, height), (width // 2, 0, width, height)]


def _starts(found: tesseract.TextLine, drawn: rules.Drawn, dpi: int) -> list[bullets.Start]:
    """The engine's line, cut at wide gaps and upright rules; a sign alone before a gap stays with what follows."""
    em = _em(found.words) or 11 * dpi / 72
    parts: list[list[tesseract.Word]] = []
    words = [word for word in found.words if word.text not in _RULES or not _stands_apart(word, found.words, em)]
    walls = [(x0 + x1) / 2 for x0, top, x1, bottom in drawn.upright if top < found.baseline - 0.25 * em < bottom]
    for word in words:
        gap = (parts[-1][-1].box[2], word.box[0]) if parts else (0, 0)
        is_parted = any(gap[0] - 0.3 * em <= wall <= gap[1] + 0.3 * em for wall in walls)
        if parts and gap[1] - gap[0] <= COLUMN_GAP * em and not is_parted:
            parts[-1].append(word)
        else:
            parts.append([word])
    if len(parts) > 1 and len(parts[0]) == 1 and _is_stray(parts[0][0]):
        parts[0:2] = [parts[0] + parts[1]]
    left = [max((wall for wall in walls if wall < words[0].box[0]), default=0.0) for words in parts]
    return [bullets.Start(words, found.baseline, em, wall, found.slant) for words, wall in zip(parts, left, strict=True)]


def _led(starts: list[bullets.Start], drawn: rules.Drawn, look: Callable[[rules.Box], list[bullets.Start]]) -> list[bullets.Start]:
    """The lines with those joined that a row of dots leads from one to the other, as in a contents page."""
    for x0, top, x1, bottom in sorted(drawn.leaders, key=lambda box: (box[1], box[0])):
        level = [start for start in starts if top - 0.3 * start.em <= start.baseline <= bottom + 0.4 * start.em]
        left = [start for start in level if start.words[0].box[0] < x0]
        right = [start for start in level if start.words[0].box[0] >= x1 - 0.5 * start.em]
        before = max(left, key=lambda start: start.words[-1].box[2], default=None)
        after = min(right, key=lambda start: start.words[0].box[0], default=None)
        if before is None:
            continue
        dots = tesseract.Word("....", 0.95, (x0, top, x1, bottom), ())
        if after is not None and after.words[0].box[0] - x1 > LED * after.em:
            after = None
        number = [word for word in after.words if any(map(str.isdigit, word.text)) or word.confidence > 0.9] if after else []
        if not number:
            em, y = before.em, before.baseline
            beyond = look((x1 + 2, int(y - em), int(x1 + LED * em), int(y + 0.3 * em)))
            number = [word for start in beyond for word in start.words if word.text.isdigit()]
        words = [*(word for word in before.words if word.box[0] < x1), dots, *number]
        starts = [replace(before, words=words) if start is before else start for start in starts if start is not after]
    return starts


def _with_cells(
    starts: list[bullets.Start], drawn: rules.Drawn, look: Callable[[rules.Box], list[bullets.Start]], dpi: int
) -> list[bullets.Start]:
    """The lines with those of low cells in which the engine read nothing: it takes a column of single numbers for a picture, or for one
    line set upright."""
    cells = rules.cells(drawn, dpi)
    heights = [(start, _middles(start, cells)) for start in starts]
    starts = [start for start, inside in heights if len(inside) < 2 or len({(cells[at][0], cells[at][2]) for at in inside}) > 1]
    filled = {at for start in starts for at in _middles(start, cells)}
    for at, (x0, top, x1, bottom) in enumerate(cells):
        edge = round(dpi * 2 / 72)
        if at not in filled and bottom - top <= dpi * LOW / 72:
            starts += look((x0 + edge, top + edge, x1 - edge, bottom - edge))
    return starts


def _underlined(starts: list[bullets.Start], drawn: rules.Drawn, look: Callable[[rules.Box], list[bullets.Start]]) -> list[bullets.Start]:
    """The lines, those read badly over a rule read again with it, where that is surer: with the rule the tails of "p", "q" and "y" went."""
    out = []
    for start in starts:
        left, right = min(word.box[0] for word in start.words), max(word.box[2] for word in start.words)
        under = (start.baseline, start.baseline + 0.35 * start.em)
        ruled = any(under[0] <= box[1] <= under[1] and min(right, box[2]) - max(left, box[0]) > 0.5 * (right - left) for box in drawn.level)
        if ruled and _sureness(start) < UNSURE:
            edge = 0.4 * start.em
            again = look((int(left - edge), int(start.baseline - start.em), int(right + edge), int(start.baseline + 0.45 * start.em)))
            if len(again) == 1 and _sureness(again[0]) > _sureness(start):
                start = replace(again[0], wall=start.wall, em=start.em, baseline=start.baseline)
        out.append(start)
    return out


def _sureness(start: bullets.Start) -> float:
    return sum(word.confidence * len(word.text) for word in start.words) / sum(len(word.text) for word in start.words)


def _second_look(box: rules.Box, *, image: Image, ink: Image, dpi: int, languages: tuple[str, ...]) -> list[bullets.Start]:
    """What the engine reads in a part of the page that it is told to hold one line."""
    box = max(0, box[0]), max(0, box[1]), min(ink.width, box[2]), min(ink.height, box[3])
    if box[2] <= box[0] or box[3] <= box[1]:
        return []
    seen = ink.crop(box).getbbox()
    if seen is None or seen[3] - seen[1] < dpi * 4 / 72:
        return []
    out = []
    for line in tesseract.read(image.crop(box), dpi, languages, True):
        words = tuple(tesseract.moved(word, box[0], box[1]) for word in line.words)
        out.append(bullets.Start(words, line.baseline + box[1], _em(words) or 11 * dpi / 72))
    return out


def _middles(start: bullets.Start, cells: list[tuple[int, int, int, int]]) -> list[int]:
    """The cells, by their indexes, whose middles a line's box holds, and the one in which it stands."""
    left, right = min(word.box[0] for word in start.words), max(word.box[2] for word in start.words)
    top, bottom = min(word.box[1] for word in start.words), max(word.box[3] for word in start.words)
    x, y = (left + right) / 2, (top + bottom) / 2
    return [
        at
        for at, cell in enumerate(cells)
        if (cell[0] <= x <= cell[2] and (cell[1] <= y <= cell[3] or top <= (cell[1] + cell[3]) / 2 <= bottom))
    ]


def _stands_apart(rule: tesseract.Word, words: tuple[tesseract.Word, ...], em: float) -> bool:
    """Whether an upright stroke has free space on a side: a rule between cells, no sign between words."""
    before = max((word.box[2] for word in words if word.box[2] <= rule.box[0]), default=-1e9)
    after = min((word.box[0] for word in words if word.box[0] >= rule.box[2]), default=1e9)
    return max(rule.box[0] - before, after - rule.box[2]) > em


def _line(start: bullets.Start, mark: bullets.Bullet | None, ink: Image, dpi: int) -> dict[str, Any] | None:
    words, baseline, em = start.words, start.baseline, start.em
    if mark is not None:
        words = bullets.bare(words, mark)
    text = " ".join(word.text for word in words)
    if not words or _NOTHING.fullmatch(text):
        return None
    confidence = _sureness(replace(start, words=words))
    letters = sum(char.isalpha() for char in text)
    size = _em(words) or em
    if confidence < NOISE or (confidence < DOUBT and letters < 4) or (confidence < 0.5 and size < SMALLEST * dpi / 72):
        return None
    if confidence < 0.5 and letters < 3 and not any(map(str.isdigit, text)):
        return None
    box = (
        min(word.box[0] for word in words) if mark is None else mark.x0,
        round(baseline - 0.78 * size, 1),
        max(word.box[2] for word in words),
        round(baseline + 0.22 * size, 1),
    )
    body = (min(word.box[0] for word in words), min(word.box[1] for word in words), box[2], max(word.box[3] for word in words))
    return {
        "text": text,
        "box": box,
        "ocr": round(confidence, 3),
        "size": round(size, 2),
        "stroke": round(max(0.0, pixels.stroke(ink, body) - SPREAD * dpi / 300) / size, 4) if any(map(str.isalnum, text)) else 0.0,
        "mark": mark.text if mark else None,
        "aslant": abs(start.slant) >= SLANT and box[2] - box[0] >= LONG * size,
    }


def _is_stray(word: tesseract.Word) -> bool:
    return len(word.text) <= 3 and set(word.text) <= bullets.STRAY


def _em(words: Sequence[tesseract.Word]) -> float:
    """The type size in pixels, from the heights of letters whose share of it is known; 0 when there are none."""
    sizes = []
    for word in words:
        for char, _, top, _, bottom in word.symbols:
            kind = "x" if char in _X_HEIGHT else "capital" if char in _CAPITAL else "tall" if char in _TALL else None
            if kind:
                sizes.append((bottom - top) / EM[kind])
    sizes.sort()
    middle = sizes[len(sizes) // 4 : len(sizes) - len(sizes) // 4]  # boxes of joined letters are far off
    return fmean(middle) if middle else 0.0
