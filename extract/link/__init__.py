"""The same priority across editions: links that say why, fates that say only what was read, and doubts left to people."""

from __future__ import annotations

from extract.link.judge import Verdict, verdicts
from extract.link.score import score
from extract.link.threads import trace

__all__ = ["Verdict", "score", "trace", "verdicts"]
