"""The year a document is about, and the date it bears."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from extract.metadata import dates
from extract.page import Fact, Reading, Span, Transcript
from extract.taxonomy import headings
from extract.text import ends_sentence, plain

if TYPE_CHECKING:
    from extract.metadata import Witness

# How much a year counts by where it stands; set on the annotated reports.
_YEAR_WEIGHTS = {
    "cover": 5.0,
    "subtitle": 3.0,
    "subject": 3.0,
    "running-header": 3.0,
    "footer": 3.0,
    "file-name": 2.5,
    "cover-text": 1.5,
    "masthead": 1.5,
    "introduction": 2.0,
    "signature": 1.5,
    "heading": 0.7,
    "properties.title": 1.0,
}
# Log-odds that a date is the document's own, by where it stands and what stands with it; set on the annotated reports.
_DATE_WEIGHTS = {
    "signature": 5.0,
    "cover": 4.0,
    "subtitle": 4.0,
    "footer": 3.0,
    "running-header": 3.0,
    "subject": 3.0,
    "masthead": 1.5,
    "cover-text": 0.5,
    "first-heading": 0.5,
    "under-title": 0.5,
    "file-name": 1.0,
    "line": -1.0,
    "ending": -1.5,
    "summary": 1.5,
}
_DATE_SIGNS = {
    "alone": 3.0,  # the line says little else
    "at-end": 2.0,  # "Passerelles d'Ici, janvier 2018"
    "dated": 2.5,  # "Payerne, mercredi 29 avril 2015, salle de la Vente"
    "adopted": 3.0,  # "Adopté par l'assemblée du 1er mai 2009"
    "meeting": 2.0,  # "Document préparatoire à l'assemblée du 17 juin 2023"
    "hours": -4.0,  # a time of day: an event's
    "due": -5.0,  # "Date limite : 14 mars 2025"
    "election": -4.0,
    "announced": -3.0,  # "Le 27 novembre 2020" alone on a line
}
_DATE_ENOUGH = 1.0
_MOST_HEADINGS = 3.0
_ENOUGH = 1.5  # less than this says nothing
_IN_SENTENCE = 0.5  # of a line of the cover that is running text
_REPORTED = 2.0  # more for a year right after the words of a report
_NEAR = 40  # characters before a year in which they may stand
_SIGNED = 8  # words of a cover line that ends in its date
_DATED_WORDS = 14  # of one that has it after a place
_DATED = re.compile(r"(?:^|,\s*)(?:le\s+)?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*(?:le\s+)?$", re.I)
_OWN = ("cover", "subtitle", "signature", "footer", "running-header", "file-name", "subject")  # whatever else they say
_HOUR = re.compile(r"\d\s*[hH:]\s*\d\d|\b\d{1,2}\s?h\b")
_MIN_SHARE = 0.75  # of a line that a date must fill to be the document's
# What a browser prints on its pages: "12/04/2023 09:41", "10:15 AM".
_STAMP = re.compile(r"\d{1,2}:\d{2}\s*(?:[AP]M|/)|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s*,?\s*(?:à\s*)?\d{1,2}:\d{2}")
_PERIOD_BEFORE = re.compile(r"\b(?:exercice|saison|annee)\s+(?:clos\s+)?(?:sociale?\s+)?$")
_YEAR = re.compile(r"(?:1(?<!\d1)9|2(?<!\d2)0)\d\d(?!\d)")  # looks back only from a 1 or 2: many times faster in a long text


def date(witnesses: Sequence[Witness], genre: str | None) -> Fact | None:
    """The document's own date, as precise as it is printed: in its title or signature, on its cover, in its running lines, where it says
    when it was adopted, or alone on a line."""
    found = [
        (score, when, witness)
        for witness in witnesses
        if witness.origin in _DATE_WEIGHTS
        for when in _dated(witness)
        if (when.end or when.start)[1] and (score := _bears(witness, when)) >= _DATE_ENOUGH
    ]
    if not found:
        return None
    score, when, witness = max(found, key=lambda one: one[0])  # of equals the first
    for other in found:  # "Lettre de décembre 2003" over "Mayenne, le 6 décembre 2003"
        if other[1].iso.startswith(when.iso + "-") and len(other[1].iso) > len(when.iso):
            _, when, witness = other
    return Fact(when.iso, witness.origin, _inside(witness, when.span), min(0.95, 0.45 + score / 10))


def _bears(witness: Witness, when: dates.When) -> float:
    """Log-odds that this date of a witness is the document's."""
    return _DATE_WEIGHTS[witness.origin] + sum(_DATE_SIGNS[sign] for sign in _date_signs(witness, when))


