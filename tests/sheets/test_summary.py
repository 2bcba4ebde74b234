"""The Summary of companies of every kind: what it shows, what it leaves out, what changed most. Worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.pipeline import Result
from generator.xlsx.cells import Formula, RowChart, Sheet
from tests.companies import FILED, STATEMENTS, built, changed, filing, table

SEGMENTS = """\
segments:
  title: Segments
  sheet: Segments
  members:
    asia: Asia
    europe: Europe
    eliminations: Eliminations
    total: {label: Total, sum: [asia, europe, eliminations]}
  items:
    revenue: {label: Segment revenue, same_as: {total: income_statement.revenue}}
"""
SPLIT = """\
  - statement: segments
    heading: Segments
    period: {period}
    members: [asia, europe, eliminations, total]
    rows:
      revenue: [{figures}]
"""
LINES = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    sales: Sales
    rent: Rent received
    revenue: {label: Revenue, sum: [sales, rent], concept: revenue}
    costs: Costs
    wages: Wages
    interest: Interest
    profit: {label: Profit, sum: [revenue, costs, wages, interest], concept: profit}
    again: {label: Profit as printed below, same_as: income_statement.profit}
"""


def summary(result: Result) -> Sheet:
    return next(each for each in result.cells.sheets if each.name == "Summary")


def worth(result: Result, row: int, column: int) -> object:
    cell = summary(result).cells.get((row, column))
    if cell is None:
        return None
    return result.values["Summary", row, column] if isinstance(cell.value, Formula) else cell.value


def row_of(result: Result, label: str, after: int = 0) -> int:
    return min(row for row, column in summary(result).cells if column == 1 and row > after
               and worth(result, row, 1) == label)


def rows(result: Result) -> Iterator[tuple[int, str]]:
    for row, column in sorted(summary(result).cells):
        if column == 1:
            yield row, str(worth(result, row, 1))


def shown(result: Result, label: str) -> list[object]:
    """The value, that of a year ago, the change, and the change in the row's own unit."""
    row = row_of(result, label)
    return [worth(result, row, column) for column in range(3, 7)]


def chart(result: Result, title: str) -> RowChart:
    return next(each for each in summary(result).charts if each.title == title)


def drawn(result: Result, title: str) -> list[list[object]]:
    """The columns of a chart and the figures of each of its rows."""
    found = chart(result, title)
    columns = range(found.first_column, found.last_column + 1)
    return [[worth(result, row, column) for column in columns]
            for row in (found.categories_row, *(row for row, _ in found.series))]


