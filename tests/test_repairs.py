"""Failing checks are explained by the slip that was made, and by nothing else where the figures allow it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator.audit import Audit, audit
from generator.repairs import (
    BRACKET,
    COPIED,
    DIGIT_DOUBLED,
    DIGIT_LOST,
    DOUBLED_ROW,
    EXCHANGED,
    MISREAD,
    OTHER,
    SCALE,
    SIGN,
    SWAPPED,
    Repair,
)
from tests.companies import audited, changed
from tests.conftest import IIJ

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


def _changes(repair: Repair) -> dict[tuple[str, str, int], Decimal]:
    return {(change.fact.series[0], change.fact.series[1], change.fact.period.end.year): change.value
            for slip in repair.slips for change in slip.changes}


def test_nothing_is_proposed_where_nothing_fails(tmp_path: Path) -> None:
    assert audited(tmp_path, {**FILES, FILED: FILING}).findings == []


@pytest.mark.parametrize(("old", "new", "kind", "value"), [
    ("94567", "94667", MISREAD, "94567"), ("94567", "94576", SWAPPED, "94567"), ("94567", "9456", DIGIT_LOST, "94567"),
    ("94567", "944567", DIGIT_DOUBLED, "94567"), ("94567", "(94567)", BRACKET, "94567"),
    ("94567", "94567000", SCALE, "94567"), ("94567", "81234", COPIED, "94567"), ("94567", "33333", OTHER, "94567"),
])
def test_a_slip_in_one_figure_is_found(tmp_path: Path, old: str, new: str, kind: str, value: str) -> None:
    repair = _only(_broken(tmp_path, old, new))
    assert [slip.kind for slip in repair.slips] == [kind]
    assert _changes(repair) == {("profit", "sales", 2023): Decimal(value)}
    assert {check.id for check in repair.mends} == {
        "footing:down:profit.result:1H2023", "same:summary.sales:1H2023", "same:summary.result:1H2023"}


def test_a_lost_bracket_is_found(tmp_path: Path) -> None:
    repair = _only(_broken(tmp_path, "(71890)", "71890"))
    assert [slip.kind for slip in repair.slips] == [SIGN]
    assert _changes(repair) == {("profit", "costs", 2023): Decimal(-71890)}


@pytest.mark.parametrize(("old", "new", "pair"), [
    ("[81234, 94567]", "[94567, 81234]", {("profit", "sales", 2022): 81234, ("profit", "sales", 2023): 94567}),
    ("(71890)]\n      tax: [(4100), (5200)]", "(5200)]\n      tax: [(4100), (71890)]",
     {("profit", "costs", 2023): -71890, ("profit", "tax", 2023): -5200}),
])
def test_neighbours_that_changed_places_are_found(tmp_path: Path, old: str, new: str,
                                                  pair: dict[tuple[str, str, int], int]) -> None:
    repair = _only(_broken(tmp_path, old, new))
    assert [slip.kind for slip in repair.slips] == [EXCHANGED]
    assert _changes(repair) == pair


def test_a_row_typed_twice_is_found(tmp_path: Path) -> None:
    """The line above once more under the next name, which had no figures: both totals are off by it."""
    statements = changed(STATEMENTS, "    tax: Tax\n", "    costs_again: More costs\n    tax: Tax\n").replace(
        "sum: [sales, costs, tax]", "sum: [sales, costs, costs_again, tax]")
    filing = FILING.replace("      tax: [(4100), (5200)]\n      result",
                            "      costs_again: [(60123), (71890)]\n      tax: [(4100), (5200)]\n      result", 1)
    found = audited(tmp_path, {"statements.yaml": statements, FILED: filing})
    kinds = [[slip.kind for slip in repair.slips] for finding in found.findings for repair in finding.repairs]
    assert [DOUBLED_ROW] in kinds


def test_a_row_left_out_is_named_with_its_figures(tmp_path: Path) -> None:
    """Without its second printing, a lost tax row leaves both results short by the tax and nothing else."""
    statements = STATEMENTS[:STATEMENTS.index("summary:")]
    table = FILING[:FILING.index("  - statement: summary")]
    filing = changed(changed(table, "      tax: [(4100), (5200)]\n", ""), "[81234, 94567]", "[81234, 94567]")
    (finding,) = [f for f in audited(tmp_path, {"statements.yaml": statements, FILED: filing}).findings if f.lost_row]
    assert finding.lost_row == ("profit.result", (("1H2022", Decimal(-4100)), ("1H2023", Decimal(-5200))))


def test_a_table_in_another_scale_is_found(tmp_path: Path) -> None:
    start = FILING.index("  - statement: summary")
    scaled = re.sub(r"(\d{4,})", r"\g<1>000", FILING[start:].replace("1H2022, 1H2023", "COLUMNS")).replace(
        "COLUMNS", "1H2022, 1H2023")
    found = audited(tmp_path, {**FILES, FILED: FILING[:start] + scaled})
    repairs = [repair for finding in found.findings for repair in finding.repairs]
    assert any(slip.kind == SCALE for repair in repairs for slip in repair.slips)
    assert not any(slip.kind == OTHER for repair in repairs for slip in repair.slips)


def test_two_slips_in_one_column_are_found_together(tmp_path: Path) -> None:
    twice = changed(changed(FILING, "sales: [81234, 94567]\n      costs: [(60123), (71890)]",
                            "sales: [81234, 94667]\n      costs: [(60123), (71980)]"), "Table", "Table")
    (finding,) = audited(tmp_path, {**FILES, FILED: twice}).findings
    assert [_changes(repair) for repair in finding.repairs] == [
        {("profit", "sales", 2023): Decimal(94567), ("profit", "costs", 2023): Decimal(-71890)}]


def test_several_repairs_that_fit_are_all_shown(tmp_path: Path) -> None:
    """Three figures and one sum: any of them could be the wrong one."""
    statements = STATEMENTS[:STATEMENTS.index("summary:")]
    table = FILING[:FILING.index("  - statement: summary")]
    (finding,) = audited(tmp_path, {"statements.yaml": statements, FILED: changed(table, "94567", "94568")}).findings
    values = [_changes(repair) for repair in finding.repairs]
    assert {("profit", "sales", 2023): Decimal(94567)} in values
    assert {("profit", "result", 2023): Decimal(17478)} in values
    assert all(repair.alternatives == len(values) - 1 > 0 for repair in finding.repairs)


def test_the_line_to_type_is_ready(tmp_path: Path) -> None:
    (slip,) = _only(_broken(tmp_path, "(71890)", "(71980)")).slips
    line = slip.changes[0].line(slip.kind, 3)
    assert line == '{printed: "(71,980)", value: (71890), reason: "two digits swapped; mends 3 relations"}'
    mended = audited(tmp_path / "mended", {**FILES, FILED: changed(
        FILING, "costs: [(60123), (71890)]", f"costs: [(60123), {line}]")})
    assert mended.counts["FAIL"] == 0
    assert [fact.figure.printed for fact in mended.book.facts if fact.figure.reason] == ["(71,980)"]


def _as_printed(folder: Path, pattern: str, replacement: str) -> Audit:
    """The real report with one passage as its text prints it."""
    for name in ("company.yaml", "statements.yaml", "checks.yaml", "ratios.yaml"):
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes((IIJ / name).read_bytes())
    (source,) = (IIJ / "filings").glob("*.yaml")
    text, count = re.subn(pattern, replacement, source.read_text(encoding="utf-8"))
    assert count == 1
    (folder / "filings").mkdir()
    (folder / "filings" / source.name).write_text(text, encoding="utf-8")
    return audit(folder)


def test_the_misprint_of_the_real_report_is_found(tmp_path: Path) -> None:
    """Note 11 prints 11,088 where Level 1 is 11,008: the total less Level 3."""
    repair = _only(_as_printed(tmp_path / "iij", r"\{printed: 11088, value: 11008, reason: \"[^\"]*\"\}", "11088"))
    assert [slip.kind for slip in repair.slips] == [MISREAD]
    assert _changes(repair) == {("fair_value", "equity_securities", 2023): Decimal(11008)}


def test_the_doubled_row_of_the_real_report_is_found(tmp_path: Path) -> None:
    """The text has a second row of long-term borrowings, 3,000 and 3,004, beside 5,660 and 5,664."""
    found = _as_printed(tmp_path / "iij", r"\[5660,( +nil, +)5664,( +nil, +)5664\]", r"[3000,\g<1>3004,\g<2>3004]")
    (finding,) = found.findings
    values = [_changes(repair) for repair in finding.repairs]
    assert {("not_at_fair_value", "long_term_borrowings", 2023): Decimal(5660)} in values
    assert not any(repair.is_unique for repair in finding.repairs)
