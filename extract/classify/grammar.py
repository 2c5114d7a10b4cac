"""What the grammar of a French line tells of its kind: tense, infinitives, counting, later dates, people who take something on.

Each function gives signs; what a rule weighs is data (`grammar` in `rules/kinds/*.yaml`). Words that only look like
a verb in some form are data too (`rules/contexts/not-*.yaml`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from extract.classify.matching import STOPS, Reading
from extract.page import Span
from extract.taxonomy import headings
from extract.text import FUTURE, FUTURE_ENDINGS, plain

Sign = tuple[str, Span]  # the rule that fires, and its characters

_PARTICIPLE = re.compile(
    r"[^\W\d_A-ZÀ-Ý][^\W\d_]{0,20}(?:ée?s?|[^ao]is?e?s?|[^oeq]ue?s?|erte?s?|inte?s?|aite?s?|ite?s?|orte?s?)|eue?s?|été|pu|dû|vu|lu|eu|mis|pris"
)
_DONE = re.compile(  # not the nouns in -ité and -auté
    r"[^\W\d_A-ZÀ-Ý][^\W\d_]*(?:[^\W\d_t]|act|ort|opt|ept|est|ent|ont|ist|et|ut|at)é(?:e?s?)|(?:\w*(?:mis|pris)|fini|rempli|établi)(?:es?)?"
    r"|\w*(?:reç|ten|vend|rend|ven|conn|v)ue?s?|(?:re)?(?:faite?s?)|\w*(?:crite?s?|verte?s?|fferte?s?|duite?s?)"
)
_AUXILIARIES = frozenset(("a", "ont", "avons", "ai", "est", "sont", "avait", "avaient"))
_RELATIVES = frozenset(("qui", "que", "qu", "dont", "où", "ayant", "si", "lorsque", "quand"))
_PRONOUNS = frozenset(("y", "il", "elle", "on"))  # of someone named before; "On a joué dehors" is the whole item
_QUOTED = re.compile(r"(?<=\S\s)[«“][^»”]{8,}[»”]")  # what others said or wrote
_REFERENCE = re.compile(r",\s(?:19|20)\d\d\s*(?:,|\.|$)|,\s?p\.\s?\d+|(?<!\w)n°\s?\d+,|\b(?:https?://|www\.)\S+\s*$")
_CHRONICLE = re.compile(r"((?:19|20)\d\d)\s?[:–—-]\s")
_OPEN = re.compile(r"\b(?:de|d['’]|à)\s*:?\s*$")  # a lead-in that infinitives complete
_NEAR = 12  # characters between the verb and that "de": "propose donc de :"
_WISH = re.compile(r"(?:que\s|qu['’])", re.I)
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[.!?…]\s+(?=[A-ZÀ-Þ«])")
_INFINITIVE = re.compile(
    r"[^\W\d_]{2,18}(?:er|ir)|[^\W\d_]{0,14}(?:prendre|tendre|vendre|pondre|fendre|mettre|battre|suivre|vivre|crire|duire|truire|cuire|naître"
    r"|raître|aindre|eindre|joindre|rompre|clure|traire|faire|dire|lire|croire|perdre|rendre|soudre|pandre|voir)|être",
    re.I,
)
_INFINITIVE_ENDINGS = frozenset(("er", "ir", "re"))  # few words end so: the expression is asked of those alone
_BEFORE_INFINITIVE = frozenset(
    "mieux ne pas plus davantage aussi enfin en y se s le la les l leur tout bien ensuite puis toujours et".split()
)
_OPENING = 5  # words among which the infinitive stands that opens a line
_AFTER_PERSON = 4  # words among which the verb stands
_AFTER_LABEL = re.compile(r"[:;→]\s*|\s[-–—]\s+|\bpuis\s+")
_LABELS = (":", ";", "→", "-", "–", "—", "puis")
_TO_DO = re.compile(r"\b[àÀ]\s+([^\W\d_]{2,20}(?:er|ir|re))\b")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_CLAUSE = re.compile(r"\b(?:qui|est|sont)\b")
_NOT_BEFORE_TO_DO = re.compile(r"[^\W\d_]+(?:er|ir|ant|(?<!m)ent|ez|(?<![ts]i)ons)")
_ENDS_DONE = re.compile(r"(?=\s*(?:$|[,;.:(]|(?:en|le|par|à|au|aux|depuis|dans|lors|cette|avec|pour|sans)\b))")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s+(?:et\s+)?[A-ZÀ-Þ][\w’'.-]*)*")
_PRESENT = re.compile(r"[^\W\d_A-ZÀ-Ý][^\W\d_]{2,16}(?:e|t|d|ent|ont)|va|vont|fait|font|prend")
_CLITICS = frozenset("se s l le la les ne n y en lui leur nous".split())
_COUNT = re.compile(r"[^\w(]{0,3}(?:[-−+]\s?)?\d[\d .,]*(?:\s?(?:€|euros?|EUR|CHF|%|\$))?")
_RANK = re.compile(r"(?:er|re|e|ème|eme|nd|nde|ière)\b|[/.:)°-]|\s?-\s", re.I)
_AMOUNT = re.compile(
    r"[^:]{2,70}\s?:\s?(?:environ |près de |plus de )?[-−+]?\d[\d .,]*(?:\s?(?:€|euros?|EUR|CHF|%|\$|k€|[^\W\d_]+))?\s*(?:\([^)]*\))?\.?"
)
_NO_AMOUNT = re.compile(r":\s?(?:19|20)\d\d\s*$|\d\s?h(?:eures?)?\b|\d{2}[ .]\d{2}[ .]\d{2}")  # a year, an hour, a telephone
_OFTEN = re.compile(r"\bpar (?:jour|semaine|mois|trimestre|an)\b")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}(?!\d)")  # "11.10.4"
_NUMERAL = re.compile(
    r"\d|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante"
    r"|cent|mille|quart|tiers|moitié|double|\w{3,9}aine)s?\b",
    re.I,
)
_SUMS = (":", "€", "euro", "EUR", "CHF", "%")
_SUM = re.compile(r"\d[\d .,]*\s?(?:€|euros?\b|EUR\b|CHF\b|k€|%)")
_MONTHS = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
_MONTHS_ALONE = frozenset(_MONTHS)
_WORDS_KEPT = 1 << 14  # words whose form is remembered: a few thousand make up most texts
_DAY = 24  # "14 heures" is an hour, "640 heures" a figure


def has_any(text: str, pieces: tuple[str, ...]) -> bool:
    """Whether one of `pieces` is in `text`: asked before an expression that needs one, which would try every place of the text."""
    for piece in pieces:  # far cheaper than `any`, and asked of every line
        if piece in text:
            return True
    return False


def verbs(reading: Reading) -> list[Sign]:
    """The tenses and the opening infinitives of a line, by its first sentence that has any: what follows explains it."""
    forms = set(map(_form, reading.words))
    signs = infinitives(reading) if "infinitive" in forms else []
    if "future" in forms or "auxiliary" in forms:
        signs += tenses(reading)
    if not signs:
        return []
    signs.sort(key=_at)
    if has_any(reading.text, ("«", "“")):
        quoted = [found.span() for found in _QUOTED.finditer(reading.text)]
        signs = [sign for sign in signs if not any(low < sign[1][0] < high for low, high in quoted)]
    if not signs:
        return []
    if signs[0][0] == "infinitive":  # "Reprendre les dossiers que la région a refusés": what was refused is beside the point
        signs = [sign for sign in signs if sign[0] not in ("past-tense", "passive")]
    end = next((found.end() for found in _SENTENCE.finditer(reading.text) if found.end() > signs[0][1][0]), len(reading.text))
    return [sign for sign in signs if sign[1][0] < end]


def _at(sign: Sign) -> Span:
    return sign[1]


def tenses(reading: Reading, *, relative: bool = False) -> list[Sign]:
    """Verbs in the future ("Le site sera refait") and in the past ("Une ressourcerie a ouvert"); of both, the future.

    A past in a clause about something ("les personnes qui ont été expulsées") tells nothing of the item. `relative`: believe such clauses
    too, as in a heading ("Ce qui a été fait").
    """
    words, starts, ends = reading.words, reading.starts, reading.ends
    futures = [place for place, word in enumerate(words) if _form(word) == "future"]
    if futures:
        futureless = reading.places("not-future")
        if found := [("future-tense", (starts[place], ends[place])) for place in futures if place not in futureless]:
            return found
    if _AUXILIARIES.isdisjoint(words):
        return []
    found, pastless = [], reading.places("not-past")
    clause = False  # the words stand in a relative clause that no mark has closed
    for place, word in enumerate(words):
        if word in STOPS:
            clause = False
        elif word in _AUXILIARIES:
            before = words[place - 1].lower() if place else ""
            if not relative and (place > 1 if before in _PRONOUNS else clause):
                continue
            after = range(place + 1, min(place + 4, len(words)))
            at = next((one for one in after if one not in pastless and _is_participle(words[one])), None)
            if at is not None:
                passive = word in ("est", "sont") and before not in ("s", "se")
                found.append(("passive" if passive else "past-tense", (starts[place], ends[at])))
        elif place and word.lower() in _RELATIVES:
            clause = True
    return found


def infinitives(reading: Reading) -> list[Sign]:
    """An infinitive that opens the line or what follows a colon: "mieux répartir les astreintes", "buvette : rappeler les parents"."""
    text, words = reading.text, reading.words
    openings = [(0, "infinitive")]
    if has_any(text, _LABELS):
        openings += [(bisect_left(reading.starts, found.end()), "infinitive-after") for found in _AFTER_LABEL.finditer(text)]
    out, nouns = [], reading.places("not-infinitive")
    for place, rule in openings:
        end = min(place + _OPENING, len(words))
        while place < end and words[place].lower() in _BEFORE_INFINITIVE:
            place += 1
        if place == end or place in nouns or _form(words[place]) != "infinitive":
            continue
        perfect = words[place].lower() in ("avoir", "être") and place + 1 < end
        if not (perfect and _is_participle(words[place + 1])):
            out.append((rule, (reading.starts[place], reading.ends[place])))
    return out


@lru_cache(maxsize=_WORDS_KEPT)
def _form(word: str) -> str:
    """What a verb of this form would be: "infinitive", "future" or "auxiliary"; "" for no such form. No word is two of them."""
    if word in _AUXILIARIES:
        return "auxiliary"
    if word.endswith(FUTURE_ENDINGS):
        return "future" if FUTURE.fullmatch(word) else ""
    return "infinitive" if word[-2:].lower() in _INFINITIVE_ENDINGS and _INFINITIVE.fullmatch(word) else ""


@lru_cache(maxsize=_WORDS_KEPT)
def _is_participle(word: str) -> bool:
    return _PARTICIPLE.fullmatch(word) is not None


@lru_cache(maxsize=_WORDS_KEPT)
def _is_done(word: str) -> bool:
    return len(word) > 3 and word[-1] in "éesuit" and _DONE.fullmatch(word) is not None


def to_do(reading: Reading) -> list[Sign]:
    """ "date à fixer", "affiches à imprimer"; not "machine à laver", "aide à comprendre", "ont continué à venir"."""
    text, signs = reading.text, []
    if not has_any(text, ("à", "À")):
        return []
    nouns = {hit.begin for hit in reading.contexts("not-to-do")}
    for found in _TO_DO.finditer(_outside(text)):
        if not found[1].islower() or found.start(1) in nouns or _form(found[1]) != "infinitive":
            continue
        before = _LAST_WORD.search(text, 0, found.start())
        blocked = before and (_NOT_BEFORE_TO_DO.fullmatch(before[1]) or before.start(1) in nouns)
        if not blocked and not _CLAUSE.search(text, 0, found.start()):
            signs.append(("to-do", found.span()))
    return signs


def _outside(text: str) -> str:
    """`text` with what stands in brackets blanked: "(budget à confirmer)" says nothing of the item itself."""
    return re.sub(r"\([^)]*\)", lambda found: " " * len(found[0]), text) if "(" in text else text


def referred(reading: Reading) -> list[Sign]:
    """A book, an article or a page of the web: "Carlier Inès, Accueillir, 2014", "…, p. 34"."""
    text = reading.text
    if (("," in text and _DIGIT.search(text)) or has_any(text, ("://", "www."))) and (found := _REFERENCE.search(text)):
        return [("reference", found.span())]
    return []


def chronicled(reading: Reading, year: int | None) -> list[Sign]:
    """ "1981 : création de l'association": a line of a history, if the year is not after the document's."""
    found = _CHRONICLE.match(reading.text)
    return [("chronicle", found.span(1))] if found and (year is None or int(found[1]) <= year) else []


