"""Priorities followed across editions: what is linked, what is left open, and what is never said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
import yaml

from extract.anchor import selector
from extract.link import trace
from extract.model import Document, Judgement, Thread
from tests.builders import document, item
from tests.conftest import ROOT

Tags = dict[tuple[str, str], frozenset[str]]


def edition(year: int, *texts: str, team: str | None = "juridique", section: str = "Asile", organisation: str = "Passerelle") -> Document:
    path = [f"Équipe {team}", section] if team else [section]
    entries = [item(text, path=path, team=team, section=section, year=year) for text in texts]
    return document(entries, year=year, organisation=organisation, name=f"{organisation}-{team}-{year}.pdf")


def annotated() -> Iterator[tuple[Document, Tags]]:
    """The editions of the data file as records, with the tags of their items."""
    for association in yaml.safe_load((ROOT / "tests" / "data" / "editions.yaml").read_text("utf-8")):
        for year, teams in association["editions"].items():
            entries, labels = [], []
            for team, sections in teams.items():
                kind = "pole" if team.startswith("Pôle") else "team"
                for section, texts in sections.items():
                    for line in texts:
                        tags, text = line.split(" | ", 1)
                        entries.append(item(text, path=[team, section], section=section, year=year, **{kind: team.split(" ", 1)[-1]}))
                        labels.append(frozenset(tags.split("+")))
            record = document(entries, year=year, organisation=association["organisation"])
            yield record, {(record.document.id, built.id): tags for built, tags in zip(record.items, labels, strict=True)}


def links(threads: tuple[Thread, ...]) -> Iterator[tuple[str, str, str]]:
    for thread in threads:
        for link in thread.links:
            yield thread.items[link.earlier].text, link.relation, thread.items[link.later].text


def fates(threads: tuple[Thread, ...]) -> dict[tuple[int, str], tuple[str, str]]:
    return {(member.year, member.text): (member.came, member.went) for thread in threads for member in thread.items}


def test_asserted_links_are_nearly_always_right():
    records, tags = [], {}
    for record, labels in annotated():
        records.append(record)
        tags |= labels
    threads, _ = trace(records)
    count: Counter[str] = Counter()
    wrong = []
    for thread in threads:
        for link in thread.links:
            one, other = thread.items[link.earlier], thread.items[link.later]
            right = tags[one.document, one.item] & tags[other.document, other.item]
            count["right" if right else "wrong"] += 1
            if not right:
                wrong.append((one.text, other.text))
    by_tag = Counter(tag for labels in tags.values() for tag in labels)
    true_links = sum(number - 1 for number in by_tag.values() if number > 1)
    assert count["right"] / (count["right"] + count["wrong"]) >= 0.95, wrong
    assert count["right"] / true_links >= 0.65


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("Dublin : communication et contentieux", "Dublin : communication et contentieux", "continued"),
        ("Permanence d'accueil à la prison de Fleury", "Prison de Fleury : élargir la permanence d'accueil", "reworded"),
        ("Formation des bénévoles", "Réforme du barreau de Bruxelles", None),
    ],
)
def test_two_items_are_linked_when_their_words_and_headings_agree(earlier: str, later: str, expected: str | None):
    threads, _ = trace([edition(2018, earlier, "Tout autre chose"), edition(2019, later, "Encore une autre affaire")])
    found = {(one, other): relation for one, relation, other in links(threads)}
    assert found.get((earlier, later)) == expected


def test_a_plan_and_the_perspectives_of_a_report_are_one_edition():
    words = "Ateliers de préparation à l'entretien de l'OFPRA"
    plan, report = edition(2019, f"{words} : les étendre"), edition(2019, f"Étendre les {words.lower()}", section="Perspectives")
    threads, _ = trace([edition(2018, words, "Mentorat"), plan, report])
    assert {member.text for thread in threads if len(thread.items) == 3 for member in thread.items} == {
        words,
        plan.items[0].text,
        report.items[0].text,
    }


def test_a_missing_edition_is_never_a_dropped_priority():
    threads, _ = trace([edition(2017, "Mentorat"), edition(2018, "Régularisation"), edition(2020, "Logement des familles")])
    assert fates(threads)[2018, "Régularisation"][1] == "not-read"
    assert fates(threads)[2017, "Mentorat"][1] == "dropped"


def test_a_team_that_was_not_read_dropped_nothing():
    threads, _ = trace([edition(2018, "Fiches réflexes", team="juridique"), edition(2019, "Fidélisation des donateurs", team="collecte")])
    assert fates(threads)[2018, "Fiches réflexes"][1] == "not-read"
    assert fates(threads)[2019, "Fidélisation des donateurs"][0] == "not-read"


def test_what_no_later_edition_could_show_is_only_last_seen():
    threads, _ = trace([edition(2019, "Mentorat")])
    assert fates(threads)[2019, "Mentorat"] == ("first-seen", "last-seen")


def test_equal_words_are_told_apart_by_their_headings():
    words = "Déontologie (réflexions sur nos pratiques)"
    records = [edition(year, words, section=section) for year in (2018, 2019) for section in ("Asile", "Genre")]
    threads, _ = trace([record.model_copy(update={"document": record.document}) for record in records])
    for thread in threads:
        assert len({member.path for member in thread.items}) == 1
    assert sum(len(thread.links) for thread in threads) == 2


def test_a_person_s_no_is_remembered_and_a_yes_is_transitive():
    records = [edition(2018, "Contentieux Dublin"), edition(2019, "Contentieux Dublin"), edition(2020, "Droit à l'hébergement")]

    def judged(left: int, right: int, verdict: str) -> Judgement:
        addresses = [selector(records[at].items[0], records[at].items) for at in (left, right)]
        names = [records[at].document.id for at in (left, right)]
        return Judgement(
            left=addresses[0],
            left_document=names[0],
            right=addresses[1],
            right_document=names[1],
            verdict=verdict,
            by="A. Martin",
            at="2026-01-01",
        )

    threads, _ = trace(records, [judged(0, 1, "different")])
    assert all(not thread.links for thread in threads)
    threads, _ = trace(records, [judged(0, 1, "same"), judged(1, 2, "same")])
    assert len(threads) == 1
    assert {link.decided_by for link in threads[0].links} == {"A. Martin"}
    threads, _ = trace(records, [judged(0, 2, "different"), judged(1, 2, "same")])
    assert len(threads) == 2, "0 and 1 may not meet: 1 is the same as 2, and 0 is not"


def test_a_judgement_whose_item_is_gone_is_reported():
    records = [edition(2018, "Contentieux Dublin"), edition(2019, "Contentieux Dublin")]
    gone = selector(records[0].items[0], records[0].items).model_copy(update={"quote": "Une phrase que personne n'a écrite", "path": ()})
    judgement = Judgement(left=gone, left_document="d-0", right=gone, right_document="d-1", verdict="same", by="A. Martin", at="2026-01-01")
    _, notices = trace(records, [judgement])
    assert [notice.code for notice in notices] == ["judgement-orphan"]


def test_the_order_in_which_records_come_changes_nothing():
    records = [record for record, _ in annotated()]
    assert trace(records) == trace(records[::-1])


def test_every_link_says_why():
    threads, _ = trace([record for record, _ in annotated()])
    machine = [link for thread in threads for link in thread.links]
    assert machine
    for one, other in combinations(machine, 2):
        assert one != other
    assert all(link.reasons for link in machine)
