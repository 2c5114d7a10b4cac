"""Files that a tired archivist's disk holds, or an enemy makes, each with how it should end.

`python -m tests.batch.cruel FOLDER` writes them.

An ending is a status of the ledger or a code of it; several are as right where there are several. "extracted+x" wants the notice x.
"""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

from tests.readers.office import docx, listed, numbering, odt, p, pptx, relationships, shape, zipped
from tests.readers.pdf.test_damaged import CATALOGUE, FONT, SHEET, TREE, WORDS, built, stream

Made = dict[str, tuple[bytes, str]]

# What takes seconds: left to the slow test.
HEAVY = (
    "pdf/a drawing is drawn 200000 times.pdf",
    "pdf/the same page 3000 times.pdf",
    "word/a paragraph of 100000 runs.docx",
    "text/a line of 10 MB.txt",
    "text/a word of 10 MB.txt",
    "text/200000 points.txt",
    "text/at signs.txt",
)

_TEXT = "Rapport 2019\n\nPriorités\n- Accueillir les familles\n- Défendre le droit d'asile\n"
_BUILD = "extracted"


def files() -> Made:
    """Name → (bytes, how it should end)."""
    return {**_pdfs(), **_damaged_pdfs(), **_words(), **_archives(), **_opendocuments(), **_slides(), **_texts(), **_strangers()}


def write(folder: Path, heavy: bool = True) -> dict[str, str]:
    """Writes them all, or all but the heavy ones; returns name → how it should end."""
    made = {name: file for name, file in files().items() if heavy or name not in HEAVY}
    for name, (data, _) in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return {name: ending for name, (_, ending) in made.items()}


def ends_well(ending: str, line: dict, notices: set[str]) -> bool:
    """Does the ledger line (and the notices of its record) say what `ending` asks for?"""
    for one in ending.split(" or "):
        code, _, notice = one.partition("+")
        if code in (line["status"], line["code"]) and (not notice or notice in notices):
            return True
    return False


# PDF


def _pdf(*more: bytes, catalogue: bytes = CATALOGUE, tree: bytes = TREE, sheet: bytes = SHEET, words: bytes = WORDS, font: bytes = FONT):
    return built(catalogue, tree, sheet, words, font, *more)


def _drawn(content: bytes) -> bytes:
    return _pdf(words=stream(content))


def _boxed(box: bytes) -> bytes:
    return _pdf(sheet=SHEET.replace(b"[0 0 595 842]", box))


