"""Personal data in a text: addresses, numbers and names that a public edition must not hold.

Every pattern is bounded, so that the time taken grows with the text and no faster, whatever is in it. What is found "looks like" personal
data; what this cannot see (docs/privacy.md): names in running text, street addresses, health, origin, signatures and faces in pictures.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from extract.model import Document, PersonalData
from extract.page import Block

Found = tuple[str, int, int]  # kind, start, end

PLACEHOLDERS = {"email": "[e-mail]", "phone": "[téléphone]", "iban": "[IBAN]", "national-number": "[numéro national]", "name": "[nom]"}


def find(text: str, blocks: Sequence[Block] = ()) -> tuple[PersonalData, ...]:
    """What looks like personal data in a transcript, in its order, no two overlapping. `blocks` tell where contacts are listed."""
    found = [*emails(text), *numbers(text)]
    found += names(text, blocks, found)
    return tuple(PersonalData(kind=kind, text=text[start:end], span=(start, end)) for kind, start, end in _apart(found))


def redact(document: Document) -> tuple[Document, Counter[str]]:
    """The record with every such word replaced by what it was ("[e-mail]"), wherever it comes back; and how many of each kind there were.

    Spans still tell places in the transcript, which is not for publication. The result is a valid record.
    """
    words = {_bare(found.text): PLACEHOLDERS.get(found.kind, f"[{found.kind}]") for found in document.personal_data}
    if not words:
        return document, Counter()
    # in the transcript a line may end within the words, or a hyphen; in an item's text the lines are joined
    spaced = (r"[\s\u00ad]*".join(map(re.escape, word)) for word in sorted(words, key=lambda word: (-len(word), word)))
    pattern = re.compile("|".join(spaced))
    hidden = _everywhere(document.model_dump(), lambda said: pattern.sub(lambda match: words[_bare(match.group())], said))
    hidden["personal_data"] = []
    return Document.model_validate(hidden), Counter(found.kind for found in document.personal_data)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def touches(found: Sequence[PersonalData], span: tuple[int, int]) -> bool:
    """Does any of what was found (in the order of the text) lie in `span`?"""
    if not found:
        return False
    at = bisect_left(found, span[0], key=lambda one: one.span[1])
    while at < len(found) and found[at].span[1] <= span[0]:
        at += 1
    return at < len(found) and found[at].span[0] < span[1]


# Addresses

_LOCAL = re.compile(r"[\w.%+-]{1,64}\Z")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_AT = re.compile(r"[@\[(](?:(?<=@)| ?(?:at|arobase|@) ?[\])] ?)", re.IGNORECASE)  # "prenom.nom [at] asso.org"


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also those written "nom (at) asso.org". Found from their sign outwards."""
    for sign in _AT.finditer(text):
        at = sign.start() - (text[sign.start()] != "@" and text[sign.start() - 1 : sign.start()] == " ")
        before = _LOCAL.search(text[max(0, at - 64) : at])
        after = _DOMAIN.match(text, sign.end())
        if before and after and before.group().strip("."):
            start = at - len(before.group().lstrip("."))
            yield "email", start, after.end()


# Numbers. The text is walked once, for digits; what a number is, and what stands before it, is asked there.

