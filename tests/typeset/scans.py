"""Typeset documents as scans: the pages drawn, damaged as paper, glass and senders damage them, and put back as pictures.

python -m tests.typeset.scans                       30 documents, each as a file and with three damages: what each damage costs
python -m tests.typeset.scans --damage fax --faults what differs in documents sent by fax
python -m tests.typeset.scans --seed 12 --damage photo --write FOLDER
"""

from __future__ import annotations

import argparse
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from extract.evaluation import total
from extract.evaluation.report import fault_line
from tests.typeset import compose, truth, write
from tests.typeset.check import Checked, judge
from tests.typeset.wild import NEGATIVE, WILD

MOST_PAGES = 3  # of a document: reading a page of pixels takes seconds
A_DOCUMENT = 3  # damages


def pages(data: bytes, dpi: int) -> list[Any]:
    """The pages of a PDF as grey PIL images."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return [sheet.render(scale=dpi / 72, grayscale=True).to_pil() for sheet in document]


def as_pdf(images: list[Any], dpi: int, quality: int = 85) -> bytes:
    """A PDF with an image a page: grey ones as JPEG, ones of two colours as a fax sends them (CCITT group 4)."""
    import time

    out, then = io.BytesIO(), time.gmtime(0)
    pressed = {"quality": quality} if images[0].mode == "L" else {}
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=images[1:], creationDate=then, modDate=then, **pressed)
    return out.getvalue()


# How a page comes to be pixels: damage(pages of a PDF, chance) -> PDF


def clean(data: bytes, chance: Random) -> bytes:
    return as_pdf(pages(data, 300), 300)


def coarse(data: bytes, chance: Random) -> bytes:
    """150 dots an inch, pressed hard."""
    return as_pdf(pages(data, 150), 150, quality=25)


def coarsest(data: bytes, chance: Random) -> bytes:
    return as_pdf(pages(data, 100), 100, quality=60)


def askew(data: bytes, chance: Random) -> bytes:
    """Fed at an angle, each page at its own."""
    return as_pdf([_turned(image, chance.uniform(-3, 3)) for image in pages(data, 200)], 200)


def noisy(data: bytes, chance: Random) -> bytes:
    """Out of focus, grainy, with specks, on grey paper."""
    return as_pdf([_specked(_grain(_blurred(image, 1.1), chance, 40, paper=225), chance) for image in pages(data, 200)], 200, quality=60)


def fax(data: bytes, chance: Random) -> bytes:
    """Black and white, 200 dots an inch, with specks and a slight skew."""
    images = [_specked(_turned(image, chance.uniform(-1, 1)), chance) for image in pages(data, 200)]
    return as_pdf([image.point([255 * (value > 150) for value in range(256)]).convert("1") for image in images], 200)


def photo(data: bytes, chance: Random) -> bytes:
    """Taken with a telephone: seen from the side, lit from a corner, on a dark table."""
    return as_pdf([_photographed(image, chance) for image in pages(data, 200)], 200, quality=70)


def sideways(data: bytes, chance: Random) -> bytes:
    return as_pdf([image.rotate(chance.choice((90, 270)), expand=True) for image in pages(data, 200)], 200)


def upside_down(data: bytes, chance: Random) -> bytes:
    return as_pdf([image.rotate(180) for image in pages(data, 200)], 200)


def facing(data: bytes, chance: Random) -> bytes:
    """Two pages on one sheet, as an opened booklet is copied, with the shadow of the fold between."""
    from PIL import Image

    single = pages(data, 200)
    sheets = []
    for at in range(0, len(single), 2):
        width, height = single[at].size
        sheet = Image.new("L", (2 * width, height), 255)
        for place, image in enumerate(single[at : at + 2]):
            sheet.paste(image, (place * width, 0))
        for x in range(-30, 30):
            sheet.paste(90 + 5 * abs(x), (width + x, 0, width + x + 1, height))
        sheets.append(sheet)
    return as_pdf(sheets, 200)


def edged(data: bytes, chance: Random) -> bytes:
    """Smaller than the glass, with the black of the lid around it."""
    from PIL import Image

    out = []
    for image in pages(data, 200):
        sheet = Image.new("L", (image.width + 160, image.height + 120), 20)
        sheet.paste(image, (chance.randrange(20, 140), chance.randrange(20, 100)))
        out.append(sheet)
    return as_pdf(out, 200)


def stamped(data: bytes, chance: Random) -> bytes:
    """With a stamp of receipt and a signature over it, and holes punched."""
    return as_pdf([_stamped(image, chance) for image in pages(data, 200)], 200)


def layered(data: bytes, chance: Random) -> bytes:
    """With the words of a poor OCR program set invisibly over the picture."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    with pypdfium2.PdfDocument(data) as document:
        for sheet, image in zip(document, pages(data, 200), strict=True):
            width, height = sheet.get_size()
            canvas.setPageSize((width, height))
            jpeg = io.BytesIO()
            image.save(jpeg, "JPEG", quality=80)
            canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
            words = sheet.get_textpage()
            for at in range(words.count_rects()):
                left, bottom, right, top = words.get_rect(at)
                set_ = canvas.beginText(left, bottom)
                set_.setFont("Helvetica", max(4, 0.8 * (top - bottom)))
                set_.setTextRenderMode(3)
                set_.textOut(_misread(words.get_text_bounded(left, bottom, right, top), chance))
                canvas.drawText(set_)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


