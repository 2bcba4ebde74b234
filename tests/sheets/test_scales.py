"""Scale and precision of each figure, from what is typed to the cells and checks that follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from generator.report.audit import Audit
from tests.companies import FILED, audited, built, cell, complaints, filing, shown, table

COMPANY = """\
name: Sample Ltd.
code: "0000"
standard: IFRS
currency: JPY
scale: million
rounding: nearest
foots: exact
fiscal_year: {ends: 12-31, named_after: end}
"""
SALES = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  items:
    sales: {label: Sales, concept: revenue}
    op: {label: Operating profit, concept: operating_profit}
"""
OLDER, NEWER = "filings/2023-02-20.yaml", "filings/2024-02-20.yaml"


def files(statements: str, company: str = COMPANY, **filings: str) -> dict[str, str | bytes | None]:
    return {"company.yaml": company, "statements.yaml": statements, FILED: None,
            **{f"filings/{name[1:].replace('_', '-')}.yaml": text for name, text in filings.items()}}


def states(found: Audit) -> dict[str, str]:
    return {verdict.check.id: verdict.outcome.state for verdict in found.verdicts}


def formula(result: Result, sheet: str, key: str, label: str) -> str:
    found = cell(result, sheet, key, label)
    assert found
    return str(found.value)


# -- scales -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "more", "older", "newer", "expected"), [
    ("million", ", scale: thousand", "812345, 901678", "902, 990", (812.345, 901.678, 990)),
    ("million", ", scale: billion", "0.8, 0.9", "902, 990", (800, 902, 990)),
    ("thousand", "", "812345, 901678", "901678, 990000", (812345, 901678, 990000)),
    ("million", "", "812, 902", "902, 990", (812, 902, 990)),
])
def test_two_filings_in_two_scales_stand_in_one(tmp_path: Path, scale: str, more: str, older: str, newer: str,
                                                expected: tuple[float, ...]) -> None:
    result = built(tmp_path, files(
        SALES, COMPANY.replace("scale: million", f"scale: {scale}"),
        _2023_02_20=filing("2023-02-20", table("income_statement", "FY2021, FY2022", f"sales: [{older}]"), more=more),
        _2024_02_20=filing("2024-02-20", table("income_statement", "FY2022, FY2023", f"sales: [{newer}]"))))
    years = "FY2021", "FY2022", "FY2023"
    assert [shown(result, "Income Statement", "sales", year) for year in years] == pytest.approx(expected)
    assert shown(result, "Ratios", "revenue_growth", "FY2022") == pytest.approx(expected[1] / expected[0] - 1)
    assert not [each.name for each in result.cells.sheets if each.name == "Restatements"]


def test_a_figure_is_brought_to_scale_in_one_formula(tmp_path: Path) -> None:
    result = built(tmp_path, files(SALES, _2024_02_20=filing("2024-02-20", table(
        "income_statement", "FY2022, FY2023", "sales: [812345, 990000]; op: [(81234), nil]", "    scale: thousand\n"))))
    assert formula(result, "Income Statement", "sales", "FY2022").startswith("=Facts!H")
    assert formula(result, "Income Statement", "sales", "FY2022").endswith("/1000")
    assert shown(result, "Income Statement", "op", "FY2022") == pytest.approx(-81.234)
    facts = next(each for each in result.cells.sheets if each.name == "Facts")
    printed = {values[12]: (values[8], values[9]) for row in range(5, facts.last_row + 1)
               if (values := {c: facts.cells[row, c].value for c in range(1, 16) if (row, c) in facts.cells})
               and 12 in values}
    assert printed["812,345"] == (812345, "JPY thousand")


def test_a_row_that_really_fell_by_a_thousandth_is_as_it_is(tmp_path: Path) -> None:
    result = built(tmp_path, files(SALES, _2024_02_20=filing("2024-02-20", table(
        "income_statement", "FY2022, FY2023", "sales: [901678, 902]"))))
    assert shown(result, "Ratios", "revenue_growth", "FY2023") == pytest.approx(902 / 901678 - 1)