_RUN = re.compile(r"\d[\d ().\-/]*")  # digits with what stands between them: all numbers are in one of these, or begin in one
_PHONES = re.compile(
    r"""(?<![\d.,])(?:
      (?:\+|00)\ ?33[ .-]?(?:\(0\)[ .-]?)?[1-9](?:[ .-]?\d\d){4}            # +33 (0)1 99 00 00 01
    | (?:\+|00)\ ?32[ .-]?(?:\(0\)[ .-]?)?[1-9]\d{0,2}(?:[ ./-]?\d{2,3}){2,3}  # +32 470 00 00 02
    | (?:\+|00)\ ?41[ .-]?(?:\(0\)[ .-]?)?[1-9]\d[ .-]?\d{3}(?:[ .-]?\d\d){2}
    | \+\ ?[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,5}                           # any other country, when it says so
    | 0[1-9](?:\d{8}|(?:\ \d\d){4}|(?:\.\d\d){4}|(?:-\d\d){4})                # 01 99 00 00 01
    | 04\d\d[ /.]\d{2,3}[ .]\d{2,3}(?:[ .]\d\d)?                              # 0470/00 00 01
    | 0[1-9]\d?[/ .]\ ?\d{2,3}[ .]\d\d[ .]\d\d                                # 081/00.00.01, 022 000 00 01
    | \(0[1-9]\d{0,2}\)[ /]?\d{2,3}(?:[ .]\d\d){2}
    )(?![\d])""",
    re.VERBOSE,
)
_LEAST_DIGITS, _MOST_DIGITS = 9, 15  # of a telephone number with its prefix (ITU-T E.164 allows fifteen)
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?")
_IBAN_LENGTHS = {
    **dict.fromkeys(("FR", "MC", "IT"), 27),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("CH", "LI"), 21),
    **dict.fromkeys(("NL",), 18),
    **dict.fromkeys(("LU",), 20),
    **dict.fromkeys(("DE", "GB", "IE"), 22),
    **dict.fromkeys(("ES", "PT"), 24),
}
_NIR_RUN = re.compile(r"\d ?\d\d ?\d\d ?\d")  # quick: six of its digits, after which a Corsican's has a letter
_NIR = re.compile(r"[12378](?<!\d[12378]) ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d(?!\d)")
_NISS = re.compile(r"(?<!\d)\d\d[. ]?\d\d[. ]?\d\d[ -]?\d{3}[. ]?\d\d(?!\d)")
_AVS = re.compile(r"(?<!\d)756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d(?!\d)")
_BSN = re.compile(r"(?<!\d)\d{4}[. ]?\d\d[. ]?\d{3}(?!\d)|(?<!\d)\d{9}(?!\d)")
_NATIONAL_CUE = re.compile(
    r"\b(?:niss|nir|insz|avs|ahv|bsn|burgerservicenummer|s[ée]curit[ée] sociale|registre national|n° national)\b", re.IGNORECASE
)
_CUE_REACH = 40  # characters before a number in which its name stands


def numbers(text: str) -> Iterator[Found]:
    """IBAN and national numbers whose check digits are right (or which are called so), and telephone numbers."""
    runs = list(_RUN.finditer(text))
    for match in _ibans(text, runs):
        end = _iban_end(match)
        if end:
            yield "iban", match.start(), end
    if any(_NIR_RUN.search(run.group()) for run in runs):
        for match in _NIR.finditer(text):
            if _nir(match.group()) or _is_called_national(text, match.start()):
                yield "national-number", match.start(), match.end()
    for run in runs:
        if run.end() - run.start() >= _LEAST_DIGITS:
            start = run.start() - (text[run.start() - 1 : run.start()] == "(")
            start -= text[start - 1 : start] == "+"
            if run.end() - start > 64 or sum(map(str.isdigit, run.group())) >= _LEAST_DIGITS:
                yield from _in_run(text, start, run.end())


def _ibans(text: str, runs: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """What may be an IBAN, in capitals: its country's two letters stand right before the first digits."""
    upper, end = text.upper(), 0
    upper = upper if len(upper) == len(text) else text
    for run in runs:
        start = run.start() - 2
        if start >= end and text[start : start + 2].isalpha() and (match := _IBAN.match(upper, start)):
            end = match.end()
            yield match


def _in_run(text: str, start: int, end: int) -> Iterator[Found]:
    called = _is_called_national(text, start)
    for pattern, is_right in ((_NISS, _niss), (_AVS, _avs)):
        for match in pattern.finditer(text, start, end):
            if called or is_right(match.group()):
                yield "national-number", match.start(), match.end()
    if called:
        yield from (("national-number", match.start(), match.end()) for match in _BSN.finditer(text, start, end) if _bsn(match.group()))
    for match in _PHONES.finditer(text, start, end):
        if _LEAST_DIGITS <= sum(map(str.isdigit, match.group())) <= _MOST_DIGITS and not _is_other_number(text, match):
            yield "phone", match.start(), match.end()


_PAIRS = re.compile(r"(?:(?<![\w.,])\d\d[ .-])*\d\d(?!\w)")
_ROW_REACH = 120  # characters around a number in which a row of pairs is looked at
_LABEL = re.compile(r"(?<![\w.@-])([^\W\d_][^\W\d_.]*)[^\w]*(?:n[°o]\s*)?[:.\s]*\Z")
_COUNTED = re.compile(r"\s?(?:[€$£%]|[kM]€|(?:euros?|eur|francs?|habitants?|personnes?|millions?|tonnes?)\b)", re.IGNORECASE)


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    """Is what looks like a telephone number an amount, the years of a chart ("06 07 08 09 10 11 12"), a list of départements, or a number
    that a word before it, or its own check digits, call otherwise?"""
    if _COUNTED.match(text, match.end()):
        return True
    groups = re.findall(r"\d+", match.group())
    steps = {int(after) - int(before) for before, after in itertools.pairwise(groups)}
    if len(groups) >= 5 and (len(steps) == 1 or _is_in_a_row(text, match)):
        return True
    digits = "".join(groups)
    if len(digits) == 10 and "/" not in match.group() and len(groups) == 3 and 97 - int(digits[:8]) % 97 == int(digits[8:]):
        return True  # a Belgian company's: 0417.497.106
    label = _LABEL.search(text, max(0, match.start() - _CUE_REACH), match.start())
    return label is not None and _plain(label[1]) in _contacts()["other_numbers"]


def _is_in_a_row(text: str, match: re.Match[str]) -> bool:
    """Does the number stand in a row of pairs of digits that cannot be cut into telephone numbers, five pairs each?"""
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _ROW_REACH)
    row = next((row for row in _PAIRS.finditer(text, start, match.end() + _ROW_REACH) if row.end() >= match.end()), None)
    return row is not None and row.start() <= match.start() and len(re.findall(r"\d\d", row.group())) % 5 > 0


