"""Cells that a printed table leaves empty: not disclosed there, which is no dash, no zero and no missing figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.proof import Proof
from generator.inputs.load import load_inputs
from generator.report.audit import audit
from tests.companies import FILED, FILING, built, changed, complaints, filing, shown, table, write_company

EQUITY = """\
changes_in_equity:
  title: Statement of Changes in Equity
  sheet: Changes in Equity
  members: {capital: Share capital, retained: Retained earnings, total: {label: Total, sum: [capital, retained]}}
  items:
    opening: {label: Balance at the beginning, additivity: opening}
    profit: Profit for the period
    dividends: Dividends
    closing: {label: Balance at the end, additivity: instant, sum: [opening, profit, dividends]}
"""
HEAD = "filing: {title: Filed, filed: 2023-11-14, assurance: reviewed}\ntables:\n"
MATRIX = """\
  - statement: changes_in_equity
    heading: Page 1
    period: 1H2023
    members: [capital, retained, total]
    rows:
      opening: [500, 1500, 2000]
      profit: [~, 180, 180]
      dividends: [~, (60), (60)]
      closing: [500, 1620, 2120]
"""


def equity(matrix: str) -> dict[str, str | bytes | None]:
    return {"statements.yaml": EQUITY, FILED: HEAD + matrix}


def states(folder: Path, files: dict[str, str | bytes | None]) -> dict[str, str]:
    inputs = load_inputs(write_company(folder, files))
    return {check.id: outcome.state for check, outcome in Proof(inputs.book, inputs.templates).outcomes()}


@pytest.mark.parametrize("empty", ["[~, 180, 180]", "[ , 180, 180]", "[,180,180]", '["", 180, 180]', "['~', 180, 180]",
                                   "[null, 180, 180]"])
def test_a_blank_cell_adds_as_nothing_and_stays_blank(tmp_path: Path, empty: str) -> None:
    """180 = blank + 180, and the closing balance 500 + 1,620 = 2,120; the dividends' cell is a dash."""
    matrix = changed(changed(MATRIX, "[~, 180, 180]", empty), "[~, (60), (60)]", "[nil, (60), (60)]")
    result = built(tmp_path, equity(matrix))
    assert shown(result, "Changes in Equity", "profit@capital", "1H2023") is None
    assert shown(result, "Changes in Equity", "dividends@capital", "1H2023") == 0
    assert shown(result, "Changes in Equity", "profit@total", "1H2023") == 180
    assert shown(result, "Changes in Equity", "closing@capital", "1H2023") == 500
    assert shown(result, "Changes in Equity", "closing@total", "1H2023") == 2120
    assert {outcome.state for _, outcome in result.proof.outcomes()} == {"EXACT"}


def test_a_wrong_figure_beside_a_blank_is_seen(tmp_path: Path) -> None:
    found = states(tmp_path, equity(changed(MATRIX, "[~, 180, 180]", "[~, 180, 190]")))
    assert [check for check, state in found.items() if state == "FAIL"] == [
        "footing:across:changes_in_equity.profit@total:1H2023"]
    found = states(tmp_path, equity(changed(MATRIX, "[500, 1620, 2120]", "[510, 1610, 2120]")))
    assert [check for check, state in found.items() if state == "FAIL"] == [
        f"footing:down:changes_in_equity.closing@{member}:2023-09-30" for member in ("capital", "retained")]


def test_a_whole_blank_row(tmp_path: Path) -> None:
    """Nothing was distributed: 1,500 + 180 = 1,680."""
    matrix = changed(changed(MATRIX, "[~, (60), (60)]", "[~, ~, ~]"), "[500, 1620, 2120]", "[500, 1680, 2180]")
    result = built(tmp_path, equity(matrix))
    assert shown(result, "Changes in Equity", "dividends@total", "1H2023") is None
    assert shown(result, "Changes in Equity", "closing@total", "1H2023") == 2180
    assert {outcome.state for _, outcome in result.proof.outcomes()} == {"EXACT"}


def test_a_blank_in_a_column_of_time(tmp_path: Path) -> None:
    """Costs of the first half of 2022 are not disclosed: profit 100 was not broken down into them."""
    text = changed(changed(FILING, "costs: [(60), (70)]", "costs: [~, (70)]"), "profit: [40, 50]", "profit: [100, 50]")
    result = built(tmp_path, {FILED: text})
    assert shown(result, "Income Statement", "costs", "1H2022") is None
    assert shown(result, "Income Statement", "costs", "1H2023") == -70
    assert shown(result, "Income Statement", "profit", "1H2022") == 100


