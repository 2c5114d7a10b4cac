"""Tesseract: where its data is, and what it reads in an image."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/usr/local/share/tesseract-ocr/*/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)  # Debian and Ubuntu, Fedora and Arch, builds by hand, Homebrew, MacPorts
_WINDOWS = ("Tesseract-OCR/tessdata",)  # below the folders of programs


ROOM = 60  # pixels

Symbol = tuple[str, int, int, int, int]  # a character, and its left, top, right and bottom in pixels


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its place in pixels, and its characters with theirs."""

    text: str
    confidence: float  # 0..1
    box: tuple[int, int, int, int]
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    words: tuple[Word, ...]
    baseline: float  # pixels from the top, at its middle
    slant: float = 0.0  # pixels by which it falls on its way, each


@dataclass(frozen=True, slots=True)
class Engine:
    """What there is to read pixels with. `missing` says in plain words what is not there, `remedy` how to get it."""

    version: str | None
    data: dict[str, str | None]  # language: its file
    missing: str = ""
    remedy: str = ""

    @property
    def ready(self) -> bool:
        return self.version is not None and any(self.data.values())


@lru_cache(maxsize=8)
def engine(languages: tuple[str, ...]) -> Engine:
    """The engine and its data for `languages` (Tesseract's three-letter names), as found on this machine."""
    version = _version()
    data = {
        language: next((str(path) for folder in folders() if (path := folder / f"{language}.traineddata").is_file()), None)
        for language in languages
    }
    absent = [language for language, path in data.items() if path is None]
    if version is None:
        return Engine(
            None, data, "the OCR engine (Python package tesserocr) is not installed", 'Install it with: pip install "filrouge[ocr]"'
        )
    if absent:
        packages = " ".join(f"tesseract-ocr-{language.replace('_', '-')}" for language in absent)
        ways = f"Debian, Ubuntu: apt install {packages}; macOS: brew install tesseract-lang"
        remedy = f"Install it ({ways}), or name its folder in TESSDATA_PREFIX"
        return Engine(version, data, f"the OCR data for {', '.join(absent)} is not installed", remedy)
    return Engine(version, data)


def folders() -> tuple[Path, ...]:
    """The folders that may hold language data, the user's own first."""
    named = [os.environ[name] for name in ("TESSDATA_PREFIX",) if os.environ.get(name)]
    found = [path for name in named for path in (Path(name), Path(name) / "tessdata")]
    if sys.platform == "win32":
        roots = [os.environ[name] for name in ("ProgramFiles", "LOCALAPPDATA") if os.environ.get(name)]
        found += [Path(root) / folder for root in roots for folder in _WINDOWS]
    for pattern in _FOLDERS:
        found += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    return tuple(path for path in found if path.is_dir())


def _version() -> str | None:
    try:
        import tesserocr
    except ImportError:
        return None
    return tesserocr.tesseract_version().split()[1]


def identity(languages: tuple[str, ...]) -> str:
    """What decides an answer besides the image: the engine's version and its data."""
    found = engine(languages)
    digests = [f"{language}:{_digest(path)}" for language, path in found.data.items() if path]
    return f"tesseract {found.version} {' '.join(digests)}"


@lru_cache(maxsize=16)
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]


def read(image: Image, dpi: int, languages: tuple[str, ...], is_line: bool = False) -> tuple[TextLine, ...]:
    """The lines of text in a grey PIL image of that many dots an inch, in the engine's order. `is_line`: it is known to hold one line."""
    import tesserocr

    if is_line and min(image.size) < ROOM:  # less is an error to the engine, which it says on standard error
        from PIL import ImageOps

        image = ImageOps.expand(image, ROOM, image.tobytes()[0])
        return tuple(_shifted(line, -ROOM) for line in read(image, dpi, languages, True))
    api = _api(languages)
    api.SetPageSegMode(tesserocr.PSM.SINGLE_LINE if is_line else tesserocr.PSM.AUTO)
    api.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    api.SetSourceResolution(dpi)
    try:
        api.Recognize()
        found = api.GetIterator()
        return tuple(_lines(found, tesserocr.RIL)) if found is not None else ()
    finally:
        api.Clear()


def _shifted(line: TextLine, by: int) -> TextLine:
    return TextLine(tuple(moved(word, by, by) for word in line.words), line.baseline + by, line.slant)


def moved(word: Word, x: int, y: int) -> Word:
    """The word of a part of an image, where it stands in the whole."""
    symbols = tuple((char, x0 + x, y0 + y, x1 + x, y1 + y) for char, x0, y0, x1, y1 in word.symbols)
    x0, y0, x1, y1 = word.box
    return Word(word.text, word.confidence, (x0 + x, y0 + y, x1 + x, y1 + y), symbols)


@lru_cache(maxsize=4)
def _api(languages: tuple[str, ...]) -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads wait for each other; documents are what is read in parallel
    import tesserocr

    present = {language: path for language, path in engine(languages).data.items() if path}
    folder = Path(next(iter(present.values()))).parent
    return tesserocr.PyTessBaseAPI(path=str(folder), lang="+".join(present), psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY)


def _lines(found: Any, levels: Any) -> Iterator[TextLine]:
    """The iterator's words gathered into lines."""
    words: list[Word] = []
    baseline = slant = 0.0
    symbols: list[Symbol] = []
    while True:
        if found.IsAtBeginningOf(levels.TEXTLINE):
            ends = found.Baseline(levels.TEXTLINE)
            baseline = (ends[0][1] + ends[1][1]) / 2 if ends else 0.0
            slant = (ends[1][1] - ends[0][1]) / max(1, ends[1][0] - ends[0][0]) if ends else 0.0
        box = found.BoundingBox(levels.SYMBOL)
        if box:
            symbols.append((_text(found, levels.SYMBOL), *box))
        if found.IsAtFinalElement(levels.WORD, levels.SYMBOL):
            text = _text(found, levels.WORD).strip()
            if text:
                words.append(Word(text, found.Confidence(levels.WORD) / 100, found.BoundingBox(levels.WORD), tuple(symbols)))
            symbols = []
            if found.IsAtFinalElement(levels.TEXTLINE, levels.WORD):
                if words:
                    yield TextLine(tuple(words), baseline, slant)
                words = []
        if not found.Next(levels.SYMBOL):
            break
    if words:
        yield TextLine(tuple(words), baseline, slant)


def _text(found: Any, level: Any) -> str:
    """The text at the iterator's place; "" where Tesseract saw a shape and no letter, which tesserocr raises for."""
    try:
        return found.GetUTF8Text(level) or ""
    except RuntimeError:
        return ""
