"""Words broken over two lines: joined where a line end split them, kept where the hyphen is the word's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.page import Passage, Transcript
from extract.taxonomy import headings
from extract.text import plain

_JOINING = "\u00ad-‐'’/"  # at a line's end: a space after it is not sure
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LAST = re.compile(r"([a-z]+(?:-[a-z]+)*)-$")
_BREAK = re.compile(r"[-‐\u00ad]\n\s*[^\W\d_]+")
_LONGEST = 100  # characters at a line's end that are looked at for the beginning of a word
_FIRST = re.compile(r"[a-z]+")
_ELISION = re.compile(r"(?:^|[\s«(\"/-])(?:[dlnscjmt]|qu|jusqu|lorsqu|puisqu|aujourd|presqu|quelqu)['’]$", re.I)


class Joiner:
    """Joins lines of one document; the words of the whole document decide about a hyphen at a line's end."""

    def __init__(self, transcript: Transcript) -> None:
        self._texts, self._starts = [line.text for line in transcript.lines], transcript.starts
        self._known = headings.words("hyphens")
        broken = [text for text in self._texts if text[-1:] in "-‐\u00ad"]
        self._words: frozenset[str] = _words(transcript) if broken else frozenset()
        self._hyphenates = sum(self._is_split(text) for text in broken) >= 2

    def passage(self, indexes: Sequence[int], start: int = 0) -> Passage:
        """The lines at `indexes`, the first one from `start` on, as one text: a space between them, or nothing where a word goes on."""
        if len(indexes) == 1:
            text = self._texts[indexes[0]]
            words = text[start:].strip().removesuffix("\u00ad")
            return Passage(words, ((0, self._starts[indexes[0]] + text.index(words[0], start), len(words)),) if words else ())
        out: list[str] = []
        kept: list[tuple[int, int, int]] = []
        length = 0
        for index in indexes:
            text = self._texts[index]
            words = text[start:].strip()
            if words:
                if kept:
                    glue, drop = self._glue(out[-1], words) if out[-1][-1] in _JOINING else (" ", 0)
                    if drop:
                        out[-1] = out[-1][:-drop]
                        begin, source, size = kept[-1]
                        kept[-1] = (begin, source, size - drop)
                        length -= drop
                    out.append(glue)
                    length += len(glue)
                size = len(words)
                out.append(words)
                kept.append((length, self._starts[index] + (text.index(words[0], start) if size < len(text) else 0), size))
                length += size
            start = 0
        if out and out[-1].endswith("\u00ad"):
            out[-1] = out[-1][:-1]
            begin, source, size = kept[-1]
            kept[-1] = (begin, source, size - 1)
        return Passage("".join(out), tuple([piece for piece in kept if piece[2]]))

    def _glue(self, before: str, after: str) -> tuple[str, int]:
        """What stands between two lines, and how many characters of the first one's end go."""
        last = before[-1:]
        if last == "\u00ad":
            return "", 1
        if last in "-‐" and before[-2:-1].isalpha() and after[:1].isalpha():
            return "", int(self._drops_hyphen(before, after))
        if last in "'’" and _ELISION.search(before) and after[:1].isalpha():
            return "", 0
        if last == "/" and before[-2:-1] not in ("", " ") and not after[:1].isspace():
            return "", 0
        return " ", 0

    def _drops_hyphen(self, before: str, after: str) -> bool:
        head, tail = _LAST.search(plain(before[-_LONGEST:])), _FIRST.match(plain(after))
        if not head or not tail or not after[:1].islower():
            return False
        first, second = head[1], tail[0]
        if first + second in self._words:
            return True
        if f"{first}-{second}" in self._words or second in self._known["endings"] or first.rpartition("-")[2] in self._known["beginnings"]:
            return False
        if first in self._words and second in self._words and not self._hyphenates:
            return False
        return self._hyphenates or not (first in self._words and second in self._words)

    def _is_split(self, text: str) -> bool:
        """Whether the line ends in the middle of a word rather than at a hyphen of its own."""
        head = _LAST.search(plain(text[-_LONGEST:]))
        return text.endswith("\u00ad") or bool(head and head[1] not in self._words)


def _words(transcript: Transcript) -> frozenset[str]:
    """The document's words, without the halves of those broken at a line's end."""
    text, whole, at = transcript.text, [], 0
    for found in _BREAK.finditer(text):
        start = found.start()
        while start > at and text[start - 1].isalnum() and not text[start - 1].isdecimal():
            start -= 1
        if start < found.start():
            whole.append(text[at:start])
            at = found.end()
    return frozenset(_WORD.findall(plain(" ".join([*whole, text[at:]]))))
