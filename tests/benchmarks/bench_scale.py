"""What size costs: pages of one document, documents of a run, workers."""

from __future__ import annotations

import statistics
import sys
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.bench_reading import READY, WALK, written
from tests.benchmarks.kit import Cost, Figure, Kit, rate, spread

TITLE = "Scale"
SHORT, LONG = 30, 300  # pages


def run(kit: Kit) -> list[Figure]:
    short, long = (SHORT // 10, LONG // 10) if kit.quick else (SHORT, LONG)
    parts = written(kit, "pdf", 12)
    few, many = _bound(kit.scratch / "short.pdf", parts, short), _bound(kit.scratch / "long.pdf", parts, long)
    text = _long_text(kit, 0.1 if kit.quick else 1.0)
    costs = kit.costs({"short": kit.work(READY, WALK, few), "long": kit.work(READY, WALK, many), "text": kit.work(READY, WALK, str(text))})
    slopes = [(one.cpu / long) / max(1e-3, other.cpu / short) for one, other in zip(costs["long"], costs["short"], strict=True)]
    return [
        Figure(f"a page of {long} against one of {short}", _middle(slopes), spread=spread(slopes), target="≤ 1.1"),
        Figure(f"peak memory, {long} pages", _middle([cost.peak for cost in costs["long"]]), "MB", target="≤ 200"),
        rate("text, the whole walk", costs["text"], text.stat().st_size / 1e6, "MB/CPU s", target="≥ 5"),
        *_runs(kit),
    ]


def _runs(kit: Kit) -> list[Figure]:
    """Whole runs of `filrouge ingest` over small files, everything included: start, records, ledger and index."""
    folder = kit.scratch / "files"
    folder.mkdir()
    count = 20 if kit.quick else 200
    inner = Kit(folder, kit.repeat, kit.quick)
    for form, share in (("pdf", 2), ("docx", 4), ("txt", 4)):
        written(inner, form, count // share)
    walls: dict[int, list[Cost]] = {1: [], 2: []}
    for attempt in range(kit.repeat):
        for jobs, found in walls.items():
            out = kit.scratch / f"out-{jobs}-{attempt}"
            found += Kit(kit.scratch, 1).costs({"ingest": _ingest(folder, out, jobs)})["ingest"]
    rates = {jobs: [count / cost.wall for cost in found] for jobs, found in walls.items()}
    gains = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    return [
        *(Figure(f"{count} files, workers: {jobs}", _middle(found), "files/s", spread(found)) for jobs, found in rates.items()),
        Figure("2 workers against 1", _middle(gains), spread=spread(gains), target="≥ 1.7"),
        Figure("peak memory of any process of a run", _middle([cost.peak for cost in walls[2]]), "MB", target="≤ 200"),
    ]


def _ingest(folder: Path, out: Path, jobs: int) -> list[str]:
    return [sys.executable, "-m", "extract", "ingest", str(folder), "--out", str(out), "--jobs", str(jobs), "--no-ocr", "--quiet"]


def _bound(path: Path, parts: list[str], pages: int) -> str:
    """One PDF of so many pages, those of `parts` over and over."""
    import pypdfium2

    book = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument(part) for part in parts]
    leaves = [(source, index) for source in sources for index in range(len(source))]
    for source, index in islice(cycle(leaves), pages):
        book.import_pages(source, [index])
    book.save(str(path))
    return str(path)


def _long_text(kit: Kit, megabytes: float) -> Path:
    # some generated texts are in CP1252: their accents may go
    said = "\n\n".join(Path(path).read_text("utf-8", "ignore") for path in written(kit, "txt", 12))
    path = kit.scratch / "long.txt"
    path.write_text(said * (1 + int(megabytes * 1e6 / len(said.encode()))), "utf-8")
    return path


def _middle(values: list[float]) -> float:
    return round(statistics.median(values), 2)
