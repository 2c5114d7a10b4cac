"""The folder that shows a corpus in a browser: what is in its files. What the browser makes of them is in test_explorer_page.py."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import model
from extract.errors import UsageError
from extract.exporters import explorer, masking
from extract.exporters.explorer import alignment, script, words
from tests.builders import document, item, ledger_line, transcript

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 ' \" \\ ${x} `"


def read(folder: Path, name: str):
    """The value that a data file hands to the page."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf-8")
    head = f"filrouge.put({json.dumps(name)},"
    assert text.startswith(head) and text.endswith(");\n")
    return json.loads(text[len(head) : -3])


def numbers(column: dict) -> list[int]:
    size = {"u8": 1, "u16": 2, "u32": 4}[column["type"]]
    data = base64.b64decode(column["data"])
    return [int.from_bytes(data[at : at + size], "little") for at in range(0, len(data), size)]


def holders(index: dict, word: str) -> list[int]:
    """The items that hold a word, by the index as the page reads it."""
    at = index["words"].split("\n").index(word)
    starts = numbers(index["starts"])
    data, found, item_, step, shift = base64.b64decode(index["postings"]), [], 0, 0, 0
    for byte in data[starts[at] : starts[at + 1]]:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            item_ += step
            found.append(item_)
            step = shift = 0
    return found


def made(folder: Path, *documents: model.Document, **values) -> Path:
    explorer.write(documents, folder / "explorer", transcripts=transcript, **values)
    return folder / "explorer"


def test_every_item_has_its_place_in_every_column(tmp_path):
    one = document(
        [item("Rétention : contentieux", themes={"detention": "Rétention"}, team="juridique", actions=["litigation"]), "Autre chose"]
    )
    two = document([item("Accès au séjour", kind="activity", year=None)], organisation="Autre", year=2020)
    core = read(made(tmp_path, two, one), "core")
    assert core["count"] == 3
    assert [about["organisation"] for about in core["documents"]] == ["Autre", "La Cimade"]
    assert [(about["first"], about["count"]) for about in core["documents"]] == [(0, 1), (1, 2)]
    assert numbers(core["columns"]["document"]) == [0, 1, 1]
    assert numbers(core["columns"]["year"]) == [0, 2018, 2018]
    assert [core["names"]["kind"][at] for at in numbers(core["columns"]["kind"])] == ["activity", "priority", "priority"]
    assert [core["names"]["team"][at] for at in numbers(core["columns"]["team"])] == ["", "juridique", ""]
    assert numbers(core["columns"]["theme"][0]) == [0, 1 << core["names"]["theme"].index("detention"), 0]


def test_evidence_in_the_item_in_a_heading_and_in_the_lead_in_is_marked_where_it_stands(tmp_path):
    record = document(
        [
            item(
                "Contentieux contre l’enfermement",
                path=["Rétention"],
                lead_in="Sur les frontières :",
                themes={"detention": "Rétention", "borders": "frontières"},
                actions={"litigation": "Contentieux"},
            )
        ]
    )
    folder = made(tmp_path, record)
    rows = read(folder, "rows/0")
    _, text, path, lead_in, marks, _ = rows["rows"][0]
    places = {0: text, 1: rows["leadIns"][lead_in], **{2 + at: title for at, title in enumerate(rows["paths"][path])}}
    found = {(where, places[where][start:end], what) for where, start, end, what in zip(*[iter(marks)] * 4, strict=True)}
    assert found == {(2, "Rétention", 0), (1, "frontières", 0), (0, "Contentieux", 1)}
    details = read(folder, "details/0")[0]
    assert [theme["evidence"][0]["rule"] for theme in details["themes"]] == ["detention.test", "borders.test"]
    assert details["id"] == record.items[0].id


def test_words_of_an_item_two_levels_above_are_said_to_stand_above(tmp_path):
    record = document(
        [item("En rétention :", themes={"detention": "rétention"}), item("les familles", parent=1), item("contentieux", parent=2)]
    )
    inherited = record.items[0].themes[0].model_copy(update={"origin": "parent"})
    last = record.items[2].model_copy(update={"themes": (inherited,)})
    details = read(made(tmp_path, record.model_copy(update={"items": (*record.items[:2], last)})), "details/0")[2]
    assert details["parent"] == "les familles"
    assert details["themes"][0]["evidence"] == [{"rule": "detention.test", "text": "rétention", "in": "parent"}]


def test_search_finds_words_without_accents_in_texts_and_headings():
    index = words.index(["Réfugié·es en rétention", "L’accès aux droits", "retention"])
    assert holders(index, "retention") == [0, 2]
    assert holders(index, "refugie") == [0]
    assert holders(index, "acces") == [1]
    assert index["words"].split("\n") == sorted(index["words"].split("\n"))


@given(st.lists(st.text("abc éÉ’-", max_size=12), max_size=300))
@settings(max_examples=30, deadline=None)
def test_the_index_says_of_every_word_exactly_who_holds_it(texts):
    index = words.index(texts)
    known = [word for word in index["words"].split("\n") if word]
    for word in known:
        assert holders(index, word) == [at for at, text in enumerate(texts) if word in words._WORD.findall(words.text.fold(text).text)]


@pytest.mark.parametrize(
    ("source", "text", "words_", "said"),
    [
        ("accès aux\ndroits", "accès aux droits", "aux\ndroits", "aux droits"),
        ("héberge-\nment digne", "hébergement digne", "héberge-\nment", "hébergement"),
        ("fin de page\nRapport 2018 – 3\nsuite de la phrase longue", "fin de page suite de la phrase longue", "phrase", "phrase"),
        ("𝐑étention 🙂 administrative", "𝐑étention 🙂 administrative", "administrative", "administrative"),
    ],
)
def test_words_are_found_again_after_lines_were_joined(source, text, words_, said):
    start = source.index(words_)
    where = alignment.offsets(text, source, (0, len(source)))
    found = alignment.place(where, (start, start + len(words_)))
    assert found and text[slice(*found)] == said


