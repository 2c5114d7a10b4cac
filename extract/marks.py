"""Marks before items: bullets of every family, numbers, letters, labels ("Projet 01 –")."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.page import value

# Dingbats and geometric signs that people and word processors set before an item; the private-use ones are Symbol's and Wingdings'.
_SIGNS = "•‣◦⁃∙●○◯■□▪▫◆◇◊❖❑❒❏❐►▶▷▸▹➢➣➤➔➜➝➞➙➛➡→⇒⟶✓✔✗✘✦✧★☆➲➨❱❯▻▬◼◻⬤⚫⚪∎⮚⯈·›☐☑☒✅✚➕❌🔹🔸👉▪◾◽"
_PRIVATE = "\uf0b7\uf0a7\uf0d8\uf0fc\uf105\uf0a8\uf06e\uf071\uf0e8\uf0f0\uf0fe\uf076\uf06c\uf0e0\uf02d\uf0be\uf0e9\uf0a0\uf0ae\uf0c4\uf074"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉"  # a number in a disc marks an item as a bullet does
_RING = "\u20dd"  # combines with what stands before it, "21⃝": Unicode has no circled numbers for all
_DASHES = "-–—−‒―‐"
_GLUED = _DASHES + "*"
_BULLET = re.compile(
    rf"(?:[{_SIGNS}{_CIRCLED}{_PRIVATE}]|[\ue000-\uf8ff](?=\s|$)|[{_DASHES}](?=\s|$)|[*+](?=\s)|[o¤§ø](?=\s+\S)|>{{1,2}}(?=\s)|\|(?=\s)|[xX](?=\s+[A-ZÀ-Þ])|[.°~](?=\s+[^\W\d_])"
    r"|(?:-{1,2}|=)>(?=\s))\s*"
)
_BOX = re.compile(r"\[[ xX]?\]\s+(?=\S)")
_NUMBER = re.compile(
    r"""(?P<code>(?:\d{2}|\d{4})[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}[-/]\d{1,4}|\d{2}[-/]\d{3})
        (?=\s*[-–—:]\s+\S)\s*[-–—:]\s+     # 23-02/001 –
      | (?P<compound>(?:[IVX]{1,5}|[A-Z])\.\d{1,2}(?:\.\d{1,2})*\.?)(?=\s+\S|$)\s*     # II.1  B.2.1.
      | (?P<reference>[A-Z]\d{1,2})\s?(?:[.)](?=\s)|[-–—:](?=\s))\s*     # R1.  F2 –
      | (?P<decimal>\d{1,2}(?:\.\d{1,2}){1,4}\.?)(?=\s+\S|[A-ZÀ-Þ][^\WA-ZÀ-Þ\d_]|[A-ZÀ-Þ]['’]|$)\s*     # 1.1, 4.2.1.
      | (?P<arabic>\d{1,3})\s?(?:[.°]\)|[.)°]|\s?[-–—/](?=\s))(?=\s+\S|[A-ZÀ-Þ«"(]|\s*$)\s*[-–—]?\s*     # 1.  1)  1°  1 -
      | \((?P<bracketed>\d{1,2}|[ivx]{1,5}|[a-z])\)\s*     # (1)  (iv)  (a)
      | (?P<roman>[IVX]{1,5})(?:\s?[.)°](?=\s|[A-ZÀ-Þ]|$)|\s?[-–—/](?=\s))\s*[-–—]?\s*     # I.  IV -  II/
      | (?P<small>[ivx]{1,5})(?:[.)])(?=\s)\s*     # i)  iv.
      | (?P<letter>[a-zA-Z])(?:\)(?=\s|\w)|[./](?=\s)|\s?[-–—](?=\s))\s*[-–—]?\s*     # a)  A.  B -  C/
    """,
    re.VERBOSE,
)
_LABEL = re.compile(
    r"(?P<word>[A-ZÀ-Þ][a-zà-ÿA-ZÀ-Þ]{2,15}+(?:[ -](?:action|d'action|stratégique|opérationnel))?+)\s++(?:n\s?°\s?)?"
    r"(?P<ordinal>\d{1,3}|[IVX]{1,5})\s*(?:[-–—:.]|\s-)\s+(?=\S)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


@value
class Mark:
    """`text` as printed, `end` where the item's own words begin, `family` what equal marks share ("•", "1.", "a)", "projet n")."""

    text: str
    end: int
    family: str
    ordinal: tuple[int, ...] = ()

    @property
    def is_dash(self) -> bool:
        """A sign that also stands inside sentences."""
        return self.text in _DASHES

    @property
    def is_bullet(self) -> bool:
        return not self.ordinal

    @property
    def script(self) -> str:
        """The kind of figures that it begins with: "1", "I", "A" …"""
        return "1" if self.family.startswith("decimal") else self.family[:1]

    @property
    def is_label(self) -> bool:
        """A word and a number: "Projet 01 –"."""
        return self.family.endswith(" n")


_USUAL = {sign: Mark(sign, 2, "-" if sign in _DASHES else sign) for sign in f"{_SIGNS}{_DASHES}*"}  # as `find` sees them before a word


