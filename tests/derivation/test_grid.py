"""Small companies by hand: what each cell shows, and which checks say so when it cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, FILED, built, complaints, shown, table

HEAD = "filing: {title: Report, filed: 2024-05-15, assurance: audited}\ntables:\n"


def states(result: Result, start: str) -> dict[str, str]:
    return {each.id: each.state for each in checks_on_sheet(result) if each.id.startswith(start)}


def test_a_quarterly_reporter_has_every_discrete_quarter(tmp_path: Path) -> None:
    rows = "revenue: [100, 210, 330, 460]; costs: [(60), (130), (210), (300)]; profit: [40, 80, 120, 160]"
    result = built(tmp_path, {FILED: HEAD + table("income_statement", "1Q2023, 1H2023, 9M2023, FY2023", rows)})
    quarters = [shown(result, "Income Statement", "revenue", f"{n}Q2023") for n in (1, 2, 3, 4)]
    assert quarters == [100, 110, 120, 130]
    assert shown(result, "Income Statement", "profit", "2H2023") == 160 - 80
    assert states(result, "footing:down:income_statement.profit:9M2023") == {
        "footing:down:income_statement.profit:9M2023": "EXACT"}


def test_an_average_is_weighted_by_days_on_any_sheet(tmp_path: Path) -> None:
    """April to June has 91 days, July to September 92: (1100 x 183 - 1000 x 91) / 92."""
    statements = ("income_statement:\n  title: T\n  sheet: Income Statement\n  items:\n"
                  "    shares: {label: Shares, unit: shares, additivity: average}\n    revenue: Revenue\n")
    rows = "shares: [1000, 1100]; revenue: [1, 2]"
    result = built(tmp_path, {"statements.yaml": statements,
                              FILED: HEAD + table("income_statement", "1Q2023, 1H2023", rows)})
    assert shown(result, "Income Statement", "shares", "2Q2023") == pytest.approx((1100 * 183 - 1000 * 91) / 92)


def test_a_balance_is_never_subtracted_and_a_missing_row_is_not_zero(tmp_path: Path) -> None:
    filing = HEAD + table("income_statement", "1H2023", "revenue: [100]; profit: [40]") + table(
        "balance_sheet", "2023-03-31, 2023-09-30", "cash: [10, 15]; other_assets: [90, 95]")
    result = built(tmp_path, {FILED: filing})
    assert shown(result, "Balance Sheet", "total_assets", "1H2023") == 110
    assert shown(result, "Balance Sheet", "cash", "FY2022") == 10
    assert shown(result, "Balance Sheet", "cash", "1Q2023") is None
    assert shown(result, "Income Statement", "revenue", "1H2023") == 100
    assert shown(result, "Income Statement", "revenue", "2Q2023") is None


LOST = """\
income_statement:
  title: T
  sheet: Income Statement
  members: {x: X, y: Y, all: {label: All, sum: [x, y]}}
  items:
    a: A
    b: {label: B, same_as: notes.b}
    t: {label: Total, sum: [a, b]}
