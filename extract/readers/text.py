"""Plain text → Lines, each with its number, indent and, in rows parted by tabs, its cell.

Lines are numbered as an editor and `grep -n` number them: a line ends at LF, CR LF or CR. A vertical tab, form feed, NEL or U+2028 also
breaks the text, but what follows still bears the same number. A form feed starts a new page, as `pdftotext` writes it.
Blank lines are not Lines: their number is missing between their neighbours'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract import model, page
from extract.errors import Empty
from extract.page import replace
from extract.readers import _contents, _decode, _drawn, _inline, _kinds

MEDIA_TYPE = "text/plain"
PRIORITY = 1000
TAB = 4  # columns from one tab stop to the next

_MAX_LINE = 20_000  # characters; a longer one is cut at a blank, so that no later step meets a line of megabytes
_BREAKS = "\v\f\x85\u2028\u2029"
_BREAK = re.compile(f"([{_BREAKS}])")
_ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z\\\\-_])")  # terminal colours, titles, links
_RULE = re.compile(r"\s*([=\-_~*#+.–—═─])(?:\s?\1){3,}\s*$")
_DECORATION = "*=~#_+:/<>.–—-"
_DECORATED = re.compile(rf"\s*(([{_DECORATION}])\2+)\s+(?=\S)([^\n]*?[^\W\d_]{{2}}[^\n]*?)\s+(?:([{_DECORATION}])\4+)\s*$")
_MARK = re.compile(r"\s*(?:[^\w\s«\"“(]{1,2}|o|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)°]{1,2})\s*$")
_MIN_ROWS = 2
_MOST_ROWS = 2_000  # of one drawn table


def accepts(source: page.Source) -> bool:
    """Whether the bytes are text of no other known kind."""
    return _kinds.foreign(source.data) is None and _decode.looks_like_text(source.data)


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The file's lines as Pages (one, or one for each form feed)."""
    text, encoding, notices = _decode.decode(source.data)
    rows, more = split(text)
    if not rows:
        raise Empty("The file holds blanks only")
    lines = _ruled(_lines(rows))
    return page.Reading(pages=_pages(lines), media_type=MEDIA_TYPE, paged=False, properties={"encoding": encoding}), (*notices, *more)


Row = tuple[int, int, str]  # line number, page, raw text


def split(text: str) -> tuple[list[Row], tuple[model.Notice, ...]]:
    """Rows of `text` that are not blank, and a notice when one was too long and was cut."""
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    rows: list[Row] = []
    sheet, cut = 1, None
    broken = any(sign in text for sign in _BREAKS)
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        for part in _BREAK.split(raw) if broken else (raw,):
            if part == "\f":
                sheet += 1
            elif not part or part.isspace():
                continue
            elif len(part) > _MAX_LINE:
                cut = cut or number
                rows += [(number, sheet, piece) for piece in _pieces(part)]
            else:
                rows.append((number, sheet, part))
    if cut:
        message = f"Line {cut} and perhaps others have more than {_MAX_LINE:,} characters and were cut at blanks"
        return rows, (model.Notice(code="long-line", severity="warning", message=message),)
    return rows, ()


def indent_of(raw: str) -> int:
    """Columns before the first character, tabs counted to the next stop."""
    column = 0
    for char in raw:
        if char == "\t":
            column += TAB - column % TAB
        elif char.isspace() or char in "\ufeff\u200b":
            column += 1
        else:
            break
    return column


