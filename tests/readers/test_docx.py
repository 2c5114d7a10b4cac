"""Word: what people see on the page is what comes out, with what the styles and the numbering say of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import Damaged, NoText, Unsafe
from extract.readers._marks import ordinal
from tests.readers.office import codes, docx, lines, listed, marked, numbering, p, read, relationships, run, texts, zipped


def _style(identifier: str, name: str = "", more: str = "", based: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{identifier}"><w:name w:val="{name or identifier}"/>{on}{more}</w:style>'


def _field(code: str, result: str) -> str:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{char.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char.format('separate')}{result}{char.format('end')}"


def _cell(*paragraphs: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def _box(content: str) -> str:
    shown = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><w:txbxContent>{content}</w:txbxContent></w:pict>"
    choice, fallback = f"<mc:Choice><w:drawing>{shown}</w:drawing></mc:Choice>", f"<mc:Fallback>{old}</mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"


@pytest.mark.parametrize(
    ("style", "role", "level"),
    [
        (_style("s", "heading 2"), "heading", 2),
        (_style("s", "Titre 3"), "heading", 3),
        (_style("s", "Überschrift 1"), "heading", 1),
        (_style("s", "Intertitre maison", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'), "heading", 2),
        (_style("s", "Mon titre", based="t") + _style("t", "heading 1"), "heading", 1),
        (_style("s", "Title"), "title", None),
        (_style("s", "Subtitle"), "subtitle", None),
        (_style("s", "toc 2"), "toc", None),
        (_style("s", "caption"), "caption", None),
        (_style("s", "Normal"), None, None),
        (_style("s", "Titre de la photo"), None, None),
        (_style("s", "boucle", based="t") + _style("t", "retour", based="s"), None, None),
    ],
)
def test_a_style_says_what_a_paragraph_is(style, role, level):
    line = lines(docx(p("Asile", "s"), styles=style))[0]
    assert (line.role, line.level) == (role, level)


def test_an_outline_level_on_the_paragraph_goes_before_its_style():
    body = p("Asile", "h", '<w:outlineLvl w:val="2"/>') + p("Texte", "h", '<w:outlineLvl w:val="9"/>')
    assert [(line.role, line.level) for line in lines(docx(body, styles=_style("h", "heading 1")))] == [("heading", 3), (None, None)]


def test_a_style_that_is_not_there_is_plain():
    line = lines(docx(p("Asile", "Inconnu")))[0]
    assert (line.text, line.role, line.style_name) == ("Asile", None, "Inconnu")


def test_characters_inherit_from_defaults_styles_and_runs():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + _style("g", "Grand", '<w:rPr><w:sz w:val="28"/><w:b/></w:rPr>')
        + _style("fort", "Strong", "<w:rPr><w:i/></w:rPr>", kind="character")
    )
    body = p("petit") + p(run("gras") + run(" et italique", '<w:rStyle w:val="fort"/>') + run(" maigre", '<w:b w:val="0"/>'), "g")
    plain, mixed = lines(docx(body, styles=styles))
    assert (plain.style.size, plain.style.bold) == (11, False)
    assert [(run_.style.size, run_.style.bold, run_.style.italic) for run_ in mixed.runs] == [
        (14, True, False),
        (14, True, True),
        (14, False, False),
    ]
    assert read(docx(body, styles=styles)).properties["language"] == "fr-FR"


def test_numbers_and_bullets_are_drawn_as_word_draws_them():
    body = "".join(listed(*item) for item in (("a", 1, 0), ("b", 1, 1), ("c", 1, 1), ("d", 1, 2), ("e", 1, 0), ("f", 1, 1)))
    found = lines(docx(body, numbers=numbering("upperRoman %1.", "lowerLetter %2)", "decimal %1.%2.%3")))
    assert [line.mark for line in found] == ["I.", "a)", "b)", "I.b.1", "II.", "a)"]
    assert [line.level for line in found] == [1, 2, 2, 3, 1, 2]
    assert [line.indent for line in found] == [18, 54, 54, 90, 18, 54]


def test_a_symbol_font_bullet_is_a_bullet_and_a_blank_one_is_none():
    found = lines(docx(listed("puce") + listed("suite", depth=1), numbers=numbering("bullet \uf0b7", "bullet  ")))
    assert [(line.mark, line.role) for line in found] == [("•", "item"), (None, None)]


def test_legal_numbering_restarts_and_start_values():
    numbers = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    )
    body = "".join(listed("x", number, depth) for number, depth in ((1, 0), (1, 1), (1, 0), (1, 1), (2, 0), (2, 0)))
    assert [line.mark for line in lines(docx(body, numbers=numbers))] == ["III", "3.1", "IV", "4.2", "IX", "X"]


def test_numbering_can_sit_on_the_style_and_be_taken_back_on_the_paragraph():
    styles = _style("liste", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + _style(
        "liste2", "List Bullet 2", based="liste"
    )
    body = p("un", "liste") + p("deux", "liste2") + p("sans", "liste", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    found = lines(docx(body, styles=styles, numbers=numbering("bullet •")))
    assert [(line.mark, line.level) for line in found] == [("•", 1), ("•", 2), (None, None)]


def test_a_heading_that_is_also_a_list_item_stays_a_heading_with_its_number():
    body = p("Asile", "h", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    line = lines(docx(body, styles=_style("h", "heading 1"), numbers=numbering("decimal %1.")))[0]
    assert (line.role, line.level, line.mark) == ("heading", 1, "1.")


def test_soft_breaks_part_a_paragraph_that_keeps_its_number():
    found = lines(docx(p("") + p("<w:r><w:t>• un</w:t><w:br/><w:t>• deux</w:t></w:r>")))
    assert [(line.text, line.paragraph) for line in found] == [("• un", 2), ("• deux", 2)]


def test_what_python_docx_leaves_out_is_read():
    hidden = (
        "<w:ins><w:r><w:t>inséré</w:t></w:r></w:ins><w:del><w:r><w:delText>supprimé</w:delText></w:r></w:del>"
        "<w:moveTo><w:r><w:t> déplacé</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>parti</w:t></w:r></w:moveFrom>"
        "<w:smartTag><w:r><w:t> balisé</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t> contrôlé</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:hyperlink><w:r><w:t> lié</w:t></w:r></w:hyperlink>"
    )
    control = f"<w:sdt><w:sdtContent>{p('Dans un contrôle')}</w:sdtContent></w:sdt>"
    data = docx(p(hidden) + control + p(f"<w:r><w:t>Ancre</w:t></w:r>{_box(p('Encadré'))}"))
    assert texts(data) == ["inséré déplacé balisé contrôlé lié", "Dans un contrôle", "Ancre", "Encadré"]
    assert lines(data)[-1].boxed
    assert codes(data) == ["tracked-changes"]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next():
    merged = p("Le droit ", properties="<w:rPr><w:del/></w:rPr>") + p("d'asile")
    assert texts(docx(merged)) == ["Le droit d'asile"]


def test_symbols_hyphens_and_tabs_are_characters():
    words = '<w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:tab/><w:t>demi</w:t><w:noBreakHyphen/><w:t>journée</w:t></w:r>'
    assert texts(docx(p(words))) == ["▪ demi-journée"]


def test_hidden_text_is_flagged():
    shown, hidden = lines(docx(p("Asile") + p(run("caché", "<w:vanish/>"))))
    assert (shown.text, shown.style.invisible, hidden.style.invisible) == ("Asile", False, True)


@pytest.mark.parametrize(
    ("typed", "text", "bold"),
    [
        ("**Bilan 2019**", "Bilan 2019", True),
        ("un **mot** en gras", "un **mot** en gras", False),
        ("2 ** 3 ** 4", "2 ** 3 ** 4", False),
    ],
)
def test_a_line_pasted_in_stars_is_bold_and_other_stars_are_left(typed, text, bold):
    (line,) = lines(docx(p(typed)))
    assert (line.text, line.style.bold) == (text, bold)


def test_typed_tabs_and_spaces_set_a_line_in():
    typed = "".join(
        p(f'<w:r>{blank}<w:t xml:space="preserve">{words}</w:t></w:r>')
        for blank, words in (("", "- a"), ("<w:tab/>", "- b"), ("", "    - c"), ("", " - d"))
    )
    assert [line.indent for line in lines(docx(typed))] == [0.0, 36.0, 12.0, 0.0]


def test_fields_show_their_result_and_a_contents_field_is_contents():
    body = p(run("Voir ") + _field("REF x", run("page 4"))) + p(_field("TOC \\o", run("Asile\t2"))) + p("Asile")
    assert [(line.text, line.role) for line in lines(docx(body))] == [("Voir page 4", None), ("Asile 2", "toc"), ("Asile", None)]


def test_an_unclosed_field_does_not_swallow_the_document():
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>') + p("Asile")
    assert texts(docx(body)) == ["Asile"]


def test_headers_footers_and_notes_have_their_role():
    header = f"<w:hdr NAMESPACES>{p('Passerelles')}</w:hdr>"
    footer = f"<w:ftr NAMESPACES>{p(run('page ') + _field('PAGE', run('1')))}</w:ftr>"
    separator = f'<w:footnote w:type="separator">{p("___")}</w:footnote>'
    notes = f'<w:footnotes NAMESPACES>{separator}<w:footnote w:id="2">{p("Voir le guide")}</w:footnote></w:footnotes>'
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference w:type="default" r:id="f"/></w:sectPr>'
    parts = {"word/header1.xml": header, "word/footer1.xml": footer, "word/footnotes.xml": notes}
    data = docx(p("Asile") + section, parts=parts, h="header header1.xml", f="footer footer1.xml", n="footnotes footnotes.xml")
    assert [(line.role, line.text, line.paragraph) for line in lines(data)] == [
        ("header", "Passerelles", None),
        (None, "Asile", 1),
        ("note", "Voir le guide", None),
        ("page-number", "page 1", None),
    ]


def test_cells_know_their_place_over_merged_and_nested_ones():
    inner = f"<w:tbl><w:tr>{_cell(p('dedans'))}{_cell(p('aussi'))}</w:tr></w:tbl>"
    wide = _cell(p("Mesure"), more='<w:gridSpan w:val="2"/>')
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{wide}{_cell(p('Échéance'))}</w:tr>"
        f"<w:tr>{_cell(p('a'))}{_cell(p('b'), inner)}{_cell(p('c'))}</w:tr></w:tbl>"
    )
    found = [(line.text, line.cell.table, line.cell.row, line.cell.column, line.cell.header) for line in lines(docx(table))]
    assert found == [
        ("Mesure", 0, 0, 0, True),
        ("Échéance", 0, 0, 2, True),
        ("a", 0, 1, 0, False),
        ("b", 0, 1, 1, False),
        ("dedans", 1, 0, 0, False),
        ("aussi", 1, 0, 1, False),
        ("c", 0, 1, 2, False),
    ]


def test_a_table_of_one_cell_is_a_box():
    line = lines(docx(f"<w:tbl><w:tr>{_cell(p('À retenir'))}</w:tr></w:tbl>"))[0]
    assert (line.cell, line.boxed) == (None, True)


@pytest.mark.parametrize("span", ["1000000", "-3", "beaucoup", "1e309"])
def test_a_cell_that_claims_to_span_the_world_costs_nothing(span):
    table = f"<w:tbl><w:tr>{_cell(p('a'), more=f'<w:gridSpan w:val={chr(34)}{span}{chr(34)}/>')}{_cell(p('b'))}</w:tr></w:tbl>"
    assert texts(docx(table)) == ["a", "b"]


@pytest.mark.parametrize("more", ["", _cell(p("b"))])
def test_a_cell_that_no_program_writes_is_refused(more):
    with pytest.raises(Unsafe, match="columns"):
        texts(docx("<w:tbl><w:tr>" + _cell(p("a"), more='<w:gridSpan w:val="2000000000"/>') + more + "</w:tr></w:tbl>"))


def test_borders_and_shading_are_seen():
    sides = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right"))
    body = (
        p("cadre", properties=f"<w:pBdr>{sides}</w:pBdr>")
        + p("filet", properties='<w:pBdr><w:bottom w:val="single"/></w:pBdr>')
        + p("bandeau", properties='<w:shd w:fill="1F5C7A"/>')
        + p("blanc", properties='<w:shd w:fill="FFFFFF"/>')
    )
    assert [(line.boxed, line.ruled) for line in lines(docx(body))] == [(True, False), (False, True), (True, False), (False, False)]


def test_an_inserted_document_a_chart_and_macros_are_said():
    chart = '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
    data = docx(p("Asile" and chart + run("Asile")) + '<w:altChunk r:id="x"/>', parts={"word/vbaProject.bin": "x"})
    assert sorted(codes(data)) == ["content-skipped", "content-skipped", "macros"]


def test_strict_ooxml_is_read_too():
    strict = docx(p("Asile"))
    import io
    import zipfile

    from tests.readers.office import zipped

    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert texts(zipped(parts)) == ["Asile"]


def test_a_relationship_to_nowhere_does_not_lose_the_document():
    assert texts(docx(p("Asile"), image="image media/absente.png")) == ["Asile"]


def test_nothing_outside_is_fetched(monkeypatch):
    import socket

    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("a connection was opened"))
    monkeypatch.setattr(socket.socket, "connect", lambda *a, **k: pytest.fail("a connection was opened"))
    assert texts(docx(p("Asile"), image="image http://127.0.0.1:9/pixel.png", t="attachedTemplate http://127.0.0.1:9/modele.dotm")) == [
        "Asile"
    ]


def test_a_document_without_a_word_or_with_another_root_is_an_error():
    with pytest.raises(NoText):
        read(docx(p("")))
    parts = {"_rels/.rels": relationships(main="officeDocument word/document.xml"), "word/document.xml": "<html/>"}
    with pytest.raises(Damaged, match="root is <html>"):
        read(zipped(parts))


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (1, "lowerLetter", "a"),
        (27, "lowerLetter", "aa"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (7, "decimalZero", "07"),
        (3, "chineseCounting", "3"),
        (0, "upperRoman", "0"),
    ],
)
def test_numbers_are_written_in_every_format(number, form, written):
    assert ordinal(number, form) == written


_INLINE = st.recursive(
    st.text("abé ", min_size=1, max_size=5).map(run),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["ins", "hyperlink", "smartTag"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_INLINE, min_size=1, max_size=4), st.sampled_from(["", "<w:b/>", "<w:vanish/>"]))
def test_every_character_of_a_paragraph_comes_out_once(parts, properties):
    import re

    body = "".join(parts)
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)", body)).strip()
    if words:
        found = lines(docx(p(body)))
        assert "".join(line.text for line in found) == words
        assert found[0].runs[-1].end == len(found[0].text)


def test_marks_stand_before_the_words():
    assert marked(docx(listed("former") + listed("publier"), numbers=numbering("decimal %1)"))) == ["1) former", "2) publier"]


def test_a_file_without_a_list_of_its_parts_is_damaged():
    with zipfile.ZipFile(io.BytesIO(docx(p("Accueil")))) as whole:
        parts = {name: whole.read(name).decode() for name in whole.namelist() if name != "_rels/.rels"}
    with pytest.raises(Damaged, match=r"_rels/\.rels"):
        read(zipped(parts))


def test_a_style_that_is_used_and_not_there_still_has_a_telling_name():
    read = lines(docx(p("Orientation", "Titre1") + p("Texte") + p("Suite", "Titre2"), styles=_style("n", "Normal")))
    assert [(line.role, line.level) for line in read] == [("heading", 1), (None, None), ("heading", 2)]


def test_a_link_inside_a_run_is_read():
    inside = (
        '<w:p><w:r><w:hyperlink><w:r><w:t>Delpher</w:t></w:r></w:hyperlink></w:r><w:r><w:t xml:space="preserve"> en ligne</w:t></w:r></w:p>'
    )
    assert texts(docx(inside)) == ["Delpher en ligne"]