notes: {title: N, sheet: Notes, items: {b: B, c: C}}
"""


def test_a_lost_figure_whose_other_printing_is_not_there(tmp_path: Path) -> None:
    result = built(tmp_path, {"statements.yaml": LOST, FILED: HEAD + table(
        "income_statement", "FY2023", "a: [1]; b: [lost]; t: [3]")})
    assert shown(result, "Income Statement", "b", "FY2023") == 2
    assert shown(result, "Income Statement", "t", "FY2023") == 3
    assert states(result, "footing") == {}


def test_a_lost_figure_of_a_member(tmp_path: Path) -> None:
    filing = HEAD + ("  - statement: income_statement\n    heading: H\n    period: FY2023\n"
                     "    members: [x, y, all]\n    rows:\n      a: [60, lost, 100]\n")
    result = built(tmp_path, {"statements.yaml": LOST, FILED: filing})
    assert shown(result, "Income Statement", "a@y", "FY2023") == 40


def test_a_figure_typed_later_ends_its_todo(tmp_path: Path) -> None:
    """The first filing left the costs to be typed; the second gives all three, which do not add up."""
    first = ("filing: {title: First, filed: 2022-11-14, assurance: reviewed}\ntables:\n"
             + table("income_statement", "1H2022", "revenue: [100]; costs: [todo]; profit: [40]"))
    second = HEAD + table("income_statement", "1H2022", "revenue: [100]; costs: [(65)]; profit: [40]")
    result = built(tmp_path, {"filings/first.yaml": first, FILED: second})
    assert result.book.todo == ()
    assert states(result, "footing:down:income_statement.profit") == {
        "footing:down:income_statement.profit:1H2022": "FAIL"}


def test_a_todo_keeps_a_total_from_being_summed(tmp_path: Path) -> None:
    result = built(tmp_path, {FILED: HEAD + table("income_statement", "FY2023",
                                                  "revenue: [100]; costs: [todo]; profit: [40]")})
    assert shown(result, "Income Statement", "profit", "FY2023") == 40
    assert len(result.book.todo) == 1


def test_a_restatement_is_the_latest_view_and_the_old_figure_stays_on_facts(tmp_path: Path) -> None:
    first = ("filing: {title: First, filed: 2022-11-14, assurance: reviewed}\ntables:\n"
             + table("income_statement", "1H2022", "revenue: [100]; costs: [(60)]; profit: [40]"))
    second = HEAD + table("income_statement", "1H2022", "revenue: [98]; costs: [(60)]; profit: [38]")
    result = built(tmp_path, {"filings/first.yaml": first, FILED: second})
    assert shown(result, "Income Statement", "profit", "1H2022") == 38
    facts = next(sheet for sheet in result.cells.sheets if sheet.name == "Facts")
    versions = [cell.value for (_, column), cell in sorted(facts.cells.items()) if column == 13]
    assert versions.count("superseded") == 3


def test_a_quarter_derived_over_two_versions_says_so(tmp_path: Path) -> None:
    """2Q stands in the first filing alone; the second restates the half-year."""
    first = ("filing: {title: First, filed: 2023-11-14, assurance: reviewed}\ntables:\n"
             + table("income_statement", "2Q2023, 1H2023",
                     "revenue: [110, 210]; costs: [(60), (120)]; profit: [50, 90]"))
    second = HEAD + table("income_statement", "1H2023", "revenue: [200]; costs: [(120)]; profit: [80]")
    result = built(tmp_path, {"filings/first.yaml": first, FILED: second})
    assert shown(result, "Income Statement", "revenue", "1Q2023") == 200 - 110
    sheet = next(each for each in result.cells.sheets if each.name == "Income Statement")
    remarks = [cell.remark for cell in sheet.cells.values() if cell.remark]
    # The revenue and the profit of the first quarter; the costs of the half-year are as they were.
    mixes, restated = "Mixes a restated figure with figures that an earlier filing gives", "Restated in 2023-11-14"
    assert remarks == [f"{mixes}: 1H2023 less 2Q2023", f"{restated}: first reported 210 in first", mixes]


GROWTH = """\
income_statement:
  title: T
  sheet: Income Statement
  members: {yoy: {label: YoY, unit: percent, growth: true}}
  items: {revenue: Revenue, result: Result}
