"""The same function over many values, on several processors, its results in order and never more of them in memory than processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from extract.batch import crew
from extract.errors import FilrougeError

_WORTH_IT = 20  # values for each process: fewer are done sooner than processes are made


def spread(jobs: int, keep_out: Sequence[int] = ()) -> Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]:
    """A `map` that works in up to `jobs` forked processes, which inherit function and values; only results cross, and each process waits
    until its last one was taken. Raises FilrougeError as the function does, or when a process dies.

    `keep_out`: descriptors that no process may inherit.
    """

    def mapped(work: Callable[[Any], Any], values: Sequence[Any]) -> Iterator[Any]:
        hands = min(jobs, len(values) // _WORTH_IT)
        return map(work, values) if hands < 2 else _dealt(work, values, hands, list(keep_out))

    return mapped


def _dealt(work: Callable[[Any], Any], values: Sequence[Any], hands: int, keep_out: list[int]) -> Iterator[Any]:
    """Values are dealt like cards, and results taken in the same turn."""
    ends: list[tuple[int, Any]] = []
    try:
        for first in range(hands):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            not_its = [*keep_out, ours.fileno(), *(end.fileno() for _, end in ends)]
            pid = crew.fork(partial(_deal, work, values[first::hands], theirs), not_its)
            theirs.close()
            ends.append((pid, ours))
        for number in range(len(values)):
            try:
                told, result = ends[number % hands][1].recv()
            except EOFError:
                raise FilrougeError("A process of ours has died", remedy="Run the same command again") from None
            if told:
                raise crew.revived(told)
            yield result
    finally:
        for pid, end in ends:
            end.close()
            os.waitpid(pid, 0)


def _deal(work: Callable[[Any], Any], values: Sequence[Any], end: Any) -> None:
    try:
        for value in values:
            end.send(("", work(value)))
    except BrokenPipeError:  # nobody wants the rest
        pass
    except Exception as error:
        end.send((crew.as_text(error), None))
