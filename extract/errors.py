"""The error tree. Every failure a user can cause is one of these.

    FilrougeError                exit 70   a fault of ours, unless a subclass says otherwise
    ├── UsageError               exit 2    the command line or a configuration cannot be carried out
    │   └── RuleError            exit 2    a rule file is wrong; lists every fault found
    ├── BusyError                exit 75   another run holds the output folder
    ├── OutputError              exit 74   the output folder cannot be written
    └── InputError               exit 1    one input cannot be read; a batch goes on
        ├── Missing              "missing"       ├── Unsupported   "unsupported"
        ├── Unreadable           "unreadable"    ├── TooLarge      "too-large"
        ├── Empty                "empty"         ├── NoText        "no-text"
        ├── Encrypted            "encrypted"     ├── OverLimit     "timeout" | "memory" | "crash" | "output"
        └── Damaged              "corrupt"       └── Unsafe        "unsafe"

An `InputError` becomes one ledger line: its `code` and `stage` are part of the contract with consumers.
"""

from __future__ import annotations


class FilrougeError(Exception):
    """Something went wrong, said so that a user can act: what happened, and what to do next."""

    exit_status = 70

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class UsageError(FilrougeError):
    exit_status = 2


class RuleError(UsageError):
    """One or more rule files are wrong. `faults` lists each as "file:line: what is wrong and how to mend it"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the rules:\n  " + "\n  ".join(faults))
        self.faults = faults


class BusyError(FilrougeError):
    exit_status = 75


class OutputError(FilrougeError):
    exit_status = 74


class InputError(FilrougeError):
    """One input file cannot be read. `code` and `stage` go to the ledger.

    `stage` is where it failed: "open", "read", "layout", "segment", "metadata", "classify", "assemble", "write".
    """

    exit_status = 1
    code = "unreadable"
    default_remedy = ""

    def __init__(self, message: str, *, remedy: str = "", stage: str = "read", code: str = "") -> None:
        super().__init__(message, remedy=remedy or self.default_remedy)
        self.stage = stage
        self.code = code or type(self).code

    def __reduce__(self) -> tuple[object, ...]:  # survives the border between processes
        return _revive, (type(self), self.message, self.remedy, self.stage, self.code)


def _revive(kind: type[InputError], message: str, remedy: str, stage: str, code: str) -> InputError:
    return kind(message, remedy=remedy, stage=stage, code=code)


class Missing(InputError):
    code = "missing"
    default_remedy = "Check the path"


class Unreadable(InputError):
    code = "unreadable"
    default_remedy = "Check that the file may be read by you"


class Empty(InputError):
    code = "empty"
    default_remedy = "Fetch the file again from where it came"


class Encrypted(InputError):
    code = "encrypted"
    default_remedy = "Save a copy without the password, and give that copy"


class Damaged(InputError):
    code = "corrupt"
    default_remedy = "Fetch the file again, or open it in its own program and save a new copy"


class Unsupported(InputError):
    code = "unsupported"
    default_remedy = "Save it as PDF, Word (.docx), OpenDocument (.odt), slides (.pptx), Markdown or plain text"


class TooLarge(InputError):
    code = "too-large"
    default_remedy = "Split the file, or raise the limit with --max-bytes"


class NoText(InputError):
    code = "no-text"
    default_remedy = "Install OCR (see `filrouge doctor`), or give a file whose text can be selected"


class OverLimit(InputError):
    code = "timeout"
    default_remedy = "Split the document, or raise the limits with --timeout and --memory"


class Unsafe(InputError):
    """The file is built to harm its reader (archive bomb, document type declaration, duplicate part names)."""

    code = "unsafe"
    default_remedy = "Open it in its own program on a machine you can lose, and save a new copy"
