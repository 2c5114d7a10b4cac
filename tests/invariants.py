"""What is true of every record, whatever the document: the promises that consumers lean on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from extract.evaluation.matching import plain
from extract.model import Document, Evidence, Item
from extract.pipeline import Result

KINDS = {"heading", "item", "prose", "table", "aside"}


def broken(result: Result) -> list[str]:
    """The promises that this result breaks, each in a line; empty when all are kept."""
    document, text = result.document, result.transcript.text
    checks = (_evidence, _spans, _ids, _places, _tree)
    faults = [fault for check in checks for fault in check(document, text)]
    return [*faults, *_lines(result), *_transcript(document, text)]


def _evidence(document: Document, text: str) -> Iterator[str]:
    """The words of every evidence are what its span slices out of the transcript."""
    for item in document.items:
        for evidence in _all_evidence(item):
            if text[slice(*evidence.span)] != evidence.text:
                yield f"{item.id}: {evidence.rule} says {evidence.text!r}, its span says {text[slice(*evidence.span)]!r}"


def _all_evidence(item: Item) -> Iterator[Evidence]:
    yield from item.kind_evidence
    yield from item.suppressed
    for label in (*item.themes, *item.uncertain, *item.actions):
        yield from label.evidence


def _spans(document: Document, text: str) -> Iterator[str]:
    """Items and headings are made of the transcript's letters, in their order; what stands between may be a page's furniture."""
    for name, span, said in [
        *((item.id, item.locator.span, item.text) for item in document.items),
        *((section.id, section.span, _GENERATED.sub("", section.title)) for section in document.outline),
    ]:
        if not 0 <= span[0] < span[1] <= len(text):
            yield f"{name}: {span} is no range of the transcript"
        elif not _within(plain(said).replace(" ", ""), plain(text[slice(*span)]).replace(" ", "")):
            yield f"{name}: {said[:60]!r} is not in its span {text[slice(*span)][:80]!r}"


_GENERATED = re.compile(r"^[(]?(?:\d+|[IVXLC]+|\w)[.)°][\d.]*\s+")  # numbers that Word makes are no characters of the text


def _within(needle: str, hay: str) -> bool:
    letters = iter(hay)
    return all(letter in letters for letter in needle)


def _ids(document: Document, text: str) -> Iterator[str]:
    ids = [*(section.id for section in document.outline), *(item.id for item in document.items)]
    if len(ids) != len(set(ids)):
        yield f"ids are not unique: {sorted(one for one in set(ids) if ids.count(one) > 1)[:3]}"
    if [item.order for item in document.items] != list(range(1, len(document.items) + 1)):
        yield "the items' order does not count from 1"


def _places(document: Document, text: str) -> Iterator[str]:
    """Path, team, pole and section of an item are those of the headings above it."""
    by_id = {section.id: section for section in document.outline}
    for item in document.items:
        chain, at = [], item.section_id
        while at is not None:
            chain.insert(0, by_id[at])
            at = by_id[at].parent
        if item.path != tuple(section.title for section in chain):
            yield f"{item.id}: path {item.path} is not its headings'"
        innermost = {section.kind: section for section in chain}
        expected = (
            innermost["team"].name if "team" in innermost else None,
            innermost["pole"].name if "pole" in innermost else None,
            innermost["section"].title if "section" in innermost else None,
        )
        if (item.team, item.pole, item.section) != expected:
            yield f"{item.id}: {(item.team, item.pole, item.section)} is not {expected}"


def _tree(document: Document, text: str) -> Iterator[str]:
    """Parents stand before their children, one step higher, and under the same heading."""
    seen: dict[str, Item] = {}
    for item in document.items:
        above = seen.get(item.parent) if item.parent else None
        if item.parent and above is None:
            yield f"{item.id}: its parent {item.parent} does not stand before it"
        if item.depth != (above.depth + 1 if above else 1):
            yield f"{item.id}: depth {item.depth} under {above.depth if above else 'nothing'}"
        if above and above.section_id != item.section_id:
            yield f"{item.id}: stands under another heading than its parent"
        seen[item.id] = item
    levels = {section.id: section.level for section in document.outline}
    for section in document.outline:
        if section.parent and levels.get(section.parent, 99) >= section.level:
            yield f"{section.id}: level {section.level} under level {levels.get(section.parent)}"


def _lines(result: Result) -> Iterator[str]:
    """Every line is in exactly one block; what is set aside says why."""
    seen = [line for block in result.blocks for line in block.lines]
    missing = set(range(len(result.transcript.lines))) - set(seen)
    if missing:
        yield f"{len(missing)} lines in no block, such as {result.transcript.lines[min(missing)].text!r}"
    if len(seen) != len(set(seen)):
        twice = next(line for line in seen if seen.count(line) > 1)
        yield f"in two blocks: {result.transcript.lines[twice].text!r}"
    for block in result.blocks:
        if block.kind not in KINDS:
            yield f"a block of kind {block.kind!r}"
        if block.kind == "aside" and not block.reason:
            yield f"set aside without a reason: {block.text.text[:60]!r}"


def _transcript(document: Document, text: str) -> Iterator[str]:
    about = document.document.transcript
    if (about.length, about.sha256) != (len(text), hashlib.sha256(text.encode()).hexdigest()):
        yield "the transcript is not the one that the record names"
    if re.search(r"\r|\x00|[\ud800-\udfff]", text):
        yield "the transcript holds characters that it must not"
    if re.search(r'"/(?:tmp|home|work|root|var)/', document.model_dump_json()):
        yield "the record names a place on this machine"