def test_a_blank_cell_is_not_derived_from_other_periods_and_its_total_is(tmp_path: Path) -> None:
    """Of the second quarter only the total is known: 180 - 100 = 80; what is blank twice has no difference."""
    first = MATRIX.replace("1H2023", "1Q2023").replace("180", "100").replace("(60)", "nil").replace(
        "[500, 1620, 2120]", "[500, 1600, 2100]")
    result = built(tmp_path, {
        **equity(MATRIX), "filings/2023-08-10.yaml": HEAD.replace("2023-11-14", "2023-08-10") + first})
    assert shown(result, "Changes in Equity", "profit@total", "2Q2023") == 80
    assert shown(result, "Changes in Equity", "profit@capital", "2Q2023") == "n.a."
    assert shown(result, "Changes in Equity", "profit@capital", "1H2023") is None


def test_segments_with_eliminations(tmp_path: Path) -> None:
    """External revenue has no elimination: 300 + 200 = 500; intersegment 20 + 5 - 25 is a printed dash."""
    segments = """\
segments:
  title: Segments
  sheet: Segments
  members: {a: A, b: B, eliminations: Eliminations, total: {label: Total, sum: [a, b, eliminations]}}
  items:
    external: External revenue
    internal: Intersegment revenue
    revenue: {label: Revenue, sum: [external, internal]}
"""
    rows = """\
  - statement: segments
    heading: Note 5
    period: 1H2023
    members: [a, b, eliminations, total]
    rows:
      external: [300, 200, , 500]
      internal: [20, 5, (25), nil]
      revenue: [320, 205, (25), 500]
"""
    result = built(tmp_path, {"statements.yaml": segments, FILED: HEAD + rows})
    assert shown(result, "Segments", "external@eliminations", "1H2023") is None
    assert shown(result, "Segments", "revenue@eliminations", "1H2023") == -25
    assert {outcome.state for _, outcome in result.proof.outcomes()} == {"EXACT"}


@pytest.mark.parametrize(("old", "new", "place"), [
    ("[~, 180, 180]", "[~, 180, ~]", "9:24"),
    ("[500, 1620, 2120]", "[~, 1620, 2120]", "11:17"),
])
def test_a_blank_total_with_parts_is_a_slip(tmp_path: Path, old: str, new: str, place: str) -> None:
    found = complaints(tmp_path, equity(changed(MATRIX, old, new)))
    assert len(found) == 1, found
    assert found[0].startswith(f"{FILED}:{place}: ")
    assert "is blank here although its parts have figures" in found[0]


def test_a_forgotten_column_of_totals_is_one_message(tmp_path: Path) -> None:
    matrix = MATRIX.replace(", 180, 180]", ", 180, ~]").replace("2000]", "~]").replace("(60), (60)]", "(60), ~]")
    found = complaints(tmp_path, equity(matrix))
    assert len(found) == 1, found
    assert "the total 'opening' of 'total' is blank" in found[0]
    assert "and 2 more such in this table" in found[0]


def test_a_table_of_blanks_is_one_message(tmp_path: Path) -> None:
    rows = "revenue: [~, ~]; costs: [~, ~]; profit: [~, ~]"
    found = complaints(tmp_path, {FILED: filing("2023-11-14", table("income_statement", "1H2022, 1H2023", rows))})
    assert len(found) == 1, found
    assert "every cell of this table is blank" in found[0]


def test_a_row_without_a_figure_is_not_taken_for_a_blank_cell(tmp_path: Path) -> None:
    text = filing("2023-11-14", table("income_statement", "1H2023", "revenue: ; costs: (70)"))
    found = complaints(tmp_path, {FILED: text})
    assert len(found) == 1, found
    assert "a figure is missing here" in found[0]


def test_another_filing_may_give_what_a_table_leaves_blank(tmp_path: Path) -> None:
    later = FILING.replace("2023-11-14", "2023-12-01").replace("Report for 1H2023", "Supplement")
    folder = write_company(tmp_path, {FILED: changed(FILING, "costs: [(60), (70)]", "costs: [~, (70)]"),
                                      "filings/later.yaml": later})
    assert audit(folder).book.blank == frozenset()
