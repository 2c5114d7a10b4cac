"""`filrouge serve` over real HTTP: it finds and shows, only reads, and answers nobody but this machine under its own name."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from tests.builders import document, item, save
from tests.conftest import ROOT

pytest.importorskip("datasette")
HOSTILE = "<script>alert(1)</script> & asile <img src=x onerror=alert(2)>"


@contextmanager
def serving(out, *arguments, stdout=None):
    command = [sys.executable, "-m", "extract", "serve", "--out", str(out), "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if found := re.search(r"http://(127\.0\.0\.1:\d+)/", line):
                yield found[1]
                return
        raise AssertionError("it did not start")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def get(address, path, method="GET", **headers):
    connection = http.client.HTTPConnection(address, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer, body


def text(address, path):
    status, _, body = get(address, path)
    assert status == 200, body
    return body.decode()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from reportlab.pdfgen.canvas import Canvas

    sources = tmp_path_factory.mktemp("sources")
    canvas = Canvas(str(sources / "plan.pdf"))
    canvas.drawString(72, 700, "Soutien aux refugies")
    canvas.save()
    data = (sources / "plan.pdf").read_bytes()
    items = [
        item("Soutien aux réfugié·es", themes={"asylum": "réfugié·es"}, team="juridique", section="Asile"),
        item(HOSTILE, themes=["asylum"], path=["<b>Titre</b>"]),
        item("Contentieux", kind="activity", themes=["detention"], actions=["litigation"]),
    ]
    record = document(items, year=2018, name="plan.pdf")
    source = record.document.source.model_copy(update={"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})
    record = record.model_copy(update={"document": record.document.model_copy(update={"source": source})})
    out = save(tmp_path_factory.mktemp("out"), [record, document(["Rien"], year=2019)])
    with serving(out, "--sources", str(sources)) as address:
        yield address, record


def test_the_first_page_leads_to_themes_and_years(site):
    page = text(site[0], "/")
    assert "4 items, 2 reports" in page
    assert "themes__arraycontains=asylum" in page and "year=2018" in page


def test_a_browser_searches_and_opens_an_item_and_asks_nobody_else(site):
    from tests.browser import Browser

    with Browser() as browser:
        page = browser.open(f"http://{site[0]}/")
        page.click("input[type=search]")
        page.type("refugies")
        page.press("Enter")
        page.wait("document.querySelectorAll('.fr-hit').length === 1")
        page.click(".fr-hit a")
        page.wait("document.querySelector('mark')?.textContent === 'réfugié·es'")
        page.wait("document.querySelector('image').getBoundingClientRect().width > 100")
        assert page.settle().complaints == []
        assert {address.split("/")[2] for address in page.requests} == {site[0]}


def test_a_phone_shows_what_was_found_before_the_facets(site):
    from tests.browser import Browser

    top = "document.querySelector('{}').getBoundingClientRect().top"
    with Browser() as browser:
        for width, first in ((390, ".fr-hit"), (1200, ".facet-results")):
            page = browser.open(f"http://{site[0]}/index/items", size=(width, 800))
            places = {place: page.run(top.format(place)) for place in (".fr-hit", ".facet-results")}
            assert min(places, key=lambda place: places[place]) == first


def test_words_are_found_whatever_their_accents_and_endings(site):
    found = json.loads(text(site[0], "/index/items.json?_shape=array&_search=" + quote("REFUGIEES soutien")))
    assert [row["text"] for row in found] == ["Soutien aux réfugié·es"]
    assert json.loads(text(site[0], "/index/items.json?_shape=array&_search=" + quote('"((NEAR * AND'))) == []


def test_facets_count_themes_and_kinds(site):
    told = json.loads(text(site[0], "/index/items.json?_facet_array=themes&_facet=kind"))
    counts = {name: {one["value"]: one["count"] for one in facet["results"]} for name, facet in told["facet_results"].items()}
    assert counts["themes"] == {"asylum": 2, "detention": 1} and counts["kind"] == {"priority": 3, "activity": 1}


def test_an_item_shows_its_words_its_rules_and_its_page(site):
    address, record = site
    (row,) = json.loads(text(address, "/index/items.json?_shape=array&_search=soutien"))
    page = text(address, f"/index/items/{row['no']}")
    assert "Soutien aux <mark>réfugié·es</mark>" in page and "asylum.test" in page and "Équipe juridique › Asile" in page
    (picture,) = set(re.findall(r'href="(/-/page/[^"]+)"', page))
    status, answer, body = get(address, picture)
    assert (status, answer.getheader("content-type"), body[:4]) == (200, "image/webp", b"RIFF")
    assert get(address, f"/-/page/{record.document.id}/99")[0] == 404


def test_what_a_report_says_is_never_markup(site):
    address, _ = site
    (row,) = json.loads(text(address, "/index/items.json?_shape=array&_search=alert"))
    for path in ("/index/items?_search=alert", f"/index/items/{row['no']}", "/index/sections", "/index/evidence"):
        page = text(address, path)
        assert "<script>alert" not in page and "<img src=x" not in page and "<b>Titre" not in page
    assert "&lt;script&gt;alert(1)" in text(address, f"/index/items/{row['no']}")


@pytest.mark.parametrize("path", ["/", "/index/items", "/index/items.json", "/nowhere"])
def test_every_answer_lets_nothing_in_from_elsewhere(site, path):
    _, answer, body = get(site[0], path)
    policy = answer.getheader("content-security-policy")
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    if answer.getheader("content-type").startswith("text/html"):
        assert not re.findall(rb"<script(?![^>]*\bsrc=)", body)  # nothing that the policy would stop
        assert not re.findall(rb'(?:src|action)="(?:https?:)?//', body)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost.evil.example:80", ""])
def test_another_name_is_refused(site, host):
    status, _, body = get(site[0], "/index/items.json", Host=host)
    assert status == 421 and b"Rien" not in body


def test_it_answers_to_localhost_too(site):
    assert get(site[0], "/", Host=f"localhost:{site[0].split(':')[1]}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_only_reads(site, method):
    assert get(site[0], "/index/items", method)[0] == 405


@pytest.mark.parametrize("path", ["/-/databases", "/-/settings.json", "/-/plugins", "/-/versions", "/index.db"])
def test_nothing_is_told_about_the_machine(site, path):
    assert get(site[0], path)[0] in (403, 404)


@pytest.mark.parametrize("path", ["/index?sql=select+1", "/index.json?sql=select+1", "/index/items.json?_where=1%3D1"])
def test_questions_in_sql_are_refused_unless_asked_for(site, path):
    assert get(site[0], path)[0] == 403


def test_questions_in_sql_only_read(tmp_path):
    save(tmp_path, [document(["Un"], year=2018)])
    with serving(tmp_path, "--sql") as address:
        assert json.loads(text(address, "/index.json?_shape=array&sql=select+count(*)+as+n+from+items")) == [{"n": 1}]
        assert get(address, "/index.json?sql=delete+from+items")[0] == 400
        assert get(address, "/index.json?sql=attach+database+%27/etc/passwd%27+as+x")[0] == 400
    assert json.loads((tmp_path / "ledger.jsonl").read_text())["status"] == "extracted"


def test_an_address_that_leads_nowhere_is_told_to_the_visitor_alone(tmp_path):
    out = save(tmp_path / "out", [document(["Rien"])])
    with (tmp_path / "said").open("w+") as said:
        with serving(out, stdout=said) as address:
            assert get(address, "/nulle-part")[0] == 404
        said.seek(0)
        assert said.read() == ""


def test_a_port_that_is_taken_is_said(site, tmp_path):
    save(tmp_path, [document(["Un"])])
    command = [sys.executable, "-m", "extract", "serve", "--out", str(tmp_path), "--port", site[0].split(":")[1]]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert result.returncode == 2 and "--port 0" in result.stderr and "Traceback" not in result.stderr
