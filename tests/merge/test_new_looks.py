"""A book of the version before gets today's looks, but for what its reader had changed himself."""

from __future__ import annotations

import re

import pytest

from generator.merge.merge import merge
from generator.merge.record import recorded
from generator.xlsx.package import Package
from tests.companies import built
from tests.touched import Touched

IS = "Income Statement"


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("now") / "acme").package


@pytest.fixture(scope="module")
def before(now: bytes) -> bytes:
    """The same book as a version before made it: zoomed to 85, opened at E7, columns wider, nothing folded, fitted to
    pages one wide."""
    made = Package.read(now)
    for part in made.sheets().values():
        text = made.text(part).replace('zoomScale="100"', 'zoomScale="85"').replace(' hidden="1"', "")
        text = re.sub(r' collapsed="1"| customHeight="1"(?= ?/>)', "", text)
        text = re.sub(r'outlineLevel="2"', 'outlineLevel="1"', text)
        text = re.sub(r'(xSplit="4" ySplit="6" topLeftCell=)"\w+"', r'\1"E7"', text)
        text = re.sub(r'(<col [^>]*width=)"[\d.]+"([^>]*min="2")', r'\1"58"\2', text)
        text = re.sub(r"<pageSetUpPr */>", '<pageSetUpPr fitToPage="1"/>', text)
        text = re.sub(r'(<pageSetup [^>]*)scale="78"', r'\1fitToWidth="1" fitToHeight="0"', text)
        made.put(part, text)
    record = made.related(made.workbook, "customXml")
    made.unrelate(made.workbook, record)
    made.remove(record)
    return recorded(made.bytes(), ())


def carried(before: bytes, now: bytes, old: str = "", new: str = "", sheet: str = IS) -> str:
    """A sheet of the book of before, built again after a reader changed something in it."""
    touched = Touched(before)
    if old:
        touched.edit(touched.part(sheet), lambda text: text.replace(old, new, 1))
    read = Package.read(merge(touched.saved(), now).package)
    return read.text(read.sheets()[sheet])


def made_now(now: bytes, sheet: str = IS) -> str:
    read = Package.read(now)
    return read.text(read.sheets()[sheet])


def only(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


VIEW, COLUMNS = r"(<sheetViews>.*?</sheetViews>)", r"(<cols>.*?</cols>)"
ZOOM, CORNER = r'zoomScale="(\d+)"', r'xSplit="4" ySplit="6" topLeftCell="(\w+)"'
FITTED, SCALE = r"(<pageSetUpPr[^>]*>)", r'<pageSetup [^>]*scale="(\d+)"'
LABELS = r'<col [^>]*width="([\d.]+)"[^>]* min="2"'


def test_the_book_of_before_looked_otherwise(before: bytes) -> None:
    text = made_now(before)
    assert (only(ZOOM, text), only(CORNER, text), only(LABELS, text)) == ("85", "E7", "58")
    assert 'hidden="1"' not in text and "fitToPage" in text


def test_what_the_reader_did_not_touch_is_as_it_is_made_now(before: bytes, now: bytes) -> None:
    text, ours = carried(before, now, '<row r="7"', '<row r="7" ht="40" customHeight="1"'), made_now(now)
    for pattern in (ZOOM, CORNER, LABELS, SCALE):
        assert only(pattern, text) == only(pattern, ours)
    assert text.count('hidden="1"') and "fitToPage" not in text
    assert 'ht="40"' in text


def test_his_zoom_stays_and_the_pane_still_opens_at_the_newest(before: bytes, now: bytes) -> None:
    text = carried(before, now, 'zoomScale="85"', 'zoomScale="120" zoomScaleNormal="120"')
    assert (only(ZOOM, text), only(CORNER, text)) == ("120", only(CORNER, made_now(now)))


def test_where_he_had_scrolled_to_he_still_is(before: bytes, now: bytes) -> None:
    text = carried(before, now, 'topLeftCell="E7"', 'topLeftCell="I9"')
    assert (only(ZOOM, text), only(CORNER, text)) == ("100", "I9")


def test_scrolled_down_alone_the_pane_opens_at_the_newest_periods(before: bytes, now: bytes) -> None:
    column = only(r'topLeftCell="([A-Z]+)7"', made_now(now))
    assert column != "E"
    assert only(CORNER, carried(before, now, 'topLeftCell="E7"', 'topLeftCell="E9"')) == f"{column}9"


def test_a_width_of_his_stays(before: bytes, now: bytes) -> None:
    assert only(LABELS, carried(before, now, 'width="58"', 'width="31"')) == "31"


def test_a_column_in_which_he_typed_is_not_folded_away(before: bytes, now: bytes) -> None:
    """E, of the first year, has no figures: without the cell it is folded."""
    folded = re.findall(r'<col [^>]*hidden="1"[^>]* min="(\d+)" max="(\d+)"', carried(before, now, *(
        '<row r="7"', '<row r="7" ht="40" customHeight="1"')))
    assert any(int(first) <= 5 <= int(last) for first, last in folded)
    touched = Touched(before)
    touched.type_in(IS, "E9", "<v>123</v>")
    read = Package.read(merge(touched.saved(), now).package)
    text = read.text(read.sheets()[IS])
    folded = re.findall(r'<col [^>]*hidden="1"[^>]* min="(\d+)" max="(\d+)"', text)
    assert folded and not any(int(first) <= 5 <= int(last) for first, last in folded)


def test_a_page_setup_of_his_keeps_its_fitting_and_ours_never_gets_it(before: bytes, now: bytes) -> None:
    """A scale means nothing while pages are fitted, and fitting nothing without its page setup."""
    his = carried(before, now, 'orientation="landscape"', 'orientation="portrait"')
    assert 'fitToPage="1"' in only(FITTED, his) and 'fitToHeight="0"' in his and "scale=" not in his
    coloured = carried(before, now, 'rgb="002E75B6"', 'rgb="00FF0000"')
    assert "fitToPage" not in only(FITTED, coloured) and only(SCALE, coloured) == "78" and "00FF0000" in coloured
