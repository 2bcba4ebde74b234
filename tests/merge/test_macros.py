"""A workbook with macros, or a template, is written and carried over as Excel would have it."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.xlsx.formats import FORMATS
from generator.xlsx.package import Package
from tests.companies import FILED, FILING, changed, write_company
from tests.merge.conftest import NEXT
from tests.touched import Touched

VBA_TYPE = "application/vnd.ms-office.vbaProject"
SIGNATURE_TYPE = "application/vnd.ms-office.vbaProjectSignature"
SIGNED = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


def ole(stream: bytes) -> bytes:
    """A compound file (MS-CFB, version 3) with one stream, ``PROJECT``, in the form of a project of VBA: a header, a
    sector of the FAT, one of the directory, then the stream, too long for the mini stream."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")
    sectors = len(stream) // 512
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<109I", *[free] * 108, free)[: 512 - len(header)]
    fat = [fat_sector, end, *range(3, 2 + sectors), end]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return struct.pack("<64sHBBIII16xI8x8xIQ", raw, len(raw), kind, 1, free, free, child, 0, start, size)

    empty = struct.pack("<64sHBBIII16xI8x8xIQ", b"", 0, 0, 0, free, free, free, 0, 0, 0)
    directory = entry("Root Entry", 5, 1, end, 0) + entry("PROJECT", 2, free, 2, len(stream)) + empty * 2
    return header + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + directory + stream


VBA = ole(b'ID="{00000000-0000-0000-0000-000000000000}"\r\nModule=Module1\r\n')


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return write_company(tmp_path / "inputs" / "acme")


def build(acme: Path, out: Path, *more: str, code: int = 0) -> Package:
    assert main(["build", str(acme), "-o", str(out), *more]) == code
    return Package.read(out.read_bytes())


def with_macros(content: bytes) -> bytes:
    """A workbook as Excel saves it with macros: the project, its signature, the names by which it knows sheets."""
    touched = Touched(content)
    touched.add("xl/vbaProject.bin", VBA, VBA_TYPE)
    touched.package.relate("xl/workbook.xml", PROJECT, "xl/vbaProject.bin")
    touched.add("xl/vbaProjectSignature.bin", b"\x01\x02signature", SIGNATURE_TYPE)
    touched.package.relate("xl/vbaProject.bin", SIGNED, "xl/vbaProjectSignature.bin")
    touched.edit("xl/workbook.xml", lambda text: re.sub(r"<workbookPr(?=[ /])",
                                                        '<workbookPr codeName="ThisWorkbook"', text))
    for number, part in enumerate(touched.package.sheets().values(), start=1):
        touched.edit(part, lambda text, number=number: re.sub(  # type: ignore[misc]
            r"<sheetPr(?=[ />])", f'<sheetPr codeName="Sheet{number}"', text, count=1))
    touched.sheet("Mine", {"A1": "='Income Statement'!Q9"})
    return touched.saved()


