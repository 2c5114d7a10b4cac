"""Pixels → Pages: pages without text in a PDF, and images of pages, read by Tesseract.

The boxes are those of the page once straightened. Marks that the engine misreads or loses are seen in the pixels and given as `Line.mark`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from extract import model, page, text
from extract.errors import Damaged, NoText, TooLarge
from extract.readers.scan import store, tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

MEDIA_TYPE = "image/*"
PRIORITY = 30
DPI = 300  # what Tesseract's models were trained for
MOST_PIXELS = 60_000_000  # of an image: an A2 page at 300 dots an inch
BOLD, SURELY = 1.1, 1.25  # times the usual width of strokes, in em: less is not bold, more is
LARGER = 1.13  # times the usual size: a heading's
SHORT = 25  # letters
RARE = 25  # letters
LETTERS = 4  # that a line needs for its size to be believed
NEAR = 0.06  # of a size: letters measured in pixels are no more exact than that
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"II*\0": "image/tiff", b"MM\0*": "image/tiff"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page read from pixels, in points. `confidence` is the mean of its lines; `strokes` are the widths of their strokes, in em."""

    lines: tuple[page.Line, ...]
    confidence: float
    strokes: tuple[float, ...]
    shapes: tuple[page.Shape, ...] = ()
    quarters: int = 0  # clockwise, by which the page had to be turned to be read


def engines(languages: tuple[str, ...] = ("fra",)) -> tesseract.Engine:
    """What there is to read pixels with, what is missing, and how to get it."""
    return tesseract.engine(languages)


def remedy(options: page.Options) -> str:
    """Why pixels cannot be read, and what to do about it; "" when they can."""
    if not options.ocr:
        return "Leave out --no-ocr to have them read by OCR"
    found = engines(options.ocr_languages)
    return "" if found.ready else f"{found.missing[:1].upper()}{found.missing[1:]}. {found.remedy}"


def lacking(options: page.Options) -> str:
    """Why pixels are not read, after "and"; what to do about it is the `remedy`."""
    return "nothing to read them with is installed" if options.ocr else "OCR is turned off"


def recognise(render: Callable[[int], Image], content: str, number: int, options: page.Options, dpi: int = DPI) -> Recognised:
    """The lines of a page, which `render(dpi)` draws as a grey PIL image.

    `content` identifies the file: what was read once is not read again.
    """
    languages = options.ocr_languages
    name = store.key(content, number, tesseract.identity(languages), dpi)
    found = store.get(name)
    if found is None:
        from extract.readers.scan import reading

        found = reading.page(render(dpi), dpi, languages)
        store.put(name, found)
    return _recognised(found, 72 / dpi, number, options)


def quarters(image: Image) -> int:
    """Quarters clockwise by which the grey image of a page must be turned to be read."""
    from extract.readers.scan import pixels

    return pixels.quarters(image)


def _recognised(found: dict[str, Any], scale: float, number: int, options: page.Options) -> Recognised:
    lines, strokes = [], []
    pictures = [tuple(round(side * scale, 1) for side in box) for box in found.get("pictures", ())]
    for entry in found["lines"]:
        words = _mended(text.clean(entry["text"]).strip(), options.ocr_languages)
        if not words:
            continue
        style = page.Style(size=round(entry["size"] * scale, 2))
        box = tuple(round(side * scale, 1) for side in entry["box"])
        runs = (page.Run(0, len(words), style),)
        role = "figure" if entry["aslant"] or any(_holds(picture, box) for picture in pictures) else None  # a stamp, a picture
        lines.append(page.Line(words, number, box, runs, style, role, mark=entry["mark"], indent=box[0], ocr=round(entry["ocr"], 3)))
        strokes.append(entry["stroke"])
    return Recognised(tuple(lines), found["confidence"], tuple(strokes), tuple(_shapes(found, scale)), found.get("quarters", 0))


def _shapes(found: dict[str, Any], scale: float) -> Iterator[page.Shape]:
    """Pictures, rules, frames and bands, in points."""
    for kind, name, fill, stroke in _DRAWN:
        for box in found.get(name, ()):
            yield page.Shape(kind, tuple(round(side * scale, 1) for side in box), fill, stroke)


_DRAWN = (
    ("image", "pictures", None, None),
    ("rule", "rules", None, 0),
    ("box", "frames", None, 0),
    ("box", "bands", 0, None),
    ("box", "halves", None, 0),
)


