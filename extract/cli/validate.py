"""`filrouge validate`: are these files what the schemas promise?"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("validate", short_help="Check records against the published schemas.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Checked whole when no PATHS are given.")
def command(paths: tuple[Path, ...], out: Path) -> None:
    """Check records, ledgers, corrections and judgements against the schemas, and every span of a record against its transcript.

    PATHS are files or output folders. Faults are listed on standard output, one a line; the exit status is 1 when there is one.

    \b
    Examples:
      filrouge validate
      filrouge validate out/documents/d-0123456789abcdef.json
      filrouge validate corpus/corrections.jsonl
    """
    from extract.store import validation

    checked = 0
    faults = 0
    for path in paths or (out,):
        for file, problems in validation.check(path):
            checked += 1
            faults += len(problems)
            for problem in problems:
                click.echo(f"{file}: {problem}")
    click.echo(f"{checked} file(s) checked, {faults} fault(s)", err=True)
    sys.exit(1 if faults else 0)
