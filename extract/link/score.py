"""How good the links are, against pairs that a person annotated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extract.anchor import same_words
from extract.model import Thread

Place = tuple[str, int, str]


def score(threads: Sequence[Thread], links: Iterable[dict[str, Any]]) -> dict[str, object]:
    """Precision of the asserted links among the annotated items, recall over the annotated pairs, and what is wrong.

    `links` have "left_year", "left_text", "right_year", "right_text", "verdict" and, where several organisations have one text,
    "organisation". An asserted link counts where both its items are annotated: right when some annotation says they are the same
    (directly or over others), wrong otherwise.
    """
    members = [
        (index, _place(thread.organisation, member.year, member.text), member)
        for index, thread in enumerate(threads)
        for member in thread.items
    ]
    places = {place for _, place, _ in members}
    links = list(links)
    same: dict[Place, set[Place]] = {}
    known: set[Place] = set()
    unfound: list[str] = []
    pairs = []
    for link in links:
        left = _find(places, link.get("organisation"), link["left_year"], link["left_text"])
        right = _find(places, link.get("organisation"), link["right_year"], link["right_text"])
        if left is None or right is None:
            unfound.append(link["left_text"] if left is None else link["right_text"])
            continue
        known |= {left, right}
        if link["verdict"] == "same":
            pairs.append((left, right))
            group = same.get(left, {left}) | same.get(right, {right})
            same |= dict.fromkeys(group, group)
    asserted = [
        (_place(thread.organisation, one.year, one.text), _place(thread.organisation, other.year, other.text))
        for thread in threads
        for link in thread.links
        for one, other in [(thread.items[link.earlier], thread.items[link.later])]
    ]
    judged = [(one, other) for one, other in asserted if one in known and other in known]
    wrong = [(one, other) for one, other in judged if other not in same.get(one, {one})]
    together = {place: index for index, place, _ in members}
    found = [pair for pair in pairs if together.get(pair[0]) == together.get(pair[1])]
    dropped = {place for _, place, member in members if member.went == "dropped"}
    false_drops = sorted({left[2] for left, right in pairs if left in dropped and right[1] > left[1]})
    return {
        "annotated": len(links),
        "asserted": len(judged),
        "precision": round(1 - len(wrong) / len(judged), 4) if judged else 1.0,
        "recall": round(len(found) / len(pairs), 4) if pairs else 1.0,
        "wrong": [[one[2], other[2]] for one, other in wrong],
        "missed": [[left[2], right[2]] for left, right in pairs if (left, right) not in found],
        "false_dropped": false_drops,
        "not_found": unfound,
    }


def _place(organisation: str, year: int, text: str) -> Place:
    return same_words(organisation), year, same_words(text)


def _find(places: set[Place], organisation: str | None, year: int, text: str) -> Place | None:
    wanted = same_words(text)
    if organisation:
        return place if (place := _place(organisation, year, text)) in places else None
    found = sorted(place for place in places if place[1:] == (year, wanted))
    return found[0] if found else None
