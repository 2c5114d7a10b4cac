"""Boxes at the side of a list, drawn on a page: what is in them, and what goes on under them."""

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
