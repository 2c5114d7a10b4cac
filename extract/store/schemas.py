"""The JSON Schemas of what is published (draft 2020-12), generated from `model`."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from extract import model

PUBLISHED: dict[str, type[BaseModel]] = {
    "document": model.Document,
    "ledger-line": model.LedgerLine,
    "correction": model.Correction,
    "judgement": model.Judgement,
    "thread": model.Thread,
}


def schemas() -> dict[str, str]:
    """File name → text of each published schema."""
    return {f"{name}.schema.json": _text(name, published) for name, published in PUBLISHED.items()}


def differences(folder: Path) -> list[str]:
    """Names of the files in `folder` that are missing, differ from the models, or are no schema of ours."""
    wanted = schemas()
    there = {path.name for path in folder.glob("*.json")}
    differing = {name for name, text in wanted.items() if name not in there or (folder / name).read_text("utf-8") != text}
    return sorted(differing | (there - set(wanted)))


def _text(name: str, published: type[BaseModel]) -> str:
    schema = published.model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:filrouge:schema:{model.SCHEMA_VERSION.split('.')[0]}:{name}",
    }
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"
