"""Classes of shares: one share of a class counts as so many of those that EPS and the share price are stated in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.proof import FAIL
from generator.pipeline import Result
from tests.companies import COMPANY, built, changed, complaints, filing, shown, table
from tests.oracle import differences, formulas, recalculated, stored

DECEMBER = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}") + (
    "share_price: {value: 30.00, date: 2023-12-29}\n")
INCOME = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Net earnings, concept: profit_to_owners}
    eps_a: {label: Earnings per class A share, unit: per_share, additivity: per_share}
    eps_b: {label: Earnings per class B share, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Average equivalent class B shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    equity: {label: Shareholders' equity, concept: owners_equity}
"""
SHARES = """\
    a: {label: Class A shares, unit: shares, equivalent: 1000}
    b: {label: Class B shares, unit: shares}
    all: {label: Shares issued, unit: shares, sum: [a, b], concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
"""
EARNINGS = table("income_statement", "FY2023", "owners: [2400]; eps_a: [2400.00]; eps_b: [2.40]; wb: [1000000000]")
POSITION = "equity: [12000]; a: [400000]; b: [600000000]; all: [600400000]; treasury: [nil]"


def files(shares: str = SHARES, position: str = POSITION, more: str = "", earnings: str = EARNINGS,
          company: str = DECEMBER) -> dict[str, str | bytes | None]:
    return {"company.yaml": company, "statements.yaml": INCOME + shares, "filings/2023-11-14.yaml": None,
            "filings/2024-02-24.yaml": filing("2024-02-24", earnings, table("balance_sheet", "2023-12-31", position),
                                              more)}


def per_share(result: Result) -> list[object]:
    """Shares outstanding, BPS and EPS of the last twelve months."""
    return [shown(result, "Per Share", key, "FY2023") for key in ("shares_outstanding_adjusted", "bps", "eps_ltm")]


def failing(result: Result) -> list[str]:
    return [check.id for check, outcome in result.proof.outcomes() if outcome.state == FAIL]


def test_two_classes_count_by_their_equivalents(tmp_path: Path) -> None:
    """400,000 x 1,000 + 600 million = 1,000 million: 12.00, 2.40, 30 x 1,000 = 30,000 million, 30 / 2.40 = 12.5."""
    result = built(tmp_path, files())
    assert per_share(result) == [pytest.approx(1e9), pytest.approx(12), pytest.approx(2.4)]
    assert shown(result, "Ratios", "market_cap", "FY2023") == pytest.approx(30000)
    assert shown(result, "Ratios", "per_ltm", "FY2023") == pytest.approx(12.5)
    assert shown(result, "Balance Sheet", "all", "FY2023") == 600400000     # as printed
    assert failing(result) == []
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    assert differences(stored(path), recalculated(path, tmp_path), set(formulas(path))) == []


@pytest.mark.parametrize(("shares", "position", "outstanding"), [
    pytest.param(changed(SHARES, "    all: {label: Shares issued, unit: shares, sum: [a, b]",
                         "    c: {label: Class C, unit: shares, equivalent: 0.5}\n"
                         "    all: {label: Shares issued, unit: shares, sum: [a, b, c]"),
                 changed(POSITION, "all: [600400000]", "c: [200000000]; all: [800400000]"), 1.1e9, id="three classes"),
    pytest.param(changed(SHARES, "    all: {label: Shares issued, unit: shares, sum: [a, b]",
                         "    c: {label: Preferred, unit: shares, equivalent: 0}\n"
                         "    all: {label: Shares issued, unit: shares, sum: [a, b, c]"),
                 changed(POSITION, "all: [600400000]", "c: [50000000]; all: [650400000]"), 1e9,
                 id="preferred shares that take no part"),
    pytest.param(changed(SHARES, "concept: treasury_shares_held", "concept: treasury_shares_held, equivalent: 1000"),
                 changed(POSITION, "treasury: [nil]", "treasury: [100000]"), 9e8, id="treasury shares of one class"),
    pytest.param(SHARES, changed(POSITION, "; all: [600400000]", ""), 1e9, id="a total that is not printed"),
    pytest.param(changed(SHARES, "    all: {label: Shares issued, unit: shares, sum: [a, b]",
                         "    common: {label: Common, unit: shares, sum: [a, b]}\n"
                         "    c: {label: Participating preferred, unit: shares, equivalent: 10}\n"
                         "    all: {label: Shares issued, unit: shares, sum: [common, c]"),
                 changed(POSITION, "all: [600400000]", "common: [600400000]; c: [10000000]; all: [610400000]"), 1.1e9,
                 id="participating preferred beside a subtotal"),
])
def test_classes_of_every_kind(tmp_path: Path, shares: str, position: str, outstanding: float) -> None:
    result = built(tmp_path, files(shares, position))
    assert per_share(result) == pytest.approx([outstanding, 12e9 / outstanding, 2.4e9 / outstanding])
    assert not [each for each in failing(result) if not each.startswith("shares")]


MEMBERS = """\
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
shares:
  title: Shares
  sheet: Per Share
  unit: shares
  additivity: instant
  members:
    a: {label: Class A, equivalent: 1000}
    b: {label: Class B, equivalent: 1}
    total: {label: Total, sum: [a, b]}
  items:
    issued: {label: Shares issued, concept: shares_issued}
"""


