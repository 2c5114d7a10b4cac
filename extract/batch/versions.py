"""What made a record, in a few letters: so that after an upgrade or a rule change only that is done again which it affects.

`made_with` is "reader:reading:labels:corrections":
- the reader that took the file;
- a digest of all that decides what is read: the reader's code and libraries, layout, segmentation, metadata, their rules, the options;
- a digest of all that decides the labels (themes, kinds, actions): code, rules;
- a digest of the corrections that concern the document, or nothing.
When only the last two differ, the document is labelled again from its kept outline, without being opened.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import extract
from extract.page import Options

_HOME = Path(extract.__file__).parent
_LABELLING = ("classify", "taxonomy", "review", "anchor")  # rooms whose code decides labels only
_READING = ("layout", "segment", "metadata", "privacy", "text", "page", "pipeline", "readers/__init__")
_LABEL_RULES = ("themes", "kinds", "actions", "contexts", "version.yaml")  # of rules/: what decides labels only
_OTHER_RULES = ("link",)  # what decides nothing in a record
_NAMES = {"docx": "python-docx", "PIL": "pillow", "yaml": "PyYAML", "pdfminer": "pdfminer.six", "charset_normalizer": "charset-normalizer"}


class Versions:
    """The digests that today's code, rules and options give."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def made_with(self, reader: str, corrected: str = "") -> str:
        return f"{reader}:{self.reading(reader)}:{self.labels}:{corrected}"

    def reading_is_current(self, made_with: str | None) -> bool:
        """Would reading give the same outline as when the record was made?"""
        reader, reading, _ = _split(made_with)
        return bool(reading) and reading == self.reading(reader)

    def is_current(self, made_with: str | None, corrected: str = "") -> bool:
        return bool(made_with) and made_with == self.made_with(_split(made_with)[0], corrected)

    def reading(self, reader: str) -> str:
        """The digest of what decides how a file is read; `reader` "" stands for all readers (what no reader could read)."""
        if reader not in self._readings:
            self._readings[reader] = _digest(self._shared, *(_code(path) for path in self._reader_files(reader)))
        return self._readings[reader]

    @cached_property
    def labels(self) -> str:
        rules = [_rules(_HOME / "rules", lambda top: top in _LABEL_RULES), *(_rules(Path(folder)) for folder in self.options.rules)]
        return _digest(*(_code(path) for room in _LABELLING for path in _room(room)), *rules, str(self.options.max_item_chars))

    @cached_property
    def _shared(self) -> str:
        options = {**asdict(self.options), "rules": "", "max_item_chars": ""}
        rules = _rules(_HOME / "rules", lambda top: top not in _LABEL_RULES + _OTHER_RULES)
        return _digest(extract.__version__, repr(options), *(_code(path) for room in _READING for path in _room(room)), rules)

    @cached_property
    def _readings(self) -> dict[str, str]:
        return {}

    def _reader_files(self, reader: str) -> list[Path]:
        shared = [path for path in _room("readers") if path.name.startswith("_") and path.parent.name == "readers"]
        return sorted({*shared, *(_room(f"readers/{reader}") or _room("readers"))})


def _split(made_with: str | None) -> tuple[str, str, str]:
    reader, _, rest = (made_with or "").partition(":")
    reading, _, labels = rest.partition(":")
    return reader, reading, labels


def _room(name: str) -> list[Path]:
    """The Python files of a room, which is a module or a folder."""
    module = _HOME / f"{name}.py"
    return [module] if module.exists() else sorted((_HOME / name).rglob("*.py"))


def _code(path: Path) -> str:
    """A module's text and the versions of the libraries it imports."""
    text = path.read_text("utf-8")
    imported = {name for name in re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)} - {"extract"} - sys.stdlib_module_names
    return text + " ".join(f"{name} {_version(name)}" for name in sorted(imported))


def _version(module: str) -> str:
    try:
        return importlib.metadata.version(_NAMES.get(module, module))
    except importlib.metadata.PackageNotFoundError:
        return "none"


def _rules(folder: Path, wanted: Callable[[str], bool] = lambda top: True) -> str:
    """The rule files of a folder, those whose first step below it `wanted` takes."""
    parts = []
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            relative = Path(base, name).relative_to(folder)
            if name.endswith((".yaml", ".yml")) and wanted(relative.parts[0]):
                parts.append(f"{relative.as_posix()}\0{Path(base, name).read_text('utf-8', 'replace')}")
    return _digest(*parts)


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]
