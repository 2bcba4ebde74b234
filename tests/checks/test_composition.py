"""Right filings whose statements have more than the usual rows: no check takes a total to consist of less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.report.audit import Audit
from tests.checks.complete_filing import FILES as ALL
from tests.checks.complete_filing import STATEMENTS as COMPLETE
from tests.companies import audited, changed, complaints, filing, table

INCOME = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: {label: Costs, concept: cost_of_sales}
    before_tax: {label: Profit before tax, sum: [revenue, costs], concept: profit_before_tax}
    tax: {label: Income tax, concept: income_tax}
    continuing: {label: Profit from continuing operations, sum: [before_tax, tax]}
    discontinued: Loss from discontinued operations
    profit: {label: Profit, sum: [continuing, discontinued], also_sum: [owners, minority], concept: profit}
    owners: {label: Owners, concept: profit_to_owners}
    minority: {label: Non-controlling interests, concept: profit_to_nci}
"""
BALANCE = """\
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    cash: {label: Cash, concept: cash}
    other_current: Other current assets
    current: {label: Current assets, sum: [cash, other_current], concept: current_assets}
    held_for_sale: Assets held for sale
    non_current: {label: Non-current assets, concept: non_current_assets}
    assets: {label: Total assets, sum: [current, held_for_sale, non_current], concept: total_assets}
    current_liabilities: {label: Current liabilities, concept: current_liabilities}
    held_liabilities: Liabilities held for sale
    non_current_liabilities: {label: Non-current liabilities, concept: non_current_liabilities}
    liabilities:
      {label: Liabilities, concept: total_liabilities,
       sum: [current_liabilities, held_liabilities, non_current_liabilities]}
    redeemable: Redeemable non-controlling interests
    owners: {label: Owners' equity, concept: owners_equity}
    rights: Share acquisition rights
    minority: {label: Non-controlling interests, concept: non_controlling_interests}
    equity: {label: Equity, sum: [owners, rights, minority], concept: total_equity}
    total: {label: Total, sum: [liabilities, redeemable, equity], concept: liabilities_and_equity}
"""
CASH = """\
cash_flow:
  title: Cash flows
  sheet: Cash Flow
  items:
    operating: {label: Operating, concept: cash_from_operations}
    investing: {label: Investing, concept: cash_from_investing}
    financing: {label: Financing, concept: cash_from_financing}
    exchange: Effect of exchange rates
    net: {label: Net change, sum: [operating, investing, financing, exchange], concept: net_change_in_cash}
    scope: Newly consolidated subsidiaries
    opening: {label: Opening, additivity: opening, concept: opening_cash}
    closing:
      {label: Closing, additivity: instant, sum: [opening, net, scope], also_sum: [on_balance, restricted],
       concept: closing_cash}
    on_balance: {label: Cash on the balance sheet, additivity: instant, same_as: balance_sheet.cash}
    restricted: {label: Restricted cash, additivity: instant}
"""
# 1,000 - 700 = 300 before tax, 200 after, 160 with the discontinued loss; assets 300 + 50 + 650 = 1,000;
# liabilities 200 + 20 + 280 = 500, redeemable 60, equity 390 + 10 + 40 = 440; cash 100 and restricted 15 are 115 after
# 130 - 90 - 20 - 2 = 18 and 3 of a new subsidiary, so 94 at the beginning.
FIGURES = filing(
    "2024-05-14",
    table("income_statement", "FY2023", "revenue: [1000]; costs: [(700)]; before_tax: [300]; tax: [(100)]; "
          "continuing: [200]; discontinued: [(40)]; profit: [160]; owners: [150]; minority: [10]"),
    table("balance_sheet", "2023-03-31, 2024-03-31",
          "cash: [80, 100]; other_current: [170, 200]; current: [250, 300]; held_for_sale: [nil, 50]; "
          "non_current: [550, 650]; assets: [800, 1000]; current_liabilities: [150, 200]; held_liabilities: [nil, 20]; "
          "non_current_liabilities: [250, 280]; liabilities: [400, 500]; redeemable: [60, 60]; owners: [300, 390]; "
          "rights: [10, 10]; minority: [30, 40]; equity: [340, 440]; total: [800, 1000]"),
    table("cash_flow", "FY2023", "operating: [130]; investing: [(90)]; financing: [(20)]; exchange: [(2)]; net: [18]; "
          "scope: [3]; opening: [94]; closing: [115]"),
    table("cash_flow", "2023-03-31, 2024-03-31", "closing: [94, 115]; on_balance: [80, 100]; restricted: [14, 15]"
          ).replace("heading: cash_flow", "heading: Reconciliation of cash"))
RIGHT: dict[str, str | bytes | None] = {
    "statements.yaml": INCOME + BALANCE + CASH, "filings/2023-11-14.yaml": None, "filings/2024-05-14.yaml": FIGURES}


def failing(found: Audit) -> set[str]:
    return {check.id for check, outcome in found.proof.outcomes() if outcome.state == "FAIL"}


def test_a_right_filing_with_more_than_the_usual_rows_raises_nothing(tmp_path: Path) -> None:
    assert failing(audited(tmp_path, RIGHT)) == set()


