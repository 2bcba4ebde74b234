"""The key ``xbrl:`` of line items, members and statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.model.statement import Statement
from generator.model.tag import Tag, tag_of
from tests.companies import MEMBERS, STATEMENTS, changed, complaints, write_company

PRODUCTS = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax@us-gaap:ProductMember"


def costs(attributes: str, revenue: str = "") -> str:
    text = changed(STATEMENTS, "costs: Costs", f"costs: {{label: Costs, {attributes}}}")
    return changed(text, "{label: Revenue,", f"{{label: Revenue, {revenue},") if revenue else text


def statements(folder: Path, text: str) -> dict[str, Statement]:
    return dict(load_inputs(write_company(folder, {"statements.yaml": text})).book.statements)


def test_one_text_or_a_list_newest_first(tmp_path: Path) -> None:
    found = statements(tmp_path, costs(
        "xbrl: -us-gaap:CostOfRevenue", f"xbrl: [{PRODUCTS}, us-gaap:SalesRevenueNet]"))["income_statement"].items
    assert found["costs"].xbrl == (Tag("us-gaap:CostOfRevenue", -1),)
    assert found["revenue"].xbrl == (
        Tag("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax", 1, ("us-gaap:ProductMember",)),
        Tag("us-gaap:SalesRevenueNet"))
    assert found["profit"].xbrl == ()


@pytest.mark.parametrize("text", [
    "us-gaap:Revenues", "-ifrs-full:CostOfSales", "jpcrp030000-asr_E02367-000:OtherSalesCNP",
    "-us-gaap:Revenues@country:US@us-gaap:ProductMember", "x.y-z:é売上高.a-b"])
def test_a_tag_is_written_as_it_is_read(text: str) -> None:
    assert str(tag_of(text)) == text


def test_members_and_their_axis(tmp_path: Path) -> None:
    text = changed(MEMBERS, "capital: Capital", "capital: {label: Capital, xbrl: us-gaap:CommonStockMember}")
    text = changed(text, "  title: C", "  xbrl: [us-gaap:StatementEquityComponentsAxis]\n  title: C")
    equity = statements(tmp_path, STATEMENTS + text)["equity"]
    assert equity.xbrl == ("us-gaap:StatementEquityComponentsAxis",)
    assert equity.members["capital"].xbrl == ("us-gaap:CommonStockMember",)
    assert equity.members["reserves"].xbrl == ()


@pytest.mark.parametrize(("text", "message"), [
    (costs("xbrl: Revenues"), "'Revenues' is no element of XBRL; write its standard prefix and its name, as "
     "us-gaap:Revenues, with - before it where it is printed with the other sign than it is tagged with"),
    (costs("xbrl: us-gaap: Revenues"), None),
    (costs("xbrl: [us-gaap:CostOfRevenue, '']"), "'' is no element of XBRL"),
    (costs("xbrl: []"), "no name of XBRL stands here; take out 'xbrl:'"),
    (costs("xbrl: [us-gaap:A, -us-gaap:A]"), "'us-gaap:A' stands twice among the elements of 'costs'; once is enough"),
    (costs("xbrl: -us-gaap:A", "xbrl: [us-gaap:B, us-gaap:A]"),
     "'us-gaap:A' is the element of 'revenue' on line 5 too: leave it to one of them; an opening balance says "
     "'additivity: opening', a second printing 'same_as:'"),
    (costs(f"xbrl: {PRODUCTS}", f"xbrl: {PRODUCTS}"), "is the element of 'revenue' on line 5 too"),
    (STATEMENTS + changed(MEMBERS, "capital: Capital", "capital: {label: Capital, xbrl: -us-gaap:CommonStockMember}"),
     "'-us-gaap:CommonStockMember' is no name of XBRL"),
    (STATEMENTS + changed(changed(
        MEMBERS, "capital: Capital", "capital: {label: Capital, xbrl: us-gaap:CommonStockMember}"),
        "reserves: Reserves", "reserves: {label: Reserves, xbrl: [a:B, us-gaap:CommonStockMember]}"),
     "'us-gaap:CommonStockMember' is the element of the members 'capital' and 'reserves' of 'equity': leave it to one"),
])
def test_mistakes(tmp_path: Path, text: str, message: str | None) -> None:
    found = complaints(tmp_path, {"statements.yaml": text})
    assert len(found) == 1
    assert message is None or message in found[0]


@pytest.mark.parametrize("text", [
    costs("xbrl: us-gaap:A, additivity: opening", "xbrl: us-gaap:A"),
    costs("xbrl: us-gaap:A, same_as: income_statement.revenue", "xbrl: us-gaap:A"),
    costs("xbrl: us-gaap:A@us-gaap:ServiceMember", "xbrl: us-gaap:A"),
])
def test_one_element_in_two_rows_that_are_told_apart(tmp_path: Path, text: str) -> None:
    assert not [each for each in complaints(tmp_path, {"statements.yaml": text}) if "element" in each]
