"""Plain text: whatever wrote it, the words, the line numbers and the columns come out right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import Empty
from extract.readers import text
from tests.readers.office import codes, docx, lines, odt, p, read, texts

_FRENCH = "Priorités 2018 : œuvrer à l’accès aux droits – « séjour » et réfugié·es\n"


@pytest.mark.parametrize(
    ("encoding", "named", "notices"),
    [
        ("utf-8", "utf-8", []),
        ("utf-8-sig", "utf-8", []),
        ("utf-16", "utf-16-le", []),
        ("utf-16-le", "utf-16-le", []),
        ("utf-16-be", "utf-16-be", []),
        ("utf-32", "utf-32-le", []),
        ("cp1252", "cp1252", []),
    ],
)
def test_the_encodings_of_reports_are_told_apart(encoding, named, notices):
    data = (_FRENCH * 3).encode(encoding)
    assert texts(data)[0] == _FRENCH.strip()
    assert read(data).properties["encoding"] == named
    assert codes(data) == notices


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_an_old_code_page_is_guessed_and_said(encoding):
    words = "Réfugiés : accès à l'hébergement, éloignement, rétention. Âgés, forêt, reçu, où, naïf, déjà là.\n"
    data = (words * 20).encode(encoding)
    assert texts(data)[0] == words.strip()
    assert codes(data) == ["encoding-guessed"]


def test_utf8_that_was_cut_off_in_a_character_stays_utf8():
    data = "Le droit d'asile des réfugié·es à la frontière, l'été".encode()[:-1]
    assert texts(data) == ["Le droit d'asile des réfugié·es à la frontière, l'\ufffdt\ufffd".replace("\ufffdt", "ét")]
    assert codes(data) == ["encoding-faults"]


def test_accents_spoilt_by_an_earlier_conversion_are_put_right_and_said():
    words = "Réfugiés et étrangères à la frontière, été comme hiver"
    once = words.encode().decode("cp1252")
    assert texts(once.encode()) == [words]
    assert texts(once.encode().decode("cp1252").encode()) == [words]
    assert codes(once.encode()) == ["mojibake"]
    assert codes(words.encode()) == []


def test_lines_are_numbered_as_an_editor_numbers_them():
    found = lines("un\rdeux\r\ntrois\n\ncinq\vencore cinq\x85et cinq\u2028toujours cinq\nsix".encode())
    assert [(line.number, line.text) for line in found] == [
        (1, "un"),
        (2, "deux"),
        (3, "trois"),
        (5, "cinq"),
        (5, "encore cinq"),
        (5, "et cinq"),
        (5, "toujours cinq"),
        (6, "six"),
    ]


def test_a_form_feed_begins_a_page():
    assert [(line.page, line.text) for line in lines(b"Couverture\n\fPage deux\n\f\fPage quatre")] == [
        (1, "Couverture"),
        (2, "Page deux"),
        (4, "Page quatre"),
    ]


def test_indents_are_columns_with_tabs_counted_to_the_next_stop():
    assert [line.indent for line in lines(b"a\n  b\n\tc\n  \td\n")] == [0, 2, 4, 4]


def test_rows_parted_by_tabs_are_cells():
    found = lines(b"Type\tEn 2019\tEn 2020\nPrimo-arrivants\t422\t344\n\t1030\t957\n")
    assert [(line.text, line.cell.row, line.cell.column) for line in found] == [
        ("Type", 0, 0),
        ("En 2019", 0, 1),
        ("En 2020", 0, 2),
        ("Primo-arrivants", 1, 0),
        ("422", 1, 1),
        ("344", 1, 2),
        ("1030", 2, 1),
        ("957", 2, 2),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "•\tFormer les bénévoles\n•\tPublier un guide\n",
        "1.\tFormer les bénévoles\n2.\tPublier un guide\n",
        "L'équipe de direction\tp 2\nLa vie associative\tp 2-4\n",
        "Introduction\t1\nAsile\t3\nSéjour\t5\nContacts\t9\n",
        "Une seule ligne\tavec une tabulation\n",
    ],
)
def test_marks_and_contents_entries_are_no_table(rows):
    assert all(line.cell is None for line in lines(rows.encode()))


def test_contents_that_were_typed_are_told_in_every_format():
    rows = [("L'équipe de direction", "p 2"), ("La vie associative", "p 2-4"), ("Contacts", "p 9")]
    word = docx("".join(p(f"{title}\t{number}") for title, number in rows) + p("Un mot\taprès"))
    open_document = odt("".join(f"<text:p>{title}<text:tab/>{number}</text:p>" for title, number in rows) + "<text:p>fin</text:p>")
    plain = "".join(f"{title}\t{number}\n" for title, number in rows).encode() + b"\nfin"
    for data in (word, open_document, plain):
        assert [line.role for line in lines(data)] == ["toc", "toc", "toc", None]


def test_a_table_of_growing_numbers_is_no_contents_page():
    assert all(line.cell for line in lines("Asile\t3\nSéjour\t1\nRétention\t5\nContacts\t9\n".encode()))


_GRID = """\
+----+--------------------------+--------+
| N° | Mesure                   | Quand  |
+----+--------------------------+--------+
| 1  | Ouvrir une table à la    | mars   |
|    | bibliothèque             |        |
| 2  | Former des médiateurs    |        |
+----+--------------------------+--------+
"""
_COLUMNS = """\
Mesure                     Quand     Qui
Repeindre la salle         mars      Paul
Ouvrir un second lieu      juin      Anne
"""


@pytest.mark.parametrize(
    ("drawn", "rows"),
    [
        (_GRID, [["N°", "Mesure", "Quand"], ["1", "Ouvrir une table à la bibliothèque", "mars"], ["2", "Former des médiateurs"]]),
        ("| a | b |\n| Nord | Lille |\n| Sud | Nice |\n", [["a", "b"], ["Nord", "Lille"], ["Sud", "Nice"]]),
        (_COLUMNS, [["Mesure", "Quand", "Qui"], ["Repeindre la salle", "mars", "Paul"], ["Ouvrir un second lieu", "juin", "Anne"]]),
        (
            "Action           Qui\n\nOuvrir le bar    Paul\nFermer le bar    Anne\n",
            [["Action", "Qui"], ["Ouvrir le bar", "Paul"], ["Fermer le bar", "Anne"]],
        ),
        ("Deux  blancs  ici\net un seul là-bas\npuis  plus rien\n", []),
        ("besoins | règles | moyens\n", []),
        ("-  un point\n-  un autre\n-  un troisième\n", []),
    ],
)
def test_tables_drawn_with_signs_and_blanks_are_cells(drawn, rows):
    table: dict[int, dict[int, list[str]]] = {}
    for line in lines(drawn.encode()):
        if line.cell:
            table.setdefault(line.cell.row, {}).setdefault(line.cell.column, []).append(line.text)
    assert [[" ".join(words) for words in row.values()] for row in table.values()] == rows


@pytest.mark.parametrize(
    ("raw", "words", "styles"),
    [
        ("- **Lutte contre le racisme**", "- Lutte contre le racisme", ["", "b"]),
        ("<i>Les priorités</i>", "Les priorités", ["i"]),
        ("<b>Le <i>droit</i></b> d'asile", "Le droit d'asile", ["b", "bi", ""]),
        ("le 4 ^{ème} vendredi", "le 4ème vendredi", ["", "^", ""]),
        ("RDV [sur notre page](#)", "RDV sur notre page", [""]),
        ("*Clap de fin*", "Clap de fin", ["i"]),
        ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24", [""]),
        ("un mot* et sa note*", "un mot* et sa note*", [""]),
        ("** ouvert sans fin", "** ouvert sans fin", [""]),
        ("5 < 6 et 7 > 6", "5 < 6 et 7 > 6", [""]),
        ("[à compléter](voir plus bas)", "[à compléter](voir plus bas)", [""]),
    ],
)
def test_marks_of_emphasis_are_taken_out_when_they_close(raw, words, styles):
    line = lines(raw.encode())[0]
    assert line.text == words
    letters = [
        ("b" if run.style.bold else "") + ("i" if run.style.italic else "") + ("^" if run.style.superscript else "") for run in line.runs
    ]
    assert letters == styles


def test_a_heading_underlined_by_hand_is_ruled():
    heading, rule, _ = lines(b"Asile\n=====\n\nTexte")
    assert (heading.text, heading.ruled, rule.role) == ("Asile", True, "rule")


def test_terminal_colours_and_bells_are_left_out():
    assert texts(b"\x1b[31mrouge\x1b[0m \x1b]0;titre\x07vert\n") == ["rouge vert"]
    assert texts(b"\x1b]0;un\x07\x1b]0;deux\x07\x1b]8;;http://a.invalid\x07lien\x1b]8;;\x07\x08\x08 bleu\n") == ["lien bleu"]


def test_a_line_of_megabytes_is_cut_at_blanks_and_said():
    data = ("mot " * 30_000).encode()
    assert all(len(line.text) <= 20_000 and line.number == 1 for line in lines(data))
    assert " ".join(texts(data)).split() == ["mot"] * 30_000
    assert codes(data) == ["long-line"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b" \n\t\r\n", "\u00a0\n".encode()])
def test_blanks_alone_are_an_empty_file(data):
    with pytest.raises(Empty):
        read(data)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aé•-–\t *_<>[]()#^{}|.1\n\r\f\v\u2028"), max_size=80))
def test_every_word_comes_out_and_runs_tile_their_line(words):
    rows, _ = text.split(words)
    for line in text._lines(rows):
        assert [run.start for run in line.runs] == [0, *[run.end for run in line.runs][:-1]]
        assert line.runs[-1].end == len(line.text)
        assert line.text == line.text.strip()
