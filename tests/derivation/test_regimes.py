"""What companies report at which times of the year: what is derived from it, and what never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, FILED, STATEMENTS, built, cell, complaints, filing, shown, table

QUARTERS = ("1Q2023", "2Q2023", "3Q2023", "4Q2023")
CASH_FLOW = STATEMENTS + """\
cash_flow:
  title: Statement of Cash Flows
  sheet: Cash Flow
  items:
    operations: {label: Cash flows from operating activities, concept: cash_from_operations}
    investing: {label: Cash flows from investing activities, concept: cash_from_investing}
"""


def income(columns: str, revenue: str) -> str:
    return table("income_statement", columns, f"revenue: [{revenue}]")


def revenue(result: Result, *labels: str) -> list[object]:
    return [shown(result, "Income Statement", "revenue", label) for label in labels]


def looks(result: Result, key: str, *labels: str) -> list[str]:
    found = [cell(result, "Income Statement", key, label) for label in labels]
    return [each.look if each else "" for each in found]


def test_until_march_2024_the_second_quarter_is_printed_and_the_first_derived(tmp_path: Path) -> None:
    """A second quarter's report prints six months and three months, a third quarter's nine and three."""
    result = built(tmp_path, {
        FILED: None, "filings/2q.yaml": filing("2023-11-14", income("1H2023, 2Q2023", "210, 110")),
        "filings/3q.yaml": filing("2024-02-14", income("9M2023, 3Q2023", "330, 120")),
        "filings/fy.yaml": filing("2024-05-14", income("FY2023", "460"))})
    assert revenue(result, *QUARTERS, "2H2023") == [210 - 110, 110, 120, 460 - 330, 460 - 210]
    assert looks(result, "revenue", *QUARTERS) == ["Derived", "Link", "Link", "Derived"]


def test_since_april_2024_the_first_quarter_is_printed_and_the_second_derived(tmp_path: Path) -> None:
    """The half-year report prints six months alone; nine months come with the results release."""
    result = built(tmp_path, {
        FILED: None, "filings/1q.yaml": filing("2024-08-08", income("1Q2024", "100")),
        "filings/2q.yaml": filing("2024-11-14", income("1H2024", "210")),
        "filings/3q.yaml": filing("2025-02-13", income("9M2024", "330")),
        "filings/fy.yaml": filing("2025-05-14", income("FY2024", "460"))})
    labels = [label.replace("2023", "2024") for label in QUARTERS]
    assert revenue(result, *labels, "2H2024") == [100, 210 - 100, 330 - 210, 460 - 330, 460 - 210]
    assert looks(result, "revenue", *labels) == ["Link", "Derived", "Derived", "Derived"]


def test_the_regimes_meet(tmp_path: Path) -> None:
    """Last twelve months to June 2024: FY2023 + 1Q2024 - the derived 1Q2023, which is 1H2023 - 2Q2023."""
    result = built(tmp_path, {
        FILED: None, "filings/2q.yaml": filing("2023-11-14", income("1H2023, 2Q2023", "210, 110")),
        "filings/fy.yaml": filing("2024-05-14", income("FY2023", "460")),
        "filings/1q.yaml": filing("2024-08-08", income("1Q2024", "108"))})
    assert shown(result, "Ratios", "revenue_ltm", "1Q2024") == 460 - 210 + 110 + 108
    assert shown(result, "Ratios", "revenue_growth", "1Q2024") == pytest.approx(108 / 100 - 1)


def test_a_company_that_reports_half_years_alone(tmp_path: Path) -> None:
    result = built(tmp_path, {FILED: filing("2024-05-14", income("1H2022, FY2022, 1H2023, FY2023",
                                                                 "200, 420, 210, 460"))})
    assert revenue(result, "1H2023", "2H2023", "FY2023") == [210, 250, 460]
    assert revenue(result, *QUARTERS, "9M2023") == [None] * 5
    assert shown(result, "Ratios", "revenue_ltm", "1H2023") == 420 + 210 - 200
    assert shown(result, "Ratios", "revenue_growth", "2H2023") == pytest.approx(250 / 220 - 1)


def test_quarters_whose_cash_flow_is_not_disclosed(tmp_path: Path) -> None:
    """A cash flow statement comes with the half-year and the year; profit or loss with each quarter."""
    result = built(tmp_path, {
        "statements.yaml": CASH_FLOW,
        FILED: filing("2024-05-14", income("FY2022, 1Q2023, 1H2023, 9M2023, FY2023", "420, 100, 210, 330, 460"),
                      table("cash_flow", "1H2022, FY2022, 1H2023, FY2023",
                            "operations: [30, 70, 35, 80]; investing: [(10), (20), (15), (30)]"))})
    flows = {label: shown(result, "Cash Flow", "operations", label)
             for label in (*QUARTERS, "1H2023", "2H2023", "9M2023", "FY2023", "1H2022", "3Q2022")}
    assert flows == {"1Q2023": "n.a.", "2Q2023": "n.a.", "3Q2023": "n.a.", "4Q2023": "n.a.", "1H2023": 35,
                     "2H2023": 80 - 35, "9M2023": "n.a.", "FY2023": 80, "1H2022": 30, "3Q2022": None}
    twelve_months = {label: shown(result, "Ratios", "free_cash_flow_total_ltm", label)
                     for label in ("1Q2023", "1H2023", "9M2023", "FY2023")}
    assert twelve_months == {"1Q2023": "n.a.", "1H2023": 70 + 35 - 30 - 20 - 15 + 10, "9M2023": "n.a.", "FY2023": 50}
    assert shown(result, "Ratios", "cash_from_operations_calendar", "9M2023") == "n.a."


AVERAGES = """\
income_statement:
  title: T
  sheet: Income Statement
  items:
    profit: {label: Profit, concept: profit_to_owners}
    shares: {label: Shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    rate: {label: Average rate of exchange, unit: currency, additivity: average}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    margin: {label: Margin, unit: percent, additivity: ratio}
"""


def test_each_line_item_behaves_over_time_as_it_is(tmp_path: Path) -> None:
    """April to June 2023 has 91 days, July to September 92, the nine months 275 and the year 366."""
    rows = ("profit: [300, 700, 1000]; shares: [1000000, 1100000, 1150000]; rate: [140.0, 143.0, 144.0]; "
            "eps: [300.00, 636.36, 869.57]; margin: [10.0, 11.0, 12.0]")
    result = built(tmp_path, {"statements.yaml": AVERAGES,
                              FILED: filing("2024-05-14", table("income_statement", "1Q2023, 1H2023, FY2023", rows))})
    second = (1100000 * 183 - 1000000 * 91) / 92
    assert shown(result, "Income Statement", "shares", "2Q2023") == pytest.approx(second)
    assert shown(result, "Income Statement", "shares", "2H2023") == pytest.approx((1150000 * 366 - 1100000 * 183) / 183)
    assert shown(result, "Income Statement", "rate", "2Q2023") == pytest.approx((143 * 183 - 140 * 91) / 92)
    assert looks(result, "shares", "1Q2023", "2Q2023", "2H2023") == ["Link", "Estimate", "Estimate"]
    assert [shown(result, "Income Statement", key, "2Q2023") for key in ("eps", "margin")] == ["n.a.", "n.a."]
    assert shown(result, "Per Share", "basic_eps_recomputed", "2Q2023") == pytest.approx(400e6 / second)
    eps = cell(result, "Per Share", "basic_eps_recomputed", "2Q2023")
    assert eps and eps.look == "Estimate"
    assert shown(result, "Per Share", "basic_eps_growth", "2Q2023") == "n.a."


# -- versions -----------------------------------------------------------------------------------------------

MIXES = "Mixes a restated figure with figures that an earlier filing gives"


def remark(result: Result, sheet: str, key: str, label: str) -> str:
    found = cell(result, sheet, key, label)
    return found.remark if found else ""


def test_twelve_months_over_two_versions_say_so(tmp_path: Path) -> None:
    """The half-year is restated from 210 to 205; no filing prints the full year anew."""
    result = built(tmp_path, {
        FILED: None, "filings/a.yaml": filing("2023-05-14", income("1H2022, FY2022", "210, 460")),
        "filings/b.yaml": filing("2023-11-14", income("1H2022, 1H2023", "205, 230"))})
    assert shown(result, "Ratios", "revenue_ltm", "1H2023") == 460 - 205 + 230
    assert remark(result, "Ratios", "revenue_ltm", "1H2023") == MIXES
    assert remark(result, "Ratios", "income_statement.revenue.ltm", "1H2023") == MIXES
    assert remark(result, "Income Statement", "revenue", "2H2022") == f"{MIXES}: FY2022 less 1H2022"
    assert remark(result, "Ratios", "revenue_ltm", "FY2022") == ""
    assert shown(result, "Ratios", "revenue_growth", "1H2023") == pytest.approx(230 / 205 - 1)


def test_what_is_printed_again_after_a_restatement_is_of_its_version(tmp_path: Path) -> None:
    """The year stands unchanged in the filing that restates the half-year, and in one after it."""
    result = built(tmp_path, {
        FILED: None, "filings/a.yaml": filing("2023-05-14", income("1H2022, FY2022", "210, 460")),
        "filings/b.yaml": filing("2023-11-14", income("1H2022, FY2022, 1H2023", "205, 460, 230")),
        "filings/c.yaml": filing("2024-11-14", income("1H2022, 1H2023", "205, 230"))})
    assert shown(result, "Ratios", "revenue_ltm", "1H2023") == 460 - 205 + 230
    assert remark(result, "Ratios", "revenue_ltm", "1H2023") == ""


def test_a_longer_path_over_one_version_is_taken_before_a_mixed_one(tmp_path: Path) -> None:
    """1H = 9M - 3Q would be shorter, but the nine months are restated and the quarter is not."""
    result = built(tmp_path, {
        FILED: None, "filings/a.yaml": filing("2024-05-14", income("3Q2023, 9M2023, 4Q2023, FY2023",
                                                                   "120, 330, 130, 460")),
        "filings/b.yaml": filing("2025-02-14", income("9M2023, 9M2024", "325, 350"))})
    assert revenue(result, "1H2023") == [460 - 120 - 130]
    assert remark(result, "Income Statement", "revenue", "1H2023") == ""


# -- the first column ---------------------------------------------------------------------------------------

FIRST = {FILED: None, "filings/a.yaml": filing("2023-05-14", income("FY2021, FY2022", "420, 460"))}
LOOKS_BACK = {"filings/b.yaml": filing("2024-05-14", income("FY2018, FY2019, FY2023", "300, 350, 500"),
                                       table("balance_sheet", "2019-03-31, 2024-03-31", "cash: [7, 9]"))}


def columns(result: Result) -> list[object]:
    sheet = next(each for each in result.cells.sheets if each.name == "Income Statement")
    return [sheet.cells[5, column].value for column in range(5, sheet.last_column + 1)]


def test_a_later_filing_that_looks_back_moves_no_column(tmp_path: Path) -> None:
    before = built(tmp_path / "before", FIRST)
    after = built(tmp_path / "after", {**FIRST, **LOOKS_BACK})
    assert columns(before)[0] == "1Q2021"
    assert columns(after)[: len(columns(before))] == columns(before)
    assert columns(after)[-1] == "FY2023"
    checks = next(sheet for sheet in after.cells.sheets if sheet.name == "Checks")
    texts = [each.value for (row, column), each in sorted(checks.cells.items()) if column == 1]
    start = texts.index("Figures before the first column: on Facts alone")
    assert texts[start + 1: start + 4] == [
        "income_statement.revenue FY2018", "income_statement.revenue FY2019",
        "balance_sheet.cash 2019-03-31"]
    facts = next(sheet for sheet in after.cells.sheets if sheet.name == "Facts")
    assert {300, 350, 7} <= {each.value for (_, column), each in facts.cells.items() if column == 8}


def test_the_first_year_can_be_given(tmp_path: Path) -> None:
    company = {"company.yaml": COMPANY + "first_year: FY2018\n"}
    result = built(tmp_path, {**company, **FIRST, **LOOKS_BACK})
    assert columns(result)[0] == "1Q2018"
    assert revenue(result, "FY2018", "FY2019", "FY2020", "FY2021") == [300, 350, None, 420]
    assert not [each.id for each in checks_on_sheet(result) if each.state == "FAIL"]


@pytest.mark.parametrize(("line", "said"), [
    ("first_year: 2018\n", "is written FY2021"), ("first_year: 1Q2018\n", "is written FY2021"),
    ("first_year: FY2030\n", "from 'first_year:' FY2030 on: nothing to lay out"),
    ("dividends_a_year: 3\n", "expected 1 (year-end), 2 (half-years) or 4 (quarters), found '3'"),
])
def test_a_mistake_in_what_the_columns_rest_on(tmp_path: Path, line: str, said: str) -> None:
    found = complaints(tmp_path, {"company.yaml": COMPANY + line})
    assert len(found) == 1
    assert said in found[0]
