"""Whose document it is: signature, running lines, mail and web addresses, the words "association …", known names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from extract.metadata import dates
from extract.page import Fact, Reading, Span, Transcript
from extract.text import plain

if TYPE_CHECKING:
    from extract.metadata import Witness

_DOMAIN = re.compile(r"(?:@|https?://(?:www\.)?|www\.)([a-z0-9-]+)(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I)
_BARE_DOMAIN = re.compile(r"\b([a-z0-9-]{4,})\.(?:fr|be|org|ch|net|eu|asso\.fr|com|qc\.ca)\b", re.I)
_PARTS = re.compile(r"\s+[-–—|•·]\s+|[.;,]\s+|\s*\|\s*")
_NAME = r"(?:[A-ZÀ-Þ][\w’'.&-]*|d[eu]s?|de la|de l[’']|d[’'][A-ZÀ-Þ]?[\w-]+|et|pour|les?|la|à|aux?|en|l[’'][A-ZÀ-Þ]?[\w-]+)"
_MAX_NAME = 90
_WEIGHTS = {"signature": 4.0, "domain": 4.5, "known": 3.0, "running": 2.5, "title": 2.0, "head": 2.0, "properties": 0.8, "frequent": 1.0}


def find(witnesses: Sequence[Witness], reading: Reading, transcript: Transcript, title: Fact | None) -> Fact | None:
    """The organisation that speaks, by the witnesses' votes; None when none says."""
    votes: dict[str, float] = defaultdict(float)
    shown: dict[str, tuple[float, str, Span | None, str]] = {}

    def vote(name: str, weight: float, origin: str, span: Span | None) -> None:
        name = re.sub(r"\s+", " ", name).strip(" ,;:.–—-")
        key = _key(name)
        if not 2 <= len(name) <= _MAX_NAME or not key:
            return
        votes[key] += weight
        if weight > shown.get(key, (0.0,))[0]:
            shown[key] = (weight, origin, span, name)

    text = transcript.text
    for witness in witnesses:
        if witness.origin == "signature":
            _vote_signature(witness, vote)
        elif witness.origin in ("running-header", "footer"):
            _vote_parts(witness, title, vote)
        elif witness.origin in ("properties.author", "properties.company"):
            vote(witness.text, _WEIGHTS["properties"], "properties", None)
    _vote_domains(text, vote)
    _vote_known(text, vote)
    _vote_heads(text, vote)
    if not votes:
        return None
    _merge(votes, shown)
    best = max(votes, key=lambda key: (votes[key], key))
    weight, origin, span, name = shown[best]
    if votes[best] < 1.0:
        return None
    return Fact(name, origin, span, round(min(0.95, votes[best] / (votes[best] + 2)), 3))


def _key(name: str) -> str:
    """Letters alone, without a leading article: "Les éditions du samedi" = "editionsdusamedi"."""
    words = re.findall(r"[a-z0-9]+", plain(name))
    while words and words[0] in ("la", "le", "les", "l"):
        words = words[1:]
    return "".join(words)


def _vote_signature(witness: Witness, vote) -> None:
    """ "Janvier 2018, La Cimade" """
    found = dates.find(witness.text)
    if not found:
        return
    rest = witness.text[: found[0].span[0]] + " " + witness.text[found[0].span[1] :]
    rest = re.sub(r"^\W*(?:fait\s+)?(?:à|le)?\W*", "", rest.strip(), flags=re.I)
    if rest[:1].isupper() and len(rest.split()) <= 8:
        vote(rest, _WEIGHTS["signature"], "signature", witness.span)


def _vote_parts(witness: Witness, title: Fact | None, vote) -> None:
    heads = _known()["heads"]
    for part in _PARTS.split(witness.text):
        words = part.strip()
        if not words or dates.find(words) or "@" in words or _BARE_DOMAIN.fullmatch(words) or re.search(r"\d", words):
            continue
        if title and _key(words) == _key(str(title.value)):
            continue
        headed = plain(words).split(" ")[0] in heads
        if 1 <= len(words.split()) <= 9:
            vote(
                words,
                _WEIGHTS["running"] if headed else 0.8,
                "running-header" if witness.origin == "running-header" else "footer",
                witness.span,
            )


def _vote_domains(text: str, vote) -> None:
    """The name whose letters make the domain of most addresses: contact@editionsdusamedi.fr → "les éditions du samedi"."""
    hosts = _known()["mail-hosts"]
    labels: Counter[str] = Counter(found[1].lower() for found in _DOMAIN.finditer(text))
    labels.update(found[1].lower() for found in _BARE_DOMAIN.finditer(text))
    for label, count in labels.most_common(3):
        letters = re.sub(r"[^a-z0-9]", "", label)
        if letters in hosts or label in hosts or len(letters) < 3:
            continue
        known = next((one["name"] for one in _known()["organisations"] if label in one.get("domains", ())), None)
        place = _spelled(text, letters)
        if known:
            vote(known, _WEIGHTS["domain"], "text", place)
        elif place:
            vote(text[place[0] : place[1]], _WEIGHTS["domain"] * min(1.0, 0.5 + count / 4), "text", place)


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


def _vote_known(text: str, vote) -> None:
    folded = plain(text)
    for one in _known()["organisations"]:
        best = None
        count = 0
        for alias in (one["name"], *one.get("aliases", ())):
            alias = plain(alias)
            places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", folded)]
            count = max(count, len(places))
            best = places[0] if places and best is None else best
        if count >= 2:
            span = (
                (best, best + len(one["name"]))
                if best is not None and plain(text[best : best + len(one["name"])]) == plain(one["name"])
                else None
            )
            vote(one["name"], _WEIGHTS["known"] * min(1.0, count / 6), "text", span)


def _vote_heads(text: str, vote) -> None:
    """ "l'Association Genevoise des Amis du Salève (AGAS)", "municipalité de Chelsea": a head word and a proper name, named often or early."""
    heads = "|".join(sorted({re.escape(head) for head in _known()["raw-heads"]}, key=len, reverse=True))
    pattern = re.compile(rf"\b((?:{heads})\s+(?:{_NAME}\s+){{0,7}}?[A-ZÀ-Þ][\w’'-]+)(?=[\s,.;:()\]–-]|$)(?!\s+(?:de|du|des|d[’'])\s)", re.I)
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, Span]] = {}
    for found in pattern.finditer(text[:60_000]):
        words = found[1]
        proper = words.split()[-1]
        if "\n" in words or not proper[:1].isupper() or not any(word[:1].isupper() for word in words.split()[1:]):
            continue
        key = _key(words)
        counts[key] += 1
        first.setdefault(key, (words, found.span(1)))
    for key, count in counts.most_common(5):
        words, span = first[key]
        early = span[0] < 1500
        vote(words[:1].upper() + words[1:], _WEIGHTS["head"] * min(1.2, count / 4 + 0.4 * early), "text", span)


def _merge(votes: dict[str, float], shown: dict[str, Any]) -> None:
    """A short name inside a longer one that also has votes lends it half of its own."""
    for key in sorted(votes, key=len):
        for other in votes:
            if other != key and key in other and len(key) >= 4:
                votes[other] += 0.25 * votes[key]


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    import yaml

    values = yaml.safe_load((resources.files("extract") / "rules" / "organisations.yaml").read_text("utf-8"))
    return {
        "organisations": values["organisations"],
        "heads": frozenset(plain(word) for word in values["heads"]),
        "raw-heads": values["heads"],
        "mail-hosts": frozenset(values["mail-hosts"]),
    }