def surrounded(
    lines: Iterable[page.Line], shapes: tuple[page.Shape, ...], width: float, height: float, first: int
) -> tuple[tuple[page.Line, ...], int]:
    """The lines with what rules and frames say of them: cells of tables, numbered from `first`, underlines, boxes; and the next number."""
    from extract.readers.pdf import drawing, surroundings, tables

    near = [shape for shape in shapes if shape.bbox[3] - shape.bbox[1] < height]  # not the halves of a sheet
    ruled = tables.tables(near, width, height)
    drawn = drawing.Drawing(near)
    marked = surroundings.marked(list(lines), drawn, width, height, ruled)
    placed, number = tables.placed(marked, ruled, first)
    return tuple(placed), number


def _holds(outer: page.BBox, box: page.BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


_DIGITS = re.compile(r"(?<![^\W\d_])[\dOolI]*\d[\dOolI]*(?![^\W\d_])")
_ELISION = re.compile(r"(?<![^\W_])[I|1]['’](?=[aàâeéèêëiîoôuûyhœ])")


def _mended(words: str, languages: tuple[str, ...]) -> str:
    """Letters among digits made digits ("2O18", "l5"), and "I'" before a vowel the article it must be in French."""
    words = _DIGITS.sub(lambda match: match[0].translate(str.maketrans("OolI", "0011")) if len(match[0]) > 1 else match[0], words)
    return _ELISION.sub("l’" if "’" in words else "l'", words) if "fra" in languages else words


def levelled(pages: list[page.Page], strokes: dict[int, tuple[float, ...]]) -> list[page.Page]:
    """The pages with the sizes of lines read from pixels brought to the few that the document uses, and with bold lines marked.

    A short line that measures larger than the usual, with strokes no wider, was measured badly.
    """
    read = [(line, width) for sheet in pages for line, width in zip(sheet.lines, strokes.get(sheet.number, ()), strict=False)]
    believed = [
        (line.style.size, len(line.text)) for line, _ in read if sum(map(str.isalpha, line.text)) >= LETTERS and line.role != "figure"
    ]
    if not believed:
        return pages
    sizes = _classes(believed)
    body = max(sizes, key=lambda size: (sum(weight for at, weight in believed if abs(at - size) <= NEAR * size), -size))
    widths = [(width, len(line.text)) for line, width in read if abs(line.style.size - body) <= NEAR * body]
    usual = _usual(widths)
    least = max(BOLD, 1 + 4 * _usual([(abs(width - usual), weight) for width, weight in widths]) / usual) if usual else 0.0
    bold = _border([width / usual for line, width in read if sum(map(str.isalpha, line.text)) >= LETTERS], least) if usual else 0.0
    out = []
    for sheet in pages:
        if sheet.number not in strokes:
            out.append(sheet)
            continue
        lines = []
        for line, width in zip(sheet.lines, strokes[sheet.number], strict=True):
            size = min(sizes, key=lambda size: abs(size - line.style.size))
            drawn = width * line.style.size  # points
            if size > body and len(line.text) < SHORT and usual and abs(drawn - usual * body) <= 0.1 * usual * body:
                size = body
            enough = (1 + bold) / 2 if size >= LARGER * body else bold  # a larger size is half of the proof
            style = replace(line.style, size=size, bold=bool(usual) and width * min(1.0, line.style.size / size) >= enough * usual)
            box = line.bbox and _resized(line.bbox, line.style.size, size)
            lines.append(replace(line, bbox=box, style=style, runs=(page.Run(0, len(line.text), style),)))
        out.append(replace(sheet, lines=tuple(lines)))
    return _numbered(out)


def _border(widths: list[float], least: float) -> float:
    """From what width strokes are bold, all given as shares of the usual one: the middle of the widest gap between those of lines, of
    those gaps that reach over `least` and begin no higher than SURELY.

    How much wider bold strokes are depends on the typeface (1.2 times in Calibri, 1.7 in Arial), how much usual ones differ on the scan.
    """
    apart = sorted({1.0, *(width for width in widths if width > 1.0)})
    gaps = [(two / one, (one * two) ** 0.5) for one, two in pairwise(apart) if two > least and one < SURELY]
    return max(least, max(gaps, default=(1.0, least))[1])


_ROMAN = re.compile(r"(?=[1|]*[Il])[Il1|]{1,3}(?=[.)]\s)")
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)]\s")
_ONE = re.compile(r"1(?=[.)]\s)")


def _numbered(pages: list[page.Page]) -> list[page.Page]:
    """The pages with Roman numbers as such where lines begin with them: "Il." and "l." are no words, "1." before "II." is "I."."""
    read = [_with(line, _ROMAN) if line.ocr is not None else line for sheet in pages for line in sheet.lines]
    for at, line in enumerate(read):
        if line.ocr is None or not _ONE.match(line.text):
            continue
        before, after = (
            next((other.text for other in others if other.style == line.style and _NUMBER.match(other.text)), "")
            for others in (reversed(read[:at]), read[at + 1 :])
        )
        if after.startswith(("II.", "II)")) and not before.startswith(("I.", "I)")):
            read[at] = _with(line, _ONE)
    lines = iter(read)
    return [replace(sheet, lines=tuple(next(lines) for _ in sheet.lines)) for sheet in pages]


