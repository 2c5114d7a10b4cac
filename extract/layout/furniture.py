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
_SIGNS = ("-", "–", "—", "|", "·")  # that a page's number may stand between
_HEAD_NUMBER = re.compile(r"(?:p(?:age|\.)?\s*)?(?P<number>\d{1,3})\s{3,}(?P<words>\S.*)", re.I)
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—|·•]\s*)?(?:p(?:age|g|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|of|de|-|–|\|)\s*\d{1,4})?(?:\s*[-–—|·•])?\s*", re.I
)
_ROMAN_NUMBER = re.compile(r"\s*[-–—]?\s*[ivxl]{1,6}\s*[-–—]?\s*")
_BROWSER = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\b.*", re.I)

_BY_ROLE = {"rule": "rule", "meta": "meta", "page-number": "page-number", "header": "running-header", "footer": "running-footer"}


def find(lines: Sequence[Line], reading: Reading, body: float) -> dict[int, str]:
    """{line index: reason} of the lines that are furniture; `body` is the usual type size."""
    out: dict[int, str] = {}
    for index, line in enumerate(lines):
        if line.role in _BY_ROLE:
            out[index] = _BY_ROLE[line.role]
        elif not line.text or line.text.isspace():
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
        found = _numbering(line.text)
        if found and _stands_free(lines, index):
            counted[plain(found["words"] or "").strip(" -–—|"), found["words"] is None].append((index, int(found["number"])))
    out: dict[int, str] = {}
    for (_, alone), numbers in counted.items():
        grow = all(0 < after - number <= 2 and at - index >= _PAGE_LINES for (index, number), (at, after) in pairwise(numbers))
        if grow and len(numbers) > 1:
            out.update((index, "page-number" if alone else "running-footer") for index, _ in numbers)
    return out


def _numbering(text: str) -> re.Match[str] | None:
    """A page's number, with the words beside it. Most lines neither end nor begin as one."""
    ends, begins = text[-1:].isdigit() or text.endswith(_SIGNS), text[:1].isdigit() or text.startswith(("p", "P"))
    return (_FOOT_NUMBER.fullmatch(text) if ends else None) or (_HEAD_NUMBER.fullmatch(text) if begins else None)


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
    margins = {index for number, members in by_page.items() for index in _in_margin(lines, members, heights.get(number, 0.0))}
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, members in by_page.items():
        for index in _edges(lines, members, heights.get(number, 0.0), margins):
            side = "footer" if _is_low(lines, index, members, heights.get(number, 0.0)) else "header"
            places[_DIGITS.sub("#", plain(lines[index].text)).strip()].append((index, side))
    enough = max(2, min(_REPEATS, round(_SHARE * len(by_page))))
    out: dict[int, str] = {}
    for words, found in places.items():
        steady = _steady(lines, [at for at, _ in found], heights)
        pages = {lines[index].page for index in steady}
        for index, side in found:
            text, cell = lines[index].text, lines[index].cell
            needed = enough if not _is_display(lines[index], body) else _NEARLY_ALL * len(by_page)
            titled = lines[index].role in ("title", "heading")  # "2021", over a slide
            if not titled and (_PAGE_NUMBER.fullmatch(text) or _ROMAN_NUMBER.fullmatch(text)):
                if cell is None and (index in margins or len(pages) >= enough):
                    out[index] = "page-number"
            elif cell is not None and cell.header:
                continue  # a table that goes on over pages names its columns on each
            elif (words and index in steady and len(pages) >= needed) or (index in margins and _BROWSER.fullmatch(text.strip())):
                out[index] = f"running-{side}"
    for members in by_page.values():
        _add_row_mates(lines, members, margins, out)
    return out


