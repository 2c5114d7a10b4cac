"""Blocks that are in the document and are no content: addresses, contact lists, captions, placeholders, lists that announce headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from extract.page import Block, Reading, Transcript, replace
from extract.taxonomy import headings
from extract.text import key, plain

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_PHONE = re.compile(r"(?:\+\d{2}[\s./]?\(?0?\)?|\b0)\d(?:[\s./-]?\d{2,3}){3,4}\b|\b0\d{2,3}\s?/\s?\d{2}[\s.]?\d{2}[\s.]?\d{2}\b")
_POSTCODE = re.compile(r"\b(?:[BFL]-?\s?)?\d{4,5}\s+[A-ZÀ-Þ][\w'’-]+")
_YEAR, _NUMBER = re.compile(r"(?:19|20)\d\d\b"), re.compile(r"\d+")  # "Feuille de route 2023 des équipes" is no address
_TELLING = re.compile(r"[@+/wW\d]")  # quick: an address, a number to call or a postcode has one of these, most texts none
_DOTS = re.compile(r"[\s.…_\-–—*·•|/\\()\[\]]*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_VALUE = re.compile(r"(?:[^\d.!?]{0,40}\s)?[+-]?\d[\d\s.,]*\s?(?:%|€|k€|\$)|[+-]?\d[\d\s.,]*")
_ROLES = ("caption", "note", "code", "form", "figure")  # what the format itself says to be no content
_VALUES = 3  # figures that make a chart
_LABEL = 6  # words of a chart's label
_AGENDA = 3  # entries of a list that announces headings
_AGENDA_SHARE = 0.75
_ASKED = 3  # words of a point before the address in it
_INFINITIVE = ("er", "ir", "re")
_SHORT = 90  # characters of a heading that a list may announce


def set_aside(blocks: Sequence[Block], transcript: Transcript, reading: Reading) -> list[Block]:
    """`blocks`, those that are no content turned into "aside" with their reason."""
    known = headings.words("furniture")
    reasons: dict[int, str] = {}
    for at, block in enumerate(blocks):
        if block.kind in ("prose", "item") and (reason := _reason(block, known)):
            reasons[at] = reason
    reasons |= _contact_tables(blocks)
    reasons |= _charts(blocks, reasons)
    reasons |= _announced(blocks, reasons)
    return [replace(block, kind="aside", reason=reasons[at]) if at in reasons else block for at, block in enumerate(blocks)]


def _reason(block: Block, known: headings.Words) -> str | None:
    text = block.text.text
    if not text or (not text[0].isalnum() and _DOTS.fullmatch(text)):
        return "placeholder" if text or block.mark is not None else "blank"
    if block.role in _ROLES:
        return block.role
    if len(text) < 300 and _TELLING.search(text) and (reason := _whereabouts(text, known)) and not _asks(block, known):
        return reason
    if block.kind == "prose" and len(text) < 160 and _is_caption(text, known):
        return "caption"
    return None


def _is_caption(text: str, known: headings.Words) -> bool:
    """ "Photo : l'atelier du mardi", "Figure 3"."""
    starts, words = _caption_starts(known)
    word = text.partition(" ")[0]
    return (":" in word or plain(word) in words) and plain(text).startswith(starts)


@lru_cache(maxsize=4)
def _caption_starts(known: headings.Words) -> tuple[tuple[str, ...], frozenset[str]]:
    """How captions begin, and with which words."""
    ends = (" :", ":", " n°", " 1", " 2", " 3", " 4", " 5", " 6", " 7", " 8", " 9")
    cues = sorted(known["captions"])
    return tuple(f"{cue}{end}" for cue in cues for end in ends), frozenset(cue.partition(" ")[0] for cue in cues)


def _whereabouts(text: str, known: headings.Words) -> str | None:
    """Why a text that only says where to write, call or click is set aside."""
    if _may_hold_address(text) and (rest := _ADDRESS.sub(" ", text)) != text:
        left = [word for word in _LETTERS.findall(plain(_PHONE.sub(" ", rest))) if word not in known["contact-words"]]
        if not left:
            return "url" if "@" not in text else "contacts"
        if "@" in text and (len(left) <= 4 or _PHONE.search(rest)):
            return "contacts"
        return None
    if ("0" in text or "+" in text) and (called := _PHONE.sub(" ", text)) != text:
        left = [word for word in _LETTERS.findall(plain(called)) if word not in known["contact-words"]]
        return "contacts" if len(left) <= 4 or _POSTCODE.search(called) else None
    if len(text) < 120 and (code := _POSTCODE.search(text)) and not (_YEAR.match(code[0]) and len(_NUMBER.findall(text)) < 2):
        words = _LETTERS.findall(plain(text))
        streets = [at for at, word in enumerate(words) if word in known["streets"] or word in known["contact-words"]]
        if streets and (streets[0] <= 3 or len(words) <= 8):
            return "contacts"
    return None


def _asks(block: Block, known: headings.Words) -> bool:
    """Whether a point says what to do and then where to write: "• Signaler une fuite à eau@exemple.fr", not "• Nous écrire : …"."""
    address = _ADDRESS.search(block.text.text) if block.kind == "item" else None
    before = block.text.text[: address.start()].rstrip() if address else ""
    words = _LETTERS.findall(plain(before))
    return len(words) >= _ASKED and words[0].endswith(_INFINITIVE) and words[0] not in known["contact-verbs"] and before[-1].isalpha()


def _may_hold_address(text: str) -> bool:
    """Quick: most texts hold none, and are not searched for one."""
    return "@" in text or "://" in text or "www." in text.lower()


def _contact_tables(blocks: Sequence[Block]) -> dict[int, str]:
    """Rows of tables where most rows say how to reach someone."""
    tables: dict[int, list[int]] = defaultdict(list)
    run = 0
    for at, block in enumerate(blocks):
        if block.kind == "table":
            tables[run].append(at)
        elif block.kind != "aside":
            run += 1
    out: dict[int, str] = {}
    for members in tables.values():
        reach = sum(bool(_ADDRESS.search(blocks[at].text.text) or _PHONE.search(blocks[at].text.text)) for at in members)
        if reach >= 0.4 * len(members):
            out.update(dict.fromkeys(members, "contacts"))
    return out


def _charts(blocks: Sequence[Block], reasons: dict[int, str]) -> dict[int, str]:
    """Labels and values of a chart: short lines, one in three of them a figure; with the chart's title where that stands in its box."""
    figures = {at for at, block in enumerate(blocks) if block.kind == "prose" and _is_value(block.text.text)}
    if len(figures) < _VALUES:
        return {}
    out: dict[int, str] = {}
    run: list[int] = []
    for at, block in enumerate([*blocks, None]):
        if block is not None and (block.kind == "aside" or at in reasons):
            continue
        if block is not None and block.kind == "prose" and len(block.text.text.split()) <= _LABEL:
            run.append(at)
            continue
        values = [order for order, member in enumerate(run) if member in figures]
        if len(values) >= _VALUES and len(values) >= 0.35 * (values[-1] - values[0] + 1):
            first = max(0, values[0] - 1)
            while first and blocks[run[first - 1]].style == blocks[run[first]].style:
                first -= 1  # labels whose values were drawn elsewhere
            if first and "boxed" in blocks[run[first - 1]].looks:
                out[run[first - 1]] = "caption"
            out.update(dict.fromkeys(run[first : values[-1] + 1], "figure-label"))
        run = []
    return out


