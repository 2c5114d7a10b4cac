"""Outlines of small reports typed as text: what is a heading, what stands under what, what is set aside."""

from __future__ import annotations

import hashlib

import pytest

from extract import layout, page, readers, segment
from extract.segment import prose, units
from extract.taxonomy.headings import words


def outline_of(text: str) -> page.Outline:
    data = text.encode()
    source = page.Source("rapport.txt", data, hashlib.sha256(data).hexdigest(), len(data))
    reading, _ = readers.read(source)
    transcript, _ = layout.transcribe(reading)
    blocks, _ = layout.blocks(transcript, reading)
    outline, final, _ = segment.segment(blocks, transcript, reading)
    assert sorted(index for block in final for index in block.lines) == list(range(len(transcript.lines)))
    return outline


def written(text: str) -> list[str]:
    """The items as "heading > heading | parent / item"."""
    outline = outline_of(text)
    rows = []
    for entry in outline.entries:
        path = " > ".join(outline.headings[index].title.text for index in outline.path(entry.heading))
        parent = f"{outline.entries[entry.parent].text.text} / " if entry.parent is not None else ""
        rows.append(f"{path} | {parent}{entry.text.text}")
    return rows


PRIORITIES = """Priorités 2019 des équipes de l'association

Les priorités 2019 de l'équipe de la Vie associative

Priorités 2019 du pôle Accueil

Domiciliation

- Ouvrir un second lieu
- Former les bénévoles

Actions transversales au pôle Accueil

- Refondre le guide

Les priorités 2019 de l'équipe de direction

- Suivre le projet associatif
- Préparer l'assemblée
"""


def test_a_pole_stands_under_its_team_and_sections_under_the_pole():
    team = "Les priorités 2019 de l'équipe de la Vie associative"
    assert written(PRIORITIES) == [
        f"{team} > Priorités 2019 du pôle Accueil > Domiciliation | Ouvrir un second lieu",
        f"{team} > Priorités 2019 du pôle Accueil > Domiciliation | Former les bénévoles",
        f"{team} > Priorités 2019 du pôle Accueil > Actions transversales au pôle Accueil | Refondre le guide",
        "Les priorités 2019 de l'équipe de direction | Suivre le projet associatif",
        "Les priorités 2019 de l'équipe de direction | Préparer l'assemblée",
    ]


def test_units_are_called_by_their_own_name_and_the_title_is_in_no_path():
    outline = outline_of(PRIORITIES)
    assert outline.title.text == "Priorités 2019 des équipes de l'association"
    assert [(one.kind, one.name) for one in outline.headings if one.kind != "section"] == [
        ("team", "Vie associative"),
        ("pole", "Accueil"),
        ("team", "direction"),
    ]


def test_an_item_that_ends_in_a_colon_takes_those_after_it():
    report = "Bilan 2020\n\nPerspectives\n\n- en interne :\n- former\n- outiller\n- avec les partenaires :\n- se réunir\n"
    assert [row.partition(" | ")[2] for row in written(report)] == [
        "en interne :",
        "en interne : / former",
        "en interne : / outiller",
        "avec les partenaires :",
        "avec les partenaires : / se réunir",
    ]


def test_items_set_in_stand_under_the_item_above():
    report = "Bilan 2020\n\nPerspectives\n\n- Logement\n  - chercher\n  - visiter\n- Emploi\n"
    assert [row.partition(" | ")[2] for row in written(report)] == ["Logement", "Logement / chercher", "Logement / visiter", "Emploi"]


def test_the_line_that_introduces_a_list_is_no_heading():
    outline = outline_of("Bilan 2020\n\nPerspectives\n\nNous avons trois chantiers :\n\n- un site neuf\n- un guide\n")
    assert [one.title.text for one in outline.headings] == ["Perspectives"]
    assert {entry.lead_in.text for entry in outline.entries} == {"Nous avons trois chantiers :"}


