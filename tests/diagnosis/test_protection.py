"""Which slips would show, worked out by hand for a small table; the aims on the real report."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest

from generator.checks.proof import FAIL
from generator.diagnosis.digits import misread, swapped
from generator.diagnosis.printed_tables import PrintedTables
from generator.diagnosis.protection import Protection, Tally
from generator.diagnosis.slips import SLIPS
from generator.pipeline import Result
from generator.report.audit import Audit
from tests.companies import audited
from tests.random_company import random_company

FILED = "filings/2023-11-14.yaml"
STATEMENTS = """\
report:
  title: Report
  sheet: Income Statement
  items:
    a: A
    b: B
    whole: {label: Whole, sum: [a, b]}
    alone: {label: Alone}
    again: {label: Whole again, same_as: report.whole}
"""
FILING = """\
filing: {title: Report, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: report
    heading: Table
    columns: [1H2022, 1H2023]
    rows:
      a: [10, 12]
      b: [20, 33]
      whole: [30, 45]
      alone: [7, 8]
      again: [30, 45]
"""


@pytest.fixture
def small(tmp_path: Path) -> Audit:
    return audited(tmp_path, {"statements.yaml": STATEMENTS, FILED: FILING})


def test_each_digit_has_nine_other_readings() -> None:
    assert sorted(misread(Decimal("12"), 0)) == sorted(
        [Decimal(10 * n + 2) for n in range(10) if n != 1] + [Decimal(10 + n) for n in range(10) if n != 2])
    assert Decimal("-1.35") in set(misread(Decimal("-1.25"), 2))
    assert list(misread(Decimal(0), 0)) == []


def test_neighbouring_digits_change_places() -> None:
    assert list(swapped(Decimal("11088"), 0)) == [Decimal("10188"), Decimal("11808")]
    assert list(swapped(Decimal("0.50"), 2)) == [Decimal("5.00"), Decimal("0.05")]
    assert list(swapped(Decimal("-77"), 0)) == []


def test_figures_are_proved_by_the_sum_and_by_the_second_printing(small: Audit) -> None:
    """A total stands in the footing and in the second printing; parts in the footing, and through the live
    total in the second printing: two relations each. The second printing has one, the lone figure none."""
    proofs = {(fact.series[1], fact.period.end.year): small.protection.proofs(fact) for fact in small.book.facts}
    for year in (2022, 2023):
        assert [proofs[item, year] for item in ("a", "b", "whole", "again", "alone")] == [2, 2, 1, 1, 0]


def test_a_check_that_follows_from_others_proves_nothing_more(tmp_path: Path) -> None:
    """The derived first quarter foots because the half and the second quarter do."""
    filing = FILING + """\
  - statement: report
    heading: Quarter
    columns: [2Q2023]
    rows: {a: [5], b: [6], whole: [11]}
"""
    found = audited(tmp_path, {"statements.yaml": STATEMENTS, FILED: filing})
    assert any(check.id == "derived:report.whole:1Q2023" for check in found.proof.checks)
    quarter = [fact for fact in found.book.facts if fact.heading == "Quarter"]
    assert [found.protection.proofs(fact) for fact in quarter] == [1, 1, 1]


def test_every_slip_is_counted_once_and_caught_where_a_check_stands(small: Audit) -> None:
    lone = next(fact for fact in small.book.facts if fact.series[1] == "alone" and fact.value == 7)
    by_kind = small.protection.by_kind(lone)
    # 7: nine other digits, one up and one down, the sign; beside it 8, above it 30 and below it 30.
    assert {kind: tally.made for kind, tally in by_kind.items()} == {
        "one digit misread": 9, "last digit off by one": 2, "sign": 1, "two digits swapped": 0,
        "copied from the neighbouring column": 1, "copied from the neighbouring row": 2}
    assert sum(tally.caught for tally in by_kind.values()) == 0
    part = next(fact for fact in small.book.facts if fact.series[1] == "b" and fact.value == 33)
    assert all(tally.caught == tally.hard == tally.made for tally in small.protection.by_kind(part).values())


def test_what_nothing_proves_is_named(small: Audit) -> None:
    assert [(fact.series[1], str(fact.value), tally.caught) for fact, tally in small.protection.unproved] == [
        ("alone", "7", 0), ("alone", "8", 0)]


def test_a_check_that_fails_today_protects_nothing(tmp_path: Path) -> None:
    broken = audited(tmp_path, {"statements.yaml": STATEMENTS, FILED: FILING.replace("[10, 12]", "[11, 12]")})
    proofs = {fact.series[1]: broken.protection.proofs(fact) for fact in broken.book.facts
              if fact.period.end.year == 2022}
    assert proofs == {"a": 0, "b": 0, "whole": 0, "again": 0, "alone": 0}


def test_the_aims_on_the_real_report(iij_audit: Audit) -> None:
    survey = iij_audit.survey
    assert survey["one digit misread"].made > 40_000
    assert survey["one digit misread"].share >= 0.97
    assert survey["sign"].share >= 0.97
    assert survey["last digit off by one"].share >= 0.95


def test_the_workbook_shows_the_proofs_beside_each_fact(iij: Result, iij_path: Path, iij_audit: Audit) -> None:
    found = iij_audit
    sheet = openpyxl.load_workbook(iij_path, read_only=True)["Facts"]
    shown = [row[14] for number, row in enumerate(sheet.iter_rows(values_only=True), start=1) if number > 4 and row[9]]
    assert shown == [found.protection.proofs(fact) for fact in iij.book.facts]
    assert shown.count(0) == len(found.protection.unproved) > 0


@pytest.mark.parametrize("seed", range(3))
def test_slips_are_told_as_by_evaluating_every_check(seed: int, tmp_path: Path) -> None:
    """Most are told by how far the one figure moves the sides, without working them out."""
    proof = audited(tmp_path, random_company(Random(seed))).proof
    protection, numbers = Protection(proof), proof.numbers
    holding = {check for check in proof.checks if check.severity.proves and check.holds(numbers)}
    tables, watched = PrintedTables(proof.facts), 0
    for number, fact in enumerate(proof.book.facts):
        made = hard = soft = 0
        for value in (each for slip in SLIPS if slip.make for each in slip.make(fact, tables)):
            true, numbers[number] = numbers[number], float(value)
            failing = [check for check in holding if number in check.touched and check.outcome(numbers).state == FAIL]
            numbers[number] = true
            made, watched = made + 1, watched + bool(failing)
            hard += any(check.is_hard for check in failing)
            soft += bool(failing) and not any(check.is_hard for check in failing)
        assert sum(protection.by_kind(fact).values(), Tally()) == Tally(made, hard, soft), fact
    assert watched > 100
