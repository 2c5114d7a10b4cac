"""The order in which the lines of a page are read. Pages are drawn as text: one character is 6 points wide, one row 12 high."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.layout.order import reading_order
from extract.page import Line, Page, Shape, Style

CASES = {
    "one column, from top to bottom": """
        1 Titre
        2 Un paragraphe qui va d'un bord à l'autre
            3 - un point
        4 fin
        """,
    "two columns under a title over both": """
        1 Un titre qui va d'un bord à l'autre de la page
        2 la colonne de gauche      6 la colonne de droite
        3 suit son cours et         7 suit son cours et
        4 puis va jusqu'au bas      8 puis va jusqu'au bas
        5 de la page                9 de la page
        """,
    "a heading over both columns parts them": """
        1 la colonne de gauche      3 la colonne de droite
        2 suit son cours et         4 suit son cours et fin
        5 Un intertitre qui va d'un bord à l'autre de la page
        6 la colonne de gauche      8 la colonne de droite
        7 suit son cours et         9 suit son cours et fin
        """,
    "a large line in one column does not part the other where text stands beside it": """
        1 Un titre                  5 la colonne de droite
        2 la colonne de gauche      6 suit son cours et
        3 Titre qui                 7 puis va jusqu'au bas
        4 la colonne de gauche      8 de la page
        """,
    "three columns": """
        1 un texte ici      4 un texte là       7 un texte loin
        2 un texte ici      5 un texte là       8 un texte loin
        3 un texte ici      6 un texte là       9 un texte loin
        """,
    "columns whose lines are not level": """
        1 la colonne de gauche
                                    5 la colonne de droite
        2 suit son cours et
                                    6 suit son cours aussi
        3 puis va jusqu'au bas
                                    7 puis va jusqu'au bas
        4 de la page et fin
                                    8 de la page et fin
        """,
    "side headings stay with their paragraphs": """
        1 Asile         2 Accompagner les personnes qui demandent
                        3 l'asile jusqu'au bout de la procédure et
                        4 les orienter ensuite vers un logement
                        5 qui leur convienne dans la durée.

        6 Santé         7 Former les bénévoles aux droits des
                        8 malades étrangers, et suivre les refus
                        9 de titre de séjour pour soins.
        """,
    "a date and a place at one height are read from left to right": """
        1 11 mars 2021                    2 Assemblée générale
        3 Un paragraphe qui va d'un bord à l'autre de la page.
        """,
    "labels and values are read row by row": """
        1 Adhérents             2 120
        3 Bénévoles             4 35
        5 Personnes reçues      6 957
        7 Permanences           8 3
        """,
}
BOX = """
    1 Familles
    2 les ateliers du mercredi          5 en bref
    3 le week-end à la mer              6 deux salariées
    4 la permanence                     7 un jardin
                                        8 un chat

    9 Jeunes
    A le tournoi
    """
PITCH = {"columns whose lines are not level": 6}  # points a row; 12 otherwise


def drawn(picture: str, pitch: float) -> Page:
    lines = []
    for row, text in enumerate(picture.strip("\n").split("\n")):
        for found in re.finditer(r"[\dA] (?:\S| (?! ))+", text):
            top = 40 + row * pitch
            box = (6.0 * found.start(), top, 6.0 * found.end(), top + 11)
            lines.append(Line(found.group(), bbox=box, style=Style(size=11)))
    return Page(1, 595, 842, tuple(lines))


@pytest.mark.parametrize("case", CASES)
def test_lines_come_in_the_order_they_are_read(case):
    read = [line.text for line in reading_order(drawn(CASES[case], PITCH.get(case, 12)))]
    assert read == sorted(read)


def test_a_box_beside_a_list_is_read_after_the_list_that_it_stands_at():
    page = drawn(BOX, 12)
    beside = [line.bbox for line in page.lines if line.text[0] in "5678"]
    frame = Shape("box", (beside[0][0] - 6, beside[0][1] - 4, 400, beside[-1][3] + 4), fill=0xEEEEEE)
    read = [line.text for line in reading_order(replace(page, shapes=(frame,)))]
    assert read == sorted(read)


def test_what_stands_under_a_rule_across_the_page_is_read_after_all_that_is_above():
    picture = """
    1 la colonne de gauche      3 la colonne de droite
    2 suit son cours et         4 suit son cours et fin

    5 Demain
    6 un dernier point
    """
    page = drawn(picture, 12)
    rule = Shape("rule", (30, 70, 560, 70), stroke=0)
    read = [line.text for line in reading_order(replace(page, shapes=(rule,)))]
    assert read == sorted(read)


def placed(boxes: list[tuple[float, float, float, float]]) -> Page:
    """A page of lines, each given by its left edge, top, width and height."""
    return Page(1, 595, 842, tuple(Line(str(at), bbox=(x, y, x + w, y + h), style=Style(size=h)) for at, (x, y, w, h) in enumerate(boxes)))


LEFTS, HEIGHTS = st.sampled_from((40, 200, 360)), st.sampled_from((11, 11, 11, 30, 70))
scattered = st.lists(st.tuples(LEFTS, st.integers(3, 40).map(lambda row: 16 * row), st.integers(20, 170), HEIGHTS), min_size=2, max_size=24)


# Side headings, and right of them large type whose feet are lower than those of the lines after it.
INTERLOCKED = [(40, 60, 60, 11), (350, 62, 120, 70), (350, 76, 81, 40), (40, 100, 51, 11), (200, 100, 100, 70)]
INTERLOCKED += [(200, 114, 112, 11), (200, 128, 132, 70), (40, 180, 37, 11), (200, 182, 77, 70), (200, 194, 110, 11)]


@settings(max_examples=60, deadline=None)
@given(scattered)
@example(INTERLOCKED)
def test_every_line_is_read_once(boxes: list[tuple[float, float, float, float]]):
    read = [line.text for line in reading_order(placed(boxes))]
    assert sorted(read, key=int) == [str(at) for at in range(len(boxes))]


def test_a_page_of_thousands_of_cells_takes_little_longer_than_its_cells():
    cells = [
        Line(f"{row}", bbox=(60.0 * column, 15.0 * row, 60.0 * column + 40, 15.0 * row + 11)) for column in range(30) for row in range(200)
    ]
    start = time.process_time()
    assert len(reading_order(Page(1, 1800, 3000, tuple(cells)))) == 6000
    assert time.process_time() - start < 5
