"""How cost grows with size: documents of a run, pages of a document, themes."""

from __future__ import annotations

import random
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks import bench_classify
from tests.benchmarks import kit as measuring
from tests.benchmarks.bench_reading import READY, WALK, written
from tests.benchmarks.chart import Panel, slope
from tests.benchmarks.kit import Figure, Kit, middle, rate, spread

TITLE = "Cost against size"
NOTE = """A slope of 1 is linear: ten times the size, ten times the cost. Slopes are taken between the two largest sizes, where
the start of the program weighs least; below 1, it still weighs."""
SPACY = "import sys, spacy\ntokenizer = spacy.blank('xx').tokenizer"
TOKENS = "for path in sys.argv[1:]:\n    for line in open(path, encoding='utf-8'): tokenizer(line)"
DOCUMENTS, PAGES, THEMES = (1, 10, 100, 1_000, 10_000), (1, 10, 100, 1_000), (18, 100, 500)


def run(kit: Kit) -> list[Figure]:
    return [*_documents(kit), *_pages(kit), *_themes(kit), *_text(kit)]


def _documents(kit: Kit) -> list[Figure]:
    """Whole runs over small texts: what is paid for each file beside its reading weighs most there."""
    sizes = DOCUMENTS[:3] if kit.quick else DOCUMENTS
    folders = {count: _texts(kit.scratch / f"texts-{count}", count) for count in sizes}
    costs: dict[int, list[measuring.Cost]] = {count: [] for count in sizes}
    for attempt in range(kit.repeat):
        for count, folder in folders.items():
            out = kit.scratch / f"out-{count}-{attempt}"
            costs[count].append(measuring.run(kit.filrouge("ingest", str(folder), "--out", str(out), "--no-ocr", "--quiet")))
    slopes = _slopes(sizes, [[cost.cpu for cost in costs[count]] for count in sizes])
    kit.panels.append(_panel("Files of six lines", "files", "CPU s", sizes, [[cost.cpu for cost in costs[count]] for count in sizes]))
    before, last = (costs[count] for count in sizes[-2:])
    each = [1000 * (more.cpu - less.cpu) / (sizes[-1] - sizes[-2]) for less, more in zip(before, last, strict=True)]
    peaks = [cost.own_peak for cost in last]
    return [
        Figure("files of a run, slope", middle(slopes), "", spread(slopes), f"{sizes[-2]:,} to {sizes[-1]:,} files", "≤ 1.1"),
        Figure("a file of six lines more, all included", middle(each, 1), "CPU ms", spread(each)),
        Figure(f"peak memory of the coordinator, {sizes[-1]:,} files", middle(peaks, 0), "MB", target="≤ 150"),
        Figure("peak memory of any other process", middle([cost.peak for cost in last], 0), "MB", target="≤ 200"),
    ]


def _pages(kit: Kit) -> list[Figure]:
    sizes = PAGES[:3] if kit.quick else PAGES
    parts = written(kit, "pdf", 12)
    found = kit.costs({str(pages): kit.work(READY, WALK, _bound(kit.scratch / f"{pages}.pdf", parts, pages)) for pages in sizes})
    costs = [[cost.cpu for cost in found[str(pages)]] for pages in sizes]
    kit.panels.append(_panel("Pages of one PDF", "pages", "CPU s", sizes, costs))
    slopes = _slopes(sizes, costs)
    folder = kit.scratch / "one"
    folder.mkdir()
    (kit.scratch / f"{sizes[-1]}.pdf").rename(folder / "report.pdf")
    peak = measuring.run(kit.filrouge("ingest", str(folder), "--out", str(kit.scratch / "out-one"), "--no-ocr", "--quiet")).peak
    return [
        Figure("pages of a PDF, slope", middle(slopes), "", spread(slopes), f"{sizes[-2]:,} to {sizes[-1]:,} pages", "≤ 1.1"),
        Figure(f"peak memory of any process, {sizes[-1]:,} pages ingested", middle([peak], 0), "MB", target="≤ 200"),
        Figure("with all that is read and understood kept", middle([cost.peak for cost in found[str(sizes[-1])]], 0), "MB"),
    ]


