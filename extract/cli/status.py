"""`filrouge status`: where things stand, also while a run is under way."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("status", short_help="What was read and what was not; also while a run is under way.")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The output folder.")
@click.option("--failed", is_flag=True, help="List what could not be read, with the reason.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(out: Path, failed: bool, form: str) -> None:
    """Count the inputs by status and reason, and say whether a run is under way or was interrupted.

    \b
    Examples:
      filrouge status
      filrouge status --failed
      filrouge status --format json
    """
    from extract.batch import lock, report
    from extract.store import ledger

    ledger.demand(out)
    found = report.overview(ledger.read(out))
    running = ledger.running(out)
    if running:
        running["done"] = ledger.done(out, running)
    if form == "json":
        counts = [{"status": status, "code": code, "inputs": number} for (status, code), number in sorted(found.counts.items(), key=str)]
        click.echo(json.dumps({"inputs": found.total, "counts": counts, "running": lock.is_held(out), "run": running}, ensure_ascii=False))
    else:
        for text in report.status_lines(out, found, running, lock.is_held(out)):
            click.echo(text)
    if failed and form == "table":
        for line in found.failed:
            click.echo(f"{line['path']}: {line['message']}")