def _date_signs(witness: Witness, when: dates.When) -> Iterator[str]:
    text, (start, end) = witness.text, when.span
    before, calendar = plain(text[:start]), headings.words("calendar")
    own = witness.origin in _OWN
    if before.rstrip().endswith(_cues("due")):
        yield "due"
    if any(cue in plain(text) for cue in calendar["elections"]) and not own:
        yield "election"
    if _HOUR.search(text) and not own:
        yield "hours"
    adopted = any(cue in before for cue in _cues("adopted"))
    if adopted:
        yield "adopted"
    elif witness.origin != "line" and any(cue in before for cue in _cues("meetings")):
        yield "meeting"
    if own or adopted:
        return
    letters = len(re.sub(r"\W", "", text))
    if len(re.sub(r"\W", "", text[start:end])) >= _MIN_SHARE * letters - 2:
        yield "alone"
        if witness.origin == "line" and re.match(r"(?:le|du|les|au)\b", before or plain(text).strip()):
            yield "announced"  # a document is dated "Namur, le 27 …" or "Janvier 2021"
    elif witness.origin in ("line", "ending"):
        return
    elif len(text.split()) <= _SIGNED and end >= len(text.rstrip(" .:;")):
        yield "at-end"
    elif _DATED.search(text[:start]) and text[end:].lstrip()[:1] in (",", "-", "–", "—", "·", "") and len(text.split()) <= _DATED_WORDS:
        yield "dated"


@cache
def _cues(name: str) -> tuple[str, ...]:
    return tuple(sorted(headings.words("calendar")[name]))


def year(witnesses: Sequence[Witness], genre: str, bears: Fact | None, transcript: Transcript) -> Fact | None:
    """The year that the document is about. A season takes its first year; a report put before a meeting early in a year, the one before."""
    scores: dict[int, float] = defaultdict(float)
    where: dict[int, tuple[float, str, Span | None]] = {}
    known = headings.words("genres")
    for witness in witnesses:
        weight = _YEAR_WEIGHTS.get(witness.origin, 0.0)
        for when in _dated(witness) if weight else ():
            value, strength = _meant(witness, when, weight, genre, known)
            if witness.origin == "heading":
                strength = min(strength, max(0.0, _MOST_HEADINGS - scores[value]))
            scores[value] += strength
            if strength > where.get(value, (0.0,))[0]:
                where[value] = (strength, witness.origin, _inside(witness, when.span))
    _add_text(scores, transcript)
    if not scores:
        return None
    best = max(scores, key=lambda value: (scores[value], value))
    if scores[best] < _ENOUGH or best not in where:
        return _from_date(bears, genre, known)
    others = max((score for value, score in scores.items() if value != best), default=0.0)
    confidence = min(0.98, 0.5 + (scores[best] - others) / (2 * scores[best]))
    return Fact(best, where[best][1], where[best][2], round(confidence, 3))


def created(reading: Reading, about: Fact | None) -> Fact | None:
    """The month in the file's properties, believed only when it fits the year the text tells; its day is that of some last export."""
    stamp = reading.properties.get("created", "")
    found = re.match(r"(?:D:)?((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)", stamp)
    if not found or about is None or int(found[1]) - about.value not in (0, 1):
        return None
    return Fact(f"{found[1]}-{found[2]}", "properties", None, 0.4)


