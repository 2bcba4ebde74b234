"""A row, column or table that was typed in another line, scale or sign is explained as the one slip that it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnosis.candidates import Candidate
from tests.companies import audited, changed
from tests.diagnosis.test_repairs import FILED, FILES, FILING, STATEMENTS

MEMBERS = """\
equity:
  title: Equity
  sheet: Changes in Equity
  members:
    capital: Capital
    reserves: Reserves
    own: Own shares
    total: {label: Total, sum: [capital, reserves, own]}
  items:
    opening: {label: Opening, additivity: opening}
    profit: Profit
    purchase: Purchase of own shares
    closing: {label: Closing, additivity: instant, sum: [opening, profit, purchase]}
"""
EQUITY = """\
filing: {title: Report, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: equity
    heading: Equity
    period: 1H2023
    members: [capital, reserves, own, total]
    rows:
      opening: [500, 140, (20), 620]
      profit: [nil, 360, nil, 360]
      purchase: [nil, nil, (75), (75)]
      closing: [500, 500, (95), 905]
"""


def _likeliest(folder: Path, filing: str, statements: str = STATEMENTS) -> Candidate:
    """The first explanation of all that fails, which is one slip."""
    (finding,) = audited(folder, {**FILES, "statements.yaml": statements, FILED: filing}).findings
    (likeliest,) = finding.repairs[0].candidates
    return likeliest


def _values(likeliest: Candidate) -> dict[tuple[str, str], int]:
    """What the slip would make of each figure, by its row and its member or the year of its column."""
    return {(change.fact.series[1], change.fact.series[2] or str(change.fact.period.end.year)): int(change.value)
            for change in likeliest.changes}


def test_two_columns_that_changed_places(tmp_path: Path) -> None:
    """The head of the table typed the wrong way round: every second printing is off, no footing is."""
    likeliest = _likeliest(tmp_path, FILING.replace("columns: [1H2022, 1H2023]", "columns: [1H2023, 1H2022]", 1))
    assert likeliest.slip.words == "two columns exchanged"
    assert _values(likeliest) == {("sales", "2022"): 81234, ("sales", "2023"): 94567, ("costs", "2022"): -60123,
                             ("costs", "2023"): -71890, ("tax", "2022"): -4100, ("tax", "2023"): -5200,
                             ("result", "2022"): 17011, ("result", "2023"): 17477}


def test_two_rows_that_changed_places(tmp_path: Path) -> None:
    filing = FILING.replace("      costs: [(60123), (71890)]\n      tax: [(4100), (5200)]",
                            "      costs: [(4100), (5200)]\n      tax: [(60123), (71890)]", 1)
    likeliest = _likeliest(tmp_path, filing)
    assert likeliest.slip.words == "two rows exchanged"
    assert _values(likeliest) == {("costs", "2022"): -60123, ("costs", "2023"): -71890, ("tax", "2022"): -4100,
                             ("tax", "2023"): -5200}


def test_a_row_with_the_other_sign(tmp_path: Path) -> None:
    """Costs typed without their brackets. Each column could be a slip of its own; one slip is fewer than two."""
    statements = changed(STATEMENTS, "  sheet: Income Statement\n",
                         "  sheet: Income Statement\n  members: {yoy: {label: YoY, unit: percent, growth: true}}\n")
    filing = FILING.replace("[1H2022, 1H2023]", "[1H2022, 1H2023, 1H2023 yoy]", 1).replace(
        "[81234, 94567]", "[81234, 94567, 16.4]", 1).replace("[(60123), (71890)]", "[60123, 71890, 19.6]", 1).replace(
        "[(4100), (5200)]", "[(4100), (5200), 26.8]", 1).replace("17477]", "17477, 2.7]", 1)
    likeliest = _likeliest(tmp_path, filing, statements)
    assert likeliest.slip.words == "signs of a row"
    assert _values(likeliest) == {("costs", "2022"): -60123, ("costs", "2023"): -71890}


def test_a_row_typed_once_more_under_the_next_name(tmp_path: Path) -> None:
    """The line above once more under a name that had no figures: both totals are off by it."""
    statements = changed(STATEMENTS, "    tax: Tax\n", "    costs_again: More costs\n    tax: Tax\n").replace(
        "sum: [sales, costs, tax]", "sum: [sales, costs, costs_again, tax]")
    filing = FILING.replace("      tax: [(4100), (5200)]\n      result",
                            "      costs_again: [(60123), (71890)]\n      tax: [(4100), (5200)]\n      result", 1)
    likeliest = _likeliest(tmp_path, filing, statements)
    assert likeliest.slip.words == "row typed twice"
    assert _values(likeliest) == {("costs_again", "2022"): 0, ("costs_again", "2023"): 0}


def test_a_row_with_the_figures_of_its_neighbour(tmp_path: Path) -> None:
    likeliest = _likeliest(tmp_path, FILING.replace("tax: [(4100), (5200)]", "tax: [(60123), (71890)]", 1))
    assert likeliest.slip.words == "figures of the neighbouring row"
    assert _values(likeliest) == {("tax", "2022"): -4100, ("tax", "2023"): -5200}


def test_one_column_in_another_scale(tmp_path: Path) -> None:
    filing = FILING
    for figure in ("94567", "71890", "5200", "17477"):
        filing = filing.replace(figure, f"{figure}000", 1)
    likeliest = _likeliest(tmp_path, filing)
    assert likeliest.slip.words == "a table or column in another scale"
    assert _values(likeliest) == {("sales", "2023"): 94567, ("costs", "2023"): -71890, ("tax", "2023"): -5200,
                             ("result", "2023"): 17477}


@pytest.mark.parametrize(("true", "typed", "values"), [
    ("profit: [nil, 360, nil, 360]", "profit: [360, 360, nil, nil]", {"capital": 0, "total": 360}),
    ("purchase: [nil, nil, (75), (75)]", "purchase: [(75), (75), nil, nil]",
     {"capital": 0, "reserves": 0, "own": -75, "total": -75}),
])
def test_dashes_left_out_of_a_row(tmp_path: Path, true: str, typed: str, values: dict[str, int]) -> None:
    """A row whose dashes the text lost, closed up to the left and filled with dashes at its end."""
    likeliest = _likeliest(tmp_path, changed(EQUITY, true, typed), MEMBERS)
    assert likeliest.slip.words == "dashes left out of a row"
    assert {member: value for (_, member), value in _values(likeliest).items()} == values


def test_the_consistent_report_has_no_slip(tmp_path: Path) -> None:
    assert audited(tmp_path, {"statements.yaml": MEMBERS, FILED: EQUITY}).findings == []
