"""Brochures: two and three columns, boxes beside the text, bullets of private fonts."""

from __future__ import annotations

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, ITALIC, REGULAR, SERIF, SERIF_BOLD, Sheet

_PROGRAMME = """
= Programme 2021-2023
@organisation Collectif Terre d'Attache
@year 2021
@genre programme
# Habiter
> La ville compte plus de deux mille logements vides et presque autant de demandes en attente, dont certaines depuis dix ans.
- Recenser les logements vacants avec les habitantes et les habitants de chaque quartier
- Créer un fonds de garantie pour les familles sans caution
- Obtenir l'ouverture de deux immeubles publics inoccupés avant l'hiver
# Apprendre
> Les cours de français sont pleins dès la première semaine de septembre.
- Doubler le nombre de cours du soir
-- priorité aux parents d'élèves
-- garderie sur place le mardi et le jeudi
- Former douze nouveaux formateurs et formatrices bénévoles
# Se soigner
- Médiateurs santé dans les trois centres sociaux
- Interprétariat par téléphone pris en charge par la commune
# En bref {box}
- Une permanence juridique par semaine
- Un numéro d'appel unique
# Se faire entendre
: Nous demandons à la ville :
- un conseil des habitants étrangers, consulté sur le budget
- des documents municipaux en cinq langues
"""


def programme() -> tuple[bytes, dict]:
    """Two columns; a coloured box with a list of its own at the foot of the first; light and bold in one line of a heading."""
    spec = outline(_PROGRAMME.replace(" {box}", ""))
    sheet = Sheet(margin=48)
    sheet.set(spec.title, BOLD, 26, colour=(0.7, 0.15, 0.1))
    sheet.set(spec.organisation, REGULAR, 12, after=2)
    half, top = (sheet.width - 30) / 2, sheet.y
    sheet.width = half

    def second_column() -> None:
        sheet.left, sheet.y = sheet.margin + half + 30, top

    for at, block in enumerate(spec.blocks):
        if block.text == "Se soigner":
            second_column()
        if block.text == "En bref":
            sheet.left, sheet.y = sheet.margin, 260
            sheet.frame(78, fill=(0.93, 0.87, 0.75))
        if block.text == "Se faire entendre":
            sheet.left, sheet.y = sheet.margin + half + 30, top - 190
        if block.kind == "heading":
            sheet.set(block.text, BOLD, 15, colour=(0.7, 0.15, 0.1) if block.text != "En bref" else (0.2, 0.2, 0.2), after=0.2)
        elif block.kind == "item":
            mark = ("\uf0a7", "PrivateUse", 0) if block.level == 1 else ("–", REGULAR, 14)
            sheet.set(block.text, REGULAR, 9.5, indent=14 if block.level == 1 else 26, mark=mark)
        else:
            sheet.set(block.text, ITALIC if at < 3 else REGULAR, 9.5, after=0.6)
    return sheet.bytes(), truth(spec)


_LETTER = """
= La lettre des groupes
@organisation Réseau Portes Ouvertes
@year 2016
@says activity
# Au nord
> Le groupe de la vallée fête ses dix ans : plus de quatre cents personnes ont été reçues depuis sa création, presque toutes logées.
- Repas partagé tous les premiers samedis
- Atelier vélo à la maison de quartier
# Au sud
> Deux groupes se sont réunis en un seul, faute de locaux chauffés pendant l'hiver.
- Vestiaire ouvert le lundi et le vendredi
- Cours de conversation avec la médiathèque : niveau débutant et niveau avancé
# En ville
- Permanence du jeudi tenue en trois langues
- Accompagnement aux rendez-vous de la préfecture, par deux bénévoles au moins
# À venir
- Rencontre régionale en mars 2017 {priority 2017}
- Nouvelle formule de la lettre au printemps {priority 2017}
"""


def letter() -> tuple[bytes, dict]:
    """Three narrow columns with a rule between them, run-in headings of the text's size, a caption under a grey picture."""
    spec = outline(_LETTER)
    sheet = Sheet(margin=42)
    sheet.set(f"{spec.title} – n° 14 – automne {spec.year}", SERIF_BOLD, 20)
    sheet.set(spec.organisation, SERIF, 11, after=1.5)
    third, top = (sheet.width - 40) / 3, sheet.y
    sheet.width = third
    column = 0
    for block in spec.blocks:
        if block.text in ("Au sud", "En ville"):
            column += 1
            sheet.left, sheet.y = 42 + column * (third + 20), top
            sheet.canvas.line(sheet.left - 10, top, sheet.left - 10, 300)
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, SERIF_BOLD, 10.5, capitals=True, after=0.2, colour=(0, 0.35, 0.4))
        elif block.kind == "item":
            sheet.set(block.text, SERIF, 10.5, indent=9, mark=("•", SERIF, 0))
        else:
            sheet.set(block.text, SERIF, 10.5, after=0.5)
    sheet.left, sheet.y = 42, 230
    sheet.canvas.setFillColorRGB(0.8, 0.8, 0.8)
    sheet.canvas.rect(42, 150, third, 80, stroke=0, fill=1)
    sheet.y = 148
    sheet.set("Photo : le repas de juin, cour de l'école.", ITALIC, 7.5)
    return sheet.bytes(), _with_title(truth(spec), "La lettre des groupes – n° 14 – automne 2016")


def _with_title(gold: dict, title: str) -> dict:
    gold["document"]["title"] = title
    return gold


_LEAFLET = """
= Plan d'actions 2024
@organisation La Maison des Rives
@year 2024
@genre plan
# 1 Accueillir
## 1.1 À la gare
- Présence de deux bénévoles à l'arrivée des trains de nuit
- Kits d'hygiène et cartes de téléphone
## 1.2 Dans les foyers
- Visites hebdomadaires, y compris l'été
# 2 Défendre
## 2.1 Devant les tribunaux
- Suivi des recours contre les refus de guichet : un tableau partagé, une avocate référente et un compte rendu chaque mois au bureau
- Recours collectif sur les délais de rendez-vous
## 2.2 Devant l'opinion
- Exposition itinérante « Quatre saisons à la gare »
- Trois tribunes dans la presse locale
"""


def leaflet() -> tuple[bytes, dict]:
    """Headings' numbers stand alone in the margin, apart from their text; bullets hang left of everything."""
    spec = outline(_LEAFLET)
    sheet = Sheet(margin=90)
    sheet.set(spec.organisation, REGULAR, 11)
    sheet.set(spec.title, BOLD, 22, after=1.5)
    for block in spec.blocks:
        if block.kind == "heading":
            number, _, text = block.text.partition(" ")
            size = 15 if block.level == 1 else 12
            sheet.y -= 8
            sheet.set(text, BOLD, size, mark=(number, BOLD, -34), after=0.4)
        else:
            sheet.set(block.text, REGULAR, 10.5, mark=("•", REGULAR, -12))
    return sheet.bytes(), truth(spec)


DOCUMENTS = {"programme-box.pdf": programme, "letter-three-columns.pdf": letter, "leaflet-margin-numbers.pdf": leaflet}
