"""What is derived from filings between which a row was presented anew is marked, or n.a. where it means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.derivation.versions import MIXES_VERSIONS
from generator.pipeline import Result
from tests.companies import COMPANY, FILED, built, cell, changed, filing, shown, table

CALENDAR = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: {label: Costs}
    op: {label: Operating profit, sum: [revenue, costs], concept: operating_profit}
    disc: {label: Profit from discontinued operations}
    owners: {label: Profit, sum: [op, disc], concept: profit_to_owners}
"""
DECLARED = ", restated: {income_statement: the components business is discontinued}"
OLD, NEW, NEWER = "filings/2023-11-10.yaml", "filings/2024-02-20.yaml", "filings/2024-11-12.yaml"
NINE = filing("2023-11-10", table(
    "income_statement", "9M2022, 9M2023",
    "revenue: [730, 780]; costs: [(590), (630)]; op: [140, 150]; owners: [140, 150]"))
YEAR = filing("2024-02-20", table(
    "income_statement", "FY2022, FY2023",
    "revenue: [700, 740]; costs: [(550), (570)]; op: [150, 170]; disc: [30, 25]; owners: [180, 195]"), more=DECLARED)


def made(folder: Path, **files: str) -> Result:
    named = {"old": OLD, "new": NEW, "newer": NEWER, "before": "filings/2023-02-20.yaml"}
    return built(folder, {"company.yaml": CALENDAR, "statements.yaml": STATEMENTS, FILED: None,
                          **{named[name]: text for name, text in files.items()}})


def told(result: Result, key: str, label: str, sheet: str = "Income Statement") -> tuple[object, str]:
    """What a cell shows, and how its remark begins."""
    found = cell(result, sheet, key, label)
    return shown(result, sheet, key, label), found.remark[:5] if found else ""


MIXED, ANEW = MIXES_VERSIONS[:5], "The row was presented anew"[:5]


def test_a_fourth_quarter_over_a_declared_new_basis(tmp_path: Path) -> None:
    """740 - 780 is no revenue; 170 - 150 mixes two bases; 195 - 150 does not, as the profit is the same on both."""
    result = made(tmp_path, old=NINE, new=YEAR)
    assert [told(result, key, "4Q2023") for key in ("revenue", "costs", "op", "owners")] == [
        ("n.a.", ANEW), ("n.a.", ANEW), (20, MIXED), (45, "")]
    assert told(result, "owners", "4Q2022") == (40, "")
    assert shown(result, "Ratios", "operating_margin", "4Q2023") == "n.a."
    assert told(result, "profit_to_owners_growth", "4Q2023", "Ratios") == (pytest.approx(45 / 40 - 1), "")
    assert told(result, "operating_profit_growth", "4Q2023", "Ratios") == (pytest.approx(1), MIXED)
    assert told(result, "revenue_ltm", "9M2023", "Ratios") == (700 + 780 - 730, MIXED)
    status = {found.cells[6, 16].value for found in result.cells.sheets if found.name == "Income Statement"}
    assert status == {"derived m"}
    checks = next(sheet for sheet in result.cells.sheets if sheet.name == "Checks")
    listed = [found.value for (_, column), found in checks.cells.items() if column == 1]
    assert "income_statement.op 4Q2023" in listed and "income_statement.owners 4Q2023" not in listed


def test_a_new_basis_that_only_the_comparative_shows(tmp_path: Path) -> None:
    """FY2022 was 970 and is 700: it moved by more than the quarter's -40. Its operating profit moved by 5, of 25."""
    before = filing("2023-02-20", table(
        "income_statement", "FY2022", "revenue: [970]; costs: [(815)]; op: [155]; owners: [180]"))
    result = made(tmp_path, before=before, old=NINE, new=changed(YEAR, DECLARED, ""))
    assert [told(result, key, "4Q2023") for key in ("revenue", "costs", "op", "owners")] == [
        ("n.a.", ANEW), ("n.a.", ANEW), (20, MIXED), (45, "")]


def test_half_years_and_only_the_rows_that_changed(tmp_path: Path) -> None:
    """Sales are net since: revenue and costs moved by 10, their difference did not."""
    before = filing("2023-02-20", table(
        "income_statement", "FY2022", "revenue: [400]; costs: [(300)]; op: [100]; owners: [100]"))
    half = filing("2023-11-10", table(
        "income_statement", "1H2022, 1H2023",
        "revenue: [190, 210]; costs: [(145), (155)]; op: [45, 55]; owners: [45, 55]"))
    year = filing("2024-02-20", table(
        "income_statement", "FY2022, FY2023",
        "revenue: [390, 430]; costs: [(290), (320)]; op: [100, 110]; owners: [100, 110]"))
    result = made(tmp_path, before=before, old=half, new=year)
    assert [told(result, key, "2H2023") for key in ("revenue", "costs", "op", "owners")] == [
        (220, MIXED), (-165, MIXED), (55, ""), (55, "")]


def test_the_mark_goes_when_the_nine_months_are_printed_on_the_new_basis(tmp_path: Path) -> None:
    """740 - 560 = 180, and 730 is 520 now: a year later 9M2023 is given on the basis of FY2023."""
    newer = filing("2024-11-12", table(
        "income_statement", "9M2023, 9M2024",
        "revenue: [560, 600]; costs: [(430), (455)]; op: [130, 145]; disc: [20, 5]; owners: [150, 150]"))
    result = made(tmp_path, old=NINE, new=YEAR, newer=newer)
    assert [told(result, key, "4Q2023") for key in ("revenue", "costs", "op", "disc", "owners")] == [
        (180, ""), (-140, ""), (40, ""), (5, ""), (45, "")]
