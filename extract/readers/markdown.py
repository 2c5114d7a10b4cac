"""Markdown → Lines: headings, list items, tables and quotations by its own grammar (CommonMark with tables), at their source lines.

A paragraph wrapped over several source lines is one Line from `number` to `last`. What is never printed (front matter, comments, link
definitions) stays as lines with the role "meta", so that every source line is accounted for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract import model, page
from extract.errors import Empty
from extract.page import replace
from extract.readers import _decode, _inline, _kinds
from extract.text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

MEDIA_TYPE = "text/markdown"
PRIORITY = 900

_SAMPLE = 1 << 18
_MAX_BYTES = 8 << 20  # larger files go to the text reader: the grammar is not linear on all input
_NESTING = 60
_FRONT = re.compile(r"\A(?:---|(\+\+\+))[ \t]*\n((?:[^\n]{0,2000}\n){0,200}?)(?(1)\+\+\+|(?:---|\.\.\.))[ \t]*(?:\n|\Z)")  # YAML, TOML
_KEY = re.compile(r"\s{0,3}(title|titre|date|author|auteur|lang|language|subtitle|description)\s*[:=]\s*[\"']?(.*?)[\"']?\s*$", re.I)
_PROPERTIES = {"titre": "title", "auteur": "author", "lang": "language", "date": "created", "description": "subject"}
_EVIDENCE = (
    (2, re.compile(r"^#{1,6} +[^\s#]", re.M)),  # "#1" and "#hashtag" are no headings
    (2, re.compile(r"^ {0,3}\|?(?: *:?-{3,}:? *\|)+ *:?-*:? *$", re.M)),  # the row below a table's head
    (2, re.compile(r"^(?:```|~~~)", re.M)),
    (1, re.compile(r"^ {0,3}[-*+] +\S", re.M)),
    (1, re.compile(r"(?<![*\w])\*\*[^\s*][^*\n]*\*\*|(?<![\w_])__[^\s_][^_\n]*__")),
    (1, re.compile(r"\[[^\[\]\n]+\]\([^)\s]+\)|^\[[^\]\n]+\]: ", re.M)),
)
_ENOUGH = 3
_TYPED_MARK = re.compile(r"\s*(?:[•◦▪●○■□➢➔→✓❖·‣⁃–—]|\(?\d{1,2}[.)]\s)\s*\S")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_ALT = re.compile(r"\balt=(?:\"([^\"]*)\"|'([^']*)')", re.I)
_ATTRIBUTES = re.compile(r"(?:^|\s+)\{(?:[#.]|:\s)[^{}]*\}$")  # "{#ancre}", "{: .notice}": for the program that makes the page
_DIRECTIVE = re.compile(r"(?:\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\})(?:\s*(?:\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}))*")
_CONTENTS = re.compile(r"\[{1,2}_?toc_?\]{1,2}|\{:\s*toc\s*\}", re.I)  # where the program puts a list of the headings
_HEADING_TAG = re.compile(r"\s*<h([1-6])\b", re.I)
_ITEM_TAG = re.compile(r"\s*(?:<[uo]l\b[^<>]*>\s*)?<li\b", re.I)
_OPENS_LIST, _CLOSES_LIST = re.compile(r"<[uo]l\b", re.I), re.compile(r"</[uo]l\s*>", re.I)
_TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "sup": "superscript"}


def accepts(source: page.Source) -> bool:
    """Whether the text shows by more than one sign that it is Markdown; a list with dashes alone is plain text as well."""
    sample = source.data[:_SAMPLE]
    if len(source.data) > _MAX_BYTES or not _may_be(sample) or _kinds.foreign(source.data) or not _decode.looks_like_text(sample):
        return False
    text = _normal(_decode.decode(sample)[0])
    signs = [(weight, len(pattern.findall(text))) for weight, pattern in _EVIDENCE]
    headings = signs[0][1]
    if not headings and not _FRONT.match(text) and not signs[1][1]:
        return False
    return sum(weight for weight, count in signs if count) + (headings > 1) + 2 * bool(_FRONT.match(text)) >= _ENOUGH


def _may_be(sample: bytes) -> bool:
    """Whether the bytes hold the "#" of a heading or the "|" of a table, or begin as front matter does: all else proves nothing alone."""
    return b"#" in sample or b"|" in sample or sample.lstrip(b"\0\xef\xbb\xbf\xff\xfe")[:1] in (b"-", b"+")


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The document's lines as one Page."""
    import markdown_it

    text, encoding, notices = _decode.decode(source.data)
    text = _normal(text)
    properties = {"encoding": encoding}
    body = text
    if front := _FRONT.match(text):
        properties |= _front_matter(front[2])
        for name in ("title", "created"):  # a site prints them over the page
            properties |= {f"printed-{name}": properties[name]} if name in properties else {}
        body = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    parser = markdown_it.MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    lines = _Walk(parser.parse(body)).lines
    lines = _with_unprinted(lines, text)
    if not lines:
        raise Empty("The file holds blanks only")
    components = {"markdown-it-py": markdown_it.__version__}
    reading = page.Reading((page.Page(1, 0.0, 0.0, tuple(lines)),), MEDIA_TYPE, False, properties=properties, components=components)
    return reading, notices


