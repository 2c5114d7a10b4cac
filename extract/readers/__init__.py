"""Files → Pages. Each reader is a file in this folder; it is found by being there.

A reader module has
    MEDIA_TYPE: str
    PRIORITY: int          readers are asked in ascending order; the text reader, which accepts almost anything, comes last
    accepts(source) -> bool          by content, not by extension
    read(source, options) -> (page.Reading, tuple[model.Notice, ...])     raises an errors.InputError
It passes every string through `text.clean` before it measures anything, and its library's objects never leave it.
"""

from __future__ import annotations
