"""Typesets a document as a presentation: a slide for each heading; long lists go on under the same title."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.typeset.spec import Block, Spec
from tests.typeset.style import NUMBERINGS, Style, style_of

ROOM = 9  # lines on a slide
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_AUTO = dict(zip(NUMBERINGS, ("arabicPeriod", "arabicParenR", "arabicPeriod", "alphaLcParenR", "arabicParenBoth"), strict=True))


def write(spec: Spec, style: Style | None = None) -> bytes:
    """The document as .pptx."""
    style = style or style_of(spec)
    cover = _shape("ctrTitle", 1, [_paragraph(spec.title)]) + _shape("subTitle", 2, [_paragraph(spec.organisation), *_month(spec)])
    slides = [cover, *(_slide(spec, style, title, blocks) for title, blocks in _share(spec))]
    return _package([f"<p:sld {_NS}><p:cSld><p:spTree>{_GROUP}{slide}</p:spTree></p:cSld></p:sld>" for slide in slides])


def _share(spec: Spec) -> list[tuple[str, list[Block]]]:
    """Titles with what stands on their slides."""
    shared: list[tuple[str, list[Block]]] = []
    room = 0
    for block in spec.blocks:
        if block.kind == "heading" or not shared:
            shared.append((block.text if block.kind == "heading" else "", [] if block.kind == "heading" else [block]))
            room = ROOM
            continue
        room -= 1 + len(block.text) // 60
        if room < 0 and block.level == 1:
            shared.append((shared[-1][0], []))
            room = ROOM
        shared[-1][1].append(block)
    return shared


def _slide(spec: Spec, style: Style, title: str, blocks: list[Block]) -> str:
    rows = [block for block in blocks if block.kind == "row"]
    body = [_block(block, style) for block in blocks if block.kind != "row"]
    parts = [_shape("title", 1, [_paragraph(title)])] if title else []
    parts += [_shape("body", 2, body)] if body else []
    return "".join(parts) + (_table(spec.header, rows) if rows else "")


def _block(block: Block, style: Style) -> str:
    if block.kind != "item":
        return _paragraph(block.text, "<a:buNone/>")
    if block.ordinal is not None:
        return _paragraph(block.text, f'<a:buAutoNum type="{_AUTO[style.numbering]}"/>', block.level - 1)
    return _paragraph(block.text, f'<a:buChar char="{"•–"[min(block.level, 2) - 1]}"/>', block.level - 1, block.lead)


def _paragraph(text: str, bullet: str = "", level: int = 0, lead: int = 0) -> str:
    runs = [f'<a:r><a:rPr b="1"/><a:t>{escape(text[:lead])}</a:t></a:r>'] if lead else []
    return f'<a:p><a:pPr lvl="{level}">{bullet}</a:pPr>{"".join(runs)}<a:r><a:t>{escape(text[lead:])}</a:t></a:r></a:p>'


def _month(spec: Spec) -> list[str]:
    return [_paragraph(f"{spec.month} {spec.year}")] if spec.month else []


def _shape(kind: str, number: int, paragraphs: list[str]) -> str:
    top = 500_000 if kind in ("title", "ctrTitle") else 1_700_000
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="{kind}"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="500000" y="{top}"/><a:ext cx="8100000" cy="1000000"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def _table(header: tuple[str, ...], rows: list[Block]) -> str:
    lines = [header, *(row.cells for row in rows)]
    cells = ("".join(f"<a:tc><a:txBody><a:bodyPr/>{_paragraph(cell)}</a:txBody></a:tc>" for cell in line) for line in lines)
    grid = '<a:gridCol w="2000000"/>' * len(header)
    table = f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>' + "".join(f'<a:tr h="300000">{line}</a:tr>' for line in cells)
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="t"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        '<p:xfrm><a:off x="500000" y="2700000"/><a:ext cx="8100000" cy="3000000"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">{table}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
    )


_GROUP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def _package(slides: list[str]) -> bytes:
    names = [f"ppt/slides/slide{at}.xml" for at in range(1, len(slides) + 1)]
    ids = "".join(f'<p:sldId id="{255 + at}" r:id="rId{at}"/>' for at in range(1, len(slides) + 1))
    links = "".join(f'<Relationship Id="rId{at}" Type="{_REL}/slide" Target="slides/slide{at}.xml"/>' for at in range(1, len(slides) + 1))
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "application/vnd.openxmlformats-officedocument.presentationml"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{office}.slide+xml"/>' for name in names)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{office}.presentation.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{relationships}"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
        'Target="ppt/presentation.xml"/></Relationships>',
        "ppt/presentation.xml": f"<p:presentation {_NS}><p:sldIdLst>{ids}</p:sldIdLst>"
        '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{relationships}">{links}</Relationships>',
        **dict(zip(names, slides, strict=True)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), _XML + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
