"""What a second worker gains, what this machine could give, and how small the process that coordinates stays."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import kit as measuring
from tests.benchmarks.bench_reading import written
from tests.benchmarks.kit import Cost, Figure, Kit, middle, spread

TITLE = "Many files: `filrouge ingest`"
NOTE = """Half PDF, a quarter Word, a quarter text; everything included: records, transcripts, ledger and index, all of it on
the disk. *Once started* is what the files beyond the first 200 take: the start of the program and of its language pipeline,
which no second worker can share, falls out. What two busy processes of nothing but arithmetic do against one, in the same
minutes, is what the machine could give at most."""
FEW, MANY = 200, 800
_BUSY = "total = 0\nfor number in range({}): total += number * number % 7"


def _run_pair(kit: Kit, small: Path, large: Path, jobs: int, attempt: int) -> tuple[Cost, Cost]:
    costs = []
    for folder in (small, large):
        out = kit.scratch / f"out-{folder.name}-{jobs}-{attempt}"
        costs.append(measuring.run(kit.filrouge("ingest", str(folder), "--out", str(out), "--jobs", str(jobs), "--no-ocr", "--quiet")))
    return costs[0], costs[1]


def run(kit: Kit) -> list[Figure]:
    few, many = (10, 30) if kit.quick else (FEW, MANY)
    small, large = _folder(kit, "small", few), _folder(kit, "large", many)
    pairs: dict[int, list[tuple[Cost, Cost]]] = {1: [], 2: []}
    machine = []
    for attempt in range(kit.repeat):
        machine.append(_gain_of_the_machine(kit.quick))
        for jobs, found in pairs.items():
            found.append(_run_pair(kit, small, large, jobs, attempt))
    rates = {jobs: [(many - few) / max(1e-3, two.wall - one.wall) for one, two in found] for jobs, found in pairs.items()}
    gains = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    whole = [one[0].wall / two[0].wall for one, two in zip(pairs[1], pairs[2], strict=True)]
    shares = [gain / given for gain, given in zip(gains, machine, strict=True)]
    each = [1000 * (two.cpu - one.cpu) / (many - few) for one, two in pairs[2]]
    own = [1000 * (two.own_cpu - one.own_cpu) / (many - few) for one, two in pairs[2]]
    last = [two for _, two in pairs[2]]
    return [
        Figure("two busy processes against one", middle(machine), spread=spread(machine), against="what the machine gives"),
        *(Figure(f"workers: {jobs}, once started", middle(found, 1), "files/s", spread(found)) for jobs, found in rates.items()),
        Figure("2 workers against 1, once started", middle(gains), spread=spread(gains), target="≥ 1.7"),
        Figure("the same", middle(shares), spread=spread(shares), against="what the machine gives", target="≥ 0.85"),
        Figure(f"2 workers against 1, {few} files with the start", middle(whole), spread=spread(whole)),
        Figure("processor time of a file, once started", middle(each, 1), "CPU ms", spread(each)),
        Figure("the coordinator's time of it", middle(own), "CPU ms", spread(own)),
        _share("the coordinator's part of the processor time", last),
        Figure(f"peak memory of the coordinator, {many} files", middle([cost.own_peak for cost in last], 0), "MB", target="≤ 150"),
        Figure("peak memory of any process", middle([cost.peak for cost in last], 0), "MB", target="≤ 200"),
    ]


def _share(name: str, costs: list[Cost]) -> Figure:
    parts = [100 * cost.own_cpu / cost.cpu for cost in costs]
    return Figure(name, middle(parts, 1), "%", spread(parts), target="≤ 15")


def _folder(kit: Kit, name: str, count: int) -> Path:
    folder = kit.scratch / name
    folder.mkdir()
    inner = Kit(folder, kit.repeat, kit.quick)
    for form, share in (("pdf", 2), ("docx", 4), ("txt", 4)):
        written(inner, form, count // share)
    return folder


def _gain_of_the_machine(quick: bool) -> float:
    alone, both = (_wall(processes, 1_000_000 if quick else 10_000_000) for processes in (1, 2))
    return 2 * alone / both


def _wall(processes: int, turns: int) -> float:
    start = time.perf_counter()
    for process in [subprocess.Popen([sys.executable, "-c", _BUSY.format(turns)]) for _ in range(processes)]:
        process.wait()
    return time.perf_counter() - start
