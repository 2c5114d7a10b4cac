"""Slides (.pptx) → Pages, one for each slide in the order they are shown.

A slide's title has the role "title" on every slide (`style_name` "title", no level): whether it titles the document, heads a section or
only repeats is for later steps to see. Date and footer are "footer", the slide's number is "page-number", the speaker's notes are "note".
"""

from __future__ import annotations

from extract import model, page
from extract.errors import Damaged, NoText
from extract.readers import _archive

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PRIORITY = 25


def accepts(source: page.Source) -> bool:
    """Whether it is an archive with a folder `ppt/`."""
    return _archive.family(source.data) == "pptx"


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The slides' words with their places. Raises Damaged, Encrypted, Unsafe, TooLarge or NoText."""
    from extract.readers.pptx.names import P, R
    from extract.readers.pptx.slide import Deck

    package = _archive.Package(source.data, options.max_bytes)
    main = next((name for kind, name in package.relations("").values() if kind == "officeDocument"), "ppt/presentation.xml")
    presentation = package.xml(main)
    relations = package.relations(main)
    deck = Deck(package, presentation)
    pages: list[page.Page] = []
    notices: list[model.Notice] = []
    for number, entry in enumerate(presentation.iterfind(f"{P}sldIdLst/{P}sldId"), 1):
        name = relations.get(entry.get(R + "id", ""), ("", ""))[1]
        if number > options.max_pages:
            notices.append(_notice("too-many-pages", f"Only the first {options.max_pages} slides were read", number))
            break
        try:
            pages.append(deck.slide(name, number))
        except Damaged as error:  # one bad slide does not lose the others
            pages.append(page.Page(number, deck.width, deck.height, ()))
            notices.append(_notice("page-unreadable", f"Slide {number} cannot be read: {error.message}", number))
    if not pages:
        raise Damaged("The presentation has no slides")
    if not any(sheet.lines for sheet in pages):
        if notices:
            raise Damaged(notices[0].message)
        raise NoText("The slides hold no text", remedy="If they are pictures, save them as PDF: they are then read by OCR")
    for what, number in sorted(deck.skipped, key=lambda pair: pair[1]):
        notices.append(_notice("content-skipped", f"Slide {number} holds a {what}, whose words are not read", number))
    properties = package.core_properties()
    reading = page.Reading(tuple(pages), MEDIA_TYPE, True, ordered=True, properties=properties, components=_archive.components())
    return reading, tuple(notices)


def _notice(code: str, message: str, number: int) -> model.Notice:
    return model.Notice(code=code, severity="warning", message=message, page=number)
