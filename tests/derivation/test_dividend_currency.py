"""Dividends in another currency than the accounts: as declared, and never over earnings in another currency."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import complaints, filing, table
from tests.currencies import NA, Files, Worked

COMPANY = """\
name: Sample Services Ltd.
code: "0000"
standard: IFRS
currency: EUR
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 12-31, named_after: end}
dividends_a_year: 1
"""
UNITS = "units:\n  gbp: {label: GBP, decimals: 2}\n"
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    owners: {label: Profit attributable to owners, concept: profit_to_owners}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Shares
  sheet: Balance Sheet
  additivity: instant
  items:
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  items:
    dps: {label: Dividend per share, unit: gbp, concept: dividend_per_share}
    total: {label: Total dividends, unit: amount, concept: total_dividends}
"""
INCOME = table("income_statement", "FY2022, FY2023",
               "owners: [100, 120]; beps: [1.00, 1.20]; wb: [100000000, 100000000]")
SHARES = table("balance_sheet", "2022-12-31, 2023-12-31", "issued: [100000000, 100000000]; treasury: [nil, nil]")
DIVIDENDS = table("dividends", "2022-12-31, 2023-12-31", "dps: [0.43, 0.52]; total: [48, 60]")
RATE = "rates:\n  - {from: EUR, to: GBP, rate: 0.87, date: 2023-12-31, source: Central bank}\n"


def files(company: str = COMPANY + UNITS, statements: str = STATEMENTS, *tables: str) -> Files:
    return {"company.yaml": company, "statements.yaml": statements,
            "filings/2024-02-28.yaml": filing("2024-02-28", *(tables or (INCOME, SHARES, DIVIDENDS)))}


BY_LINE = STATEMENTS.replace("unit: gbp,", "unit: per_share, currency: GBP,")
BY_TABLE = DIVIDENDS.replace("    rows", "    currency: {per_share: GBP}\n    rows")


@pytest.mark.parametrize("given", [
    pytest.param(files(), id="a unit that is called by its currency"),
    pytest.param(files(COMPANY + UNITS.replace("decimals: 2", "currency: GBP")), id="a unit with a currency"),
    pytest.param(files(COMPANY, BY_LINE), id="a line item with a currency"),
    pytest.param(files(COMPANY, STATEMENTS.replace("unit: gbp", "unit: per_share"), INCOME, SHARES, BY_TABLE),
                 id="a table with a currency"),
])
def test_a_dividend_stands_as_declared_and_is_no_part_of_earnings_in_another_currency(
        tmp_path: Path, given: Files) -> None:
    worked = Worked(tmp_path, given)
    assert [worked.of("dps_declared", year) for year in ("FY2022", "FY2023")] == [0.43, 0.52]
    assert [worked.currency(row, "FY2023") for row in ("dps_declared", "dps_adjusted", "dps_year", "dps_ltm")] \
        == ["GBP"] * 4
    assert worked.of("payout_year", "FY2023") is NA
    assert worked.apart("payout_year", "FY2023") == ("EUR", "GBP")
    assert worked.of("payout_year_total", "FY2023") == 0.5
    assert worked.of("dps_growth", "FY2023") == pytest.approx(0.52 / 0.43 - 1)
    assert worked.failing() == []


def test_dividends_in_another_currency_are_not_held_against_their_total(tmp_path: Path) -> None:
    """0.52 pounds times a hundred million shares are no 60 million euros; nor do both tell a number of shares."""
    worked = Worked(tmp_path / "own", files())
    assert "total_dividends:2023-12-31" not in worked.checks()
    assert worked.of("dividend_shares", "FY2023") is NA
    euros = Worked(tmp_path / "euros", files(COMPANY, STATEMENTS.replace("unit: gbp", "unit: per_share")))
    assert euros.checks()["total_dividends:2023-12-31"] == "FAIL"


def test_a_rate_of_the_record_date_makes_the_payout(tmp_path: Path) -> None:
    worked = Worked(tmp_path, files(COMPANY + UNITS + RATE))
    assert worked.of("dps_year", "FY2023") == 0.52
    assert worked.of("payout_year", "FY2023") == pytest.approx(0.52 / 0.87 / 1.20)
    assert worked.of("payout_year", "FY2022") is NA


