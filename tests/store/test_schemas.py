"""The promise to other programs: schemas equal the models, records pass an independent validator, and a consumer of 1.0 keeps working."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from extract import model
from extract.cli import cli
from extract.store import ledger, schemas, validation
from tests import builders
from tests.data.consumers import reader_1_0

ROOT = Path(__file__).parent.parent.parent


def test_the_published_schemas_are_those_of_the_models():
    assert schemas.differences(ROOT / "schemas" / "v1") == []


def test_a_changed_schema_is_noticed(tmp_path):
    assert CliRunner().invoke(cli, ["schema", "--write", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(cli, ["schema", "--check", str(tmp_path)]).exit_code == 0
    (tmp_path / "document.schema.json").write_text("{}")
    (tmp_path / "stranger.json").write_text("{}")
    checked = CliRunner().invoke(cli, ["schema", "--check", str(tmp_path)])
    assert checked.exit_code == 1 and "document.schema.json" in checked.stderr and "stranger.json" in checked.stderr


@pytest.mark.parametrize("name", sorted(schemas.PUBLISHED))
def test_each_schema_is_one_and_is_printed(name):
    schema = json.loads((ROOT / "schemas" / "v1" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(CliRunner().invoke(cli, ["schema", name]).stdout) == schema


def test_records_and_ledger_pass_an_independent_validator(tmp_path):
    record = builders.document(items=["Rétention", builders.item("Asile", themes=["asylum"], team="juridique")], year=2018)
    validator = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / "v1" / "document.schema.json").read_text("utf-8")))
    data = json.loads(record.model_dump_json())
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({**data, "more": 1})) and list(validator.iter_errors({**data, "items": None}))
    lines = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / "v1" / "ledger-line.schema.json").read_text("utf-8")))
    assert list(lines.iter_errors(ledger.line(path="a.txt", status="skipped"))) == []


def test_a_program_written_for_1_0_reads_todays_records():
    """The program stands in tests/data/consumers as it was written for 1.0, and is never changed."""
    record = builders.document(
        items=[builders.item("Contentieux de la rétention", themes=["detention"], team="nationale", pole="Enfermement", page=2)], year=2018
    )
    rows = reader_1_0.rows(record.model_dump_json(), builders.transcript(record))
    assert rows == [("La Cimade", 2018, "nationale", "Enfermement", "priority", ("detention",), "Contentieux de la rétention", 2)]


def test_fields_are_only_added_within_1_x():
    """Every field of 1.0, its type and whether it is there, is still as it was when it was published."""
    old = json.loads((ROOT / "tests" / "data" / "consumers" / "document-1.0.schema.json").read_text("utf-8"))
    new = json.loads((ROOT / "schemas" / "v1" / "document.schema.json").read_text("utf-8"))
    assert model.SCHEMA_VERSION.startswith("1.")
    for name, definition in {"": old, **old["$defs"]}.items():
        today = new["$defs"][name] if name else new
        assert set(definition["required"]) <= set(today["required"]), name
        for field, said in definition["properties"].items():
            assert today["properties"][field] == said or field in ("flags", "schema_version"), f"{name}.{field}"


def test_a_record_of_another_schema_is_told_from_ours():
    record = builders.document(items=["Rétention"]).model_dump_json()
    later = record.replace('"schema_version":"1.0"', '"schema_version":"1.7"')
    assert model.Document.model_validate_json(later).schema_version == "1.7"
    with pytest.raises(ValueError, match="schema_version"):
        model.Document.model_validate_json(record.replace('"schema_version":"1.0"', '"schema_version":"2.0"'))


def test_validate_names_each_fault(tmp_path):
    record = builders.document(items=["Rétention"], year=2018)
    out = builders.save(tmp_path / "out", [record])
    assert CliRunner().invoke(cli, ["validate", "--out", str(out)]).exit_code == 0
    path = out / "documents" / f"{record.document.id}.json"
    path.write_text(
        path.read_text("utf-8").replace('"kind": "priority"', '"kind": "wish"', 1).replace('"kind":"priority"', '"kind":"wish"', 1)
    )
    (out / "ledger.jsonl").write_text('{"path": 1}\n')
    done = CliRunner().invoke(cli, ["validate", "--out", str(out)])
    assert done.exit_code == 1
    assert "items.0.kind" in done.stdout and "ledger.jsonl: line 1: path" in done.stdout


def test_validate_holds_every_span_against_the_transcript(tmp_path):
    record = builders.document(items=[builders.item("Rétention administrative", themes=["detention"])], year=2018)
    out = builders.save(tmp_path / "out", [record])
    transcript = out / record.document.transcript.path
    transcript.write_text(transcript.read_text("utf-8").replace("Rétention", "Retention"), "utf-8")
    [(_, faults)] = [(path, found) for path, found in validation.check(out) if path.suffix == ".json"]
    assert faults and "transcript" in faults[0]
    assert validation.span_faults(record, transcript.read_text("utf-8"))
