"""One run over many inputs: what is known is kept, the rest is handed to workers, and every result is on the disk before it is told."""

from __future__ import annotations

import contextlib
import heapq
import os
import shutil
import sys
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from extract.batch import cage, crew, inputs, kept, publish, report, roots, serve, spread, variants, work
from extract.batch.lock import Lock
from extract.batch.versions import Versions
from extract.errors import FilrougeError, OutputError, UsageError
from extract.model import Correction
from extract.page import Options
from extract.store import durable, records
from extract.store.ledger import NOTES, Ledger, line

Line = dict[str, Any]

_TOGETHER = 64  # results published with one wait for the disk
_AT_LEAST_EVERY = 0.2  # seconds
_AHEAD = 1000  # decisions that may wait for an earlier input to be hashed
_COARSE, _FINE = 2_000_000_000, 50_000_000  # ns: a file changed so shortly before may change again without another time stamp
_FORMS_KEPT = 1 << 12  # reports remembered while variants are looked for


@dataclass(frozen=True)
class Settings:
    """How a run goes about it; nothing here changes what is in a record."""

    jobs: int = 0  # 0: one a processor
    refresh: bool = False  # read everything again
    retry_failed: bool = False  # read again what failed
    prune: bool = False  # drop the records of inputs that are gone
    corrections: tuple[Correction, ...] = ()
    limits: cage.Limits = field(default_factory=cage.Limits)
    read: serve.Read = work.read
    warm_up: Callable[[work.Shop], None] = serve.warm_up


