"""What a name of an organisation looks like, and what is none: general words, kinds of document, what stands beside dates."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Any

from extract.taxonomy import headings
from extract.text import plain

WORD = re.compile(r"[a-zà-ÿ]+")  # in small letters
_NUMBERED = re.compile(r"(?:[A-Z]|[IVX]+|\d+)\s?[./)°]\s")  # "I. Loger"
MOST_WORDS = 10  # of a name
SMALL = re.compile(r"(?:d[eu]s?|les?|la|et|pour|à|aux?|en|sur|sans|dans|vers|contre|avec|par|entre|of|the|van|de[rn]?)$")


def looks_like_a_name(text: str) -> bool:
    """A head word and more, or capitalised words with only small ones between."""
    words = text.split()
    if _NUMBERED.match(text):
        return False
    if not 1 <= len(words) <= MOST_WORDS:
        return False
    first = plain(words[0])
    if len(words) > 1 and (first in known()["heads"] or first in known()["cover-heads"]):
        return True
    large = [word for word in words if not SMALL.match(word.lower())]
    return bool(large) and all(re.match(r"(?:[dl][’'])?[«(]?[A-ZÀ-Þ]", word) for word in large)


def names_a_genre(words: str) -> bool:
    """Whether a line says what the document is ("Rapport d'activités", "Perspectives"), and so not whose."""
    return _genre_cues().are_in(plain(words))


def genre_at(words: str) -> int | None:
    """Where `words` begin to say what the document is."""
    folded = plain(words)
    return _genre_cues().find(folded) if len(folded) == len(words) else None


@lru_cache(maxsize=1)
def _genre_cues() -> headings.Cues:
    known = headings.words("genres")
    return headings.Cues({cue for genre in (*known.values["order"], "other") for cue in known[genre]})


@lru_cache(maxsize=1 << 10)
def name_key(name: str) -> str:
    """Letters alone, without a leading article: "Les éditions du samedi" = "editionsdusamedi"."""
    words = re.findall(r"[a-z0-9]+", plain(name))
    while words and words[0] in ("la", "le", "les", "l"):
        words = words[1:]
    return "".join(words)


def is_general(name: str) -> bool:
    """Whether all that a name says is general: "Bilan", "Notes AG", "Feuille de présence", "anonymous"."""
    words = re.findall(r"[^\W_]+", plain(name))
    general = known()["general-or-topic"]
    if len(words) > 1 and words[0] in known()["heads"]:
        words, general = words[1:], known()["general"]  # "Maison des Migrations" is a name, "Migrations" none
    return all(word in general or word.isdigit() or SMALL.match(word) or len(word) == 1 for word in words)


def is_a_formula(text: str) -> bool:
    """What stands beside a date and is nobody: "Date 17/03/2018", "Corte, le 13 février", "Mise à jour : mai 2020"."""
    words = plain(text).strip(" ,;:.").split()
    return not words or words[-1] in ("le", "du", "au", "en") or bool(set(words) & known()["beside-dates"])


@lru_cache(maxsize=1)
def known() -> dict[str, Any]:
    import yaml

    values = yaml.safe_load((resources.files("extract") / "rules" / "organisations.yaml").read_text("utf-8"))
    return {
        "organisations": [_organisation(one) for one in values["organisations"]],
        "owned": tuple(plain(cue) for cue in values["owned"]),
        "beside-dates": frozenset(plain(word) for word in values["beside-dates"]),
        "belongings": tuple(values["belongings"]),
        "bodies": frozenset(plain(word) for word in values["bodies"]),
        "general": frozenset(plain(word) for word in values["general"]),
        "describing": frozenset(plain(word) for word in values["describing"]),
        "roles": frozenset(plain(word) for word in values["roles"]),
        "human-belongings": tuple(values["human-belongings"]),
        "partners": frozenset(plain(word) for word in values["partners"]),
        "thanks": tuple(plain(word) for word in values["thanks"]),
        "cover-heads": frozenset(plain(word) for word in values["cover-heads"]),
        "general-or-topic": frozenset(plain(word) for word in (*values["general"], *values["topics"])),
        "documents": frozenset(plain(word) for word in values["documents"]),
        "heads": frozenset(plain(word) for word in values["heads"]),
        "raw-heads": values["heads"],
        "mail-hosts": frozenset(values["mail-hosts"]),
    }


def _organisation(listed: dict[str, Any]) -> dict[str, Any]:
    """What a list says of an organisation, with how it is called and the keys of its name and of its other names."""
    key, aliases = name_key(listed["name"]), listed.get("aliases", ())
    others = dict.fromkeys(map(name_key, aliases))
    called = tuple(map(plain, (listed["name"], *aliases)))
    return {**listed, "called": called, "key": key, "other-keys": tuple(other for other in others if other != key)}