@pytest.mark.parametrize(("old", "new", "check"), [
    ("discontinued: [(40)]", "discontinued: [(49)]", "footing:down:income_statement.profit:FY2023"),
    ("minority: [10]", "minority: [19]", "footing:also:income_statement.profit:FY2023"),
    ("held_for_sale: [nil, 50]", "held_for_sale: [nil, 59]", "footing:down:balance_sheet.assets:2024-03-31"),
    ("redeemable: [60, 60]", "redeemable: [60, 69]", "footing:down:balance_sheet.total:2024-03-31"),
    ("rights: [10, 10]", "rights: [10, 19]", "footing:down:balance_sheet.equity:2024-03-31"),
    ("restricted: [14, 15]", "restricted: [14, 19]", "footing:also:cash_flow.closing:2024-03-31"),
    ("on_balance: [80, 100]", "on_balance: [80, 109]", "same:cash_flow.on_balance:2024-03-31"),
    ("opening: [94]", "opening: [99]", "opening:cash_flow.opening:2023-03-31"),
    ("scope: [3]", "scope: [9]", "footing:down:cash_flow.closing:2024-03-31"),
])
def test_what_the_sums_say_is_proved_instead(tmp_path: Path, old: str, new: str, check: str) -> None:
    found = failing(audited(tmp_path, {**RIGHT, "filings/2024-05-14.yaml": changed(FIGURES, old, new)}))
    assert check in found


@pytest.mark.parametrize(("concept", "line", "check"), [
    ("profit_attribution", "profit: {label: Profit, concept: profit}", "profit_attribution:FY2023"),
    ("balance_by_term", "assets: {label: Total assets, concept: total_assets}", "balance_by_term:2024-03-31"),
])
def test_without_sums_the_usual_relation_is_checked(tmp_path: Path, concept: str, line: str, check: str) -> None:
    """The profit without its sum is 160, and 300 - 100 is 200; the assets' own sum no longer says what is in them."""
    key = line.partition(":")[0]
    old = next(each for each in (INCOME + BALANCE).splitlines() if each.startswith(f"    {key}: "))
    statements = changed(INCOME + BALANCE + CASH, old, f"    {line}")
    if concept == "balance_by_term":
        statements = changed(changed(statements, "sum: [liabilities, redeemable, equity], ", ""),
                             ",\n       sum: [current_liabilities, held_liabilities, non_current_liabilities]", "")
    assert check in failing(audited(tmp_path, {**RIGHT, "statements.yaml": statements}))


def test_an_overdraft_that_the_cash_flow_takes_off(tmp_path: Path) -> None:
    """Cash of 100 less an overdraft of 15 among the borrowings is 85 in the cash flow; 80 less 14 were 66."""
    statements = changed(changed(INCOME + BALANCE + CASH, "also_sum: [on_balance, restricted]",
                                 "also_sum: [on_balance, -restricted]"), "Restricted cash", "Bank overdrafts")
    figures = changed(changed(changed(FIGURES, "opening: [94]; closing: [115]".replace("; ", "\n      "),
                                      "opening: [66]\n      closing: [85]"),
                              "closing: [94, 115]", "closing: [66, 85]"), "scope: [3]", "scope: [1]")
    found = audited(tmp_path, {**RIGHT, "statements.yaml": statements, "filings/2024-05-14.yaml": figures})
    assert failing(found) == set()


def test_a_reconciliation_in_the_notes(tmp_path: Path) -> None:
    """The cash flow's 115 is there the balance sheet's 100 and 15; the note proves both."""
    note = CASH[CASH.index("    on_balance"):] + "    whole: {label: Cash of the cash flow, additivity: instant, " \
        "sum: [on_balance, restricted], same_as: cash_flow.closing}\n"
    cash = changed(CASH[:CASH.index("    on_balance")], " also_sum: [on_balance, restricted],", "")
    statements = INCOME + BALANCE + cash + "cash_note:\n  title: Cash\n  sheet: Notes\n  items:\n" + note
    figures = changed(FIGURES, "      closing: [94, 115]\n      on_balance", "      whole: [94, 115]\n      on_balance")
    figures = changed(figures, "cash_flow\n    heading: Reconciliation", "cash_note\n    heading: Reconciliation")
    files = {**RIGHT, "statements.yaml": statements, "filings/2024-05-14.yaml": figures}
    assert failing(audited(tmp_path / "right", files)) == set()
    wrong = changed(figures, "restricted: [14, 15]", "restricted: [14, 19]")
    assert "footing:down:cash_note.whole:2024-03-31" in failing(
        audited(tmp_path / "wrong", {**files, "filings/2024-05-14.yaml": wrong}))


@pytest.mark.parametrize(("said", "words"), [
    ("{closing_csh: [cash]}", "'closing_csh' is not one of"), ("{closing_cash: [csh]}", "'csh' is not one of")])
def test_a_check_assumes_concepts_that_there_are(tmp_path: Path, said: str, words: str) -> None:
    own = ("- {id: own, label: Own, left: \"{{ cash }}\", right: \"{{ closing_cash }}\", assumes: " + said + "}\n")
    found = complaints(tmp_path, {**RIGHT, "checks.yaml": own})
    assert len(found) == 1, found
    assert words in found[0]


@pytest.mark.parametrize("total", ["total_liabilities", "total_equity", "total_assets", "profit", "closing"])
def test_a_total_that_says_nothing_of_its_parts_takes_no_check_away(tmp_path: Path, total: str) -> None:
    """The same checks as with all sums: what a line without a sum holds is taken to be the usual."""
    lines = COMPLETE.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(f"    {total}:") and (
        "sum:" in "".join(lines[number:number + 4])))
    part = "".join(lines[first:first + 4])
    bare = re.sub(r"(?<!also_)sum: \[[^]]*\](, )?", "", part, count=1).replace("      \n", "")
    statements = changed(COMPLETE, part, bare)
    usual = {"balance_by_term", "equity_residual", "profit_attribution", "closing_cash", "cash_roll_forward",
             "net_change_in_cash", "opening_cash"}
    found = audited(tmp_path, {**ALL, "statements.yaml": statements})
    assert usual <= {check.id.partition(":")[0] for check, _ in found.proof.outcomes()}
    assert failing(found) == set()
