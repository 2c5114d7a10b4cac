"""`python -m tests.benchmarks`."""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tests.benchmarks import page
from tests.benchmarks.kit import Kit

HERE = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


@click.command()
@click.argument("chosen", nargs=-1, metavar="[NAME]…")
@click.option("--repeat", default=5, show_default=True, help="Runs of each candidate.")
@click.option("--quick", is_flag=True, help="Small inputs: to see that it runs, not for figures.")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Keep the figures here.")
@click.option("--write", is_flag=True, help="Make docs/benchmarks.md and the figures of docs/scale.md anew; benches not named keep theirs.")
def main(chosen: tuple[str, ...], repeat: int, quick: bool, file: Path | None, write: bool) -> None:
    """Measure what Filrouge costs. Names: every bench_NAME.py in tests/benchmarks."""
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        raise click.UsageError(f"No bench {', '.join(unknown)}; there are {', '.join(names())}")
    if write and quick:
        raise click.UsageError("--quick gives no figures to write")
    kept = {}
    for name in chosen or names():
        kept[name] = measured(name, repeat, quick)
        click.echo(page.section(kept[name]))
        if write:
            page.write({name: kept[name]})
    if file:
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def measured(name: str, repeat: int, quick: bool = False) -> dict[str, Any]:
    """What a bench found, as JSON holds it; with how busy the machine was."""
    bench = importlib.import_module(f"tests.benchmarks.bench_{name}")
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        kit = Kit(Path(scratch), repeat, quick)
        figures = bench.run(kit)
    return {
        "title": bench.TITLE,
        "note": " ".join(getattr(bench, "NOTE", "").split()),
        "figures": [{**asdict(figure), "met": figure.met} for figure in figures],
        "notes": kit.notes,
        "panels": [asdict(panel) for panel in kit.panels],
        "repeat": repeat,
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
    }


if __name__ == "__main__":
    main()
