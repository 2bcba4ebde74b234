"""Two filings that give a figure differently: the latest is shown, the first kept, the Cover switches between them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.merge.merge import merge
from generator.pipeline import Result, build
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, complaints, write_company
from tests.oracle import Values, recalculated
from tests.touched import Touched

FIRST, SECOND = "filings/2023-11-14.yaml", "filings/2024-02-13.yaml"
STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [revenue, costs], concept: profit_to_owners}
    other: Other
    all: {label: All, sum: [profit, other]}
"""
OLD = """\
filing: {title: First, filed: 2023-11-14, assurance: reviewed}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [1H2022, 1H2023]
    rows:
      revenue: [100, 120]
      costs: [(60), (70)]
      profit: [40, 50]
      other: [5, 6]
      all: [45, 56]
"""
NEW = """\
filing:
  title: Second
  filed: 2024-02-13
  assurance: reviewed
  restated: {income_statement: New standard, income_statement.costs: A cause of its own}
tables:
  - statement: income_statement
    heading: Profit or loss
    columns: [1H2022, 1H2023, 9M2023]
    rows:
      revenue: [100, 118, 190]
      costs: [(60), (71), (100)]
      profit: [40, 47, 90]
  - statement: income_statement
    heading: Headlines
    abridged: true
    columns: [1H2023]
    rows:
      all: [52]
"""
FILES: dict[str, str | bytes | None] = {"statements.yaml": STATEMENTS, FIRST: OLD, SECOND: NEW}
COLUMN = "Q"  # 1H2023: FY2022 opens the axis, eight columns a year


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return build(write_company(tmp_path_factory.mktemp("restated") / "acme", FILES))


@pytest.fixture(scope="module")
def path(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "acme.xlsx"
    path.write_bytes(result.package)
    return path


@pytest.fixture(scope="module")
def switched(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Values:
    """What LibreOffice makes of it after the reader chose the other version on the Cover."""
    folder = tmp_path_factory.mktemp("switched")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(folder / "acme.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert content.count(b">Latest<") == 1
                content = content.replace(b">Latest<", b">As first reported<")
            target.writestr(name, content)
    return recalculated(folder / "acme.xlsx", folder)


@pytest.fixture(scope="module")
def latest(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Values:
    """What LibreOffice makes of it as it is."""
    return recalculated(path, tmp_path_factory.mktemp("latest"))


def _row(path: Path, sheet: str, key: str) -> int:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_col=1, max_col=1)
    return int(next(cell.row for (cell,) in rows if cell.value == key))


def _shown(path: Path, values: Values) -> dict[str, object]:
    return {key: values["Income Statement", f"{COLUMN}{_row(path, 'Income Statement', key)}"]
            for key in ("revenue", "costs", "profit", "other", "all")}


def test_the_axis_is_as_expected(path: Path) -> None:
    assert openpyxl.load_workbook(path)["Income Statement"][f"{COLUMN}5"].value == "1H2023"


def test_the_latest_is_shown_and_the_switch_turns_the_book(path: Path, latest: Values, switched: Values) -> None:
    # The restated total comes without 'other': it is linked, as 47 and the old 6 do not make it.
    assert list(_shown(path, latest).values()) == [118, -71, 47, 6, 52]
    assert list(_shown(path, switched).values()) == [120, -70, 50, 6, 56]


def test_ratios_follow_the_switch(path: Path, latest: Values, switched: Values) -> None:
    cell = ("Ratios", f"{COLUMN}{_row(path, 'Ratios', 'revenue_growth')}")
    assert latest[cell] == pytest.approx(0.18)
    assert switched[cell] == pytest.approx(0.20)


def test_no_check_fails_in_either_version(result: Result, path: Path, switched: Values) -> None:
    assert not [each.id for each in checks_on_sheet(result) if each.turns_master]
    assert str(switched["Checks", "B3"]).startswith("✓ OK")


def test_the_choice_is_offered_as_a_list(path: Path) -> None:
    cover = openpyxl.load_workbook(path)["Cover"]
    (validation,) = cover.data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref)) == ('"Latest,As first reported"', "B4")
    assert cover["B4"].value == "Latest"


def test_each_restated_figure_is_listed_with_both_its_filings_and_the_cause(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True)["Restatements"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=8)]
    assert [(row[1], row[3], row[4], row[5], row[6]) for row in rows] == [
        ("revenue", "1H2023", 120, 118, -2), ("costs", "1H2023", -70, -71, -1), ("profit", "1H2023", 50, 47, -3),
        ("all", "1H2023", 56, 52, -4)]
    assert [row[7] for row in rows] == pytest.approx([-2 / 120, -1 / 70, -3 / 50, -4 / 56])
    assert {(row[9], row[10]) for row in rows} == {("2023-11-14", "2024-02-13")}
    assert [row[11] for row in rows] == ["New standard", "A cause of its own", "New standard", "New standard"]


def test_the_ratios_that_move_are_listed_with_both_values(path: Path) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True)["Restatements"]
    moves = {(row[1].value, row[3].value): (row[4].value, row[5].value) for row in sheet.iter_rows(min_row=9)}
    assert moves["revenue_growth", "1H2023"] == ("20.0%", "18.0%")
    assert moves["net_margin", "1H2023"] == ("41.7%", "39.8%")  # 50 of 120, 47 of 118
    assert ("net_margin", "1H2022") not in moves


