"""Diluted shares of periods that no filing prints: a loss switches dilution off, and no average goes over that."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.proof import FAIL
from generator.model.period import Slot
from generator.pipeline import Result
from tests.companies import COMPANY, audited, built, cell, changed, filing, shown, table, worth
from tests.oracle import differences, formulas, recalculated, stored

DECEMBER = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Profit or loss attributable to owners, concept: profit_to_owners}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    deps: {label: Diluted EPS, unit: per_share, additivity: per_share, concept: diluted_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    wd: {label: Diluted weighted shares, unit: shares, additivity: average, concept: weighted_shares_diluted}
"""


def columns(period: str, profit: str, basic: int, diluted: int, more: str = "") -> str:
    """A table of one period; EPS follow from profit and shares to the hundredth."""
    amount = float(profit.strip("()")) * (-1 if profit.startswith("(") else 1)
    eps = [f"({-value:.2f})" if value < 0 else f"{value:.2f}" for value in (
        round(amount * 1e6 / basic, 2), round(amount * 1e6 / diluted, 2))]
    return table("income_statement", period, f"owners: [{profit}]; beps: [{eps[0]}]; deps: [{eps[1]}]; "
                 f"wb: [{basic}]; wd: [{diluted}]{more}").replace("heading: income_statement", f"heading: {period}")


def files(*tables: str, statements: str = STATEMENTS) -> dict[str, str | bytes | None]:
    return {"company.yaml": DECEMBER, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
            "filings/2024-02-20.yaml": filing("2024-02-20", *tables)}


def made(folder: Path, *tables: str, statements: str = STATEMENTS) -> Result:
    return built(folder, files(*tables, statements=statements))


def failing(result: Result) -> list[str]:
    return [check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL]


def diluted(result: Result, label: str) -> tuple[object, object, object]:
    """Basic shares, diluted shares and diluted EPS of a derived period."""
    return (shown(result, "Per Share", "weighted_shares_adjusted", label),
            shown(result, "Per Share", "diluted_shares_adjusted", label),
            shown(result, "Per Share", "diluted_eps_recomputed", label))


def test_a_loss_after_a_profit_is_not_diluted(tmp_path: Path) -> None:
    """90 in nine months and a loss of 60 in the year are a loss of 150 in the fourth quarter, on a hundred million."""
    result = made(tmp_path, columns("9M2023", "90", 100_000_000, 120_000_000),
                  columns("FY2023", "(60)", 100_000_000, 100_000_000))
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), pytest.approx(1e8), pytest.approx(-1.5))
    found = cell(result, "Income Statement", "wd", "4Q2023")
    assert found and found.look == "Estimate" and "IAS 33.41" in found.remark
    assert failing(result) == []
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []


@pytest.mark.parametrize(("first", "whole", "wanted"), [
    ("1Q2023", "1H2023", "2Q2023"), ("1H2023", "9M2023", "3Q2023"), ("1H2023", "FY2023", "2H2023"),
    ("9M2023", "FY2023", "4Q2023")])
def test_a_profit_after_a_loss_cannot_be_derived(tmp_path: Path, first: str, whole: str, wanted: str) -> None:
    """Dilution was off in the first period and on in the whole: weighted by days far more than any printed average."""
    result = made(tmp_path, columns(first, "(90)", 100_000_000, 100_000_000),
                  columns(whole, "60", 100_000_000, 120_000_000))
    assert diluted(result, wanted) == (pytest.approx(1e8), "n.a.", "n.a.")
    found = cell(result, "Income Statement", "wd", wanted)
    assert found and "a loss in one of the periods" in found.remark
    assert failing(result) == []


def test_a_profit_between_two_losses_cannot_be_derived(tmp_path: Path) -> None:
    """Both printed periods are without dilution; the quarter that earned 30 is not."""
    result = made(tmp_path, columns("9M2023", "(90)", 100_000_000, 100_000_000),
                  columns("FY2023", "(60)", 100_000_000, 100_000_000))
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), "n.a.", "n.a.")


def test_a_loss_between_two_losses_is_not_diluted(tmp_path: Path) -> None:
    result = made(tmp_path, columns("9M2023", "(90)", 100_000_000, 100_000_000),
                  columns("FY2023", "(120)", 100_000_000, 100_000_000))
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), pytest.approx(1e8), pytest.approx(-0.3))


def test_ordinary_years_keep_the_estimate(tmp_path: Path) -> None:
    """(120 x 365 - 110 x 273) / 92 days."""
    result = made(tmp_path, columns("9M2023", "90", 100_000_000, 110_000_000),
                  columns("FY2023", "120", 100_000_000, 120_000_000))
    average = (120_000_000 * 365 - 110_000_000 * 273) / 92
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), pytest.approx(average), pytest.approx(30e6 / average))


def test_an_estimate_below_the_basic_average_is_none(tmp_path: Path) -> None:
    """Options that were dilutive over nine months and hardly over the year: both printed averages are right."""
    result = made(tmp_path, columns("9M2023", "90", 100_000_000, 104_000_000),
                  columns("FY2023", "120", 100_000_000, 100_500_000))
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), "n.a.", "n.a.")
    assert failing(result) == []


