"""Each filing is proved by the figures that it prints, also those that a later filing gives otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.derivation.versions import MIXES_VERSIONS
from tests.companies import audited, built, cell, changed, filing, table

OLD, NEW, NEWEST = "filings/2023-11-10.yaml", "filings/2024-11-11.yaml", "filings/2025-11-11.yaml"
RESTATED = ", restated: {income_statement: sales of agency goods are shown net since April 2024}"
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  members: {change: {label: Change, change: true}, yoy: {label: YoY, unit: percent, growth: true}}
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: {label: Cost of sales, concept: cost_of_sales}
    gross: {label: Gross profit, sum: [revenue, costs], concept: gross_profit}
"""
FIRST = filing("2023-11-10", table(
    "income_statement", "1H2022, 1H2023, 1H2023 change, 1H2023 yoy",
    "revenue: [5000, 5400, 400, 8.0]; costs: [(3000), (3200), (200), 6.7]; gross: [2000, 2200, 200, 10.0]"))
SECOND = filing("2024-11-11", table(
    "income_statement", "1H2023, 1H2024, 1H2024 change, 1H2024 yoy",
    "revenue: [5150, 5300, 150, 2.9]; costs: [(2950), (3010), (60), 2.0]; gross: [2200, 2290, 90, 4.1]"),
    more=RESTATED)
FAILING = "FAIL"


def failing(folder: Path, files: dict[str, str | bytes | None]) -> set[tuple[str, str]]:
    """The ids of the checks that fail, with their severity."""
    found = audited(folder, {"filings/2023-11-14.yaml": None, **files})
    return {(verdict.check.id, verdict.check.severity.word) for verdict in found.verdicts if verdict.state == FAILING}


def changes(folder: Path, *files: tuple[str, str]) -> set[tuple[str, str]]:
    return failing(folder, {"statements.yaml": STATEMENTS, **dict(files)})


def test_a_printed_change_belongs_to_the_figures_that_its_filing_prints(tmp_path: Path) -> None:
    """400 = 5,400 - 5,000 although 1H2023 is 5,150 since; 150 = 5,300 - 5,150 on the restated one."""
    found = audited(tmp_path, {"statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None,
                               OLD: FIRST, NEW: SECOND})
    outcomes = {each.check.id: each.outcome for each in found.verdicts}
    old, new = (outcomes[f"change:income_statement.revenue@change:1H{year}"] for year in (2023, 2024))
    assert (old.left, old.right, old.state) == (400, 400, "EXACT")
    assert (new.left, new.right, new.state) == (150, 150, "EXACT")
    growth = outcomes["growth:income_statement.revenue@yoy:1H2023"]
    assert growth.left == pytest.approx(8) and growth.state == "EXACT"
    assert found.counts["FAIL"] == 0


