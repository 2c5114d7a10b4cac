"""Scores as people read them: aligned tables for a terminal, Markdown tables for a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extract.evaluation.reliability import reliability
from extract.evaluation.scoring import Fault, Score, total

_COLUMNS = (
    ("gold", "gold"),
    ("found", "predicted"),
    ("P", "items.p"),
    ("R", "items.r"),
    ("F1", "items.f1"),
    ("text", "exact_text"),
    ("path", "path"),
    ("team", "team"),
    ("pole", "pole"),
    ("section", "section"),
    ("parent", "parent"),
    ("kind", "kind"),
    ("year", "year"),
    ("mission", "themes_mission.f1"),
    ("themes", "themes_all.f1"),
    ("actions", "actions.f1"),
    ("headings", "headings.f1"),
    ("meta", "metadata"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The score of one document: the annotation's name, the document's, and what kind of file it is."""

    gold: str
    document: str
    form: str
    score: Score


def page(rows: Sequence[Row], *, markdown: bool = False, by_theme: bool = False) -> str:
    """Scores by document, by form and pooled; then by theme, when asked."""
    ordered = sorted(rows, key=lambda row: (row.gold, row.form, row.document))
    lines = [(row.document, row.score) for row in ordered]
    if len(rows) > 1:
        lines += [(f"all {form}", score) for form, score in by_form(rows).items()]
        lines.append(("all", total(row.score for row in ordered)))
    parts = [table(lines, markdown=markdown)]
    if by_theme:
        parts.append(theme_table(lines[-1][1], markdown=markdown))
    return "\n\n".join(parts)


def by_form(rows: Iterable[Row]) -> dict[str, Score]:
    """Pooled by kind of file, in alphabetical order."""
    forms: dict[str, list[Score]] = {}
    for row in rows:
        forms.setdefault(row.form, []).append(row.score)
    return {form: total(scores) for form, scores in sorted(forms.items())}


def as_json(rows: Sequence[Row]) -> str:
    """Everything: figures by document, form and theme, pooled, reliability of confidences, and all faults."""
    pooled = total(row.score for row in rows)
    value = {
        "pooled": pooled.figures(),
        "themes": pooled.by_theme(),
        "forms": {form: score.figures() for form, score in by_form(rows).items()},
        "documents": [
            {
                "gold": row.gold,
                "document": row.document,
                "form": row.form,
                "figures": row.score.figures(),
                "faults": [asdict(fault) for fault in row.score.faults],
            }
            for row in rows
        ],
        "reliability": {name: _bands(trust) for name, trust in (("items", pooled.item_trust), ("headings", pooled.heading_trust))},
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def fault_lines(rows: Iterable[Row]) -> list[str]:
    """Every fault as a line that begins with its document."""
    return [f"{row.document}: {fault_line(fault)}" for row in rows for fault in row.score.faults]


def table(rows: Iterable[tuple[str, Score]], *, markdown: bool = False) -> str:
    """One line a row: its label and figures; the share of matched items where no other meaning is named."""
    lines = [["", *(title for title, _ in _COLUMNS)]]
    lines += [[label, *(_cell(score, key) for _, key in _COLUMNS)] for label, score in rows]
    return _markdown(lines) if markdown else _aligned(lines)


def theme_table(score: Score, *, markdown: bool = False) -> str:
    lines = [["theme", "n", "P", "R", "F1"]]
    lines += [[theme, str(row["n"]), *(f"{row[key]:.3f}" for key in ("p", "r", "f1"))] for theme, row in score.by_theme().items()]
    return _markdown(lines) if markdown else _aligned(lines)


def fault_line(fault: Fault) -> str:
    """ "page 3: kind of #12 is "activity", annotated "priority": Suivi de …" """
    number = f" #{fault.number}" if fault.number is not None else ""
    text = fault.text if len(fault.text) <= 90 else fault.text[:89] + "…"
    if fault.what in ("missed", "invented"):
        return f"{fault.where or 'somewhere'}: {fault.what}{number}: {text}"
    return f"{fault.where}: {fault.what} of{number} is {_quoted(fault.got)}, annotated {_quoted(fault.expected)}: {text}"


def _bands(trust: list[tuple[float, bool]]) -> dict[str, Any]:
    bands, error = reliability(trust)
    return {"calibration_error": error, "bands": [asdict(band) for band in bands]}


_OF_FOUND = frozenset(("exact_text", "path", "team", "pole", "section", "parent", "kind", "year"))


def _cell(score: Score, key: str) -> str:
    """The figure, or a dash where it would be a share of nothing."""
    if key in _OF_FOUND and not score.counts["gold" if key == "exact_text" else "hit"]:
        return "–"
    name, _, part = key.partition(".")
    value = score.figures()[name]
    if isinstance(value, dict):
        value = value[part]
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _quoted(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, (list, tuple, set)):
        return " › ".join(map(str, value)) or "none"
    return f'"{value}"'


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    rows = (
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )
    return "\n".join(row.rstrip() for row in rows)


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join([head, "|---|" + "---:|" * (len(lines[0]) - 1), *body])
