"""Minutes, plans and programmes as people type them: names, boxes to tick, tables drawn with signs, lists in lists."""

from __future__ import annotations

from tests.readers.office import odt
from tests.typeset.spec import truth
from tests.typeset.wild.notation import outline

_MINUTES = """\
Compte rendu du bureau - 14 mai 2019
====================================

*Ouverture 18h10*

Présents :
  - Nadia
  - Paul-Henri
  - Mme Sow (trésorière)

Excusés :
  - M. Ferrand

Ordre du jour
-------------

  - Salle
  - Fête d'été

Salle
-----

- la mairie propose deux créneaux :
  - le mardi soir
  - le samedi matin, sauf pendant les vacances
- Nadia répond avant vendredi

Fête d'été
----------

Ce qu'il reste à faire :
........................

-> réserver la sono
-> trouver vingt personnes pour le bar, dont quatre
avec un permis de conduire

Prochaine réunion le 11 juin.
"""


def minutes() -> tuple[bytes, dict]:
    """Names of people are no items; rules as long as their lines make headings, colon or not; arrows are bullets."""
    spec = outline(
        """
        = Compte rendu du bureau - 14 mai 2019
        @year 2019
        @genre other
        @says activity
        # Salle
        - la mairie propose deux créneaux :
        -- le mardi soir
        -- le samedi matin, sauf pendant les vacances
        - Nadia répond avant vendredi
        # Fête d'été
        ## Ce qu'il reste à faire :
        - réserver la sono
        - trouver vingt personnes pour le bar, dont quatre avec un permis de conduire
        """
    )
    gold = truth(spec)
    for item in gold["items"]:
        item["doubt"]["also_acceptable_kinds"] = ["priority", "other"]
    return _MINUTES.encode(), gold


_PROGRAMME = """\
---
layout: page
title: "Notre programme"
date: 2020-02-03
---

{% include sommaire.html %}

## <a name="logement"></a>Logement {#logement}

<h3>Nos constats</h3>

<ul>
<li>loyers trop chers pour les familles</li>
<li>vingt maisons vides au bourg</li>
</ul>

### Nos propositions

1. **Louer plus facilement**

   - une garantie de la commune
   - un guide du propriétaire

2. **Rénover**
   - un conseiller un jour par semaine
{: .liste}

**Vos idées :** écrivez-nous avec [le formulaire](/logement/).

---

## Suivi

- [x] réunion publique du 12 janvier
- [ ] réunion publique du 9 mars
"""


def programme() -> tuple[bytes, dict]:
    """A page of a site: its head gives the title, lists are written in HTML, in numbers with lists of their own, and with boxes."""
    spec = outline(
        """
        = Notre programme
        @genre programme
        @year 2020
        # Logement
        ## Nos constats
        - loyers trop chers pour les familles
        - vingt maisons vides au bourg
        ## Nos propositions
        - Louer plus facilement
        -- une garantie de la commune
        -- un guide du propriétaire
        - Rénover
        -- un conseiller un jour par semaine
        # Suivi
        - réunion publique du 12 janvier
        - réunion publique du 9 mars
        """
    )
    gold = truth(spec)
    gold["document"]["organisation"] = None
    for item in gold["items"]:
        if item["path"] in (["Suivi"], ["Logement", "Nos constats"]):
            item["doubt"]["also_acceptable_kinds"] = ["activity", "other", "figure"]
    return _PROGRAMME.encode(), gold


_DRAWN = """\
PLAN D'ACTION 2018
Comité d'accueil du Bas-Pays

MESURES RETENUES
+----+------------------------------------------+-----------+
| N° | Mesure                                   | Échéance  |
+----+------------------------------------------+-----------+
| 1  | Ouvrir une table de conversation à la    | mars      |
|    | bibliothèque                             |           |
| 2  | Former des médiateurs                    | juin      |
+----+------------------------------------------+-----------+

MATÉRIEL
Achat                              Pour          Quand
Deux vidéoprojecteurs              Écoles        mai
Un four à pain                     Quartiers     juin

SUIVI
A/ Comité
   a) trois réunions
   b) un compte rendu affiché
B/ Bilan
   a) questionnaire en décembre
"""


def drawn() -> tuple[bytes, dict]:
    """Tables drawn with signs and with blanks, the second of no measures; lettered parts with lists, one of a single point."""
    spec = outline(
        """
        = PLAN D'ACTION 2018
        @organisation Comité d'accueil du Bas-Pays
        @year 2018
        @genre plan
        # MESURES RETENUES
        | 1 | Ouvrir une table de conversation à la bibliothèque | mars
        | 2 | Former des médiateurs | juin
        # SUIVI
        ## A/ Comité
        - trois réunions
        - un compte rendu affiché
        ## B/ Bilan
        - questionnaire en décembre
        """
    )
    return _DRAWN.encode("cp1252").replace(b"\n", b"\r\n"), truth(spec)


_STYLES = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    '<style:style style:name="H" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def points() -> tuple[bytes, dict]:
    """Numbered points with paragraphs of their own, a box with a figure, and measures in a table that nothing marks as one."""
    rows = (("1", "Relancer un atelier de réparation au bourg", "2018"), ("2", "Monter une coopérative de livraison", "juin"))
    cells = ("".join(f"<table:table-cell><text:p>{words}</text:p></table:table-cell>" for words in row) for row in rows)
    body = (
        '<text:p text:style-name="H">Orientations 2017</text:p><text:p>Union des Ateliers du Bocage</text:p>'
        '<text:p text:style-name="H">Emploi</text:p><text:list text:style-name="L">'
        "<text:list-item><text:p>Créer deux postes</text:p><text:p>Le dossier est déposé à la région.</text:p></text:list-item>"
        "<text:list-item><text:p>Accueillir des stagiaires</text:p>"
        "<text:list><text:list-item><text:p>lycée agricole</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p><draw:frame><draw:text-box><text:p text:style-name='H'>En bref</text:p><text:p>41 adhérents</text:p></draw:text-box>"
        "</draw:frame></text:p>"
        '<text:p text:style-name="H">Services</text:p><text:p>Deux mesures ont été votées.</text:p>'
        f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    )
    spec = outline(
        """
        = Orientations 2017
        @organisation Union des Ateliers du Bocage
        @year 2017
        @genre priorities
        # Emploi
        1. Créer deux postes Le dossier est déposé à la région.
        1. Accueillir des stagiaires
        -- lycée agricole
        # Services
        | 1 | Relancer un atelier de réparation au bourg | 2018
        | 2 | Monter une coopérative de livraison | juin
        """
    )
    gold = truth(spec)
    gold["items"][0]["doubt"]["also_acceptable_texts"] = ["Créer deux postes"]
    gold["items"][3]["doubt"]["also_acceptable_years"] = [2018]
    return odt(body, _STYLES), gold


DOCUMENTS = {
    "minutes-with-names.txt": minutes,
    "programme-of-a-site.md": programme,
    "tables-drawn.txt": drawn,
    "points-and-measures.odt": points,
}
