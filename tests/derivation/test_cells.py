"""The columns of a small company: what is reported for each, what is printed in it, and how durations are derived."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, REPORTED, Entry, Link, Lost, Missing, Sum
from generator.derivation.sources import Path as OverPeriods
from generator.model.additivity import ADDITIVITIES
from generator.model.period import Period, Slot
from generator.model.problem import Problems
from tests.companies import FILED, STATEMENTS, filing, read, table, write_company

REVENUE, COSTS, PROFIT = (("income_statement", item, "") for item in ("revenue", "costs", "profit"))
CASH, OTHER, ASSETS = (("balance_sheet", item, "") for item in ("cash", "other_assets", "total_assets"))
FLOWS = table("income_statement", "1Q2023, 1H2023", "revenue: [50, 120]; costs: [(30), (70)]; profit: [20, 50]")
BALANCES = table("balance_sheet", "2023-03-31, 2023-09-30", "cash: [10, 15]; other_assets: [90, 95]")
FILES = {FILED: filing("2023-11-14", FLOWS, BALANCES)}


def grid_of(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Grid:
    problems = Problems()
    book = read(write_company(folder, files), problems)
    assert book is not None, problems.sorted()
    return Grid(book)


def slot(label: str) -> Slot:
    return Slot(int(label[2:]), label[:2])


def test_what_is_reported_for_each_column(tmp_path: Path) -> None:
    timeline = grid_of(tmp_path, FILES).timeline
    assert {each.label: timeline.status(each) for each in timeline.slots if timeline.status(each)} == {
        "4Q2022": "balances", "2H2022": "balances", "FY2022": "balances",
        "1Q2023": "reported", "2Q2023": "derived", "1H2023": "reported"}
    assert [each.label for each in timeline.slots if timeline.is_reported(each)] == ["1Q2023", "2Q2023", "1H2023"]
    assert [each.label for each in timeline.slots if timeline.has_balances(each)] == [
        "4Q2022", "2H2022", "FY2022", "2Q2023", "1H2023"]
    assert {each.label for each in timeline.newest} == {"2Q2023", "1H2023"}
    assert {each.label for each in timeline.calendar_years} == {"9M2022", "9M2023"}


def test_what_rows_show_in_a_column_and_the_days_that_columns_touch(tmp_path: Path) -> None:
    timeline = grid_of(tmp_path, FILES).timeline
    half = Period(datetime.date(2023, 9, 30), datetime.date(2023, 4, 1))
    assert timeline.slot_of[half] == slot("1H2023")
    shown = [timeline.anchored(ADDITIVITIES[word].anchor) for word in ("flow", "instant", "opening")]
    assert [each[slot("1H2023")] for each in shown] == [
        half, Period(datetime.date(2023, 9, 30)), Period(datetime.date(2023, 3, 31))]
    assert sorted(timeline.days) == [datetime.date.fromisoformat(day) for day in (
        "2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31", "2023-03-31",
        "2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31")]


def test_the_column_that_an_accessor_means_is_on_the_axis_or_none(tmp_path: Path) -> None:
    timeline = grid_of(tmp_path, FILES).timeline
    assert timeline.shifted(slot("1H2023"), "year_ago") == slot("1H2022")
    assert timeline.shifted(slot("1H2022"), "year_ago") is None
    assert timeline.shifted(slot("1H2024"), "year_ago") is None


def test_where_the_value_of_a_cell_comes_from(tmp_path: Path) -> None:
    """Total assets are not printed, but both parts are; the second quarter is the half less the first."""
    grid = grid_of(tmp_path, FILES)
    half, quarter = slot("1H2023"), slot("2Q2023")
    revenue = grid.printings.fact(REVENUE, half)
    assert revenue is not None
    assert revenue.value == 120
    assert grid.entry(REVENUE, half) == Entry(Link(revenue), REPORTED)
    assert grid.entry(PROFIT, half) == Entry(Sum(((1, REVENUE), (1, COSTS))), REPORTED)
    assert grid.entry(REVENUE, quarter) == Entry(OverPeriods(((1, half), (-1, slot("1Q2023")))), DERIVED)
    assert grid.entry(PROFIT, quarter) == Entry(Sum(((1, REVENUE), (1, COSTS))), DERIVED)
    assert grid.entry(ASSETS, quarter) == Entry(Sum(((1, CASH), (1, OTHER))), REPORTED)
    assert grid.entry(ASSETS, slot("1Q2023")) is None
    assert grid.entry(REVENUE, slot("9M2023")) is None
    assert [fact.value for fact in grid.facts(PROFIT, quarter)] == [120, 50, -70, -30]
    assert grid.facts(PROFIT, None) == grid.facts(PROFIT, slot("1H2030")) == ()


def test_a_kind_of_figure_that_is_reported_but_not_for_this_row_is_missing(tmp_path: Path) -> None:
    files = {FILED: filing("2023-11-14", table("income_statement", "1Q2023", "revenue: [50]"),
                           table("income_statement", "1H2023", "costs: [(70)]"))}
    grid = grid_of(tmp_path, files)
    assert grid.entry(REVENUE, slot("1H2023")) == Entry(Missing())
    assert not Entry(Missing()).has_value


def test_paths_over_columns(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, FILES)
    assert grid.paths.known(REVENUE, 2023) == tuple(grid.timeline.periods[slot(each)] for each in ("1Q2023", "1H2023"))
    assert grid.paths.to(REVENUE, grid.timeline.periods[slot("3Q2023")]) is None
    assert grid.paths.over(grid.printings.by_column(REVENUE), slot("2Q2023")) == (
        (1, slot("1H2023")), (-1, slot("1Q2023")))
    assert grid.paths.over([slot("1H2023")], slot("2Q2022")) is None


def test_ways_a_total_adds_up(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, FILES)
    assert list(grid.totals.footings(PROFIT, slot("1H2023"))) == [("down", ((1, REVENUE), (1, COSTS)))]
    assert list(grid.totals.footings(PROFIT, slot("9M2023"))) == []


def test_a_source_names_the_cells_that_it_takes() -> None:
    here, there = slot("2Q2023"), slot("1H2023")
    assert list(Sum(((1, REVENUE), (-1, COSTS))).cells(PROFIT, here)) == [(REVENUE, here), (COSTS, here)]
    assert list(OverPeriods(((1, there),)).cells(PROFIT, here)) == [(PROFIT, there)]
    assert list(Lost(PROFIT, ((1, COSTS),)).cells(REVENUE, here)) == [(PROFIT, here), (COSTS, here)]
    assert list(Missing().cells(PROFIT, here)) == []


OPENING = """\
equity:
  title: Changes in equity
  sheet: Changes in Equity
  items:
    opening: {label: Opening, additivity: opening}
    profit: {label: Profit, same_as: income_statement.profit}
    closing: {label: Closing, additivity: instant, sum: [opening, profit], same_as: balance_sheet.total_assets}
