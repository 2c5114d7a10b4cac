"""An image of a page → what stands on it, as plain values that can be kept."""

from __future__ import annotations

import re
from statistics import fmean
from typing import Any

from extract.readers.scan import pixels, tesseract

COLUMN_GAP = 2.2  # em between words: a column or a cell
SMALLEST = 5.0  # points: doubtful "letters" below are dots and specks
SPREAD = 1.2  # pixels at 300 dots an inch by which print, lens and threshold widen every stroke
DOUBT = 0.35  # mean confidence under which a line of three letters is specks
_X_HEIGHT, _TALL, _TAIL = set("acemnorsuvwxzàâèéêëîïôùûç") - set("çàâèéêëîïôùû"), set("bdfhkl"), set("gpqy")
_CAPITAL = set("ABCDEFGHIKLMNOPRSTUVXZ0123456789")
EM = {"x": 0.5, "tall": 0.73, "capital": 0.68, "tail": 0.71}  # em, of letters' heights in text faces (Carlito, Liberation, Times, DejaVu)
_STRAY = set("e©¢°*®¥·.•oO°¤■◆▪●+=~-–—_>&@«»|:,'`‘’“”\"")  # what bullets and dashes are read as
_READ = (
    dict.fromkeys("e©¢°®¥•¤■▪●+*", "•") | dict.fromkeys("oO", "◦") | dict.fromkeys(("-", "–", "—", "_", "__", "=", "~"), "-")
)  # alone, none of these is a word
_RULES = {"|", "¦", "||"}
_NOTHING = re.compile(r"[\W_]*")


def page(image: Any, dpi: int, languages: tuple[str, ...]) -> dict:
    """`{"turn": degrees, "confidence": 0..1, "lines": [{"text", "box", "ocr", "size", "stroke", "mark"}], "pictures":
    [box]}`, boxes in pixels of the image.

    The image is straightened first; boxes are those of the straightened page.
    """
    straight, turn = pixels.straightened(image)
    found = tesseract.read(straight, dpi, languages)
    ink = pixels.black(straight)
    lines = [line for text_line in found for line in _lines(text_line, ink, dpi)]
    weight = sum(len(line["text"]) for line in lines)
    confidence = sum(line["ocr"] * len(line["text"]) for line in lines) / weight if weight else 0.0
    return {"turn": turn, "confidence": round(confidence, 3), "lines": lines, "pictures": pixels.pictures(straight, dpi)}


def _lines(found: tesseract.TextLine, ink: Any, dpi: int) -> list[dict]:
    """The engine's line, cut at wide gaps."""
    em = _em(found.words) or 11 * dpi / 72
    parts: list[list[tesseract.Word]] = []
    words = [word for word in found.words if word.text not in _RULES or not _stands_apart(word, found.words, em)]
    for word in words:
        if parts and word.box[0] - parts[-1][-1].box[2] <= COLUMN_GAP * em:
            parts[-1].append(word)
        else:
            parts.append([word])
    if len(parts) > 1 and len(parts[0]) == 1 and _is_stray(parts[0][0]):
        parts[0:2] = [parts[0] + parts[1]]
    return [line for words in parts if (line := _line(words, found.baseline, em, ink, dpi)) is not None]


def _stands_apart(rule: tesseract.Word, words: tuple[tesseract.Word, ...], em: float) -> bool:
    """Whether an upright stroke has free space on a side: a rule between cells, no sign between words."""
    before = max((word.box[2] for word in words if word.box[2] <= rule.box[0]), default=-1e9)
    after = min((word.box[0] for word in words if word.box[0] >= rule.box[2]), default=1e9)
    return max(rule.box[0] - before, after - rule.box[2]) > em


def _line(words: list[tesseract.Word], baseline: float, em: float, ink: Any, dpi: int) -> dict | None:
    mark, words = _mark(words, baseline, em, ink)
    text = " ".join(word.text for word in words)
    if not words or _NOTHING.fullmatch(text):
        return None
    confidence = sum(word.confidence * len(word.text) for word in words) / sum(len(word.text) for word in words)
    letters = sum(char.isalpha() for char in text)
    size = _em(words) or em
    if (confidence < DOUBT and letters < 4) or (confidence < 0.5 and size < SMALLEST * dpi / 72):
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
        "stroke": round(max(0.0, pixels.stroke(ink, body) - SPREAD * dpi / 300) / size, 4) if sum(map(str.isalnum, text)) >= 3 else 0.0,
        "mark": mark.text if mark else None,
    }


def _mark(words: list[tesseract.Word], baseline: float, em: float, ink: Any) -> tuple[pixels.Mark | None, list[tesseract.Word]]:
    """The mark a line begins with, read or lost by the engine, and the words after it."""
    first = words[0]
    if len(words) > 1 and _is_stray(first):
        gap = words[1].box[0] - first.box[2]
        seen = _seen(ink, first.box[0], words[1].box[0], baseline, em) if gap >= 0.1 * em else None
        known = _known(first.text)
        if seen is not None or known is not None:
            lost = pixels.mark_before(ink, first.box[0], baseline, em)
            return seen or lost or pixels.Mark(known, first.box[0]), _bare(words[1:])
    return pixels.mark_before(ink, first.box[0], baseline, em), words


def _known(text: str) -> str | None:
    """The mark that a word of one to three signs stands for; None when it may be a word."""
    if (known := _READ.get(text.rstrip("_") or text)) is not None:
        return known
    marks = [_READ.get(char) for char in text]
    return max(marks, key="-◦•".index) if all(marks) and "-" in marks else None  # "-e": a bullet and a speck


def _bare(words: list[tesseract.Word]) -> list[tesseract.Word]:
    """The words without the strokes that the gap between a mark and its text is read as."""
    while len(words) > 1 and set(words[0].text) <= set("_|.'‘`’"):
        words = words[1:]
    return words


def _is_stray(word: tesseract.Word) -> bool:
    return len(word.text) <= 3 and set(word.text) <= _STRAY


def _seen(ink: Any, left: int, right: int, baseline: float, em: float) -> pixels.Mark | None:
    top, bottom = int(max(0, baseline - 0.95 * em)), int(baseline + 0.25 * em)
    return pixels.classify(ink.crop((max(0, left - 2), top, max(left + 1, int(right - 0.1 * em)), bottom)), em, left)


def _em(words: tuple[tesseract.Word, ...] | list[tesseract.Word]) -> float:
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
