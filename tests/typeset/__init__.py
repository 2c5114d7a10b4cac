"""Typeset documents whose truth is known.

    compose(seed) -> Spec                what a document says, with the difficulties it was given
    style_of(spec) -> Style              how it looks
    write(spec, form) -> bytes           "pdf", "docx", "odt", "pptx", "md", "txt"
    truth(spec) -> dict                  its annotation, as `filrouge evaluate` reads it

`python -m tests.typeset --count 300 --report` looks for weak spots.
"""

from __future__ import annotations

from tests.typeset.compose import compose
from tests.typeset.spec import Block, Spec, truth
from tests.typeset.style import Style, style_of

FORMS = ("pdf", "docx", "odt", "pptx", "md", "txt")

__all__ = ["FORMS", "Block", "Spec", "Style", "compose", "style_of", "traits_of", "truth", "write"]


def write(spec: Spec, form: str) -> bytes:
    """The document in this form: "pdf", "docx", "odt", "pptx", "md" or "txt". Equal specs, equal bytes."""
    from tests.typeset import odt, pdf, plain, slides, word

    writers = {"pdf": pdf.write, "docx": word.write, "odt": odt.write, "pptx": slides.write, "md": plain.markdown, "txt": plain.write}
    return writers[form](spec)


def traits_of(spec: Spec, form: str) -> frozenset[str]:
    """The difficulties of the document in this form."""
    from tests.typeset import word

    looks = style_of(spec)
    if form == "pdf":
        return spec.traits | looks.traits
    if form == "docx":
        return spec.traits | {f"word:{word.habit_of(spec)}"}
    if form == "txt":
        return spec.traits | {f"wrap:{looks.wrap}"} | (set() if looks.hanging else {"wraps under the mark"})
    return spec.traits
