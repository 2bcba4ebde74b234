"""A line item or a member under another key than before: what refers to its rows follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.merge.log import NotMerged
from generator.merge.merge import merge
from generator.refused import Refused
from tests.companies import FILED, FILING, MEMBERS, STATEMENTS, built, changed
from tests.merge.test_merge import seen
from tests.touched import Touched

# The key of costs becomes expenses, and another row is put in before it: costs stood in row 9, expenses in row 10.
# 1H2023 is column Q.
RENAMED = changed(changed(changed(
    STATEMENTS, "    costs: Costs\n", "    other: Other income\n    expenses: Costs\n"),
    "[revenue, costs]", "[revenue, other, expenses]"),
    "  sheet: Income Statement\n", "  sheet: Income Statement\n  renamed: {costs: expenses}\n")
FILING_NOW = changed(FILING, "      costs:", "      other: [nil, nil]\n      expenses:")
LATER = """\
filing: {title: Report for FY2023, filed: 2024-05-14, assurance: audited}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [1H2023, FY2023]
    rows:
      revenue: [120, 240]
      costs: [(70), (141)]
      profit: [50, 99]
"""
LATER_NOW = changed(LATER, "      costs:", "      other: [nil, nil]\n      expenses:")


def row_of(package: bytes, sheet: str, column: int, text: str) -> int:
    cells = seen(package)[sheet]
    return next(row for row in range(1, cells.max_row + 1) if cells.cell(row, column).value == text)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("before"), {"filings/2024-05-14.yaml": LATER}).package


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("now"), {"statements.yaml": RENAMED, FILED: FILING_NOW,
                                                  "filings/2024-05-14.yaml": LATER_NOW}).package


def test_what_refers_to_a_renamed_row_follows(before: bytes, now: bytes) -> None:
    touched, check = Touched(before), "again:income_statement.{}:1H2023:2023-11-14"
    fact, of_check = row_of(before, "Facts", 2, "costs"), row_of(before, "Checks", 1, check.format("costs"))
    touched.sheet("M", {"A1": "='Income Statement'!Q9", "A2": f"=Facts!H{fact}", "A3": f"=Checks!E{of_check}"})
    touched.notes("Income Statement", {"Q9": "ask"})
    result = merge(touched.saved(), now)
    book, values = seen(result.package), seen(result.package, values=True)["M"]
    assert [book["M"].cell(row, 1).value for row in (1, 2, 3)] == [
        "='Income Statement'!Q10", f"=Facts!H{row_of(now, 'Facts', 2, 'expenses')}",
        f"=Checks!E{row_of(now, 'Checks', 1, check.format('expenses'))}"]
    assert [values.cell(row, 1).value for row in (1, 2, 3)] == [-70, -60, -70]
    assert book["Income Statement"]["Q10"].comment.text == "ask"


def test_a_renamed_member_is_followed(tmp_path: Path) -> None:
    filed = FILING + """\
  - statement: equity
    heading: Changes
    period: 1H2023
    members: [capital, reserves, total]
    rows:
      profit: [1, 49, 50]
"""
    here = {FILED: filed, "statements.yaml": STATEMENTS + MEMBERS}
    was = built(tmp_path / "was", here).package
    there = {name: text.replace("reserves", "retained") for name, text in here.items()}
    there["statements.yaml"] = changed(there["statements.yaml"], "  sheet: Changes in Equity\n",
                                       "  sheet: Changes in Equity\n  renamed: {reserves: retained}\n")
    row = row_of(was, "Changes in Equity", 1, "profit@reserves")
    touched = Touched(was)
    touched.sheet("M", {"A1": f"='Changes in Equity'!Q{row}"})
    result = merge(touched.saved(), built(tmp_path / "now", there).package)
    assert seen(result.package, values=True)["M"]["A1"].value == 49
    assert row_of(result.package, "Changes in Equity", 1, "profit@retained") == row


def test_without_the_word_of_it_the_row_is_gone(before: bytes, tmp_path: Path) -> None:
    silent = built(tmp_path, {"statements.yaml": changed(RENAMED, "  renamed: {costs: expenses}\n", ""),
                              FILED: FILING_NOW, "filings/2024-05-14.yaml": LATER_NOW}).package
    touched = Touched(before)
    touched.sheet("M", {"A1": "='Income Statement'!Q9"})
    with pytest.raises(NotMerged) as refused:
        merge(touched.saved(), silent)
    assert "'Income Statement'!Q9 is no longer there" in str(refused.value.conflicts[0])


def test_a_key_that_is_not_there_or_still_there_is_a_problem(tmp_path: Path) -> None:
    wrong = changed(RENAMED, "{costs: expenses}", "{costs: expences, revenue: other, never: profit}")
    with pytest.raises(Refused) as refused:
        built(tmp_path, {"statements.yaml": wrong, FILED: FILING_NOW})
    lines = "\n".join(refused.value.lines)
    assert "statements.yaml:4:20: 'expences' is no line item or member of this statement" in lines
    assert "statements.yaml:4:30: 'revenue' is still there" in lines
    assert refused.value.lines[-1] == "2 mistakes found; nothing was written"