def _themes(kit: Kit) -> list[Figure]:
    """Labelling alone, without the load of the rules."""
    sizes = (18, 60) if kit.quick else THEMES
    costs = bench_classify.labelling(kit, sizes)
    kit.panels.append(_panel("Themes", "themes", "CPU ms an item", sizes, [[1000 * cost for cost in costs[count]] for count in sizes]))
    ratios = [more / less for less, more in zip(costs[sizes[0]], costs[sizes[-1]], strict=True)]
    return [Figure(f"an item under {sizes[-1]} themes", middle(ratios), "×", spread(ratios), f"under {sizes[0]}", "≤ 1.5")]


def _text(kit: Kit) -> list[Figure]:
    """The whole walk over long texts, beside the least that any pipeline on spaCy does with one: its tokens."""
    megabytes = 0.1 if kit.quick else 1.0
    text, prose = _long_text(kit, megabytes), _running_text(kit, megabytes)
    found = kit.costs(
        {
            "walk": kit.work(READY, WALK, str(text)),
            "tokens": kit.work(SPACY, TOKENS, str(text)),
            "prose": kit.work(READY, WALK, str(prose)),
        }
    )
    size = text.stat().st_size / 1e6
    return [
        rate("a text of a megabyte, half of its lines points, the whole walk", found["walk"], size, "MB/CPU s", target="≥ 5"),
        rate("the same, spaCy's tokens of its lines alone", found["tokens"], size, "MB/CPU s"),
        rate("a text of a megabyte of paragraphs under headings, the whole walk", found["prose"], prose.stat().st_size / 1e6, "MB/CPU s"),
    ]


def _slopes(sizes: tuple[int, ...], costs: list[list[float]]) -> list[float]:
    return [slope(((sizes[-2], max(less, 1e-3)), (sizes[-1], max(more, 1e-3)))) for less, more in zip(costs[-2], costs[-1], strict=True)]


def _panel(title: str, size: str, cost: str, sizes: tuple[int, ...], costs: list[list[float]]) -> Panel:
    return Panel(title, size, cost, tuple((count, max(1e-3, middle(found, 4))) for count, found in zip(sizes, costs, strict=True)))


def _texts(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Rapport d’activité {2000 + number % 25}\nAssociation numéro {number}\n\nRétention\n"
            f"- contentieux des mesures d’éloignement {number}\n- logement des familles du {number % 77}e centre\n",
            "utf-8",
        )
    return folder


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


_WHO = "l’association,les bénévoles,la permanence,une famille,la commune,le centre d’accueil,un interprète,le groupe local".split(",")
_DID = "a reçu,constate,avait proposé,a longtemps attendu,décrit,a refusé,regrette,raconte,a transmis,observe".split(",")
_WHAT = "la décision du tribunal,plusieurs recours,les délais,le manque de logements,un courrier sans réponse,un long entretien".split(",")
_WHEN = "depuis le printemps,malgré l’hiver,en 2019,selon les dossiers,pendant plusieurs mois,faute de place,à l’automne".split(",")


def _running_text(kit: Kit, megabytes: float) -> Path:
    """Paragraphs of four to ten sentences, nine under each heading, as a report without lists has them."""
    chance = random.Random(1)
    blocks, size = ["Rapport d’activité 2020", "Association des Deux Rives"], 0
    while size < megabytes * 1e6:
        if len(blocks) % 10 == 2:
            blocks.append(f"{len(blocks) // 10 + 1}. {chance.choice(_WHAT).capitalize()}")
        said = (" ".join(map(chance.choice, (_WHO, _DID, _WHAT, _WHEN))) for _ in range(chance.randint(4, 10)))
        blocks.append(" ".join(f"{sentence.capitalize()}." for sentence in said))
        size += len(blocks[-1].encode())
    path = kit.scratch / "prose.txt"
    path.write_text("\n\n".join(blocks), "utf-8")
    return path
