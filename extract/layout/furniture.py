"""Lines that a page bears because it is a page: running headers and footers, page numbers, typed rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.page import Line, Reading
from extract.taxonomy import headings
from extract.text import plain

_MARGIN = 0.12  # of a page's height, at the top and at the bottom, where running lines stand
_EDGE_LINES = 3  # of a page, from either end: where running lines stand when the page gives no places
_REPEATS = 3  # pages a line must be on to be a running one
_SHARE = 0.5  # of a short document's pages
_NEARLY_ALL = 0.75  # of all pages must bear a line in display type before it is furniture
_DISPLAY = 1.12  # times the usual size
_STEADY = 0.012  # of a page's height: how far a running line may move
_NOTE = 0.95  # times the usual size: a footnote is smaller
_NOTE_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:\s*[.)]|\s|$)")
_LONE = 1.5  # line heights over the number of a single page
_MAIL_HEAD = 12  # lines of the head of an e-mail at most
_QUOTED = 0.3  # of a mail's lines: if more are quoted, they are what it is about
_FOOT = 140  # characters of a text file's foot of page
_PAGE_LINES = 4  # lines of its page at least
_FOOT_NUMBER = re.compile(
    r"""(?:(?P<words>\S.*?)(?:\s{3,}|\s+[-–—|·]\s+(?=p)))?(?:[-–—|·]\s*)?
        (?:p(?:age|\.)?\s*)?(?P<number>\d{1,3})(?:\s*(?:/|sur)\s*\d{1,3})?(?:\s*[-–—|·])?""",
    re.IGNORECASE | re.VERBOSE,
)
_HEAD_NUMBER = re.compile(r"(?:p(?:age|\.)?\s*)?(?P<number>\d{1,3})\s{3,}(?P<words>\S.*)", re.I)
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—|·•]\s*)?(?:p(?:age|g|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|of|de|-|–|\|)\s*\d{1,4})?(?:\s*[-–—|·•])?\s*", re.I
)
_ROMAN_NUMBER = re.compile(r"\s*[-–—]?\s*[ivxl]{1,6}\s*[-–—]?\s*")
_BROWSER = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\b.*", re.I)


def find(lines: Sequence[Line], reading: Reading, body: float) -> dict[int, str]:
    """{line index: reason} of the lines that are furniture; `body` is the usual type size."""
    out: dict[int, str] = {}
    for index, line in enumerate(lines):
        if line.role in ("rule", "meta", "page-number"):
            out[index] = line.role
        elif line.role == "header":
            out[index] = "running-header"
        elif line.role == "footer":
            out[index] = "running-footer"
        elif not line.text.strip():
            out[index] = "blank"
    if not reading.paged:
        out |= _mail(lines, out)
        out |= _numbered(lines, out)
    elif len(reading.pages) == 1:
        out |= _lone_number(lines, reading.pages[0].height, out)
    if len(reading.pages) > 1:  # also of a text file with form feeds
        out |= _running(lines, reading, out, body)
    return out


def _mail(lines: Sequence[Line], known: dict[int, str]) -> dict[int, str]:
    """The head of an e-mail saved as text, and, where they are few, the lines that it quotes from an earlier one."""
    words = headings.words("furniture")["mail-heads"]
    rest = [index for index in range(len(lines)) if index not in known]
    head = [index for index in rest[:_MAIL_HEAD] if lines[index].number and plain(lines[index].text.partition(":")[0]).strip() in words]
    head = [index for order, index in enumerate(head) if ":" in lines[index].text and index - head[0] <= order + 1]
    if len(head) < 2:
        return {}
    quoted = [index for index in rest if lines[index].text.startswith(">")]
    if len(quoted) > _QUOTED * len(rest):
        quoted = []
    return dict.fromkeys(head, "mail-header") | dict.fromkeys(quoted, "quoted-mail")


def _numbered(lines: Sequence[Line], known: dict[int, str]) -> dict[int, str]:
    """Feet and heads of pages in a text file: the same words with a page number at the margin, or the number alone, counting on."""
    counted: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index in known or not line.number or line.cell is not None or len(line.text) > _FOOT:
            continue
        found = _FOOT_NUMBER.fullmatch(line.text) or _HEAD_NUMBER.fullmatch(line.text)
        if found and _stands_free(lines, index):
            counted[plain(found["words"] or "").strip(" -–—|"), found["words"] is None].append((index, int(found["number"])))
    out: dict[int, str] = {}
    for (_, alone), numbers in counted.items():
        grow = all(0 < after - number <= 2 and at - index >= _PAGE_LINES for (index, number), (at, after) in pairwise(numbers))
        if grow and len(numbers) > 1:
            out.update((index, "page-number" if alone else "running-footer") for index, _ in numbers)
    return out


def _stands_free(lines: Sequence[Line], index: int) -> bool:
    """Whether a blank line or a page's end parts it from what stands over or under it."""
    line = lines[index]
    near = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    return any(other.page != line.page or abs((other.number or 0) - (line.number or 0)) > 1 for other in near)


