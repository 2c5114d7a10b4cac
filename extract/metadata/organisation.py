"""Whose document it is: signature, running lines, mail and web addresses, the words "association …", known names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from extract.metadata import dates, presented
from extract.metadata.naming import MOST_WORDS, SMALL, WORD, is_a_formula, is_general, known, looks_like_a_name, name_key, names_a_genre
from extract.page import Fact, Span, Transcript
from extract.text import plain

if TYPE_CHECKING:
    from extract.metadata import Witness

Vote = Callable[[str, float, str, Span | None], None]  # for a name: what it weighs, where it stands

_DOMAIN = re.compile(r"(?:@|https?://(?:www\.)?|www\.)([a-z0-9-]{1,63})(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,63}", re.I)
_BARE_DOMAIN = re.compile(r"\b([a-z0-9-]{4,63})\.(?:fr|be|org|ch|net|eu|asso\.fr|com|qc\.ca)\b", re.I)
_WITHIN = re.compile(r"\.(?=[a-z]{2})", re.I)
_BRACKETED = re.compile(r" \([A-Za-z]")
_PARTS = re.compile(r"\s+[-–—|•·/]\s+|[.;,]\s+|\s*\|\s*")
_NAME = r"(?:[A-ZÀ-Þ][\w’'.&-]*|d[eu]s?|de la|de l[’']|d[’'][A-ZÀ-Þ]?[\w-]+|et|pour|les?|la|à|aux?|en|l[’'][A-ZÀ-Þ]?[\w-]+)"
_NAME_ENDS = re.compile(r"\s+[–—·|]\s+|,\s|\s+(?:du|le)\s+(?=\d)")
_MAX_NAME = 90
_EARLY = 60_000  # characters from the start in which a document introduces itself
_FREQUENT = 4  # times a name in capitals must come to be the speaker's
_ENOUGH = 1.3  # votes below this say nothing
_SHORT = 5  # words of a name beside what a running line says of the document
_OFTEN = 3  # times that the text uses a one-word name
_LEGAL_FORM = re.compile(r"[\s,–—-]+(?:\(?(?:asbl|a\.s\.b\.l\.|vzw|scrl|association (?:de )?(?:la )?loi (?:de )?1901)\)?)\s*$", re.I)
_FORM_BEFORE = re.compile(
    r"^\s*(?:association|asbl)\s+(?=(?:[lL]es?|[lL]a)\s|[lL][’']|[«\"“])"
)  # "association les Amis du Gué", in small letters
_ON_BEHALF = re.compile(r"(?:cabinet|bureau|agence)\b.*?\spour\s+(?:les?\s|la\s|l[’'])?(?=[A-ZÀ-Þ])", re.I)
_ACRONYM_OF = re.compile(r"\(([A-ZÀ-Þ][A-ZÀ-Þa-z.]{0,9}[A-ZÀ-Þ.])\)")
_ISSUE = re.compile(r"(.+?)[\s,–—-]+n°\s*\d", re.I)  # "La Passerelle n° 12"
_TWICE = 2  # uses in the text that make a name of a word in a letterhead
_WEIGHTS = {
    "signature": 4.0,  # "Janvier 2018, La Cimade": a name beside a date, at the end or in a running line
    "domain": 4.5,  # of the addresses in running lines and contacts; one link in the text says much less
    "link": 1.5,
    "title": 3.5,  # "… de la municipalité de Chelsea"
    "known": 3.0,
    "masthead": 2.5,  # over the title
    "running": 2.5,
    "cover": 2.2,  # a name alone on a line of the cover
    "head": 2.0,
    "frequent": 1.2,  # "l'AFPy", again and again
    "presented": 2.6,  # "Vivre Ici — point d'étape", "Pour L'Escale, la présidente"
    "running-name": 1.5,  # a name and nothing else but the kind of document in a running line
    "properties": 0.8,
    "headed-author": 1.5,
}
_SAID_IN_PASSING = 0.5  # the words of a cover are shown rather than those of a sentence
_OF = re.compile(r"\b((?i:des|du|de la|de l[’'])|[dD][’'](?=[A-ZÀ-Þ])|[dD][eE](?=\s+[A-ZÀ-Þ]))\s*")
_ARTICLES = {"des": "les ", "du": "le ", "de la": "la ", "de l’": "l’", "de l'": "l'"}


def find(witnesses: Sequence[Witness], transcript: Transcript, title: Fact | None, said: Container[str] | None = None) -> Fact | None:
    """The organisation that speaks, by the witnesses' votes; None when none says. `said` are the words of the text, as `naming.WORD` finds
    them in small letters, where they are known."""
    votes: dict[str, float] = defaultdict(float)
    shown: dict[str, tuple[float, str, Span | None, str]] = {}

    def vote(name: str, weight: float, origin: str, span: Span | None) -> None:
        name = _ON_BEHALF.sub("", _LEGAL_FORM.sub("", _FORM_BEFORE.sub("", re.sub(r"\s+", " ", name)))).strip(" ,;:.–—-")
        key = name_key(name)
        if not 2 <= len(name) <= _MAX_NAME or not key or is_general(name):
            return
        votes[key] += weight
        if origin == "text":
            weight *= _SAID_IN_PASSING
        if weight > shown.get(key, (0.0,))[0]:
            shown[key] = (weight, origin, span, name)

    text = transcript.text
    headings = {name_key(witness.text) for witness in witnesses if witness.origin == "heading"}
    for witness in witnesses:
        if witness.origin == "signature":
            _vote_signature(witness, vote, text)
        elif witness.origin == "masthead":
            bare = _FORM_BEFORE.sub("", witness.text)
            named = looks_like_a_name(bare) or re.match(r"(?:les?|la|l[’'])\b", bare, re.I)
            known_word = " " in witness.text.strip() or _is_used_often(witness.text.strip(), text, _TWICE)
            if named and known_word and len(witness.text.split()) <= MOST_WORDS and not dates.find(witness.text):
                vote(witness.text, _WEIGHTS["masthead"], "cover", witness.span)
        elif witness.origin in ("running-header", "footer"):
            _vote_parts(witness, title, text, vote)
            _vote_signature(witness, vote)
        elif witness.origin in ("cover", "subtitle", "cover-text", "first-heading", "under-title"):
            if witness.origin != "first-heading" or _is_headed(witness.text):
                _vote_cover(witness, text, vote)
            _vote_signature(witness, vote, text)
        if witness.origin in ("cover", "subtitle", "running-header", "cover-text", "under-title"):
            _vote_title(witness, text, vote)
        _vote_presented(witness, headings, vote)
        if witness.origin in ("properties.author", "properties.company"):
            headed = any(word in known()["heads"] for word in plain(witness.text).split()) and " " in witness.text
            vote(witness.text, _WEIGHTS["headed-author" if headed else "properties"], "properties", None)
    for name, span in presented.of_text(text):
        vote(name, _WEIGHTS["presented"], "text", span)
    _vote_domains(text, " ".join(witness.text for witness in witnesses if witness.origin in ("running-header", "footer", "contacts")), vote)
    _vote_known(text, vote)
    heads = _standing(_heads(), text[:_EARLY], said)
    _vote_heads(text, heads, vote)
    _vote_introductions(text, heads, vote)
    _vote_acronyms(text, said, vote)
    if not votes:
        return None
    _merge(votes, shown)
    best = max(votes, key=lambda key: (votes[key], key))
    _, origin, where, name = shown[best]
    if votes[best] < _ENOUGH:
        return None
    short, place = _acronym(witnesses, name, text) or (name, where)
    return Fact(short, origin, place, round(min(0.95, votes[best] / (votes[best] + 2)), 3))


def _acronym(witnesses: Sequence[Witness], name: str, text: str) -> tuple[str, Span | None] | None:
    """The short name that the cover gives in brackets after the long one: "Comité des parents d'élèves (CPE)"; or that stands alone over
    the title, is made of the first letters of the long one's words, and is used."""
    for witness in witnesses:
        if witness.origin not in ("cover", "subtitle", "cover-text", "masthead", "under-title", "first-heading", "heading"):
            continue
        is_longer = "(" in witness.text and name_key(witness.text).startswith(name_key(name))
        found = _ACRONYM_OF.search(witness.text) if is_longer else None
        short = found[1] if found else witness.text.strip() if witness.origin == "masthead" else ""
        if short and short != name and _abbreviates(short, name) and (found or _is_used_often(short, text)):
            return short, witness.span
    return None


