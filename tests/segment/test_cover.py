"""What stands around a title is in no path: whose document it is, where, when, before whom. What holds the rest is."""

from __future__ import annotations

import pytest

from tests.readers.office import docx, pptx, shape
from tests.segment.outlines import outline_of, paths, title_of

ITEMS = "- Ouvrir un lieu\n- Former les équipes\n"
LONG = "Faire du lieu une maison où chaque famille, quelle que soit sa situation, se sente attendue et respectée par tous"


@pytest.mark.parametrize(
    "head",
    [
        "LES JARDINS DU PLATEAU\nRapport moral 2018\nprésenté par Mme Aline Vasseur\nAssemblée générale du 23 mars 2019\n\n",
        "Rapport moral\nExercice 2018\nAssociation loi 1901\n\n",
        "Rapport moral 2018\n\nAdopté le 3 mars 2019\n\n4 rue Haute, 72000 Le Mans\n\n",
    ],
)
def test_the_lines_of_a_cover_head_nothing(head: str):
    assert paths("txt", f"{head}Accueil\n\n{ITEMS}\nSanté\n\n{ITEMS}") == [["Accueil"], ["Accueil"], ["Santé"], ["Santé"]]


def test_a_part_that_holds_headings_is_no_title_where_another_stands_beside_it():
    written = f"# Agir au quotidien\n\n## Manger\n\n{ITEMS}\n# Agir ensemble\n\n## Décider\n\n- Tirer au sort\n"
    part = ["Agir au quotidien", "Manger"]
    assert paths("md", written) == [part, part, ["Agir ensemble", "Décider"]]
    assert title_of("md", written) is None


def test_a_heading_of_plans_that_holds_all_the_rest_is_none_of_the_cover():
    assert (
        paths("md", f"Union des familles\n==========\n\nRapport 2011\n\n# Perspectives 2012\n\n## Santé\n\n{ITEMS}")
        == [["Perspectives 2012", "Santé"]] * 2
    )


def test_a_line_over_each_list_heads_it_however_long_it_is():
    written = f"Feuille de route\n\n{LONG}\n\n{ITEMS}\nDonner la parole\n\n- Réunir les habitants\n\n{LONG} les ans\n\n{ITEMS}"
    assert paths("txt", written) == [[LONG], [LONG], ["Donner la parole"], [f"{LONG} les ans"], [f"{LONG} les ans"]]


def test_a_line_that_introduces_a_list_under_a_heading_is_no_heading():
    report = "Rapport 2017\n\n" + "".join(f"## {name}\n\nCette année ont eu lieu\n\n{ITEMS}\n" for name in ("Été", "Hiver", "Printemps"))
    assert paths("md", report) == [[name] for name in ("Été", "Hiver", "Printemps") for _ in range(2)]


def test_a_line_in_italics_between_a_heading_and_its_text_heads_nothing():
    about = "_Donner à chacun le goût de la terre et des saisons, où qu'il vive_"
    text = "Nos classes de découverte ont reçu vingt écoles venues de toute la région."
    report = f"# Rapport 2017\n\n## Transmettre\n\n{about}\n\n{text}\n\n{ITEMS}\n## Produire\n\n{text}\n\n_Au verger_\n\n{ITEMS}"
    assert paths("md", report) == [["Transmettre"]] * 2 + [["Produire", "Au verger"]] * 2


def set_in(size: int, words: str, bold: bool = True) -> str:
    return f'<w:p><w:r><w:rPr>{"<w:b/>" * bold}<w:sz w:val="{2 * size}"/></w:rPr><w:t>{words}</w:t></w:r></w:p>'


SECTIONS = "".join(
    set_in(12, name) + set_in(11, "• Ouvrir un lieu", bold=False) + set_in(11, "• Former les équipes", bold=False)
    for name in ("Circuler", "Stationner", "Apprendre")
)
HEADED = [[name] for name in ("Circuler", "Stationner", "Apprendre") for _ in range(2)]


def test_under_a_letterhead_the_title_is_the_line_set_like_no_other():
    letter = set_in(16, "Collectif Vélo") + set_in(9, "4 rue d’Arcole, 72000 Le Mans", bold=False)
    letter += set_in(14, "Ce que nous demandons") + SECTIONS
    assert title_of("docx", docx(letter)) == "Ce que nous demandons"
    assert paths("docx", docx(letter)) == HEADED


LETTER = "Chères amies,\n\nVoici l'automne, et avec lui de nouvelles familles à recevoir, à loger, à accompagner jusqu'au printemps.\n\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("LES AMIS DU CANAL\n\nCompte rendu du bureau\n\nPrésents : Mme Aubry, M. Bost\n\n", "Compte rendu du bureau"),
        ("Pontivy, avril 1999\n\nCOMITE DE SECOURS\n\nRapport moral 1998\n\n", "Rapport moral 1998"),
        ("Centre social Louise-Michel\n\nDiagnostic du quartier\n\nSynthèse des ateliers\n\nMai 2012\n\n", "Diagnostic du quartier"),
        ("Bonjour à tous, voici ce qui s'est dit mardi soir, merci de relire et de corriger avant dimanche si vous le pouvez.\n\n"
         "LES AMIS DU CANAL\n\nCompte rendu du bureau du 9 mars 2004\n\n", "Compte rendu du bureau du 9 mars 2004"),
        ("Peuples et Rivages\n\nLettre aux adhérents n° 12\n\nVannes, le 6 octobre 2003\n\n" + LETTER, "Lettre aux adhérents n° 12"),
        ("Offre d'emploi – juriste\n\nLa Maison recrute une ou un juriste pour son accueil de jour.\n\n", "Offre d'emploi – juriste"),
        ("Notes de la soirée\n\nUne trentaine de voisines et voisins sont venus débattre.\n\nLe Plan, 1990\n\n", "Notes de la soirée"),
        ("Ordre du jour\n\n", None),
    ],
)  # fmt: skip
def test_the_title_says_what_the_document_is_and_names_over_it_whose(head: str, title: str | None):
    written = f"{head}ACCUEIL\n\n{ITEMS}\nSANTÉ\n\n{ITEMS}"
    assert title_of("txt", written) == title
    assert paths("txt", written)[-2:] == [["SANTÉ"]] * 2


