"""What a later filing gives otherwise: declared as restated, unless it looks like a slip."""

from __future__ import annotations

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from generator.intake.shaping.given_otherwise import given_otherwise
from generator.intake.shaping.rows import RowInMaking, _chosen
from generator.intake.shaping.views import RowSpot

SPLIT = {"effective": datetime.date(2020, 8, 28), "new_shares": 4, "old_shares": 1}


def fact(value: str) -> Any:
    tagged = SimpleNamespace(value=Decimal(value), decimals=None, origin=SimpleNamespace(line=0))
    return SimpleNamespace(tagged=tagged, currency="USD")


def company(*days: str) -> Any:
    return SimpleNamespace(splits=(SPLIT,), filings=tuple(
        SimpleNamespace(filed=datetime.date.fromisoformat(day), period="FY") for day in days))


def said(before: str, after: str, unit: str = "amount", other: str = "7") -> bool:
    """Whether the second of two filings is said to give a figure otherwise; both print another column alike."""
    row = RowInMaking([], "Profit", key="profit", unit=unit)
    row.facts = {(0, "FY2019", ""): fact(before), (1, "FY2019", ""): fact(after),
                 (0, "FY2018", ""): fact(other), (1, "FY2018", ""): fact(other)}
    sheet: Any = SimpleNamespace(kind="income_statement", figures=[row])
    found = given_otherwise([sheet], company("2019-10-31", "2020-10-30"))
    return "income_statement.profit" in found.get(1, {})


@pytest.mark.parametrize(("before", "after", "is_said"), [
    ("1672000000", "2632000000", True),   # Apple's operating profit of 3Q2009, presented anew
    ("1672000000", "1672000000", False),
    ("1672000000", "-1672000000", False),  # a sign
    ("1672000000", "1672000", False),      # a scale
    ("1672000000", "7", False),            # the figure of the other column
    ("265", "0", True),
])
def test_other_figures_are_named_and_slips_are_not(before: str, after: str, is_said: bool) -> None:
    assert said(before, after) == is_said


def test_a_split_is_no_restatement_but_earnings_restated_beside_it_are() -> None:
    assert not said("11.89", "2.97", "per_share")
    assert said("11.89", "2.50", "per_share")
    assert not said("4617834", "18471336", "shares")


def test_filings_of_one_day_are_in_the_order_of_their_files() -> None:
    row = RowInMaking([], "Assets", key="total_assets")
    row.facts = {(0, "2009-09-26", ""): fact("53851"), (1, "2009-09-26", ""): fact("47501"),
                 (2, "2009-09-26", ""): fact("47501")}
    sheet: Any = SimpleNamespace(kind="balance_sheet", figures=[row])
    filings = company("2009-10-27", "2010-01-25", "2010-01-25")
    filings.filings[1].period, filings.filings[2].period = "FY2009", "1Q2010"
    assert list(given_otherwise([sheet], filings)) == [2]


def test_of_two_elements_of_a_row_the_one_that_other_filings_bear_out_is_taken() -> None:
    """Apple's depreciation of FY2017: 8,200 of the notes beside 10,157 of the cash flow."""
    whole, part = RowSpot("us-gaap:DepreciationAmortizationAndAccretionNet"), RowSpot("us-gaap:Depreciation")
    row = RowInMaking([part, whole], "Depreciation")
    row.offered = {(0, "FY2017", ""): {part: fact("8200"), whole: fact("10157")}, (1, "FY2017", ""): {
        part: fact("10157")}, (0, "FY2014", ""): {part: fact("1"), whole: fact("2")}}
    assert _chosen(row, (0, "FY2017", "")).tagged.value == 10157
    assert _chosen(row, (0, "FY2014", "")).tagged.value == 1  # nothing tells: the newest element
