"""The sample reports in `corpus/`: an invented association, "Passerelles Horizon", over three years.

    python -m tests.sample            writes them again (equal words, equal bytes)

What the reports say is in `words/`, in a notation of one mark a line; how each is set is below. Nothing in them is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.sample.notation import parse

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Report:
    """One file of the sample corpus: where it goes, what it says, and how it is made."""

    path: str
    words: str
    writer: str  # a module of this package
    options: dict


REPORTS = (
    Report("2021/feuille-de-route-2021.docx", "feuille-de-route-2021", "word", {"styled": True}),
    Report("2021/rapport-d-activite-2021.md", "rapport-d-activite-2021", "plain", {"form": "markdown"}),
    Report("2021/note-de-cadrage-2021-scan.pdf", "note-de-cadrage-2021", "scan", {}),
    Report("2022/feuille-de-route-2022.pdf", "feuille-de-route-2022", "pdf", {"columns": 1}),
    Report("2022/feuille-de-route-2022.docx", "feuille-de-route-2022", "word", {"styled": False}),
    Report("2022/rapport-d-activite-2022.pdf", "rapport-d-activite-2022", "pdf", {"columns": 2}),
    Report("2023/feuille-de-route-2023.txt", "feuille-de-route-2023", "plain", {"form": "text"}),
    Report("archives/feuille-de-route-2021 (copie).docx", "feuille-de-route-2021", "word", {"styled": True}),
)


def make(report: Report) -> bytes:
    """The file's bytes. Equal words, equal bytes (of one version of the libraries)."""
    from importlib import import_module

    blocks = parse((WORDS / f"{report.words}.txt").read_text(encoding="utf-8"))
    return import_module(f"tests.sample.{report.writer}").write(blocks, **report.options)


def build(folder: Path) -> None:
    """Writes all sample reports below `folder`."""
    for report in REPORTS:
        target = folder / report.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make(report))
