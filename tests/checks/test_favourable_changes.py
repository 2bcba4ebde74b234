"""Changes that an issuer prints positive when they are favourable: of costs they have the other sign."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import COMPANY, FILED, audited, changed, complaints, filing, table

STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  members:
    yoy: {label: Change on the year, unit: percent, growth: favourable}
    change: {label: Difference, change: favourable}
  items:
    sales: {label: Net sales, concept: revenue}
    sga: {label: "Selling, general and administrative expenses", concept: sga}
    op: {label: Operating profit, sum: [sales, sga], concept: operating_profit}
    op_growth: {label: "Operating profit, change in %", unit: percent, growth_of: income_statement.op}
"""
ROWS = "sales: [1000, 1100, 10.0, 100]; sga: [(750), (840), (12.0), (90)]; op: [250, 260, 4.0, 10]"
POSITIVE = "sales: [1000, 1100, 10.0, 100]; sga: [750, 840, (12.0), (90)]; op: [250, 260, 4.0, 10]"
COLUMNS = "FY2022, FY2023, FY2023 yoy, FY2023 change"


def failing(folder: Path, rows: str = ROWS, statements: str = STATEMENTS, company: str = COMPANY) -> list[str]:
    found = audited(folder, {"company.yaml": company, "statements.yaml": statements, FILED: None,
                             "filings/1.yaml": filing("2024-05-09", table("income_statement", COLUMNS, rows))})
    return [each.check.id for each in found.verdicts if each.state == "FAIL"]


def test_of_costs_printed_negative_a_rise_is_negative(tmp_path: Path) -> None:
    assert failing(tmp_path) == []


def test_of_costs_printed_positive_and_taken_off_it_is_too(tmp_path: Path) -> None:
    statements = changed(STATEMENTS, "sum: [sales, sga]", "sum: [sales, -sga]")
    assert failing(tmp_path, POSITIVE, statements) == []


def test_a_cost_that_a_total_of_costs_takes_up_is_one_as_well(tmp_path: Path) -> None:
    costs = "    other: Other costs\n    costs: {label: Costs, sum: [sga, other]}\n    op: {"
    statements = changed(changed(STATEMENTS, "    op: {", costs), "sum: [sales, sga]", "sum: [sales, -costs]")
    rows = ("sales: [1000, 1100, 10.0, 100]; sga: [750, 840, (12.0), (90)]; other: [100, 90, 10.0, 10]; "
            "costs: [850, 930, (9.4), (80)]; op: [150, 170, 13.3, 20]")
    assert failing(tmp_path, rows, statements) == []


@pytest.mark.parametrize(("old", "new", "found"), [
    ("10.0, 100]", "11.0, 100]", "growth:income_statement.sales@yoy:FY2023"),
    ("(12.0)", "12.0", "growth:income_statement.sga@yoy:FY2023"),
    ("(12.0)", "(10.0)", "growth:income_statement.sga@yoy:FY2023"),
    ("(90)", "90", "change:income_statement.sga@change:FY2023")])
def test_a_wrong_change_still_fails(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert failing(tmp_path, changed(ROWS, old, new)) == [found]


def test_a_smaller_loss_is_favourable(tmp_path: Path) -> None:
    rows = "sales: [100, 120, 20.0, 20]; sga: [(150), (140), 6.7, 10]; op: [(50), (20), 60.0, 30]"
    assert failing(tmp_path, rows) == []


def test_the_company_may_say_it_once_and_a_line_otherwise(tmp_path: Path) -> None:
    statements = STATEMENTS.replace("favourable", "true")
    assert failing(tmp_path / "a", statements=statements, company=COMPANY + "growth: favourable\n") == []
    mixed = changed(statements, "concept: sga}", "concept: sga, growth: arithmetic}")
    usual = changed(changed(ROWS, "(12.0)", "12.0"), "(90)", "(90)")
    assert failing(tmp_path / "b", usual, mixed, COMPANY + "growth: favourable\n") == []


def test_a_line_of_its_own_that_prints_the_change_goes_by_the_line_that_it_is_of(tmp_path: Path) -> None:
    rows = ROWS + "; op_growth: [nil, 4.0, nil, nil]"
    assert failing(tmp_path / "own", rows, company=COMPANY + "growth: favourable\n") == []
    assert failing(tmp_path / "wrong", rows.replace("nil, 4.0", "nil, (4.0)")) == [
        "same:income_statement.op_growth:FY2023", "growth:income_statement.op_growth:FY2023"]


def test_not_declared_it_is_suggested(tmp_path: Path) -> None:
    audit = audited(tmp_path, {
        "statements.yaml": STATEMENTS.replace("favourable", "true"), FILED: None,
        "filings/1.yaml": filing("2024-05-09", table("income_statement", "FY2022, FY2023, FY2023 yoy",
                                                     "sales: [1000, 1100, 10.0]; sga: [(750), (840), (12.0)]; "
                                                     "op: [250, 260, 4.0]"))})
    assert [(each.key, each.value) for each in audit.suggestions] == [("growth", "favourable")]
    assert "a printed change of costs has the other sign" in audit.suggestions[0].evidence


def test_a_word_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = {"statements.yaml": changed(STATEMENTS, "growth: favourable", "growth: favorable")}
    assert "favo" in complaints(tmp_path, {**wrong, FILED: None, "filings/1.yaml": filing(
        "2024-05-09", table("income_statement", COLUMNS, ROWS))})[0]