def promised(reading: Reading) -> Iterator[Sign]:
    """A lead-in that promises its list: "Le mouvement demandera :", "Le bureau propose de :"; not "Vous trouverez :"."""
    for sign, (begin, end) in tenses(reading):
        if sign == "future-tense" and not reading.text[begin:end].endswith("rez"):
            yield "lead-in-future", (begin, end)
    if opened := _OPEN.search(reading.text):
        near = [hit for hit in reading.contexts("deciding") if 0 <= opened.start() - hit.stop <= _NEAR]
        yield from (("lead-in-decided", (hit.begin, hit.stop)) for hit in near[-1:])


def wished(reading: Reading) -> list[Sign]:
    """ "Que les associations puissent entrer": a wish, in a list of demands."""
    found = _WISH.match(reading.text)
    return [("wish", (0, found.end()))] if found else []


def done(reading: Reading) -> list[Sign]:
    """ "Courrier envoyé", "plainte déposée le 3": a participle that ends the line or a part of it, without an auxiliary."""
    text, starts, ends = reading.text, reading.starts, reading.ends
    places = [place for place, word in enumerate(reading.words) if _is_done(word)]
    if not places:
        return []
    pastless = reading.places("not-past")
    return [
        ("participle", (starts[place], ends[place]))
        for place in places
        if place and place not in pastless and _ENDS_DONE.match(text, ends[place])
    ]


