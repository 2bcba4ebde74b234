"""Facts in their columns, or left with a reason: the traps that were measured, with real figures."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from generator.inputs.load import load_inputs
from generator.intake.placing import reasons as why
from generator.intake.placing.place import place
from generator.intake.placing.placed import PlacedCompany, PlacedFact
from generator.refused import Refused
from generator.xbrl.companyfacts import read_companyfacts
from generator.xbrl.documents import Document
from generator.xbrl.read import read
from generator.xbrl.report import Tagged
from tests.conftest import IIJ, ROOT
from tests.intake.filed import day, fact, report, text

FIXTURES = ROOT.parent / "shared" / "fixtures"
CONSOLIDATION = "jppfs_cor:ConsolidatedOrNonConsolidatedAxis"
TSE = "tse-ed-t:ConsolidatedNonconsolidatedAxis"
RESULT = "tse-ed-t:ResultForecastAxis"
ONE_YEAR = "2023-01-01..2023-12-31"


def one(*facts: Tagged, filed: str = "2024-02-20", form: str = "") -> PlacedCompany:
    company = place([report(*facts, filed=filed, form=form)])
    assert len(facts) == sum(len(each.facts) + len(each.left) for each in company.filings)
    return company


def placed(company: PlacedCompany, concept: str) -> list[PlacedFact]:
    return [each for filing in company.filings for each in filing.facts if each.tagged.concept == concept]


def value(each: PlacedFact) -> int | None:
    """The value in whole ones."""
    return None if each.tagged.value is None else int(each.tagged.value)


def reasons(company: PlacedCompany) -> Counter[str]:
    return Counter(left.reason for filing in company.filings for left in filing.left)


def test_parent_only_is_left_where_the_group_is_there() -> None:
    """Nintendo, year to March 2024: net sales 1,671,865 million, of the parent alone 1,183,967."""
    year = "2023-04-01..2024-03-31"
    parent = (CONSOLIDATION, "jppfs_cor:NonConsolidatedMember")
    dividend = "jpcrp_cor:DividendPaidPerShareSummaryOfBusinessResults"
    eps = "jpcrp_cor:BasicEarningsLossPerShareSummaryOfBusinessResults"
    company = one(fact("jppfs_cor:NetSales", 1671865000000, year, unit="JPY"),
                  fact("jppfs_cor:NetSales", 1183967000000, year, parent, unit="JPY"),
                  fact(eps, "421.39", year, unit="JPY/shares"), fact(eps, "302.37", year, parent, unit="JPY/shares"),
                  fact(dividend, "211", year, parent, unit="JPY/shares"), filed="2024-06-28")
    assert [each.tagged.value for each in placed(company, "jppfs_cor:NetSales")] == [1671865000000]
    assert [each.tagged.value for each in placed(company, eps)] == [Decimal("421.39")]
    assert [(each.column, each.members) for each in placed(company, dividend)] == [("FY2023", ())]
    assert reasons(company) == {why.PARENT_ONLY: 2}


@pytest.mark.parametrize("said", [True, False])
def test_parent_only_is_the_company_where_there_is_no_group(said: bool) -> None:
    parent = (CONSOLIDATION, "jppfs_cor:NonConsolidatedMember")
    cover = [text("jpdei_cor:WhetherConsolidatedFinancialStatementsArePreparedDEI", "false")] if said else []
    # What directors are paid is tagged without the member in every report.
    company = one(fact("jppfs_cor:NetSales", 1183967000000, ONE_YEAR, parent, unit="JPY"),
                  fact("jpcrp_cor:RemunerationTotal", 1000000, ONE_YEAR, unit="JPY"), *cover)
    assert [(each.column, each.members) for each in placed(company, "jppfs_cor:NetSales")] == [("FY2023", ())]
    assert why.PARENT_ONLY not in reasons(company)


def test_forecasts_and_dividends_of_a_summary() -> None:
    """MODEC, first quarter 2024: sales 124,524 million, 553,137 expected; dividends of 20 paid, 10 and 30 expected."""
    group, alone = (TSE, "tse-ed-t:ConsolidatedMember"), (TSE, "tse-ed-t:NonConsolidatedMember")
    quarter, year, last = "2024-01-01..2024-03-31", "2024-01-01..2024-12-31", "2023-01-01..2023-12-31"

    def told(member: str) -> tuple[str, str]:
        return (RESULT, f"tse-ed-t:{member}Member")

    def dividend(value: str | None, when: str, schedule: str, kind: str) -> Tagged:
        return fact("tse-ed-t:DividendPerShare", value, when,
                    ("tse-ed-t:AnnualDividendPaymentScheduleAxis", f"tse-ed-t:{schedule}Member"), alone, told(kind),
                    unit="JPY/shares")

    company = one(
        fact("tse-ed-t:SalesIFRS", 124524000000, quarter, group, told("Result"), unit="JPY", decimals=-6),
        fact("tse-ed-t:SalesIFRS", 553137000000, year, group, told("Forecast"), unit="JPY", decimals=-6),
        fact("tse-ed-t:SalesIFRS", None, year, group, told("Lower"), unit="JPY"),
        fact("tse-ed-t:SalesIFRS", None, year, group, told("Upper"), unit="JPY"),
        fact("jpigp_cor:RevenueIFRS", 822866000, quarter, unit="USD", decimals=-3),
        dividend("0.00", last, "SecondQuarter", "Result"), dividend(None, last, "ThirdQuarter", "Result"),
        dividend("20.00", last, "YearEnd", "Result"), dividend("20.00", last, "Annual", "Result"),
        dividend("10.00", year, "SecondQuarter", "Forecast"), dividend("30.00", year, "YearEnd", "Forecast"),
        dividend("40.00", year, "Annual", "Forecast"), filed="2024-05-14")
    assert company.fiscal_year == {"ends": "12-31", "named_after": "end"}
    assert [(each.column, each.is_forecast) for each in placed(company, "tse-ed-t:SalesIFRS")] == [
        ("1Q2024", False), ("FY2024", True)]
    assert {(each.column, each.is_forecast): each.tagged.value for each in
            placed(company, "tse-ed-t:DividendPerShare")} == {
        ("2023-06-30", False): 0, ("2023-09-30", False): None, ("2023-12-31", False): 20, ("FY2023", False): 20,
        ("2024-06-30", True): 10, ("2024-12-31", True): 30, ("FY2024", True): 40}
    assert reasons(company) == {why.BLANK: 2}
    filing = company.filings[0]
    assert (filing.currency, filing.scale, dict(filing.scales)) == (
        "USD", "thousand", {"JPY": "million", "USD": "thousand"})
    assert (company.currency, company.standard) == ("USD", "IFRS")


def test_a_range_has_a_low_and_a_high_end() -> None:
    low, high = (RESULT, "tse-ed-t:LowerMember"), (RESULT, "tse-ed-t:UpperMember")
    company = one(fact("tse-ed-t:NetSales", 100, ONE_YEAR, low, unit="JPY"),
                  fact("tse-ed-t:NetSales", 120, ONE_YEAR, high, unit="JPY"), filed="2023-05-12")
    assert [(each.end, each.is_forecast, value(each)) for each in placed(company, "tse-ed-t:NetSales")] == [
        ("low", True, 100), ("high", True, 120)]


def test_a_forecast_that_a_revision_replaces_is_left() -> None:
    axis, forecast = "tse-re-t:PreviousCurrentAxis", (RESULT, "tse-ed-t:ForecastMember")
    company = one(fact("tse-ed-t:NetSales", 100, ONE_YEAR, (axis, "tse-re-t:PreviousMember"), forecast, unit="JPY"),
                  fact("tse-ed-t:NetSales", 120, ONE_YEAR, (axis, "tse-re-t:CurrentMember"), forecast, unit="JPY"),
                  filed="2023-10-30")
    assert [(each.is_forecast, value(each)) for each in placed(company, "tse-ed-t:NetSales")] == [(True, 120)]
    assert reasons(company) == {why.REPLACED: 1}


def test_members_are_kept_and_defaults_are_none() -> None:
    product = ("srt:ProductOrServiceAxis", "us-gaap:ProductMember")
    company = one(fact("us-gaap:Revenues", 60584000000, ONE_YEAR, product),
                  fact("us-gaap:Revenues", 81797000000, ONE_YEAR,
                       ("us-gaap:StatementScenarioAxis", "us-gaap:ScenarioUnspecifiedDomain")))
    assert [each.members for each in placed(company, "us-gaap:Revenues")] == [(product,), ()]


def test_nil_stays_nil_and_a_zero_a_zero() -> None:
    nci = "jppfs_cor:NonControllingInterests"
    company = one(fact(nci, None, "2023-12-31", unit="JPY"), fact(nci, 0, "2022-12-31", unit="JPY"),
                  fact("jppfs_cor:NetSales", 1, ONE_YEAR, unit="JPY"))
    assert [(each.column, each.tagged.value) for each in placed(company, nci)] == [
        ("2023-12-31", None), ("2022-12-31", 0)]


def test_durations_and_days_that_have_no_column() -> None:
    company = one(
        fact("us-gaap:Revenues", 1, ONE_YEAR), fact("us-gaap:Revenues", 2, "2023-03-05..2023-03-05"),
        fact("us-gaap:Revenues", 3, "2022-01-01..2023-12-31"), fact("us-gaap:Revenues", 4, "2023-02-01..2023-06-30"),
        fact("dei:EntityPublicFloat", 5, "2023-06-29"), fact("us-gaap:LongTermDebt", 6, "2026-12-31"),
        fact("dei:EntityCommonStockSharesOutstanding", 7, "2024-01-31", unit="shares"))
    assert [(each.column, each.off_calendar) for filing in company.filings for each in filing.facts] == [
        ("FY2023", False), ("2024-01-31", True)]
    assert reasons(company) == {why.NO_PERIOD: 3, why.NO_QUARTER_END: 1, why.TOO_LATE: 1}


def test_dates_that_are_slips_make_no_calendar() -> None:
    company = one(fact("us-gaap:Revenues", 1, ONE_YEAR), fact("us-gaap:Revenues", 2, "2203-01-01..2203-12-31"),
                  fact("us-gaap:Revenues", 3, "0001-01-01..0001-12-31"), fact("us-gaap:Assets", 4, "9999-12-31"),
                  fact("us-gaap:Revenues", 5, "2023-12-31..2023-01-01"),
                  fact("us-gaap:Huge", "1E+400", ONE_YEAR, decimals=-400))
    assert company.fiscal_year == {"ends": "12-31", "named_after": "end"}
    assert reasons(company) == {why.TOO_LATE: 2, why.TOO_EARLY: 1, why.NO_PERIOD: 1}


def test_dates_that_miss_a_quarter_by_days_are_told() -> None:
    company = one(*(fact(f"us-gaap:Flow{n}", 1, ONE_YEAR) for n in range(20)),
                  fact("us-gaap:Revenues", 2, "2023-10-02..2023-12-31"))
    assert placed(company, "us-gaap:Revenues")[0].column == "4Q2023"
    assert company.filings[0].remarks == (
        "1 fact: 2023-10-02..2023-12-31 is taken for 4Q2023 (2023-10-01..2023-12-31)",)


def test_thousands_that_became_millions() -> None:
    """29,739,614 thousand, and 29,740 million a year later."""
    first = report(fact("jpigp_cor:RevenueIFRS", 29739614000, ONE_YEAR, unit="JPY", decimals=-3), filed="2024-02-20")
    later = report(fact("jpigp_cor:RevenueIFRS", 29740000000, ONE_YEAR, unit="JPY", decimals=-6),
                   fact("jpigp_cor:RevenueIFRS", 31000000000, "2024-01-01..2024-12-31", unit="JPY", decimals=-6),
                   filed="2025-02-20")
    company = place([later, first])
    assert [(str(each.filed), each.scale, each.period) for each in company.filings] == [
        ("2024-02-20", "thousand", "FY2023"), ("2025-02-20", "million", "FY2024")]
    assert company.scale == "million"


def test_repetitions() -> None:
    """The more exact of two that agree stays; what is equal is counted; what is not is refused, with both places."""
    sales, note = "us-gaap:Revenues", "us-gaap:Something"
    company = one(fact(sales, 1234000000, ONE_YEAR, decimals=-6), fact(sales, 1234567000, ONE_YEAR, decimals=-3),
                  fact(sales, 1234567000, ONE_YEAR, decimals=-3), fact(note, 5, ONE_YEAR), fact(note, 6, ONE_YEAR),
                  fact("us-gaap:Nothing", None, ONE_YEAR), fact("us-gaap:Nothing", 0, ONE_YEAR))
    assert [each.tagged.value for each in placed(company, sales)] == [1234567000]
    assert [each.tagged.value for each in placed(company, "us-gaap:Nothing")] == [0]
    assert reasons(company) == {why.REPEATED: 1, why.LESS_EXACT: 1, why.CONFLICT: 2, why.NIL: 1}
    assert "us-gaap:Something of FY2023 is 5 here and 6 at filing.xml:1" in company.filings[0].remarks[0]
    with pytest.raises(Refused, match=r"filing\.xml:7:1: us-gaap:Revenues of FY2023 is 1,234 here and 1,235 at "
                                      r"filing\.xml:9:1; which is right\?"):
        place([report(fact(sales, 1234, ONE_YEAR, line=7), fact(sales, 1235, ONE_YEAR, line=9), filed="2024-02-20")],
              elements={sales})


def test_a_form_that_is_no_periodic_report_is_left_whole() -> None:
    fact_ = fact("us-gaap:Revenues", 1, ONE_YEAR)
    company = place([report(fact_, filed="2024-02-20", form=form, kind="companyfacts", key=form)
                     for form in ("10-K", "10-K/A", "8-K", "DEF 14A", "S-1", "20-F", "10-KT", "6-K")])
    assert {each.report.form for each in company.filings if each.facts} == {"10-K", "10-K/A", "20-F", "10-KT", "6-K"}
    assert reasons(company) == {why.NOT_PERIODIC: 3}


def test_a_filing_given_twice_counts_once_and_has_its_date() -> None:
    facts = [fact(f"us-gaap:Flow{n}", n, ONE_YEAR) for n in range(10)]
    own = report(*facts, text("dei:DocumentType", "10-K"), entity="0000320193")
    listed = report(*facts, filed="2024-02-20", form="10-K", kind="companyfacts", entity="320193")
    company = place([own, listed])
    assert [(str(each.filed), len(each.facts)) for each in company.filings] == [("2024-02-20", 10), ("2024-02-20", 0)]
    assert reasons(company) == {why.TEXT: 1, why.OWN_DATA: 10}


def test_two_companies_are_refused() -> None:
    facts = fact("us-gaap:Revenues", 1, ONE_YEAR)
    with pytest.raises(Refused, match="one company at a time"):
        place([report(facts, filed="2024-02-20", entity=entity) for entity in ("0000320193", "789019")])


def test_a_company_that_is_there_keeps_its_calendar() -> None:
    inputs = load_inputs(IIJ)
    sales = fact("jpigp_cor:RevenueIFRS", 1, "2023-04-01..2023-12-31", unit="JPY")
    company = place([report(sales, filed="2024-02-09")], inputs)
    assert [each.column for each in placed(company, "jpigp_cor:RevenueIFRS")] == ["9M2023"]
    assert company.name == "Internet Initiative Japan Inc." and not company.fiscal_year
    with pytest.raises(Refused, match="2023-02-01 to 2023-04-30, which is no period of"):
        place([report(fact("jpigp_cor:RevenueIFRS", 1, "2023-02-01..2023-04-30", unit="JPY"), filed="2023-06-09")],
              inputs)


def test_shares_of_a_day_that_ends_no_quarter() -> None:
    """Those of the cover, whole or by classes; not a director's, nor what is of the year's end by its name."""
    a = ("us-gaap:StatementClassOfStockAxis", "us-gaap:CommonClassAMember")
    director = ("jpcrp_cor:DirectorsAndOtherOfficersAxis", "x:DirectorMember")
    company = one(fact("us-gaap:Revenues", 1, ONE_YEAR),
                  fact("dei:EntityCommonStockSharesOutstanding", 7, "2024-01-31", a, unit="shares"),
                  fact("jpcrp_cor:NumberOfSharesHeld", 8, "2024-01-31", director, unit="shares"),
                  fact("jpcrp_cor:NumberOfIssuedSharesAsOfFilingDateX", 907200000, "2024-01-31", unit="shares"),
                  fact("jpcrp_cor:NumberOfIssuedSharesAsOfFiscalYearEndX", 453600000, "2024-01-31", unit="shares"))
    assert [(value(each), each.members) for filing in company.filings for each in filing.facts
            if each.off_calendar] == [(7, (a,)), (907200000, ())]
    assert reasons(company) == {why.NO_QUARTER_END: 2}


def filing_of(*names: str) -> PlacedCompany:
    paths = [FIXTURES / name for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip("the large files are not here")
    reports = read(paths)
    company = place(reports)
    assert sum(len(each.facts) for each in reports) == sum(len(each.facts) + len(each.left)
                                                           for each in company.filings)
    return company


def test_nintendo() -> None:
    company = filing_of("edinet/nintendo_annual_fy2023")
    assert (company.name, company.code, company.standard, company.currency, company.scale) == (
        "Nintendo Co., Ltd.", "7974", "J-GAAP", "JPY", "million")
    assert company.fiscal_year == {"ends": "03-31", "named_after": "start"}
    assert {each.column: value(each) for each in placed(company, "jppfs_cor:NetSales") if not each.members} == {
        "FY2023": 1671865000000, "FY2022": 1601677000000}
    assert str(company.filings[0].filed) == "2024-06-28" and company.filings[0].period == "FY2023"
    assert reasons(company)[why.PARENT_ONLY] > 300


def test_modec_and_cybozu() -> None:
    """Statements in thousands of dollars with a summary in millions of yen; yen throughout, truncated."""
    company = filing_of("tdnet/edif_b.zip")
    assert dict(company.filings[0].scales) == {"JPY": "million", "USD": "thousand"}
    assert (company.currency, company.scale, company.rounding) == ("USD", "thousand", "truncate")
    assert {(each.column, each.is_forecast): value(each) for each in placed(company, "tse-ed-t:SalesIFRS")} == {
        ("1Q2024", False): 124524000000, ("1Q2023", False): 99472000000, ("FY2024", True): 553137000000}
    assert reasons(company)[why.REPEATED] == 18
    cybozu = filing_of("tdnet/edjp_b.zip")
    assert (cybozu.code, cybozu.standard, cybozu.rounding) == ("4776", "J-GAAP", "truncate")
    assert str(cybozu.filings[0].filed) == "2024-05-14"


def test_apples_report_beside_companyfacts_has_its_date_from_there() -> None:
    company = filing_of("sec/aapl_10q_20230701", "sec/CIK0000320193_AAPL_companyfacts.json")
    of_the_day = [each for each in company.filings if str(each.filed) == "2023-08-04"]
    assert [bool(each.facts) for each in of_the_day] == [False, True]
    assert of_the_day[1].report.kind == "xbrl" and not of_the_day[1].report.filed
    assert {each.reason for each in of_the_day[0].left} == {why.OWN_DATA}


def companyfacts(name: str) -> PlacedCompany:
    path = FIXTURES / "sec" / name
    if not path.exists():
        pytest.skip("the large files are not here")
    reports = read_companyfacts(Document(str(path), path.read_bytes()))
    company = place(reports)
    assert sum(len(each.facts) for each in reports) == sum(len(each.facts) + len(each.left)
                                                           for each in company.filings)
    return company


def test_all_of_apple() -> None:
    """68 reports, two 8-Ks; the year-ends as Apple's annual reports print them."""
    company = companyfacts("CIK0000320193_AAPL_companyfacts.json")
    years = company.fiscal_year["years"]
    assert isinstance(years, dict)
    assert {name: str(ends[-1]) for name, ends in years.items()} == {
        "FY2006": "2006-09-30", "FY2007": "2007-09-29", "FY2008": "2008-09-27", "FY2009": "2009-09-26",
        "FY2010": "2010-09-25", "FY2011": "2011-09-24", "FY2012": "2012-09-29", "FY2013": "2013-09-28",
        "FY2014": "2014-09-27", "FY2015": "2015-09-26", "FY2016": "2016-09-24", "FY2017": "2017-09-30",
        "FY2018": "2018-09-29", "FY2019": "2019-09-28", "FY2020": "2020-09-26", "FY2021": "2021-09-25",
        "FY2022": "2022-09-24", "FY2023": "2023-09-30", "FY2024": "2024-09-28", "FY2025": "2025-09-27",
        "FY2026": "2026-09-26"}
    assert years["FY2006"] == (day("2005-12-31"), day("2006-04-01"), day("2006-07-01"), day("2006-09-30"))
    assert years["FY2023"] == (day("2022-12-31"), day("2023-04-01"), day("2023-07-01"), day("2023-09-30"))
    assert sum(1 for each in company.filings if each.facts) == 68
    assert reasons(company) == {why.NOT_PERIODIC: 1118, why.NO_QUARTER_END: 54, why.NO_PERIOD: 2}
    assert [(str(each["effective"]), each["new_shares"], each["old_shares"]) for each in company.splits] == [
        ("2014-06-06", 7, 1), ("2020-08-28", 4, 1)]
    # The 10-K of 2014 restates the shares of 2013-09-28 as the 10-Q before it did: 6,294,494 for 899,213 thousand.
    assert {str(each.filed) for each in company.filings if each.split_basis} == {
        "2014-07-23", "2014-10-27", "2020-10-30"}
    sales = [fact.tagged.value for each in company.filings for fact in each.facts
             if fact.tagged.concept == "us-gaap:SalesRevenueNet" and fact.column == "FY2007"]
    assert sales == [24006000000, 24578000000]  # the 10-K/A restates it


def test_all_of_lpa() -> None:
    company = companyfacts("CIK0001997711_LPA_companyfacts.json")
    assert company.fiscal_year == {"ends": "12-31", "named_after": "end"}
    assert (company.standard, company.currency, company.scale) == ("IFRS", "USD", "one")
    assert [len(each.facts) for each in company.filings] == [366, 378, 1]
