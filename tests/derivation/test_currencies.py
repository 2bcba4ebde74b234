"""A presentation currency that changes between filings: amounts of two currencies never meet without a rate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import filing, table
from tests.currencies import NA, Worked

COMPANY = """\
name: Sample Shipping K.K.
code: "0000"
standard: IFRS
currency: JPY
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 12-31, named_after: end}
dividends_a_year: 1
"""
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    op: {label: Operating profit, sum: [revenue, costs], concept: operating_profit}
    owners: {label: Profit to owners, concept: profit_to_owners}
    eps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    basic: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    assets: {label: Total assets, concept: total_assets}
    equity: {label: Equity, concept: owners_equity}
"""
YEN = filing(
    "2023-02-20",
    table("income_statement", "FY2021, FY2022", "revenue: [410000, 455000]; costs: [(369000), (405000)]; "
          "op: [41000, 50000]; owners: [26000, 33000]; eps: [260.00, 330.00]; basic: [100000000, 100000000]"),
    table("balance_sheet", "2021-12-31, 2022-12-31", "assets: [600000, 660000]; equity: [200000, 264000]"))
DOLLARS = filing(
    "2024-02-20",
    table("income_statement", "FY2022, FY2023", "revenue: [3447, 3610]; costs: [(3068), (3209)]; op: [379, 401]; "
          "owners: [250, 270]; eps: [2.50, 2.70]; basic: [100000000, 100000000]"),
    table("balance_sheet", "2022-12-31, 2023-12-31", "assets: [5000, 5400]; equity: [2000, 2160]"),
    more=", currency: USD")
RATES = """\
rates:
  - {from: USD, to: JPY, rate: 132.0, period: FY2022, source: Page 9}
  - {from: USD, to: JPY, rate: 140.5, period: FY2023, source: Page 9}
  - {from: USD, to: JPY, rate: 132.0, date: 2022-12-31, source: Page 9}
  - {from: USD, to: JPY, rate: 141.0, date: 2023-12-31, source: Page 9}
"""
FILES = {"company.yaml": COMPANY, "statements.yaml": STATEMENTS, "filings/2023-02-20.yaml": YEN,
         "filings/2024-02-20.yaml": DOLLARS}
REVENUE = ("income_statement", "revenue", "")


