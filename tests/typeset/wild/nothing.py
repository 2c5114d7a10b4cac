"""Documents in which nothing is a plan, as people keep them: a convocation, a glossary, a price list, a job advertisement …

Written as Markdown; `as_form` sets them as text, Word or PDF too. Lines in them may look like plans (infinitives, futures, dates to come).
"""

from __future__ import annotations

import io
import re

from tests.typeset.wild.sheet import BOLD, REGULAR, Sheet

NOTHING = {
    "convocation": """\
# Convocation à l'assemblée générale ordinaire

Association Le Gué

Chère adhérente, cher adhérent,

Vous êtes convié·e à l'assemblée générale qui se tiendra le samedi 14 mars 2020 à 14 heures, salle des fêtes de Rivery. Cette \
assemblée délibérera sur l'ordre du jour suivant :

- Rapport moral de la présidente
- Rapport financier et quitus
- Fixation de la cotisation 2021
- Renouvellement du conseil d'administration
- Orientations et projets
- Questions diverses

Si vous ne pouvez être présent·e, vous pourrez donner pouvoir à un autre membre au moyen du coupon ci-dessous. Seuls les \
adhérents à jour de leur cotisation prendront part aux votes. L'assemblée sera suivie d'un verre de l'amitié.

La présidente
""",
    "glossaire": """\
# Glossaire du droit d'asile

- ADA : allocation pour demandeur d'asile, versée par l'OFII
- CADA : centre d'accueil pour demandeurs d'asile
- Dublin (règlement) : texte qui détermine l'État chargé d'examiner une demande
- OFPRA : office qui accorde ou refuse la protection
- OQTF : décision qui oblige à quitter le territoire
- Réinstallation : transfert d'une personne réfugiée vers un pays qui accepte de l'accueillir
""",
    "bibliographie": """\
# Pour aller plus loin

## Ouvrages

- Carlier Inès, Accueillir l'étranger, Presses du Gué, 2014
- Diallo Awa et Nowak Marek (dir.), Renforcer les droits : manuel à l'usage des bénévoles, 2017
- Tassin Bruno, « Développer l'hospitalité », Revue du Val, n° 12, 2011, p. 34-51

## Sites

- www.droits-exemple.org : fiches pratiques
- Le portail des associations, rubrique « Former ses bénévoles »
""",
    "offre-emploi": """\
# Offre d'emploi – juriste (H/F)

La Maison des Rives recrute une ou un juriste en droit des étrangers pour son service d'accès aux droits.

## Missions

Sous l'autorité de la directrice, la personne recrutée sera chargée de :

- Assurer les permanences juridiques
- Rédiger les recours devant le tribunal administratif
- Former et accompagner les bénévoles
- Participer aux réunions d'équipe

## Profil recherché

- Master 2 en droit public
- Maîtrise de l'anglais ; une autre langue serait un atout
- Sens de l'écoute et du travail en équipe

## Conditions

- CDI à temps plein, à pourvoir dès que possible
- 2 100 € brut par mois, mutuelle prise en charge à 60 %
- Candidature (CV et lettre) à envoyer avant le 30 juin 2022 à recrutement@exemple.org
""",
    "reglement": """\
# Règlement intérieur du foyer

## Article 1 – Horaires

- Le foyer est ouvert de 7 heures à 23 heures.
- Les visites ne seront admises que dans les parties communes.

## Article 2 – Vie commune

- Chaque résident nettoiera la cuisine après usage.
- Il est interdit de fumer dans les chambres.
- Toute dégradation sera facturée à son auteur.

## Article 3 – Sanctions

- En cas de manquement grave, la direction pourra prononcer l'exclusion.
- La personne concernée sera entendue au préalable.
""",
    "mentions-legales": """\
# Mentions légales

## Éditeur

Le présent site est édité par l'association Le Gué, 12 rue Haute. Directrice de la publication : Inès Carlier.

## Données personnelles

- Vos données seront conservées pendant trois ans.
- Vous pouvez demander à les rectifier ou à les effacer.
- Elles ne seront ni vendues ni cédées à des tiers.

## Propriété intellectuelle

Toute reproduction devra faire l'objet d'une autorisation écrite.

- Reproduire et diffuser les textes en citant la source
- Adapter les images avec l'accord de leur auteur
""",
    "menu-de-site": """\
# Réseau Portes Ouvertes

- Accueil
- Qui sommes-nous ?
- Nos actions
- S'informer
- Agir avec nous
- Faire un don
- Nous rejoindre
- Contact

Tous droits réservés.
""",
    "tarifs": """\
# Tarifs de location de la salle 2023

| Durée | Adhérents | Extérieurs |
|---|---|---|
| La demi-journée | 40 € | 70 € |
| La journée | 70 € | 120 € |
| Le week-end | 150 € | 260 € |

- Caution : 300 €
- Ménage : 45 €
- Gratuité pour les réunions des associations membres
""",
    "remerciements": """\
# Remerciements

Ce rapport n'aurait pu voir le jour sans le concours de nombreuses personnes. Que soient ici remerciés :

- les bénévoles des permanences
- la Fondation des Rives
- la ville de Rivery et son centre communal d'action sociale
- Bruno Tassin, pour les photographies
- celles et ceux qui relisent, traduisent et portent les cartons
""",
    "sommaire": """\
# Rapport 2016

Sommaire

Éditorial .......... 3
Développer l'accueil .......... 5
Renforcer la formation .......... 9
Perspectives 2017 .......... 14
Annexes .......... 17
""",
    "revue-de-presse": """\
# Revue de presse, mars 2018

- Le Courrier du Val, 3 mars : « Le collectif manifestera devant la préfecture »
- Radio Rives, 7 mars : entretien avec Awa Diallo
- La Gazette, 12 mars : « Un centre d'accueil ouvrira à Rivery »
- Le Courrier du Val, 28 mars : « La mairie va supprimer vingt places »
""",
    "programme-journee": """\
# Programme de la journée d'étude du 6 octobre 2017

- 9 h : accueil et café
- 9 h 30 : ouverture par Inès Carlier
- 10 h : table ronde « Accueillir demain »
- 12 h 30 : repas
- 14 h : ateliers au choix
- 16 h 30 : clôture
""",
    "formulaire": """\
# Demande d'adhésion

- Nom : ..................
- Prénom : ..................
- Je souhaite recevoir la lettre d'information
- Je souhaite devenir bénévole
- Je joins un chèque de ........ €

Fait à .................., le ..................
""",
    "notice": """\
# Comment demander une aide au transport

Pour obtenir cette aide, vous devez :

1. Télécharger le formulaire sur le site
2. Remplir toutes les rubriques
3. Joindre une copie de la carte d'identité
4. Envoyer le dossier au siège avant le 15 du mois

Le service vous répondra sous dix jours. En cas de refus, vous pourrez saisir le médiateur.
""",
    "organigramme": """\
# Équipe salariée au 1er janvier 2021

## Direction

- Inès Carlier, directrice
- Bruno Tassin, responsable administratif

## Service juridique

- Awa Diallo, juriste
- Marek Nowak, assistant

## Bénévoles référents

- Claire Aubert : accueil
- Denis Roux : collecte
""",
    "charte": """\
# Charte du bénévole

Le bénévole s'engage à :

- respecter la confidentialité des échanges
- prévenir en cas d'absence
- ne pas promettre ce que l'association ne peut tenir

L'association s'engage à :

- accueillir et former le bénévole
- rembourser ses frais sur justificatif
- l'assurer pendant ses activités
""",
    "temoignage": """\
# « J'ai mis trois ans à arriver »

Je suis parti de Khartoum en 2014. Mon frère m'avait dit : tu verras, là-bas, tout ira bien. Rien n'est allé bien. Nous avons \
marché onze nuits. Le passeur répétait que nous arriverions bientôt.

Aujourd'hui, j'apprends la menuiserie. Un jour, j'ouvrirai mon atelier et j'emploierai ceux qui arrivent. Ma fille ira à l'école \
du quartier.

Propos recueillis par Claire Aubert
""",
    "proces-verbal-vote": """\
# Procès-verbal de dépouillement

Élection du conseil d'administration, 12 mai 2019

- Inscrits : 212
- Votants : 148
- Bulletins nuls : 3
- Inès Carlier : 141 voix, élue
- Bruno Tassin : 122 voix, élu
- Marek Nowak : 61 voix, non élu
""",
    "licence": """\
# Licence de réutilisation

Le réutilisateur est libre de :

- reproduire, copier et publier les données
- les adapter et les transformer
- les exploiter à titre commercial

sous réserve de :

- mentionner la paternité de l'information
- indiquer la date de sa dernière mise à jour
""",
    "faq": """\
# Foire aux questions

## Comment devenir membre ?

- Remplir le bulletin en ligne
- Régler la cotisation par carte ou par chèque

## Puis-je venir avec mes enfants ?

Oui, un coin jeux est à leur disposition. Ils resteront sous votre responsabilité.
""",
    "planning": """\
# Planning des permanences, octobre 2018

- Lundi : Awa et Bruno, 14 h – 17 h
- Mardi : fermé
- Mercredi : Inès, 9 h – 12 h
- Jeudi : Marek (remplacé le 18 par Claire)
- Vendredi : atelier couture
""",
    "camp": """\
# Camp d'été : liste des affaires à apporter

- un sac de couchage
- des chaussures de marche
- une gourde
- à ne pas oublier : la fiche sanitaire
- pas de téléphone

Les parents seront reçus le dernier jour à partir de 16 heures. Le car partira de la place du marché.
""",
    "bail": """\
# Contrat de mise à disposition d'une salle

Entre la commune de Rivery et l'association Le Gué, il est convenu ce qui suit.

## Obligations de l'association

- Souscrire une assurance
- Rendre les locaux propres
- Signaler toute anomalie

## Durée

Le présent contrat prendra effet le 1er janvier 2020. Il sera renouvelé par tacite reconduction.
""",
    "histoire": """\
# Notre histoire

- 1974 : quelques voisins ouvrent un vestiaire
- 1981 : création de l'association
- 1993 : le premier poste salarié
- 2005 : on déménage, il faudra trois mois de travaux
- 2015 : cent familles accueillies
""",
    "recette": """\
# Recette de la soupe des voisins

- Éplucher deux kilos de courge
- Faire revenir les oignons
- Ajouter l'eau et laisser cuire quarante minutes
- Servir très chaud
""",
    "lettre-dons": """\
# Merci !

Chère donatrice, cher donateur,

Votre don nous est bien parvenu. Il permettra à une famille de passer l'hiver au chaud. Vous recevrez votre reçu fiscal en mars \
2022. Grâce à vous, rien n'est perdu.

- 50 € : une semaine de repas
- 100 € : un mois de transport
- 250 € : une nuit d'hôtel pour une famille
""",
    "definition": """\
# Qu'est-ce que la rétention ?

La rétention permet à l'administration de maintenir une personne étrangère le temps d'organiser son départ. La durée ne peut \
dépasser 90 jours.

- Le préfet prend la décision
- Le juge contrôle dans les 48 heures
- La personne peut demander l'asile dans les cinq jours
- Un avocat l'assistera si elle le souhaite
""",
    "concours": """\
# Règlement du concours de nouvelles

- Le concours est ouvert à tous, sans condition d'âge.
- Les textes ne dépasseront pas dix pages.
- Ils devront parvenir au siège avant le 30 avril.
- Le jury délibérera à huis clos et publiera le palmarès en juin.
- Les lauréats recevront des livres.
""",
    "communique": """\
# Communiqué de presse du 4 mars 2014

Les associations s'inquiètent de la fermeture du foyer. La préfecture affirme que tous seront relogés. Selon le ministère, 150 \
places ouvriront en avril.

- Contact presse : Inès Carlier, 06 00 00 00 00
- Rassemblement le 8 mars à 18 heures devant la mairie
""",
    "inventaire": """\
# Inventaire du matériel

- 12 tables pliantes
- 80 chaises
- un vidéoprojecteur (à réparer)
- 2 barnums, dont un prêté au comité des fêtes
""",
    "cours": """\
# Module 3 : se présenter

- Savoir dire son nom et son âge
- Épeler son adresse
- Comprendre un formulaire simple
- Demander et donner l'heure
""",
}
FORMS = ("md", "txt", "docx", "pdf")