@dataclass
class Progress:
    """How far a run is. `lines` are those that have just become durable."""

    total: int = 0
    done: int = 0
    bytes: int = 0
    lines: list[Line] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Inputs a second."""
        return self.done / max(0.001, time.monotonic() - self.started)


Tell = Callable[[Progress], None]


@dataclass
class Summary:
    """What a run did: `counts` of (status, code); how many documents were `read` and how many only `labelled`; which records changed."""

    counts: Counter[tuple[str, str | None]]
    read: int
    labelled: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    seconds: float
    resumed: bool

    @property
    def failed(self) -> int:
        return sum(number for (status, _), number in self.counts.items() if status == "quarantined")


class Engine(Protocol[crew.Hand]):
    """What hands out work: `crew.Crew`, or one that spans machines."""

    @property
    def busy(self) -> int: ...
    def can_take(self) -> bool: ...
    def give(self, task: Any, message: dict[str, Any], size: int) -> None: ...
    def tell(self, worker: crew.Hand, message: dict[str, Any]) -> None: ...
    def done(self, worker: crew.Hand) -> None: ...
    def dismiss(self, worker: crew.Hand) -> None: ...
    def events(self, patience: float) -> Iterator[crew.Event[crew.Hand]]: ...


@dataclass(eq=False)
class _Task:
    """One input on its way."""

    order: int
    found: inputs.Input
    sha256: str | None = None
    decision: dict[str, Any] | None = None
    line: Line | None = None  # what its line will be, when no worker has to say


class Run:
    """One run; `run()` does it, holding the lock on the output folder."""

    def __init__(
        self,
        paths: Iterable[str | bytes | Path],
        out: Path,
        options: Options,
        settings: Settings,
        tell: Tell = lambda _: None,
        index: bool = True,
    ) -> None:
        """`tell` hears of inputs once they are safe; without `index` the search index is left to a later run."""
        inputs.refuse_address(out)
        self.out, self.options, self.settings, self.tell = Path(out), options, settings, tell
        self.paths = [inputs.absolute(path, self.out) for path in paths]
        self.shop = work.Shop(self.out, options, settings.corrections)
        self.versions = Versions(options)
        self.progress = Progress()
        self.read = self.labelled = 0
        self.index = index
        self.resumed = self.turned = False
        self._changed = array("Q")  # numbers of documents: a hundred thousand names would be ten megabytes
        self._unhashed: set[int] = set()
        self._waiting: list[tuple[int, int, _Task, Any]] = []  # a heap: decisions that an earlier input may change
        self._ready: deque[_Task] = deque()
        self._finished: list[tuple[_Task, Line, work.Outcome]] = []
        self._finished_since = 0.0

    def run(self, engine: Callable[[Lock], contextlib.AbstractContextManager[Engine[Any]]] | None = None) -> Summary:
        """Does the run. Raises BusyError, OutputError; a document's failure is a line in the ledger."""
        started = time.monotonic()
        with Lock(self.out, "ingest") as lock:
            self._prepare()
            self.resumed = self.ledger.interrupted is not None
            self._arrive()
            self.ledger.begin({"process": os.getpid(), "total": self.progress.total})
            try:
                with publish.Publisher(self.out, self.ledger.log) as self._publisher, (engine or self._local)(lock) as hands:
                    self._work(hands)
            except FilrougeError as error:
                if error.exit_status == UsageError.exit_status:  # the first worker found a fault in the rules, or no scheduler answered
                    self.ledger.withdraw()
                raise
            finally:
                self.ledger.close()
            removed = self._finish()
            if self.index:
                self._index(lock, removed)
        counts = Counter({(status, code): number for status, code, number in self.ledger.counts()})
        seconds = time.monotonic() - started
        return Summary(counts, self.read, self.labelled, self._changes(), tuple(removed), seconds, self.resumed)

    def preview(self) -> Counter[str]:
        """What a run would do, from names, sizes and times alone; nothing is written and no file opened."""
        self.ledger = Ledger(self.out, read_only=True)
        self._arrive()
        there = Counter(self._foresee(name, inputs.revive(name, about)) for name, about in self.ledger.expected())
        gone = sum(self._holds_a_record(entry) and self.plan.covers(entry["path"]) for entry in self.ledger.unexpected())
        return there + Counter({"pruned" if self.settings.prune else "gone": gone})

    def _foresee(self, name: str, found: inputs.Input) -> str:
        known = self.ledger.get(name)
        if found.refusal:
            return found.refusal.status
        if known is None:
            return "new"
        if self.settings.refresh or (self.settings.retry_failed and known["status"] == "quarantined"):
            return "again"
        stamp = self.ledger.stamp(name)
        if stamp is None or stamp[0] != found.stamp:
            return "changed"
        if known["status"] == "duplicate" or self.versions.is_current(known["made_with"]):
            return "unchanged"
        return "labels" if self.versions.reading_is_current(known["made_with"]) else "again"

    # before the work

    def _prepare(self) -> None:
        with durable.explained(self.out):
            for folder in (self.out / records.DOCUMENTS, self.out / records.TRANSCRIPTS, self.out / NOTES / "outlines"):
                folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.shop.staging, ignore_errors=True)
            self.shop.staging.mkdir()
        self.ledger = Ledger(self.out)

    def _arrive(self) -> None:
        """Walks the folders, and notes every input."""
        self.plan = roots.plan(self.paths, roots.load(self.out), (entry["path"] for entry in self.ledger))
        for path, root in self.plan.walks:
            for found in inputs.find(path, root, self.out, self.options.max_bytes):
                if self.ledger.expect(found.name, inputs.pack(found)):
                    self.progress.total += 1

    # the work

    def _local(self, lock: Lock) -> crew.Crew:
        shop, limits, read = self.shop, self.settings.limits, self.settings.read
        return crew.Crew(
            self._jobs,
            lambda: self.settings.warm_up(shop),
            lambda connection, slot: serve.serve(connection, slot, shop, limits, read),
            limits,
            (lock.descriptor,),
        )

    @property
    def _jobs(self) -> int:
        return self.settings.jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)

    def _work(self, hands: Engine[crew.Hand]) -> None:
        coming = self._tasks()
        more = True
        while more or hands.busy or self._ready or self._waiting:
            while hands.can_take() and (self._ready or (more and len(self._waiting) < _AHEAD)):
                task = self._ready.popleft() if self._ready else next(coming, None)
                if task is None:
                    more = False
                elif task.decision is None:
                    self._unhashed.add(task.order)
                    hands.give(task, self._message(task, "hash"), task.found.size)
                else:
                    hands.give(task, self._message(task, "label"), task.found.size)
                self._commit_if_due()
            for event in hands.events(0.0 if not hands.busy else _AT_LEAST_EVERY):
                self._hear(hands, event)
            self._release(hands)
            self._commit_if_due()
        self._commit()
        for batch in self._publisher.done(at_most=0):
            self._note(batch)

    def _tasks(self) -> Iterator[_Task]:
        """The inputs that a worker has to look at, in order; what needs none is settled on the way."""
        for order, (name, about) in enumerate(self.ledger.expected()):
            task = _Task(order, inputs.revive(name, about))
            found = task.found
            if found.refusal:
                size = found.size if found.refusal.status == "quarantined" and found.refusal.code != "unreadable" else None
                refusal = {"stage": "open", "code": found.refusal.code, "message": work.plain(found.refusal.message)}
                self._settle(task, line(path=name, bytes=size, status=found.refusal.status, **refusal), {})
                self._commit_if_due()
                continue
            stamp = self.ledger.stamp(name)
            if stamp and stamp[0] == found.stamp and self.ledger.get(name):
                task.sha256 = stamp[1]
                heapq.heappush(self._waiting, (order, 1, task, None))
                self._release(None)
                while self._ready:
                    yield self._ready.popleft()
                self._commit_if_due()
            else:
                yield task

    def _message(self, task: _Task, do: str) -> dict[str, Any]:
        found = task.found
        about = {"order": task.order, "name": found.name, "path": found.path.hex(), "size": found.size, "given": found.given}
        return {**about, "do": do, "sha256": task.sha256, **(task.decision or {})}

    def _hear(self, hands: Engine[crew.Hand], event: crew.Event[crew.Hand]) -> None:
        task: _Task = event.task
        message = event.message
        if message is None:
            self._unhashed.discard(task.order)
            self._waiting = [waiting for waiting in self._waiting if waiting[2] is not task]
            heapq.heapify(self._waiting)
            self._settle(task, self._failed(task, event.death), {})
        elif message.get("end"):
            self._unhashed.discard(task.order)
            hands.done(event.worker)
            if message.pop("fat", False):
                hands.dismiss(event.worker)
            self._end(task, message)
        elif task.decision is not None:  # its kept outline was gone, so it has opened the file
            hands.tell(event.worker, {"do": "read"})
        else:
            task.sha256 = message["sha256"]
            self._unhashed.discard(task.order)
            heapq.heappush(self._waiting, (task.order, 0, task, event.worker))

    def _release(self, hands: Engine[crew.Hand] | None) -> None:
        """Decides on the inputs before which everything has been hashed: the first path of equal contents is the document's."""
        while self._waiting and self._waiting[0][0] < min(self._unhashed, default=1 << 60):
            _, _, task, worker = heapq.heappop(self._waiting)
            task.decision = self._decide(task)
            if worker is not None:
                assert hands
                hands.tell(worker, task.decision)
            elif task.decision["do"] == "nothing":
                assert task.line
                self._settle(task, task.line, {})
            else:
                self._ready.append(task)

    def _decide(self, task: _Task) -> dict[str, Any]:
        """What a worker does with an input whose content is known; sets the line of those with nothing to do."""
        name, sha256 = task.found.name, task.sha256
        assert sha256
        document_id = f"d-{sha256[:16]}"
        same = self.ledger.of_content(sha256)
        first = self.ledger.claim(sha256, next((entry["path"] for entry in same if self._stays(entry)), name))
        if first != name:
            task.line = line(
                path=name, sha256=sha256, bytes=task.found.size, status="duplicate", document_id=document_id, duplicate_of=first
            )
            return {"do": "nothing"}
        known = sorted((entry for entry in same if entry["made_with"]), key=lambda entry: entry["path"] != name)
        if not known:
            return {"do": "read"}
        before, own = known[0], self.ledger.is_own(known[0]["path"])
        if not own and (self.settings.refresh or (self.settings.retry_failed and before["status"] == "quarantined")):
            return {"do": "read"}
        here = before["path"] == name
        if before["status"] == "quarantined":
            current = self.versions.is_current if before["stage"] == "classify" else self.versions.reading_is_current
            if not current(before["made_with"]):
                return {"do": "read"}
            task.line = {**before, "path": name}
            return {"do": "nothing"}
        if not records.document_path(self.out, document_id).exists():
            return {"do": "read"}
        if here and self.versions.is_current(before["made_with"], self.shop.corrected(document_id, name)):
            task.line = before if own else {**before, "status": "unchanged", "seconds": None}
            return {"do": "nothing"}
        if self.versions.reading_is_current(before["made_with"]):
            return {"do": "label", "old_name": before["path"], "made_with": before["made_with"]}
        return {"do": "read"}

    def _stays(self, entry: Line) -> bool:
        """Is that line's input out of this run's sight, so that the document is its?"""
        return (
            entry["status"] in ("extracted", "unchanged") and not self.plan.covers(entry["path"]) and not self._is_swallowed(entry["path"])
        )

    def _end(self, task: _Task, outcome: work.Outcome) -> None:
        if "output" in outcome:
            raise OutputError(outcome["output"], remedy=outcome.get("remedy", ""))
        if task.line is not None:
            self._settle(task, task.line, {})
        elif "code" in outcome:
            self._settle(task, self._failed(task, outcome), {})
        else:
            found = task.found
            made = {key: outcome.get(key) for key in ("document_id", "pages", "record_sha256", "made_with", "seconds")}
            self.labelled += bool(outcome.get("labelled"))
            self.read += not outcome.get("labelled")
            self._settle(task, line(path=found.name, sha256=task.sha256, bytes=found.size, status="extracted", **made), outcome)

    def _failed(self, task: _Task, why: dict[str, Any]) -> Line:
        reasons = {key: why.get(key) for key in ("stage", "code", "message", "seconds")}
        made_with = self.versions.made_with("")
        return line(path=task.found.name, sha256=task.sha256, bytes=task.found.size, status="quarantined", **reasons, made_with=made_with)

    # after the work on one input

    def _settle(self, task: _Task, entry: Line, outcome: work.Outcome) -> None:
        if not self._finished:
            self._finished_since = time.monotonic()
        self._finished.append((task, entry, outcome))

    def _commit_if_due(self) -> None:
        if len(self._finished) >= _TOGETHER or (self._finished and time.monotonic() - self._finished_since > _AT_LEAST_EVERY):
            self._commit()
        for batch in self._publisher.done(at_most=sys.maxsize):
            self._note(batch)

    def _commit(self) -> None:
        """Has published what is finished: files first, then their lines, then the word."""
        if self._finished:
            finished, self._finished = self._finished, []
            news = [entry for _, entry, _ in finished if entry["status"] != "unchanged" and entry != self.ledger.get(entry["path"])]
            staging = self.shop.staging
            move = [(staging / staged, self.out / place) for *_, outcome in finished for staged, place in outcome.get("staged", ())]
            for batch in self._publisher.put(publish.Batch(finished, move, news)):
                self._note(batch)

    def _note(self, batch: publish.Batch) -> None:
        """Holds what is on the disk, and tells."""
        for entry in batch.lines:
            self.ledger.put(entry, own=True)
        for task, entry, outcome in batch.results:
            if entry["status"] == "unchanged":
                self.ledger.put(entry)
            if task.sha256 and _has_settled(task.found.stamp):
                self.ledger.set_stamp(entry["path"], task.found.stamp, task.sha256)
            if outcome:
                self.ledger.set_sketch(outcome["document_id"], outcome["sketch"], outcome["facts"])
                self._changed.append(int(outcome["document_id"][2:], 16))
        self.progress.done += len(batch.results)
        self.progress.bytes += sum(task.found.size for task, _, _ in batch.results)
        self.progress.lines = [entry for _, entry, _ in batch.results]
        self.tell(self.progress)

    # after the work on all

    def _finish(self) -> list[str]:
        """Settles what could only be known at the end, and writes the ledger anew. Returns the documents removed."""
        self._settle_gone()
        self._settle_duplicates()
        removed = self.ledger.orphans()
        if self._changed or removed or self.resumed:
            self._settle_variants()
        self.ledger.finish()
        for document_id in removed:
            records.remove(self.out, document_id)
            kept.path_of(self.out, document_id).unlink(missing_ok=True)
        roots.save(self.out, self.plan.roots)
        report.write(self.out, self.ledger)
        shutil.rmtree(self.shop.staging, ignore_errors=True)
        return removed

    def _index(self, lock: Lock, removed: list[str]) -> None:
        """Brings the search index up to date, in a process of its own: it takes memory in step with the records."""
        from extract.store import index

        if self._changed or removed or self.turned or index.stale(self.out):
            hands = spread.spread(self._jobs)
            crew.apart(lambda: index.update(self.out, list(self._changes()), removed, spread=hands), (lock.descriptor,))

    def _changes(self) -> tuple[str, ...]:
        """Ids of the documents that the run has made or labelled anew."""
        return tuple(f"d-{number:016x}" for number in sorted({*self._changed}))

    def _settle_gone(self) -> None:
        for entry in self.ledger.unexpected():
            name = entry["path"]
            if self._is_swallowed(name):
                self.ledger.drop(name)
            elif self.plan.covers(name):
                claimed = entry["sha256"] and self.ledger.claimed(entry["sha256"])
                if claimed or self.settings.prune or not self._holds_a_record(entry):
                    self.ledger.drop(name)
                elif entry["code"] != "missing":
                    why = (
                        "It is no longer in the folder; its record is kept. `filrouge ingest --prune` drops the records of all that is gone"
                    )
                    self.ledger.put({**entry, "status": "skipped", "stage": "open", "code": "missing", "message": why, "seconds": None})

    @staticmethod
    def _holds_a_record(entry: dict[str, Any]) -> bool:
        return entry["document_id"] is not None and entry["status"] != "duplicate"

    def _is_swallowed(self, name: str) -> bool:
        """Did the name belong to a root that lies inside a folder given now? Its files have other names now."""
        if not self.plan.swallowed:
            return False
        old = roots.Plan((), (*self.plan.swallowed, *(root for root in self.plan.roots if root.label)))
        return not self.ledger.is_expected(name) and old.owner(name) in self.plan.swallowed

    def _settle_duplicates(self) -> None:
        """A copy of what could not be read could not be read either."""
        for entry in self.ledger.duplicates_of_failures():
            first = self.ledger.get(entry["duplicate_of"]) or {}
            reasons = {key: first.get(key) for key in ("stage", "code", "message", "made_with")}
            self.ledger.put({**entry, "status": "quarantined", "document_id": None, **reasons})

    def _settle_variants(self) -> None:
        self.turned = settle_variants(self.ledger)


