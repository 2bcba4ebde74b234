"""A company typed in thousands, millions and billions, table by table, is the company typed in one scale."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.proof import Proof
from generator.formulas.expression import RowAt, RowKey
from generator.inputs.load import load_inputs
from generator.model.measure import SCALES
from tests.companies import FILED, filing, table, write_company
from tests.fuzz import costly

pytestmark = pytest.mark.fuzz
COMPANY = """\
name: Sample Ltd.
code: "0000"
standard: IFRS
currency: JPY
scale: million
rounding: nearest
foots: exact
fiscal_year: {{ends: 12-31, named_after: end}}
share_price: {{value: 1234.5, date: 2023-12-31}}
units: {{ours: {{label: JPY {of_unit}, scale: {of_unit}}}}}
"""
STATEMENTS = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
{of_statement}  items:
    sales: {{label: Sales, concept: revenue}}
    costs: {{label: Costs, concept: -cost_of_sales}}
    gross: {{label: Gross profit, sum: [sales, -costs], concept: gross_profit}}
    interest: {{label: Interest, unit: ours, concept: interest_expenses}}
    owners: {{label: Profit, concept: profit_to_owners}}
    eps: {{label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}}
    weighted: {{label: Shares, unit: shares, scale: {of_shares}, additivity: average, concept: weighted_shares_basic}}
balance_sheet:
  title: Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {{label: Cash, concept: cash}}
    other: Other assets
    assets: {{label: Assets, sum: [cash, other], concept: total_assets}}
    equity: {{label: Equity, concept: owners_equity}}
    issued: {{label: Shares issued, unit: shares, concept: shares_issued}}
    treasury: {{label: Treasury shares, unit: shares, concept: treasury_shares_held}}
"""
WORDS = tuple(SCALES)
FLOWS, BALANCES = ("sales", "costs", "interest", "owners"), ("cash", "other", "equity")
PERIODS = ("9M2022", "FY2022"), ("9M2023", "FY2023")


@dataclass(frozen=True)
class Typed:
    """The scale in which each thing is typed."""

    statement: str
    filings: tuple[str, str]
    tables: tuple[str, str, str, str]
    unit: str
    shares: str
    balances: str


SAME = Typed("", ("", ""), ("", "", "", ""), "million", "one", "one")
some = st.sampled_from(("", *WORDS))
typed = st.builds(Typed, some, st.tuples(some, some), st.tuples(some, some, some, some), st.sampled_from(WORDS),
                  st.sampled_from(WORDS), st.sampled_from(WORDS))
exact = st.integers(1_000, 99_999_999)


@st.composite
def companies(draw: st.DrawFn) -> dict[tuple[str, int], int]:
    """Figures of two years in thousands, by row and column, of which sums add up; shares in ones."""
    found = {(row, column): draw(exact) for row in (*FLOWS, *BALANCES, "issued", "weighted", "treasury")
             for column in range(4)}
    for column in range(4):
        found["gross", column] = found["sales", column] - found["costs", column]
        found["assets", column] = found["cash", column] + found["other", column]
    return found


def _printed(ones: int, scale: str) -> str:
    return f"{Decimal(ones) / SCALES[scale]:f}"


def _files(figures: Mapping[tuple[str, int], int], how: Typed) -> dict[str, str | bytes | None]:
    """The company as it is typed in these scales."""
    files: dict[str, str | bytes | None] = {FILED: None, "company.yaml": COMPANY.format(of_unit=how.unit)}
    said = f"  scale: {how.statement}\n" if how.statement else ""
    files["statements.yaml"] = STATEMENTS.format(of_statement=said, of_shares=how.shares)
    for year, labels in enumerate(PERIODS):
        columns, tables = range(2 * year, 2 * year + 2), how.tables[2 * year:2 * year + 2]
        head, of_flows, of_balances = how.filings[year], *tables
        flows = of_flows or how.statement or head or "million"
        balances = of_balances or head or "million"

        def row(key: str, scale: str, times: int, columns: range = columns) -> str:
            return f"{key}: [{', '.join(_printed(figures[key, column] * times, scale) for column in columns)}]"

        rows = [row(key, how.unit if key == "interest" else flows, 1000)
                for key in ("sales", "costs", "gross", "interest", "owners")]
        eps = [Decimal(figures["owners", c] * 1000) / figures["weighted", c] for c in columns]
        rows += [f"eps: [{', '.join(f'{each:.2f}' for each in eps)}]", row("weighted", how.shares, 1)]
        by_name = f"    scale: {{amount: {flows}, interest: {how.unit}}}\n" if of_flows else ""
        ends = "2022-09-30, 2022-12-31" if year == 0 else "2023-09-30, 2023-12-31"
        files[f"filings/{2023 + year}-02-20.yaml"] = filing(
            f"{2023 + year}-02-20",
            table("income_statement", ", ".join(labels), "; ".join(rows), by_name),
            table("balance_sheet", ends, "; ".join(
                [*(row(key, balances, 1000) for key in ("cash", "other", "assets", "equity")),
                 *(row(key, how.balances, 1) for key in ("issued", "treasury"))]),
                f"    scale: {{amount: {balances}, shares: {how.balances}}}\n"),
            more=f", scale: {head}" if head else "")
    return files


def _shown(files: dict[str, str | bytes | None]) -> tuple[dict[str, float | None], dict[str, str]]:
    """Every cell of statements and computed rows, and the states of all checks."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = load_inputs(write_company(Path(folder), files))
    proof = Proof(inputs.book, inputs.templates)
    rows: list[RowKey] = [*proof.rows.templates, *(series for found in proof.grid.rows.values() for series in found)]
    cells = {f"{row} {slot.label}": quantity.value(proof.numbers) for row in rows for slot in inputs.book.slots
             if (quantity := proof.values.number_in(RowAt(row, slot)))}
    return cells, {check.id: outcome.state for check, outcome in proof.outcomes()}


@given(companies(), typed)
@costly()
def test_the_scales_in_which_a_company_is_typed_change_nothing(figures: dict[tuple[str, int], int],
                                                               how: Typed) -> None:
    (expected, states), (found, others) = _shown(_files(figures, SAME)), _shown(_files(figures, how))
    assert len(expected) > 200
    assert found == {key: value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6)
                     for key, value in expected.items()}
    assert others == states
