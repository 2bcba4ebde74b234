"""Orders of magnitude: what can hardly be so turns the master, what is odd but real does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.report.audit import audit
from generator.report.data import as_data
from tests.checks_on_sheet import checks_on_sheet
from tests.companies import COMPANY, audited, built, changed, complaints, filing, table, write_company
from tests.oracle import differences, formulas, recalculated, stored

Files = dict[str, str | bytes | None]
DECEMBER = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
INCOME = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    op: {label: Operating profit, concept: operating_profit}
    tax: {label: Taxes}
    owners: {label: Net income, concept: profit_to_owners}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
"""
POSITION = """\
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    assets: {label: Total assets, concept: total_assets}
    equity: {label: Shareholders' equity, concept: owners_equity}
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
    dps: {label: Dividend per share, unit: per_share, concept: dividend_per_share}
    total: {label: Total dividends, concept: total_dividends}
    bv: {label: Printed book value per share, unit: per_share, concept: book_value_per_share}
"""
SPLIT = "splits: [{effective: 2023-06-10, new_shares: 10, old_shares: 1}]\n"
PRICE = "share_price: {value: 40.00, date: 2023-12-29}\n"


def company(*filings: str, more: str = "") -> Files:
    """A company of filings made in February of 2023, 2024 …"""
    files: Files = {"company.yaml": DECEMBER + more, "statements.yaml": INCOME + POSITION,
                    "filings/2023-11-14.yaml": None}
    return files | {f"filings/{2023 + number}-02-20.yaml": text for number, text in enumerate(filings)}


def annual(year: int, rows: str, balances: str = "", columns: str = "") -> str:
    """The annual report of a year: two years of flows, two year-ends."""
    tables = [table("income_statement", columns or f"FY{year - 1}, FY{year}", rows)] if rows else []
    tables += [table("balance_sheet", f"{year - 1}-12-31, {year}-12-31", balances)] if balances else []
    return filing(f"{year + 1}-02-20", *tables)


def as_of_their_date(text: str) -> str:
    """A filing that says, rightly or not, that its balances of shares are as of their date."""
    return re.sub(r"(  - statement: balance_sheet\n.*\n    columns: \[\S+-12-31.*\]\n)",
                  r"\1    split_basis: 2022-12-31\n", text)


def doubts(folder: Path, files: Files) -> list[str]:
    """The ids of the checks of magnitude that fail hard."""
    return [verdict.check.id for verdict in audited(folder, files).hard_failures
            if verdict.check.severity.of_magnitude]


THOUSANDS = annual(2022, 'revenue: ["812,345", "901,678"]; op: ["81,234", "99,184"]')
MILLIONS = annual(2023, "revenue: [902, 990]; op: [99, 109]")
RESTATED = "unit:income_statement:FY2022:2023-02-20:2024-02-20"


@pytest.mark.parametrize(("first", "second"), [
    # thousands, then millions and the other way; units; yen or euros, then dollars; one row restated besides
    (THOUSANDS, MILLIONS),
    (annual(2022, "revenue: [812, 902]; op: [81, 99]"),
     annual(2023, 'revenue: ["901,678", "990,000"]; op: ["99,184", "109,001"]')),
    (annual(2022, 'revenue: ["812,345,111", "901,678,222"]; op: ["81,234,000", "99,184,000"]'),
     annual(2023, "revenue: [902, 990]; op: [99, 109]")),
    (annual(2022, "revenue: [410000, 455000]; op: [41000, 50000]"),
     annual(2023, "revenue: [3447, 3610]; op: [379, 401]")),
    (annual(2022, "revenue: [41000, 45500]; op: [4100, 5000]; tax: [(1312), (1627)]"),
     annual(2023, "revenue: [49140, 52000]; op: [5400, 5700]; tax: [(1757), (1800)]")),
    (annual(2022, "revenue: [41000, 45500]; op: [4100, 5000]; tax: [5, 7]"),
     annual(2023, "revenue: [4550, 5200]; op: [500, 570]; tax: [2, 2]")),
])
def test_a_comparative_that_changes_by_one_factor_counts_in_other_units(tmp_path: Path, first: str,
                                                                        second: str) -> None:
    assert doubts(tmp_path, company(first, second)) == [RESTATED]


