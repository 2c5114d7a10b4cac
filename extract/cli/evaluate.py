"""`filrouge evaluate`: scores against annotations made by people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from extract.evaluation import Gold
    from extract.evaluation.report import Row
    from extract.model import Document

Maps = Sequence[tuple[str, str]]


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--corpus", multiple=True, type=click.Path(path_type=Path), help="Where the documents are.  [default: above the annotations]")
@click.option("--out", "--records", "out", type=click.Path(path_type=Path), help="Score the records in this output folder.")
@click.option("--map", "maps", multiple=True, metavar="GOLD=FILES", help="More files of an annotation, by name.")
@click.option("--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", show_default=True)
@click.option("--misses", is_flag=True, help="List each thing that differs, with its page, on standard error.")
@click.option("--themes", "by_theme", is_flag=True, help="Add a table by theme.")
@click.option("--no-ocr", is_flag=True, help="Do not read pages of pixels.")
def command(
    gold: tuple[Path, ...],
    corpus: tuple[Path, ...],
    out: Path | None,
    maps: tuple[str, ...],
    form: str,
    misses: bool,
    by_theme: bool,
    no_ocr: bool,
) -> int:
    """Score what is found against what people annotated.

    GOLD are annotation files (NAME.gold.json) or folders of them. Documents are found by the file name that the annotation gives, or by its
    own name, in every format; --map 'plan-2018=plan-2018_*' adds those whose names match.

    \b
    Examples:
      filrouge evaluate corpus/gold                        read the documents beside it, and score
      filrouge evaluate corpus/gold --out out --misses     score records made before; list what differs
    """
    from extract.errors import UsageError
    from extract.evaluation import report

    if corpus and out:
        raise UsageError("--corpus reads documents and --out takes records made before: give one of them")
    pairs, files = [_mapping(text) for text in maps], _annotations(gold)
    if out:
        rows, unread = from_records(_read(files), out, pairs)
    else:
        rows, unread = from_documents(_read(files), corpus or sorted({_home(path) for path in files}), pairs, ocr=not no_ocr)
    if not rows:
        raise UsageError("no document was found for these annotations", remedy="Say where they are with --corpus, or which with --map")
    click.echo(report.as_json(rows) if form == "json" else report.page(rows, markdown=form == "markdown", by_theme=by_theme))
    if misses:
        click.echo("\n".join(report.fault_lines(rows)), err=True)
    for line in unread:
        click.echo(f"filrouge: {line}", err=True)
    return 1 if unread else 0


def from_documents(golds: Sequence[Gold], folders: Sequence[Path], maps: Maps = (), **options: Any) -> tuple[list[Row], list[str]]:
    """Reads the documents of `golds` in `folders` and scores each; with one line for each annotation or document that could not be.

    A document that cannot be read scores as one in which nothing was found. `options` are those of `pipeline.process`.
    """
    unread: list[str] = []

    def record_of(name: str) -> Document | None:
        from extract import pipeline
        from extract.errors import InputError

        try:
            return pipeline.process(paths[name], name=paths[name].name, **options).document
        except InputError as error:
            unread.append(f"{paths[name].name}: {error}")
        except Exception as error:  # a fault of ours in one document must not hide what the others score
            unread.append(f"{paths[name].name}: a fault of ours, {type(error).__name__}: {error}")
        return None

    paths = {path.as_posix(): path for folder in folders for path in _documents(folder)}
    rows, lost = _rows(golds, list(paths), maps, record_of)
    return rows, unread + lost


def from_records(golds: Sequence[Gold], out: Path, maps: Maps = ()) -> tuple[list[Row], list[str]]:
    """Scores the records in the output folder `out`, with one line for each annotation that has none there."""
    from extract.errors import Missing

    folder = out / "documents" if (out / "documents").is_dir() else out
    records = [_record(path) for path in sorted(folder.glob("*.json"))]
    if not records:
        raise Missing(f"{out} holds no records", remedy="Make them with `filrouge ingest`")
    by_name = {record.document.source.path: record for record in records}
    return _rows(golds, list(by_name), maps, by_name.get)


def _record(path: Path) -> Document:
    from pydantic import ValidationError

    from extract.errors import Damaged
    from extract.model import Document

    try:
        return Document.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise Damaged(f"{path} is no record: {error.error_count()} faults", remedy="Make it again with `filrouge ingest`") from None


def _rows(golds: Sequence[Gold], names: list[str], maps: Maps, record_of: Callable[[str], Document | None]) -> tuple[list[Row], list[str]]:
    from extract.evaluation import score
    from extract.evaluation.pairing import form_of, pair
    from extract.evaluation.report import Row

    rows, lost = [], []
    for gold, found in pair(golds, names, maps):
        if not found:
            lost.append(f"{gold.name}: no document was found for this annotation (it names {', '.join(gold.sources)})")
        for name in found:
            record = record_of(name)
            source = record.document.source if record else None
            form = form_of(source.media_type, source.pages, source.ocr_pages) if source else "unreadable"
            rows.append(Row(gold.name, Path(name).name, form, score(gold, record)))
    return rows, lost


def _annotations(paths: Sequence[Path]) -> list[Path]:
    from extract.errors import Missing
    from extract.evaluation.gold import SUFFIX

    files = [file for path in paths for file in (sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path])]
    if not files:
        raise Missing(f"{paths[0]} holds no annotation", remedy=f"An annotation is a file named like NAME{SUFFIX}")
    return files


def _read(files: Sequence[Path]) -> list[Gold]:
    from extract.evaluation import read_gold

    return [read_gold(path) for path in files]


def _home(annotation: Path) -> Path:
    return annotation.resolve().parent.parent


def _documents(folder: Path) -> list[Path]:
    from extract.errors import Missing

    if not folder.exists():
        raise Missing(f"{folder}: no such folder")
    files = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if path.suffix != ".json" and not path.name.startswith(".")]


def _mapping(text: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not (left and sign and right):
        raise click.BadParameter(f"'{text}' is not GOLD=FILES, such as 'plan-2018=plan-2018_*'", param_hint="--map")
    return left, right