def _abbreviates(short: str, name: str) -> bool:
    """Whether an acronym has the first letter of a name, and most of its letters begin words of the name."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", plain(name)) if not SMALL.match(word) and len(word) > 1)
    letters = re.sub(r"[^a-z]", "", plain(short))
    return short[-1:].isupper() and letters[:1] == initials[:1] and len(set(letters) & set(initials)) >= max(2, len(set(letters)) // 2)


def _vote_presented(witness: Witness, headings: set[str], vote: Vote) -> None:
    """What a line of the cover or a running line names beside what it says of it; a running line may also be the name of a chapter."""
    if witness.origin in ("cover-text", "subtitle", "masthead", "under-title"):
        name, weight = presented.of_line(witness.text), "presented"
    elif witness.origin == "first-heading":
        name, weight = presented.of_line(witness.text) if _is_headed(witness.text) else None, "presented"
    elif witness.origin == "cover":
        name, weight = presented.of_title(witness.text), "presented"
        if not name and (issue := _ISSUE.match(witness.text)) and looks_like_a_name(issue[1]) and not names_a_genre(issue[1]):
            name = issue[1]
    elif witness.origin in ("running-header", "footer"):
        name, weight = presented.of_running(witness.text), "running-name"
        name = None if name and name_key(name) in headings else name
    else:
        return
    if name:
        vote(name, _WEIGHTS[weight], witness.origin, witness.span)


def _vote_signature(witness: Witness, vote: Vote, text: str | None = None) -> None:
    """ "Janvier 2018, La Cimade", "Direction du numérique, novembre 2019": a name and a date, and nothing else."""
    found = dates.find(witness.text)
    if len(found) != 1:
        return
    rest = witness.text[: found[0].span[0]] + " " + witness.text[found[0].span[1] :]
    rest = re.sub(r"^\W*(?:fait\s+)?(?:à|le)?\W*", "", rest.strip(), flags=re.I)
    rest = rest.strip(" ,;.–—-")
    if re.search(r"\d|[_/:·|]|\s[–—-]\s", rest) or names_a_genre(rest) or is_a_formula(rest):
        return
    if rest[:1].isupper() and len(rest.split()) <= 8 and (witness.origin == "signature" or looks_like_a_name(rest)):
        if witness.origin in ("cover", "first-heading") and not found[0].start[1] and not _is_headed(rest):
            return  # "Objectifs 2022" is what the document is about
        if text and " " not in rest and re.match(rf"{re.escape(rest)}\s*[,–—-]", witness.text) and not _is_used_often(rest, text):
            return  # "Lyon, mars 2019"
        vote(rest, _WEIGHTS["signature"], "signature", witness.span)


def _vote_parts(witness: Witness, title: Fact | None, text: str, vote: Vote) -> None:
    heads = known()["heads"]
    says_what = names_a_genre(witness.text) or (title is not None and name_key(str(title.value)) in name_key(witness.text))
    for part in _PARTS.split(witness.text):
        words = part.strip()
        if not words or dates.find(words) or "@" in words or _BARE_DOMAIN.fullmatch(words) or re.search(r"\d", words):
            continue
        if title and name_key(words) == name_key(str(title.value)):
            continue
        headed = plain(words).split(" ")[0] in heads
        beside = says_what and words != witness.text.strip() and words[:1].isupper() and not names_a_genre(words)
        headed = headed or (beside and len(words.split()) <= _SHORT and _is_used_often(words, text, _OFTEN))
        if 1 <= len(words.split()) <= 9:
            vote(
                words,
                _WEIGHTS["running"] if headed else 0.8,
                "running-header" if witness.origin == "running-header" else "footer",
                witness.span,
            )


def _vote_cover(witness: Witness, text: str, vote: Vote) -> None:
    """ "Fédération des Ateliers Voisins" alone on a line: a head word, or nothing but capitalised words and the small ones between."""
    words = witness.text.strip()
    if re.search(r"\d|[.:;?!]$", words) or not looks_like_a_name(words) or dates.find(words) or names_a_genre(words):
        return
    if presented.of_line(words) or plain(words).startswith(known()["owned"]) or not words[:1].isupper():
        return  # the name is a part of the line
    if re.split(r"\W", plain(words))[0] in known()["documents"]:
        return  # "Compte-rendu de l'AG des Rives"
    if len(words.split()) > 1 or _is_used_often(words, text):
        vote(words, _WEIGHTS["cover"], witness.origin, witness.span)


def _is_used_often(word: str, text: str, often: int = _OFTEN) -> bool:
    places = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    return sum(1 for _ in islice(places, often)) == often


def _is_headed(text: str) -> bool:
    """Whether a heading begins like an association's name ("Collectif …") and not like a body within one ("Comité …")."""
    first = plain(text).split()[:1]
    return bool(first) and first[0] in known()["heads"] and first[0] not in known()["bodies"]