def notes(lines: Sequence[Line], known: dict[int, str], body: float) -> dict[int, str]:
    """{line index: "note"} of footnotes: smaller lines at the foot of a page, beginning with a number raised in the text."""
    calls: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        for run in line.runs:
            if run.style.superscript and (digits := line.text[run.start : run.end].strip(" ()")).isdecimal():
                calls[line.page].add(digits)
    out: dict[int, str] = {}
    if not calls:
        return out
    by_page: dict[int, list[tuple[float, int]]] = defaultdict(list)  # lowest first
    for index, line in enumerate(lines):
        if line.page in calls and line.bbox and index not in known:
            by_page[line.page].append((-line.bbox[3], index))
    for number, members in by_page.items():
        foot: list[int] = []
        for _, index in sorted(members):
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
    placed = [(line.bbox, index) for index, line in enumerate(lines) if line.bbox and index not in known]
    if len(placed) < 2 or not height:
        return {}
    ((_, top, _, bottom), index), ((_, _, _, above), _) = sorted(placed, key=lambda one: -one[0][3])[:2]
    apart = top - above >= _LONE * (bottom - top)
    if apart and top > (1 - _MARGIN) * height and _PAGE_NUMBER.fullmatch(lines[index].text) and lines[index].cell is None:
        return {index: "page-number"}
    return {}


def _add_row_mates(lines: Sequence[Line], members: list[int], margins: set[int], out: dict[int, str]) -> None:
    """What stands in the margin beside a running line, no larger than it, runs too: the chapter's name, another on every few pages."""
    running = [index for index in members if out.get(index, "").startswith("running")]
    for index in members if running else ():
        line = lines[index]
        if index in out or line.mark is not None or index not in margins:
            continue
        mate = next((other for other in running if _is_level(line, lines[other])), None)
        if mate is not None:
            out[index] = out[mate]


def _is_level(line: Line, other: Line) -> bool:
    """Whether two lines stand on one baseline and are set in about one size, the first no larger."""
    if not line.bbox or not other.bbox:
        return False
    off, height = abs(line.bbox[3] - other.bbox[3]), other.bbox[3] - other.bbox[1]
    return off <= 0.35 * height and 0.8 * other.style.size <= line.style.size <= 1.05 * other.style.size


def _is_display(line: Line, body: float) -> bool:
    """A title that comes back on some pages heads them: what it is, the words around it tell."""
    return line.role in ("title", "heading") or bool(body and line.style.size > _DISPLAY * body)


def _edges(lines: Sequence[Line], members: list[int], height: float, margins: set[int]) -> list[int]:
    """The first and the last line of a page, and those in its margins; the first and the last few where it gives no places."""
    tops = [(line.bbox[1], index) for index in members if (line := lines[index]).bbox] if height else []
    if tops and len(tops) == len(members):
        outer = {min(tops)[1], max(tops)[1]}
        return [index for index in members if index in outer or index in margins]
    return [*members[:_EDGE_LINES], *(index for index in members[-_EDGE_LINES:] if index not in members[:_EDGE_LINES])]


def _in_margin(lines: Sequence[Line], members: list[int], height: float) -> list[int]:
    """Those of a page's lines that stand in the margin at its head or foot, or along its side."""
    if not height:
        return []
    head, foot = _MARGIN * height, (1 - _MARGIN) * height
    placed = [(index, line, line.bbox) for index in members if (line := lines[index]).bbox]
    return [index for index, line, (_, top, _, bottom) in placed if bottom < head or top > foot or "turned" in line.flags]


def _is_low(lines: Sequence[Line], index: int, members: list[int], height: float) -> bool:
    line = lines[index]
    if line.bbox and height:
        return line.bbox[1] > height / 2
    return members.index(index) >= len(members) / 2


def _steady(lines: Sequence[Line], indexes: list[int], heights: dict[int, float]) -> set[int]:
    """Those of equal lines that keep their height and size from page to page: running lines do, a heading that comes back wanders."""
    placed = [(index, line.bbox[1], line.style.size) for index in indexes if (line := lines[index]).bbox]
    if len(placed) < 2:
        return set(indexes)
    height = max(1.0, max(heights.values(), default=1.0))
    tops, sizes = sorted([top for _, top, _ in placed]), sorted([size for _, _, size in placed])
    top, size = tops[len(tops) // 2], sizes[len(sizes) // 2]
    near = {index for index, at, own in placed if abs(own - size) <= 0.1 * size and abs(at - top) < _STEADY * height}
    return near if len(near) >= 0.6 * len(placed) else set()
