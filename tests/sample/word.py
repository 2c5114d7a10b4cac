"""Sample reports as Word files: with styles and lists as a careful secretary makes them, or with bold lines and typed bullets."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tests.sample.notation import Block, french

_SIZES = {1: 15, 2: 13, 3: 11}
_MOMENT = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)


def write(blocks: list[Block], styled: bool) -> bytes:
    document = docx.Document()
    title = next(block.text for block in blocks if block.kind == "title")
    core = document.core_properties
    core.title, core.author, core.language = french(title), "Passerelles Horizon", "fr-FR"
    core.created = core.modified = _MOMENT
    (_styled if styled else _by_hand)(document, blocks)
    stream = io.BytesIO()
    document.save(stream)
    return _still(stream.getvalue())


def _styled(document, blocks: list[Block]) -> None:
    for at, block in enumerate(blocks):
        if block.kind in ("title", "subtitle"):
            document.add_paragraph(french(block.text), style=block.kind.title())
        elif block.kind == "header":
            document.sections[0].header.paragraphs[0].text = french(block.text)
            _page_number(document.sections[0].footer.paragraphs[0])
        elif block.kind == "contents":
            _contents(document, [other for other in blocks if other.kind == "heading" and other.level < 3])
        elif block.kind == "heading":
            document.add_heading(french(block.text), block.level)
        elif block.kind == "bullet":
            document.add_paragraph(french(block.text), style="List Bullet" if block.level == 1 else f"List Bullet {block.level}")
        elif block.kind == "number":
            document.add_paragraph(french(block.text), style="List Number")
        elif block.kind in ("row", "contact"):
            _row(document, block, first=blocks[at - 1].kind != block.kind)
        else:
            document.add_paragraph(french(block.text))


def _by_hand(document, blocks: list[Block]) -> None:
    """No heading styles, no lists: bold lines in larger type, bullets and tabs typed, empty lines between."""
    for at, block in enumerate(blocks):
        if block.kind in ("title", "heading"):
            document.add_paragraph()
            run = document.add_paragraph().add_run(french(block.text))
            run.bold, run.font.size = True, Pt(20 if block.kind == "title" else _SIZES[block.level])
            run.underline = block.kind == "heading" and block.level == 3
            if block.kind == "heading" and block.level == 1:
                run.font.color.rgb = RGBColor(0x1F, 0x5C, 0x7A)
        elif block.kind == "header":
            document.sections[0].header.paragraphs[0].text = french(block.text)
        elif block.kind == "subtitle":
            document.add_paragraph().add_run(french(block.text)).italic = True
        elif block.kind == "contents":
            document.add_paragraph().add_run("Sommaire").bold = True
            for number, other in enumerate((other for other in blocks if other.kind == "heading" and other.level == 1), 2):
                document.add_paragraph(f"{french(other.text)}\t{number}")
        elif block.kind in ("bullet", "number"):
            paragraph = document.add_paragraph(f"{block.mark or ('•' if block.level == 1 else '–')}\t{french(block.text)}")
            paragraph.paragraph_format.left_indent = Pt(18 * block.level)
            paragraph.paragraph_format.first_line_indent = Pt(-18)
        elif block.kind in ("row", "contact"):
            _row(document, block, first=blocks[at - 1].kind != block.kind)
        else:
            document.add_paragraph(french(block.text))


def _row(document, block: Block, first: bool) -> None:
    if first and block.kind == "contact":
        document.add_paragraph().add_run("Contacts").bold = True
    table = document.add_table(0, len(block.cells), style="Table Grid") if first else document.tables[-1]
    for cell, words in zip(table.add_row().cells, block.cells, strict=True):
        cell.paragraphs[0].add_run(french(words)).bold = first and block.kind == "row"


def _contents(document, headings: list[Block]) -> None:
    """A table of contents as Word keeps it: a field whose result is the last one it drew."""
    document.add_paragraph("Sommaire", style=_style(document, "TOC Heading"))
    for at, heading in enumerate(headings):
        paragraph = document.add_paragraph(style=_style(document, f"toc {heading.level}"))
        if at == 0:
            _field(paragraph, "begin")
            _code(paragraph, ' TOC \\o "1-2" \\h ')
            _field(paragraph, "separate")
        paragraph.add_run(f"{french(heading.text)}\t{2 + at // 4}")
        if at == len(headings) - 1:
            _field(paragraph, "end")


def _style(document, name: str):
    if name not in [style.name for style in document.styles]:
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
    return document.styles[name]


def _page_number(paragraph) -> None:
    paragraph.add_run("page ")
    _field(paragraph, "begin")
    _code(paragraph, " PAGE ")
    _field(paragraph, "separate")
    paragraph.add_run("1")
    _field(paragraph, "end")


def _field(paragraph, kind: str) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def _code(paragraph, text: str) -> None:
    element = OxmlElement("w:instrText")
    element.text = text
    paragraph.add_run()._r.append(element)


def _still(data: bytes) -> bytes:
    """The same archive with one date on every entry, so that equal words give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2022, 1, 10, 9, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
