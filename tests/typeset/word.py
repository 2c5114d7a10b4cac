"""Typesets a document as Word: with styles, or as people make it."""

from __future__ import annotations

import io
import zipfile
from random import Random

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tests.typeset.plain import MARKS
from tests.typeset.spec import Block, Spec
from tests.typeset.style import Look, Style, label, style_of

HABITS = ("styles", "styles", "manual", "manual", "soft breaks", "symbols")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def habit_of(spec: Spec) -> str:
    """How the author of this document uses Word: with styles, with bold lines and typed marks, with soft breaks, with inserted symbols."""
    return Random(f"word {spec.seed}").choice(HABITS)


def write(spec: Spec, style: Style | None = None, habit: str = "") -> bytes:
    """The document as Word. Equal specs, equal bytes."""
    author = _Author(spec, style or style_of(spec), habit or habit_of(spec))
    return _steady(author.write())


class _Author:
    def __init__(self, spec: Spec, style: Style, habit: str) -> None:
        self.spec, self.style, self.habit = spec, style, habit
        self.file = docx.Document()
        self.file.styles["Normal"].font.size = Pt(style.size)
        self.before: Block | None = None
        self.listing = None  # the paragraph that holds a list with soft breaks
        self.table = None

    def write(self) -> bytes:
        spec = self.spec
        if self.style.header:
            self.file.sections[0].header.paragraphs[0].text = f"{spec.organisation} – {spec.title}"
        if self.habit == "styles":
            self.file.add_paragraph(spec.title, style="Title")
        else:
            self.set(self.file.add_paragraph(), spec.title, Look(2.0))
        self.file.add_paragraph(spec.organisation)
        if spec.month:
            self.file.add_paragraph(f"{spec.month} {spec.year}")
        for block in spec.blocks:
            getattr(self, f"_{block.kind}" if block.kind in ("heading", "item", "row") else "_paragraph")(block)
            self.before = block
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _heading(self, block: Block) -> None:
        if self.habit == "styles":
            self.file.add_paragraph(block.text, style=f"Heading {block.level}")
        else:
            self.set(self.file.add_paragraph(), block.text, self.style.looks[min(block.level, 3) - 1])

    def _paragraph(self, block: Block) -> None:
        self.file.add_paragraph(block.text)

    def _item(self, block: Block) -> None:
        if self.habit == "styles":
            name = "List Bullet" if block.ordinal is None else "List Number"
            paragraph = self.file.add_paragraph(style=name if block.level == 1 else f"{name} 2")
            if block.ordinal == 1:
                self.restart(paragraph)
            elif block.ordinal:
                self.number(paragraph, self.numbering)
        else:
            paragraph = self.typed(block)
        if block.lead:
            paragraph.add_run(block.text[: block.lead]).bold = True
        paragraph.add_run(block.text[block.lead :])

    def typed(self, block: Block):
        """A paragraph (or a line of one) that begins with a typed mark."""
        mark = label(block, self.style) or MARKS.get(self.style.bullets, ("•", "o"))[min(block.level, 2) - 1]
        indent = "    " * (block.level - 1) if self.habit == "soft breaks" else ""
        if self.habit == "soft breaks" and self.before is not None and self.before.kind == "item":
            self.listing.add_run().add_break(WD_BREAK.LINE)
            self.listing.add_run(f"{indent}{mark} ")
            return self.listing
        paragraph = self.listing = self.file.add_paragraph()
        if self.habit != "soft breaks":
            paragraph.paragraph_format.left_indent = Pt(18 * block.level)
            paragraph.paragraph_format.first_line_indent = Pt(-12)
        if self.habit == "symbols" and block.ordinal is None:
            symbol = OxmlElement("w:sym")
            symbol.set(qn("w:font"), "Symbol" if block.level == 1 else "Wingdings")
            symbol.set(qn("w:char"), "F0B7" if block.level == 1 else "F0A7")
            run = paragraph.add_run()
            run._r.append(symbol)
            paragraph.add_run("\t")
        else:
            paragraph.add_run(f"{indent}{mark}{chr(9) if self.habit == 'manual' else ' '}")
        return paragraph

    def restart(self, paragraph) -> None:
        """A list of its own, so that its numbers begin at 1."""
        numbering = self.file.part.numbering_part.element
        abstract = numbering.num_having_numId(self.file.styles["List Number"].element.pPr.numPr.numId.val).abstractNumId.val
        num = numbering.add_num(abstract)
        num.add_lvlOverride(0).add_startOverride(1)
        self.numbering = num.numId
        self.number(paragraph, num.numId)

    @staticmethod
    def number(paragraph, number: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number

    def _row(self, block: Block) -> None:
        if self.before is None or self.before.kind != "row":
            self.table = self.file.add_table(rows=1, cols=len(self.spec.header), style="Table Grid")
            for cell, text in zip(self.table.rows[0].cells, self.spec.header, strict=True):
                cell.paragraphs[0].add_run(text).bold = True
        for cell, text in zip(self.table.add_row().cells, block.cells, strict=True):
            cell.paragraphs[0].text = text

    def set(self, paragraph, text: str, look: Look) -> None:
        run = paragraph.add_run(text.upper() if look.capitals else text)
        run.bold, run.italic, run.underline = look.bold, look.italic or None, look.underline or None
        run.font.size = Pt(round(self.style.size * look.size * 2) / 2)
        if look.colour != (0, 0, 0):
            run.font.color.rgb = RGBColor(*(round(part * 255) for part in look.colour))
        if look.centred:
            paragraph.alignment = 1


def _steady(data: bytes) -> bytes:
    """The same package with all its times set to one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
