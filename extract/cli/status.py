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
    lost = (line for line in ledger.read(out) if line["status"] == "quarantined") if failed else iter(())  # all: an overview keeps some
    if form == "json":
        counts = [{"status": status, "code": code, "inputs": number} for (status, code), number in sorted(found.counts.items(), key=str)]
        told = {"inputs": found.total, "counts": counts, "running": lock.is_held(out), "run": running}
        named = {"failed": [{name: line[name] for name in ("path", "stage", "code", "message")} for line in lost]} if failed else {}
        click.echo(json.dumps({**told, **named}, ensure_ascii=False))
        return
    for text in report.status_lines(out, found, running, lock.is_held(out)):
        click.echo(text)
    for line in lost:
        click.echo(f"{line['path']}: {line['message']}")
