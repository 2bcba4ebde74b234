"""The checks in memory and the checks of the workbook say the same, also after a figure was changed."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from generator.checks.proof import STATES
from generator.pipeline import Result, build
from generator.report.audit import Audit, audit
from tests.companies import COMPANY, audited, changed, complaints, write_company
from tests.companies import FILING as SMALL
from tests.conftest import IIJ
from tests.editing import with_numbers
from tests.oracle import Values, recalculated

HEADER = 9
STATEMENTS = """\
report:
  title: Report
  sheet: Income Statement
  members:
    yoy: {label: YoY, unit: percent, growth: true}
    up: {label: Change, change: true}
  items:
    sales: {label: Sales, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [sales, costs], also_sum: [home, abroad], concept: profit_to_owners}
    home: Home
    abroad: Abroad
    margin: {label: Margin, unit: percent, additivity: ratio, percent_of: [report.profit, report.sales]}
equity:
  title: Equity
  sheet: Changes in Equity
  members:
    capital: Capital
    reserves: Reserves
    total: {label: Total, sum: [capital, reserves]}
  items:
    opening: {label: Opening, additivity: opening, same_as: {total: position.equity}}
    profit: {label: Profit, same_as: {total: report.profit}}
    closing: {label: Closing, additivity: instant, sum: [opening, profit], same_as: {total: position.equity}}
position:
  title: Position
  sheet: Balance Sheet
  additivity: instant
  items:
    equity: {label: Equity, concept: owners_equity}
    equity_change: {label: Change of equity, additivity: flow, change_of: position.equity}
shares:
  title: Shares
  sheet: Per Share
  unit: shares
  additivity: instant
  items:
    issued: {label: Issued, concept: shares_issued}
    own: {label: Own, concept: treasury_shares_held}
    average: {label: Average, additivity: average, concept: weighted_shares_basic}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
