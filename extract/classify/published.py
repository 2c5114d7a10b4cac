"""Hits and reasons as published values: every span points into the transcript, and its text is what stands there."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter

from extract import page
from extract.classify.above import Above, Inherited
from extract.classify.kinds import Reason
from extract.classify.matching import Hit
from extract.classify.own import Verdict
from extract.model import Action, Evidence, Origin, Suppressed, Theme
from extract.page import Entry, Passage

# The models' own checks, asked directly: what `Evidence(…)` does around them takes as long again.
_evidence, _theme, _action, _suppressed = (TypeAdapter(model).validator.validate_python for model in (Evidence, Theme, Action, Suppressed))


class Publisher:
    """Makes the values of one document. What a heading gives to many items is made once."""

    def __init__(self, outline: page.Outline, metadata: page.Metadata, transcript: page.Transcript) -> None:
        self._text = transcript.text
        told = metadata.genre.span if metadata.genre else None
        self._genre = told or (outline.title.span if outline.title else None)  # the words that tell the genre, or the title
        self._shared: dict[tuple[str, page.Span], Evidence] = {}

    def theme(self, theme: str, origin: Origin, passage: Passage, hits: Iterable[Hit]) -> Theme:
        return _theme({"id": theme, "origin": origin, "evidence": tuple([self._hit(passage, hit) for hit in hits])})

    def inherited(self, theme: str, link: Above) -> Theme:
        """The same value for every item under `link`."""
        if theme not in link.published:
            link.published[theme] = self.theme(theme, link.origin, link.passage, link.themes[theme])
        return link.published[theme]

    def actions(self, passage: Passage, hits: Iterable[Hit]) -> dict[str, Action]:
        """{action: the words of `passage` that name it}."""
        found: dict[str, list[Evidence]] = {}
        for hit in hits:
            found.setdefault(hit.target.owner, []).append(self._hit(passage, hit))
        return {action: _action({"id": action, "evidence": tuple(evidence)}) for action, evidence in found.items()}

    def kind(self, reason: Reason, entry: Entry) -> Evidence:
        """The words that tell the kind; for the document's genre the words that tell the genre, or its title, or the item itself."""
        if reason.passage is not None:
            return self._evidence(reason.rule, reason.passage.locate(*reason.span))
        return self._evidence(reason.rule, self._genre or entry.text.span)

    def suppressed(self, entry: Entry, verdict: Verdict, inherited: Inherited, themes: dict[str, Theme]) -> tuple[Suppressed, ...]:
        """The themes that were taken back and that nothing else gave."""
        if not verdict.taken and not inherited.dropped:
            return ()
        found = [(taken.hit, taken.by, entry.text) for taken in verdict.taken if taken.hit.target.owner not in themes]
        if inherited.above:
            found += [(inherited.above.themes[theme][0], by, inherited.above.passage) for theme, by in inherited.dropped.items()]
        return tuple([self._suppressed(hit, by, passage.locate(hit.begin, hit.stop)) for hit, by, passage in found])

    def _suppressed(self, hit: Hit, by: str, span: page.Span) -> Suppressed:
        return _suppressed({"id": hit.target.owner, "rule": hit.target.name, "by": by, "text": self._text[span[0] : span[1]], "span": span})

    def _hit(self, passage: Passage, hit: Hit) -> Evidence:
        return self._evidence(hit.target.name, passage.locate(hit.begin, hit.stop))

    def _evidence(self, rule: str, span: page.Span) -> Evidence:
        known = self._shared.get((rule, span))
        if known is None:
            known = self._shared[rule, span] = _evidence({"rule": rule, "text": self._text[span[0] : span[1]], "span": span})
        return known