def test_contents_testify_to_headings_and_are_no_items():
    report = (
        "Rapport 2020\n\nSommaire\n\n- Nos chantiers ..... 2\n- Nos comptes ..... 5\n- Notre avenir ..... 7\n\n"
        "Nos chantiers\n\n- rénover\n- déménager\n\nNos comptes\n\nUn texte.\n"
    )
    assert written(report) == ["Nos chantiers | rénover", "Nos chantiers | déménager"]


def test_points_under_the_order_of_the_day_are_no_items():
    assert written("Réunion du bureau\n\nOrdre du jour\n\n- Budget\n- Locaux\n\nDécisions\n\n- Louer une salle\n- Voter le budget\n") == [
        "Décisions | Louer une salle",
        "Décisions | Voter le budget",
    ]


def test_jobs_under_names_are_a_staff_chart():
    people = "\n\n".join(
        f"{name}\n- {job}"
        for name, job in [("Anne Martel", "accueil"), ("Luc Ferrand", "comptes"), ("Zoé Baud", "droit"), ("Ali Haddad", "paie")]
    )
    assert written(
        f"Rapport 2020\n\nPerspectives\n\n- Embaucher\n- Former\n\nNous remercions toutes les personnes qui nous ont aidés.\n\n{people}\n"
    ) == [
        "Perspectives | Embaucher",
        "Perspectives | Former",
    ]


def test_inserting_an_item_changes_no_other_id():
    before = {entry.text.text: entry.id for entry in outline_of(PRIORITIES).entries}
    after = {entry.text.text: entry.id for entry in outline_of(PRIORITIES.replace("- Former", "- Recruter des relais\n- Former")).entries}
    assert {words: after[words] for words in before} == before


@pytest.mark.parametrize("example", words("units").values["examples"], ids=lambda one: one["heading"])
def test_headings_name_their_units(example):
    found = units.of(example["heading"])
    assert (found.kind, found.name) == (example["kind"], example.get("name"))


@pytest.mark.parametrize("example", words("prose").values["examples"], ids=lambda one: one["sentence"])
def test_sentences_that_state_a_plan_are_told_from_others(example):
    assert prose.states_plan(example["sentence"]) is example["plan"]


def test_a_plan_in_a_paragraph_is_offered_as_prose_and_with_doubt():
    text = "L'année fut longue. Il est prévu d'ouvrir un lieu à Metz. Nous remercions chacun."
    outline = outline_of(f"Rapport 2020\n\nPerspectives\n\n{text}\n\nAnnexes\n\nUn texte.\n")
    assert [(entry.form, entry.text.text, entry.flags) for entry in outline.entries] == [
        ("prose", "Il est prévu d'ouvrir un lieu à Metz.", ("low-confidence",))
    ]


def test_a_sentence_that_leads_to_a_list_is_no_plan_beside_its_points():
    text = "Nous comptons agir en 2021. L'équipe portera deux chantiers nouveaux.\n\n- la paie\n- les archives\n\nAnnexes\n\nRien à dire."
    outline = outline_of(f"Rapport 2020\n\nPerspectives\n\n{text}\n")
    assert [entry.text.text for entry in outline.entries] == ["Nous comptons agir en 2021.", "la paie", "les archives"]


@pytest.mark.parametrize(
    ("sentence", "heading", "plan"),
    [
        ("Le temps passera vite pour tous.", "", False),  # too little to go by
        ("Un nouveau guide paraîtra au printemps.", "", True),
        ("Les cours reprendront chaque semaine.", "Perspectives", True),
        ("Les personnes qui seront déboutées devront partir.", "Perspectives", False),
        ("Les frais seront remboursés sur présentation d'un reçu.", "", False),
        ("Nous remercions la mairie, qui prêtera la salle en mars.", "", False),
        ("L'association compte recruter une juriste.", "", True),
        ("L'association compte sept adhérents de plus.", "", False),
        ("Le gouvernement prévoit de réduire le nombre de places.", "", False),
        ("Une antenne sera-t-elle ouverte en 2020 ?", "Perspectives", False),
    ],
)
def test_signs_for_and_against_a_plan_add_up(sentence, heading, plan):
    assert prose.states_plan(sentence, heading) is plan


