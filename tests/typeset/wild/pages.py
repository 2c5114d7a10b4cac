"""Printed web pages, slides, tables of measures, a page on its side."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, ITALIC, REGULAR, Sheet

_WEB = """
= Le Relais des Quais
@organisation Le Relais des Quais
@year
@says activity
! Accueil
! Qui sommes-nous ?
! Agir
! Contact
# NOS ACTIONS
## Accueil de jour
> Ouvert du lundi au vendredi, l'accueil de jour reçoit une soixantaine de personnes par matinée autour d'un petit déjeuner.
- Douches et machine à laver
- Domiciliation : ouverture et suivi du courrier
- Consignes pour les bagages (trente casiers)
## Hébergement
- Mise en relation avec des familles hébergeuses du quartier et visite de chaque logement avant la première nuit
- Appartements partagés
# NOUS REJOINDRE
- Tenir une permanence, une demi-journée par semaine
- Donner du matériel en bon état
"""


def web_page() -> tuple[bytes, dict]:
    """As browsers print: date and address on each page, a menu, drawn dots without any character, small capitals above larger headings."""

    def furniture(sheet: Sheet) -> None:
        sheet.canvas.setFont(REGULAR, 7)
        sheet.canvas.drawString(24, 822, "12/04/2023 09:41")
        sheet.canvas.drawCentredString(297, 822, "Le Relais des Quais – Nos actions")
        sheet.canvas.drawString(24, 20, "https://relais-des-quais.example/nos-actions.html")
        sheet.canvas.drawRightString(570, 20, f"{sheet.number}/2")

    spec = outline(_WEB)
    sheet = Sheet(margin=50, furniture=furniture)
    sheet.set(spec.title, BOLD, 22, after=0.6)
    for block in spec.blocks:
        if block.text == "NOUS REJOINDRE":
            sheet.feed()
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, BOLD if block.level == 1 else REGULAR, 10 if block.level == 1 else 15, underline=block.level == 1)
        elif block.kind == "item":
            sheet.set(block.text, REGULAR, 11, indent=30, mark=("", "dot", 18))
        else:
            sheet.set(block.text, REGULAR, 11, after=0.5, indent=30 if block.kind == "aside" else 0)
    gold = truth(spec)
    gold["document"]["year"] = None
    return sheet.bytes(), gold


_SLIDES = """
= Assemblée générale 2023 : bilan et perspectives
@organisation La Maison des Rives
@year 2023
@genre activity-report
@says activity
# Équipe accueil {team accueil}
- 1 480 passages à la permanence {figure}
- Nouveau planning des bénévoles
-- deux binômes le mercredi
-- remplacements gérés en ligne
# Équipe logement {team logement}
- Signature d'une convention avec l'office public
- Onze familles relogées {figure}
# Vie de l'association
## Perspectives 2024
@says priority
@for 2024
- Fêter les trente ans
- Renouveler le projet associatif : trois réunions publiques, puis un vote en juin
- Un local à l'est de la ville ?
"""


def slides() -> tuple[bytes, dict]:
    """Landscape slides: a running title on each, a section's title at the top, a long list that goes on over two slides."""

    def furniture(sheet: Sheet) -> None:
        sheet.canvas.setFont(ITALIC, 11)
        sheet.canvas.drawString(40, 20, "AG 2023 – La Maison des Rives")
        sheet.canvas.drawRightString(800, 20, str(sheet.number))

    spec = outline(_SLIDES)
    sheet = Sheet(landscape(A4), margin=70, furniture=furniture)
    sheet.y = 340
    sheet.set(spec.title, BOLD, 34, centred=True)
    sheet.set(spec.organisation, REGULAR, 20, centred=True)
    for block in spec.blocks:
        if block.kind == "heading" and block.level == 1:
            sheet.feed()
            sheet.set(block.text, BOLD, 28, colour=(0.1, 0.3, 0.5), after=0.8)
        elif block.kind == "heading":
            sheet.set(block.text, BOLD, 22, after=0.6)
        else:
            mark = ("\u2794", "ZapfDingbats", 0) if block.level == 1 else ("–", REGULAR, 40)
            sheet.set(block.text, REGULAR, 20 if block.level == 1 else 16, indent=32 if block.level == 1 else 60, mark=mark, after=0.5)
    return sheet.bytes(), truth(spec)


_MEASURES = """
= Plan de mandat 2020-2026
@organisation Ville et Villages Solidaires
@year 2020
@genre plan
@header N° | Mesure | Pilote | Échéance
# Axe 1 – Accueillir
| 1 | Ouvrir une maison des droits dans l'ancienne poste | Adjoint aux solidarités | 2021
| 2 | Former les agents d'accueil à l'interprétariat par téléphone | Direction générale | 2021-2022
| 3 | Réserver dix logements par an aux familles sans abri, en lien avec les bailleurs et les associations | CCAS | Chaque année
# Axe 2 – Apprendre
| 4 | Cours de français gratuits dans chaque quartier | Médiathèque | 2022
| 5 | Aide aux devoirs le mercredi | Caisse des écoles | En cours
# Axe 3 – Participer
| 6 | Conseil consultatif des habitants étrangers | Maire | 2023
| 7 | Budget participatif ouvert dès 16 ans, sans condition de nationalité | Adjointe à la citoyenneté | 2024
"""


def measures() -> tuple[bytes, dict]:
    """One long ruled table in which the chapters are rows as wide as the table, and the header row comes once."""
    spec = outline(_MEASURES)
    sheet = Sheet(margin=45)
    sheet.set(spec.title, BOLD, 18)
    sheet.set(spec.organisation, REGULAR, 11, after=1)
    widths = (34, 275, 110, 86)
    sheet.row(spec.header, widths, BOLD, 9, fill=(0.85, 0.85, 0.85))
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.row((block.text,), (sum(widths),), BOLD, 10, fill=(0.8, 0.9, 0.8))
        else:
            sheet.row(block.cells, widths)
    return sheet.bytes(), truth(spec)


_TURNED = """
= Feuille de route 2022
@organisation Association Le Gué
@year 2022
@genre plan
# Premier semestre
- Renouveler l'agrément de domiciliation
- Mettre à jour le livret d'accueil (six langues)
# Second semestre
- Préparer les vingt ans de l'association
- Évaluer le partenariat avec l'école de la deuxième chance et décider de sa suite
"""


def turned() -> tuple[bytes, dict]:
    """A page that is stored on its side and turned by the viewer, with text that nobody sees."""
    spec = outline(_TURNED)
    sheet = Sheet(landscape(A4))
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(sheet.page_width, 0)
    sheet.canvas.rotate(90)
    sheet.page_width, sheet.page_height = A4
    sheet.width, sheet.top = A4[0] - 120, A4[1] - 60
    sheet.y = sheet.top
    sheet.set(spec.title, BOLD, 20)
    sheet.set(spec.organisation, REGULAR, 11, after=1.5)
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, BOLD, 13)
        else:
            sheet.set(block.text, REGULAR, 11, indent=14, mark=("•", REGULAR, 0))
    return sheet.bytes(), truth(spec)


DOCUMENTS = {"web-page.pdf": web_page, "slides.pdf": slides, "measures-in-one-table.pdf": measures, "turned-page.pdf": turned}
