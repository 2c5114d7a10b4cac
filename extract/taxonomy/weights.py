"""Tables of weights: what holds of an item, and what that says of each kind, in tenths of log-odds.

A tab-separated file with a line of names at its head; empty lines and lines that begin with "# " are notes. In a user's own folder of rules
(`weights/kinds.tsv`) a row replaces the built-in one of its name, and a name of one's own is added.
"""

from __future__ import annotations

import math

FOLDER = "weights"
COLUMNS = ("feature", "priority", "activity", "figure", "other")
MOST = 200.0  # tenths: e^20 to one is sure enough


def read(data: bytes, name: str, faults: list[str]) -> dict[str, tuple[float, ...]]:
    """{feature: a weight for each kind}. What is wrong is added to `faults`, as file:line, with the remedy."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        faults.append(f"{name}:1: not UTF-8: save it as UTF-8")
        return {}
    rows: dict[str, tuple[float, ...]] = {}
    head = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("# "):
            continue
        cells = line.rstrip("\r").split("\t")
        if not head:
            head = True
            if tuple(cells) != COLUMNS:
                faults.append(f"{name}:{number}: the first row must be {', '.join(COLUMNS)}, with tabs between")
                return {}
            continue
        weights = [_number(cell) for cell in cells[1:]]
        if len(cells) != len(COLUMNS) or not cells[0] or None in weights:
            faults.append(f"{name}:{number}: a name and {len(COLUMNS) - 1} numbers from -{MOST:.0f} to {MOST:.0f}, with tabs between")
        elif cells[0] in rows:
            faults.append(f"{name}:{number}: {cells[0]!r} stands twice: take one out")
        else:
            rows[cells[0]] = tuple(weight for weight in weights if weight is not None)
    return rows


def written(rows: dict[str, tuple[float, ...]], note: str = "") -> str:
    """The file that says `rows`, in the order of their names."""
    lines = [f"# {line}" for line in note.splitlines()] + ["\t".join(COLUMNS)]
    return "\n".join(lines + ["\t".join((name, *(f"{weight:g}" for weight in row))) for name, row in sorted(rows.items())]) + "\n"


def _number(cell: str) -> float | None:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= MOST else None