@pytest.mark.parametrize(("members", "columns", "figures"), [
    (MEMBERS, "2023-12-31 a, 2023-12-31 b", "400000, 600000000"),
    (MEMBERS, "2023-12-31 a, 2023-12-31 b, 2023-12-31 total", "400000, 600000000, 600400000"),
    (changed(MEMBERS, "    b: {label: Class B, equivalent: 1}", "    b: Class B"),
     "2023-12-31 a, 2023-12-31 b, 2023-12-31", "400000, 600000000, 600400000"),
    (changed(MEMBERS, "    b: {label: Class B, equivalent: 1}", "    b: Class B"),
     "2023-12-31 a, 2023-12-31 b, 2023-12-31 total", "400000, 600000000, 600400000")],
    ids=["the members alone", "with their total", "with the row's own figure", "an ordinary class without one"])
def test_classes_as_members(tmp_path: Path, members: str, columns: str, figures: str) -> None:
    result = built(tmp_path, files(members, "equity: [12000]; treasury: [nil]",
                                   table("shares", columns, f"issued: [{figures}]")))
    assert per_share(result) == [pytest.approx(1e9), pytest.approx(12), pytest.approx(2.4)]


def test_a_class_that_nothing_tells_of_is_not_guessed(tmp_path: Path) -> None:
    """Only class A says how it counts, and no total is printed."""
    members = changed(changed(MEMBERS, "    b: {label: Class B, equivalent: 1}", "    b: Class B"),
                      "    total: {label: Total, sum: [a, b]}\n", "")
    result = built(tmp_path, files(members, "equity: [12000]; treasury: [nil]",
                                   table("shares", "2023-12-31 a, 2023-12-31 b", "issued: [400000, 600000000]")))
    assert per_share(result) == ["n.a.", "n.a.", "n.a."]


def test_classes_counted_in_the_senior_one(tmp_path: Path) -> None:
    """400,000 + 600 million / 1,000 = 1 million of class A: 12,000 and 2,400 a share, at a price of 30,000."""
    shares = changed(changed(SHARES, ", equivalent: 1000", ""), "Class B shares, unit: shares",
                     "Class B shares, unit: shares, equivalent: 1/1000")
    earnings = changed(changed(EARNINGS, "wb: [1000000000]", "wb: [1000000]"), "eps_b: [2.40]", "eps_b: [2400.00]")
    company = changed(DECEMBER, "value: 30.00", "value: 30000")
    result = built(tmp_path, files(shares, earnings=earnings, company=company))
    assert per_share(result) == pytest.approx([1e6, 12000, 2400])
    assert shown(result, "Ratios", "market_cap", "FY2023") == pytest.approx(30000)
    assert failing(result) == []


def test_a_class_that_is_not_printed_is_missing(tmp_path: Path) -> None:
    result = built(tmp_path, files(position="equity: [12000]; all: [600400000]; treasury: [nil]"))
    assert per_share(result) == ["n.a.", "n.a.", "n.a."]


def test_classes_and_a_split(tmp_path: Path) -> None:
    """Two for one of both classes after the balance and before the report, which restates its average alone."""
    company = DECEMBER + "splits:\n  - {effective: 2024-01-10, new_shares: 2, old_shares: 1}\n"
    earnings = table("income_statement", "FY2023", "owners: [2400]; eps_a: [1200.00]; eps_b: [1.20]; wb: [2000000000]")
    result = built(tmp_path / "own", files(earnings=earnings, company=company))
    assert per_share(result) == [pytest.approx(2e9), pytest.approx(6), pytest.approx(1.2)]
    restated = changed(changed(changed(POSITION, "[400000]", "[800000]"), "[600000000]", "[1200000000]"),
                       "[600400000]", "[1200800000]")
    assert "looks restated" in complaints(tmp_path / "asked", files(position=restated, earnings=earnings,
                                                                    company=company))[0]


@pytest.mark.parametrize(("eps_a", "fails"), [("2400.00", []), ("240.00", ["eps_of_class_a:FY2023"])])
def test_the_earnings_of_each_class_can_be_tied(tmp_path: Path, eps_a: str, fails: list[str]) -> None:
    """2.40, rounded to the hundredth, is 2,395 to 2,405 for a thousand."""
    equivalent = "{{ equivalent_of_balance_sheet_a }}"
    own = ("- id: eps_of_class_a\n  label: EPS of class A\n  left: \"{{ basic_eps }}*" + equivalent + "\"\n"
           "  right: \"{{ income_statement.eps_a }}\"\n  tolerance: \"{{ rounding_2 }}+{{ rounding_2 }}*" + equivalent
           + "\"\n")
    result = built(tmp_path, {**files(earnings=changed(EARNINGS, "2400.00", eps_a)), "checks.yaml": own})
    assert failing(result) == fails


def test_a_company_without_equivalents_adds_as_printed(tmp_path: Path) -> None:
    result = built(tmp_path, files(changed(SHARES, ", equivalent: 1000", "")))
    assert shown(result, "Per Share", "shares_outstanding", "FY2023") == 600400000


@pytest.mark.parametrize(("old", "new", "message"), [
    ("equivalent: 1000", "equivalent: many", "'many' is not a number of shares"),
    ("equivalent: 1000", "equivalent: 1/0", "'1/0' is not a number of shares"),
    ("a: {label: Class A shares, unit: shares,", "a: {label: Class A shares, unit: amount,",
     "'equivalent' says as how many shares one of 'a' counts; its unit is amount")])
def test_the_shape_of_an_equivalent(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert any(message in each for each in complaints(tmp_path, files(changed(SHARES, old, new))))


def test_an_average_of_a_row_with_classes_is_refused(tmp_path: Path) -> None:
    own = ("- {id: mine, label: Mine, unit: shares, formula: \"{{ shares_issued.average }}\"}\n")
    found = complaints(tmp_path, {**files(), "ratios.yaml": own})
    assert any("holds classes of shares" in each for each in found)
