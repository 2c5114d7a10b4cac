"""How fast the search index answers, on a corpus that is made up.

The words follow a Zipf law, themes and teams are spread unevenly: what makes real archives slow to count.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from extract import model
from extract.store import index
from extract.store.index import build, schema, sums
from tests.benchmarks.kit import Figure, Kit

TITLE = "Searching and counting"
ITEMS_EACH = 200
ORGANISATIONS, TEAMS, POLES, SECTIONS = 40, 12, 8, 60
YEARS = range(2000, 2026)
THEMES = (
    *("asylum", "detention", "borders", "minors", "expulsion", "residence", "health", "gender", "housing", "integration", "anti-racism"),
    *("migration-policy", "solidarity", "international", "volunteering", "communication", "funding", "organisation"),
)
ACTIONS = ("advocacy", "litigation", "training", "communication", "publication-tool", "research", "partnership", "fundraising")
KINDS, KIND_WEIGHTS = ("priority", "activity", "figure", "other"), (50, 35, 10, 5)
SYLLABLES = (
    "ré",
    "ten",
    "tion",
    "mi",
    "gra",
    "a",
    "si",
    "le",
    "ju",
    "ri",
    "dique",
    "for",
    "ma",
    "pla",
    "doy",
    "er",
    "sé",
    "jour",
    "pré",
    "fec",
    "ture",
)


def corpus(items: int, seed: int = 2026) -> Iterator[model.Document]:
    """Records with `items` items in all, in order of year; equal arguments, equal records."""
    chance = random.Random(seed)
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(40_000)}, key=lambda _: chance.random())
    weights = [1 / (rank + 3) for rank in range(len(words))]
    documents = max(items // ITEMS_EACH, 1)
    for number in range(documents):
        year = YEARS[number * len(YEARS) // documents]
        yield record(number, year, chance, words, weights)


def record(number: int, year: int, chance: random.Random, words: list[str], weights: list[float]) -> model.Document:
    """One made-up report."""
    spoken = chance.choices(words, weights, k=14 * ITEMS_EACH)
    identity = f"d-{number:016x}"
    source = model.SourceFile(path=f"{year}/{number}.pdf", media_type="application/pdf", sha256=f"{number:064x}", bytes=1, pages=20)
    about = model.About(
        id=identity,
        title=" ".join(spoken[:6]),
        organisation=f"Association {number % ORGANISATIONS}",
        genre="priorities",
        year=year,
        date=str(year),
        language="fr",
        evidence={},
        source=source,
        transcript=model.TranscriptRef(path=f"transcripts/{identity}.txt", sha256="0" * 64, length=200 * ITEMS_EACH),
    )
    made = tuple(_item(order, year, spoken[14 * (order - 1) : 14 * order], chance) for order in range(1, ITEMS_EACH + 1))
    rules = model.RuleSet(version="0", sha256="0" * 64)
    provenance = model.Provenance(software="made up", rules=rules, config_sha256="0" * 64, components={})
    return model.Document(document=about, outline=(), items=made, provenance=provenance)


def _item(order: int, year: int, spoken: list[str], chance: random.Random) -> model.Item:
    start = order * 150
    said = model.Evidence(rule="made.up", text=spoken[0], span=(start, start + len(spoken[0])))
    team, pole, section = (
        f"{name} {int(chance.random() ** 2 * size)}" for name, size in (("team", TEAMS), ("pole", POLES), ("section", SECTIONS))
    )
    themes = {THEMES[int(chance.random() ** 2 * len(THEMES))] for _ in range(chance.choice((0, 1, 1, 1, 2)))}
    return model.Item(
        id=f"i-{order:012x}",
        order=order,
        section_id=None,
        parent=None,
        depth=1,
        form="bullet",
        text=" ".join(spoken),
        path=(team, pole, section),
        team=team,
        pole=pole,
        section=section,
        lead_in=None,
        kind=chance.choices(KINDS, KIND_WEIGHTS)[0],
        kind_evidence=(said,),
        year=year + (chance.random() < 0.1),
        themes=tuple(model.Theme(id=theme, origin="own", evidence=(said,)) for theme in sorted(themes)),
        actions=(model.Action(id=chance.choice(ACTIONS), evidence=(said,)),) if chance.random() < 0.4 else (),
        locator=model.Locator(span=(start, start + 140), boxes=(model.Box(page=order // 10 + 1, bbox=(72, 80, 520, 92)),)),
    )


def make(folder: Path, items: int) -> Path:
    """The path of an index over a made-up corpus."""
    path = folder / schema.FILE
    with build.replacing(path) as connection:
        for number, document in enumerate(corpus(items), 1):
            build.add(connection, document, number * schema.ROOM, 0)
        sums.add_up(connection)
        connection.execute("INSERT INTO meta VALUES ('ledger_bytes', 0)")
    return path


def questions(seed: int = 7) -> Iterator[index.Search]:
    """What people ask: words from the commonest to the rarest, alone, together, quoted, begun, and under every kind of filter."""
    chance = random.Random(seed)
    common = [document.items[0].text.split() for document in corpus(20_000)]
    for words in common:
        one, two = chance.sample(words, 2)
        years = sorted(chance.choices(YEARS, k=2))
        yield index.Search(one)
        yield index.Search(f"{one} {two}")
        yield index.Search(f'"{words[0]} {words[1]}"')
        yield index.Search(f"{one[:4]}*", years=(years[0], years[1]))
        yield index.Search(themes=(chance.choice(THEMES),))
        yield index.Search(themes=(chance.choice(THEMES),), years=(years[0], years[1]), kinds=("priority",))
        yield index.Search(one, themes=(chance.choice(THEMES),), organisations=(f"Association {chance.randrange(ORGANISATIONS)}",))
        yield index.Search(f"{one} OR {two}", teams=(f"team {chance.randrange(TEAMS)}",), actions=(chance.choice(ACTIONS),))
        yield index.Search(kinds=(chance.choice(KINDS),), offset=chance.randrange(1000))
        yield index.Search(f"{one} -{two}", sections=(f"section {chance.randrange(SECTIONS)}",))


def counts() -> Iterator[index.Question]:
    """Timelines, from the whole to the narrow."""
    yield index.Question()
    yield index.Question(kinds=("priority",))
    yield index.Question(themes=("detention",))
    yield index.Question(organisations=("Association 7",), by="team")
    yield index.Question(themes=("detention", "asylum"), by="organisation")
    yield index.Question(years=(2010, 2020), by="pole")


def run(kit: Kit) -> list[Figure]:
    """Figures of an index of a million items (`--quick`: twenty thousand)."""
    items = 20_000 if kit.quick else 1_000_000
    start = time.process_time()
    path = make(kit.scratch, items)
    made = time.process_time() - start
    opening = times(lambda _: index.open_index(kit.scratch).__exit__(), range(kit.repeat))
    with index.open_index(kit.scratch) as opened:
        searching = times(lambda wanted: list(index.search(opened, wanted).hits), questions())
        counting = times(lambda question: index.timeline(opened, question), [*counts()] * kit.repeat)
    kit.notes.append(f"{items:,} items, {len(searching):,} queries; made in {made:.0f} CPU s, {path.stat().st_size / 1e6:,.0f} MB.")
    return [
        Figure("items indexed", round(items / made), "items/CPU s"),
        Figure("index, bytes", round(path.stat().st_size / items), "an item"),
        Figure("opening the index", middle(opening, 0.5), "ms"),
        Figure("a query, median", middle(searching, 0.5), "ms"),
        Figure("a query, 95 of 100", middle(searching, 0.95), "ms", target="≤ 100"),
        Figure("a query, slowest", searching[-1], "ms"),
        Figure("a timeline, median", middle(counting, 0.5), "ms"),
        Figure("a timeline, 95 of 100", middle(counting, 0.95), "ms", target="≤ 500"),
    ]


def times(ask: Callable[[Any], object], asked: Iterable[Any]) -> list[float]:
    """Milliseconds that each question takes, its answer read to the end; the shortest first."""
    taken = []
    for question in asked:
        start = time.perf_counter()
        ask(question)
        taken.append(round(1000 * (time.perf_counter() - start), 1))
    return sorted(taken)


def middle(taken: list[float], part: float) -> float:
    """The value that `part` of them do not exceed."""
    return taken[min(int(part * len(taken)), len(taken) - 1)]
