"""What headings, lead-ins and parents pass down (codebook R4, R5), written as small outlines."""

from __future__ import annotations

import pytest

from tests.outlines import ids

TEAM = {"team": "accompagnement des personnes étrangères"}
TEAM_PATH = "Rapport de l'équipe « accompagnement des personnes étrangères »"


def themes(labels) -> dict[str, str]:
    return {theme.id: theme.origin for theme in labels.themes}


def dropped(labels) -> set[tuple[str, str]]:
    return {(one.id, one.by) for one in labels.suppressed}


def test_a_section_heading_passes_always(label):
    assert themes(label("Recherche de financements", path=["Expulsion"])) == {"expulsion": "heading", "funding": "own"}
    assert themes(label("Liens avec les travailleurs sociaux", path=["Rétention"])) == {"detention": "heading"}


def test_the_innermost_section_that_decides_passes_and_those_above_do_not(label):
    assert themes(label("Point du jour", path=["Asile", "Prison", "Divers"])) == {"detention": "heading"}


def test_a_lead_in_is_nearer_than_a_heading(label):
    labels = label("Formations en ligne", path=["Rétention"], lead_in="Adaptations suite à la crise sanitaire :")
    assert themes(labels) == {"health": "lead-in"}


def test_a_parent_is_nearer_than_a_lead_in(label):
    items = [
        {"n": 1, "text": "Programme de réinstallation"},
        {"n": 2, "text": "permanences modifiées", "parent": 1, "depth": 2, "lead_in": "Crise sanitaire :"},
        {"n": 3, "text": "horaires élargis", "parent": 2, "depth": 3},
    ]
    labels = label(items)
    assert [themes(one) for one in labels] == [{"asylum": "own"}, {"asylum": "parent"}, {"asylum": "parent"}]


def test_a_team_heading_is_a_fallback_only(label):
    assert themes(label("Travail d'équipe", path=[TEAM_PATH], **TEAM)) == {"integration": "heading"}
    labels = label("Plateforme MENA", path=[TEAM_PATH], **TEAM)
    assert themes(labels) == {"minors": "own"}
    assert ("integration", "D2") in dropped(labels)


def test_of_a_compound_heading_the_item_chooses(label):
    path = ["Actions du pôle Enfermement-Expulsion"]
    assert themes(label("Positions mises à jour", path=path)) == {"detention": "heading", "expulsion": "heading"}
    labels = label("Réflexion sur le bannissement", path=path)
    assert themes(labels) == {"expulsion": "own"}
    assert ("detention", "D1") in dropped(labels)
    assert themes(label("Point sur les financements", path=path)).keys() >= {"detention", "expulsion"}


def test_a_heading_about_something_is_not_compound(label):
    labels = label("Adaptations de la sensibilisation", path=["Sensibilisation : racisme"])
    assert ids(labels) == {"communication", "anti-racism"}


def test_a_container_for_an_addressee_inherits_nothing(label):
    labels = label("Auprès des communes :", path=["Asile"])
    assert not themes(labels)
    assert ("asylum", "D4") in dropped(labels)


@pytest.mark.parametrize(
    "heading", ["Priorités", "Perspectives 2021", "Activités", "Interpôles", "Droits et Protections", "Communes", "Région"]
)
def test_some_headings_decide_nothing(label, heading):
    assert not ids(label("Poursuite du travail", path=[heading]))


def test_a_dropped_inheritance_points_at_the_heading(label, rules):
    labels = label("Réflexion sur le bannissement", path=["Pôle Enfermement-Expulsion"])
    assert {one.text for one in labels.suppressed} == {"Enfermement"}