def test_a_change_stands_in_percent_and_in_its_unit(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert shown(result, "Revenue") == [120, 100, pytest.approx(0.2), 20]
    assert [worth(result, 5, column) for column in range(3, 7)] == ["1H2023", "1H2022", "Change", "1H2023 +/–"]


def test_what_no_filing_gives_stands_last(tmp_path: Path) -> None:
    found = [label for _, label in rows(built(tmp_path))]
    assert found.index("Total assets") < found.index("Not in these filings") < found.index("Gross profit")
    assert "Results" in found and not {"Margins", "Cash flow and net debt"} & set(found)


def test_segments_stand_with_their_share_of_nothing_but_their_own(tmp_path: Path) -> None:
    """Asia 70 after 50, Europe 60 after 60, eliminations -10 after -10: no growth of what is below zero."""
    result = built(tmp_path, {"statements.yaml": STATEMENTS + SEGMENTS, "filings/2.yaml": filing(
        "2023-11-15", SPLIT.format(period="1H2022", figures="50, 60, (10), 100"),
        SPLIT.format(period="1H2023", figures="70, 60, (10), 120"))})
    assert shown(result, "Segment revenue · Asia") == [70, 50, pytest.approx(0.4), 20]
    assert shown(result, "Segment revenue · Eliminations") == [-10, -10, "n.m.", 0]
    title = "Revenue by segment, year to date"
    assert drawn(result, title) == [["1H2022", "1H2023"], [50, 70], [60, 60], [-10, -10]]
    assert not chart(result, title).from_zero


def test_the_three_lines_that_changed_most_are_found_live(tmp_path: Path) -> None:
    """Changes of 40, -5, -30, -2 and 30: totals and second printings are none, of two equal ones the upper is first."""
    statement = table("income_statement", "1H2022, 1H2023", "sales: [100, 140]; rent: [20, 15]; revenue: [120, 155]; "
                      "costs: [(60), (90)]; wages: [(20), (22)]; interest: [(40), (10)]; profit: [0, 33]; "
                      "again: [0, 33]")
    result = built(tmp_path, {"statements.yaml": LINES, FILED: None, "filings/1.yaml": filing("2023-11-14", statement)})
    first = row_of(result, "Biggest changes") + 1
    assert worth(result, first, 1) == "Income Statement, 1H2023 on 1H2022"
    assert [[worth(result, first + rank, column) for column in (1, 2, 3, 4, 5, 6)] for rank in (1, 2, 3)] == [
        ["Sales", "Income 1", 140, 100, pytest.approx(0.4), 40],
        ["Costs", "Income 2", -90, -60, pytest.approx(0.5), -30],
        ["Interest", "Income 3", -10, -40, pytest.approx(-0.75), 30]]
    compared = row_of(result, "Income Statement: the lines that are compared")
    assert [label for row, label in rows(result) if row > compared + 2] == [
        "Sales", "Rent received", "Costs", "Wages", "Interest"]


def test_of_fewer_than_three_lines_there_are_as_many_movers(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert [label for _, label in rows(result) if label in ("Revenue", "Costs")].count("Costs") == 2  # mover, and line
    assert worth(result, row_of(result, "Biggest changes") + 2, 2) == "Income 1"


def test_balances_alone_make_a_summary(tmp_path: Path) -> None:
    statements = STATEMENTS[STATEMENTS.index("balance_sheet"):]
    result = built(tmp_path, {"statements.yaml": statements, FILED: None, "filings/1.yaml": filing(
        "2023-11-14", table("balance_sheet", "2023-03-31, 2023-09-30",
                            "cash: [10, 15]; other_assets: [90, 80]; total_assets: [100, 95]"))})
    assert worth(result, row_of(result, "Total assets"), 3) == 95
    first = row_of(result, "Biggest changes") + 1
    assert worth(result, first, 1) == "Balance Sheet, 2023-09-30 on 2023-03-31"
    assert [worth(result, first + 1, column) for column in (1, 6)] == ["Other assets", -10]
    assert [each.title for each in summary(result).charts] == ["Total assets at balance dates"]


def test_one_period_has_nothing_to_compare_with(tmp_path: Path) -> None:
    result = built(tmp_path, {FILED: None, "filings/1.yaml": filing(
        "2024-05-14", table("income_statement", "FY2023", "revenue: [100]; costs: [(60)]; profit: [40]"))})
    assert worth(result, row_of(result, "Revenue"), 3) == 100
    assert "Biggest changes" not in [label for _, label in rows(result)]
    assert summary(result).charts == []


def test_a_bank_has_no_chart_of_what_it_does_not_report(tmp_path: Path) -> None:
    """Without revenue and operating profit its chart of results shows the one result that it has, and says so."""
    statements = ("income_statement:\n  title: Profit or loss\n  sheet: Income Statement\n  items:\n"
                  "    interest: Interest income\n    provisions: Provisions\n"
                  "    profit: {label: Profit, sum: [interest, provisions], concept: profit_to_owners}\n")
    result = built(tmp_path, {"statements.yaml": statements, FILED: None, "filings/1.yaml": filing(
        "2023-11-14", table("income_statement", "2Q2022, 2Q2023",
                            "interest: [50, 60]; provisions: [(10), (70)]; profit: [40, (10)]"))})
    title = "Profit attributable to owners of the parent by quarter"
    assert [each.title for each in summary(result).charts] == [title]
    assert drawn(result, title) == [["2Q2022", "3Q2022", "4Q2022", "1Q2023", "2Q2023"], [40, None, None, None, -10]]
    assert not chart(result, title).from_zero
    assert shown(result, "Profit attributable to owners of the parent") == [-10, 40, "n.m. (P→L)", -50]


def test_a_loss_is_not_cut_off_by_an_axis_from_zero(tmp_path: Path) -> None:
    statements = changed(STATEMENTS, "concept: profit}", "concept: operating_profit}")
    result = built(tmp_path, {"statements.yaml": statements, FILED: None, "filings/1.yaml": filing(
        "2023-11-14", table("income_statement", "2Q2022, 2Q2023",
                            "revenue: [100, 90]; costs: [(60), (99)]; profit: [40, (9)]"))})
    found = chart(result, "Revenue and operating margin by quarter")
    assert found.from_zero and not found.second_from_zero
