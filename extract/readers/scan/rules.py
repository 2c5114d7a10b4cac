"""Rules, frames and bands on a page of pixels: seen, and taken away before the engine reads what stands on and between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.readers.scan import morphology, pixels

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

Box = tuple[int, int, int, int]

COARSE = 150  # dots an inch at which rules are looked for: half a point is still a pixel
LEVEL = 15.0  # points: the shortest level rule; the bar of a T is shorter, also in a title
UPRIGHT = 12.0  # points: the shortest upright one that ends at level ones
ALONE = 72.0  # points: the shortest that does not: letters of a title are shorter
SURE = 60.0  # points: a shorter level rule must have paper above and below it, which the feet of letters have not
CLEAR = 0.15  # of that paper may be ink
THICK = 3.2  # points: what is thicker is a band
BAND = (9.0, 90.0)  # points: heights of a band behind a heading
FRAME = (9.0, 120.0)  # points: heights of a frame around a heading
WIDE = 50.0  # points: the narrowest band or frame
LEADER = 20.0  # points: the shortest row of dots
LEADER_GAP = 6.0  # points between its dots at most
LEADER_HIGH = 3.0  # points: the height of its dots at most
SAME = 4.0  # points between edges that are one
MOST = 400  # rules; more are a hatching, or a picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page, in pixels. `leaders` are rows of dots, `bands` are dark, with light letters on them."""

    level: tuple[Box, ...] = ()
    upright: tuple[Box, ...] = ()
    leaders: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    bands: tuple[Box, ...] = ()

    def outside(self, pictures: Iterable[Box]) -> Drawn:
        """The same without what is part of a picture."""
        kept = [
            tuple(box for box in boxes if not any(_within(box, picture) for picture in pictures))
            for boxes in (self.level, self.upright, self.leaders, self.frames, self.bands)
        ]
        return Drawn(*kept)


def find(ink: Image, dpi: int) -> Drawn:
    """The rules, frames and bands of a page with ink 255 and paper 0."""
    scale = max(1, round(dpi / COARSE))
    small = ink.reduce(scale).point([255 * (value > 60) for value in range(256)]) if scale > 1 else ink
    point = dpi / 72 / scale  # pixels
    level = _boxes(_long(small, LEVEL * point, True))
    upright = [_turned(box) for box in _boxes(_long(small, UPRIGHT * point, False).transpose(_transposed()))]
    if len(level) + len(upright) > MOST:
        return Drawn()
    bands = _bands([box for box in level if box[3] - box[1] > THICK * point], small, point)
    level = [box for box in level if box[3] - box[1] <= THICK * point and not any(_within(box, band) for band in bands)]
    upright = [box for box in upright if box[2] - box[0] <= THICK * point and not any(_within(box, band) for band in bands)]
    level = [box for box in level if box[2] - box[0] >= SURE * point or _is_clear(box, small, point)]
    upright = [box for box in upright if box[3] - box[1] >= ALONE * point or _meets(box, level, point)]
    frames = _frames(level, upright, point)
    leaders = [box for box in _leaders(small, point) if not any(_within(box, rule) or _within(rule, box) for rule in level)]
    return Drawn(*(tuple(_scaled(box, scale) for box in boxes) for boxes in (level, upright, leaders, frames, bands)))


def _scaled(box: Box, scale: int) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def cells(drawn: Drawn, dpi: int) -> list[Box]:
    """The cells of the ruled tables of a page."""
    if len(drawn.level) < 3 or len(drawn.upright) < 3:
        return []
    from extract.page import Shape
    from extract.readers.pdf import tables

    rules = (*drawn.level, *drawn.upright)
    shapes = [Shape("rule", (x0 * 72 / dpi, top * 72 / dpi, x1 * 72 / dpi, bottom * 72 / dpi)) for x0, top, x1, bottom in rules]
    edge = max(side for rule in drawn.level for side in rule) * 72 / dpi + 10
    found = tables.tables(shapes, edge, edge)
    boxes = [box for table in found for _, _, box in table.cells]
    return [(round(x0 * dpi / 72), round(top * dpi / 72), round(x1 * dpi / 72), round(bottom * dpi / 72)) for x0, top, x1, bottom in boxes]


def without(image: Image, ink: Image, drawn: Drawn, dpi: int) -> Image:
    """The image with the rules painted over as paper, and the bands turned from light on dark to dark on light."""
    from PIL import ImageChops, ImageDraw

    if drawn == Drawn():
        return image
    image, paper = image.copy(), pixels.paper(image)
    for band in drawn.bands:
        image.paste(ImageChops.invert(image.crop(band)), band[:2])
    draw = ImageDraw.Draw(image)
    for box in drawn.leaders:
        draw.rectangle(box, fill=paper)
    more = round(dpi / 150)  # the edge of a rule is grey
    for x0, y0, x1, y1 in drawn.level:
        for start, end in _between_tails((x0, y0 - more, x1, y1 + more), ink, more):
            draw.rectangle((start, y0 - more, end, y1 + more - 1), fill=paper)
    for x0, y0, x1, y1 in (rule for rule in drawn.upright if _meets(rule, list(drawn.level), dpi / 72)):  # not what parts columns
        draw.rectangle((x0 - more, y0, x1 + more - 1, y1), fill=paper)
    return image


def _between_tails(rule: Box, ink: Image, more: int) -> list[tuple[int, int]]:
    """The ranges of a level rule that no letter crosses: no "g" or "q" of an underlined word hangs below it there."""
    x0, _, x1, y1 = rule
    tails = pixels.columns(ink.crop((x0, y1 + 1, x1, y1 + 1 + 3 * more)), 1)
    edges = [x0, *(side + x0 for start, end in tails for side in (start - 1, end + 1)), x1]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _long(ink: Image, length: float, is_level: bool) -> Image:
    return morphology.opened(morphology.bridged(ink, is_level), round(length), is_level)


