"""How fast the page of `filrouge explore` is, on 50,000 items, in Chromium.

The corpus: documents of 50 items, 25 organisations over 20 years, items of 8 to 60 words drawn from 20,000 words as language draws them
(Zipf), with themes, actions, teams and headings. Times are milliseconds in the page, from the act to the next painted frame.
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path

from extract import model
from extract.exporters import explorer
from tests.benchmarks.kit import Figure, Kit
from tests.browser import Browser, Page
from tests.builders import document, item, transcript

TITLE = "The page that opens from disk"
ITEMS, QUICK = 50_000, 2_000

THEMES = ["asylum", "detention", "borders", "minors", "expulsion", "residence", "health", "gender", "housing", "integration", "anti-racism"]
THEMES += ["migration-policy", "solidarity", "international", "volunteering", "communication", "funding", "organisation"]
ACTIONS = ["advocacy", "litigation", "training", "communication", "publication-tool", "research", "partnership", "fundraising"]
PER_DOCUMENT = 50

# From the act to the frame that shows it: the frame after next begins when that one is done.
_TIMED = """(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await frame();
    const start = performance.now();
    %s;
    await frame();
    return performance.now() - start;
})()"""
_CHECK = "[...document.querySelectorAll('.facet label')].find((one) => one.textContent.startsWith('%s')).click()"
_SEARCH = """document.querySelector('#search').value = '%s';
    document.querySelector('#search').dispatchEvent(new Event('input'));
    document.querySelector('#results').textContent = '';
    const waits = () => filrouge.app.state().q !== '%s' || document.querySelector('#results').textContent === '';
    while (waits()) await new Promise((done) => setTimeout(done, 1))"""


def run(kit: Kit) -> list[Figure]:
    documents = corpus(QUICK if kit.quick else ITEMS)
    start = time.process_time()
    explorer.write(documents, kit.scratch / "explorer", transcripts=transcript)
    spent = time.process_time() - start
    sizes = {name: sum(path.stat().st_size for path in kit.scratch.rglob(name)) / 1e6 for name in ("core.js", "words.js", "*.js")}
    kit.notes.append(f"{sum(len(one.items) for one in documents)} items in {len(documents)} documents. In megabytes: {sizes}.")
    times = measure(kit.scratch / "explorer", kit.repeat)
    return [
        Figure("writing the folder", round(spent, 1), "CPU s"),
        *(Figure(act, round(found), "ms", target="≤ 2000" if act == "first view" else "≤ 200") for act, found in times.items()),
    ]


def corpus(items: int) -> list[model.Document]:
    """Documents with that many items in all; the same each time."""
    chance = random.Random(1)
    words = [_word(chance) for _ in range(20_000)]
    weights = [1 / (rank + 8) for rank in range(len(words))]
    return [_document(number, chance, words, weights) for number in range(items // PER_DOCUMENT)]


def _word(chance: random.Random) -> str:
    syllables = [
        "ré",
        "ten",
        "tion",
        "a",
        "si",
        "le",
        "dro",
        "it",
        "fa",
        "mi",
        "lle",
        "sé",
        "jour",
        "è",
        "gal",
        "or",
        "ga",
        "ni",
        "mo",
        "ve",
        "ur",
        "che",
        "pla",
        "ce",
    ]
    return "".join(chance.choices(syllables, k=chance.randint(1, 5)))


def _document(number: int, chance: random.Random, words: list[str], weights: list[float]) -> model.Document:
    entries = []
    for _ in range(PER_DOCUMENT):
        text = " ".join(chance.choices(words, weights, k=chance.randint(8, 60)))
        themes = chance.sample(THEMES, chance.choice([0, 1, 1, 1, 2, 3]))
        team = f"équipe {chance.randint(1, 200)}"
        kind = chance.choice(["priority", "activity", "figure", "other"])
        path = [" ".join(chance.choices(words, weights, k=3))]
        entries.append(item(text, themes=themes, actions=chance.sample(ACTIONS, chance.randint(0, 2)), team=team, kind=kind, path=path))
    return document(
        entries, organisation=f"Association {number % 25}", year=2005 + number // 25 % 20, title=f"Rapport {number}", name=f"{number}.pdf"
    )


def measure(folder: Path, repeat: int) -> dict[str, float]:
    """Milliseconds of each act in the page: the median of `repeat` fresh pages."""
    with Browser(timeout=60) as browser:
        runs = [_acts(browser.open(folder / "index.html")) for _ in range(repeat)]
    return {act: statistics.median(run[act] for run in runs) for act in runs[0]}


def _acts(page: Page) -> dict[str, float]:
    found = {"first view": _first_view(page)}
    page.wait("filrouge.selection.ready()", 30)
    found["theme (overview)"] = page.run(_TIMED % (_CHECK % "asylum"))
    found["year (overview)"] = page.run(_TIMED % (_CHECK % "2006"))
    found["to the list"] = page.run(_TIMED % "document.querySelector('.tabs button:nth-child(2)').click()")
    found["clear all"] = page.run(_TIMED % "document.querySelector('.pills .quiet').click()")
    found["theme (list)"] = page.run(_TIMED % (_CHECK % "detention"))
    found["team (list)"] = page.run(_TIMED % (_CHECK % "équipe"))
    page.run("document.querySelector('.pills .quiet').click()")
    for query in ("ré", "tion", "famille ré", "retentionale"):
        found[f"search “{query}” (90 of them waiting for more keys)"] = page.run(_TIMED % (_SEARCH % (query, query)))
    page.run("document.querySelector('.pills .quiet').click()")
    found["newest first"] = page.run(
        _TIMED % "(document.querySelector('#sort').value = 'newest', document.querySelector('#sort').dispatchEvent(new Event('change')))"
    )
    found["scroll to the end"] = page.run(_TIMED % "document.querySelector('#rows').scrollTop = 1e9")
    complaints = page.settle().complaints
    if complaints:
        raise SystemExit("\n".join(complaints))
    return found


def _first_view(page: Page) -> float:
    """From the start of the navigation to the first contentful paint after the last script."""
    page.wait("document.querySelector('.heat')")
    return page.run("""new Promise((done) => requestAnimationFrame(() => setTimeout(done))).then(() => {
        const painted = performance.getEntriesByType('paint').map((one) => one.startTime);
        return Math.max(...painted, performance.getEntriesByType('navigation')[0].loadEventEnd);
    })""")