def test_offsets_count_as_javascript_counts():
    wide = alignment.Wide("a🙂b")
    assert [wide(at) for at in range(4)] == [0, 1, 3, 4]


@given(st.text(), st.lists(st.integers(0, 2**32 - 1)))
@settings(max_examples=60)
def test_what_documents_say_cannot_leave_its_string(text, values):
    said = script.script("core", {"text": text, "values": values})
    body = said[len('filrouge.put("core",') : -3]
    assert not re.search("[<>&\u2028\u2029]", body)
    assert json.loads(body)["text"] == text.encode("utf-8", "replace").decode()


def test_hostile_words_are_nowhere_markup(tmp_path):
    folder = made(tmp_path, document([item(HOSTILE, path=[HOSTILE])], title=HOSTILE, organisation=HOSTILE, name="x.pdf"))
    for file in folder.rglob("data/**/*.js"):
        assert "<" not in file.read_text(encoding="utf-8")
    assert read(folder, "rows/0")["rows"][0][1] == HOSTILE


def test_the_same_records_make_the_same_bytes(tmp_path):
    documents = [document([f"Point {at}", item("Deux", themes=["asylum"])], year=2010 + at) for at in range(5)]
    first = made(tmp_path / "a", *documents)
    second = made(tmp_path / "b", *reversed(documents))
    assert _tree(first) == _tree(second)


def _tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "explorer").mkdir()
    (tmp_path / "explorer" / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        made(tmp_path, document(["x"]))
    assert (tmp_path / "explorer" / "thesis.docx").read_text() == "mine"


def test_an_earlier_explorer_is_replaced_whole(tmp_path):
    made(tmp_path, document([f"Point {at}" for at in range(300)]))
    folder = made(tmp_path, document(["Un seul"]))
    assert sorted(path.name for path in (folder / "data" / "rows").iterdir()) == ["0.js"]


def test_words_are_not_marked_for_what_a_person_decided(tmp_path):
    record = document(["Contentieux contre l’enfermement"])
    proof = model.Evidence(rule="review.c-0123456789abcdef", text=record.items[0].text, span=record.items[0].locator.span)
    said = record.items[0].model_copy(update={"themes": (model.Theme(id="housing", origin="review", evidence=(proof,)),)})
    marks = read(made(tmp_path, record.model_copy(update={"items": (said,)})), "rows/0")["rows"][0][4]
    assert marks == []


def test_variants_and_files_that_were_not_read_are_told(tmp_path):
    one, two = document(["x"], name="a.pdf"), document(["x"], name="a.docx")
    lost = model.LedgerLine(path="b.pdf", sha256=None, bytes=1, status="quarantined", code="corrupt", message="The PDF is damaged")
    ledger = [model.LedgerLine(**ledger_line(one)), model.LedgerLine(**ledger_line(two, variant_of=one.document.id)), lost]
    ledger.append(model.LedgerLine(path="Thumbs.db", sha256=None, bytes=None, status="skipped", code="not-a-report", message="No report"))
    core = read(made(tmp_path, one, two, ledger=ledger), "core")
    assert [about.get("variant") for about in core["documents"]].count(one.document.id) == 1
    assert core["unread"] == [["b.pdf", "quarantined", "corrupt", "The PDF is damaged"]]


def test_a_thread_points_at_its_items_and_its_items_at_it(tmp_path):
    one, two = document(["Rétention"], year=2018), document(["La rétention"], year=2019)
    members = [
        model.ThreadItem(
            document=record.document.id,
            item=record.items[0].id,
            year=year,
            team=None,
            pole=None,
            path=(),
            text=record.items[0].text,
            came=came,
            went=went,
        )
        for record, year, came, went in ((one, 2018, "first-seen", "carried-on"), (two, 2019, "carried-on", "last-seen"))
    ]
    link = model.Link(
        earlier=0,
        later=1,
        relation="reworded",
        confidence=0.9,
        decided_by="machine",
        reasons=(model.Reason(feature="wording", weight=2.0, words=("rétention",)),),
    )
    folder = made(tmp_path, one, two, threads=[model.Thread(id="t-1", organisation="La Cimade", items=tuple(members), links=(link,))])
    assert [member[0] for member in read(folder, "threads")[0]["items"]] == [0, 1]
    assert [details["thread"] for details in read(folder, "details/0")] == [[0, "first-seen", "carried-on"], [0, "carried-on", "last-seen"]]


def test_personal_data_is_covered_wherever_its_words_come_back(tmp_path):
    record = document([item("Écrire à jean@exemple.org", path=["Contact jean@exemple.org"]), "Rien ici"], title="De jean@exemple.org")
    start = transcript(record).index("jean@exemple.org")
    record = record.model_copy(
        update={"personal_data": (model.PersonalData(kind="email", text="jean@exemple.org", span=(start, start + 16)),)}
    )
    cover = masking.Cover()
    covered = cover.document(record)
    assert "exemple" not in covered.model_dump_json() and cover.count == 1
    assert covered.items[1] == record.items[1] and covered.document.id == record.document.id
    text = cover.transcript(record, transcript(record))
    assert "exemple" not in text and len(text) == len(transcript(record))


def test_personal_data_broken_over_a_line_is_covered_too():
    hide = masking._hider(["06 12 34 56 78"])
    assert hide("tél. 06 12\n34 56 78, merci") == "tél. ██ ██\n██ ██ ██, merci"