def _is_called_national(text: str, at: int) -> bool:
    """Does a word before the number say that it is a national number? Then a wrong check digit is a slip of the pen."""
    return bool(_NATIONAL_CUE.search(text, max(0, at - _CUE_REACH), at))


def _iban_end(match: re.Match[str]) -> int:
    """Where the IBAN ends that the match begins with; 0 when its check digits are wrong (ISO 7064, mod 97-10)."""
    wanted = _IBAN_LENGTHS.get(match.group()[:2])
    ends = [at + 1 for at, char in enumerate(match.group()) if char != " "]
    if wanted and len(ends) < wanted:
        return 0
    length = ends[wanted - 1] if wanted else ends[-1]
    code = match.group()[:length].replace(" ", "")
    return match.start() + length if int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1 else 0


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _nir(text: str) -> bool:
    """A French social security number: sex, year, month, département, commune, order, key (97 less the rest)."""
    code = _digits(text).upper()
    number = code[:13].replace("2A", "19").replace("2B", "18") if code[5:7] in ("2A", "2B") else code[:13]
    month = int(code[3:5])
    return number.isdigit() and (1 <= month <= 12 or 20 <= month <= 42 or month >= 50) and 97 - int(number) % 97 == int(code[13:])


def _niss(text: str) -> bool:
    """A Belgian national number: birth date, order, check (97 less the rest, with a 2 in front for those born from 2000 on)."""
    code = _digits(text)
    if int(code[2:4]) % 20 > 12 or int(code[4:6]) > 31:
        return False
    check = int(code[9:])
    return check in (97 - int(code[:9]) % 97, 97 - int("2" + code[:9]) % 97)


def _avs(text: str) -> bool:
    """A Swiss social security number: an EAN-13 that begins with the country's 756."""
    code = [int(char) for char in _digits(text)]
    return (10 - sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(code[:12])) % 10) % 10 == code[12]


def _bsn(text: str) -> bool:
    """A Dutch citizen's number (eleven-test). One number of nine digits in eleven passes, so it counts only where it is called so."""
    code = [int(char) for char in _digits(text)]
    return any(code) and (sum(digit * weight for digit, weight in zip(code[:8], range(9, 1, -1), strict=True)) - code[8]) % 11 == 0


# Names

_CAPITAL, _LETTERS = "[A-ZÀ-ÖØ-Þ]", r"[\w’'-]{1,30}"
_NAME = re.compile(rf"{_CAPITAL}(?<![\w@.-].){_LETTERS}(?: {_CAPITAL}{_LETTERS}){{1,3}}(?![\w@])")


def names(text: str, blocks: Sequence[Block], found: Iterable[Found]) -> list[Found]:
    """Names of people where contacts are listed, and those that an e-mail address gives away."""
    known = _contacts()
    hits = [
        hit
        for start, end in _contact_places(text, blocks, list(found))
        for hit in _names_in(text, start, end, known["not_names"], known["titles"])
    ]
    return [*hits, *_named_by_address(text, found), *_named_by_title(text, known["not_names"])]


def _contact_places(text: str, blocks: Sequence[Block], found: list[Found]) -> Iterator[tuple[int, int]]:
    """Where names of people stand: contact lists set aside, columns of tables about people, and lines with an address or a number."""
    known = _contacts()
    columns: dict[int, bool] = {}
    for block in blocks:
        if block.kind == "aside" and block.reason == "contacts" and block.text.pieces:
            yield block.text.span
        if block.cells:
            heads = {at for at, cell in enumerate(block.cells) if _plain(cell.text) in known["name_headers"]}
            if heads:
                columns = dict.fromkeys(heads, True)
                continue
            yield from (cell.span for at, cell in enumerate(block.cells) if columns.get(at) and cell.pieces)
        elif block.kind != "aside":
            columns = {}
    for start, end in sorted({_line_around(text, at) for kind, at, _ in found if kind in ("email", "phone")}):
        if end - start <= _SHORT_LINE or _has_title(text[start:end], known["titles"]):
            yield start, end