SHARES = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  items:
    owners: {label: Net income, concept: profit_to_owners}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    weighted: {label: Average shares, unit: shares, UNIT additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    equity: {label: Equity, concept: owners_equity}
    issued: {label: Shares issued, unit: shares, concept: shares_issued}
    treasury: {label: Treasury shares, unit: shares, concept: treasury_shares_held}
"""


@pytest.mark.parametrize(("unit", "weighted", "balances", "how"), [
    ("scale: thousand,", '"500,480"', "500000000, nil", ""),
    ("scale: million,", "500.5", "500000000, nil", ""),
    ("", '"500,480,000"', '"500,000", nil', "    scale: {shares: thousand}\n"),
    ("scale: thousand,", '"500,480"', "500.0, nil", "    scale: {issued: million, treasury: thousand}\n"),
])
def test_shares_in_another_scale_give_the_same_per_share(tmp_path: Path, unit: str, weighted: str, balances: str,
                                                         how: str) -> None:
    """1,000 million over 500.48 million shares are 1.998; 5,000 million over 500 million shares 10.00."""
    issued, treasury = balances.rsplit(", ", 1)
    given = files(SHARES.replace("UNIT", unit), COMPANY + "share_price: {value: 40, date: 2023-12-31}\n",
                  _2024_02_20=filing(
        "2024-02-20", table("income_statement", "FY2023", f"owners: [1000]; eps: [2.00]; weighted: [{weighted}]"),
        table("balance_sheet", "2023-12-31", f"equity: [5000]; issued: [{issued}]; treasury: [{treasury}]", how)))
    result = built(tmp_path, given)
    assert shown(result, "Per Share", "basic_eps_recomputed", "FY2023") == pytest.approx(1.998, abs=0.0005)
    assert shown(result, "Per Share", "bps", "FY2023") == 10
    assert shown(result, "Per Share", "shares_outstanding", "FY2023") == 500_000_000
    assert shown(result, "Ratios", "market_cap", "FY2023") == 20_000
    assert shown(result, "Ratios", "pbr", "FY2023") == 4
    assert not audited(tmp_path, given).hard_failures


def test_eps_of_shares_in_millions_ties_within_the_rounding_of_the_shares(tmp_path: Path) -> None:
    """0.3 million shares may be 0.25 to 0.35: an EPS of 3,600 over 1,000 million is right, one of 4,100 is not."""
    for number, (eps, state) in enumerate((("3600.00", "ROUND"), ("4100.00", "FAIL"))):
        found = audited(tmp_path / str(number), files(SHARES.replace("UNIT", "scale: million,"), _2024_02_20=filing(
            "2024-02-20", table("income_statement", "FY2023", f"owners: [1000]; eps: [{eps}]; weighted: [0.3]"))))
        assert states(found)["basic_eps:FY2023"] == state


INTEREST = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  items:
    sales: {label: Sales, concept: revenue}
    op: {label: Operating profit, concept: operating_profit}
    interest: {label: Interest, same_as: interest.expense}
interest:
  title: Interest
  sheet: Notes
  unit: billions
  items:
    expense: {label: Interest expense, concept: interest_expenses}
"""


@pytest.mark.parametrize(("printed", "state"), [("12412", "ROUND"), ("12400", "EXACT"), ("12512", "FAIL")])
def test_a_note_in_billions_is_converted(tmp_path: Path, printed: str, state: str) -> None:
    """54,560 / 12,400 are 4.4 times, whichever printing is in force; 12,412 rounds to 12.4 billion, 12,512 does not."""
    company = COMPANY + "units: {billions: {label: JPY billion, decimals: 1, scale: billion}}\n"
    given = files(INTEREST, company, _2024_05_14=filing(
        "2024-05-14", table("income_statement", "FY2023", f"sales: [612400]; op: [54560]; interest: [{printed}]"),
        table("interest", "FY2023", "expense: [12.4]")))
    result = built(tmp_path, given)
    assert shown(result, "Ratios", "interest_cover", "FY2023") == pytest.approx(4.4)
    assert shown(result, "Notes", "expense", "FY2023") == 12_400
    assert states(audited(tmp_path, given))["same:income_statement.interest:FY2023"] == state


# -- precision ----------------------------------------------------------------------------------------------

BILLIONS = COMPANY.replace("scale: million", "scale: billion").replace("foots: exact", "foots: loose")
PARTS = """\
income_statement:
  title: Profit or Loss
  sheet: Income Statement
  items:
    goods: Goods
    services: Services
    sales: {label: Sales, sum: [goods, services], concept: revenue}
    financing: Financing costs
    profit: {label: Profit, concept: profit_to_owners}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    shares: {label: Average shares, unit: shares, additivity: average, concept: weighted_shares_basic}
headlines:
  title: Headlines
  sheet: Notes
  items:
    sales: {label: Sales, same_as: income_statement.sales}
"""
BODY = ("goods: [391.447]; services: [26.918]; sales: [418.365]; financing: [(0.014)]; profit: [121.6]; "
        "eps: [EPS]; shares: [1500184220]")


@pytest.mark.parametrize("foots", ["loose", "exact"])
@pytest.mark.parametrize(("headline", "eps", "same", "of_eps"), [
    ("418.4", "81.04", "ROUND", "ROUND"), ("418", "81.09", "ROUND", "ROUND"), ("418.365", "81.06", "EXACT", "EXACT"),
    ("418.9", "81.04", "FAIL", "ROUND"), ("418.3", "84.01", "FAIL", "FAIL"), ("418.364", "81.02", "FAIL", "ROUND")])
def test_a_figure_counts_with_its_own_decimals(tmp_path: Path, foots: str, headline: str, eps: str, same: str,
                                               of_eps: str) -> None:
    """418.365 rounds to 418.4; a profit of 121.55 to 121.65 over 1,500,184,220 shares is 81.02 to 81.09 a share.

    A printed total is one figure, whoever rounds its parts: printed again with as many decimals it is the same.
    """
    found = states(audited(tmp_path, files(
        PARTS, BILLIONS.replace("foots: loose", f"foots: {foots}"), _2023_04_26=filing(
            "2023-04-26", table("income_statement", "1Q2023", BODY.replace("EPS", eps)),
            table("headlines", "1Q2023", f"sales: [{headline}]")))))
    assert found["same:headlines.sales:1Q2023"] == same
    assert found["basic_eps:1Q2023"] == of_eps
    assert found["footing:down:income_statement.sales:1Q2023"] == "EXACT"


WHOLE = table("income_statement", "1Q2023", "goods: [391.447]; services: [26.918]; sales: [418.365]")


def short(again: str) -> str:
    return table("income_statement", "1Q2023", f"sales: [{again}]", "    abridged: true\n").replace(
        "heading: income_statement", "heading: Headlines")


@pytest.mark.parametrize(("rounding", "again"), [("nearest", "418.4"), ("truncate", "418.3")])
@pytest.mark.parametrize("first", [True, False])
def test_a_row_may_stand_twice_in_a_filing_with_fewer_decimals(tmp_path: Path, rounding: str, again: str,
                                                               first: bool) -> None:
    tables = (WHOLE, short(again)) if first else (short(again), WHOLE)
    given = files(PARTS, BILLIONS.replace("nearest", rounding), _2023_04_26=filing("2023-04-26", *tables))
    result = built(tmp_path, given)
    assert shown(result, "Income Statement", "sales", "1Q2023") == pytest.approx(418.365)
    found = states(audited(tmp_path, given))
    assert [state for name, state in found.items() if name.startswith("repeat:")] == ["ROUND"]


def test_a_row_that_stands_twice_with_another_figure_is_refused(tmp_path: Path) -> None:
    given = files(PARTS, BILLIONS, _2023_04_26=filing("2023-04-26", WHOLE, short("418.9")))
    assert complaints(tmp_path, given) == [
        "filings/2023-04-26.yaml:15:15: income_statement.sales for 1Q2023 is 418.9 here but 418.365 on line 9 of the "
        "same filing"]
    given = files(PARTS, BILLIONS, _2023_04_26=filing("2023-04-26", WHOLE, short('"418,901"').replace(
        "    abridged", "    scale: million\n    abridged")))
    assert complaints(tmp_path, given) == [
        "filings/2023-04-26.yaml:16:15: income_statement.sales for 1Q2023 is 418,901 (million) here but 418.365 "
        "(billion) on line 9 of the same filing"]


@pytest.mark.parametrize(("rounding", "older", "newer", "in_force", "restated"), [
    ("nearest", "252.2", "252.182", 252.182, False),
    ("nearest", "252.182", "252.2", 252.182, False),
    ("nearest", "252.2", "254.182", 254.182, True),
    ("nearest", "252.182", "252.3", 252.3, True),
    ("nearest", "252.2", "252.2", 252.2, False),
    ("nearest", "252.2", "252.3", 252.3, True),
    ("truncate", "252.1", "252.182", 252.182, False),
    ("nearest", "252.1", "252.182", 252.182, True),
    ("nearest", "0", "0.0", 0.0, False)])
def test_a_finer_or_rounder_printing_is_no_restatement(tmp_path: Path, rounding: str, older: str, newer: str,
                                                       in_force: float, restated: bool) -> None:
    result = built(tmp_path, files(
        SALES, BILLIONS.replace("nearest", rounding),
        _2022_04_25=filing("2022-04-25", table("income_statement", "1Q2022", f"sales: [{older}]; op: [10.0]")),
        _2023_04_25=filing("2023-04-25", table("income_statement", "1Q2022, 1Q2023",
                                               f"sales: [{newer}, 264.323]; op: [10.0, 12.5]"))))
    assert shown(result, "Income Statement", "sales", "1Q2022") == pytest.approx(in_force)
    assert any(each.name == "Restatements" for each in result.cells.sheets) == restated
    assert ("CHOOSE" in formula(result, "Income Statement", "sales", "1Q2022")) == restated
    changes = next(each for each in result.cells.sheets if each.name == "Changes")
    assert any(each.value == "income_statement.sales" for each in changes.cells.values()) == restated


def test_a_derived_quarter_shows_the_decimals_of_its_coarsest_part(tmp_path: Path) -> None:
    """1,050.2 less 780.4 (billion, after 264.323 and so on) is 269.8: no third decimal is known."""
    result = built(tmp_path, files(
        SALES, BILLIONS,
        _2024_02_20=filing("2024-02-20", table("income_statement", "9M2023, FY2023", "sales: [780.438, 1050.2]"),
                           table("income_statement", "1Q2023", "sales: [264.323]").replace(
                               "heading: income_statement", "heading: Quarter"))))
    found = [cell(result, "Income Statement", "sales", label) for label in ("1Q2023", "9M2023", "FY2023", "4Q2023")]
    assert [each.format.partition("_")[0] for each in found if each] == [
        "#,##0.000", "#,##0.000", "#,##0.0", "#,##0.0"]


def test_a_dash_among_figures_with_decimals_is_as_precise_as_they_are(tmp_path: Path) -> None:
    """A dash hides less than 0.05 where figures have one decimal: parts of 391.4 and a dash do not make 391.8."""
    for number, (services, sales, state) in enumerate((
            ("nil", "391.4", "EXACT"), ("0", "391.5", "ROUND"), ("nil", "391.8", "FAIL"))):
        found = states(audited(tmp_path / str(number), files(PARTS, BILLIONS, _2023_04_26=filing(
            "2023-04-26", table("income_statement", "1Q2023", f"goods: [391.4]; services: [{services}]; "
                                f"sales: [{sales}]; profit: [12.3]")))))
        assert found["footing:down:income_statement.sales:1Q2023"] == state


def test_yen_on_sheets_in_billions_are_compared_to_the_last_yen(tmp_path: Path) -> None:
    rows = "goods: [391447123456]; services: [26918000001]; sales: [418365123457]"
    for number, (right, state) in enumerate((("418365123457", "EXACT"), ("418365123459", "FAIL"))):
        found = states(audited(tmp_path / str(number), files(
            PARTS, BILLIONS.replace("loose", "exact"), _2023_04_26=filing(
                "2023-04-26", table("income_statement", "1Q2023", rows.replace("418365123457", right)),
                more=", scale: one"))))
        assert found["footing:down:income_statement.sales:1Q2023"] == state
