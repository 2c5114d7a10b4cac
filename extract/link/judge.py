"""What people decided about pairs of items, found again in the records of today, and kept consistent.

Same is transitive; different holds between whole groups. The idea of a resolver graph is nomenklatura's (OpenSanctions).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.anchor import find
from extract.model import Document, Item, Judgement, Notice, Sameness, Selector

Node = tuple[str, str]  # document id, item id


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement between two items of today's records."""

    left: Node
    right: Node
    verdict: Sameness
    by: str


def verdicts(judgements: Iterable[Judgement], documents: Sequence[Document]) -> tuple[list[Verdict], tuple[Notice, ...]]:
    """The judgements that hold in `documents`, latest word on a pair last; a notice for each whose item is gone.

    A side is looked for in its own document first, then in the others: a corrected file has another id.
    """
    by_id = {document.document.id: document for document in documents}
    found: dict[frozenset[Node], Verdict] = {}
    notices = []
    for judgement in judgements:
        left = _locate(judgement.left, judgement.left_document, by_id)
        right = _locate(judgement.right, judgement.right_document, by_id)
        if left and right and left != right:
            found.pop(frozenset((left, right)), None)
            found[frozenset((left, right))] = Verdict(left, right, judgement.verdict, judgement.by)
        else:
            gone = judgement.left.quote if not left else judgement.right.quote
            notices.append(
                Notice(code="judgement-orphan", message=f"A judgement by {judgement.by} names an item that is not there: {gone[:80]!r}")
            )
    return list(found.values()), tuple(notices)


class Groups:
    """Items known to be the same, as disjoint sets that know which other sets they must never join."""

    def __init__(self) -> None:
        self._root: dict[Node, Node] = {}
        self._apart: dict[Node, set[Node]] = {}

    def root(self, node: Node) -> Node:
        while (above := self._root.get(node, node)) != node:
            self._root[node] = self._root.get(above, above)
            node = above
        return node

    def may_join(self, one: Node, other: Node) -> bool:
        return self.root(other) not in self._apart.get(self.root(one), ())

    def join(self, one: Node, other: Node) -> None:
        """Joins the sets of both; call `may_join` first where people's verdicts must hold."""
        keep, gone = sorted((self.root(one), self.root(other)))
        if keep == gone:
            return
        self._root[gone] = keep
        for foe in self._apart.pop(gone, set()):
            self._apart[foe].discard(gone)
            self.keep_apart(keep, foe)

    def keep_apart(self, one: Node, other: Node) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)


def _locate(address: Selector, document: str, by_id: dict[str, Document]) -> Node | None:
    if document in by_id and (hit := find(address, by_id[document].items)):
        return document, hit[0].id
    exact: list[tuple[str, Item]] = []
    for name, other in sorted(by_id.items()):
        hit = find(address, other.items)
        if hit and hit[1] == "exact":
            exact.append((name, hit[0]))
    return (exact[0][0], exact[0][1].id) if len(exact) == 1 else None