def _pieces(part: str) -> list[str]:
    pieces, at = [], 0
    while at < len(part):
        end = at + _MAX_LINE
        if end < len(part):
            end = part.rfind(" ", at + _MAX_LINE // 2, end) + 1 or end
        if not part[at:end].isspace():
            pieces.append(part[at:end])
        at = end
    return pieces


def _lines(rows: list[Row]) -> list[page.Line]:
    lines: list[page.Line] = []
    at = table = 0
    while at < len(rows):
        if drawn := _drawn_table(rows, at):
            for row, cells in zip(rows[at : at + len(drawn)], drawn, strict=True):
                lines += _drawn_row(row, table, cells)
            table += 1
            at += len(drawn)
            continue
        size = _tabbed(rows, at)
        if size < _MIN_ROWS:
            lines += _line(rows[at])
            at += 1
            continue
        group = rows[at : at + size]
        if _contents.are_entries([_plain(raw) for _, _, raw in group]):
            lines += [replace(line, role="toc") for row in group for line in _line(row)]
        else:
            for order, row in enumerate(group):
                lines += _cells(row, table, order)
            table += 1
        at += size
    return lines


def _drawn_table(rows: list[Row], at: int) -> list[_drawn.Row]:
    """The table drawn with signs or blanks that begins at row `at`."""
    first = rows[at][2]
    if "|" not in first and "+-" not in first and "  " not in first.strip():
        return []
    if "|" in first or "+-" in first:
        return _drawn.barred(_adjacent(rows, at))
    return [] if _is_marked_line(first) else _drawn.aligned(_adjacent(rows, at, blank=1))


def _adjacent(rows: list[Row], at: int, blank: int = 0) -> Iterator[str]:
    """The raw lines from row `at` on, as long as no blank line and no page end parts them; `blank` lines may stand under the first."""
    last, page_of = rows[at][:2]
    for order in range(min(_MOST_ROWS, len(rows) - at)):
        number, sheet, raw = rows[at + order]
        if sheet != page_of or number - last > 1 + (blank if order == 1 else 0):
            return
        last = number
        yield raw


def _drawn_row(row: Row, table: int, drawn: _drawn.Row) -> list[page.Line]:
    if not drawn.cells:
        return [replace(line, role="rule") for line in _line(row)]
    number, sheet, _ = row
    return [
        line
        for column, start, words in drawn.cells
        for line in _line((number, sheet, words), start, page.Cell(table, drawn.row, column, drawn.header))
    ]


def _line(row: Row, indent: float | None = None, cell: page.Cell | None = None) -> list[page.Line]:
    number, sheet, raw = row
    start = raw.lstrip()
    decorated = _DECORATED.match(raw) if start[:1] in _DECORATION else None  # "*** Trois frontières ***"
    text, runs, style = _inline.line_of(_inline.inline(decorated[3] if decorated else raw))
    if not text:
        text, runs, style = _inline.line_of([(raw, page.Style())])  # a picture without a caption: keep what stands there
        if not text:
            return []
    return [
        page.Line(
            text=text,
            page=sheet,
            runs=runs,
            style=style,
            role="caption" if start.startswith("![") else None,
            number=number,
            cell=cell,
            indent=float(indent_of(raw) if indent is None else indent),
            ruled=decorated is not None,
        )
    ]


def _cells(row: Row, table: int, order: int) -> list[page.Line]:
    number, sheet, raw = row
    lines: list[page.Line] = []
    column = indent_of(raw)
    for index, cell in enumerate(raw.strip().split("\t") if not raw.startswith("\t") else raw.rstrip().split("\t")):
        if cell.strip():
            lines += _line((number, sheet, cell.strip()), column, page.Cell(table, order, index))
        column += len(cell) + TAB - len(cell) % TAB
    return lines


def _tabbed(rows: list[Row], at: int) -> int:
    """How many consecutive lines from `at` on are parted by tabs. A mark and its text ("1.\\tRenforcer…") are not."""
    end, previous = at, None
    while end < len(rows):
        number, sheet, raw = rows[end]
        if "\t" not in raw or "\t" not in raw.strip() or previous not in (None, (number - 1, sheet)) or _is_marked(raw):
            break
        end, previous = end + 1, (number, sheet)
    return end - at


def _is_marked_line(raw: str) -> bool:
    return bool(_MARK.match(raw.split()[0]))


def _is_marked(raw: str) -> bool:
    return bool(_MARK.match(raw.strip().partition("\t")[0]))


def _plain(raw: str) -> str:
    return "".join(words for words, _ in _inline.inline(raw))


def _ruled(lines: list[page.Line]) -> list[page.Line]:
    """Typed rules ("=====") get the role "rule"; the line right above one is `ruled`."""
    rules = [line.cell is None and bool(_RULE.match(line.text)) for line in lines]
    for at, is_rule in enumerate(rules):
        if is_rule:
            lines[at] = replace(lines[at], role="rule")
            if at and not rules[at - 1] and lines[at - 1].number == (lines[at].number or 0) - 1:
                lines[at - 1] = replace(lines[at - 1], ruled=True)
    return lines


def _pages(lines: list[page.Line]) -> tuple[page.Page, ...]:
    sheets: dict[int, list[page.Line]] = {number: [] for number in range(1, lines[-1].page + 1)}
    for line in lines:
        sheets[line.page].append(line)
    return tuple(page.Page(number, 0.0, 0.0, tuple(held)) for number, held in sheets.items())
