"""Word (.docx) → Lines: one for each paragraph, or for each part of it between soft breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from extract import model, page
from extract.errors import Damaged, NoText
from extract.readers import _archive

if TYPE_CHECKING:
    from extract.readers.docx.body import Body, Place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRIORITY = 20


def accepts(source: page.Source) -> bool:
    """Whether it is an archive with a folder `word/`."""
    return _archive.family(source.data) == "docx"


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """Headers, body, notes, footers as one Page, with what the styles, the numbering and the tables say.

    Raises Damaged, Encrypted, Unsafe, TooLarge, or NoText when there is not a word in it.
    """
    from extract.readers.docx.body import Body, Place, references
    from extract.readers.docx.names import W
    from extract.readers.docx.numbering import Numbering
    from extract.readers.docx.styles import Styles, pared

    package = _archive.Package(source.data, options.max_bytes)
    parts = _parts(package)
    root = _root(parts, "officeDocument", W + "document")
    content = root.find(W + "body")
    if content is None:
        raise Damaged("The document has no body")
    styles = Styles(_optional(parts, "styles", pared))
    body = Body(styles, Numbering(_optional(parts, "numbering")))
    used = [parts["rels"].get(identifier, ("", "")) for identifier in references(root)]
    for kind in ("header", "body", "footnotes", "endnotes", "footer"):
        if kind == "body":
            body.story(content)
            body.end_part()
        elif kind in ("footnotes", "endnotes"):
            _notes(body, _optional(parts, kind), Place(role="note", counted=False))
        else:
            _running(body, package, [name for relation, name in used if relation == kind], Place(role=kind, counted=False))
    if not body.lines.found:
        raise NoText("The document holds no text", remedy="If its pages are pictures, save it as PDF: they are then read by OCR")
    reading = page.Reading(
        pages=(page.Page(1, 0.0, 0.0, tuple(body.lines.found)),),
        media_type=MEDIA_TYPE,
        paged=False,
        properties={**({"language": styles.language} if styles.language else {}), **package.core_properties()},
        components=_components(),
    )
    return reading, _notices(body, package)


def _parts(package: _archive.Package) -> dict[str, Any]:
    """Kind of part → (name, bytes), and "rels": relationship id → (kind, name) of the main part.

    python-docx resolves the relationships of the main part: to have it walk all the others too would unpack every picture. Where it
    refuses a package that Word opens, those that do lead somewhere are followed by us.
    """
    if not package.has("_rels/.rels"):  # Word opens no such file either: which part is the document is a guess
        raise Damaged("The document's list of parts (_rels/.rels) is missing")
    start = next(
        (name for kind, name in package.relations("").values() if kind == "officeDocument" and package.has(name)), "word/document.xml"
    )
    try:
        rels = _resolved(package, start)
    except Exception:  # whatever a library says of a package it does not like
        rels = package.relations(start)
    rels = {identifier: target for identifier, target in rels.items() if package.has(target[1])}
    return {
        "rels": rels,
        "officeDocument": (start, package.read(start)),
        **{kind: (name, package.read(name)) for kind, name in rels.values() if kind in _SINGLE},
    }


_SINGLE = ("styles", "numbering", "footnotes", "endnotes")
_READ = frozenset((*_SINGLE, "header", "footer"))


def _resolved(package: _archive.Package, start: str) -> _archive.Relations:
    """The relationships of the main part to those that are read, as python-docx reads them."""
    from docx.opc.packuri import PackURI
    from docx.opc.pkgreader import _SerializedRelationships as Relationships

    uri = PackURI(f"/{start}")
    found = Relationships.load_from_xml(uri.baseURI, package.read(uri.rels_uri.membername))
    kinds = ((one, one.reltype.rpartition("/")[2]) for one in found if not one.is_external)
    return {one.rId: (kind, one.target_partname.membername) for one, kind in kinds if kind in _READ}


def _root(parts: dict[str, Any], kind: str, tag: str) -> Any:
    name, blob = parts[kind]
    root = _archive.parse(blob, name)
    if root.tag != tag:
        raise Damaged(f"The part “{name}” is not a Word document (its root is <{str(root.tag).rpartition('}')[2][:40]}>)")
    return root


def _optional(parts: dict[str, Any], kind: str, less: Callable[[bytes], bytes] = bytes) -> Any | None:
    """The root of a part the document can do without, of what `less` leaves of its bytes; a damaged one counts as absent."""
    if kind not in parts:
        return None
    try:
        return _archive.parse(less(parts[kind][1]), parts[kind][0])
    except Damaged:
        return None


def _notes(body: Body, root: Any | None, place: Place) -> None:
    for note in root if root is not None else ():
        if not any(key.endswith("}type") and kind != "normal" for key, kind in note.attrib.items()):  # separators are no notes
            body.story(note, place)
            body.end_part()


def _running(body: Body, package: _archive.Package, names: list[str], place: Place) -> None:
    """Headers or footers, each wording once: sections mostly repeat them."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        if not package.has(name):
            continue
        start = len(body.lines.found)
        try:
            body.story(package.xml(name), place)
        except Damaged:
            continue
        body.end_part()
        body.lines.drop_repeated(start, seen)


def _components() -> dict[str, str]:
    import docx

    return {**_archive.components(), "python-docx": docx.__version__}


def _notices(body: Body, package: _archive.Package) -> tuple[model.Notice, ...]:
    notices = [
        model.Notice(code="content-skipped", severity="warning", message=f"The document holds {what}, whose words are not read")
        for what in sorted(body.skipped)
    ]
    if body.tracked:
        message = "The document has tracked changes: what was inserted or moved is read, what was deleted is not"
        notices.append(model.Notice(code="tracked-changes", severity="info", message=message))
    if any(name.endswith("vbaProject.bin") for name in package.names):
        notices.append(model.Notice(code="macros", severity="info", message="The document carries macros; they were neither run nor read"))
    return tuple(notices)