def _vote_title(witness: Witness, text: str, vote: Vote) -> None:
    """The name that a title ends in: "Assemblée générale **des éditions du samedi** du 5 mars", "Plan **de la municipalité de Chelsea**".

    With a head word the title is enough; another name must belong to what only an organisation has (a general meeting, an annual
    report, statutes), and a name in small letters must be used in the text too.
    """
    when = dates.find(witness.text)
    ends = when and when[-1].span[0] > len(witness.text) / 2 and not _OF.match(witness.text[when[-1].span[1] :].strip())
    words = witness.text[: when[-1].span[0]] if ends else witness.text
    words = re.sub(r"[\s,–—-]*(?:du|le|de|en)?[\s,–—-]*$", "", words)
    is_title = witness.origin not in ("cover-text", "under-title")
    for found in _OF.finditer(words):
        tail = _NAME_ENDS.split(words[found.end() :].strip(" .:–—-"))[0]
        if not 1 <= len(tail.split()) <= 9 or re.search(r"[«»:;]|\d", tail) or plain(tail).split()[0] in known()["beside-dates"]:
            continue
        if not is_title and not looks_like_a_name(tail):
            continue  # "Le bureau des Rives le suivra"
        if plain(tail) in known()["heads"]:
            continue  # "Statuts de l'association"
        owned = plain(words[: found.start()]).rstrip(" 0123456789-–").endswith(known()["owned"])
        if plain(tail.split()[0]) in known()["heads"] and (is_title or owned):
            tail = tail.split(maxsplit=1)[1] if _APPOSED.match(tail) else tail
            vote(tail[:1].upper() + tail[1:], _WEIGHTS["title"], witness.origin, witness.span)
            return
        if not owned:
            continue
        elided = found[1].lower() in ("de l’", "de l'") and " " in tail  # "l'Escale", but "Alliance du Vexin"
        name = tail if elided else _ARTICLES.get(found[1].lower(), "") + tail
        used = len(re.findall(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(text)))
        if (used or tail[:1].isupper()) and len(tail) > 3 and not names_a_genre(name):
            vote(name, _WEIGHTS["cover"] + min(1.0, used / 4), witness.origin, witness.span)
            return