def _leaders(ink: Image, point: float) -> list[Box]:
    """Rows of dots: thin, long once the room between the dots is filled, and more room than dots."""
    from PIL import ImageChops

    near = round(LEADER_GAP * point)
    filled = morphology.closed(ink, near)
    letters = morphology.opened(filled, round(LEADER_HIGH * point), False)
    for by in (-2, 2):
        letters = ImageChops.lighter(letters, ImageChops.offset(letters, by, 0))
    thin = ImageChops.subtract(filled, letters)
    found = []
    for box in _boxes(morphology.opened(thin, round(LEADER * point), True)):
        x0, y0, x1, y1 = box
        if y1 - y0 > LEADER_HIGH * point:
            continue
        box = x0 - 1, y0 - 1, x1 + 1, y1 + 1
        dots = len(pixels.columns(ink.crop(box), 0))
        if dots >= (x1 - x0) / (LEADER_GAP * 2 * point) and dots > 4 and _share(ink, (x0, y0, x1, y1)) < 0.7:
            found.append(box)
    return found


def _transposed() -> Transpose:
    from PIL import Image

    return Image.Transpose.TRANSPOSE


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _boxes(image: Image, corner: tuple[int, int] = (0, 0), depth: int = 0) -> list[Box]:
    """The boxes of what is apart in an image: cut at free rows, then at free columns, and again."""
    found = image.getbbox()
    if found is None:
        return []
    image, corner = image.crop(found), (corner[0] + found[0], corner[1] + found[1])
    rows = pixels.rows(image)
    if len(rows) > 1:
        parts = [((0, start, image.width, end), (corner[0], corner[1] + start)) for start, end in rows]
    else:
        columns = pixels.columns(image, 2)
        parts = [((start, 0, end, image.height), (corner[0] + start, corner[1])) for start, end in columns]
        if len(columns) == 1:
            return [(corner[0], corner[1], corner[0] + image.width, corner[1] + image.height)]
    if depth > 6:
        return [(corner[0], corner[1], corner[0] + image.width, corner[1] + image.height)]
    return [box for part, at in parts for box in _boxes(image.crop(part), at, depth + 1)]


def _bands(thick: list[Box], ink: Image, point: float) -> list[Box]:
    """Dark areas as high as a heading or two: solid, or solid above and below light letters."""
    found: list[Box] = []
    for box in sorted(thick, key=lambda box: (box[1], box[0])):
        alike = [other for other in found if abs(other[0] - box[0]) <= SAME * point and abs(other[2] - box[2]) <= SAME * point]
        near = [other for other in alike if 0 <= box[3] - other[1] <= BAND[1] * point and box[1] >= other[1]]
        whole = (near[-1][0], near[-1][1], near[-1][2], box[3]) if near else None
        if whole and _share(ink, whole) > 0.5:
            found[found.index(near[-1])] = whole
        else:
            found.append(box)
    return [
        box
        for box in found
        if box[2] - box[0] >= WIDE * point and BAND[0] * point <= box[3] - box[1] <= BAND[1] * point and _share(ink, box) > 0.5
    ]


def _share(ink: Image, box: Box) -> float:
    part = ink.crop(box)
    return sum(part.histogram()[128:]) / max(1, part.width * part.height)


def _is_clear(rule: Box, ink: Image, point: float) -> bool:
    high = max(1, round(1.2 * point))
    over = _share(ink, (rule[0], max(0, rule[1] - 1 - high), rule[2], max(1, rule[1] - 1)))
    return over <= CLEAR and _share(ink, (rule[0], rule[3] + 1, rule[2], rule[3] + 1 + high)) <= 2 * CLEAR  # letters may hang below


def _meets(upright: Box, level: list[Box], point: float) -> bool:
    """Whether an upright rule ends at level ones both ways; an "l" over an underline has one below."""
    near = SAME * point
    over = [rule for rule in level if rule[0] - near <= upright[0] <= rule[2] + near]
    return all(any(abs(rule[1] - end) <= near for rule in over) for end in (upright[1], upright[3]))


def _frames(level: list[Box], upright: list[Box], point: float) -> list[Box]:
    """Two level rules, one over the other, with upright ones at both ends."""
    found = []
    for at, top in enumerate(level):
        if top[2] - top[0] < WIDE * point:
            continue
        for bottom in level[at + 1 :]:
            height = bottom[3] - top[1]
            if height < FRAME[0] * point or abs(top[0] - bottom[0]) > SAME * point or abs(top[2] - bottom[2]) > SAME * point:
                continue
            if height > FRAME[1] * point:
                break
            box = min(top[0], bottom[0]), top[1], max(top[2], bottom[2]), bottom[3]
            if all(_has_side(x, box, upright, point) for x in (box[0], box[2])):
                found.append(box)
            break
    return found


def _has_side(x: int, box: Box, upright: list[Box], point: float) -> bool:
    least = 0.7 * (box[3] - box[1])
    if least < UPRIGHT * point:
        return True  # sides too short to be seen
    return any(
        abs((rule[0] + rule[2]) / 2 - x) <= SAME * point and min(rule[3], box[3] + 2) - max(rule[1], box[1] - 2) >= least
        for rule in upright
    )


def _within(box: Box, outer: Box) -> bool:
    return outer[0] - 2 <= box[0] and box[2] <= outer[2] + 2 and outer[1] - 2 <= box[1] and box[3] <= outer[3] + 2
