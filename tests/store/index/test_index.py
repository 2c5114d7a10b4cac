"""The index says what the records say: whatever changed, in whatever order, and nothing that was to be forgotten."""

from __future__ import annotations

import json
import os
import sqlite3

import pytest

from extract import model
from extract.errors import OutputError, UsageError
from extract.store import index
from extract.store.index import build, schema, sums
from tests.builders import document, item, ledger_line, save


def reports(years=(2018, 2019, 2020)):
    return [
        document([item(f"Contentieux rétention {year}", themes={"detention": "rétention"}, team="juridique"), "Accès au séjour"], year=year)
        for year in years
    ]


def texts(out, **wanted):
    with index.open_index(out) as opened:
        return [hit.item["text"] for hit in index.search(opened, index.Search(**wanted)).hits]


def everything(out):
    """What the index holds, whatever numbers its rows have."""
    with index.open_index(out) as opened:
        answer = index.search(opened, index.Search(limit=0, variants=True))
        hits = [hit.to_json() for hit in answer.hits]
        tables = {
            table: sorted(map(repr, map(tuple, opened.rows(f"SELECT {columns} FROM {table}"))))
            for table, columns in {
                "documents": "id, title, year, items, variant_of",
                "themes": "theme, origin",
                "evidence": "field, label, rule, text, span_start",
                "sections": "id, title",
                "names": "field, name, items",
                "tallies": "year, team, kind, theme, items",
                "ledger": "*",
            }.items()
        }
    return hits, tables


def test_items_come_in_order_of_year_whatever_the_order_of_their_records(tmp_path):
    save(tmp_path, reports((2020, 2018, 2019)))
    assert texts(tmp_path, text="rétention") == ["Contentieux rétention 2018", "Contentieux rétention 2019", "Contentieux rétention 2020"]


def test_the_same_records_give_the_same_bytes(tmp_path):
    first, second = save(tmp_path / "a", reports()), save(tmp_path / "b", reports()[::-1], ledger=[ledger_line(it) for it in reports()])
    assert index.rebuild(first).read_bytes() == index.rebuild(second).read_bytes()


def test_eight_times_as_many_documents_are_added_up_in_about_eight_times_as_many_steps(tmp_path):
    assert steps(tmp_path / "many", 400) < 12 * steps(tmp_path / "few", 50)


def steps(path, count: int) -> int:
    """How many hundreds of steps SQLite takes to add up so many documents, each of its own year and organisation."""
    connection = schema.create(path)
    for number in range(1, count + 1):
        about = document([item("Accès au séjour")], year=1000 + number, organisation=f"Association {number}", name=f"{number}.txt")
        build.add(connection, about, number * schema.ROOM, 0)
    taken: list[None] = []
    connection.set_progress_handler(lambda: taken.append(None), 100)
    sums.add_up(connection)
    return len(taken)


def test_what_a_killed_process_left_half_made_is_swept_but_not_what_is_being_made(tmp_path):
    save(tmp_path, reports())
    old, young = tmp_path / ".index-old.sqlite", tmp_path / ".index-young.sqlite"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    index.rebuild(tmp_path)
    assert not old.exists() and young.exists()


def test_a_folder_without_records_says_what_to_run_first(tmp_path):
    with pytest.raises(UsageError, match="filrouge ingest"):
        index.open_index(tmp_path)


def test_an_index_older_than_the_records_says_so_and_is_made_again(tmp_path):
    save(tmp_path, reports((2018,)))
    said = []
    index.open_index(tmp_path, said.append).__exit__()
    index.open_index(tmp_path, said.append).__exit__()
    assert said == ["making the search index (there is no index yet)"]

    save(tmp_path, reports((2018, 2019)))
    index.open_index(tmp_path, said.append).__exit__()
    assert "1 record(s) came or went" in said[-1]

    (record,) = [path for path in (tmp_path / "documents").iterdir() if "2018" in path.read_text()][:1]
    changed = record.read_text().replace("Contentieux", "Procédures!")  # as many bytes as before
    record.write_text(changed)
    os.utime(record, ns=(0, (tmp_path / index.FILE).stat().st_mtime_ns + 1))
    assert index.stale(tmp_path) == "records changed since"


