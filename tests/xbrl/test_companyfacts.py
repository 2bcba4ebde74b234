"""The SEC's companyfacts: one report a filing, periods by dates alone; and files that are none."""

from __future__ import annotations

import datetime
import json
import resource
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.refused import Refused
from generator.xbrl.companyfacts import read_companyfacts
from generator.xbrl.documents import Document
from generator.xbrl.report import FiledReport

SHARED = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "sec"
REVENUE = "SalesRevenueNet"
NINTH, TENTH = "0001193125-09-214859", "0001193125-10-012091"


def fact(**more: object) -> dict[str, object]:
    """Apple's revenue of the year that ended on 2007-09-29, in the 10-K of 2009, as the SEC gives it."""
    return {"start": "2006-10-01", "end": "2007-09-29", "val": 24006000000, "accn": NINTH, "fy": 2009, "fp": "FY",
            "form": "10-K", "filed": "2009-10-27", "frame": "CY2007"} | more


def file(*facts: object, unit: str = "USD", **more: object) -> str:
    label = "Sales Revenue, Net (Deprecated 2018-01-31)"
    root: dict[str, Any] = {"cik": 320193, "entityName": "Apple Inc.", "facts": {"us-gaap": {REVENUE: {
        "label": label, "description": "Amount of revenue", "units": {unit: list(facts)}}}}}
    return json.dumps(root | more)


def read(text: str | bytes) -> tuple[FiledReport, ...]:
    return read_companyfacts(Document("facts.json", text.encode() if isinstance(text, str) else text))


def test_one_report_a_filing_oldest_first() -> None:
    restated = fact(val=24578000000, accn=TENTH, form="10-K/A", filed="2010-01-25", frame="CY2007")
    first, second = read(file(restated, fact()))
    assert (first.key, first.form, first.filed) == (NINTH, "10-K", datetime.date(2009, 10, 27))
    assert (second.key, second.form, second.filed) == (TENTH, "10-K/A", datetime.date(2010, 1, 25))
    assert (first.entity, first.name, first.kind) == ("0000320193", "Apple Inc.", "companyfacts")
    assert [each.value for report in (first, second) for each in report.facts] == [24006000000, 24578000000]


def test_the_address_of_a_filing_is_that_of_its_accession_number() -> None:
    first, second = read(file(fact(), fact(accn="of our own", filed="2010-01-25")))
    assert first.url == "https://www.sec.gov/Archives/edgar/data/320193/000119312509214859/0001193125-09-214859-index.htm"
    assert second.url == ""


def test_the_period_is_that_of_the_dates() -> None:
    """The year 2007, although fy says 2009; three months and nine months that end on one day are two facts."""
    (report,) = read(file(fact(), fact(start="2007-07-01", end="2007-09-29", fp="Q3"), fact(start=None)))
    assert [(each.span.start, each.span.end) for each in report.facts] == [
        (datetime.date(2006, 10, 1), datetime.date(2007, 9, 29)),
        (datetime.date(2007, 7, 1), datetime.date(2007, 9, 29)),
        (None, datetime.date(2007, 9, 29))]


def test_numbers_are_exact_and_labels_say_nothing_of_the_taxonomy() -> None:
    (report,) = read(file(fact(val=5.68), unit="USD/shares").replace("5.68", "5.680000000000000000001"))
    assert report.facts[0].value == Decimal("5.680000000000000000001")
    assert (report.facts[0].concept, report.facts[0].unit, report.facts[0].origin.line) == (
        f"us-gaap:{REVENUE}", "USD/shares", 0)
    assert report.labels == {(f"us-gaap:{REVENUE}", "", "en"): "Sales Revenue, Net"}


def test_forms_that_are_no_reports_are_kept_as_such() -> None:
    assert [each.form for each in read(file(fact(form="8-K"), fact(accn="2", form="DEF 14A")))] == ["8-K", "DEF 14A"]


