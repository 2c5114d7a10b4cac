"""Pages of pixels: drawn with ReportLab, turned into pictures, read by OCR. Skipped where the engine or its French data is missing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from extract import page
from extract.errors import NoText
from extract.readers import pdf, scan
from extract.readers.scan import bullets, pixels, rules, store, tesseract
from extract.readers.scan import reading as reading_of

FRENCH = scan.engines(("fra",))
needs_french = pytest.mark.skipif(not FRENCH.ready, reason=f"{FRENCH.missing}. {FRENCH.remedy}")
WORDS = (
    (14, True, None, 60, "Priorités du pôle Asile"),
    (11, False, "•", 90, "Former les bénévoles des permanences"),
    (11, False, "•", 106, "Publier un guide sur la procédure Dublin"),
    (11, False, "-", 122, "Alerter les élus sur les expulsions"),
    (11, False, None, 160, "La commission se réunit chaque mois à Lyon."),
)


def source(data: bytes, name: str = "scan.pdf") -> page.Source:
    import hashlib

    return page.Source(name, data, hashlib.sha256(data).hexdigest(), len(data))


def picture(words=WORDS, turn: float = 0.0):
    """A grey image of a small page (300 by 200 points) at 300 dots an inch."""
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    for size, bold, mark, top, text in words:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        if mark:
            canvas.drawString(30, 200 - top, mark)
        canvas.drawString(45 if mark else 30, 200 - top, text)
    canvas.save()
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()
    return image.rotate(turn, fillcolor=255) if turn else image


def as_pdf(*images) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=300, save_all=True, append_images=images[1:])
    return out.getvalue()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FILROUGE_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def reading():
    """The pages of a scan fed straight, and of the same fed askew."""
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ["FILROUGE_CACHE"] = folder
        return pdf.read(source(as_pdf(picture(), picture(turn=-1.2))), page.Options())[0]


@needs_french
@pytest.mark.parametrize("number", [1, 2], ids=["straight", "askew"])
def test_a_scan_gives_its_words_and_the_marks_that_ocr_loses(reading, number):
    sheet = reading.pages[number - 1]
    assert sheet.ocr
    assert [(line.mark, line.text) for line in sheet.lines] == [(mark, text) for *_, mark, _, text in WORDS]


@needs_french
def test_a_scan_tells_headings_by_their_size_and_weight(reading):
    for sheet in reading.pages:
        heading, *rest = sheet.lines
        ((size, bold),) = {(line.style.size, line.style.bold) for line in rest}
        assert heading.style.size / size == pytest.approx(14 / 11, rel=0.06)
        assert (heading.style.bold, bold) == (True, False)


@needs_french
def test_the_lines_of_a_scan_stand_where_they_are_printed(reading):
    for line, (*_, mark, top, _text) in zip(reading.pages[0].lines, WORDS, strict=True):
        assert line.bbox[0] == pytest.approx(30, abs=3), mark
        assert line.bbox[1] < top < line.bbox[3]
        assert line.ocr > 0.8


@needs_french
def test_what_was_read_once_is_not_read_again(monkeypatch):
    data = as_pdf(picture(WORDS[-1:]))
    first, _ = pdf.read(source(data), page.Options())
    monkeypatch.setattr(tesseract, "read", lambda *_: pytest.fail("read again"))
    again, _ = pdf.read(source(data), page.Options())
    assert again == first


@needs_french
def test_an_answer_that_was_damaged_on_disk_is_made_again():
    data = as_pdf(picture(WORDS[-1:]))
    first, _ = pdf.read(source(data), page.Options())
    for kept in store.folder().rglob("*.json"):
        kept.write_text(f'{{"recipe": {store.RECIPE}, "lines": [')
    assert pdf.read(source(data), page.Options())[0] == first


@needs_french
def test_an_image_file_is_a_page():
    out = io.BytesIO()
    picture().save(out, "PNG", dpi=(300, 300))
    image = source(out.getvalue(), "scan.png")
    assert scan.accepts(image)
    sheet = scan.read(image, page.Options())[0].pages[0]
    assert (sheet.width, sheet.height) == (pytest.approx(300, abs=1), pytest.approx(200, abs=1))
    assert sheet.lines[0].text == WORDS[0][-1]


def test_without_ocr_a_scan_is_refused_with_the_remedy():
    with pytest.raises(NoText, match="OCR"):
        pdf.read(source(as_pdf(picture())), page.Options(ocr=False))


def test_data_that_is_missing_is_named_with_the_package_that_has_it(monkeypatch):
    monkeypatch.setattr(tesseract, "folders", lambda: ())
    tesseract.engine.cache_clear()
    try:
        found = scan.engines(("fra",))
    finally:
        tesseract.engine.cache_clear()
    assert not found.ready
    assert found.version is None or "tesseract-ocr-fra" in found.remedy


@pytest.mark.parametrize("turn", [-3.1, -0.7, 0.0, 1.6])
def test_the_turn_of_a_page_is_measured(turn):
    assert pixels.skew(picture(turn=turn)) == pytest.approx(-turn, abs=0.15)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("en 2O18", "en 2018"),
        ("l5 personnes", "15 personnes"),
        ("I'asile", "l'asile"),
        ("OFII et OQTF", "OFII et OQTF"),
        ("l'an I", "l'an I"),
        ("1er", "1er"),
    ],
)
def test_letters_are_mended_only_where_no_word_can_be_meant(read, meant):
    assert scan._mended(read, ("fra",)) == meant


def test_pictures_are_told_from_bands_behind_headings():
    from PIL import ImageDraw

    image = picture(WORDS[-1:])
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 100, 1150, 180), fill=190)  # a band
    draw.rectangle((200, 300, 900, 750), fill=190)  # a picture
    (box,) = pixels.pictures(image, 300)
    assert box == pytest.approx((200, 300, 900, 750), abs=60)


def shaped(marks: tuple[str, ...], font: str = "ZapfDingbats"):
    """A page with items under marks of those shapes, one column each, and a paragraph."""
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 220))
    lines = ["Former les bénévoles", "Publier un guide", "Alerter les élus"]
    top = 30
    for mark in marks:
        for text in lines:
            canvas.setFont(font, 11)
            canvas.drawString(30, 220 - top, mark)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(50, 220 - top, text)
            top += 16
    canvas.drawString(30, 220 - top - 16, "La commission se réunit chaque mois.")
    canvas.save()
    return pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()


@needs_french
def test_a_bullet_is_known_by_its_shape_and_its_column_whatever_letter_it_resembles():
    read = reading_of.page(shaped(("\u25a0", "\u2794", "\u2713")), 300, ("fra",))["lines"]
    assert [line["mark"] for line in read] == ["■"] * 3 + ["➔"] * 3 + ["✓"] * 3 + [None]
    assert [line["text"] for line in read[:3]] == [line["text"] for line in read[3:6]] == [line["text"] for line in read[6:9]]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_scanned_sideways_or_upside_down_is_turned(quarters):
    image = pixels.turned(shaped(("\u25a0", "\u2794")), -quarters % 4)
    assert pixels.quarters(image) == quarters


@needs_french
def test_a_page_scanned_sideways_is_as_wide_as_it_is_read():
    read = pdf.read(source(as_pdf(pixels.turned(picture(), 1))), page.Options())[0].pages[0]
    assert (read.width, read.height) == (pytest.approx(300, abs=1), pytest.approx(200, abs=1))
    assert read.rotation == 270
    assert read.lines[0].text == WORDS[0][-1]


def table():
    """A ruled table of two columns, the first of numbers, under an underlined heading."""
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    canvas.setLineWidth(0.7)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(20, 175, "Agir jour après jour")
    canvas.line(20, 173, 20 + canvas.stringWidth("Agir jour après jour"), 173)
    for row, cells in enumerate(
        (("N°", "Mesure"), ("1", "Cours du soir gratuits"), ("2", "Bourse aux logements"), ("3", "Marché solidaire"))
    ):
        top = 150 - 18 * row
        for x, width, text in zip((20, 60), (40, 200), cells, strict=True):
            canvas.rect(x, top - 18, width, 18)
            canvas.setFont("Helvetica-Bold" if row == 0 else "Helvetica", 10)
            canvas.drawString(x + 4, top - 12, text)
    canvas.save()
    return pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()


@needs_french
def test_rules_make_cells_and_underlines_in_a_scan_too():
    sheet = pdf.read(source(as_pdf(table())), page.Options())[0].pages[0]
    heading, *rest = sheet.lines
    assert (heading.text, heading.style.underline, heading.cell) == ("Agir jour après jour", True, None)
    measures = {line.cell.row: line.text for line in rest if line.cell and line.cell.column == 1}
    assert measures == {0: "Mesure", 1: "Cours du soir gratuits", 2: "Bourse aux logements", 3: "Marché solidaire"}
    assert [line.style.bold for line in rest if line.cell.column == 1] == [True, False, False, False]


@needs_french
def test_dots_of_a_contents_page_lead_to_its_numbers():
    words = [
        (11, False, None, 40 + 20 * at, f"{title} {'.' * dots} {at + 2}")
        for at, (title, dots) in enumerate((("Asile", 50), ("Prison et rétention", 34)))
    ]
    read = reading_of.page(picture(words), 300, ("fra",))["lines"]
    assert [line["text"] for line in read] == ["Asile .... 2", "Prison et rétention .... 3"]


def test_uneven_light_is_taken_away_and_even_light_is_left():
    from PIL import ImageChops

    flat = picture()
    shade = Image.linear_gradient("L").resize(flat.size).point([110 + value * 145 // 255 for value in range(256)])
    assert pixels.evened(flat) is flat
    evened = pixels.evened(ImageChops.multiply(flat, shade))
    assert min(pixels.paper(evened.crop((0, top, flat.width, top + 100))) for top in (0, 700)) > 245


@needs_french
@pytest.mark.parametrize(
    ("layer", "is_read"),
    [("Former les bénévoles des permanences, publier un guide", False), ("F0rmcr lc5 b6név0lcs d3s pcrrnancnc3s", True)],
)
def test_a_bad_text_layer_under_a_picture_is_read_again_and_a_good_one_is_believed(layer, is_read):
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=1)
    canvas.drawImage(ImageReader(picture()), 0, 0, 300, 200)
    words = canvas.beginText(30, 150)
    words.setFont("Helvetica", 9)
    words.setTextRenderMode(3)
    for _ in range(4):
        words.textLine(layer)
    canvas.drawText(words)
    canvas.save()
    assert pdf.read(source(out.getvalue()), page.Options())[0].pages[0].ocr is is_read
    kept, notices = pdf.read(source(out.getvalue()), page.Options(ocr=False))
    assert (kept.pages[0].ocr, [notice.code for notice in notices]) == (False, ["poor-text"] if is_read else [])


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("1. Asile", "Il. Prison", "Ill. Frontières"), ("I. Asile", "II. Prison", "III. Frontières")),
        (("I. Asile", "1. Accueil", "Il. Prison"), ("I. Asile", "1. Accueil", "II. Prison")),
        (("1. Asile", "2. Prison", "Il. Prison"), ("1. Asile", "2. Prison", "II. Prison")),
        (("Il faut agir", "l'asile", "1. Asile"), ("Il faut agir", "l'asile", "1. Asile")),
    ],
)
def test_roman_numbers_are_known_by_those_around_them(read, meant):
    lines = tuple(
        page.Line(text, 1, (50.0, 20.0 * at, 300.0, 20.0 * at + 11), style=page.Style(size=11.0), ocr=0.9) for at, text in enumerate(read)
    )
    (sheet,) = scan.levelled([page.Page(1, 595.0, 842.0, lines, ocr=True)], {1: (0.07,) * len(lines)})
    assert tuple(line.text for line in sheet.lines) == meant


def measured(*lines: tuple[str, float, float]) -> list[bool]:
    """Which lines are bold, of (words, size, width of strokes in em)."""
    printed = tuple(
        page.Line(text, 1, (50.0, 20.0 * at, 300.0, 20.0 * at + size), style=page.Style(size=size), ocr=0.9)
        for at, (text, size, _) in enumerate(lines)
    )
    (sheet,) = scan.levelled([page.Page(1, 595.0, 842.0, printed, ocr=True)], {1: tuple(width for *_, width in lines)})
    return [line.style.bold for line in sheet.lines]


@pytest.mark.parametrize("weight", [1.2, 1.45, 1.7], ids=["Calibri", "Carlito", "Arial"])
def test_a_line_is_bold_when_its_strokes_are_wide_for_its_size_in_any_typeface(weight):
    text = [("Former les bénévoles des permanences de quartier", 11.0 + at / 50, 0.072 + at / 2000) for at in range(6)]
    name, heading = ("La Maison des Rives", 12.3, 0.0745), ("Accueil de jour", 10.8, 0.0735 * weight)
    assert measured(name, *text[:3], heading, *text[3:]) == [False] * 4 + [True] + [False] * 3


def test_strokes_are_as_wide_on_a_page_with_one_line_as_on_a_full_one():
    words = [(11, False, None, 20 + 16 * at, "Publier un guide sur la procédure Dublin") for at in range(11)]
    widths = []
    for shown in (words, words[:1]):
        sheet = Image.new("L", (2480, 3508), 255)
        sheet.paste(picture(shown), (0, 0))
        widths.append(pixels.stroke(pixels.black(sheet.resize((1240, 1754), Image.Resampling.BOX)), (0, 0, 600, 50)))
    assert widths[1] == pytest.approx(widths[0], rel=0.1)


@needs_french
def test_numbers_before_headings_are_read_also_where_they_are_thin_or_in_the_margin():
    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    titles = ("I. L'ÉQUIPE ACCUEIL", "II. L'ÉQUIPE JEUNESSE", "III. L'ÉQUIPE PLAIDOYER", "IV. L'ÉQUIPE LOGEMENT")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 260))
    for at, title in enumerate(titles):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(30, 240 - 40 * at, title)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(30, 222 - 40 * at, "La commission se réunit chaque mois à Lyon.")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(10, 70, "2")
    canvas.drawString(42, 70, "Défendre les droits")
    canvas.save()
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()
    read = [line["text"] for line in reading_of.page(image, 300, ("fra",))["lines"]]
    assert [text for text in read if "commission" not in text] == [*titles, "2 Défendre les droits"]


@needs_french
def test_a_stamp_set_aslant_is_no_part_of_the_text():
    from PIL import ImageDraw, ImageFont

    image = Image.new("L", (1400, 1200), 255)
    image.paste(picture(), (0, 0))
    stamp = Image.new("L", (700, 160), 255)
    ImageDraw.Draw(stamp).text((20, 30), "COURRIER REÇU", font=ImageFont.load_default(72), fill=90)
    image.paste(stamp.rotate(5, expand=True, fillcolor=255), (400, 860))
    sheet = pdf.read(source(as_pdf(image)), page.Options())[0].pages[0]
    roles = {line.text: line.role for line in sheet.lines}
    words = {text for *_, text in WORDS}
    assert {role for text, role in roles.items() if text in words} == {None}
    assert {role for text, role in roles.items() if text not in words} == {"figure"}


def test_an_underlined_heading_keeps_the_tails_of_its_letters():
    """A rule taken away with the tails that it crosses makes "q" an "o" or "a"; what is read again with the rule is surer."""
    line = bullets.Start((tesseract.Word("Éauine", 0.8, (100, 200, 300, 240), ()),), 235.0, 50.0)
    surer, other = (replace(line, words=(replace(line.words[0], text="Équipe", confidence=sure),)) for sure in (0.96, 0.7))
    drawn = rules.Drawn(level=((95, 243, 305, 246),))
    texts = [
        reading_of._underlined([line], given, lambda _, seen=seen: [seen])[0].words[0].text
        for given, seen in ((drawn, surer), (drawn, other), (rules.Drawn(), surer))
    ]
    assert texts == ["Équipe", "Éauine", "Éauine"]


def test_the_lower_half_of_a_dash_is_no_letter_of_the_first_word():
    symbols = tuple((char, 100 + 10 * place, 0, 108 + 10 * place, 20) for place, char in enumerate("_en"))
    words = [tesseract.Word("_en", 0.9, (100, 0, 130, 20), symbols), tesseract.Word("interne", 0.9, (140, 0, 200, 20), ())]
    left = bullets.bare(words, bullets.Bullet("-", 80, 5, 15, 95.0))
    assert [(word.text, len(word.symbols)) for word in left] == [("en", 2), ("interne", 0)]
