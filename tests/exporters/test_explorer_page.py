"""The page itself, opened from disk in a real browser, as people meet it."""

from __future__ import annotations

import io
import random
import re
from itertools import product
from pathlib import Path

import pytest

from extract import model, page
from extract.errors import InputError
from extract.exporters import explorer
from extract.link.features import weights
from extract.readers import pictures
from extract.store import index
from extract.store.index.series import Question, timeline
from tests.browser import Browser, Page, chromium
from tests.builders import document, item, ledger_line, save, transcript

HOSTILE = (
    "<img src=x onerror=\"document.title='pwned'\"></script><script>document.title='pwned'</script><b>gras</b> \u2028 javascript:alert(1)"
)
FIXED = {"themes": {"detention": {"fr": "Enfermement", "en": "Detention"}, "asylum": {"fr": "Asile", "en": "Asylum"}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """An explorer of four editions with a gap, a variant, a hostile report, a page picture and a thread."""
    reports = [
        document(
            [
                item(
                    "Contentieux contre l’enfermement des familles",
                    path=["Rétention"],
                    themes={"detention": "Rétention"},
                    actions={"litigation": "Contentieux"},
                    team="juridique",
                    page=1,
                ),
                item("Accueillir les réfugié·es à Calais", themes={"asylum": "réfugié"}, team="accueil", kind="activity"),
                "Un point sans thème",
            ],
            year=2016,
        ),
        document(
            [item("Contentieux contre la rétention des familles", path=["Rétention"], themes={"detention": "Rétention"}, team="juridique")],
            year=2018,
        ),
        document([item("Accueillir les réfugiés", themes={"asylum": "réfugiés"})], year=2018, name="la-cimade/2018.docx"),
        document(
            [item(HOSTILE, path=[HOSTILE], team=HOSTILE)], organisation=HOSTILE, title=HOSTILE, year=2017, name="../../etc/<passwd>.pdf"
        ),
    ]
    ledger = [model.LedgerLine(**ledger_line(record)) for record in reports]
    ledger[2] = ledger[2].model_copy(update={"variant_of": reports[1].document.id})
    ledger.append(model.LedgerLine(path=f"{HOSTILE}.pdf", sha256=None, bytes=0, status="quarantined", code="corrupt", message=HOSTILE))
    target = tmp_path_factory.mktemp("explorer") / "dossier é & # 100%"
    explorer.write(
        reports,
        target,
        transcripts=transcript,
        ledger=ledger,
        labels=FIXED,
        threads=[_thread(reports[0], reports[1])],
        pictures=_drawn(reports[0]),
    )
    return target


def _drawn(record: model.Document) -> list[tuple[str, page.Picture]]:
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(600, 800), invariant=True)
    canvas.drawString(72, 700, "Contentieux contre l'enfermement des familles")
    canvas.save()
    source = page.Source("x.pdf", data.getvalue(), "0" * 64, len(data.getvalue()))
    return [(record.document.id, picture) for picture in pictures.pictures(source, [1], width=300)]


def _thread(before: model.Document, after: model.Document) -> model.Thread:
    def member(record: model.Document, came: str, went: str) -> model.ThreadItem:
        first = record.items[0]
        year = record.document.year or 0
        return model.ThreadItem(
            document=record.document.id,
            item=first.id,
            year=year,
            team=first.team,
            pole=None,
            path=first.path,
            text=first.text,
            came=came,
            went=went,
        )

    link = model.Link(
        earlier=0,
        later=1,
        relation="reworded",
        confidence=0.93,
        decided_by="machine",
        reasons=(model.Reason(feature="wording", weight=2.5, words=("contentieux",)),),
    )
    return model.Thread(
        id="t-1",
        organisation="La Cimade",
        items=(member(before, "first-seen", "carried-on"), member(after, "carried-on", "last-seen")),
        links=(link,),
    )


@pytest.fixture(scope="module")
def browser():
    chromium()
    with Browser() as running:
        yield running


@pytest.fixture
def opened(browser, folder):
    """The page, open; after the test it must not have complained, nor asked for anything outside its folder."""
    sheet = browser.open(folder / "index.html")
    yield sheet
    sheet.settle()
    assert sheet.complaints == []
    assert sheet.asked_outside(folder) == []
    assert "pwned" not in sheet.run("document.title")


def items(sheet: Page) -> list[str]:
    """The texts in the list, once they are there."""
    sheet.wait("[...document.querySelectorAll('.row')].every((row) => row.querySelector('.said'))")
    return sheet.texts(".row .said")


def search(sheet: Page, query: str, shown: int) -> None:
    sheet.run("(document.querySelector('#search').focus(), document.querySelector('#search').select())")
    sheet.type(query)
    sheet.wait(f"filrouge.app.state().q === {query!r} && filrouge.app.hits().length === {shown}")


def test_the_first_view_tells_what_there_is_and_what_is_missing(opened):
    figures = dict(zip(opened.texts(".figure dt"), opened.texts(".figure dd"), strict=True))
    assert figures["éléments"] == "5" and figures["documents lus"] == "3" and figures["organisations"] == "2"
    assert figures["édition manquante"] == "1" and figures["années couvertes"] == "2016–2018"
    assert opened.run("document.documentElement.lang") == "fr"


def test_a_year_nobody_read_is_not_a_zero(opened):
    box = opened.run("[...document.querySelectorAll('.facet label')].find((one) => one.innerText.includes('La Cimade')).htmlFor")
    opened.click(f"#{box}")
    head = opened.texts(".heat thead th")
    rows = {
        row[0]: row[1:]
        for row in opened.run(
            "[...document.querySelectorAll('.heat tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
        )
    }
    assert head[1:4] == ["2016", "2017", "2018"]
    assert rows["Enfermement"][:3] == ["1", "—", "1"]
    assert rows["Asile"][:3] == ["1", "—", "0"]
    assert "aucune édition lue" in opened.run("document.querySelector('.heat td.gap button').getAttribute('aria-label')")
    assert opened.run("document.querySelector('.held td.gap') !== null")


def test_a_cell_of_the_table_leads_to_its_items(opened):
    opened.run(
        "[...document.querySelectorAll('.heat tbody button')].find((one) => (one.title || '').startsWith('Enfermement, 2018')).click()"
    )
    assert items(opened) == ["Contentieux contre la rétention des familles"]
    assert opened.run("location.hash").endswith("view=items&theme=detention&year=2018")


def test_search_folds_accents_and_finds_words_of_headings(opened):
    opened.click(".tabs button:nth-child(2)")
    search(opened, "REFUGIE", 1)
    assert items(opened) == ["Accueillir les réfugié·es à Calais"]
    assert "found" in opened.run("document.querySelector('.row .said mark.found').className")
    search(opened, "retention", 2)
    search(opened, "familles contre", 2)
    search(opened, "“contre les familles”", 0)
    search(opened, "« contre la rétention »", 1)
    assert items(opened) == ["Contentieux contre la rétention des familles"]


def test_no_hit_says_what_was_searched(opened):
    search(opened, "introuvable", 0)
    assert opened.text("#results").startswith("Aucun élément ne passe tous les filtres. 6 éléments ont été cherchés dans 4 documents")
    opened.wait("document.querySelector('[role=status]').textContent.startsWith('Aucun')")


def test_filters_work_together_and_count_what_each_would_show(opened):
    opened.click(".tabs button:nth-child(2)")
    opened.run("[...document.querySelectorAll('.facet label')].find((one) => one.innerText.includes('Enfermement')).click()")
    assert len(items(opened)) == 2
    opened.run("[...document.querySelectorAll('.facet label')].find((one) => one.innerText.startsWith('2016')).click()")
    assert items(opened) == ["Contentieux contre l’enfermement des familles"]
    years = opened.run(
        "Object.fromEntries([...document.querySelectorAll('.values.grid label')].map((one) => one.innerText.trim().split(/\\s+/)))"
    )
    assert years == {"2016": "1", "2017": "0", "2018": "1"}
    assert opened.text("#results") == "1 élément sur 6"
    opened.click(".pill")
    opened.click(".pill")
    assert opened.text("#results") == "5 éléments sur 6"


def test_other_versions_of_a_report_are_shown_once_unless_asked_for(opened):
    opened.click(".tabs button:nth-child(2)")
    assert len(items(opened)) == 5
    opened.click("#variants")
    assert len(items(opened)) == 6


def test_an_item_shows_its_headings_rules_words_and_its_box_on_the_page(opened):
    opened.click(".tabs button:nth-child(2)")
    items(opened)
    opened.run("[...document.querySelectorAll('.row')].find((one) => one.innerText.includes('enfermement')).click()")
    opened.wait("document.querySelector('.detail .paper img')?.complete")
    detail = opened.text(".detail")
    for said in ("Rétention", "par son titre", "detention.test", "litigation.test", "dans le titre", "La Cimade", "Page 1"):
        assert said in detail
    assert re.search(r"d-[0-9a-f]{6}/i-[0-9a-f]{6}", detail)
    assert opened.texts(".detail .quote mark.action") == ["Contentieux"]
    assert opened.texts(".detail .headings mark.theme") == ["Rétention"]
    assert opened.run("document.querySelector('.paper img').naturalWidth") == 300
    box, paper = (
        opened.run(
            f"(({{left, top, width, height}}) => [left, top, width, height])(document.querySelector('{one}').getBoundingClientRect())"
        )
        for one in (".box", ".paper")
    )
    middle = (box[0] + box[2] / 2 - paper[0]) / paper[2], (box[1] + box[3] / 2 - paper[1]) / paper[3]
    assert middle == pytest.approx(((72 + 520) / 2 / 600, (74 + 86) / 2 / 800), abs=0.01)
    assert opened.text(".context mark.item") == ""  # folded away beside a picture
    opened.click("button.page")
    opened.wait("document.querySelector('dialog[open] img')")
    opened.press("Escape")
    opened.wait("!document.querySelector('dialog')")


def test_an_item_without_a_picture_is_shown_among_the_words_around_it(opened):
    opened.click(".tabs button:nth-child(2)")
    items(opened)
    opened.run("[...document.querySelectorAll('.row')].find((one) => one.innerText.includes('la rétention')).click()")
    opened.wait("document.querySelector('.context mark.item')")
    assert opened.text(".context mark.item") == "Contentieux contre la rétention des familles"


def test_everything_is_reached_with_the_keyboard_alone(opened):
    opened.press("Tab")
    assert opened.run("document.activeElement.className") == "skip"
    opened.press("Enter")
    assert opened.run("document.activeElement.id") == "results"
    opened.press("/")
    assert opened.run("document.activeElement.id") == "search"
    opened.run("document.querySelector('.heat tbody td button[tabindex=\"0\"]').focus()")
    opened.press("ArrowRight", 2)
    opened.press("ArrowDown")
    assert opened.run("document.activeElement.closest('table').className") == "heat"
    opened.press("Home")
    opened.press("Enter")
    opened.wait("document.activeElement.id === 'rows'")
    opened.press("ArrowDown")
    assert (
        opened.run("document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).getAttribute('aria-posinset')")
        == "1"
    )
    opened.press("Enter")
    opened.wait("document.activeElement.className === 'quote'")
    assert opened.run("document.querySelector('[aria-selected=true]') !== null")
    opened.press("Escape")
    opened.wait("document.activeElement.id === 'rows'")


def test_what_documents_say_stays_words(opened, folder):
    opened.click(".tabs button:nth-child(2)")
    items(opened)
    opened.run("[...document.querySelectorAll('.row')].find((one) => one.innerText.includes('onerror')).click()")
    opened.wait("document.querySelector('.context mark.item')")
    assert "<b>gras</b>" in opened.text(".detail .quote")
    opened.click(".tabs button:nth-child(1)")
    opened.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert opened.run("document.querySelectorAll('#page img[src=\"x\"], #page b, #page script').length") == 0
    refused = opened.run("(() => { try { document.createElement('p').innerHTML = '<i>x</i>'; return false; } catch { return true; } })()")
    assert refused, "the page's own policy lets text become markup"
    opened.settle().complaints.clear()  # the refusal just provoked


def test_nothing_but_the_folder_can_be_asked_for(browser, folder):
    sheet = browser.open(folder / "index.html")
    sheet.run(
        "(window.refused = [], document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective)))"
    )
    sheet.run("fetch('https://example.org/').catch(() => 0)")
    sheet.run("new Promise((done) => Object.assign(new Image(), { onload: done, onerror: done, src: 'https://example.org/x.png' }))")
    sheet.run("document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))")
    assert sheet.run("refused") == ["connect-src", "img-src", "style-src-elem"]
    assert sheet.run("filrouge.load('../../secret').then(() => 'came', (error) => error.constructor.name)") == "TypeError"


def test_threads_stand_side_by_side_with_their_reasons(opened):
    opened.click(".tabs button:nth-child(3)")
    opened.wait("document.querySelector('.thread')")
    assert opened.texts(".side .said") == ["Contentieux contre l’enfermement des familles", "Contentieux contre la rétention des familles"]
    assert opened.texts(".side li:nth-child(2) mark.fresh") == ["la", "rétention"]
    opened.click(".thread summary")
    assert "93" in opened.text(".reasons") and "mots communs +2,5 (contentieux)" in opened.text(".reasons")
    opened.click(".side button")
    opened.wait("document.activeElement.className === 'quote'")
    assert "première fois" in opened.text(".detail")


def test_it_speaks_the_readers_language_and_changes_it(browser, folder):
    sheet = browser.open(folder / "index.html", language="en-GB")
    assert sheet.text(".tabs button:nth-child(2)") == "Items" and "Detention" in sheet.text(".heat")
    sheet.run("(document.querySelector('#language').value = 'fr', document.querySelector('#language').dispatchEvent(new Event('change')))")
    assert sheet.text(".tabs button:nth-child(2)") == "Éléments" and "Enfermement" in sheet.text(".heat")
    assert sheet.run("document.activeElement.id") == "language"
    sheet.run("localStorage.clear()")


def test_both_languages_say_the_same_things(opened):
    keys = opened.run("Object.values(filrouge.language.known).map((one) => Object.keys(one).sort().join())")
    assert keys[0] == keys[1]
    assert opened.run("Object.values(filrouge.language.known).every((one) => Object.values(one).every((said) => said.trim() !== ''))")


def test_one_and_many_are_whole_sentences(opened):
    assert opened.run("filrouge.language.say('variants', { n: 2 })") == "Montrer aussi les autres versions d’un même document (2 éléments)"
    said = opened.run("Object.values(filrouge.language.known).flatMap((one) => Object.values(one).filter((said) => said.includes('|')))")
    assert [pair for pair in said if len({tuple(sorted(re.findall(r"[{(]|\w+(?=})", half))) for half in pair.split("|")}) > 1] == []


def test_every_reason_for_a_link_has_a_name_in_both_languages(opened):
    thresholds = {"base", "assert", "doubt", "margin", "same_words", "part", "split_share", "motion_share"}
    reasons = {f"reason_{name}" for name, weight in weights().items() if name not in thresholds and not isinstance(weight, str)}
    known = opened.run("Object.values(filrouge.language.known).map((one) => Object.keys(one))")
    assert [{name for name in names if name.startswith("reason_")} for names in known] == [reasons, reasons]


def test_why_a_file_could_not_be_read_is_said_in_both_languages(opened):
    known = opened.run("Object.values(filrouge.language.known).map((one) => Object.keys(one))")
    codes = {f"code_{kind.code}" for kind in InputError.__subclasses__() if kind.code not in ("", "missing")}
    assert all(codes | {"code_crash", "code_memory", "code_fault", "code_output"} <= {*names} for names in known)
    assert "fichier abîmé" in opened.run("document.querySelector('.card:last-child details').textContent")


def test_an_address_brings_everything_back(browser, folder):
    sheet = browser.open(f"{(folder / 'index.html').as_uri()}#view=items&theme=asylum&variants=1&sort=newest&q=accueillir")
    sheet.wait("filrouge.app.hits().length === 2 && document.querySelectorAll('.row .said').length === 2")
    assert sheet.texts(".row .said") == ["Accueillir les réfugiés", "Accueillir les réfugié·es à Calais"]
    assert sheet.run("document.querySelector('#variants').checked && document.querySelector('#search').value === 'accueillir'")


# Texts whose colour stands out from what is behind them by less than 4.5 to 1 (WCAG 2.2, 1.4.3).
_FAINT = """(() => {
    const SEEN = '.figure dd, .figure dt, .help, .heat button, .heat th, .facet .name, .count, .tabs button'
        + ', .pill, .held button, .source span, .path, .chip';
    const linear = (one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
    const parts = (said) => said.match(/[\\d.]+/g).slice(0, 3).map(Number).map(linear);
    const light = (said) => parts(said).reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const clear = (said) => said === 'transparent' || said.endsWith(', 0)');
    const ground = (one) => getComputedStyle(one).backgroundColor;
    const behind = (one) => (clear(ground(one)) ? behind(one.parentElement) : ground(one));
    const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return [...document.querySelectorAll(SEEN)]
        .filter((one) => one.innerText.trim() && one.getClientRects().length && !one.closest('.zero, .heat-0'))
        .map((one) => [ratio(light(getComputedStyle(one).color), light(behind(one))), one.className, one.innerText.slice(0, 20)])
        .filter(([found]) => found < 4.5);
})()"""


def test_dark_and_light_can_be_told_apart_and_read(browser, folder):
    grounds = []
    for dark in (False, True):
        sheet = browser.open(folder / "index.html", dark=dark)
        sheet.run("[...document.querySelectorAll('.facet label')].find((one) => one.innerText.includes('Enfermement')).click()")
        assert sheet.run(_FAINT) == []
        grounds.append(sheet.run("getComputedStyle(document.documentElement).backgroundColor"))
        sheet.click(".tabs button:nth-child(2)")
        items(sheet)
        assert sheet.run(_FAINT) == []
    assert grounds[0] != grounds[1]


def test_everything_that_can_be_used_has_a_name(opened):
    nameless = """[...document.querySelectorAll('button, input, select, [role=listbox], [role=region], table, img')]
        .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.hasAttribute('aria-labelledby') || one.labels?.length || one.alt))
        .map((one) => one.outerHTML.slice(0, 80))"""
    for tab in (1, 2, 3):
        opened.click(f".tabs button:nth-child({tab})")
        assert opened.run(nameless) == []
    assert opened.run(
        "[...document.querySelectorAll('[id]')].length === new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size"
    )


def test_a_narrow_window_shows_one_thing_at_a_time_and_nothing_sticks_out(browser, folder):
    sheet = browser.open(folder / "index.html", size=(390, 800))
    for tab in (1, 2):
        sheet.click(f".tabs button:nth-child({tab})")
        assert sheet.run("document.documentElement.scrollWidth <= innerWidth")
    items(sheet)
    sheet.click(".row")
    sheet.wait("document.querySelector('.detail .quote')?.getClientRects().length")
    assert sheet.run("document.querySelector('.rows').getClientRects().length") == 0
    sheet.click(".back")
    assert sheet.run("document.querySelector('.rows').getClientRects().length") == 1


def test_the_list_is_printed_whole_and_not_only_what_is_in_view(opened):
    opened.click(".tabs button:nth-child(2)")
    items(opened)
    opened.run("window.addEventListener('afterprint', () => { window.left = document.querySelector('.paperlist').childElementCount; })")
    opened.run("window.addEventListener('beforeprint', () => { window.printed = document.querySelector('.paperlist').textContent; })")
    assert opened.pdf().startswith(b"%PDF-")
    assert "5 éléments sur 6" in opened.run("window.printed") and "Contentieux contre la rétention des familles" in opened.run(
        "window.printed"
    )
    assert opened.run("window.left") == 0


def test_what_is_dark_on_the_screen_is_light_on_paper(opened):
    opened.run("document.documentElement.dataset.look = 'dark'")
    colour = "['html', '.heat-6'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)"
    dark = opened.run(colour)
    opened.call("Emulation.setEmulatedMedia", media="print")
    assert opened.run(colour) == ["rgb(255, 255, 255)", "rgb(150, 41, 32)"] != dark
    assert opened.pdf().startswith(b"%PDF-")
    assert opened.text(".paperlist") == ""


@pytest.mark.parametrize("text", ["Réfugié·es", "L’Œuvre d’ÉTÉ", "dubliné-es ½ ﬁn", "Straße Ærø", "𝐑étention İstanbul", "a_b  c"])
def test_the_page_folds_words_as_the_index_does(opened, text):
    from extract.exporters.explorer import words

    assert opened.run(f"filrouge.text.words({text!r})") == list(words._folded(text))


def test_without_scripts_it_says_so(browser, folder):
    sheet = browser.open("about:blank#")
    sheet.call("Emulation.setScriptExecutionDisabled", value=True)
    sheet.call("Page.navigate", url=(folder / "index.html").as_uri())
    sheet.call("DOM.enable")
    root = sheet.call("DOM.getDocument", depth=-1)
    assert "JavaScript" in str(root)


def test_a_long_stretch_that_nobody_read_takes_one_column(browser, tmp_path):
    reports = [document([item("x", themes=["asylum"])], year=year) for year in (1998, 2004, 2006)]
    explorer.write(reports, tmp_path / "explorer", transcripts=transcript)
    sheet = browser.open(tmp_path / "explorer" / "index.html")
    assert sheet.texts(".heat thead th")[1:-1] == ["1998", "1999–2003", "2004", "2005", "2006"]
    assert sheet.texts(".heat tbody td")[:5] == ["1", "—", "1", "—", "1"]
    assert sheet.run("document.querySelectorAll('table.held td.gap').length") == 2


def test_plans_for_the_year_after_count_as_read_and_a_report_without_items_too(browser, tmp_path):
    reports = [document([item("x", themes=["asylum"], year=2021)], year=2020), document([], year=2022), document(["z"], year=2024)]
    explorer.write(reports, tmp_path / "explorer", transcripts=transcript)
    sheet = browser.open(tmp_path / "explorer" / "index.html")
    rows = sheet.run("[...document.querySelectorAll('.heat tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))")
    assert rows[0][1:-1] == ["2020", "2021", "2022", "2023", "2024"]
    assert rows[1][1:-1] == ["0", "1", "0", "—", "0"]
    assert next(row for row in rows if row[0] == "Éditions lues")[1:-1] == ["1", "1", "1", "0", "1"]


def test_the_table_gives_the_numbers_of_the_timeline(browser, tmp_path):
    chance = random.Random(7)
    themes = ["asylum", "detention", "housing", "gender"]
    reports = []
    for year, organisation in product((2015, 2016, 2018, 2019), ("Une", "Deux", None)):
        entries = [
            item(f"{organisation} {year} {at}", themes=chance.sample(themes, chance.randint(0, 2)), team=f"équipe {chance.randint(1, 3)}")
            | {"year": chance.choice([year, year, year + 1, None])}
            for at in range(chance.randint(0, 6))
        ]
        if chance.random() < 0.8:
            reports.append(document(entries, year=year, organisation=organisation, name=f"{organisation}-{year}.pdf"))
    ledger = [ledger_line(one) for one in reports]
    ledger[1]["variant_of"] = reports[0].document.id
    out = save(tmp_path / "out", reports, ledger)
    with index.open_index(out, lambda message: None) as opened:
        said = timeline(opened, Question()).to_json()
    explorer.write(reports, tmp_path / "explorer", transcripts=transcript, ledger=[model.LedgerLine(**line) for line in ledger])
    sheet = browser.open(tmp_path / "explorer" / "index.html")
    head, *rows = sheet.run("[...document.querySelectorAll('.heat tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))")
    shown = {row[0]: row[1:-1] for row in rows}
    assert head[1:-1] == [str(year) for year in said["years"]]
    for row in said["rows"]:
        assert shown[row["theme"]] == ["—" if count is None else str(count["items"]) for count in row["counts"]]
    (there,) = said["there"]
    for name, key in (("Éléments comptés", "items"), ("Éditions lues", "editions"), ("Équipes", "teams")):
        assert [shown[name][at] for at, count in enumerate(there["counts"]) if count] == [
            str(count[key]) for count in there["counts"] if count
        ]
