"""Tables of forecasts as they are typed: what is read, what is refused, and how the next filing is laid out."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.inputs.next_filing import lay_out_filing
from generator.model.book import Book
from generator.model.fact import EXPECTED
from tests.companies import FILED, FILES, FILING, STATEMENTS, complaints, write_company

FORECAST = """\
  - statement: income_statement
    heading: Forecast
    forecast: true
    columns: [FY2023, FY2023 achieved, FY2024 low, FY2024 high]
    rows:
      revenue: [250, 48.0, 260, 280]
      profit: [100, 50.0, ~, ~]
"""


def read(folder: Path, files: dict[str, str | bytes | None]) -> Book:
    return load_inputs(write_company(folder, files)).book


def test_forecasts_are_no_facts(tmp_path: Path) -> None:
    with_it, without = read(tmp_path / "a", {FILED: FILING + FORECAST}), read(tmp_path / "b", {})
    told = [(each.series[1], str(each.period.end), each.forecast, each.unit, str(each.value))
            for each in with_it.forecasts]
    assert told == [("revenue", "2024-03-31", EXPECTED, "amount", "250"),
                    ("revenue", "2024-03-31", "achieved", "percent", "48.0"),
                    ("revenue", "2025-03-31", "low", "amount", "260"),
                    ("revenue", "2025-03-31", "high", "amount", "280"),
                    ("profit", "2024-03-31", EXPECTED, "amount", "100"),
                    ("profit", "2024-03-31", "achieved", "percent", "50.0")]
    assert [each.figure for each in with_it.printed] == [each.figure for each in without.printed]
    assert with_it.slots == without.slots
    assert not without.forecasts


def test_a_member_comes_before_the_end_of_a_range(tmp_path: Path) -> None:
    statements = STATEMENTS.replace("  sheet: Income Statement\n", "  sheet: Income Statement\n  members:\n"
                                    "    north: North\n    low: Low-cost carriers\n", 1)
    forecast = FORECAST.replace("FY2023, FY2023 achieved, FY2024 low, FY2024 high",
                                "FY2023 north low, FY2023 north high, FY2023 low, FY2023 low high")
    book = read(tmp_path, {"statements.yaml": statements, FILED: FILING + forecast.replace(
        "[250, 48.0, 260, 280]", "[40, 50, 20, 30]").replace("[100, 50.0, ~, ~]", "[4, 5, 2, 3]")})
    assert [(each.series[2], each.forecast) for each in book.forecasts[:4]] == [
        ("north", "low"), ("north", "high"), ("low", EXPECTED), ("low", "high")]


@pytest.mark.parametrize(("old", "new", "told"), [
    ("    forecast: true\n", "", "after the filing's date 2023-11-14; is the year right, and 'named_after:' in "
                                 "company.yaml? The table of a forecast says 'forecast: true'"),
    ("[FY2023, FY2023 achieved, FY2024 low, FY2024 high]", "[FY2021, FY2023 achieved, FY2024 low, FY2024 high]",
     "too long ago for a forecast"),
    ("FY2024 low", "FY2053 low", "31 years after the filing's date"),
    ("260, 280", "280, 260", "the low end of this range, 280, is above its high end, 260"),
    ("FY2024 low, FY2024 high", "FY2024 low, FY2024 low", "this column repeats an earlier one"),
    ("FY2024 high", "FY2024 top", "unknown member 'top'"),
    ("revenue: [250", "revenu: [250", "unknown line item 'revenu' of 'income_statement'; did you mean 'revenue'?"),
    ("revenue: [250", "revenue: [2_50", "'2_50' is not how figures are printed"),
    ("forecast: true", "forecast: yes", "true or false")])
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FORECAST
    found = complaints(tmp_path, {FILED: FILING + FORECAST.replace(old, new, 1)})
    assert any(told in each for each in found), found


def test_the_end_of_a_range_in_a_table_of_results_is_told_what_it_is(tmp_path: Path) -> None:
    found = complaints(tmp_path, {FILED: FILING.replace("[1H2022, 1H2023]", "[1H2022, 1H2023 low]", 1)})
    assert any("stands in tables of forecasts, which say 'forecast: true'" in each for each in found), found


@pytest.mark.parametrize("ends", ["(120), (100)", "(100), (120)"])
def test_a_range_of_negative_figures_may_begin_with_either_end(tmp_path: Path, ends: str) -> None:
    text = FORECAST.replace("profit: [100, 50.0, ~, ~]", f"costs: [(150), 46.7, {ends}]")
    assert len(read(tmp_path, {FILED: FILING + text}).forecasts) == 8


def test_one_still_to_be_typed_is_listed(tmp_path: Path) -> None:
    book = read(tmp_path, {FILED: FILING + FORECAST.replace("[250,", "[todo,")})
    assert [each.series[1] for each in book.todo] == ["revenue"]


@pytest.mark.parametrize(("period", "columns"), [
    ("9M2023", "[FY2023, FY2023 achieved, FY2024 low, FY2024 high]"),
    ("FY2023", "[FY2024, FY2024 achieved, FY2024 low, FY2024 high]")])
def test_the_next_filing_keeps_a_forecast_until_its_year_is_over(tmp_path: Path, period: str, columns: str) -> None:
    inputs = load_inputs(write_company(tmp_path / "acme", {**FILES, FILED: FILING + FORECAST}))
    text = lay_out_filing(inputs, period, datetime.date(2024, 5, 10), datetime.date(2024, 5, 10)).read_text()
    assert f"    columns: {columns}\n    forecast: true\n" in text
