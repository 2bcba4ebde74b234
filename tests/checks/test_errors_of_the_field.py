"""The errors that filers really make, as the XBRL US Data Quality Committee lists them: each planted into a filing in
which everything ties, and the check or message that shows it. The table in docs/proving.md says the same in words.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks.proof import FAIL
from tests.checks.complete_filing import COMPANY, FILED, FILES, FILING, STATEMENTS
from tests.companies import audited, changed, complaints
from tests.conftest import ROOT

YEAR, END = ":FY2023", ":2024-03-31"
EDITS = [  # rules, what stands in the filing, what is typed, the check that fails, whether it turns the master
    ("0004 0102", "total_assets: [1000, 1160]", "total_assets: [1000, 1170]",
     "footing:down:balance_sheet.total_assets", 1),
    ("0004 0102", "total: [1000, 1160]\n  - statement: cash", "total: [1000, 1150]\n  - statement: cash",
     "footing:down:balance_sheet.total", 1),
    ("0004 0102", "oci: [(2), 20]", "oci: [(2), 29]", "footing:down:comprehensive_income.oci", 1),
    ("0136", "before_tax: [200]", "before_tax: [209]", "same:cash_flow.before_tax", 1),
    ("0014 0015 0080 0092 0174", "inventories: [100, 120]", "inventories: [100, (120)]",
     "sign:balance_sheet.inventories", 1),
    ("0014 0015 0080 0092 0174", "research: [21, 50]", "research: [21, (50)]", "sign:research.research", 0),
    ("0013", "income_tax: [(42), (60)]", "income_tax: [(42), 60]", "footing:down:income_statement.profit", 1),
    ("0009", "treasury: [1000000, 1000000]", "treasury: [1000000, 91000000]", "treasury_not_above_issued", 1),
    ("0009", "authorized: [200000000, 200000000]", "authorized: [200000000, 20000000]",
     "issued_not_above_authorized", 0),
    ("0113", "gross: [(30)]", "gross: [(3)]", "acquisitions_net_not_above_gross", 0),
    ("0128 0150", "revenue: [800, 450, (50), 1200]", "revenue: [8000, 450, (50), 1200]",
     "footing:across:segments.revenue@total", 1),
    ("0147", "profit: [150, 60, (10), 200]", "profit: [150, 60, 10, 200]", "footing:across:segments.profit@total", 1),
    ("0011 0129", "revenue: [800, 450, (50), 1200]", "revenue: [800, 460, (50), 1210]",
     "same:segments.revenue@total", 1),
    ("0126", "sga: [(250), (300)]", "sga: [(250), (309)]", "footing:down:income_statement.operating_profit", 1),
    ("0084 0093", "operating_profit: [95, 105]", "operating_profit: [95, 150]",
     "path:income_statement.operating_profit", 1),
    ("0108 0115", "research: [21, 50]", "research: [210, 50]", "within:research.research:2H2023", 0),
    ("0095", "basic: [48000000, 54000000]", "basic: [48000, 54000]", "basic_eps", 1),
    ("0139 0091 0103", "equity_ratio: [46.0, 52.6]", "equity_ratio: [46.0, 0.526]",
     "share:key_figures.equity_ratio", 1),
    ("0091 0103", "revenue_growth: [20.0]", "revenue_growth: [2000]", "growth:key_figures.revenue_growth", 1),
    ("0130", "basic_eps: [1.88, 2.41]", "basic_eps: [1.88, 2.51]", "basic_eps", 1),
    ("0130", "diluted_eps: [1.80, 2.32]", "diluted_eps: [1.80, 2.45]", "diluted_not_above_basic", 1),
    ("0057", "opening: [200]", "opening: [210]", "opening_cash", 1),
    ("0057", "closing: [260]", "closing: [270]", "same:cash_flow.closing", 1),
    ("0155", "exchange: [30]", "exchange: [(30)]", "footing:down:cash_flow.net_change", 1),
    ("0154 0168", "foreign: [(4)]", "foreign: [4]", "footing:down:tax.tax", 1),
    ("0154 0168", "foreign_rate: [(1.0)]", "foreign_rate: [1.0]", "footing:down:tax.rate", 1),
    ("0168", "      rate: [30.0]", "      rate: [33.0]", "share:tax.rate", 1),
    ("0178 0186", "dividends: [nil, (48), nil, (48), (2), (50)]", "dividends: [nil, 48, nil, (48), (2), (50)]",
     "footing:down:changes_in_equity.closing@retained", 1),
    ("0178 0186", "dividends: [nil, (48), nil, (48), (2), (50)]", "dividends: [nil, (58), nil, (58), (2), (60)]",
     "same:changes_in_equity.dividends@owners", 1),
    ("0184", "hedges_tax: [3, (6)]", "hedges_tax: [3, 6]", "footing:down:comprehensive_income.hedges", 1),
    ("0187", "closing_depreciation: [(460)]", "closing_depreciation: [(450)]",
     "footing:down:property.closing_depreciation", 1),
    ("0187", "closing_cost: [1000]", "closing_cost: [1100]", "footing:down:property.closing_cost", 1),
    ("0224", "restructuring: [10]", "restructuring: [(10)]", "footing:down:measures.adjusted", 1),
    ("0090 0094", "later: [60]", "later: [600]", "footing:down:leases.payments", 1),
]
# Errors of structure: what is said of the statements, the company or the dates, and the message or check.
SUMS = [
    ("0008", "profit_before_tax:\n      {label: Profit before tax, sum: [operating_profit,",
     "profit_before_tax:\n      {label: Profit before tax, sum: [profit, operating_profit,",
     "totals add up in a circle"),
    ("0043", "sum: [before_tax, depreciation, working_capital, tax_paid]",
     "sum: [before_tax, -depreciation, working_capital, tax_paid]", "footing:down:cash_flow.operating:FY2023"),
    ("0155", "sum: [operating, investing, financing, exchange]", "sum: [operating, investing, financing]",
     "footing:down:cash_flow.net_change:FY2023"),
]
DATES = [
    ("0146", FILED, "columns: [1H2023, 2H2023]", "columns: [FY2023, 2H2023]",
     "for FY2023 is 580 here but 1,200 on line 7"),
    ("0146", FILED, "columns: [1H2023, 2H2023]", "columns: [1H2023, 1Q2023]", "within:income_statement.revenue:2Q2023"),
    ("0005", FILED, "columns: [1H2023, FY2023]", "columns: [1H2023, FY2024]", "after the filing's date"),
    ("0033 0036", "company.yaml", "named_after: start", "named_after: end", "named_after"),
    ("0192", "company.yaml", "scale: million", "scale: thousand", "basic_eps:FY2023"),
]


def failing(folder: Path, files: dict[str, str | bytes | None]) -> dict[str, bool]:
    """The checks that fail, and whether each turns the master."""
    return {check.id: check.is_hard for check, outcome in audited(folder, files).proof.outcomes()
            if outcome.state == FAIL}


def test_nothing_fails_in_the_filing_itself(tmp_path: Path) -> None:
    assert failing(tmp_path, FILES) == {}


@pytest.mark.parametrize(("rules", "old", "new", "check", "hard"), EDITS)
def test_a_figure_that_is_wrong(tmp_path: Path, rules: str, old: str, new: str, check: str, hard: int) -> None:
    found = failing(tmp_path, {**FILES, FILED: changed(FILING, old, new)})
    named = [turns for key, turns in found.items()
             if key == check or (key.startswith(f"{check}:") and key.endswith((YEAR, END, ":2H2023", ":1H2023")))]
    assert bool(hard) in named, found


@pytest.mark.parametrize(("rules", "old", "new", "said"), SUMS)
def test_a_sum_that_is_wrong(tmp_path: Path, rules: str, old: str, new: str, said: str) -> None:
    files = {**FILES, "statements.yaml": changed(STATEMENTS, old, new)}
    told = complaints(tmp_path / "a", files)
    assert any(said in each for each in told) or said in failing(tmp_path / "b", files), told


@pytest.mark.parametrize(("rules", "file", "old", "new", "said"), DATES)
def test_a_date_or_scale_that_is_wrong(tmp_path: Path, rules: str, file: str, old: str, new: str, said: str) -> None:
    files = {**FILES, file: changed(COMPANY if file == "company.yaml" else FILING, old, new)}
    told = complaints(tmp_path / "a", files)
    assert any(said in each for each in told) or said in failing(tmp_path / "b", files), told


def test_every_rule_that_is_said_to_be_covered_has_its_error() -> None:
    """The rules of the table that name a check of ours are those that are planted here."""
    section = (ROOT / "docs" / "proving.md").read_text(encoding="utf-8").partition("## The field's own list")[2]
    rows = [line.split("|")[1:3] for line in section.splitlines() if re.match(r"\| \d", line)]
    covered = {number for numbers, _ in rows for number in re.findall(r"\d{4}", numbers)}
    planted = {number for each in (*EDITS, *SUMS, *DATES) for number in str(each[0]).split()}
    assert covered == planted