@pytest.mark.parametrize(
    ("report", "rows"),
    [
        (  # names of people are at a meeting, a list of what they did is not
            "Réunion du 3 mai\n\nPrésents :\n- Mme Lefort (présidente)\n- Karim\n- Anne Petit, trésorière\n\n"
            "Décisions\n\n- Repeindre la salle\n",
            ["Décisions | Repeindre la salle"],
        ),
        (  # full names under words that say so
            "Assemblée\n\nUne liste de trois noms est proposée pour le bureau :\n\n- Amandine Loeb\n- David Trouvé\n- Zoé Lorioux\n\n"
            "Projets\n\n- Ouvrir le samedi\n",
            ["Projets | Ouvrir le samedi"],
        ),
        (
            "Bilan 2012\n\nCe qui a été fait\n\nCercles de silence, tous les samedis du mois, place des Otages.\n\n- neuf réunions\n\n"
            "Ce que nous voulons faire\n\n- trouver une salle\n",
            ["Ce qui a été fait | neuf réunions", "Ce que nous voulons faire | trouver une salle"],
        ),
        ("Bilan\n\nParticipants :\n- recrutement par affiches\n- 48 inscrits\n", [" | recrutement par affiches", " | 48 inscrits"]),
        (  # lists of one count too, and letters with a stroke
            "Feuille de route\n\nA/ Protéger\n   1) Haies\n      a) replanter avec les écoles\n      b) former à la taille\n"
            "   2) Mares\n      a) curage\n"
            "B/ Peser\n   1) siéger à la commission\n   2) répondre aux enquêtes\n",
            [
                "A/ Protéger > 1) Haies | replanter avec les écoles",
                "A/ Protéger > 1) Haies | former à la taille",
                "A/ Protéger > 2) Mares | curage",
                "B/ Peser | siéger à la commission",
                "B/ Peser | répondre aux enquêtes",
            ],
        ),
        (  # the agenda's numbers begin anew: the minutes themselves
            "Compte rendu\n\nOrdre du jour\n\n1. Salle\n2. Bilan moral\n\n1. Salle\n\n- devis reçu\n- clé perdue\n\n"
            "2. Bilan moral\n\n- adopté\n- applaudi\n",
            ["1. Salle | devis reçu", "1. Salle | clé perdue", "2. Bilan moral | adopté", "2. Bilan moral | applaudi"],
        ),
        ("Suites\n\n 1°) une réunion\n 2°) une fête\n", ["Suites | une réunion", "Suites | une fête"]),
        (
            "Suites\n\n-> Louer un bus\n-> Écrire au maire\n\n=> Relancer\n",
            ["Suites | Louer un bus", "Suites | Écrire au maire", "Suites | Relancer"],
        ),
        (  # a rule as long as the line makes a heading of it, colon or not
            "Bilan\n=====\n\nFestival\n--------\n\nPoints forts :\n..............\n\n- La soirée\n- Le lieu\n",
            ["Festival > Points forts : | La soirée", "Festival > Points forts : | Le lieu"],
        ),
        (  # colons that an author puts behind all headings
            "Objectifs\n\nÉCOLE :\n\n- inscrire\n- suivre\n\nSANTÉ :\n\n- vacciner\n\nLOGEMENT :\n\n- écrire au préfet\n",
            ["ÉCOLE : | inscrire", "ÉCOLE : | suivre", "SANTÉ : | vacciner", "LOGEMENT : | écrire au préfet"],
        ),
        ("À faire\n\n- [x] Trier\n- [ ] Ranger [ou donner]\n", ["À faire | Trier", "À faire | Ranger [ou donner]"]),
        (  # "Orientation 1 :" is part of its heading, small letters after it or not
            "Projet associatif\n\nOrientation 1 : vivre ici\n\n- Un café\n- Un bal\n\n"
            "Orientation 2 : transmettre\n\n- Un atelier\n- Un livre\n",
            [
                "Orientation 1 : vivre ici | Un café",
                "Orientation 1 : vivre ici | Un bal",
                "Orientation 2 : transmettre | Un atelier",
                "Orientation 2 : transmettre | Un livre",
            ],
        ),
    ],
)
def test_lists_as_people_type_them(report, rows):
    assert written(report) == rows


