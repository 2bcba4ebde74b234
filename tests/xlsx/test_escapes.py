"""A text that a spreadsheet would read as the code of a sign shows as it was typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from generator.merge.merge import merge
from generator.pipeline import build
from generator.sheets.read_back import read_back
from generator.xlsx.package import Package
from generator.xlsx.parser import escaped, unescaped
from generator.xlsx.worksheet import read_sheets
from tests.companies import COMPANY, FILED, FILING, STATEMENTS, changed, complaints, write_company
from tests.oracle import convert
from tests.targets import RATIOS
from tests.touched import Touched

CODE = "_x0041_"
FILES = {
    "company.yaml": changed(COMPANY, "Acme Ltd.", f"Acme {CODE}"),
    "statements.yaml": changed(changed(STATEMENTS, "label: Revenue", f"label: Rev{CODE}"), "costs: Costs",
                               "costs: C_x0041_x0042_"),
    FILED: changed(FILING, "heading: Profit or loss", f"heading: Profit {CODE}")}


@pytest.mark.parametrize(("typed", "stored"), [
    ("_x0041_", "_x005F_x0041_"), ("_x005F_", "_x005F_x005F_"), ("_x0041_x00ff_", "_x005F_x0041_x005F_x00ff_"),
    ("__x0041__", "__x005F_x0041__"), ("a\rb", "a_x000D_b"), ("a\x07b", "a_x0007_b"), ("_x041_", "_x041_"),
    ("x_y", "x_y"), ("_X0041_", "_X0041_"), ("_x00g1_", "_x00g1_")])
def test_what_is_typed_is_what_is_read(typed: str, stored: str) -> None:
    assert escaped(typed) == stored
    assert unescaped(stored) == typed


def test_labels_show_as_typed_in_every_program(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(build(write_company(tmp_path / "acme", FILES)).package)
    for each, said in ((path, unescaped), (convert(path, tmp_path), str)):  # openpyxl reads what it writes, not codes
        sheet = openpyxl.load_workbook(each)["Income Statement"]
        assert [said(sheet[at].value) for at in ("A1", "B8", "B9")] == [
            f"Acme {CODE} · Income Statement", f"Rev{CODE}", "C_x0041_x0042_"]
    assert CODE in str(read_back(path))
    assert "_x005F_" not in str(read_back(path))


def test_merging_keeps_them(tmp_path: Path) -> None:
    """The reader's own formula shows the label of ours, and his note on Facts keeps what he typed."""
    made = build(write_company(tmp_path, FILES)).package
    touched = Touched(made)
    touched.sheet("Mine", {"A1": "='Income Statement'!B8"})
    touched.type_in("Facts", "N37", "As _x005F_x0042_ says")
    merged = merge(touched.saved(), made).package
    sheets = read_sheets(Package.read(merged), ["Income Statement", "Facts"])
    assert sheets["Income Statement"].words(8, 2) == f"Rev{CODE}"
    assert sheets["Facts"].words(37, 14) == "As _x0042_ says"
    assert unescaped(openpyxl.load_workbook(io.BytesIO(merged), data_only=True)["Mine"]["A1"].value) == f"Rev{CODE}"


def test_where_nothing_helps_it_is_refused(tmp_path: Path) -> None:
    told, = complaints(tmp_path / "a", {"statements.yaml": changed(STATEMENTS, "sheet: Income Statement",
                                                                   f"sheet: Sales {CODE}")})
    assert "a spreadsheet reads '_x0041_' as a single sign" in told
    formula = "IF({{{{ revenue }}}} > 0, {{{{ revenue }}}}, {})"
    told, = complaints(tmp_path / "b", {"ratios.yaml": RATIOS.format(json.dumps(formula.format(f'"{CODE}"')))})
    assert "split the text in two with & between them" in told
    assert complaints(tmp_path / "c", {"ratios.yaml": RATIOS.format(json.dumps(formula.format('"_x00"&"41_"')))}) == []
