"""Ratios do not depend on the sign with which a filing prints costs, payments or liabilities."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.proof import Proof
from generator.history.snapshot import snapshot
from generator.inputs.load import load_inputs
from tests.companies import COMPANY, built, cell, changed, filing, shown, table, write_company
from tests.fuzz import costly

Files = dict[str, str | bytes | None]
YEAR = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
FILED = "filings/2024-02-14.yaml"
# Costs, liabilities and payments as a US GAAP filer prints them: all of them positive.
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenue: {label: Net sales, concept: revenue}
    cogs: {label: Cost of goods sold, concept: cost_of_sales}
    gross: {label: Gross profit, sum: [revenue, -cogs], concept: gross_profit}
    sga: {label: "Selling, general and administrative", concept: sga}
    op: {label: Operating income, sum: [gross, -sga], concept: operating_profit}
    pbt: {label: Income before income taxes, sum: [op], concept: profit_before_tax}
    tax: {label: Provision for income taxes, concept: income_tax}
    ni: {label: Net income, sum: [pbt, -tax], concept: profit}
    owners: {label: Net income attributable to Example Foods, sum: [ni], concept: profit_to_owners}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    inventories: {label: Inventories, concept: inventories}
    payables: {label: Accounts payable, concept: trade_payables}
"""
FIGURES = {"revenue": "4000, 4400", "cogs": "2500, 2700", "gross": "1500, 1700", "sga": "900, 1000", "op": "600, 700",
           "pbt": "600, 700", "tax": "180, 196", "ni": "420, 504", "owners": "420, 504"}
BALANCES = table("balance_sheet", "2022-12-31, 2023-12-31", "inventories: [510, 570]; payables: [300, 330]")


def foods(statements: str = STATEMENTS, figures: Mapping[str, str] = FIGURES,
          columns: str = "FY2022, FY2023") -> Files:
    rows = "; ".join(f"{key}: [{each}]" for key, each in figures.items())
    return {"company.yaml": YEAR, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
            FILED: filing("2024-02-14", table("income_statement", columns, rows), BALANCES)}


NEGATIVE = STATEMENTS.replace("-cogs]", "cogs]").replace("-sga]", "sga]").replace("-tax]", "tax]")
WITHOUT_SUMS = changed(changed(changed(
    STATEMENTS, "sum: [revenue, -cogs], ", ""), "sum: [gross, -sga], ", ""), "sum: [pbt, -tax], ", "")


@pytest.mark.parametrize(("statements", "figures", "signs"), [
    (STATEMENTS, FIGURES, "costs and outflows are positive; ratios do not depend on it"),
    (NEGATIVE, {**FIGURES, "cogs": "(2500), (2700)", "sga": "(900), (1000)", "tax": "(180), (196)"},
     "costs and outflows are negative; ratios take the minus explicitly"),
    # Only the tax is printed positive.
    (changed(NEGATIVE, "[pbt, tax]", "[pbt, -tax]"), {**FIGURES, "cogs": "(2500), (2700)", "sga": "(900), (1000)"},
     "costs and outflows are negative, except what is printed positive: Provision for income taxes; ratios do not "
     "depend on it"),
    # A table without sums, in which each line says it.
    (WITHOUT_SUMS.replace("concept: cost", "concept: -cost").replace("concept: sga", "concept: -sga").replace(
        "concept: income_tax", "concept: -income_tax"), FIGURES,
     "costs and outflows are positive; ratios do not depend on it"),
])
def test_costs_printed_with_either_sign(tmp_path: Path, statements: str, figures: Mapping[str, str],
                                        signs: str) -> None:
    """Tax 196/700; SG&A 1,000/4,400; DIO 540/2,700 x 365; DPO 315/2,700 x 365; cost of sales 2,700/2,500 - 1;
    operating profit after tax 700 x (1 - 0.28); DSO is not known, nor then the cycle."""
    result = built(tmp_path, foods(statements, figures))
    found = {key: shown(result, "Ratios", key, "FY2023") for key in (
        "effective_tax_rate", "sga_ratio", "dio", "dpo", "cost_of_sales_growth", "nopat_annualised", "ccc")}
    assert found == {"effective_tax_rate": pytest.approx(0.28), "sga_ratio": pytest.approx(0.22727, abs=1e-5),
                     "dio": pytest.approx(73.0), "dpo": pytest.approx(42.5833, abs=1e-4),
                     "cost_of_sales_growth": pytest.approx(0.08), "nopat_annualised": pytest.approx(504.0),
                     "ccc": "n.a."}
    cover = next(each for each in result.cells.sheets if each.name == "Cover")
    said = next(str(cover.cells[row, 2].value) for (row, column), each in cover.cells.items()
                if column == 1 and each.value == "Signs")
    assert said == f"as in the printed statements: {signs}"


