"""Actions, from an item's own words and from the few headings that pass one."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "path", "actions"),
    [
        ("Dublin : communication et contentieux", [], {"communication", "litigation"}),
        ("Hébergement : état des lieux et plaidoyer", [], {"research", "advocacy"}),
        ("Outils de formation, liens avec avocats et inter-associatif", [], {"training", "publication-tool", "partnership"}),
        ("Recherche de financements", [], {"fundraising"}),
        ("Amélioration du fonctionnement du pôle", [], {"internal-organisation"}),
        ("Campagne de fidélisation des donateurs", [], {"fundraising"}),
        ("Poursuite du travail", ["En termes d'interpellation"], {"advocacy"}),
        ("Accompagnement fin de carrière", ["Ressources Humaines"], {"internal-organisation"}),
        ("Goûter des habitants", [], set()),
        ("Attention par rapport aux horaires", [], set()),
    ],
)
def test_actions(label, text, path, actions):
    assert {action.id for action in label(text, path=path).actions} == actions


def test_an_action_from_a_heading_points_at_the_heading(label):
    action = label("Poursuite du travail", path=["En termes d'interpellation"]).actions[0]
    assert action.evidence[0].text == "interpellation"