def test_additional_shares_are_not_derived_over_a_loss(tmp_path: Path) -> None:
    """Where the diluted average is a sum, neither it nor what dilution adds is estimated."""
    statements = STATEMENTS.replace("    wd: {label: Diluted weighted shares, ", "    more: {label: Dilutive shares, "
                                    "unit: shares, additivity: average, concept: dilutive_shares}\n"
                                    "    wd: {label: Diluted weighted shares, sum: [wb, more], ")
    result = made(tmp_path, columns("9M2023", "90", 100_000_000, 120_000_000, "; more: [20000000]"),
                  columns("FY2023", "(60)", 100_000_000, 100_000_000, "; more: [nil]"), statements=statements)
    assert shown(result, "Income Statement", "more", "4Q2023") == "n.a."
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), pytest.approx(1e8), pytest.approx(-1.5))


def test_a_loss_to_ordinary_shares_alone_switches_dilution_off(tmp_path: Path) -> None:
    """A profit of 10 in the fourth quarter less preferred dividends of 25 is a loss of 15 to ordinary shares."""
    statements = STATEMENTS + "    preferred: {label: Preferred dividends, concept: preferred_dividends}\n"
    nine = columns("9M2023", "90", 100_000_000, 120_000_000, "; preferred: [nil]")
    year = table("income_statement", "FY2023", "owners: [100]; beps: [0.75]; deps: [0.65]; wb: [100000000]; "
                 "wd: [115000000]; preferred: [(25)]")
    result = made(tmp_path, nine, year, statements=statements)
    assert diluted(result, "4Q2023") == (pytest.approx(1e8), pytest.approx(1e8), pytest.approx(-0.15))


def test_interest_added_back_is_not_derived_over_a_loss(tmp_path: Path) -> None:
    """56 of interest in nine months is nothing in the year's loss: not -56 in the quarter."""
    statements = STATEMENTS + "    back: {label: Interest on convertibles, concept: diluted_earnings_adjustment}\n"
    nine = table("income_statement", "9M2023", "owners: [900]; beps: [9.00]; deps: [7.97]; wb: [100000000]; "
                 "wd: [120000000]; back: [56]")
    result = made(tmp_path, nine, columns("FY2023", "(60)", 100_000_000, 100_000_000, "; back: [nil]"),
                  statements=statements)
    assert shown(result, "Income Statement", "back", "4Q2023") == "n.a."
    assert diluted(result, "4Q2023")[1:] == (pytest.approx(1e8), "n.a.")
    assert failing(result) == []


def test_a_dash_for_diluted_earnings_in_a_loss_raises_nothing(tmp_path: Path) -> None:
    """Loss makers print a dash, as there is no dilution to tell of."""
    dash = table("income_statement", "FY2023", "owners: [(60)]; beps: [(0.60)]; deps: [nil]; wb: [100000000]; "
                 "wd: [nil]")
    assert failing(made(tmp_path / "own", dash)) == []
    full = table("income_statement", "FY2023", "owners: [(60)]; beps: [(0.60)]; deps: [nil]; wb: [100000000]; "
                 "wd: [100000000]")
    assert failing(made(tmp_path / "full", full)) == []


def test_diluted_shares_below_basic_ones_are_seen(tmp_path: Path) -> None:
    wrong = columns("FY2023", "60", 100_000_000, 120_000_000).replace("wd: [120000000]", "wd: [12000000]")
    assert "diluted_shares_not_below_basic:FY2023" in failing(made(tmp_path, wrong))


QUARTER = st.tuples(st.integers(-500, 500), st.integers(0, 20))


@given(quarters=st.lists(QUARTER, min_size=4, max_size=4))
def test_no_quarter_has_fewer_diluted_shares_than_basic_ones(tmp_path_factory: pytest.TempPathFactory,
                                                             quarters: list[tuple[int, int]]) -> None:
    """Cumulative reports of random quarters: a derived loss is undiluted, nothing is derived over a loss."""
    tables, whole, profits = [], 0, {}
    for name, quarter, (profit, more) in zip(("1Q", "1H", "9M", "FY"), ("1Q", "2Q", "3Q", "4Q"), quarters, strict=True):
        whole, before = whole + profit, whole
        profits[quarter] = profit, before, whole
        tables.append(columns(f"{name}2023", f"({-whole})" if whole < 0 else str(whole), 100_000_000,
                              100_000_000 + (more * 1_000_000 if whole >= 0 else 0)))
    proof = audited(tmp_path_factory.mktemp("loss"), files(*tables)).proof
    assert not any(outcome.state == FAIL for _, outcome in proof.outcomes())
    for quarter, (profit, before, after) in list(profits.items())[1:]:
        shares = worth(proof, ("income_statement", "wd", ""), Slot(2023, quarter))
        if profit < 0:
            assert shares == pytest.approx(100_000_000)
        elif before < 0 or after < 0:
            assert shares is None
        else:
            assert shares is None or shares >= 99_999_999