def taken_on(reading: Reading, people: frozenset[str]) -> Iterator[Sign]:
    """ "Bruno réserve les barnums", "Maud l'accompagne": someone of `people` takes something on; not "Marc présente le bilan", which tells
    of the meeting."""
    told, words = reading.places("not-taken-on"), reading.words
    for start in (0, *(found.end() for found in re.finditer(r"[:,;]\s+", reading.text))):
        person = _PERSON.match(reading.text, start)
        if not person or person[0].split()[0] not in people:
            continue
        place = bisect_left(reading.starts, person.end())
        end = min(place + _AFTER_PERSON, len(words))
        while place < end and words[place].lower() in _CLITICS:
            place += 1
        if place == end or reading.starts[place] - person.end() > 12 or place in told:
            continue
        word = words[place]
        if _PRESENT.fullmatch(word) and word not in (
            "est",
            "sont",
            "et",
            "ont",
            "sans",
            "avec",
            "dans",
            "entre",
            "contre",
            "comme",
            "tout",
        ):
            yield "taken-on", (person.start(), reading.ends[place])


def people(text: str) -> frozenset[str]:
    """Names of people in minutes: words that stand with a capital within a line ("Présents : Sylvie, Marc") and never without."""
    inside = set(re.findall(r"(?<=[\w,:;)] )[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?\b", text))
    low = set(re.findall(r"(?<![\w-])[a-zà-ÿ]+(?![\w-])", text))
    return frozenset(word for word in inside if word.lower() not in low)


