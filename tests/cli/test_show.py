"""`filrouge show` prints any stop on the road; `filrouge doctor` says what is missing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from extract import model
from extract.cli import cli
from extract.cli.show import STEPS
from extract.errors import Encrypted, Missing
from tests.readers.office import docx, listed, numbering, p

_REPORT = """\
Priorités 2024

Équipe Accueil
==============

- Droit d'asile : former les bénévoles
  aux recours
- Préfecture : contentieux
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "rapport.txt"
    path.write_text(_REPORT, encoding="utf-8")
    return str(path)


def _show(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["show", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_a_report_can_be_printed(report, step):
    assert "bénévoles" in _show(report, "--as", step) or step == "outline"


def test_items_are_the_default_and_stand_under_their_headings(report):
    said = _show(report)
    assert "Équipe Accueil\n  - Droit d'asile : former les bénévoles aux recours\n    [priority  2024  asylum" in said
    assert "2 items, 2 of them priorities" in said


def test_lines_say_place_role_mark_and_style(tmp_path):
    path = tmp_path / "rapport.docx"
    path.write_bytes(docx(p("Asile") + listed("former"), numbers=numbering("decimal %1.")))
    rows = [row.split() for row in _show(str(path), "--as", "lines").splitlines()]
    assert rows == [["place", "role", "mark", "style", "text"], ["¶1", "Asile"], ["¶2", "item", "1", "1.", "+18", "former"]]


def test_blocks_name_what_is_set_aside_and_why(report):
    assert any(row.split()[2:4] == ["aside", "rule"] for row in _show(report, "--as", "blocks").splitlines())


def test_outline_says_kind_and_evidence(report):
    row = next(row for row in _show(report, "--as", "outline").splitlines() if "Équipe Accueil" in row)
    assert "team" in row and "2 items" in row


def test_json_is_the_record(report):
    document = model.Document.model_validate(json.loads(_show(report, "--as", "json")))
    assert [item.text for item in document.items] == ["Droit d'asile : former les bénévoles aux recours", "Préfecture : contentieux"]


def test_an_error_names_the_file_its_fault_and_the_remedy(tmp_path):
    locked = tmp_path / "secret.docx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    for path, error in ((locked, Encrypted), (tmp_path / "absent.pdf", Missing)):
        with pytest.raises(error) as caught:
            CliRunner().invoke(cli, ["show", str(path)], catch_exceptions=False, standalone_mode=False)
        assert str(path) in str(caught.value) and caught.value.remedy


def test_the_doctor_finds_everything_that_is_needed():
    result = CliRunner().invoke(cli, ["doctor", "--format", "json"], catch_exceptions=False)
    found = json.loads(result.output)
    assert result.exit_code == 0
    assert {finding["state"] for finding in found} <= {"ok", "absent"}
    assert all(finding["remedy"] for finding in found if finding["state"] != "ok")
    assert {"pypdfium2", "formats", "a report of one line", "Tesseract"} <= {finding["name"] for finding in found}


def test_the_doctor_says_how_to_get_what_is_missing(monkeypatch):
    from extract.cli import doctor

    monkeypatch.setattr(doctor, "_version", lambda name: None if name in ("lxml", "pyarrow") else "99999999")
    result = CliRunner().invoke(cli, ["doctor", "--ocr-language", "xyz"])
    assert result.exit_code == 1
    for said in (
        "missing  lxml",
        "pip install lxml",
        "absent   pyarrow",
        'pip install "filrouge[export]"',
        "language data “xyz”",
        "1 needed thing is missing",
    ):
        assert said in result.output


def test_a_package_below_its_floor_is_broken(monkeypatch):
    from extract.cli import doctor

    monkeypatch.setattr(doctor, "_version", lambda name: "1.0" if name == "pydantic" else "99999999")
    assert CliRunner().invoke(cli, ["doctor"]).exit_code == 1
