"""Contents pages: lists of headings with their pages. They are set aside, and testify to the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from extract import marks
from extract.page import Line
from extract.taxonomy import headings
from extract.text import key, plain

_MIN_ENTRIES = 3
_LEADER = r"(?:\s*(?:[.…_·]\s?){2,}|\s{2,}|\s*\t\s*)"  # "....", ". . . .", or a wide space
_ENTRY = re.compile(
    rf"(?P<title>\S.*?)(?:{_LEADER}|\s+(?=pp?\b|pages?\b))(?:p(?:p|ages?)?\.?\s*)?(?P<page>\d{{1,3}})(?:\s*(?:[-–à]|et)\s*\d{{1,3}})?\s*",
    re.I,
)
_LOOSE_ENTRY = re.compile(r"(?P<title>\S.*?[^\d\s,.(])\s+(?P<page>\d{1,3})\s*")
_LOOSE_ENTRIES = 4  # entries without leaders or "p." that must stand together
_MAX_TITLE = 220  # characters of an entry
_MAX_OPENING = 60  # characters of "Sommaire", with whatever stands beside it
_BEGINNING = 3  # letters that show of most lines that they are no such title
_BETWEEN = 2  # lines without a page inside a contents list: long entries wrapped


def find(lines: Sequence[Line], indexes: Sequence[int]) -> set[int]:
    """Indexes of the lines that make contents lists, their titles too."""
    known = headings.words("furniture")
    out = {index for index in indexes if lines[index].role == "toc"}
    numbered = [index for index in indexes if lines[index].text[-1:].isdigit()]
    if len(numbered) >= _MIN_ENTRIES:
        out |= _runs(lines, indexes, {index: found for index in numbered if (found := entry(lines[index].text))})
    if len(numbered) >= _LOOSE_ENTRIES:
        out |= _loose_runs(lines, indexes)
    out |= _after_title(lines, indexes, known, out)
    return out | _titles(lines, indexes, known, out) if out else out


def entry(text: str) -> tuple[str, int] | None:
    """(title, page) of a line such as "Perspectives ....... 12" or "Vie associative  p 5"; None for other lines."""
    if not text[-1:].isdigit() or len(text) > _MAX_TITLE:
        return None
    found = _entry(text)
    if not found or not any(char.isalpha() for char in found["title"]):
        return None
    return found["title"], int(found["page"])


@lru_cache(maxsize=1 << 10)  # what is an entry, which words come again and where its title ends are asked one after the other
def _entry(text: str) -> re.Match[str] | None:
    return _ENTRY.fullmatch(text)


def title_span(text: str) -> tuple[int, int]:
    """Where the heading's words stand in a contents line, without mark, leaders and page."""
    found = _entry(text) or _LOOSE_ENTRY.fullmatch(text) if text[-1:].isdigit() else None
    end = len((found["title"] if found else text).rstrip(" .…_·"))
    mark = marks.find(text)
    return (mark.end if mark and mark.is_bullet else 0), end


def title_of(text: str) -> str:
    """Those words, folded."""
    start, end = title_span(text)
    return key(text[start:end])


def _words_of(text: str) -> str:
    """The same without a number before them, as chapters may be numbered in one place alone."""
    start, end = title_span(text)
    mark = marks.find(text)
    return key(text[max(start, mark.end if mark else 0) : end]) or title_of(text)


def _runs(lines: Sequence[Line], indexes: Sequence[int], pages: dict[int, tuple[str, int]]) -> set[int]:
    """Entries that follow each other with growing pages, and the wrapped beginnings of long ones between."""
    out: set[int] = set()
    run: list[int] = []
    members: list[int] = []
    pending: list[int] = []
    for index in [*indexes, -1]:
        if index in pages and (not run or pages[run[-1]][1] <= pages[index][1]):
            members += [*pending, index]
            run.append(index)
            pending = []
        elif index >= 0 and run and len(pending) < _BETWEEN and len(lines[index].text) < _MAX_TITLE and index not in pages:
            pending.append(index)
        else:
            if len(run) >= _MIN_ENTRIES:
                out.update(members)
            run, members, pending = ([index], [index], []) if index in pages else ([], [], [])
    return out


def _loose_runs(lines: Sequence[Line], indexes: Sequence[int]) -> set[int]:
    """Lines that end in a bare page number, several together, pages growing: "Perspectives 12"."""
    out: set[int] = set()
    run: list[tuple[int, int]] = []
    for index in [*indexes, -1]:
        text = lines[index].text if index >= 0 else ""
        found = _LOOSE_ENTRY.fullmatch(text) if text[-1:].isdigit() and len(text) < _MAX_TITLE and not lines[index].cell else None
        page = int(found["page"]) if found else 0
        if found and (not run or run[-1][1] <= page <= run[-1][1] + 40):
            run.append((index, page))
            continue
        if len(run) >= _LOOSE_ENTRIES and run[-1][1] > run[0][1]:
            out.update(at for at, _ in run)
        run = [(index, page)] if found else []
    return out


def _after_title(lines: Sequence[Line], indexes: Sequence[int], known: headings.Words, found: set[int]) -> set[int]:
    """A contents list without pages: after "Sommaire", lines that all come back later in the document."""
    out: set[int] = set()
    opening = [at for at, index in enumerate(indexes) if _is_title(lines[index].text, known["contents"])]
    last: dict[str, int] = {}  # where the words of each line come for the last time
    for at in opening:
        run: list[int] = []
        seen: set[str] = set()
        for other in indexes[at + 1 :]:
            if lines[other].page != lines[indexes[at]].page and other not in found:  # headings of the next page come again too
                break
            if lines[other].text.strip().isdecimal() and run:  # a page number behind a tab
                run.append(other)
                continue
            words = _words_of(lines[other].text)
            if other not in found:
                if words in seen:
                    break
                last = last or {_words_of(lines[index].text): index for index in indexes}
                if last[words] <= other:
                    break
            run.append(other)
            seen.add(words)
        if len(run) >= _MIN_ENTRIES or any(other in found for other in run):
            out.update((indexes[at], *run))
    return out


def _is_title(text: str, words: frozenset[str]) -> bool:
    """ "Sommaire", "TABLE DES MATIÈRES"."""
    if len(text) > _MAX_OPENING or (text[:1].isalnum() and not plain(text[: 2 * _BEGINNING]).startswith(_beginnings(words))):
        return False  # as most; an accent may be a character of its own
    return key(text) in words


@cache
def _beginnings(words: frozenset[str]) -> tuple[str, ...]:
    return tuple({word.partition(" ")[0][:_BEGINNING] for word in words})


def _titles(lines: Sequence[Line], indexes: Sequence[int], known: headings.Words, found: set[int]) -> set[int]:
    """The line above a contents list: its title, or the words that announce it."""
    out = set()
    for before, index in pairwise(indexes):
        if index in found and before not in found:
            words = key(lines[before].text)
            if words in known["contents"] or any(words.startswith(key(cue)) for cue in known["announcements"]):
                out.add(before)
    return out
