"""A row of a company's own ratios.yaml in the place of a common one, and rows pasted under no heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.sheets.contract import KEY, NOTE
from tests.companies import STATEMENTS, built, changed, complaints, filing, shown, table

ONE_LINE = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    operating_profit: {label: Operating profit, concept: operating_profit}
cash_flow:
  title: Statement of Cash Flows
  sheet: Cash Flow
  items:
    operating: {label: Operating activities, concept: cash_from_operations}
    capex: Payments for property and intangible assets
    other: Other investing activities
    investing: {label: Investing activities, sum: [capex, other], concept: cash_from_investing}
"""
FIGURES = filing(
    "2024-05-14",
    table("income_statement", "FY2022, FY2023", "revenue: [8000, 8400]; operating_profit: [700, 800]"),
    table("cash_flow", "FY2022, FY2023",
          "operating: [1100, 1250]; capex: [(480), (504)]; other: [30, (46)]; investing: [(450), (550)]"))
OWN = """\
- section: Cash flow
  rows:
    - {id: capital_expenditure, label: Capital expenditure (one line), unit: amount, formula: "-{{ cash_flow.capex }}",
       definition: "One line in this company's filings"}
"""
FILES: dict[str, str | bytes | None] = {
    "statements.yaml": ONE_LINE, "filings/2023-11-14.yaml": None, "filings/2024-05-14.yaml": FIGURES,
    "ratios.yaml": OWN}
SNIPPET = """\
    - id: gross_margin
      label: Gross margin
      unit: fraction
      formula: "{{ gross_profit }}/{{ revenue }}"
      nonzero: [revenue]
      definition: Gross profit / revenue
"""


def test_one_line_for_capital_expenditure(tmp_path: Path) -> None:
    """504; free cash flow 1,250 - 504 = 746; intensity 504/8,400 = 6.0%; growth 504/480 - 1 = 5.0%."""
    result = built(tmp_path, FILES)
    values = {key: shown(result, "Ratios", key, "FY2023") for key in (
        "capital_expenditure", "free_cash_flow", "capex_intensity", "capital_expenditure_growth")}
    assert values == {"capital_expenditure": 504, "free_cash_flow": 746, "capex_intensity": pytest.approx(0.06),
                      "capital_expenditure_growth": pytest.approx(0.05)}


def test_the_row_stands_where_the_common_one_stood_and_says_so(tmp_path: Path) -> None:
    cells = next(sheet for sheet in built(tmp_path, FILES).cells.sheets if sheet.name == "Ratios").cells
    rows = {str(cell.value): row for (row, column), cell in cells.items() if column == KEY}
    assert rows["free_cash_flow"] == rows["capital_expenditure"] + 1
    assert cells[rows["capital_expenditure"], NOTE].value == (
        "One line in this company's filings (this company's own row, in place of: Purchases of tangible and "
        "intangible assets)")


def test_another_common_row_as_the_issuer_defines_it(tmp_path: Path) -> None:
    """Free cash flow after all investing: 1,250 - 550 = 700, in place of 746; what rests on it follows."""
    own = changed(changed(OWN, "capital_expenditure", "free_cash_flow"),
                  "-{{ cash_flow.capex }}", "{{ cash_flow.operating }}+{{ cash_flow.investing }}")
    result = built(tmp_path, {**FILES, "ratios.yaml": own})
    assert shown(result, "Ratios", "free_cash_flow", "FY2023") == 700
    assert shown(result, "Ratios", "capital_expenditure", "FY2023") == "n.a."


def test_a_row_that_only_adds_stands_beside_the_common_ones(tmp_path: Path) -> None:
    own = OWN.replace("id: capital_expenditure", "id: capex_in_one_line")
    result = built(tmp_path, {**FILES, "ratios.yaml": own})
    assert shown(result, "Ratios", "capex_in_one_line", "FY2023") == 504
    assert shown(result, "Ratios", "capital_expenditure", "FY2023") == "n.a."


@pytest.mark.parametrize(("old", "new", "place", "words"), [
    ("{{ cash_flow.capex }}", "{{ cash_flow.capx }}", "3:95", ["unknown line item 'capx'", "did you mean 'capex'?"]),
    ("unit: amount", "unit: percent", "3:78", ["takes the place of the common row at templates/ratios.yaml",
                                               "whose unit is amount"]),
    ("{{ cash_flow.capex }}", "{{ capital_expenditure }}", "3:7", ["formulas go in a circle"]),
])
def test_a_wrong_row_of_ones_own_is_refused(tmp_path: Path, old: str, new: str, place: str, words: list[str]) -> None:
    found = complaints(tmp_path, {**FILES, "ratios.yaml": changed(OWN, old, new)})
    assert len(found) == 1, found
    assert found[0].startswith(f"ratios.yaml:{place}: "), found
    assert all(word in found[0] for word in words), found


def test_two_rows_of_ones_own_in_one_place(tmp_path: Path) -> None:
    rows = OWN + OWN[OWN.index("    - {id"):]
    assert complaints(tmp_path, {**FILES, "ratios.yaml": rows}) == [
        "ratios.yaml:5:12: the id 'capital_expenditure' is already used at ratios.yaml:3:12"]


@pytest.mark.parametrize("text", [SNIPPET, SNIPPET.replace("\n    ", "\n")[4:], "- section: Own\n  rows:\n" + SNIPPET,
                                  OWN + SNIPPET[4:].replace("\n    ", "\n")])
def test_the_snippet_of_the_readme_works_as_it_stands(tmp_path: Path, text: str) -> None:
    assert SNIPPET in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert complaints(tmp_path, {**FILES, "ratios.yaml": text}) == []


def test_rows_under_no_heading_get_one(tmp_path: Path) -> None:
    """Profit after costs of 70 on revenue of 120 is 50; costs are 70/120 of revenue."""
    text = SNIPPET.replace("gross_margin", "cost_share").replace("{{ gross_profit }}", "-{{ income_statement.costs }}")
    result = built(tmp_path, {"ratios.yaml": text})
    assert "costs" in STATEMENTS
    assert shown(result, "Ratios", "cost_share", "1H2023") == pytest.approx(70 / 120)