def test_it_says_what_is_implausible_and_how_it_is_put_right(tmp_path: Path) -> None:
    (found,) = audited(tmp_path, company(THOUSANDS, MILLIONS)).hard_failures
    assert found.check.label == ("Revenue and 1 more: printed again in 2024-02-20, all of them 1/1,000 of what "
                                 "2023-02-20 printed")
    assert (found.outcome.left, found.outcome.right) == (901_678, 902)
    assert as_data(audited(tmp_path, company(THOUSANDS, MILLIONS)), protection=False)["findings"] == []
    assert all(word in found.check.look_at for word in ("scale:", "currency:", f"plausible: {{{RESTATED}: …}}"))


@pytest.mark.parametrize(("before", "after"), [  # business sold; half of sales net; rounding; one digit; one amount
    ("revenue: [800, 900]; op: [80, 90]; owners: [50, 55]", "revenue: [120, 130]; op: [80, 85]; owners: [55, 57]"),
    ("revenue: [800, 901]; op: [80, 90]; owners: [50, 55]", "revenue: [450, 500]; op: [45, 50]; owners: [55, 57]"),
    ("revenue: [800, 901]; op: [80, 91]; owners: [50, 61]", "revenue: [901, 950]; op: [97, 99]; owners: [65, 67]"),
    ("revenue: [0, 901]; op: [80, 91]; owners: [nil, 3]", "revenue: [901, 950]; op: [91, 99]; owners: [30, 67]"),
    ("op: [80, 9000]; owners: [50, 9003]", "op: [9500, 99]; owners: [9503, 97]"),
])
def test_an_ordinary_restatement_is_none(tmp_path: Path, before: str, after: str) -> None:
    assert doubts(tmp_path, company(annual(2022, before), annual(2023, after))) == []


def test_comparatives_in_the_money_of_the_newest_date_are_no_other_currency(tmp_path: Path) -> None:
    """Hyperinflation: 41,000 x 1.6438 of the year before, in every row."""
    files = company(annual(2022, "revenue: [41000, 45500]; op: [4100, 5000]; tax: [(1312), (1627)]"),
                    annual(2023, "revenue: [74793, 99000]; op: [8219, 9100]; tax: [(2674), (3100)]"))
    assert doubts(tmp_path / "yen", files) == [RESTATED]
    files["company.yaml"] = changed(DECEMBER, "currency: JPY", "currency: TRY")
    assert doubts(tmp_path / "lira", files) == []


ONE = "FY2022"


@pytest.mark.parametrize(("first", "second", "seen"), [
    ('revenue: ["901,678"]; op: ["99,184"]', "revenue: [990]; op: [109]", True),
    ("revenue: [990]; op: [109]", 'revenue: ["901,678"]; op: ["99,184"]', True),
    ('revenue: ["901,678,000"]; op: ["99,184,000"]', "revenue: [990]; op: [109]", True),
    ("revenue: [455000]; op: [50000]; owners: [31000]", "revenue: [3610]; op: [401]; owners: [250]", True),
    ("revenue: [1000]; op: [600]; owners: [400]", "revenue: [1]; op: [580]; owners: [390]", False),  # one row fell
    ('revenue: ["901,678"]', "revenue: [902]", False),  # all there is
    ("revenue: [2]; op: [(40)]; owners: [(45)]", "revenue: [100]; op: [(90)]; owners: [(95)]", False),  # a start-up
    ("revenue: [1]; op: [0.2]; owners: [0.1]", "revenue: [60]; op: [11]; owners: [7]", False),          # a faster one
])
def test_rows_that_jump_together_between_filings_without_a_period_in_common(tmp_path: Path, first: str, second: str,
                                                                           seen: bool) -> None:
    files = company(annual(2022, first, columns=ONE), annual(2023, second, columns="FY2023"))
    assert doubts(tmp_path, files) == (["jump:income_statement:FY2022:FY2023"] if seen else [])