def _dated(witness: Witness) -> list[dates.When]:
    """The dates of a witness that is no address and no printer's stamp."""
    found = dates.find(witness.text)
    if found and ("://" in witness.text or _STAMP.search(witness.text)):
        return []
    return [when for when in found if not _is_of_law(witness.text[: when.span[0]])]


def _is_of_law(before: str) -> bool:
    """Whether the words before a date say that it is a law's, or a beginning's: "association loi 1901", "fondée en 1985"."""
    return f" {plain(before).rstrip()}".endswith(_before_laws())


@cache
def _before_laws() -> tuple[str, ...]:
    return tuple(f" {cue}" for cue in sorted(headings.words("genres")["laws"]))


def _meant(witness: Witness, when: dates.When, weight: float, genre: str, known: headings.Words) -> tuple[int, float]:
    """(year meant, strength) of one date of a witness."""
    value, month, _ = when.start
    before = witness.text[: when.span[0]]
    if witness.origin == "introduction":  # "un projet triennal (2019-2021)"; any other year of its is one in passing
        return value, weight * bool(when.end and when.end[0] - value > 1 and not month and genre != "activity-report")
    if witness.origin == "cover-text" and ends_sentence(witness.text):
        weight *= _IN_SENTENCE
    if genre == "activity-report" and _names_report(before, known):
        return value, weight + _REPORTED  # "AG 2019 : rapport d'activités 2018"
    if not month and _PERIOD_BEFORE.search(plain(before)):
        return value, weight + _REPORTED  # "Exercice 2014" under "Rapport à l'assemblée du 3 mai 2015"
    if not month and genre == "activity-report" and witness.origin != "heading" and _looks_ahead(before[-_NEAR:]):
        return value, 0.5 * weight  # "Bilan 2023 et perspectives 2024"
    if not month or when.end:
        if witness.origin == "heading" and genre == "activity-report" and _looks_ahead(witness.text):
            return value - 1, 0.5
        return value, weight
    if genre == "programme" and any(cue in plain(witness.text) for cue in headings.words("calendar")["elections"]):
        return value, weight + _REPORTED  # "Élections municipales des 15 et 22 mars 2020"
    meeting = any(cue in plain(witness.text) for cue in known["meeting"])
    if genre == "activity-report" and meeting and month <= known.values["late-month"]:
        return value - 1, 2.0
    return value, weight if meeting else min(weight, 1.5)


def _names_report(before: str, known: headings.Words) -> bool:
    """Whether the words right before a year say that it is the reported one: "bilan de la saison 2014"."""
    near = plain(before)[-_NEAR:]
    return any(near.rstrip(" -–:,").endswith(cue) for cue in known["activity-report"])


def _looks_ahead(text: str) -> bool:
    return bool(re.search(r"\b(?:perspectives?|projets?|pour|objectifs|priorites|prevision|previsionnel|budget)\b", plain(text)))


def _add_text(scores: dict[int, float], transcript: Transcript) -> None:
    """Years named most in the text weigh a little."""
    counts: dict[int, int] = defaultdict(int)
    for found in _YEAR.finditer(transcript.text):
        counts[int(found[0])] += 1
    total = sum(counts.values())
    for value, count in counts.items():
        scores[value] += count / total


def _from_date(bears: Fact | None, genre: str, known: headings.Words) -> Fact | None:
    """No year is told, but the document bears a date: a report's is the year before when it is from early in a year."""
    if bears is None or bears.confidence < 0.7:
        return None
    value, month = int(bears.value[:4]), int(bears.value[5:7] or 0)
    early = genre == "activity-report" and 0 < month <= known.values["late-month"]
    return Fact(value - early, bears.origin, bears.span, 0.5)


def _inside(witness: Witness, span: Span) -> Span | None:
    """The span of the whole witness: a passage's own words may be in pieces."""
    return witness.span
