"""Common rows of which a company has only a part: what it has no line for counts as nothing, and the row says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.sheets.contract import KEY, NOTE
from tests.companies import built, changed, filing, shown, table

STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    operating_profit: {label: Operating profit, concept: operating_profit}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    property: {label: Property, concept: tangible_assets}
    bonds: {label: Bonds and loans, concept: non_current_borrowings}
    advances: {label: Advances received, concept: current_contract_liabilities}
cash_flow:
  title: Cash flows
  sheet: Cash Flow
  items:
    depreciation: {label: Depreciation, concept: depreciation_and_amortization}
    operating: {label: Operating activities, concept: cash_from_operations}
    capex: {label: Purchases of property and intangible assets, concept: purchase_of_tangibles}
"""
FIGURES = filing(
    "2024-05-14",
    table("income_statement", "FY2022, FY2023", "operating_profit: [700, 800]"),
    table("balance_sheet", "2023-03-31, 2024-03-31", "cash: [90, 150]; property: [900, 1000]; bonds: [400, 390]; "
          "advances: [20, 30]"),
    table("cash_flow", "FY2022, FY2023", "depreciation: [200, 210]; operating: [1100, 1250]; capex: [(480), (504)]"))
FILES: dict[str, str | bytes | None] = {
    "statements.yaml": STATEMENTS, "filings/2023-11-14.yaml": None, "filings/2024-05-14.yaml": FIGURES}
ROWS = ("capital_expenditure", "free_cash_flow", "total_borrowings", "net_debt_ex_leases", "fixed_assets", "ebitda",
        "contract_liabilities", "contract_assets", "net_debt_incl_leases", "capex_to_depreciation")


def values(folder: Path, files: dict[str, str | bytes | None], rows: tuple[str, ...] = ROWS) -> list[object]:
    result = built(folder, files)
    return [shown(result, "Ratios", row, "FY2023") for row in rows]


def test_what_a_company_has_no_line_for_counts_as_nothing(tmp_path: Path) -> None:
    """504 spent, 1,250 - 504 = 746 free; debt of 390 less cash of 150 is 240; 800 + 210 = 1,010; 504/210 = 2.4.

    It has no line for any contract asset, and none for leases, which 'including leases' cannot do without.
    """
    assert values(tmp_path, FILES) == [504, 746, 390, 240, 1000, 1010, 30, "n.a.", "n.a.", pytest.approx(2.4)]


def test_the_row_says_which_concepts_no_line_has(tmp_path: Path) -> None:
    cells = next(sheet for sheet in built(tmp_path, FILES).cells.sheets if sheet.name == "Ratios").cells
    notes = {str(cell.value): str(cells[row, NOTE].value) for (row, column), cell in cells.items()
             if column == KEY and (row, NOTE) in cells}
    assert notes["capital_expenditure"].endswith("(no line has the concept purchase_of_intangibles)")
    assert notes["total_borrowings"].endswith("(no line has the concept current_borrowings)")
    assert "no line" not in notes["free_cash_flow"] + notes["contract_assets"]


def test_a_line_that_is_there_without_a_figure_is_still_missing(tmp_path: Path) -> None:
    """Software is a line of its own now: 40 in FY2022, and FY2023 does not say."""
    more = "    software: {label: Purchases of software, concept: purchase_of_intangibles}\n"
    figures = FIGURES + table("cash_flow", "FY2022", "software: [(40)]").replace("heading: cash_flow", "heading: Note")
    result = built(tmp_path, {**FILES, "statements.yaml": STATEMENTS + more, "filings/2024-05-14.yaml": figures})
    assert [shown(result, "Ratios", "capital_expenditure", year) for year in ("FY2022", "FY2023")] == [520, "n.a."]


def test_depreciation_in_two_lines(tmp_path: Path) -> None:
    """800 + 210 + 90 = 1,100, and 504 / 300 = 1.68."""
    more = "    amortization: {label: Amortization, concept: amortization}\n"
    figures = changed(FIGURES, "      operating: [1100", "      amortization: [80, 90]\n      operating: [1100")
    assert values(tmp_path, {**FILES, "statements.yaml": STATEMENTS + more, "filings/2024-05-14.yaml": figures},
                  ("ebitda", "ebitda_ltm", "capex_to_depreciation")) == [1100, 1100, pytest.approx(1.68)]


def test_a_ratio_of_the_companys_own(tmp_path: Path) -> None:
    """Of two concepts one is there: 30; of two neither: n.a."""
    own = """\
- {id: one, label: One, unit: amount, formula: "{{ vendor_financing.optional }}+{{ current_contract_liabilities }}"}
- {id: none, label: None, unit: amount, formula: "{{ vendor_financing.optional }}+{{ lease_obligations.optional }}"}
"""
    assert values(tmp_path, {**FILES, "ratios.yaml": own}, ("one", "none")) == [30, "n.a."]
