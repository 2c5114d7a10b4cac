"""What was measured, as docs/benchmarks.md, its drawing, and the figures of docs/scale.md; kept in docs/benchmarks.json."""

from __future__ import annotations

import json
import os
import platform
import re
import textwrap
from collections.abc import Iterator
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
    """Puts today's figures between the marks of docs/scale.md; what was never measured has no row."""
    page = DOCS / "scale.md"
    if page.exists():
        computed = [*_computed(benches)]
        figures = "\n".join((*_measured(benches), *(["", *_HEAD, *computed] if computed else [])))
        page.write_text(_MARKED.sub(lambda match: f"{match[1]}{figures}\n{match[2]}", page.read_text("utf-8")), "utf-8")


def _value(benches: dict[str, dict[str, Any]], bench: str, start: str) -> float | None:
    """The figure of a bench whose name begins so; None when it was not measured."""
    return next((figure["value"] for name, figure in benches.get(bench, {}).items() if name.startswith(start)), None)


_RATES = (
    ("reading", "PDF, the whole walk, pages", "pages of a PDF, the whole walk", "{:,.0f} a CPU second"),
    ("ingest", "processor time of a file", "a report of two or three pages, everything included", "{:,.1f} CPU ms"),
    ("scale", "a file of six lines more", "a text of six lines, everything included", "{:,.1f} CPU ms"),
    ("ingest", "the coordinator's time", "the coordinator's own part of a file", "{:,.2f} CPU ms"),
    ("scale", "peak memory of the coordinator", "peak memory of the coordinator, 10,000 files", "{:,.0f} MB"),
    ("index", "items indexed", "items put into the index", "{:,.0f} a CPU second"),
    ("index", "index, bytes", "the index, an item", "{:,.0f} bytes"),
    ("parquet", "items written", "items written as Parquet", "{:,.0f} a CPU second"),
    ("parquet", "Parquet, all tables", "Parquet, an item in all tables", "{:,.0f} bytes"),
    ("parquet", "DuckDB", "themes by year over 200,000 items, DuckDB", "{:,.0f} ms"),
)


def _measured(benches: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What one core was measured to do."""
    yield "| measured, one core | figure | `python -m tests.benchmarks …` |"
    yield "|---|--:|---|"
    for bench, start, what, form in _RATES:
        if value := _value(benches, bench, start):
            yield f"| {what} | {form.format(value)} | `{bench}` |"


_DOCUMENTS, _ITEMS_EACH = 10_000_000, 40
_HEAD = (
    f"| {_DOCUMENTS:,} reports of two or three pages, {_ITEMS_EACH} items each (computed from these) | 1 core | 1,000 cores |",
    "|---|--:|--:|",
)


def _computed(benches: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What follows for a thousand cores and ten million documents."""
    items = _DOCUMENTS * _ITEMS_EACH
    if each := _value(benches, "scale", "a file of six lines more"):
        yield f"| texts of six lines instead, everything included | {_time(_DOCUMENTS * each / 1000)} | {_time(_DOCUMENTS * each / 1e6)} |"
    if each := _value(benches, "ingest", "processor time of a file"):
        yield f"| reading, everything included | {_time(_DOCUMENTS * each / 1000)} | {_time(_DOCUMENTS * each / 1e6)} |"
    if rate := _value(benches, "index", "items indexed"):
        size = items * (_value(benches, "index", "index, bytes") or 0) / 1e9
        yield f"| an index for each shard, {size:,.0f} GB in all | {_time(items / rate)} | {_time(items / rate / 1000)} |"
    if rate := _value(benches, "parquet", "items written"):
        size = items * (_value(benches, "parquet", "Parquet, all tables") or 0) / 1e9
        yield f"| Parquet for each shard, {size:,.0f} GB in all | {_time(items / rate)} | {_time(items / rate / 1000)} |"
    if taken := _value(benches, "parquet", "DuckDB"):
        yield f"| themes by year over all items, DuckDB, one machine | {_time(taken / 1000 * items / 200_000)} | |"


def _time(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:,.0f} s"
