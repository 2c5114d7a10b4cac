"""A process beside a dask worker that does documents in a child with limits: `python -m extract.batch.remote`.

Orders come and answers go as lines of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

from extract import model, page
from extract.batch import cage, crew, serve, work
from extract.errors import FilrougeError


class Process:
    """The process, as a dask worker sees it. It is started with the first order, and again when it has died."""

    def __init__(self) -> None:
        self._turn = threading.Lock()  # a worker with several threads still does one document at a time
        self._child: subprocess.Popen[str] | None = None

    def ask(self, order: str) -> str:
        """The answer to an order. Raises EOFError when the process died over it; dask tries again."""
        with self._turn:
            if self._child is None or self._child.poll() is not None:
                command = [sys.executable, "-m", "extract.batch.remote"]
                self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            child = self._child
            assert child.stdin and child.stdout
            child.stdin.write(order + "\n")
            child.stdin.flush()
            answer = child.stdout.readline()
            if not answer:
                child.kill()
                child.wait()
                raise EOFError("the process for documents has died")
            return answer


@cache
def process_of_this_worker() -> Process:
    return Process()


def obey(hands: crew.Crew, message: dict[str, Any]) -> dict[str, Any]:
    """What came of one order: the hash, the outcome, or the death of the child."""
    wanted = message["do"]
    hands.give(message["order"], {**message, "do": "label" if wanted == "label" else "hash"}, message["size"])
    while True:
        for event in hands.events(1.0):
            if event.message is None:
                return {"death": event.death}
            if event.message.get("end"):
                hands.done(event.worker)
                if event.message.pop("fat", False):
                    hands.dismiss(event.worker)
                return event.message
            if wanted == "hash":
                found = event.message
                hands.tell(event.worker, {"do": "nothing"})
                _await_end(hands)
                return found
            hands.tell(event.worker, {"do": "read"})


def _await_end(hands: crew.Crew) -> None:
    while hands.busy:
        for event in hands.events(1.0):
            if event.message is not None and event.message.get("end"):
                hands.done(event.worker)


def _shop(about: dict[str, Any]) -> work.Shop:
    options: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in about["options"].items()}
    corrections = tuple(model.Correction.model_validate(one) for one in about["corrections"])
    return work.Shop(Path(about["out"]), page.Options(**options), corrections, far=True)


def main() -> None:
    """Obeys until the worker is gone; the children are made for the shop of the first order, and anew when another comes."""
    cage.die_with_parent()
    hands: crew.Crew | None = None
    known = ""
    for text in sys.stdin:
        order = json.loads(text)
        if (about := json.dumps([order["shop"], order["limits"]])) != known:
            if hands:
                hands.__exit__()
            shop, limits, known = _shop(order["shop"]), cage.Limits(**order["limits"]), about
            hands = _crew(shop, limits)
        assert hands
        try:
            answer = obey(hands, order["message"])
        except FilrougeError as error:
            answer = {"error": crew.as_text(error)}
        print(json.dumps(answer), flush=True)


def _crew(shop: work.Shop, limits: cage.Limits) -> crew.Crew:
    return crew.Crew(1, lambda: serve.warm_up(shop), lambda connection, slot: serve.serve(connection, slot, shop, limits), limits)


if __name__ == "__main__":
    main()
