"""With which sign a filing prints a concept: what the line says, what the sums say, and what is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.problem import Problems
from tests.companies import FILED, complaints, filing, read, table, write_company

HEAD = {"income_statement": "Income Statement", "balance_sheet": "Balance Sheet", "cash_flow": "Cash Flow"}


def statement(items: str, name: str = "income_statement") -> str:
    """A statement; ``items`` are ``key: what it says`` with ``;`` between them."""
    lines = "".join(f"    {key}: {{label: {key}, {says}}}\n" for key, says in (
        item.split(": ", 1) for item in items.split("; ")))
    additivity = "instant" if name == "balance_sheet" else "flow"
    return f"{name}:\n  title: {name}\n  sheet: {HEAD[name]}\n  additivity: {additivity}\n  items:\n{lines}"


def files(items: str, rows: str, name: str = "income_statement", columns: str = "FY2021, FY2022") -> dict[str, str]:
    dates = "2022-03-31, 2023-03-31" if name == "balance_sheet" else columns
    return {"statements.yaml": statement(items, name), FILED: filing("2023-11-14", table(name, dates, rows))}


def other_signs(folder: Path, items: str, rows: str, name: str = "income_statement") -> set[str]:
    """The concepts that are printed with the other sign; there is no Problem."""
    problems = Problems()
    book = read(write_company(folder, files(items, rows, name)), problems)
    assert book is not None, [str(each) for each in problems.sorted()]
    return set(book.other_sign)


REVENUE = "revenue: concept: revenue; "


@pytest.mark.parametrize(("items", "rows", "expected"), [
    # Costs printed positive and taken off, by way of a total of costs, and of a result that has no concept.
    (REVENUE + "costs: concept: cost_of_sales; gross: sum: [revenue, -costs], concept: gross_profit",
     "revenue: [10, 20]; costs: [6, 12]; gross: [4, 8]", {"cost_of_sales"}),
    (REVENUE + "costs: concept: cost_of_sales; sga: concept: sga; all: sum: [costs, sga]; "
     "op: sum: [revenue, -all], concept: operating_profit",
     "revenue: [10, 20]; costs: [6, 12]; sga: [1, 2]; all: [7, 14]; op: [3, 6]", {"cost_of_sales", "sga"}),
    (REVENUE + "costs: concept: cost_of_sales; gross: sum: [revenue, -costs]",
     "revenue: [10, 20]; costs: [6, 12]; gross: [4, 8]", {"cost_of_sales"}),
    # Printed negative and added: nothing is to be turned.
    (REVENUE + "costs: concept: cost_of_sales; gross: sum: [revenue, costs], concept: gross_profit",
     "revenue: [10, 20]; costs: [(6), (12)]; gross: [4, 8]", set()),
    # Only the tax positive.
    ("pbt: concept: profit_before_tax; tax: concept: income_tax; ni: sum: [pbt, -tax], concept: profit",
     "pbt: [10, 20]; tax: [3, 6]; ni: [7, 14]", {"income_tax"}),
    # A tax credit in every period, printed positive because it is added.
    ("pbt: concept: profit_before_tax; tax: concept: income_tax; ni: sum: [pbt, tax], concept: profit",
     "pbt: [10, 20]; tax: [3, 6]; ni: [13, 26]", set()),
    # R&D and interest are positive in formulas: printed negative in a sum they are the ones turned.
    ("gross: concept: gross_profit; rd: concept: research_and_development; op: sum: [gross, -rd], "
     "concept: operating_profit", "gross: [10, 20]; rd: [3, 6]; op: [7, 14]", set()),
    ("gross: concept: gross_profit; rd: concept: research_and_development; op: sum: [gross, rd], "
     "concept: operating_profit", "gross: [10, 20]; rd: [(3), (6)]; op: [7, 14]", {"research_and_development"}),
    # Depreciation that is added back to a result stays positive.
    ("op: concept: operating_profit; da: concept: depreciation_and_amortization; ebitda: sum: [op, da]",
     "op: [10, 20]; da: [3, 6]; ebitda: [13, 26]", set()),
    # The share of others: a part of the profit, or taken from it on the way to the owners' share.
    ("owners: concept: profit_to_owners; nci: concept: profit_to_nci; ni: sum: [owners, nci], concept: profit",
     "owners: [9, 18]; nci: [1, 2]; ni: [10, 20]", set()),
    ("ni: concept: profit; nci: concept: profit_to_nci; owners: sum: [ni, -nci], concept: profit_to_owners",
     "ni: [10, 20]; nci: [1, 2]; owners: [9, 18]", set()),
    ("ni: concept: profit; nci: concept: profit_to_nci; owners: sum: [ni, nci], concept: profit_to_owners",
     "ni: [10, 20]; nci: [(1), (2)]; owners: [9, 18]", {"profit_to_nci"}),
    # A second printing in a table without sums, of the other sign.
    (REVENUE + "costs: label; gross: sum: [revenue, costs], concept: gross_profit; "
     "again: concept: cost_of_sales, same_as: -income_statement.costs",
     "revenue: [10, 20]; costs: [(6), (12)]; gross: [4, 8]; again: [6, 12]", {"cost_of_sales"}),
    # Said by the line itself; a result can be printed as a loss.
    ("costs: concept: -cost_of_sales; tax: concept: income_tax", "costs: [6, 12]; tax: [(3), (1)]", {"cost_of_sales"}),
    ("loss: concept: -operating_profit", "loss: [6, 12]", {"operating_profit"}),
    ("costs: concept: +cost_of_sales", "costs: [6, 12]", set()),
    # What may have either sign is not asked for.
    (REVENUE + "other: concept: other_operating_expenses; income: concept: other_operating_income; "
     "costs: concept: finance_expenses; result: concept: equity_method_result",
     "revenue: [10, 20]; other: [1, 2]; income: [(1), (2)]; costs: [3, 2]; result: [(1), 1]", set()),
    # Nor are figures of nothing, nor a tax credit that the profit after tax bears out, nor one of a loss.
    ("costs: concept: cost_of_sales; sga: concept: sga", "costs: [0, nil]; sga: [nil, nil]", set()),
    ("pbt: concept: profit_before_tax; tax: concept: income_tax; ni: concept: profit",
     "pbt: [10, 20]; tax: [3, (2)]; ni: [13, 18]", set()),
    ("pbt: concept: profit_before_tax; tax: concept: income_tax; ni: concept: profit",
     "pbt: [10, 20]; tax: [3, 2]; ni: [13, 22]", set()),
    ("pbt: concept: profit_before_tax; tax: concept: income_tax", "pbt: [(10), (20)]; tax: [3, 2]", set()),
    ("tax: concept: income_tax", "tax: [3, 2]", set()),
])
def test_what_sums_and_lines_tell(tmp_path: Path, items: str, rows: str, expected: set[str]) -> None:
    assert other_signs(tmp_path, items.replace("costs: label;", "costs: note: Costs;"), rows) == expected


@pytest.mark.parametrize(("items", "rows", "expected"), [
    ("ppe: concept: purchase_of_tangibles; cfi: sum: [-ppe], concept: cash_from_investing",
     "ppe: [6, 12]; cfi: [(6), (12)]", {"purchase_of_tangibles"}),
    ("ppe: concept: purchase_of_tangibles; cfi: sum: [ppe], concept: cash_from_investing",
     "ppe: [(6), (12)]; cfi: [(6), (12)]", set()),
    # Added back on the way from profit to cash: depreciation is positive, tax is the cost with its sign turned.
    ("ni: note: Profit; da: concept: depreciation_and_amortization; tax: concept: income_tax; "
     "cfo: sum: [ni, da, tax], concept: cash_from_operations",
     "ni: [10, 20]; da: [3, 6]; tax: [1, 2]; cfo: [14, 28]", {"income_tax"}),
])
def test_cash_flows(tmp_path: Path, items: str, rows: str, expected: set[str]) -> None:
    assert other_signs(tmp_path, items, rows, "cash_flow") == expected


NET = "; cl: concept: current_liabilities; liabilities: sum: [cl], concept: total_liabilities; "


@pytest.mark.parametrize(("items", "rows", "expected"), [
    ("assets: concept: total_assets" + NET + "net: sum: [assets, liabilities], concept: total_equity",
     "assets: [10, 20]; cl: [(4), (5)]; liabilities: [(4), (5)]; net: [6, 15]",
     {"current_liabilities", "total_liabilities"}),
    ("assets: concept: total_assets" + NET + "net: sum: [assets, -liabilities], concept: total_equity",
     "assets: [10, 20]; cl: [4, 5]; liabilities: [4, 5]; net: [6, 15]", set()),
    ("equity: concept: total_equity" + NET + "all: sum: [liabilities, equity], concept: liabilities_and_equity",
     "equity: [6, 15]; cl: [4, 5]; liabilities: [4, 5]; all: [10, 20]", set()),
    ("capital: concept: share_capital; own: concept: treasury_shares; equity: sum: [capital, -own], "
     "concept: owners_equity; all: sum: [equity], concept: liabilities_and_equity",
     "capital: [10, 20]; own: [1, 2]; equity: [9, 18]; all: [9, 18]", {"treasury_shares"}),
])
def test_balances(tmp_path: Path, items: str, rows: str, expected: set[str]) -> None:
    assert other_signs(tmp_path, items, rows, "balance_sheet") == expected


@pytest.mark.parametrize(("items", "rows", "where", "words"), [
    ("costs: concept: cost_of_sales", "costs: [6, 12]", "statements.yaml:6:5", ["-cost_of_sales", "+cost_of_sales"]),
    ("rd: concept: research_and_development", "rd: [(6), (12)]", "statements.yaml:6:5",
     ["positive", "-research_and_development"]),
    # The profit after tax tells that the tax was taken off.
    ("pbt: concept: profit_before_tax; tax: concept: income_tax; ni: concept: profit",
     "pbt: [10, 20]; tax: [3, 6]; ni: [7, 14]", "statements.yaml:7:5", ["-income_tax"]),
    ("pbt: concept: profit_before_tax; paid: concept: income_taxes_paid", "pbt: [10, 20]; paid: [3, 6]",
     "statements.yaml:7:5", ["-income_taxes_paid"]),
    # Beside costs that are printed positive, finance costs are no gain.
    ("costs: concept: -cost_of_sales; finance: concept: finance_expenses", "costs: [6, 12]; finance: [1, 2]",
     "statements.yaml:7:5", ["-finance_expenses"]),
    # The minus of the line is one too many.
    ("costs: concept: -cost_of_sales", "costs: [(6), (12)]", "statements.yaml:6:5", ["'concept: cost_of_sales'"]),
    # A sum whose total nobody prints proves nothing.
    (REVENUE + "costs: concept: cost_of_sales; gross: sum: [revenue, costs], concept: gross_profit",
     "revenue: [10, 20]; costs: [6, 12]", "statements.yaml:7:5", ["sum of 'gross'", "change the sign"]),
    # A total of parts that no filing prints, and a row of which only the second printing is there.
    ("own: note: A; bought: note: B; costs: sum: [own, bought], concept: cost_of_sales",
     "own: [6, 12]; bought: [1, 2]", "statements.yaml:8:5", ["-cost_of_sales"]),
    ("costs: concept: cost_of_sales; again: same_as: income_statement.costs", "again: [6, 12]",
     "statements.yaml:6:5", ["-cost_of_sales"]),
    # Tax by a profit before tax that is the sum of its parts.
    ("op: note: A; pbt: sum: [op], concept: profit_before_tax; tax: concept: income_tax", "op: [10, 20]; tax: [3, 6]",
     "statements.yaml:8:5", ["-income_tax"]),
    # One lost bracket in a table that no sum proves.
    ("costs: concept: cost_of_sales", "costs: [(6), 12]", "filings/2023-11-14.yaml:7:20", ["the other sign"]),
])
def test_what_is_asked_for(tmp_path: Path, items: str, rows: str, where: str, words: list[str]) -> None:
    (message,) = complaints(tmp_path, files(items, rows))
    assert message.startswith(f"{where}: ")
    assert all(word in message for word in words), message


def test_two_filings_with_different_signs(tmp_path: Path) -> None:
    """What the other filings print is no proof for a filing that prints the other sign and no total."""
    given = {**files(REVENUE + "costs: concept: cost_of_sales; gross: sum: [revenue, -costs], concept: gross_profit",
                     "revenue: [10, 20]; costs: [6, 12]; gross: [4, 8]"),
             "filings/2024-05-10.yaml": filing("2024-05-10", table("income_statement", "FY2023", "costs: [(7)]"))}
    (message,) = complaints(tmp_path, given)
    assert message.startswith("filings/2024-05-10.yaml:7:15: ")
    assert "'costs' has the other sign than those of 2023-11-14" in message


def test_an_unknown_concept_with_a_sign_has_a_suggestion(tmp_path: Path) -> None:
    (message,) = complaints(tmp_path, files("costs: concept: -cost_of_sale", "costs: [6, 12]"))
    assert "unknown concept 'cost_of_sale'; did you mean 'cost_of_sales'?" in message
