"""What a document says of itself: read from small reports, each showing one way in which it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extract import process
from extract.model import About

BODY = (
    "\n\nAsile\n\n- Dublin : communication et contentieux\n- Hébergement des familles\n\n"
    "Séjour\n\n- Accès aux préfectures\n- Fiches réflexes\n"
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], About]:
    """What is said of a text file with these words."""

    def about(text: str) -> About:
        path = tmp_path / "document.txt"
        path.write_text(text, "utf-8")
        return process(path).document

    return about


@pytest.mark.parametrize(
    ("report", "organisation"),
    [
        ("Priorités de travail 2018\n\nFédération des Ateliers Voisins\n\nMars 2018" + BODY, "Fédération des Ateliers Voisins"),
        ("Priorités de travail 2018\n\nLa Maison des Rives\n\nNovembre 2017" + BODY, "La Maison des Rives"),
        ("Priorités de travail 2018\n\nPasserelles d'Ici, janvier 2018" + BODY, "Passerelles d'Ici"),
        ("Plan d'action 2020 de la municipalité de Saint-Elme" + BODY, "Municipalité de Saint-Elme"),
        ("Priorités de travail 2018" + BODY + "\nJanvier 2018, Passerelles d'Ici", "Passerelles d'Ici"),
        ("Rapport moral de l'Association Rivages" + BODY, "Association Rivages"),
        ("Objectifs 2022\n\nLe Fil Bleu – Montreuil" + BODY, "Le Fil Bleu"),
        ("Suivi 2021\n\nVivre Ici — point d'étape au conseil" + BODY, "Vivre Ici"),
        ("Stratégie 2030\n\nHabitat Partagé, fédération de résidences solidaires" + BODY, "Habitat Partagé"),
        ("Rapport d'orientation\n\nprésenté à l'assemblée générale de Trait d'Union Nord le 14 mars 2020" + BODY, "Trait d'Union Nord"),
        ("Solidarité Ouest – Plan d'actions 2022-2024" + BODY, "Solidarité Ouest"),
        ("Perspectives 2024\n\nEn 2023, l'association Pont-Levis a accompagné 120 familles." + BODY, "Pont-Levis"),
        ("Nos objectifs pour 2019" + BODY + "\nPour L'Escale,\nla présidente, Marie Dupont", "L'Escale"),
        ("Rapport d'activités 2017\n\nTerres Mêlées, association loi 1901" + BODY, "Terres Mêlées"),
        ("Bilan 2020\n\nLes bénévoles de Bab el Raid sont 84. Les salariés de Bab el Raid sont deux." + BODY, "Bab el Raid"),
        ("Fédération des ludothèques du Plateau (FLP)\n\nPlan directeur 2021" + BODY, "FLP"),
        ("Maison de quartier des Ormes asbl\n\nRapport d'activités 2016" + BODY, "Maison de quartier des Ormes"),
        ("Le Bivouac\n\nGuide de l'usager\n\nLe Bivouac prête des tentes. Le Bivouac ferme en août." + BODY, "Le Bivouac"),
        ("L'Estafette n° 12" + BODY, "L'Estafette"),
        ("Nos engagements\n\nLe Bourg en commun, liste citoyenne et écologiste." + BODY, "Le Bourg en commun"),
        ("Foire aux questions\n\nTandemlangues réunit des gens qui veulent apprendre une langue." + BODY, "Tandemlangues"),
        ("Évaluation du dispositif\n\ncommandée par le Relais Condruze, réalisée par un bureau d'études" + BODY, "Relais Condruze"),
        ("Évaluation externe" + BODY + "\nCabinet Delta pour Cap Jeunes, novembre 2021", "Cap Jeunes"),
        ("association les gens du quai\n\nDocument procès-verbal\n\nStatut validé" + BODY, "les gens du quai"),
        ("Bilan 2018\n\nElle est une association parmi d'autres." + BODY, None),
        ("Priorités de travail 2018" + BODY, None),
        ("Perspectives 2023" + BODY, None),
        ("Bilan 2018\n\nLa Fédération des Rives nous a envoyé deux familles." + BODY, None),
        ("Rapport d'activités 2018\n\nAccès aux Droits et Logement" + BODY, None),
        ("Compte rendu de la réunion\n\nLyon, mars 2019" + BODY, None),
        ("Plan d'action 2020\n\nMerci à la Fondation des Rives et à la Ville de Lyon pour leur soutien." + BODY, None),
        ("Bilan 2019\n\nRéunion avec les équipes de Terre Neuve. Les équipes de Terre Neuve nous envoient du public." + BODY, None),
        ("Les priorités de travail 2016 des équipes" + BODY, None),
        ("Priorités de travail 2018" + BODY + "\nVoir aussi le guide sur www.service-public.example.fr", None),
    ],
)  # fmt: skip
def test_the_organisation_is_the_one_that_speaks(read, report: str, organisation: str | None):
    found = read(report).organisation
    assert found == organisation


@pytest.mark.parametrize(
    ("report", "year", "date"),
    [
        ("Les priorités de travail 2018" + BODY + "\nJanvier 2018, La Passerelle", 2018, "2018-01"),
        ("Rapport d'activités 2020\n\nPerspectives 2021" + BODY, 2020, None),
        ("Rapport moral – Assemblée générale du 5 mars 2023" + BODY, 2022, "2023-03-05"),
        ("Rapport d'activités\n\nmars 2018 – mars 2019" + BODY, 2018, "2019-03"),
        ("Procès-verbal de l'assemblée générale du 24/09/2017" + BODY, 2017, "2017-09-24"),
        ("Feuille de route 2023 des équipes\n\nPasserelles d'Ici, janvier 2023" + BODY, 2023, "2023-01"),
        ("Priorités de travail" + BODY, None, None),
        ("Plan d'action 2022-2024\n\nAdopté en assemblée générale extraordinaire le 11 décembre 2021" + BODY, 2022, "2021-12-11"),
        ("Rapport moral 2014\n\nPayerne, mercredi 29 avril 2015, salle de la Vente" + BODY, 2014, "2015-04-29"),
        ("Manifeste\n\nCollectif des Rives, Genève — adopté par l'assemblée du 1 er mai 2009" + BODY, 2009, "2009-05-01"),
        ("Bilan 2012-2013\n\nDocument préparatoire à l'assemblée du samedi 15 juin 2013 (à lire avant)" + BODY, 2012, "2013-06-15"),
        ("Lettre aux adhérents n° 4 – décembre 2003\n\nMayenne, le 6 décembre 2003" + BODY, 2003, "2003-12-06"),
        ("Plan local 2018-2023" + BODY + "\nPlan adopté par le conseil le 21 février 2018 (point 7).\n", 2018, "2018-02-21"),
        ("Appel à projets 2025\n\nDate limite de dépôt : 14 mars 2025 à midi" + BODY, 2025, None),
        ("Notre programme\n\nÉlections municipales des 15 et 22 mars 2020" + BODY, 2020, None),
        ("Rapport à l'assemblée générale du 24 avril 1999\n\nExercice 1998" + BODY, 1998, "1999-04-24"),
        ("Bilan 2023 et perspectives 2024" + BODY, 2023, None),
        ("Les tandems\n\nLes tandems sont un projet triennal (2019-2021) de la Maison des familles. En 2018, nous avons réuni des parents "
         "du quartier, des voisins, et nous leur avons demandé de raconter leurs premiers mois, les démarches, les guichets, la langue, "
         "l'école des enfants et le travail qu'ils cherchaient." + BODY, 2019, None),
        ("Rapport d'activités 2020\n\nForum\n\nLe 27 novembre 2020 de 9h30 à 12h30" + BODY, 2020, None),
    ],
)  # fmt: skip
def test_the_year_is_what_the_document_is_about_and_the_date_what_it_bears(read, report: str, year: int | None, date: str | None):
    found = read(report)
    assert (found.year, found.date) == (year, date)


@pytest.mark.parametrize(
    ("report", "genre"),
    [
        ("Les priorités de travail 2018", "priorities"),
        ("Rapport d'activités 2020", "activity-report"),
        ("Plan d'action 2021-2024", "plan"),
        ("Programme municipal 2026", "programme"),
        ("Statuts de l'association", "other"),
        ("Évaluation du programme de parrainage", "other"),
        ("Bilan 2012 et perspectives 2013", "activity-report"),
        ("Contrat local d'accueil 2023-2025", "plan"),
        ("L'Estafette n° 12\n\nHéberger : premier bilan\n\n- Onze chambres\n\n", "other"),
    ],
)
def test_the_genre_is_named_by_the_title(read, report: str, genre: str):
    assert read(report + BODY).genre == genre


def test_every_fact_points_at_its_words(read):
    record = read("Les priorités de travail 2018" + BODY + "\nJanvier 2018, La Passerelle")
    assert {"title", "organisation", "year", "date", "genre", "language"} <= set(record.evidence)
    assert record.language == "fr"


def test_a_dutch_and_an_english_text_are_known_as_such(read):
    dutch = "Prioriteiten 2020\n\n- Wij werken met de mensen die in een centrum zijn en geen recht hebben\n- De kinderen van het land"
    english = (
        "Priorities 2020\n\n- We work with the people who are held in detention and have no right to stay\n- All of the children are here"
    )
    assert read(dutch).language == "nl"
    assert read(english).language == "en"


def test_a_mail_is_called_what_it_is_about_and_its_quotes_are_no_items(read):
    head = "De : a@exemple.org\nÀ : tous\nObjet : Re: [adherents] feuille de route 2014\n\n"
    about = read(head + "Bonjour,\n\n> - Qui relit ?\n\n== Jardin ==\n\n* clôture\n* pompe\n")
    assert (about.title, about.year) == ("feuille de route 2014", 2014)


def test_the_head_of_a_markdown_file_gives_title_and_date(tmp_path):
    path = tmp_path / "2022.md"
    path.write_text("---\ntitle: Conseil de rentrée\ndate: 2022-09-14\n---\n\n## Décisions\n\n- Repeindre\n- Ranger\n", "utf-8")
    document = process(path)
    assert (document.document.title, document.document.year, document.document.date) == ("Conseil de rentrée", 2022, "2022-09-14")
    assert [item.path for item in document.items] == [("Décisions",)] * 2


def test_the_only_heading_of_the_first_level_is_the_title_though_lines_stand_before_it(tmp_path):
    path = tmp_path / "notes.md"
    path.write_text(
        "[[_TOC_]]\n\nVersion relue\n\n# Bilan du club\n\n## Assemblée générale\n\n- un\n- deux\n\n## Sorties\n\n- trois\n", "utf-8"
    )
    document = process(path)
    assert document.document.title == "Bilan du club"
    assert [item.path for item in document.items] == [("Assemblée générale",)] * 2 + [("Sorties",)]


def test_the_year_of_a_law_is_not_the_document_s(read: Callable[[str], About]):
    assert read("Plan d'action\n\nAssociation loi 1901" + BODY).year is None
    assert read("Plan d'action\n\nAssociation loi 1901, fondée en 1985\n\nMars 2016" + BODY).year == 2016


def test_small_words_of_two_languages_do_not_make_a_short_french_report_dutch(read: Callable[[str], About]):
    points = "".join(f"- Mise en place de séances de {name}\n" for name in ("cinéma", "lecture", "jeux", "musique", "danse", "sport"))
    assert read(f"Plan d'action\n\nCulture\n\n{points}").language == "fr"
