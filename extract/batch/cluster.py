"""The same work on dask.distributed: many machines that see the input and the output folder under the same paths.

The coordinator stays the one that decides, publishes and writes the ledger, so that records and ledger are the same bytes as those of a
local run. A dask worker does not touch a document itself: it hands it to a process of its own (`extract.batch.remote`), in which the limits
hold. A worker that dies costs a retry: dask gives its documents to another.

Whoever reaches a scheduler can run code on it. So one that is started here listens on this machine alone, and for others use `tls://`
(certificates come from dask's own configuration, `distributed.comm.tls`).
"""

from __future__ import annotations

import contextlib
import json
import queue
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from extract.batch import cage
from extract.batch.crew import Event, Message, revived
from extract.batch.work import Shop
from extract.errors import UsageError

_AHEAD = 2  # documents at each of the cluster's threads: one at work, one waiting
_PATIENCE = 10.0  # seconds in which a scheduler has to answer


@dataclass(eq=False)
class Handle:
    """A document under way, as the coordinator sees it."""

    task: Any
    message: Message
    started: float


class Cluster:
    """Hands out work to a dask cluster; use as `with Cluster(…) as hands`. Raises UsageError when there is no scheduler at the address."""

    def __init__(self, shop: Shop, limits: cage.Limits, scheduler: str | None = None, jobs: int = 2) -> None:
        self.shop, self.limits, self.scheduler, self.jobs = shop, limits, scheduler, jobs
        self._done: queue.SimpleQueue[tuple[Handle, Any]] = queue.SimpleQueue()
        self._under_way: set[Handle] = set()
        self._exits = contextlib.ExitStack()

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise UsageError("dask is not installed", remedy="Install the extra: pip install 'filrouge[cluster]'") from None
        address: Any = self.scheduler
        if address is not None:
            _refuse_open(address)
        else:
            local = LocalCluster(n_workers=self.jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=40)
            address = self._exits.enter_context(local)
        try:
            self.client = self._exits.enter_context(Client(address, timeout=_PATIENCE, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            self._exits.close()
            raise UsageError(f"No scheduler answers at {self.scheduler} ({type(error).__name__})", remedy="Check --scheduler") from None
        self._threads = max(1, sum(self.client.ncores().values()))
        return self

    def __exit__(self, *_: object) -> None:
        self._exits.close()

    @property
    def busy(self) -> int:
        return len(self._under_way)

    def can_take(self) -> bool:
        return len(self._under_way) < _AHEAD * self._threads

    def give(self, task: Any, message: Message, size: int) -> None:
        handle = Handle(task, message, time.monotonic())
        self._under_way.add(handle)
        self._submit(handle, message)

    def tell(self, worker: Handle, message: Message) -> None:
        """The coordinator's answer to a hash: nothing more to do, or another task."""
        if message["do"] == "nothing":
            self._done.put((worker, {"end": True}))
        else:
            self._submit(worker, {**worker.message, **message})

    def done(self, worker: Handle) -> None:
        self._under_way.discard(worker)

    def dismiss(self, worker: Handle) -> None:
        """Processes that have grown fat are replaced where they run."""

    def events(self, patience: float) -> Iterator[Event[Handle]]:
        try:
            handle, answer = self._done.get(timeout=max(0.001, patience))
        except queue.Empty:
            return
        if "error" in answer:  # rules that cannot be read, say
            raise revived(answer["error"])
        if "death" in answer:
            self.done(handle)
            yield Event(handle, handle.task, None, answer["death"])
        else:
            yield Event(handle, handle.task, answer)

    def _submit(self, handle: Handle, message: Message) -> None:
        shop: dict[str, Any] = {"out": str(self.shop.out.resolve()), "options": asdict(self.shop.options)}
        shop["corrections"] = [correction.model_dump(mode="json") for correction in self.shop.corrections]
        order = json.dumps({"message": message, "shop": shop, "limits": asdict(self.limits)})
        future = self.client.submit(_at_the_worker, order, pure=False, retries=1)
        future.add_done_callback(lambda future: self._done.put((handle, self._answer(future))))

    def _answer(self, future: Any) -> Message:
        if future.status == "finished":
            return json.loads(future.result())
        why = type(future.exception()).__name__ if future.status == "error" else future.status
        return {"death": {"stage": "open", "code": "crash", "message": f"The cluster's workers died on it ({why})"}}


def _refuse_open(address: str) -> None:
    """Raises UsageError for an address that is neither encrypted nor on this machine: whoever listens in could run code on the workers."""
    scheme, _, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]") or place
    if scheme in ("tls", "wss") or host in ("localhost", "::1") or host.startswith("127."):
        return
    raise UsageError(
        f"{address} is neither encrypted nor on this machine",
        remedy=f"Give tls://{place} (certificates: distributed.comm.tls in dask's configuration), or go there through a tunnel: "
        f"ssh -L 8786:localhost:8786 {host}, then --scheduler tcp://localhost:8786",
    )


def _at_the_worker(order: str) -> str:
    """Runs in a dask worker: passes the order to its process and returns the answer."""
    from extract.batch.remote import process_of_this_worker

    return process_of_this_worker().ask(order)
