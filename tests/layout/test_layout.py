"""Lines put together into blocks: wraps, hyphens, marks, and what is set aside."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import layout, marks, page, readers


def blocks_of(text: str) -> tuple[page.Transcript, tuple[page.Block, ...]]:
    data = text.encode()
    reading, _ = readers.read(page.Source("rapport.txt", data, hashlib.sha256(data).hexdigest(), len(data)))
    transcript, _ = layout.transcribe(reading)
    return transcript, layout.blocks(transcript, reading)[0]


def words_of(text: str) -> list[str]:
    return [block.text.text for block in blocks_of(text)[1] if block.kind != "aside"]


@pytest.mark.parametrize(
    ("line", "mark", "words"),
    [
        ("- Formation", "-", "Formation"),
        ("– Formation", "–", "Formation"),
        ("• Formation", "•", "Formation"),
        ("- ➔ Formation", "- ➔", "Formation"),
        ("- | Formation", "- |", "Formation"),
        ("→Formation", "→", "Formation"),
        ("\uf0b7 Formation", "\uf0b7", "Formation"),
        ("1. Formation", "1.", "Formation"),
        ("4.2. Formation", "4.2.", "Formation"),
        ("a) Formation", "a)", "Formation"),
        ("(iv) Formation", "(iv)", "Formation"),
        ("Projet 01 – Formation", "Projet 01 –", "Formation"),
        ("II.1 Formation", "II.1", "Formation"),
        ("B.2.1. Formation", "B.2.1.", "Formation"),
        ("R3. Formation", "R3.", "Formation"),
        ("2.1Formation", "2.1", "Formation"),
        (". une journée", ".", "une journée"),
        ("° une journée", "°", "une journée"),
    ],
)
def test_marks_of_every_family_are_taken_off(line, mark, words):
    found = marks.find(line)
    assert (found.text, line[found.end :]) == (mark, words)


@pytest.mark.parametrize(
    "line",
    [
        "18 actions de formation",
        ". . . . 12",
        "A4, recto verso",
        "-2612.63 €",
        "| a | b |",
        "1er trimestre",
        "2018, une année",
        "L'équipe",
        "10h30 accueil",
    ],
)
def test_figures_and_words_are_no_marks(line):
    assert marks.find(line) is None


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("un accompagnement socio-\njuridique des personnes reçues", "socio-juridique"),
        ("les avocat-\nes de permanence et tous les autres", "avocat-es"),
        ("le travail d'informa-\ntion des familles, l'information des écoles", "information"),
        ("les centres/\nrégions concernées par le nouveau plan", "centres/régions"),
    ],
)
def test_words_broken_at_a_line_end_are_whole_again(lines, joined):
    body = "\n".join(f"Une ligne de texte assez longue pour montrer la largeur {n:02d} du\nfichier et finir ici." for n in range(8))
    text = " ".join(words_of(f"{body}\n\n- {lines}\n"))
    assert joined in text


def test_wrapped_lines_of_an_item_are_one_item():
    report = "Priorités\n\n" + "- une mesure décrite en tant de mots qu'elle doit passer à la ligne\n  suivante pour finir\n" * 4
    assert words_of(report)[1:] == ["une mesure décrite en tant de mots qu'elle doit passer à la ligne suivante pour finir"] * 4


def test_a_paragraph_whose_first_line_is_set_in_belongs_to_no_item_above_it():
    report = """     Cette saison, le jardin a changé de place. Nos outils ont
quitté la grange pour un hangar, avec l'aide des voisins.

   • semis de mars à mai
   • greffe des pommiers

     Les jeunes viennent peu ; nous irons les chercher dans les
