"""The words that working and published values have in common: what an item, a heading and a document can be called."""

from __future__ import annotations

from typing import Literal

Kind = Literal["priority", "activity", "figure", "other"]
Form = Literal["bullet", "numbered", "prose", "table"]
Genre = Literal["priorities", "activity-report", "plan", "programme", "other"]
Origin = Literal["own", "parent", "lead-in", "heading", "review"]
SectionKind = Literal["team", "pole", "section"]
HeadingEvidence = Literal["outline", "style", "numbering", "typography", "wording", "contents", "position"]
Flag = Literal[
    "low-structure",  # the headings above are uncertain
    "low-confidence",  # that this is an item at all is uncertain
    "ocr",  # read from pixels
    "ocr-low",  # read from pixels, and the engine was not sure
    "uncertain-theme",  # only weak cues speak for a theme
    "uncertain-kind",
    "uncertain-year",
    "truncated",  # longer than the cap; matched on its beginning
    "hidden-text",  # invisible on the page: white, clipped, or behind something
    "personal-data",  # holds a span that looks like personal data
    "reviewed",  # a person corrected it
]