def test_rows_that_jump_in_one_table_do_so_in_truth(tmp_path: Path) -> None:
    """A shell that buys a business: the filing prints both years side by side in one scale."""
    assert doubts(tmp_path, company(annual(2023, "revenue: [1, 1100]; op: [2, 1900]"))) == []


def test_shares_in_thousands_in_one_filing(tmp_path: Path) -> None:
    files = company(annual(2022, "owners: [500]; wb: [500480000]", columns=ONE),
                    annual(2023, "owners: [510]; wb: [500480]", columns="FY2023"))
    assert doubts(tmp_path, files) == ["jump:income_statement:FY2022:FY2023:shares"]


@pytest.mark.parametrize(("average", "balances", "seen"), [
    ("1000000000", "600000000", True),                  # classes of unequal rights added up
    ("1000000", "600400000", True),                     # the same, counted in the dearer class
    ("500480", "500000000", True),                      # thousands on one side
    ("500480000", "500000", True),
    ("1000000000", "600000000, 600000000", True),
    ("620000000", "600000000, 1000000000", False),      # a large issue late in the year
    ("980000000", "1000000000, 600000000", False),      # a tender offer late in the year
    ("30000000", "300000000", False),                   # an offering in December, opening not known
    ("20000000", "8600000, 43000000", False),           # founders' shares, then an offering
    ("500", "nil, 50000000", False),                    # founded in the year
    ("495000000", "500000000, 480000000", False),       # an ordinary buyback
    ("530000000", "500000000, 510000000", False),       # a rights issue, whose bonus is in the average
])
def test_average_shares_lie_between_the_balances(tmp_path: Path, average: str, balances: str, seen: bool) -> None:
    days = "2022-12-31, 2023-12-31" if "," in balances else "2023-12-31"
    none = ", ".join(["nil"] * len(balances.split(",")))
    text = filing("2024-02-20", table("income_statement", "FY2023", f"owners: [500]; wb: [{average}]"),
                  table("balance_sheet", days, f"issued: [{balances}]; treasury: [{none}]"))
    assert doubts(tmp_path, company(text)) == (["average_shares:FY2023"] if seen else [])


def test_two_classes_added_up(tmp_path: Path) -> None:
    """600.4 million shares at the end, all but a few of them the junior class, and an average of 1,000 million."""
    statements = INCOME + changed(POSITION, "    issued: {label: Shares issued, unit: shares, concept", """\
    a: {label: Class A shares, unit: shares}
    b: {label: Class B shares, unit: shares}
    issued: {label: Shares issued, unit: shares, sum: [a, b], concept""")
    text = filing("2024-02-24", table("income_statement", "FY2023", "owners: [2400]; beps: [2.40]; wb: [1000000000]"),
                  table("balance_sheet", "2023-12-31", "equity: [12000]; a: [400000]; b: [600000000]; "
                                                       "issued: [600400000]; treasury: [nil]"))
    found = audited(tmp_path, {**company(text), "statements.yaml": statements}).hard_failures
    assert [(each.check.id, each.outcome.left, each.outcome.right) for each in found] == [
        ("average_shares:FY2023", 900_600_000, 1_000_000_000)]
    assert "classes of shares" in found[0].check.look_at


@pytest.mark.parametrize(("opening", "closing", "seen"), [
    ("1000000000", "1000000000", True),     # the year-end balance printed in new shares already
    ("1000000000", "1040000000", True),
    ("100000000", "1000000000", False),     # as of its date
    ("100000000", "2100000000", False),     # and an issue besides
])
def test_balances_around_a_split(tmp_path: Path, opening: str, closing: str, seen: bool) -> None:
    """Ten for one in June: 1,000 million shares cannot have been 10,000 million before and 1,000 million after."""
    text = annual(2023, "owners: [600, 900]", f"equity: [2000, 2600]; issued: [{opening}, {closing}]; "
                                              "treasury: [nil, nil]")
    assert doubts(tmp_path, company(as_of_their_date(text), more=SPLIT)) == (
        ["balances:balance_sheet.issued:2022-12-31:2023-12-31"] if seen else [])


