"""What reading costs: the whole walk against the least that touches the same text."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.kit import Figure, Kit, rate, ratio
from tests.typeset import compose, write

TITLE = "Reading"

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
PEERS = {
    "markitdown": "import sys, markitdown\nfor path in sys.argv[1:]: markitdown.MarkItDown().convert(path)",
    "pymupdf4llm": "import sys, pymupdf4llm\nfor path in sys.argv[1:]: pymupdf4llm.to_markdown(path)",
    "opendataloader_pdf": "import sys, tempfile, opendataloader_pdf as peer\n"
    "peer.convert(input_path=sys.argv[1:], output_dir=tempfile.mkdtemp(), format='json')",
}


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
        rate("PDF, the whole walk", costs["walk, PDF"], sum(map(page_count, pdfs)), "pages/CPU s"),
        rate("bare PDFium lines", costs["bare PDFium lines"], sum(map(page_count, pdfs)), "pages/CPU s"),
        ratio("pdfplumber words alone", costs, "pdfplumber words", "walk, the same PDFs", target="≥ 10"),
        ratio("Word, the whole walk", costs, "walk, Word", "lxml walk", target="≤ 2.5"),
    ]
    found = peers(kit, few)
    if found:
        ends = kit.costs({"filrouge": kit.python(f"{READY}\n{WALK}", *few), **found})
        figures += [ratio(f"{name}, from start to end", ends, name, "filrouge") for name in found]
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