class _Walk:
    """One pass over markdown-it's tokens, keeping how deep in lists, quotations and tables it stands."""

    def __init__(self, tokens: list[Token]) -> None:
        self.lines: list[page.Line] = []
        self._paragraph = 0
        self._lists = 0
        self._html_lists = 0  # how deep in lists written in HTML
        self._quotes = 0
        self._mark: str | None = None
        self._heading: int | None = None
        self._cell: page.Cell | None = None
        self._table = self._row = self._column = -1
        self._rows: tuple[int, int] | None = None
        for token in tokens:
            if step := getattr(self, f"_on_{token.type}", None):
                step(token)

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1])

    def _on_heading_close(self, token: Token) -> None:
        self._heading = None

    def _on_bullet_list_open(self, token: Token) -> None:
        self._lists += 1

    def _on_bullet_list_close(self, token: Token) -> None:
        self._lists -= 1

    _on_ordered_list_open, _on_ordered_list_close = _on_bullet_list_open, _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        self._mark = f"{token.info}{token.markup}" if token.info else token.markup

    def _on_list_item_close(self, token: Token) -> None:
        self._mark = None

    def _on_blockquote_open(self, token: Token) -> None:
        self._quotes += 1

    def _on_blockquote_close(self, token: Token) -> None:
        self._quotes -= 1

    def _on_table_open(self, token: Token) -> None:
        self._table, self._row = self._table + 1, -1

    def _on_tr_open(self, token: Token) -> None:
        self._row, self._column, self._rows = self._row + 1, -1, _rows(token)

    def _on_th_open(self, token: Token) -> None:
        self._column += 1
        self._cell = page.Cell(self._table, self._row, self._column, header=token.tag == "th")

    _on_td_open = _on_th_open

    def _on_th_close(self, token: Token) -> None:
        self._cell = None

    _on_td_close = _on_th_close

    def _on_hr(self, token: Token) -> None:
        self.lines.append(page.Line(text="---", role="rule", number=_rows(token)[0] + 1))

    def _on_fence(self, token: Token) -> None:
        first = _rows(token)[0] + (2 if token.type == "fence" else 1)
        for offset, raw in enumerate(token.content.rstrip("\n").split("\n")):
            if text := clean(raw).strip():
                self.lines.append(page.Line(text=text, role="code", number=first + offset))

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        """The words between tags; a picture's replacement text is its caption; a comment is not printed."""
        for offset, raw in enumerate(token.content.rstrip("\n").split("\n")):
            alt = _ALT.search(raw)
            words = "" if "<!--" in raw else _TAG.sub(" ", raw)
            role = "caption" if alt and not words.strip() else None
            text = clean(words if words.strip() else (alt[1] or alt[2] or "") if alt else "").strip()
            if text and not text.startswith("<"):
                line = page.Line(text=text, role=role, number=_rows(token)[0] + 1 + offset)
                self.lines.append(self._marked_up(line, raw))
            self._html_lists = max(0, self._html_lists + len(_OPENS_LIST.findall(raw)) - len(_CLOSES_LIST.findall(raw)))

    def _marked_up(self, line: page.Line, raw: str) -> page.Line:
        """A heading or a list item written in HTML, one a line as people write them."""
        if found := _HEADING_TAG.match(raw):
            return replace(line, role="heading", level=int(found[1]), style_name=f"h{found[1]}")
        if _ITEM_TAG.match(raw):
            return replace(line, role="item", level=max(1, self._html_lists), mark="-")
        return line

    def _on_inline(self, token: Token) -> None:
        self._paragraph += 1
        first, end = self._rows if self._cell and self._rows else _rows(token)
        for number, last, pieces, role in _split(token, first + 1):
            text, runs, style = _inline.line_of(pieces)
            if text:
                self.lines.append(self._line(text, runs, style, role, number, min(last, end)))
                self._mark = None

    def _line(self, text: str, runs: tuple[page.Run, ...], style: page.Style, role: str | None, number: int, last: int) -> page.Line:
        line = page.Line(text=text, runs=runs, style=style, number=number, last=last if last > number else None, cell=self._cell)
        indent = 2.0 * max(0, self._lists - (self._mark is not None))
        if self._heading:
            return replace(line, role="heading", level=self._heading, style_name=f"h{self._heading}", mark=self._mark)
        if self._mark is not None:
            return replace(line, role="item" if role is None else role, level=self._lists, mark=self._mark, indent=indent)
        if _DIRECTIVE.fullmatch(text) or _CONTENTS.fullmatch(text):
            return replace(line, role="meta")
        own = role or ("quote" if self._quotes else None)
        return replace(line, role=own, indent=indent, level=self._lists or None if own is None else None)


