"""Failing checks are explained by the slip that was made, and by nothing else where the figures allow it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.diagnosis.repairs import Repair
from generator.report.audit import Audit
from tests.companies import audited, changed

FILED = "filings/2023-11-14.yaml"
STATEMENTS = """\
profit:
  title: Profit
  sheet: Income Statement
  items:
    sales: Sales
    costs: Costs
    tax: Tax
    result: {label: Result, sum: [sales, costs, tax]}
summary:
  title: Summary
  sheet: Operating Data
  unit: amount
  additivity: flow
  items:
    sales: {label: Sales, same_as: profit.sales}
    costs: {label: Costs, same_as: -profit.costs}
    tax: {label: Tax, same_as: profit.tax}
    result: {label: Result, same_as: profit.result}
"""
FILING = """\
filing: {title: Report, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: profit
    heading: Table
    columns: [1H2022, 1H2023]
    rows:
      sales: [81234, 94567]
      costs: [(60123), (71890)]
      tax: [(4100), (5200)]
      result: [17011, 17477]
  - statement: summary
    heading: Summary
    columns: [1H2022, 1H2023]
    rows:
      sales: [81234, 94567]
      costs: [60123, 71890]
      tax: [(4100), (5200)]
      result: [17011, 17477]
"""
FILES: dict[str, str | bytes | None] = {"statements.yaml": STATEMENTS}


def _broken(folder: Path, old: str, new: str) -> Audit:
    first = FILING.index(old)
    return audited(folder, {**FILES, FILED: FILING[:first] + new + FILING[first + len(old):]})


def _only(found: Audit) -> Repair:
    (finding,) = found.findings
    (repair,) = finding.repairs
    assert repair.is_unique
    return repair


def _words(repair: Repair) -> list[str]:
    return [each.slip.words for each in repair.candidates]


def _changes(repair: Repair) -> dict[tuple[str, str, int], Decimal]:
    return {(change.fact.series[0], change.fact.series[1], change.fact.period.end.year): change.value
            for change in repair.changes}


def test_nothing_is_proposed_where_nothing_fails(tmp_path: Path) -> None:
    assert audited(tmp_path, {**FILES, FILED: FILING}).findings == []


@pytest.mark.parametrize(("old", "new", "kind", "value"), [
    ("94567", "94667", "one digit misread", "94567"),
    ("94567", "94576", "two digits swapped", "94567"),
    ("94567", "9456", "a digit lost", "94567"),
    ("94567", "944567", "a digit too many", "94567"),
    ("94567", "(94567)", "a sign or brackets too many", "94567"),
    ("94567", "94567000", "another scale", "94567"),
    ("94567", "81234", "copied from the neighbouring column", "94567"),
    ("94567", "33333", "another figure", "94567"),
])
def test_a_slip_in_one_figure_is_found(tmp_path: Path, old: str, new: str, kind: str, value: str) -> None:
    repair = _only(_broken(tmp_path, old, new))
    assert _words(repair) == [kind]
    assert _changes(repair) == {("profit", "sales", 2023): Decimal(value)}
    assert {check.id for check in repair.mends} == {
        "footing:down:profit.result:1H2023", "same:summary.sales:1H2023", "same:summary.result:1H2023"}


def test_a_lost_bracket_is_found(tmp_path: Path) -> None:
    repair = _only(_broken(tmp_path, "(71890)", "71890"))
    assert _words(repair) == ["sign lost"]
    assert _changes(repair) == {("profit", "costs", 2023): Decimal(-71890)}


def test_a_last_digit_that_carries_is_found(tmp_path: Path) -> None:
    """(5,200) for (5,199): three digits differ, and yet it is one unit."""
    true = FILING.replace("(5200)", "(5199)").replace("17477", "17478")
    filing = true.replace("(5199)", "(5200)", 1)
    repair = _only(audited(tmp_path, {**FILES, FILED: filing}))
    assert _words(repair) == ["last digit off by one"]
    assert _changes(repair) == {("profit", "tax", 2023): Decimal(-5199)}


def test_a_printed_percentage_is_solved_from_the_figures_it_compares(tmp_path: Path) -> None:
    """94,567 / 81,234 is 16.4% more; typed was something with nothing in common."""
    statements = changed(STATEMENTS, "  sheet: Income Statement\n",
                         "  sheet: Income Statement\n  members: {yoy: {label: YoY, unit: percent, growth: true}}\n")
    filing = FILING.replace("[1H2022, 1H2023]", "[1H2022, 1H2023, 1H2023 yoy]", 1).replace(
        "[81234, 94567]", "[81234, 94567, 20.8]", 1).replace("(71890)]", "(71890), 19.6]", 1).replace(
        "(5200)]", "(5200), 26.8]", 1).replace("17477]", "17477, 2.7]", 1)
    (finding,) = audited(tmp_path, {"statements.yaml": statements, FILED: filing}).findings
    assert [check.id for check in finding.failing] == ["growth:profit.sales@yoy:1H2023"]
    values = [change.value for repair in finding.repairs for change in repair.changes
              if change.fact.series == ("profit", "sales", "yoy")]
    assert values == [Decimal("16.4")]


@pytest.mark.parametrize(("old", "new", "pair"), [
    ("[81234, 94567]", "[94567, 81234]", {("profit", "sales", 2022): 81234, ("profit", "sales", 2023): 94567}),
    ("(71890)]\n      tax: [(4100), (5200)]", "(5200)]\n      tax: [(4100), (71890)]",
     {("profit", "costs", 2023): -71890, ("profit", "tax", 2023): -5200}),
])
def test_neighbours_that_changed_places_are_found(tmp_path: Path, old: str, new: str,
                                                  pair: dict[tuple[str, str, int], int]) -> None:
    repair = _only(_broken(tmp_path, old, new))
    assert _words(repair) == ["exchanged with its neighbour"]
    assert _changes(repair) == pair


def test_two_slips_in_one_column_are_found_together(tmp_path: Path) -> None:
    twice = changed(changed(FILING, "sales: [81234, 94567]\n      costs: [(60123), (71890)]",
                            "sales: [81234, 94667]\n      costs: [(60123), (71980)]"), "Table", "Table")
    (finding,) = audited(tmp_path, {**FILES, FILED: twice}).findings
    assert [_changes(repair) for repair in finding.repairs] == [
        {("profit", "sales", 2023): Decimal(94567), ("profit", "costs", 2023): Decimal(-71890)}]


def test_two_errors_whose_checks_hang_together_are_told_apart(tmp_path: Path) -> None:
    """Sales 94,667 fail three checks, the second printing of tax (5,300) one; the sum rests on both sales and tax."""
    start = FILING.index("  - statement: summary")
    filing = FILING[:start].replace("94567", "94667") + FILING[start:].replace("(5200)", "(5300)")
    first, second = audited(tmp_path, {**FILES, FILED: filing}).findings
    assert {check.id for check in first.failing} == {
        "footing:down:profit.result:1H2023", "same:summary.sales:1H2023", "same:summary.result:1H2023"}
    assert [_changes(repair) for repair in first.repairs if repair.is_unique] == [
        {("profit", "sales", 2023): Decimal(94567)}]
    assert [check.id for check in second.failing] == ["same:summary.tax:1H2023"]
    assert _changes(second.repairs[0]) == {("summary", "tax", 2023): Decimal(-5200)}


def test_several_repairs_that_fit_are_all_shown(tmp_path: Path) -> None:
    """Three figures and one sum: any of them could be the wrong one."""
    statements = STATEMENTS[:STATEMENTS.index("summary:")]
    table = FILING[:FILING.index("  - statement: summary")]
    (finding,) = audited(tmp_path, {"statements.yaml": statements, FILED: changed(table, "94567", "94568")}).findings
    values = [_changes(repair) for repair in finding.repairs]
    assert {("profit", "sales", 2023): Decimal(94567)} in values
    assert {("profit", "result", 2023): Decimal(17478)} in values
    assert len(finding.lost_rows) == 1  # of -1 in one of the two columns
    assert [reading.line for reading in finding.readings] == ["foots: loose"]  # or rounding, though never first
    assert all(repair.alternatives == len(values) + 1 for repair in finding.repairs)


def test_a_slip_is_the_only_one_where_no_other_figure_could_be_any_other_either(tmp_path: Path) -> None:
    """Sales are proved by their second printing, costs and tax only by the sum: each of them could be anything."""
    summary = FILING.index("  - statement: summary")
    filing = FILING[:summary] + re.sub(r" +(costs|tax|result): .*\n", "", FILING[summary:])
    (by_sum,) = audited(tmp_path / "sum", {**FILES, FILED: changed(filing, "(71890)", "(71980)")}).findings
    assert [_words(repair) for repair in by_sum.repairs if repair.is_plain] == [["two digits swapped"]]
    assert {change.fact.series[1] for repair in by_sum.repairs for change in repair.changes} == {
        "costs", "tax", "result"}
    assert not any(repair.is_unique for repair in by_sum.repairs)
    (twice,) = audited(tmp_path / "twice", {**FILES, FILED: filing.replace("94567", "94657", 1)}).findings
    assert [_changes(repair) for repair in twice.repairs if repair.is_unique] == [
        {("profit", "sales", 2023): Decimal(94567)}]


def test_a_dash_that_would_have_to_be_a_figure_is_never_the_only_slip(tmp_path: Path) -> None:
    """It may be that nothing is printed there."""
    repair = audited(tmp_path, {**FILES, FILED: FILING.replace("(5200)", "nil", 1)}).findings[0].repairs[0]
    assert _changes(repair) == {("profit", "tax", 2023): Decimal(-5200)}
    assert repair.alternatives == 0
    assert not repair.is_unique


def test_two_slips_never_change_the_same_figure(tmp_path: Path) -> None:
    twice = FILING.replace("sales: [81234, 94567]\n      costs: [(60123), (71890)]",
                           "sales: [81234, 94667]\n      costs: [(60123), (71980)]", 1)
    for finding in audited(tmp_path, {**FILES, FILED: twice}).findings:
        for repair in finding.repairs:
            places = [change.fact.place for change in repair.changes]
            assert len(places) == len(set(places)) > 1
            assert not repair.is_unique  # sets of several are not searched to the end


def test_the_line_to_type_is_ready(tmp_path: Path) -> None:
    (only,) = _only(_broken(tmp_path / "own", "(71890)", "(71980)")).candidates
    line = only.changes[0].line(only.slip.words, 3)
    assert line == '{printed: "(71,980)", value: (71890), reason: "two digits swapped; mends 3 relations"}'
    mended = audited(tmp_path / "mended", {**FILES, FILED: changed(
        FILING, "costs: [(60123), (71890)]", f"costs: [(60123), {line}]")})
    assert mended.counts["FAIL"] == 0
    assert [fact.figure.printed for fact in mended.book.facts if fact.figure.reason] == ["(71,980)"]
