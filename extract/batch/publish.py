"""Results on their way to the disk: files first, then their lines in the ledger, then the word to those who wait for it.

Batches are done one after the other in a thread, so that workers are answered meanwhile. The files of a batch are waited for together,
because a disk takes a hundred in little more time than one (192 files: one after the other 300 to 800 ms, together 70 to 100).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.store import durable

_TOGETHER = 16  # files that the disk is asked for at a time
_UNDER_WAY = 4  # batches that may wait for the disk; then the run waits, too


@dataclass(eq=False, slots=True)
class Batch:
    """`results` as the run knows them; the files to `move` from the staging folder, and the ledger's `lines` that say so."""

    results: list[Any]
    move: list[tuple[Path, Path]]
    lines: list[dict[str, Any]]


class Publisher:
    """Puts batches on the disk, in their order; use as `with Publisher(log) as publisher`."""

    def __init__(self, out: Path, log: Callable[[list[dict[str, Any]]], None]) -> None:
        """`log` adds lines to the ledger of `out` and waits until the disk has them; it is called in the thread."""
        self.out, self._log = out, log
        self._writer = ThreadPoolExecutor(1, "publisher")
        self._waiters = ThreadPoolExecutor(_TOGETHER, "sync")
        self._under_way: deque[tuple[Future[None], Batch]] = deque()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        """What has begun is ended; what has not is left to the next run."""
        self._writer.shutdown(cancel_futures=True)
        self._waiters.shutdown()

    def put(self, batch: Batch) -> Iterator[Batch]:
        """Takes a batch, and gives back those that are on the disk by now. Raises OutputError when the disk refused one."""
        if not batch.move and not self._under_way:  # no thread before there are workers: a process with threads forks badly
            self._publish(batch)
            yield batch
            return
        self._under_way.append((self._writer.submit(self._publish, batch), batch))
        yield from self.done(at_most=_UNDER_WAY)

    def done(self, at_most: int) -> Iterator[Batch]:
        """The batches that are on the disk by now; waits while more than `at_most` are not. Raises OutputError as `put`."""
        while self._under_way and (len(self._under_way) > at_most or self._under_way[0][0].done()):
            future, batch = self._under_way.popleft()
            future.result()
            yield batch

    def _publish(self, batch: Batch) -> None:
        with durable.explained(self.out):
            staged = [path for path, _ in batch.move]
            for _ in self._waiters.map(_sync, [staged[first::_TOGETHER] for first in range(_TOGETHER)]):
                pass
            for path, place in batch.move:
                os.replace(path, place)
            for folder in sorted({place.parent for _, place in batch.move}):
                durable.sync_folder(folder)
        self._log(batch.lines)


def _sync(paths: list[Path]) -> None:
    for path in paths:
        durable.sync_file(path)
