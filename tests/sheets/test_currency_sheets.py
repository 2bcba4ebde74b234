"""A workbook of two currencies: letters, remarks, rates as inputs, and the values that LibreOffice calculates."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.pipeline import Result
from generator.xlsx.cells import Cell
from tests.companies import built, cell, shown
from tests.derivation.test_currencies import COMPANY, FILES, QUARTERS, RATES
from tests.oracle import differences, formulas, recalculated, stored

PRICE = "share_price: {value: 25, date: 2024-02-20, currency: USD}\n"


@pytest.fixture(scope="module")
def unrated(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("unrated"), {"filings/2023-11-14.yaml": None, **FILES})


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return built(tmp_path_factory.mktemp("rated"), {
        "filings/2023-11-14.yaml": None, **FILES, "company.yaml": COMPANY + PRICE + RATES})


def put(result: Result, sheet: str, key: str, label: str) -> Cell:
    found = cell(result, sheet, key, label)
    assert found
    return found


def test_a_figure_in_another_currency_than_its_row_has_its_letters(unrated: Result) -> None:
    assert shown(unrated, "Income Statement", "revenue", "FY2022") == 3447
    assert put(unrated, "Income Statement", "revenue", "FY2021").format == "#,##0_);(#,##0);0_)"
    assert put(unrated, "Income Statement", "revenue", "FY2022").format == '"USD "#,##0_);"USD "(#,##0);"USD "0_)'


def test_what_would_mix_them_says_why_it_has_no_value(unrated: Result) -> None:
    growth = put(unrated, "Ratios", "revenue_growth", "FY2022")
    assert growth.value == "n.a."
    assert growth.remark == ("n.a.: JPY and USD would meet here; no rate of USD in JPY for 2022-01-01..2022-12-31 "
                             "(rates: in company.yaml)")


def test_a_converted_cell_leads_to_its_rate_and_says_so(rated: Result) -> None:
    growth = put(rated, "Ratios", "revenue_growth", "FY2022")
    assert "*rate_1/" in str(growth.value)
    assert growth.remark == "Converted from USD: 1 USD = 132.0 JPY, 2022-01-01..2022-12-31 (rate_1)"
    assert shown(rated, "Ratios", "revenue_growth", "FY2022") == pytest.approx(3447 * 132.0 / 410000 - 1)
    facts = next(sheet for sheet in rated.cells.sheets if sheet.name == "Facts")
    row = next(row for (row, column), each in facts.cells.items() if column == 2 and each.value == "rate_1")
    said = [facts.cells[row, column].value if (row, column) in facts.cells else None for column in (1, 3, 8, 9, 14)]
    assert [str(each) for each in said] == ["rate", "Exchange rate: one USD in JPY", "132.0", "JPY per USD", "Page 9"]


def test_the_comparative_in_dollars_is_no_restatement(unrated: Result) -> None:
    assert "Restatements" not in [sheet.name for sheet in unrated.cells.sheets]
    changes = next(sheet for sheet in unrated.cells.sheets if sheet.name == "Changes")
    texts = {each.value for each in changes.cells.values()}
    assert not [text for text in texts if isinstance(text, str) and "455,000" in text]


def test_summary_grows_within_one_currency_and_charts_draw_one(unrated: Result) -> None:
    summary = next(sheet for sheet in unrated.cells.sheets if sheet.name == "Summary")
    drawn = [each.value for (row, column), each in summary.cells.items() if column >= 3 and row > 20
             and str(each.value).startswith(("FY", "20"))]
    assert drawn == ["2022-12-31", "2023-12-31"]  # the end of 2021 is in yen


@pytest.mark.parametrize("name", ["rated", "unrated"])
def test_libreoffice_calculates_every_value(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(request.getfixturevalue(name).package)
    anew = recalculated(path, tmp_path)
    assert differences(stored(path), anew, set(formulas(path))) == []
    assert not [key for key, value in anew.items() if isinstance(value, str) and value.startswith("#")
                and not value.startswith("#Checks!")]


def test_a_changed_rate_moves_what_it_converts(rated: Result, tmp_path: Path) -> None:
    path = tmp_path / "rated.xlsx"
    path.write_bytes(rated.package)
    book = openpyxl.load_workbook(path)
    sheet, _, address = book.defined_names["rate_1"].attr_text.rpartition("!")
    book[sheet.strip("'")][address.replace("$", "")].value = 120
    book.save(tmp_path / "changed.xlsx")
    row = next(each[0].row for each in book["Ratios"].iter_rows() if each[0].value == "revenue_growth")
    column = next(each.column_letter for each in book["Ratios"][5] if each.value == "FY2022")
    anew = recalculated(tmp_path / "changed.xlsx", tmp_path)
    assert anew["Ratios", f"{column}{row}"] == pytest.approx(3447 * 120 / 410000 - 1)


def test_a_quarter_derived_by_rates_on_its_sheet(tmp_path: Path) -> None:
    rates = RATES.replace("period: FY2023", "period: 9M2022")
    result = built(tmp_path, {"filings/2023-11-14.yaml": None, **FILES, **QUARTERS, "company.yaml": COMPANY + rates})
    derived = put(result, "Income Statement", "revenue", "4Q2022")
    assert shown(result, "Income Statement", "revenue", "4Q2022") == pytest.approx(3447 * 132.0 - 340000)
    assert "rate_1" in str(derived.value)
    assert derived.remark.startswith("Converted from USD")
