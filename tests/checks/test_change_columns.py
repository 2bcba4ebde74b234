"""A printed change beside two balances compares with the balance beside it, in its own table."""

from __future__ import annotations

from pathlib import Path

from generator.report.audit import audit
from tests.companies import complaints, filing, table, write_company

STATEMENTS = """\
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  members: {change: {label: Change, change: true}, rate: {label: "%", unit: percent, growth: true}, \
ytd: {label: Change, change: true, since: year_end}, \
ytd_rate: {label: "%", unit: percent, growth: true, since: year_end}}
  items:
    cash: {label: Cash, concept: cash}
    inventories: Inventories
    total: {label: Total, sum: [cash, inventories]}
"""
JUNE = "2023-03-31, 2023-06-30, 2023-06-30 change"
ROWS = "cash: [1200, 1100, (100)]; inventories: [2300, 2450, 150]; total: [3500, 3550, 50]"
OLDER = filing("2022-08-09", table("balance_sheet", "2022-03-31, 2022-06-30, 2022-06-30 change",
                                   "cash: [1000, 1050, 50]; inventories: [2100, 2150, 50]; total: [3100, 3200, 100]"))


def changes(folder: Path, columns: str, rows: str, older: str | None = OLDER) -> dict[str, str]:
    """The state of every check of a printed change or %, by its id."""
    files = {"statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None, "filings/2022-08-09.yaml": older,
             "filings/2023-08-09.yaml": filing("2023-08-09", table("balance_sheet", columns, rows))}
    found = audit(write_company(folder, files))
    return {each.check.id: each.state for each in found.verdicts if each.check.id.startswith(("change:", "growth:"))}


def key(row: str, when: str = "1Q2023", kind: str = "change", member: str = "change") -> str:
    return f"{kind}:balance_sheet.{row}@{member}:{when}"


def test_the_change_is_that_of_the_two_balances_beside_it(tmp_path: Path) -> None:
    """1,100 - 1,200 = -100, 2,450 - 2,300 = 150, 3,550 - 3,500 = 50, although June 2022 is there too."""
    assert changes(tmp_path, JUNE, ROWS) == {
        key(row, when): "EXACT" for row in ("cash", "inventories", "total") for when in ("1Q2022", "1Q2023")}


def test_one_filing_alone_proves_its_changes(tmp_path: Path) -> None:
    assert changes(tmp_path, JUNE, ROWS, None) == {key(row): "EXACT" for row in ("cash", "inventories", "total")}


def test_a_wrong_change_is_caught(tmp_path: Path) -> None:
    found = changes(tmp_path, JUNE, ROWS.replace("2450, 150", "2450, 160"))
    assert [each for each, state in found.items() if state != "EXACT"] == [key("inventories")]


def test_a_printed_percentage_beside_it(tmp_path: Path) -> None:
    """-100/1,200 = -8.3%; 150/2,300 = 6.5%, so that 6.7 fails."""
    found = changes(tmp_path, f"{JUNE}, 2023-06-30 rate", "cash: [1200, 1100, (100), (8.3)]; "
                    "inventories: [2300, 2450, 150, 6.7]")
    assert found[key("cash", kind="growth", member="rate")] in ("EXACT", "ROUND")
    assert found[key("inventories", kind="growth", member="rate")] == "FAIL"


def test_a_change_since_the_year_end_and_one_on_a_year_ago_in_one_table(tmp_path: Path) -> None:
    """1,100 is 50 more than in June 2022 and 100 less than in March 2023, which is -8.3%."""
    columns = "2022-06-30, 2023-03-31, 2023-06-30, 2023-06-30 change, 2023-06-30 ytd, 2023-06-30 ytd_rate"
    found = changes(tmp_path, columns, "cash: [1050, 1200, 1100, 50, (100), (8.3)]; "
                    "inventories: [2150, 2300, 2450, 300, 160, 6.5]", None)
    assert found[key("cash")] == found[key("cash", member="ytd")] == found[key("inventories")] == "EXACT"
    assert found[key("inventories", member="ytd")] == "FAIL"
    assert found[key("cash", kind="growth", member="ytd_rate")] in ("EXACT", "ROUND")


def test_a_half_year_against_the_year_end(tmp_path: Path) -> None:
    found = changes(tmp_path, "2023-03-31, 2023-06-30, 2023-06-30 ytd", ROWS.replace("total: [3500, 3550, 50]",
                                                                                     "total: [3500, 3550, 51]"))
    assert found[key("cash", member="ytd")] == "EXACT"
    assert found[key("total", member="ytd")] == "FAIL"


def test_an_opening_balance_restated_later_does_not_make_the_change_wrong(tmp_path: Path) -> None:
    """August's table compares with 1,200, which the next filing restates as 1,180."""
    files = {"statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": filing(
        "2023-11-14", table("balance_sheet", "2023-03-31, 2023-09-30, 2023-09-30 change",
                            "cash: [1180, 1150, (30)]; inventories: [2300, 2500, 200]; total: [3480, 3650, 170]")),
        "filings/2023-08-09.yaml": filing("2023-08-09", table("balance_sheet", JUNE, ROWS))}
    verdicts = audit(write_company(tmp_path, files)).verdicts
    assert {each.state for each in verdicts if each.check.id.startswith("change:")} == {"EXACT"}


def test_a_word_that_is_none(tmp_path: Path) -> None:
    text = STATEMENTS.replace("since: year_end}, ytd_rate", "since: yearend}, ytd_rate")
    found = complaints(tmp_path, {"statements.yaml": text, "filings/2023-11-14.yaml": OLDER})
    assert len(found) == 1, found
    assert "'yearend' is not one of year_ago, year_end; did you mean 'year_end'?" in found[0]
