"""`filrouge forget`: a document leaves without a trace."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("forget", short_help="Remove every trace of a document.")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The output folder.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(documents: tuple[str, ...], out: Path, yes: bool) -> None:
    """Remove all that is kept of a DOCUMENT (an id, or a path as in the ledger): record, transcript, index, ledger lines, caches, exports.

    The file itself is yours and stays where it is; the next `filrouge ingest` on its folder reads it again unless you take it away.

    \b
    Examples:
      filrouge forget d-0123456789abcdef
      filrouge forget "2018/liste des contacts.docx" --yes
    """
    from extract.batch.forget import forget, meant

    if not yes:
        found = [name for wanted in documents for name in meant(out, wanted)]
        click.confirm(f"Remove every trace of {', '.join(found)} from {out}?", abort=True, err=True)
    for wanted in documents:
        gone = forget(out, wanted)
        click.echo(f"forgotten: {gone.document_id or 'a file that could not be read'}", err=True)
        for name in gone.inputs:
            click.echo(f"  take {name} out of its folder, or the next ingest reads it again", err=True)
        for name in gone.made:
            click.echo(f"  {out}/{name} may have held words of it and was removed: make it again", err=True)
