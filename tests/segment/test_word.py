"""Outlines of reports written with a word processor: numbers and levels that the format draws or keeps."""

from __future__ import annotations

import pytest

from tests.readers.office import docx, listed, numbering, p, pptx, run, shape
from tests.segment.outlines import outline_of, paths


def _heading(level: int) -> str:
    return f'<w:style w:type="paragraph" w:styleId="h{level}"><w:name w:val="heading {level}"/></w:style>'


def _numbered(words: str, level: int) -> str:
    return p(words, style=f"h{level}", properties=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>')


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        (("decimal %1", "decimal %1.%2"), "1 Accueillir", "1.1 La permanence"),  # Word's own list of chapters draws no point
        (("upperRoman %1.", "decimal %1.%2."), "I. Accueillir", "I.1. La permanence"),
        (("upperLetter %1.", "decimal %1.%2."), "A. Accueillir", "A.1. La permanence"),
        (("decimal Chapitre %1", "lowerLetter %2)"), "Chapitre 1 Accueillir", "a) La permanence"),
        (("upperRoman %1", "upperLetter %2"), "I Accueillir", "A La permanence"),
    ],
)
def test_numbers_that_the_format_draws_before_headings_are_part_of_them(levels, first, second):
    body = _numbered("Accueillir", 1) + _numbered("La permanence", 2) + p("- ouvrir le samedi") + p("- former six bénévoles")
    body += _numbered("Héberger", 1) + p("- trouver deux logements") + p("- signer les baux")
    found = paths("docx", docx(body, styles=_heading(1) + _heading(2), numbers=numbering(*levels)))
    assert found[0] == [first, second]
    assert found[2][0].endswith("Héberger") and len(found[2]) == 1


def test_references_number_the_points_of_a_list():
    body = p("Recommandations", style="h1") + listed("Ouvrir le samedi.") + listed("Former les bénévoles.")
    outline = docx(body, styles=_heading(1), numbers=numbering("decimal R%1."))
    assert paths("docx", outline) == [["Recommandations"], ["Recommandations"]]


def _set(words: str, size: int = 22, more: str = "") -> str:
    return p(run(words, f'<w:sz w:val="{size}"/>{more}'))


def _points(*words: str) -> str:
    return "".join(p(f"- {word}") for word in words)


def test_a_single_heading_in_capitals_stands_beside_those_set_like_it():
    titles = ["Depuis le mois de juin", "La campagne d'automne", "CE QUI NOUS ATTEND", "Un peu d'argent"]
    parts = (_set(title, 28, "<w:b/>") + _points("une première action menée", "une seconde action menée") for title in titles)
    letter = p("Nous disons ici tout ce qui s'est fait depuis l'assemblée du printemps.") + "".join(parts)
    assert paths("docx", docx(letter)) == [[title] for title in titles for _ in range(2)]


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_rows_that_say_when_and_by_whom_are_items():
    plan = _table(("Stage", "Période", "Intervenant"), ("Soigner les haies", "mars", "Jean"), ("Greffer les pommiers", "avril", "Awa"))
    assert paths("docx", docx(p("Formations", style="h1") + plan, styles=_heading(1))) == [["Formations"], ["Formations"]]


def test_what_names_rows_of_a_table_heads_nothing_after_it():
    accounts = _table(("Produits", ""), ("Dons", "300"), ("Ventes", "200"), ("Charges", ""), ("Loyer", "250"), ("Résultat", "250"))
    body = p("Comptes", style="h1") + accounts + p("Ce qu'il faut en retenir :") + _points("un petit bénéfice", "des dons en hausse")
    assert paths("docx", docx(body, styles=_heading(1))) == [["Comptes"], ["Comptes"]]


def _slide(title: str, *words: str) -> str:
    head = shape([f'<a:p><a:r><a:rPr sz="4000"/><a:t>{title}</a:t></a:r></a:p>'], (40, 20, 600, 60), "title")
    points = [f'<a:p><a:pPr><a:buChar char="•"/></a:pPr><a:r><a:t>{word}</a:t></a:r></a:p>' for word in words]
    return head + (shape(points, (40, 120, 600, 300)) if points else "")


def test_poles_hold_the_teams_whose_slides_follow_them():
    talk = pptx(
        shape(["Projet 2020"], (40, 200, 600, 80), "ctrTitle"),
        _slide("Pôle Pédagogie"),
        _slide("Équipe Orchestres", "ouvrir douze orchestres", "racheter un parc"),
        _slide("Équipe Chorales", "chanter partout"),
        _slide("Pôle Ressources"),
        _slide("Équipe Communication", "refaire le site"),
    )
    assert paths("pptx", talk) == [
        ["Pôle Pédagogie", "Équipe Orchestres"],
        ["Pôle Pédagogie", "Équipe Orchestres"],
        ["Pôle Pédagogie", "Équipe Chorales"],
        ["Pôle Ressources", "Équipe Communication"],
    ]


