"""Tables that no rules draw, as lines with places."""

from __future__ import annotations

from extract.layout import grids
from extract.page import Line, Page, Style, replace

SIZE, PITCH = 10.0, 13.0
COLUMNS = (50.0, 260.0, 420.0)


def page_of(*rows: tuple[tuple[str, ...], float]) -> Page:
    """Rows of cells ("" is empty) with the free space over each, in points; "/" parts the lines of a cell."""
    lines, top = [], 60.0
    for cells, space in rows:
        top += space
        deepest = top
        for x, cell in zip(COLUMNS, cells, strict=False):
            for order, text in enumerate(cell.split("/") if cell else ()):
                y = top + order * PITCH
                lines.append(Line(text, 1, (x, y, x + 5 * len(text), y + SIZE), style=Style(size=SIZE), indent=x))
                deepest = max(deepest, y)
        top = deepest + PITCH
    return Page(1, 595, 842, tuple(lines))


def cells_of(page: Page) -> dict[str, tuple[int, int] | None]:
    filled, _ = grids.placed(page, 0)
    return {line.text: (line.cell.row, line.cell.column) if line.cell else None for line in filled.lines}


def test_rows_under_column_names_are_a_table_also_where_cells_take_two_lines():
    found = cells_of(
        page_of(
            (("Action", "Pilote", "Échéance"), 0),
            (("Ouvrir une permanence/le samedi matin", "Accueil", "mars"), 6),
            (("Former dix bénévoles", "Vie associative/et régions", "juin"), 6),
            (("La suite du rapport commence ici, sur toute la largeur de la page, sans colonnes", ""), 20),
        )
    )
    assert found["Ouvrir une permanence"] == found["le samedi matin"] == (1, 0)
    assert found["et régions"] == (2, 1)
    assert found["juin"] == (2, 2)
    assert found["La suite du rapport commence ici, sur toute la largeur de la page, sans colonnes"] is None


def test_what_happened_when_and_with_whom_is_a_table_of_three_columns():
    rows = (("21 mars", "Tournoi de boules", "300"), 6), (("4 juin", "Fête de la rue Haute", "1 200"), 6)
    found = cells_of(page_of((("Date", "Événement", "Public"), 0), *rows))
    assert (found["Événement"], found["Fête de la rue Haute"]) == ((0, 1), (2, 1))
    two = page_of((("Rencontres", "Partenaires"), 0), (("une par mois", "la Ville"), 6), (("un goûter", "la Région"), 6))
    assert set(cells_of(two).values()) == {None}


def test_what_the_format_calls_names_of_columns_opens_a_table_and_no_other_line_is_in_it():
    rows = (("Lieu", "Jour"), 0), (("Moulin", "lundi"), 6), (("Ferme", "jeudi"), 6), (("Et ensuite", "le reste"), 6)
    sheet = page_of(*rows)
    tagged = [replace(line, style_name=name) for line, name in zip(sheet.lines, ["TH"] * 2 + ["TD"] * 4 + ["P"] * 2, strict=True)]
    found = cells_of(replace(sheet, lines=tuple(tagged)))
    assert (found["Jour"], found["jeudi"], found["Et ensuite"]) == ((0, 1), (2, 1), None)


def test_two_columns_of_text_are_no_table():
    found = cells_of(
        page_of(
            (("Actions menées", "Perspectives 2024"), 0),
            (("Cette année nous avons ouvert", "Nous ouvrirons un second lieu"), 6),
            (("un lieu d’accueil de jour.", "dans le nord de la ville."), 0),
        )
    )
    assert set(found.values()) == {None}
