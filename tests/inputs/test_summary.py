"""A company chooses the rows and charts of its Summary; what it leaves out is as of any company."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result, build
from generator.refused import Refused
from tests.companies import STATEMENTS, built, write_company

OWN = """\
key_figures:
  - {section: What we watch, row: income_statement.costs, change: amount}
  - {row: gross_profit, change: growth}
"""
CHART = """\
charts:
  - {title: Costs, periods: year_to_date, bars: [income_statement.costs], from_zero: false, alt: Costs of half-years}
"""
SEGMENTS = STATEMENTS + """\
segments:
  title: Segments
  sheet: Segments
  members: {asia: Asia, total: Total}
  items: {revenue: Revenue}
"""


def labels(result: Result) -> list[object]:
    sheet = next(each for each in result.cells.sheets if each.name == "Summary")
    return [each.value for (row, column), each in sorted(sheet.cells.items()) if column == 1 and row > 5]


def titles(result: Result) -> list[str]:
    return [each.title for each in next(each for each in result.cells.sheets if each.name == "Summary").charts]


def refusal(folder: Path, text: str, statements: str = STATEMENTS) -> list[str]:
    with pytest.raises(Refused) as refused:
        build(write_company(folder, {"summary.yaml": text, "statements.yaml": statements}))
    return [line.replace(f"{folder}/", "") for line in refused.value.lines]


def test_chosen_rows_take_the_place_of_the_common_ones(tmp_path: Path) -> None:
    """One that was chosen stands where it was put, though nothing is reported of it."""
    result = built(tmp_path, {"summary.yaml": OWN})
    assert labels(result)[:4] == ["What we watch", "Costs", "Gross profit", "Biggest changes"]
    assert "Total assets at balance dates" in titles(result)


def test_chosen_charts_take_the_place_of_the_common_ones(tmp_path: Path) -> None:
    result = built(tmp_path, {"summary.yaml": CHART})
    assert titles(result) == ["Costs"]
    assert "Revenue" in labels(result)


def test_movers_can_be_left_out(tmp_path: Path) -> None:
    assert "Biggest changes" not in labels(built(tmp_path, {"summary.yaml": "movers: false\n"}))


@pytest.mark.parametrize(("row", "told"), [
    ("revenu", "2:11: unknown row 'revenu'; did you mean 'revenue'?"),
    ("income_statment.costs", "2:11: unknown statement 'income_statment'; did you mean 'income_statement'?"),
    ("income_statement.cost", "2:11: unknown line item 'cost' of 'income_statement'; did you mean 'costs'?"),
    ("segments.revenue@asja", "2:11: unknown member 'asja' of 'segments'; did you mean 'asia'?"),
    ("segments.revenue", "2:11: 'segments.revenue' stands for several members; write one as segments.revenue@asia"),
])
def test_a_row_that_is_not_there_is_told_with_its_place(tmp_path: Path, row: str, told: str) -> None:
    found = refusal(tmp_path, f"key_figures:\n  - {{row: {row}, change: growth}}\n", SEGMENTS)
    assert found[0].startswith(f"summary.yaml:{told}"), found


def test_every_mistake_is_told_in_one_run(tmp_path: Path) -> None:
    found = refusal(tmp_path, "key_figures:\n  - {row: revenue, change: percent}\n  - {change: growth}\n"
                              "charts:\n  - {title: X, periods: years, bars: [], alt: Y}\nmover: true\n")
    told = "\n".join(found)
    for each in ("'percent'", "a key figure is one 'row' or the 'segments' of a concept", "'years'",
                 "a chart has one to five rows of bars, not 0", "'mover'"):
        assert each in told, each
