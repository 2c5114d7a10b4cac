"""Priorities across editions, as the page shows them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract import model


def traced(threads: Iterable[model.Thread], numbers: Mapping[tuple[str, str], int]) -> tuple[list[dict[str, Any]], dict[int, list[Any]]]:
    """The threads of several items; and for each item's number, its thread among them (or -1) and how it came and went.

    `numbers` are the page's numbers of items by document and item id; an item that is no longer there is shown by its words alone.
    """
    several: list[dict[str, Any]] = []
    fates: dict[int, list[Any]] = {}
    for thread in threads:
        at = len(several) if len(thread.items) > 1 else -1
        for member in thread.items:
            number = numbers.get((member.document, member.item))
            if number is not None:
                fates[number] = [at, member.came, member.went]
        if at >= 0:
            several.append(_thread(thread, numbers))
    return several, fates


def _thread(thread: model.Thread, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    def reasons(found: Sequence[model.Reason]) -> list[list[Any]]:
        return [[reason.feature, round(reason.weight, 2), list(reason.words)] for reason in found]

    return {
        "id": thread.id,
        "organisation": thread.organisation,
        "items": [
            [numbers.get((member.document, member.item), -1), member.year, member.team or "", member.text, member.came, member.went]
            for member in thread.items
        ],
        "links": [
            [link.earlier, link.later, link.relation, link.confidence, link.decided_by, reasons(link.reasons)] for link in thread.links
        ],
        "doubts": [
            [doubt.own, numbers.get((doubt.document, doubt.item), -1), doubt.year, doubt.text, doubt.confidence, reasons(doubt.reasons)]
            for doubt in thread.doubts
        ],
    }
