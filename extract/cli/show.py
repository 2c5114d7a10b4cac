"""`filrouge show`: one document, at any step of its road."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from extract.cli._options import Size
from extract.errors import InputError

if TYPE_CHECKING:
    from extract import model, page, pipeline

STEPS = ("pages", "lines", "blocks", "outline", "items", "json")


@click.command("show", short_help="Look at one document, step by step.")
@click.argument("file", type=click.Path())
@click.option("--as", "step", type=click.Choice(STEPS), default="items", show_default=True, help="Where to stop on the road.")
@click.option("--ocr/--no-ocr", default=True, show_default=True, help="Read pages without text by OCR.")
@click.option("--rules", multiple=True, type=click.Path(exists=True), help="A folder of rules layered over the built-in ones.")
@click.option("--max-bytes", type=Size(), default="200M", show_default=True, help="Refuse a larger file.")
def command(file: str, step: str, ocr: bool, rules: tuple[str, ...], max_bytes: int) -> None:
    """Print one document as it looks at one step.

    \b
    pages    what the reader found on each page, in its place
    lines    every line with what is known of it: place, role, mark, style
    blocks   every block with its kind; what is set aside, and why
    outline  teams, poles and sections with their evidence
    items    priorities and other items under their headings
    json     the record that `filrouge ingest` writes

    \b
    Examples:
      filrouge show corpus/2022/feuille-de-route-2022.docx
      filrouge show report.pdf --as blocks | less
      filrouge show report.pdf --as json | jq '.items[].text'
    """
    options: dict[str, Any] = {"ocr": ocr, "rules": tuple(rules), "max_bytes": max_bytes}
    try:
        for line in _READERS[step](file, options) if step in _READERS else _STEPS[step](_walk(file, options)):
            click.echo(line)
    except InputError as error:
        from extract.readers import printable

        error.message = f"{printable(file)}: {error.message}"
        raise


def _read(file: str, options: dict[str, Any]) -> page.Reading:
    from extract import page, readers

    settings = page.Options(**options)
    return readers.read(readers.open_source(file, None, settings, follow_links=True), settings)[0]


def _walk(file: str, options: dict[str, Any]) -> pipeline.Result:
    from extract.pipeline import process

    return process(file, **options)


def _pages(file: str, options: dict[str, Any]) -> Iterator[str]:
    """Each page with its lines where they stand, one character about as wide as a character of the page."""
    for sheet in _read(file, options).pages:
        size = f"{sheet.width:g} × {sheet.height:g} points, " if sheet.width else ""
        more = "".join((f", turned {sheet.rotation}°" if sheet.rotation else "", ", read by OCR" if sheet.ocr else ""))
        yield f"── page {sheet.number} ── {size}{len(sheet.lines)} lines{more}"
        wide = sheet.width / 100 if sheet.width else 5.0
        for line in sheet.lines:
            left = line.bbox[0] / wide if line.bbox else line.indent / (1 if line.number else wide)  # text files indent by columns
            yield " " * min(80, round(left)) + (f"{line.mark} " if line.mark else "") + line.text
        yield ""


def _lines(file: str, options: dict[str, Any]) -> Iterator[str]:
    rows = [
        (_place(line), _role(line), _cell(line), line.mark if line.mark is not None else "", _look(line), line.text)
        for sheet in _read(file, options).pages
        for line in sheet.lines
    ]
    yield from _aligned(("place", "role", "cell", "mark", "style", "text"), rows)


def _blocks(result: pipeline.Result) -> Iterator[str]:
    rows = [
        (str(block.page), _numbers(block.lines), block.kind, block.reason or "", block.mark or "", str(block.level or ""), block.text.text)
        for block in result.blocks
    ]
    yield from _aligned(("page", "lines", "kind", "set aside as", "mark", "level", "text"), rows)


def _outline(result: pipeline.Result) -> Iterator[str]:
    about = result.document.document
    yield f"{about.title or '(no title)'}  [{about.genre}, {about.year or 'year unknown'}, {about.organisation or 'organisation unknown'}]"
    held: dict[str | None, int] = {}
    for item in result.document.items:
        held[item.section_id] = held.get(item.section_id, 0) + 1
    depth: dict[str | None, int] = {None: 0}
    rows = []
    for section in result.document.outline:
        depth[section.id] = depth.get(section.parent, 0) + 1
        count = f"{held[section.id]} items" if section.id in held else ""
        rows.append(
            ("  " * depth[section.id] + section.title, section.kind, count, f"{section.confidence:.2f}", ", ".join(section.evidence))
        )
    yield from _aligned(("heading", "kind", "holds", "sure", "because of"), rows)


def _items(result: pipeline.Result) -> Iterator[str]:
    about = result.document.document
    yield f"{about.title or '(no title)'}  [{about.genre}, {about.year or 'year unknown'}, {about.organisation or 'organisation unknown'}]"
    width = _width()
    last: tuple[str, ...] | None = None
    for item in result.document.items:
        if item.path != last:
            yield ""
            yield " › ".join(item.path) or "(under no heading)"
            last = item.path
        lead = "  " * item.depth + (f"{item.number} " if item.number else "- ")
        themes = ", ".join(theme.id for theme in item.themes)
        year = str(item.year) if item.year else ""
        labels = "  ".join(filter(None, (item.kind, year, themes, ", ".join(f"!{flag}" for flag in item.flags))))
        yield from _wrapped(lead, item.text, width)
        yield " " * len(lead) + f"[{labels}]"
    yield ""
    yield f"{len(result.document.items)} items, {sum(item.kind == 'priority' for item in result.document.items)} of them priorities"
    yield from _said(result.document.notices)


def _said(notices: Iterable[model.Notice]) -> Iterator[str]:
    for notice in notices:
        where = f" (page {notice.page})" if notice.page else ""
        yield f"{notice.severity}: {notice.message}{where}"


def _json(result: pipeline.Result) -> Iterator[str]:
    from extract.store import records

    yield records.serialise(result.document).decode().rstrip("\n")


_READERS = {"pages": _pages, "lines": _lines}
_STEPS = {"blocks": _blocks, "outline": _outline, "items": _items, "json": _json}


def _place(line: page.Line) -> str:
    """Page and height for what has boxes, line for text, paragraph for Word."""
    if line.bbox:
        return f"p{line.page} {line.bbox[0]:.0f},{line.bbox[1]:.0f}"
    if line.number:
        return f"line {line.number}"
    return f"¶{line.paragraph}" if line.paragraph else ""


def _role(line: page.Line) -> str:
    return f"{line.role or ''}{f' {line.level}' if line.level else ''}"


def _cell(line: page.Line) -> str:
    return f"{line.cell.table}:{line.cell.row},{line.cell.column}" if line.cell else ""


def _look(line: page.Line) -> str:
    style = line.style
    words = [
        f"{style.size:g}" if style.size else "",
        "bold" if style.bold else "",
        "italic" if style.italic else "",
        "underlined" if style.underline else "",
        f"#{style.colour:06x}" if style.colour else "",
        "hidden" if style.invisible else "",
        "boxed" if line.boxed else "",
        "ruled" if line.ruled else "",
        f"+{line.indent:g}" if line.indent else "",
        f"({line.style_name})" if line.style_name else "",
    ]
    return " ".join(filter(None, words))


def _numbers(lines: tuple[int, ...]) -> str:
    return str(lines[0] + 1) if len(lines) == 1 else f"{lines[0] + 1}-{lines[-1] + 1}" if lines else ""


def _aligned(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell (the last one runs on); columns that are empty throughout are left out."""
    kept = [index for index in range(len(head)) if any(row[index] for row in rows)]
    table = [tuple(row[index] for index in kept) for row in (head, *rows)]
    widths = [max((len(row[index]) for row in table), default=0) for index in range(len(kept))]
    limit = _width()
    for row in table:
        written = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield written if limit is None or len(written) <= limit else written[: limit - 1] + "…"


def _wrapped(lead: str, text: str, width: int | None) -> Iterator[str]:
    import textwrap

    yield from (
        textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False)
        if width
        else [lead + text]
    )


def _width() -> int | None:
    """Columns of the terminal; None when the output goes to a file or another program, which want all of it."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
