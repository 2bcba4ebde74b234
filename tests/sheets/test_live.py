"""The workbook is live: LibreOffice agrees with every stored value, and one changed fact moves what rests on it."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.companies import built
from tests.editing import fact_cell, with_number
from tests.oracle import Values, differences, formulas, recalculated, stored
from tests.workbook_view import view

SHEETS = ("Cover", "Summary", "Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow",
          "Changes in Equity", "Segments", "Operating Data", "Notes", "Per Share", "Ratios", "Checks", "Facts",
          "Filings")


def test_every_stored_value_is_what_libreoffice_calculates(iij_path: Path, iij_recalculated: Values) -> None:
    seen = view(iij_path)
    cells = set(seen.formulas)
    assert len(cells) > 10_000
    assert differences(seen.values, iij_recalculated, cells) == []


def test_a_planted_wrong_value_is_caught(iij_path: Path, iij_recalculated: Values) -> None:
    """Without this the comparison above could be one of stored values with themselves."""
    planted = dict(view(iij_path).values)
    planted["Ratios", "Y30"] = 424242
    found = differences(planted, iij_recalculated, {("Ratios", "Y30")})
    assert len(found) == 1
    assert "424242" in found[0]


def test_libreoffice_recalculates_a_wrong_stored_value(tmp_path: Path) -> None:
    """The oracle itself: a wrong number stored beside a formula does not survive its recalculation."""
    path = tmp_path / "acme.xlsx"
    path.write_bytes(built(tmp_path / "acme").package)
    book, cell = stored(path), "Q10"  # the profit of 1H2023
    assert formulas(path)["Income Statement", cell] == "=SUM(Q8:Q9)"
    wrong = _with_stored(path, tmp_path / "wrong.xlsx", "Income Statement", cell, 424242)
    assert stored(wrong)["Income Statement", cell] == 424242
    assert recalculated(wrong, tmp_path)["Income Statement", cell] == book["Income Statement", cell]


def test_no_error_value_anywhere(iij_recalculated: Values) -> None:
    assert [key for key, value in iij_recalculated.items() if isinstance(value, str) and value.startswith("#")
            and not value.startswith("#Checks!")] == []


@pytest.fixture(scope="module")
def edited(iij_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Values:
    """The network services revenue of 1H2023, printed as 73,981, typed as 74,981."""
    folder = tmp_path_factory.mktemp("edited")
    cell = fact_cell(iij_path, "income_statement", "network_services", "2023-09-30", scope="cumulative")
    return recalculated(with_number(iij_path, folder / "edited.xlsx", "Facts", cell, 74981), folder)


def at(values: Values, sheet: str, key: str, label: str) -> object:
    """A value by its key in column A and its period in row 5."""
    column = next(c.rstrip("5") for (s, c), v in values.items() if s == sheet and c.endswith("5") and v == label
                  and c.rstrip("5").isalpha())
    row = next(c[1:] for (s, c), v in values.items() if (s, v) == (sheet, key) and c[0] == "A" and c[1:].isdigit())
    return values.get((sheet, f"{column}{row}"))


def test_totals_and_derived_quarters_follow(edited: Values) -> None:
    assert at(edited, "Income Statement", "network_services", "1H2023") == 74981
    assert at(edited, "Income Statement", "total_revenues", "1H2023") == 128198 + 1000
    assert at(edited, "Income Statement", "operating_profit", "1H2023") == 12080 + 1000
    assert at(edited, "Income Statement", "network_services", "1Q2023") == 74981 - 37627
    assert at(edited, "Income Statement", "total_revenues", "1Q2023") == 128198 - 66778 + 1000


def test_ratios_and_summary_follow(edited: Values) -> None:
    assert at(edited, "Ratios", "operating_margin", "1H2023") == pytest.approx((12080 + 1000) / (128198 + 1000))
    assert at(edited, "Ratios", "revenue_growth", "1H2023") == pytest.approx(129198 / 121962 - 1)
    row = next(c[1:] for (s, c), v in edited.items() if s == "Summary" and v == "Revenue" and c.startswith("A"))
    assert edited["Summary", f"C{row}"] == 129198


def test_the_checks_that_the_figure_touches_fail(edited: Values) -> None:
    failed = {value.split(":1H2023")[0] for (sheet, cell), value in edited.items()
              if sheet == "Checks" and cell.startswith("A") and isinstance(value, str)
              and edited.get(("Checks", f"J{cell[1:]}")) == "FAIL"}
    assert {"footing:down:income_statement.total_revenues", "same:revenue_by_service.network_services",
            "same:operating_results.network_services"} <= failed


def test_the_master_fails_on_every_sheet(edited: Values) -> None:
    for sheet in SHEETS:
        first_rows = [value for (name, cell), value in edited.items() if name == sheet and cell[-1] in "23"
                      and len(cell) == 2]
        assert any(isinstance(value, str) and value.startswith("✗ FAIL") for value in first_rows), sheet


def test_a_profit_typed_wrong_moves_eps_and_the_master(iij_path: Path, tmp_path: Path) -> None:
    cell = fact_cell(iij_path, "income_statement", "profit_to_owners", "2023-09-30", scope="cumulative")
    values = recalculated(with_number(iij_path, tmp_path / "profit.xlsx", "Facts", cell, 8332), tmp_path)
    assert at(values, "Per Share", "basic_eps_recomputed", "1H2023") == pytest.approx(8332e6 / 177910757)
    assert str(values["Checks", "B3"]).startswith("✗ FAIL")


def test_equity_below_zero_gives_no_error_and_no_positive_roe(iij_path: Path, tmp_path: Path) -> None:
    path = iij_path
    for number, (key, member) in enumerate((("retained_earnings", ""),)):
        cell = fact_cell(path, "balance_sheet", key, "2023-09-30", member)
        path = with_number(path, tmp_path / f"negative{number}.xlsx", "Facts", cell, -400_000)
    values = recalculated(path, tmp_path)
    assert at(values, "Balance Sheet", "owners_equity", "1H2023") == 115342 - 57081 - 400_000
    assert at(values, "Ratios", "roe_ltm", "1H2023") == "n.m."
    assert at(values, "Ratios", "debt_to_equity", "1H2023") == "n.m."
    assert [v for v in values.values() if isinstance(v, str) and v.startswith(("#DIV", "#VALUE", "#REF", "#N"))] == []


def test_a_share_price_typed_on_facts_opens_the_valuation(iij_path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(iij_path)
    sheet = book["Facts"]
    row = next(r for r in range(1, 40) if sheet.cell(r, 2).value == "share_price")
    sheet.cell(row, 8).value, sheet.cell(row + 1, 8).value = 2500, datetime.date(2023, 11, 14)
    book.save(tmp_path / "priced.xlsx")
    values = recalculated(tmp_path / "priced.xlsx", tmp_path)
    shares = 183_141_100 - 6_329_602
    assert at(values, "Ratios", "market_cap", "1H2023") == pytest.approx(2500 * shares / 1e6)
    assert at(values, "Ratios", "pbr", "1H2023") == pytest.approx(2500 / (115342e6 / shares))


def _with_stored(path: Path, target: Path, sheet: str, cell: str, number: float) -> Path:
    """A copy with a wrong value stored beside a formula."""
    import re
    import zipfile

    from tests.editing import sheet_part

    part = sheet_part(path, sheet)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for info in source.infolist():
            content = source.read(info.filename)
            if info.filename == part:
                content = re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>'.encode(),
                                 rf"\g<1><v>{number}</v>".encode(), content, count=1)
            out.writestr(info, content)
    return target
