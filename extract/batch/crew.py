"""Workers: killable processes that do one document at a time and are used again.

    coordinator ── fork ─▶ nursery ── fork ─▶ worker, worker, …

The *nursery* loads the readers and the language pipeline once, and never sees a document. Workers are forked from it warm, in
milliseconds, each with limits of its own; the coordinator stays small and opens nothing. When a worker hangs, crashes or eats too much,
its own document is lost and nothing else, and how it died says why. All of them die with the coordinator, also by `kill -9`.

Why not a pool from a library: none of them tells by which signal a worker died, nor lets the parent answer a worker in the middle of a
task (is this content known?), nor forks from a process other than the one that hands out the work (docs/batch.md has the measurements).
"""

from __future__ import annotations

import contextlib
import gc
import json
import multiprocessing
import os
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from extract.batch import cage
from extract.errors import FilrougeError

Serve = Callable[[Connection, cage.Slot], None]
Message = dict[str, Any]
Hand = TypeVar("Hand")  # a worker, as the engine that hands out its work sees it

_LOOK_AGAIN = 0.25  # seconds between looks at the clock and at the memory of busy workers
_NEARLY_ALL = 0.8  # of the memory allowed: who dies there died of it
_A_LOT = 0.3  # who gives up there has asked for more than was left: libraries in C double what they hold, and abort when that is refused


@dataclass
class Worker:
    """A worker as the coordinator sees it."""

    index: int
    slot: cage.Slot
    pid: int
    connection: Connection
    base: int = 0  # its address space when it was new
    held: int = 0  # the memory that it held then
    task: Any = None
    size: int = 0
    started: float = 0.0
    peak: int = 0  # the most address space seen


@dataclass(frozen=True)
class Event(Generic[Hand]):
    """Something a worker said, or (message None) its death, with the reason in the words of the ledger."""

    worker: Hand
    task: Any
    message: Message | None
    death: dict[str, Any] = field(default_factory=dict)


class Crew:
    """`jobs` workers that each run `serve(connection, slot)`; `warm_up` is run once, before any is forked."""

    def __init__(self, jobs: int, warm_up: Callable[[], None], serve: Serve, limits: cage.Limits, keep_out: Iterable[int] = ()) -> None:
        """`keep_out`: descriptors that no child may inherit, such as that of the lock. Nothing is started before the first task."""
        self.limits = limits
        self._slots = cage.slots(jobs)
        self._free = list(range(jobs))[::-1]
        self._start = partial(_Nursery, warm_up, serve, self._slots, keep_out)
        self._nursery: _Nursery | None = None
        self._workers: dict[Connection, Worker] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._nursery:
            self._nursery.close()
        for connection in self._workers:
            connection.close()

    @property
    def busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers.values())

    def can_take(self) -> bool:
        return bool(self._free) or any(worker.task is None for worker in self._workers.values())

    def give(self, task: Any, message: Message, size: int) -> None:
        """Hands a task of `size` bytes to an idle worker, or to a new one."""
        worker = next((worker for worker in self._workers.values() if worker.task is None), None) or self._hire()
        worker.task, worker.size, worker.started, worker.peak = task, size, time.monotonic(), 0
        worker.slot.write("open", 0)
        self.tell(worker, message)

    def tell(self, worker: Worker, message: Message) -> None:
        """Answers a worker. When it is dead, the next look at the events says so."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            send(worker.connection, message)

    def done(self, worker: Worker) -> None:
        """The worker's task is over; it can take another one."""
        worker.task = None

    def dismiss(self, worker: Worker) -> None:
        """Ends a worker that has grown fat; another one is hired when needed."""
        self._bury(worker, kill=True)

    def events(self, patience: float) -> Iterator[Event[Worker]]:
        """What workers said or suffered within `patience` seconds; empty when nothing happened."""
        until = time.monotonic() + patience
        while self._workers:
            ready = wait(list(self._workers), max(0.0, min(_LOOK_AGAIN, until - time.monotonic())))
            happened = [self._event(self._workers[connection]) for connection in ready if connection in self._workers]
            happened += self._overdue()
            yield from (event for event in happened if event)
            if happened or time.monotonic() >= until:
                return

    def _event(self, worker: Worker) -> Event[Worker] | None:
        try:
            return Event(worker, worker.task, receive(worker.connection))
        except (EOFError, OSError, ValueError):
            return self._death(worker, *self._bury(worker, kill=False))

    def _death(self, worker: Worker, status: int, most: int, cause: str = "") -> Event[Worker] | None:
        """`most` is the memory that it held at most, `worker.peak` the address space seen: what is asked for and refused is in neither."""
        if worker.task is None:
            return None
        stage, pages = worker.slot.read()
        taken = max(worker.peak - worker.base, most - worker.held) / self.limits.memory
        code = why(status, cause, taken)
        message = _crashed(status) if code == "crash" else self.limits.exceeded(code, worker.size, pages)
        seconds = round(time.monotonic() - worker.started, 3)
        return Event(worker, worker.task, None, {"stage": stage or "open", "seconds": seconds, "code": code, "message": message})

    def _overdue(self) -> list[Event[Worker] | None]:
        """The deaths of those whose time is up."""
        now = time.monotonic()
        events = []
        for worker in [worker for worker in self._workers.values() if worker.task is not None and now - worker.started > _LOOK_AGAIN]:
            worker.peak = max(worker.peak, cage.address_space(worker.pid))
            if now - worker.started > self.limits.deadline(worker.size, worker.slot.read()[1]):
                events.append(self._death(worker, *self._bury(worker, kill=True), "timeout"))
        return events

    def _hire(self) -> Worker:
        if self._nursery is None:
            self._nursery = self._start()
        index = self._free[-1]
        pid, connection = self._nursery.fork(index)
        self._free.pop()
        worker = Worker(index, self._slots[index], pid, connection, base=cage.address_space(pid), held=cage.resident(pid))
        self._workers[connection] = worker
        return worker

    def _bury(self, worker: Worker, *, kill: bool) -> tuple[int, int]:
        del self._workers[worker.connection]
        worker.connection.close()
        self._free.append(worker.index)
        assert self._nursery
        return self._nursery.bury(worker.pid, kill=kill)


