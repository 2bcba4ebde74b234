"""What people type who see these files for the first time: each mistake is told once, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.meant import meant_dates, meant_period
from generator.model.problem import Problems
from generator.report.audit import audit
from generator.report.data import as_data
from generator.report.terminal import print_checks
from tests.checks.complete_filing import FILES as ALL
from tests.checks.complete_filing import FILING as COMPLETE
from tests.checks.complete_filing import STATEMENTS as WHOLE
from tests.companies import FILED, FILING, MEMBERS, STATEMENTS, changed, complaints, read, write_company

MISTAKES = [
    ("      costs: [(60)", "\tcosts: [(60)", "8:1",
     "a tab stands here; indent with spaces: write '      costs: [(60), (70)]'"),
    ("      costs: [(60)", "       costs: [(60)", "8:8",
     "this line is indented by 7 spaces, the lines that it belongs to by 6: write '      costs: [(60), (70)]'"),
    ("      costs: [(60)", "     costs: [(60)", "8:6",
     "by 5 spaces, the lines that it belongs to by 6: write '      costs"),
    ("    heading: Profit", "   heading: Profit", "4:4", "write '    heading: Profit or loss'"),
    ("[100, 120]", "[176,46, 180,12]", "7:7", "if 176,46 is one, decimals stand behind a point: write 176.46"),
    ("[100, 120]", '["176,46", 120]', "7:17", "write 176.46"),
    ("[100, 120]", '["(1.176,46)", 120]', "7:17", "write (1176.46)"),
    ("[100, 120]", "[1.234.567, 120]", "7:17", "write 1234567"),
    ("[100, 120]", "[100 120]", "7:7",
     "'revenue' has 1 figure for 2 columns; a comma is missing in '100 120': write 100, 120"),
    ("[100, 120]", "[100 120, 130]", "7:17", "a comma is missing between two: write 100, 120; of one figure"),
    ("[100, 120]", "[100, 120", "7:16", "']' is missing at the end of its line"),
    ("revenue: [100", "revenue [100", "7:7", "a colon is missing after 'revenue': write 'revenue: [100, 120]'"),
    ("columns: [1H2022, 1H2023]", "columns: [1H2022 1H2023]", "5:15",
     "a comma is missing between two columns: write 1H2022, 1H2023"),
    ("2023-09-30", "30/09/2023", "12:27", "write a date as 2023-09-30"),
    ("2023-09-30", "30 September 2023", "12:27", "unknown period '30 September 2023'; write a date as 2023-09-30"),
    ("filed: 2023-11-14", "filed: 14/11/2023", "1:43", "'14/11/2023' is not a date; write it as 2023-11-14"),
    ("filed: 2023-11-14", "filed: 05/06/2024", "1:43", "write it as 2024-06-05 or 2024-05-06"),
    ("1H2022, 1H2023", "1H2022, 1HFY2023", "5:23", "did you mean '1H2023'?"),
    ("1H2022, 1H2023", "FY2022 1H, 1H2023", "5:15", "unknown period 'FY2022 1H'; did you mean '1H2022'?"),
    ("assurance: reviewed", "assurance: unaudited", "1:66", "write reviewed where an auditor's review report stands"),
    (", assurance: reviewed", " assurance: reviewed", "1:54", "a comma is missing before 'assurance:'"),
    ("heading: Profit or loss", "heading: Note 3: Profit", "4:20", "write 'heading: \"Note 3: Profit\"'"),
    ("heading: Profit or loss", "heading:Profit or loss", "4:12", "a space is missing after the colon"),
    ("tables:", "tables", "2:1", "a colon is missing after 'tables': write 'tables:'"),
    ("    rows:\n      revenue", "    rows\n      revenue", "6:5", "a colon is missing after 'rows': write 'rows:'"),
    ("  - statement: balance_sheet", "  statement: balance_sheet", "10:3",
     "an entry of a list begins with '- ': write '  - statement: balance_sheet'"),
    ("  - statement: balance_sheet", "  -statement: balance_sheet", "10:3", "write '  - statement: balance_sheet'"),
    ("  - statement: balance_sheet", "    statement: balance_sheet", "10:5",
     "the keys 'statement', 'heading', 'columns', 'rows' stand twice, first on line 3; if something new begins here"),
    ("    rows:\n      revenue", "   rows:\n      revenue", "6:4", "write '    rows:'"),
    ("      profit: [40", "\t\n      profit: [40", "9:1", "a tab stands in this line, which is to be empty"),
    ("heading: Profit or loss", "heading: *Profit or loss", "4:14", "a text that begins with '*' stands in quotes"),
    ("assurance: reviewed", "assurance: Unaudited", "1:66", "write reviewed where an auditor's review report stands"),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), MISTAKES)
def test_one_message_with_what_would_be_right(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    found = complaints(tmp_path, {FILED: changed(FILING, old, new)})
    assert len(found) == 1, found
    assert found[0].startswith(f"{FILED}:{place}: "), found
    assert words in found[0], found


@pytest.mark.parametrize(("typed", "meant"), [
    ("1QFY2022", "1Q2022"), ("FY2022 1Q", "1Q2022"), ("Q1 2022", "1Q2022"), ("2022Q1", "1Q2022"), ("1Q FY22", "1Q2022"),
    ("FY22", "FY2022"), ("H1 2023", "1H2023"), ("6M2023", "1H2023"), ("3Q YTD 2023", "9M2023"), ("12M2023", "FY2023"),
    ("Sommer", ""), ("2023", ""), ("5Q2022", ""), ("1H203", ""), ("FY9999", ""),
])
def test_the_period_that_is_meant(typed: str, meant: str) -> None:
    assert meant_period(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [
    ("30/06/2022", ["2022-06-30"]), ("06/30/2022", ["2022-06-30"]), ("30.6.2022", ["2022-06-30"]),
    ("2022/06/30", ["2022-06-30"]), ("2022年6月30日", ["2022-06-30"]), ("June 30, 2022", ["2022-06-30"]),
    ("5/6/2022", ["2022-06-05", "2022-05-06"]), ("31/02/2022", []), ("2022", []), ("hello", []),
])
def test_the_date_that_is_meant(typed: str, meant: list[str]) -> None:
    assert meant_dates(typed) == meant


def test_rows_that_are_not_indented_are_one_message(tmp_path: Path) -> None:
    text = FILING.replace("      revenue", "    revenue").replace("      costs", "    costs").replace(
        "      profit", "    profit")
    found = complaints(tmp_path, {FILED: text})
    assert found == [f"{FILED}:7:5: 'revenue', 'costs', 'profit' belong under 'rows:'; indent by two spaces more: "
                     "write '      revenue: …'"]


def test_line_items_that_are_not_indented_are_one_message(tmp_path: Path) -> None:
    text = STATEMENTS[:STATEMENTS.index("balance_sheet")].replace("\n    ", "\n  ")
    found = complaints(tmp_path, {"statements.yaml": text, FILED: FILING[:FILING.index("  - statement: balance")]})
    assert len(found) == 1, found
    assert found[0].startswith("statements.yaml:5:3: 'revenue', 'costs', 'profit' belong under 'items:'")


def test_many_unknown_keys_are_one_message(tmp_path: Path) -> None:
    more = "".join(f"    {name}: [1, 2]\n" for name in ("xaver", "yolanda", "zacharias", "quentin", "walburga"))
    found = complaints(tmp_path, {FILED: FILING + more})
    assert len(found) == 1, found
    assert "unknown keys 'xaver', 'yolanda', 'zacharias', 'quentin' and 1 more; known: statement" in found[0]


def test_a_column_left_out_is_one_message_for_the_table(tmp_path: Path) -> None:
    found = complaints(tmp_path, {FILED: changed(FILING, "columns: [1H2022, 1H2023]", "columns: [1H2023]")})
    assert len(found) == 1, found
    assert "'revenue' has 2 figures, as 2 more rows of this table have, for 1 column" in found[0]


def test_a_name_that_every_filing_has_and_the_statements_lack_is_told_once(tmp_path: Path) -> None:
    one = FILING.replace("      costs:", "      staff_expenses:")
    days = ["2023-11-14", *(f"2023-12-{day}" for day in range(10, 16))]
    files = {f"filings/{day}.yaml": one.replace("2023-11-14", day).replace("Report", f"Report {day}") for day in days}
    found = complaints(tmp_path, dict(files))
    assert len(found) == 1, found
    assert found[0].startswith("filings/2023-11-14.yaml:8:7: unknown line item 'staff_expenses'")
    assert all(f"{day}.yaml:8:7" in found[0] for day in days), found


@pytest.mark.parametrize(("old", "new", "said"), [
    ("    cash: {label: Cash, concept: cash}", "    bank: {label: Cash, concept: cash}", "unknown line item 'cash'"),
    ("income_statement:\n", "profit_or_loss:\n", "unknown statement 'income_statement'"),
])
def test_what_follows_from_one_renamed_key_is_told_once(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Two filings print it, second printings and sums name it."""
    later = COMPLETE.replace("2024-05-14", "2024-06-14").replace("Annual report", "Corrected report")
    found = complaints(tmp_path, {**ALL, "filings/2024-06-14.yaml": later,
                                  "statements.yaml": changed(WHOLE, old, new)})
    assert sum(said in each for each in found) == 1, found
    assert len(found) <= 2, found
    assert "(and the same at" in found[0]


