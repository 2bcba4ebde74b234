"""A printed quarter that is not the year less nine months: hard, unless other lines of the same total offset it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import FILED, audited, built, filing, shown, table

STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    op: {label: Operating profit, concept: operating_profit}
    interest: Interest income
    exchange: Exchange gains
    income: {label: Finance income, sum: [interest, exchange]}
    expenses: {label: Finance expenses}
    pbt: {label: Profit before tax, sum: [op, income, expenses], concept: profit_before_tax}
"""
NINE = "op: [5920]; interest: [40]; exchange: [300]; income: [340]; expenses: [(520)]; pbt: [5740]"
YEAR = "op: [7900]; interest: [55]; exchange: [235]; income: [290]; expenses: [(610)]; pbt: [7580]"
TIED = "op: [1980]; interest: [15]; exchange: [(65)]; income: [(50)]; expenses: [(90)]; pbt: [1840]"
FOURTH = "op: [1980]; interest: [15]; exchange: [30]; income: [45]; expenses: [(185)]; pbt: [1840]"


def company(fourth: str = FOURTH, nine: str = NINE) -> dict[str, str | bytes | None]:
    quarter = table("income_statement", "4Q2022", fourth).replace("heading: income_statement", "heading: Quarters")
    return {"statements.yaml": STATEMENTS, FILED: None,
            "filings/9m.yaml": filing("2023-02-08", table("income_statement", "9M2022", nine)),
            "filings/fy.yaml": filing("2023-05-12", table("income_statement", "FY2022", YEAR), quarter)}


def paths(folder: Path, fourth: str = FOURTH) -> dict[str, str]:
    """The paths to the fourth quarter that fail, and whether hard."""
    return {each.check.id.split(":")[1].split(".")[1]: each.check.severity.word for each in audited(
        folder, company(fourth)).verdicts if each.state == "FAIL" and each.check.id.endswith(":4Q2022")
        and each.check.id.startswith("path:")}


def test_lines_that_offset_each_other_are_told_softly_and_so_are_their_totals(tmp_path: Path) -> None:
    assert paths(tmp_path) == {"exchange": "soft", "income": "soft", "expenses": "soft"}


def test_the_printed_quarter_is_shown(tmp_path: Path) -> None:
    result = built(tmp_path, company())
    keys = ("exchange", "expenses", "pbt")
    assert [shown(result, "Income Statement", key, "4Q2022") for key in keys] == [30, -185, 1840]
    assert audited(tmp_path, company()).hard_failures == []


@pytest.mark.parametrize(("old", "new", "line"), [
    ("op: [1980]", "op: [1890]", "op"), ("pbt: [1840]", "pbt: [1480]", "pbt")])
def test_what_nothing_offsets_stays_hard(tmp_path: Path, old: str, new: str, line: str) -> None:
    assert paths(tmp_path, FOURTH.replace(old, new))[line] == "hard"


def test_a_single_line_that_is_off_is_no_netting(tmp_path: Path) -> None:
    assert paths(tmp_path / "tied", TIED) == {}
    assert paths(tmp_path / "off", TIED.replace("interest: [15]", "interest: [51]")) == {"interest": "hard"}


def test_two_lines_in_each_other_s_place_are_no_netting(tmp_path: Path) -> None:
    swapped = TIED.replace("interest: [15]", "interest: [(65)]").replace("exchange: [(65)]", "exchange: [15]", 1)
    assert paths(tmp_path, swapped) == {"interest": "hard", "exchange": "hard"}
