"""A printed quarter that is not the year less nine months: hard, unless other lines of the same total offset it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import FILED, audited, built, cell, filing, shown, table

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


UNPRINTED = {"statements.yaml": STATEMENTS, FILED: None}


def remarks(folder: Path, nine: str, year: str) -> dict[str, str]:
    """The remarks of the fourth quarter, which no filing prints, by line."""
    result = built(folder, UNPRINTED | {
        "filings/9m.yaml": filing("2023-02-08", table("income_statement", "9M2022", nine)),
        "filings/fy.yaml": filing("2023-05-12", table("income_statement", "FY2022", year))})
    assert "FAIL" not in {outcome.state for _, outcome in result.proof.outcomes()}
    keys = ("op", "interest", "exchange", "income", "expenses", "pbt")
    found = {key: cell(result, "Income Statement", key, "4Q2022") for key in keys}
    listed = [each.value for sheet in result.cells.sheets if sheet.name == "Checks" for each in sheet.cells.values()]
    told = {key: each.remark for key, each in found.items() if each and each.remark}
    assert [f"income_statement.{key} 4Q2022" in listed for key in keys] == [key in told for key in keys]
    status = next(each.cells[6, number].value for each in result.cells.sheets if each.name == "Income Statement"
                  for (row, number), head in each.cells.items() if row == 5 and head.value == "4Q2022")
    assert status == ("derived n" if told else "derived d")
    return told


def test_a_derived_line_with_a_sign_that_it_never_has_in_print_says_so(tmp_path: Path) -> None:
    """Exchange gains 235 - 300 = -65; the total of finance income 290 - 340 = -50 is the sum of its lines."""
    found = remarks(tmp_path, NINE, YEAR)
    assert list(found) == ["exchange"] and found["exchange"].startswith(
        "All printed figures of this row are positive, this derived one is not")


def test_costs_that_become_less_say_so_too(tmp_path: Path) -> None:
    """-500 - -520 = 20."""
    year = YEAR.replace("(610)", "(500)").replace("7580", "7690")
    assert remarks(tmp_path, NINE, year)["expenses"].startswith("All printed figures of this row are negative")


def test_a_line_with_both_signs_in_print_and_one_that_only_grows_say_nothing(tmp_path: Path) -> None:
    nine = NINE.replace("exchange: [300]; income: [340]", "exchange: [(30)]; income: [10]").replace("5740", "5410")
    assert remarks(tmp_path / "both", nine, YEAR) == {}
    year = YEAR.replace("exchange: [235]; income: [290]", "exchange: [300]; income: [355]").replace("7580", "7645")
    assert remarks(tmp_path / "same", NINE, year) == {}


def test_a_quarterly_loss_is_no_netting(tmp_path: Path) -> None:
    """Operating profit 5,720 - 5,920 = -200, and 5,400 - 5,740 = -340 before tax: the last quarter lost."""
    year = "op: [5720]; interest: [55]; exchange: [235]; income: [290]; expenses: [(610)]; pbt: [5400]"
    assert list(remarks(tmp_path, NINE, year)) == ["exchange"]
