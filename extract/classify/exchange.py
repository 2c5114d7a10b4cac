"""Labelled items for annotation tools, and back: JSON Lines and spaCy's DocBin.

A line of JSONL is {"text", "spans": [{"start", "end", "label", "rule"}], "themes", "meta": {"document", "item", "path", "team"}}: what
Prodigy, doccano and Label Studio read or convert. A DocBin holds the same, spans under `doc.spans["themes"]`, themes in `doc.cats`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.model import Document


@dataclass(frozen=True, slots=True)
class Annotated:
    """An item's text with labelled spans (start, end, label, rule) in it, and its themes."""

    text: str
    themes: tuple[str, ...]
    spans: tuple[tuple[int, int, str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()


def annotated(documents: Iterable[Document]) -> Iterator[Annotated]:
    """Every item of `documents`; a theme's own words become spans where they stand in the item's text as printed."""
    for document in documents:
        for item in document.items:
            meta = (("document", document.document.id), ("item", item.id), ("path", " > ".join(item.path)), ("team", item.team or ""))
            yield Annotated(item.text, tuple(theme.id for theme in item.themes), tuple(_spans(item)), meta)


def _spans(item: Any) -> Iterator[tuple[int, int, str, str]]:
    for theme in item.themes:
        for evidence in theme.evidence if theme.origin == "own" else ():
            # the item's text may have lost line breaks that its words in the transcript still have
            words = " ".join(evidence.text.split())
            at = item.text.find(words)
            if at >= 0:
                yield at, at + len(words), theme.id, evidence.rule


def jsonl(items: Iterable[Annotated]) -> str:
    """The items as JSON Lines."""
    return "".join(json.dumps(_line(item), ensure_ascii=False) + "\n" for item in items)


def _line(item: Annotated) -> dict[str, Any]:
    spans = [{"start": start, "end": end, "label": label, "rule": rule} for start, end, label, rule in item.spans]
    return {"text": item.text, "spans": spans, "themes": list(item.themes), "meta": dict(item.meta)}


def write_docbin(items: Iterable[Annotated], path: Path, themes: Iterable[str]) -> int:
    """How many items were written to `path`, one Doc each, with all of `themes` as categories."""
    from spacy.tokens import DocBin, SpanGroup

    from extract.classify.component import SPANS, Light

    nlp, known, count = Light(), sorted(themes), 0
    store = DocBin(store_user_data=True, attrs=["ORTH", "SPACY"])
    for item in items:
        doc = nlp.make_doc(item.text)
        found = (doc.char_span(a, b, label=label, span_id=rule, alignment_mode="expand") for a, b, label, rule in item.spans)
        doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=[span for span in found if span is not None])
        doc.cats = {theme: float(theme in item.themes) for theme in known}
        doc.user_data["meta"] = dict(item.meta)
        store.add(doc)
        count += 1
    path.write_bytes(store.to_bytes())
    return count


def read(path: Path) -> list[Annotated]:
    """The items of a JSONL file or a DocBin (".spacy"). Raises `UsageError` that names the line at fault."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file", remedy="Give a .jsonl or .spacy file of annotated items")
    return _read_docbin(path) if path.suffix == ".spacy" else [_parse(line, f"{path}:{number}") for number, line in _lines(path)]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text", remedy="Export it as UTF-8 JSON Lines, or as a .spacy file") from None
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield number, line


def _parse(line: str, where: str) -> Annotated:
    try:
        value = json.loads(line)
        spans = tuple((int(s["start"]), int(s["end"]), str(s["label"]), str(s.get("rule", ""))) for s in value.get("spans") or ())
        given = value.get("themes", value.get("accept", value.get("label")))
        themes = given if given is not None else sorted({span[2] for span in spans})
        meta = tuple((str(key), str(one)) for key, one in (value.get("meta") or {}).items())
        return Annotated(str(value["text"]), tuple(map(str, [themes] if isinstance(themes, str) else themes)), spans, meta)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{where}: not an annotated item ({error!r})", remedy='Each line is {"text": …, "themes": […], "spans": […]}'
        ) from None


def _read_docbin(path: Path) -> list[Annotated]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    from extract.classify.component import SPANS

    try:
        docs = list(DocBin(store_user_data=True).from_bytes(path.read_bytes()).get_docs(Vocab()))
    except Exception as error:  # msgpack, zlib and spaCy each have their own
        raise UsageError(f"{path} is not a DocBin ({type(error).__name__})", remedy="Save it with spaCy's DocBin.to_disk") from None
    items = []
    for doc in docs:
        spans = tuple((s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans.get(SPANS, ()))
        themes = tuple(sorted(theme for theme, score in doc.cats.items() if score >= 0.5)) or tuple(sorted({span[2] for span in spans}))
        items.append(Annotated(doc.text, themes, spans, tuple((doc.user_data.get("meta") or {}).items())))
    return items
