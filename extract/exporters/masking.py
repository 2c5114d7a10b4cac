"""Records with personal data covered: every span flagged as personal, wherever its words come back, becomes blocks of the same length, so
that all spans of the record still hold and a transcript can be shown beside it. (Tables need no spans: they use `privacy.redact`.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from extract.model import Document, Thread

BLOCK = "█"


class Cover:
    """Covers documents one after the other; `count` says how many flagged spans it has covered, all told."""

    def __init__(self) -> None:
        self.count = 0
        self._hide: dict[str, Callable[[str], str]] = {}

    def document(self, document: Document) -> Document:
        """The record with its personal data covered in every text of it."""
        self.count += len(document.personal_data)
        hide = self._hide[document.document.id] = _hider(
            sorted({found.text for found in document.personal_data}, key=lambda said: (-len(said), said))
        )
        return Document.model_validate(_everywhere(document.model_dump(), hide)) if document.personal_data else document

    def transcript(self, document: Document, text: str) -> str:
        """The transcript of a covered document: flagged spans by their place, their words by themselves elsewhere."""
        chars = list(text)
        for found in document.personal_data:
            for at in range(found.span[0], min(found.span[1], len(chars))):
                if not chars[at].isspace():
                    chars[at] = BLOCK
        return self._hide[document.document.id]("".join(chars))

    def thread(self, thread: Thread) -> Thread:
        """The thread with the words of its documents covered as they were; documents are covered first."""
        data = thread.model_dump()
        for member in [*data["items"], *data["doubts"]]:
            hide = self._hide.get(member["document"])
            member.update(_everywhere(member, hide) if hide else {})
        for link in [*data["links"], *data["doubts"]]:
            for hide in (self._hide[member.document] for member in thread.items if member.document in self._hide):
                link["reasons"] = _everywhere(link["reasons"], hide)
        return Thread.model_validate(data)


def _hider(secrets: list[str]) -> Callable[[str], str]:
    """Covers each secret, also where a line break has come into it or a hyphen gone out of it."""
    known = [r"[\s\u00ad]*".join(re.escape(char) for char in secret if not char.isspace()) for secret in secrets]
    known = [pattern for pattern in known if pattern]
    if not known:
        return lambda text: text
    pattern = re.compile("|".join(known))
    return lambda text: pattern.sub(lambda match: re.sub(r"\S", BLOCK, match[0]), text)


_KEPT = {
    "id",
    "schema_version",
    "section_id",
    "parent",
    "sha256",
    "document",
    "item",
    "rule",
    "by",
    "origin",
    "code",
    "config_sha256",
    "transcript",
    "provenance",
}


def _everywhere(value: Any, hide: Callable[[str], str]) -> Any:
    """`value` with every string in it covered, but ids and digests."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {name: said if name in _KEPT and isinstance(said, str) else _everywhere(said, hide) for name, said in value.items()}
    if isinstance(value, list | tuple):
        return [_everywhere(one, hide) for one in value]
    return value
