"""Markdown is read by its own grammar; plain text with dashes stays plain text."""

from __future__ import annotations

import pytest

from tests.readers.office import lines, read, texts

_REPORT = """\
---
title: Rapport annuel 2022
date: 2023-02-22
---

# Rapport annuel

## Perspectives *2023*

- **Asile** : former
  les bénévoles
  1. dans le Nord
  2. à Lyon
- Séjour

<!-- à relire -->
Deux lignes
d'un paragraphe.

> Une citation

| Mesure | Échéance |
|---|---|
| Guide | juin |

[ici]: https://exemple.example
![Photo de l'équipe](equipe.jpg)
"""


def _shown(data: str) -> list[tuple]:
    return [(line.number, line.last, line.role, line.level, line.mark, line.text) for line in lines(data.encode())]


def test_headings_lists_tables_and_quotations_keep_their_source_lines():
    assert _shown(_REPORT) == [
        (1, None, "meta", None, None, "---"),
        (2, None, "meta", None, None, "title: Rapport annuel 2022"),
        (3, None, "meta", None, None, "date: 2023-02-22"),
        (4, None, "meta", None, None, "---"),
        (6, None, "heading", 1, None, "Rapport annuel"),
        (8, None, "heading", 2, None, "Perspectives 2023"),
        (10, 11, "item", 1, "-", "Asile : former les bénévoles"),
        (12, None, "item", 2, "1.", "dans le Nord"),
        (13, None, "item", 2, "2.", "à Lyon"),
        (14, None, "item", 1, "-", "Séjour"),
        (16, None, "meta", None, None, "<!-- à relire -->"),
        (17, 18, None, None, None, "Deux lignes d'un paragraphe."),
        (20, None, "quote", None, None, "Une citation"),
        (22, None, None, None, None, "Mesure"),
        (22, None, None, None, None, "Échéance"),
        (23, None, "meta", None, None, "|---|---|"),
        (24, None, None, None, None, "Guide"),
        (24, None, None, None, None, "juin"),
        (26, None, "meta", None, None, "[ici]: https://exemple.example"),
        (27, None, "caption", None, None, "Photo de l'équipe"),
    ]


def test_front_matter_gives_properties_and_cells_their_place():
    reading = read(_REPORT.encode())
    assert (reading.media_type, reading.properties["title"]) == ("text/markdown", "Rapport annuel 2022")
    cells = {line.text: (line.cell.row, line.cell.column, line.cell.header) for line in reading.pages[0].lines if line.cell}
    assert cells == {"Mesure": (0, 0, True), "Échéance": (0, 1, True), "Guide": (1, 0, False), "juin": (1, 1, False)}


def test_every_source_line_that_is_not_blank_is_in_a_line():
    covered = {number for line in lines(_REPORT.encode()) for number in range(line.number, (line.last or line.number) + 1)}
    assert covered == {number for number, raw in enumerate(_REPORT.split("\n"), 1) if raw.strip()}


def test_bullets_typed_in_a_paragraph_are_not_joined():
    report = "# Asile\n\n**Nos priorités**\n• former\n• publier\nun guide\n"
    assert texts(report.encode()) == ["Asile", "Nos priorités", "• former", "• publier un guide"]


def test_links_to_headings_are_contents():
    report = "# Rapport\n\n- [Asile](#asile)\n- [Séjour](#sejour)\n\n## Asile\n\nVoir [le site](https://exemple.example).\n"
    assert [(line.role, line.text) for line in lines(report.encode())][1:3] == [("toc", "Asile"), ("toc", "Séjour")]
    assert lines(report.encode())[-1].role is None


@pytest.mark.parametrize(
    "plain",
    [
        "Asile\n\n- former\n- publier\n\n**Séjour**\n\n- plaider\n",
        "Asile\n=====\n\n- former\n",
        "#hashtag et #autre\n\n- former\n\n1) publier\n",
        "Prix : 3 * 4\n---\nFin\n",
    ],
)
def test_plain_text_is_not_taken_for_markdown(plain):
    assert read(plain.encode()).media_type == "text/plain"


@pytest.mark.parametrize("report", ["# Asile\n\n- former\n", "# Asile\n\n## Dublin\n\nTexte\n", "| A | B |\n|---|---|\n| c | d |\n\n- e\n"])
def test_markdown_is_known_by_more_than_one_sign(report):
    assert read(report.encode()).media_type == "text/markdown"


def test_windows_line_ends_do_not_change_the_numbers():
    report = "# Asile\r\n\r\n- former\r\n"
    assert [line.number for line in lines(report.encode())] == [1, 3]


@pytest.mark.parametrize("piece", ["[", "*a_ ", "> ", "- ", "`", "<!", "![", "|a"])
def test_markdown_made_to_hang_does_not(piece):
    import time

    start = time.process_time()
    read(f"# Asile\n\n## Dublin\n\n{piece * 5_000}\n".encode())
    assert time.process_time() - start < 5


def test_headings_and_lists_written_in_html_are_what_they_are():
    page_ = b"# Bilan\n\n- a\n\n<h3>Lieu</h3>\n\n<ul>\n<li>ouvrir</li>\n<li>nettoyer\n<ol><li>le jardin</li></ol>\n</li>\n</ul>\n"
    found = [(line.role, line.level, line.text) for line in lines(page_) if line.role != "meta"]
    assert found == [
        ("heading", 1, "Bilan"),
        ("item", 1, "a"),
        ("heading", 3, "Lieu"),
        ("item", 1, "ouvrir"),
        ("item", 1, "nettoyer"),
        ("item", 1, "le jardin"),
    ]


def test_a_head_in_toml_and_what_is_meant_for_programs_are_not_printed():
    page_ = (
        '+++\ntitle = "Feuille de route"\ndate = 2023-01-20\n+++\n\n{{< figure src="a.jpg" >}}\n\n## Accès {#acces}\n\nTexte.\n{: .note}\n'
    )
    reading = read(page_.encode())
    assert (reading.properties["printed-title"], reading.properties["printed-created"]) == ("Feuille de route", "2023-01-20")
    assert [line.text for line in reading.pages[0].lines if line.role != "meta"] == ["Accès", "Texte."]


def test_a_paragraph_of_pictures_is_a_caption():
    page_ = b'# Bilan\n\n- un\n\n![Fred](a.jpg){: width="2" }\n![bac](b.jpg)\n\nTexte ![vu](c.jpg).\n'
    assert [(line.role, line.text) for line in lines(page_)][2:] == [("caption", "Fred bac"), (None, "Texte vu.")]
