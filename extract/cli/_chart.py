"""A timeline drawn: bars of letters for a terminal, or one SVG picture. A year without an edition is drawn as absent, not as nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from extract.cli.timeline import MISSING, columns, label, shown

if TYPE_CHECKING:
    from extract.store.index import Count, Row, Timeline


def bars(line: Timeline, measure: str, width: int) -> Iterator[str]:
    """Lines of text, at most `width` wide: for each row its name, then a bar for each year."""
    highest = _highest(line, measure)
    room = max(width - 24, 10)
    for row in line.rows:
        yield label(row.group, row.theme, line)[:width]
        for year, at in columns(line):
            count, whole = row.cells[at], line.there[row.group][at]
            if count is None or whole is None:
                yield f"  {year}  {MISSING} no edition"
            else:
                bar = "█" * round(room * _value(count, whole, measure) / highest)
                yield f"  {year}  {bar or '▏'} {shown(count, whole, measure)} of {whole.items}".rstrip()
        yield ""


_WIDE, _HIGH, _GAP, _LEFT, _TOP, _COLUMNS = 280, 90, 46, 16, 58, 3


def svg(line: Timeline, measure: str) -> str:
    """One SVG picture with a small chart for each row, all to one scale; it needs no script and no font of its own."""
    highest = _highest(line, measure)
    columns = min(_COLUMNS, len(line.rows))
    wide = _LEFT + columns * (_WIDE + _LEFT)
    high = _TOP + -(-len(line.rows) // columns) * (_HIGH + _GAP)
    first, last = line.years[0], line.years[-1]
    title = f"{_TITLES[measure]}, {first}–{last}" if first != last else f"{_TITLES[measure]}, {first}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        'font-family="system-ui, sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        '<defs><pattern id="absent" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="5" fill="#fff"/><line x1="0" y1="0" x2="0" y2="5" stroke="#bbb" stroke-width="1.5"/></pattern></defs>',
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="24" font-size="15" font-weight="600" fill="#222">{escape(title)}</text>',
        f'<rect x="{_LEFT}" y="34" width="12" height="12" fill="url(#absent)"/>'
        f'<text x="{_LEFT + 18}" y="44" fill="#555">no edition was there to be counted</text>',
    ]
    for at, row in enumerate(line.rows):
        left, top = _LEFT + at % columns * (_WIDE + _LEFT), _TOP + at // columns * (_HIGH + _GAP)
        parts += _panel(line, measure, row, left, top, highest)
    return "\n".join([*parts, "</svg>"])


_TITLES = {
    "items": "Items by theme",
    "share": "Share of all items by theme",
    "editions": "Editions with the theme",
    "teams": "Teams with the theme",
}


def _panel(line: Timeline, measure: str, row: Row, left: int, top: int, highest: float) -> Iterator[str]:
    base, step = top + 18 + _HIGH - 18, _WIDE / len(line.years)
    yield f'<text x="{left}" y="{top + 10}" font-weight="600" fill="#222">{escape(label(row.group, row.theme, line)[:48])}</text>'
    yield f'<line x1="{left}" y1="{base}" x2="{left + _WIDE}" y2="{base}" stroke="#888"/>'
    every = -(-len(line.years) // 6)  # years named below the line
    for at, (year, count, whole) in enumerate(zip(line.years, row.cells, line.there[row.group], strict=True)):
        x, wide = round(left + at * step + step * 0.1, 1), round(step * 0.8, 1)
        tall: float
        if count is None or whole is None:
            tall, fill, said = _HIGH - 18, "url(#absent)", f"{year}: no edition"
        else:
            tall = round((_HIGH - 18) * _value(count, whole, measure) / highest, 1)
            fill, said = (
                "#a33b20",
                f"{year}: {shown(count, whole, measure)} ({count.items} of {whole.items} items, {whole.editions} editions)",
            )
        yield f'<rect x="{x}" y="{round(base - tall, 1)}" width="{wide}" height="{tall}" fill="{fill}"><title>{escape(said)}</title></rect>'
        if at % every == 0:
            yield f'<text x="{round(x + wide / 2, 1)}" y="{base + 13}" text-anchor="middle" fill="#555">{year}</text>'


def _value(count: Count, whole: Count, measure: str) -> float:
    if measure == "share":
        return count.items / whole.items if whole.items else 0
    return getattr(count, measure)


def _highest(line: Timeline, measure: str) -> float:
    pairs = [pair for row in line.rows for pair in zip(row.cells, line.there[row.group], strict=True)]
    return max([_value(count, whole, measure) for count, whole in pairs if count is not None and whole is not None], default=0) or 1
