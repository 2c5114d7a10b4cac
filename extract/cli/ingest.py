"""`filrouge ingest`: the main job."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli._options import Size, plural
from extract.cli.correct import standing

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from extract.batch import Limits, Run
    from extract.batch.cluster import Cluster
    from extract.batch.lock import Lock
    from extract.batch.run import Progress


@click.command("ingest", short_help="Read every report in files and folders.")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Where records, transcripts, ledger and index go."
)
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="Workers at a time (default: one a processor).")
@click.option("--refresh", is_flag=True, help="Read everything again, also what has not changed.")
@click.option("--retry-failed", is_flag=True, help="Read again what failed before.")
@click.option("--prune", is_flag=True, help="Drop the records of files that are no longer there.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done; open and write nothing.")
@click.option(
    "--rules", multiple=True, type=click.Path(exists=True, file_okay=False), help="A folder of rules layered over the built-in ones."
)
@click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    default="corpus/corrections.jsonl",
    show_default=True,
    help="Corrections to apply.",
)
@click.option("--ocr/--no-ocr", default=True, show_default=True, help="Read pages without text by OCR.")
@click.option("--max-bytes", type=Size(), default="200M", show_default=True, help="Refuse larger files.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    help="Seconds a document may take; more for many pages and bytes.",
)
@click.option("--memory", type=Size(), default="1G", show_default=True, help="Memory a document may take.")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True, help="Workers here, or on a cluster.")
@click.option("--scheduler", help="Address of the cluster's scheduler (default: one on this machine); the folders must be shared with it.")
@click.option(
    "--verbose", "-v", is_flag=True, help="Print the ledger line of each input on standard output as soon as it is safe on the disk."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(
    context: click.Context, /, paths: tuple[str, ...], out: Path, verbose: bool, quiet: bool, dry_run: bool, **settings: Any
) -> None:
    """Read the reports in PATHS (files and folders) into records, transcripts, a ledger and a search index.

    Files that have not changed are not read again; after a change of rules only labels are made again; a run that was interrupted goes on
    where it stopped. A file that cannot be read is named in the ledger, and the rest goes on.

    \b
    Examples:
      filrouge ingest corpus
      filrouge ingest rapports/2018 rapports/2019 --out archive --jobs 4
      filrouge ingest corpus --retry-failed --timeout 300
      filrouge ingest corpus --dry-run
    """
    from extract import batch
    from extract.page import Options
    from extract.store import people

    corrections: Path = settings["corrections"]
    if context.get_parameter_source("corrections") is click.core.ParameterSource.COMMANDLINE and not corrections.exists():
        raise click.UsageError(f"There is no {corrections}: without it, what people corrected would be undone.")
    options = Options(ocr=settings["ocr"], rules=settings["rules"], max_bytes=settings["max_bytes"])
    limits = batch.Limits(seconds=settings["timeout"], memory=settings["memory"])
    how = batch.Settings(
        jobs=settings["jobs"] or 0,
        refresh=settings["refresh"],
        retry_failed=settings["retry_failed"],
        prune=settings["prune"],
        limits=limits,
        corrections=people.corrections(corrections),
    )
    teller = _Teller(quiet, verbose)
    run = batch.Run(paths, out, options, how, tell=teller.tell)
    if dry_run:
        for what, number in sorted(run.preview().items()):
            click.echo(f"{number:7d}  {_FORESEEN[what]}")
        return
    try:
        summary = run.run(_cluster(run, limits, settings) if settings["engine"] == "dask" else None)
    except KeyboardInterrupt:
        teller.end()
        click.echo("filrouge: stopped; nothing is lost, and the same command goes on where it stopped", err=True)
        context.exit(130)
    teller.end()
    if not quiet:
        for text in batch.summary_lines(summary, out):
            click.echo(text, err=True)
        asking = sum(state in ("question", "orphan") for _, state in standing(out, how.corrections))
        if asking:
            click.echo(f"  {plural(asking, 'correction')} to look at again: `filrouge correct --list`", err=True)
    sys.exit(1 if summary.failed else 0)


def _cluster(run: Run, limits: Limits, settings: dict[str, Any]) -> Callable[[Lock], Cluster]:
    """What makes the engine of a run on dask."""
    from extract.batch.cluster import Cluster

    return lambda lock: Cluster(run.shop, limits, settings["scheduler"], settings["jobs"] or 2)


_FORESEEN = {
    "new": "new: would be read",
    "changed": "touched since: would be looked at, and read if the content differs",
    "again": "would be read again",
    "labels": "would be labelled again, without being opened",
    "unchanged": "unchanged",
    "skipped": "would be skipped",
    "gone": "no longer there, or moved: what was read of them is kept",
    "pruned": "no longer there, or moved: what was read of those that are gone would be dropped",
    "quarantined": "cannot be read (empty, too large, or not accessible)",
}


_NAMED = 100  # failures told as they happen; a folder of a thousand photographs would hide what else there is to say


class _Teller:
    """Progress on a terminal, failures as they happen, and ledger lines when asked for."""

    def __init__(self, quiet: bool, verbose: bool) -> None:
        self.quiet, self.verbose = quiet, verbose
        self.bar: ProgressBar[str] | None = None
        self.at = 0  # inputs that the bar has counted
        self.failed = 0

    def tell(self, progress: Progress) -> None:
        if self.verbose:
            for entry in progress.lines:
                click.echo(json.dumps(entry, ensure_ascii=False))
            sys.stdout.flush()
        if self.quiet:
            return
        if sys.stderr.isatty():
            if self.bar is None:
                self.bar = click.progressbar(
                    length=progress.total, file=sys.stderr, show_pos=True, show_eta=True, item_show_func=lambda rate: rate
                )
                self.bar.__enter__()
            self.bar.update(progress.done - self.at, f"{progress.rate:.1f} files/s")
            self.at = progress.done
        for entry in progress.lines:
            if entry["status"] == "quarantined":
                self.failed += 1
                if self.failed <= _NAMED:
                    lead = "\r\x1b[K" if self.bar is not None else ""
                    click.echo(f"{lead}{entry['path']}: {entry['message']}", err=True)

    def end(self) -> None:
        if self.bar is not None:
            self.bar.__exit__(None, None, None)
        if self.failed > _NAMED and not self.quiet:
            click.echo(f"… and {self.failed - _NAMED} more, which `filrouge status --failed` lists", err=True)