def test_growth_of_a_restated_period_on_one_that_is_not_says_so(tmp_path: Path) -> None:
    """5,150 on 5,000 mixes two bases; 5,300 on 5,150 does not, nor does the margin 2,200 / 5,150."""
    result = built(tmp_path, {"statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None, OLD: FIRST, NEW: SECOND})
    remarks = {(key, label): found.remark for key, label in (
        ("revenue_growth", "1H2023"), ("revenue_growth", "1H2024"), ("gross_margin", "1H2023"))
        if (found := cell(result, "Ratios", key, label))}
    assert remarks == {("revenue_growth", "1H2023"): MIXES_VERSIONS, ("revenue_growth", "1H2024"): "",
                       ("gross_margin", "1H2023"): ""}


def test_a_wrong_printed_change_of_an_older_filing_is_still_seen(tmp_path: Path) -> None:
    wrong = changed(FIRST, "5400, 400, 8.0", "5400, 150, 8.0")  # what the restated figures would give
    assert changes(tmp_path / "own", (OLD, wrong), (NEW, SECOND)) == {
        ("change:income_statement.revenue@change:1H2023", "hard")}
    wrong = changed(FIRST, "5400, 400, 8.0", "5400, 400, 3.0")
    assert changes(tmp_path / "percent", (OLD, wrong), (NEW, SECOND)) == {
        ("growth:income_statement.revenue@yoy:1H2023", "hard")}


def test_a_wrong_printed_change_on_a_restated_comparative_is_seen(tmp_path: Path) -> None:
    wrong = changed(SECOND, "5300, 150, 2.9", "5300, (100), 2.9")  # 5,300 - 5,400, on the figure as first reported
    assert changes(tmp_path, (OLD, FIRST), (NEW, wrong)) == {("change:income_statement.revenue@change:1H2024", "hard")}


def test_each_of_three_filings_has_its_own_comparative(tmp_path: Path) -> None:
    third = filing("2025-11-11", table(
        "income_statement", "1H2024, 1H2025, 1H2025 change, 1H2025 yoy",
        "revenue: [5280, 5500, 220, 4.2]; costs: [(2990), (3110), (120), 4.0]; gross: [2290, 2390, 100, 4.4]"))
    assert changes(tmp_path / "own", (OLD, FIRST), (NEW, SECOND), (NEWEST, third)) == set()
    wrong = changed(SECOND, "5300, 150, 2.9", "5300, 130, 2.9")  # 5,280 - 5,150
    assert changes(tmp_path / "wrong", (OLD, FIRST), (NEW, wrong), (NEWEST, third)) == {
        ("change:income_statement.revenue@change:1H2024", "hard")}


def test_a_comparative_of_an_earlier_filing_is_the_one_in_force_then(tmp_path: Path) -> None:
    """The second filing prints no comparative: its change is on the first one's 5,400, which the third restates."""
    second = filing("2024-11-11", table(
        "income_statement", "1H2024, 1H2024 change, 1H2024 yoy",
        "revenue: [5600, 200, 3.7]; costs: [(3300), (100), 3.1]; gross: [2300, 100, 4.5]"))
    third = filing("2025-11-11", table(
        "income_statement", "1H2023, 1H2025", "revenue: [5150, 5700]; costs: [(2950), (3300)]; gross: [2200, 2400]"))
    assert changes(tmp_path, (OLD, FIRST), (NEW, second), (NEWEST, third)) == set()


BALANCES = """\
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    inventories: {label: Inventories, concept: inventories}
    other: Other assets
    total_assets: {label: Total assets, sum: [cash, inventories, other], concept: total_assets}
notes:
  title: Note 5
  sheet: Notes
  items:
    increase: {label: Increase of inventories, change_of: balance_sheet.inventories}
    share: {label: Inventories of total assets, unit: percent, additivity: ratio,
            percent_of: [balance_sheet.inventories, balance_sheet.total_assets]}
roll_forward:
  title: Inventories
  sheet: Notes
  items:
    opening: {label: Opening, additivity: opening, same_as: balance_sheet.inventories}
    movement: Movement
    closing: {label: Closing, additivity: instant, sum: [opening, movement], same_as: balance_sheet.inventories}
"""
MARCH = table("balance_sheet", "2023-03-31, 2023-09-30",
              "cash: [2100, 1900]; inventories: [8740, 9100]; other: [1160, 1300]; total_assets: [12000, 12300]")
HALF = filing("2023-11-10", MARCH, table("notes", "1H2023", "increase: [360]; share: [74.0]"), table(
    "roll_forward", "1H2023", "opening: [8740]; movement: [360]; closing: [9100]"))
YEAR = filing("2024-05-10", table(
    "balance_sheet", "2023-03-31, 2023-09-30, 2024-03-31", "cash: [2100, 1900, 2000]; inventories: [8700, 9000, 9300]; "
    "other: [1200, 1400, 1500]; total_assets: [12000, 12300, 12800]"))
LATER = "filings/2024-05-10.yaml"


def balances(folder: Path, first: str, second: str) -> set[tuple[str, str]]:
    return failing(folder, {"statements.yaml": BALANCES, OLD: first, LATER: second})


def test_changes_shares_and_roll_forwards_are_of_their_own_filing(tmp_path: Path) -> None:
    """9,100 - 8,740 = 360 and 9,100 / 12,300 = 74.0%, whatever became of the opening and closing balance since."""
    assert balances(tmp_path, HALF, YEAR) == set()


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("increase: [360]", "increase: [300]", "change:notes.increase:1H2023"),  # 9,000 - 8,700, the restated ones
    ("share: [74.0]", "share: [73.2]", "share:notes.share:1H2023"),  # 9,000 of 12,300
    ("opening: [8740]", "opening: [8700]", "same:roll_forward.opening:2023-03-31")])