def test_names_without_a_comma_between_them(tmp_path: Path) -> None:
    text = changed(STATEMENTS, "sum: [revenue, costs]", "sum: [revenue costs]")
    assert any("write revenue, costs" in each for each in complaints(tmp_path / "a", {"statements.yaml": text}))
    across = ("  - {statement: equity, heading: x, period: 1H2023, members: [capital reserves], "
              "rows: {profit: [1, 2]}}\n")
    found = complaints(tmp_path / "b", {"statements.yaml": STATEMENTS + MEMBERS, FILED: FILING + across})
    assert len(found) == 1, found
    assert "a comma is missing between the members of 'equity': write capital, reserves" in found[0]


@pytest.mark.parametrize("text", [changed(STATEMENTS, "sheet: Balance Sheet", "sheet: Balance sheet"),
                                  changed(STATEMENTS, "  sheet: Balance Sheet\n", "")])
def test_the_sheets_are_listed(tmp_path: Path, text: str) -> None:
    found = complaints(tmp_path, {"statements.yaml": text})
    assert len(found) == 1, found
    assert "Income Statement, Comprehensive Income, Balance Sheet, Cash Flow, Changes in Equity, Segments" in found[0]


@pytest.mark.parametrize(("name", "words"), [
    (FILED, "this is a file; name the company's folder, e.g. {folder}/acme"),
    ("company.yaml", "this is a file; name the company's folder, e.g. {folder}/acme"),
    ("filings", "this folder stands in a company's; name that, {folder}/acme"),
    ("..", "this is no company's folder; name one in it: {folder}/acme"),
])
def test_a_path_to_something_else_than_the_folder(tmp_path: Path, name: str, words: str) -> None:
    write_company(tmp_path / "acme")
    problems = Problems()
    path = tmp_path if name == ".." else tmp_path / "acme" / name
    assert read(path, problems) is None
    message, = (each.message for each in problems.sorted())
    assert message == words.format(folder=tmp_path)


def test_a_place_is_printed_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line 100 of a file is no emoji, and a name in brackets no markup."""
    folder = write_company(tmp_path / "[bold]acme", {FILED: "#\n" * 92 + changed(
        changed(FILING, "profit: [40, 50]", "profit: [40, 58]"), "revenue: [100, 120]", "\n      revenue: [100, 120]")})
    print_checks(as_data(audit(folder)))
    shown = "".join(capsys.readouterr().out.split())
    assert ":100:" in shown
    assert "[bold]acme" in shown
    assert "💯" not in shown