@pytest.mark.parametrize(
    ("table", "measures"),
    [
        (
            "Axe\tAction\tÉchéance\nLogement\tRecenser les logements vides\tmars\nSanté\tTraduire le livret\tjuin\n",
            ["Recenser les logements vides", "Traduire le livret"],
        ),
        (
            "Objectif\tActions\tPilote\nAller vers\tUne maraude par semaine\tPaul\nDurer\tUn second local\tAnne\n",
            ["Une maraude par semaine", "Un second local"],
        ),
        (
            "1\tRelancer un abattoir de proximité\tjuin\n2\tMonter une plateforme de commande\tmai\n3\tCréer une marque\tmars\n",
            ["Relancer un abattoir de proximité", "Monter une plateforme de commande", "Créer une marque"],
        ),
        (
            "| N° | Mesure | Le |\n| 1. | Ouvrir le samedi | juin |\n| 2. | Former des relais | mars |\n| 3° | Un guide | mai |\n",
            ["Ouvrir le samedi", "Former des relais", "Un guide"],
        ),
        (
            "Module\tPublic\tSéances\nTaille des haies\tdébutants\t4\nSoin du sol\ttous\t2\n",
            ["Taille des haies", "Soin du sol"],
        ),
        ("Secteur\tActions\tPublic\nJardin\t12\ttous\nCantine\t7\tenfants\n", []),
        ("Nom\tFonction\nAnne\tprésidente\nPaul\ttrésorier\n", []),
        ("Poste\tMontant\nLoyer des deux locaux de la rue Haute\t1200\nFournitures et affranchissement\t300\n", []),
    ],
)
def test_rows_of_measures_are_items_whether_or_not_a_header_is_marked(table, measures):
    assert [entry.text.text for entry in outline_of(f"Plan de travail 2020\n\n{table}").entries] == measures


def test_a_row_of_figures_is_no_numbered_point():
    text = "Rapport 2020\n\nStatistiques\n\n1.0 2.4 1.3\n2.0 3.1 4.0\n\nProjets\n\n1. Ouvrir une salle\n2. Former 3 bénévoles\n"
    assert written(text) == ["Projets | Ouvrir une salle", "Projets | Former 3 bénévoles"]


def test_feet_of_pages_kept_in_a_text_file_are_no_headings():
    page = "{}. Partie {}\n\nNous avons beaucoup travaillé.\nLa ville nous a aidés.\n\n- ouvrir\n- former\n- publier\n- relire\n\n"
    foot = "Le Relais - bilan annuel                         {}\n\n"
    text = "".join(page.format(number, "ABCD"[number - 1]) + foot.format(number) for number in range(1, 5))
    assert {row.split(" | ")[0] for row in written(text)} == {f"{number}. Partie {'ABCD'[number - 1]}" for number in range(1, 5)}


def test_titles_between_signs_are_headings_over_plain_ones():
    text = """Notes de la soirée du 6 octobre

Une cinquantaine de personnes sont venues, dont beaucoup de nouveaux visages.

*** Trois villages ***

Le Moulin, 1990

Il raconte la fermeture de l'usine, puis celle de l'école du village.

- la cantine a tenu deux ans
- le car ne passe plus

La Combe, 2005
- un café associatif
- un bureau de poste

*** Questions de la salle ***

- qui paie le car ?
- que fait la commune ?
"""
    assert [row.split(" | ")[0] for row in written(text)] == [
        "Trois villages > Le Moulin, 1990",
        "Trois villages > Le Moulin, 1990",
        "Trois villages > La Combe, 2005",
        "Trois villages > La Combe, 2005",
        "Questions de la salle",
        "Questions de la salle",
    ]


