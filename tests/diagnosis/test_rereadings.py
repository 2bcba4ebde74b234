"""What the inputs say wrongly of figures that are right is told first, and no right figure is called a slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.report.audit import Audit
from generator.report.data import as_data
from tests.companies import COMPANY, audited, changed, filing, table

CALENDAR = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
CASH = """\
cash_flow:
  title: Statement of Cash Flows
  sheet: Cash Flow
  items:
    operating: {label: Operating activities, concept: cash_from_operations}
    investing: {label: Investing activities, concept: cash_from_investing}
    net: {label: Net change in cash, sum: [operating, investing], concept: net_change_in_cash}
    opening: {label: Opening cash, additivity: opening, concept: opening_cash}
    closing: {label: Closing cash, additivity: instant, sum: [opening, net], concept: closing_cash}
"""
FLOWS = CASH[:CASH.index("    opening:")]
INCOME = """\
income:
  title: Income
  sheet: Income Statement
  items:
    sales: Sales
    costs: Costs
    wages: Wages
    rent: Rent
    interest: Interest
    profit: {label: Profit, sum: [sales, costs, wages, rent, interest]}
"""


def _cash(half: str, third: str, year: str = "FY2023", rows: tuple[str, str, str] = (
        "operating: [640]; investing: [(240)]; net: [400]; opening: [150]; closing: [550]",
        "operating: [960]; investing: [(310)]; net: [650]; opening: [150]; closing: [800]",
        "operating: [1300]; investing: [(500)]; net: [800]; opening: [150]; closing: [950]"),
        flows_only: bool = False) -> dict[str, str | bytes | None]:
    """Six months, nine months and a year of cash flows under the given periods."""
    cut = [row[:row.index("; opening")] if flows_only else row for row in rows]
    files: dict[str, str | bytes | None] = {
        "company.yaml": CALENDAR, "statements.yaml": FLOWS if flows_only else CASH, "filings/2023-11-14.yaml": None}
    for date, period, row in zip(("2023-08-01", "2023-11-01", "2024-02-20"), (half, third, year), cut, strict=True):
        files[f"filings/{date}.yaml"] = filing(date, table("cash_flow", period, row))
    return files


def _told(found: Audit) -> list[tuple[str, str]]:
    """The lines of all other readings, and of what is said beside."""
    return [(reading.words, reading.line) for finding in found.findings for reading in finding.readings]


def _suspected(found: Audit) -> list[str]:
    return [each.line for each in found.suspicions]


def test_nine_months_under_the_quarter_mend_everything(tmp_path: Path) -> None:
    """150 + 650 = 800 as printed; as the quarter 150 + 400 + 650 = 1,200, and the right 800 seemed to be wrong."""
    found = audited(tmp_path / "own", _cash("1H2023", "3Q2023"))
    assert _told(found) == [("the column 3Q2023 of cash_flow is 9M2023", "columns: [9M2023]")]
    (finding,) = as_data(found)["findings"]
    assert finding["readings"][0]["likely"]
    assert finding["readings"][0]["place"].endswith("2023-11-01.yaml:7:19")
    assert not any(repair["unique"] or repair["shown"] for repair in finding["repairs"])
    assert audited(tmp_path / "right", _cash("1H2023", "9M2023")).findings == []


@pytest.mark.parametrize(("half", "third", "year", "right"), [
    ("2Q2023", "9M2023", "FY2023", "columns: [1H2023]"), ("1H2023", "9M2023", "4Q2023", "columns: [FY2023]"),
    ("1H2023", "9M2023", "2H2023", "columns: [FY2023]")])
def test_any_year_to_date_under_a_part_of_the_year(tmp_path: Path, half: str, third: str, year: str,
                                                   right: str) -> None:
    """Where a first quarter is known, a half year under the second one; the year under its last part."""
    files = _cash(half, third, year)
    files["filings/2023-05-01.yaml"] = filing("2023-05-01", table(
        "cash_flow", "1Q2023", "operating: [310]; investing: [(110)]; net: [200]; opening: [150]; closing: [350]"))
    found = audited(tmp_path, files)
    assert right in [line for _, line in _told(found)]
    assert not any(repair.is_unique for finding in found.findings for repair in finding.repairs)


def test_a_wrong_closing_balance_is_no_matter_of_headings(tmp_path: Path) -> None:
    files = _cash("1H2023", "9M2023")
    files["filings/2023-11-01.yaml"] = str(files["filings/2023-11-01.yaml"]).replace("closing: [800]", "closing: [880]")
    found = audited(tmp_path, files)
    assert _told(found) == []
    assert found.counts["FAIL"] >= 1


def test_nine_months_under_the_quarter_without_balances(tmp_path: Path) -> None:
    """Nothing fails; yet 4Q would be 1,300 - 640 - 960 = -300 and 500 - 240 - 310 = -50 of all there is."""
    found = audited(tmp_path / "own", _cash("1H2023", "3Q2023", flows_only=True))
    assert found.counts["FAIL"] == 0
    assert _suspected(found) == ["columns: [9M2023]"]
    assert _suspected(audited(tmp_path / "right", _cash("1H2023", "9M2023", flows_only=True))) == []


def test_a_quarter_under_the_nine_months_without_balances(tmp_path: Path) -> None:
    """3Q would be 320 - 640 = -320 and -70 + 240 = 170."""
    rows = ("operating: [640]; investing: [(240)]; net: [400]; opening: [150]",
            "operating: [320]; investing: [(70)]; net: [250]; opening: [150]",
            "operating: [1300]; investing: [(500)]; net: [800]; opening: [150]")
    assert _suspected(audited(tmp_path, _cash("1H2023", "9M2023", rows=rows, flows_only=True))) == ["columns: [3Q2023]"]


@pytest.mark.parametrize(("columns", "sales", "costs", "wages", "rent", "interest", "suspected"), [
    # The year under 4Q: each line is a third more than the nine months before.
    ("9M2023, 4Q2023", (900, 1230), (-300, -410), (-200, -265), (-60, -80), (-30, -41), ["columns: [9M2023, FY2023]"]),
    # Nine months under 3Q, the year not yet out.
    ("1H2023, 3Q2023", (600, 930), (-200, -310), (-130, -195), (-40, -60), (-20, -31), ["columns: [1H2023, 9M2023]"]),
    # A strong quarter: sales and costs more than in the half year before it, wages and rent as ever.
    ("1H2023, 3Q2023", (600, 930), (-200, -310), (-130, -70), (-40, -20), (-20, -11), []),
    # A weak one after a strong one, with a loss: sales 1,500 - 600 - 800 = 100.
    ("1H2023, 3Q2023, FY2023", (600, 800, 1500), (-200, -260, -500), (-130, -70, -270), (-40, -20, -80),
     (-20, -11, -43), []),
    # The same where money came back: interest received in the last quarter, 43 - 20 - 30 = -7 of the cost.
    ("1H2023, 3Q2023, FY2023", (600, 800, 1500), (-200, -260, -500), (-130, -70, -270), (-40, -20, -80),
     (-20, -30, -43), []),
])
def test_only_what_no_business_does_is_suspected(
        tmp_path: Path, columns: str, sales: tuple[int, ...], costs: tuple[int, ...], wages: tuple[int, ...],
        rent: tuple[int, ...], interest: tuple[int, ...], suspected: list[str]) -> None:
    lines = {"sales": sales, "costs": costs, "wages": wages, "rent": rent, "interest": interest,
             "profit": tuple(map(sum, zip(sales, costs, wages, rent, interest, strict=True)))}
    rows = "; ".join(f"{name}: [{', '.join(map(str, figures))}]" for name, figures in lines.items())
    found = audited(tmp_path, {"company.yaml": CALENDAR, "statements.yaml": INCOME, "filings/2023-11-14.yaml": None,
                               "filings/2024-02-20.yaml": filing("2024-02-20", table("income", columns, rows))})
    assert _suspected(found) == suspected


PLAIN = """\
income:
  title: Income
  sheet: Income Statement
  items:
    sales: Sales
    costs: Costs
    wages: Wages
    profit: {label: Profit, sum: [sales, -costs, wages]}
