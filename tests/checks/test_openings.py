"""An opening balance is the last closing one, row by row and member by member, or a declared restatement of it."""

from __future__ import annotations

from pathlib import Path

from tests.companies import FILED, audited, changed, filing, table

EQUITY = """\
changes_in_equity:
  title: Statement of Changes in Equity
  sheet: Changes in Equity
  members:
    translation: Translation reserve
    hedges: Hedging reserve
    total: {label: Total, sum: [translation, hedges]}
  items:
    before: {label: Balance as first reported, additivity: opening}
    effect: {label: Effect of a new standard, additivity: opening}
    opening: {label: Balance at the beginning, additivity: opening, sum: [before, effect]}
    oci: Other comprehensive income
    closing: {label: Balance at the end, additivity: instant, sum: [opening, oci]}
"""
CASH = """\
cash_flow:
  title: Statement of Cash Flows
  sheet: Cash Flow
  items:
    opening: {label: Cash at the beginning, additivity: opening}
    change: Change in cash
    closing: {label: Cash at the end, additivity: instant, sum: [opening, change]}
"""


def equity(period: str, *rows: str) -> str:
    return (f"  - statement: changes_in_equity\n    heading: Page 1\n    period: {period}\n"
            "    members: [translation, hedges, total]\n    rows:\n" + "".join(f"      {row}\n" for row in rows))


FIRST = filing("2022-06-24", equity(
    "FY2021", "opening: [240, 90, 330]", "oci: [30, 10, 40]", "closing: [270, 100, 370]"))
EXCHANGED = ("opening: [100, 270, 370]", "oci: [12, 25, 37]", "closing: [112, 295, 407]")
RIGHT = ("opening: [270, 100, 370]", "oci: [12, 25, 37]", "closing: [282, 125, 407]")


def fails(folder: Path, *filings: str, statements: str = EQUITY) -> list[tuple[str, bool]]:
    found = audited(folder, {"statements.yaml": statements, FILED: None,
                             **{f"filings/{number}.yaml": each for number, each in enumerate(filings)}})
    return [(each.check.id, each.turns_master) for each in found.verdicts if each.state == "FAIL"]


def test_members_exchanged_fail_although_each_year_adds_up(tmp_path: Path) -> None:
    assert fails(tmp_path, FIRST, filing("2023-06-23", equity("FY2022", *EXCHANGED))) == [
        ("opening:changes_in_equity.opening@translation:2022-03-31", True),
        ("opening:changes_in_equity.opening@hedges:2022-03-31", True)]


def test_openings_that_are_the_last_closings_tie(tmp_path: Path) -> None:
    assert fails(tmp_path, FIRST, filing("2023-06-23", equity("FY2022", *RIGHT))) == []


def test_an_interim_period_opens_with_the_last_year_end(tmp_path: Path) -> None:
    half = ("opening: [270, 109, 379]", "oci: [1, 2, 3]", "closing: [271, 111, 382]")
    assert fails(tmp_path, FIRST, filing("2022-11-10", equity("1H2022", *half))) == [
        ("opening:changes_in_equity.opening@hedges:2022-03-31", True),
        ("opening:changes_in_equity.opening@total:2022-03-31", True)]


def test_a_restated_opening_by_its_own_rows_ties_with_the_balance_before(tmp_path: Path) -> None:
    rows = ("before: [270, 100, 370]", "effect: [5, nil, 5]", "opening: [275, 100, 375]", "oci: [12, 25, 37]",
            "closing: [287, 125, 412]")
    assert fails(tmp_path / "own", FIRST, filing("2023-06-23", equity("FY2022", *rows))) == []
    slip = tuple(row.replace("before: [270, 100, 370]", "before: [207, 100, 307]").replace("275", "212").replace(
        "375", "312").replace("287", "224").replace("412", "349") for row in rows)
    assert fails(tmp_path / "slip", FIRST, filing("2023-06-23", equity("FY2022", *slip))) == [
        ("opening:changes_in_equity.before@translation:2022-03-31", True),
        ("opening:changes_in_equity.before@total:2022-03-31", True)]


def test_a_restatement_that_the_filing_declares_is_no_error(tmp_path: Path) -> None:
    rows = ("opening: [275, 100, 375]", "oci: [12, 25, 37]", "closing: [287, 125, 412]")
    assert len(fails(tmp_path / "own", FIRST, filing("2023-06-23", equity("FY2022", *rows)))) == 2
    declared = filing("2023-06-23", equity("FY2022", *rows), more=", restated: {changes_in_equity: Hyperinflation}")
    assert fails(tmp_path / "declared", FIRST, declared) == []


def test_a_year_printed_anew_by_the_next_filing_ties_as_each_filing_had_it(tmp_path: Path) -> None:
    anew = filing("2023-06-23", equity("FY2021", "opening: [240, 90, 330]", "oci: [33, 10, 43]",
                                       "closing: [273, 100, 373]"),
                  equity("FY2022", "opening: [273, 100, 373]", "oci: [12, 25, 37]", "closing: [285, 125, 410]"))
    assert [each for each in fails(tmp_path, FIRST, anew) if each[1]] == []


def test_cash_flow_statements_open_with_the_last_closing_cash(tmp_path: Path) -> None:
    years = table("cash_flow", "FY2021, FY2022", "opening: [50, 80]; change: [30, 15]; closing: [80, 95]")
    assert fails(tmp_path / "own", filing("2023-06-23", years), statements=CASH) == []
    slip = changed(changed(years, "[50, 80]", "[50, 60]"), "[80, 95]", "[80, 75]")
    assert fails(tmp_path / "slip", filing("2023-06-23", slip), statements=CASH) == [
        ("opening:cash_flow.opening:2022-03-31", True)]