def _vote_domains(text: str, own: str, vote: Vote) -> None:
    """The name whose letters make the domain of most addresses: contact@editionsdusamedi.fr → "les éditions du samedi".

    Addresses in running lines and contacts (`own`) are the organisation's; a link in the text may lead anywhere.
    """
    hosts = known()["mail-hosts"]
    labels: Counter[str] = Counter(_domains(text))
    at_home = set(_domains(own))
    for label, count in sorted(labels.items(), key=lambda pair: (pair[0] not in at_home, -pair[1], pair[0]))[:3]:
        letters = re.sub(r"[^a-z0-9]", "", label)
        if letters in hosts or label in hosts or len(letters) < 3:
            continue
        listed = next((one["name"] for one in known()["organisations"] if label in one.get("domains", ())), None)
        place = _spelled(text, letters)
        weight = _WEIGHTS["domain"] * min(1.0, 0.5 + count / 4) if label in at_home else _WEIGHTS["link"] * min(0.8, count / 4)
        if listed:
            vote(listed, max(weight, _WEIGHTS["known"]), "text", place)
        elif place:
            vote(text[place[0] : place[1]], weight, "text", place)


def _domains(text: str) -> Iterator[str]:
    """The names in addresses, sought only in lines that have a point within a word: few of a long text do."""
    end = 0
    for point in _WITHIN.finditer(text):
        if point.start() >= end:
            start, end = text.rfind("\n", 0, point.start()) + 1, text.find("\n", point.start())
            end = end if end >= 0 else len(text)
            for pattern in (_DOMAIN, _BARE_DOMAIN):
                yield from (found[1].lower() for found in pattern.finditer(text[start:end]))