"""


def test_a_forgotten_minus_in_a_sum(tmp_path: Path) -> None:
    """900 - 500 - 100 = 300 and 950 - 520 - 110 = 320: the sum adds the wages."""
    found = audited(tmp_path, {"statements.yaml": PLAIN, "filings/2023-11-14.yaml": filing("2023-11-14", table(
        "income", "1H2022, 1H2023", "sales: [900, 950]; costs: [500, 520]; wages: [100, 110]; profit: [300, 320]"))})
    assert _told(found) == [("the sum of Profit takes Wages without its minus", "sum: [sales, -costs, -wages]")]
    assert not any(repair.is_unique for finding in found.findings for repair in finding.repairs)
    assert as_data(found)["findings"][0]["readings"][0]["place"].endswith("statements.yaml:8:5")


def test_an_issuer_that_rounds_each_figure_by_itself_is_told_first(tmp_path: Path) -> None:
    """Four sums are off by one; a figure that was misread beside them is found all the same."""
    items = "{a: A, b: B, c: {label: C, sum: [a, b]}}"
    statements = "".join(f"s{n}:\n  title: S{n}\n  sheet: Notes\n  items: {items}\n" for n in range(5))
    rows = ["a: [10]; b: [21]; c: [32]", "a: [14]; b: [27]; c: [40]", "a: [51]; b: [33]; c: [85]",
            "a: [71]; b: [22]; c: [94]", "a: [4567]; b: [2000]; c: [6657]"]
    files: dict[str, str | bytes | None] = {"statements.yaml": statements, "filings/2023-11-14.yaml": filing(
        "2023-11-14", *(table(f"s{n}", "1H2023", row) for n, row in enumerate(rows)))}
    first, second = audited(tmp_path, files).findings
    assert [(each.words, each.line) for each in first.readings] == [
        ("these 4 differ by at most 1 in the last digit: the issuer rounds each figure by itself", "foots: loose")]
    assert len(first.failing) == 4 and first.repairs == ()
    assert [check.id for check in second.failing] == ["footing:down:s4.c:1H2023"]


EPS = """\
income:
  title: Income
  sheet: Income Statement
  items:
    owners: {label: Profit to owners, concept: profit_to_owners}
    eps: {label: EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    shares: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
"""


def _eps(folder: Path, owners: str, eps: str, shares: str, company: str = COMPANY) -> Audit:
    return audited(folder, {"company.yaml": company, "statements.yaml": EPS, "filings/2023-11-14.yaml": filing(
        "2023-11-14", table("income", "FY2021, FY2022", f"owners: [{owners}]; eps: [{eps}]; shares: [{shares}]"))})


def test_a_relation_that_holds_in_no_period_calls_no_figure_a_slip(tmp_path: Path) -> None:
    """600 less preferred dividends of 100, by 100 million shares: 5.00; the year before 400 by 100 million."""
    found = _eps(tmp_path / "own", "500, 600", "4.00, 5.00", "100000000, 100000000")
    (finding,) = found.findings
    assert (finding.repairs, finding.readings) == ((), ())
    assert finding.missing and (finding.missing.concept, finding.missing.is_printed) == ("preferred_dividends", False)
    one = audited(tmp_path / "one", {"statements.yaml": EPS, "filings/2023-11-14.yaml": filing(
        "2023-11-14", table("income", "FY2022", "owners: [600]; eps: [4.71]; shares: [100000000]"))})
    assert not any(repair.is_unique for finding in one.findings for repair in finding.repairs)


@pytest.mark.parametrize(("owners", "eps", "shares", "kind", "values"), [
    ("17646, 18021", "17646, 180.21", "100000000, 100000000", "decimal point", ["176.46"]),
    ("17646, 18021", "17646, 18021", "100000000, 100000000", "decimal points of a row", ["176.46", "180.21"]),
    ("17646, 18021", "176.46, 180.21", "100000, 100000", "a row in another scale", ["100000000", "100000000"]),
    ("17646, 18021", "176.46, 180.21", "100000000, 100000", "another scale", ["100000000"]),
])
def test_units_and_decimal_points(tmp_path: Path, owners: str, eps: str, shares: str, kind: str,
                                  values: list[str]) -> None:
    """17,646 million by 100 million shares are 176.46."""
    (finding,) = _eps(tmp_path, owners, eps, shares).findings
    first = finding.repairs[0]
    assert [each.slip.words for each in first.candidates] == [kind]
    assert [str(change.value) for change in first.changes] == values
    assert not first.is_unique or kind == "another scale"


SPLIT = COMPANY + "splits: [{effective: 2022-10-01, new_shares: 2, old_shares: 1}]\n"


def test_a_figure_on_another_split_basis(tmp_path: Path) -> None:
    """17,646 million by 100 million shares after the split; typed as before it, 352.92."""
    (finding,) = _eps(tmp_path, "17646, 18021", "352.92, 180.21", "100000000, 100000000", SPLIT).findings
    assert ("another split basis", "176.46") in [
        (each.slip.words, str(each.changes[0].value)) for repair in finding.repairs for each in repair.candidates]


EQUITY = """\
equity:
  title: Equity
  sheet: Changes in Equity
  members: {translation: Translation, hedges: Hedges, total: {label: Total, sum: [translation, hedges]}}
  items:
    opening: {label: Opening, additivity: opening}
    oci: Other comprehensive income
    closing: {label: Closing, additivity: instant, sum: [opening, oci]}
"""
OPENINGS = """\
- id: one
  label: One
  left: "{{ equity.opening['translation'] }}"
  right: "{{ equity.closing['translation'].opening }}"
- id: two
  label: Two
  left: "{{ equity.opening['hedges'] }}"
  right: "{{ equity.closing['hedges'].opening }}"
"""


def test_of_two_years_that_do_not_join_the_later_one_is_named(tmp_path: Path) -> None:
    """Translation closes with 270 and opens with 100, hedges the other way round: both years add up by themselves."""
    def year(date: str, period: str, rows: str) -> str:
        return filing(date, table("equity", period, rows).replace("columns: [", "period: ").replace(
            "]\n    rows", "\n    members: [translation, hedges, total]\n    rows", 1))

    found = audited(tmp_path, {
        "statements.yaml": EQUITY, "checks.yaml": OPENINGS, "filings/2023-11-14.yaml": None,
        "filings/2022-06-24.yaml": year("2022-06-24", "FY2021", "opening: [240, 90, 330]; oci: [30, 10, 40]; "
                                        "closing: [270, 100, 370]"),
        "filings/2023-06-23.yaml": year("2023-06-23", "FY2022", "opening: [100, 270, 370]; oci: [12, 25, 37]; "
                                        "closing: [112, 295, 407]")})
    (finding,) = found.findings
    assert finding.readings == ()
    assert {change.fact.filing.key for change in finding.repairs[0].changes} == {"2023-06-23"}
    assert not any(repair.is_unique for repair in finding.repairs)


HEADLINES = """\
income:
  title: Income
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    costs: Costs
    profit: {label: Profit, sum: [revenue, costs]}
headlines:
  title: Headlines
  sheet: Operating Data
  items: {sales: {label: Sales, same_as: income.revenue}, profit: {label: Profit, same_as: income.profit}}
"""


def _headlines(sales: str, profit: str, more: str = "") -> dict[str, str | bytes | None]:
    """Millions in the statement: 298,321 - 198,221 = 100,100 and 312,240 - 202,011 = 110,229."""
    rows = "revenue: [298321, 312240]; costs: [(198221), (202011)]; profit: [100100, 110229]"
    return {"statements.yaml": HEADLINES, "filings/2023-11-14.yaml": filing(
        "2023-11-14", table("income", "1H2022, 1H2023", rows),
        table("headlines", "1H2022, 1H2023", f"sales: [{sales}]; profit: [{profit}]", more))}


def test_headlines_typed_with_zeros_that_are_not_printed(tmp_path: Path) -> None:
    """298.3, 312.2 and 110.2 billion are 21, 40 and 29 million from the statement, which their last digits allow."""
    found = audited(tmp_path / "typed", _headlines("298300, 312200", "100100, 110200"))
    assert _told(found) == [
        ("298,300 (and 2 more of its table) is printed in fewer digits", "298.3, with scale: billion")]
    right = _headlines("298.3, 312.2", "100.1, 110.2", "    scale: billion\n")
    assert audited(tmp_path / "right", right).hard_failures == []


def test_zeros_behind_the_point(tmp_path: Path) -> None:
    """Both printings in millions with decimals: 312.240 and 312.2, typed as 312.200."""
    files: dict[str, str | bytes | None] = {"statements.yaml": HEADLINES, "filings/2023-11-14.yaml": filing(
        "2023-11-14", table("income", "1H2022, 1H2023", "revenue: [298.321, 312.240]"),
        table("headlines", "1H2022, 1H2023", "sales: [298.300, 312.200]"))}
    assert _told(audited(tmp_path, files)) == [
        ("298.300 (and 1 more of its table) is printed in fewer digits", "298.3")]


def test_a_round_figure_beside_others_in_full_is_a_slip(tmp_path: Path) -> None:
    found = audited(tmp_path, _headlines("298321, 312200", "100100, 110229"))
    assert _told(found) == []
    assert [each.slip.words for each in found.findings[0].repairs[0].candidates] == ["one digit misread"]


@pytest.mark.parametrize(("figure", "more"), [("312900", 1), ("313000", 1), ("312000", 2)])
def test_what_the_zeros_do_not_explain_stays_wrong(tmp_path: Path, figure: str, more: int) -> None:
    """312,900 and 313,000 are no 312,240, so that two of the three remain; 312,000 is, in whole billions."""
    told = [words for words, _ in _told(audited(tmp_path, _headlines(f"298300, {figure}", "100100, 110200")))]
    assert told == [f"298,300 (and {more} more of its table) is printed in fewer digits"]
