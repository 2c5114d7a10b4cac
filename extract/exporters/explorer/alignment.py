"""Where the words of evidence stand in an item's own text: the transcript has line breaks, hyphens and footers that the text has not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_PROBE = 12  # characters that must agree before a jump over something set aside (a running footer between two pages) is believed


def offsets(text: str, transcript: str, span: tuple[int, int]) -> Sequence[int]:
    """For each character of `text`, the offset in `transcript` it came from; -1 where it came from none (a joining space).

    `span` is the transcript range that `text` was put together from: wrapped lines joined, hyphenation undone, parts set aside left out.
    """
    start, end = span
    source = transcript[start:end]
    if len(source) == len(text) and source.replace("\n", " ") == text.replace("\n", " "):
        return range(start, end)
    found, at = [], 0
    for index, char in enumerate(text):
        if at < len(source) and source[at] == char:
            found.append(start + at)
            at += 1
            continue
        near = _next(text, index, source, at)
        if near < 0:
            found.append(-1)
        else:
            found.append(start + near)
            at = near + 1
    return found


def _next(text: str, index: int, source: str, at: int) -> int:
    """Where `text[index]` goes on in `source` from `at`: past a space or hyphen, or where the next words are found again; else -1."""
    char = text[index]
    if char.isspace():
        return at if at < len(source) and source[at].isspace() else -1
    near = at
    while near < len(source) and (source[near].isspace() or source[near] in "-\u00ad\u2010"):
        near += 1
    if near < len(source) and source[near] == char:
        return near
    words = text[index : index + _PROBE]
    return source.find(words, at) if len(words) >= _PROBE // 2 else -1


def place(where: Sequence[int], span: tuple[int, int]) -> tuple[int, int] | None:
    """The range of the text whose characters came from `span` of the transcript; None when none did. `where` is what `offsets` returned."""
    start, end = span
    if isinstance(where, range):
        low, high = max(start, where.start) - where.start, min(end, where.stop) - where.start
        return (low, high) if low < high else None
    inside = [index for index, offset in enumerate(where) if start <= offset < end]
    return (inside[0], inside[-1] + 1) if inside else None


class Wide:
    """Offsets in code points as JavaScript counts them: a character beyond U+FFFF is two."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [index for index, char in enumerate(text) if char > "\uffff"]

    def __call__(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset) if self._wide else offset
