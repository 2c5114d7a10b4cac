"""Texts of one thing said ten thousand times: the time they take grows with them and no faster, whatever the thing is."""

from __future__ import annotations

import time

import pytest

from extract.pipeline import process

REPORT = "Rapport 2019 de l'association Exemple\n\nPriorités\n- Accueillir les familles\n- Défendre le droit d'asile\n"
LENGTH = 20_000  # characters: what grows with the square of them takes many seconds
UNITS = [
    *"a1A[({<>*_#|-=+.,:;/\\\"'’«»·•…@&%€~^`$ ",
    *("\u0301", "\u00ad", "\u200b", "\u202e", "a\u00ad", "à "),
    *("1-", "1.", "1/", "1 ", "2018-", "2018 ", "1.1.", "a) ", "(1) ", "12 % ", "+33 ", "FR76 ", "3 mai 2018 ", "n° "),
    *(
        "a@",
        "a@b ",
        "a.",
        "A. ",
        "www.",
        "http://",
        "a-e",
        "-e",
        "·e",
        "e.s.",
        "l'",
        "A’",
        "I",
        "Jean ",
        "Jean-",
        "Mme ",
        "de la ",
        "Pôle ",
    ),
    *("[a](", "](", "![", "<a ", "</", "&#", "```", "| - ", "[ ] "),
]


@pytest.mark.parametrize("ending", ["txt", pytest.param("md", marks=pytest.mark.slow)])
def test_time_grows_with_a_text_and_no_faster(tmp_path, ending):
    report = tmp_path / f"report.{ending}"
    report.write_text(REPORT, "utf-8")
    process(report)
    slow = {}
    for unit in UNITS:
        report.write_text(f"{REPORT}{unit * (LENGTH // len(unit))}\n", "utf-8")
        started = time.process_time()
        assert any("Accueillir" in item.text for item in process(report).document.items), unit
        slow[unit] = time.process_time() - started
    assert {unit: seconds for unit, seconds in slow.items() if seconds > 1.2} == {}
