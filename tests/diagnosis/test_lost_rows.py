"""A row left out of a table is told by what its totals lack, wherever they are summed on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.diagnosis.lost_rows import LostRow
from generator.diagnosis.repairs import Finding
from generator.report.audit import Audit
from tests.companies import audited, changed
from tests.diagnosis.test_repairs import FILED
from tests.diagnosis.test_table_slips import EQUITY, MEMBERS

STATEMENTS = """\
cash_flow:
  title: Cash flows
  sheet: Cash Flow
  items:
    operating: Operating
    buildings: Buildings
    software: Software
    insurance: Insurance
    investing: {label: Investing, sum: [buildings, software, insurance]}
    change: {label: Change, sum: [operating, investing]}
summary:
  title: Summary
  sheet: Operating Data
  items:
    change: {label: Change, same_as: cash_flow.change}
"""
FILING = """\
filing: {title: Report, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: cash_flow
    heading: Cash flows
    columns: [1H2022, 1H2023]
    rows:
      operating: [9000, 9500]
      buildings: [(4111), (5222)]
      software: [(2137), (3962)]
      insurance: [(37), (37)]
      investing: [(6285), (9221)]
      change: [2715, 279]
  - statement: summary
    heading: Summary
    columns: [1H2022, 1H2023]
    rows:
      change: [2715, 279]
"""
SOFTWARE = "      software: [(2137), (3962)]\n"


def _audit(folder: Path, filing: str, statements: str = STATEMENTS) -> Audit:
    return audited(folder, {"statements.yaml": statements, FILED: filing})


def _finding(found: Audit) -> Finding:
    (finding,) = found.findings
    return finding


def _held(row: LostRow) -> dict[str, int]:
    return {fact.series[2] or str(fact.period.end.year): int(fact.value) for fact in row.figures}


def test_the_row_is_named_with_its_figures_though_two_totals_and_a_second_printing_fail(tmp_path: Path) -> None:
    """Six checks fail. (37) beside (37) might be copied figures that should be (2,174) and (3,999); that takes two
    slips, so that it is neither the only explanation nor the first."""
    finding = _finding(_audit(tmp_path, changed(FILING, SOFTWARE, "")))
    assert len(finding.failing) == 6
    assert finding.repairs == ()
    (row,) = finding.lost_rows
    assert (row.total, row.item) == (("cash_flow", "investing"), "software")
    assert _held(row) == {"2022": -2137, "2023": -3962}
    assert set(row.mends) == set(finding.failing)
    assert len(finding.apart) == 2
    apart = [repair for each in finding.apart for repair in each.repairs]
    assert apart and not any(repair.is_unique for repair in apart)


def test_the_line_that_is_ready_mends_the_file(tmp_path: Path) -> None:
    (row,) = _finding(_audit(tmp_path / "without", changed(FILING, SOFTWARE, ""))).lost_rows
    lines = changed(FILING, SOFTWARE, "").splitlines()
    ((after, line),) = row.lines
    assert lines[after.line - 1].strip().startswith("buildings:")
    lines.insert(after.line, f"      {line}")
    with_it = "\n".join(lines) + "\n"
    assert with_it == FILING
    assert _audit(tmp_path / "with", with_it).counts["FAIL"] == 0


def test_a_row_that_statements_yaml_does_not_list(tmp_path: Path) -> None:
    statements = STATEMENTS.replace("    software: Software\n", "").replace("software, ", "")
    (row,) = _finding(_audit(tmp_path, changed(FILING, SOFTWARE, ""), statements)).lost_rows
    assert row.item is None
    assert row.lines == ()
    assert _held(row) == {"2022": -2137, "2023": -3962}


def test_a_row_that_another_relation_knows_is_told_from_one_that_it_contradicts(tmp_path: Path) -> None:
    """Two rows have no figures; the growth printed of one is that of the lost figures."""
    listed = STATEMENTS.replace("    software: Software\n", "    software: Software\n    patents: Patents\n")
    statements = listed.replace("[buildings, software, insurance]", "[buildings, software, patents, insurance]") + """\
    software_change: {label: Change of software, unit: percent, additivity: ratio, growth_of: cash_flow.software}
    patents_change: {label: Change of patents, unit: percent, additivity: ratio, growth_of: cash_flow.patents}
"""
    second = """\
  - statement: summary
    heading: Text
    columns: [1H2023]
    rows:
      software_change: [85.4]
      patents_change: [11.0]
"""
    (row,) = _finding(_audit(tmp_path, changed(FILING, SOFTWARE, "") + second, statements)).lost_rows
    assert row.item == "software"  # 3,962 / 2,137 - 1 is 85.4%
    assert row.agrees == 1


def test_a_row_across_members_holds_what_each_column_lacks(tmp_path: Path) -> None:
    """And its own members add up: (75) for own shares and in the total."""
    without = changed(EQUITY, "      purchase: [nil, nil, (75), (75)]\n", "")
    (row,) = _finding(_audit(tmp_path, without, MEMBERS)).lost_rows
    assert (row.item, _held(row)) == ("purchase", {"own": -75, "total": -75})
    assert [line for _, line in row.lines] == ["purchase: [nil, nil, (75), (75)]"]
    assert {str(fact.period) for fact in row.figures} == {"2023-04-01..2023-09-30"}


def test_a_single_column_is_one_explanation_among_others(tmp_path: Path) -> None:
    """In one column a row is no likelier than a figure that is wrong by as much, but it is told."""
    finding = _finding(_audit(tmp_path, changed(FILING, "insurance: [(37), (37)]", "insurance: [(37), nil]")))
    assert {change.value for repair in finding.repairs for change in repair.changes
            if change.fact.series[1] == "insurance"} == {Decimal(-37)}
    (row,) = finding.lost_rows
    assert (row.item, _held(row)) == (None, {"2023": -37})
    assert all(repair.alternatives == len(finding.repairs) for repair in finding.repairs)


@pytest.mark.parametrize("row", ["operating: [9000, 9500]", "buildings: [(4111), (5222)]", "insurance: [(37), (37)]"])
def test_each_row_that_is_left_out_is_found(tmp_path: Path, row: str) -> None:
    found = _finding(_audit(tmp_path, changed(FILING, f"      {row}\n", "")))
    assert row in [line for each in found.lost_rows for _, line in each.lines]


def test_two_plain_slips_in_two_columns_stay_two_findings_beside_the_row(tmp_path: Path) -> None:
    filing = changed(FILING, "software: [(2137), (3962)]", "software: [(2173), (3692)]")
    found = _audit(tmp_path, filing).findings
    assert len(found) == 2
    for finding, true in zip(found, (-2137, -3962), strict=True):
        assert finding.repairs[0].changes[0].value == true
        assert finding.repairs[0].is_plain
        assert len(finding.lost_rows) == 1
