"""Documents of any form read as far as their outline."""

from __future__ import annotations

import hashlib

from extract import layout, page, readers, segment


def outline_of(form: str, document: str | bytes) -> page.Outline:
    data = document.encode() if isinstance(document, str) else document
    source = page.Source(f"rapport.{form}", data, hashlib.sha256(data).hexdigest(), len(data))
    reading, _ = readers.read(source)
    transcript, _ = layout.transcribe(reading)
    blocks, _ = layout.blocks(transcript, reading)
    outline, _, _ = segment.segment(blocks, transcript, reading)
    return outline


def paths(form: str, document: str | bytes) -> list[list[str]]:
    """The headings over each item, outermost first."""
    outline = outline_of(form, document)
    return [[outline.headings[index].title.text for index in outline.path(entry.heading)] for entry in outline.entries]


def title_of(form: str, document: str | bytes) -> str | None:
    title = outline_of(form, document).title
    return title.text if title else None