@pytest.fixture(scope="module")
def shipping(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    return Worked(tmp_path_factory.mktemp("shipping"), FILES)


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    return Worked(tmp_path_factory.mktemp("rated"), {**FILES, "company.yaml": COMPANY + RATES})


def test_a_figure_stands_as_printed_and_says_its_currency(shipping: Worked) -> None:
    assert [(shipping.of(REVENUE, year), shipping.currency(REVENUE, year)) for year in ("FY2021", "FY2022", "FY2023")] \
        == [(410000, "JPY"), (3447, "USD"), (3610, "USD")]
    assert [shipping.currency("basic_eps", year) for year in ("FY2021", "FY2022")] == ["JPY", "USD"]


@pytest.mark.parametrize("row", ["revenue_growth", "operating_profit_growth", "revenue_change", "basic_eps_growth",
                                 "total_assets_growth"])
def test_nothing_is_grown_over_the_change(shipping: Worked, row: str) -> None:
    assert shipping.of(row, "FY2022") is NA
    assert shipping.apart(row, "FY2022") == ("JPY", "USD")


def test_growth_within_one_currency_is_right(shipping: Worked) -> None:
    assert shipping.of("revenue_growth", "FY2023") == pytest.approx(3610 / 3447 - 1)
    assert shipping.of("basic_eps_growth", "FY2023") == pytest.approx(2.70 / 2.50 - 1)
    assert shipping.of("revenue_change", "FY2023") == 163


def test_averages_and_what_rests_on_them(shipping: Worked) -> None:
    """The average of FY2022 is over yen and dollars; that of FY2023 over two balances in dollars."""
    assert shipping.of("roe_ltm", "FY2022") is NA
    assert shipping.of("roe_ltm", "FY2023") == pytest.approx(270 / 2080)


def test_a_ratio_of_one_year_is_of_one_currency(shipping: Worked) -> None:
    assert [shipping.of("operating_margin", year) for year in ("FY2021", "FY2022", "FY2023")] == pytest.approx(
        [0.1, 379 / 3447, 401 / 3610])
    assert shipping.of("operating_margin_change", "FY2022") == pytest.approx((379 / 3447 - 0.1) * 100)


def test_the_comparative_is_no_restatement_and_both_filings_are_proved(shipping: Worked) -> None:
    assert shipping.failing() == []
    checks = shipping.checks()
    assert checks["footing:down:income_statement.op:FY2022"] == "EXACT"
    assert checks["filed:footing:down:income_statement.op:FY2022:2023-02-20"] == "EXACT"
    assert not [each for each in checks if each.startswith(("again:", "early:"))]
    assert not shipping.proof.book.restated


def test_a_slip_in_the_older_filing_is_seen(tmp_path: Path) -> None:
    worked = Worked(tmp_path, {**FILES, "filings/2023-02-20.yaml": YEN.replace("(405000)", "(450000)")})
    assert "filed:footing:down:income_statement.op:FY2022:2023-02-20" in worked.failing()


def test_as_first_reported_shows_the_first_printing_in_the_present_currency(tmp_path: Path) -> None:
    """What a later filing in dollars restates is a restatement; the yen before it are none."""
    later = DOLLARS.replace("2024-02-20", "2025-02-20").replace(
        "FY2022, FY2023", "FY2023, FY2024").replace("[3447, 3610]", "[3611, 3700]").replace(
        "(3068), (3209)", "(3210), (3299)").replace("2022-12-31, 2023-12-31", "2023-12-31, 2024-12-31")
    book = Worked(tmp_path, {**FILES, "filings/2025-02-20.yaml": later}).proof.book
    year = {label: book.company.calendar.period(slot) for label in ("FY2022", "FY2023")
            if (slot := book.company.calendar.parse(label))}
    assert [tuple(int(each[REVENUE, year[label]].value) for each in (book.first, book.latest))
            for label in ("FY2022", "FY2023")] == [(3447, 3447), (3610, 3611)]


def test_rates_join_the_currencies(rated: Worked) -> None:
    """FY2022: 3,447 million dollars at 132.0 are 455,004 million yen."""
    assert rated.of("revenue_growth", "FY2022") == pytest.approx(3447 * 132.0 / 410000 - 1)
    assert rated.of("revenue_change", "FY2022") == pytest.approx(3447 * 132.0 - 410000)
    assert rated.currency("revenue_change", "FY2022") == "JPY"
    assert rated.of("revenue_growth", "FY2023") == pytest.approx(3610 / 3447 - 1)
    assert rated.of("total_assets_growth", "FY2022") == pytest.approx(5000 * 132.0 / 600000 - 1)
    assert rated.of(REVENUE, "FY2022") == 3447
    assert rated.failing() == []


def test_an_average_is_of_balances_at_the_rates_of_their_days(rated: Worked) -> None:
    average = (200000 + 2000 * 132.0) / 2
    assert rated.of("owners_equity", "FY2022", "average_ltm") == pytest.approx(average)
    assert rated.of("roe_annualised", "FY2022") == pytest.approx(250 * 132.0 / average)


@pytest.mark.parametrize("rates", ["", RATES])
def test_it_is_the_same_which_of_the_two_the_company_names(tmp_path: Path, rates: str) -> None:
    """The company in dollars with an older filing in yen; converted amounts are in dollars then."""
    worked = Worked(tmp_path, {
        **FILES, "company.yaml": COMPANY.replace("JPY", "USD") + rates.replace("period: FY2022", "period: FY2021"),
        "filings/2023-02-20.yaml": YEN.replace("reviewed}", "reviewed, currency: JPY}"),
        "filings/2024-02-20.yaml": DOLLARS.replace(", currency: USD", "")})
    assert [worked.currency(REVENUE, year) for year in ("FY2021", "FY2022", "FY2023")] == ["JPY", "USD", "USD"]
    assert worked.of("revenue_growth", "FY2022") == (
        pytest.approx(3447 / (410000 / 132.0) - 1) if rates else NA)
    assert worked.of("revenue_growth", "FY2023") == pytest.approx(3610 / 3447 - 1)
    assert worked.failing() == []


def test_a_factor_near_one_is_another_currency_all_the_same(tmp_path: Path) -> None:
    euros = {"company.yaml": COMPANY.replace("JPY", "EUR"), "statements.yaml": STATEMENTS,
             "filings/2023-02-20.yaml": filing("2023-02-20", table(
                 "income_statement", "FY2021, FY2022", "revenue: [1000, 1100]; owners: [80, 90]")),
             "filings/2024-02-20.yaml": filing("2024-02-20", table(
                 "income_statement", "FY2022, FY2023", "revenue: [1188, 1250]; owners: [97, 104]"),
                 more=", currency: USD")}
    worked = Worked(tmp_path, euros)
    assert worked.of("revenue_growth", "FY2022") is NA
    assert worked.of("revenue_growth", "FY2023") == pytest.approx(1250 / 1188 - 1)


QUARTERS = {
    "filings/2023-02-20.yaml": filing("2022-11-10", table("income_statement", "9M2022", "revenue: [340000]")),
    "filings/2024-02-20.yaml": filing("2023-02-20", table("income_statement", "FY2022", "revenue: [3447]"),
                                      more=", currency: USD"),
    "filings/2024-05-10.yaml": filing("2023-05-10", table("income_statement", "1Q2022, 1Q2023", "revenue: [800, 900]"),
                                      more=", currency: USD")}


def test_a_quarter_is_not_derived_from_two_currencies_and_twelve_months_keep_to_one(tmp_path: Path) -> None:
    """4Q2022 = 3,447 million dollars less 340,000 million yen is nothing; the year to March 2023 is all in dollars."""
    worked = Worked(tmp_path, {**FILES, **QUARTERS})
    assert worked.of(REVENUE, "4Q2022") is NA
    assert worked.apart(REVENUE, "4Q2022") == ("JPY", "USD")
    assert worked.of("revenue_ltm", "1Q2023") == 3447 + 900 - 800
    assert worked.currency("revenue_ltm", "1Q2023") == "USD"


def test_a_quarter_is_derived_by_rates(tmp_path: Path) -> None:
    rates = RATES.replace("period: FY2023", "period: 9M2022")
    worked = Worked(tmp_path, {**FILES, **QUARTERS, "company.yaml": COMPANY + rates})
    assert worked.of(REVENUE, "4Q2022") == pytest.approx(3447 * 132.0 - 340000)
    assert worked.currency(REVENUE, "4Q2022") == "JPY"


def test_no_period_in_common(tmp_path: Path) -> None:
    only_new = DOLLARS.replace("FY2022, FY2023", "FY2023").replace("2022-12-31, 2023-12-31", "2023-12-31")
    for pair in ("[3447, 3610]", "[(3068), (3209)]", "[379, 401]", "[250, 270]", "[2.50, 2.70]",
                 "[100000000, 100000000]", "[5000, 5400]", "[2000, 2160]"):
        only_new = only_new.replace(pair, f"[{pair.strip('[]').split(', ')[1]}]")
    worked = Worked(tmp_path, {**FILES, "filings/2024-02-20.yaml": only_new})
    assert worked.of("revenue_growth", "FY2022") == pytest.approx(455000 / 410000 - 1)
    assert worked.of("revenue_growth", "FY2023") is NA
    assert worked.of("roe_ltm", "FY2023") is NA
    assert worked.failing() == []


def test_a_total_printed_in_another_currency_than_its_parts_is_no_sum_of_them(tmp_path: Path) -> None:
    headlines = filing("2024-02-20", table("income_statement", "FY2022", "op: [379]"), more=", currency: USD")
    worked = Worked(tmp_path, {**FILES, "filings/2024-02-20.yaml": headlines})
    assert worked.of(("income_statement", "op", ""), "FY2022") == 379
    assert worked.of("operating_margin", "FY2022") is NA
    assert worked.failing() == []


def test_a_total_of_parts_in_two_currencies_that_nobody_prints(tmp_path: Path) -> None:
    """The parts are printed again one by one: what is not printed in dollars stays in yen, and adds to nothing."""
    parts = filing("2024-02-20", table("income_statement", "FY2022", "revenue: [3447]"), more=", currency: USD")
    older = YEN.replace("op: [41000, 50000]", "op: [41000, todo]")
    worked = Worked(tmp_path, {**FILES, "filings/2023-02-20.yaml": older, "filings/2024-02-20.yaml": parts})
    assert worked.of(("income_statement", "op", ""), "FY2022") is NA


TRANSLATED = """\
  - statement: income_statement
    heading: Translation into dollars, for convenience
    columns: [FY2022]
    currency: USD
    rows:
      revenue: [3447]
      op: [379]
"""


@pytest.mark.parametrize("first", [False, True])
def test_a_translation_for_convenience_never_mixes_with_the_figures(tmp_path: Path, first: bool) -> None:
    said = YEN.replace("tables:\n", f"tables:\n{TRANSLATED}") if first else YEN + TRANSLATED
    yen = {**FILES, "filings/2024-02-20.yaml": None}
    worked, plain = (Worked(tmp_path / name, {**yen, "filings/2023-02-20.yaml": text})
                     for name, text in (("translated", said), ("plain", YEN)))
    for row in (REVENUE, "revenue_growth", "operating_margin", "roe_ltm"):
        assert worked.of(row, "FY2022") == plain.of(row, "FY2022")
    assert worked.failing() == []
    assert len(worked.proof.book.facts) == len(plain.proof.book.facts) + 2


def test_a_later_translation_leaves_the_figures_as_they_are(tmp_path: Path) -> None:
    later = filing("2024-02-20", table("income_statement", "FY2023", "revenue: [460000]"), TRANSLATED,
                   table("balance_sheet", "2023-12-31", "assets: [700000]; equity: [280000]"))
    worked = Worked(tmp_path, {**FILES, "filings/2024-02-20.yaml": later})
    assert worked.of(REVENUE, "FY2022") == 455000
    assert worked.of("total_assets_growth", "FY2023") == pytest.approx(700 / 660 - 1)
