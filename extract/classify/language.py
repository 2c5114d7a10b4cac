"""The light language pipeline: our own words, in spaCy's containers.

Importing `spacy.lang.fr` compiles a 1.4 million character expression (4 s); a French statistical model loads in seconds and reads
avocat-es as a form of "être". Matching needs neither: a word is cut out, folded and stemmed by `text.tokens`, and a spaCy `Doc` holds
those norms.
"""

from __future__ import annotations

from functools import lru_cache

from spacy.attrs import LIKE_NUM
from spacy.lang.lex_attrs import like_num
from spacy.tokens import Doc
from spacy.vocab import Vocab

BETWEEN = "\n"  # stands between two texts in one Doc; no word of a term has this norm


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """The one vocabulary all matchers share; a lexeme is a norm."""
    return Vocab(lex_attr_getters={LIKE_NUM: like_num})


def doc(norms: list[str]) -> Doc:
    """The norms of one text or of several, `BETWEEN` each and the next, as a Doc. It costs little a word, and much a Doc."""
    return Doc(vocabulary(), words=norms)
