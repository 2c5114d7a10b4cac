"""How deep numbered headings stand."""

from __future__ import annotations

import pytest

from extract import marks
from extract.segment.numbering import depths


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ("I. Accueil | 1. Asile | 1.1. Gare | 2. Prison | II. Équipe | 1. Salariés", [0, 1, 2, 1, 0, 1]),
        ("1. Accueil | 1.1. Asile | 1.2. Séjour | 2. Équipe | 2.1. Paie", [0, 1, 1, 0, 1]),
        ("1.2. Asile | 1.3. Séjour | 2. Équipe | 2.1. Paie", [1, 1, 0, 1]),  # an excerpt: no "1." was printed
        ("1. Accueil | Perspectives | 2. Équipe", [0, None, 0]),
        ("A. Accueil | 1. Asile | 2. Séjour | B. Équipe | 1. Paie", [0, 1, 1, 0, 1]),
        ("I. Accueil | I.1 Asile | I.2 Séjour | II. Équipe | II.1 Paie", [0, 1, 1, 0, 1]),
        ("I. Accueil | A. Asile | A.1. Gare | A.2. Port | B. Séjour | II. Équipe", [0, 1, 2, 2, 1, 0]),
        ("1. Accueil | 2. Équipe | 1. Accueil | 2. Équipe", [0, 0, 0, 0]),  # under unnumbered parts
    ],
)
def test_numbers_say_how_deep_a_heading_stands(titles, expected):
    texts = titles.split(" | ")
    assert depths([marks.find(text) for text in texts], [0.0] * len(texts)) == expected


def test_what_stands_out_more_and_counts_through_is_no_part_of_what_stands_out_less():
    texts = ["1. Accueil", "2. Équipe", "A) Statuts", "B) Comptes"]
    assert depths([marks.find(text) for text in texts], [20.0, 20.0, 10.0, 10.0]) == [0, 0, 0, 0]
