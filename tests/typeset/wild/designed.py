"""Pages that a designer set: cards with numbered discs, ticked boxes, shaded rows without rules, initials, a box beside a list."""

from __future__ import annotations

from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, REGULAR, SERIF, SERIF_BOLD, SERIF_ITALIC, Sheet

_BLUE, _PLUM = (0.0, 0.35, 0.55), (0.4, 0.1, 0.35)

_CARDS = """
= Six chantiers pour 2023
@organisation Le Pas de Porte
@year 2023
# Ouvrir
- Un accueil le soir {priority}
- Une ligne d'écoute {priority}
- Des guides traduits {priority}
- Un vestiaire {priority}
# Tenir
- Des comptes publics {priority}
- Un fonds de secours {priority}
"""
_UNDER = {
    "Un accueil le soir": "Deux soirs par semaine, de dix-huit à vingt-deux heures, avec un repas.",
    "Une ligne d'écoute": "Chaque jour, dans six langues.",
    "Des guides traduits": "Santé, école, logement : trois guides en arabe, en dari et en anglais.",
    "Un vestiaire": "Ouvert à toutes et à tous, sans condition.",
    "Des comptes publics": "Publiés en ligne avant chaque assemblée.",
    "Un fonds de secours": "Trois mois de dépenses d'avance.",
}


