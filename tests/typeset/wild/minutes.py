"""Minutes of meetings: headings in boxes or underlined, votes, an agenda, decisions."""

from __future__ import annotations

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, REGULAR, SERIF, Sheet

_BOXED = """
= Procès-verbal de l'assemblée générale du 14 mars 2020
@organisation Comité d'Entraide du Val
@year 2020
@says activity
# Rapport moral
> La présidente remercie les bénévoles et rappelle que l'année a été marquée par le déménagement du vestiaire.
- 212 colis distribués par mois en moyenne {figure}
- Reprise des cours de couture
-- deux groupes le lundi
-- un groupe le samedi matin, ouvert aux enfants
- Réfection de la toiture, payée sur les fonds propres
# Rapport financier
- Recettes : 41 250 € {figure}
- Dépenses : 39 870 € {figure}
- Le commissaire aux comptes propose de donner quitus au trésorier
# Projets
@says priority
- Ouvrir une épicerie solidaire avant la fin de l'année
- Rechercher un second véhicule
-- prêt de la commune
-- ou achat d'occasion (moins de 8 000 €)
"""


def boxed() -> tuple[bytes, dict]:
    """Headings of the text's size in boxes as wide as the page; marks are dots, then "o", as word processors have them."""
    spec = outline(_BOXED)
    sheet = Sheet(furniture=lambda sheet: sheet.canvas.drawRightString(535, 30, f"{sheet.number}"))
    sheet.set(spec.organisation, BOLD, 11)
    sheet.set(spec.title, BOLD, 14, after=1.5)
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 10
            sheet.frame(14)
            sheet.set(block.text, REGULAR, 11, after=1)
        elif block.kind == "item":
            mark, indent = (("•", REGULAR, 18), 32) if block.level == 1 else (("o", "Courier", 54), 68)
            sheet.set(block.text, REGULAR, 11, indent=indent, mark=mark)
        else:
            sheet.set(block.text, REGULAR, 11, after=0.6)
    return sheet.bytes(), truth(spec)


_UNDERLINED = """
= Compte rendu du conseil du 8 octobre 2018
@organisation Association Le Gué
@year 2018
@says activity
! Présents : Inès Carlier, Bruno Tassin, Awa Diallo. Excusé : Marek Nowak.
! Ordre du jour : locaux, personnel, journée des bénévoles.
# Locaux
- le bail de la rue Haute prend fin en juin ; le propriétaire ne souhaite pas le renouveler
- visite de l'ancienne école : trop grande
# Personnel
- contrat de Lucie prolongé de six mois
# Journée des bénévoles
@says priority
- retenir la date du 12 janvier
- inviter les groupes voisins et la presse
- prévoir un repas simple : soupe, pain, fromage
"""


def underlined() -> tuple[bytes, dict]:
    """One font, one size: headings are only underlined; marks are hyphens that touch the text."""
    spec = outline(_UNDERLINED)
    sheet = Sheet(margin=75)
    sheet.set(spec.organisation, SERIF, 12)
    sheet.set(spec.title, SERIF, 12, underline=True, centred=True, after=1.5)
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, SERIF, 12, underline=True, after=0.5)
        else:
            sheet.set(f"-{block.text}" if block.kind == "item" else block.text, SERIF, 12, after=0.3)
    return sheet.bytes(), truth(spec)


_NUMBERED = """
= Relevé de décisions – bureau du 3 juin 2022
@organisation Fédération des Ateliers Voisins
@year 2022
# 1. Calendrier
1. Les assises auront lieu le 19 novembre.
2. La réunion de septembre est avancée au 6.
# 2. Finances
1. Le bureau approuve le budget modifié présenté par le trésorier, sous réserve de l'accord de la région sur le solde de la subvention.
2. Une demande sera déposée auprès de deux fondations.
3. Les remboursements de frais se feront désormais chaque mois.
# 3. Équipe {team Équipe}
1. Le poste d'accueil est pourvu à compter du 1er juillet.
2. Entretiens annuels avant le 15 décembre
"""


def numbered() -> tuple[bytes, dict]:
    """Numbered headings over numbered points, in the same size; the points begin again under each heading."""
    spec = outline(_NUMBERED.replace(" {team Équipe}", ""))
    sheet = Sheet()
    sheet.set(spec.title, BOLD, 13)
    sheet.set(spec.organisation, REGULAR, 11, after=1.5)
    for block in spec.blocks:
        if block.kind == "heading":
            sheet.y -= 6
            sheet.set(block.text, BOLD, 11, after=0.4)
        else:
            sheet.set(block.text, REGULAR, 11, indent=30, mark=(f"{block.ordinal}.", REGULAR, 14))
    gold = truth(spec)
    for item in gold["items"]:
        item["doubt"] = {"also_acceptable_kinds": ["activity"], "also_acceptable_team": [None, ""]}
    return sheet.bytes(), gold


DOCUMENTS = {"minutes-boxed.pdf": boxed, "minutes-underlined.pdf": underlined, "decisions-numbered.pdf": numbered}