def settle_variants(book: Ledger) -> bool:
    """Says in the ledger which documents are forms of one report; True when that changed a line."""
    for document_id in book.without_sketch():  # their run was interrupted before it kept any
        book.set_sketch(document_id, *work.kinship(book.out, document_id))
    turned = False
    forms = (variants.Form.of(*known) for known in book.documents(variants.rank))
    for form, kin in variants.variants(forms, _Shelf(book)):
        entry = book.get(form.name)
        if entry and entry["variant_of"] != kin:
            book.put({**entry, "variant_of": kin}, own=book.is_own(form.name))
            turned = True
    return turned


class _Shelf:
    """Sketches and reports as the ledger keeps them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.probe = ledger.probe
        self.sketch = ledger.sketch
        self.form = lru_cache(maxsize=_FORMS_KEPT)(self._form)  # of one sort of report, all are held against each other

    def _form(self, document_id: str) -> variants.Form:
        return variants.Form(document_id, *self._ledger.report(document_id))

    def add(self, form: variants.Form, hashes: Sequence[int], most: int) -> None:
        self._ledger.add_report(form.document_id, [form.name, form.year, form.media_type, form.ocr])
        self._ledger.add_probes(form.document_id, hashes, most)


def _has_settled(stamp: inputs.Stamp) -> bool:
    """Was the file last changed long enough ago that another change would show in its time?"""
    _, modified, changed, _ = stamp
    return time.time_ns() - max(modified, changed) > (_COARSE if changed % 1_000_000_000 == 0 else _FINE)