def counted(reading: Reading) -> list[Sign]:
    """The line counts: from its first word ("18 actions", "-2612.63 €", "Une trentaine de personnes"), or after a colon ("DELF : 9
    candidats"); not with a date or a rank."""
    text, signs = reading.text, []
    dozens = [hit for hit in reading.contexts("dozens") if hit.start <= reading.first_word() + 1]
    if dozens:
        signs.append(("counts", (dozens[0].begin, dozens[0].stop)))
    elif span := _count(reading, 0):
        signs.append(("counts", span))
    colon = text.find(": ")
    if colon > 0 and (span := _count(reading, colon + 2)) and not _OFTEN.search(text, span[1]):
        signs.append(("counts-after", span))
    return signs


def _count(reading: Reading, start: int) -> Span | None:
    match = _COUNT.match(reading.text, start)
    if not match or not match.group().strip():
        return None
    rest, number = reading.text[match.end() :], match.group().strip(" .,-−+")
    if (
        _SECTION.match(match.group().strip())
        or re.fullmatch(r"(?:19|20)\d\d", number)
        or _RANK.match(rest)
        or (not rest.strip() and not re.search(r"[€%$]|EUR|CHF", number))
    ):
        return None
    if any(hit.begin - match.end() <= 1 for hit in reading.contexts("not-counted") if hit.begin >= match.end()):
        digits = number.replace(" ", "")
        return match.span() if re.match(r"heures?\b", rest) and digits.isdigit() and int(digits) > _DAY else None
    if "." in number and not re.search(r"[€%$]", number) and len(number) <= 4:  # "3.1 Mobilité"
        return None
    return match.span()


