"""Bytes → text: BOM, strict UTF-8, UTF-16 by its NULs, CP1252; another code page is guessed only when none of them can be, and said."""

from __future__ import annotations

import codecs
import re

from extract import model

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its BOM begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("cp1252", "cp850", "mac_roman", "iso8859_15", "cp437")  # what French-speaking offices saved in before UTF-8
_SAMPLE = 1 << 16
_EXPECTED = frozenset("éèêëàâäçùûüîïôöœæÿñáíóúÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆ«»“”„‘’–—…•·°€§²³¹½¼¾ªº©®™†\u00a0\u00ad¨´×±µ¿¡£")
_MIN_EXPECTED = 0.8  # of the characters beyond ASCII; CP850 read as CP1252 gives under 0.2
_MAX_BROKEN = 0.02  # broken sequences among those beyond ASCII, for a file to be UTF-8 with a fault rather than CP1252
_MAX_CONTROLS = 0.01  # of the bytes, for a file to be text at all
_FEW_CONTROLS = 4  # whatever the length, for short notes with a bell or a backspace in them
_MAX_CONTROLS_UTF8 = 0.2  # where all the rest is sound UTF-8: terminal logs and text with stray NULs; random bytes never are
_CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")  # a terminal's colours, titles, links: no binary data
_LEADS = ("Ã", "â€", "Â", "Å")  # with which what _MOJIBAKE finds begins
_ASCII = re.compile(r"[\x00-\x7f]+")
_MOJIBAKE = re.compile("Ã[\u00a0-¿€-™ŒœŽžŸš›ƒˆ]|â€[\u00a0-¿€-™ŒœŽžŸš›ƒˆ˜]|Â[«»°\u00a0·]|Å[“’]")


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes can be text: few control characters, or the regular NULs of UTF-16."""
    sample = bytes(data[:_SAMPLE])
    if any(sample.startswith(bom) for bom, _ in _BOMS) or _wide(sample):
        return True
    if b"\x1b" in sample:
        sample = _ESCAPES.sub(b"", sample)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" not in sample and controls <= _FEW_CONTROLS:
        return True
    return controls <= _MAX_CONTROLS * len(sample) or (controls <= _MAX_CONTROLS_UTF8 * len(sample) and _is_utf8(sample))


def decode(data: bytes) -> tuple[str, str, tuple[model.Notice, ...]]:
    """(text without BOM, name of the encoding, notices about what was doubtful)."""
    text, encoding, notices = _decode(bytes(data))
    mended = _mend(text)
    if mended is not None:
        notices += (_notice("mojibake", "Accents had been spoilt by an earlier conversion (“Ã©” for “é”); they were put right", "info"),)
        text = mended
    elif _is_spoilt(text):
        notices += (_notice("mojibake", "Some accents were spoilt by an earlier conversion (“Ã©” for “é”) and could not be put right"),)
    if "\0" in text:
        notices += (_notice("control-characters", "NUL characters in the text were left out", "info"),)
    return text, encoding, notices


def _decode(data: bytes) -> tuple[str, str, tuple[model.Notice, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_faults(data[len(bom) :], encoding)
    if wide := _wide(data[:_SAMPLE]):
        return _with_faults(data, wide)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    if _is_broken_utf8(data):
        return _with_faults(data, "utf-8")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _share(text) >= _MIN_EXPECTED:
        return text, "cp1252", ()
    return _guess(data, text)


def _with_faults(data: bytes, encoding: str) -> tuple[str, str, tuple[model.Notice, ...]]:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") == data.count(b"\xef\xbf\xbd") * (encoding == "utf-8"):
        return text, encoding, ()
    return text, encoding, (_notice("encoding-faults", f"Some bytes are not valid {encoding.upper()}; they are shown as U+FFFD"),)


def _is_utf8(sample: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()  # does not mind that the sample ends in the middle of a character
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str | None:
    """UTF-16 without BOM: in French text nearly every second byte is NUL, and none of the others."""
    pairs = len(sample) // 2
    if pairs < 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else None


def _is_broken_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes, such as a file cut off in a character."""
    text = data.decode("utf-8", "replace")
    beyond = len(_beyond_ascii(text))
    broken = text.count("\ufffd")
    return broken <= max(1, _MAX_BROKEN * beyond) and beyond - broken >= 1


def _share(text: str) -> float:
    """How many of the characters beyond ASCII are those of French reports."""
    beyond = _beyond_ascii(text)
    return sum(char in _EXPECTED for char in beyond) / len(beyond) if beyond else 1.0


def _beyond_ascii(text: str) -> str:
    return _ASCII.sub("", text)


def _guess(data: bytes, fallback: str) -> tuple[str, str, tuple[model.Notice, ...]]:
    """The code page under which the text looks most like French; charset-normalizer's opinion when under none it does."""
    shares = {encoding: _share(data.decode(encoding, "replace")) for encoding in _GUESSES}
    encoding = max(shares, key=shares.__getitem__)  # the first of equals
    if shares[encoding] < _MIN_EXPECTED:
        from charset_normalizer import from_bytes

        best = from_bytes(data[: _SAMPLE * 4]).best()
        encoding = best.encoding if best else "cp1252"
        if not best and fallback:
            return fallback, encoding, (_guessed(encoding),)
    return data.decode(encoding, "replace"), encoding, (_guessed(encoding),)


def _guessed(encoding: str) -> model.Notice:
    return _notice("encoding-guessed", f"The encoding is not stated and was guessed: {encoding}. Check the accents")


def _mend(text: str) -> str | None:
    """`text` with UTF-8 that was read as CP1252 put right, when the whole file round-trips without loss; else None."""
    mended = None
    for _ in range(3):  # seen doubled in files that went through two such conversions
        if not _is_spoilt(text):
            break
        try:
            text = b"".join(char.encode("cp1252") if char not in _UNDEFINED else _UNDEFINED[char] for char in text).decode("utf-8")
        except UnicodeError:
            break
        mended = text
    return mended


def _is_spoilt(text: str) -> bool:
    """Whether three places or more look like UTF-8 that was read as CP1252."""
    return any(lead in text for lead in _LEADS) and len(_MOJIBAKE.findall(text)) >= 3


_UNDEFINED = {chr(code): bytes([code]) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # CP1252 has no character there; browsers keep the byte


def _notice(code: str, message: str, severity: model.Severity = "warning") -> model.Notice:
    return model.Notice(code=code, severity=severity, message=message)