def test_growth_compares_with_the_comparative_that_the_newer_filing_prints(tmp_path: Path) -> None:
    """Nine months against the restated nine months a year ago, which the newer filing gives."""
    older = OLD.replace("1H2022, 1H2023", "9M2021, 9M2022").replace("2023-11-14", "2023-02-13")
    newer = NEW.replace("[1H2022, 1H2023, 9M2023]", "[9M2021, 9M2022, 9M2023]").replace("[1H2023]", "[9M2022]")
    folder = write_company(tmp_path / "acme", {"statements.yaml": STATEMENTS, "filings/2023-02-13.yaml": older,
                                               SECOND: newer, FIRST: None})
    path = tmp_path / "acme.xlsx"
    path.write_bytes(build(folder).package)
    book = openpyxl.load_workbook(path, data_only=True)["Ratios"]
    row = _row(path, "Ratios", "revenue_growth")
    growth = {book.cell(5, column).value: book.cell(row, column).value for column in range(5, book.max_column + 1)}
    assert growth["9M2023"] == pytest.approx(190 / 118 - 1)
    assert growth["9M2022"] == pytest.approx(118 / 100 - 1)


def test_a_book_without_restatements_has_neither_sheet_nor_switch(tmp_path: Path) -> None:
    files = {**FILES, SECOND: None}
    result = build(write_company(tmp_path / "acme", files))
    assert "Restatements" not in [sheet.name for sheet in result.cells.sheets]
    assert "version" not in result.cells.names


@pytest.mark.parametrize(("old", "new", "words"), [
    ("{income_statement: New", "{income_statment: New", "unknown statement 'income_statment'"),
    ("income_statement.costs: A", "income_statement.cost: A", "unknown line item 'cost' of 'income_statement'"),
])
def test_a_cause_names_what_there_is(tmp_path: Path, old: str, new: str, words: str) -> None:
    (found,) = complaints(tmp_path, {**FILES, SECOND: NEW.replace(old, new)})
    assert words in found and "did you mean" in found


def test_a_quarter_over_two_versions_is_listed_on_checks(tmp_path: Path) -> None:
    """The half-year as first reported, less a first quarter that a later filing restates alone."""
    old = OLD.replace("[1H2022, 1H2023]", "[1Q2023, 1H2023]")
    new = NEW[:NEW.index("  - statement: income_statement\n    heading: Headlines")].replace(
        "[1H2022, 1H2023, 9M2023]", "[1Q2022, 1Q2023, 1Q2024]").replace("2024-02-13", "2024-08-13")
    folder = write_company(tmp_path / "acme", {"statements.yaml": STATEMENTS, FIRST: old,
                                               "filings/2024-08-13.yaml": new})
    sheet = next(sheet for sheet in build(folder).cells.sheets if sheet.name == "Checks")
    listed = [cell.value for (_, column), cell in sorted(sheet.cells.items()) if column == 1]
    start = listed.index("Mix two versions: compare with care")
    assert "income_statement.revenue 2Q2023" in listed[start + 1:start + 4]


def test_a_figure_that_came_back_to_what_it_was_leaves_nothing_to_switch(tmp_path: Path) -> None:
    """The third filing gives what the first one gave: latest and first reported are the same."""
    third = OLD.replace("title: First, filed: 2023-11-14", "title: Third, filed: 2024-05-14")
    result = build(write_company(tmp_path / "acme", {**FILES, "filings/2024-05-14.yaml": third}))
    assert "version" not in result.cells.names
    cover = next(sheet for sheet in result.cells.sheets if sheet.name == "Cover")
    assert "Version shown" not in {cell.value for cell in cover.cells.values()}


def test_a_share_split_explains_itself(tmp_path: Path) -> None:
    statements = """\
shares:
  title: Shares
  sheet: Per Share
  unit: shares
  additivity: average
  items: {average: {label: Average, concept: weighted_shares_basic}}
"""
    filing = "filing: {{title: F, filed: {}, assurance: reviewed}}\ntables:\n  - statement: shares\n    heading: S\n" \
             "    columns: [1H2023]\n    rows: {{average: [{}]}}\n"
    files: dict[str, str | bytes | None] = {
        "company.yaml": COMPANY + "splits:\n  - {effective: 2024-01-01, new_shares: 3, old_shares: 1}\n",
        "statements.yaml": statements, FIRST: filing.format("2023-11-14", 1000),
        SECOND: filing.format("2024-02-13", 3000)}
    result = build(write_company(tmp_path / "acme", files))
    sheet = next(sheet for sheet in result.cells.sheets if sheet.name == "Restatements")
    assert sheet.cells[5, 12].value == "share split 3 for 1"


def test_the_version_that_the_reader_chose_stays_chosen(result: Result, path: Path, tmp_path: Path) -> None:
    """The workbook is built again from the same inputs after the switch was set."""
    touched = Touched(path.read_bytes())
    touched.edit(touched.part("Cover"), lambda text: text.replace(">Latest<", ">As first reported<", 1))
    merged = merge(touched.saved(), result.package)
    assert any("As first reported" in each for each in merged.report.kept)
    (tmp_path / "again.xlsx").write_bytes(merged.package)
    stored = openpyxl.load_workbook(tmp_path / "again.xlsx", data_only=True)
    assert stored["Cover"]["B4"].value == "As first reported"
    values = recalculated(tmp_path / "again.xlsx", tmp_path)
    assert list(_shown(path, values).values()) == [120, -70, 50, 6, 56]
    assert stored["Income Statement"][f"{COLUMN}{_row(path, 'Income Statement', 'profit')}"].value == 50