def test_a_balance_printed_again_in_new_shares(tmp_path: Path) -> None:
    """100 million, then 1,000 million for the same day: both adjusted for the split they are ten times apart."""
    first = annual(2022, "owners: [500, 600]", "issued: [100000000, 100000000]; treasury: [nil, nil]")
    second = annual(2023, "owners: [600, 900]", "issued: [1000000000, 1000000000]; treasury: [nil, nil]")
    assert "looks restated" in complaints(tmp_path / "asked", company(first, second, more=SPLIT))[0]
    files = company(first, as_of_their_date(second), more=SPLIT)
    assert "shares:balance_sheet.issued:2022-12-31:2023-02-20" in doubts(tmp_path / "own", files)
    assert as_data(audited(tmp_path / "own", files), protection=False)["findings"] == []  # no digit was lost


def test_an_average_on_the_basis_after_the_split_beside_balances_adjusted_twice(tmp_path: Path) -> None:
    text = filing("2023-08-28", table("income_statement", "1H2023", "owners: [900]; wb: [1000000000]"),
                  table("balance_sheet", "2022-12-31", "issued: [1000000000]; treasury: [nil]"))
    assert doubts(tmp_path, company(as_of_their_date(text), more=SPLIT)) == ["average_shares:1H2023"]


@pytest.mark.parametrize(("again", "seen"), [("0.60", True), ("6.10", False), ("3.00", True), ("5.71", False)])
def test_earnings_per_share_printed_again_by_a_split_or_a_point(tmp_path: Path, again: str, seen: bool) -> None:
    """6.00 may be restated by a little; by a tenth or a half it is a split that is not known, or a slip."""
    files = company(annual(2022, "owners: [500, 600]; beps: [5.00, 6.00]"),
                    annual(2023, f"owners: [600, 900]; beps: [{again}, 9.00]"))
    assert doubts(tmp_path, files) == (["shares:income_statement.beps:FY2022:2023-02-20"] if seen else [])


BALANCE = "assets: [8000, 8000]; equity: [4800, 5000]; issued: [{0}, {0}]; treasury: [nil, nil]"


@pytest.mark.parametrize(("shares", "price", "seen"), [
    ("500000", "40.00", True),              # thousands: 20 million beside equity of 5,000
    ("500000000", "40.00", False),          # 20,000: four times equity
    ("500000000", "0.30", False),           # 150: a company in distress
    ("500000000", "400.00", False),         # 200,000: forty times equity
    ("500000000000", "41.00", True),        # 20,500,000: four thousand times equity
])
def test_market_value_against_equity(tmp_path: Path, shares: str, price: str, seen: bool) -> None:
    text = annual(2023, "owners: [900, 1000]", BALANCE.format(shares))
    files = company(text, more=PRICE.replace("40.00", price))
    end = "low" if shares == "500000" else "high"
    assert doubts(tmp_path, files) == ([f"market_value_{end}:2023-12-31"] if seen else [])


def test_market_value_against_a_deficit_or_hardly_any_equity(tmp_path: Path) -> None:
    for number, equity in enumerate(("(300)", "2", "(1)")):
        text = annual(2023, "owners: [900, 1000]", f"assets: [4000, 4000]; equity: [4800, {equity}]; "
                      "issued: [500000000, 500000000]; treasury: [nil, nil]")
        assert doubts(tmp_path / str(number), company(text, more=PRICE)) == []