def test_the_minus_goes_into_the_signs_of_the_formula(tmp_path: Path) -> None:
    """Costs printed positive need no minus of a minus: a row of another sheet is linked to as it is printed."""
    result = built(tmp_path, foods())
    for key in ("dio", "effective_tax_rate", "cost_of_sales_growth", "sga_ratio"):
        found = cell(result, "Ratios", key, "FY2023")
        assert found and "--" not in str(found.value) and "-(" not in str(found.value)
    assert shown(result, "Ratios", "income_statement.cogs", "FY2023") == 2700


def test_a_loss_printed_positive_is_a_loss_on_the_summary(tmp_path: Path) -> None:
    """``Operating loss 200`` is an operating profit of -200: the Summary, its chart and the margin say so."""
    items = changed(changed(STATEMENTS, "sum: [gross, -sga], concept: operating",
                            "sum: [sga, -gross], concept: -operating"), "sum: [op], ", "sum: [-op], ")
    figures = {**FIGURES, "sga": "1700, 1900", "op": "200, 200", "pbt": "(200), (200)", "tax": "0, 0",
               "ni": "(200), (200)", "owners": "(200), (200)"}
    result = built(tmp_path, foods(items, figures, "3Q2023, 4Q2023"))
    assert shown(result, "Ratios", "operating_margin", "4Q2023") == pytest.approx(-200 / 4400)
    summary = next(each for each in result.cells.sheets if each.name == "Summary")
    rows = [row for (row, column), each in summary.cells.items() if column == 1 and each.value == "Operating profit"]
    assert len(rows) == 2  # among the key figures and under a chart
    assert {result.values["Summary", row, 3] for row in rows} == {-200}


def test_liabilities_printed_negative(tmp_path: Path) -> None:
    """Net assets: 940/235 = 4.00; capital employed 1,410 - 235; both balances hold with the sign that the sums give."""
    statements = """\
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    ca: {label: Current assets, concept: current_assets}
    nca: {label: Non-current assets, concept: non_current_assets}
    assets: {label: Total assets, sum: [ca, nca], concept: total_assets}
    cl: {label: Current liabilities, concept: current_liabilities}
    ncl: {label: Non-current liabilities, concept: non_current_liabilities}
    liabilities: {label: Total liabilities, sum: [cl, ncl], concept: total_liabilities}
    net: {label: Net assets, sum: [assets, liabilities], concept: total_equity}
"""
    rows = ("ca: [900, 940]; nca: [460, 470]; assets: [1360, 1410]; cl: [(240), (235)]; ncl: [(30), (25)]; "
            "liabilities: [(270), (260)]; net: [1090, 1150]")
    result = built(tmp_path, {"company.yaml": YEAR, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
                              FILED: filing("2024-02-14", table("balance_sheet", "2022-12-31, 2023-12-31", rows))})
    assert shown(result, "Ratios", "current_ratio", "FY2023") == pytest.approx(4.0)
    assert shown(result, "Ratios", "capital_employed", "FY2023") == pytest.approx(1175.0)
    assert not [check.id for check, outcome in result.proof.outcomes() if outcome.state == "FAIL"]


