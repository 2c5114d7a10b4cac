"""What the OCR engine does not say but the pixels show: how far the page is turned, where its pictures are, how bold letters are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extract.readers.scan import morphology

if TYPE_CHECKING:
    from PIL.Image import Image

STEEPEST = 4.0  # degrees; a page fed askew is turned by less
FINEST = 0.1  # degrees: it moves a line's end by its own height's tenth
SMALL = 700  # pixels across, for judging the skew
FINE = 1200  # pixels along, for judging what is up
A4 = 842  # points along; of other sheets it is near enough
EDGE = 0.08  # of a side: borders, punched holes, the table under the page
SOLID = 14.0  # points: what is thicker both ways is no letter
FEW = 300  # pixels
SURELY = 1.25  # times as much of lines along the columns as along the rows
STRIPS = 14  # of a page, each judged alone
UPSIDE = 0.05  # of the ink that stands out of lines
GROUND = 120  # pixels along, for judging the light
UNEVEN = 25  # of 255
FLAT = 1.7  # width by height: a dash
CELL = 6  # points
DARKER = 30  # of 255: the ground of a picture against the paper
PAPER, INK = 0.9, 0.02  # shares of a page's pixels that are lighter and darker than its paper and its ink
BARE = 0.0002  # of a page's pixels: a word


def quarters(image: Image) -> int:
    """Quarters clockwise by which a grey image must be turned for its lines to be level, and its letters upright.

    Letters and words of a line are nearer than lines are: where small gaps are filled, lines become bars. Over the small letters of a line
    stand more ascenders, capitals and accents than tails hang under it (in French four times as many).
    """
    from PIL import Image, ImageChops

    across, down = (round(EDGE * side) for side in image.size)
    scale = FINE / max(image.size)
    width, height = (max(1, round((1 - 2 * EDGE) * side * scale)) for side in image.size)
    inner = image.resize((width, height), Image.Resampling.BOX, box=(across, down, image.width - across, image.height - down))
    ink = black(evened(inner))
    point = FINE / A4
    solid = morphology.opened(morphology.opened(ink, round(SOLID * point), True), round(SOLID * point), False)
    ink = ImageChops.subtract(ink, solid)
    level, upright = (_bars(turned(ink, quarter), point) for quarter in (0, 1))
    shares = [(one + FEW) / (other + FEW) for one, other in zip(level, upright, strict=True)]
    if max(shares, key=lambda share: max(share, 1 / share)) < 1 / SURELY:
        return 1 if _headed(turned(ink, 1)) >= 0 else 3
    return 0 if _headed(ink) >= -UPSIDE else 2


def _bars(ink: Image, point: float) -> list[int]:
    """How much of the image is bars along the rows once gaps are filled, for small and for large type."""
    sizes = ((3.5, 24), (7, 60))  # points: the room between words, the length of a bar
    filled = [(morphology.closed(ink, round(gap * point)), round(long * point)) for gap, long in sizes]
    return [morphology.area(morphology.opened(bars, long, True)) for bars, long in filled]


def turned(image: Image, quarters: int) -> Image:
    """The image turned clockwise by so many quarters."""
    from PIL import Image

    ways = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    return image.transpose(ways[quarters % 4]) if quarters % 4 else image


def _headed(ink: Image) -> float:
    """Whether the letters of level lines are upright: ink over their middle zones less ink under them, as a share of both; 0 unknown."""
    from PIL import Image

    over = under = 0.0
    for x in range(STRIPS):
        strip = ink.crop((ink.width * x // STRIPS, 0, ink.width * (x + 1) // STRIPS, ink.height))
        rows = strip.resize((1, strip.height), Image.Resampling.BOX).tobytes()
        for start, end in _runs(rows, 0):
            band = rows[start:end]
            if not 8 <= len(band) <= 60 or sum(band) < 4 * len(band):
                continue
            core = [at for at, value in enumerate(band) if value >= 0.55 * max(band)]
            if core[-1] - core[0] < 0.25 * len(band):
                continue
            over += sum(band[: core[0]])
            under += sum(band[core[-1] + 1 :])
    return (over - under) / (over + under) if over + under else 0.0


def evened(image: Image) -> Image:
    """A grey image with its paper of one white, where light fell unevenly on it; else the image itself.

    The paper at a place is the lightest thing around it. Where that is dark over a long stretch (a table under the sheet), it is no paper.
    """
    from PIL import Image, ImageChops, ImageFilter

    scale = GROUND / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    ground = image.resize(size, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5))
    counts = ground.histogram()
    total = sum(counts)
    if _level(counts, 0.9 * total) - _level(counts, 0.15 * total) < UNEVEN:
        return image
    ground = ground.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(3)).resize(image.size, Image.Resampling.BILINEAR)
    return ImageChops.invert(ImageChops.subtract(ground, image)).point(_STRETCHED)


_STRETCHED = [max(0, min(255, round(255 - (255 - value) * 1.35))) for value in range(256)]


def straightened(image: Image) -> tuple[Image, float]:
    """A grey image turned so that its lines are level, and by how many degrees (counter-clockwise) it was turned."""
    angle = skew(image)
    if abs(angle) < FINEST:
        return image, 0.0
    from PIL import Image

    return image.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255), angle


def skew(image: Image) -> float:
    """Degrees (counter-clockwise) by which turning the image makes the contrast between its rows greatest (Postl 1986)."""
    from PIL import Image, ImageOps

    scale = SMALL / max(image.size)
    small = ImageOps.invert(image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))), Image.Resampling.BOX))
    best, step = 0.0, 1.0
    reach = [STEEPEST * part / 4 for part in range(-4, 5)]
    seen = small.reduce(2)  # a first look
    while step >= FINEST / 2:
        values = {angle: _contrast(seen, angle) for angle in reach}
        best = max(values, key=lambda angle: (values[angle], -abs(angle)))
        seen = small
        step /= 2.5
        reach = [best - 2 * step, best - step, best, best + step, best + 2 * step]
    return round(best, 3) if abs(best) <= STEEPEST else 0.0


def _contrast(image: Image, angle: float) -> float:
    """How much rows differ from their neighbours once the image is turned."""
    from PIL import Image

    turned = image.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=0) if angle else image
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in pairwise(rows))


def black(image: Image) -> Image:
    """The image with ink 255 and paper 0, parted half way between the page's paper and its ink."""
    counts = image.histogram()
    total = sum(counts)
    light = _level(counts, total * (1 - PAPER) if total else 0)
    written = sum(counts[: round(0.7 * light)])  # a page with two lines has less ink than a page's usual share
    dark = _level(counts, 0.25 * min(total * INK, written if written > BARE * total else total))
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


