"""What reading costs: the whole walk against the least that touches the same text."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.kit import Figure, Kit, rate, ratio
from tests.typeset import compose, write

TITLE = "Reading"

EMPTY = "import extract.pipeline, pypdfium2, spacy, lxml.etree"
WALK = """
import sys
from extract.pipeline import process
for path in sys.argv[1:]:
    process(path, ocr=False)
"""
# PDFium's own lines: the page's text once, font size, weight and name asked once a run of equal size, one box a line.
BARE_PDF = """
import sys
from tests.benchmarks.bare import pdf_lines
print(sum(pdf_lines(path) for path in sys.argv[1:]))
"""
BARE_WORD = """
import sys
from tests.benchmarks.bare import word_paragraphs
print(sum(word_paragraphs(path) for path in sys.argv[1:]))
"""
PLUMBER = """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words(extra_attrs=["fontname", "size"])
            page.close()
"""
PEERS = {
    "markitdown": "import sys, markitdown\nfor path in sys.argv[1:]: markitdown.MarkItDown().convert(path)",
    "pymupdf4llm": "import sys, pymupdf4llm\nfor path in sys.argv[1:]: pymupdf4llm.to_markdown(path)",
    "opendataloader_pdf": "import sys, tempfile, opendataloader_pdf as peer\n"
    "peer.convert(input_path=sys.argv[1:], output_dir=tempfile.mkdtemp(), format='json')",
}


def run(kit: Kit) -> list[Figure]:
    pdfs = written(kit, "pdf", 6 if kit.quick else 40)
    words = written(kit, "docx", 6 if kit.quick else 40)
    few = pdfs[: len(pdfs) // 4]
    costs = kit.costs(
        {
            "start": kit.python(EMPTY),
            "bare PDFium lines": kit.python(BARE_PDF, *pdfs),
            "walk, PDF": kit.python(WALK, *pdfs),
            "lxml walk": kit.python(BARE_WORD, *words),
            "walk, Word": kit.python(WALK, *words),
        }
    )
    start = kit.costs({"warm": kit.python(f"{WALK}", few[0])})["warm"]
    slow = kit.costs(
        {"start": kit.python(EMPTY), "pdfplumber words": kit.python(PLUMBER, *few), "walk": kit.python(WALK, *few)} | peers(kit, few)
    )
    pages = sum(map(page_count, pdfs))
    figures = [
        ratio("PDF, the whole walk", costs, "walk, PDF", "bare PDFium lines", less="start", target="≤ 3"),
        ratio("Word, the whole walk", costs, "walk, Word", "lxml walk", less="start", target="≤ 2.5"),
        rate("PDF, the whole walk", costs["walk, PDF"], pages, "pages/CPU s", off=min(cost.cpu for cost in start)),
        ratio("pdfplumber words alone", slow, "pdfplumber words", "walk", less="start", target="≥ 10"),
    ]
    figures += [ratio(f"{name}, from start to end", slow, name, "walk") for name in PEERS if name in slow]
    return figures


def peers(kit: Kit, pdfs: list[str]) -> dict[str, list[str]]:
    """The peers that are installed."""
    found = {name: kit.python(code, *pdfs) for name, code in PEERS.items() if importlib.util.find_spec(name)}
    missing = sorted(set(PEERS) - set(found))
    if missing:
        kit.notes.append(f"Not installed, so not measured: {', '.join(missing)}.")
    return found


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