"""


def test_a_dash_for_growth_is_no_figure_to_compare(tmp_path: Path) -> None:
    rows = "revenue: [100, 110, 10.0]; result: [(10), 5, nil]"
    result = built(tmp_path, {"statements.yaml": GROWTH, FILED: HEAD + table(
        "income_statement", "FY2022, FY2023, FY2023 yoy", rows)})
    assert states(result, "growth") == {"growth:income_statement.revenue@yoy:FY2023": "EXACT"}


def test_growth_of_amounts_in_tenths_is_held_to_tenths(tmp_path: Path) -> None:
    """1.2 to 1.4 billion can be a growth of 8 to 26 percent, but not of 45."""
    rows = "revenue: [1.2, 1.4, 45.0]; result: [1.2, 1.4, 25.0]"
    result = built(tmp_path, {"statements.yaml": GROWTH, FILED: HEAD + table(
        "income_statement", "FY2022, FY2023, FY2023 yoy", rows)})
    assert states(result, "growth") == {"growth:income_statement.revenue@yoy:FY2023": "FAIL",
                                        "growth:income_statement.result@yoy:FY2023": "ROUND"}


@pytest.mark.parametrize(("foots", "total", "state"), [
    ("exact", 22, "EXACT"), ("exact", 23, "FAIL"), ("loose", 23, "ROUND"), ("loose", 24, "FAIL")])
def test_footing_follows_the_issuers_habit(tmp_path: Path, foots: str, total: int, state: str) -> None:
    """Two rounded parts and a rounded total can differ by one and a half at most."""
    filing = HEAD + table("balance_sheet", "2024-03-31", f"cash: [11]; other_assets: [11]; total_assets: [{total}]")
    result = built(tmp_path, {"company.yaml": COMPANY.replace("foots: exact", f"foots: {foots}"), FILED: filing})
    assert states(result, "footing") == {"footing:down:balance_sheet.total_assets:2024-03-31": state}


EPS = """\
income_statement:
  title: T
  sheet: Income Statement
  items:
    profit: {label: Profit, concept: profit_to_owners}
    shares: {label: Shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
"""


@pytest.mark.parametrize(("eps", "state"), [("26.84", "EXACT"), ("26.8", "EXACT"), ("26.85", "FAIL"), ("26.7", "FAIL")])
def test_eps_is_held_to_its_printed_precision(tmp_path: Path, eps: str, state: str) -> None:
    """268,400 million over 10,000 million shares is 26.84; the million's rounding moves it by 0.00005."""
    rows = f"profit: [268400]; shares: [10000000000]; eps: [{eps}]"
    result = built(tmp_path, {"statements.yaml": EPS, FILED: HEAD + table("income_statement", "FY2023", rows)})
    assert states(result, "basic_eps") == {"basic_eps:FY2023": state}


def test_a_company_with_zero_shares_has_no_error_cell(tmp_path: Path) -> None:
    rows = "profit: [268400]; shares: [0]; eps: [1.00]"
    result = built(tmp_path, {"statements.yaml": EPS, FILED: HEAD + table("income_statement", "FY2023", rows)})
    assert [value for value in result.values.values() if str(value).startswith("#DIV")] == []
    assert shown(result, "Per Share", "basic_eps_recomputed", "FY2023") == "n.m."


def test_a_check_that_no_column_can_hold_is_refused(tmp_path: Path) -> None:
    check = "- {{id: a, label: A, kind: hard, left: '{}', right: '{}'}}\n"
    assert "names no row" in complaints(tmp_path / "a", {"checks.yaml": check.format("{{ revenue }}", "100")})[0]
    assert "no column of its own" in complaints(tmp_path / "b", {
        "checks.yaml": check.format("{{ months }}", "{{ revenue }}")})[0]


def test_a_check_may_divide_by_another_period(tmp_path: Path) -> None:
    """120 / 100 in 1H2023, where a year ago is there; nothing can be said of 1H2022."""
    check = ("- {id: a, label: A, kind: soft, left: '100*{{ revenue }}/{{ revenue.year_ago }}', "
             "right: '{{ profit }}+{{ profit }}'}\n"
             "- {id: b, label: B, kind: soft, left: '{{ profit }}/{{ revenue[-1] }}', right: '{{ profit }}'}\n")
    result = built(tmp_path, {"checks.yaml": check})
    assert {each.id: each.left for each in checks_on_sheet(result) if each.id.startswith("a:")} == {"a:1H2023": 120}


def test_a_companys_check_on_its_own_figures_says_so(tmp_path: Path) -> None:
    check = ("- {id: a, label: A, kind: hard, left: '{{ income_statement.revenue }}+{{ income_statement.costs }}', "
             "right: '{{ income_statement.profit }}'}\n")
    result = built(tmp_path, {"checks.yaml": check})
    assert [each.state for each in checks_on_sheet(result) if each.id == "a"] == ["n.a."]
