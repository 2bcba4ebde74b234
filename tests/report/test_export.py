"""Facts and rows as tables: every figure with its source, every number of the workbook, and what pandas reads."""

from __future__ import annotations

import io
from pathlib import Path

import pandas
import pytest

from generator.checks.proof import Proof
from generator.cli import main
from generator.inputs.load import load_inputs
from generator.pipeline import Result
from generator.report import export
from generator.sheets.contract import FIRST, KEY, LABEL_ROW
from generator.xlsx.cells import Formula
from tests.companies import FILED, FILING, changed, filing, table, write_company
from tests.conftest import IIJ

LATER = "filings/2024-05-10.yaml"


def _read(folder: Path, name: str) -> pandas.DataFrame:
    return pandas.read_csv(folder / f"{name}.csv", dtype={"company": str, "printed": str, "reason": str})


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A company whose later filing restates costs, which are printed in brackets."""
    company = write_company(tmp_path / "acme", {
        FILED: changed(FILING, "costs: [(60), (70)]", 'costs: [(60), {printed: (71), value: (70), reason: misprint}]'),
        LATER: filing("2024-05-10", table("income_statement", "1H2023, FY2023",
                                          "revenue: [121, 250]; costs: [(70), (150)]; profit: [51, 100]"))})
    assert main(["export", str(company), "-o", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def test_every_figure_stands_with_its_source_and_its_version(tables: Path) -> None:
    facts = _read(tables, "facts")
    assert list(facts.columns) == list(export.FACTS)
    assert len(facts) == 6 + 6 + 6
    revenue = facts[(facts["key"] == "revenue") & (facts["period"] == "1H2023")]
    assert list(revenue["value"]) == [120, 121]
    assert list(revenue["version"]) == ["superseded", "latest"]
    cost = facts[(facts["key"] == "costs") & (facts["filing"] == "2023-11-14") & (facts["period"] == "1H2023")]
    assert (cost["value"].item(), cost["printed"].item(), cost["version"].item(), cost["reason"].item()) == (
        -70, "(71)", "superseded", "misprint")
    assert cost["start"].item() == "2023-04-01" and cost["end"].item() == "2023-09-30"
    assert cost["file"].item().endswith("filings/2023-11-14.yaml") and cost["line"].item() == 8
    balance = facts[facts["key"] == "cash"]
    assert balance["start"].isna().all() and set(balance["unit"]) == {"JPY million"}


def test_rows_hold_what_is_derived_and_calculated_in_the_latest_version(tables: Path) -> None:
    """2H2023 = 250 - 121 = 129; revenue is up by 121 / 100 - 1."""
    rows = _read(tables, "rows")
    assert list(rows.columns) == list(export.ROWS)
    second = rows[(rows["row"] == "income_statement.revenue") & (rows["period"] == "2H2023")]
    assert (second["value"].item(), second["status"].item()) == (129, "derived")
    growth = rows[(rows["row"] == "revenue_growth") & (rows["period"] == "1H2023")]
    assert growth["value"].item() == pytest.approx(0.21) and growth["status"].item() == "calculated"


def test_the_rows_are_the_numbers_that_the_workbook_stores(iij: Result) -> None:
    inputs = load_inputs(IIJ)
    lines = list(export.rows(Proof(inputs.book, inputs.templates)))
    told = {(str(line[2]), str(line[8])): line[11] for line in lines}
    assert len(told) == len(lines)
    met, sheets = set(), {statement.key: statement.sheet for statement in inputs.book.statements.values()}
    for sheet in iij.cells.sheets:
        prefixes = ["", *(f"{key}." for key, name in sheets.items() if name == sheet.name)]
        for (row, column), cell in sheet.cells.items():
            label, key = sheet.cells.get((LABEL_ROW, column)), sheet.cells.get((row, KEY))
            if column < FIRST or not label or not key or not isinstance(cell.value, Formula):
                continue
            shown = iij.values[sheet.name, row, column]
            wheres = {(f"{prefix}{key.value}", str(label.value)) for prefix in prefixes} & told.keys()
            same = {where for where in wheres if shown == pytest.approx(told[where], rel=1e-9)}
            assert same or not wheres, (sheet.name, row, column)
            met |= same
    assert met == told.keys()


def test_parquet_holds_the_same_with_types() -> None:
    pytest.importorskip("pyarrow")
    line = ("1", "s", "r", "", "k", "", "L", "", "1H2023", "", "2023-09-30", 1.5, "JPY million", "reported", "")
    found = pandas.read_parquet(io.BytesIO(export.as_parquet(export.ROWS, [line])))
    assert found["value"].item() == 1.5 and list(found.columns) == list(export.ROWS)


def test_without_pyarrow_parquet_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    company = write_company(tmp_path / "acme")
    assert main(["export", str(company), "-o", str(tmp_path / "out"), "--format", "parquet"]) == 2
    assert "pip install 'quarterbook[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_no_table_is_written_among_the_inputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There it would stand in the way of the next build."""
    company = write_company(tmp_path / "acme")
    before = sorted(company.rglob("*"))
    for place in (company, company / "filings", company / "new"):
        assert main(["export", str(company), "-o", str(place)]) == 2
        assert "is for the inputs; give a place outside of it" in capsys.readouterr().err
    assert sorted(company.rglob("*")) == before


def test_a_forecast_says_what_it_is_of_a_range(tmp_path: Path) -> None:
    expected = table("income_statement", "FY2023 low, FY2023 high", "revenue: [240, 260]", "    forecast: true\n")
    company = write_company(tmp_path / "acme", {FILED: FILING + expected})
    assert main(["export", str(company), "-o", str(tmp_path / "out")]) == 0
    facts = _read(tmp_path / "out", "facts")
    found = facts[facts["version"] == "forecast"]
    assert list(zip(found["forecast"], found["value"], strict=True)) == [("low", 240), ("high", 260)]
