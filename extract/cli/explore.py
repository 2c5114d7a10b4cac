"""`filrouge explore`: a folder to look at in a browser, from disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extract.exporters.explorer.core import Labels
    from extract.model import Document, LedgerLine, Thread
    from extract.page import Picture

PDF = "application/pdf"


@click.command("explore")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The output folder of `filrouge ingest`.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="The folder to make.  [default: explorer in the output folder]")
@click.option("--pages/--no-pages", default=True, show_default=True, help="Draw the PDF pages that hold items.")
@click.option(
    "--sources", multiple=True, type=click.Path(path_type=Path), help="Folders with the reports, for the pages.  [default: corpus, .]"
)
@click.option(
    "--rules", multiple=True, type=click.Path(), help="Folders of rules that were layered over the built-in ones, for their labels."
)
@click.option("--title", default="", help="What the page is called.")
@click.option("--public", is_flag=True, help="Cover personal data, and leave the pictures of pages out.")
@click.option("--jobs", type=click.IntRange(1), default=lambda: os.cpu_count() or 1, help="Documents drawn at once.")
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def command(out, folder, pages, sources, rules, title, public, jobs, quiet) -> int:
    """Make a folder that shows the whole corpus in a browser, without a server or a network.

    It holds the overview, themes by year, search and filters, each item with the words that decide and its place on the page, and the
    threads of `filrouge trace` when there are any. Open its index.html, or give the folder to somebody: it needs nothing else.

    \b
    Examples:
      filrouge explore                              out/explorer/index.html
      filrouge explore --sources ~/reports          with pictures of the pages of the reports there
      filrouge explore --public --to for-the-web    personal data covered, no pictures
    """
    from extract.exporters import explorer, masking
    from extract.store import records

    folder = folder or out / "explorer"
    explorer.refuse_foreign(folder)
    documents = list(records.load_all(out))
    if not documents:
        raise click.UsageError(f"There are no records in {out}: run `filrouge ingest` first, or give the right folder with --out.")
    transcripts = {document.document.id: out / document.document.transcript.path for document in documents}
    threads = _threads(out)
    covered = masking.Cover() if public else None
    if covered:
        documents = [covered.document(document) for document in documents]
        threads = [covered.thread(thread) for thread in threads]
    lost: list[str] = []
    (made,) = explorer.write(
        documents,
        folder,
        transcripts=lambda document: _transcript(transcripts[document.document.id], document, covered),
        ledger=_ledger(out),
        threads=threads,
        labels=_labels(rules),
        pictures=_pictures(documents, sources, jobs, lost) if pages and not public else (),
        title=title,
    )
    if lost and not quiet:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        click.echo(f"filrouge: no page pictures of {', '.join(lost[:3])}{more}. Say where the reports are with --sources", err=True)
    if covered and not quiet:
        click.echo(f"filrouge: {covered.count} span(s) of personal data covered", err=True)
    click.echo(made)
    return 0


def _ledger(out: Path) -> list[LedgerLine]:
    from extract.model import LedgerLine

    return list(_lines(out / "ledger.jsonl", LedgerLine))


def _threads(out: Path) -> list[Thread]:
    from extract.model import Thread

    return list(_lines(out / "threads.jsonl", Thread))


def _lines(path: Path, kind) -> Iterator:
    """The published values in a file of JSON lines; none when there is no such file."""
    import pydantic

    from extract.errors import OutputError

    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield kind.model_validate_json(line)
                except pydantic.ValidationError:
                    raise OutputError(
                        f"Line {number} of {path} is not what the schema promises", remedy="Run `filrouge validate`"
                    ) from None


def _transcript(path: Path, document: Document, covered) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return covered.transcript(document, text) if covered else text


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


def _pictures(documents: Sequence[Document], sources: Sequence[Path], jobs: int, lost: list[str]) -> Iterator[tuple[str, Picture]]:
    """The PDF pages that hold items, each document drawn in a process of its own: a file that kills its reader costs its own pictures only.

    Names of files that are not found, or not as they were read, or cannot be drawn, are added to `lost`.
    """
    from pebble import ProcessPool

    from extract.cli._pages import SECONDS_A_PAGE, Homes, confine, draw

    wanted = {document: sorted({box.page for item in document.items for box in item.locator.boxes}) for document in _pdfs(documents)}
    homes = Homes(sources)
    with ProcessPool(max_workers=jobs, max_tasks=20, initializer=confine) as pool:
        drawn = []
        for document, pages in wanted.items():
            if path := homes.find(document.document.source):
                drawn.append(
                    (
                        document,
                        pool.schedule(draw, (path, document.document.source.sha256, pages), timeout=SECONDS_A_PAGE * (len(pages) + 2)),
                    )
                )
            elif pages:
                lost.append(document.document.source.path)
        for document, task in drawn:
            try:
                found = task.result()
            except Exception:  # the process died, hung, or the file is not what it was: any of these costs pictures only
                found = []
            if not found:
                lost.append(document.document.source.path)
            yield from ((document.document.id, picture) for picture in found)


def _pdfs(documents: Iterable[Document]) -> Iterator[Document]:
    return (
        document
        for document in documents
        if document.document.source.media_type == PDF and any(item.locator.boxes for item in document.items)
    )
