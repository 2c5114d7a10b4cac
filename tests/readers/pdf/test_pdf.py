"""What the PDF reader makes of pages that ReportLab draws."""

from __future__ import annotations

import io

import pytest

from extract import page
from extract.errors import Damaged, Empty
from extract.page import Line
from extract.readers import pdf
from extract.readers.pdf import lines, tags
from extract.readers.pdf.frame import Frame
from extract.readers.pdf.legible import is_legible
from extract.readers.pdf.pieces import Piece


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


def dash(x, top, colour="black", width=4):
    def step(canvas):
        canvas.setFillColor(colour)
        canvas.rect(x, 842 - top, width, 0.9, stroke=0, fill=1)

    return step


def test_a_drawn_dash_is_a_mark_where_another_line_has_one_like_it():
    words = [put(90, 100, "Former"), put(90, 115, "Informer"), put(300, 100, "recettes"), put(300, 115, "dépenses")]
    strokes = [dash(80, 96.5), dash(80, 111.5), dash(288, 96.5, "red"), dash(288, 111.5, "blue")]
    assert [line.mark for line in drawn(*words, *strokes).lines] == ["–", "–", None, None]


def test_a_letter_whose_tail_is_under_the_next_ones_parts_no_line():
    words = ("Q", 70.0, 90.0), ("uels", 79.0, 100.0), ("publics ?", 103.0, 150.0)
    style = page.Style("Garamond", 14.0)
    found = [Piece(text, x0, x1, 100.0, 14.0, style, starts=at == 0, spaced=at == 2, order=at) for at, (text, x0, x1) in enumerate(words)]
    (line,), _ = lines.lines(found, (), Frame(1, 0, 0, 1, 0, 0, 595, 842), 1)
    assert line.text == "Quels publics ?"


def test_words_cut_by_kerning_are_no_letters_set_apart():
    (line,) = drawn(put(72, 100, "Ax"), put(84.8, 100, "e 3 - F"), put(116.6, 100, "aire vivre")).lines
    assert line.text == "Axe 3 - Faire vivre"


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


def test_a_line_of_a_tagged_item_that_begins_with_thousands_opens_no_other():
    words = "Accueil", "Trier le linge, en tout", "84.000 kilos chaque année", "Vendre", "Le Relais"
    found = [Line(text, bbox=(72, 80 + 14 * row, 300, 94 + 14 * row)) for row, text in enumerate(words)]
    blocks = [tags.Tag("LI", "item", 1, block, labelled=True) for block in (1, 2, 2, 3, 4)]
    heard, _ = tags.heard(found, blocks, 10)
    assert [line.paragraph for line in heard] == [None, 12, 12, 13, None]


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


def test_a_stretched_line_of_a_narrow_column_is_one_line():
    rows = [(72, 114, 154, 194), (72, 110, 152, 194), (72, 116, 156, 194), (72, 112, 153, 194)]
    sheet = drawn(*(put(x, 100 + 14 * row, "mots", "Helvetica", 10) for row, places in enumerate(rows) for x in places))
    assert texts(sheet) == ["mots mots mots mots"] * 4


def test_numbers_at_the_right_of_a_contents_list_stay_on_their_lines():
    sheet = drawn(
        *(step for row in range(4) for step in (put(72, 100 + 20 * row, f"Chapitre {row}"), put(500, 100 + 20 * row, str(row + 3))))
    )
    assert texts(sheet) == [f"Chapitre {row} {row + 3}" for row in range(4)]


def test_a_ruled_table_gives_its_cells_and_a_frame_none():
    def grid(canvas):
        canvas.grid([72, 110, 300], [842 - 90, 842 - 110, 842 - 130, 842 - 150])
        canvas.rect(72, 842 - 260, 228, 60)

    cells = [
        put(x, 104 + 20 * row, text, "Helvetica-Bold" if not row else "Helvetica")
        for row in range(3)
        for x, text in ((76, f"{row}"), (114, f"b{row}"))
    ]
    sheet = drawn(grid, *cells, put(80, 220, "Encadré"), put(80, 240, "d'un texte"))
    table = [(line.cell.row, line.cell.column, line.cell.header, line.text) for line in sheet.lines if line.cell]
    assert table == [
        (0, 0, True, "0"),
        (0, 1, True, "b0"),
        (1, 0, False, "1"),
        (1, 1, False, "b1"),
        (2, 0, False, "2"),
        (2, 1, False, "b2"),
    ]
    assert [line.boxed for line in sheet.lines if line.cell is None] == [True, True]


