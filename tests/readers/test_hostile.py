"""Files built to hang, crash or fool a reader: each is read in a child with limits, and ends in words or in a clear error."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

_BYTES = 1_500 << 20
_CHILD = """
import json, sys
from extract import readers
from extract.errors import InputError
for name in sys.stdin.read().splitlines():
    try:
        reading, notices = readers.read(readers.open_source(name))
        words = sum(len(line.text) for sheet in reading.pages for line in sheet.lines)
        said = {"words": words, "notices": [notice.code for notice in notices]}
    except InputError as error:
        said = {"code": error.code, "message": str(error)}
    print(json.dumps({"name": name, **said}), flush=True)
"""


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


@pytest.fixture(scope="module")
def ends(shared) -> dict[str, dict]:
    """How each hostile Word and text file ended, by its path below `hostile`."""
    folder = shared / "hostile"
    files = sorted(path for suffix in ("*.docx", "*.txt", "*.doc") for path in folder.glob(f"*/*/{suffix}"))
    if not files:
        pytest.skip("no hostile files")
    root = Path(__file__).parents[2]
    child = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=_limits,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert child.stderr == "", child.stderr[-2000:]
    found = [json.loads(line) for line in child.stdout.splitlines()]
    assert len(found) == len(files)
    return {str(Path(entry["name"]).relative_to(folder)): entry for entry in found}


def test_every_file_ends_in_words_or_in_a_clear_error(ends):
    silent = [name for name, end in ends.items() if not end.get("words") and not end.get("message")]
    assert silent == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gen/docx/xxe_billion_laughs.docx", "unsafe"),
        ("gen/docx/xxe_http.docx", "unsafe"),
        ("gen/docx/xxe_in_content_types.docx", "unsafe"),
        ("gen/docx/bomb_one_text_64MB.docx", "unsafe"),
        ("gen/docx/zip_bad_crc.docx", "corrupt"),
        ("gen/docx/truncated_half.docx", "corrupt"),
        ("gen/docx/no_document.docx", "corrupt"),
        ("gen/docx/is_html.docx", "unsupported"),
        ("gen/docx/is_flat_opc.docx", "unsupported"),
        ("gen/docx/no_text.docx", "no-text"),
        ("gen/txt/only_bom.txt", "empty"),
        ("gen/txt/binary.txt", "unsupported"),
    ],
)
def test_a_harmful_or_broken_file_has_the_code_of_its_fault(ends, name, code):
    assert ends[name].get("code") == code


@pytest.mark.parametrize(
    "name",
    [
        "table_gridspan_1M",
        "table_vmerge_3000",
        "table_400x50",
        "strict_ooxml",
        "textbox_vml",
        "smarttag",
        "sym_bullets",
        "rel_empty_target",
    ],
)
def test_an_odd_but_sound_file_is_read(ends, name):
    assert ends[f"gen/docx/{name}.docx"].get("words")


@pytest.mark.parametrize(
    ("name", "notice"), [("enc_mojibake_twice", "mojibake"), ("enc_cp850", "encoding-guessed"), ("nul_bytes", "control-characters")]
)
def test_doubts_about_a_text_are_said(ends, name, notice):
    assert notice in ends[f"gen/txt/{name}.txt"]["notices"]
