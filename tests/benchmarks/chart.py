"""Cost against size as a drawing: a row of small charts with logarithmic axes, as SVG."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass

WIDE, HIGH, LEFT, BELOW, ABOVE = 300, 220, 46, 36, 26


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: `points` (size, cost) from small to large. The dashed line is what the largest but one would give if cost grew as size."""

    title: str
    size: str
    cost: str
    points: tuple[tuple[float, float], ...]


def slope(points: tuple[tuple[float, float], ...]) -> float:
    """By which power of size cost grows between the last two points: 1 is linear."""
    (small, less), (large, more) = points[-2:]
    return math.log(more / less) / math.log(large / small)


def svg(panels: list[Panel]) -> str:
    """The panels beside each other, readable on light and dark pages."""
    drawn = "".join(f'<g transform="translate({number * WIDE} 0)">{_panel(panel)}</g>' for number, panel in enumerate(panels))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE * len(panels)} {HIGH}" role="img">{_STYLE}{drawn}</svg>\n'


_STYLE = """<title>Cost against size</title><style>
text{font:11px system-ui,sans-serif;fill:#666}.t{font-weight:600;font-size:12px}path{fill:none;stroke:#b3261e;stroke-width:2}
circle{fill:#b3261e}.a{stroke:#999;stroke-width:1}.l{stroke:#999;stroke-width:1;stroke-dasharray:4 3}
</style>"""


def _panel(panel: Panel) -> str:
    across = _Axis([size for size, _ in panel.points], LEFT, WIDE - 14)
    up = _Axis([cost for _, cost in panel.points], HIGH - BELOW, ABOVE)
    places = [(across.at(size), up.at(cost)) for size, cost in panel.points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    (small, less), (large, _) = panel.points[-2:]
    even = f"M{across.at(small):.1f} {up.at(less):.1f}L{across.at(large):.1f} {up.at(less * large / small):.1f}"
    return "".join(
        (
            f'<text class="t" x="{LEFT}" y="14">{html.escape(panel.title)}</text>',
            f'<path class="a" d="M{LEFT} {ABOVE}V{HIGH - BELOW}H{WIDE - 14}"/><path class="l" d="{even}"/><path d="{line}"/>',
            *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places),
            *(
                f'<text x="{across.at(size):.1f}" y="{HIGH - BELOW + 14}" text-anchor="middle">{size:,.0f}</text>'
                for size, _ in panel.points
            ),
            *(f'<text x="{LEFT - 5}" y="{up.at(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>' for tick in up.ticks()),
            f'<text x="{WIDE - 14}" y="{HIGH - 6}" text-anchor="end">{html.escape(panel.size)}</text>',
            f'<text x="{LEFT + 5}" y="{ABOVE + 9}">{html.escape(panel.cost)}</text>',
        )
    )


class _Axis:
    """Logarithmic, over all of `values`, from one place of the drawing to another."""

    def __init__(self, values: list[float], first: float, last: float) -> None:
        self.low, self.high = math.log10(min(values)), math.log10(max(values))
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        return self.first + (math.log10(value) - self.low) / ((self.high - self.low) or 1) * (self.last - self.first)

    def ticks(self) -> list[float]:
        """Powers of ten within; the two ends where there are fewer than two."""
        powers = [10.0**power for power in range(math.ceil(self.low), math.floor(self.high) + 1)]
        return powers if len(powers) > 1 else [float(f"{10**self.low:.2g}"), float(f"{10**self.high:.2g}")]
