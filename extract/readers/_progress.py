"""Who listens to how far a reader is: a batch gives a long document more time, page after page, and a hang none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[int], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Callable[[int], None]) -> Iterator[None]:
    """Within the block `listener` hears of every page that has been read."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(pages: int) -> None:
    """So many pages have been read by now."""
    if listener := _listener.get():
        listener(pages)
