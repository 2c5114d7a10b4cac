"""People's corrections: applied, asked again, or reported as orphans; never lost."""

from __future__ import annotations

import pytest

from extract import review
from extract.anchor import selector
from extract.model import NOT_AN_ITEM, Correction, Document
from tests.builders import document, item, transcript


def report(*texts: str, **fields) -> Document:
    return document(
        [item(text, path=["Équipe juridique", "Asile"], themes=["asylum"], **fields) for text in texts], year=2018, name="2018/rapport.pdf"
    )


def correction(record: Document, at: int, field: str, says, said=None) -> Correction:
    target = record.items[at]
    fresh = Correction(
        id="",
        document=record.document.id,
        source=record.document.source.path,
        target=selector(target, record.items),
        field=field,
        said=review.value(target, field) if said is None else said,
        says=says,
        by="A. Martin",
        at="2026-01-01T10:00:00+00:00",
    )
    return fresh.model_copy(update={"id": review.correction_id(fresh)})


@pytest.mark.parametrize(
    ("field", "says", "shown"),
    [
        ("kind", "activity", "activity"),
        ("year", 2019, 2019),
        ("themes", ("housing",), ("housing",)),
        ("actions", ("training",), ("training",)),
    ],
)
def test_a_correction_stands_above_the_machine_and_names_itself(field: str, says, shown):
    record = report("Dublin : contentieux", "Accueil des familles")
    word = correction(record, 0, field, says)
    reviewed, notices = review.review(record, [word], transcript(record))
    changed = reviewed.items[0]
    assert review.value(changed, field) == shown
    assert "reviewed" in changed.flags
    assert reviewed.provenance.corrections == (word.id,)
    assert reviewed.items[1] == record.items[1]
    assert not notices


def test_a_theme_by_review_has_the_item_s_words_and_a_theme_taken_back_is_kept_as_suppressed():
    record = report("Dublin : contentieux")
    word = correction(record, 0, "themes", ("housing",))
    reviewed, _ = review.review(record, [word], transcript(record))
    (theme,) = reviewed.items[0].themes
    start, end = theme.evidence[0].span
    assert (theme.origin, theme.evidence[0].rule) == ("review", f"review.{word.id}")
    assert transcript(record)[start:end] == theme.evidence[0].text
    assert [(taken.id, taken.by) for taken in reviewed.items[0].suppressed] == [("asylum", f"review.{word.id}")]


def test_what_is_not_an_item_leaves_and_its_children_move_up():
    record = document([item("Auprès des communes :"), item("Motion", parent=1, depth=2)], year=2018)
    reviewed, _ = review.review(record, [correction(record, 0, "item", NOT_AN_ITEM)], transcript(record))
    assert [(left.text, left.parent, left.depth) for left in reviewed.items] == [("Motion", None, 1)]


def test_applying_twice_changes_nothing_more():
    record = report("Dublin : contentieux")
    words = [correction(record, 0, "kind", "activity")]
    once, _ = review.review(record, words, transcript(record))
    assert review.review(once, words, transcript(record))[0] == once


def test_the_last_word_on_an_item_holds():
    record = report("Dublin : contentieux")
    words = [correction(record, 0, "kind", "activity"), correction(record, 0, "kind", "figure")]
    reviewed, _ = review.review(record, words, transcript(record))
    assert reviewed.items[0].kind == "figure"


@pytest.mark.parametrize(
    ("now", "code", "applied"),
    [
        (["Accueil", "Dublin : contentieux", "Un point de plus"], None, True),  # the file was mended elsewhere
        (["Dublin : contentieux et recours"], "correction-question", False),
        (["Tout autre chose"], "correction-orphan", False),
    ],
)
def test_a_mended_file_keeps_its_corrections_or_asks(now: list[str], code: str | None, applied: bool):
    before = report("Dublin : contentieux")
    after = report(*now)
    assert before.document.id != after.document.id
    reviewed, notices = review.review(after, [correction(before, 0, "kind", "activity")], transcript(after))
    assert [notice.code for notice in notices] == ([code] if code else [])
    assert bool(reviewed.provenance.corrections) == applied
    assert all(notice in reviewed.notices for notice in notices)


def test_a_changed_answer_of_the_machine_comes_back_as_a_question_and_the_person_s_word_stands():
    record = report("Dublin : contentieux")
    word = correction(record, 0, "kind", "activity", said="other")
    reviewed, notices = review.review(record, [word], transcript(record))
    assert reviewed.items[0].kind == "activity"
    assert [notice.code for notice in notices] == ["correction-question"]


def test_a_correction_of_another_document_is_none_of_this_one_s():
    record = report("Dublin : contentieux")
    other = document(["Dublin : contentieux"], year=2018, name="autre.pdf")
    assert review.review(record, [correction(other, 0, "kind", "activity")], transcript(record)) == (record, ())
