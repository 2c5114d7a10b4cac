"""One document in several forms: the same words in the same order."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from extract import readers
from tests.sample import REPORTS, make

_ASIDE = ("header", "footer", "page-number", "note", "meta", "rule", "toc")


def _words(data: bytes, asides: tuple[str, ...] = _ASIDE) -> list[str]:
    from tests.readers.office import lines

    kept = [line.text for line in lines(data) if line.role not in asides]
    return re.findall(r"\w+", " ".join(kept).replace("’", "'").lower())


def _likeness(one: list[str], two: list[str]) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


@pytest.mark.parametrize("form", ["b_manual.docx", "g_cp1252-crlf.txt", "g_utf8-bom-crlf.txt", "g_utf8-wrapped.txt", "h.md"])
def test_the_forms_of_the_first_seed_agree(shared, form):
    seed = next((shared / "corpus/seeds").glob("000_*.txt")).read_bytes()
    other = (shared / f"corpus/typeset/cimade-2018_{form}").read_bytes()
    assert _likeness(_words(seed, _ASIDE[:-1]), _words(other, _ASIDE[:-1])) > 0.99  # not every form tells that contents are contents


@pytest.mark.parametrize("form", ["g_cp1252-crlf.txt", "g_utf8-wrapped.txt", "h.md"])
def test_the_forms_of_the_second_seed_agree(shared, form):
    folder = shared / "corpus/typeset"
    styled = _words((folder / "cai-2020_a_styles.docx").read_bytes())
    assert _likeness(styled, _words((folder / f"cai-2020_{form}").read_bytes())) > 0.98


def test_slides_read_alike_from_their_own_file_and_from_their_pdf(shared):
    folder = shared / "corpus/typeset"
    slides, printed = (_words((folder / f"cai-2020_e_slides.{form}").read_bytes()) for form in ("pptx", "pdf"))
    assert _likeness(slides, printed) > 0.97


def test_the_sample_report_of_2022_reads_alike_in_word_and_pdf():
    made = {report.path: make(report) for report in REPORTS if report.words == "feuille-de-route-2022"}
    word, pdf = (_words(made[f"2022/feuille-de-route-2022.{form}"]) for form in ("docx", "pdf"))
    assert _likeness(word, pdf) > 0.9  # the PDF has its running header on every page


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.path)
def test_the_sample_reports_that_are_kept_say_what_their_notation_says(report):
    path = Path(__file__).parents[2] / "corpus" / report.path
    if report.writer == "scan":
        assert path.stat().st_size > 10_000
        return
    assert _words(path.read_bytes(), ()) == _words(make(report), ())


def test_equal_words_give_equal_bytes():
    for report in REPORTS[:5]:
        assert make(report) == make(report)


def test_a_reading_names_what_made_it(shared):
    for name in (
        "typeset/cimade-2018_a_styles.docx",
        "typeset/cai-2020_e_slides.pptx",
        "reports/declaration.odt",
        "typeset/cimade-2018_h.md",
    ):
        reading, _ = readers.read(readers.open_source(shared / "corpus" / name))
        assert reading.components
