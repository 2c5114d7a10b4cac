"""`filrouge schema`: the JSON Schemas of what is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("schema", short_help="Print a JSON Schema.")
@click.argument("name", required=False)
@click.option("--write", "folder_to_write", type=click.Path(file_okay=False, path_type=Path), help="Write all schemas into this folder.")
@click.option(
    "--check", "folder_to_check", type=click.Path(file_okay=False, path_type=Path), help="Fail if this folder differs from the models."
)
def command(name: str | None, folder_to_write: Path | None, folder_to_check: Path | None) -> None:
    """Print the JSON Schema NAME (default: document) on standard output.

    \b
    Examples:
      filrouge schema > document.schema.json
      filrouge schema ledger-line
      filrouge schema --write schemas/v1
      filrouge schema --check schemas/v1
    """
    from extract.store import schemas

    if folder_to_write:
        folder_to_write.mkdir(parents=True, exist_ok=True)
        for file_name, text in schemas.schemas().items():
            (folder_to_write / file_name).write_text(text, encoding="utf-8")
            click.echo(folder_to_write / file_name, err=True)
    elif folder_to_check:
        differing = schemas.differences(folder_to_check)
        for file_name in differing:
            click.echo(
                f"{folder_to_check / file_name} differs from the models; `filrouge schema --write {folder_to_check}` mends it", err=True
            )
        sys.exit(1 if differing else 0)
    else:
        known = schemas.schemas()
        asked = known.get(f"{name or 'document'}.schema.json")
        if asked is None:
            names = ", ".join(file_name.removesuffix(".schema.json") for file_name in known)
            raise click.BadParameter(f"there is no schema '{name}'; there are: {names}", param_hint="NAME")
        click.echo(asked, nl=False)
