"""The smallest office documents that show one thing each, written as XML in a ZIP archive."""

from __future__ import annotations

import io
import zipfile

from extract import page, readers

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f"{_W} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_OD = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """An archive of these parts, always with the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED  # OpenDocument wants its first part legible
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, kind)
    return out.getvalue()


def relationships(**targets: str) -> str:
    """Relationships, as id="type target"; an address is external."""
    entries = []
    for key, value in targets.items():
        kind, target = value.split()
        mode = ' TargetMode="External"' if "://" in target else ""
        entries.append(f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(entries)}</Relationships>'


def p(words: str, style: str = "", properties: str = "") -> str:
    """A Word paragraph; words that begin with "<" are runs already."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{words if words.startswith('<') else run(words)}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def listed(words: str, number: int = 1, depth: int = 0) -> str:
    return p(words, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def numbering(*levels: str, more: str = "") -> str:
    """One list (numId 1) whose levels are given as "format text", such as "decimal %1." or "bullet •"."""
    drawn = ""
    for at, level in enumerate(levels):
        form, text = level.split(" ", 1)
        place = f'<w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/></w:pPr>'
        drawn += f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{place}</w:lvl>'
    return f'<w:abstractNum w:abstractNumId="0">{drawn}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'


def docx(body: str, styles: str = "", numbers: str = "", parts: dict[str, str] | None = None, **targets: str) -> bytes:
    """A Word file of this body. `targets` are further relationships of the document ("header1": "header header1.xml")."""
    optional = {"styles": styles, "numbering": numbers}
    known = {f"rid_{name}": f"{name} {name}.xml" for name, content in optional.items() if content}
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relationships(main="officeDocument word/document.xml"),
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(**known, **targets),
            **({"word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>"} if styles else {}),
            **({"word/numbering.xml": f"<w:numbering {_W}>{numbers}</w:numbering>"} if numbers else {}),
            **{name: content.replace("NAMESPACES", _NAMESPACES) for name, content in (parts or {}).items()},
        }
    )


def odt(body: str, automatic: str = "", styles: str = "", master: str = "", parts: dict[str, str] | None = None) -> bytes:
    """An OpenDocument text of this body."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_OD}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_OD}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
            **(parts or {}),
        }
    )


def shape(words: list[str], box: tuple[int, int, int, int] | None = None, holder: str = "") -> str:
    """A slide's shape: paragraphs ("words", or "<a:p>…"), its place in points (left, top, width, height), its placeholder type."""
    place = ""
    if box:
        left, top, width, height = (12_700 * side for side in box)
        place = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    kind = f'<p:ph type="{holder}"/>' if holder else ""
    paragraphs = "".join(word if word.startswith("<") else f"<a:p><a:r><a:t>{word}</a:t></a:r></a:p>" for word in words)
    return f"<p:sp><p:nvSpPr><p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"


def pptx(*slides: str, master: str = "", notes: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Slides of these shapes, 720 × 540 points. `master` holds shapes and `p:txStyles`; `notes` are the first slide's."""
    numbers = range(1, len(slides) + 1)
    entries = "".join(f'<p:sldId id="{255 + at}" r:id="s{at}"/>' for at in numbers)
    found: dict[str, str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(main="officeDocument ppt/presentation.xml"),
        "ppt/presentation.xml": f"<p:presentation {_NAMESPACES}><p:sldIdLst>{entries}</p:sldIdLst>"
        '<p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relationships(**{f"s{at}": f"slide slides/slide{at}.xml" for at in numbers}),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {_NAMESPACES}><p:cSld><p:spTree/></p:cSld></p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relationships(m="slideMaster ../slideMasters/slideMaster1.xml"),
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {_NAMESPACES}>{master or '<p:cSld><p:spTree/></p:cSld>'}</p:sldMaster>",
    }
    for at, shapes in zip(numbers, slides, strict=True):
        more = {"n": "notesSlide ../notesSlides/notesSlide1.xml"} if notes and at == 1 else {}
        found[f"ppt/slides/slide{at}.xml"] = f"<p:sld {_NAMESPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        found[f"ppt/slides/_rels/slide{at}.xml.rels"] = relationships(l="slideLayout ../slideLayouts/slideLayout1.xml", **more)
    if notes:
        found["ppt/notesSlides/notesSlide1.xml"] = (
            f"<p:notes {_NAMESPACES}><p:cSld><p:spTree>{shape([notes], holder='body')}</p:spTree></p:cSld></p:notes>"
        )
    return zipped({**found, **(parts or {})})


def source(data: bytes, name: str = "report") -> page.Source:
    return page.Source(name, data, "0" * 64, len(data))


def read(data: bytes) -> page.Reading:
    return readers.read(source(data))[0]


def lines(data: bytes) -> list[page.Line]:
    return [line for sheet in read(data).pages for line in sheet.lines]


def texts(data: bytes) -> list[str]:
    return [line.text for line in lines(data)]


def marked(data: bytes) -> list[str]:
    """Lines with the mark that the format draws before them."""
    return [f"{line.mark} {line.text}" if line.mark else line.text for line in lines(data)]


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in readers.read(source(data))[1]]
