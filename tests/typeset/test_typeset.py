"""The typeset documents are what they say they are."""

from __future__ import annotations

import pytest

from extract.evaluation.gold import parse
from tests.typeset import FORMS, compose, truth, write
from tests.typeset.pdf import hyphenate
from tests.typeset.wild import NEGATIVE, WILD


@pytest.mark.parametrize("form", FORMS)
def test_equal_seeds_give_equal_bytes(form):
    assert write(compose(4), form) == write(compose(4), form)
    assert write(compose(4), form) != write(compose(5), form)


@pytest.mark.parametrize("seed", range(6))
def test_the_annotation_of_a_document_can_be_read_and_names_every_item(seed):
    spec = compose(seed)
    gold = parse(truth(spec), str(seed))
    assert [item.text for item in gold.items] == [block.text for block in spec.blocks if block.kind in ("item", "row")]
    numbers = {item.number: item for item in gold.items}
    for item in gold.items:
        parent = item.fields["parent"]
        assert item.fields["depth"] == (1 if parent is None else numbers[parent].fields["depth"] + 1)


@pytest.mark.parametrize("seed", range(6))
def test_every_word_of_a_document_is_printed(seed):
    pdfium = pytest.importorskip("pypdfium2")
    spec = compose(seed)
    printed = "".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(write(spec, "pdf")))
    letters = "".join(char for char in printed.casefold() if char.isalpha())
    for block in spec.blocks:
        wanted = "".join(char for char in block.text.split()[0].casefold() if char.isalpha())
        assert wanted in letters, block.text


def test_seeds_bring_every_difficulty():
    from tests.typeset import traits_of

    seen = set().union(*(traits_of(compose(seed), form) for seed in range(150) for form in ("pdf", "docx", "txt")))
    assert {"two columns", "bullets:drawn", "bullets:private use", "glued marks", "hyphenated", "contents page", "nested"} <= seen
    assert {"word:manual", "word:soft breaks", "word:symbols", "wraps under the mark", "skipped levels", "long heading", "measures"} <= seen


def test_words_are_cut_before_a_consonant_and_a_vowel():
    assert hyphenate("hébergement", 9) == ("héberge", "ment")
    assert hyphenate("rue", 9) is None


@pytest.mark.parametrize("name", list(WILD))
def test_documents_written_by_hand_have_an_annotation_and_equal_bytes(name):
    data, gold = WILD[name]()
    assert WILD[name]() == (data, gold)
    annotation = parse(gold, name)
    if name in NEGATIVE:
        assert all(item.fields["kind"] == "other" for item in annotation.items)
    else:
        assert len(annotation.items) > 3
        assert all(item.path for item in annotation.items)
