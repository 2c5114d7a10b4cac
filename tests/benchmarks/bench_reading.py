"""What reading costs: the whole walk against the least that touches the same text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import bare
from tests.benchmarks import kit as measuring
from tests.benchmarks.kit import Cost, Figure, Kit, rate, ratio
from tests.typeset import compose, write

TITLE = "Reading"
NOTE = """The generated documents have two or three pages, so what each document costs by itself weighs much. *Bare PDFium
lines* are the page's text, with font and two boxes asked once a line; the *lxml walk* unzips a Word file, parses it and takes
each paragraph with its style. A scanned page is compared with rendering it and Tesseract's own work on it."""

READY = "import sys\nfrom extract.pipeline import process\nprocess(sys.argv[1], ocr=False)"  # rules loaded, libraries imported
WALK = "for path in sys.argv[1:]: process(path, ocr=False)"
# PDFium's own lines: the page's text once, font size, weight and name and two boxes asked once a line.
BARE = "import sys\nfrom tests.benchmarks import bare"
PDF_LINES = "for path in sys.argv[1:]: bare.pdf_lines(path)"
WORD_WALK = "for path in sys.argv[1:]: bare.word_paragraphs(path)"
PLUMBER = """
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.close()
"""
READY_OCR = "import sys\nfrom extract.pipeline import process\nprocess(sys.argv[1])"
ENGINE = "import sys\nfrom tests.benchmarks import bare\nbare.ready()"
RECOGNISE = "for path in sys.argv[1:]: bare.recognised(path)"
WALK_OCR = "for path in sys.argv[1:]: process(path)"


def run(kit: Kit) -> list[Figure]:
    pdfs = written(kit, "pdf", 6 if kit.quick else 40)
    words = written(kit, "docx", 6 if kit.quick else 40)
    few = pdfs[: max(1, len(pdfs) // 8)]
    costs = kit.costs(
        {
            "bare PDFium lines": kit.work(BARE, PDF_LINES, *pdfs),
            "walk, PDF": kit.work(READY, WALK, *pdfs),
            "lxml walk": kit.work(BARE, WORD_WALK, *words),
            "walk, Word": kit.work(READY, WALK, *words),
            "pdfplumber words": kit.work("import sys, pdfplumber", PLUMBER, *few),
            "walk, the same PDFs": kit.work(READY, WALK, *few),
        }
    )
    figures = [
        ratio("PDF, the whole walk", costs, "walk, PDF", "bare PDFium lines", target="≤ 3"),
        rate("PDF, the whole walk, pages", costs["walk, PDF"], sum(map(page_count, pdfs)), "pages/CPU s"),
        rate("bare PDFium lines", costs["bare PDFium lines"], sum(map(page_count, pdfs)), "pages/CPU s"),
        ratio("pdfplumber words alone", costs, "pdfplumber words", "walk, the same PDFs", target="≥ 10"),
        ratio("Word, the whole walk", costs, "walk, Word", "lxml walk", target="≤ 2.5"),
    ]
    return [*figures, *_pixels(kit, pdfs)]


def _pixels(kit: Kit, pdfs: list[str]) -> list[Figure]:
    """Pages of nothing but pixels: what we add to the OCR engine's own time."""
    from extract.readers import scan

    if not scan.engines().ready:
        return [Figure("a scanned page, the whole walk", None, "not measured: no OCR engine", against="the OCR engine alone")]
    scans = [bare.scanned(path, kit.scratch / f"scan-{number}.pdf") for number, path in enumerate(pdfs[: 1 if kit.quick else 2])]
    first = bare.scanned(pdfs[-1], kit.scratch / "scan-first.pdf")  # another one, so that the engine is loaded before the clock
    costs: dict[str, list[Cost]] = {"the OCR engine alone": [], "walk": []}
    for attempt in range(kit.repeat):
        os.environ["FILROUGE_CACHE"] = str(kit.scratch / f"cache-{attempt}")  # answers kept from the last time would cost nothing
        costs["the OCR engine alone"].append(measuring.run(kit.work(ENGINE, RECOGNISE, *scans)))
        costs["walk"].append(measuring.run(kit.work(READY_OCR, WALK_OCR.replace("[1:]", "[2:]"), first, *scans)))
    del os.environ["FILROUGE_CACHE"]
    return [
        ratio("a scanned page, the whole walk", costs, "walk", "the OCR engine alone", target="≤ 1.3"),
        rate("scanned pages", costs["walk"], len(scans), "pages/CPU s"),
    ]


def written(kit: Kit, form: str, count: int) -> list[str]:
    """Paths of generated documents in one form."""
    return [str(path) for path in _write(kit.scratch, form, count)]


def _write(folder: Path, form: str, count: int) -> Iterator[Path]:
    for seed in range(count):
        path = folder / f"{seed:04}.{form}"
        path.write_bytes(write(compose(seed), form))
        yield path


def page_count(path: str) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))
