"""What is printed beside forecasts is proved, and a slip there is explained; results are never explained by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.report.audit import Audit
from tests.companies import COMPANY, FILED, audited, changed, filing, table
from tests.sheets.test_guidance import FILES, FIRST, HALF, STATEMENTS, YEAR

SPLIT = "splits:\n  - {effective: 2023-06-01, new_shares: 2, old_shares: 1}\n"
SPLIT_BETWEEN = SPLIT.replace("2023-06-01", "2022-10-01")


def states(found: Audit) -> dict[str, str]:
    return {verdict.check.id: verdict.state for verdict in found.verdicts}


def failing(found: Audit) -> dict[str, str]:
    return {verdict.check.id: verdict.check.severity.word for verdict in found.verdicts if verdict.state == "FAIL"}


def with_slip(name: str, old: str, new: str) -> dict[str, str | bytes | None]:
    return {**FILES, name: changed(str(FILES[name]), old, new)}


def test_a_right_book_of_forecasts_raises_nothing(tmp_path: Path) -> None:
    assert not failing(audited(tmp_path, FILES))


@pytest.mark.parametrize(("name", "old", "new", "expected"), [
    (HALF, "15.0, 47.0", "15.0, 74.0", {"achieved:income_statement.sales:FY2023:2023-11-10": "hard"}),
    (FIRST, "op: [1100, 25.5]", "op: [1010, 25.5]", {"achieved:income_statement.op:FY2023:2023-08-10": "hard"}),
    (YEAR, "sales: [11000, 10.0]", "sales: [11000, 12.0]", {"forecast:income_statement.sales@yoy:FY2023:2023-05-12":
                                                            "hard"}),
    (HALF, "op: [1200, 20.0", "op: [1200, 22.0", {"forecast:income_statement.op@yoy:FY2023:2023-11-10": "soft"}),
    (FIRST, "sales: [11000, 23.6]", "sales: [-11000, 23.6]", {
        "achieved:income_statement.sales:FY2023:2023-08-10": "hard",
        "sign:income_statement.sales:forecasts": "soft"})])
def test_a_slip_in_a_forecast_or_beside_it_shows(tmp_path: Path, name: str, old: str, new: str,
                                                 expected: dict[str, str]) -> None:
    assert failing(audited(tmp_path, with_slip(name, old, new))) == expected


def test_an_exchanged_digit_is_named(tmp_path: Path) -> None:
    found = audited(tmp_path, with_slip(HALF, "15.0, 47.0", "15.0, 74.0"))
    assert any("47.0" in str(finding) for finding in found.findings)


def test_no_other_period_of_a_column_explains_a_percentage_achieved(tmp_path: Path) -> None:
    """Under 2Q2023 the year to date would be compared with nothing; that mends no check."""
    found = audited(tmp_path, with_slip(HALF, "15.0, 47.0", "15.0, 74.0"))
    assert not any("2Q2023" in str(finding) for finding in found.findings)


def test_a_dash_and_a_change_across_zero_are_compared_with_nothing(tmp_path: Path) -> None:
    text = changed(changed(str(FILES[HALF]), "15.0, 47.0", "nil, nil"), "op: [1200, 20.0, 50.0]", "op: [(100), nil, ~]")
    found = states(audited(tmp_path, {**FILES, HALF: text}))
    assert not [each for each in found if each.startswith(("achieved", "forecast")) and each.endswith("2023-11-10")]
    assert "FAIL" not in found.values()


def test_a_change_across_a_split_is_not_compared(tmp_path: Path) -> None:
    """EPS of 35 after the split beside 60 before it: the issuer's +16.7% is right, -41.7% would not be."""
    text = changed(str(FILES[HALF]), "op: [1200, 20.0, 50.0]", "eps: [35.00, 16.7, ~]")
    found = states(audited(tmp_path, {**FILES, HALF: text, "company.yaml": COMPANY + SPLIT}))
    assert "forecast:income_statement.eps@yoy:FY2023:2023-11-10" not in found


def test_a_later_restatement_leaves_the_printed_change_of_a_forecast_right(tmp_path: Path) -> None:
    """It is on the result as its filing knew it: 11,500 on 10,000, whatever FY2022 becomes later."""
    later = """\
filing: {title: Restated, filed: 2024-02-10, assurance: reviewed}
tables:
  - statement: income_statement
    heading: income_statement
    columns: [FY2022, 9M2023]
    rows:
      sales: [9500, 8200]
"""
    found = states(audited(tmp_path, {**FILES, "filings/2024-02-10.yaml": later}))
    assert found["forecast:income_statement.sales@yoy:FY2023:2023-11-10"] == "EXACT"
    assert found["forecast:income_statement.sales@yoy:FY2023:2023-05-12"] == "EXACT"
    assert found["achieved:income_statement.sales:FY2023:2023-11-10"] == "EXACT"


@pytest.mark.parametrize(("total", "splits", "state"), [
    ("22.00", "", "EXACT"), ("23.00", "", "FAIL"), ("2.20", "", "FAIL"),
    ("17.00", SPLIT_BETWEEN, "EXACT"),  # 10.00 / 2 + 12.00
    ("22.00", SPLIT_BETWEEN, "FAIL")])
def test_the_printed_dividends_of_a_year_are_those_of_its_record_dates(tmp_path: Path, total: str, splits: str,
                                                                       state: str) -> None:
    statements = STATEMENTS + ("    year: {label: Dividends of the year, additivity: per_share, "
                               "concept: dividend_of_year}\n")
    found = states(audited(tmp_path, {
        "company.yaml": COMPANY + splits, "statements.yaml": statements, FILED: filing(
            "2023-05-12", table("income_statement", "FY2022", "sales: [100]"),
            table("dividends", "2022-09-30, 2023-03-31", "dps: [10.00, 12.00]"),
            changed(table("dividends", "FY2022", f"year: [{total}]"), "heading: dividends", "heading: Year"))}))
    assert found["dividend_of_year:FY2022"] == state


@pytest.mark.parametrize("tables", [
    [table("income_statement", "2Q2023", "sales: [2700]")], []])
def test_a_percentage_achieved_is_compared_with_a_year_to_date_of_its_filing_alone(tmp_path: Path,
                                                                                 tables: list[str]) -> None:
    """Of a filing that prints the quarter alone, or nothing, an older and shorter year to date is not what is meant."""
    share = changed(table("income_statement", "FY2023, FY2023 achieved", "sales: [11000, 48.2]",
                          "    forecast: true\n"), "heading: income_statement", "heading: Forecast")
    found = states(audited(tmp_path, {**FILES, HALF: filing("2023-11-10", *tables, share)}))
    assert "achieved:income_statement.sales:FY2023:2023-11-10" not in found
    assert "FAIL" not in found.values()