"""


def test_a_balance_opens_only_the_columns_that_are_reported(tmp_path: Path) -> None:
    equity = table("equity", "1H2023", "opening: [60]; profit: [50]; closing: [110]")
    grid = grid_of(tmp_path, {"statements.yaml": STATEMENTS + OPENING, FILED: filing("2023-11-14", FLOWS, equity)})
    opening, closing = ("equity", "opening", ""), ("equity", "closing", "")
    fact = grid.printings.fact(opening, slot("1H2023"))
    assert fact is not None
    # 1Q, 1H, 9M and FY begin on the same day; nothing is reported for the last two.
    assert [grid.printings.fact(opening, slot(each)) for each in ("1Q2023", "9M2023", "FY2023")] == [fact] * 3
    assert grid.entry(opening, slot("1Q2023")) == grid.entry(opening, slot("1H2023")) == Entry(Link(fact))
    assert grid.entry(opening, slot("9M2023")) is None
    assert grid.entry(closing, slot("1H2023")) == Entry(Sum(((1, opening), (1, ("equity", "profit", "")))))
    # The balance sheet does not print its total: the one that closes the roll-forward stands in for it.
    link = grid.printings.link(ASSETS, slot("1H2023"))
    assert link is not None
    assert (link.fact.series, link.fact.figure.printed, link.stands_in) == (closing, "110", True)


def test_figures_of_periods_before_the_first_column(tmp_path: Path) -> None:
    """The axis begins with the year of the first filing's figures; a later filing looks further back."""
    later = table("balance_sheet", "2021-09-30, 2024-03-31", "cash: [7, 9]")
    flows = table("income_statement", "1H2021", "revenue: [80]")
    grid = grid_of(tmp_path, {**FILES, "filings/2024-05-15.yaml": filing("2024-05-15", later, flows)})
    assert grid.timeline.slots[0] == slot("1Q2022")
    assert [fact.value for fact in grid.printings.before_axis] == [7, 80]
