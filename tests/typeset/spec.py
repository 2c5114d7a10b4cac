"""What a typeset document says, before anyone decides how it looks, and the annotation that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that is printed. `kind`: heading, item, lead_in, prose, plan (prose that states one), row (of a table), aside."""

    kind: str
    text: str
    level: int = 1  # of a heading; of an item its depth
    unit: str = "section"  # of a heading: team, pole, section
    name: str | None = None  # what the unit is called
    ordinal: int | None = None  # of a numbered point
    lead: int = 0  # so many first characters are set in bold
    cells: tuple[str, ...] = ()  # of a table row, the text among them
    says: str = "priority"  # of an item: its kind
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole document: its blocks in order, what it is called, and the traits it was given on purpose."""

    seed: int
    title: str
    organisation: str
    genre: str
    year: int
    blocks: tuple[Block, ...]
    month: str | None = None
    header: tuple[str, ...] = ()  # of its tables
    traits: frozenset[str] = field(default_factory=frozenset)


def truth(spec: Spec, form: str = "") -> dict:
    """The annotation of `spec`, in the form that `filrouge evaluate` reads. Slides show no levels where neither words nor numbers do."""
    open_: list[Block] = []
    above: dict[int, int] = {}
    items, beside, headings, asides = [], [], [{"text": spec.title, "level": 0, "role": "title"}], []
    lead_in = None
    for block in spec.blocks:
        if block.kind == "heading":
            open_ = [*[heading for heading in open_ if heading.level < block.level], block]
            headings.append({"text": block.text, "level": block.level, "role": block.unit})
        if block.kind in ("item", "row"):
            above = {depth: number for depth, number in above.items() if depth < block.level}
            items.append(_item(len(items) + 1, block, open_, above.get(block.level - 1), lead_in))
            items[-1]["doubt"] = _doubt(spec, form, block, items[-1])
            above[block.level] = len(items)
            continue
        above, lead_in = {}, block.text if block.kind == "lead_in" else None
        if block.kind == "plan":
            beside.append(_item(901 + len(beside), block, open_, None, None))
        if block.kind == "aside":
            asides.append({"text": block.text, "reason": "aside"})
    about = {"title": spec.title, "organisation": spec.organisation, "year": spec.year, "language": "fr", "genre": spec.genre}
    return {"document": about, "items": items, "paragraph_priorities": beside, "headings": headings, "not_items": asides}


def _doubt(spec: Spec, form: str, block: Block, item: dict) -> dict:
    """The readings that are as right."""
    doubt: dict[str, list] = {}
    path, numbered = item["path"], "numbered headings" in spec.traits
    if form == "pptx" and "chapters" in spec.traits and not numbered:  # slides show no levels where neither words nor numbers do
        doubt["also_acceptable_paths"] = [path[-1:]]
    if form == "txt" and path and path[-1].endswith(":") and not numbered:  # it may as well introduce the list
        doubt["also_acceptable_paths"] = [path[:-1]]
        doubt["also_acceptable_sections"] = [None, path[-2] if len(path) > 1 else None]
    if block.says == "priority" and block.text[:1].isdigit():  # "80 % des groupes équipés": a target, or a count
        doubt["also_acceptable_kinds"] = ["figure"]
    if spec.genre in ("plan", "programme"):  # a plan of several years
        doubt["also_acceptable_years"] = [None]
    return doubt


def _item(number: int, block: Block, open_: list[Block], parent: int | None, lead_in: str | None) -> dict:
    innermost = {heading.unit: heading for heading in open_}
    return {
        "n": number,
        "text": block.text,
        "path": [heading.text for heading in open_],
        "team": innermost["team"].name if "team" in innermost else None,
        "pole": innermost["pole"].name if "pole" in innermost else None,
        "section": innermost["section"].text if "section" in innermost else None,
        "lead_in": lead_in,
        "depth": block.level,
        "parent": parent,
        "kind": block.says,
        "year": block.year,
    }
