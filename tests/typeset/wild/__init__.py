"""Documents of the kinds that archives hold, each difficult in its own way, written by hand and never tuned to.

WILD[name]() -> (bytes, annotation); names end in the form: "minutes-boxed.pdf".
"""

from __future__ import annotations

from collections.abc import Callable

from tests.typeset.wild import columns, designed, laid_out, minutes, negatives, others, pages, typed

WILD: dict[str, Callable[[], tuple[bytes, dict]]] = {
    **columns.DOCUMENTS,
    **minutes.DOCUMENTS,
    **pages.DOCUMENTS,
    **designed.DOCUMENTS,
    **negatives.DOCUMENTS,
    **others.DOCUMENTS,
    **typed.DOCUMENTS,
    **laid_out.DOCUMENTS,
}
NEGATIVE = tuple(negatives.DOCUMENTS)  # nothing in these is a priority
