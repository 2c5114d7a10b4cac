"""Exported tables hold what the records hold, in every format alike, and nothing in them runs."""

from __future__ import annotations

import csv
import json
import zipfile

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from extract import model, privacy
from extract.cli import export
from extract.exporters import tables
from tests.builders import document, item, ledger_line, save, transcript

PARTS = ("documents", "sections", "items", "themes", "actions", "evidence")


def corpus():
    first = document(
        [
            item(
                "Accès au séjour",
                themes={"residence": "séjour", "asylum": "Asile"},
                team="juridique",
                section="Asile",
                actions=["advocacy"],
            ),
            item('=HYPERLINK("http://x";"y")', flags=("ocr", "low-confidence"), lead_in="@SUM(A1) :", parent=1, depth=2),
            item("- 5 mesures\x07", kind="figure", year=None),
        ],
        year=2018,
    )
    return [first, document(["Écrire à jean@exemple.org"], year=2019, title="+33 plan"), document(["Accès"], year=2018, name="copie.docx")]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    first, second, copy = corpus()
    start = transcript(second).index("jean@exemple.org")
    said = model.PersonalData(kind="email", text="jean@exemple.org", span=(start, start + 16))
    second = second.model_copy(update={"personal_data": (said,)})
    ledger = [ledger_line(first), ledger_line(second), ledger_line(copy, variant_of=first.document.id)]
    return save(tmp_path_factory.mktemp("out"), [first, second, copy], ledger)


def run(out, form, to, *arguments):
    result = CliRunner().invoke(export.command, [form, "--out", str(out), "--to", str(to), *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


def read(form, folder):
    """Table → rows as dicts of text, as the programs that others use read them."""
    if form == "xlsx":
        book = openpyxl.load_workbook(folder / "filrouge.xlsx")
        found = {}
        for name in PARTS:
            header, *rows = book[name].iter_rows(values_only=True)
            found[name] = [{key: plain(value) for key, value in zip(header, row, strict=True)} for row in rows]
        return found
    if form == "parquet":
        found = {}
        for name in PARTS:
            asked = duckdb.sql(f"SELECT * FROM '{folder}/{name}.parquet'")
            found[name] = [{key: plain(value) for key, value in zip(asked.columns, row, strict=True)} for row in asked.fetchall()]
        return found
    if form == "jsonl":
        return {
            name: [{key: plain(value) for key, value in json.loads(line).items()} for line in (folder / f"{name}.jsonl").open()]
            for name in PARTS
        }
    return {
        name: [
            {key: value.removeprefix("'") for key, value in row.items()}
            for row in csv.DictReader((folder / f"{name}.csv").open(newline=""))
        ]
        for name in PARTS
    }


def plain(value):
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value).replace("\ufffd", "\x07")


FORMATS = ("parquet", "csv", "jsonl", "xlsx")


@pytest.fixture(scope="module")
def exported(out, tmp_path_factory):
    folders = {}
    for form in FORMATS:
        folders[form] = tmp_path_factory.mktemp(form)
        run(out, form, folders[form])
    return folders


def test_every_format_holds_the_same_rows(exported):
    def comparable(found):
        return {
            name: [{key: value.rstrip("0").rstrip(".") if "." in value else value for key, value in row.items()} for row in rows]
            for name, rows in found.items()
        }

    whole = {form: comparable(read(form, folder)) for form, folder in exported.items()}
    assert [len(whole["csv"][name]) for name in PARTS] == [2, 2, 4, 2, 1, 7]
    for form in FORMATS:
        assert whole[form] == whole["csv"], form


def test_an_item_carries_its_place_and_labels_and_its_words_are_beside(exported):
    found = read("jsonl", exported["jsonl"])
    first = found["items"][0]
    assert (first["team"], first["headings"], first["themes"], first["page"]) == (
        "juridique",
        "Équipe juridique › Asile",
        "residence asylum",
        "1",
    )
    said = {(row["field"], row["label"], row["origin"], row["text"]) for row in found["evidence"] if row["item_id"] == first["item_id"]}
    assert ("theme", "asylum", "heading", "Asile") in said and ("theme", "residence", "own", "séjour") in said


def test_no_cell_is_a_formula(exported):
    book = openpyxl.load_workbook(exported["xlsx"] / "filrouge.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(cell.value == '=HYPERLINK("http://x";"y")' for cell in cells)
    rows = list(csv.reader((exported["csv"] / "items.csv").open(newline="")))
    assert [value for row in rows for value in row if value[:1] in ("=", "+", "@", "-")] == []


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_records_give_the_same_bytes(out, exported, form, tmp_path):
    run(out, form, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in exported[form].iterdir()
    }


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_the_data_package_describes_every_file_and_column(exported, form):
    package = json.loads((exported[form] / "datapackage.json").read_text())
    found = read(form, exported[form])
    assert {resource["name"] for resource in package["resources"]} == set(PARTS)
    for resource in package["resources"]:
        rows = found[resource["name"]]
        assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
        assert (exported[form] / resource["path"]).stat().st_size == resource["bytes"]
        key = resource["schema"]["primaryKey"]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
        for foreign in resource["schema"]["foreignKeys"]:
            there = {tuple(row[name] for name in foreign["fields"]) for row in found[foreign["reference"]["resource"]]}
            assert {tuple(row[name] for name in foreign["fields"]) for row in rows} <= there


def test_rows_fit_their_columns():
    kinds = {"string": str, "integer": int, "number": float}
    for table in tables.TABLES:
        for record in corpus():
            for row in table.rows(record):
                for column, value in zip(table.columns, row, strict=True):
                    assert value is None or isinstance(value, kinds[column.type]), (table.name, column.name, value)


def test_copies_are_left_out_unless_asked_for(out, tmp_path):
    run(out, "jsonl", tmp_path, "--variants")
    assert len((tmp_path / "documents.jsonl").read_text().splitlines()) == 3


@pytest.mark.parametrize("form", FORMATS)
def test_a_public_export_says_what_personal_data_was_and_not_what_it_said(out, form, tmp_path):
    result = run(out, form, tmp_path, "--public")
    assert "1 span of personal data replaced (1 email)" in result.stderr
    assert [row["text"] for row in read(form, tmp_path)["items"]][-1] == "Écrire à [e-mail]"
    for path in tmp_path.iterdir():
        parts = [zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()] if form == "xlsx" else [path.read_bytes()]
        assert not [part for part in parts if b"exemple.org" in part]


def test_personal_data_over_a_line_break_is_replaced_where_lines_are_joined():
    record = document(["Appeler le 06 12 34 56 78 le matin"])
    said = model.PersonalData(kind="phone", text="06 12\n34 56 78", span=(30, 44))
    public, found = privacy.redact(record.model_copy(update={"personal_data": (said,)}))
    assert public.items[0].text == "Appeler le [téléphone] le matin" and found == {"phone": 1}


def test_an_unknown_format_lists_those_there_are(out, tmp_path):
    with pytest.raises(Exception, match="parquet") as raised:
        run(out, "ods", tmp_path)
    assert all(form in str(raised.value) for form in FORMATS)


def test_a_failed_export_leaves_what_was_there(out, tmp_path, monkeypatch):
    run(out, "csv", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("extract.store.records.load", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(out, "csv", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_data_dictionary_is_the_one_of_the_tables(request):
    written = (request.config.rootpath / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == tables.dictionary(), (
        "run: python -c \"from extract.exporters.tables import dictionary; print(dictionary(), end='')\" > docs/data-dictionary.md"
    )
