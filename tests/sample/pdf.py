"""Sample reports as PDF: a cover, a contents page with leaders, running headers, one or two columns."""

from __future__ import annotations

import io
from itertools import groupby

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from tests.sample.notation import Block, french

_BLUE = colors.HexColor("#1F5C7A")
_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=6)
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=26, leading=32, textColor=_BLUE, spaceAfter=18)
_SUBTITLE = ParagraphStyle("subtitle", fontName="Helvetica", fontSize=14, leading=18)
_HEADINGS = {
    1: ParagraphStyle(
        "h1", fontName="Helvetica-Bold", fontSize=16, leading=20, textColor=_BLUE, spaceBefore=14, spaceAfter=6, keepWithNext=1
    ),
    2: ParagraphStyle("h2", fontName="Helvetica-Bold", fontSize=13, leading=16, spaceBefore=10, spaceAfter=4, keepWithNext=1),
    3: ParagraphStyle("h3", fontName="Helvetica-Oblique", fontSize=11.5, leading=14, spaceBefore=6, spaceAfter=3, keepWithNext=1),
}
_LISTED = {
    level: ParagraphStyle(f"li{level}", parent=_BODY, leftIndent=16 * level, bulletIndent=16 * level - 12, spaceAfter=3)
    for level in (1, 2, 3)
}
_CONTENTS = [ParagraphStyle(f"toc{level}", parent=_BODY, leftIndent=14 * level, spaceAfter=2) for level in (0, 1)]
_MARGIN = 2.2 * cm


def write(blocks: list[Block], columns: int) -> bytes:
    stream = io.BytesIO()
    title = next((block.text for block in blocks if block.kind == "title"), "")
    header = next((block.text for block in blocks if block.kind == "header"), "")
    document = _Document(stream, header, pagesize=A4, title=french(title), author="Passerelles Horizon", lang="fr", invariant=1)
    width, height = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
    gap = 0.8 * cm
    each = (width - gap * (columns - 1)) / columns
    frames = [Frame(_MARGIN + at * (each + gap), _MARGIN, each, height, 0, 0, 0, 0, id=f"column{at}") for at in range(columns)]
    cover = PageTemplate("cover", [Frame(_MARGIN, 8 * cm, width, 12 * cm, 0, 0, 0, 0)])
    body = PageTemplate("body", frames, onPage=document.furnish)
    document.addPageTemplates([cover, body] if title else [body])
    document.multiBuild(_story(blocks, each))
    return stream.getvalue()


class _Document(BaseDocTemplate):
    """Tells the contents page where headings fall, and draws the running header and the page's number."""

    def __init__(self, stream: io.BytesIO, header: str, **options) -> None:
        super().__init__(stream, **options)
        self._header = header

    def afterFlowable(self, flowable) -> None:
        level = getattr(flowable, "heading_level", None)
        if level in (1, 2):
            self.notify("TOCEntry", (level - 1, flowable.getPlainText(), self.page))
            self.canv.bookmarkPage(key := f"h{self.page}-{flowable.getPlainText()[:40]}")
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level - 1)

    def furnish(self, canvas, document) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(colors.grey)
        canvas.drawString(_MARGIN, A4[1] - 1.3 * cm, french(self._header))
        canvas.drawRightString(A4[0] - _MARGIN, 1.2 * cm, f"page {document.page}")


def _story(blocks: list[Block], width: float) -> list:
    story: list = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = list(group)
        if kind in ("row", "contact"):
            story += _table(members, width)
        else:
            story += [flowable for block in members for flowable in _flowables(block)]
    return story


def _flowables(block: Block) -> list:
    text = french(block.text)
    if block.kind == "title":
        return [Paragraph(text, _TITLE)]
    if block.kind == "subtitle":
        return [Paragraph(text, _SUBTITLE), NextPageTemplate("body"), PageBreak()]
    if block.kind == "contents":
        contents = TableOfContents(levelStyles=_CONTENTS, dotsMinLevel=0)
        return [PageBreak(), Paragraph("Sommaire", _HEADINGS[2]), contents, PageBreak()]
    if block.kind == "heading":
        heading = Paragraph(text, _HEADINGS[block.level])
        heading.heading_level = block.level
        return [heading]
    if block.kind in ("bullet", "number"):
        return [Paragraph(text, _LISTED[block.level], bulletText=block.mark or ("•" if block.level == 1 else "–"))]
    return [Paragraph(text, _BODY)] if block.kind == "prose" else []


def _table(rows: list[Block], width: float) -> list:
    is_contacts = rows[0].kind == "contact"
    first = 0.09 if rows[0].cells[0] == "N°" else 0.4
    share = (
        [1 / len(rows[0].cells)] * len(rows[0].cells)
        if is_contacts
        else [first, *[(1 - first) / (len(rows[0].cells) - 1)] * (len(rows[0].cells) - 1)]
    )
    small = ParagraphStyle("cell", parent=_BODY, fontSize=9.5, leading=12, spaceAfter=0)
    bold = ParagraphStyle("head", parent=small, fontName="Helvetica-Bold")
    cells = [[Paragraph(french(cell), bold if at == 0 and not is_contacts else small) for cell in row.cells] for at, row in enumerate(rows)]
    table = Table(
        cells, [width * part for part in share], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    if is_contacts:
        return [PageBreak(), Paragraph("Contacts", _HEADINGS[2]), table]
    return [Spacer(1, 4), KeepTogether([table]), Spacer(1, 8)]
