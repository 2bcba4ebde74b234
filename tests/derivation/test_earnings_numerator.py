"""Earnings per share are those of ordinary shares: less preferred dividends, adjusted for dilution."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.proof import FAIL
from tests.companies import COMPANY, built, changed, complaints, filing, shown, table

DECEMBER = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
INCOME = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Net income, concept: profit_to_owners}
    preferred: {label: Dividends on preferred stock, concept: preferred_dividends}
    common: {label: Net income available to common shareholders, sum: [owners, preferred]}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
"""
POSITION = """\
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    preferred_stock: {label: Preferred stock, concept: preferred_equity}
    equity: {label: Equity, concept: owners_equity}
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
"""
DILUTED = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Profit attributable to owners, concept: profit_to_owners}
    interest: {label: Interest on convertible bonds after tax, concept: diluted_earnings_adjustment}
    diluted_profit: {label: Profit used for diluted EPS, sum: [owners, interest]}
    deps: {label: Diluted EPS, unit: per_share, additivity: per_share, concept: diluted_eps}
    wd: {label: Diluted weighted shares, unit: shares, additivity: average, concept: weighted_shares_diluted}
"""


BOUGHT_OUT = """\
income_statement:
  title: Operations
  sheet: Income Statement
  items:
    owners: {label: Net income attributable to common stockholders, concept: profit_to_owners}
    bought: {label: Buy-out of noncontrolling interest}
    used: {label: Net income used in computing net income per share}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    deps: {label: Diluted EPS, unit: per_share, additivity: per_share, concept: diluted_eps}
    wd: {label: Diluted weighted shares, unit: shares, additivity: average, concept: weighted_shares_diluted}
"""
"""Tesla's annual report for 2020, in millions of dollars: 690 / 933 = 0.74 and 690 / 1,083 = 0.64, where 721 / 933
would be 0.77; -870 / 887 = -0.98, where -862 / 887 would be -0.97."""
SHARES = "wb: [887000000, 933000000]; deps: [(0.98), 0.64]; wd: [887000000, 1083000000]"


def company(statements: str, *tables: str) -> dict[str, str | bytes | None]:
    return {"company.yaml": DECEMBER, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
            "filings/2024-02-20.yaml": filing("2024-02-20", *tables)}


@pytest.mark.parametrize(("part", "printed", "common"), [
    ("preferred", "[(100), (100)]", "[400, 500]"), ("-preferred", "[100, 100]", "[400, 500]")])
def test_preferred_dividends_are_not_earned_by_ordinary_shares(tmp_path: Path, part: str, printed: str,
                                                               common: str) -> None:
    """(600 - 100) / 100 = 5.00 on a hundred million shares; (7,500 - 2,000) / 100 = 55.00; whatever sign is printed."""
    statements = changed(INCOME, "[owners, preferred]", f"[owners, {part}]") + POSITION
    flows = table("income_statement", "FY2022, FY2023", f"owners: [500, 600]; preferred: {printed}; common: {common}; "
                  "beps: [4.00, 5.00]; wb: [100000000, 100000000]")
    balances = table("balance_sheet", "2022-12-31, 2023-12-31", "preferred_stock: [2000, 2000]; equity: [7000, 7500]; "
                     "issued: [100000000, 100000000]; treasury: [nil, nil]")
    result = built(tmp_path, company(statements, flows, balances))
    assert [check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL] == []
    assert shown(result, "Per Share", "basic_eps_recomputed", "FY2023") == 5.0
    assert shown(result, "Per Share", "bps", "FY2023") == 55.0


def test_earnings_are_adjusted_for_dilution(tmp_path: Path) -> None:
    """(1,000 + 56) / 120 = 8.80 and (900 + 54) / 120 = 7.95 on 120 million shares."""
    flows = table("income_statement", "FY2022, FY2023", "owners: [900, 1000]; interest: [54, 56]; "
                  "diluted_profit: [954, 1056]; deps: [7.95, 8.80]; wd: [120000000, 120000000]")
    result = built(tmp_path, company(DILUTED, flows))
    assert [check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL] == []
    assert shown(result, "Per Share", "diluted_eps_recomputed", "FY2023") == pytest.approx(8.8)


def test_a_company_without_them_keeps_its_check(tmp_path: Path) -> None:
    statements = changed(INCOME, ", concept: preferred_dividends", "")
    flows = table("income_statement", "FY2022, FY2023", "owners: [500, 600]; preferred: [(100), (100)]; "
                  "common: [400, 500]; beps: [5.00, 5.00]; wb: [100000000, 100000000]")
    result = built(tmp_path, company(statements, flows))
    assert [(check.id, "concept preferred_dividends" in check.look_at) for check, outcome in result.proof.outcomes()
            if outcome.state == FAIL] == [("basic_eps:FY2023", True)]


def test_what_is_disclosed_in_one_period_alone_is_not_nothing_in_another(tmp_path: Path) -> None:
    """Preferred dividends of the year without those of the half: the half's EPS cannot be said."""
    flows = [table("income_statement", "FY2023", "owners: [600]; preferred: [(100)]; common: [500]; beps: [5.00]; "
                   "wb: [100000000]"),
             table("income_statement", "1H2023", "owners: [280]; beps: [2.30]; wb: [100000000]")]
    result = built(tmp_path, company(INCOME, *flows))
    assert shown(result, "Per Share", "basic_eps_recomputed", "1H2023") == "n.a."
    assert shown(result, "Per Share", "basic_eps_recomputed", "FY2023") == 5.0


