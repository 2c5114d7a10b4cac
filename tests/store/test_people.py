"""What people decided, as it stands in files that people may also write by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.store import people

LINE = {
    "id": "c-0123456789abcdef",
    "document": "d-0123456789abcdef",
    "target": {"quote": "Dublin : contentieux"},
    "said": None,
    "by": "A. Martin",
    "at": "2026-01-01T10:00:00+00:00",
}


def test_what_each_field_can_hold_is_read(tmp_path: Path):
    said = [("kind", "activity"), ("year", 2021), ("year", None), ("themes", ["housing"]), ("actions", []), ("item", "not-an-item")]
    file = tmp_path / "corrections.jsonl"
    file.write_text("\n".join(json.dumps({**LINE, "field": field, "says": says}) for field, says in said))
    assert [correction.field for correction in people.corrections(file)] == [field for field, _ in said]


@pytest.mark.parametrize(
    ("field", "says"),
    [("kind", "prioritaire"), ("kind", None), ("year", "2021"), ("themes", "housing"), ("actions", None), ("item", "Dublin : plaidoyer")],
)
def test_what_a_field_cannot_hold_is_named_with_its_line_and_makes_no_record_that_nothing_can_read(tmp_path: Path, field: str, says):
    file = tmp_path / "corrections.jsonl"
    file.write_text(json.dumps({**LINE, "field": field, "says": says}))
    with pytest.raises(UsageError, match=rf"corrections\.jsonl:1: .*nothing that {field} can be"):
        people.corrections(file)
