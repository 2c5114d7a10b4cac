"""What classification costs: loading it, labelling items, and how both grow with the number of themes."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kit import Figure, Kit, middle, ratio, spread

TITLE = "Classification: load, items a second, many themes"
DATA = Path(__file__).parent.parent / "data"
_ITEMS = f"""
import sys
from pathlib import Path
from tests.outlines import statements
from extract import page, taxonomy
from extract.classify import classify
from extract.classify.written import written
items = [item for path in sorted(Path({str(DATA)!r}).glob("statements*.txt")) for item in statements(path)]
items = [{{**item, "path": [f"Priorités du pôle {{n % 7}}", "Asile" if n % 3 else "Perspectives"]}} for n, item in enumerate(items)]
"""
_LOAD = "from extract import taxonomy; from extract.classify.matching import lexicon; lexicon(taxonomy.load({folders!r}), 'fr')"
_LABEL = (
    _ITEMS
    + """
rules = taxonomy.load({folders!r})
made = written(items, {{"title": "Rapport", "year": 2020, "genre": "activity-report"}})
classify(made.outline, made.metadata, made.transcript, rules, page.Options())   # warm
for _ in range({times}):
    classify(made.outline, made.metadata, made.transcript, rules, page.Options())
"""
)


def run(kit: Kit) -> list[Figure]:
    many = (str(_many(kit.scratch / "many", 60 if kit.quick else 482)),)
    scripts = {
        "import spacy": "import spacy",
        "load": _LOAD.format(folders=()),
        "load, 500 themes": _LOAD.format(folders=many),
    }
    costs = kit.costs({name: kit.python(code) for name, code in scripts.items()})
    each = labelling(kit, (18,))[18]
    return [
        ratio("load rules and matchers", costs, "load", "import spacy", target="≤ 1.5"),
        ratio("load 500 themes", costs, "load, 500 themes", "import spacy"),
        Figure(
            "items labelled a CPU second",
            middle([1 / cost for cost in each], 0),
            "items",
            spread([1 / cost for cost in each]),
            target="≥ 8000",
        ),
    ]


def labelling(kit: Kit, sizes: tuple[int, ...]) -> dict[int, list[float]]:
    """CPU seconds an item under so many themes (18 are ours, the others made up), of each repeat; the load of the rules is not in them."""
    times = 2 if kit.quick else 40
    label = _LABEL.replace("{{", "\0").replace("}}", "\1")
    own = {size: () if size == sizes[0] else (str(_many(kit.scratch / f"themes-{size}", size - sizes[0])),) for size in sizes}
    scripts = {f"{size} {turns}": _filled(label, own[size], turns) for size in sizes for turns in (0, times)}
    costs = kit.costs({name: kit.python(code) for name, code in scripts.items()})
    off = {size: middle([cost.cpu for cost in costs[f"{size} 0"]], 4) for size in sizes}
    return {size: [max(1e-3, cost.cpu - off[size]) / (_count() * times) for cost in costs[f"{size} {times}"]] for size in sizes}


def _filled(script: str, folders: tuple[str, ...], times: int) -> str:
    filled = script.replace("{folders!r}", repr(folders)).replace("{times}", str(times))
    return filled.replace("\0", "{").replace("\1", "}")


def _count() -> int:
    from tests.outlines import statements

    return sum(len(statements(path)) for path in sorted(DATA.glob("statements*.txt")))


def _many(folder: Path, count: int) -> Path:
    """A folder of `count` made-up themes with thirty terms each, of words as French has them."""
    (folder / "themes").mkdir(parents=True)
    heads = "accès suivi projet atelier réseau droit aide espace parcours temps".split()
    tails = "jardin moulin fontaine rivière atelier plume comète herbier verger lanterne".split()
    for number in range(count):
        terms = ", ".join(f"{head} {tail}{_letters(number)}" for head in heads for tail in tails[:3])
        (folder / "themes" / f"made-{number}.yaml").write_text(
            f"id: made-{number}\nlabels: {{fr: T, en: T}}\ndefinition: made up\nrules: [{{id: words, terms: [{terms}]}}]\n"
        )
    return folder


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