def has_number(text: str) -> bool:
    """Whether `text` holds a number, in digits or in words."""
    return _NUMERAL.search(text) is not None


def amounts(reading: Reading) -> list[Sign]:
    """ "Recettes : 2 310 €", "Attestations délivrées : 312": a label and its number; "Bénéfice de 358 €": a sum of money."""
    if not has_any(reading.text, _SUMS) or not _DIGIT.search(reading.text):
        return []
    text = reading.text.strip()
    if ":" in text and _AMOUNT.fullmatch(text) and not _NO_AMOUNT.search(text):
        return [("amount", (reading.text.index(":"), len(reading.text)))]
    found = _SUM.search(reading.text)
    return [("sum", found.span())] if found else []


def dated(reading: Reading, date: tuple[int, int, int]) -> Iterator[Sign]:
    """ "avant le 15 octobre" in minutes of September is to come; "3 mars : visite" in a report of December is past. A day or month
    without a year is of the document's own year, or of the next when it lies more than half a year back."""
    year, month, day = date
    if _MONTHS_ALONE.isdisjoint(map(str.lower, reading.words)):  # not "mai" of "maison"
        return
    for found in _dates().finditer(reading.text.lower()):
        when_month = _months()[plain(found["month"])]
        when_year = int(found["year"]) if found["year"] else year
        if not found["year"] and month and month - when_month > 6 and found["before"]:
            when_year += 1
        when = (when_year, when_month, int(found["day"] or 0))
        against = (year, month, day if when[2] and day else 0)
        if not month:
            against, when = (year, 0, 0), (when_year, 0, 0)
        if (when[:2] if not against[2] else when) > (against[:2] if not against[2] else against):
            yield "date-to-come", found.span("month")


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    lists = headings.words("calendar").lists
    return {word: int(name.partition(".")[2]) for name, words in lists.items() if name.startswith("months.") for word in words}


@lru_cache(maxsize=1)
def _dates() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<before>avant|d['’]ici|à partir|dès|pour|prochain\w*)\s+(?:le\s+|la mi-)?)?(?:(?P<day>[0-3]?\d)(?:er)?\s+)?"
        rf"\b(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<year>(?:19|20)\d\d))?"
    )
