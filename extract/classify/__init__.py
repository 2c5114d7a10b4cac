"""Outline → themes, kinds, actions and years of every item, each with the words that decide. The only home of spaCy.

matching   the rules' words, found in every text           setting    what the document as a whole says of its items
own        what the words themselves say (R1–R3)            standing   what stands above each list of items
telling    what tells a kind: words and grammar             above      what it passes down (R4–R5)
weighing   how likely each kind is                          published  hits and reasons as published values
document   all of these, for one document
"""

from __future__ import annotations

from functools import cache

from extract import page
from extract.model import Notice
from extract.taxonomy import Taxonomy


def classify(
    outline: page.Outline, metadata: page.Metadata, transcript: page.Transcript, taxonomy: Taxonomy, options: page.Options
) -> tuple[tuple[page.Labels, ...], tuple[Notice, ...]]:
    """The labels of `outline.entries`, parallel to them, and notices about what was cut.

    Every span of the labels points into `transcript`, and its text is what stands there.
    """
    from extract.classify.document import Classifier

    return Classifier(outline, metadata, transcript, taxonomy, options).labels()


@cache
def components() -> dict[str, str]:
    """The libraries that decide, with their versions."""
    from importlib.metadata import version

    return {"spacy": version("spacy")}
