"""Values as scripts that a page opened from disk can load: `fetch` is closed to `file:` pages, a script tag is not."""

from __future__ import annotations

import base64
import json
import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

_INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script(name: str, value: Any) -> str:
    """A script that hands `value` to the page under `name`. What documents say stays inside string literals: no tag can open in it."""
    return f"filrouge.put({literal(name)},{literal(value)});\n"


def literal(value: Any) -> str:
    """`value` as JSON that is also safe as script source, whatever its strings hold. Lone surrogates become U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8").translate(_INERT)


def numbers(values: Sequence[int]) -> dict[str, str]:
    """A column of unsigned numbers in the narrowest type that holds it: `{"type": "u8"|"u16"|"u32", "data": base64, little-endian}`."""
    largest = max(values, default=0)
    name, code = ("u8", "B") if largest < 1 << 8 else ("u16", "H") if largest < 1 << 16 else ("u32", "I")
    packed = array(code, values)
    if sys.byteorder == "big":
        packed.byteswap()
    return {"type": name, "data": base64.b64encode(packed.tobytes()).decode("ascii")}


def masks(sets: Sequence[Iterable[int]], size: int) -> list[dict[str, str]]:
    """Sets of small numbers below `size` as columns of 32 bits each, the lowest numbers in the first column."""
    columns = []
    for low in range(0, max(size, 1), 32):
        columns.append(numbers([sum(1 << (member - low) for member in set(members) if low <= member < low + 32) for members in sets]))
    return columns


def deltas(postings: Iterable[Sequence[int]]) -> tuple[str, list[int]]:
    """Ascending lists as differences in bytes of 7 bits (LEB128), base64, and where each list begins (one more entry marks the end)."""
    data, starts = bytearray(), [0]
    for numbers_ in postings:
        before = 0
        for number in numbers_:
            step, before = number - before, number
            while step > 127:
                data.append(step & 127 | 128)
                step >>= 7
            data.append(step)
        starts.append(len(data))
    return base64.b64encode(bytes(data)).decode("ascii"), starts