def test_a_motto_set_largest_is_the_title_and_what_the_document_is_stands_under_it():
    report = docx(set_in(24, "Garder la lumière allumée") + set_in(14, "Rapport annuel 2011") + SECTIONS)
    assert title_of("docx", report) == "Garder la lumière allumée"
    assert outline_of("docx", report).subtitle.text == "Rapport annuel 2011"
    assert paths("docx", report) == HEADED


def test_a_name_set_largest_is_a_letterhead():
    report = docx(set_in(24, "La Lanterne") + set_in(14, "Rapport annuel 2011") + SECTIONS)
    assert title_of("docx", report) == "Rapport annuel 2011"
    assert paths("docx", report) == HEADED


def test_a_style_title_that_chapters_bear_makes_none_of_them_the_title():
    def chapter(words: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>' + set_in(
            11, "• Ouvrir un lieu", bold=False
        )

    part = '<w:p><w:pPr><w:pStyle w:val="Heading3"/></w:pPr><w:r><w:t>Permanence</w:t></w:r></w:p>' + set_in(11, "• Écouter", bold=False)
    cover = set_in(20, "Maison des Ormes") + set_in(26, "RAPPORT D’ACTIVITÉS 2016")
    report = docx(cover + chapter("Le quartier") + part + chapter("Les cours"))
    assert title_of("docx", report) == "RAPPORT D’ACTIVITÉS 2016"
    assert paths("docx", report) == [["Le quartier"], ["Le quartier", "Permanence"], ["Les cours"]]


def test_whose_document_it_is_heads_nothing_though_text_follows():
    told = set_in(11, "Que demande Vélo en Ville aux communes ? Des voies sûres.", bold=False)
    report = docx(set_in(22, "Charte des rues 2019") + set_in(14, "Vélo en Ville") + told + SECTIONS)
    assert paths("docx", report) == HEADED


def test_the_bar_of_a_site_in_a_line_is_no_heading():
    assert paths("md", f"# Nos engagements\n\nAccueil | La liste | Programme | Contact\n\n## Écoles\n\n{ITEMS}") == [["Écoles"]] * 2


@pytest.mark.parametrize(
    ("first", "second"),
    [("COMPTE RENDU MORAL", "ET FINANCIER 2012"), ("Rapport d’activité", "2019"), ("Plan d’action pour", "le logement")],
)
def test_a_title_on_two_lines_is_one(first: str, second: str):
    report = docx(set_in(16, first) + set_in(16, second) + SECTIONS)
    assert title_of("docx", report) == f"{first} {second}"
    assert paths("docx", report) == HEADED


def test_slides_with_a_title_alone_part_a_talk():
    """Each holds the slides up to the next."""

    def slide(title: str, *words: str) -> str:
        body = [f'<a:p><a:pPr><a:buChar char="•"/></a:pPr><a:r><a:rPr sz="2000"/><a:t>{word}</a:t></a:r></a:p>' for word in words]
        return shape([f'<a:p><a:r><a:rPr sz="4000"/><a:t>{title}</a:t></a:r></a:p>'], (40, 20, 600, 60), "title") + (
            shape(body, (40, 120, 600, 300)) if body else ""
        )

    talk = pptx(
        shape(["Assemblée 2020"], (40, 200, 600, 80), "ctrTitle"),
        slide("Où en sommes-nous ?"),
        slide("La collection", "Mille variétés décrites"),
        slide("Les adhérents", "Des fermes de tout le pays"),
        slide("Où allons-nous ?"),
        slide("Semis", "Trier les fonds", "Publier un catalogue"),
        slide("Locaux", "Ouvrir une maison"),
    )
    assert paths("pptx", talk) == [
        ["Où en sommes-nous ?", "La collection"],
        ["Où en sommes-nous ?", "Les adhérents"],
        ["Où allons-nous ?", "Semis"],
        ["Où allons-nous ?", "Semis"],
        ["Où allons-nous ?", "Locaux"],
    ]


def test_a_year_alone_is_a_heading_where_the_format_says_so():
    assert paths("md", "# Feuille de route\n\n## 2023\n\n- Ouvrir un lieu\n\n## 2024\n\n- Former\n") == [["2023"], ["2024"]]


def test_capitals_over_a_line_that_introduces_are_the_heading():
    """One list of three has no such line."""
    report = (
        "Réunion du 3 octobre\n\nREPAS\n\nNous allons\n\n- Goûter\n\nNOS SORTIES\n\nNous demanderons\n\n- Un car\n\nVOYAGES\n\n- Partir\n"
    )
    assert paths("txt", report) == [["REPAS"], ["NOS SORTIES"], ["VOYAGES"]]


def test_a_title_with_nothing_under_it_is_read():
    assert paths("md", "# Convocation à l'assemblée générale\n") == []