def _spelled(text: str, letters: str) -> Span | None:
    """Where the text writes `letters` as words, a leading article included: the way it does so most, capitals preferred."""
    pattern = (
        r"(?<![\w@./-])(?:(?:les?|la|l[’'])\s*)?"
        + r"[\s'’.-]{0,2}".join(_any_accent(letter) for letter in letters)
        + r"(?![\w@-]|\.[a-z]{2,3}\b)"
    )
    try:
        found = [(one[0], one.span()) for one in re.finditer(pattern, text, re.I)]
    except re.error:
        return None
    found = [(words, span) for words, span in found if not words.islower() or " " in words.strip()]
    if not found:
        return None
    counts = Counter(words for words, _ in found)
    best = max(counts, key=lambda words: (counts[words], words[:1].isupper(), words))
    return next(span for words, span in found if words == best)


_ACCENTS = {"a": "aàâä", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "c": "cç", "y": "yÿ", "n": "nñ"}


def _any_accent(letter: str) -> str:
    return f"[{_ACCENTS[letter]}]" if letter in _ACCENTS else re.escape(letter)


def _vote_known(text: str, vote: Vote) -> None:
    folded = plain(text)
    for one in known()["organisations"]:
        best = None
        count = 0
        for alias in one["called"]:
            places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", folded)] if alias in folded else []
            count = max(count, len(places))
            best = places[0] if places and best is None else best
        if count >= 2:
            span = (
                (best, best + len(one["name"]))
                if best is not None and plain(text[best : best + len(one["name"])]) == plain(one["name"])
                else None
            )
            vote(one["name"], _WEIGHTS["known"] * min(1.0, count / 6), "text", span)