# Statement by statement: line item, concept, and whether it adds to the result (1), lowers it (-1) or is one (0).
LINES = {
    "income_statement": (
        ("revenue", "revenue", 1), ("cogs", "cost_of_sales", -1), ("sga", "sga", -1),
        ("rd", "research_and_development", -1), ("op", "operating_profit", 0), ("fin", "interest_expenses", -1),
        ("pbt", "profit_before_tax", 0), ("tax", "income_tax", -1), ("ni", "profit", 0), ("nci", "profit_to_nci", -1),
        ("own", "profit_to_owners", 0)),
    "cash_flow": (
        ("start", "", 1), ("da", "depreciation_and_amortization", 1), ("wc", "working_capital_change", 1),
        ("paid", "income_taxes_paid", -1), ("int", "interest_paid", -1), ("cfo", "cash_from_operations", 0),
        ("ppe", "purchase_of_tangibles", -1), ("soft", "purchase_of_intangibles", -1),
        ("cfi", "cash_from_investing", 0))}
SHEETS = {"income_statement": "Income Statement", "cash_flow": "Cash Flow"}
POSITIVE = ("research_and_development", "interest_expenses", "profit_to_nci")
"""The costs that formulas have as positive."""
PERIODS = ("FY2022", "FY2023")
HABITS = ("added", "taken off", "said")
Amounts = Mapping[str, list[int]]


@st.composite
def companies(draw: st.DrawFn) -> tuple[Files, Files]:
    """The same random figures typed twice: costs in brackets, and each line with a habit of its own."""
    keys = [key for lines in LINES.values() for key, _, _ in lines]
    amounts = {key: [draw(st.integers(1, 900)) + 5000 * (key == "revenue") for _ in PERIODS] for key in keys}
    habits = {key: draw(st.sampled_from(HABITS)) for key in keys}
    return typed(amounts, dict.fromkeys(keys, "added")), typed(amounts, habits)


def typed(amounts: Amounts, habits: Mapping[str, str]) -> Files:
    """A company's files. A line that is ``said`` carries its concept in a second row, which no sum names."""
    statements, tables = "", []
    for name, lines in LINES.items():
        items: list[str] = []
        rows: dict[str, list[int]] = {}
        parts: list[str] = []
        result = [0, 0]
        for key, concept, effect in lines:
            carries = f", concept: {concept}" if concept else ""
            if effect == 0:
                items.append(f"{key}: {{label: {key}, sum: [{', '.join(parts)}]{carries}}}")
                rows[key] = result
                parts, result = ([key], result) if name == "income_statement" else ([], [0, 0])
                continue
            result = [each + effect * amount for each, amount in zip(result, amounts[key], strict=True)]
            taken_off = effect < 0 and habits[key] == "taken off"
            rows[key] = [amount if effect > 0 or taken_off else -amount for amount in amounts[key]]
            parts.append(f"-{key}" if taken_off else key)
            if effect < 0 and habits[key] == "said":
                carries = ""
                items.append(f"{key}_again: {{label: {key}, concept: -{concept}}}")
                rows[f"{key}_again"] = [-amount if concept in POSITIVE else amount for amount in amounts[key]]
            items.append(f"{key}: {{label: {key}{carries}}}")
        statements += f"{name}:\n  title: {name}\n  sheet: {SHEETS[name]}\n  items:\n"
        statements += "".join(f"    {item}\n" for item in items)
        tables.append(table(name, ", ".join(PERIODS), "; ".join(f"{key}: {row}" for key, row in rows.items())))
    return {"company.yaml": YEAR, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
            FILED: filing("2024-02-14", *tables)}


def ratios(files: Files) -> dict[tuple[str, str], object]:
    with tempfile.TemporaryDirectory() as folder:
        inputs = load_inputs(write_company(Path(folder), files))
    found = snapshot(Proof(inputs.book, inputs.templates)).computed
    return {key: round(value, 9) if isinstance(value, float) else value for key, value in found.items()}


@pytest.mark.fuzz
@costly()
@given(companies())
def test_companies_of_any_habit_have_the_same_ratios(pair: tuple[Files, Files]) -> None:
    usual, other = map(ratios, pair)
    assert usual == other
    positive = ("sga_ratio", "interest_cover", "cash_interest_cover", "nci_share", "capital_expenditure",
                "research_ratio")
    known = {row: usual[row, "FY2023"] for row in positive}
    assert all(isinstance(each, str) or (isinstance(each, float) and each > 0) for each in known.values()), known
