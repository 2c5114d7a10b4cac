"""Kinds and target years of items, where the words, headings, genre and title each say something."""

from __future__ import annotations

import pytest

from extract import taxonomy
from extract.classify.kinds import Reason
from extract.classify.matching import Reading
from extract.classify.weighing import Ground, Own, scales
from extract.page import Passage

REPORT = {"genre": "activity-report", "year": 2020}
PLAN = {"genre": "plan", "year": 2021}
PRIORITIES = {"genre": "priorities", "year": 2018}
MINUTES = {"title": "Procès-verbal de l'assemblée générale", "year": 2017}


@pytest.mark.parametrize(
    ("text", "path", "about", "kind", "year"),
    [
        ("Renforcement de la plateforme", ["Rapport d'activités", "Perspectives 2021"], REPORT, "priority", 2021),
        ("Renforcement de la plateforme", ["Rapport d'activités", "Perspectives"], REPORT, "priority", 2021),
        ("Préparation du futur appel à projet de 2022", ["Perspectives"], REPORT, "priority", 2021),
        ("Motion adoptée à Ciney", ["Perspectives 2021"], REPORT, "activity", 2020),
        ("Travail sur la charte graphique", ["Activités 2020"], REPORT, "activity", 2020),
        ("Un guide sera publié au printemps", ["Activités 2020"], REPORT, "priority", 2021),
        ("Plateforme interculturelle", [], REPORT, "activity", 2020),
        ("18 actions de formations", ["Quelques chiffres"], REPORT, "figure", 2020),
        ("4 réunions en 2020 dont 2 en visioconférence", ["Conseil d'administration"], REPORT, "figure", 2020),
        ("Une trentaine de personnes salariées", [], REPORT, "figure", 2020),
        ("12 mars : fermeture de l'accueil", ["Temps forts"], REPORT, "activity", 2020),
        ("3e édition du festival", ["Temps forts"], REPORT, "activity", 2020),
        ("Voir le rapport complet en ligne", [], REPORT, "other", 2020),
        ("3 nouveaux postes", ["Priorités 2018"], PRIORITIES, "priority", 2018),
        ("Évaluation du projet triennal (2019)", ["Priorités"], PRIORITIES, "priority", 2018),
        ("Positions complétées et mises à jour", [], PRIORITIES, "priority", 2018),
        ("Agrandir le réseau cyclable", ["Recommandations"], PLAN, "priority", None),
        ("Le conseil a reçu le prix en 2019", ["Contexte"], PLAN, "activity", 2019),
        ("Constituer un budget", ["Plan d'action 2021-2026"], PLAN, "priority", None),
        ("Mutuelle communale", [], {"genre": "programme", "year": 2026}, "priority", None),
        ("pour 15 (dont 1 procuration)", ["Quitus"], MINUTES, "figure", 2017),
        ("Claire MARTIN", ["Nouveaux candidats"], MINUTES, "other", 2017),
        ("La migration des serveurs a été finalisée", ["Rapport moral"], MINUTES, "activity", 2017),
        ("Qui peut garder les clés ?", ["Divers"], MINUTES, "other", 2017),
        ("Relancer la mairie au sujet de la salle", [], MINUTES, "priority", 2017),
        ("-2612.63 €", ["Rapport financier 2016"], MINUTES, "figure", 2016),
    ],
)
def test_kind_and_year(label, text, path, about, kind, year):
    labels = label(text, path=path, about={"title": "Rapport", **about})
    assert (labels.kind, labels.year) == (kind, year)
    assert labels.kind_evidence[0].text


@pytest.mark.parametrize(
    ("lead_in", "kind"),
    [
        ("Nous demandons :", "priority"),
        ("Le mouvement demandera :", "priority"),
        ("Le bureau propose de :", "priority"),
        ("Le canevas proposé s'articule autour de :", "activity"),
        ("Les groupes suivants ont été rencontrés :", "activity"),
        ("Il faut agir parce que :", "other"),
    ],
)
def test_a_lead_in_tells_the_kind_of_its_list(label, lead_in, kind):
    labels = label("un meilleur accueil", lead_in=lead_in, about={"title": "Page"})
    assert labels.kind == kind
    assert labels.kind_evidence[0].text in lead_in


