"""A printed column of the last twelve months has a period, stands on Facts, and is proved by way of the columns."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.inputs.next_filing import lay_out_filing
from generator.model.calendar import FiscalCalendar
from generator.model.period import Slot
from tests.companies import FILED, audited, built, complaints, filing, table, write_company

BEFORE = "filings/2023-05-12.yaml"
YEAR = filing("2023-05-12", table("income_statement", "1H2022, FY2022",
                                  "revenue: [100, 210]; costs: [(60), (130)]; profit: [40, 80]"))
ROWS = "revenue: [100, 120, {}]; costs: [(60), (70), (140)]; profit: [40, 50, {}]"


def files(revenue: str = "230", profit: str = "90", column: str = "LTM1H2023") -> dict[str, str | bytes | None]:
    """210 + 120 - 100 = 230, 130 + 70 - 60 = 140, 80 + 50 - 40 = 90."""
    return {BEFORE: YEAR, FILED: filing("2023-11-14", table("income_statement", f"1H2022, 1H2023, {column}",
                                                            ROWS.format(revenue, profit)))}


def test_it_is_compared_with_the_year_the_year_to_date_and_that_of_a_year_ago(tmp_path: Path) -> None:
    states = {each.check.id: each.state for each in audited(tmp_path, files()).verdicts}
    assert states["path:income_statement.revenue:LTM1H2023"] == "EXACT"
    assert states["path:income_statement.costs:LTM1H2023"] == "EXACT"
    assert states["footing:down:income_statement.profit:LTM1H2023"] == "EXACT"


def test_a_misread_digit_in_it_fails_both_its_path_and_its_sum(tmp_path: Path) -> None:
    audit = audited(tmp_path, files(revenue="280"))
    assert {each.check.id for each in audit.verdicts if each.turns_master} == {
        "path:income_statement.revenue:LTM1H2023", "footing:down:income_statement.profit:LTM1H2023"}
    assert any("230" in str(each) for each in audit.findings)


def test_it_feeds_no_column_and_makes_none(tmp_path: Path) -> None:
    with_it, without = built(tmp_path / "a", files()), built(tmp_path / "b", {BEFORE: YEAR, FILED: filing(
        "2023-11-14", table("income_statement", "1H2022, 1H2023",
                            "revenue: [100, 120]; costs: [(60), (70)]; profit: [40, 50]"))})
    one, other = ({sheet.name: sheet.cells for sheet in each.cells.sheets}["Income Statement"]
                  for each in (with_it, without))
    assert one.keys() == other.keys()
    facts = next(sheet for sheet in with_it.cells.sheets if sheet.name == "Facts")
    row = {str(cell.value) for (number, _), cell in facts.cells.items()
           if facts.cells.get((number, 8)) and facts.cells[number, 8].value == 230}
    assert {"2022-10-01", "2023-09-30", "duration"} <= row


def test_per_share_figures_of_twelve_months_are_kept_and_not_added(tmp_path: Path) -> None:
    statements = "per_share:\n  title: Per share\n  sheet: Per Share Data\n  items:\n    basic_eps: " \
                 "{label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}\n"
    folder = tmp_path / "acme"
    write_company(folder)
    text = (folder / "statements.yaml").read_text(encoding="utf-8") + statements
    told = audited(folder, {"statements.yaml": text, FILED: filing("2023-11-14", table(
        "per_share", "1H2022, 1H2023, LTM1H2023", "basic_eps: [1.00, 1.20, 2.50]"))})
    assert [fact for fact in told.book.facts if str(fact.value) == "2.50"]
    assert not [each for each in told.verdicts if "LTM" in each.check.id]


@pytest.mark.parametrize(("column", "said"), [
    ("LTMFY2022", "LTMFY2022 is FY2022: write that"),
    ("LTM", "write LTM1H2023 for the twelve months that end with 1H2023"),
    ("TTM 1H2023", "did you mean 'LTM1H2023'?"),
    ("LTM1H2023, LTM2Q2023", "this column repeats an earlier one"),
    ("LTM1H2024", "after the filing's date"),
])
def test_what_is_no_such_column_is_told_with_the_right_one(tmp_path: Path, column: str, said: str) -> None:
    assert any(said in each for each in complaints(tmp_path, files(column=column)))


def test_a_forecast_has_no_such_column(tmp_path: Path) -> None:
    text = filing("2023-11-14", table("income_statement", "LTM1H2024", "revenue: [250]", "    forecast: true\n"))
    assert any("a forecast is of a period of the calendar" in each for each in complaints(tmp_path, {FILED: text}))


def test_the_next_filing_has_it_a_quarter_later_and_the_year_does_without(tmp_path: Path) -> None:
    inputs = load_inputs(write_company(tmp_path / "acme", files()))
    third, year = (lay_out_filing(inputs, label, filed, filed).read_text(encoding="utf-8") for label, filed in (
        ("9M2023", datetime.date(2024, 2, 14)), ("FY2023", datetime.date(2024, 5, 14))))
    assert "columns: [9M2022, 9M2023, LTM9M2023]" in third
    assert "LTM" not in year


def test_twelve_months_that_are_a_fiscal_year_are_called_that() -> None:
    calendar = FiscalCalendar(3, "start")
    period = calendar.twelve_months(Slot(2023, "1H"))
    assert period
    assert (str(period.start), str(period.end)) == ("2022-10-01", "2023-09-30")
    assert calendar.name(period) == "LTM1H2023"
    assert calendar.name(calendar.period(Slot(2023, "FY"))) == "FY2023"
