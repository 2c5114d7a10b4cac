"""Measuring: programs in child processes of their own, alternated and repeated; medians with their spread."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.chart import Panel

_CLOCK = "CPU seconds of the work:"
_OWN = "CPU seconds and peak megabytes of the first process:"


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: CPU seconds with its children (user and system), wall seconds, peak resident megabytes of the largest process."""

    cpu: float
    wall: float
    peak: float
    own_cpu: float = 0.0  # of the first process, without its children (`Kit.filrouge`)
    own_peak: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a bench's table. `value` is a ratio unless `unit` says otherwise; `target` is what is promised ("≤ 3")."""

    name: str
    value: float | None  # None: not measured; `unit` says why
    unit: str = "×"
    spread: float = 0.0  # half the distance between the quartiles
    against: str = ""
    target: str = ""

    @property
    def met(self) -> bool | None:
        if not self.target or self.value is None:
            return None
        sign, limit = self.target.split(" ", 1)
        return self.value <= float(limit) if sign == "≤" else self.value >= float(limit)


@dataclass
class Kit:
    """How a bench measures: `repeat` runs of each candidate, in turn, in a scratch folder."""

    scratch: Path
    repeat: int = 5
    quick: bool = False
    notes: list[str] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)  # what is shown as a drawing

    def costs(self, candidates: Mapping[str, Sequence[str]]) -> dict[str, list[Cost]]:
        """Each command's costs. Commands take turns, so that a slow spell of the machine meets them all; a failing one raises."""
        costs: dict[str, list[Cost]] = {name: [] for name in candidates}
        for _ in range(self.repeat):
            for name, command in candidates.items():
                costs[name].append(run(command))
        return costs

    def python(self, code: str, *arguments: str) -> list[str]:
        return [sys.executable, "-c", code, *arguments]

    def filrouge(self, *arguments: str) -> list[str]:
        """The command line as a program that also tells what its first process took by itself."""
        return self.python(_COMMAND, "filrouge", *arguments)

    def work(self, setup: str, work: str, *arguments: str) -> list[str]:
        """A program whose cost is that of `work` alone: `setup` (imports, a first document) comes before the clock."""
        return self.python(
            f"{setup}\nimport time\n_start = time.process_time()\n{work}\nprint({_CLOCK!r}, time.process_time() - _start)", *arguments
        )


def run(command: Sequence[str]) -> Cost:
    """Runs a command to its end and returns what it cost: all of it, or what its own clock says (`Kit.work`).

    Raises CalledProcessError, with its standard error, when it fails.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(list(command), stdout=said, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        errors.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, list(command), stderr=errors.read()[-2000:])
        told = {head: _numbers(line) for line in said for head in (_CLOCK, _OWN) if line.startswith(head)}
    cpu = told[_CLOCK][-1] if _CLOCK in told else usage.ru_utime + usage.ru_stime
    return Cost(cpu, time.perf_counter() - start, usage.ru_maxrss / 1024, *told.get(_OWN, ()))


_COMMAND = f"""
import resource, sys
sys.argv = sys.argv[1:]
from extract.cli import main
try:
    main()
finally:
    own = resource.getrusage(resource.RUSAGE_SELF)
    status = open("/proc/self/status").read()  # the system's own maximum remembers the program that started this one
    print({_OWN!r}, own.ru_utime + own.ru_stime, int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""


def _numbers(line: str) -> list[float]:
    return [float(word) for word in line.partition(":")[2].split()]


def ratio(name: str, costs: Mapping[str, list[Cost]], candidate: str, reference: str, *, less: str = "", target: str = "") -> Figure:
    """The candidate's CPU against the reference's, run by run; `less` names a run whose median is taken off both (an empty start)."""
    off = statistics.median(cost.cpu for cost in costs[less]) if less else 0.0
    values = [(one.cpu - off) / max(1e-3, other.cpu - off) for one, other in zip(costs[candidate], costs[reference], strict=True)]
    return Figure(name, round(statistics.median(values), 3), spread=spread(values), against=reference, target=target)


def rate(name: str, costs: list[Cost], amount: float, unit: str, *, off: float = 0.0, target: str = "") -> Figure:
    """How much of `amount` a CPU second does; absolute, so it varies with the machine."""
    values = [amount / max(1e-3, cost.cpu - off) for cost in costs]
    return Figure(name, round(statistics.median(values), 1), unit, spread(values), target=target)


def spread(values: Sequence[float]) -> float:
    if len(values) < 3:
        return round(max(values) - min(values), 3) / 2
    low, _, high = statistics.quantiles(values, n=4)
    return round((high - low) / 2, 3)


def middle(values: Sequence[float], digits: int = 2) -> float:
    return round(statistics.median(values), digits)
