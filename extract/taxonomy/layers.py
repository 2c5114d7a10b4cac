"""A user's own rule files: what a person accepts is written where `--rules` finds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from extract.errors import RuleError
from extract.taxonomy import schema, source

ACCEPTED = "accepted"


def accept(theme: schema.Theme, words: Sequence[str], folder: Path) -> Path:
    """The file in `folder`/themes that adds `words` to `theme`, each also an example of it. Accepted before stay."""
    path = folder / "themes" / f"{theme.id}.yaml"
    value: dict[str, Any] = {
        "id": theme.id,
        "extends": True,
        "labels": theme.labels.model_dump(),
        "definition": theme.definition,
        "rules": [],
    }
    faults: list[str] = []
    if path.is_file():
        if source.read(path.read_bytes(), str(path), schema.Theme, faults) is None:
            raise RuleError(faults)
        value = yaml.safe_load(path.read_bytes())
    rule = next((rule for rule in value["rules"] if rule["id"] == ACCEPTED), None)
    if rule is None:
        rule = {"id": ACCEPTED, "terms": []}
        value["rules"].append(rule)
    rule["terms"] = sorted({*(rule.get("terms") or ()), *words})
    examples = value.get("examples") or []
    said = {example for example in examples if isinstance(example, str)}
    value["examples"] = [*sorted({*said, *words}), *(example for example in examples if not isinstance(example, str))]  # those with a place
    content = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=140)
    if source.read(content.encode(), str(path), schema.Theme, faults) is None:
        raise RuleError(faults)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path
