"""No check is there that could not fail: with every figure wrong, each of them says so."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from generator.pipeline import Result
from generator.xlsx.calculate import calculate
from tests.checks_on_sheet import CheckOnSheet, checks_on_sheet
from tests.editing import with_numbers

# Relations between formulas, not between figures: they hold whatever is typed, and guard the templates.
IDENTITIES = ("dupont_3", "dupont_5", "cash_conversion_cycle", "net_debt")
# What is never below zero: the wrong figures here keep their signs; tests/checks/test_proof.py turns one.
SIGNS = ("sign:", "within:")
# What is never more than another figure: the wrong figures may keep that order; a test below turns it.
BOUNDS = {"treasury_not_above_issued": "treasury_shares", "diluted_not_above_basic": "diluted_eps",
          "diluted_eps_bounds": "basic_eps", "interest_in_finance_expense": "interest_expenses",
          "gains_in_finance_income": "foreign_exchange_gain", "employees_of_the_group": "parent",
          "part_time_of_the_group": "parent_part_time"}
# What must be of one size: wrong figures here stay within fifty times; a test below makes one a thousand times larger.
SIZES = {"eps_size": "basic_eps", "dividend_size": "total_dividends", "dividends_paid_size": "dividends_paid",
         "average_shares": "basic_shares"}
# What is never less than another figure, here a sum with it: tests/derivation/test_dilution.py turns one.
LEAST = ("diluted_shares_not_below_basic",)
# A tolerance of one part in twenty, for buybacks, which wrong figures of the same size may stay within.
WIDE = ("split_basis",)


@pytest.fixture(scope="module")
def spoiled(iij: Result, iij_path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[CheckOnSheet]:
    """The checks after every reported figure was changed by an amount of its own."""
    dice = random.Random(3774)
    facts = openpyxl.load_workbook(iij_path, read_only=True)["Facts"]
    wrong = {f"H{number}": row[7] * dice.uniform(1.2, 3) + dice.uniform(5, 50)
             for number, row in enumerate(facts.iter_rows(values_only=True), start=1)
             if number > 4 and row[9] and isinstance(row[7], int | float)}
    assert len(wrong) == len(iij.book.facts)
    path = with_numbers(iij_path, tmp_path_factory.mktemp("spoiled") / "spoiled.xlsx", "Facts", wrong)
    return checks_on_sheet(replace(iij, values=calculate(path.read_bytes(), list(iij.values))))


def test_the_workbook_says_what_the_proof_says(iij: Result) -> None:
    """What a build prints is counted in memory; the cells are calculated apart from that."""
    assert [(each.id, each.state) for each in checks_on_sheet(iij)] == \
        [(check.id, outcome.state) for check, outcome in iij.proof.outcomes()]


def test_every_check_that_was_evaluated_fails(iij: Result, spoiled: list[CheckOnSheet]) -> None:
    before = {each.id: each.state for each in checks_on_sheet(iij)}
    tested = [each for each in spoiled if each.kind != "must not tie" and before[each.id] in ("EXACT", "ROUND")
              and not each.id.startswith((*IDENTITIES, *WIDE, *SIGNS, *LEAST, *BOUNDS, *SIZES))]
    assert [each.id for each in tested if each.state in ("EXACT", "ROUND")] == []
    # A growth across zero means nothing, and some figures have changed their sign.
    unsaid = [each.id for each in tested if each.state == "n.a."]
    assert len(unsaid) < 10
    assert all(each.startswith("growth:") for each in unsaid)


def test_identities_hold_whatever_is_typed(spoiled: list[CheckOnSheet]) -> None:
    found = [each.state for each in spoiled if each.id.startswith(IDENTITIES)]
    assert found.count("EXACT") >= 4
    assert set(found) <= {"EXACT", "n.a."}


@pytest.mark.parametrize("check", [*BOUNDS, *SIZES])
def test_a_part_that_is_more_than_the_whole_fails(iij: Result, iij_path: Path, tmp_path: Path, check: str) -> None:
    """Every figure of the part a hundred times as large, or of another size a thousand times, in whichever table."""
    key, times = (BOUNDS[check], 100) if check in BOUNDS else (SIZES[check], 1000)
    facts = openpyxl.load_workbook(iij_path, read_only=True)["Facts"]
    wrong = {f"H{number}": times * row[7] for number, row in enumerate(facts.iter_rows(values_only=True), start=1)
             if row[1] == key}
    path = with_numbers(iij_path, tmp_path / "typed.xlsx", "Facts", wrong)
    results = checks_on_sheet(replace(iij, values=calculate(path.read_bytes(), list(iij.values))))
    found = [each.state for each in results if each.id.startswith(f"{check}:") and each.state != "n.a."]
    assert found
    assert set(found) == {"FAIL"}


def test_what_must_differ_fails_when_it_does_not(iij: Result, iij_path: Path, tmp_path: Path) -> None:
    """The parent company's capital typed as the consolidated share capital, which it is not."""
    facts = openpyxl.load_workbook(iij_path, read_only=True)["Facts"]
    cell = next(f"H{number}" for number, row in enumerate(facts.iter_rows(values_only=True), start=1)
                if (row[0], row[1]) == ("issued_shares_and_capital", "capital"))
    path = with_numbers(iij_path, tmp_path / "typed.xlsx", "Facts", {cell: 25562})
    results = checks_on_sheet(replace(iij, values=calculate(path.read_bytes(), list(iij.values))))
    assert [each.id for each in results if each.state == "FAIL"] == ["capital_is_the_parents_own:2023-09-30"]
    assert not any(each.turns_master for each in results)
