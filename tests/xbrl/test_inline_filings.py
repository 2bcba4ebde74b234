"""Real filings, where they are there, against second readers; and pages that are cut, changed and mixed up."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.refused import Refused
from generator.xbrl.documents import Document
from generator.xbrl.inline import InlineReport, read_inline, scan
from generator.xbrl.inline_cells import printed_sign
from tests.xbrl.pages import document, figure, nil, table

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
NINTENDO = FIXTURES / "edinet" / "nintendo_annual_fy2023"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the larger filings are not here")


def zipped(name: str) -> list[Document]:
    with zipfile.ZipFile(FIXTURES / "tdnet" / name) as package:
        return [Document(f"{name}/{each}", package.read(each)) for each in package.namelist()
                if each.endswith("ixbrl.htm")]


def second_reader(documents: list[Document]) -> Counter[tuple[str, float, bool]]:
    """Elements, values and whether they are nil, as ixbrlparse reads them; it turns nil into 0."""
    from ixbrlparse import IXBRL

    found: Counter[tuple[str, float, bool]] = Counter()
    for each in documents:
        text = each.data.replace(b"booleanfalse", b"nocontent").replace(b"booleantrue", b"nocontent")
        read = IXBRL(BytesIO(text), raise_on_error=False)
        found.update((fact.name, round(float(fact.value or 0), 6), fact.soup_tag.get("xsi:nil") == "true")
                     for fact in read.numeric)
    return found


@needs_fixtures
@pytest.mark.parametrize(("name", "facts", "figures", "nils", "tables"), [
    ("edif_b.zip", 571, 482, 123, 15), ("edjp_b.zip", 356, 269, 39, 12)])
def test_the_exchanges_filings(name: str, facts: int, figures: int, nils: int, tables: int) -> None:
    report = read_inline(zipped(name))
    numbers = [each for each in report.facts if each.is_number]
    assert (len(report.facts), len(numbers), sum(each.value is None for each in numbers),
            len(report.pages)) == (facts, figures, nils, tables)
    assert all(each.label for each in numbers if each.cell)
    assert [each.concept for each in numbers if not each.cell] == [
        "jpdei_cor:NumberOfSubmissionDEI", "tse-ed-t:QuarterlyPeriod"]
    assert Counter((each.concept.partition(":")[2], round(float(each.value or 0), 6), each.value is None)
                   for each in numbers) == second_reader(zipped(name))
    assert sorted(each for page in report.pages for row in page.rows for each in row.facts) == [
        at for at, each in enumerate(report.facts) if each.cell]


@needs_fixtures
def test_costs_are_tagged_without_the_sign_that_is_printed() -> None:
    report = read_inline(zipped("edif_b.zip"))
    costs = {each.label: each for each in report.facts if each.printed in {"△742,963", "△1,092"}}
    assert (costs["売上原価"].value, printed_sign(costs["売上原価"])) == (Decimal(742963000), -1)
    assert costs["自己株式"].value == Decimal(-1092000)
    units = {(each.unit, each.scale) for each in report.facts if each.value is not None and each.cell}
    assert {("USD", 3), ("JPY", 6), ("JPY/shares", 0), ("USD/shares", 0)} <= units


@needs_fixtures
def test_every_figure_reads_as_it_is_printed() -> None:
    """The printed text alone, with the scale, is the amount of the value."""
    for report in (read_inline(zipped("edif_b.zip")), read_inline(zipped("edjp_b.zip"))):
        for each in report.facts:
            if each.cell and each.value is not None:
                digits = Decimal(re.sub(r"[^\d.]", "", each.printed)).scaleb(each.scale or 0)
                assert digits == abs(each.value), each


@needs_fixtures
def test_an_annual_report_without_its_header() -> None:
    documents = [Document(each.name, each.read_bytes()) for each in sorted(NINTENDO.glob("*_ixbrl.htm"))]
    scanned = scan(documents)
    numbers = [each for each in scanned.printings if each.is_number]
    assert (len(scanned.printings), len(numbers), sum(1 for each in numbers if each.label)) == (741, 656, 654)
    assert Counter((each.concept.partition(":")[2], round(float(each.value or 0), 6), each.value is None)
                   for each in numbers) == second_reader(documents)
    balance = scanned.tables[0]
    assert [(row.label, row.indent) for row in balance.rows[2:6]] == [
        ("資産の部", 0), ("流動資産", 1), ("現金及び預金", 2), ("受取手形及び売掛金", 2)]
    with pytest.raises(Refused, match="header"):
        read_inline(documents)


SMALL = document(table("|2023", f"Sales|$|({figure('81,797')}|)", f"Other|{nil()}－") +
                 f"<p>{figure('5', form='ixt-sec:numwordsen')}</p>").data


@pytest.mark.fuzz
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_page_is_read_or_refused(data: st.DataObject) -> None:
    page = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(page) - 1))
        kind = data.draw(st.sampled_from(["cut", "change", "double", "insert"]))
        if kind == "cut":
            del page[at:at + data.draw(st.integers(1, 40))]
        elif kind == "change":
            page[at] = data.draw(st.integers(0, 255))
        elif kind == "double":
            page[at:at] = page[at:at + 60]
        else:
            page[at:at] = data.draw(st.sampled_from([b"<td>", b"</table>", b"&a;", b'sign="-"', b"9" * 50,
                                                     "△".encode(), b"<table>", b"(", b'scale="99"', b"\xff"]))
        if not page:
            return
    with suppress(Refused):
        consistent(read_inline([Document("a.htm", bytes(page))]))


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.sampled_from([figure("1"), nil(), "△", "(", ")", "text", "<br/>", "<sup>1</sup>"]),
                    lambda inner: st.builds(
                        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
                        st.sampled_from(["table", "tr", "td", "p", "span", "div", "ix:exclude"]),
                        st.lists(inner, max_size=4)), max_leaves=25))
def test_any_nesting_of_tables_is_read(body: str) -> None:
    report = read_inline([document(body)])
    assert len(report.facts) == body.count("<ix:nonFraction")
    consistent(report)


def consistent(report: InlineReport) -> None:
    """Rows and cells say the same of where a fact is printed."""
    for at, page in enumerate(report.pages):
        for number, row in enumerate(page.rows):
            for each in row.facts:
                cell = report.facts[each].cell
                assert cell is not None and cell[:2] == (at, number)
    assert sum(len(row.facts) for page in report.pages for row in page.rows) == sum(
        1 for each in report.facts if each.cell)


@pytest.mark.parametrize("row", [
    f"{'※' * 20000}1 x{'※1,' * 20000}|{figure('5')}", f"a{'( ' * 50000}|{figure('5')}|{'$' * 50000}|",
    f"{'-' * 50000}{figure('5')}{')' * 50000}"])
def test_no_text_makes_a_pattern_slow(row: str) -> None:
    """It would take minutes if a pattern looked back and forth over all of it."""
    assert len(read_inline([document(table(row))]).facts) == 1