def test_one_service_among_the_slides_of_a_review_holds_none_of_the_others():
    talk = pptx(
        shape(["Bilan 2014"], (40, 200, 600, 80), "ctrTitle"),
        _slide("Le service Emploi", "deux conseillères", "un local rue Basse"),
        _slide("Équivalences", "treize dossiers"),
        _slide("Orientation", "ateliers du jeudi"),
        _slide("Difficultés", "délais de la préfecture"),
    )
    assert paths("pptx", talk) == [["Le service Emploi"], ["Le service Emploi"], ["Équivalences"], ["Orientation"], ["Difficultés"]]


def _column(left: int, title: str, *words: str) -> str:
    points = [f'<a:p><a:pPr><a:buChar char="•"/></a:pPr><a:r><a:t>{word}</a:t></a:r></a:p>' for word in words]
    head = shape([f'<a:p><a:r><a:rPr b="1" sz="2400"/><a:t>{title}</a:t></a:r></a:p>'], (left, 110, 300, 30))
    return head + shape(points, (left, 160, 300, 200))


def test_columns_of_a_slide_are_read_one_after_the_other_with_their_headings():
    first = _slide("Nos moyens", "quatre salariées", "deux cents bénévoles")
    two = _slide("Deux villes") + _column(40, "À Lille", "permanence", "sorties") + _column(380, "À Roubaix", "antenne ouverte", "ateliers")
    found = paths("pptx", pptx(first, two, _slide("Et demain ?", "continuer", "grandir")))
    assert [path[-1] for path in found[2:6]] == ["À Lille", "À Lille", "À Roubaix", "À Roubaix"]


def test_a_title_said_again_closes_what_stood_under_it():
    columns = _column(40, "En 2018", "douze films", "un débat") + _column(380, "En 2019", "un festival", "un ciné-goûter")
    cinema = _slide("Le ciné-club") + columns
    more = _slide("Le ciné-club (suite)") + _column(40, "Notre salle", "six cents fauteuils", "un écran neuf")
    found = paths("pptx", pptx(_slide("Nos ateliers", "la terre", "le bois"), cinema, more, _slide("La chorale", "un concert", "un stage")))
    assert found[6:8] == [["Le ciné-club", "Notre salle"]] * 2


def test_a_year_alone_in_bold_over_a_list_is_a_heading():
    years = _slide("La chorale") + _column(40, "2018", "un concert", "un stage") + _column(380, "2019", "une tournée", "un disque")
    found = paths("pptx", pptx(_slide("Nos ateliers", "la terre", "le bois"), years, _slide("Et après ?", "continuer", "grandir")))
    assert found[2:6] == [["La chorale", "2018"]] * 2 + [["La chorale", "2019"]] * 2


def test_a_list_of_its_own_set_further_in_stands_under_the_item_before_it():
    def point(words: str, left: int) -> str:
        return p(words, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="{left}" w:hanging="360"/>')

    body = p("Ateliers", style="h1") + point("Bricolage :", 360) + point("électricité", 720) + point("fuites", 720) + point("Un fonds", 360)
    entries = outline_of("docx", docx(body, styles=_heading(1), numbers=numbering("bullet •"))).entries
    assert [entry.parent for entry in entries] == [None, 0, 0, None]


def test_numbers_begin_anew_where_the_format_gives_headings_another_level():
    body = p("1 - Retour sur la fête", style="h2") + _points("bel accueil", "peu de monde")
    body += p("2 – Les priorités", style="h2") + p("Balayage", style="h3")
    for title in ("1 - Préserver l'eau", "2 - Nourrir la ville"):
        body += p(title, style="h4") + _points("une remarque", "un vote")
    found = paths("docx", docx(body, styles="".join(map(_heading, (2, 3, 4)))))
    assert found[2:5:2] == [["2 – Les priorités", "Balayage", title] for title in ("1 - Préserver l'eau", "2 - Nourrir la ville")]


def test_chapters_in_the_style_of_a_title_hold_headings_with_levels():
    style = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:rPr><w:sz w:val="40"/></w:rPr></w:style>'
    body = p("Rapport d'activités", style="t")
    for title in ("L'accueil", "La formation", "Et demain ?"):
        body += p(title, style="t") + p("Ce que nous faisons", style="h3") + _points("un premier point", "un second point")
    found = paths("docx", docx(body, styles=style + _heading(3)))
    assert found == [[title, "Ce que nous faisons"] for title in ("L'accueil", "La formation", "Et demain ?") for _ in range(2)]


def test_what_follows_a_quotation_in_a_list_is_no_speaker():
    text = (
        "Trois frontières\n\nLe récit a duré une heure entière, dans le silence de la salle.\n\nLes Rousses, 1943\n\n- la forêt, de nuit\n"
    )
    text += "- « Nous passions à six », dit un ancien.\n\nBriançon, aujourd'hui\n\n"
    text += "Il y était en août et distingue ce qu'il a vu.\n\n- la neige\n- le col\n"
    assert paths("txt", text)[-1][-1] == "Briançon, aujourd'hui"