def _pdfs() -> Made:
    loop = b"<</Title(a)/Parent 6 0 R/Next 8 0 R>>", b"<</Title(b)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>"
    deep = b"".join(b"<</Title(%d)/First " % level for level in range(3000)) + b"null" + b">>" * 3000
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R>>>>/Length 5>>\nstream\n/A Do\nendstream" % number
        for number in (7, 6)
    ]
    painted = SHEET.replace(b"<</Font", b"<</XObject<</A 6 0 R>>/Font")
    inline = b"BT /F1 12 Tf 72 720 Td (Accueillir les familles) Tj ET "
    return {
        "pdf/outline two items follow each other.pdf": (
            _pdf(b"<</First 7 0 R/Last 8 0 R/Count 2>>", *loop, catalogue=b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"),
            _BUILD,
        ),
        "pdf/outline 3000 levels deep.pdf": (
            _pdf(b"<</First %s>>" % deep, catalogue=b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"),
            "extracted or corrupt",
        ),
        "pdf/tags hold each other.pdf": (
            _pdf(
                b"<</Type/StructTreeRoot/K 7 0 R/ParentTree<</Nums[0[7 0 R]]>>>>",
                b"<</Type/StructElem/S/P/P 8 0 R/K[8 0 R 0]/Pg 3 0 R>>",
                b"<</Type/StructElem/S/L/P 7 0 R/K[7 0 R]/Pg 3 0 R>>",
                catalogue=b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
                sheet=SHEET.replace(b"/Parent", b"/StructParents 0/Parent"),
            ),
            _BUILD,
        ),
        "pdf/tags 5000 levels deep.pdf": (
            _pdf(
                b"<</Type/StructTreeRoot/K %s null %s>>" % (b"<</S/P/K " * 5000, b">>" * 5000),
                catalogue=b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
            ),
            "extracted or corrupt",
        ),
        "pdf/drawings draw each other.pdf": (_pdf(*forms, sheet=painted, words=stream(b"/A Do " + inline)), _BUILD),
        "pdf/a drawing is drawn 200000 times.pdf": (
            _pdf(
                stream(b"0 0 1 1 re f").replace(b"<<", b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
                sheet=painted,
                words=stream(inline + b"/A Do " * 200_000),
            ),
            "extracted or timeout or memory or too-large",
        ),
        "pdf/names hold themselves.pdf": (
            _pdf(b"<</Kids[6 0 R 6 0 R]/Limits[(a)(z)]>>", catalogue=b"<</Type/Catalog/Pages 2 0 R/Names<</Dests 6 0 R>>>>"),
            _BUILD,
        ),
        "pdf/page labels hold themselves.pdf": (
            _pdf(b"<</Kids[6 0 R]>>", catalogue=b"<</Type/Catalog/Pages 2 0 R/PageLabels 6 0 R>>"),
            _BUILD,
        ),
        "pdf/the same page 3000 times.pdf": (
            _pdf(tree=b"<</Type/Pages/Kids[%s]/Count 3000>>" % (b"3 0 R " * 3000)),
            "extracted or too-large",
        ),
        "pdf/a count of pages out of this world.pdf": (
            _pdf(tree=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"),
            "extracted or corrupt or too-large",
        ),
        "pdf/a page is its own parent.pdf": (_pdf(sheet=SHEET.replace(b"/Parent 2", b"/Parent 3")), _BUILD),
        "pdf/page of no size.pdf": (_boxed(b"[0 0 0 0]"), _BUILD),
        "pdf/page a hair wide.pdf": (_boxed(b"[0 0 0.0001 842]"), "extracted or no-text"),
        "pdf/page of a light year.pdf": (_boxed(b"[0 0 1e30 1e30]"), _BUILD),
        "pdf/page of three numbers.pdf": (_boxed(b"[0 0 595]"), _BUILD),
        "pdf/page of nan.pdf": (_boxed(b"[0 0 nan inf]"), _BUILD),
        "pdf/page far below the origin.pdf": (_boxed(b"[-99999 -99999 -99000 -98000]"), "extracted or no-text"),
        "pdf/crop outside the page.pdf": (
            _pdf(sheet=SHEET.replace(b"/Contents", b"/CropBox[5000 5000 6000 6000]/Contents")),
            "extracted or no-text",
        ),
        "pdf/user unit of a million.pdf": (_pdf(sheet=SHEET.replace(b"/Contents", b"/UserUnit 1000000/Contents")), _BUILD),
        "pdf/numbers out of this world.pdf": (
            _drawn(b"BT /F1 1e38 Tf 1e38 1e38 Td (a) Tj ET BT /F1 12 Tf 1 0 0 1 72 720 Tm (Accueillir les familles) Tj ET 1e39 0 l"),
            _BUILD,
        ),
        "pdf/nan in the matrix.pdf": (_drawn(b"BT /F1 12 Tf nan 0 0 inf 72 720 Tm (a) Tj ET " + inline), _BUILD),
        "pdf/font of size zero.pdf": (_drawn(b"BT /F1 0 Tf 72 720 Td (Accueillir) Tj ET"), "extracted or no-text or corrupt"),
        "pdf/font that is not there.pdf": (
            _drawn(b"BT /F9 12 Tf 72 720 Td (Accueillir les familles) Tj ET"),
            "extracted or no-text or corrupt",
        ),
        "pdf/font is a number.pdf": (_pdf(font=b"42"), "extracted or no-text or corrupt"),
        "pdf/font file of rubbish.pdf": (
            _pdf(
                b"<</Type/FontDescriptor/FontName/Rubbish/FontFile2 7 0 R/Flags 32>>",
                stream(bytes(range(256)) * 40),
                font=b"<</Type/Font/Subtype/TrueType/BaseFont/Rubbish/Encoding/WinAnsiEncoding/FontDescriptor 6 0 R>>",
            ),
            _BUILD,
        ),
        "pdf/letters named by themselves.pdf": (
            _pdf(stream(b"/Self usecmap begincmap endcmap"), font=FONT[:-2] + b"/ToUnicode 6 0 R>>"),
            _BUILD,
        ),
        "pdf/ten thousand states saved.pdf": (_drawn(b"q " * 100_000 + inline), "extracted or timeout"),
        "pdf/states restored that were never saved.pdf": (_drawn(b"Q " * 100_000 + inline), _BUILD),
        "pdf/dash of nothing.pdf": (_drawn(b"[0 0 0] 0 d 0 0 m 600 800 l S " + inline), _BUILD),
        "pdf/an array 20000 deep on the page.pdf": (
            _drawn(b"[" * 20_000 + b"]" * 20_000 + b" TJ " + inline),
            "extracted or corrupt or no-text",
        ),
        "pdf/dictionaries 20000 deep.pdf": (
            _pdf(catalogue=b"<</Type/Catalog/Pages 2 0 R/X " + b"<</X " * 20_000 + b"0" + b">>" * 20_001),
            "extracted or corrupt",
        ),
        "pdf/filters 40 deep.pdf": (
            _pdf(words=stream(inline).replace(b"<<", b"<</Filter[%s]" % (b"/ASCIIHexDecode" * 40))),
            "extracted or no-text or corrupt",
        ),
        "pdf/bomb within a bomb.pdf": (_pdf(words=_flate(_pack(b" " * (200 << 20)), 2)), "unsafe"),
        "pdf/image of a billion points.pdf": (
            _pdf(
                _flate(
                    _pack(b"\0" * 1000), 1, b"/Type/XObject/Subtype/Image/Width 32000/Height 32000/BitsPerComponent 8/ColorSpace/DeviceGray"
                ),
                sheet=painted,
                words=stream(b"q 500 0 0 700 0 0 cm /A Do Q"),
            ),
            "no-text or memory or timeout or corrupt",
        ),
        "pdf/image that is its own mask.pdf": (
            _pdf(
                stream(b"\0" * 16).replace(
                    b"<<", b"<</Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 6 0 R"
                ),
                sheet=painted,
                words=stream(b"q 500 0 0 700 0 0 cm /A Do Q " + inline),
            ),
            _BUILD,
        ),
        "pdf/pattern painted with itself.pdf": (
            _pdf(
                stream(b"/Pattern cs /P scn 0 0 9 9 re f").replace(
                    b"<<",
                    b"<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.001/YStep 0.001"
                    b"/Resources<</Pattern<</P 6 0 R>>>>",
                ),
                sheet=SHEET.replace(b"<</Font", b"<</Pattern<</P 6 0 R>>/Font"),
                words=stream(b"/Pattern cs /P scn 0 0 500 700 re f " + inline),
            ),
            _BUILD,
        ),
        "pdf/comments on it 5000 times.pdf": (
            _pdf(
                b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(a)/Popup 6 0 R/Parent 6 0 R>>",
                sheet=SHEET.replace(b"/Contents", b"/Annots[%s]/Contents" % (b"6 0 R " * 5000)),
            ),
            _BUILD,
        ),
        "pdf/scripts in its names.pdf": (
            _pdf(
                b"<</Names[(a)<</S/JavaScript/JS(app.launchURL)>>]>>", catalogue=b"<</Type/Catalog/Pages 2 0 R/Names<</JavaScript 6 0 R>>>>"
            ),
            "extracted+active-content",
        ),
        "pdf/a program at its opening.pdf": (
            _pdf(catalogue=b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/Win<</F(cmd.exe)>>>>>>"),
            "extracted+active-content",
        ),
        "pdf/a file attached.pdf": (
            _pdf(
                stream(b"MZ").replace(b"<<", b"<</Type/EmbeddedFile"),
                catalogue=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>>>",
            ),
            "extracted+content-skipped",
        ),
    }


def _pack(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _flate(packed: bytes, times: int, more: bytes = b"") -> bytes:
    for _ in range(times - 1):
        packed = _pack(packed)
    return b"<</Length %d%s/Filter[%s]>>\nstream\n%s\nendstream" % (len(packed), more, b"/FlateDecode" * times, packed)


def _damaged_pdfs() -> Made:
    sound = _pdf()
    empty = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return {
        "damaged/cut in the table.pdf": (sound[:-120], "corrupt or extracted+pdf-repaired"),
        "damaged/cut in the words.pdf": (sound[: sound.index(b"familles")], "corrupt or no-text"),
        "damaged/twice in one file.pdf": (sound + sound, "extracted"),
        "damaged/rubbish behind it.pdf": (sound + bytes(range(256)) * 20, "extracted"),
        "damaged/a mail in front of it.pdf": (b"Content-Type: application/pdf\r\n\r\n" + sound, "extracted"),
        "damaged/lines ended as on Windows.pdf": (sound.replace(b"\n", b"\r\n"), "extracted+pdf-repaired"),
        "damaged/zeros in the middle.pdf": (sound[:200] + bytes(200) + sound[400:], "corrupt or no-text or extracted"),
        "damaged/without words.pdf": (built(CATALOGUE, TREE, empty), "no-text"),
        "damaged/only its header.pdf": (b"%PDF-1.7\n", "corrupt"),
        "damaged/only its end.pdf": (sound[-60:], "unsupported or corrupt"),
        "damaged/its table leads into itself.pdf": (
            sound.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % sound.index(b"xref\n0")),
            "extracted",
        ),
        "damaged/password.pdf": (
            sound.replace(
                b"/Root 1 0 R",
                b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>" % (b"11" * 32, b"22" * 32),
            ),
            "encrypted",
        ),
        "damaged/lock of another maker.pdf": (
            sound.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Adobe.PubSec/V 4>>"),
            "encrypted or corrupt or unsupported",
        ),
    }


# Word


def _words() -> Made:
    body = p("Priorités") + listed("Accueillir les familles")
    list_ = numbering("bullet •")
    entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    parts = _parts(docx(body))
    doctype = {**parts, "word/document.xml": entity.encode() + parts["word/document.xml"].replace(b"Accueillir", b"&amp;x;")}
    late = {**parts, "word/document.xml": b"<!--" + b" " * 5000 + b"-->" + entity.encode() + parts["word/document.xml"]}
    wide = {**parts, "word/document.xml": ("<?xml version='1.0' encoding='UTF-16'?>" + entity + "<a/>").encode("utf-16")}
    cycle = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{at}"><w:name w:val="s{at}"/><w:basedOn w:val="S{(at + 1) % 3}"/>'
        f'<w:link w:val="S{at}"/></w:style>'
        for at in range(3)
    )
    chain = "".join(f'<w:style w:type="paragraph" w:styleId="S{at}"><w:basedOn w:val="S{at + 1}"/></w:style>' for at in range(5000))
    knot = numbering("bullet •", more="").replace("<w:lvl ", '<w:numStyleLink w:val="L"/><w:lvl ', 1)
    style = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    deep_table = "<w:tbl><w:tr><w:tc>" * 60 + p("au fond") + "</w:tc></w:tr></w:tbl>" * 60
    deeper = "<w:tbl><w:tr><w:tc>" * 40_000 + p("au fond") + "</w:tc></w:tr></w:tbl>" * 40_000
    sdt = "<w:sdt><w:sdtContent>" * 100 + p("au fond") + "</w:sdtContent></w:sdt>" * 100
    box = '<w:r><w:pict><w:txbxContent xmlns:v="urn:schemas-microsoft-com:vml">{}</w:txbxContent></w:pict></w:r>'
    nested = p("au fond")
    for _ in range(60):
        nested = f"<w:p>{box.format(nested)}</w:p>"
    alt = '<w:altChunk r:id="alt"/>'
    return {
        "word/outer entity.docx": (zipped(doctype), "unsafe"),
        "word/outer entity behind a long comment.docx": (zipped(late), "unsafe"),
        "word/outer entity in UTF-16.docx": (zipped(wide), "unsafe"),
        "word/entity in the styles.docx": (
            zipped({**_parts(docx(body, styles=cycle)), "word/styles.xml": entity.encode() + b"<a/>"}),
            "unsafe",
        ),
        "word/inserts another file.docx": (
            docx(body + alt, numbers=list_, parts={"word/alt.html": "<p>ailleurs</p>"}, alt="aFChunk alt.html"),
            "extracted+content-skipped",
        ),
        "word/inserts a page of the web.docx": (
            docx(body + alt, numbers=list_, alt="aFChunk http://127.0.0.1:9/x.html"),
            "extracted+content-skipped",
        ),
        "word/inserts itself.docx": (docx(body + alt, numbers=list_, alt="aFChunk document.xml"), "extracted+content-skipped"),
        "word/template of the web.docx": (
            docx(
                body,
                numbers=list_,
                parts={
                    "word/settings.xml": "<w:settings NAMESPACES><w:attachedTemplate r:id='t'/></w:settings>",
                    "word/_rels/settings.xml.rels": relationships(t="attachedTemplate http://127.0.0.1:9/t.dotm"),
                },
                s="settings settings.xml",
            ),
            _BUILD,
        ),
        "word/styles based on each other.docx": (docx(p("a", style="S0") + body, styles=cycle), _BUILD),
        "word/5000 styles based on the next.docx": (docx(p("a", style="S0") + body, styles=chain), _BUILD),
        "word/list that is its own style.docx": (docx(body, styles=style, numbers=knot), _BUILD),
        "word/list level of a million.docx": (docx(listed("Accueillir", depth=1_000_000) + body, numbers=list_), _BUILD),
        "word/tables 60 deep.docx": (docx(deep_table), _BUILD),
        "word/tables 40000 deep.docx": (docx(deeper), "corrupt or extracted"),
        "word/controls 100 deep.docx": (docx(sdt), _BUILD),
        "word/boxes 60 deep.docx": (docx(nested), _BUILD),
        "word/header that is the document.docx": (
            docx(body + '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>', numbers=list_, h="header document.xml"),
            _BUILD,
        ),
        "word/a paragraph of 100000 runs.docx": (docx("<w:p>" + "<w:r><w:t>mot </w:t></w:r>" * 100_000 + "</w:p>"), _BUILD),
        "word/100000 attributes.docx": (
            docx("<w:p " + " ".join(f'a{at}=""' for at in range(100_000)) + "/>" + body),
            "corrupt or extracted",
        ),
        "word/part names that climb.docx": (
            zipped({**parts, "../../../tmp/pwned": b"x", "/etc/passwd": b"x", "word/../word/x.xml": b"<a/>"}),
            _BUILD,
        ),
        "word/footnotes of themselves.docx": (
            docx(
                p('<w:r><w:footnoteReference w:id="1"/></w:r>') + body,
                numbers=list_,
                parts={
                    "word/footnotes.xml": '<w:footnotes NAMESPACES><w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/>'
                    "<w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>"
                },
                f="footnotes footnotes.xml",
            ),
            _BUILD,
        ),
        "word/with a password.docx": (_ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
        "word/of 1997.docx": (_ole("WordDocument"), "unsupported"),
        "word/of 1997.doc": (_ole("WordDocument"), "unsupported"),
        "word/in rich text.doc": (b"{\\rtf1\\ansi Priorit\\'e9s}", "unsupported"),
    }


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _ole(*streams: str) -> bytes:
    """The shortest compound file with streams of these names."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(478)
    entries = (
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, 2, 0) + bytes(60)
        for name in ("Root Entry", *streams)
    )
    return header[:512] + b"".join(entries).ljust(2048, b"\0")


# Archives


def _archives() -> Made:
    sound = docx(p("Accueillir les familles"))
    lying = bytearray(sound)
    first = sound.index(b"PK\1\2")
    lying[first + 24 : first + 28] = struct.pack("<I", 5)  # the directory says five bytes
    liar = bytearray(sound)
    document = next(at for at in _directory(sound) if b"word/document.xml" in sound[at : at + 80])
    liar[document + 24 : document + 28] = struct.pack("<I", 0xFFFFFF00)
    overlong = bytearray(sound)
    overlong[document + 42 : document + 46] = struct.pack("<I", len(sound) + 1000)
    nest = sound
    for level in range(12):
        nest = zipped({f"{level}.zip": nest})
    overlapping = _overlapping()
    return {
        "zip/in a zip in a zip.zip": (nest, "unsupported"),
        "zip/called a document.docx": (nest, "unsupported or corrupt"),
        "zip/wrong size of a side part.docx": (bytes(lying), "extracted or corrupt or unsafe"),
        "zip/wrong size of the main part.docx": (bytes(liar), "corrupt or unsafe or too-large"),
        "zip/main part beyond the end.docx": (bytes(overlong), "corrupt"),
        "zip/no directory.docx": (sound[: sound.index(b"PK\1\2")], "corrupt"),
        "zip/rubbish in front.docx": (b"x" * 100 + sound, "extracted or unsupported or corrupt"),
        "zip/rubbish behind.docx": (sound + b"\0" * 70, "extracted or corrupt"),
        "zip/parts that share their bytes.docx": (overlapping, "extracted or corrupt or unsafe"),
        "zip/bomb in a picture.docx": (_with(sound, "word/media/a.png", b"\0" * (90 << 20)), "unsafe or too-large"),
        "zip/bomb in a side part.docx": (_with(sound, "customXml/item1.xml", b"<a>" + b" " * (70 << 20)), "unsafe or too-large"),
        "zip/5000 parts.docx": (zipped({**_parts(sound), **{f"word/media/{at}.png": b"" for at in range(5000)}}), "unsafe"),
        "zip/sheet of numbers.xlsx": (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "unsupported"),
        "zip/sheet called a document.docx": (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "unsupported"),
        "zip/a document called a text.txt": (docx(p("Défendre le droit d'asile")), "extracted"),
        "zip/a document called a PDF.pdf": (docx(p("Informer les personnes")), "extracted or unsupported"),
        "zip/a PDF called a document.docx": (_pdf(), "extracted or unsupported"),
    }


def _directory(data: bytes) -> list[int]:
    found, at = [], data.find(b"PK\1\2")
    while at >= 0:
        found.append(at)
        at = data.find(b"PK\1\2", at + 4)
    return found


def _with(data: bytes, name: str, content: bytes) -> bytes:
    return zipped({**_parts(data), name: content})


def _overlapping() -> bytes:
    """Entries whose data are one and the same (as in the bombs of David Fifield), under different names."""
    out = bytearray(docx(p("Accueillir les familles")))
    places = _directory(bytes(out))
    document = next(at for at in places if b"word/document.xml" in out[at : at + 80])
    rels = next(at for at in places if b"_rels/.rels" in out[at : at + 80])
    out[rels + 42 : rels + 46] = out[document + 42 : document + 46]
    return bytes(out)


# OpenDocument and slides


def _opendocuments() -> Made:
    item = "<text:list><text:list-item><text:p>Accueillir les familles</text:p></text:list-item></text:list>"
    lists = "<text:list><text:list-item>" * 3000 + "<text:p>au fond</text:p>" + "</text:list-item></text:list>" * 3000
    fewer = "<text:list><text:list-item>" * 80 + "<text:p>au fond</text:p>" + "</text:list-item></text:list>" * 80
    spans = "<text:p>" + "<text:span>" * 200 + "au fond" + "</text:span>" * 200 + "</text:p>"
    cell = (
        '<table:table><table:table-row table:number-rows-repeated="2000000000"><table:table-cell '
        'table:number-columns-repeated="2000000000"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
    )
    styles = "".join(
        f'<style:style style:name="S{at}" style:family="paragraph" style:parent-style-name="S{(at + 1) % 3}"/>' for at in range(3)
    )
    key = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    sound = odt(item)
    parts = _parts(sound)
    return {
        "odt/lists 3000 deep.odt": (odt(lists), "corrupt or extracted"),
        "odt/lists 80 deep.odt": (odt(fewer), _BUILD),
        "odt/spans 200 deep.odt": (odt(spans), _BUILD),
        "odt/a row two thousand million times.odt": (odt(cell + item), _BUILD),
        "odt/two thousand million blanks.odt": (odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>' + item), _BUILD),
        "odt/styles born of each other.odt": (odt('<text:p text:style-name="S0">a</text:p>' + item, styles=styles), _BUILD),
        "odt/outer entity.odt": (
            zipped({**parts, "content.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + parts["content.xml"]}),
            "unsafe",
        ),
        "odt/with a password.odt": (zipped({**parts, "content.xml": bytes(range(256)) * 9, "META-INF/manifest.xml": key}), "encrypted"),
        "odt/without words.odt": (odt(""), "no-text"),
        "odt/content is not there.odt": (zipped({name: data for name, data in parts.items() if name != "content.xml"}), "corrupt"),
        "odt/cut in half.odt": (sound[: len(sound) // 2], "corrupt"),
        "odt/a sheet.ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}), "unsupported"),
    }


def _slides() -> Made:
    sound = pptx(shape(["Priorités", "Accueillir les familles"], (50, 50, 400, 300)))
    parts = _parts(sound)
    group = "<p:grpSp>" * 300 + shape(["au fond"], (50, 50, 400, 300)) + "</p:grpSp>" * 300
    loop = {
        **parts,
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relationships(m="slideMaster ../slideLayouts/slideLayout1.xml").encode(),
    }
    return {
        "slides/groups 300 deep.pptx": (pptx(group), "extracted or corrupt"),
        "slides/layout that is its own master.pptx": (zipped(loop), _BUILD),
        "slides/places out of this world.pptx": (
            pptx(shape(["Accueillir"], (10**12, -(10**12), 10**15, 10**15)) + shape(["les familles"])),
            _BUILD,
        ),
        "slides/a slide is not there.pptx": (
            zipped({name: data for name, data in parts.items() if "slides/slide1" not in name}),
            "corrupt or no-text",
        ),
        "slides/without words.pptx": (pptx(shape([])), "no-text"),
    }


# Text


def _texts() -> Made:
    text = _TEXT
    return {
        "text/utf-16 without a sign.txt": (text.encode("utf-16-le"), _BUILD),
        "text/utf-16 the other way round.txt": (text.encode("utf-16-be"), _BUILD),
        "text/utf-32.txt": (text.encode("utf-32"), "extracted or unsupported"),
        "text/cut in a character.txt": (text.encode()[:-1] + "é".encode()[:1], _BUILD),
        "text/of a DOS.txt": (text.encode("cp850", "replace"), "extracted+encoding-guessed"),
        "text/halves of characters.txt": (text.encode() + "\ud83d\udc00\ud800".encode("utf-8", "surrogatepass"), _BUILD),
        "text/nothing but blanks.txt": (b" \n\t\r\n" * 1000, "empty or no-text"),
        "text/nothing but zeros.txt": (bytes(5000), "unsupported or empty or no-text"),
        "text/zeros within.txt": (text.replace("les", "l\0es").encode(), "extracted+control-characters"),
        "text/a line of 10 MB.txt": (b"mot " * (10 << 18) + b"\n" + text.encode(), _BUILD),
        "text/a word of 10 MB.txt": (b"m" * (10 << 20) + b"\n" + text.encode(), "extracted"),
        "text/200000 points.txt": (b"- a\n" * 200_000, "extracted or too-large or memory"),
        "text/accents upon accents.txt": ((text + "e" + "\u0301" * 100_000).encode(), _BUILD),
        "text/written both ways.txt": ((text + "\u202e" * 500 + "seirf" + "\u2066" * 500).encode(), _BUILD),
        "text/brackets.txt": (("[" * 200_000 + "\n" + text).encode(), _BUILD),
        "text/quotes.txt": (("«" * 100_000 + "\n" + text).encode(), _BUILD),
        "text/numbers.txt": (("1." * 100_000 + "\n" + "9" * 100_000 + "\n" + text).encode(), _BUILD),
        "text/at signs.txt": (("a@" * 200_000 + "\n" + text).encode(), _BUILD),
        "text/dates of no year.txt": (("31/02/0000 99/99/9999 ２０１８ ٢٠١٨\n" + text).encode(), _BUILD),
        "text/pictures of numbers.md": (("# ²³¼ ①②\n\n- Ⅻ ①\n" + text).encode(), _BUILD),
        "text/markdown of the abyss.md": ((">" * 5000 + " a\n" + "  " * 2000 + "- b\n" + text).encode(), _BUILD),
    }


def _strangers() -> Made:
    return {
        "other/empty.pdf": (b"", "empty"),
        "other/empty.docx": (b"", "empty"),
        "other/empty.odt": (b"", "empty"),
        "other/a page of the web.pdf": (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "unsupported"),
        "other/a page of the web.html": (b"<html><body><p>Priorit\xc3\xa9s</p></body></html>", "unsupported"),
        "other/a letter.eml": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "unsupported"),
        "other/film.mp4": (b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 8, "unsupported"),
        "other/program.pdf": (b"MZ\x90\0" + bytes(range(256)) * 8, "unsupported"),
        "other/cut picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(9), "corrupt or unsupported or no-text"),
        "other/picture of 60000 by 60000.png": (_png(60_000, 60_000), "too-large or corrupt or no-text or unsafe or memory or unsupported"),
        "other/noise.docx": (bytes((at * at * 31 + at) % 251 for at in range(5000)), "unsupported"),
    }


def _png(width: int, height: int) -> bytes:
    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", _pack(bytes(100_000))) + part(b"IEND", b"")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
