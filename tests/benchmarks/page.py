"""What was measured, as docs/benchmarks.md, its drawing, and the figures of docs/scale.md; kept in docs/benchmarks.json."""

from __future__ import annotations

import json
import os
import platform
import re
import textwrap
from typing import Any

from tests.benchmarks.chart import Panel, svg
from tests.conftest import ROOT

DOCS = ROOT / "docs"
KEPT = DOCS / "benchmarks.json"
ORDER = ("reading", "ingest", "scale", "classify", "start", "index", "parquet", "explorer", "peers")
HEAD = """# What it costs

`python -m tests.benchmarks [NAME]… [--repeat 5] [--json FILE] [--write]` measures, on documents it generates, what Filrouge costs against
a named reference in the same run; candidates take turns, and figures are medians with half the distance between the quartiles. `--write`
makes this page from what was measured (a bench that is not named keeps its figures); `--quick` only shows that a bench runs. Ratios say
more than rates, which are those of one machine. What is missed is printed too; × is a ratio of processor time. *Load* is how many
programs wanted a processor when a bench began and ended: on a busy machine spreads are wide, and gains of a second worker mean little.

Measured on {machine}.
"""


def write(found: dict[str, Any]) -> None:
    """Makes the pages anew, with what was found in the place of what was kept."""
    kept = {**(json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {"benches": {}})["benches"], **found}
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    KEPT.write_text(json.dumps({"machine": machine, "benches": kept}, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    order = sorted(kept, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    parts = [HEAD.format(machine=machine)]
    for name in order:
        parts.append(section(kept[name], name))
        if kept[name]["panels"]:
            drawing = f"cost-{name}.svg"
            (DOCS / drawing).write_text(svg([_panel(panel) for panel in kept[name]["panels"]]), "utf-8")
            parts.append(f"![Cost against size, logarithmic; the dashed lines are linear]({drawing})\n")
    (DOCS / "benchmarks.md").write_text("\n".join(parts), "utf-8")
    _write_scale({name: {figure["name"]: figure for figure in bench["figures"]} for name, bench in kept.items()})


def section(found: dict[str, Any], name: str = "") -> str:
    """A bench's part of the page."""
    how = f"{f'`{name}`, ' if name else ''}{found['repeat']} runs, load {found['load'][0]:g} to {found['load'][1]:g}"
    notes = [textwrap.fill(note, 140) + "\n" for note in (found["note"], *found["notes"]) if note]
    return f"## {found['title']}\n{how}\n\n{table(found['figures'])}\n" + "".join(f"\n{note}" for note in notes)


def table(figures: list[dict[str, Any]]) -> str:
    rows = ["| what | figure | ± | against | promised | |", "|---|--:|--:|---|---|---|"]
    for figure in figures:
        met = {None: "", True: "met", False: "**missed**"}[figure["met"]]
        number = figure["unit"] if figure["value"] is None else f"{_short(figure['value'])} {figure['unit']}".strip()
        wide = "" if figure["value"] is None else _short(figure["spread"])
        rows.append(f"| {figure['name']} | {number} | {wide} | {figure['against']} | {figure['target']} | {met} |")
    return "\n".join(rows)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _panel(kept: dict[str, Any]) -> Panel:
    return Panel(**{**kept, "points": tuple(tuple(point) for point in kept["points"])})


_MARKED = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)


def _write_scale(benches: dict[str, dict[str, Any]]) -> None:
    """Puts today's figures between the marks of docs/scale.md; leaves it alone while a bench it speaks of was never run."""
    page = DOCS / "scale.md"
    if page.exists() and {"reading", "ingest", "scale", "parquet", "index"} <= benches.keys():
        page.write_text(
            _MARKED.sub(lambda match: match[1] + "\n".join(_arithmetic(benches)) + "\n" + match[2], page.read_text("utf-8")), "utf-8"
        )


def _arithmetic(benches: dict[str, dict[str, Any]]) -> list[str]:
    """What one core was measured to do, and what follows for a thousand of them and ten million documents."""

    def value(bench: str, start: str, least: float = 1e-9) -> float:
        found = next(figure["value"] for name, figure in benches[bench].items() if name.startswith(start))
        return max(least, found or 0)

    pages = value("reading", "PDF, the whole walk, pages")
    files = value("ingest", "workers: 1")
    tiny = value("scale", "a file of six lines more")
    parquet, size = value("parquet", "items written"), value("parquet", "Parquet, all tables")
    asked = value("parquet", "DuckDB")
    indexed, index_size = value("index", "items indexed"), value("index", "index, bytes")
    documents, each = 10_000_000, 40
    items = documents * each
    return [
        "| measured, one core | figure | `python -m tests.benchmarks …` |",
        "|---|--:|---|",
        f"| pages of a PDF, the whole walk | {pages:,.0f} a CPU second | `reading` |",
        f"| small files, everything included | {files:,.1f} a second | `ingest` |",
        f"| a file of six lines, everything included | {tiny:,.1f} CPU ms | `scale` |",
        f"| items put into the index | {indexed:,.0f} a CPU second, {index_size:,.0f} bytes each | `index` |",
        f"| items written as Parquet | {parquet:,.0f} a CPU second, {size:,.0f} bytes each | `parquet` |",
        f"| themes by year over 200,000 items, DuckDB | {asked:,.0f} ms | `parquet` |",
        "",
        f"| {documents:,} documents of three pages and {each} items (computed from these) | 1 core | 1,000 cores |",
        "|---|--:|--:|",
        f"| reading, at {files:,.1f} files a second | {_time(documents / files)} | {_time(documents / files / 1000)} |",
        f"| index of each shard, {items / 1e6:,.0f} million items in all | {_time(items / indexed)} | {_time(items / indexed / 1000)} |",
        f"| Parquet of each shard, {items * size / 1e9:,.0f} GB in all | {_time(items / parquet)} | {_time(items / parquet / 1000)} |",
        f"| themes by year over all items, DuckDB on one machine | {_time(asked / 1000 * items / 200_000)} | |",
    ]


def _time(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:,.0f} s"
