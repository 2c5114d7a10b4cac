"""One folder that shows a whole corpus: opened from disk in a browser, without a server and without a network.

    index.html        the page; its strict content policy lets nothing in that is not in this folder
    app/              style and scripts, the same for every corpus
    data/core.js      documents, and one column a facet for all items: enough for the first view and for every filter
    data/words.js     the words of all items, for the search box
    data/rows/N.js    texts and highlights, ROWS items each      loaded when they come into view
    data/details/N.js rules, words, boxes, DETAILS items each    loaded when an item is opened
    data/documents/D.js  a document's transcript and its pages' sizes
    data/threads.js   priorities across editions, when they were traced
    pages/D/N.webp    pictures of the pages that hold items

Same records, same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract import model, page
from extract.errors import OutputError, UsageError
from extract.exporters.explorer import core, script, traced, words
from extract.exporters.explorer.items import Shown, shown

NAME = "explorer"
COMMAND = "explore"  # it has a command of its own: it takes more than records
HELP = "a folder to look at in a browser, from disk: search, filters, evidence, page pictures"

ROWS = 128
DETAILS = 64
_OURS = {"index.html", "app", "data", "pages"}
_APP = (
    "style.css",
    *(f"{name}.js" for name in "start language dom text selection facets heatmap overview list detail threads app".split()),
)


def write(
    documents: Iterable[model.Document],
    folder: Path,
    *,
    transcripts: Callable[[model.Document], str | None] = lambda document: None,
    ledger: Sequence[model.LedgerLine] = (),
    threads: Iterable[model.Thread] = (),
    labels: core.Labels | None = None,
    pictures: Iterable[tuple[str, page.Picture]] = (),
    title: str = "",
) -> list[Path]:
    """`[folder / "index.html"]`, with everything the page needs beside it. What stood there from an earlier run is replaced as one.

    `pictures` are pairs of a document's id and one of its pages, in any order. Raises UsageError when the folder holds anything that is not
    an explorer's, OutputError when it cannot be written.
    """
    refuse_foreign(folder)
    partial = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _write(sorted(documents, key=_order), partial, transcripts, ledger, list(threads), labels or {}, pictures, title)
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        reason = error.strerror or type(error).__name__
        raise OutputError(f"The folder {folder} cannot be written ({reason})", remedy="Give another with --to") from error
    return [folder / "index.html"]


def refuse_foreign(folder: Path) -> None:
    """Raises UsageError when `folder` is a file, or holds anything that is not an explorer's: that would be lost."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is not a folder", remedy="Give a new folder with --to")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in _OURS) if folder.is_dir() else []
    if foreign:
        raise UsageError(f"{folder} holds other files ({', '.join(foreign[:3])})", remedy="Give a new or empty folder with --to")


def _order(document: model.Document) -> tuple[str, int, str, str]:
    about = document.document
    return about.organisation or "\uffff", about.year or 9999, about.source.path, about.id


def _write(
    documents: list[model.Document],
    folder: Path,
    transcripts: Callable[[model.Document], str | None],
    ledger: Sequence[model.LedgerLine],
    threads: list[model.Thread],
    labels: core.Labels,
    pictures: Iterable[tuple[str, page.Picture]],
    title: str,
) -> None:
    _app(folder)
    sizes = _pictures(folder, pictures)
    entries: list[Shown] = []
    owners: list[int] = []
    for number, document in enumerate(documents):
        transcript = transcripts(document)
        items = shown(document, transcript)
        entries += items
        owners += [number] * len(items)
        _document(folder, document, transcript, sizes.get(document.document.id, {}))
    index = words.index(" ".join([entry.item.text, entry.item.lead_in or "", *entry.item.path]) for entry in entries)
    numbers = {(documents[owner].document.id, entry.item.id): at for at, (owner, entry) in enumerate(zip(owners, entries, strict=True))}
    threads_shown, fates = traced.traced(threads, numbers)
    _script(folder, "core", core.core(documents, entries, owners, ledger, labels, title, (ROWS, DETAILS), len(threads_shown)))
    _script(folder, "words", index)
    if threads_shown:
        _script(folder, "threads", threads_shown)
    for number, start in enumerate(range(0, len(entries), ROWS)):
        _script(folder, f"rows/{number}", _rows(entries[start : start + ROWS]))
    for number, start in enumerate(range(0, len(entries), DETAILS)):
        _script(folder, f"details/{number}", _details(entries[start : start + DETAILS], start, fates))


def _app(folder: Path) -> None:
    """The page and its style and scripts, as they lie in this package."""
    source = files(__name__) / "page"
    (folder / "app").mkdir()
    (folder / "index.html").write_bytes((source / "index.html").read_bytes())
    for name in _APP:
        (folder / "app" / name).write_bytes((source / name).read_bytes())


def _script(folder: Path, name: str, value: Any) -> None:
    path = folder / "data" / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script.script(name, value), encoding="utf-8", newline="\n")


def _pictures(folder: Path, pictures: Iterable[tuple[str, page.Picture]]) -> dict[str, dict[int, list[Any]]]:
    """Writes each picture as it comes; for each document and page, its file and the page's size in points."""
    found: dict[str, dict[int, list[Any]]] = {}
    for document_id, picture in pictures:
        name = f"pages/{document_id}/{picture.page}.{picture.media_type.rpartition('/')[2]}"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(picture.data)
        found.setdefault(document_id, {})[picture.page] = [name, round(picture.width, 2), round(picture.height, 2)]
    return found


def _document(folder: Path, document: model.Document, transcript: str | None, sizes: dict[int, list[Any]]) -> None:
    notices = [[notice.severity, notice.code, notice.message, notice.page] for notice in document.notices]
    value = {"text": transcript, "pictures": dict(sorted(sizes.items())), "notices": notices}
    _script(folder, f"documents/{document.document.id}", value)


def _rows(batch: Sequence[Shown]) -> dict[str, Any]:
    """Texts and marks of some items; headings and lead-ins, which neighbours share, stand once."""
    paths: dict[tuple[str, ...], int] = {}
    lead_ins: dict[str, int] = {}
    rows = []
    for entry in batch:
        item = entry.item
        path = paths.setdefault(item.path, len(paths))
        lead_in = lead_ins.setdefault(item.lead_in, len(lead_ins)) if item.lead_in else -1
        rows.append([item.id, item.text, path, lead_in, list(entry.marks), item.number or ""])
    return {"paths": [list(path) for path in paths], "leadIns": list(lead_ins), "rows": rows}


def _details(batch: Sequence[Shown], start: int, fates: Mapping[int, list[Any]]) -> list[dict[str, Any]]:
    """Details of some items, the first of which is number `start`; with the thread of each, where it was traced."""
    return [{**entry.details, **({"thread": fates[at]} if at in fates else {})} for at, entry in enumerate(batch, start)]
