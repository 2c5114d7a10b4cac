"""What a run did, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.batch.run import Summary

_ORDER = ("extracted", "unchanged", "duplicate", "skipped", "quarantined")


def summary_lines(summary: Summary, out: Path) -> Iterator[str]:
    """The end of a run, for a terminal: how many of each status, and why."""
    counts = summary.counts
    total = sum(counts.values())
    yield f"{total} input{'s' * (total != 1)} in {summary.seconds:.1f} s{' (went on where an interrupted run stopped)' * summary.resumed}"
    for status in _ORDER:
        here = {code: number for (state, code), number in counts.items() if state == status}
        if here:
            reasons = ", ".join(f"{code} {number}" for code, number in sorted(here.items(), key=lambda pair: -pair[1]) if code)
            yield f"  {status:<12}{sum(here.values()):>7}{'  ' + reasons if reasons else ''}"
    yield f"  records in {out}/documents, every input in {out}/ledger.jsonl"
