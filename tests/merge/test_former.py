"""Workbooks without their record: what was made is made again; and files that are another's."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from generator.merge.log import Conflict, NotMerged
from generator.merge.merge import merge
from generator.pipeline import Result, build, build_again, regenerate
from generator.refused import Refused
from generator.xlsx.package import Package
from tests.companies import COMPANY, FILED, FILING, built, changed, write_company
from tests.merge.conftest import NEXT
from tests.touched import Touched


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("acme") / "acme"


@pytest.fixture(scope="module")
def first(folder: Path) -> bytes:
    return build(write_company(folder)).package


@pytest.fixture(scope="module")
def second(first: bytes, folder: Path) -> Result:
    """The same folder, with a further filing and the line item that it brings."""
    return build(write_company(folder, NEXT))


def saved_by_openpyxl(package: bytes, **cells: str | float) -> bytes:
    """The package as openpyxl saves it, with a sheet of the reader's."""
    book, out = openpyxl.load_workbook(io.BytesIO(package)), io.BytesIO()
    sheet = book.create_sheet("Mine")
    for address, content in cells.items():
        sheet[address] = content
    book.save(out)
    return out.getvalue()


def over(path: Path, file: bytes, result: Result, folder: Path) -> tuple[openpyxl.Workbook, tuple[str, ...]]:
    """The workbook built over a file, and what is said of it."""
    path.write_bytes(file)
    written = regenerate(path, result.package, make_again=lambda keys: build_again(folder, result, keys))
    return openpyxl.load_workbook(path), tuple(written.carried())


def refused(path: Path, file: bytes, result: Result, folder: Path) -> tuple[str, ...]:
    with pytest.raises(Refused) as error:
        over(path, file, result, folder)
    assert path.read_bytes() == file
    return error.value.lines


def test_a_further_filing_is_built_over_a_file_that_openpyxl_saved(first: bytes, second: Result, folder: Path,
                                                                   tmp_path: Path) -> None:
    """Costs move from row 9 to 10, where the new filing puts other income; everything else is as built from scratch."""
    file = saved_by_openpyxl(first, A1="='Income Statement'!Q9", A2="=SUM('Income Statement'!Q8:Q10)")
    book, said = over(tmp_path / "book.xlsx", file, second, folder)
    assert [book["Mine"][each].value for each in ("A1", "A2")] == \
        ["='Income Statement'!Q10", "=SUM('Income Statement'!Q8:Q11)"]
    assert any("was made again from its 1 filing" in line for line in said)
    assert not any("stays as you changed it" in line or "conditional format" in line for line in said)
    made = openpyxl.load_workbook(io.BytesIO(second.package))
    assert book.sheetnames == [*made.sheetnames, "Mine"]
    for sheet in made:
        assert [[cell.value for cell in row] for row in book[sheet.title].iter_rows()] == \
            [[cell.value for cell in row] for row in sheet.iter_rows()], sheet.title
    values = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)
    assert (values["Mine"]["A1"].value, values["Mine"]["A2"].value) == (-70, 102)  # 121 + nil - 70 + 51


def test_what_reads_a_formula_of_ours_with_a_name_has_its_value_too(first: bytes, second: Result, folder: Path,
                                                                    tmp_path: Path) -> None:
    """openpyxl stores no value of ours, so these are calculated first; revenue of 1H2022, 100, is 200 a year."""
    made = openpyxl.load_workbook(io.BytesIO(first), data_only=True)["Ratios"]
    row = next(row for row in range(7, made.max_row + 1) if made.cell(row, 9).value == 200
               and "months_in_year" in str(openpyxl.load_workbook(io.BytesIO(first))["Ratios"].cell(row, 9).value))
    over(tmp_path / "book.xlsx", saved_by_openpyxl(first, A1=f"=SUM(Ratios!I{row}:I{row})/2"), second, folder)
    assert openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)["Mine"]["A1"].value == 100


def test_a_value_typed_over_stays_where_the_record_is_gone(first: bytes, second: Result, folder: Path,
                                                           tmp_path: Path) -> None:
    book, out = openpyxl.load_workbook(io.BytesIO(first)), io.BytesIO()
    row = next(row for row in range(5, 99) if book["Facts"].cell(row, 2).value == "revenue")
    book["Facts"].cell(row, 8).value = 101
    book.save(out)
    built_over, said = over(tmp_path / "book.xlsx", out.getvalue(), second, folder)
    assert any(line.startswith("typed over: Facts!") and "101 typed over, filing says 100" in line for line in said)
    row = next(row for row in range(5, 99) if built_over["Facts"].cell(row, 2).value == "revenue")
    assert built_over["Facts"].cell(row, 8).value == 101


