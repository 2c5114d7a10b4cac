"""Personal data: what is found, what only looks like it, and that no text makes the search run for ever."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import privacy
from extract.page import Block, Passage
from tests import builders


def found(text: str, blocks=()) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in privacy.find(text, blocks)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("écrire à alix.exemple@example.org.", "email", "alix.exemple@example.org"),
        ("alix.exemple (at) example.org", "email", "alix.exemple (at) example.org"),
        ("Tél. 01 99 00 00 01", "phone", "01 99 00 00 01"),
        ("Tél. 01.99.00.00.01", "phone", "01.99.00.00.01"),
        ("+33 (0)1 99 00 00 01", "phone", "+33 (0)1 99 00 00 01"),
        ("0033 6 39 98 00 01", "phone", "0033 6 39 98 00 01"),
        ("GSM 0470/00 00 01", "phone", "0470/00 00 01"),
        ("alix@exemple.be 0470/00 00 01", "phone", "0470/00 00 01"),
        ("+32 470 00 00 02", "phone", "+32 470 00 00 02"),
        ("Genève, +41 22 000 00 01", "phone", "+41 22 000 00 01"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189 BIC", "iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("IBAN BE68539007547034", "iban", "BE68539007547034"),
        ("NIR 1 85 05 78 006 084 91", "national-number", "1 85 05 78 006 084 91"),
        ("né en Corse, 1 85 05 2A 006 084 35", "national-number", "1 85 05 2A 006 084 35"),
        ("85.07.30-033.28", "national-number", "85.07.30-033.28"),
        ("NISS 00.01.01-001.00", "national-number", "00.01.01-001.00"),  # called so, though its check digits are wrong
        ("AVS 756.9217.0769.85", "national-number", "756.9217.0769.85"),
        ("BSN 111222333", "national-number", "111222333"),
    ],
)
def test_addresses_and_numbers_are_found(text, kind, words):
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "2018 2019 2020 2021",
        "de 2018-2019-2020-2021",
        "SIREN 775 665 771",
        "un budget de 1 234 567 890 euros",
        "le 01.02.2019",
        "ISBN 978-2-07-036024-5",
        "appeler le 115",
        "FR76 3000 6000 0112 3456 7890 188",  # one digit off
        "1 85 05 78 006 084 92",
        "85.07.30-033.29",
        "756.9217.0769.86",
        "99 00 01 02 03 04 05 06 07 08 09 10 11 12 13",  # the years below a chart
        "08 09 10 11 12 13 14 15 16(p)17(p)18(p)",
        "05 10 15 20 25",
        "04 12 33 45 56 78 23",
        "Départements : 07 26 38 42 69",
        "BE 0417.497.106",
        "TVA BE 0445.123.456",
        "SIRET : 0445 123 456 00012",
        "une hausse de + 123 456 789 €",
        "+ 12 345 678 habitants de plus",
        "dossier n° 0123456789",
        "111222333",
        "L. 743-1 du CESEDA",
        "100 000 personnes en 2018",
        "@cimade sur les réseaux",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert found(text) == []


def test_a_name_in_a_contact_line_is_found_and_an_office_is_not():
    text = "Alix Exemple, coordinatrice, alix@example.org\nDélégation Nationale 01 99 00 00 01"
    assert [words for kind, words in found(text) if kind == "name"] == ["Alix Exemple"]


def test_two_numbers_side_by_side_are_two():
    numbers = ("phone", "01 99 00 00 01"), ("phone", "06 39 98 00 02")
    assert found("Tél. 01 99 00 00 01 06 39 98 00 02") == list(numbers)
    assert found("01 99 00 00 01 75013 Paris") == [numbers[0]]
    assert found("06 39 98 00 02 10h-12h, 2 rue") == [numbers[1]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Monsieur Gaël Exemple, maire, ouvre la séance.", "Gaël Exemple"),
        ("ont voté contre : Mme EXEMPLE et M. Martin-Exemple.", "EXEMPLE"),
        ("M. Alix Exemple", "Alix Exemple"),
    ],
)
def test_a_title_gives_a_name_away_wherever_it_stands(text, name):
    assert ("name", name) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur le Maire, Madame la Présidente, Monsieur Le Préfet",
        "M. et Mme",
        "ACCOMPAGNATEUR INTERCULTUREL 081/71 00 18",
        "envoyez vos PHOTOS DES CHOSES QUE VOUS DÉSIREZ DONNER À aide@example.org",
        "2 rue Professeur Exemplaire 69007 LYON, 04 99 00 00 01",
        "VENEZ NOMBREUX DEMAIN MATIN, 04 99 00 00 01",
    ],
)
def test_titles_jobs_streets_and_calls_are_no_names(text):
    assert not [words for kind, words in found(text) if kind == "name"]


def test_an_address_gives_a_name_away_wherever_it_stands():
    text = "Contact : jeanne.exemple@example.org\n\nLe contentieux est suivi par EXEMPLE Jeanne et par le pôle Asile.\n"
    assert ("name", "EXEMPLE Jeanne") in found(text)


def test_names_stand_in_the_columns_of_a_table_that_say_so():
    rows = [("Nom", "Mission"), ("Alix Exemple", "Accès aux Droits"), ("Noa Modèle", "Droit d’Asile")]
    text, blocks = "", []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(Passage.of(cell, len(text)))
            text += cell + "\n"
        blocks.append(Block("table", (), cells[0], cells=tuple(cells)))
    assert found(text, blocks) == [("name", "Alix Exemple"), ("name", "Noa Modèle")]


def test_a_name_without_contact_is_not_seen():
    assert found("Le rapport de Jeanne Exemple sur la rétention") == []


def test_spans_hold_the_words_and_never_overlap():
    text = "Alix EXEMPLE\talix.exemple@example.org\t0470/00 00 01 - IBAN FR76 3000 6000 0112 3456 7890 189"
    hits = privacy.find(text)
    assert [text[slice(*one.span)] for one in hits] == [one.text for one in hits]
    assert all(left.span[1] <= right.span[0] for left, right in itertools.pairwise(hits))


@given(st.text(alphabet="0123456789 +()/.-@aA[]\nFR", max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_searched(text):
    for one in privacy.find(text):
        assert text[slice(*one.span)] == one.text


@pytest.mark.parametrize(
    "piece", ["0", "0 ", "+33 ", "a@", "a.", "FR76 ", "A1B2 ", "Ab ", "(0", "( at ", "NISS 1 ", "01 02 03 04 05 ", "1-", "@"], ids=repr
)
def test_the_time_grows_with_the_text_and_no_faster(piece):
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        best = min(_timed(text) for _ in range(5))
        return max(best, 0.008)  # less is too little to tell

    assert seconds(200_000) < 40 * seconds(20_000), "ten times the text: ten times the time, not a hundred"


def _timed(text: str) -> float:
    started = time.process_time()
    privacy.find(text)
    return time.process_time() - started


def test_a_public_edition_says_what_stood_there():
    from extract.model import PersonalData

    words = "alix.exemple@example.org"
    record = builders.document(items=[f"Écrire à {words}", "Rétention"])
    text = builders.transcript(record)
    at = text.index(words)
    record = record.model_copy(update={"personal_data": (PersonalData(kind="email", text=words, span=(at, at + len(words))),)})
    public, counts = privacy.redact(record)
    assert words not in public.model_dump_json()
    assert public.items[0].text == "Écrire à [e-mail]"
    assert counts == {"email": 1} and public.personal_data == ()


def test_items_that_hold_personal_data_are_flagged(tmp_path):
    from extract import process

    path = tmp_path / "priorites-2018.txt"
    path.write_text(
        "Priorités 2018\n\nRétention\n- Appeler le 01 99 00 00 01 pour les permanences\n- Contentieux de la rétention\n", "utf-8"
    )
    record = process(path)
    assert [one.kind for one in record.personal_data] == ["phone"]
    assert ["personal-data" in item.flags for item in record.items] == [True, False]
