"""Which documents an annotation speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from extract.evaluation.gold import Gold


def pair(golds: Iterable[Gold], names: Sequence[str], maps: Sequence[tuple[str, str]] = ()) -> list[tuple[Gold, list[str]]]:
    """Each annotation with the names (paths with "/") of its documents: every format of a file that it names, or of its own name.

    `maps` adds documents whose stem matches the second pattern to annotations whose name matches the first: ("seed-*", "typeset-*").
    """
    return [(gold, [name for name in names if _speaks_of(gold, PurePosixPath(name).stem, maps)]) for gold in golds]


def _speaks_of(gold: Gold, stem: str, maps: Sequence[tuple[str, str]]) -> bool:
    if stem in {gold.name, *(PurePosixPath(source).stem for source in gold.sources)}:
        return True
    return any(fnmatchcase(gold.name, left) and fnmatchcase(stem, right) for left, right in maps)


def form_of(media_type: str, pages: int | None, ocr_pages: Sequence[int]) -> str:
    """What kind of file it is, in a word: "pdf", "scan" (most pages are pixels), "docx", "odt", "pptx", "md", "txt"."""
    if pages and len(ocr_pages) * 2 > pages:
        return "scan"
    return next((form for cue, form in _FORMS if cue in media_type), media_type or "unreadable")


_FORMS = (
    ("pdf", "pdf"),
    ("wordprocessingml", "docx"),
    ("presentationml", "pptx"),
    ("opendocument.text", "odt"),
    ("markdown", "md"),
    ("text/", "txt"),
)
