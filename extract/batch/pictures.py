"""Pictures of the pages of many documents, each document drawn in a process that may be lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from extract.batch import cage
from extract.page import Picture

SECONDS_A_PAGE = 10  # a document that takes longer for each of its pages is given up
MEMORY = 2 << 30  # bytes a process may ask for, beside what it was born with
AHEAD = 3  # documents drawn ahead of the one asked for, for each process: so many are held in memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages (numbers from 1) of the file at `path`, which must still be the file of that digest."""

    document: str
    path: Path
    sha256: str
    pages: tuple[int, ...]


def draw(wanted: Iterable[Wanted], jobs: int = 1) -> Iterator[tuple[Wanted, list[Picture]]]:
    """Each with its pictures, in order. A file that hangs, crashes or eats its reader has none, and so has one that has changed."""
    from pebble import ProcessPool

    waiting: deque[tuple[Wanted, Future[list[Picture]]]] = deque()
    with ProcessPool(max_workers=jobs, max_tasks=50, initializer=confine) as pool:
        try:
            for one in wanted:
                waiting.append(
                    (one, pool.schedule(draw_file, (one.path, one.sha256, one.pages), timeout=SECONDS_A_PAGE * (len(one.pages) + 2)))
                )
                if len(waiting) > AHEAD * jobs:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        except BaseException:
            pool.stop()  # whoever asked is gone: what is under way is not waited for
            raise


def _result(one: Wanted, task: Future[list[Picture]]) -> tuple[Wanted, list[Picture]]:
    try:
        return one, task.result()
    except Exception:  # it died, hung, or cannot be opened: any of these costs this document's pictures only
        return one, []


def draw_file(path: Path, sha256: str, pages: Sequence[int]) -> list[Picture]:
    """The pages of the file, if it is still the file that was read; called in a process that `confine` has limited."""
    from extract import readers
    from extract.readers import pictures

    source = readers.open_source(path, follow_links=True)
    return list(pictures.pictures(source, pages)) if source.sha256 == sha256 else []


def confine() -> None:
    """Limits of a process that draws: a page that asks for more memory than this costs its own pictures, not the machine."""
    import contextlib
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started this process ends it
    with contextlib.suppress(ImportError):  # no such limits on Windows
        import resource

        most = cage.address_space() + MEMORY  # a child of a process with large libraries is born large
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
