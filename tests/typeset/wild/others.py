"""Word and text as people leave them."""

from __future__ import annotations

import io

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.word import _steady

_LAYOUT = """
= Priorités 2019 du groupe régional
@organisation Les Passerelles
@year 2019
@genre priorities
# Accès aux droits
- Tenir une permanence par semaine dans chaque ville
- Relancer le travail avec les avocat·es du barreau
# Hébergement
- Trouver six familles d'accueil de plus
- Rencontrer le directeur du foyer (avant mars)
# Vie du groupe
- Accueillir les nouveaux
-- livret d'une page
-- parrainage pendant trois mois
"""


def layout_table() -> tuple[bytes, dict]:
    """A borderless table holds the page together: headings on the left, typed lists on the right, in one cell each."""
    spec = outline(_LAYOUT)
    file = docx.Document()
    file.add_paragraph().add_run(spec.title).bold = True
    file.add_paragraph(spec.organisation)
    table = file.add_table(rows=0, cols=2)
    cell = None
    for block in spec.blocks:
        if block.kind == "heading":
            left, cell = table.add_row().cells
            left.paragraphs[0].add_run(block.text).bold = True
            cell.paragraphs[0].add_run("")
            first = True
            continue
        paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
        paragraph.add_run(("- " if block.level == 1 else "    o ") + block.text)
        first = False
    return _saved(file), truth(spec)


_NUMBERED = """
= Rapport d'activités 2021
@organisation Fédération des Ateliers Voisins
@year 2021
@genre activity-report
@says activity
# Les ateliers
> Les ateliers ont rouvert en mai, avec des groupes plus petits et un jour de plus par semaine.
- Couture : onze séances
- Réparation de vélos, avec la mission locale
# La formation
- Deux sessions pour les animateurs et les animatrices
- Parcours en ligne de six modules, suivi par quarante personnes {activity}
# Ce que nous ferons en 2022
@says priority
@for 2022
- Ouvrir un atelier menuiserie
- Stabiliser les emplois aidés
"""


def list_headings() -> tuple[bytes, dict]:
    """Headings are list items in bold, their items list items one level down; stars from a conversion stay in the text."""
    spec = outline(_NUMBERED)
    file = docx.Document()
    file.add_paragraph(f"**{spec.title}**")
    file.add_paragraph(spec.organisation)
    for block in spec.blocks:
        if block.kind == "heading":
            file.add_paragraph(style="List Bullet").add_run(block.text).bold = True
        elif block.kind == "item":
            file.add_paragraph(block.text, style="List Bullet 2")
        else:
            file.add_paragraph(block.text)
    return _saved(file), truth(spec)


_TRACKED = """
= Plan de travail 2015
@organisation Comité d'Entraide du Val
@year 2015
@genre priorities
# Permanences
- Ouvrir le samedi matin
- Former trois écrivains publics
# Matériel
- Remplacer le photocopieur
- Acheter deux ordinateurs d'occasion
"""


def tracked() -> tuple[bytes, dict]:
    """Changes are tracked: some items are insertions, one deleted item must not come out, and no style is named."""
    spec = outline(_TRACKED)
    file = docx.Document()
    file.add_paragraph().add_run(spec.title).bold = True
    file.add_paragraph(spec.organisation)
    for at, block in enumerate(spec.blocks):
        paragraph = file.add_paragraph()
        if block.kind == "heading":
            run = paragraph.add_run(block.text)
            run.bold = run.underline = True
            continue
        run = paragraph.add_run(f"•\t{block.text}")
        if at % 2:
            _wrap(paragraph, run, "w:ins")
        if at == 2:
            gone = file.add_paragraph()
            _wrap(gone, gone.add_run("•\tFermer le vendredi"), "w:del")
    return _saved(file), truth(spec)


def _wrap(paragraph, run, tag: str) -> None:
    change = OxmlElement(tag)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "x")
    paragraph._p.append(change)
    change.append(run._r)
    if tag == "w:del":
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")


def _saved(file) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return _steady(out.getvalue())


_MAIL = """\
De : secretariat@exemple.org
Objet : priorites du pole hebergement
=====================================================================

                    PRIORITÉS 2012 DU PÔLE HÉBERGEMENT
                          Réseau Portes Ouvertes

=====================================================================

I. FAMILLES
-----------
  * trouver des solutions pour l'été ; les hôtels ne seront plus payés à
    partir du 1er juillet
  * tenir à jour la liste d'attente

II. PERSONNES SEULES
--------------------
  * colocation : trouver un second
appartement
  * convention avec l'internat
      + dix places le week-end
      + un contact sur place

III. ÉQUIPE
-----------
  * recruter 2 bénévoles
"""


def mail() -> tuple[bytes, dict]:
    """A message in Latin-1: rules of signs, capitals, hanging and broken wraps, two kinds of marks."""
    spec = outline(
        """
        = PRIORITÉS 2012 DU PÔLE HÉBERGEMENT
        @organisation Réseau Portes Ouvertes
        @year 2012
        @genre priorities
        # I. FAMILLES
        - trouver des solutions pour l'été ; les hôtels ne seront plus payés à partir du 1er juillet
        - tenir à jour la liste d'attente
        # II. PERSONNES SEULES
        - colocation : trouver un second appartement
        - convention avec l'internat
        -- dix places le week-end
        -- un contact sur place
        # III. ÉQUIPE
        - recruter 2 bénévoles
        """
    )
    gold = truth(spec)
    for item in gold["items"]:
        item["doubt"] = {"also_acceptable_team": ["", None], "also_acceptable_pole": ["HÉBERGEMENT"]}
    return _MAIL.replace("\n", "\r\n").encode("cp1252"), gold


DOCUMENTS = {
    "layout-table.docx": layout_table,
    "headings-as-list-items.docx": list_headings,
    "tracked-changes.docx": tracked,
    "mail.txt": mail,
}
