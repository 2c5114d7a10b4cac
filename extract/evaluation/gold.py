"""Gold annotations: what a careful reader found in a report, with the readings that are as right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import Damaged, Missing, Unreadable

SUFFIX = ".gold.json"
_HEADINGS = ("team", "pole", "section")  # other roles (title, lead_in, running, item_title) are no headings of a path


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One annotated item. `fields` are its values; `doubt` holds the readings that are as right."""

    number: int
    text: str
    fields: dict[str, Any]
    doubt: dict[str, Any]

    def accepted(self, field: str) -> list[Any]:
        """The annotated value first, then those the annotator would have let pass."""
        more = self.doubt.get(f"also_acceptable_{field}s", self.doubt.get(f"also_acceptable_{field}", []))
        return [self.fields.get(field), *(more if isinstance(more, list) else [more])]

    @property
    def texts(self) -> list[str]:
        """The text as annotated first, then the texts that are as right."""
        alternative = self.doubt.get("text_alt") or []
        more = [*(self.doubt.get("also_acceptable_texts") or []), *([alternative] if isinstance(alternative, str) else alternative)]
        return [text for text in (self.text, *more) if isinstance(text, str)]

    @property
    def path(self) -> list[str]:
        return self.fields.get("path") or []

    @property
    def themes(self) -> set[str]:
        return set(self.fields.get("themes") or [])

    @property
    def actions(self) -> set[str]:
        return set(self.fields.get("actions") or [])

    @property
    def where(self) -> str:
        """Where the annotation says it stands: "page 3", "line 12", or nothing."""
        return next((f"{unit} {self.fields[unit]}" for unit in ("page", "line", "paragraph") if self.fields.get(unit) is not None), "")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated report. `beside` are finds that are welcome and not asked for: prose, and lines that may pass for items."""

    name: str
    document: dict[str, Any]
    items: tuple[GoldItem, ...]
    beside: tuple[GoldItem, ...]
    headings: tuple[tuple[int, str], ...]  # (level, title), in order

    @property
    def sources(self) -> list[str]:
        """The file names that the annotation gives for its report, the likeliest first; its own name is one."""
        given = [self.document.get("file"), *(self.document.get("sources") or []), *str(self.document.get("source") or "").split(" / ")]
        return list(dict.fromkeys([*(Path(name.strip()).name for name in given if isinstance(name, str) and name.strip()), self.name]))


def read(path: str | Path) -> Gold:
    """The annotation in the file at `path`. Raises an `errors.InputError` when there is none in it."""
    path = Path(path)
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return parse(value, path.name.removesuffix(SUFFIX).removesuffix(".json"))
    except FileNotFoundError:
        raise Missing(f"{path}: no such file") from None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{path} is no gold annotation: {_fault(error)}", remedy="docs/quality.md shows what one holds") from None


def parse(value: dict[str, Any], name: str) -> Gold:
    """The annotation that a JSON object holds. Raises KeyError, TypeError or ValueError when it does not hold one."""
    beside = [*value.get("paragraph_priorities", []), *value.get("unbulleted_items", [])]
    beside += [entry for entry in value.get("not_items", []) if entry.get("also_acceptable_as_item")]
    return Gold(
        name=name,
        document=dict(value["document"]),
        items=tuple(_item(entry, at) for at, entry in enumerate(value["items"], 1)),
        beside=tuple(_item(entry, -1) for entry in beside),
        headings=tuple((entry["level"], entry["text"]) for entry in value.get("headings", []) if entry.get("role", "section") in _HEADINGS),
    )


def _item(entry: dict[str, Any], at: int) -> GoldItem:
    return GoldItem(entry.get("n", at), entry["text"], dict(entry), dict(entry.get("doubt") or {}))


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno} is not JSON"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return f"{error} is missing" if isinstance(error, KeyError) else "its parts are not objects and lists as they should be"