"""
FILING = """\
filing: {title: Report for 1H2023, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: report
    heading: Profit
    columns: [1H2022, 1H2023, 1H2023 yoy, 1H2023 up]
    rows:
      sales: [1000, 1100, 10.0, 100]
      costs: [(700), (740), 5.7, (40)]
      profit: [300, 360, 20.0, 60]
  - statement: report
    heading: By region
    columns: [1H2022, 1H2023]
    rows:
      home: [200, 210]
      abroad: [100, 150]
      margin: [30.0, 32.7]
  - statement: report
    heading: Quarters
    columns: [1Q2023, 2Q2023]
    rows:
      sales: [520, 580]
      costs: [(350), (390)]
      profit: [170, 190]
  - statement: report
    heading: Highlights
    columns: [1H2023]
    rows:
      sales: [1100]
  - statement: equity
    heading: Equity
    period: 1H2023
    members: [capital, reserves, total]
    rows:
      opening: [500, 140, 640]
      profit: [nil, 360, 360]
      closing: [500, 500, 1000]
  - statement: position
    heading: Position
    columns: [2023-03-31, 2023-09-30]
    rows:
      equity: [640, 1000]
  - statement: position
    heading: Text
    columns: [1H2023]
    rows:
      equity_change: [360]
  - statement: shares
    heading: Shares
    columns: [1H2023]
    rows:
      issued: [1000000]
      own: [100000]
      average: [900000]
      eps: [400.00]
"""
FILES: dict[str, str | bytes | None] = {"statements.yaml": STATEMENTS}
FILED = "filings/2023-11-14.yaml"
KINDS = {
    "footing:down": ("costs: [(700), (740), 5.7, (40)]", "costs: [(700), (741), 5.7, (41)]"),
    "footing:also": ("home: [200, 210]", "home: [200, 211]"),
    "footing:across": ("opening: [500, 140, 640]", "opening: [501, 140, 640]"),
    "growth": ("profit: [300, 360, 20.0, 60]", "profit: [300, 360, 21.0, 60]"),
    "change:report": ("profit: [300, 360, 20.0, 60]", "profit: [300, 360, 20.0, 61]"),
    "change:position": ("equity_change: [360]", "equity_change: [359]"),
    "share": ("margin: [30.0, 32.7]", "margin: [30.0, 33.7]"),
    "path": ("sales: [520, 580]", "sales: [520, 590]"),
    "same:equity.opening": ("equity: [640, 1000]", "equity: [641, 1000]"),
    "same:equity.profit": ("profit: [nil, 360, 360]", "profit: [nil, 361, 361]"),
    "same:equity.closing": ("equity: [640, 1000]", "equity: [640, 1001]"),
    "basic_eps": ("eps: [400.00]", "eps: [410.00]"),
    "sign": ("own: [100000]", "own: [(100000)]"),
}


def test_no_check_of_the_real_report_fails(iij_audit: Audit) -> None:
    assert iij_audit.counts["FAIL"] == 0
    assert iij_audit.counts["EXACT"] > 850


def _states(found: Audit) -> dict[str, str]:
    return {verdict.check.id: verdict.state for verdict in found.verdicts}


def test_a_consistent_report_passes_every_kind_of_relation(tmp_path: Path) -> None:
    states = _states(audited(tmp_path, {**FILES, FILED: FILING}))
    assert {state for state in states.values() if state != "n.a."} <= {"EXACT"}
    for kind in (*KINDS, "repeat"):
        assert [state for name, state in states.items() if name.startswith(kind) and state == "EXACT"], kind


def test_two_printings_in_one_filing_are_compared_when_it_is_read(tmp_path: Path) -> None:
    """Which is why their check on the workbook can only fail for a figure typed over on Facts."""
    found = complaints(tmp_path, {**FILES, FILED: changed(FILING, "sales: [1100]\n", "sales: [1101]\n")})
    assert found == ["filings/2023-11-14.yaml:28:15: report.sales for 1H2023 is 1,101 here but 1,100 on line 7 of the "
                     "same filing"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_relation_shows_an_error(tmp_path: Path, kind: str) -> None:
    states = _states(audited(tmp_path, {**FILES, FILED: changed(FILING, *KINDS[kind])}))
    assert [name for name, state in states.items() if name.startswith(kind) and state == "FAIL"], states


def test_a_check_knows_where_both_sides_stand(tmp_path: Path) -> None:
    found = audited(tmp_path, {**FILES, FILED: FILING})
    check = next(v.check for v in found.verdicts if v.check.id == "footing:down:report.profit:1H2023")
    lines = FILING.splitlines()
    assert [lines[fact.place.line - 1].strip().partition(":")[0] for fact in check.left_facts] == ["sales", "costs"]
    assert [lines[fact.place.line - 1].strip() for fact in check.right_facts] == ["profit: [300, 360, 20.0, 60]"]
    assert check.statement == "report"


@pytest.mark.parametrize(("company", "profit", "state"), [
    ("foots: exact", 50, "EXACT"), ("foots: exact", 51, "FAIL"),
    # Three rounded figures: up to one and a half apart.
    ("foots: loose", 51, "ROUND"), ("foots: loose", 52, "FAIL"),
])
def test_the_tolerance_is_the_rounding_of_each_term(tmp_path: Path, company: str, profit: int, state: str) -> None:
    found = audited(tmp_path, {"company.yaml": changed(COMPANY, "foots: exact", company),
                               FILED: changed(SMALL, "profit: [40, 50]", f"profit: [40, {profit}]")})
    assert _states(found)["footing:down:income_statement.profit:1H2023"] == state


def test_a_check_of_templates_allows_for_every_figure_behind_its_sides(tmp_path: Path) -> None:
    """Total assets and total equity and liabilities, each printed and rounded by itself: two figures, 1.0 in all."""
    statements = """\
balance_sheet:
  title: Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: Cash
    land: Land
    assets: {label: Assets, sum: [cash, land], concept: total_assets}
    debt: Debt
    equity: Equity
    total: {label: Total, sum: [debt, equity], concept: liabilities_and_equity}
"""
    filing = """\
filing: {title: Report, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: balance_sheet
    heading: Position
    columns: [2023-09-30]
    rows: {cash: [10], land: [20], assets: [31], debt: [20], equity: [12], total: [31]}
"""
    found = audited(tmp_path, {"company.yaml": changed(COMPANY, "foots: exact", "foots: loose"),
                               "statements.yaml": statements, FILED: filing})
    outcome = next(v.outcome for v in found.verdicts if v.check.id == "balance_sheet:2023-09-30")
    assert (outcome.left, outcome.right, outcome.tolerance, outcome.state) == (31, 31, 1.0, "EXACT")


def _on_sheet(path: Path, values: Values) -> dict[str, tuple[object, ...]]:
    """Left, right, difference, tolerance and state of every check of a workbook, by the check's name."""
    sheet = openpyxl.load_workbook(path)["Checks"]
    rows = [row for row in range(HEADER + 1, sheet.max_row + 1) if str(sheet.cell(row, 10).value or "").startswith("=")]
    return {sheet.cell(row, 1).value: tuple(values.get(("Checks", f"{column}{row}")) for column in "EFGIJ")
            for row in rows}


def _agree(found: Audit, sheet: dict[str, tuple[object, ...]]) -> None:
    assert [verdict.check.id for verdict in found.verdicts] == list(sheet)
    for verdict in found.verdicts:
        outcome = verdict.check.outcome(found.proof.numbers)
        left, right, difference, tolerance, state = sheet[verdict.check.id]
        assert outcome.state == state, verdict.check.id
        if state == "n.a.":
            assert outcome.difference is None and difference == "n.a."
            continue
        assert (outcome.left, outcome.right, outcome.difference) == pytest.approx(
            (left, right, difference), rel=1e-9, abs=1e-6), verdict.check.id
        assert outcome.tolerance == pytest.approx(tolerance, rel=1e-9, abs=1e-9), verdict.check.id


def test_memory_and_workbook_agree_relation_by_relation(iij_audit: Audit, iij_path: Path,
                                                        iij_recalculated: Values) -> None:
    _agree(iij_audit, _on_sheet(iij_path, iij_recalculated))


def test_they_agree_after_figures_were_changed(iij: Result, iij_path: Path, tmp_path: Path) -> None:
    """Sixty figures of all statements are changed on Facts and recalculated by LibreOffice, and in memory."""
    found, dice = audit(IIJ), random.Random(2023)
    sheet = openpyxl.load_workbook(iij_path, read_only=True)["Facts"]
    cells = [f"H{number}" for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
             if number > 4 and row[9]]
    assert len(cells) == len(iij.book.facts)
    wrong = {}
    for number in dice.sample(range(len(cells)), 60):
        unit = 10.0 ** -iij.book.facts[number].figure.decimals
        wrong[cells[number]] = found.proof.numbers[number] = round(
            found.proof.numbers[number] + dice.choice([-1, 1, 10, 1000]) * unit, 3)
    path = with_numbers(iij_path, tmp_path / "wrong.xlsx", "Facts", wrong)
    checks = _on_sheet(path, recalculated(path, tmp_path))
    assert sum(1 for row in checks.values() if row[4] == "FAIL") > 60
    _agree(found, checks)


def test_they_agree_on_a_small_company_of_every_kind(tmp_path: Path) -> None:
    files = {**FILES, FILED: changed(FILING, *KINDS["share"])}
    folder = write_company(tmp_path / "acme", files)
    path = tmp_path / "acme.xlsx"
    path.write_bytes(build(folder).package)
    found = audit(folder)
    _agree(found, _on_sheet(path, recalculated(path, tmp_path)))
    assert set(_states(found).values()) == {"EXACT", "FAIL", "n.a."} <= set(STATES)
