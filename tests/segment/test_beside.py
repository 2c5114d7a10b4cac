"""Lists on a drawn page: boxes at their side, and what goes on under them; points that hold points."""

from __future__ import annotations

import io

from tests.segment.outlines import paths


def sheet(*texts: tuple[float, float, str, str]) -> bytes:
    """A page with each text at its place, in its font."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for x, top, font, words in texts:
        canvas.setFont(font, 14 if font.endswith("Bold") else 11)
        canvas.drawString(x, 842 - top, words)
    canvas.save()
    return out.getvalue()


def test_a_list_goes_on_under_the_box_at_its_side():
    left = ["Atelier de vélo", "Le jardin, au printemps", "Un four à pain"]
    right = ["210 adhérents", "12 nationalités", "4 salariées"]
    texts = [(60, 80, "Helvetica-Bold", "La maison des voisins"), (60, 130, "Helvetica-Bold", "Nos ateliers")]
    texts += [(60, 160 + 16 * row, "Helvetica", f"- {words}") for row, words in enumerate(left)]
    texts += [(380, 140, "Helvetica-Bold", "En chiffres")] + [
        (380, 160 + 16 * row, "Helvetica", f"• {words}") for row, words in enumerate(right)
    ]
    texts += [(60, 208, "Helvetica", "- Une chorale qui chante le jeudi soir dans la grande salle du rez-de-chaussée, ouverte aux enfants")]
    texts += [(60, 260, "Helvetica-Bold", "Et demain"), (60, 290, "Helvetica", "- Ouvrir un café")]
    assert paths("pdf", sheet(*texts)) == [["Nos ateliers"]] * 3 + [["En chiffres"]] * 3 + [["Nos ateliers"], ["Et demain"]]


def test_a_point_with_points_of_its_own_is_none_the_less_a_point_of_a_list_set_like_the_others():
    texts = [(60, 80, "Helvetica-Bold", "Le jardin des voisins")]
    parts = (
        ("Semer", ["a. Des pois", "b. Des fèves", "c. Du blé"]),
        ("Soigner", ["a. Le sol", "b. Les haies"]),
        ("Vendre", ["a. Au marché", "- le jeudi", "b. En panier"]),
    )
    top = 110
    for title, points in parts:
        texts.append((60, top + 20, "Helvetica-Bold", title))
        texts += [(90 if words[0] == "-" else 70, top + 50 + 16 * row, "Helvetica", words) for row, words in enumerate(points)]
        top += 110
    assert paths("pdf", sheet(*texts))[-3:] == [["Vendre"]] * 3
