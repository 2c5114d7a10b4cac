"""A theme through the years is counted beside what was there; where nothing was there, there is no number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import UsageError
from extract.store import index
from tests.builders import document, item, ledger_line, save


def ask(out, **question):
    with index.open_index(out) as opened:
        return index.timeline(opened, index.Question(**question))


def cells(line, theme="detention", measure="items", **group):
    (row,) = [row for row in line.rows if row.theme == theme and all(getattr(row.group, key) == value for key, value in group.items())]
    return [None if count is None else getattr(count, measure) for count in row.cells]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    def cimade(year, *detention, others=(), **fields):
        items = [item(f"Rétention {team}", themes=["detention"], team=team) for team in detention]
        return document([*items, *(item(f"Autre {team}", themes=["asylum"], team=team) for team in others)], year=year, **fields)

    reports = [
        cimade(2016, "nord", "sud", others=("nord",)),
        cimade(2017, others=("nord", "sud")),
        cimade(2019, "nord"),
        document(
            [item("Prison", themes=["detention"], kind="activity"), item("Plan", themes=["detention"], year=2020)],
            year=2019,
            organisation="CAI",
        ),
        document([], year=2018, organisation="CAI"),
        document([item("Sans date", themes=["detention"])], year=None, organisation="CAI"),
    ]
    copy = document(["Rétention"], year=2016, name="copie.docx")
    ledger = [ledger_line(report) for report in reports] + [ledger_line(copy, variant_of=reports[0].document.id)]
    lost = {"path": "2018.pdf", "sha256": None, "bytes": 5, "status": "quarantined", "stage": "open", "code": "encrypted"}
    return save(tmp_path_factory.mktemp("out"), [*reports, copy], [*ledger, lost])


def test_an_edition_that_is_missing_is_no_zero(out):
    line = ask(out, organisations=("cimade",))
    assert line.years == (2016, 2017, 2018, 2019)
    assert cells(line) == [2, 0, None, 1]  # read in 2017 and silent; nothing to read in 2018
    assert line.missing == {"La Cimade": (2018,)}
    assert line.unread == ("2018.pdf",)


def test_a_count_stands_beside_its_items_editions_and_teams(out):
    line = ask(out, organisations=("cimade",))
    (there,) = line.there.values()
    assert there == (index.Count(3, 1, 2), index.Count(2, 1, 2), None, index.Count(1, 1, 1))
    assert cells(line, measure="teams") == [2, 0, None, 1]
    (row,) = ask(out, organisations=("cimade",), themes=("detention",)).to_json()["rows"]
    assert row["counts"][0]["share"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_team_that_was_not_there_is_no_zero_either(out):
    line = ask(out, organisations=("cimade",), by="team", themes=("detention",))
    assert cells(line, unit="nord") == [1, 0, None, 1]
    assert cells(line, unit="sud") == [1, 0, None, None]


def test_plans_for_the_next_year_count_in_the_next_year(out):
    line = ask(out, organisations=("cai",))
    assert (line.years, cells(line)) == ((2018, 2019, 2020), [0, 1, 1])
    assert line.undated == 1


def test_kinds_choose_items_but_the_edition_was_there_all_the_same(out):
    line = ask(out, organisations=("cai",), kinds=("priority",), themes=("detention",))
    assert cells(line) == [0, 0, 1]


def test_years_asked_for_are_all_there_and_each_organisation_has_its_gaps(out):
    line = ask(out, years=(2015, 2018), by="organisation", themes=("detention",))
    assert line.years == (2015, 2016, 2017, 2018)
    assert cells(line, organisation="La Cimade") == [None, 2, 0, None]
    assert cells(line, organisation="CAI") == [None, None, None, 0]
    assert line.missing == {"CAI": (2015, 2016, 2017), "La Cimade": (2015, 2018)}


def test_a_copy_counts_only_when_asked(out):
    assert ask(out, organisations=("cimade",), variants=True).there[index.Group()][0].editions == 2


def test_a_sub_theme_is_counted_when_asked_for_and_only_then(tmp_path):
    save(
        tmp_path, [document([item("Masques", themes=["health"], subthemes=("health.covid",)), item("Soins", themes=["health"])], year=2020)]
    )
    assert cells(ask(tmp_path, themes=("health.covid",)), "health.covid") == [1]
    assert cells(ask(tmp_path, themes=("health.covid",), variants=True), "health.covid") == [1]
    assert [row.theme for row in ask(tmp_path).rows] == ["health"]


def test_an_unknown_theme_suggests_the_near_ones(out):
    with pytest.raises(UsageError, match="detention"):
        ask(out, themes=("detension",))


@settings(max_examples=25, deadline=None)
@given(
    reports=st.lists(
        st.tuples(
            st.sampled_from([None, 2017, 2018, 2020]),
            st.sampled_from([None, "La Cimade", "CAI"]),
            st.lists(
                st.tuples(
                    st.sampled_from([None, "nord", "sud"]),
                    st.sampled_from([None, "Asile"]),
                    st.sampled_from(["priority", "figure"]),
                    st.sampled_from([None, 2018, 2019]),
                    st.sets(st.sampled_from(["asylum", "borders"])),
                ),
                max_size=4,
            ),
        ),
        max_size=5,
    ),
    by=st.sampled_from([None, "organisation", "team", "pole"]),
    kinds=st.sampled_from([(), ("priority",)]),
)
def test_counts_added_up_beforehand_are_the_counts_of_the_documents(tmp_path_factory, reports, by, kinds):
    records = [
        document(
            [
                item(f"Point {at}", team=team, pole=pole, kind=kind, year=said, themes=sorted(themes))
                for at, (team, pole, kind, said, themes) in enumerate(items)
            ],
            year=year,
            organisation=organisation,
            name=f"{number}.pdf",
        )
        for number, (year, organisation, items) in enumerate(reports)
    ]
    out = save(tmp_path_factory.mktemp("out"), records)
    beforehand = ask(out, by=by, kinds=kinds).to_json()
    assert beforehand == ask(out, by=by, kinds=kinds, variants=True).to_json()  # counted from the documents; there are no variants
