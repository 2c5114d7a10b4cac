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

from extract import text


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """The one vocabulary all matchers share; a lexeme is a norm."""
    return Vocab(lex_attr_getters={LIKE_NUM: like_num})


def words(string: str, language: str) -> tuple[Doc, list[text.Token]]:
    """`string` as a Doc of norms, and the tokens that say where each stands."""
    found = text.tokens(string, language)
    return Doc(vocabulary(), words=[token.norm for token in found]), found
