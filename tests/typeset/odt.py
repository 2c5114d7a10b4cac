"""Typesets a document as OpenDocument text."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.typeset.spec import Block, Spec

TYPE = "application/vnd.oasis.opendocument.text"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2"><office:automatic-styles>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:text>
"""
_FOOT = "</office:text></office:body></office:document-content>"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def write(spec: Spec) -> bytes:
    """The document as OpenDocument text, with heading levels and automatic lists."""
    body = [f'<text:p text:style-name="Title">{escape(spec.title)}</text:p>', f"<text:p>{escape(spec.organisation)}</text:p>"]
    body += [f"<text:p>{spec.month} {spec.year}</text:p>"] if spec.month else []
    blocks = list(spec.blocks)
    while blocks:
        size = next((at for at, block in enumerate(blocks) if block.kind != blocks[0].kind), len(blocks))
        run, blocks = blocks[:size], blocks[size:]
        if run[0].kind == "item":
            body += _lists(run)
        elif run[0].kind == "row":
            body.append(_table(run, spec.header))
        else:
            body += [_line(block) for block in run]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", _EPOCH), TYPE, zipfile.ZIP_STORED)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml", _EPOCH), _MANIFEST, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("content.xml", _EPOCH), _HEAD + "\n".join(body) + _FOOT, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _line(block: Block) -> str:
    if block.kind == "heading":
        return f'<text:h text:style-name="Heading_20_{block.level}" text:outline-level="{block.level}">{escape(block.text)}</text:h>'
    return f"<text:p>{escape(block.text)}</text:p>"


def _lists(items: list[Block]) -> list[str]:
    """Items as one list, those of the second level in lists inside the item above them."""
    parts = [f'<text:list text:style-name="{"L2" if items[0].ordinal else "L1"}">']
    for at, item in enumerate(items):
        after = items[at + 1].level if at + 1 < len(items) else 0
        parts.append(f"<text:list-item><text:p>{_text(item)}</text:p>")
        if after > item.level:
            parts.append("<text:list>")
        else:
            parts.append("</text:list-item>")
            if item.level == 2 and after < 2:
                parts.append("</text:list></text:list-item>")
    return [*parts, "</text:list>"]


def _text(item: Block) -> str:
    if not item.lead:
        return escape(item.text)
    return f'<text:span text:style-name="B">{escape(item.text[: item.lead])}</text:span>{escape(item.text[item.lead :])}'


def _table(rows: list[Block], header: tuple[str, ...]) -> str:
    cells = [header, *(row.cells for row in rows)]
    lines = ("".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row) for row in cells)
    return '<table:table table:name="T">' + "".join(f"<table:table-row>{line}</table:table-row>" for line in lines) + "</table:table>"
