"""What layout programs and designers do to lists: numbers that hang beside them, columns that do not go with the text, headings in tabs."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, REGULAR, SERIF, SERIF_ITALIC, Sheet

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


_BANDS = """
= Plan d'action 2022
@organisation Association La Passerelle
@year 2022
@header Objectif | Action | Échéance | Pilote
# Tableau de bord
## AXE 1 — ACCUEILLIR
### 1.1 Ouvrir
| | Ouvrir une salle d'attente chauffée près de la préfecture | Mars | Bureau
| | Tenir une table d'information sur le marché du samedi | Juin | Bénévoles
### 1.2 Traduire
| | Traduire le livret d'accueil en quatre langues | Avril | Siège
## AXE 2 — LOGER
### 2.1 Trouver
| | Visiter les logements vacants du centre | Mai | Commission
| | Signer une convention avec les bailleurs | Automne | Bureau
"""


def bands_and_merged_cells() -> tuple[bytes, dict]:
    """A table over two pages: columns named on both, parts in bands across, aims in merged cells; the first page ends after a band."""
    spec = outline(_BANDS)
    sheet = Sheet(size=(842.0, 595.0))
    sheet.set(spec.title, BOLD, 22)
    sheet.set("Association La Passerelle", REGULAR, 11, after=1)
    sheet.set("Chaque action a une date et une personne qui la porte. Le bureau en rend compte tous les six mois.", REGULAR, 11, after=1)
    widths = (150.0, 330.0, 120.0, 120.0)
    aim: str | None = ""
    parts = 0
    for block in spec.blocks:
        if block.kind == "row":
            _bordered(sheet, (aim or "", *block.cells[1:]), widths, opens=aim is not None)
            aim = None
        elif block.level == 1:
            sheet.set(block.text, BOLD, 14, colour=_TEAL)
        elif block.level == 2:
            parts += 1
            if parts == 1:
                sheet.row(spec.header, widths, BOLD, 10, fill=(0.85, 0.9, 0.95))
            sheet.row((block.text,), (sum(widths),), BOLD, 10, fill=(0.95, 0.85, 0.75))
            if parts == 1:
                sheet.feed()
                sheet.row(spec.header, widths, BOLD, 10, fill=(0.85, 0.9, 0.95))
        else:
            aim = block.text
    return sheet.bytes(), truth(spec)


def _bordered(sheet: Sheet, cells: tuple[str, ...], widths: tuple[float, ...], *, opens: bool) -> None:
    """A row whose first cell goes on from the row above, unless it `opens` one."""
    top, x = sheet.y, sheet.left + widths[0]
    if opens:
        sheet.canvas.line(sheet.left, top, x, top)
    sheet.canvas.setFont(BOLD, 10)
    sheet.canvas.drawString(sheet.left + 4, top - 13, cells[0])
    sheet.left = x
    sheet.row(cells[1:], widths[1:], REGULAR, 10)
    sheet.left = x - widths[0]
    sheet.canvas.line(sheet.left, top, sheet.left, sheet.y)
    sheet.canvas.line(sheet.left, sheet.y, sheet.left + 1, sheet.y)


_CUT = """
= Plan directeur 2023
@organisation Association La Passerelle
@year 2023
@header Mesure | Responsable | Délai
# Pour la planète
| Ne plus acheter de gobelets | Cuisine | Mai
| Réparer les vélos prêtés | Atelier | Juin
| Composter les restes du repas | Jardin | Octobre
| Prêter des outils aux voisins | Atelier | Hiver
"""


def cut_after_names() -> tuple[bytes, dict]:
    """A page ends after the names of the columns; the next goes on with the rows, and names nothing again."""
    spec = outline(_CUT)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 22)
    sheet.set("Association La Passerelle", REGULAR, 10, after=2)
    widths = (260.0, 110.0, 90.0)
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.set(block.text, BOLD, 14, colour=_TEAL)
            sheet.set("Nous avons choisi peu de mesures, et chacune a été discutée avec celles et ceux qui la tiendront.", SERIF, 10.5)
            sheet.row(spec.header, widths, BOLD, 9.5)
            sheet.feed()
        else:
            sheet.row(block.cells, widths, REGULAR, 9.5)
    sheet.y -= 10
    sheet.set("Ces mesures ont été débattues en octobre.", SERIF, 10.5)
    return sheet.bytes(), truth(spec)


_SHEETS = """
= Plan d'action 2021
@organisation Association La Passerelle
@year 2021
# Fiche 1 – Apprendre
## Objectifs
- Doubler le nombre de groupes
- Ouvrir un cours du soir
## Contenu
- Deux ateliers à la médiathèque
- Une garde d'enfants pendant les cours
- Un examen blanc en juin
# Fiche 2 – Habiter
## Objectifs
- Réduire l'attente à trois mois
- Prévenir les expulsions
## Contenu
- Une permanence avec les bailleurs
- Un guide du premier logement
"""


def sheets_in_tables() -> tuple[bytes, dict]:
    """Each sheet a table: a title across, labels left of text, two of them left of lists."""
    spec = outline(_SHEETS)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 22)
    sheet.set("Association La Passerelle", REGULAR, 10, after=2)
    label, points = "", []
    for block in [*spec.blocks, None]:
        if block is not None and block.kind == "item":
            points.append(block.text)
            continue
        if points:
            _listed(sheet, label, points)
            points = []
        if block is None or block.level == 1:
            if label:
                sheet.row(("Calendrier", "Dès la rentrée, puis chaque mois"), (90, 385), REGULAR, 9.5)
                sheet.row(("Budget", "4 200 € par an"), (90, 385), REGULAR, 9.5)
                sheet.y -= 16
            if block is not None:
                sheet.row((block.text,), (475,), BOLD, 12)
                sheet.row(("Constat", "L'attente dépasse six mois et décourage."), (90, 385), REGULAR, 9.5)
        else:
            label = block.text
    return sheet.bytes(), truth(spec)


def _listed(sheet: Sheet, label: str, points: list[str]) -> None:
    """A row with a list in its second cell."""
    top, left = sheet.y, sheet.left
    sheet.y -= 4
    sheet.left = left + 90
    for point in points:
        sheet.set(point, REGULAR, 9.5, indent=18, mark=("", "dot", 8))
    sheet.left, height = left, top - sheet.y
    sheet.canvas.setFont(BOLD, 9.5)
    sheet.canvas.drawString(left + 4, top - 14, label)
    sheet.canvas.rect(left, top - height, 90, height)
    sheet.canvas.rect(left + 90, top - height, 385, height)


_SIDE = """
= Rapport annuel 2019
@organisation Association La Passerelle
@year 2019
@says activity
# Accueillir
## Accueil de jour
- Trois matins par semaine, dont un pour les familles {activity}
- Domiciliation de toutes les personnes qui la demandent {activity}
## Maraude
- Sorties du mardi et du jeudi, avec la Croix-Rouge {activity}
- Thé, soupe et couvertures {activity}
# Loger
## Hébergement
- Douze foyers ont ouvert une chambre {activity}
- Un fonds de secours a payé des nuits d'hôtel {activity}
# Vie des groupes
## Couture
- Quarante sacs cousus pour la fête {activity}
- Un stock de tissus donné par l'atelier {activity}
## Jardin
- La cabane a été repeinte {activity}
- Troc de graines avec le village voisin {activity}
"""
_NOTES = {"Accueil de jour": ("un café,", "un casier"), "Hébergement": ("chez soi",)}


def beside_and_aslant() -> tuple[bytes, dict]:
    """Side headings under a rule, lower than the list's first line; words in the margin; a page named by a tab along its side."""
    spec = outline(_SIDE)
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 26)
    sheet.set("Association La Passerelle", REGULAR, 10, after=2)
    turned = False
    for block in spec.blocks:
        if block.kind == "heading" and block.level == 1:
            turned = block.text == "Vie des groupes"
            if turned:
                sheet.feed()
                _tab(sheet, block.text.upper())
                continue
            sheet.y -= 10
            sheet.set(block.text.upper(), BOLD, 15, colour=_RED, after=1)
        elif block.kind == "heading" and turned:
            sheet.y -= 8
            sheet.set(block.text, BOLD, 12, indent=40, colour=_TEAL)
            sheet.set("Atelier animé par Rahima, le jeudi à quatorze heures, dans la salle du haut.", SERIF, 10.5, indent=40)
        elif block.kind == "heading":
            sheet.y -= 14
            sheet.canvas.setFillColorRGB(*_TEAL)
            sheet.canvas.setFont(BOLD, 11)
            sheet.canvas.drawRightString(sheet.left + 110, sheet.y - 13, block.text)
            sheet.canvas.line(sheet.left, sheet.y, sheet.left + 110, sheet.y)
            sheet.canvas.setFont(SERIF_ITALIC, 8)
            for row, words in enumerate(_NOTES.get(block.text, ())):
                sheet.canvas.drawString(sheet.left + 435, sheet.y - 9 - 12 * row, words)
        else:
            sheet.set(block.text, SERIF, 10.5, indent=56 if turned else 138, mark=("", "dot", 46 if turned else 128))
    sheet.canvas.setFillColorRGB(0.8, 0.8, 0.8)
    sheet.canvas.rect(sheet.left + 40, sheet.y - 130, 300, 120, stroke=0, fill=1)
    sheet.y -= 134
    sheet.set("La cabane un matin d'avril, photo Claire", SERIF_ITALIC, 7.5, indent=40, colour=(0.3, 0.3, 0.3))
    return sheet.bytes(), truth(spec)


def _tab(sheet: Sheet, words: str) -> None:
    canvas = sheet.canvas
    canvas.setFillColorRGB(*_TEAL)
    canvas.rect(0, sheet.y - 320, 44, 320, stroke=0, fill=1)
    canvas.saveState()
    canvas.translate(30, sheet.y - 300)
    canvas.rotate(90)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(BOLD, 22)
    canvas.drawString(0, 0, words)
    canvas.restoreState()


DOCUMENTS = {
    "numbers-beside.pdf": numbers_beside,
    "more-than-twenty.pdf": more_than_twenty,
    "bands-and-merged-cells.pdf": bands_and_merged_cells,
    "cut-after-names.pdf": cut_after_names,
    "sheets-in-tables.pdf": sheets_in_tables,
    "beside-and-aslant.pdf": beside_and_aslant,
}
