"""Documents made up from a seed: outlines, items and prose, with the difficulties that real ones have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

import yaml

from tests.typeset.spec import Block, Spec


def compose(seed: int) -> Spec:
    """The document of this number. Equal seeds, equal documents."""
    return _Author(seed).document()


@lru_cache(maxsize=1)
def words() -> dict:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))


class _Author:
    """Writes one document. Every choice comes from the seed; what is chosen on purpose is noted in `traits`."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = Random(seed)
        self.words = words()
        self.year = self.chance.randint(2009, 2024)
        self.genre = self.chance.choice(("priorities", "priorities", "activity-report", "plan"))
        self.traits: set[str] = {self.genre}
        self.used: set[str] = set()
        self.numbering = self.chance.random() < 0.3
        self.nesting = self.chance.random() < 0.5
        self.hard = self.chance.random() < 0.5  # items and headings that look like something else
        self.prosaic = self.chance.random() < 0.6

    def document(self) -> Spec:
        title = self.fill(self.pick(self.words["titles"][self.genre]))
        shape = self.chance.choice(("units", "units", "chapters", "flat", "measures" if self.genre == "plan" else "units"))
        self.traits.add(shape)
        self.header = self.chance.choice((("N°", "Mesure"), ("N°", "Mesure", "Échéance"), ("Action", "Responsable", "Échéance")))
        blocks = [*self.prose("intro"), *getattr(self, f"_{shape}")()]
        if self.numbering:
            blocks = self.number(blocks)
        month = self.pick(self.words["months"]) if self.chance.random() < 0.4 else None
        return Spec(
            self.seed,
            title,
            self.pick(self.words["organisations"]),
            self.genre,
            self.year,
            tuple(blocks),
            month,
            self.header if "measures" in self.traits else (),
            frozenset(self.traits),
        )

    # outlines

    def _units(self) -> list[Block]:
        """Teams with poles with sections; levels may be missing, as in real ones."""
        form, pole_form = self.pick(self.words["teams"][self.genre]), self.pick(self.words["poles"][self.genre])
        blocks = []
        for unit in self.chance.sample(self.words["units"], self.chance.randint(2, 4)):
            blocks += [self.heading(self.fill(form, unit=unit), 1, "team", unit), *self.prose("under a heading")]
            depth = self.chance.choice(("poles", "sections", "items"))
            if depth == "items":
                self.traits.add("skipped levels")
                blocks += self.list()
            elif depth == "sections":
                blocks += self.sections(2)
            else:
                for pole in self.chance.sample(self.words["pole_units"], self.chance.randint(1, 3)):
                    blocks += [self.heading(self.fill(pole_form, unit=pole), 2, "pole", pole), *self.sections(3)]
        return blocks

    def _chapters(self) -> list[Block]:
        blocks = []
        for chapter in self.chance.sample(self.words["chapters"], self.chance.randint(2, 4)):
            blocks += [self.heading(chapter, 1), *self.prose("under a heading"), *self.sections(2)]
        return blocks

    def _flat(self) -> list[Block]:
        return self.sections(1, at_least=3)

    def _measures(self) -> list[Block]:
        """Chapters whose measures stand in ruled tables."""
        blocks, number = [], 0
        measures = self.chance.sample(self.words["measures"], len(self.words["measures"]))
        for chapter in self.chance.sample(self.words["chapters"], 3):
            blocks += [self.heading(chapter, 1), *self.prose("under a heading")]
            for _ in range(self.chance.randint(2, 5)):
                number += 1
                text = measures[number - 1] + (f" {self.pick(self.words['objects'])}" if self.chance.random() < 0.4 else "")
                owner, deadline = self.pick(self.words["owners"]), self.fill(self.pick(self.words["deadlines"]))
                row = (str(number), text, deadline) if self.header[0] == "N°" else (text, owner, deadline)
                blocks.append(Block("row", text, cells=row[: len(self.header)], says="priority", year=self.year))
        return blocks

    def sections(self, level: int, at_least: int = 1) -> list[Block]:
        blocks = []
        for _ in range(self.chance.randint(at_least, at_least + 2)):
            blocks += [self.heading(self.section_title(), level), *self.prose("under a heading"), *self.list()]
        if self.genre == "activity-report" and self.chance.random() < 0.4:
            self.traits.add("perspectives")
            blocks += [self.heading(self.fill(self.pick(self.words["perspectives"])), level), *self.list("priority", self.year + 1)]
        return blocks

    def heading(self, text: str, level: int, unit: str = "section", name: str | None = None) -> Block:
        return Block("heading", text, level, unit, name)

    def section_title(self) -> str:
        if self.hard and self.chance.random() < 0.12:
            self.traits.add("long heading")
            return self.fresh(self.words["long_sections"])
        if self.hard and self.chance.random() < 0.1:
            self.traits.add("heading with : or ?")
            return self.fresh(self.words["asking_sections"])
        return self.fresh(self.words["sections"])

    def number(self, blocks: list[Block]) -> list[Block]:
        """Headings with printed numbers, which are part of their text."""
        self.traits.add("numbered headings")
        roman = self.chance.random() < 0.3
        counts: list[int] = []
        numbered = []
        for block in blocks:
            if block.kind == "heading":
                counts = (counts + [0] * block.level)[: block.level]
                counts[-1] += 1
                label = ".".join(map(str, counts)) + ("." if len(counts) == 1 or not roman else "")
                if roman and len(counts) == 1:
                    label = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[min(counts[0], 10) - 1] + "."
                elif roman:
                    label = ".".join(map(str, counts[1:])) + "."
                block = Block("heading", f"{label} {block.text}", block.level, block.unit, block.name)
            numbered.append(block)
        return numbered

    # what stands under headings

    def prose(self, where: str) -> list[Block]:
        if not self.prosaic or self.chance.random() < 0.4:
            return []
        count = self.chance.randint(1, 3) if where == "intro" else 1
        blocks = []
        for _ in range(count):
            text = " ".join(self.chance.sample(self.words["sentences"], self.chance.randint(1, 3)))
            blocks.append(Block("prose", text))
        if where != "intro" and self.chance.random() < 0.1:
            self.traits.add("plan in prose")
            blocks.append(Block("plan", self.fill(self.pick(self.words["plans"])), year=self.year + 1))
        return blocks

    def list(self, says: str = "", year: int | None = None) -> list[Block]:
        """A lead-in perhaps, then items; some hold items of their own."""
        says = says or ("activity" if self.genre == "activity-report" else "priority")
        year = year or self.year
        blocks = []
        if self.chance.random() < 0.2:
            self.traits.add("lead-in")
            blocks.append(Block("lead_in", self.pick(self.words["lead_ins"])))
        ordered = self.chance.random() < 0.12
        if ordered:
            self.traits.add("numbered points")
        for at in range(1, self.chance.randint(2, 6) + 1):
            text, lead, kind = self.item(says)
            nested = self.nesting and self.chance.random() < 0.2
            if nested:
                text, lead, kind = self.pick(self.words["contain"]), 0, says
            blocks.append(Block("item", text, 1, ordinal=at if ordered else None, lead=lead, says=kind, year=year))
            if nested:
                self.traits.add("nested")
                for inner in self.chance.sample(self.words["nested"], self.chance.randint(2, 4)):
                    blocks.append(Block("item", inner + (" ;" if self.chance.random() < 0.2 else ""), 2, says=says, year=year))
        return blocks

    def item(self, says: str) -> tuple[str, int, str]:
        """Text, length of its bold lead, and kind of one item."""
        kinds = ["plain"] * 6 + ["topic"] * 3 + ["short", "long"]
        if self.hard:
            kinds += ["number", "year", "lead", "count", "title", "long", "sentence", "dash"]
        shape = self.pick(kinds)
        self.traits.add(f"item:{shape}")
        text, lead = getattr(self, f"_item_{shape}")()
        counts = says == "activity" and shape == "count"
        return text, lead, "figure" if counts else says

    def _item_plain(self) -> tuple[str, int]:
        return self.phrase(), 0

    def _item_topic(self) -> tuple[str, int]:
        return f"{self.pick(self.words['topics'])} : {', '.join(self.chance.sample(self.words['means'], self.chance.randint(1, 3)))}", 0

    def _item_short(self) -> tuple[str, int]:
        return self.pick(self.words["short_items"]), 0

    def _item_long(self) -> tuple[str, int]:
        first, second = (f"{self.phrase()} {self.pick(self.words['complements'])}" for _ in range(2))
        return f"{first} ; {self.lower(second)}", 0

    def _item_number(self) -> tuple[str, int]:
        return self.pick(self.words["starts_number"]), 0

    def _item_year(self) -> tuple[str, int]:
        return self.fill(self.pick(self.words["starts_year"])), 0

    def _item_lead(self) -> tuple[str, int]:
        lead = f"{self.pick(self.words['leads'])}."
        return f"{lead} {self.phrase()} {self.pick(self.words['complements'])}.", len(lead)

    def _item_count(self) -> tuple[str, int]:
        return self.fill(self.pick(self.words["counts"])), 0

    def _item_title(self) -> tuple[str, int]:
        return self.pick(self.words["sections"]), 0

    def _item_sentence(self) -> tuple[str, int]:
        return f"{self.phrase()}. {self.pick(self.words['sentences'])}", 0

    def _item_dash(self) -> tuple[str, int]:
        return f"{self.phrase()} – {self.lower(self.phrase())}", 0

    def phrase(self) -> str:
        planned = self.genre != "activity-report" and self.chance.random() < 0.3  # "Former …" would read as a plan in a report
        text = f"{self.pick(self.words['infinitives' if planned else 'actions'])} {self.pick(self.words['objects'])}"
        return f"{text} {self.pick(self.words['complements'])}" if self.chance.random() < 0.4 else text

    # choosing words

    def pick(self, choices):
        return self.chance.choice(choices)

    def fresh(self, choices: list[str]) -> str:
        """One not used yet as a heading, where any is left."""
        left = [choice for choice in choices if choice not in self.used] or choices
        chosen = self.pick(left)
        self.used.add(chosen)
        return chosen

    @staticmethod
    def lower(text: str) -> str:
        return text[0].lower() + text[1:]

    def fill(self, text: str, **more: str) -> str:
        number = self.chance.randint(12, 960)
        return text.format(year=self.year, next=self.year + 1, later=self.year + 3, number=number, part=number // 3, **more)
