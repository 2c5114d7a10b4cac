"""Are published files what their schema promises? Records are checked against their transcript too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pydantic

from extract import model
from extract.errors import UsageError
from extract.store import records

_LINES: dict[str, type[model.Published]] = {
    "ledger.jsonl": model.LedgerLine,
    "corrections.jsonl": model.Correction,
    "judgements.jsonl": model.Judgement,
}
_MOST = 20  # faults told of one file


def check(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each file at or below `path` that has a schema, with what is wrong with it."""
    if path.is_dir():
        folder = path / records.DOCUMENTS if (path / records.DOCUMENTS).is_dir() else path
        files = [folder / f"{name}.json" for name in records.ids(path)] if folder != path else sorted(path.glob("*.json"))
        for file in [*files, *(path / name for name in sorted(_LINES) if (path / name).is_file())]:
            yield file, faults(file)
    elif path.is_file():
        yield path, faults(path)
    else:
        raise UsageError(f"{path} does not exist", remedy="Give a record, a ledger, or an output folder")


def faults(file: Path) -> list[str]:
    """What is wrong with a record (`.json`) or a file of lines (`ledger.jsonl`, `corrections.jsonl`, `judgements.jsonl`)."""
    data = file.read_bytes()
    if file.suffix == ".json":
        return _record_faults(file, data)
    kind = next((kind for name, kind in _LINES.items() if file.name.endswith(name)), None)
    if kind is None:
        return ["there is no schema for a file of this name"]
    lines = enumerate(data.split(b"\n"), 1)
    return [f"line {number}: {fault}" for number, line in lines if line for fault in _faults(kind, line)][:_MOST]


def span_faults(document: model.Document, text: str) -> list[str]:
    """Every span whose slice of the transcript is not the words it claims, and every span that runs out of the text."""
    wrong = []
    for where, span, words in _spans(document):
        if span[0] > span[1] or span[1] > len(text):
            wrong.append(f"{where}: the span {list(span)} is outside of the transcript")
        elif words is not None and text[span[0] : span[1]] != words:
            wrong.append(f"{where}: the span {list(span)} holds {text[span[0] : span[1]]!r}, not {words!r}")
    return wrong


def _record_faults(file: Path, data: bytes) -> list[str]:
    wrong = _faults(model.Document, data)
    if wrong:
        return wrong
    document = model.Document.model_validate_json(data)
    if len({item.id for item in document.items}) < len(document.items):
        wrong.append("two items share an id")
    transcript = file.parent.parent / document.document.transcript.path
    if transcript.is_file():
        raw = transcript.read_bytes()
        if hashlib.sha256(raw).hexdigest() != document.document.transcript.sha256:
            wrong.append(f"{document.document.transcript.path} is not the transcript the record was made with")
        else:
            wrong += span_faults(document, raw.decode("utf-8"))
    elif file.parent.name == records.DOCUMENTS:
        wrong.append(f"{document.document.transcript.path} is missing")
    return wrong[:_MOST]


def _faults(kind: type[pydantic.BaseModel], data: bytes) -> list[str]:
    try:
        kind.model_validate_json(data)
    except pydantic.ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return [f"{'.'.join(str(part) for part in one['loc']) or 'the whole'}: {one['msg']}" for one in found[:_MOST]]
    return []


def _spans(document: model.Document) -> Iterator[tuple[str, model.Span, str | None]]:
    """(where it stands, span, the words it must hold or None) of every span in the record."""
    for name, evidence in document.document.evidence.items():
        if evidence.span:
            yield f"document.evidence.{name}", evidence.span, None
    for section in document.outline:
        yield f"outline {section.id}", section.span, None
    for found in document.personal_data:
        yield "personal_data", found.span, found.text
    for notice in document.notices:
        if notice.span:
            yield f"notice {notice.code}", notice.span, None
    for item in document.items:
        yield f"item {item.id}", item.locator.span, None
        for *_, proof in item.said():
            yield f"item {item.id}: {proof.rule}", proof.span, proof.text
