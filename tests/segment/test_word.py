"""Outlines of reports written with a word processor: numbers and levels that the format draws or keeps."""

from __future__ import annotations

import pytest

from tests.readers.office import docx, listed, numbering, p
from tests.segment.outlines import paths


def _heading(level: int) -> str:
    return f'<w:style w:type="paragraph" w:styleId="h{level}"><w:name w:val="heading {level}"/></w:style>'


def _numbered(words: str, level: int) -> str:
    return p(words, style=f"h{level}", properties=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>')


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        (("decimal %1", "decimal %1.%2"), "1 Accueillir", "1.1 La permanence"),  # Word's own list of chapters draws no point
        (("upperRoman %1.", "decimal %1.%2."), "I. Accueillir", "I.1. La permanence"),
        (("upperLetter %1.", "decimal %1.%2."), "A. Accueillir", "A.1. La permanence"),
        (("decimal Chapitre %1", "lowerLetter %2)"), "Chapitre 1 Accueillir", "a) La permanence"),
        (("upperRoman %1", "upperLetter %2"), "I Accueillir", "A La permanence"),
    ],
)
def test_numbers_that_the_format_draws_before_headings_are_part_of_them(levels, first, second):
    body = _numbered("Accueillir", 1) + _numbered("La permanence", 2) + p("- ouvrir le samedi") + p("- former six bénévoles")
    body += _numbered("Héberger", 1) + p("- trouver deux logements") + p("- signer les baux")
    found = paths("docx", docx(body, styles=_heading(1) + _heading(2), numbers=numbering(*levels)))
    assert found[0] == [first, second]
    assert found[2][0].endswith("Héberger") and len(found[2]) == 1


def test_references_number_the_points_of_a_list():
    body = p("Recommandations", style="h1") + listed("Ouvrir le samedi.") + listed("Former les bénévoles.")
    outline = docx(body, styles=_heading(1), numbers=numbering("decimal R%1."))
    assert paths("docx", outline) == [["Recommandations"], ["Recommandations"]]