def test_a_season_stands_for_its_first_year(label):
    labels = label("Ateliers du mardi", path=["Activités de la saison 2018-2019"], about={"genre": "activity-report", "year": None})
    assert labels.year == 2018


def test_a_year_named_in_passing_in_a_heading_is_not_the_target(label):
    labels = label(
        "Un service de bus existe", path=["Quels sont les changements depuis 2014 ?"], about={"genre": "activity-report", "year": 2020}
    )
    assert labels.year == 2020


def test_the_heading_nearest_to_the_item_outweighs_those_further_out(label):
    assert label("Ateliers", path=["Perspectives", "Bilan"], about=REPORT).kind == "activity"
    assert label("Ateliers", path=["Bilan", "Perspectives"], about=REPORT).kind == "priority"


def test_without_any_sign_of_a_year_there_is_none(label):
    assert label("Ateliers", about={"title": "Page"}).year is None


MEETING = {"title": "Compte rendu du bureau du 14 septembre 2021", "year": 2021}


@pytest.mark.parametrize(
    ("text", "path", "about", "kind"),
    [
        ("Créneau du lundi à confirmer avec le gardien", ["Divers"], MEETING, "priority"),
        ("Devis de remplacement à demander", ["Divers"], MEETING, "priority"),
        ("Randonnée de Thonon à Monnetier", ["Divers"], MEETING, "activity"),
        ("Le conseil, à la majorité, approuve le rapport", ["Orientations budgétaires"], MEETING, "activity"),
        ("Relancer la mairie ✅", ["Actions prévues lors de la réunion précédente"], MEETING, "activity"),
        ("Parrainer vingt enfants", ["Ce que l'assemblée a décidé"], MEETING, "priority"),
        ("640 entrées", ["Ce que nous avons fait"], REPORT, "figure"),
        ("11.10.4 et 11.10.5 : pour les formulaires", ["Tests"], {"title": "Référentiel technique", "year": 2017}, "other"),
        ("L'étiquette est donnée par un passage de texte", ["Tests"], {"title": "Guide des formulaires", "year": 2017}, "other"),
        ("buvette : rappeler les parents", ["Divers"], MEETING, "priority"),
        ("mieux répartir les astreintes", ["Divers"], MEETING, "priority"),
        ("machine à laver", ["Divers"], MEETING, "activity"),
        ("Atelier couture au foyer", ["Divers"], MEETING, "activity"),
        ("Que le loyer soit payé par la ville", ["Divers"], MEETING, "priority"),
        ("Recettes : 2 310 €", ["Trésorerie"], MEETING, "figure"),
        ("Trésorier : Paul Morel", ["Élections"], MEETING, "other"),
        ("640 heures d'intervention", ["Actions"], REPORT, "figure"),
        ("20 ans de l'antenne, fêtés en mai", ["Temps forts"], REPORT, "activity"),
        ("Un cours du soir", ["Et demain ?"], REPORT, "priority"),
        ("Un cours du soir", ["Orientations pour 2021"], REPORT, "priority"),
        ("Reprise des programmes qui se sont achevés", ["Perspectives"], REPORT, "priority"),
        ("Développer l'accueil. Ce point a été discuté", ["Perspectives"], REPORT, "priority"),
        ("Le stage n'a pas pu avoir lieu", ["Perspectives"], REPORT, "activity"),
        ("Recours collectif", ["Ce qui a été fait en 2017"], PRIORITIES, "activity"),
        ("résider dans le canton", ["Comment s'inscrire ?"], {"title": "Nos services"}, "other"),
    ],
)
def test_the_grammar_of_a_line_tells_its_kind(label, text, path, about, kind):
    assert label(text, path=path, about={"title": "Rapport", **about}).kind == kind


