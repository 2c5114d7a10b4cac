"""`filrouge export`: records as files for other programs and people."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from extract.cli._options import out_option, plural, quiet_option, teller, variants_option

if TYPE_CHECKING:
    from extract.model import Document


class Exporter(click.ParamType):
    """The name of an exporter; they are found by being in `extract/exporters`, and looked at when one is asked for."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ModuleType:
        if not isinstance(value, str):
            return value
        known = exporters()
        if value not in known:
            listed = "".join(f"\n  {name:10}{module.HELP}" for name, module in sorted(known.items()))
            self.fail(f"{value!r} is no format; there are{listed}", param, ctx)
        return known[value]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in sorted(exporters()) if name.startswith(incomplete)]

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "FORMAT"


def exporters() -> dict[str, ModuleType]:
    """Name → module of every exporter of tables: it has a name, and needs records only."""
    import importlib
    import pkgutil

    from extract import exporters as room

    found = [importlib.import_module(f"{room.__name__}.{module.name}") for module in pkgutil.iter_modules(room.__path__)]
    return {module.NAME: module for module in found if hasattr(module, "NAME") and not hasattr(module, "COMMAND")}


@click.command(short_help="Write tables: Parquet, CSV, Excel, JSON lines.")
@click.argument("exporter", type=Exporter())
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to.  [default: exports/FORMAT in the output folder]"
)
@click.option("--public", is_flag=True, help="Replace personal data by what it is: [e-mail], [téléphone], [nom] …")
@variants_option
@out_option
@quiet_option
def command(exporter: ModuleType, folder: Path | None, public: bool, variants: bool, out: Path, quiet: bool) -> None:
    """Write tables of documents, sections, items, themes, actions and evidence.

    FORMAT is parquet, csv, jsonl or xlsx. A datapackage.json beside them says what every column means. Equal records give equal files. The
    same report in another format or scan is left out unless --variants is given.

    \b
    Examples:
      filrouge export parquet
      filrouge export csv --public --to for-the-web
      filrouge export xlsx --to .
    """
    from extract.errors import OutputError
    from extract.store import index

    tell = teller(quiet)
    folder = folder or out / "exports" / exporter.NAME
    with index.open_index(out, tell) as opened:
        chosen = opened.document_ids(variants)
    hidden: Counter[str] | None = Counter() if public else None
    try:
        written = _publish(exporter, _records(out, chosen, hidden), folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}", remedy="Give another folder with --to") from error
    for path in written:
        click.echo(path)
    tell(f"{plural(len(chosen), 'document')} in {folder}")
    if hidden is not None:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(hidden.items())) or "none was found"
        tell(f"{plural(hidden.total(), 'span')} of personal data replaced ({kinds}); have somebody look before you publish")


def _records(out: Path, chosen: list[str], hidden: Counter[str] | None) -> Iterator[Document]:
    """The chosen records; those for the public count in `hidden` what was taken out of them."""
    from extract import privacy
    from extract.store import records

    for identity in chosen:
        record = records.load(out, identity)
        if hidden is not None:
            record, found = privacy.redact(record)
            hidden.update(found)
        yield record


def _publish(exporter: ModuleType, documents: Iterator[Document], folder: Path) -> list[Path]:
    """Writes beside the folder first: what is there from an earlier run is replaced file by file, when all went well."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        return [Path(shutil.move(path, folder / path.name)) for path in exporter.write(documents, partial)]
    finally:
        shutil.rmtree(partial, ignore_errors=True)
