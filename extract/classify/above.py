"""What stands above an item and what it passes down: rules R4 and R5 of the codebook.

The nearest thing that decides any theme passes it: parent item, lead-in line, section headings from inner to outer, and only when the
item has no theme of its own the pole's and the team's heading. What is not passed down is kept with its reason (D1 compound heading,
D2 fallback not needed, D4 pure container).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extract.classify.matching import Hit, Reading
from extract.classify.own import Verdict
from extract.model import Origin, Theme
from extract.page import Passage


@dataclass(slots=True)
class Above:
    """Something above an item that decides themes: where it stands, and the hits that give each."""

    origin: Origin
    passage: Passage
    themes: dict[str, list[Hit]]
    fallback: bool = False  # pole and team headings
    compound: bool = False  # "Enfermement-Expulsion": names joined, of which the item may choose
    published: dict[str, Theme] = field(default_factory=dict)  # what it gives, made once for all items below it


@dataclass(slots=True)
class Inherited:
    above: Above | None = None
    themes: dict[str, list[Hit]] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)  # theme → D1, D2, D4


_NOTHING = Inherited()


def inherit(own: dict[str, list[Hit]], above: Above | None, *, container: bool) -> Inherited:
    """What `above`, which decides at least one theme, passes to an item whose own themes are `own`."""
    if above is None:
        return _NOTHING
    result = Inherited(above)
    for theme, hits in above.themes.items():
        if theme in own:
            result.themes[theme] = hits
        elif container:
            result.dropped[theme] = "D4"
        elif above.fallback and own:
            result.dropped[theme] = "D2"
        elif above.compound and own.keys() & above.themes.keys():
            result.dropped[theme] = "D1"
        else:
            result.themes[theme] = hits
    return result


def is_compound(reading: Reading, verdict: Verdict) -> bool:
    """Whether the heading names several themes side by side ("Enfermement-Expulsion"), not one about another ("Formation : asile")."""
    hits = sorted((hit for hits in verdict.strong.values() for hit in hits), key=lambda hit: hit.start)
    if len(verdict.strong) < 2:
        return False
    return not any(
        left.target.owner != right.target.owner and ":" in reading.text[left.stop : right.begin] for left, right in pairwise(hits)
    )
