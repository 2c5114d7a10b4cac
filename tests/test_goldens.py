"""What the steps make of the golden sources is what it was when someone last looked."""

from __future__ import annotations

import pytest

from tests import goldens


@pytest.mark.parametrize("folder", goldens.folders(), ids=lambda folder: folder.name)
def test_the_lines_of_a_golden_source_are_as_they_were(folder):
    assert goldens.lines(folder) == (folder / "lines.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", goldens.folders(), ids=lambda folder: folder.name)
def test_the_outline_of_a_golden_source_is_as_it_was(folder):
    assert goldens.outline(folder) == (folder / "outline.txt").read_text(encoding="utf-8")


def test_every_reader_of_documents_has_a_golden_folder():
    from extract import readers

    named = {"docx": "word", "odt": "opendocument", "pptx": "slides", "text": "text", "markdown": "markdown", "pdf": "pdf"}
    known = {reader.__name__.rpartition(".")[2] for reader in readers.readers()} - {"scan"}  # what OCR reads depends on its data
    assert known == set(named)
    assert {folder.name for folder in goldens.folders()} >= set(named.values())
