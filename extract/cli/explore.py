"""`filrouge explore`: a folder to look at in a browser, from disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli._options import out_option, plural, quiet_option, teller

if TYPE_CHECKING:
    from extract.batch.pictures import Wanted
    from extract.cli._pages import Homes
    from extract.exporters.explorer.core import Labels
    from extract.exporters.masking import Cover
    from extract.model import Document, Thread
    from extract.page import Picture

PDF = "application/pdf"
_MANY = 20  # documents whose pages are drawn before anybody wonders what is going on


@click.command("explore", short_help="Make a folder that shows everything in a browser.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="The folder to make.  [default: explorer in the output folder]")
@click.option("--pages/--no-pages", default=True, show_default=True, help="Draw the PDF pages that hold items.")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folders with the reports, for the pages.  [default: where they were read]",
)
@click.option(
    "--rules", multiple=True, type=click.Path(), help="Folders of rules that were layered over the built-in ones, for their labels."
)
@click.option("--title", default="", help="What the page is called.")
@click.option("--public", is_flag=True, help="Cover personal data, and leave the pictures of pages out.")
@click.option(
    "--jobs", type=click.IntRange(1), default=lambda: os.cpu_count() or 1, help="Documents drawn at once.  [default: one a processor]"
)
@out_option
@quiet_option
def command(
    out: Path,
    folder: Path | None,
    pages: bool,
    sources: tuple[Path, ...],
    rules: tuple[str, ...],
    title: str,
    public: bool,
    jobs: int,
    quiet: bool,
) -> None:
    """Make a folder that shows the whole corpus in a browser, without a server or a network.

    It holds the overview, themes by year, search and filters, each item with the words that decide and its place on the page, and the
    threads of `filrouge trace` when there are any. Open its index.html, or give the folder to somebody: it needs nothing else.

    \b
    Examples:
      filrouge explore                              out/explorer/index.html
      filrouge explore --sources ~/reports          with pictures of the pages of the reports there
      filrouge explore --public --to for-the-web    personal data covered, no pictures
    """
    from extract.cli._pages import Homes
    from extract.errors import UsageError
    from extract.exporters import explorer, masking
    from extract.model import LedgerLine
    from extract.store import ledger, records, threads

    tell = teller(quiet)
    folder = folder or out / "explorer"
    explorer.refuse_foreign(folder)
    documents = list(records.load_all(out))
    if not documents:
        raise UsageError(f"There are no records in {out}", remedy="Run `filrouge ingest` first, or name the folder with --out")
    followed: Iterable[Thread] = threads.load(out)
    cover = masking.Cover() if public else None
    if cover:
        documents = [cover.document(document) for document in documents]
        followed = [cover.thread(thread) for thread in followed]
    lost: list[str] = []
    drawn = sum(document.document.source.media_type == PDF for document in documents) if pages and not public else 0
    if drawn > _MANY:
        tell(f"drawing the pages of {drawn} PDFs; --no-pages leaves them out")
    (made,) = explorer.write(
        documents,
        folder,
        transcripts=lambda document: _transcript(out, document, cover),
        ledger=[LedgerLine.model_validate(line) for line in ledger.read(out)],
        threads=followed,
        labels=_labels(rules),
        pictures=_pictures(documents, Homes(sources, out), jobs, lost) if pages and not public else (),
        title=title,
    )
    if lost:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        tell(f"no page pictures of {', '.join(lost[:3])}{more}. Say where the reports are with --sources")
    if cover:
        tell(f"{plural(cover.count, 'span')} of personal data covered; have somebody look before you publish")
    tell(f"{plural(len(documents), 'document')}, {plural(sum(len(one.items) for one in documents), 'item')}; open it in a browser")
    click.echo(made)


def _transcript(out: Path, document: Document, cover: Cover | None) -> str | None:
    from extract.errors import UsageError
    from extract.store import records

    try:
        text = records.transcript(out, document.document.id)
    except UsageError:
        return None
    return cover.transcript(document, text) if cover else text


def _labels(rules: tuple[str, ...]) -> Labels:
    """What themes, their sub-themes and actions are called, by the rules."""
    from extract import taxonomy

    known = taxonomy.load(rules)
    return {
        "themes": {theme.id: theme.labels.model_dump() for theme in known.themes.values()},
        "subthemes": {
            f"{theme.id}.{name}": labels.model_dump() for theme in known.themes.values() for name, labels in theme.subthemes.items()
        },
        "actions": {action.id: action.labels.model_dump() for action in known.actions.values()},
    }


def _pictures(documents: Sequence[Document], homes: Homes, jobs: int, lost: list[str]) -> Iterator[tuple[str, Picture]]:
    """The PDF pages that hold items. Paths whose file is not found, is no longer what was read, or cannot be drawn, are added to `lost`."""
    from extract.batch import pictures

    paths = {document.document.id: document.document.source.path for document in documents}
    for one, drawn in pictures.draw(_wanted(documents, homes, lost), jobs):
        if not drawn:
            lost.append(paths[one.document])
        yield from ((one.document, picture) for picture in drawn)


def _wanted(documents: Sequence[Document], homes: Homes, lost: list[str]) -> Iterator[Wanted]:
    from extract.batch.pictures import Wanted

    for document in documents:
        about = document.document
        pages = sorted({box.page for item in document.items for box in item.locator.boxes})
        if pages and about.source.media_type == PDF:
            if path := homes.find(about.source):
                yield Wanted(about.id, path, about.source.sha256, tuple(pages))
            else:
                lost.append(about.source.path)