def _rows(token: Token) -> tuple[int, int]:
    """The first line of a block, counted from 0, and the one after its last."""
    first, end = token.map or (0, 0)
    return first, end


def _split(token: Token, number: int) -> list[tuple[int, int, list[tuple[str, page.Style]], str | None]]:
    """A block's inline content in rows (first line, last line, pieces, role): parted at hard breaks, and before a mark that was typed."""
    rows: list[tuple[int, int, list[tuple[str, page.Style]], str | None]] = []
    pieces: list[tuple[str, page.Style]] = []
    style = page.Style()
    first = last = number
    links = words = 0
    children = token.children or []
    for at, child in enumerate(children):
        kind = child.type
        if kind in ("softbreak", "hardbreak"):
            following = children[at + 1].content if at + 1 < len(children) else ""
            if kind == "hardbreak" or _TYPED_MARK.match(following):
                rows.append((first, last, pieces, None))
                pieces, first = [], last + 1
            else:
                pieces.append((" ", style))
            last += 1
        elif kind == "text" or kind == "code_inline":
            words_of = _ATTRIBUTES.sub("", child.content) if child.content.endswith("}") and kind == "text" else child.content
            pieces += _inline.inline(words_of, style) if "^{" in words_of else [(words_of, style)]
            words += bool(child.content.strip()) and not links
        elif kind == "image":
            pieces.append((child.content, style))
        elif kind == "link_open":
            target = str(child.attrGet("href") or "")
            links += target.startswith("#") and target != "#"
        elif kind == "html_inline":
            style = _tagged(child.content, style, pieces)
        else:
            style = _styled(kind, style)
    role = "toc" if links and not words else "caption" if _shows_pictures(children) else None
    return [*((a, b, row, role) for a, b, row, _ in rows), (first, last, pieces, role)]


def _shows_pictures(children: list[Token]) -> bool:
    """Whether there is nothing but pictures, with what says how large they are."""
    rest = [child for child in children if child.type not in ("image", "softbreak", "hardbreak")]
    return len(rest) < len(children) and all(child.type == "text" and not _ATTRIBUTES.sub("", child.content).strip() for child in rest)


def _styled(kind: str, style: page.Style) -> page.Style:
    if kind in ("strong_open", "strong_close"):
        return replace(style, bold=kind.endswith("open"))
    if kind in ("em_open", "em_close"):
        return replace(style, italic=kind.endswith("open"))
    return style


def _tagged(tag: str, style: page.Style, pieces: list[tuple[str, page.Style]]) -> page.Style:
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name == "br":
        pieces.append((" ", style))
    return replace(style, **{_TAGS[name]: not tag.startswith("</")}) if name in _TAGS else style


def _with_unprinted(lines: list[page.Line], text: str) -> list[page.Line]:
    """`lines` with the source lines that print nothing, in their places."""
    covered = {number for line in lines for number in range(line.number or 0, (line.last or line.number or 0) + 1)}
    rest = [
        page.Line(text=words, role="meta", number=number)
        for number, raw in enumerate(text.split("\n"), 1)
        if number not in covered and (words := clean(raw).strip())
    ]
    order = {id(line): at for at, line in enumerate(lines)}
    return sorted([*lines, *rest], key=lambda line: (line.number or 0, order.get(id(line), 0))) if rest else lines


def _front_matter(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw in block.split("\n"):
        if (pair := _KEY.match(raw)) and pair[2]:
            key = pair[1].lower()
            found.setdefault(_PROPERTIES.get(key, key), clean(pair[2])[:500])
    return found


def _normal(text: str) -> str:
    """Line ends as "\\n", so that numbers are those of an editor; NULs out (the grammar would make them U+FFFD)."""
    return re.sub(r"\r\n?", "\n", text).replace("\0", "")