def _running(lines: Sequence[Line], reading: Reading, known: dict[int, str], body: float) -> dict[int, str]:
    """Lines at the head or foot of pages that come back on others, figures aside; and page numbers."""
    heights = {sheet.number: sheet.height for sheet in reading.pages}
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index not in known:
            by_page[line.page].append(index)
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, members in by_page.items():
        for index in _edges(lines, members, heights.get(number, 0.0)):
            side = "footer" if _is_low(lines, index, members, heights.get(number, 0.0)) else "header"
            places[_DIGITS.sub("#", plain(lines[index].text)).strip()].append((index, side))
    enough = max(2, min(_REPEATS, round(_SHARE * len(by_page))))
    out: dict[int, str] = {}
    for words, found in places.items():
        steady = _steady(lines, [at for at, _ in found], heights)
        pages = {lines[index].page for index in steady}
        for index, side in found:
            text = lines[index].text
            needed = enough if not _is_display(lines[index], body) else _NEARLY_ALL * len(by_page)
            margin = _is_in_margin(lines[index], heights.get(lines[index].page, 0.0))
            titled = lines[index].role in ("title", "heading")  # "2021", over a slide
            if not titled and (_PAGE_NUMBER.fullmatch(text) or _ROMAN_NUMBER.fullmatch(text)):
                if lines[index].cell is None and (margin or len(pages) >= enough):
                    out[index] = "page-number"
            elif lines[index].cell is not None and lines[index].cell.header:
                continue  # a table that goes on over pages names its columns on each
            elif (words and index in steady and len(pages) >= needed) or (margin and _BROWSER.fullmatch(text.strip())):
                out[index] = f"running-{side}"
    for number, members in by_page.items():
        _add_row_mates(lines, members, heights.get(number, 0.0), out)
    return out


def notes(lines: Sequence[Line], known: dict[int, str], body: float) -> dict[int, str]:
    """{line index: "note"} of footnotes: smaller lines at the foot of a page, beginning with a number raised in the text."""
    calls: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        for run in line.runs:
            if run.style.superscript and (digits := line.text[run.start : run.end].strip(" ()")).isdecimal():
                calls[line.page].add(digits)
    out: dict[int, str] = {}
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.page in calls and line.bbox and index not in known:
            by_page[line.page].append(index)
    for number, members in by_page.items():
        foot: list[int] = []
        for index in sorted(members, key=lambda index: -lines[index].bbox[3]):
            if lines[index].style.size > _NOTE * body or lines[index].cell is not None:
                break
            foot.append(index)
        begun = False
        for index in reversed(foot):
            found = _NOTE_NUMBER.match(lines[index].text)
            begun = begun or (found is not None and found[1] in calls[number])
            if begun:
                out[index] = "note"
    return out


def _lone_number(lines: Sequence[Line], height: float, known: dict[int, str]) -> dict[int, str]:
    """The number at the foot of a document's only page: the last line, set apart from the text."""
    placed = [index for index, line in enumerate(lines) if line.bbox and index not in known]
    lowest = sorted(placed, key=lambda index: -lines[index].bbox[3])[:2]
    if len(lowest) < 2 or not height:
        return {}
    line, above = lines[lowest[0]], lines[lowest[1]]
    apart = line.bbox[1] - above.bbox[3] >= _LONE * (line.bbox[3] - line.bbox[1])
    if apart and line.bbox[1] > (1 - _MARGIN) * height and _PAGE_NUMBER.fullmatch(line.text) and line.cell is None:
        return {lowest[0]: "page-number"}
    return {}


def _add_row_mates(lines: Sequence[Line], members: list[int], height: float, out: dict[int, str]) -> None:
    """What stands in the margin beside a running line, no larger than it, runs too: the chapter's name, another on every few pages."""
    running = [index for index in members if out.get(index, "").startswith("running") and lines[index].bbox]
    for index in members:
        line = lines[index]
        if index in out or line.mark is not None or not _is_in_margin(line, height):
            continue
        mate = next((other for other in running if _is_level(line, lines[other])), None)
        if mate is not None:
            out[index] = out[mate]


def _is_level(line: Line, other: Line) -> bool:
    """Whether two lines stand on one baseline and are set in about one size, the first no larger."""
    size = other.style.size
    return (
        abs(line.bbox[3] - other.bbox[3]) <= 0.35 * (other.bbox[3] - other.bbox[1])
        and line.style.size <= 1.05 * size
        and line.style.size >= 0.8 * size
    )


def _is_display(line: Line, body: float) -> bool:
    """A title that comes back on some pages heads them: what it is, the words around it tell."""
    return line.role in ("title", "heading") or bool(body and line.style.size > _DISPLAY * body)


def _edges(lines: Sequence[Line], members: list[int], height: float) -> list[int]:
    if height and all(lines[index].bbox for index in members):
        inside = [index for index in members if _is_in_margin(lines[index], height)]
        ordered = sorted(members, key=lambda index: lines[index].bbox[1])
        outer = {*ordered[:1], *ordered[-1:], *inside}
        return [index for index in members if index in outer]
    return [*members[:_EDGE_LINES], *(index for index in members[-_EDGE_LINES:] if index not in members[:_EDGE_LINES])]


def _is_in_margin(line: Line, height: float) -> bool:
    if not line.bbox or not height:
        return False
    if "turned" in line.flags:
        return True  # along the side of the page
    return line.bbox[3] < _MARGIN * height or line.bbox[1] > (1 - _MARGIN) * height


def _is_low(lines: Sequence[Line], index: int, members: list[int], height: float) -> bool:
    line = lines[index]
    if line.bbox and height:
        return line.bbox[1] > height / 2
    return members.index(index) >= len(members) / 2


def _steady(lines: Sequence[Line], indexes: list[int], heights: dict[int, float]) -> set[int]:
    """Those of equal lines that keep their height and size from page to page: running lines do, a heading that comes back wanders."""
    placed = [index for index in indexes if lines[index].bbox]
    if len(placed) < 2:
        return set(indexes)
    height = max(1.0, max(heights.values(), default=1.0))
    tops = sorted(lines[index].bbox[1] for index in placed)
    sizes = sorted(lines[index].style.size for index in placed)
    top, size = tops[len(tops) // 2], sizes[len(sizes) // 2]
    like = [index for index in placed if abs(lines[index].style.size - size) <= 0.1 * size]
    near = {index for index in like if abs(lines[index].bbox[1] - top) < _STEADY * height}
    return near if len(near) >= 0.6 * len(placed) else set()
