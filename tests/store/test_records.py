"""Records as files."""

from __future__ import annotations

import pytest

from extract.store import records
from tests import builders


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_a_record_written_piece_by_piece_is_the_record(count, monkeypatch):
    monkeypatch.setattr(records, "_ITEMS_AT_ONCE", 2)
    document = builders.document(items=[f'Asile {number} : "items": []\n  et plus' for number in range(count)])
    assert records.serialise(document).decode() == document.model_dump_json(indent=1) + "\n"
    assert records.parse(records.serialise(document), "record.json") == document