def _is_value(text: str) -> bool:
    """ "14 %", "GATINEAU (HULL) 17%", "10329.56 €": a figure, alone or after its label."""
    text = text.strip()
    return (text[-1:].isdigit() or text[-1:] in "%€$.,") and _VALUE.fullmatch(text) is not None


def _announced(blocks: Sequence[Block], reasons: dict[int, str]) -> dict[int, str]:
    """Lists whose entries come back, in order, as short paragraphs of their own: an agenda of the headings that follow."""
    lists = [run for run in _lists(blocks, reasons) if len(run) >= _AGENDA]
    if not lists:
        return {}
    later: dict[str, int] = {}
    for at, block in enumerate(blocks[lists[0][-1] :], lists[0][-1]):
        if block.kind != "aside" and at not in reasons and len(block.text.text) <= _SHORT and not _is_plain_bullet(block):
            later[key(block.text.text)] = at
    out: dict[int, str] = {}
    for run in lists:
        found, left = [], len(run)
        for at in run:
            place = later.get(key(_bare(blocks[at].text.text)), -1)
            if place > run[-1]:
                found.append(place)
            elif (left := left - 1) < _AGENDA_SHARE * len(run):  # of most lists the first points tell
                break
        if left >= _AGENDA_SHARE * len(run) and found == sorted(found) and found[-1] - found[0] > len(found):
            out.update(dict.fromkeys(run, "contents"))
    return out


def _is_plain_bullet(block: Block) -> bool:
    return block.kind == "item" and block.mark is not None and not any(map(str.isalnum, block.mark))


def _bare(text: str) -> str:
    """Without what stands in brackets at the end: "Conseil de direction (Codir)"."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", text) if ")" in text else text


def _lists(blocks: Sequence[Block], reasons: dict[int, str]) -> list[list[int]]:
    """Runs of items that nothing but asides interrupts."""
    runs: list[list[int]] = []
    open_run = False
    for at, block in enumerate(blocks):
        if block.kind == "aside" or at in reasons:
            continue
        if block.kind == "item":
            if not open_run:
                runs.append([])
            runs[-1].append(at)
        open_run = block.kind == "item"
    return runs
