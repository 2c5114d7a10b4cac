"""Documents that hold no priority at all."""

from __future__ import annotations

from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline
from tests.typeset.wild.sheet import BOLD, ITALIC, REGULAR, SERIF, SERIF_BOLD, Sheet

_STATUTES = """
= Statuts de l'association
@organisation Association Le Gué
@year
@says other
# Article 1 – Dénomination
> Il est fondé entre les adhérents aux présents statuts une association (loi du 1er juillet 1901), ayant pour titre Association Le Gué.
# Article 2 – Membres
: L'association se compose de :
- membres fondateurs ;
- membres actifs, à jour de leur cotisation ;
- membres d'honneur.
# Article 3 – Radiation
: La qualité de membre se perd par :
- la démission ;
- le décès ;
- l'exclusion prononcée par le conseil pour motif grave, l'intéressé ayant été invité à se présenter devant le bureau.
# Article 4 – Assemblée générale
> L'assemblée générale se réunit une fois par an. Elle approuve les comptes et délibère sur les questions mises à l'ordre du jour.
"""


def statutes() -> tuple[bytes, dict]:
    """Articles with lettered points: rules, not plans."""
    spec = outline(_STATUTES)
    sheet = Sheet(margin=70)
    sheet.set(spec.title, SERIF_BOLD, 18, centred=True, after=1.5)
    letter = 0
    for block in spec.blocks:
        letter = letter + 1 if block.kind == "item" else 0
        if block.kind == "heading":
            sheet.y -= 8
            sheet.set(block.text, SERIF_BOLD, 11)
        elif block.kind == "item":
            sheet.set(block.text, SERIF, 11, indent=30, mark=(f"{'abcdef'[letter - 1]})", SERIF, 14))
        else:
            sheet.set(block.text, SERIF, 11, after=0.5)
    gold = truth(spec)
    gold["document"]["year"] = None
    return sheet.bytes(), gold


def attendance() -> tuple[bytes, dict]:
    """A sheet to be signed: a table of names."""
    sheet = Sheet()
    sheet.set("Feuille de présence – assemblée générale du 2 avril 2019", BOLD, 14, after=1.5)
    widths = (150, 190, 130)
    sheet.row(("Nom et prénom", "Association", "Signature"), widths, BOLD, 10, fill=(0.9, 0.9, 0.9))
    for name in ("Carlier Inès", "Tassin Bruno", "Diallo Awa", "Nowak Marek"):
        sheet.row((name, "Le Gué", ""), widths)
    about = {"title": "Feuille de présence – assemblée générale du 2 avril 2019", "year": 2019, "language": "fr"}
    return sheet.bytes(), {"document": about, "items": []}


_TALK = """
Inès Carlier : Merci d'être venus si nombreux. Je voudrais commencer par une question toute simple, que l'on me pose souvent.
Bruno Tassin : Laquelle ?
Inès Carlier : Pourquoi continuer ? Premièrement parce que rien n'est réglé. Deuxièmement parce que nous avons appris à travailler ensemble.
Une voix dans la salle : Et les jeunes ?
Inès Carlier : Les jeunes sont là, regardez autour de vous. Il faut leur laisser la place, et d'abord les clés du local.
[Rires.]
Bruno Tassin : On me signale qu'il reste dix minutes. Je propose que l'on passe aux questions.
Awa Diallo : J'ai connu l'association en 1994, par une affiche. On m'a donné un café et un dossier à remplir : j'ai gardé les deux.
"""


def talk() -> tuple[bytes, dict]:
    """A talk written down: speakers' names in bold, no list anywhere."""
    sheet = Sheet(margin=80, furniture=lambda sheet: sheet.canvas.drawCentredString(297, 30, f"– {sheet.number} –"))
    sheet.set("Table ronde : trente ans d'accueil", BOLD, 16)
    sheet.set("Transcription, 21 mai 2017", ITALIC, 10, after=2)
    for line in _TALK.strip().splitlines() * 3:
        speaker, colon, said = line.partition(" : ")
        if colon:
            sheet.set(f"{speaker} :", SERIF_BOLD, 11, after=0)
        sheet.set(said or line, SERIF if colon else ITALIC, 11, indent=16, after=0.6)
    return sheet.bytes(), {"document": {"title": "Table ronde : trente ans d'accueil", "year": 2017, "language": "fr"}, "items": []}


def form() -> tuple[bytes, dict]:
    """A form to fill in: dotted lines and boxes to tick."""
    sheet = Sheet()
    sheet.set("Bulletin d'adhésion", BOLD, 18, after=1)
    sheet.set("Année 2024", REGULAR, 11, after=1.5)
    for label in ("Nom", "Prénom", "Adresse", "Téléphone", "Courriel"):
        sheet.set(f"{label} : " + "." * (100 - 2 * len(label)), REGULAR, 11, after=0.6)
    sheet.set("Je souhaite adhérer :", BOLD, 11)
    for choice in ("tarif solidaire (5 €)", "tarif ordinaire (20 €)", "tarif de soutien (50 € ou plus)"):
        sheet.set(choice, REGULAR, 11, indent=20, mark=("\u274f", "ZapfDingbats", 2))
    sheet.set("Fait à ............................. le .................... Signature :", REGULAR, 11)
    choices = [{"text": text, "path": [], "kind": "other", "also_acceptable_as_item": True} for text in _CHOICES]
    about = {"title": "Bulletin d'adhésion", "year": 2024, "language": "fr"}
    return sheet.bytes(), {"document": about, "items": [], "not_items": choices}


_CHOICES = ("tarif solidaire (5 €)", "tarif ordinaire (20 €)", "tarif de soutien (50 € ou plus)")


def directory() -> tuple[bytes, dict]:
    """Addresses and telephone numbers in two columns."""
    sheet = Sheet()
    sheet.set("Annuaire des groupes locaux", BOLD, 16, after=1.5)
    top = sheet.y
    for at, town in enumerate(("Val-Haut", "Rive-Neuve", "Saint-Aubin", "Les Ormes", "Port-Clair", "Mont-Serein")):
        if at == 3:
            sheet.left, sheet.y = 310, top
        sheet.set(town, BOLD, 11, after=0)
        sheet.set(f"{at + 3}, rue du Moulin", REGULAR, 10, after=0)
        sheet.set(f"Tél. : 01 23 45 6{at} 00", REGULAR, 10, after=0)
        sheet.set(f"groupe{at}@exemple.org", REGULAR, 10, after=1)
    return sheet.bytes(), {"document": {"title": "Annuaire des groupes locaux", "language": "fr"}, "items": []}


DOCUMENTS = {"statutes.pdf": statutes, "attendance.pdf": attendance, "talk.pdf": talk, "form.pdf": form, "directory.pdf": directory}