def why(status: int, cause: str = "", taken: float = 0.0) -> str:
    """Why a worker ended, in a word of the ledger: `status` as `os.waitpid` gives it; `taken`: its share of the memory allowed."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if cause == "timeout" or number == getattr(signal, "SIGXCPU", -1):
        return "timeout"
    if number == getattr(signal, "SIGXFSZ", -1):
        return "output"
    gave_up = number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)  # as compilers translate "stop here"
    # nobody but the system's memory guard sends SIGKILL
    return "memory" if taken > (_A_LOT if gave_up else _NEARLY_ALL) or number == signal.SIGKILL else "crash"


def _crashed(status: int) -> str:
    how = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit status {os.waitstatus_to_exitcode(status)}"
    return f"The reader crashed on it ({how}). Open it in its own program and save a new copy"


_LARGEST_MESSAGE = 1 << 24


def send(connection: Connection, message: Message) -> None:
    """Sends a message to the other side."""
    connection.send_bytes(json.dumps(message).encode())


def receive(connection: Connection) -> Message:
    """The next message of the other side. Raises EOFError when it is gone, ValueError or OSError when what it says is none."""
    message = json.loads(connection.recv_bytes(_LARGEST_MESSAGE))
    if not isinstance(message, dict):
        raise ValueError("not a message")
    return message


def apart(work: Callable[[], object], keep_out: Iterable[int] = ()) -> None:
    """Does `work` in a process of its own, so that the memory it takes is given back. Raises FilrougeError as `work` does."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def life() -> None:
        try:
            work()
            theirs.send_bytes(b"")
        except Exception as error:
            theirs.send_bytes(as_text(error).encode())

    pid = fork(life, keep_out)
    theirs.close()
    try:
        told = ours.recv_bytes().decode()
    except EOFError:
        told = as_text(FilrougeError("A process of ours has died", remedy="Run the same command again"))
    finally:
        ours.close()
        os.waitpid(pid, 0)
    if told:
        raise revived(told)


def fork(life: Callable[[], object], keep_out: Iterable[int] = ()) -> int:
    """The process id of a child that does `life` and ends; it does not outlive this process, nor inherit the descriptors `keep_out`."""
    _flush()
    pid = os.fork()
    if not pid:
        _run_child(life, keep_out)
    return pid


def as_text(error: Exception) -> str:
    """An error as one process tells it to another."""
    if isinstance(error, FilrougeError):
        return json.dumps({"status": error.exit_status, "message": error.message, "remedy": error.remedy})
    return json.dumps({"status": 70, "message": f"{type(error).__name__}: {error}", "remedy": ""})


def revived(told: str) -> FilrougeError:
    """The error, as its reader needs it: what to say, and how to exit."""
    about = json.loads(told)
    error = FilrougeError(about["message"], remedy=about["remedy"])
    error.exit_status = about["status"]
    return error


