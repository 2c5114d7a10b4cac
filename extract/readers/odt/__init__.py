"""OpenDocument text (.odt) → Lines: one for each paragraph, or for each part of it between line breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extract import model, page
from extract.errors import Damaged, Encrypted, NoText
from extract.readers import _archive
from extract.text import clean

if TYPE_CHECKING:
    from extract.readers.odt.body import Body

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
PRIORITY = 30

_META = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "subject": "subject",
    "creation-date": "created",
    "date": "modified",
}


def accepts(source: page.Source) -> bool:
    """Whether it is an archive that says it is OpenDocument text (also a template or master of it)."""
    return _archive.family(source.data) == "odt"


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """Headers, body with its notes, footers as one Page. Raises Damaged, Encrypted, Unsafe, TooLarge or NoText."""
    from extract.readers.odt.body import Body
    from extract.readers.odt.names import OFFICE, STYLE
    from extract.readers.odt.styles import Styles

    package = _archive.Package(source.data, options.max_bytes)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Encrypted("The document is protected by a password")
    content = package.xml("content.xml")
    common = _optional(package, "styles.xml")
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise Damaged("The document has no text part")
    body = Body(Styles([root for root in (common, content) if root is not None]))
    running = list(common.iter(STYLE + "header", STYLE + "footer")) if common is not None else []
    body.running([part for part in running if part.tag == STYLE + "header"], "header")
    body.story(text)
    body.end_part()
    body.notes()
    body.running([part for part in running if part.tag == STYLE + "footer"], "footer")
    if not body.lines.found:
        raise NoText("The document holds no text", remedy="If its pages are pictures, save it as PDF: they are then read by OCR")
    sheet = page.Page(1, 0.0, 0.0, tuple(body.lines.found))
    reading = page.Reading((sheet,), MEDIA_TYPE, False, properties=_properties(package), components=_archive.components())
    return reading, _notices(body)


def _optional(package: _archive.Package, name: str) -> Any | None:
    try:
        return package.xml(name) if package.has(name) else None
    except Damaged:
        return None


def _properties(package: _archive.Package) -> dict[str, str]:
    root = _optional(package, "meta.xml")
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        key = _META.get(str(element.tag).rpartition("}")[2])
        words = clean(element.text or "").strip()
        if key and words:
            found.setdefault(key, words)
        elif str(element.tag).endswith("}language") and words:
            found["language"] = words
    return found


def _notices(body: Body) -> tuple[model.Notice, ...]:
    if not body.tracked:
        return ()
    message = "The document has tracked changes: what was inserted is read, what was deleted is not"
    return (model.Notice(code="tracked-changes", severity="info", message=message),)