def cards() -> tuple[bytes, dict]:
    """Two columns of cards; white numbers in discs, a bold title, a paragraph; the columns are written one after the other."""
    spec = outline(_CARDS)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 24, after=0.8)
    top = sheet.y
    parts = [at for at, block in enumerate(spec.blocks) if block.kind == "heading"] + [len(spec.blocks)]
    number = 0
    for start, end in pairwise(parts):
        sheet.left, sheet.y = 60, top
        sheet.set(spec.blocks[start].text, BOLD, 15, colour=_BLUE)
        _rule(sheet)
        first = sheet.y - 8
        for place, block in enumerate(spec.blocks[start + 1 : end]):
            number += 1
            row, column = divmod(place, 2)
            _card(sheet, 60 + 245 * column, first - 85 * row, number, block.text, _UNDER[block.text])
        top = first - 85 * ((end - start) // 2) - 20
    gold = truth(spec)
    for item in gold["items"]:
        item["text"] = f"{item['text']} {_UNDER[item['text']]}"
    return sheet.bytes(), gold


def _rule(sheet: Sheet) -> None:
    """A rule across the page, from here down to a line's height under it."""
    sheet.canvas.line(60, sheet.y, 535, sheet.y)
    sheet.y -= 6


def _card(sheet: Sheet, left: float, y: float, number: int, title: str, words: str) -> None:
    canvas = sheet.canvas
    canvas.setFillColorRGB(*_BLUE)
    canvas.circle(left + 12, y - 10, 12, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(BOLD, 13)
    canvas.drawCentredString(left + 12, y - 14.5, str(number))
    sheet.left, sheet.width, sheet.y = left + 32, 195, y - 2
    sheet.set(title, BOLD, 11)
    sheet.set(words, REGULAR, 10)


_BOXES = """
= Suivi du plan 2020
@organisation Les Deux Rives
@year 2020
# Accueil
- Écrire un livret d'accueil
- Former l'équipe :
-- à l'écoute
-- au secret partagé
- Afficher les horaires dans la langue des personnes reçues, à l'entrée et sur la porte de la salle d'attente
# Logement
- Visiter les hôtels deux fois par an
- Saisir le juge des refus
"""


def boxes_to_tick() -> tuple[bytes, dict]:
    """Drawn squares before each point, every other one crossed; headings in letters set apart over a rule."""
    spec = outline(_BOXES)
    sheet = Sheet()
    sheet.set(spec.title, SERIF_BOLD, 20, after=0.8)
    for place, block in enumerate(spec.blocks):
        if block.kind == "heading":
            sheet.y -= 26
            text = sheet.canvas.beginText(sheet.left, sheet.y)
            text.setFont(SERIF, 13)
            text.setCharSpace(4)
            text.textOut(block.text.upper())
            text.setCharSpace(0)
            sheet.canvas.drawText(text)
            sheet.y -= 6
            _rule(sheet)
            continue
        x, y = sheet.left + 24 * ((block.level or 1) - 1), sheet.y - 11
        sheet.canvas.rect(x, y, 8, 8, stroke=1, fill=0)
        if place % 2:
            sheet.canvas.line(x + 1, y + 1, x + 7, y + 7)
            sheet.canvas.line(x + 1, y + 7, x + 7, y + 1)
        sheet.set(block.text, SERIF, 11, indent=x - sheet.left + 15)
    return sheet.bytes(), truth(spec)


_SHADED = """
= Plan d'action 2024
@organisation Les Deux Rives
@year 2024
@header Action | Pilote | Quand
# Former
| Proposer une journée aux agents des mairies de quartier, avec des cas tirés de la permanence | Formatrices | Printemps
| Intervenir dans dix classes | Service éducation | Septembre
# Défendre
| Ouvrir une permanence avec le barreau | Avocates | Février
| Accompagner les plaintes jusqu'au jugement | Bureau | Toute l'année
| Publier un bilan | Conseil | Décembre
"""


def shaded_rows() -> tuple[bytes, dict]:
    """Tables without a rule: column names, every other row shaded, cells of two lines, columns that nearly touch."""
    spec = outline(_SHADED)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 18, after=0.8)
    columns = (0, 262, 352)
    shaded = False
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 10
            sheet.set(block.text, BOLD, 13, colour=_BLUE)
            for x, name in zip(columns, spec.header, strict=True):
                sheet.canvas.setFont(BOLD, 9)
                sheet.canvas.drawString(sheet.left + x + 6, sheet.y - 10, name.upper())
            sheet.y -= 18
            shaded = False
            continue
        rows = [sheet.wrapped(cell, REGULAR, 10, 245) for cell in block.cells]
        height = 12 * max(map(len, rows)) + 8
        if shaded:
            sheet.canvas.setFillColorRGB(0.92, 0.95, 0.93)
            sheet.canvas.rect(sheet.left, sheet.y - height, 470, height, stroke=0, fill=1)
            sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.canvas.setFont(REGULAR, 10)
        for line in range(max(map(len, rows))):
            for x, cell in zip(columns, rows, strict=True):
                if line < len(cell):
                    sheet.canvas.drawString(sheet.left + x + 6, sheet.y - 13 - 12 * line, cell[line])
        sheet.y -= height
        shaded = not shaded
    return sheet.bytes(), truth(spec)


_BESIDE = """
= Bilan et projets 2012
@organisation Le Four à Pain
@year 2012
@says activity
# Familles
> Trois cents familles viennent au centre. Beaucoup arrivent d'ailleurs ; toutes sont d'ici.
## Ce qui a été fait
- Ateliers du mercredi, avec un conteur et une musicienne
- Week-end à la mer pour cinquante-deux personnes
## Ce qui reste à faire
- Trouver une salle {priority}
- Associer davantage les pères {priority}
# Jeunes
## Ce qui a été fait
- Tournoi entre quartiers
- Chantier de peinture dans les halls, payé par le bailleur et mené par douze jeunes de la rue
## Ce qui reste à faire
- Ouvrir le samedi soir {priority}
"""


def box_beside() -> tuple[bytes, dict]:
    """A large initial over three lines, a wide column of text, and a coloured box with titles of its own beside it."""
    spec = outline(_BESIDE)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 26, after=1.0, colour=_PLUM)
    side = sheet.y
    sheet.width = 310
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, BOLD, 16 if block.level == 1 else 11, colour=_PLUM)
        elif block.kind == "item":
            sheet.set(block.text, SERIF, 10.5, indent=10, mark=("", "dot", 3))
        else:
            _with_initial(sheet, block.text)
    canvas = sheet.canvas
    canvas.setFillColorRGB(0.95, 0.92, 0.94)
    canvas.rect(400, side - 180, 140, 180, stroke=0, fill=1)
    sheet.left, sheet.width, sheet.y = 408, 126, side - 8
    sheet.set("Avec le soutien de", BOLD, 11, colour=_PLUM)
    for name in ("la Ville", "le Département", "la Fondation du Nord"):
        sheet.set(name, REGULAR, 9.5)
    sheet.set("En bref", BOLD, 11, colour=_PLUM)
    sheet.set("Deux salariées, quarante bénévoles, un jardin, un four et un chat.", SERIF_ITALIC, 9.5)
    return sheet.bytes(), truth(spec)


def _with_initial(sheet: Sheet, text: str) -> None:
    canvas, size, leading = sheet.canvas, 10.5, 13.0
    canvas.setFillColorRGB(*_PLUM)
    canvas.setFont(BOLD, 34)
    canvas.drawString(sheet.left, sheet.y - 2 * leading - size, text[0])
    canvas.setFillColorRGB(0, 0, 0)
    indent = stringWidth(text[0], BOLD, 34) + 3
    canvas.setFont(SERIF, size)
    for place, row in enumerate(sheet.wrapped(text[1:], SERIF, size, 250)):
        canvas.drawString(sheet.left + (indent if place < 3 else 0), sheet.y - size - place * leading, row)
    sheet.y -= leading * 3.6


DOCUMENTS = {
    "cards-in-discs.pdf": cards,
    "boxes-to-tick.pdf": boxes_to_tick,
    "shaded-rows.pdf": shaded_rows,
    "box-beside-text.pdf": box_beside,
}
