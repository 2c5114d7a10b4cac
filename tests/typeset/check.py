"""Runs the pipeline on typeset documents and says how much of what was put in comes out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from extract.evaluation import Score, score
from extract.evaluation.gold import parse
from tests.typeset import compose, traits_of, truth, write


@dataclass(frozen=True)
class Checked:
    """One document in one form: its score, its difficulties, what the pipeline made of it, and what broke."""

    name: str
    form: str
    traits: frozenset[str]
    score: Score
    result: object = None
    error: str = ""

    @property
    def worth(self) -> float:
        """Between 0 and 1: the item F1 times the shares of right paths and parents (of a document with items)."""
        figures = self.score.figures()
        if not self.score.counts["hit"] and not figures["gold"]:
            return figures["items"]["f1"]
        return figures["items"]["f1"] * figures["path"] * figures["parent"]


def read(data: bytes, name: str, **options):
    """What the pipeline makes of a file of these bytes."""
    from extract import pipeline

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return pipeline.process(path, name=name, **options)


def check(seed: int, form: str) -> Checked:
    """Typesets document `seed` in this form, reads it back, and scores it."""
    spec = compose(seed)
    return judge(write(spec, form), truth(spec, form), f"{seed}.{form}", traits_of(spec, form))


def judge(data: bytes, gold: dict, name: str, traits: frozenset[str] = frozenset()) -> Checked:
    """Reads a file of these bytes and scores it; a failure of any kind is noted, and scores nothing."""
    annotation = parse(gold, name)
    form = name.rpartition(".")[2]
    try:
        result = read(data, name)
    except Exception as error:
        return Checked(name, form, traits, score(annotation, None), error=f"{type(error).__name__}: {error}")
    return Checked(name, form, traits, score(annotation, result.document), result)
