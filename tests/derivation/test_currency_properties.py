"""Random companies whose filings change their currency: no cell is made of two, and rates of one change nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.checks.proof import Proof
from generator.formulas.bases import ACCESSORS, BASIS
from generator.formulas.expression import RowAt, RowKey
from generator.inputs.load import load_inputs
from tests.companies import filing, table, write_company
from tests.fuzz import costly

pytestmark = pytest.mark.fuzz
RELAXED = costly()
FACTOR = 8
"""What figures in one currency are multiplied by, to see which cells move with them."""
COMPANY = """\
name: Acme
code: "1"
standard: IFRS
currency: JPY
scale: million
fiscal_year: {ends: 12-31, named_after: end}
dividends_a_year: 2
"""
ALWAYS = "rates:\n" + "".join(
    f"  - {{from: {each}, to: JPY, rate: 1, since: 2015-01-01, until: 2030-12-31, source: none}}\n"
    for each in ("USD", "EUR"))
STATEMENTS = """\
income:
  title: Income
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: {label: Costs, concept: cost_of_sales}
    gross: {label: Gross profit, sum: [revenue, costs], concept: gross_profit}
    owners: {label: Profit to owners, concept: profit_to_owners}
    basic: {label: Shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balances:
  title: Balances
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    other: Other assets
    assets: {label: Total assets, sum: [cash, other], concept: total_assets}
    equity: {label: Equity, concept: owners_equity}
dividends:
  title: Dividends
  sheet: Per Share
  additivity: instant
  items:
    dps: {label: Dividend per share, unit: dividend, concept: dividend_per_share}
"""
QUARTERS = ("1Q", "2Q", "3Q", "4Q")
COLUMNS = {"1H": (("2Q", "1H"), "06-30"), "9M": (("9M",), "09-30"), "FY": (("FY",), "12-31")}
FILED = {"1H": "08-10", "9M": "11-10", "FY": "02-20"}


@dataclass
class Report:
    """One filing: the year and period that it is on, and the currency of its figures."""

    year: int
    period: str
    currency: str


@dataclass
class Company:
    """Filings, and the figures of every quarter; the same wherever they are printed, whatever the currency."""

    reports: list[Report]
    quarters: Mapping[tuple[int, int], int]

    def figure(self, row: int, year: int, column: str) -> int:
        first, last = {"1H": (0, 2), "9M": (0, 3), "FY": (0, 4)}.get(column) or (
            QUARTERS.index(column), QUARTERS.index(column) + 1)
        return sum(self.quarters[year, quarter] * (row + 1) for quarter in range(first, last))

    def files(self, currencies: bool, factors: Mapping[str, int], rates: str = "") -> dict[str, str | bytes | None]:
        files: dict[str, str | bytes | None] = {"filings/2023-11-14.yaml": None, "company.yaml": COMPANY + rates,
                                                "statements.yaml": STATEMENTS}
        for number, report in enumerate(self.reports):
            said = f", currency: {report.currency}" if currencies else ""
            day = f"{report.year + (report.period == 'FY')}-{FILED[report.period]}"
            files[f"filings/{number}.yaml"] = filing(day, *self._tables(report, factors[report.currency]), more=said)
        return files

    def _tables(self, report: Report, times: int) -> Iterator[str]:
        columns, end = COLUMNS[report.period]
        printed = [(year, column) for year in (report.year - 1, report.year) for column in columns]
        flows = [times * self.figure(0, *each) for each in printed]
        rows = {"revenue": [3 * each for each in flows], "costs": [-2 * each for each in flows], "gross": flows,
                "owners": [times * self.figure(1, *each) for each in printed], "basic": [1_000_000 for _ in printed]}
        yield table("income", ", ".join(f"{column}{year}" for year, column in printed), _rows(rows))
        days = [(report.year - 1, "12-31"), (report.year, end)]
        cash = [times * self.quarters[year, int(day[:2]) // 3 - 1] for year, day in days]
        balances = {"cash": cash, "other": [2 * each for each in cash], "assets": [3 * each for each in cash],
                    "equity": [each + times for each in cash]}
        yield table("balances", ", ".join(f"{year}-{day}" for year, day in days), _rows(balances))
        if report.period in ("1H", "FY"):
            yield table("dividends", f"{report.year}-{end}", _rows({"dps": [times * (report.year - 2000)]}))


def _rows(rows: Mapping[str, list[int]]) -> str:
    return "; ".join(f"{key}: [{', '.join(map(str, figures))}]" for key, figures in rows.items())


@st.composite
def companies(draw: st.DrawFn) -> Company:
    years = range(2020, 2020 + draw(st.integers(2, 3)))
    reports = [Report(year, period, draw(st.sampled_from(("JPY", "USD", "EUR"))))
               for year in years for period in ("1H", "9M", "FY") if period == "FY" or draw(st.booleans())]
    quarters = {(year, quarter): draw(st.integers(10, 99_999)) for year in range(2019, years[-1] + 1)
                for quarter in range(4)}
    return Company(reports, quarters)


def values(files: Mapping[str, str | bytes | None]) -> dict[RowAt, float | None]:
    """Every cell of the book: statements, computed rows, rows on each basis."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = load_inputs(write_company(Path(folder), files))
    proof = Proof(inputs.book, inputs.templates)
    rows: list[RowKey] = [*proof.rows.templates]
    rows += [series for found in proof.grid.rows.values() for series in found]
    cells = [RowAt(row, slot, basis) for row in rows for slot in proof.grid.timeline.slots for basis in ("", *ACCESSORS)
             if not basis or (isinstance(row, tuple) and not BASIS[basis].unit)]
    found = ((cell, proof.values.number_in(cell)) for cell in cells)
    return {cell: quantity.value(proof.numbers) if quantity else None for cell, quantity in found}


def plain(currency: str = "") -> dict[str, int]:
    return {each: FACTOR if each == currency else 1 for each in ("JPY", "USD", "EUR")}


@RELAXED
@given(companies(), st.sampled_from(("JPY", "USD", "EUR")))
def test_no_cell_is_made_from_two_currencies(company: Company, currency: str) -> None:
    """Were a currency worth eight times less, its amounts alone would be eight times as many: nothing else moves."""
    assume(len({report.currency for report in company.reports}) > 1)
    before, after = values(company.files(True, plain())), values(company.files(True, plain(currency)))
    moved = {cell: (before[cell], after[cell]) for cell in before if before[cell] != after[cell]}
    wrong = {cell: pair for cell, pair in moved.items() if None in pair
             or pair[1] not in (pytest.approx(FACTOR * (pair[0] or 0)), pytest.approx(pair[0]))}
    assert not wrong


@RELAXED
@given(companies())
def test_rates_of_one_make_it_the_company_in_one_currency(company: Company) -> None:
    several, one = (values(company.files(several, plain(), ALWAYS if several else "")) for several in (True, False))
    wrong = {cell: (value, one[cell]) for cell, value in several.items()
             if (value is None) != (one[cell] is None) or value != pytest.approx(one[cell] or 0.0)}
    assert not {cell: pair for cell, pair in wrong.items() if pair != (None, None)}
