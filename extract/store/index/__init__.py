"""The search index (`index.sqlite`): made from the records and the ledger, and made again from them at will.

    rebuild(out)                    the whole index, from nothing
    update(out, changed, removed)   the same, where a few documents changed
    forget(out, document_id)        a document leaves, and no byte of it stays in the file
    open_index(out) -> Index        a fresh index to ask: `search`, `timeline`, `names`

SQL is spoken here and nowhere else.
"""

from __future__ import annotations

from extract.store.index.build import forget, rebuild, stale, update
from extract.store.index.hits import Answer, Hit, Search, Years, one, search
from extract.store.index.open import Index, open_index
from extract.store.index.schema import FILE, VERSION
from extract.store.index.series import Count, Group, Question, Row, Timeline, timeline

__all__ = [
    "FILE",
    "VERSION",
    "Answer",
    "Count",
    "Group",
    "Hit",
    "Index",
    "Question",
    "Row",
    "Search",
    "Timeline",
    "Years",
    "forget",
    "one",
    "open_index",
    "rebuild",
    "search",
    "stale",
    "timeline",
    "update",
]