def failing(path: Path, statements: str, rows: str) -> set[str]:
    result = built(path, company(statements, table("income_statement", "FY2019, FY2020", rows)))
    return {check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL}


def test_a_printed_numerator_is_what_eps_is_checked_against(tmp_path: Path) -> None:
    statements = changed(BOUGHT_OUT, "per share}", "per share, sum: [owners, -bought], concept: ordinary_earnings}")
    rows = f"owners: [(862), 721]; bought: [8, 31]; used: [(870), 690]; beps: [(0.98), 0.74]; {SHARES}"
    assert failing(tmp_path, statements, rows) == set()


def test_lines_that_the_numerator_is_less_are_taken_off(tmp_path: Path) -> None:
    statements = changed(BOUGHT_OUT, "interest}", "interest, concept: -nci_redemption}")
    rows = f"owners: [(862), 721]; bought: [8, 31]; beps: [(0.98), 0.74]; {SHARES}"
    assert failing(tmp_path, statements, rows) == set()


@pytest.mark.parametrize("concept", ["ordinary_earnings", ""])
def test_an_eps_on_profit_before_the_buy_out_is_wrong(tmp_path: Path, concept: str) -> None:
    """0.77 = 721 / 933 where 690 is said to be what is earned, and 0.74 where nothing says so."""
    statements = changed(BOUGHT_OUT, "per share}", f"per share, concept: {concept}}}") if concept else BOUGHT_OUT
    eps = "0.77" if concept else "0.74"
    found = failing(tmp_path, statements, f"owners: [(870), 721]; used: [(870), 690]; beps: [(0.98), {eps}]; "
                                          "wb: [887000000, 933000000]")
    assert found == {"basic_eps:FY2020"}


def test_where_no_numerator_is_printed_it_is_profit(tmp_path: Path) -> None:
    """2021: 5,519 - 5 = 5,514 on 959 million shares is 5.75; 2020 as if nothing lay between, 721 / 933 = 0.77."""
    statements = changed(BOUGHT_OUT, "per share}", "per share, concept: ordinary_earnings}")
    assert failing(tmp_path, statements, "owners: [721, 5519]; used: [~, 5514]; beps: [0.77, 5.75]; "
                                         "wb: [933000000, 959000000]") == set()
    assert failing(tmp_path / "wrong", statements, "owners: [721, 5519]; used: [~, 5514]; beps: [0.74, 5.75]; "
                                                   "wb: [933000000, 959000000]") == {"basic_eps:FY2019"}


def test_a_printed_numerator_with_dilution_goes_before_the_adjustments(tmp_path: Path) -> None:
    """Interest of 9 on bonds that are converted: (690 + 9) / 1,083 = 0.65."""
    statements = changed(BOUGHT_OUT, "{label: Buy-out of noncontrolling interest}", "{label: For diluted EPS, concept: "
                         "diluted_earnings}")
    rows = f"owners: [(870), 690]; bought: [(870), 699]; beps: [(0.98), 0.74]; {SHARES}"
    assert failing(tmp_path, statements, changed(rows, "0.64", "0.65")) == set()
    assert failing(tmp_path / "wrong", statements, changed(rows, "0.64", "0.63")) == {"diluted_eps:FY2020"}


@pytest.mark.parametrize(("formula", "words"), [
    ("FIRST_KNOWN({{ ordinary_earnings }},{{ revenue }})", ""),
    ("FIRST_KNOWN({{ revenue }})", "takes 2 to 255 arguments"),
    ('FIRST_KNOWN({{ revenue }},"none")', "takes a number"),
])
def test_first_known_takes_formulas_of_rows(tmp_path: Path, formula: str, words: str) -> None:
    row = f"- section: Own\n  rows:\n    - {{id: a, label: A, unit: amount, formula: '{formula}'}}\n"
    found = complaints(tmp_path, {"ratios.yaml": row})
    assert (words in found[0]) if words else not found


@pytest.mark.parametrize(("formula", "words"), [
    ("{{ revenue }}+{{ preferred_dividends.optional }}", ""),
    ("{{ revenue }}+{{ preferred_dividends.optional.ltm }}", ""),
    ("{{ revenue }}+{{ bps.optional }}", "'bps' is a computed row"),
    ("{{ revenue }}+{{ revenu.optional }}", "revenu"),
])
def test_optional_follows_a_concept(tmp_path: Path, formula: str, words: str) -> None:
    row = f"- section: Own\n  rows:\n    - {{id: a, label: A, unit: amount, formula: '{formula}'}}\n"
    found = complaints(tmp_path, {"ratios.yaml": row})
    assert (words in found[0]) if words else not found