_SHORT_LINE = 160  # characters: "Alix Exemple, coordinatrice, alix.exemple@example.org, 01 99 00 00 01"


def _names_in(text: str, start: int, end: int, not_names: frozenset[str], titles: frozenset[str]) -> Iterator[Found]:
    for match in _NAME.finditer(text, start, end):
        words = match.group().split(" ")
        while words and _plain(words[0]) in titles:
            words = words[1:]
        if len(words) >= 2 and _may_be_name(words, not_names) and not _is_shouted(text, match) and not _is_street(text, match.start()):
            yield "name", match.end() - len(" ".join(words)), match.end()


def _may_be_name(words: list[str], not_names: frozenset[str]) -> bool:
    endings = tuple(_contacts()["job_endings"])
    plain = [_plain(word) for word in words]
    return not any(
        part in not_names or word.endswith(endings)
        for word, whole in zip(plain, words, strict=True)
        for part in re.split(r"[’'-]", _plain(whole))
    )


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Are the words part of a longer run in capitals, as in a heading or a call?"""
    if not match.group().isupper() or match.group().count(" ") > 2:
        return match.group().isupper()
    before, after = text[max(0, match.start() - 30) : match.start()].split(), text[match.end() : match.end() + 30].split()
    return any(near and len(near[0]) > 1 and near[0].isalpha() and near[0].isupper() for near in (before[-1:], after[:1]))


def _is_street(text: str, at: int) -> bool:
    """Does the word before name a street: "2 rue Professeur Zimmermann"?"""
    before = re.split(r"\s", text[max(0, at - 30) : at].rstrip(" "))[-1]
    return _plain(before) in _contacts()["streets"]


def _named_by_title(text: str, not_names: frozenset[str]) -> Iterator[Found]:
    """ "Mme Jeanne Martin", "Monsieur Martin": a name, wherever it stands."""
    for match in _titled().finditer(text):
        if _may_be_name(match[1].split(" "), not_names) and not _is_street(text, match.start()):
            yield "name", match.start(1), match.end(1)


@cache
def _titled() -> re.Pattern[str]:
    titles = sorted(_contacts()["spoken_titles"], key=lambda title: (-len(title), title))
    words = [title.capitalize() for title in titles] + [title.upper() for title in titles]
    said = "|".join(f"{word[0]}(?<!\\w{word[0]}){word[1:]}" for word in words)  # a letter first: few of a text begin a title
    return re.compile(rf"(?:{said})\.? ({_CAPITAL}{_LETTERS}(?: {_CAPITAL}{_LETTERS}){{0,3}})(?![\w@])")


def _named_by_address(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """ "jeanne.martin@asso.org" says that Jeanne Martin is a name, wherever it stands, in either order."""
    pairs = set()
    for kind, start, end in found:
        local = re.split(r"[@ \[(]", text[start:end], maxsplit=1)[0]
        parts = [part for part in re.split(r"[._]", local) if len(part) > 1 and not any(map(str.isdigit, part))]
        if kind == "email" and len(parts) == 2:
            pairs |= {(parts[0].lower(), parts[1].lower()), (parts[1].lower(), parts[0].lower())}
    if pairs:
        for match in _NAME.finditer(text):
            words = [_plain(word) for word in match.group().split(" ")]
            at = next((at for at in range(len(words) - 1) if (words[at], words[at + 1]) in pairs), None)
            if at is not None:
                parts = match.group().split(" ")
                start = match.start() + len(" ".join(parts[:at])) + bool(at)
                yield "name", start, start + len(" ".join(parts[at : at + 2]))


def _has_title(line: str, titles: frozenset[str]) -> bool:
    return any(_plain(word) in titles for word in line.split())


def _line_around(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _plain(text: str) -> str:
    return (
        "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
        .strip(" :*.")
        .replace("·", "")
    )


def _apart(found: Iterable[Found]) -> list[Found]:
    """The finds in order, without those that overlap an earlier or, from the same place, a longer one."""
    kept: list[Found] = []
    for kind, start, end in sorted(set(found), key=lambda one: (one[1], -one[2], one[0])):
        if not kept or start >= kept[-1][2]:
            kept.append((kind, start, end))
    return kept


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _everywhere(part, change) for key, part in value.items()}
    return [_everywhere(part, change) for part in value] if isinstance(value, list | tuple) else value


@cache
def _contacts() -> dict[str, frozenset[str]]:
    import yaml

    data = yaml.safe_load(resources.files("extract").joinpath("rules/privacy/contacts.yaml").read_bytes())
    return {name: frozenset(_plain(str(word)) for word in words) for name, words in data.items()}
