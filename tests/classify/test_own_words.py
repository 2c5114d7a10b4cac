"""What an item's own words say, and what takes it back. Evidence is written into the sentence: <asylum>Dublin</asylum>."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import page
from extract.classify import classify
from extract.classify.written import written
from tests.outlines import ids


def marked(sentence: str) -> tuple[str, set[tuple[str, str]]]:
    """The sentence without its marks, and the (theme, words) they name."""
    found = {(match.group(1), match.group(2)) for match in re.finditer(r"<([\w-]+)>(.*?)</\1>", sentence)}
    return re.sub(r"</?[\w-]+>", "", sentence), found


@pytest.mark.parametrize(
    "sentence",
    [
        "<asylum>Dublin</asylum> : communication et contentieux",
        "<housing>Hébergement</housing> des <asylum>demandeurs d'asile</asylum> : état des lieux",
        "Soutien aux <asylum>dubliné·es</asylum> et aux <expulsion>expulsé.e.s</expulsion>",
        "Paroles d'<detention>anciens retenu-es</detention>",
        "<asylum>Réfugié(e)s</asylum> : <integration>cours de français</integration>",
        "Les <minors>M.I.E.</minors>",
        "LES <minors>MNA</minors> EN RECOURS",
        "Hommage aux <borders>mort-es en mer</borders>",
        "<residence>Accès aux préfectures</residence> pour les <residence>sans papiers</residence>",
        "<organisation>Déontologie</organisation> (réflexions sur <organisation>nos pratiques</organisation>)",
        "<funding>Recherche de financements</funding> pour <integration>FLE</integration>",
        "<communication>Campagne</communication> donnant la parole aux personnes migrantes",
    ],
)
def test_a_theme_points_at_the_words_that_decide_it(label, sentence):
    text, expected = marked(sentence)
    found = {(theme.id, evidence.text) for theme in label(text).themes for evidence in theme.evidence}
    assert found == expected


@pytest.mark.parametrize(
    ("sentence", "theme", "by"),
    [
        ("Bassin de rétention des eaux pluviales", "detention", "detention.retention-d-autre-chose"),
        ("Taxe carbone aux frontières", "borders", "borders.frontiere-de-choses"),
        ("Prévention des expulsions locatives", "expulsion", "expulsion.locataires"),
        ("Mieux communiquer sur la rétention", "communication", "R1"),
        ("Formation sur l'asile pour les bénévoles", "volunteering", "R2"),
        ("Détention d'animaux sauvages", "detention", "detention.detention-de-choses"),
    ],
)
def test_a_theme_taken_back_says_by_what(label, sentence, theme, by):
    labels = label(sentence)
    assert theme not in ids(labels)
    assert (theme, by) in {(one.id, one.by) for one in labels.suppressed}


@pytest.mark.parametrize("sentence", ["Santé mentale", "Logement social", "Cantines des enfants", "Une prison de plus"])
def test_a_document_of_a_general_kind_must_name_foreign_people(label, sentence):
    general = {"title": "Programme municipal"}
    assert ids(label(sentence)) - {"communication"}
    assert not ids(label(sentence, about=general))
    assert ids(label(f"{sentence} : personnes étrangères", about=general))


def test_one_measure_about_refugees_does_not_make_a_programme_of_a_town_about_them(label):
    items = [{"text": f"Rénover la rue numéro {number}"} for number in range(60)] + [
        {"text": "Accueillir des réfugiés"},
        {"text": "Logement social"},
    ]
    labels = label(items, {"title": "Programme municipal", "genre": "programme"})
    assert ids(labels[-2]) == {"asylum"}
    assert not ids(labels[-1])


def test_weak_cues_alone_make_a_theme_uncertain_and_never_a_theme(label):
    labels = label("Accueil des personnes exilées")
    assert not labels.themes
    assert [theme.id for theme in labels.uncertain] == ["asylum"]
    assert "uncertain-theme" in labels.flags


def test_a_weak_cue_beside_a_strong_one_of_the_same_theme_is_not_uncertain(label):
    labels = label("Accueil des personnes exilées en demande d'asile")
    assert "asylum" in ids(labels)
    assert not labels.uncertain and "uncertain-theme" not in labels.flags


@pytest.mark.parametrize(
    ("acronym", "word"), [("MENA", "il mena la réunion"), ("MIE", "la mie de pain"), ("PASS", "il passe devant"), ("ADA", "Ada lit")]
)
def test_an_acronym_is_not_the_word_that_sounds_like_it(label, acronym, word):
    assert ids(label(f"Point {acronym}"))
    assert not ids(label(f"Note : {word}"))


def test_sub_themes_stay_out_of_the_themes(label):
    labels = label("Adaptations covid et cours de FLE")
    assert ids(labels) == {"health", "integration"}
    assert labels.subthemes == ("health.covid", "integration.language")


def test_words_inside_a_web_address_say_nothing(label):
    assert not ids(label("https://exemple.org/asile/refugies/retention et asile@exemple.org"))


@pytest.mark.parametrize(
    ("language", "sentence", "theme"), [("nl", "Opvang van asielzoekers", "asylum"), ("en", "Pushbacks at the border", "borders")]
)
def test_the_language_of_the_document_chooses_the_rules(label, language, sentence, theme):
    assert ids(label(sentence, about={"language": language})) == {theme}
    assert not ids(label("Pôle interculturel", about={"language": language}))


WORDS = st.sampled_from(
    [
        *"asile Dublin dubliné·es rétention d'eau frontières : ( ) MNA expulsé-es « prison » — communication 2021 œuvre préfecture".split(),
        "a\u00a0été",
        "¼",
        "",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=5).map(" ".join))
def test_every_span_holds_its_words_whatever_the_text(rules, text, heading):
    made = written([{"text": text or "x", "path": [heading] if heading.strip() else []}])
    labels, _ = classify(made.outline, made.metadata, made.transcript, rules, page.Options())
    one = labels[0]
    spans = [evidence for value in (*one.themes, *one.uncertain, *one.actions) for evidence in value.evidence]
    for evidence in (*spans, *one.kind_evidence, *one.suppressed):
        assert made.transcript.text[slice(*evidence.span)] == evidence.text


def test_evidence_over_a_line_break_is_what_the_transcript_prints(rules):
    transcript = page.Transcript.of((page.Line("Accueil des demandeurs"), page.Line("d'asile isolés")))
    text = page.Passage("Accueil des demandeurs d'asile isolés", ((0, 0, 22), (23, 23, 14)))
    entry = page.Entry("i-1", text, None, None, 1, "bullet")
    labels, _ = classify(page.Outline((), (entry,)), page.Metadata(), transcript, rules, page.Options())
    evidence = next(theme for theme in labels[0].themes if theme.id == "asylum").evidence[0]
    assert evidence.text == "demandeurs\nd'asile" == transcript.text[slice(*evidence.span)]


def test_an_item_over_the_cap_is_cut_for_matching_with_a_notice(rules):
    made = written([{"text": "Dublin " + "mot " * 200 + "rétention administrative"}])
    labels, notices = classify(made.outline, made.metadata, made.transcript, rules, page.Options(max_item_chars=100))
    assert ids(labels[0]) == {"asylum"}
    assert "truncated" in labels[0].flags
    assert [notice.code for notice in notices] == ["item-cut"]


@pytest.mark.parametrize("text", ["«" * 20_000, "a" * 20_000, "asile-" * 3_000, "(e)" * 6_000, "A." * 10_000, "mineur " * 2_800])
def test_no_text_makes_matching_slow(label, text):
    from time import process_time

    start = process_time()
    label(text)
    assert process_time() - start < 2


def test_a_candidate_s_programme_asks_for_policies_and_does_not_speak_of_its_own_house(label):
    programme = {"title": "Programme du candidat", "genre": "programme"}
    labels = label("Augmenter les salaires", about=programme)
    assert not ids(labels)
    assert {one.by for one in labels.suppressed} == {"public-policy"}
    assert ids(label("Augmenter les salaires", about={"genre": "priorities"})) == {"organisation"}


@pytest.mark.parametrize("text", ["Recours CNDA", "Recours Cnda", "OFPRA", "l'Ofpra"])
def test_an_acronym_that_is_no_word_is_found_in_any_case(label, text):
    assert ids(label(text)) == {"asylum"}


def test_not_is_not_an_acronym_in_capitals(label):
    assert not ids(label("NE PAS entrer"))
