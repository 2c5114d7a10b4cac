"""Scores: how far a record is from what a careful reader wrote down.

    gold.read(path) -> Gold                    an annotation (docs/quality.md says what it holds)
    score(gold, record) -> Score               one record against it: tallies, faults with their place, confidences
    total(scores) -> Score                     pooled
    score.figures() -> dict                    precision, recall, shares

Works on published values only, so that records made last year can be scored again.
"""

from extract.evaluation.gold import Gold, GoldItem
from extract.evaluation.gold import read as read_gold
from extract.evaluation.reliability import reliability
from extract.evaluation.scoring import Fault, Score, score, total

__all__ = ["Fault", "Gold", "GoldItem", "Score", "read_gold", "reliability", "score", "total"]
