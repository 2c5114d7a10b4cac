"""`filrouge explore`: from an output folder and the reports to a folder for the browser."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from extract import pipeline
from extract.batch import roots
from extract.batch.inputs import Root
from extract.cli.explore import command
from extract.errors import UsageError
from extract.store import records
from tests.builders import document, save


@pytest.fixture
def archive(tmp_path) -> tuple[Path, Path]:
    """An output folder, and the folder with the one PDF it was made from."""
    reports = tmp_path / "rapports"
    reports.mkdir()
    canvas = Canvas(str(reports / "2018.pdf"), invariant=True)
    for at, line in enumerate(["Priorités 2018", "Rétention", "- Contentieux contre l'enfermement", "- Écrire à anne@exemple.org"]):
        canvas.drawString(72, 760 - 24 * at, line)
    canvas.save()
    result = pipeline.process(reports / "2018.pdf")
    records.save(tmp_path / "out", result.document, result.transcript.text)
    return tmp_path / "out", reports


def run(*arguments: object):
    return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)


def test_the_pages_that_hold_items_are_drawn(archive):
    out, reports = archive
    done = run("--out", out, "--sources", reports)
    folder = out / "explorer"
    assert done.stdout.strip() == str(folder / "index.html") and "no page pictures" not in done.stderr
    (picture,) = (folder / "pages").rglob("*.webp")
    assert picture.read_bytes()[8:12] == b"WEBP"
    labels = json.loads((folder / "data" / "core.js").read_text("utf-8")[len('filrouge.put("core",') : -3])["labels"]
    assert labels["themes"]["detention"]["fr"] == "Enfermement"


def test_reports_are_looked_for_where_they_were_read(archive):
    out, reports = archive
    roots.save(out, [Root(os.fsencode(reports))])
    assert "no page pictures" not in run("--out", out).stderr
    assert list((out / "explorer" / "pages").rglob("*.webp"))


def test_reports_that_moved_are_found_by_what_is_in_them(archive):
    out, reports = archive
    (reports / "2018.pdf").rename(reports / "autre nom.pdf")
    run("--out", out, "--sources", reports)
    assert list((out / "explorer" / "pages").rglob("*.webp"))


def test_a_report_that_changed_or_is_gone_costs_its_pictures_and_is_named(archive):
    out, reports = archive
    data = (reports / "2018.pdf").read_bytes()
    (reports / "2018.pdf").write_bytes(data.replace(b"Contentieux", b"contentieux") + b" ")
    done = run("--out", out, "--sources", reports)
    assert "no page pictures of 2018.pdf" in done.stderr and done.exit_code == 0
    assert not (out / "explorer" / "pages").exists()


def test_public_covers_personal_data_and_draws_nothing(archive):
    out, reports = archive
    done = run("--out", out, "--sources", reports, "--public")
    assert "1 span of personal data covered" in done.stderr
    files = [path for path in (out / "explorer" / "data").rglob("*.js")]
    assert files and not any("anne@" in path.read_text("utf-8") for path in files)
    assert not (out / "explorer" / "pages").exists()


def test_without_records_it_says_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="filrouge ingest"):
        run("--out", tmp_path)


def test_a_folder_of_ones_own_is_never_replaced(tmp_path):
    save(tmp_path / "out", [document(["x"])])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        run("--out", tmp_path / "out", "--to", tmp_path / "mine")
