"""How long a build takes, as a ratio to a plain openpyxl script that writes the same cells and styles.

Run by `make bench`. Each figure is the median of pairs run one after the other, because machines drift.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from generator.merge.merge import merge
from generator.pipeline import build
from generator.xlsx.cells import Formula, Sheet, letter
from generator.xlsx.styles import FONT, LOOKS
from tests.companies import COMPANY, write_company
from tests.sheets.test_stability import STATEMENTS, random_filings
from tests.touched import Touched

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 7
FLOOR = '''
import json, sys
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
given = json.load(open(sys.argv[1]))
book = Workbook()
book.remove(book.active)
thin = Side(style="thin")
for name, look in given["looks"].items():
    book.add_named_style(NamedStyle(
        name=name, font=Font(name=given["font"], size=look["size"], bold=look["bold"], italic=look["italic"],
                             color=look["color"]),
        fill=PatternFill("solid", fgColor=look["fill"]) if look["fill"] else PatternFill(),
        alignment=Alignment(horizontal=look["align"] or None), border=Border(top=thin if look["top"] else None)))
for title, cells in given["sheets"]:
    sheet = book.create_sheet(title)
    for row, column, value, look, pattern in cells:
        cell = sheet.cell(row, column, value)
        cell.style = look
        if pattern != "General":
            cell.number_format = pattern
book.save(sys.argv[2])
'''

LOADED = """
import sys
import openpyxl
openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])
"""
CARRIED = """
import gc, sys
from pathlib import Path
from generator.merge.merge import merge
gc.disable()  # as a build has it
old, new, out = map(Path, sys.argv[1:])
out.write_bytes(merge(old.read_bytes(), new.read_bytes()).package)
"""
GROWN = """
import gc, resource, sys, time
from pathlib import Path
gc.disable()  # as the command has it
from generator.pipeline import build
formulas = len(build(Path(sys.argv[1])).values)
print(formulas, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
FORMULAS = 50_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = build(ROOT / "inputs" / "iij")
        cells = sum(len(sheet.cells) for sheet in result.cells.sheets)
        print(f"inputs/iij: {len(result.book.facts):,} facts, {len(result.values):,} formulas, {cells:,} cells")
        (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
        (folder / "cells.json").write_text(json.dumps(_plain(result.cells.sheets)), encoding="utf-8")
        whole = [sys.executable, "-m", "generator", "build", "inputs/iij", "-o", str(folder / "iij.xlsx")]
        floor = [sys.executable, str(folder / "floor.py"), str(folder / "cells.json"), str(folder / "floor.xlsx")]
        usage = [sys.executable, "-m", "generator", "--help"]
        _paired("build / plain openpyxl script", whole, floor, "at most 1.3")
        _paired("--help / build", usage, whole, "under 0.2")
        _stages()
        _growth(folder)
        _quarters(folder)
        _carried(folder)


def _carried(folder: Path) -> None:
    """A reader's sheet of many formulas, half of them on our cells and half on those, with a filing more."""
    company = ROOT / "inputs" / "astellas"
    former = Path(shutil.copytree(company, folder / "former" / "astellas"))
    max((former / "filings").glob("*.yaml")).unlink()
    before = build(former).package
    (folder / "worked_on.xlsx").write_bytes(merge(_with_formulas(before), before).package)  # with their values
    (folder / "now.xlsx").write_bytes(build(company).package)
    old, new, out = (str(folder / name) for name in ("worked_on.xlsx", "now.xlsx", "out.xlsx"))
    _paired(f"{FORMULAS:,} formulas carried / openpyxl's load and save", [sys.executable, "-c", CARRIED, old, new, out],
            [sys.executable, "-c", LOADED, old, out], "under 3")


def _with_formulas(package: bytes) -> bytes:
    touched = Touched(package)
    part = touched.sheet("Dense", {})
    rows = "".join(f'<row r="{row}">' + "".join(
        f'<c r="{letter(column)}{row}"><f>{letter(column - 5)}{row}*2</f><v/></c>' if column > 5 else
        f'<c r="{letter(column)}{row}"><f>\'Income Statement\'!{letter(8 + (row + column) % 20)}{8 + row % 12}</f>'
        "<v/></c>"
        for column in range(1, 11)) + "</row>" for row in range(1, FORMULAS // 10 + 1))
    touched.edit(part, lambda text: text.replace("<sheetData>", f"<sheetData>{rows}"))
    return touched.saved()


def _plain(sheets: tuple[Sheet, ...]) -> dict[str, object]:
    """The cells as a script would have them: numbers, text and formulas with a style's name and a format."""
    return {"font": FONT, "looks": {name: vars(look) for name, look in LOOKS.items()},
            "sheets": [[sheet.name, [[row, column, _constant(cell.value), cell.look, cell.format]
                                     for (row, column), cell in sheet.cells.items()]] for sheet in sheets]}


def _constant(value: object) -> object:
    if value is None or isinstance(value, str | int | float | Formula):
        return value
    return str(value) if hasattr(value, "year") else float(str(value))


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    # Both with the XML writer that openpyxl has by itself; the tests bring lxml along, which users need not have.
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "OPENPYXL_LXML": "False"})
    return time.perf_counter() - started


def _paired(title: str, first: list[str], second: list[str], aim: str) -> None:
    _seconds(first), _seconds(second)
    pairs = [(_seconds(first), _seconds(second)) for _ in range(PAIRS)]
    ratio = statistics.median(a / b for a, b in pairs)
    a, b = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"{title}: {ratio:.2f} ({a:.2f} s / {b:.2f} s; aim: {aim})")


def _stages() -> None:
    runs = [build(ROOT / "inputs" / "iij").seconds for _ in range(3)]
    shown = (f"{stage} {statistics.median(run[stage] for run in runs):.2f}" for stage in runs[0])
    print(f"stages, in seconds: {' · '.join(shown)}")


def _growth(folder: Path) -> None:
    """A company of 40 rows over more and more fiscal years, and one of three years with more and more rows."""
    for what, sizes in (("fiscal years", [(40, years) for years in (1, 10, 40)]),
                        ("line items", [(rows, 3) for rows in (100, 1000, 5000)])):
        runs = [_grown(folder, rows, years) for rows, years in sizes]
        for (rows, years), run in zip(sizes, runs, strict=True):
            print(f"  {rows if what == 'line items' else years:,} {what}: {run.formulas:,} formulas, "
                  f"{run.seconds:.2f} s, {run.megabytes:,.0f} MB")
        for first, last in ((runs[0], runs[-1]), (runs[-2], runs[-1])):
            power = math.log(last.seconds / first.seconds) / math.log(last.formulas / first.formulas)
            print(f"  from {first.formulas:,} to {last.formulas:,} formulas the time grows with the power {power:.2f} "
                  "(aim: under 1.1)")


class _Run(NamedTuple):
    """A build in a process of its own: its formulas, the processor's time and the most memory that it had."""

    formulas: int
    seconds: float
    megabytes: float


def _grown(folder: Path, rows: int, years: int) -> _Run:
    where = folder / f"{rows}rows{years}years"
    _company(where, rows, years)
    command = [sys.executable, "-c", GROWN, str(where)]
    formulas, seconds, kilobytes = subprocess.run(command, cwd=ROOT, check=True, capture_output=True,
                                                  text=True).stdout.split()
    return _Run(int(formulas), float(seconds), int(kilobytes) / 1024)


def _quarters(folder: Path) -> None:
    """A company with 1, 4, 8 and 12 filings, added one at a time."""
    where = write_company(folder / "quarters", {"company.yaml": COMPANY, "statements.yaml": STATEMENTS,
                                                "filings/2023-11-14.yaml": None})
    (where / "filings").mkdir()
    shown = []
    for number, (name, text) in enumerate(random_filings(1), start=1):
        (where / name).write_text(text, encoding="utf-8")
        if number in (1, 4, 8, 12):
            started = time.process_time()
            build(where)
            shown.append(f"{number}: {time.process_time() - started:.2f}")
    print(f"seconds by number of quarters (aim: no faster than in proportion): {' · '.join(shown)}")


def _company(where: Path, rows: int, years: int) -> None:
    """So many rows, half of them flows of four periods a year and half balances, and a total over each half."""
    half = rows // 2
    (where / "filings").mkdir(parents=True)
    (where / "company.yaml").write_text(
        "{name: Growing, code: '1', standard: IFRS, currency: JPY, scale: million, rounding: nearest, foots: exact, "
        "fiscal_year: {ends: 03-31, named_after: start}}\n", encoding="utf-8")
    flows, balances = [f"flow{n}" for n in range(half)], [f"balance{n}" for n in range(half)]
    (where / "statements.yaml").write_text(json.dumps({
        "income_statement": {"title": "Income", "sheet": "Income Statement", "items": {
            **{key: key for key in flows}, "revenue": {"label": "Revenue", "sum": flows, "concept": "revenue"}}},
        "balance_sheet": {"title": "Balance", "sheet": "Balance Sheet", "additivity": "instant", "items": {
            **{key: key for key in balances},
            "total_assets": {"label": "Assets", "sum": balances, "concept": "total_assets"}}}}), encoding="utf-8")
    for year in range(1980, 1980 + years):
        tables = [
            {"statement": "income_statement", "heading": "Income", "columns": [f"1Q{year}", f"1H{year}", f"9M{year}",
                                                                               f"FY{year}"],
             "rows": {**{key: [1, 2, 3, 4] for key in flows}, "revenue": [half, 2 * half, 3 * half, 4 * half]}},
            {"statement": "balance_sheet", "heading": "Balance", "columns": [f"{year}-09-30", f"{year + 1}-03-31"],
             "rows": {**{key: [year, year + 1] for key in balances},
                      "total_assets": [half * year, half * (year + 1)]}}]
        (where / "filings" / f"{year + 1}-05-15.yaml").write_text(json.dumps(
            {"filing": {"title": "Annual", "filed": f"{year + 1}-05-15", "assurance": "audited"}, "tables": tables}),
            encoding="utf-8")


if __name__ == "__main__":
    main()
