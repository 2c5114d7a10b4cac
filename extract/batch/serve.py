"""A worker's life: one document at a time, each first hashed, then whatever the coordinator says of that content."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract import page
from extract.batch import cage, work
from extract.batch.crew import receive, send
from extract.errors import InputError, OutputError

if TYPE_CHECKING:
    from extract import pipeline

Read = Callable[[page.Source, work.Shop, Callable[[str, int], None]], work.Outcome]

_FAT = 96 * cage.MEGABYTE  # a worker that holds that much more than when it was new is replaced
_COLLECT_EVERY = 50  # documents


def serve(connection: Connection, slot: cage.Slot, shop: work.Shop, limits: cage.Limits, read: Read = work.read) -> None:
    """Does tasks until the coordinator is gone."""
    cage.close_in(limits)
    newborn = cage.resident()
    gc.disable()  # documents make no cycles to speak of; collected between them
    done = 0
    while True:
        message = receive(connection)
        outcome = _perform(message, connection, slot, shop, limits, read)
        done += 1
        if done % _COLLECT_EVERY == 0 or outcome.get("code") == "memory":
            gc.collect()
        send(connection, {**outcome, "fat": outcome.get("code") == "memory" or cage.resident() > newborn + _FAT})


def warm_up(shop: work.Shop) -> None:
    """Loads what every document needs, so that workers are born with it."""
    from extract import pipeline

    pipeline.warm_up(shop.options)


def _perform(
    message: dict[str, Any], connection: Connection, slot: cage.Slot, shop: work.Shop, limits: cage.Limits, read: Read
) -> work.Outcome:
    started, used = time.perf_counter(), time.process_time()  # the clock for people, the processor for the limit
    cage.allow_seconds(limits.budget(message["size"], 0))

    def watch(stage: str, pages: int) -> None:
        slot.write(stage, pages)
        if pages:
            spent = time.process_time() - used
            cage.allow_seconds(max(1.0, limits.budget(message["size"], pages) - spent))

    try:
        outcome = _outcome(message, connection, shop, lambda source, shop: read(source, shop, watch), watch)
    except InputError as error:
        outcome = work.failure(error)
    except OutputError as error:  # not the document's fault: the run stops
        outcome = {"output": error.message, "remedy": error.remedy}
    except MemoryError:
        outcome = _starved(slot, limits)
    except RecursionError:
        outcome = {"stage": slot.read()[0], "code": "corrupt", "message": "The document is nested too deeply to be read"}
    except EOFError:
        raise
    except Exception as error:  # ours: the batch goes on, and the line says where to look
        fault = {"stage": slot.read()[0], "code": "fault", "message": work.plain(_fault(error))}
        outcome = _starved(slot, limits) if cage.starved() else fault
    return {**outcome, "end": True, "seconds": round(time.perf_counter() - started, 3)}


def _starved(slot: cage.Slot, limits: cage.Limits) -> work.Outcome:
    return {"stage": slot.read()[0], "code": "memory", "message": limits.exceeded("memory")}


def _outcome(
    message: dict[str, Any],
    connection: Connection,
    shop: work.Shop,
    read: Callable[[page.Source, work.Shop], work.Outcome],
    watch: pipeline.Watch,
) -> work.Outcome:
    if message["do"] == "label":
        source = page.Source(message["name"], b"", message["sha256"], message["size"])
        again = work.label(source, message["old_name"], message["made_with"], shop, watch)
        if again:
            return again
    task = work.Task(message["order"], message["name"], bytes.fromhex(message["path"]), message["size"], message["given"])
    source = work.open_task(task, shop)
    send(connection, {"sha256": source.sha256, "size": source.size})
    answer = receive(connection)
    if answer["do"] == "label":
        known = page.Source(source.name, b"", source.sha256, source.size)
        again = work.label(known, answer["old_name"], answer["made_with"], shop, watch)
        if again:
            return again
    return read(source, shop) if answer["do"] != "nothing" else {}


def _fault(error: Exception) -> str:
    """What went wrong and where, for a report to us; paths only within the package."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if f"{Path(__file__).parts[-3]}/" in Path(frame.filename).as_posix()
    ]
    where = f" ({'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno})" if frames else ""
    return f"A fault of ours: {type(error).__name__}: {error}{where}. Please report it, with the file if you may share it"