écoles.
"""
    assert words_of(report)[1:3] == ["semis de mars à mai", "greffe des pommiers"]


def test_what_somebody_says_under_a_point_is_no_part_of_it():
    said = "Awa : « On ne savait pas couper une branche. »"
    assert words_of(f"L'atelier\n\n   • trois gardiens du verger formés\n\n      {said}\n\n   • un four réparé\n")[1:] == [
        "trois gardiens du verger formés",
        said,
        "un four réparé",
    ]


def test_contacts_addresses_and_placeholders_are_set_aside_with_a_reason():
    _, blocks = blocks_of("Nos lieux\n\naccueil@exemple.be\n\nhttps://exemple.be/plan\n\n- ...\n\nUn texte qui reste.\n")
    assert [block.reason for block in blocks if block.kind == "aside"] == ["contacts", "url", "placeholder"]


def test_a_point_that_says_what_to_do_and_where_to_write_is_content():
    _, blocks = blocks_of(
        "Agir\n\n- Signaler une fuite à eau@exemple.be\n- Nous écrire : club@exemple.be\n- Écrire au club à club@exemple.be\n"
    )
    assert [block.reason for block in blocks] == [None, None, "contacts", "contacts"]


_LINES = st.lists(
    st.one_of(
        st.just(""),
        st.builds(
            "{}{}".format,
            st.sampled_from(["", "- ", "• ", "1. ", "  - ", "a) "]),
            st.text("abcdeéèàÀ .:;-’'«»!?0123456789", min_size=1, max_size=90),
        ),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_LINES)
def test_every_line_is_in_one_block_and_every_block_says_where_its_words_stand(lines):
    text = "\n".join(lines)
    if not text.strip():
        return
    transcript, blocks = blocks_of(text)
    assert sorted(index for block in blocks for index in block.lines) == list(range(len(transcript.lines)))
    for block in blocks:
        for begin, source, size in block.text.pieces:
            assert block.text.text[begin : begin + size] == transcript.text[source : source + size]


def table(*rows: tuple[str, ...]) -> list[page.Line]:
    return [
        page.Line(text, cell=page.Cell(0, row, column))
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        for text in cell.split("\n")
    ]


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([("Accueil", "- Tenir une permanence\n- Recruter"), ("Asile", "- Plaidoyer\n- Contentieux")], ["prose", "item", "item"] * 2),
        ([("1", "Maison de santé", "2024"), ("2", "Mutuelle communale", "2025")], ["table", "table"]),
    ],
)
def test_a_table_whose_cells_hold_lists_lays_out_a_page_and_its_rows_are_no_measures(rows, kinds: list[str]):
    reading = page.Reading((page.Page(1, 0.0, 0.0, tuple(table(*rows))),), "text/plain", False)
    transcript, _ = layout.transcribe(reading)
    found, _ = layout.blocks(transcript, reading)
    assert [block.kind for block in found] == kinds


def test_a_chapter_s_name_beside_the_running_line_runs_too():
    def line(text: str, number: int, x: float, top: float, size: float = 9.0) -> page.Line:
        return page.Line(text, number, (x, top, x + 5 * len(text), top + size), style=page.Style(size=size), indent=x)

    chapters = ["Accueil", "Hébergement", "Santé", "Formation"]
    sheets = tuple(
        page.Page(
            number,
            595,
            842,
            (
                line("Maison Ouverte", number, 45, 30),
                line(chapter, number, 450, 30),
                line(chapter, number, 45, 120, 20),
                line("Nous avons ouvert le samedi et formé dix personnes.", number, 45, 160, 10),
            ),
        )
        for number, chapter in enumerate(chapters, 1)
    )
    reading = page.Reading(sheets, "application/pdf", True)
    transcript, _ = layout.transcribe(reading)
    shown = [block.text.text for block in layout.blocks(transcript, reading)[0] if block.kind != "aside"]
    assert [text for text in shown if text in chapters] == chapters


@pytest.mark.parametrize(("top", "reason"), [(805, "page-number"), (180, None)])
def test_the_number_of_an_only_page_stands_apart_at_its_foot(top: float, reason: str | None):
    lines = (
        page.Line("Nous avons ouvert le samedi.", 1, (45, 160, 300, 170), style=page.Style(size=10), indent=45),
        page.Line("- 1 -", 1, (290, top, 305, top + 10), style=page.Style(size=10), indent=290),
    )
    reading = page.Reading((page.Page(1, 595, 842, lines),), "application/pdf", True)
    transcript, _ = layout.transcribe(reading)
    assert {block.reason for block in layout.blocks(transcript, reading)[0] if "1" in block.text.text} == {reason}


def test_contents_end_where_a_title_comes_again():
    text = "Sommaire\nPapiers\nToit\nTravail\n\nPAPIERS\n\n1. Saisir.\n2. Former.\n\nTOIT\n\n3. Voir.\n\nTRAVAIL\n\nSans\npapiers\n"
    assert [words for words in words_of(text) if words.isupper()] == ["PAPIERS", "TOIT", "TRAVAIL"]


def test_footnotes_are_set_aside():
    body, small, raised = page.Style(size=11), page.Style(size=8), page.Style(size=7, superscript=True)

    def line(text: str, top: float, style: page.Style, runs: tuple[page.Run, ...] = ()) -> page.Line:
        return page.Line(text, 1, (45, top, 300, top + style.size), runs or (page.Run(0, len(text), style),), style, indent=45)

    called = line("une convention1", 100, body, (page.Run(0, 14, body), page.Run(14, 15, raised)))
    text = line("Nous avons signé avec trois villes de la vallée", 85, body)
    lines = (text, called, line("1. Signée en mai.", 760, small), line("avec la ville", 770, small))
    reading = page.Reading((page.Page(1, 595, 842, lines),), "application/pdf", True)
    transcript, _ = layout.transcribe(reading)
    assert [block.reason for block in layout.blocks(transcript, reading)[0]][-2:] == ["note", "note"]


def test_contents_end_with_their_page():
    first = ("Sommaire", "1. Actions de Lille ........ 2", "2. Actions de Lens ........ 2", "3. Budget ........ 2", "1")
    second = ("1. Actions de", "Lille", "Une ruche.", "2. Actions de", "Lens", "Un four.", "3. Budget", "Quarante euros.")

    def sheet(number: int, texts: tuple[str, ...]) -> page.Page:
        boxes = [(60, 60 + 20 * at, 300, 72 + 20 * at) for at in range(len(texts))]
        return page.Page(number, 595, 842, tuple(page.Line(words, number, box) for words, box in zip(texts, boxes, strict=True)))

    reading = page.Reading((sheet(1, first), sheet(2, second)), "application/pdf", True)
    transcript, _ = layout.transcribe(reading)
    blocks = layout.blocks(transcript, reading)[0]
    assert [block.text.text for block in blocks if block.reason == "contents" and block.page == 2] == []