def test_a_label_typed_over_is_refused_and_the_cause_said_first(first: bytes, second: Result, folder: Path,
                                                                tmp_path: Path) -> None:
    book, out = openpyxl.load_workbook(io.BytesIO(first)), io.BytesIO()
    for column in range(2, 16):
        book["Checks"].cell(9, column).value = "mine"
    book.save(out)
    lines = refused(tmp_path / "book.xlsx", out.getvalue(), second, folder)
    assert "made again from the filings that it names" in lines[0]
    assert len(lines) <= 12 and lines[-1].startswith("nothing was written")


def test_a_filing_that_is_no_longer_there_is_named(first: bytes, second: Result, tmp_path: Path) -> None:
    alone = {**NEXT, FILED: None}
    other = write_company(tmp_path / "acme", alone)
    lines = refused(tmp_path / "book.xlsx", saved_by_openpyxl(first), build(other), other)
    assert len(lines) == 2
    assert "it can't be made again: of the filings that it names 2023-11-14 is no longer among the inputs" in lines[0]


@pytest.mark.parametrize("is_touched", [False, True])
def test_the_workbook_of_another_company_is_refused_with_one_line(first: bytes, is_touched: bool,
                                                                  tmp_path: Path) -> None:
    company = changed(changed(COMPANY, "Acme Ltd.", "Beta (Japan) Inc."), '"1234"', '"5678"')
    other = built(tmp_path, {"company.yaml": company}).package
    touched = Touched(first)
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    for file in (touched.saved() if is_touched else first, saved_by_openpyxl(first)):
        with pytest.raises(NotMerged) as error:
            merge(file, other)
        assert error.value.conflicts == (Conflict(
            "the file that is there", "is the workbook of Acme Ltd. (1234), the inputs are Beta (Japan) Inc.'s (5678); "
                                      "give another -o"),)


def test_a_company_under_another_name_is_the_same(first: bytes, tmp_path: Path) -> None:
    renamed = build(write_company(tmp_path / "acme", {"company.yaml": changed(COMPANY, "Acme Ltd.", "Acme plc")}))
    touched = Touched(first)
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    assert Package.read(merge(touched.saved(), renamed.package).package).sheets().keys() >= {"Cover", "My Model"}
    book, _ = over(tmp_path / "book.xlsx", saved_by_openpyxl(first, A1=1), renamed, tmp_path / "acme")
    assert (book["Cover"]["A1"].value, book["Mine"]["A1"].value) == ("Acme plc (1234)", 1)


def test_a_sheet_of_the_same_name_in_other_case_is_named(first: bytes, second: Result) -> None:
    touched = Touched(first)
    touched.sheet("CHANGES", {"A1": "='Income Statement'!Q9"})
    with pytest.raises(NotMerged) as error:
        merge(touched.saved(), second.package)
    assert [str(each) for each in error.value.conflicts] == \
        ["sheet CHANGES: is a sheet of ours now; give yours another name"]


def test_the_switch_between_versions_goes_with_the_error_that_brought_it(tmp_path: Path) -> None:
    """A comparative was mistyped, so two filings differ and the Cover has a switch; then it is put right."""
    later = changed(changed(FILING, "2023-11-14", "2024-02-14"), "Report for 1H2023", "Report once more")
    wrong = build(write_company(tmp_path / "a" / "acme", {
        "filings/2024-02-14.yaml": later.replace("cash: [10, 15]", "cash: [10, 16]")
        .replace("total_assets: [100, 110]", "total_assets: [100, 111]")}))
    right = build(write_company(tmp_path / "b" / "acme", {
        "filings/2024-02-14.yaml": later.replace("cash: [10, 15]", "cash: [10, 15.0]")}))
    assert "dataValidation" in Touched(wrong.package).package.text(Touched(wrong.package).part("Cover"))
    touched = Touched(wrong.package)
    touched.sheet("Mine", {"A1": "='Balance Sheet'!Q8"})
    result = Package.read(merge(touched.saved(), right.package).package)
    assert "Mine" in result.sheets()
    assert "dataValidation" not in result.text(result.sheets()["Cover"])