@lru_cache(maxsize=4096)
def find(text: str) -> Mark | None:
    """The mark that `text` begins with, or None. A number is only a candidate: that it counts something is for its neighbours to tell."""
    if not text:
        return None
    first = text[0]
    if text[:3].isalpha() and first not in "IVXivx":  # words, as most
        return _label(text) if first.isupper() else None
    if first in _USUAL and text[1:2] == " " and text[2:4].isalnum() and len(text) > 3:  # of most items this tells at once
        return _USUAL[first]
    if not first.isalnum() or first in "oxXø" or first in _CIRCLED:
        bullet = _bullet(text)
        if bullet:
            return bullet
    if first.isdigit() or first in "(IVXivx" or text[1:2].isdigit() or text[1:3].lstrip()[:1] in (")", ".", "-", "–", "—", "/"):
        number = _number(text)
        if number:
            return number
    return _label(text) if first.isupper() else None


def find_glued(text: str) -> Mark | None:
    """A dash or star typed right before the first word, "-Projet de loi": a mark only where other lines bear it too."""
    if text[:1] in _GLUED and text[1:2].isalnum() and not text[:12].lower().startswith(("-il", "-elle", "-on")):
        return Mark(text[0], 1, "-" if text[0] in _DASHES else text[0])
    return None


def is_circled(mark: str | None) -> bool:
    """Whether a mark is a number in a disc: cards bear such, whose title and words are set as a paragraph of their own."""
    return bool(mark and (mark[0] in _CIRCLED or mark[-1] == _RING))


def circled(number: int) -> str:
    """The sign of a number whose setting alone makes it a mark: in a disc, in colour, large beside its words."""
    return _CIRCLED[number - 1] if 0 < number <= 20 else f"{number}{_RING}"


@lru_cache(maxsize=4096)
def of_format(mark: str) -> Mark:
    """A mark that the format generates or draws ("•", "1.", "a)"; "" when it is unknown)."""
    if not mark:
        return Mark("•", 0, "•")
    if mark[-1] == _RING:
        return Mark(mark, 0, "①")
    known = find(f"{mark} x") or (find(f"{mark}. x") or find(f"{mark} – x") if mark[-1].isalnum() else None)  # "1", "B.1", "Article 1"
    return Mark(mark, 0, known.family, known.ordinal) if known else Mark(mark, 0, mark)


def find_box(text: str) -> Mark | None:
    """The box that a task begins with ("[x] trier les dons"), where the format has drawn the bullet before it."""
    box = _BOX.match(text)
    return Mark(box[0].strip(), box.end(), "") if box else None


def _bullet(text: str) -> Mark | None:
    end = 0
    signs: list[str] = []
    while len(signs) < 3 and not text[end : end + 2].isalpha() and (found := _BULLET.match(text, end)) and found.end() > end:
        sign = found[0].strip()
        if signs and sign in _DASHES and not found[0].endswith(" "):
            break
        signs.append(sign)
        end = found.end()
        if text.startswith("[", end) and (box := _BOX.match(text, end)):  # "- [x] trier les dons": a list of tasks
            end = box.end()
            break
    if not signs or (signs == ["|"] and "|" in text[end:]):  # "| a | b |" is a table's row
        return None
    family = ["-" if sign in _DASHES else "①" if sign in _CIRCLED else sign for sign in signs]
    return Mark(text[:end].strip(), end, "".join(family))


def _number(text: str) -> Mark | None:
    found = _NUMBER.match(text)
    if not found:
        return None
    kind, printed = found.lastgroup or "", found[0].strip()
    family, ordinal = _counting(kind, found[kind], printed)
    return Mark(printed, found.end(), family, ordinal)


@lru_cache(maxsize=4096)
def _counting(kind: str, value: str, printed: str) -> tuple[str, tuple[int, ...]]:
    """The family and the ordinal of a number that is `printed` so."""
    if kind == "code":
        *group, last = (int(part) for part in re.split(r"[-/.]", value))
        return f"code{len(group)}", (last,)
    if kind == "compound":
        head, *rest = value.rstrip(".").split(".")
        is_roman = not set(head) - set("IVX")
        parts = (_roman(head) if is_roman else ord(head) - 64, *map(int, rest))
        return f"{'I' if is_roman else 'A'}{len(parts)}", parts
    if kind == "reference":
        return f"{value[0]}n", (int(value[1:]),)
    if kind == "decimal":
        parts = tuple(int(part) for part in value.rstrip(".").split("."))
        return f"decimal{len(parts)}", parts
    closing = re.sub(r"[–—]", "-", re.sub(r"[\w\s]", "", printed))  # "1 -" and "2 –" are typed in one list
    if kind == "arabic":
        return f"1{closing}", (int(value),)
    if kind == "roman" or kind == "small" or (kind == "bracketed" and len(value) > 1 and not value.isdigit()):
        return f"{'I' if value.isupper() else 'i'}{closing}", (_roman(value),)
    if kind == "bracketed" and value.isdigit():
        return "(1)", (int(value),)
    return f"{'A' if value.isupper() else 'a'}{closing}", (ord(value.lower()) - 96,)


def _label(text: str) -> Mark | None:
    found = _LABEL.match(text)
    if not found:
        return None
    value = found["ordinal"]
    ordinal = int(value) if value.isdigit() else _roman(value)
    return Mark(found[0].strip(), found.end(), f"{found['word'].lower()} n", (ordinal,))


def _roman(value: str) -> int:
    digits = [_ROMAN[char] for char in value.lower()]
    return sum(-digit if after > digit else digit for digit, after in zip(digits, [*digits[1:], 0], strict=True))


def follows(mark: Mark, before: Mark) -> bool:
    """Whether `mark` is the next of its family: 2. after 1., b) after a), 4.2 after 4.1."""
    if mark.family != before.family or not mark.ordinal:
        return False
    return mark.ordinal[:-1] == before.ordinal[:-1] and mark.ordinal[-1] == before.ordinal[-1] + 1
