"""What layout programs and designers do to lists: numbers that hang beside them, columns that do not go with the text, headings in tabs."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, REGULAR, SERIF, Sheet

_RED, _TEAL = (0.75, 0.1, 0.1), (0.0, 0.5, 0.5)

_HUNG = """
= Nos priorités pour 2014
@organisation Association La Passerelle
@year 2014
# À la Région
- Un guichet unique pour les personnes qui arrivent, ouvert aussi le samedi et tenu par des agents formés à l'accueil
- Des cours de français dès la première semaine
- Le retrait des plaintes contre les hébergeurs
# Aux communes
- Une domiciliation sans condition de durée
- Des bains-douches dans chaque quartier, ouverts en toute saison et à toute heure, et pas seulement quand il gèle
- Un carnet de santé remis aux familles
# Pour commencer
- Écrire aux maires du canton
- Réunir les groupes en juin
- Louer une salle à la gare
"""


def numbers_beside() -> tuple[bytes, dict]:
    """Large numbers in the margin, top with top, over two pages; then small ones in colour without a point."""
    spec = outline(_HUNG)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 24)
    sheet.set("Association La Passerelle", REGULAR, 10, after=2)
    number, part = 0, 0
    for block in spec.blocks:
        if block.kind == "heading":
            part += 1
            if part == 2:
                sheet.feed()
            sheet.y -= 12
            sheet.set(block.text, BOLD, 15, colour=_RED)
            number = 0 if part == 3 else number
            continue
        number += 1
        if part < 3:
            _number(sheet, str(number), sheet.left + 22 - stringWidth(str(number), BOLD, 22), sheet.y - 17, 22)
            sheet.set(block.text, SERIF, 11, indent=36, after=1)
        else:
            _number(sheet, str(number), sheet.left, sheet.y - 11, 11, _TEAL)
            sheet.set(block.text, SERIF, 11, indent=18)
    return sheet.bytes(), truth(spec)


def _number(sheet: Sheet, text: str, x: float, base: float, size: float, colour: tuple = (0, 0, 0)) -> None:
    sheet.canvas.setFont(BOLD, size)
    sheet.canvas.setFillColorRGB(*colour)
    sheet.canvas.drawString(x, base, text)


_LONG = """
= Nos priorités pour 2020
@organisation Association La Passerelle
@year 2020
# Nos engagements
"""
_MEASURES = (
    "Planter des haies", "Ouvrir la cantine", "Rénover les écoles", "Réparer les ponts", "Prêter des vélos", "Baisser les loyers",
    "Former les agents", "Acheter local", "Créer un refuge", "Aider les clubs", "Réunir les voisins", "Publier les comptes",
)  # fmt: skip


def more_than_twenty() -> tuple[bytes, dict]:
    """Measures 12 to 35 of a programme in two columns, white numbers in coloured boxes, two of the points over two lines."""
    points = [f"{word} {where}" for where in ("du centre", "de la gare et des rues voisines jusqu'au pont") for word in _MEASURES]
    spec = outline(_LONG + "\n".join(f"- {point}" for point in points))
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 24)
    sheet.set("Association La Passerelle", REGULAR, 10, after=2)
    sheet.set(spec.blocks[0].text, BOLD, 15, colour=_RED, after=0.8)
    top, sheet.width = sheet.y, 225
    for place, block in enumerate(spec.blocks[1:]):
        if place == 12:
            sheet.left, sheet.y = sheet.left + 250, top
        sheet.canvas.setFillColorRGB(*_TEAL)
        sheet.canvas.roundRect(sheet.left, sheet.y - 12, 16, 12, 3, stroke=0, fill=1)
        _number(sheet, str(place + 12), sheet.left + 3, sheet.y - 9, 8, (1, 1, 1))
        sheet.set(block.text, REGULAR, 9.5, indent=22, after=0.8)
    return sheet.bytes(), truth(spec)


DOCUMENTS = {
    "numbers-beside.pdf": numbers_beside,
    "more-than-twenty.pdf": more_than_twenty,
}