def paper(image: Image) -> int:
    """The grey of the paper: the most frequent one."""
    return _peak(image.histogram())


def pictures(image: Image, dpi: int) -> list[tuple[int, int, int, int]]:
    """The boxes of pictures: areas of an inch or more both ways whose ground is darker than the paper. Bands behind headings are lower."""
    from PIL import Image

    scale = 72 / dpi  # to a pixel a point, where print leaves white between its lines
    points = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.BOX)
    ground = morphology.lightest(points, 7)
    grid = ground.resize((max(1, points.width // CELL), max(1, points.height // CELL)), Image.Resampling.NEAREST)
    paper = _peak(ground.histogram())
    left = {(at % grid.width, at // grid.width) for at, value in enumerate(grid.tobytes()) if value < paper - DARKER}
    found: list[tuple[int, int, int, int]] = []
    while left:
        area = _area(left)
        columns, rows = [x for x, _ in area], [y for _, y in area]
        x0, top, x1, bottom = (side * CELL for side in (min(columns), min(rows), max(columns) + 1, max(rows) + 1))
        width, height = x1 - x0, bottom - top
        whole = width * height > 0.7 * points.width * points.height  # the paper itself, unevenly lit
        if min(width, height) >= 72 and len(area) * CELL * CELL >= 0.5 * width * height and not whole:
            found.append((round(x0 / scale), round(top / scale), round(x1 / scale), round(bottom / scale)))
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


def columns(band: Image, joint: float) -> list[tuple[int, int]]:
    """Ranges of columns with ink, those nearer than `joint` taken together."""
    from PIL import Image

    return _runs(band.resize((band.width, 1), Image.Resampling.BOX).tobytes(), joint)


def rows(band: Image) -> list[tuple[int, int]]:
    """Ranges of rows with ink."""
    return _runs(_rows_with(band), 0)


def _rows_with(band: Image) -> bytes:
    """A byte a row, other than 0 where it has ink: of wide bands the mean would be rounded to nothing."""
    from PIL import Image

    while band.width > 200:
        band = _halved(band)
    return band.resize((1, band.height), Image.Resampling.BOX).tobytes()


def _halved(band: Image) -> Image:
    """The left half and the right half of a band laid over each other."""
    from PIL import ImageChops

    half = (band.width + 1) // 2
    return ImageChops.lighter(band.crop((0, 0, half, band.height)), band.crop((half, 0, 2 * half, band.height)))


def _runs(profile: bytes, joint: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at, value in enumerate(profile):
        if value:
            if runs and at - runs[-1][1] <= joint:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
    return runs


def stroke(ink: Image, box: tuple[int, int, int, int]) -> float:
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