CHAPTERS = """Projet associatif

1 Introduction

Nous présentons ici le projet de la maison.

2   Constats

2.1 Ce qui va bien

- des bénévoles fidèles

Ce qui nous réjouit

- un lieu connu

2.2 Ce qui va mal

- un toit qui fuit

3 Pistes

- refaire le toit
"""


def test_numbers_without_a_point_that_count_on_are_chapters():
    assert [row.split(" | ")[0] for row in written(CHAPTERS)] == [
        "2   Constats > 2.1 Ce qui va bien",
        "2   Constats > 2.1 Ce qui va bien > Ce qui nous réjouit",
        "2   Constats > 2.2 Ce qui va mal",
        "3 Pistes",
    ]


def test_counted_people_are_no_chapters():
    text = "Qui nous sommes\n\n1 Directrice\n\n2 Éducateurs\n\n3 Bénévoles\n\n- ouvrir le samedi\n"
    assert not any("Directrice" in row for row in written(text))


def test_a_section_set_like_the_commissions_before_it_is_their_neighbour():
    text = "\n\n".join(
        f"{name}\n\nFait\n\n- une action\n- une autre\n\nÀ faire\n\n- un projet\n- un second"
        for name in ("COMMISSION ACCUEIL", "COMMISSION LOGEMENT", "COMMISSION ÉCOLES")
    )
    text += "\n\nTRÉSORERIE\n\n- recettes : 300 euros\n- dépenses : 200 euros\n"
    assert written(text)[-1].split(" | ")[0] == "TRÉSORERIE"


def test_points_of_an_agenda_may_have_points():
    text = "Ordre du jour\n\n- Saison passée\n   * rapport moral\n   * comptes\n- Élections\n\n"
    text += "Rapport moral\n\n- cent adhérents\n- deux fêtes\n"
    assert [row.split(" | ")[1] for row in written(text)] == ["cent adhérents", "deux fêtes"]


def test_what_is_on_the_menu_tonight_is_an_agenda():
    text = "Réunion publique\n\nAu menu de ce soir :\n\n- le budget\n- la salle\n\nLe budget\n\n- mille euros de dons\n- deux fêtes\n"
    assert [row.split(" | ")[1] for row in written(text)] == ["mille euros de dons", "deux fêtes"]


def test_a_quotation_with_its_speaker_heads_no_list():
    text = "Bilan du parrainage\n\nNous avons suivi trente jeunes cette année.\n\nCe qu'on nous dit\n\n"
    text += "« Elle m'a appelé tous les jours. » (S., 19 ans)\n\n- la relation dure\n- elle aide\n"
    assert {row.split(" | ")[0] for row in written(text)} == {"Ce qu'on nous dit"}


def test_boxes_of_a_form_to_send_back_are_no_items():
    text = """Bienvenue

On fait quoi ici

- cuisine le lundi
- français le mardi

Bulletin d'adhésion

Nom : ………………………… Prénom : …………………………
Adresse : …………………………………………

☐ j'adhère (5 euros)
☐ je donne ……… euros
"""
    assert [row.split(" | ")[1] for row in written(text)] == ["cuisine le lundi", "français le mardi"]


def test_what_is_presented_lists_nobody():
    text = "Rapport d'orientation\n\nprésenté à l'assemblée d'Hauteville\n\nI - LE CONSTAT\n\nNos foyers vieillissent.\n\n"
    text += "- les bals\n- le ski\n\n"
    text += "II - LES MOYENS\n\n- une cotisation\n- des stages\n"
    assert [row.split(" | ")[0] for row in written(text)] == ["I - LE CONSTAT"] * 2 + ["II - LES MOYENS"] * 2
