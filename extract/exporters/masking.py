"""Records with personal data covered: every span flagged as personal, wherever its words come back, becomes blocks of the same length, so
that all spans of the record still hold; or, where spans do not matter, says what it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from extract.model import Document, Thread

BLOCK = "█"


class Cover:
    """Covers documents one after the other; `count` says how many flagged spans it has covered, all told, and `kinds` of which kinds.

    With `typed`, words become what they are ("[email]") instead of blocks, and spans count in the transcript as it was.
    """

    def __init__(self, typed: bool = False) -> None:
        self.kinds: Counter[str] = Counter()
        self.typed = typed
        self._hide: dict[str, Callable[[str], str]] = {}

    @property
    def count(self) -> int:
        return self.kinds.total()

    def document(self, document: Document) -> Document:
        """The record with its personal data covered in every text of it."""
        self.kinds.update(found.kind for found in document.personal_data)
        hide = self._hide[document.document.id] = _hider({found.text: found.kind for found in document.personal_data}, self.typed)
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


def _hider(secrets: dict[str, str], typed: bool) -> Callable[[str], str]:
    """Covers each secret (its words → its kind), also where a line break has come into it or a hyphen gone out of it."""
    kinds: dict[str, str] = {}
    patterns = []
    for secret in sorted(secrets, key=lambda said: (-len(said), said)):
        if bare := _bare(secret):
            kinds[bare] = secrets[secret]
            patterns.append(r"[\s\u00ad]*".join(map(re.escape, bare)))
    if not patterns:
        return lambda text: text
    pattern = re.compile("|".join(patterns))
    if typed:
        return lambda text: pattern.sub(lambda match: f"[{kinds[_bare(match[0])]}]", text)
    return lambda text: pattern.sub(lambda match: re.sub(r"\S", BLOCK, match[0]), text)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


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


def _everywhere(value, hide: Callable[[str], str]):
    """`value` with every string in it covered, but ids and digests."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {name: said if name in _KEPT and isinstance(said, str) else _everywhere(said, hide) for name, said in value.items()}
    if isinstance(value, list | tuple):
        return [_everywhere(one, hide) for one in value]
    return value
