"""Golden folders: a small source in each format, and what the steps make of it.

    python -m tests.goldens            writes lines.txt and outline.txt again from the sources (then read the difference)
    python -m tests.goldens --sources  also makes the sources again

A changed golden is reviewed like code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.readers import office
from tests.sample.notation import parse

FOLDER = Path(__file__).parent / "golden"


def folders() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.is_dir())


def source(folder: Path) -> Path:
    return next(folder.glob("source.*"))


def lines(folder: Path) -> str:
    """What the reader makes of the source, as `filrouge show --as lines` prints it."""
    from extract.cli.show import _lines

    return _text(_lines(str(source(folder)), {"ocr": False}))


def outline(folder: Path) -> str:
    """Headings with their kind, and items, indented as they are nested."""
    from extract.pipeline import process

    return _text(_outline(process(source(folder), ocr=False).document))


def _outline(document) -> Iterator[str]:
    yield f"{document.document.title or '-'} [{document.document.genre} {document.document.year or '-'}]"
    depths: dict[str | None, int] = {None: 0}
    for section in document.outline:
        depths[section.id] = depths.get(section.parent, 0) + 1
    said = {section.id: False for section in document.outline}
    for item in document.items:
        for section in document.outline:  # in reading order: those up to the item's own are said before it
            if not said[section.id] and (item.section_id is not None) and section.span[0] < item.locator.span[0]:
                said[section.id] = True
                yield f"{'  ' * depths[section.id]}[{section.kind}] {section.title}"
        lead = f" ({item.lead_in})" if item.lead_in else ""
        yield f"{'  ' * (depths.get(item.section_id, 0) + item.depth)}{item.number or '-'} {item.text}{lead}"


def _text(rows: Iterator[str]) -> str:
    return "\n".join(rows) + "\n"


def _note() -> list:
    return parse((Path(__file__).parent / "sample" / "words" / "note-de-cadrage-2021.txt").read_text(encoding="utf-8"))


def _docx() -> bytes:
    o = office
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2")
    )
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{o.p(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("Mesure", "Échéance"), ("Guide pratique", "juin"))
    )
    body = (
        o.p("Priorités 2024", "Title")
        + o.p("Équipe Accueil", "heading1")
        + o.p("Asile", "heading2")
        + o.p("Au programme :")
        + o.listed("former les bénévoles")
        + o.listed("à l'entretien de l'OFPRA", depth=1)
        + o.p("<w:ins><w:r><w:t>• Dublin : </w:t></w:r></w:ins><w:r><w:t>contentieux</w:t><w:br/><w:t>• Guide pratique</w:t></w:r>")
        + o.p("Séjour", "heading2")
        + f"<w:tbl>{table}</w:tbl>"
        + o.p(o.run("Note interne", "<w:vanish/>"))
    )
    return o.docx(body, styles, o.numbering("decimal %1.", "bullet \uf0b7"))


def _odt() -> bytes:
    styles = '<style:style style:name="Title" style:family="paragraph"/>'
    automatic = '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    items = "".join(f"<text:list-item><text:p>{words}</text:p></text:list-item>" for words in ("Dublin : contentieux", "Guide pratique"))
    body = (
        '<text:p text:style-name="Title">Priorités 2024</text:p><text:h text:outline-level="1">Équipe Accueil</text:h>'
        f'<text:h text:outline-level="2">Asile</text:h><text:list text:style-name="L1">{items}</text:list><text:p>Fin.</text:p>'
    )
    return office.odt(body, automatic, styles)


def _pptx() -> bytes:
    master = (
        "<p:cSld><p:spTree/></p:cSld><p:txStyles><p:bodyStyle>"
        '<a:lvl1pPr marL="342900" indent="-342900"><a:buChar char="•"/></a:lvl1pPr></p:bodyStyle></p:txStyles>'
    )
    body = office.shape(["Dublin : contentieux", "Guide pratique"], (50, 120, 600, 300), "body")
    number = office.shape(["2"], (650, 500, 50, 20), "sldNum")
    cover = office.shape(["Priorités 2024"], (50, 200, 600, 100), "ctrTitle")
    return office.pptx(cover, body + office.shape(["Équipe Accueil"], (50, 20, 600, 60), "title") + number, master=master, notes="À dire")


def _text_file() -> bytes:
    return (
        "PRIORITÉS 2024\r\n\r\nÉquipe Accueil\r\n==============\r\n\r\n<i>Asile</i>\r\n\r\n"
        "- **Dublin** : contentieux devant le tribunal\r\n  administratif\r\n"
        " - Guide pratique, 2^{ème} édition\r\n\r\nMesure\tÉchéance\r\nGuide\tjuin\r\n"
    ).encode("cp1252")


def _markdown() -> bytes:
    from tests.sample import plain

    return plain.write(_note(), "markdown")


def _pdf() -> bytes:
    from tests.sample import pdf, scan

    return pdf.write(scan.on_one_page(_note()), columns=1)


SOURCES: dict[str, Callable[[], bytes]] = {
    "word.docx": _docx,
    "opendocument.odt": _odt,
    "slides.pptx": _pptx,
    "text.txt": _text_file,
    "markdown.md": _markdown,
    "pdf.pdf": _pdf,
}


def main(arguments: list[str]) -> None:
    if "--sources" in arguments:
        for name, make in SOURCES.items():
            folder, suffix = name.split(".")
            (FOLDER / folder).mkdir(parents=True, exist_ok=True)
            (FOLDER / folder / f"source.{suffix}").write_bytes(make())
    for folder in folders():
        (folder / "lines.txt").write_text(lines(folder), encoding="utf-8")
        (folder / "outline.txt").write_text(outline(folder), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