@pytest.mark.parametrize(("eps", "owners", "shares", "seen"), [
    ("2.00", "1000", "500000", True),           # thousands
    ("2.00", "1000000", "500000000", True),     # profit in thousands
    ("2.00", "1000", "500000000", False),
    ("(0.01)", "(2)", "900000000", False),      # a small loss, rounded
    ("0.00", "1", "900000000", False),
    ("(0.50)", "1", "500000000", False),        # preferred dividends exceed the profit
    ("20.00", "1000", "500000000", False),      # an offering at the end of the year: a tenth of the shares till then
    ("0.01", "0.02", "2000", True),             # a tiny company: 10.00 a share
    ("10.00", "0.02", "2000", False),
])
def test_earnings_per_share_against_profit_where_averages_are_not_printed(
        tmp_path: Path, eps: str, owners: str, shares: str, seen: bool) -> None:
    text = filing("2024-02-20", table("income_statement", "FY2023", f"owners: [{owners}]; beps: [{eps}]"),
                  table("balance_sheet", "2023-12-31", f"issued: [{shares}]; treasury: [nil]"))
    assert doubts(tmp_path, company(text)) == (["eps_size:FY2023"] if seen else [])


def test_dividends_and_book_value_by_thousands(tmp_path: Path) -> None:
    """10.00 on 500,480 thousand shares are 5,005 million, and equity of 5,000 million is 9.99 a share."""
    rows = "equity: [5000]; issued: [{}]; treasury: [nil]; dps: [10.00]; total: [5005]; bv: [9.99]"
    for shares, seen in (("500480000", []), ("500480", ["book_value_size:2023-12-31", "dividend_size:2023-12-31"])):
        text = filing("2024-02-20", table("income_statement", "FY2023", "owners: [900]"),
                      table("balance_sheet", "2023-12-31", rows.format(shares)))
        assert sorted(doubts(tmp_path / shares, company(text))) == seen


def test_a_doubt_is_declared_unfounded_with_its_reason(tmp_path: Path) -> None:
    """It turns the master no more; the reason stands where it is looked for, and the difference stays."""
    files = company(THOUSANDS, MILLIONS, more=f"plausible: {{{RESTATED}: all but a thousandth was given away}}\n")
    found = audited(tmp_path, files)
    assert not found.hard_failures
    (check,) = [each for each in found.verdicts if each.check.id == RESTATED]
    assert (check.state, check.outcome.difference, check.check.severity.shown) == ("FAIL", 900_776, "declared right")
    assert check.check.look_at == "Declared right: all but a thousandth was given away"
    assert audit(write_company(tmp_path, files)).counts["FAIL"] == 3


def test_the_workbook_says_what_check_says_and_libreoffice_calculates(tmp_path: Path) -> None:
    """Doubts that fail, hold and are declared unfounded; the master counts those that fail and are not declared."""
    first = annual(2022, 'revenue: ["812,345", "901,678"]; op: ["81,234", "99,184"]; beps: [5.00, 6.00]')
    second = annual(2023, "revenue: [902, 990]; op: [99, 109]; owners: [50, 90]; beps: [0.60, 0.90]; "
                    "wb: [1000000000, 100000000]",
                    "assets: [4000, 5000]; equity: [2000, 2600]; issued: [1000000000, 1000000000]; "
                    "treasury: [nil, nil]; dps: [0.10, 0.20]; total: [100, 200]; bv: [2.00, 2.60]")
    result = built(tmp_path, company(first, as_of_their_date(second),
                                     more=SPLIT + PRICE + f"plausible: {{{RESTATED}: so it is}}\n"))
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []
    outcomes = {check.id: (check.severity.shown, outcome.state) for check, outcome in result.proof.outcomes()}
    assert {each.id: (each.kind, each.state) for each in checks_on_sheet(result)} == outcomes
    assert outcomes[RESTATED] == ("declared right", "FAIL")
    assert outcomes["average_shares:FY2023"] == ("plausible", "FAIL")
    assert outcomes["market_value_low:2023-12-31"] == ("plausible", "EXACT")
    hard = sum(check.is_hard and outcome.state == "FAIL" for check, outcome in result.proof.outcomes())
    assert hard and str(result.values["Checks", 3, 2]).startswith(f"✗ FAIL · {hard} hard")
