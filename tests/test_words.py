"""Words as they are matched: folded, inclusive writing undone, reduced to a light stem; each remembers where it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.text import tokens


def norms(text: str, language: str = "fr") -> list[str]:
    return [token.norm for token in tokens(text, language)]


@pytest.mark.parametrize(
    "forms",
    [
        "dubliné dublinée dublinés dublinées dubliné·e dubliné·es dubliné-es dubliné.e.s dubliné(e)s DUBLINÉ·ES DUBLINES",
        "demandeur demandeurs demandeuse demandeuses demandeur·se demandeur·ses demandeur-se-s demandeur(se)s demandeur/se",
        "avocat avocats avocate avocates avocat·es avocat-es avocat(e)s avocat.e.s",
        "salarié salariées salarié.e.s salarié·e·s salarié-es",
        "migrant migrante migrant(e)s migrant·es migrant.es",
        "étranger étrangère étrangères étranger·es étranger·ère·s étranger-ère-s",
        "acteur actrices acteur·rices acteur·trices",
        "régional régionale régionaux régionales",
        "bureau bureaux",
        "citoyen citoyenne citoyennes citoyen·ne·s citoyen-nes",
        "administratif administrative administratifs administratives",
        "MNA MNAs",
    ],
)
def test_all_forms_of_a_word_are_one(forms):
    assert len({tuple(norms(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("mer", "mère"), ("asile", "asilaire"), ("cas", "case"), ("sens", "sans"), ("port", "porc")])
def test_different_words_stay_different(one, other):
    assert norms(one) != norms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demandeurs d’asile", ["demandeur", "asil"]),
        ("sans-papiers", ["sans", "papier"]),
        ("M.I.E.", ["mie"]),
        ("prison/rétention", ["prison", "/", "retention"]),
        ("fin.Le début", ["fin", ".", "debut"]),
        ("sous-groupes", ["sou", "group"]),
        ("cœur", ["coeur"]),
        ("", []),
    ],
)
def test_words_are_cut_and_small_words_fall_away(text, expected):
    assert norms(text) == expected


def test_an_address_is_one_token_that_no_word_equals():
    found = tokens("voir https://exemple.org/asile et a.b@asile.org")
    assert "asil" not in [token.norm for token in found]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_tokens_stand_in_order_and_do_not_overlap(text):
    found = tokens(text)
    assert all(0 <= token.start < token.end <= len(text) and token.norm for token in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("language", "one", "other"), [("nl", "asielzoekers", "asielzoeker"), ("nl", "grenzen", "grenz"), ("en", "refugees", "refugee")]
)
def test_other_languages_have_their_own_plurals(language, one, other):
    assert norms(one, language) == norms(other, language)
