"""LibreOffice Calc, forced to recalculate: the program that the stored values are held against."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

_FORCED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""

Values = dict[tuple[str, str], object]


def office() -> str:
    """The path of soffice. Without one a test is skipped, but fails in CI, where it must be there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("LibreOffice is missing: apt-get install --no-install-recommends libreoffice-calc-nogui")
    pytest.skip("LibreOffice is not installed")


def convert(path: Path, folder: Path, to: str = "xlsx") -> Path:
    """The file as LibreOffice saves it after a forced recalculation, in a folder of its own."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_FORCED, encoding="utf-8")
    out = folder / "out"
    subprocess.run(
        [office(), "--headless", f"-env:UserInstallation={profile.resolve().as_uri()}", "--convert-to", to,
         "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=240)
    return out / f"{path.stem}.{to}"


def recalculated(path: Path, folder: Path) -> Values:
    """Every value of a workbook after LibreOffice has calculated it anew, by sheet and address."""
    return stored(convert(path, folder))


def stored(path: Path) -> Values:
    """Every value that a workbook stores."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {(sheet.title, cell.coordinate): cell.value
            for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None}


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """Every formula of a workbook, by sheet and address."""
    book = openpyxl.load_workbook(path)
    return {(sheet.title, cell.coordinate): str(cell.value)
            for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def differences(left: Values, right: Values, cells: set[tuple[str, str]]) -> list[str]:
    """Cells whose values disagree: numbers beyond 1e-9 relative, anything else unless equal."""
    return [f"{sheet}!{cell}: {left.get((sheet, cell))!r} != {right.get((sheet, cell))!r}"
            for sheet, cell in sorted(cells) if not _agree(left.get((sheet, cell)), right.get((sheet, cell)))]


def _agree(left: object, right: object) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1.0, abs(left), abs(right))
    if left in (None, "") and right in (None, ""):
        return True
    return left == right
