"""The themes as a spaCy component, for any French (Dutch, English) pipeline of anybody's:

    nlp = spacy.blank("xx")
    nlp.add_pipe("filrouge_themes")
    doc = nlp("Dubliné·es : contentieux")
    [(span.text, span.label_, span.id_) for span in doc.spans["themes"]]     # [("Dubliné·es", "asylum", "asylum.dublin")]

It reads `doc.text` by itself, so it does not depend on how the pipeline cuts words; spans grow to whole tokens where they must.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc, SpanGroup

from extract import taxonomy
from extract.classify import own
from extract.classify.matching import lexicon

SPANS = "themes"
UNCERTAIN = "themes_uncertain"


class Light(Language):
    """A French pipeline that is built in a moment: apostrophes and slashes part words, "avocat·es" and "avocat-es" stay whole."""

    lang = "fr"

    class Defaults(BaseDefaults):
        infixes = (r"(?<=[^\W\d_]['’])(?=[^\W\d_])", r"\.\.+", "…", "/", "–", "—", r"(?<=\w),(?=\w)", r"(?<=\w)[:<>=](?=\w)")


@Language.factory("filrouge_themes", default_config={"rules": [], "language": "fr", "foreign": True}, assigns=[])
def create(nlp: Language, name: str, rules: list[str], language: str, foreign: bool) -> Callable[[Doc], Doc]:
    """A component that sets `doc.spans["themes"]` and `doc.spans["themes_uncertain"]`; label: the theme, id: the rule.

    `rules` are folders layered over the built-in rules; `foreign` says that the texts are about foreign people.
    """
    rule_set = taxonomy.load(tuple(rules))
    words = lexicon(rule_set, language)

    def themes(doc: Doc) -> Doc:
        verdict = own.judge(words.read(doc.text), rule_set.themes, heading=False, foreign=foreign)
        for group, found in ((SPANS, verdict.strong), (UNCERTAIN, verdict.weak)):
            hits = sorted((hit for one in found.values() for hit in one), key=lambda hit: (hit.begin, hit.stop, hit.target.name))
            spans = [
                doc.char_span(hit.begin, hit.stop, label=hit.target.owner, span_id=hit.target.name, alignment_mode="expand") for hit in hits
            ]
            doc.spans[group] = SpanGroup(doc, name=group, spans=[span for span in spans if span is not None])
        return doc

    return themes


def light(rules: tuple[str, ...] = (), *, language: str = "fr", foreign: bool = True) -> Language:
    """A pipeline with our light tokenizer and the themes, ready to use."""
    nlp = Light()
    nlp.add_pipe("filrouge_themes", config={"rules": list(rules), "language": language, "foreign": foreign})
    return nlp