Damage = Callable[[bytes, Random], bytes]
DAMAGES: dict[str, Damage] = {
    damage.__name__.replace("_", " "): damage
    for damage in (clean, coarse, coarsest, askew, noisy, fax, photo, sideways, upside_down, facing, edged, stamped, layered)
}


def _turned(image: Any, angle: float) -> Any:
    from PIL import Image

    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _blurred(image: Any, radius: float) -> Any:
    from PIL import ImageFilter

    return image.filter(ImageFilter.GaussianBlur(radius))


def _grain(image: Any, chance: Random, strength: int, paper: int = 255) -> Any:
    """The image on paper that grey, each pixel lighter or darker by up to `strength`."""
    from PIL import Image, ImageChops

    noise = Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
    dark = image.point([30 + value * (paper - 30) // 255 for value in range(256)])
    lighter = noise.point([max(0, value - 128) * strength // 127 for value in range(256)])
    darker = noise.point([max(0, 128 - value) * strength // 128 for value in range(256)])
    return ImageChops.subtract(ImageChops.add(dark, lighter), darker)


def _specked(image: Any, chance: Random) -> Any:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, radius = chance.randrange(image.width), chance.randrange(image.height), chance.choice((0, 1, 1, 2))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=40)
    return image


def _photographed(image: Any, chance: Random) -> Any:
    from PIL import Image, ImageChops, ImageOps

    sheet = ImageOps.expand(image, border=60, fill=70)
    width, height = sheet.size
    bend = [chance.uniform(0, 0.012) for _ in range(8)]  # corners, in shares of the side
    corners = (
        (-bend[0] * width, -bend[1] * height),
        (-bend[2] * width, height * (1 + bend[3])),
        (width * (1 + bend[4]), height * (1 + bend[5])),
        (width * (1 + bend[6]), -bend[7] * height),
    )
    sheet = sheet.transform(sheet.size, Image.Transform.QUAD, [side for corner in corners for side in corner], Image.Resampling.BICUBIC)
    shade = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).point([140 + value * 100 // 255 for value in range(256)])
    return _grain(_blurred(ImageChops.multiply(sheet, shade.resize(sheet.size)), 0.7), chance, 14)


def _stamped(image: Any, chance: Random) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    image = image.copy()
    stamp = Image.new("L", (420, 200), 255)
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((6, 6, 413, 193), outline=110, width=5)
    draw.text((40, 30), "COURRIER", font=ImageFont.load_default(48), fill=110)
    draw.text((40, 110), f"{chance.randrange(1, 29)} MARS {chance.randrange(1998, 2020)}", font=ImageFont.load_default(48), fill=110)
    stamp = stamp.rotate(chance.uniform(-14, 14), expand=True, fillcolor=255)
    place = image.width - stamp.width - 40, 30
    image.paste(stamp, place, stamp.point([255 * (value < 200) for value in range(256)]))
    draw = ImageDraw.Draw(image)
    x, y = image.width * 0.62, image.height * 0.94
    draw.line([(x + 9 * at, y + chance.uniform(-34, 34)) for at in range(40)], fill=70, width=4)
    for at in (0.3, 0.7):
        draw.ellipse((28, image.height * at, 72, image.height * at + 44), fill=60)
    return image


_LOOKALIKES = {"e": "c", "l": "1", "m": "rn", "o": "0", "é": "6", "i": "j", "•": "¢", "t": "f", "a": "u", "s": "5"}


def _misread(words: str, chance: Random) -> str:
    """`words` as an OCR program of long ago would have them: a letter in seven wrong."""
    return "".join(_LOOKALIKES.get(char, char) if chance.random() < 0.25 else char for char in words if chance.random() > 0.01)


# Documents, and what they lose


def documents(count: int) -> Iterator[tuple[str, bytes, dict]]:
    """Short typeset ones and those written by hand, by turns: name, PDF, annotation."""
    import pypdfium2

    wild = [name for name in WILD if name.endswith(".pdf") and name not in NEGATIVE]
    found, seed = 0, 0
    while found < count:
        if found % 3 == 2 and found // 3 < len(wild):
            yield wild[found // 3], *WILD[wild[found // 3]]()
        else:
            spec = compose(seed)
            data, seed = write(spec, "pdf"), seed + 1
            if len(pypdfium2.PdfDocument(data)) > MOST_PAGES:
                continue
            yield f"{spec.seed}.pdf", data, truth(spec, "pdf")
        found += 1


def scanned(name: str, data: bytes, damage: str) -> bytes:
    """The document with this damage; equal for equal names."""
    return DAMAGES[damage](data, Random(f"{name} {damage}"))


def compared(count: int, damages: list[str], each: int) -> Iterator[tuple[str, Checked, Checked]]:
    """Each document as it is, and with `each` of the damages by turns."""
    turn = 0
    for name, data, gold in documents(count):
        digital = judge(data, gold, name)
        for _ in range(min(each, len(damages))):
            damage = damages[turn % len(damages)]
            turn += 1
            yield damage, digital, judge(scanned(name, data, damage), gold, name)


FIELDS = ("items", "exact_text", "path", "parent", "kind")


def figures(checked: list[Checked]) -> dict[str, float]:
    """F1 of items, and the shares of right texts, paths, parents and kinds, of all of these documents together."""
    made = total(one.score for one in checked).figures()
    return {name: made[name]["f1"] if name == "items" else made[name] for name in FIELDS}


def _table(pairs: list[tuple[str, Checked, Checked]]) -> str:
    groups: dict[str, list] = defaultdict(list)
    for damage, digital, scan in pairs:
        groups[damage].append((digital, scan))
        groups["all"].append((digital, scan))
    rows = [f"{'damage':12} {'files':>5}  " + "  ".join(f"{name:>13}" for name in FIELDS)]
    for damage, both in groups.items():
        before, after = figures([digital for digital, _ in both]), figures([scan for _, scan in both])
        rows.append(f"{damage:12} {len(both):5}  " + "  ".join(f"{after[name]:.3f} ({after[name] - before[name]:+.3f})" for name in FIELDS))
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.typeset.scans", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, help="one document")
    parser.add_argument("--damage", action="append", choices=DAMAGES)
    parser.add_argument("--each", type=int, default=A_DOCUMENT, help="damages a document")
    parser.add_argument("--faults", action="store_true", help="list each thing that differs from the annotation in the scan alone")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the scans instead of reading them")
    given = parser.parse_args()
    damages = given.damage or list(DAMAGES)
    if given.write:
        return _write(given, damages)
    pairs = []
    for damage, digital, scan in compared(given.count, damages, given.each):
        pairs.append((damage, digital, scan))
        if given.faults:
            known = {fault_line(fault) for fault in digital.score.faults}
            for line in [scan.error] if scan.error else map(fault_line, scan.score.faults):
                if line not in known:
                    print(f"{scan.name} {damage}: {line}", flush=True)
    print(_table(pairs))


def _write(given: argparse.Namespace, damages: list[str]) -> None:
    given.write.mkdir(parents=True, exist_ok=True)
    chosen = documents(given.count) if given.seed is None else [(f"{given.seed}.pdf", write(compose(given.seed), "pdf"), {})]
    for name, data, _ in chosen:
        for damage in damages:
            (given.write / f"{Path(name).stem}-{damage.replace(' ', '-')}.pdf").write_bytes(scanned(name, data, damage))


if __name__ == "__main__":
    main()
