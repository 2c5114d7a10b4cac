"""The same report as Word, PDF and scan is one report; two editions are two."""

from __future__ import annotations

import random
from collections import Counter

from extract.batch import run, variants, work
from extract.store import ledger

WORDS = [
    f"{start}{end}"
    for start in ("accès", "droit", "asile", "séjour", "refus", "camp")
    for end in ("", "s", "ment", "ique", "ier", "eur", "able")
]


def text(seed: int, length: int = 600) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def misread(said: str, share: float, seed: int = 1) -> str:
    """`said` as OCR might read it: that share of letters is wrong."""
    chance = random.Random(seed)
    return "".join(chance.choice("lio0c") if char != " " and chance.random() < share else char for char in said)


class Shelf:
    def __init__(self, texts: dict[str, str]) -> None:
        self.sketches = {name: tuple(work.sketch(said)) for name, said in texts.items()}
        self.known: dict[int, set[str]] = {}
        self.forms: dict[str, variants.Form] = {}

    def sketch(self, name: str) -> tuple[int, ...]:
        return self.sketches[name]

    def probe(self, hashes, least: int) -> list[str]:
        found = Counter(name for number in hashes for name in self.known.get(number, ()))
        return sorted(name for name, shared in found.items() if shared >= least)

    def form(self, name: str) -> variants.Form:
        return self.forms[name]

    def add(self, form: variants.Form, hashes, most: int) -> None:
        self.forms[form.document_id] = form
        for number in hashes:
            self.known.setdefault(number, set()).add(form.document_id)


def kin(*forms: variants.Form, **texts: str) -> dict[str, str | None]:
    return {form.name: other for form, other in variants.variants(sorted(forms, key=lambda form: form.rank), Shelf(texts))}


def form(name: str, media_type: str = "application/pdf", year: int | None = 2018, ocr: bool = False) -> variants.Form:
    return variants.Form(name, name, year, media_type, ocr)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_word_is_the_report_and_pdf_and_scan_are_its_forms():
    said = text(1)
    found = kin(form("scan", ocr=True), form("pdf"), form("word", DOCX), pdf=f"Page 1 {said} Page 2", scan=misread(said, 0.01), word=said)
    assert found == {"word": None, "pdf": "word", "scan": "word"}


def test_the_order_in_which_they_come_changes_nothing():
    said = text(1)
    texts = {"a": said, "b": misread(said, 0.005), "c": said + " fin"}
    forms = [form("a", DOCX), form("b", ocr=True), form("c")]
    assert kin(*forms, **texts) == kin(*forms[::-1], **texts)


def test_editions_of_two_years_are_two_reports_however_alike():
    said = text(2)
    assert kin(form("y2018", DOCX, 2018), form("y2019", year=2019), y2018=said, y2019=said) == {"y2018": None, "y2019": None}


def test_a_year_that_is_not_said_is_no_objection():
    said = text(2)
    assert kin(form("word", DOCX, 2018), form("pdf", year=None), word=said, pdf=said)["pdf"] == "word"


def test_two_forms_filled_in_are_two_documents():
    common = text(3, 400)
    found = kin(form("a"), form("b"), a=f"{common} {text(4, 150)}", b=f"{common} {text(5, 150)}")
    assert found == {"a": None, "b": None}


def test_the_same_report_saved_twice_in_word_is_one_whatever_its_apostrophes():
    said = " ".join(f"l'{word} d'{word}age" if at % 4 == 0 else word for at, word in enumerate(text(8).split()))
    found = kin(form("a", DOCX), form("b", DOCX), a=said, b=said.replace("'", "’"))
    assert found == {"a": None, "b": "a"}


def test_a_few_words_say_nothing_of_kinship():
    assert kin(form("a", DOCX), form("b"), a="Compte rendu", b="Compte rendu") == {"a": None, "b": None}


def test_the_sketch_estimates_what_is_shared():
    said = text(6, 3000)
    half = " ".join([*said.split()[:1500], *text(7, 1500).split()])
    assert 0.2 < variants.resemblance(tuple(work.sketch(said)), tuple(work.sketch(half))) < 0.5
    assert variants.resemblance(tuple(work.sketch(said)), tuple(work.sketch(said))) == 1


def test_a_phrase_that_all_of_an_archive_have_is_soon_no_longer_looked_up(tmp_path):
    book = ledger.Ledger(tmp_path)
    for number in range(10):
        book.add_probes(f"d-{number}", [1, 100 + number // 2], most=3)
    assert book.probe([1, 102]) == ["d-4", "d-5"]
    assert book.probe([1, 100, 104], least=2) == []


def test_eight_times_as_many_reports_of_one_house_are_not_held_against_each_other_sixty_four_times(tmp_path, monkeypatch):
    monkeypatch.setattr(variants, "_COMMON", 10)
    assert compared(240, tmp_path) < 12 * compared(30, tmp_path)


def test_reports_of_different_years_are_not_held_against_each_other():
    looked: list[str] = []

    class Watched(Shelf):
        def sketch(self, name: str) -> tuple[int, ...]:
            looked.append(name)
            return super().sketch(name)

    forms = [form(f"e-{year}", year=year) for year in range(2010, 2020)]
    shelf = Watched({one.document_id: text(1) for one in forms})
    assert not any(other for _, other in variants.variants(forms, shelf))
    assert len(looked) == len(forms), "each is looked at for itself alone"


def compared(count: int, folder) -> int:
    """How many sketches are looked at for that many reports which share a third of their words."""
    texts = {f"d{number:04}": f"{text(9, 100)} {text(100 + number, 200)}" for number in range(count)}
    sketches = {name: tuple(work.sketch(said)) for name, said in texts.items()}
    looked: list[str] = []
    shelf = run._Shelf(ledger.Ledger(folder))
    shelf.sketch = lambda name: looked.append(name) or sketches[name]
    assert not any(other for _, other in variants.variants([form(name) for name in texts], shelf))
    return len(looked)


def test_a_poor_scan_that_says_its_year_is_a_form_and_one_without_goes_to_the_edition_it_is_most_like():
    old, poor = text(1), misread(text(1), 0.02)
    new = " ".join([*old.split()[:500], *text(2, 100).split()])
    found = kin(form("scan", ocr=True), form("word", DOCX), scan=poor, word=old)
    assert found["scan"] == "word", "two letters in a hundred are wrong"
    assert kin(form("scan", ocr=True, year=2019), form("word", DOCX), scan=poor, word=old)["scan"] is None
    editions = form("a-2019", DOCX, 2019), form("b-2018", DOCX, 2018)
    scan = misread(old, 0.005)
    assert kin(form("scan", ocr=True, year=None), *editions, scan=scan, **{"a-2019": new, "b-2018": old})["scan"] == "b-2018"
