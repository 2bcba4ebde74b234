"""Splits between filings, and dividends of one, two or four record dates a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, FILED, built, cell, complaints, filing, shown, table
from tests.oracle import differences, formulas, recalculated, stored

SHARES = """\
income_statement:
  title: T
  sheet: Income Statement
  items:
    profit: {label: Profit, concept: profit_to_owners}
    shares: {label: Shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  items:
    total: {label: Total dividends, concept: total_dividends}
    dps: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
balance_sheet:
  title: B
  sheet: Balance Sheet
  additivity: instant
  items: {equity: {label: Equity, concept: owners_equity}}
"""


def company(*splits: tuple[str, int, int], more: str = "") -> str:
    lines = "".join(f"  - {{effective: {day}, new_shares: {new}, old_shares: {old}}}\n" for day, new, old in splits)
    return COMPANY + (f"splits:\n{lines}" if splits else "") + more


def earnings(columns: str, profit: str, shares: str, eps: str) -> str:
    return table("income_statement", columns, f"profit: [{profit}]; shares: [{shares}]; eps: [{eps}]")


def made(folder: Path, company_yaml: str, *filings: str) -> Result:
    files = {f"filings/{number}.yaml": text for number, text in enumerate(filings)}
    return built(folder, {"company.yaml": company_yaml, "statements.yaml": SHARES, FILED: None, **files})


def per_share(result: Result, key: str, *labels: str) -> list[object]:
    return [shown(result, "Per Share", key, label) for label in labels]


def close(*values: float) -> object:
    return pytest.approx(list(values), rel=1e-9)


def states(result: Result, start: str) -> dict[str, tuple[str, str]]:
    return {each.id: (each.state, each.kind) for each in checks_on_sheet(result) if each.id.startswith(start)}


BEFORE = filing("2022-11-14", earnings("1H2022", "1000", "10000000", "100.00"))
THREE = ("2023-04-01", 3, 1)


def after(profit: str = "1200", shares: str = "30000000", eps: str = "40.00", more: str = "") -> str:
    return filing("2023-11-14", earnings("1H2023", profit, shares, eps), more=more)


def test_a_split_between_two_filings(tmp_path: Path) -> None:
    """100.00 before a split of 3 for 1 is 33.33 today; profit grew by a fifth, and so did EPS."""
    result = made(tmp_path, company(THREE), BEFORE, after())
    assert per_share(result, "income_statement.eps.split_factor", "1H2022", "1H2023") == [3, 1]
    assert per_share(result, "basic_eps_adjusted", "1H2022", "1H2023") == close(100 / 3, 40)
    assert per_share(result, "weighted_shares_adjusted", "1H2022", "1H2023") == [30000000, 30000000]
    assert per_share(result, "basic_eps_recomputed", "1H2022", "1H2023") == close(100 / 3, 40)
    assert per_share(result, "basic_eps_growth", "1H2023") == close(0.2)
    assert shown(result, "Income Statement", "eps", "1H2022") == 100      # as printed
    assert states(result, "basic_eps:") == {f"basic_eps:{label}": ("EXACT", "hard") for label in ("1H2022", "1H2023")}


@pytest.mark.parametrize(("splits", "factor"), [
    pytest.param([("2023-04-01", 10, 1)], 10, id="10 for 1"),
    pytest.param([("2023-04-01", 3, 2)], 1.5, id="3 for 2"),
    pytest.param([("2023-04-01", 1, 10)], 0.1, id="reverse, 1 for 10"),
    pytest.param([("2022-12-01", 2, 1), ("2023-04-01", 3, 2), ("2023-10-01", 1, 5)], 0.6, id="three between"),
    pytest.param([("2022-10-01", 2, 1), ("2023-04-01", 3, 1)], 3, id="one before both filings"),
    pytest.param([("2022-11-14", 2, 1)], 1, id="effective on the day of the first filing"),
    pytest.param([("2022-11-15", 2, 1)], 2, id="effective on the day after"),
])
def test_splits_of_every_ratio(tmp_path: Path, splits: list[tuple[str, int, int]], factor: float) -> None:
    shares, eps = round(10000000 * factor), 120 / factor
    result = made(tmp_path, company(*splits), BEFORE, after(shares=str(shares), eps=f"{eps:.2f}"))
    assert per_share(result, "income_statement.shares.split_factor", "1H2022", "1H2023") == close(factor, 1)
    assert per_share(result, "basic_eps_adjusted", "1H2022") == close(100 / factor)
    assert per_share(result, "weighted_shares_adjusted", "1H2022") == close(10000000 * factor)
    assert per_share(result, "basic_eps_growth", "1H2023") == close(0.2)
    assert {state for state, _ in states(result, "basic_eps:").values()} == {"EXACT"}


def test_a_split_after_the_last_filing(tmp_path: Path) -> None:
    result = made(tmp_path, company(THREE, ("2024-01-01", 2, 1)), BEFORE, after())
    assert per_share(result, "income_statement.eps.split_factor", "1H2022", "1H2023") == [6, 2]
    assert per_share(result, "basic_eps_adjusted", "1H2022", "1H2023") == close(100 / 6, 20)


def test_a_filing_that_declares_another_basis(tmp_path: Path) -> None:
    """Filed after the split, its figures are still before it."""
    late = after(shares="10000000", eps="120.00", more=", split_basis: 2023-03-31")
    result = made(tmp_path / "own", company(THREE), BEFORE, late)
    assert per_share(result, "basic_eps_adjusted", "1H2022", "1H2023") == close(100 / 3, 40)
    assert per_share(result, "basic_eps_growth", "1H2023") == close(0.2)
    early = filing("2022-11-14", earnings("1H2022", "1000", "30000000", "33.33"), more=", split_basis: 2023-04-01")
    result = made(tmp_path / "early", company(THREE), early, after())
    assert per_share(result, "basic_eps_adjusted", "1H2022", "1H2023") == close(33.33, 40)


RESTATED = filing("2023-11-14", earnings("1H2022, 1H2023", "1000, 1200", "30000000, 30000000", "33.33, 40.00"))


def test_the_same_figure_in_two_filings_stands_on_one_basis(tmp_path: Path) -> None:
    result = made(tmp_path, company(THREE), BEFORE, RESTATED)
    assert per_share(result, "basic_eps_growth", "1H2023") == close(40 / 33.33 - 1)
    assert states(result, "basis:") == {
        "basis:income_statement.shares:1H2022:0": ("EXACT", "hard"),
        "basis:income_statement.eps:1H2022:0": ("ROUND", "soft")}


@pytest.mark.parametrize(("splits", "declared"), [
    pytest.param([], "", id="a split that company.yaml lacks"),
    pytest.param([("2023-04-01", 2, 1)], "", id="of another ratio"),
    pytest.param([THREE], ", split_basis: 2023-03-31", id="a basis declared wrongly"),
])
def test_a_mixed_basis_is_caught(tmp_path: Path, splits: list[tuple[str, int, int]], declared: str) -> None:
    later = RESTATED.replace("assurance: reviewed", f"assurance: reviewed{declared}")
    result = made(tmp_path, company(*splits), BEFORE, later)
    assert states(result, "basis:") == {
        "basis:income_statement.shares:1H2022:0": ("FAIL", "hard"),
        "basis:income_statement.eps:1H2022:0": ("FAIL", "soft")}


FIRST_QUARTER = filing("2023-08-10", earnings("1Q2023", "500", "10000000", "50.00"))
HALF = filing("2023-11-14", earnings("1H2023", "1200", "30000000", "40.00"))
OCTOBER = ("2023-10-01", 3, 1)


def test_a_quarter_derived_across_a_split(tmp_path: Path) -> None:
    """91 of the 183 days are in the first quarter, whose ten million shares are thirty today."""
    result = made(tmp_path, company(OCTOBER), FIRST_QUARTER, HALF)
    shares = (30000000 * 183 - 10000000 * 3 * 91) / 92
    assert shown(result, "Income Statement", "shares", "2Q2023") == pytest.approx(shares)
    assert per_share(result, "weighted_shares_adjusted", "1Q2023", "2Q2023", "1H2023") == close(
        30000000, shares, 30000000)
    assert per_share(result, "basic_eps_recomputed", "2Q2023") == close((1200 - 500) * 1e6 / shares)
    assert shown(result, "Income Statement", "eps", "2Q2023") == "n.a."
    estimate = cell(result, "Income Statement", "shares", "2Q2023")
    assert estimate and estimate.look == "Estimate"


def test_a_total_of_shares_over_two_bases_is_not_added_up(tmp_path: Path) -> None:
    """The later filing prints no dilution of its own; ten million and a hundred thousand old ones do not add."""
    statements = SHARES.replace("    eps:", "    dilution: {label: Dilution, unit: shares, additivity: average}\n"
                                "    diluted: {label: Diluted, unit: shares, additivity: average, "
                                "sum: [shares, dilution], concept: weighted_shares_diluted}\n    eps:")
    first = filing("2022-11-14", table("income_statement", "1H2022", "shares: [10000000]; dilution: [100000]; "
                                       "diluted: [10100000]"))
    second = filing("2023-11-14", table("income_statement", "1H2022", "shares: [30000000]; diluted: [30300000]"))
    result = built(tmp_path, {"company.yaml": company(THREE), "statements.yaml": statements, FILED: None,
                              "filings/a.yaml": first, "filings/b.yaml": second})
    assert shown(result, "Income Statement", "diluted", "1H2022") == 30300000


def test_a_workbook_with_splits_is_what_libreoffice_calculates(tmp_path: Path) -> None:
    dividends = table("dividends", "2023-03-31, 2023-09-30", "total: [300, 330]; dps: [30.00, 11.00]")
    result = made(tmp_path, company(("2022-12-01", 2, 1), THREE, ("2023-10-01", 1, 5), ("2023-12-01", 3, 2)), BEFORE,
                  FIRST_QUARTER, filing("2023-11-14", earnings("1H2022, 1H2023", "1000, 1200", "12000000, 12000000",
                                                               "83.33, 100.00"), dividends))
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []
    assert per_share(result, "weighted_shares_adjusted", "1H2022", "1Q2023") == close(18000000, 3000000)
    assert per_share(result, "dps_adjusted", "FY2022", "1H2023") == close(30 / 0.9, 11 / 0.3)


# -- dividends by record date -------------------------------------------------------------------------------


def dividends(folder: Path, a_year: int, dates: str, dps: str, split: tuple[str, int, int] | None = None) -> Result:
    periods = "FY2022, 1Q2023, 1H2023, 9M2023, FY2023"
    income = earnings(periods, "100, 20, 50, 80, 110", ", ".join(["10000000"] * 5), "10.00, 2.00, 5.00, 8.00, 11.00")
    equity = table("balance_sheet", "2023-03-31, 2023-06-30, 2023-09-30, 2023-12-31, 2024-03-31",
                   "equity: [1000, 1010, 1020, 1030, 1040]")
    return made(folder, company(*([split] if split else []), more=f"dividends_a_year: {a_year}\n"), filing(
        "2024-05-15", income, table("dividends", dates, f"dps: [{dps}]; total: [{dps}]"), equity))


def twelve_months(result: Result) -> list[object]:
    return per_share(result, "dps_ltm", "1Q2023", "1H2023", "9M2023", "FY2023")


def test_one_record_date_a_year(tmp_path: Path) -> None:
    result = dividends(tmp_path, 1, "2023-03-31, 2024-03-31", "30.00, 33.00")
    assert twelve_months(result) == close(30, 30, 30, 33)
    assert per_share(result, "dps_year", "FY2022", "FY2023") == close(30, 33)
    assert per_share(result, "payout_year", "FY2023") == close(33 / 11)
    assert per_share(result, "dividends_due", "1H2023", "9M2023", "FY2023") == [30, 30, 30]
    assert per_share(result, "dps_growth", "FY2023") == close(0.1)


def test_two_record_dates_a_year(tmp_path: Path) -> None:
    result = dividends(tmp_path, 2, "2022-09-30, 2023-03-31, 2023-09-30, 2024-03-31", "10.00, 20.00, 12.00, 21.00")
    assert twelve_months(result) == close(30, 32, 32, 33)
    assert per_share(result, "dps_year", "FY2022", "FY2023") == close(30, 33)
    assert per_share(result, "dividends_due", "1H2023", "9M2023", "FY2023") == [20, 32, 32]


def test_four_record_dates_a_year(tmp_path: Path) -> None:
    dates = "2022-09-30, 2022-12-31, 2023-03-31, 2023-06-30, 2023-09-30, 2023-12-31, 2024-03-31"
    result = dividends(tmp_path, 4, dates, "7.00, 7.00, 8.00, 8.00, 8.00, 8.00, 9.00")
    assert twelve_months(result) == close(30, 31, 32, 33)
    assert per_share(result, "dps_year", "FY2022", "FY2023") == ["n.a.", pytest.approx(33)]   # no June 2022
    assert per_share(result, "dividends_due", "1H2023", "9M2023", "FY2023") == [16, 24, 32]


def test_a_dividend_that_is_missing_is_not_nothing(tmp_path: Path) -> None:
    """A half-yearly payer whose interim dividend no filing gives; a printed dash is another thing."""
    result = dividends(tmp_path / "missing", 2, "2023-03-31, 2024-03-31", "20.00, 21.00")
    assert twelve_months(result) == ["n.a."] * 4
    assert per_share(result, "dps_year", "FY2023") == ["n.a."]
    result = dividends(tmp_path / "dash", 2, "2022-09-30, 2023-03-31, 2023-09-30, 2024-03-31", "nil, 20.00, nil, 21.00")
    assert twelve_months(result) == close(20, 20, 20, 21)


def test_a_dividend_outside_the_usual_dates_counts(tmp_path: Path) -> None:
    """A commemorative dividend at the end of June."""
    result = dividends(tmp_path, 1, "2023-03-31, 2023-06-30, 2024-03-31", "30.00, 5.00, 33.00")
    assert twelve_months(result) == close(35, 35, 35, 38)


def test_dividends_of_a_year_with_a_split_in_it(tmp_path: Path) -> None:
    """Two for one on October 1, 2023: 12.00 declared for the end of September is 6.00 today."""
    result = dividends(tmp_path, 2, "2022-09-30, 2023-03-31, 2023-09-30, 2024-03-31", "10.00, 20.00, 12.00, 10.50",
                       ("2023-10-01", 2, 1))
    assert per_share(result, "dps_year", "FY2022", "FY2023") == close(15, 16.5)
    assert per_share(result, "payout_year", "FY2023") == close(16.5 / 11)


def test_the_shape_of_a_split_basis(tmp_path: Path) -> None:
    found = complaints(tmp_path, {FILED: filing("2023-11-14", more=", split_basis: March")})
    assert any("'March' is not a date" in each for each in found)