def _vote_heads(text: str, heads: Sequence[int], vote: Vote) -> None:
    """ "l'Association Genevoise des Amis du Salève", "municipalité de Chelsea": a head word and a proper name, used often or early."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, Span]] = {}
    introduced: set[str] = set()
    for found in _beginning(_headed(), heads, text[:_EARLY]):
        words = found[1]
        if presented.is_passing(text, found.start()):
            continue
        stands_out = text[found.start() - 1 : found.start()] in ("", "\n")
        if _APPOSED.match(words):
            words, stands_out = words.split(maxsplit=1)[1], True
        proper = words.split()[-1]
        if "\n" in words or not proper[:1].isupper() or not any(word[:1].isupper() for word in found[1].split()[1:]):
            continue
        key = name_key(words)
        counts[key] += 1
        if stands_out or counts[key] > 1:
            introduced.add(key)
        first.setdefault(key, (words, (found.end(1) - len(words), found.end(1))))
    for key, times in counts.most_common(5):
        count = float(times)
        words, span = first[key]
        early = span[0] < 1500 and key in introduced  # named once in a sentence, it may be anybody
        head = plain(words.split()[0])
        if head in known()["bodies"] or head in known()["partners"]:
            count = count / 4  # every association has a committee, and a town that helps it
            early = early and head not in known()["partners"]
        vote(words[:1].upper() + words[1:], _WEIGHTS["head"] * min(1.2, count / 4 + 0.4 * early), "text", span)


def _vote_introductions(text: str, heads: Sequence[int], vote: Vote) -> None:
    """ "l'Association Genevoise des Amis du Salève (AGAS)": a head word, and letters of the name in brackets."""
    if not _BRACKETED.search(text, 0, _EARLY):
        return
    for found in islice(_beginning(_introduced(), heads, text[:_EARLY]), 1):
        letters = re.sub(r"[^a-z]", "", plain(found[2]))
        initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", plain(found[1])) if not SMALL.match(word) and len(word) > 1)
        if letters[:1] == initials[:1] and len(set(letters) & set(initials)) >= min(2, len(letters)):
            vote(found[1][:1].upper() + found[1][1:], _WEIGHTS["head"], "text", found.span(1))


_APPOSED = re.compile(r"(?:association|asbl|ong)\s+(?!de|du|d[’'])(?:(?:les?|la)\s|l[’'])?[A-ZÀ-Þ]")


@cache
def _heads() -> tuple[str, ...]:
    """Head words as written, the longest first."""
    return tuple(sorted(set(known()["raw-heads"]), key=lambda head: (-len(head), head)))


@cache
def _introduced() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, _heads()))
    return re.compile(rf"\b((?:{heads})(?:[ ][\w’'.-]+){{1,9}}?)[ ]\(([A-Z][A-Za-z.]{{1,11}})\)", re.I)


@cache
def _headed() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, _heads()))
    last = r"(?!(?:Les?|La|Des?|Du)\b)[A-ZÀ-Þ][\w’'-]+"
    end = r"(?=[\s,.;:()\]–-]|$)(?![ ][A-ZÀ-Þ])(?!\s+(?:(?:de|du|des)\s|d[’']))"
    return re.compile(rf"\b((?i:{heads})\s+(?:{_NAME}\s+){{0,7}}?{last}){end}")


def _vote_acronyms(text: str, said: Container[str] | None, vote: Vote) -> None:
    """ "les membres de l'AFPy", "adhérer à l'AFPy": a name in capitals that has what only an organisation has."""
    pattern, belongings = _owned()
    owners = [one for one in _beginning(pattern, _standing(belongings, text, said), text) if not one[1].islower()]
    for acronym, count in Counter(one[1] for one in owners).most_common(1):
        times = sum(one[1] == acronym for one in _SAID.finditer(text))
        if times >= _FREQUENT:
            place = next(one.span(1) for one in owners if one[1] == acronym)
            vote(acronym, _WEIGHTS["frequent"] * min(1.5, times / 6 + 0.3 * count), "text", place)


_ACRONYM = r"([A-Z]\w{0,10}[A-Z]\w{0,6})\b"
_SAID = re.compile(rf"(?:\b[lLdD][’']|\b(?:[Ll]a|[Ll]e|[Dd]u|[Aa]u|à|de)\s){_ACRONYM}")


def _standing(words: Sequence[str], text: str, said: Container[str] | None) -> Sequence[int]:
    """Where one of `words` stands in `text`, in order. One whose beginning is not `said` is not looked for: it stands nowhere as a word."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" has two small letters: the places would shift
        return range(len(text))
    places = set()
    for word in words:
        if said is None or _opening(word) in said:
            at = lower.find(word)
            while at >= 0:
                places.add(at)
                at = lower.find(word, at + 1)
    return sorted(places)


@cache
def _opening(word: str) -> str:
    """The first word of a name's head: "conseil départemental" → "conseil"."""
    return WORD.findall(word)[0]


def _beginning(pattern: re.Pattern[str], places: Sequence[int], text: str) -> Iterator[re.Match[str]]:
    """What `pattern` finds in `text` from one of `places` on: where a word stands that it begins with, as it is slow to walk a text."""
    end = 0
    for at in places:
        if at >= end and (found := pattern.match(text, at)):
            end = found.end()
            yield found


@cache
def _owned() -> tuple[re.Pattern[str], tuple[str, ...]]:
    words = sorted(known()["belongings"], key=len, reverse=True)
    owners = rf"\b(?:{'|'.join(map(re.escape, words))})\s+(?:de l[’']|d[’']|du |de la |de |à l[’']|au |à la |à ){_ACRONYM}"
    return re.compile(owners, re.I), tuple(words)


def _merge(votes: dict[str, float], shown: dict[str, Any]) -> None:
    """What is voted for an alias is the listed name's, where that has votes too; a short name inside a longer one that also has votes
    lends it half of its own."""
    for one in known()["organisations"]:
        key = one["key"]
        for alias in one["other-keys"]:
            if key in votes and alias in votes:
                votes[key] += votes.pop(alias)
    for key in sorted(votes, key=len):
        for other in votes:
            if other != key and key in other and len(key) >= 4:
                votes[other] += 0.25 * votes[key]
