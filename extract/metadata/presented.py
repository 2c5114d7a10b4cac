"""An organisation as it presents itself: "Le Fil Bleu – Montreuil" under the title, "Pour L'Escale, la présidente" at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from extract.metadata import dates
from extract.metadata.naming import genre_at, is_general, known, looks_like_a_name, names_a_genre
from extract.page import Span
from extract.text import plain

_EARLY = 20_000  # characters in which a text says whose it is
_COVER = 1_500  # characters of a cover
_LATE = 3_000  # characters at its end in which it is signed
_BETWEEN = re.compile(r"\s+[-–—|•·:]\s+|\s*[,;(|]\s+|\s+\(|\s:\s|:\s")
_CAPITALS = r"[A-ZÀ-Þ][\w’'.-]*"
_SMALLS = r"(?:d[eu]s?|de la|la|el|al|del|di|y|les?|et|sans|pour|en|aux?|à)"
_PROPER = rf"(?:(?:L[’']|Les? |La )?{_CAPITALS}(?:[ ](?:{_SMALLS}[ ](?:l[’'])?|[dl][’'])?{_CAPITALS}){{0,6}})"
_SIGNED = re.compile(rf"[Pp]our (?:l[’']association |le collectif |le bureau de )?({_PROPER}),?[ ]*\s(?:la |le |l[’'])?(\w+)")
_OURS = re.compile(rf"(?:association|collectif|fédération|asbl),[ ]({_PROPER})[,.]")
_LEGAL = re.compile(rf"(?:^|\n)[ ]*({_PROPER})(?:,)? (?:asbl|ASBL|vzw|\(?association (?:de )?(?:la )?loi (?:de )?1901)")
_COMMISSIONED = re.compile(rf"(?:commandée?|éditée?|publiée?) par (?:les? |la |l[’'])?({_PROPER})")
_INTRODUCED = re.compile(
    rf"(?:(?<=\n)|(?<=[.!?] )|^)({_PROPER}) "
    r"(?:est (?:une? |le |la |l[’'])(\w+)|réunit |rassemble |regroupe |(?:organise|accompagne|accueille) depuis )"
)
_SAYS = re.compile(r" (?:est [ul]|réunit |rassemble |regroupe |\w+ depuis )")
_MEMBERS = re.compile(rf"(?:d[’']|du |de |de l[’']|de la |des )({_PROPER})")
_PLACE = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:[ ](?:sur|en|le|la|les|sous)[ ][\w’'-]+)?$")
_BEFORE_GENRE = re.compile(r"\s+(?:nos|notre|les|le|la|l[’'])?\s*$", re.I)
_INDEFINITE = re.compile(r"\b(?:une?|chaque|autres?|leur|son|votre)\s$|\w[’'-]?\w\sd[’']$", re.I)
_PAGE = re.compile(r"\s+\d{1,3}$")
_PLAIN_WORDS = 5  # of a name in small letters
_PRONOUNS = ("il", "elle", "ils", "elles", "ce", "cela", "ceci", "on", "nous", "tout", "chacun", "qui", "rien")
_TWICE = 2  # belongings that a text must name of an organisation


def of_line(line: str) -> str | None:
    """The name in a line that gives it and then says what it is, where, when, or what the document is; None when it gives none.

    "Habitat Partagé, fédération de résidences solidaires", "Vivre Ici — point d'étape", "Rapport annuel · Solidarités Rurales".
    """
    parts = [part.strip(" .()") for part in _BETWEEN.split(line) if part.strip(" .()")]
    if len(parts) < 2 or any(_first(part) in known()["roles"] for part in parts):
        return None
    name, rest = parts[0], parts[1:]
    described = _first(rest[0]) in known()["describing"] and not is_general(rest[0])  # one word alone may be a place
    if described and len(rest[0].split()) > 1 and _is_plain_name(name):
        return name
    if (
        _is_proper(name)
        and (described or len(name.split()) > 1)
        and (_says_what(rest[0]) or (_PLACE.match(rest[0]) and all(map(_says_what, rest[1:]))))
    ):
        return name
    if _says_what(name) and _is_proper(rest[0]) and len(rest[0].split()) > 1:
        return rest[0]
    return None


def of_title(title: str) -> str | None:
    """The name in a title that goes on with what the document is: "Collectif des Rives — orientations 2024"."""
    parts = [part.strip(" .") for part in _BETWEEN.split(title) if part.strip(" .")]
    if len(parts) >= 2:
        for name, other in ((parts[0], parts[1]), (parts[-1], parts[-2])):
            headed = _first(name) in known()["heads"]
            several = len([word for word in name.split() if word[:1].isupper()]) > 1 and not name.isupper() and name is parts[0]
            if (headed or several) and looks_like_a_name(name) and not _is_nobody(name) and (names_a_genre(other) or is_general(other)):
                return name
        return None
    cue = genre_at(title)
    if cue and _first(title) in known()["heads"]:
        name = _BEFORE_GENRE.sub("", title[:cue])
        if len(name.split()) > 1 and _is_proper(name):
            return name
    return None


def of_running(line: str) -> str | None:
    """The name in a running line that has nothing else but the kind, title or date of the document."""
    line = _PAGE.sub("", line)
    parts = [part.strip(" .()") for part in _BETWEEN.split(line) if part.strip(" .()")]
    names = [part for part in parts if _is_proper(part) and len(part.split()) > 1]
    others = [part for part in parts if part not in names]
    return names[0] if len(names) == 1 and all(_says_what(part) or re.search(r"\d", part) or is_general(part) for part in others) else None


def of_text(text: str) -> Iterator[tuple[str, Span]]:
    """Names that a text says to be its own: its signature, "notre association, X,", "X asbl", "les membres de X … les bénévoles de X"."""
    early, late = text[:_EARLY], max(0, len(text) - _LATE)
    yield from _spans(_SIGNED, text, "our ", late, lambda found: plain(found[2]) in known()["roles"])
    for word in ("otre association,", "otre collectif,", "otre asbl,", "otre fédération,"):
        yield from _spans(_OURS, early, word, 0, lambda found: True, 5)
    for word in ("asbl", "ASBL", "loi 1901", "loi de 1901"):
        if (at := early.find(word)) >= 0:
            start = early.rfind("\n", 0, at)
            if (found := _LEGAL.match(early, max(0, start))) and not _is_nobody(found[1]):
                yield found[1], found.span(1)
    yield from _of_members(early)
    for name, span in _introduced(early):
        if span[1] < _COVER or text.find(name, span[1]) >= 0:
            yield name, span
    for word in ("command", "édité", "publié"):
        if (at := early[:_COVER].find(word)) >= 0 and (found := _COMMISSIONED.match(early, at)) and not _is_nobody(found[1]):
            yield found[1], found.span(1)


def _introduced(text: str) -> Iterator[tuple[str, Span]]:
    """The first that a text says to be something, or to bring people together: "Graines de Paix est une association …"."""
    end = 0
    for said in _SAYS.finditer(text):  # few lines say so, and those alone are searched from their beginning
        if said.start() < end:
            continue
        start, end = text.rfind("\n", 0, said.start()) + 1, text.find("\n", said.start())
        end = end if end >= 0 else len(text)
        for found in _INTRODUCED.finditer(text, start, end):
            says = found[2] is None or plain(found[2]) in known()["describing"]
            if says and plain(found[1]) not in _PRONOUNS and not _is_nobody(found[1]) and not is_passing(text, found.start(1)):
                yield found[1], found.span(1)
                return


def _spans(
    pattern: re.Pattern[str], text: str, word: str, start: int, fits: Callable[[re.Match[str]], bool], shift: int = -1
) -> Iterator[tuple[str, Span]]:
    """What `pattern` finds where `word` stands (`shift` characters on)."""
    at = text.find(word, start)
    while at >= 0:
        if (found := pattern.match(text, max(0, at + shift))) and fits(found) and not _is_nobody(found[1]):
            yield found[1], found.span(1)
        at = text.find(word, at + 1)


def _of_members(text: str) -> Iterator[tuple[str, Span]]:
    """The name of which a text names two belongings or more: "les membres de Graines de Paix", "les bénévoles de Graines de Paix"."""
    lower = text.lower()
    if len(lower) != len(text):
        return
    owners: dict[str, Span] = {}
    counts: Counter[str] = Counter()
    for word in known()["human-belongings"]:
        at = lower.find(word + " d")
        while at >= 0:
            if found := _MEMBERS.match(text, at + len(word) + 1):
                helps = _first(found[1]) in known()["partners"] or is_passing(text, at)
                if not helps and len(found[1].split()) > 1 and not _is_nobody(found[1]):
                    counts[found[1]] += 1
                    owners.setdefault(found[1], found.span(1))
            at = lower.find(word + " d", at + 1)
    for name, count in counts.most_common(1):
        if count >= _TWICE:
            yield name, owners[name]


def is_passing(text: str, at: int) -> bool:
    """Whether what is named at `at` is thanked, pays or is any such body: "merci à la Fondation …", "un mouvement …", "Trait d'Union"."""
    before = text[max(0, at - 90) : at]
    line = plain(before[max(before.rfind("\n"), before.rfind(". ")) + 1 :])
    return bool(_INDEFINITE.search(before)) or any(word in line for word in known()["thanks"])


def _is_proper(name: str) -> bool:
    """Capitalised like a name, and neither a date, a kind of document nor a general word."""
    return looks_like_a_name(name) and not re.search(r"\d|[!?]$", name) and not _is_nobody(name)


def _is_nobody(name: str) -> bool:
    return is_general(name) or names_a_genre(name) or _first(name) in known()["documents"] or bool(dates.find(name))


def _is_plain_name(name: str) -> bool:
    """A name that goes on in small letters ("Le Bourg en commun"), beside what it is said to be."""
    return name[:1].isupper() and 1 < len(name.split()) <= _PLAIN_WORDS and not re.search(r"\d|[!?]$", name) and not _is_nobody(name)


def _says_what(part: str) -> bool:
    """Whether a part of a line says what somebody is, what the document is or when: "association d'…", "mars 2016"."""
    return _first(part) in known()["describing"] or names_a_genre(part) or bool(dates.find(part)) or is_general(part)


def _first(part: str) -> str:
    words = re.findall(r"[^\W_]+", plain(part))
    return next((word for word in words if word not in ("l", "le", "la", "les", "un", "une")), "")
