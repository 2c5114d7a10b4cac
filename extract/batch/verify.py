"""Fixity: are inputs and outputs still what the ledger says? And bags (BagIt 1.0, RFC 8493), checked and written.

A bag is a folder of checksums: little enough to be written here; the library for it works in place, on the archive itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.batch import roots
from extract.errors import FilrougeError, UsageError
from extract.readers import path_bytes, printable
from extract.store import durable, ledger, records

_CHUNK = 1 << 20
_ALGORITHMS = ("sha512", "sha256", "sha1", "md5")


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was: `what` it is, in words, about `path`."""

    path: str
    what: str


def inputs(out: Path) -> Iterator[Fault | None]:
    """For each input in the ledger that was read: None while its bytes are the same, else what is wrong."""
    known = roots.load(out)
    if not known:
        raise UsageError(f"{out} does not say where its inputs are", remedy="Run `filrouge ingest` on them once more")
    plan = roots.Plan((), tuple(known))
    for line in ledger.read(out):
        root = plan.owner(line["path"])
        if line["sha256"] and root:
            path = os.path.join(root.path, path_bytes(line["path"].removeprefix(root.label)))
            if os.path.isfile(root.path):  # a file was given, not its folder
                path = root.path
            yield _compare(path, line["path"], line["sha256"])


def outputs(out: Path) -> Iterator[Fault | None]:
    """For each document in the ledger: None while record and transcript are whole and agree, else what is wrong; and strangers."""
    named = set()
    for line in ledger.read(out):
        if line["document_id"] and line["status"] != "duplicate" and line["document_id"] not in named:
            named.add(line["document_id"])
            yield _output_fault(out, line)
    for document_id in records.ids(out):
        if document_id not in named:
            yield Fault(f"{records.DOCUMENTS}/{document_id}.json", "no line of the ledger speaks of it")


def _output_fault(out: Path, line: dict[str, Any]) -> Fault | None:
    document_id = line["document_id"]
    name = f"{records.DOCUMENTS}/{document_id}.json"
    path = records.document_path(out, document_id)
    if not path.exists():
        return Fault(name, "it is missing; `filrouge ingest` makes it again")
    data = path.read_bytes()
    try:
        document = records.parse(data, name)
    except FilrougeError as error:
        return Fault(name, error.message)
    if document.document.source.sha256 != line["sha256"] or document.document.id != document_id:
        return Fault(name, "it is the record of another file")
    if records.serialise(document) != data or line["record_sha256"] not in (None, hashlib.sha256(data).hexdigest()):
        return Fault(name, "it is not as it was written; `filrouge ingest --refresh` makes it again")
    about = document.document.transcript
    transcript = records.transcript_path(out, document_id)
    if not transcript.exists() or hashlib.sha256(transcript.read_bytes()).hexdigest() != about.sha256:
        return Fault(about.path, "it is missing, or not the text that the record speaks of; `filrouge ingest --refresh` makes it again")
    return None


def bag_faults(bag: Path) -> Iterator[Fault | None]:
    """For each file that the manifests of a bag name: None while its checksum is right, else what is wrong; and files nobody names."""
    if not (bag / "bagit.txt").is_file():
        raise UsageError(f"{bag} is not a bag: it has no bagit.txt", remedy="Give the folder that holds bagit.txt")
    manifests = [path for path in sorted(bag.glob("*manifest-*.txt")) if path.stem.rpartition("-")[2] in _ALGORITHMS]
    if not any(path.name.startswith("manifest-") for path in manifests):
        yield Fault("manifest", "the bag has none that is known (sha512, sha256, sha1, md5)")
    payload = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    for manifest in manifests:
        algorithm = manifest.stem.rpartition("-")[2]
        named = set()
        for row in manifest.read_text("utf-8").splitlines():
            wanted, _, name = row.partition(" ")
            name = _decoded(name.lstrip(" *"))
            named.add(name)
            if os.path.isabs(name) or ".." in Path(name).parts:
                yield Fault(printable(name), "the manifest points out of the bag")
            else:
                yield _compare(os.fsencode(bag / name), printable(name), wanted.lower(), algorithm)
        if manifest.name.startswith("manifest-"):
            yield from (Fault(printable(name), f"{manifest.name} does not name it") for name in sorted(payload - named))


def write_bag(out: Path, bag: Path) -> int:
    """Copies ledger, records, transcripts and index of `out` into a new bag, and returns how many files. Equal outputs give equal bags."""
    if bag.exists() and any(bag.iterdir()):
        raise UsageError(f"{bag} is not empty", remedy="Give a new folder for the bag")
    with durable.explained(bag):
        files = [name for name in (ledger.LEDGER, "index.sqlite", "report.html", "report.txt") if (out / name).is_file()]
        files += [f"{records.DOCUMENTS}/{name}.json" for name in records.ids(out)]
        files += [f"{records.TRANSCRIPTS}/{path.name}" for path in sorted((out / records.TRANSCRIPTS).glob("d-*.txt"))]
        total = 0
        for name in files:
            (bag / "data" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(out / name, bag / "data" / name)
            total += (bag / "data" / name).stat().st_size
        (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")
        (bag / "bag-info.txt").write_text(f"Bag-Software-Agent: filrouge\nPayload-Oxum: {total}.{len(files)}\n", "utf-8")
        _manifest(bag, "manifest-sha256.txt", [f"data/{name}" for name in sorted(files)])
        _manifest(bag, "tagmanifest-sha256.txt", ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"])
    return len(files)


def _manifest(bag: Path, name: str, files: list[str]) -> None:
    rows = (f"{_digest(os.fsencode(bag / file), 'sha256')}  {_encoded(file)}\n" for file in files)
    durable.write(bag / name, "".join(rows).encode())


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    return name.replace("%0A", "\n").replace("%0a", "\n").replace("%0D", "\r").replace("%0d", "\r").replace("%25", "%")


def _compare(path: bytes, name: str, wanted: str, algorithm: str = "sha256") -> Fault | None:
    try:
        found = _digest(path, algorithm)
    except FileNotFoundError:
        return Fault(name, "it is missing")
    except OSError as error:
        return Fault(name, f"it cannot be read ({(error.strerror or '').lower()})")
    return None if found == wanted else Fault(name, "its bytes have changed")


def _digest(path: bytes, algorithm: str) -> str:
    """The checksum of a regular file, read in pieces; a link at its place is not followed."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "Not a file")
        digest = hashlib.new(algorithm, usedforsecurity=False)
        while piece := os.read(descriptor, _CHUNK):
            digest.update(piece)
        return digest.hexdigest()
    finally:
        os.close(descriptor)