def code_names(package: Package) -> dict[str, str]:
    """The names by which macros know sheets."""
    found = {name: re.search(r'<sheetPr[^>]* codeName="(\w+)"', package.text(part))
             for name, part in package.sheets().items()}
    return {name: match[1] for name, match in found.items() if match}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_new_file_is_of_the_format_that_its_name_says(acme: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"acme{ending}"
    package = build(acme, out)
    assert package.content_type(package.workbook) == {
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        ".xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}[ending]
    assert openpyxl.load_workbook(out)["Income Statement"]["Q5"].value == "1H2023"
    before = out.read_bytes()
    assert build(acme, out) and out.read_bytes() == before and not list(tmp_path.glob("*.backup*"))


def test_macros_are_carried_over_byte_for_byte(acme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "acme.xlsm"
    build(acme, out)
    out.write_bytes(with_macros(out.read_bytes()))
    before = code_names(Package.read(out.read_bytes()))
    write_company(acme, NEXT)
    package = build(acme, out)
    assert "your macros, as they are" in capsys.readouterr().out
    assert package.parts["xl/vbaProject.bin"] == VBA
    assert package.parts["xl/vbaProjectSignature.bin"] == b"\x01\x02signature"
    assert [each.type for each in package.relationships("xl/vbaProject.bin")] == [SIGNED]
    assert package.related(package.workbook, "vbaProject") == "xl/vbaProject.bin"
    assert package.content_type("xl/vbaProject.bin") == VBA_TYPE
    assert package.content_type(package.workbook) == FORMATS[".xlsm"]
    assert 'codeName="ThisWorkbook"' in package.text("xl/workbook.xml")
    assert len(before) > 8 and before == code_names(package)
    assert package.text(package.sheets()["Mine"]).count("'Income Statement'!Q10") == 1
    kept = openpyxl.load_workbook(out, keep_vba=True)
    assert kept["Income Statement"]["Y8"].value is not None
    assert kept.vba_archive.read("xl/vbaProject.bin") == VBA
    kept.vba_archive.close()


def test_a_workbook_that_is_saved_with_macros_goes_on_under_its_new_name(acme: Path, tmp_path: Path) -> None:
    """Excel says of a workbook's part what it is saved as; one that was only given another name is put right."""
    build(acme, tmp_path / "acme.xlsx")
    saved = Touched((tmp_path / "acme.xlsx").read_bytes())
    saved.sheet("Mine", {"A1": "='Income Statement'!Q9"})
    out = tmp_path / "acme.xlsm"
    out.write_bytes(saved.saved())
    package = build(acme, out)
    assert package.content_type(package.workbook) == FORMATS[".xlsm"]
    assert package.text("[Content_Types].xml").count('PartName="/xl/workbook.xml"') == 1


def test_a_workbook_with_macros_is_not_written_where_excel_opens_none(acme: Path, tmp_path: Path,
                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "acme.xlsx"
    build(acme, out)
    out.write_bytes(with_macros(out.read_bytes()))
    before = out.read_bytes()
    assert main(["build", str(acme), "-o", str(out)]) == 2
    assert "holds macros, with which Excel opens no .xlsx; name it .xlsm" in capsys.readouterr().err
    assert out.read_bytes() == before


@pytest.mark.parametrize(("name", "said"), [
    ("a.xls", "Excel's format of before 2007; write an .xlsx and save it as .xls in Excel"),
    ("a.csv", "'quarterbook export' writes facts and rows as CSV"), ("a.CSV", "'quarterbook export'"),
    ("a.ods", "write an .xlsx, which LibreOffice opens and saves as .ods"),
    ("a.xlsb", "save it as .xlsb in Excel"), ("a.xltm", "write an .xlsm and save it as .xltm"),
    ("a.pdf", "print it to a PDF"), ("a.html", "'quarterbook check --html'"), ("a.XLSX", "write .xlsx"),
    ("a", "a workbook's name ends in .xlsx, .xlsm or .xltx"), ("a.txt", "a workbook's name ends in .xlsx")])
def test_another_ending_is_refused_with_what_to_do_instead(acme: Path, tmp_path: Path, name: str, said: str,
                                                           capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(acme), "-o", str(tmp_path / name)]) == 2
    line, = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{tmp_path / name}: cannot be written: a workbook's name ends in .xlsx, .xlsm or .xltx")
    assert said in line
    assert not (tmp_path / name).exists()


def test_a_link_to_a_file_of_another_kind_is_no_place(acme: Path, tmp_path: Path,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "a.xlsm")
    assert main(["build", str(acme), "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "it is a link to a.xlsm, a file of another kind" in capsys.readouterr().err


def test_figures_typed_over_in_a_workbook_with_macros_are_found(acme: Path, tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "acme.xlsm"
    build(acme, out)
    write_company(acme, {FILED: changed(FILING, "cash: [10, 15]", "cash: [10, 16]")})
    assert main(["diff", str(out), str(acme)]) == 0
    assert "16" in capsys.readouterr().out
