"""YAML with line numbers: every fault of a file as `file:line: what is wrong and how to mend it`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]  # of a value in a file: names and numbers, outermost first
_MAX_BYTES = 4 * 1024 * 1024


def read(data: bytes, name: str, model: type[Model], faults: list[str]) -> Model | None:
    """The file's value, or None with its faults added to `faults`."""
    if len(data) > _MAX_BYTES:
        faults.append(f"{name}:1: larger than {_MAX_BYTES // 1024 // 1024} MB: split it")
        return None
    try:
        node = yaml.compose(data, Loader=Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            f"{name}:{mark.line + 1 if mark else 1}: not YAML ({getattr(error, 'problem', None) or error}): check quotes and indentation"
        )
        return None
    if re.search(rb"(?m)[:\-]\s+[&*]\w", data):
        faults.append(f"{name}:1: anchors and aliases (& and *) are not read: write the words out, or put quotes around them")
        return None
    lines: dict[Place, int] = {}
    value = _build(node, (), lines, name, faults) if node else None
    if not isinstance(value, dict):
        faults.append(f"{name}:1: empty, or not a list of names and values: see docs/themes.md")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults.extend(f"{name}:{_line(fault['loc'], lines)}: {_say(fault)}" for fault in error.errors())
        return None


def version(path: Path) -> str:
    """The version the built-in rules give themselves."""
    return str(yaml.load(path.read_bytes(), Loader=Loader)["version"])


def _build(node: yaml.Node, at: Place, lines: dict[Place, int], name: str, faults: list[str]) -> Any:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        value: dict[str, Any] = {}
        for key, child in node.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else str(key)
            if word in value:
                faults.append(f"{name}:{key.start_mark.line + 1}: {word!r} stands twice: join the two")
            value[word] = _build(child, (*at, word), lines, name, faults)
        return value
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*at, index), lines, name, faults) for index, child in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.ScalarNode) -> Any:
    """Words stay words ("no", "115" and "2018" too); only true, false, null and what pydantic reads as a number change."""
    if node.style is None and node.value in ("true", "false"):
        return node.value == "true"
    return None if node.style is None and node.value in ("null", "~", "") else node.value


def _line(location: Place, lines: dict[Place, int]) -> int:
    while location and location not in lines:
        location = location[:-1]
    return lines.get(location, 1)


def _say(fault: ErrorDetails) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{where}: no such field: check its spelling (docs/themes.md lists them)"
    if fault["type"] == "missing":
        return f"{where}: missing: add it"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{where}: {message}" if where else message
