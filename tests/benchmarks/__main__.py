"""`python -m tests.benchmarks`."""

from __future__ import annotations

import importlib
import json
import platform
import tempfile
from pathlib import Path

import click

from tests.benchmarks.kit import Figure, Kit

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


@click.command()
@click.argument("chosen", nargs=-1, metavar="[NAME]…")
@click.option("--repeat", default=5, show_default=True, help="Runs of each candidate.")
@click.option("--quick", is_flag=True, help="Small inputs: to see that it runs, not for figures.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Keep the figures here.")
def main(chosen: tuple[str, ...], repeat: int, quick: bool, file: Path | None) -> None:
    """Measure what Filrouge costs. Names: every bench_NAME.py in tests/benchmarks."""
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        raise click.UsageError(f"No bench {', '.join(unknown)}; there are {', '.join(names())}")
    click.echo(f"Python {platform.python_version()}, {platform.machine()}; medians of {repeat} alternated runs\n")
    kept = {}
    for name in chosen or names():
        bench = importlib.import_module(f"tests.benchmarks.bench_{name}")
        with tempfile.TemporaryDirectory() as scratch:
            kit = Kit(Path(scratch), repeat, quick)
            figures = bench.run(kit)
        click.echo(f"### {bench.TITLE}\n\n{table(figures)}\n" + "".join(f"\n{note}\n" for note in kit.notes))
        kept[name] = [{**{key: getattr(figure, key) for key in Figure.__slots__}, "met": figure.met} for figure in figures]
    if file:
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def table(figures: list[Figure]) -> str:
    rows = ["| what | figure | ± | against | promised | |", "|---|--:|--:|---|---|---|"]
    for figure in figures:
        met = {None: "", True: "met", False: "missed"}[figure.met]
        rows.append(f"| {figure.name} | {figure.value:g} {figure.unit} | {figure.spread:g} | {figure.against} | {figure.target} | {met} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