def _with(line: page.Line, number: re.Pattern[str]) -> page.Line:
    """The line with the number it begins with in "I"; as long as it was, so that its runs stay."""
    found = number.match(line.text)
    return replace(line, text="I" * found.end() + line.text[found.end() :]) if found else line


def _resized(box: page.BBox, measured: float, size: float) -> page.BBox:
    """The box of a line that measured so much, for the size it is given: its baseline stays."""
    x0, _, x1, bottom = box
    baseline = bottom - 0.22 * measured
    return x0, round(baseline - 0.78 * size, 1), x1, round(baseline + 0.22 * size, 1)


def _classes(measured: list[tuple[float, int]]) -> list[float]:
    """The sizes of a document: measured ones with their numbers of letters, gathered around the most frequent.

    A size near one that more letters have is that one, badly measured; so is one that few letters have and that is less near.
    """
    left = sorted(measured)
    classes: list[float] = []
    while left:
        best = max((sum(weight for size, weight in left if abs(size - at) <= NEAR * at), -at) for at in sorted({at for at, _ in left}))
        near = [(size, weight) for size, weight in left if abs(size + best[1]) <= -NEAR * best[1]]
        left = [(size, weight) for size, weight in left if abs(size + best[1]) > -NEAR * best[1]]
        weight = sum(weight for _, weight in near)
        mean = sum(size * weight for size, weight in near) / weight
        apart = (1.25 if weight >= RARE else 2.5) * NEAR
        if all(abs(mean - size) > apart * size for size in classes):
            classes.append(mean)
    return sorted({round(2 * size) / 2 for size in classes})


def _usual(measured: list[tuple[float, int]]) -> float:
    """The median of what was measured on lines, by their numbers of letters."""
    widths = [width for width, weight in measured for _ in range(min(weight, 200) // 10 + 1) if width]
    return median(widths) if widths else 0.0


def accepts(source: page.Source) -> bool:
    return _kind(source) is not None


def _kind(source: page.Source) -> str | None:
    head = source.data[:8]
    return next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), None)


def read(source: page.Source, options: page.Options) -> tuple[page.Reading, tuple[model.Notice, ...]]:
    """The pages of an image file (PNG, JPEG, TIFF with one image a page). Raises Damaged, NoText or TooLarge."""
    if why := remedy(options):
        raise NoText(f"The file is an image, and {lacking(options)}", remedy=why)
    pages, strokes, tables = [], {}, 0
    for number, (image, dpi) in enumerate(_images(source, options), 1):
        size = image.width * 72 / dpi, image.height * 72 / dpi
        found = recognise(partial(_as_is, image), source.sha256, number, options, dpi)
        size = size[::-1] if found.quarters % 2 else size
        lines, tables = surrounded(found.lines, found.shapes, *size, tables)
        width, height, turned = round(size[0], 2), round(size[1], 2), 90 * found.quarters
        pages.append(page.Page(number, width, height, lines, found.shapes, turned, image_share=1.0, ocr=True))
        strokes[number] = found.strokes
    if not any(sheet.lines for sheet in pages):
        raise NoText("No text was found in the image", remedy="Scan it again with 300 dots an inch, or give the report as text")
    return page.Reading(tuple(levelled(pages, strokes)), _kind(source) or MEDIA_TYPE, True, components=components(options)), ()


def _as_is(image: Image, _: int) -> Image:
    return image


def forget(content: str) -> None:
    """Takes away what is kept of the pages of the file with that sha256, also of a PDF."""
    store.forget(content)


def components(options: page.Options) -> dict[str, str]:
    return {"tesseract": tesseract.identity(options.ocr_languages).removeprefix("tesseract ")}


def _images(source: page.Source, options: page.Options) -> Iterator[tuple[Image, int]]:
    """Grey images and their dots an inch."""
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours
    try:
        with Image.open(io.BytesIO(source.data)) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file), 1):
                if number > options.max_pages or frame.width * frame.height > MOST_PIXELS:
                    raise TooLarge("The image is too large to be a page")
                grey = ImageOps.exif_transpose(frame).convert("L")
                dpi = frame.info.get("dpi", (0, 0))[0] or 0
                yield grey, int(dpi) if 72 <= dpi <= 1200 else max(72, round(grey.width / 8.27))
    except (OSError, ValueError, SyntaxError) as error:
        raise Damaged("The image is damaged") from error