def test_who_takes_something_on_is_known_from_the_list_of_those_present(label):
    items = [{"text": "Présents : Awa, Marc, Inès", "path": ["Présences"]}, {"text": "Marc réserve la salle", "path": ["Fête"]}]
    items += [{"text": "Marc présente le bilan", "path": ["Bilan"]}]
    assert [one.kind for one in label(items, about=MEETING)][1:] == ["priority", "activity"]


def test_a_list_of_plans_makes_a_plan_of_its_bare_nouns(label):
    texts = ("Trouver un local", "Un second véhicule", "Former les bénévoles", "Inviter la presse")
    assert {one.kind for one in label([{"text": text, "path": ["Points"]} for text in texts], about=MEETING)} == {"priority"}


def test_a_kind_that_nothing_tells_is_flagged(label):
    assert "uncertain-kind" in label("Ateliers", about={"title": "Page"}).flags
    assert "uncertain-kind" not in label("Ateliers", path=["Perspectives"], about=REPORT).flags


def test_what_a_title_plans_for_several_years_is_for_the_first_of_them(label):
    about = {"title": "Orientations 2024-2027", "genre": "priorities", "year": 2024}
    assert label("Un séminaire par an", about=about).year == 2024
    assert label("Un séminaire par an", about=about | {"title": "Plan local 2024-2027", "genre": "plan"}).year == 2024


def test_a_plan_whose_title_names_no_year_is_for_none_whenever_it_was_written(label):
    assert label("Un séminaire par an", about={"title": "Plan local", "genre": "plan", "year": 2024}).year is None


def test_the_review_of_a_plan_that_is_over_is_for_the_first_of_its_years(label):
    about = {"title": "Plan directeur 2021-2025", "genre": "plan", "year": 2021}
    assert label("Le bus a été mis en service", path=["Bilan du plan 2016-2020"], about=about).year == 2016
    assert label("Un second bus", path=["Axes 2022-2025"], about=about).year == 2021


def test_what_minutes_decide_about_a_year_that_is_over_is_not_for_it(label):
    assert label("Relancer la mairie au sujet de la salle", path=["Comptes 2016"], about=MINUTES).year == 2017


def test_a_review_and_plans_of_two_seasons_have_each_its_own(label):
    about = {"title": "Bilan 2012-2013 et projets 2013-2014", "year": 2012}
    assert label("Une serre de 60 m²", path=["Bilan"], about=about).year == 2012
    assert label("Un composteur", path=["Projets"], about=about).year == 2013


def test_meetings_in_figures_over_their_points_give_them_their_year(label):
    assert label("Réfection du préau votée", path=["Conseil du 28/10/2016"], about=MINUTES).year == 2016


def test_a_rule_has_a_year_only_where_its_document_is_of_one(label):
    assert label("Le quorum est d'un tiers des membres", about={"title": "Statuts", "year": 2011}).year is None


def test_a_title_of_a_review_and_of_plans_gives_each_its_year(label):
    about = {"title": "Bilan 2021 et projets 2022", "year": 2022}
    assert label("Une serre de 60 m²", path=["Bilan"], about=about).year == 2021
    assert label("Un composteur", path=["Projets"], about=about).year == 2022


def test_objectives_of_a_year_are_for_that_year_in_a_report_that_came_out_in_it(label):
    labels = label("Un studio", path=["Objectifs 2023"], about={"title": "Bilan moral", "genre": "activity-report", "year": 2023})
    assert (labels.kind, labels.year) == ("priority", 2023)


def test_a_heading_that_speaks_against_a_kind_is_no_evidence_for_it():
    title, text = Passage.of("Cuisine", 0), Passage.of("Maria", 8)
    weights = scales(taxonomy.load())
    against = weights.table("heading")["other"], -1.5, Reason("other", -15.0, "other.heading-words", "heading", title, (0, 7))
    ground = Ground([against], [weights.table("genre")["other"]], (0.0,) * 4)
    assert Own(Reading(text.text, [], [], [], []), [], [], []).heaviest(ground, "other", text).rule == "other.genre"