def test_an_index_of_another_version_or_a_damaged_one_is_made_again(tmp_path):
    save(tmp_path, reports((2018,)))
    path = index.rebuild(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert "another version" in index.stale(tmp_path)
    assert texts(tmp_path, text="contentieux")
    path.write_bytes(b"SQLite format 3\0" + b"no" * 5000)
    assert index.stale(tmp_path) == "the index is damaged"
    assert texts(tmp_path, text="contentieux")


def test_a_record_that_is_none_is_left_out_by_name_and_the_others_are_found(tmp_path):
    save(tmp_path, reports((2018,)))
    (tmp_path / "documents" / "d-0000000000000000.json").write_text('{"schema_version": "1.0"}')
    said = []
    with index.open_index(tmp_path, said.append) as opened:
        assert index.search(opened, index.Search("contentieux")).total == 1
    assert "documents/d-0000000000000000.json" in said[-1]
    assert index.stale(tmp_path) is None


@pytest.mark.parametrize("small", [0, build.SMALL], ids=["row by row", "as a whole"])
def test_an_updated_index_holds_what_a_new_one_holds(tmp_path, small):
    old = reports((2018, 2020, 2021))
    save(tmp_path, old)
    index.rebuild(tmp_path)
    changed = document([*("Rien que du séjour",), item("Prison", themes=["detention"])], year=2020)
    new = document(["Nouveau"], year=2019)
    for gone in (old[1], old[2]):
        (tmp_path / "documents" / f"{gone.document.id}.json").unlink()
    save(
        tmp_path,
        [old[0], changed, new],
        ledger=[ledger_line(old[0]), ledger_line(changed, variant_of=old[0].document.id), ledger_line(new)],
    )
    index.update(tmp_path, [changed.document.id, new.document.id], [old[1].document.id, old[2].document.id], small=small)
    assert index.stale(tmp_path) is None
    updated = everything(tmp_path)
    index.rebuild(tmp_path)
    assert updated == everything(tmp_path)


def test_a_document_that_turns_into_a_variant_is_counted_once_from_then_on(tmp_path):
    pdf, word = reports((2018, 2018))[0], document(["Contentieux rétention"], name="copy.docx")
    save(tmp_path, [pdf, word])
    assert len(texts(tmp_path, text="contentieux")) == 2
    save(tmp_path, [pdf, word], ledger=[ledger_line(pdf), ledger_line(word, variant_of=pdf.document.id)])
    index.update(tmp_path, [], small=0)
    assert texts(tmp_path, text="contentieux") == ["Contentieux rétention 2018"]
    assert len(texts(tmp_path, text="contentieux", variants=True)) == 2


def test_many_documents_in_one_place_are_still_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(build.schema, "ROOM", 2)  # no more than one fits between two
    save(tmp_path, reports((2010, 2030)))
    index.rebuild(tmp_path)
    for year in (2020, 2015, 2012, 2025):
        save(tmp_path, [one := reports((year,))[0]])
        index.update(tmp_path, [one.document.id], small=0)
    assert texts(tmp_path, text="contentieux") == [f"Contentieux rétention {year}" for year in (2010, 2012, 2015, 2020, 2025, 2030)]


def test_a_forgotten_document_leaves_no_word_in_the_file(tmp_path):
    secret = document(
        [item("Madame Zyzomys habite rue Quokka", team="Wombat", lead_in="Bilby :")], year=2019, title="Numbat", name="numbat.pdf"
    )
    save(tmp_path, [*reports(), secret])
    path = index.rebuild(tmp_path)
    words = [b"yzomys", b"uokka", b"ombat", b"ilby", b"umbat", secret.document.id[2:].encode()]
    assert all(word in path.read_bytes() for word in words)
    index.forget(tmp_path, secret.document.id)
    assert [word for word in words if word in path.read_bytes()] == []
    (tmp_path / "documents" / f"{secret.document.id}.json").unlink()
    assert len(texts(tmp_path, text="contentieux")) == 3


def test_corrections_that_a_record_took_up_are_listed_with_what_rests_on_them(tmp_path):
    record = document(["Accès au séjour"], year=2018)
    theme = model.Theme(id="residence", origin="review", evidence=(model.Evidence(rule="review.c-1", text="séjour", span=(0, 6)),))
    record = record.model_copy(
        update={
            "items": (record.items[0].model_copy(update={"themes": (theme,)}),),
            "provenance": record.provenance.model_copy(update={"corrections": ("c-1", "c-2")}),
        }
    )
    save(tmp_path, [record])
    with index.open_index(tmp_path) as opened:
        rows = opened.rows("SELECT correction, items.text, field, label FROM corrections LEFT JOIN items ON items.no = item_no")
    assert sorted(map(tuple, rows)) == [("c-1", "Accès au séjour", "theme", "residence"), ("c-2", None, None, None)]


def test_a_torn_ledger_line_is_passed_over(tmp_path):
    save(tmp_path, reports((2018,)))
    with (tmp_path / "ledger.jsonl").open("a") as ledger:
        ledger.write(json.dumps(ledger_line(reports((2018,))[0], path="autre.pdf", status="duplicate"))[:-9])
    with index.open_index(tmp_path) as opened:
        assert opened.value("SELECT count(*) FROM ledger") == 1


def test_records_that_lie_where_nothing_can_be_written_say_to_be_copied(tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise OutputError(f"Cannot write to {tmp_path}", remedy="The disk is read-only: give another folder with --out")

    out = save(tmp_path / "out", [document(["Rien"])])
    (out / index.FILE).unlink(missing_ok=True)
    monkeypatch.setattr("extract.store.index.open.rebuild", refused)
    with pytest.raises(OutputError, match="Copy the folder to where you may write"):
        index.open_index(out)