def test_what_only_the_restated_balances_would_give_is_seen(
        tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert (expected, "hard") in balances(tmp_path, changed(HALF, old, new), YEAR)


CASH = """\
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    other: Other assets
    total: {label: Total assets, sum: [cash, other], concept: total_assets}
cash_flow:
  title: Cash Flows
  sheet: Cash Flow
  items:
    operating: Operating
    investing: Investing
    net: {label: Net change, sum: [operating, investing], concept: net_change_in_cash}
    opening: {label: Opening, additivity: opening, concept: opening_cash}
    closing: {label: Closing, additivity: instant, sum: [opening, net], concept: closing_cash}
"""


def test_declared_checks_keep_to_the_cash_of_their_own_filing(tmp_path: Path) -> None:
    """Cash of March is 100 and then, without deposits, 90: the half year opens with the one, the year with the other.

    The second half is the year on the second meaning less the half year on the first: not the filing's fault.
    """
    half = filing("2023-11-10", table(
        "balance_sheet", "2023-03-31, 2023-09-30", "cash: [100, 130]; other: [50, 60]; total: [150, 190]"), table(
        "cash_flow", "1H2023", "operating: [40]; investing: [(10)]; net: [30]; opening: [100]; closing: [130]"))
    year = filing("2024-05-10", table(
        "balance_sheet", "2023-03-31, 2024-03-31", "cash: [90, 150]; other: [60, 70]; total: [150, 220]"), table(
        "cash_flow", "FY2023", "operating: [75]; investing: [(15)]; net: [60]; opening: [90]; closing: [150]"))
    files: dict[str, str | bytes | None] = {"statements.yaml": CASH, OLD: half, LATER: year}
    assert failing(tmp_path / "own", files) == {("net_change_in_cash:2H2023", "soft")}
    slip = {**files, OLD: changed(half, "opening: [100]", "opening: [90]")}  # what the later balance sheet has
    assert ("filed:opening_cash:1H2023:2023-11-10", "hard") in failing(tmp_path / "slip", slip)


TYPED = filing("2023-08-09", table(
    "balance_sheet", "2023-03-31, 2023-06-30",
    "cash: [2100, 2000]; inventories: [8740, 9000]; other: [1160, 1200]; total_assets: [12000, 12200]"))
AGAIN = filing("2023-11-09", table(
    "balance_sheet", "2023-03-31, 2023-09-30",
    "cash: [2100, 1900]; inventories: [8740, 9100]; other: [1160, 1300]; total_assets: [12000, 12300]"))
COLUMN = "filed:footing:down:balance_sheet.total_assets:2023-03-31:2023-08-09"


def twice(folder: Path, first: str, second: str) -> set[tuple[str, str]]:
    return failing(folder, {"statements.yaml": BALANCES, "filings/2023-08-09.yaml": first,
                            "filings/2023-11-09.yaml": second})


def test_a_slip_in_a_comparative_that_a_later_filing_prints_again_is_seen(tmp_path: Path) -> None:
    """2,100 + 8,470 + 1,160 = 11,730 is not the 12,000 that the first filing prints; the second has 8,740."""
    found = audited(tmp_path, {"statements.yaml": BALANCES, "filings/2023-11-14.yaml": None,
                               "filings/2023-08-09.yaml": changed(TYPED, "8740", "8470"),
                               "filings/2023-11-09.yaml": AGAIN})
    failed = {verdict.check.id: verdict for verdict in found.verdicts if verdict.state == FAILING}
    assert set(failed) == {COLUMN, "again:balance_sheet.inventories:2023-03-31:2023-08-09"}
    assert [verdict.check.id for verdict in found.hard_failures] == [COLUMN]
    assert (failed[COLUMN].outcome.left, failed[COLUMN].outcome.right) == (11730, 12000)
    (finding,) = found.findings
    (repair,) = finding.repairs
    (change,) = repair.changes
    assert (change.fact.filing.key, str(change.fact.period), int(change.value)) == (
        "2023-08-09", "2023-03-31", 8740)
    assert repair.candidates[0].slip.words == "two digits swapped"


def test_two_slips_in_one_old_column_are_seen(tmp_path: Path) -> None:
    typed = changed(changed(TYPED, "8740", "8470"), "[1160", "[1610")
    assert twice(tmp_path, typed, AGAIN) == {
        (COLUMN, "hard"), ("again:balance_sheet.inventories:2023-03-31:2023-08-09", "soft"),
        ("again:balance_sheet.other:2023-03-31:2023-08-09", "soft")}


def test_what_adds_up_in_both_filings_is_a_restatement(tmp_path: Path) -> None:
    """40 of other assets are inventories now: nothing fails, be it declared or not."""
    restated = changed(changed(AGAIN, "8740", "8780"), "1160", "1120")
    assert twice(tmp_path / "own", TYPED, restated) == set()
    declared = changed(restated, "reviewed}", "reviewed, restated: {balance_sheet: supplies are inventories}}")
    assert twice(tmp_path / "declared", TYPED, declared) == set()


def test_a_restated_figure_that_a_third_filing_prints_again_is_proved_by_that_too(tmp_path: Path) -> None:
    restated = changed(changed(AGAIN, "8740", "8780"), "1160", "1120")
    third = filing("2024-02-09", table("balance_sheet", "2023-03-31, 2023-12-31",
                                       "cash: [2100, 1900]; inventories: [8780, 9200]; other: [1120, 1100]; "
                                       "total_assets: [12000, 12200]"))
    assert failing(tmp_path, {"statements.yaml": BALANCES, "filings/2023-08-09.yaml": TYPED,
                              "filings/2023-11-09.yaml": restated, "filings/2024-02-09.yaml": third}) == set()


def test_two_printings_that_no_sum_proves_are_said_to_differ_unless_a_restatement_is_declared(tmp_path: Path) -> None:
    """There is no total: the later figure may be restated, or one of the two mistyped."""
    statements = changed(BALANCES, ", sum: [cash, inventories, other]", "")
    slip = changed(TYPED, "8740", "8470")
    files: dict[str, str | bytes | None] = {"statements.yaml": statements, "filings/2023-08-09.yaml": slip}
    assert failing(tmp_path / "own", {**files, "filings/2023-11-09.yaml": AGAIN}) == {
        ("again:balance_sheet.inventories:2023-03-31:2023-08-09", "soft")}
    found = audited(tmp_path / "own", {
        "filings/2023-11-14.yaml": None, **files, "filings/2023-11-09.yaml": AGAIN}).findings
    assert not any(repair.is_unique for finding in found for repair in finding.repairs)
    declared = changed(AGAIN, "reviewed}", "reviewed, restated: {balance_sheet.inventories: at cost}}")
    assert failing(tmp_path / "declared", {**files, "filings/2023-11-09.yaml": declared}) == set()


def test_restatements_says_which_differences_may_be_slips(tmp_path: Path) -> None:
    """Without a total nothing proves either figure; with one, both filings prove theirs."""
    statements = changed(BALANCES, ", sum: [cash, inventories, other]", "")
    restated = changed(changed(AGAIN, "8740", "8780"), "1160", "1120")
    files: dict[str, str | bytes | None] = {"filings/2023-11-14.yaml": None, "filings/2023-08-09.yaml": TYPED,
                                            "filings/2023-11-09.yaml": restated}
    for text, cause in ((statements, "Restated, or mistyped"), (BALANCES, "The filing gives no cause")):
        result = built(tmp_path, {"statements.yaml": text, **files})
        sheet = next(each for each in result.cells.sheets if each.name == "Restatements")
        assert [str(sheet.cells[row, 12].value).startswith(cause) for row in (5, 6)] == [True, True]


def test_a_superseded_income_statement_of_the_year_before_is_proved(tmp_path: Path) -> None:
    slip = changed(FIRST, "[(3000), (3200)", "[(3000), (3230)")
    assert ("filed:footing:down:income_statement.gross:1H2023:2023-11-10", "hard") in changes(
        tmp_path, (OLD, slip), (NEW, SECOND))
