"""Holds what a run makes of hostile files against what their manifest expects: `python -m tests.batch.hostile OUT MANIFEST [PREFIX]`."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# The manifest's word for a failure → our codes that say the same.
ERRORS = {
    "empty_file": {"empty"},
    "not_a_pdf": {"unsupported", "corrupt"},
    "type_mismatch": {"unsupported", "corrupt"},
    "pdf_damaged": {"corrupt", "unsupported"},
    "docx_damaged": {"corrupt", "unsupported", "no-text"},
    "docx_damaged or docx_encrypted_or_doc": {"corrupt", "unsupported", "encrypted"},
    "docx_encrypted_or_doc": {"encrypted", "unsupported", "corrupt"},
    "docx_unsafe_xml": {"unsafe"},
    "docx_strict": {"unsupported"},
    "docx_macro": {"unsupported", "unsafe"},
    "pdf_encrypted": {"encrypted"},
    "no_pages": {"empty", "corrupt"},
    "too_much_content": {"too-large", "output", "timeout"},
    "resource_limit": {"too-large", "unsafe", "memory", "output", "timeout"},
    "too_large": {"too-large"},
    "unreadable": {"unreadable"},
}
LIMITS = {"timeout": {"timeout", "memory"}, "memory": {"memory", "crash"}}  # which limit is met first depends on the machine
# A document without any text is no record but a line that says so (`no-text` is a code of the ledger).
NOTHING_TO_READ = re.compile(r"parsed\+warn:(?:no_text|page_empty)\b")


def expectations(manifest: Path) -> Iterator[tuple[str, str, str]]:
    """(path, what is wrong, expected behaviour) of each line."""
    with open(manifest, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["path"], row["what is wrong"], row["expected behaviour"]


def meets(expected: str, line: dict) -> bool:
    """Is the ledger line one of those the expectation allows? Warnings are not looked at."""
    if line["status"] == "duplicate":
        return True  # judged by its first
    if re.search(r"parsed or (clear )?error", expected):
        return line["status"] in ("extracted", "quarantined") and line["code"] not in ("crash", "fault")
    if line["code"] == "no-text" and NOTHING_TO_READ.match(expected):
        return True
    return any(_meets_one(one.strip(), line) for one in re.split(r" or |; ", expected))


def _meets_one(expected: str, line: dict) -> bool:
    if expected.startswith(("parsed", "docx_encrypted")):
        return line["status"] == "extracted" if expected.startswith("parsed") else line["code"] in ERRORS["docx_encrypted_or_doc"]
    if expected.startswith("error:"):
        return line["status"] == "quarantined" and line["code"] in ERRORS.get(expected[6:].split(" ")[0], set())
    if expected.startswith("quarantined:"):
        return line["status"] == "quarantined" and line["code"] in LIMITS[expected[12:]]
    return False


# The manifest's word for what a reader of the record should be told → our codes that say the same.
WARNINGS = {
    "pdf_repaired": {"pdf-repaired"},
    "page_size": {"page-size"},
    "page_rotate": {"page-rotate"},
    "page_empty": {"no-text"},
    "no_text": {"no-text"},
    "garbled_text": {"garbled-text"},
    "fallback_engine": {"fallback-engine", "pdf-repaired"},  # its author reads with pdfplumber first, we with PDFium
    "engines_disagree": {"fallback-engine", "pdf-repaired"},
    "content_skipped": {"content-skipped"},
    "encoding_guess": {"encoding-guessed"},
    "encoding_replaced": {"encoding-faults"},
    "mojibake": {"mojibake"},
    "control_chars": {"control-characters"},
    "active_content": {"active-content"},
    "pii": {"personal-data"},
    "": {"hidden-text", "macros", "active-content"},  # "flagged", and the manifest does not say how
}
_WARNING = re.compile(r"(?:\+warn:|\bflagged ?)(\w*)")


def warns(expected: str, line: dict, record: dict | None) -> bool | None:
    """Does the record say what the expectation wants a reader to be told? None when it wants nothing to be said, or allows for silence."""
    wanted = [_WARNING.search(one) for one in re.split(r" or |; ", expected) if one.startswith("parsed")]
    if not wanted or not all(wanted) or (record is None and line["code"] != "no-text" and meets(expected, line)):
        return None
    said = {line["code"]} | {notice["code"] for notice in (record or {}).get("notices", ())}
    said |= {"personal-data"} if record and record["personal_data"] else set()
    return any(said & WARNINGS[one.group(1)] for one in wanted if one)


def compare(out: Path, manifest: Path, prefix: str = "") -> tuple[int, list[str]]:
    """(how many were expected, those that were not met, one a line)."""
    lines, wrong, total = _lines(out), [], 0
    for path, what, expected in expectations(manifest):
        total += 1
        line = lines.get(prefix + path)
        if line is None:
            wrong.append(f"{path}: no line in the ledger")
        elif not meets(expected, line):
            wrong.append(f"{path}: {line['status']}:{line['code']} for {expected!r} ({what})")
    return total, wrong


def unsaid(out: Path, manifest: Path, prefix: str = "") -> tuple[int, list[str]]:
    """(how many warnings were expected, those that no record gives, one a line)."""
    lines, wrong, total = _lines(out), [], 0
    for path, what, expected in expectations(manifest):
        line = lines.get(prefix + path)
        place = out / "documents" / f"{line['document_id']}.json" if line else out
        record = json.loads(place.read_text("utf-8")) if place.is_file() else None
        said = warns(expected, line, record) if line else None
        total += said is not None
        if said is False:
            codes = sorted({notice["code"] for notice in record["notices"]}) if record else line["code"]
            wrong.append(f"{path}: {codes} for {expected!r} ({what})")
    return total, wrong


def _lines(out: Path) -> dict[str, dict]:
    return {entry["path"]: entry for entry in map(json.loads, (out / "ledger.jsonl").read_text("utf-8").splitlines())}


if __name__ == "__main__":
    wanted, silent = unsaid(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
    print(*silent, f"{wanted - len(silent)} of {wanted} warnings as expected", "", sep="\n")
    total, wrong = compare(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
    print(*wrong, f"{total - len(wrong)} of {total} as expected", sep="\n")
    sys.exit(1 if wrong else 0)
