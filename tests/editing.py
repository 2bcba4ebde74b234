"""Changing one typed number inside a workbook, as a person does in a spreadsheet program."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

CONSTANT = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*>)<v>[^<]*</v>')


def sheet_part(path: Path, sheet: str) -> str:
    """The package part that holds a sheet."""
    names = openpyxl.load_workbook(path, read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def with_number(path: Path, target: Path, sheet: str, cell: str, number: float) -> Path:
    """A copy in which one constant is another number; everything else, stored values too, is as it was."""
    return with_numbers(path, target, sheet, {cell: number})


def with_numbers(path: Path, target: Path, sheet: str, numbers: Mapping[str, float]) -> Path:
    """A copy in which some constants are other numbers."""
    part = sheet_part(path, sheet)
    done: set[str] = set()

    def changed(match: re.Match[str]) -> str:
        if match[2] not in numbers:
            return match[0]
        done.add(match[2])
        return f"{match[1]}<v>{numbers[match[2]]}</v>"

    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            content = source.read(info.filename)
            if info.filename == part:
                content = CONSTANT.sub(changed, content.decode("utf-8")).encode("utf-8")
            out.writestr(info, content)
    assert done == set(numbers), f"no constant in {sheet}!{set(numbers) - done}"
    return target


def fact_cell(path: Path, statement: str, key: str, end: str, member: str = "", scope: str = "") -> str:
    """The address of a fact's value on Facts, by what stands beside it."""
    sheet = openpyxl.load_workbook(path, data_only=True, read_only=True)["Facts"]
    found = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if (row[0], row[1], row[3] or "") == (statement, key, member) and str(row[5])[:10] == end \
                and scope in ("", row[6]):
            found.append(f"H{number}")
    assert len(found) == 1, found
    return found[0]
