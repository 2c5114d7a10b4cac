"""How deep numbered headings stand: I. over 1. over 1.1., whatever they look like and whatever they are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.marks import Mark

_USUAL = 3  # headings that show how a kind of number looks


@dataclass(slots=True)
class _Open:
    """A numbered heading whose part is not over yet; one that was only implied ("1.1" before any "1.") has no look."""

    family: str
    script: str  # "4.1" goes under a "4." in plain figures, "II.1" under a "II"
    ordinal: tuple[int, ...]
    depth: int
    prominence: float | None


def depths(marks: Sequence[Mark | None], prominence: Sequence[float]) -> list[int | None]:
    """The depth of each heading from 0, in reading order; None for those without a number. `prominence` ranks looks, lower stands out more.

    "4.1" stands under the last "4", also where no 4 is printed. Equal kinds of number ("1.", "A)", "Axe n") are equally deep while a part
    lasts; a kind that begins inside another's part stands under it, unless it stands out more and counts through the whole document.
    """
    starts = Counter(mark.family for mark in marks if mark and mark.ordinal and mark.ordinal[-1] == 1)
    looks = _usual_looks(marks, prominence)
    open_: list[_Open] = []
    found: list[int | None] = []
    for mark, look in zip(marks, prominence, strict=True):
        if mark is None or not mark.ordinal:
            found.append(None)
            continue
        if len(mark.ordinal) > 1:
            _open_prefix(open_, mark.script, mark.ordinal[:-1])
        else:
            look = looks.get(mark.family, look)
            _close_for(open_, mark, look, starts)
        depth = open_[-1].depth + 1 if open_ else 0
        open_.append(_Open(mark.family, mark.script, mark.ordinal, depth, look))
        found.append(depth)
    return found


def _usual_looks(marks: Sequence[Mark | None], prominence: Sequence[float]) -> dict[str, float]:
    """How a kind of number usually looks, where there are enough to tell: one set a little larger than its like is still one of them."""
    alike: dict[str, list[float]] = defaultdict(list)
    for mark, look in zip(marks, prominence, strict=True):
        if mark is not None and len(mark.ordinal) == 1:
            alike[mark.family].append(look)
    return {family: sorted(looks)[len(looks) // 2] for family, looks in alike.items() if len(looks) >= _USUAL}


def _open_prefix(open_: list[_Open], script: str, prefix: tuple[int, ...]) -> None:
    """Closes what does not hold a heading numbered `prefix` and one part more; opens what was never printed."""
    at = next((at for at in reversed(range(len(open_))) if open_[at].ordinal == prefix and open_[at].script == script), None)
    if at is not None:
        del open_[at + 1 :]
        return
    if len(prefix) > 1:
        _open_prefix(open_, script, prefix[:-1])
    else:
        outer = next((at for at, one in enumerate(open_) if one.script == script and len(one.ordinal) == 1), None)
        if outer is not None:
            del open_[outer:]
    open_.append(_Open(script, script, prefix, open_[-1].depth + 1 if open_ else 0, None))


def _close_for(open_: list[_Open], mark: Mark, look: float, starts: Counter[str]) -> None:
    """Closes the parts that end where this heading begins."""
    at = next(
        (at for at, one in enumerate(open_) if one.family == mark.family or (one.prominence is None and mark.family[0] == one.script)), None
    )
    if at is not None:
        del open_[at:]
        return
    while open_:
        top = open_[-1]
        stands_out = top.prominence is not None and look < top.prominence
        if not stands_out or starts[mark.family] > starts[top.family]:
            return
        open_.pop()