def test_nil_is_nil_and_a_start_after_its_end_is_counted_and_told() -> None:
    (report,) = read(file(fact(val=None), fact(start="2008-01-01")))
    assert [each.value for each in report.facts] == [None]
    assert len(report.undated) == 1
    assert "a fact's start is after its end: us-gaap:SalesRevenueNet, 2008-01-01 to 2007-09-29" in report.remarks


@pytest.mark.parametrize(("text", "message"), [
    (file(fact())[:-30], "facts.json:1:"),
    (file(fact(val="24006")),
     "facts.json: facts, us-gaap, SalesRevenueNet, units, USD, 1, val: expected a number, found '24006'"),
    (file(fact(val=True)), "expected a number, found true or false"),
    (file(fact(end="20070929")), "end: expected a date as 2023-09-30, found '20070929'"),
    (file(fact(end="2007-02-30")), "end: expected a date that there is, found '2007-02-30'"),
    (file(fact(accn=None)), "accn: expected text, found nothing"),
    (file({"val": 1}), "end: expected a date as 2023-09-30, found nothing"),
    (file([]), "USD, 1: expected an object, found a list"),
    (file(fact(), facts=[]), "facts.json: facts: expected an object, found a list"),
    (file(fact(), cik="x"), "cik: expected a number of up to ten digits, found 'x'"),
    (file(fact(), entityName="\ud800"), "entityName: expected text"),
    (file(fact(val=float("nan"))), "facts.json: 'NaN' is no number"),
    (file(fact(val=float("-inf"))), "facts.json: '-Infinity' is no number"),
    (file(fact()).replace("24006000000", "1e999999999"), "is no figure: it has more than 40 digits"),
    (file(fact()).replace("24006000000", "9" * 5000), "is no figure: it has more than 40 digits"),
    (file(fact()).replace('"val": 24006000000', '"val": 1, "val": 2'),
     "facts.json: the key 'val' stands twice in one object"),
    ("[]", "facts.json: the file: expected an object, found a list"),
    (b"\xff\xfe{\x00", "facts.json: no UTF-8 at byte 0"),
    ("", "facts.json:1:1: no JSON"),
])
def test_what_is_no_companyfacts_is_refused_with_its_place(text: str | bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert message in refused.value.lines[0]


@pytest.mark.parametrize("text", [
    "[" * 1_000_000, '{"a":' * 200_000, "[" * 100_000 + "]" * 100_000, "[" + "1," * 20_000_000 + "1]",
    '{"facts": "' + "x" * 40_000_000 + '"}', "[" + "{}," * 2_000_000 + "{}]"], ids=range(6))
def test_hostile_files_are_refused_at_once(text: str) -> None:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(Refused):
        read(text)
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 40))
def test_any_bytes_are_read_or_refused(put: bytes, at: int, cut: int) -> None:
    text = file(fact(), fact(val=1.5)).encode()
    try:
        read(text[:at] + put + text[at + cut:])
    except Refused as refused:
        assert refused.lines[0].startswith("facts.json")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the large fixtures are not here")
@pytest.mark.parametrize("path", sorted(SHARED.glob("*.json")), ids=lambda path: path.name)
def test_all_facts_are_there_and_equal_to_plain_json(path: Path) -> None:
    expected = Counter(
        (f"{taxonomy}:{element}", unit, each.get("start"), each["end"], str(each["val"]), each["accn"])
        for taxonomy, found in json.loads(path.read_bytes(), parse_float=Decimal)["facts"].items()
        for element, content in found.items() for unit, facts in content["units"].items() for each in facts)
    reports = read_companyfacts(Document(path.name, path.read_bytes()))
    assert expected == Counter(
        (each.concept, each.unit, str(each.span.start) if each.span.start else None, str(each.span.end),
         str(each.value), report.key) for report in reports for each in (*report.facts, *report.undated))
    assert [each.filed for each in reports] == sorted(each.filed for each in reports if each.filed)
