"""How sure an item is said to be, and what is said of it when it is not."""

from __future__ import annotations

import pytest

from tests.segment.test_segment import outline_of

REPORT = "Rapport 2020\n\nAsile\n\n- Suivre Dublin\n- Former\n- Écrire un guide\n\nPrison\n\n- Visiter les lieux\n- Écrire aux juges\n"


def sure(text: str) -> dict[str, float]:
    return {entry.text.text: entry.confidence for entry in outline_of(text).entries}


def test_an_item_of_a_plain_list_under_a_plain_heading_is_sure():
    assert min(sure(REPORT).values()) > 0.9


@pytest.mark.parametrize(
    ("said", "doubtful"),
    [
        ("- Former\n", "- Former\n      - Relire\n   - Trier\n"),  # indents that agree with nothing
        ("- Former\n", "- Former les équipes :\n"),  # opens a list that does not come
        ("- Former\n", f"- {'Former et encore former ' * 20}\n"),  # a paragraph, perhaps
    ],
)
def test_what_is_irregular_is_less_sure(said, doubtful):
    assert min(sure(REPORT.replace(said, doubtful)).values()) < min(sure(REPORT).values())


def test_what_is_not_sure_is_flagged():
    entries = outline_of("- Un point\n\n" + REPORT).entries
    assert all(("low-confidence" in entry.flags) == (entry.confidence < 0.8) for entry in entries)


def test_a_document_that_is_all_set_aside_has_no_items_and_no_fault():
    people = [f"{first} {last}" for first in ("Ana", "Ben", "Cleo", "Dora") for last in ("Marchais", "Grosjean", "Petitot")]
    assert outline_of("\n\n".join(people)).entries == ()
