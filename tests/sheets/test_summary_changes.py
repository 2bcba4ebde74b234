"""The Summary says of a change what the Ratios say: in words where a result crosses zero or was a loss before."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.companies import FILED, built, filing, table


def change(result: Result, label: str) -> object:
    """What the Summary shows in the first column of changes for a key figure."""
    sheet = next(each for each in result.cells.sheets if each.name == "Summary")
    row = next(r for (r, c), each in sheet.cells.items() if c == 1 and each.value == label)
    column = min(c for (r, c), each in sheet.cells.items() if r == 5 and each.value == "Change")
    return result.values["Summary", row, column]


@pytest.mark.parametrize(("before", "now", "expected"), [
    (150, "(90)", "n.m. (P→L)"), ("(90)", 150, "n.m. (L→P)"), ("(90)", "(30)", "n.m. (L→L, narrower)"),
    ("(90)", "(120)", "n.m. (L→L, wider)"), (150, 180, 0.2), (150, "nil", -1.0), ("nil", 150, "n.m.")])
def test_the_change_of_a_result_says_its_direction(tmp_path: Path, before: object, now: object,
                                                   expected: object) -> None:
    rows = f"revenue: [1000, 1000]; profit: [{before}, {now}]"
    statements = ("income_statement:\n  title: Profit or loss\n  sheet: Income Statement\n  items:\n"
                  "    revenue: {label: Revenue, concept: revenue}\n"
                  "    profit: {label: Operating profit, concept: operating_profit}\n")
    result = built(tmp_path, {"statements.yaml": statements, FILED: None, "filings/1.yaml": filing(
        "2023-11-14", table("income_statement", "1H2022, 1H2023", rows))})
    assert change(result, "Operating profit") == (pytest.approx(expected) if isinstance(expected, float) else expected)
