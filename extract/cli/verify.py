"""`filrouge verify`: is everything still what it was?"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("verify", short_help="Check inputs, outputs and bags against their checksums.")
@click.argument("bags", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The output folder.")
@click.option(
    "--bag", "new_bag", type=click.Path(file_okay=False, path_type=Path), help="Also write the output as a BagIt bag into this new folder."
)
def command(bags: tuple[Path, ...], out: Path, new_bag: Path | None) -> None:
    """Hold the inputs and the records, transcripts and ledger of --out against their checksums; or check BAGS (BagIt) instead.

    What is wrong is listed on standard output, one a line; the exit status is 1 when there is something.

    \b
    Examples:
      filrouge verify
      filrouge verify --bag depot/2024-01
      filrouge verify depot/2024-01
    """
    from extract.batch import verify
    from extract.store import ledger

    checked = faults = 0
    if not bags:
        ledger.demand(out)
    checks = (
        [("input", verify.inputs(out)), ("output", verify.outputs(out))]
        if not bags
        else [(str(bag), verify.bag_faults(bag)) for bag in bags]
    )
    for what, found in checks:
        for fault in found:
            checked += 1
            if fault:
                faults += 1
                click.echo(f"{what}: {fault.path}: {fault.what}")
    click.echo(f"{checked} file(s) checked, {faults} fault(s)", err=True)
    if new_bag and not faults:
        number = verify.write_bag(out, new_bag)
        click.echo(f"{number} file(s) in the bag {new_bag}", err=True)
    sys.exit(1 if faults else 0)
