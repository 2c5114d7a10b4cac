"""Typeset documents as scans: what scanning costs stays small."""

from __future__ import annotations

import pytest

from extract.readers import scan
from tests.typeset import compose, write
from tests.typeset.scans import DAMAGES, compared, figures, scanned

FRENCH = scan.engines(("fra",))


@pytest.mark.parametrize("damage", ["fax", "facing"])
def test_equal_names_give_equal_scans(damage):
    data = write(compose(26), "pdf")
    assert scanned("26", data, damage) == scanned("26", data, damage)


@pytest.mark.slow
@pytest.mark.skipif(not FRENCH.ready, reason=f"{FRENCH.missing}. {FRENCH.remedy}")
def test_scans_find_almost_all_items_that_the_files_themselves_give():
    pairs = list(compared(15, list(DAMAGES), 3))
    before, after = figures([digital for _, digital, _ in pairs]), figures([made for *_, made in pairs])
    assert after["items"] >= before["items"] - 0.03
    assert after["parent"] >= before["parent"] - 0.03