def test_underlines_bands_and_rules_are_told_apart():
    def shapes(canvas):
        canvas.line(72, 842 - 102, 72 + 60, 842 - 102)  # as long as its word
        canvas.setFillGray(0.8)
        canvas.rect(60, 842 - 210, 475, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.line(60, 842 - 309, 535, 842 - 309)

    plain, band, ruled = drawn(
        shapes,
        put(72, 100, "Soulignement"),
        put(72, 205, "Bandeau"),
        put(72, 300, "Un titre sur un filet qui traverse toute la page, ou presque, jusqu'au bord"),
    ).lines
    assert [(line.style.underline, line.boxed, line.ruled) for line in (plain, band, ruled)] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_a_large_initial_belongs_to_the_first_of_the_lines_beside_it():
    sheet = drawn(
        put(72, 128, "D", size=34),
        put(100, 104, "eux mille vingt-deux restera l’année"),
        put(100, 117, "de la réouverture, après deux ans"),
        put(100, 130, "de restrictions."),
        put(72, 143, "Les portes sont de nouveau ouvertes."),
        put(330, 117, "Une autre colonne commence là."),
    )
    assert texts(sheet)[0] == "Deux mille vingt-deux restera l’année"
    assert "Une autre colonne commence là." in texts(sheet)
    assert "D" not in texts(sheet)


def test_columns_that_nearly_touch_are_parted_where_other_rows_part_them():
    rows = [("Formatrices", "Printemps"), ("Groupe logement", "Mars à juin"), ("Service de l’éducation", "Septembre"), ("Bureau", "Juin")]
    sheet = drawn(*(put(x, 100 + 16 * row, text) for row, cells in enumerate(rows) for x, text in zip((72, 190), cells, strict=True)))
    assert sorted(texts(sheet)) == sorted(text for row in rows for text in row)


def test_small_capitals_made_from_a_smaller_type_are_one_size():
    def heading(canvas):
        x = 72
        for text, size in (("A", 14), ("CTIONS", 11), (" M", 14), ("ENÉES", 11)):
            canvas.setFont("Times-Bold", size)
            canvas.drawString(x, 742, text)
            x += canvas.stringWidth(text, "Times-Bold", size)

    sheet = drawn(heading, put(72, 120, "Nous avons ouvert le samedi.", "Times-Roman"))
    assert texts(sheet)[0] == "ACTIONS MENÉES"
    assert sheet.lines[0].style.size == 14


def test_numbers_in_discs_and_ticks_in_strokes_are_marks():
    def disc(top):
        return lambda canvas: (canvas.setFillColorRGB(0, 0.3, 0.5), canvas.circle(60, 842 - top + 4, 12, stroke=0, fill=1))

    def tick(top):
        def step(canvas):
            path = canvas.beginPath()
            path.moveTo(70, 842 - top + 3)
            path.lineTo(72.5, 842 - top)
            path.lineTo(77, 842 - top + 7)
            canvas.drawPath(path)

        return step

    cards = [
        step
        for number, (top, title) in enumerate([(100, "Ouvrir le samedi"), (150, "Former dix bénévoles")], 1)
        for step in (disc(top), put(57, top, str(number), "Helvetica-Bold", 12, colour="white"), put(80, top, title))
    ]
    ticks = [step for top in (200, 214, 228) for step in (tick(top), put(84, top, "Écrire aux élus", size=10))]
    assert texts(drawn(*cards, *ticks)) == ["① Ouvrir le samedi", "② Former dix bénévoles", *["◦ Écrire aux élus"] * 3]


def test_letters_set_apart_are_words():
    def spread(canvas):
        text = canvas.beginText(72, 742)
        text.setFont("Times-Roman", 13)
        text.setCharSpace(6)
        text.textOut("SUR LE TERRAIN")
        text.setCharSpace(0)
        canvas.drawText(text)

    def letters(canvas):
        canvas.setFont("Times-Roman", 13)
        x = 72
        for char in "DEMAIN ICI":
            canvas.drawString(x, 700, char)
            x += canvas.stringWidth(char, "Times-Roman", 13) + 4

    assert texts(drawn(spread, letters)) == ["SUR LE TERRAIN", "DEMAIN ICI"]


def test_a_footnote_s_call_of_full_size_stands_in_its_line():
    sheet = drawn(put(72, 100, "une convention", size=11), put(144, 96.5, "1", size=9.5), put(152, 100, "pour trois ans", size=11))
    assert texts(sheet) == ["une convention1 pour trois ans"]


def test_a_long_document_read_in_portions_is_the_same(monkeypatch):
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, 6):
        put(72, 100, f"Chapitre {number}", font="Helvetica-Bold")(canvas)
        canvas.bookmarkPage(str(number))
        canvas.addOutlineEntry(f"Chapitre {number}", str(number))
        canvas.showPage()
    canvas.save()
    whole = pdf.read(source(out.getvalue()), page.Options())
    monkeypatch.setattr(pdf, "_AT_ONCE", 2)
    assert pdf.read(source(out.getvalue()), page.Options()) == whole
    assert [sheet.lines[0].text for sheet in whole[0].pages] == [bookmark.title for bookmark in whole[0].bookmarks]
