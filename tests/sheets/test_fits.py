"""Nothing is cut off: numbers fit their columns in every version of the book, words the rows on which they wrap."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from generator.pipeline import Result, build
from generator.xlsx.calculate import calculate_views
from generator.xlsx.cells import Formula
from generator.xlsx.styles import LOOKS
from generator.xlsx.widths import shown
from tests.companies import COMPANY, built, changed, filing, table
from tests.conftest import ROOT
from tests.drawn import PADDING, Drawn, high, lines, wide

_INDENT = 9
STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [revenue, costs], concept: operating_profit}
    shares: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    total_assets: {label: Total assets, concept: total_assets}
"""
TRILLIONS = ("revenue: [1266012345678, {revenue}]; costs: [(1066012345678), (1000000)]; "
             "shares: [123224460000, 123224460000]")


def indonesian(folder: Path) -> Result:
    """Whole rupiah, shares by the hundred billion; what was reported first is far wider than what is now in force."""
    text = changed(changed(COMPANY, "scale: million", "scale: one"), "currency: JPY", "currency: IDR")
    first, second = (table("income_statement", columns, TRILLIONS.format(revenue=revenue)) for columns, revenue in (
        ("1H2022, 1H2023", "922660123456780"), ("1H2022, 1H2023", "2000000")))
    assets = table("balance_sheet", "2023-03-31, 2023-09-30", "total_assets: [1266012345678, 1266012345678]")
    return built(folder, {"company.yaml": text, "statements.yaml": STATEMENTS,
                          "filings/2023-11-14.yaml": filing("2023-11-14", first, assets),
                          "filings/2024-02-14.yaml": filing("2024-02-14", second)})


@pytest.fixture(scope="module", params=["iij", "astellas", "indonesian"])
def result(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Result:
    if request.param == "indonesian":
        return indonesian(tmp_path_factory.mktemp("rupiah"))
    return build(ROOT / "inputs" / request.param)


@pytest.fixture(scope="module")
def drawn(result: Result, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    path = tmp_path_factory.mktemp("drawn") / "book.xlsx"
    path.write_bytes(result.package)
    return {sheet.title: Drawn(sheet) for sheet in openpyxl.load_workbook(path).worksheets}


def views(result: Result) -> Iterator[dict[tuple[str, int, int], object]]:
    """The values of all formulas, as the book is built and in the version that was reported first."""
    cover = next(sheet for sheet in result.cells.sheets if sheet.name == "Cover")
    choices = [("Cover", "B4", "As first reported")] if cover.choices else []
    for values in calculate_views(result.package, list(result.values), choices):
        yield dict(values)


def test_no_number_is_wider_than_its_column(result: Result, drawn: dict[str, Drawn]) -> None:
    cut = set()
    for values in views(result):
        for sheet in result.cells.sheets:
            for (row, column), cell in sheet.cells.items():
                value = values[sheet.name, row, column] if isinstance(cell.value, Formula) else cell.value
                if isinstance(value, str) or value is None:
                    continue
                is_date = isinstance(value, datetime.date) or "yy" in cell.format
                text = "2023-09-30" if is_date else shown(float(value), cell.format)  # type: ignore[arg-type]
                look, letters = LOOKS[cell.look], get_column_letter(column)
                room = drawn[sheet.name].full(letters) - PADDING - (wide("(", look.size) if "_)" in cell.format else 0)
                if wide(text, look.size, look.bold) > room:
                    cut.add(f"{sheet.name}!{letters}{row} {text}")
    assert cut == set()


def test_what_was_reported_first_is_wider_than_what_is_in_force(tmp_path: Path) -> None:
    """The premise of the test above for one company: 922,660,123,456,780 only comes with the switch."""
    now, first = ({value for (sheet, _, _), value in values.items() if sheet == "Income Statement"}
                  for values in views(indonesian(tmp_path / "rupiah")))
    assert 922_660_123_456_780 not in now
    assert 922_660_123_456_780 in first


def test_words_are_whole_on_the_rows_where_they_wrap(result: Result, drawn: dict[str, Drawn]) -> None:
    """Keys, labels, notes, titles of columns; and units, which stand on one line."""
    cut = []
    for sheet in result.cells.sheets:
        for (row, column), cell in sheet.cells.items():
            look, text = LOOKS[cell.look], cell.value
            if not isinstance(text, str) or isinstance(text, Formula) or not (look.wrap or cell.look == "Unit"):
                continue
            letters = get_column_letter(column)
            room = drawn[sheet.name].full(letters) - PADDING - look.indent * _INDENT
            count = lines(text, room, look.size, look.bold)
            fits = count == 1 if not look.wrap else high(count, look.size) <= drawn[sheet.name].height(row)
            if not fits:
                cut.append(f"{sheet.name}!{letters}{row} {text!r} on {count} lines")
    assert cut == []
