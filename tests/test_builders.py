"""The builder of records for tests is itself right: its spans slice out their words."""

from __future__ import annotations

from tests.builders import document, item, transcript


def test_every_span_of_a_built_record_slices_its_words_out_of_the_transcript():
    record = document(
        items=[
            "Rétention : contentieux",
            item("Accès au séjour", themes={"residence": "séjour", "detention": "Rétention"}, team="juridique", section="Rétention"),
            item("Auprès des élus", lead_in="Sur l'asile :", themes={"asylum": "asile"}, actions={"advocacy": "élus"}, parent=1, depth=2),
        ]
    )
    text = transcript(record)
    assert len(text) == record.document.transcript.length
    for entry in record.items:
        assert text[slice(*entry.locator.span)] == entry.text
        for label in (*entry.themes, *entry.actions):
            assert [text[slice(*evidence.span)] for evidence in label.evidence] == [evidence.text for evidence in label.evidence]
    assert [theme.origin for theme in record.items[1].themes] == ["own", "heading"]
    assert record.items[2].themes[0].origin == "lead-in"
    assert record.items[2].parent == record.items[0].id
