"""What the OCR engine does not say but the pixels show: how far the page is turned, the marks left of lines, how bold letters are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

STEEPEST = 4.0  # degrees; a page fed askew is turned by less
FINEST = 0.1  # degrees: it moves a line's end by its own height's tenth
SMALL = 700  # pixels across, for judging the skew
BEFORE = (0.15, 3.0)  # em left of the text, where a mark stands
MARK = (0.1, 0.8)  # em: the smallest and largest mark
FLAT = 1.7  # width by height: a dash
CELL = 6  # points
DARKER = 30  # of 255: the ground of a picture against the paper
PAPER, INK = 0.9, 0.02  # shares of a page's pixels that are lighter and darker than its paper and its ink


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, as the character that looks most like it; `x0` in pixels."""

    text: str
    x0: int


def straightened(image: Any) -> tuple[Any, float]:
    """A grey image turned so that its lines are level, and by how many degrees (counter-clockwise) it was turned."""
    angle = skew(image)
    if abs(angle) < FINEST:
        return image, 0.0
    from PIL import Image

    return image.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255), angle


def skew(image: Any) -> float:
    """Degrees (counter-clockwise) by which turning the image makes the contrast between its rows greatest (Postl 1986)."""
    from PIL import Image, ImageOps

    scale = SMALL / max(image.size)
    small = ImageOps.invert(image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))), Image.Resampling.BOX))

    def contrast(angle: float) -> float:
        turned = small.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0) if angle else small
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return sum((one - other) ** 2 for one, other in pairwise(rows))

    best, step = 0.0, 1.0
    reach = [STEEPEST * part / 4 for part in range(-4, 5)]
    while step >= FINEST / 2:
        best = max(reach, key=lambda angle: (contrast(angle), -abs(angle)))
        step /= 2.5
        reach = [best - 2 * step, best - step, best, best + step, best + 2 * step]
    return round(best, 3) if abs(best) <= STEEPEST else 0.0


def black(image: Any) -> Any:
    """The image with ink 255 and paper 0, parted half way between the page's paper and its ink."""
    counts = image.histogram()
    total = sum(counts)
    light = _level(counts, total * (1 - PAPER) if total else 0)
    dark = _level(counts, total * INK * 0.25)
    border = (light + dark) / 2 if light - dark > 40 else light * 0.6
    border = max(border, 0.5 * (_peak(counts) + dark))
    return image.point([255 if value < border else 0 for value in range(256)])


def _level(counts: list[int], below: float) -> int:
    total = 0
    for value, count in enumerate(counts):
        total += count
        if total > below:
            return value
    return 255


def _peak(counts: list[int]) -> int:
    return max(range(256), key=counts.__getitem__)


def pictures(image: Any, dpi: int) -> list[tuple[int, int, int, int]]:
    """The boxes of pictures: areas of an inch or more both ways whose ground is darker than the paper. Bands behind headings are lower."""
    from PIL import Image, ImageFilter

    scale = 72 / dpi  # to a pixel a point, where print leaves white between its lines
    points = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX)
    ground = points.filter(ImageFilter.MaxFilter(7))
    grid = ground.resize((max(1, points.width // CELL), max(1, points.height // CELL)), Image.Resampling.NEAREST)
    paper = _peak(ground.histogram())
    left = {(at % grid.width, at // grid.width) for at, value in enumerate(grid.tobytes()) if value < paper - DARKER}
    found = []
    while left:
        area = _area(left)
        columns, rows = [x for x, _ in area], [y for _, y in area]
        box = min(columns), min(rows), max(columns) + 1, max(rows) + 1
        width, height = (box[2] - box[0]) * CELL, (box[3] - box[1]) * CELL
        whole = width * height > 0.7 * points.width * points.height  # the paper itself, unevenly lit
        if min(width, height) >= 72 and len(area) * CELL * CELL >= 0.5 * width * height and not whole:
            found.append(tuple(round(side * CELL / scale) for side in box))
    return sorted(found)


def _area(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """One connected area, taken out of `left`."""
    edge, area = [min(left)], []
    left.discard(edge[0])
    while edge:
        x, y = edge.pop()
        area.append((x, y))
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if near in left:
                left.discard(near)
                edge.append(near)
    return area


def mark_before(ink: Any, left: int, baseline: float, em: float) -> Mark | None:
    """The small thing that stands alone left of a line that begins at `left`; None when there is none."""
    x0, x1 = int(max(0, left - BEFORE[1] * em)), int(left - BEFORE[0] * em)
    y0, y1 = int(max(0, baseline - 0.95 * em)), int(min(ink.height, baseline + 0.25 * em))
    if x1 - x0 < 3 or y1 - y0 < 3:
        return None
    band = ink.crop((x0, y0, x1, y1))
    runs = _columns(band, 0.06 * em)
    if not runs:
        return None
    start, end = runs[-1]
    if len(runs) > 1 and start - runs[-2][1] < 0.9 * em:  # part of something wider
        return None
    if start == 0 and end - start > MARK[1] * em:
        return None
    return classify(band.crop((start, 0, end, band.height)), em, x0 + start)


def classify(blob: Any, em: float, x0: int) -> Mark | None:
    """What mark the ink of a small image is; None when it is none."""
    box = blob.getbbox()
    if box is None:
        return None
    width, height = box[2] - box[0], box[3] - box[1]
    if max(width, height) > MARK[1] * em or max(width, height) < MARK[0] * em:
        return None
    if box[1] == 0 or box[3] == blob.height:  # goes on above or below: a rule, a stain
        return None
    middle = (box[1] + box[3]) / 2 / blob.height  # the band is 1.2 em high, its baseline at 0.79
    if width >= FLAT * height and height <= 0.22 * em:
        return Mark("-" if width < 0.45 * em else "–", x0) if 0.35 <= middle <= 0.75 else None
    if not 0.3 <= middle <= 0.75 or height > 2.2 * width:
        return None
    inner = blob.crop((box[0] + width // 3, box[1] + height // 3, box[2] - width // 3, box[3] - height // 3))
    hollow = width * height > 60 and sum(inner.histogram()[128:]) < 0.35 * inner.width * inner.height
    return Mark("◦" if hollow else "•", x0)


def _columns(band: Any, joint: float) -> list[tuple[int, int]]:
    """Ranges of columns with ink, those nearer than `joint` taken together."""
    from PIL import Image

    profile = band.resize((band.width, 1), Image.Resampling.BOX).tobytes()
    runs: list[tuple[int, int]] = []
    for x, value in enumerate(profile):
        if value:
            if runs and x - runs[-1][1] <= joint:
                runs[-1] = (runs[-1][0], x + 1)
            else:
                runs.append((x, x + 1))
    return runs


def stroke(ink: Any, box: tuple[int, int, int, int]) -> float:
    """The usual width in pixels of the upright strokes in a part of the image: the median length of its runs of ink along the rows.

    Taking one pixel from each run's end again and again, what is lost each time is the number of runs that are longer.
    """
    from PIL import ImageChops

    part = ink.crop(box)
    area = part.histogram()[255]
    longer: list[int] = []
    while len(longer) < 60:
        part = ImageChops.darker(part, ImageChops.offset(part, 1, 0))
        left = part.histogram()[255]
        longer.append(area - left)
        area = left
        if longer[-1] <= longer[0] / 2:
            break
    if longer[0] < 20 or len(longer) < 2:
        return 0.0
    before, after, half = longer[-2], longer[-1], longer[0] / 2
    return len(longer) - 1 + (before - half) / max(1, before - after)
