"""Folded sheets: the front is the right panel of the outer side, and what is inside stands under nothing that is outside."""

from __future__ import annotations

import io

import pytest

from tests.segment.outlines import paths, title_of

PANELS = (40, 310, 580)


def leaflet(front: tuple[str, ...], inside: tuple[str, ...], size: float = 13) -> bytes:
    """A sheet with a list and the front outside, and a list under each heading inside."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595))

    def put(x: float, top: float, words: str, size: float = 10, font: str = "Helvetica") -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, 595 - top, words)

    def panel(x: float, heading: str, *points: str, size: float) -> None:
        put(x, 50, heading, size, "Helvetica-Bold")
        for row, words in enumerate(points):
            put(x, 80 + 16 * row, f"- {words}")

    panel(PANELS[0], "Venez nous voir", "au jardin, le samedi", "à la grange, en hiver", size=16)
    put(PANELS[2], 200, front[0], 28, "Helvetica-Bold")
    for row, words in enumerate(front[1:]):
        put(PANELS[2], 240 + 18 * row, words, 14, "Helvetica-Bold")
    canvas.showPage()
    for x, heading in zip(PANELS, inside, strict=True):
        panel(x, heading, "un atelier de taille", "une fête des récoltes", "un troc de graines", size=size)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("size", [13, 16], ids=["smaller inside", "alike"])
def test_the_title_of_a_leaflet_stands_on_its_front(size):
    data = leaflet(("Le Grand Verger", "1999 – 2009 : dix ans !"), ("Au printemps", "En automne", "Toute l'année"), size)
    assert title_of("pdf", data) == "Le Grand Verger"
    inside = [[name] for name in ("Au printemps", "En automne", "Toute l'année") for _ in range(3)]
    assert paths("pdf", data) == [["Venez nous voir"]] * 2 + inside
