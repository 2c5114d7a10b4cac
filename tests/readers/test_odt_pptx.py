"""OpenDocument and slides: outline levels, lists, tables, places."""

from __future__ import annotations

import pytest

from extract.errors import Encrypted, NoText
from extract.readers.pptx.slide import Found, in_order
from tests.readers.office import codes, lines, odt, pptx, read, shape, texts

_BULLETS = (
    '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)
_NUMBERS = (
    '<text:list-style style:name="N1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    "</text:list-style>"
)


def _list(*items: str, name: str = "L1", more: str = "") -> str:
    entries = "".join(f"<text:list-item>{item if item.startswith('<') else f'<text:p>{item}</text:p>'}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{name}" {more}>{entries}</text:list>'


class TestOpenDocument:
    def test_headings_have_their_outline_level_and_title_its_role(self):
        body = '<text:p text:style-name="P1">Rapport</text:p><text:h text:outline-level="2">Asile</text:h><text:p>Texte</text:p>'
        automatic = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        look = '<style:text-properties fo:font-size="20pt" fo:font-weight="bold"/>'
        styles = f'<style:style style:name="Title" style:family="paragraph">{look}</style:style>'
        found = lines(odt(body, automatic, styles))
        assert [(line.role, line.level, line.style_name) for line in found] == [
            ("title", None, "Title"),
            ("heading", 2, ""),
            (None, None, ""),
        ]
        assert (found[0].style.size, found[0].style.bold) == (20, True)

    def test_headings_are_numbered_as_the_outline_says(self):
        outline = (
            '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
            '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
        )
        body = "".join(f'<text:h text:outline-level="{level}">x</text:h>' for level in (1, 2, 2, 1, 2))
        assert [line.mark for line in lines(odt(body, styles=outline))] == ["I.", "I.1", "I.2", "II.", "II.1"]

    def test_lists_have_the_marks_of_their_level_and_continue_when_told(self):
        nested = f"<text:p>a</text:p>{_list('b', 'c')}"
        body = _list(nested, "<text:p>d</text:p><text:p>suite</text:p>") + _list("un", "deux", name="N1") + "<text:p>texte</text:p>"
        body += _list("trois", name="N1", more='text:continue-numbering="true"') + _list("un", name="N1")
        found = [(line.mark, line.level, line.text) for line in lines(odt(body, _BULLETS + _NUMBERS))]
        assert found == [
            ("•", 1, "a"),
            ("a)", 2, "b"),
            ("b)", 2, "c"),
            ("•", 1, "d"),
            (None, 1, "suite"),
            ("1.", 1, "un"),
            ("2.", 1, "deux"),
            (None, None, "texte"),
            ("3.", 1, "trois"),
            ("1.", 1, "un"),
        ]

    def test_spaces_breaks_notes_frames_and_deletions(self):
        body = (
            "<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>"
            '<text:p>un  deux<text:s text:c="2"/>trois<text:line-break/>quatre<text:note><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>une note</text:p></text:note-body></text:note>"
            "<draw:frame><draw:text-box><text:p>encadré</text:p></draw:text-box></draw:frame></text:p>"
        )
        data = odt(body)
        assert [(line.text, line.role, line.boxed, line.paragraph) for line in lines(data)] == [
            ("un deux  trois", None, False, 1),
            ("quatre", None, False, 1),
            ("encadré", None, True, 2),
            ("une note", "note", False, None),
        ]
        assert codes(data) == ["tracked-changes"]

    def test_tables_count_repeated_columns_without_drawing_them(self):
        cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
        wide = '<table:table-cell table:number-columns-repeated="1000000"/>'
        table = (
            f"<table:table><table:table-header-rows><table:table-row>{cell.format('', 'Mesure')}{cell.format('', 'Date')}</table:table-row>"
            f"</table:table-header-rows><table:table-row>{wide}{cell.format('', 'juin')}</table:table-row></table:table>"
        )
        found = [(line.text, line.cell.row, line.cell.column, line.cell.header) for line in lines(odt(table))]
        assert found == [("Mesure", 0, 0, True), ("Date", 0, 1, True), ("juin", 1, 1000, False)]

    def test_contents_headers_and_footers_have_their_role(self):
        contents = "<text:table-of-content><text:index-body><text:p>Asile<text:tab/>2</text:p></text:index-body></text:table-of-content>"
        header, footer = "<style:header><text:p>Passerelles</text:p></style:header>", "<style:footer><text:p>page</text:p></style:footer>"
        master = f"<style:master-page>{header}{footer}</style:master-page>"
        found = lines(odt(contents + "<text:p>Texte</text:p>", master=master))
        assert [(line.role, line.text) for line in found] == [
            ("header", "Passerelles"),
            ("toc", "Asile 2"),
            (None, "Texte"),
            ("footer", "page"),
        ]

    def test_a_password_and_an_empty_document_are_errors(self):
        with pytest.raises(Encrypted):
            read(odt("<text:p>x</text:p>", parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"}))
        with pytest.raises(NoText):
            read(odt("<text:p/>"))


_MASTER = (
    '<p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type="body"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="635000" y="1270000"/>'
    '<a:ext cx="7620000" cy="3810000"/></a:xfrm></p:spPr></p:sp></p:spTree></p:cSld>'
    "<p:txStyles><p:titleStyle><a:lvl1pPr><a:buNone/></a:lvl1pPr></p:titleStyle>"
    '<p:bodyStyle><a:lvl1pPr marL="342900" indent="-342900"><a:buChar char="•"/><a:defRPr sz="2400"/></a:lvl1pPr>'
    '<a:lvl2pPr marL="742950" indent="-285750"><a:buAutoNum type="alphaLcParenR"/></a:lvl2pPr></p:bodyStyle></p:txStyles>'
)


def _paragraph(words: str, properties: str = "") -> str:
    return f"<a:p><a:pPr {properties}/><a:r><a:t>{words}</a:t></a:r></a:p>"


class TestSlides:
    def test_bullets_sizes_and_places_come_from_the_master(self):
        body = shape(["Asile", _paragraph("former", 'lvl="1"'), _paragraph("publier", 'lvl="1"')], holder="body")
        found = lines(pptx(shape(["Priorités"], holder="title") + body, master=_MASTER))
        assert [(line.mark, line.level, line.role, line.text) for line in found] == [
            (None, None, "title", "Priorités"),
            ("•", 1, "item", "Asile"),
            ("a)", 2, "item", "former"),
            ("b)", 2, "item", "publier"),
        ]
        assert found[1].style.size == 24
        assert (found[1].bbox[0], found[1].bbox[1]) == (50, 100)
        assert found[2].bbox[1] >= found[1].bbox[3]

    def test_a_paragraph_may_take_its_bullet_back(self):
        body = shape(["<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>Sans puce</a:t></a:r></a:p>"], holder="body")
        assert lines(pptx(body, master=_MASTER))[0].mark is None

    def test_numbers_count_until_something_else_stands_between(self):
        number = '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>x</a:t></a:r></a:p>'
        body = shape([number, number, "texte", number], (0, 0, 100, 100))
        assert [line.mark for line in lines(pptx(body))] == ["1.", "2.", None, "1."]

    def test_footers_numbers_notes_and_hidden_doubles_have_their_role(self):
        slide = (
            shape(["Asile"], holder="title")
            + shape(["mai 2021"], holder="dt")
            + shape(["Passerelles"], holder="ftr")
            + shape(["3"], holder="sldNum")
        )
        found = [(line.role, line.text) for line in lines(pptx(slide, notes="À dire"))]
        assert found == [("title", "Asile"), ("footer", "mai 2021"), ("footer", "Passerelles"), ("page-number", "3"), ("note", "À dire")]

    def test_slides_are_pages_with_a_size_in_points(self):
        reading = read(pptx(shape(["un"]), shape(["deux"])))
        assert [(sheet.number, sheet.width, sheet.height) for sheet in reading.pages] == [(1, 720, 540), (2, 720, 540)]
        assert reading.paged

    def test_a_group_moves_and_shrinks_what_is_in_it(self):
        group = (
            '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="1270000" y="1270000"/><a:ext cx="1270000" cy="1270000"/><a:chOff x="0" y="0"/>'
            f'<a:chExt cx="2540000" cy="2540000"/></a:xfrm></p:grpSpPr>{shape(["dedans"], (100, 100, 100, 100))}</p:grpSp>'
        )
        assert lines(pptx(group))[0].bbox[:3] == (150, 150, 200)

    def test_tables_keep_their_cells_and_skip_what_is_merged_away(self):
        cell = "<a:tc{}><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
        wide, merged = cell.format(" gridSpan='2'", "Mesure"), cell.format(" hMerge='1'", "")
        rows = f"<a:tr h='254000'>{wide}{merged}</a:tr>"
        rows += f"<a:tr h='254000'>{cell.format('', 'guide')}{cell.format('', 'juin')}</a:tr>"
        grid = '<a:tblGrid><a:gridCol w="1270000"/><a:gridCol w="1270000"/></a:tblGrid>'
        frame = (
            '<p:graphicFrame><p:xfrm><a:off x="0" y="0"/><a:ext cx="2540000" cy="508000"/></p:xfrm><a:graphic><a:graphicData>'
            f'<a:tbl><a:tblPr firstRow="1"/>{grid}{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
        )
        found = [(line.text, line.cell.row, line.cell.column, line.cell.header) for line in lines(pptx(frame))]
        assert found == [("Mesure", 0, 0, True), ("guide", 1, 0, False), ("juin", 1, 1, False)]

    def test_one_broken_slide_does_not_lose_the_others(self):
        data = pptx(shape(["un"]), shape(["deux"]), parts={"ppt/slides/slide1.xml": "<p:sld"})
        assert texts(data) == ["deux"]
        assert codes(data) == ["page-unreadable"]


@pytest.mark.parametrize(
    ("drawn", "read_as"),
    [
        ({"bas": (0, 200, 100, 250), "haut": (0, 0, 100, 50)}, ["haut", "bas"]),
        ({"droite": (200, 0, 300, 100), "gauche": (0, 0, 100, 100)}, ["gauche", "droite"]),
        ({"g1": (0, 0, 100, 50), "g2": (0, 60, 100, 110), "d1": (200, 0, 300, 50), "d2": (200, 60, 300, 110)}, ["g1", "g2", "d1", "d2"]),
        ({"d": (200, 0, 300, 300), "g1": (0, 0, 100, 50), "pied": (0, 400, 300, 420), "g2": (0, 60, 100, 300)}, ["g1", "g2", "d", "pied"]),
        ({"fond": (0, 0, 300, 300), "dessus": (50, 50, 100, 100)}, ["fond", "dessus"]),
    ],
)
def test_shapes_are_read_by_place_where_the_order_of_drawing_lies(drawn, read_as):
    names = {box: name for name, box in drawn.items()}
    assert [names[found.box] for found in in_order([Found(box, ()) for box in drawn.values()])] == read_as