def _flush() -> None:
    """What is buffered when a process forks would be written twice."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()


class _Nursery:
    """The process that forks workers. It is asked over a socket, and hands over each new worker's own connection."""

    def __init__(self, warm_up: Callable[[], None], serve: Serve, slots: list[cage.Slot], keep_out: Iterable[int]) -> None:
        self.socket, theirs = socket.socketpair()
        self.pid = fork(lambda: _tend(theirs, warm_up, serve, slots), [self.socket.fileno(), *keep_out])
        theirs.close()

    def fork(self, slot: int) -> tuple[int, Connection]:
        """A new worker: its process id and the connection to it."""
        answer, descriptors = self._ask(f"fork {slot}")
        return int(answer), Connection(descriptors[0])

    def bury(self, pid: int, *, kill: bool) -> tuple[int, int]:
        """How the worker ended, as `os.waitpid` says it, and how many bytes of memory it held at most. Without `kill` it is given a moment
        to end by itself."""
        status, most = self._ask(f"{'kill' if kill else 'bury'} {pid}")[0].split()
        return int(status), int(most)

    def close(self) -> None:
        """Ends the nursery, and with it all workers."""
        with contextlib.suppress(FilrougeError):
            self._ask("end 0")
        self.socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def _ask(self, question: str) -> tuple[str, list[int]]:
        try:
            _put(self.socket, question)
            answer, descriptors = _take(self.socket)
        except (OSError, EOFError):
            answer, descriptors = "!", []
        if answer.startswith("!"):
            raise revived(answer[1:] or as_text(FilrougeError("The process that starts workers has died", remedy="Try with fewer --jobs")))
        return answer, descriptors


def _tend(channel: socket.socket, warm_up: Callable[[], None], serve: Serve, slots: list[cage.Slot]) -> None:
    """The nursery's life: warm up, then fork and bury as asked."""
    try:
        warm_up()
    except FilrougeError as error:  # told to whoever asks for a worker: a person can mend a rule file
        _take(channel)
        _put(channel, f"!{as_text(error)}")
        return
    except Exception:  # ours: the documents that meet it will say so, each for itself
        pass
    gc.collect()
    gc.freeze()  # workers share these pages for longer when the collector leaves them alone
    children: set[int] = set()
    while True:
        question, _ = _take(channel)
        verb, number = question.split()
        if verb == "fork":
            ours, theirs = socket.socketpair()
            try:
                pid = os.fork()
            except OSError as error:
                _put(channel, f"!{as_text(error)}")
                continue
            if not pid:
                _run_child(partial(serve, Connection(theirs.detach()), slots[int(number)]), [channel.fileno(), ours.fileno()])
            children.add(pid)
            _put(channel, str(pid), ours.fileno())
            ours.close()
            theirs.close()
        elif verb == "end":
            for pid in children:
                _end(pid, 0.0)
            _put(channel, "0")
            return
        else:
            children.discard(int(number))
            _put(channel, "{} {}".format(*_end(int(number), 0.0 if verb == "kill" else _LAST_MOMENTS)))


_LAST_MOMENTS = 2.0  # seconds: a process that dies of a signal closes its connection a little before it is gone


def _end(pid: int, patience: float) -> tuple[int, int]:
    """The status of the child at its end, and the bytes of memory it held at most."""
    until = time.monotonic() + patience
    gone, status, used = os.wait4(pid, os.WNOHANG)
    while not gone:
        if time.monotonic() >= until:
            os.kill(pid, signal.SIGKILL)
            gone, status, used = os.wait4(pid, 0)
        else:
            time.sleep(0.002)
            gone, status, used = os.wait4(pid, os.WNOHANG)
    return status, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _run_child(life: Callable[[], object], not_ours: Iterable[int]) -> None:
    """What a forked process does until it ends. It never returns into its parent's code, and inherits neither lock nor terminal signals."""
    status = 1
    try:
        cage.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for descriptor in not_ours:
            os.close(descriptor)
        life()
        status = 0
    except (EOFError, ConnectionError):  # the other side is gone
        status = 0
    except BaseException:
        with contextlib.suppress(Exception):
            traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(status)


def _put(channel: socket.socket, text: str, *descriptors: int) -> None:
    data = text.encode()
    socket.send_fds(channel, [struct.pack("<I", len(data)) + data], descriptors)


def _take(channel: socket.socket) -> tuple[str, list[int]]:
    head, descriptors, _, _ = socket.recv_fds(channel, 4, 1)
    if not head:
        raise EOFError
    wanted = struct.unpack("<I", head)[0]
    data = b""
    while len(data) < wanted:
        piece = channel.recv(wanted - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data.decode(), list(descriptors)