def test_pence_are_a_hundredth_of_a_pound(tmp_path: Path) -> None:
    pounds, pence = COMPANY.replace("EUR", "GBP"), BY_LINE.replace("currency: GBP", "currency: GBX")
    declared = DIVIDENDS.replace("[0.43, 0.52]", "[43.0, 52.0]")
    worked = Worked(tmp_path, files(pounds, pence, INCOME, SHARES, declared))
    assert worked.of("dps_declared", "FY2023") == 52
    assert worked.currency("dps_declared", "FY2023") == "GBX"
    assert worked.of("payout_year", "FY2023") == pytest.approx(0.52 / 1.20)


def test_a_unit_of_pence_is_asked_for_its_currency(tmp_path: Path) -> None:
    told = complaints(tmp_path, {"filings/2023-11-14.yaml": None, **files(COMPANY + UNITS.replace("GBP", "pence"))})
    assert len(told) == 1
    assert told[0].startswith("statements.yaml:20:5: 'dps' counts pence")
    assert told[0].endswith("write it in company.yaml: gbp: {label: pence, currency: GBX}")


TWO = COMPANY.replace("a_year: 1", "a_year: 2")
PER_SHARE = STATEMENTS.replace("unit: gbp", "unit: per_share").replace("    total", "    # total")
INTERIM = table("dividends", "2023-06-30", "dps: [0.20]")
FINAL = table("dividends", "2023-12-31", "dps: [0.52]").replace("    rows", "    currency: GBP\n    rows")


def test_two_dividends_of_a_year_in_two_currencies_never_add_up(tmp_path: Path) -> None:
    worked = Worked(tmp_path, files(TWO, PER_SHARE, INCOME, SHARES, INTERIM, FINAL))
    assert [worked.of("dps_declared", half) for half in ("1H2023", "FY2023")] == [0.20, 0.52]
    assert [worked.currency("dps_declared", half) for half in ("1H2023", "FY2023")] == ["EUR", "GBP"]
    assert worked.of("dps_year", "FY2023") is NA


def test_two_dividends_of_a_year_in_two_currencies_add_up_by_the_rate_of_the_record_date(tmp_path: Path) -> None:
    worked = Worked(tmp_path, files(TWO + RATE, PER_SHARE, INCOME, SHARES, INTERIM, FINAL))
    assert worked.of("dps_year", "FY2023") == pytest.approx(0.20 + 0.52 / 0.87)
    assert worked.currency("dps_year", "FY2023") == "EUR"
    assert worked.of("payout_year", "FY2023") == pytest.approx((0.20 + 0.52 / 0.87) / 1.20)


def test_dividends_printed_for_periods(tmp_path: Path) -> None:
    flows = BY_LINE.replace("  sheet: Per Share\n  additivity: instant", "  sheet: Per Share\n  additivity: flow")
    given = table("dividends", "FY2022, FY2023", "dps: [0.43, 0.52]; total: [48, 60]")
    worked = Worked(tmp_path, files(COMPANY, flows, INCOME, SHARES, given))
    assert worked.of("dps_year", "FY2023") == 0.52
    assert worked.of("payout_year", "FY2023") is NA
    assert worked.of("payout_year_total", "FY2023") == 0.5


def test_earnings_per_share_in_another_currency_are_not_held_against_profit(tmp_path: Path) -> None:
    dollars = STATEMENTS.replace("unit: per_share, additivity", "unit: per_share, currency: USD, additivity")
    income = INCOME.replace("[1.00, 1.20]", "[1.08, 1.30]")
    worked = Worked(tmp_path, files(COMPANY + UNITS, dollars, income, SHARES, DIVIDENDS))
    assert worked.of("basic_eps_recomputed", "FY2023") == 1.2
    assert worked.currency("basic_eps_recomputed", "FY2023") == "EUR"
    assert worked.currency("basic_eps_adjusted", "FY2023") == "USD"
    assert not [each for each in worked.checks() if each.startswith("basic_eps:")]
    assert worked.failing() == []
