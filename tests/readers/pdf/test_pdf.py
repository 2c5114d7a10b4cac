"""What the PDF reader makes of pages that ReportLab draws."""

from __future__ import annotations

import io

import pytest

from extract import page
from extract.errors import Damaged, Empty
from extract.page import Line
from extract.readers import pdf
from extract.readers.pdf import tags
from extract.readers.pdf.legible import is_legible


def source(data: bytes) -> page.Source:
    return page.Source("rapport.pdf", data, "0" * 64, len(data), pdf.MEDIA_TYPE)


def drawn(*steps, size=(595, 842), rotate=0) -> page.Page:
    """The one page that `steps` draw; each is a function of ReportLab's canvas."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    if rotate:
        canvas.setPageRotation(rotate)
    for step in steps:
        step(canvas)
    canvas.showPage()
    canvas.save()
    reading, _ = pdf.read(source(out.getvalue()), page.Options())
    return reading.pages[0]


def put(x, top, text, font="Helvetica", size=11, **more):
    def step(canvas):
        canvas.saveState()
        canvas.setFont(font, size)
        canvas.setFillColor(more.get("colour", "black"))
        canvas.drawString(x, 842 - top, text, mode=more.get("mode"))
        canvas.restoreState()

    return step


def dot(x, top, radius=2):
    return lambda canvas: canvas.circle(x, 842 - top, radius, stroke=0, fill=1)


def texts(sheet: page.Page) -> list[str]:
    return [f"{line.mark} {line.text}" if line.mark else line.text for line in sheet.lines]


def test_a_line_has_its_words_its_place_and_its_style():
    (line,) = drawn(put(72, 100, "Défendre le droit d’asile", "Helvetica-Bold", 14)).lines
    assert line.text == "Défendre le droit d’asile"
    assert (line.style.size, line.style.bold, line.style.italic) == (14, True, False)
    x0, top, x1, bottom = line.bbox
    assert x0 == pytest.approx(72, abs=1) and top < 100 < bottom and 200 < x1 < 260


def test_bold_words_in_a_line_are_a_run_of_it():
    (line,) = drawn(put(72, 100, "Paris :", "Helvetica-Bold"), put(115, 100, "ouvrir une permanence")).lines
    assert line.text == "Paris : ouvrir une permanence"
    assert [(line.text[run.start : run.end].strip(), run.style.bold) for run in line.runs] == [
        ("Paris :", True),
        ("ouvrir une permanence", False),
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([put(90, 100, "Former"), dot(80, 96.5)], "• Former"),
        ([put(72, 100, "•"), put(90, 100, "Former")], "• Former"),
        ([put(90, 100, "Former"), put(72, 100, "•")], "• Former"),
        ([put(72, 100, "\u2022", "Symbol"), put(90, 100, "Former")], "• Former"),
        ([put(72, 100, "❑", "ZapfDingbats"), put(90, 100, "Former")], "❑ Former"),
        ([put(72, 100, "o", "Courier"), put(90, 100, "Former")], "◦ Former"),
        ([put(72, 100, "1."), put(100, 100, "Former")], "1. Former"),
    ],
    ids=["drawn", "typed", "typed after", "symbol font", "dingbat", "Word's second level", "number"],
)
def test_a_mark_and_its_text_are_one_line(steps, expected):
    assert texts(drawn(*steps)) == [expected]


def test_columns_are_not_run_together():
    sheet = drawn(*(put(x, 100 + 14 * row, f"{name} {row}") for row in range(3) for x, name in ((72, "gauche"), (320, "droite"))))
    assert sorted(texts(sheet)) == sorted(f"{name} {row}" for row in range(3) for name in ("gauche", "droite"))


def test_a_superscript_stays_in_its_line():
    (line,) = drawn(put(72, 100, "le 1"), put(90.5, 96, "er", size=7), put(101, 100, "juin")).lines
    assert line.text == "le 1er juin"
    assert [line.text[run.start : run.end] for run in line.runs if run.style.superscript] == ["er"]


@pytest.mark.parametrize(
    "step",
    [put(72, 100, "caché", mode=3), put(72, 100, "caché", colour="white"), put(-300, 100, "caché")],
    ids=["mode 3", "white", "off page"],
)
def test_text_nobody_sees_is_kept_and_flagged(step):
    hidden, shown = drawn(step, put(72, 200, "visible")).lines
    assert (hidden.text, hidden.style.invisible, shown.style.invisible) == ("caché", True, False)


def test_a_page_turned_by_its_rotation_reads_upright():
    sheet = drawn(lambda canvas: (canvas.translate(595, 0), canvas.rotate(90)), put(72, 100, "Paysage"), size=(842, 595), rotate=90)
    (line,) = sheet.lines
    assert (line.text, sheet.width, sheet.height) == ("Paysage", 842, 595)
    assert line.bbox[2] - line.bbox[0] > line.bbox[3] - line.bbox[1]


@pytest.mark.parametrize(("data", "error"), [(b"", Empty), (b"%PDF-1.4\n" + bytes(500), Damaged), (b"%PDF-1.4\n1 0 obj", Damaged)])
def test_a_file_that_is_no_pdf_says_so(data, error):
    with pytest.raises(error):
        pdf.read(source(data), page.Options())


def test_tags_testify_to_headings_and_to_lists_with_marks():
    lines = [
        Line("Priorités", bbox=(72, 80, 200, 94)),
        Line("Former les bénévoles", bbox=(72, 100, 200, 114)),
        Line("et les salariés", bbox=(72, 114, 200, 128)),
        Line("Accueil", bbox=(72, 140, 200, 154)),
        Line("page 3", bbox=(72, 800, 200, 814)),
    ]
    item = tags.Tag("LI", "item", 1, 2, labelled=True)
    found, _ = tags.heard(lines, [tags.Tag("H2", "heading", 2, 1), item, item, tags.Tag("LI", "item", 1, 3), None], 0)
    assert [(line.role, line.level, line.mark) for line in found] == [
        ("heading", 2, None),
        ("item", 1, ""),  # drawn, and not seen: a mark all the same
        ("item", 1, None),
        (None, None, None),  # an entry of a menu
        (None, None, None),
    ]
    assert found[-1].style_name == tags.ARTIFACT


def test_tags_that_call_everything_a_heading_are_not_believed():
    lines = [Line("Un long paragraphe que le programme a rangé sous Titre 1", bbox=(72, 80, 500, 94))]
    (found,), _ = tags.heard(lines, [tags.Tag("H1", "heading", 1, 1)], 0)
    assert found.role is None


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        ("Accompagner les personnes exilées dans leurs démarches, devant la préfecture comme devant les tribunaux. " * 3, True),
        ("De vereniging begeleidt mensen die asiel aanvragen en zoekt met hen een woning in de stad of in een dorp. " * 3, True),
        ("Bddpnqbhofs mft qfstpoeft fyjmfft ebot mfvst efnbsdift efwbou mb qsfgfduvsf dpnnf efwbou mft usjcvobvy. " * 3, False),
        ("Accompagner \ufffd\ufffd\ufffd\ufffd personnes \ufffd\ufffd\ufffd\ufffd", False),
        ("2018 2019 2020 412 389 1 204", True),
    ],
    ids=["French", "Dutch", "shifted letters", "no Unicode", "figures"],
)
def test_letters_that_are_named_wrongly_are_noticed(text, legible):
    assert is_legible(text) is legible
