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

from extract.text import tokens

_KEPT = 1 << 15  # pieces whose words are remembered: some 10 MB
_PIECE = 30  # characters of a piece worth remembering


Words = tuple[list[str], list[str], list[int], list[int]]  # in parallel: norms, as printed, where each begins and ends


def words(string: str, language: str) -> Words:
    """The words and marks of `string` that count for matching. What stands between two spaces is parted the same wherever it stands, and so
    only once."""
    known = _pieces(language)
    norms: list[str] = []
    printed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for piece in string.split(" "):
        for norm, word, start, end in known[piece]:
            norms.append(norm)
            printed.append(word)
            starts.append(at + start)
            ends.append(at + end)
        at += len(piece) + 1
    return norms, printed, starts, ends


class _Pieces(dict[str, list[tuple[str, str, int, int]]]):
    """{what stands between two spaces: (norm, as printed, start, end) of each of its words}, filled as it is asked."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, piece: str) -> list[tuple[str, str, int, int]]:
        found = [(norm, piece[start:end], start, end) for norm, start, end in tokens(piece, self.language)]
        if len(piece) <= _PIECE and len(self) < _KEPT:
            self[piece] = found
        return found


@lru_cache(maxsize=8)
def _pieces(language: str) -> _Pieces:
    return _Pieces(language)


@lru_cache(maxsize=1)
def vocabulary() -> Vocab:
    """The one vocabulary all matchers share; a lexeme is a norm."""
    return Vocab(lex_attr_getters={LIKE_NUM: like_num})


def doc(norms: list[str]) -> Doc:
    """The norms of a text as a Doc."""
    return Doc(vocabulary(), words=norms)