def as_form(name: str, form: str) -> bytes:
    """The document as a file of this form."""
    source = NOTHING[name]
    if form == "md":
        return source.encode()
    if form == "txt":
        return re.sub(r"(?m)^#+ |^\|[-|]+\|\n", "", source).replace("|", "\t").encode()
    return _word(source) if form == "docx" else _pdf(source)


def _word(source: str) -> bytes:
    import docx

    file = docx.Document()
    for line in filter(None, source.splitlines()):
        mark, _, rest = line.partition(" ")
        if set(mark) == {"#"}:
            file.add_heading(rest, len(mark))
        elif mark == "-":
            file.add_paragraph(rest, style="List Bullet")
        elif re.fullmatch(r"\d+\.", mark):
            file.add_paragraph(rest, style="List Number")
        elif not line.startswith("|--"):
            file.add_paragraph(line.replace("|", "\t").strip())
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _pdf(source: str) -> bytes:
    sheet = Sheet(margin=70)
    for line in filter(None, source.splitlines()):
        mark, _, rest = line.partition(" ")
        if set(mark) == {"#"}:
            sheet.set(rest, BOLD, 18 - 3 * len(mark), after=0.8)
        elif mark == "-" or re.fullmatch(r"\d+\.", mark):
            sheet.set(rest, REGULAR, 11, indent=18, mark=("•" if mark == "-" else mark, REGULAR, 4))
        elif not line.startswith("|--"):
            sheet.set(line.replace("|", "   ").strip(), REGULAR, 11, after=0.5)
    return sheet.bytes()
