"""A share price in another currency than the accounts, in pence, or of a depositary receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import filing, table
from tests.currencies import NA, Worked

COMPANY = """\
name: Sample Consulting Ltd.
code: "0000"
standard: IFRS
currency: USD
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 03-31, named_after: end}
dividends_a_year: 1
"""
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    owners: {label: Profit attributable to owners, concept: profit_to_owners}
    basic: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    nci: {label: Non-controlling interests, concept: non_controlling_interests}
    equity: {label: Equity attributable to owners, concept: owners_equity}
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  items:
    dps: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
"""
FILED = filing(
    "2024-05-10", table("income_statement", "FY2024", "owners: [3000]; basic: [4000000000]"),
    table("balance_sheet", "2024-03-31", "cash: [500]; nci: [100]; equity: [10000]; issued: [4000000000]; "
          "treasury: [nil]"),
    table("dividends", "2024-03-31", "dps: [0.30]"))
RATE = "rates:\n  - {from: USD, to: INR, rate: 83.5, date: 2024-05-10, source: Central bank}\n"
MIXED = ("market_cap", "per_ltm", "pbr", "dividend_yield")


def priced(folder: Path, price: str, rates: str = "", company: str = COMPANY, statements: str = STATEMENTS) -> Worked:
    """The company at a share price of 2024-05-10."""
    said = f"share_price: {{date: 2024-05-10, {price}}}\n" if price else ""
    return Worked(folder, {"company.yaml": company + said + rates, "statements.yaml": statements,
                           "filings/2024-05-10.yaml": FILED})


def rows(worked: Worked, *names: str) -> list[float | None]:
    return [worked.of(name, "FY2024") for name in names]


def test_without_a_rate_what_would_mix_two_currencies_is_not_available(tmp_path: Path) -> None:
    worked = priced(tmp_path, "value: 1500, currency: INR")
    assert rows(worked, *MIXED) == [NA] * 4
    assert worked.apart("market_cap", "FY2024") == worked.apart("pbr", "FY2024") == ("INR", "USD")
    assert worked.of("bps", "FY2024") == 2.5
    assert worked.of("price_adjusted", "FY2024") == 1500
    assert worked.currency("price_adjusted", "FY2024") == "INR"
    assert worked.failing() == []


def test_with_a_rate_of_its_day_the_price_becomes_one_in_the_currency_of_the_accounts(tmp_path: Path) -> None:
    """4,000 million shares at 1,500 rupees are 6,000,000 million rupees, and 71,856 million dollars at 83.5."""
    worked = priced(tmp_path, "value: 1500, currency: INR", RATE)
    cap = 6_000_000 / 83.5
    assert rows(worked, *MIXED) == pytest.approx([cap, cap / 3000, cap / 10000, 0.30 * 83.5 / 1500], rel=1e-12)
    assert worked.currency("market_cap", "FY2024") == "USD"
    assert worked.checks()["price_to_book:2024-03-31"] == "EXACT"


@pytest.mark.parametrize("rate", [
    "from: INR, to: USD, rate: 0.01197604790419, date: 2024-05-10",
    "from: USD, to: INR, rate: 83.5, since: 2024-05-01, until: 2024-05-31"])
def test_a_rate_may_be_told_the_other_way_or_span_the_day(tmp_path: Path, rate: str) -> None:
    worked = priced(tmp_path, "value: 1500, currency: INR", f"rates:\n  - {{{rate}, source: P}}\n")
    assert worked.of("pbr", "FY2024") == pytest.approx(600 / 83.5, rel=1e-9)


@pytest.mark.parametrize("rate", ["from: USD, to: INR, rate: 83.5, date: 2024-03-31",
                                  "from: USD, to: INR, rate: 83.5, period: FY2024",
                                  "from: EUR, to: INR, rate: 90, date: 2024-05-10"])
def test_a_rate_of_another_day_or_currency_is_none(tmp_path: Path, rate: str) -> None:
    worked = priced(tmp_path, "value: 1500, currency: INR", f"rates:\n  - {{{rate}, source: P}}\n")
    assert rows(worked, *MIXED) == [NA] * 4


def test_the_currency_of_the_accounts_named_outright_changes_nothing(tmp_path: Path) -> None:
    outright, plain = (priced(tmp_path / name, price) for name, price in (
        ("outright", "value: 18, currency: USD"), ("plain", "value: 18")))
    assert rows(outright, *MIXED) == rows(plain, *MIXED) == pytest.approx([72000, 24, 7.2, 0.30 / 18])
    assert not outright.proof.grid.currencies.several


@pytest.mark.parametrize("pence", ["GBX", "GBp"])
def test_a_price_in_pence_for_accounts_in_pounds_needs_no_rate(tmp_path: Path, pence: str) -> None:
    worked = priced(tmp_path, f"value: 1800, currency: {pence}", company=COMPANY.replace("USD", "GBP"))
    assert rows(worked, *MIXED) == pytest.approx([72000, 24, 7.2, 0.30 / 18])


def test_a_price_in_pence_for_accounts_in_dollars_takes_the_rate_of_the_pound(tmp_path: Path) -> None:
    rate = "rates:\n  - {from: GBP, to: USD, rate: 1.25, date: 2024-05-10, source: P}\n"
    worked = priced(tmp_path, "value: 1440, currency: GBX", rate)
    assert rows(worked, *MIXED) == pytest.approx([72000, 24, 7.2, 0.30 / 18])


def test_the_price_of_a_receipt_is_divided_by_its_shares(tmp_path: Path) -> None:
    worked = priced(tmp_path, "value: 180, shares: 10")
    assert rows(worked, *MIXED) == pytest.approx([72000, 24, 7.2, 0.30 / 18])
    assert worked.of("price_adjusted", "FY2024") == 18


def test_a_dividend_in_the_currency_of_the_price_gives_a_yield(tmp_path: Path) -> None:
    """The dividend is in rupees and so is the price: neither is compared with accounts in dollars."""
    rupees = STATEMENTS.replace("unit: per_share, concept: div", "unit: per_share, currency: INR, concept: div")
    worked = priced(tmp_path, "value: 1500, currency: INR", statements=rupees)
    assert worked.of("dividend_yield", "FY2024") == pytest.approx(0.30 / 1500)
    assert rows(worked, "market_cap", "pbr") == [NA, NA]
