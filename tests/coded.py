"""Items of documents with the kinds that people gave them: invented ones in a notation, annotated ones as they lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract import page, pipeline, readers, taxonomy
from extract.classify import kinds
from extract.classify.document import Classifier
from extract.classify.weighing import Scales, Weight, rows
from extract.evaluation import pairing, read_gold
from extract.text import plain

FOLDER = Path(__file__).parent / "data" / "coded"
KINDS = {"p": "priority", "a": "activity", "f": "figure", "o": "other"}
_CODE = re.compile(r"\s*\{([pafo/]+) ([\d/-]+)\}\s*$")
_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


class Everything(Scales):
    """Scales that have a weight for whatever may hold of an item: for fitting, where no weight is known yet."""

    def table(self, sort: str) -> dict[str, Weight]:
        return _Open(sort, super().table(sort))


class _Open(dict[str, Weight]):
    def __init__(self, sort: str, known: dict[str, Weight]) -> None:
        super().__init__(known)
        self.sort = sort

    def get(self, name, default=None):
        if name not in self:
            self[name] = Weight.of(self.sort, name, (0.0,) * len(kinds.KINDS))
        return self[name]


@dataclass(frozen=True, slots=True)
class Coded:
    """An item as coded: its text and the kinds and years that are right, the likeliest first."""

    text: str
    kinds: tuple[str, ...]
    years: tuple[int | None, ...] = ()


def invented(path: Path) -> Iterator[tuple[str, str, list[Coded]]]:
    """(file name, text, coded items) of each document of a file in the notation of `data/coded/reports.txt`."""
    for part in re.split(r"(?m)^=== ", path.read_text("utf-8"))[1:]:
        name, _, body = part.partition("\n")
        items, lines = [], []
        for line in body.splitlines():
            if code := _CODE.search(line):
                line = line[: code.start()]
                years = tuple(None if year == "-" else int(year) for year in code[2].split("/") if year)
                items.append(Coded(_MARK.sub("", line), tuple(KINDS[kind] for kind in code[1].split("/") if kind), years))
            lines.append(re.sub(r"\[\[|\]\]|\[\?|\?\]", "", line))
        yield name.strip(), "\n".join(lines), items


def annotated(golds: Path, folders: Iterable[Path]) -> Iterator[tuple[Path, list[Coded]]]:
    """(file, coded items) of every annotation in `golds` that has its document in `folders`: one format of each."""
    files = {path.as_posix(): path for folder in folders for path in sorted(folder.iterdir())}
    for gold, names in pairing.pair([read_gold(path) for path in sorted(golds.glob("*.gold.json"))], list(files)):
        if names:
            items = [Coded(item.text, tuple(filter(None, item.accepted("kind")))) for item in gold.items]
            yield files[min(names, key=lambda name: (name.endswith((".docx", ".odt")), name))], items


def classified(path: Path, rules: taxonomy.Taxonomy) -> Classifier:
    """The document at `path`, read and weighed."""
    options = page.Options(ocr=False)
    source = readers.open_source(path, path.name, options, follow_links=True)
    known = pipeline.understand(source, options)
    return Classifier(known.outline, known.about, known.transcript, rules, options, Everything(rows(rules)))


def matched(found: Classifier, items: Iterable[Coded]) -> Iterator[tuple[int, Coded]]:
    """(index of the entry, coded item) of the items that were found word for word."""
    left = {index: plain(entry.text.text) for index, entry in enumerate(found.outline.entries)}
    for item in items:
        at = next((index for index, text in left.items() if text == plain(item.text)), None)
        if at is not None:
            del left[at]
            yield at, item
