"""The same PDFs through other programs, from start to end. They are no part of Filrouge and live in an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.benchmarks.bench_reading import READY, WALK, page_count, written
from tests.benchmarks.kit import Figure, Kit, rate, ratio

TITLE = "Peers"
NOTE = """None of them is installed with Filrouge, nor part of its `all`: `pip install --group peers` (pip 25.1 or later;
opendataloader-pdf needs Java, pymupdf4llm is under the AGPL) puts them into an environment of their own, and
`FILROUGE_PEERS=…/bin/python` names its Python. Their answer is text, Markdown or JSON of a page's layout; ours is that, and the
priorities with their labels and evidence. Start and load are in the figures."""
PEERS = {
    "markitdown": "import sys, markitdown\nconverter = markitdown.MarkItDown()\nfor path in sys.argv[1:]: converter.convert(path)",
    "pymupdf4llm": "import sys, pymupdf4llm\nfor path in sys.argv[1:]: pymupdf4llm.to_markdown(path)",
    "opendataloader_pdf": "import sys, tempfile, opendataloader_pdf as peer\n"
    "peer.convert(input_path=sys.argv[1:], output_dir=tempfile.mkdtemp(), format='json')",
}


def run(kit: Kit) -> list[Figure]:
    pdfs = written(kit, "pdf", 4 if kit.quick else 40)
    python = os.environ.get("FILROUGE_PEERS", sys.executable)
    there = [name for name in PEERS if subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0]
    commands = {"filrouge": kit.python(f"{READY}\n{WALK}", *pdfs)}
    costs = kit.costs({**commands, **{name: [python, "-c", PEERS[name], *pdfs] for name in there}})
    pages = sum(map(page_count, pdfs))
    return [
        rate("filrouge", costs["filrouge"], pages, "pages/CPU s"),
        *(
            ratio(name, costs, name, "filrouge") if name in there else Figure(name, None, "not installed", against="filrouge")
            for name in PEERS
        ),
    ]
