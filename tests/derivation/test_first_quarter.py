"""A first quarter is also the year to date: rows for cumulative columns show it, now and once later quarters are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from generator.sheets.contract import LABEL_ROW, STATUS_ROW
from tests.companies import FILED, audited, built, filing, shown, table

STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  unit: amount
  additivity: flow
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: {label: Cost of sales, concept: cost_of_sales}
    op: {label: Operating profit, sum: [revenue, costs], concept: operating_profit}
    owners: {label: Profit attributable to owners, concept: profit_to_owners}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  unit: amount
  additivity: instant
  items:
    total_assets: {label: Total assets, concept: total_assets}
    equity: {label: Equity attributable to owners, concept: owners_equity}
    dividends: {label: Total dividends, concept: total_dividends}
cash_flow:
  title: Statement of Cash Flows
  sheet: Cash Flow
  unit: amount
  additivity: flow
  items:
    operations: {label: Operating activities, concept: cash_from_operations}
    investing: {label: Investing activities, concept: cash_from_investing}
    financing: {label: Financing activities, concept: cash_from_financing}
    opening: {label: Cash at the beginning, additivity: opening}
"""
FIRST = filing("2023-08-09", table("income_statement", "1Q2022, 1Q2023",
                                   "revenue: [900, 1000]; costs: [(760), (840)]; op: [140, 160]; owners: [95, 110]"),
               table("balance_sheet", "2023-03-31, 2023-06-30",
                     "total_assets: [4000, 4200]; equity: [2000, 2200]; dividends: [30, nil]"))
SECOND = filing("2023-11-09", table("income_statement", "1H2022, 1H2023", "revenue: [1850, 2050]; owners: [190, 231]"),
                table("balance_sheet", "2023-09-30", "total_assets: [4400]; equity: [2300]; dividends: [40]"),
                table("cash_flow", "1H2023", "operations: [300]; investing: [(100)]; financing: [(50)]"))
CASH = table("cash_flow", "1Q2023", "operations: [120]; investing: [(40)]; financing: [(20)]; opening: [500]")
COMPANY = {"statements.yaml": STATEMENTS, FILED: None, "filings/1.yaml": FIRST}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("first"), COMPANY)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("second"), {**COMPANY, "filings/2.yaml": SECOND})


def summary(result: Result) -> list[object]:
    """The periods of the key figures."""
    sheet = next(each for each in result.cells.sheets if each.name == "Summary")
    return [cell.value for (row, column), cell in sorted(sheet.cells.items()) if row == LABEL_ROW and column > 2]


def status(result: Result, sheet: str, label: str) -> object:
    found = next(each for each in result.cells.sheets if each.name == sheet)
    column = next(c for (r, c), each in found.cells.items() if r == LABEL_ROW and each.value == label)
    return found.cells[STATUS_ROW, column].value


@pytest.mark.parametrize("book", ["first", "second"])
def test_rows_of_a_year_to_date_show_the_first_quarter(book: str, request: pytest.FixtureRequest) -> None:
    """4,200/4,000 - 1, 110 x 4 / 2,100, and the dividend of March that is paid in the quarter."""
    result = request.getfixturevalue(book)
    assert shown(result, "Ratios", "total_assets_since_year_end", "1Q2023") == pytest.approx(0.05)
    assert shown(result, "Ratios", "dupont_3", "1Q2023") == pytest.approx(110 * 4 / 2100)
    assert shown(result, "Ratios", "roe_annualised", "1Q2023") == pytest.approx(110 * 4 / 2100)
    assert shown(result, "Per Share", "dividends_due", "1Q2023") == 30


def test_the_later_quarters_are_no_year_to_date(second: Result) -> None:
    assert shown(second, "Ratios", "total_assets_since_year_end", "1H2023") == pytest.approx(0.1)
    assert shown(second, "Ratios", "total_assets_since_year_end", "2Q2023") is None
    assert shown(second, "Ratios", "dupont_3", "2Q2023") is None
    assert shown(second, "Ratios", "dupont_3", "1H2023") == pytest.approx(231 * 2 / 2150)


def test_the_dupont_product_is_proved_once(tmp_path: Path) -> None:
    checks = audited(tmp_path, dict(COMPANY)).verdicts
    assert [(each.check.id, each.state) for each in checks if "dupont" in each.check.id] == [
        ("dupont_3:1Q2023", "EXACT")]


def test_two_first_quarters_of_two_years(tmp_path: Path) -> None:
    older = filing("2022-08-09", table("income_statement", "1Q2022", "revenue: [900]; owners: [95]"),
                   table("balance_sheet", "2022-03-31, 2022-06-30", "total_assets: [3800, 3990]; equity: [1900, 1900]"))
    result = built(tmp_path, {**COMPANY, "filings/0.yaml": older})
    assert [shown(result, "Ratios", "total_assets_since_year_end", each) for each in ("1Q2022", "1Q2023")] == [
        pytest.approx(0.05), pytest.approx(0.05)]
    assert shown(result, "Ratios", "dupont_3", "1Q2022") == pytest.approx(95 * 4 / 1900)


def test_the_quarter_and_the_year_to_date_are_not_printed_twice(first: Result, second: Result) -> None:
    assert summary(first) == ["1Q2023", "1Q2022", "Change", "1Q2023 +/–"]
    assert summary(second) == ["1H2023", "1H2022", "Change", "1H2023 +/–", "2Q2023", "2Q2022", "Change", "2Q2023 +/–"]


def test_the_chart_of_cash_flows_begins_with_the_first_quarter(tmp_path: Path) -> None:
    result = built(tmp_path, {**COMPANY, "filings/1.yaml": FIRST + CASH, "filings/2.yaml": SECOND})
    sheet = next(each for each in result.cells.sheets if each.name == "Summary")
    row = next(r for (r, c), cell in sheet.cells.items() if c == 1 and cell.value == "Cash flows by reported period")
    assert [sheet.cells[row, column].value for column in (3, 4)] == ["1Q2023", "1H2023"]
    assert (row, 5) not in sheet.cells


def test_a_sheet_whose_flows_are_all_missing_says_so(tmp_path: Path) -> None:
    """The half year before is on the income statement only; balances of cash do not make a cash flow."""
    result = built(tmp_path, {**COMPANY, "filings/1.yaml": FIRST + CASH})
    assert [status(result, "Income Statement", each) for each in ("1Q2022", "1Q2023", "1H2023")] == [
        "reported", "reported", "–"]
    assert [status(result, "Cash Flow", each) for each in ("1Q2022", "1Q2023", "1H2023")] == ["n.a.", "reported", "–"]
