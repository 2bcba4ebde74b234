"""The fiscal calendar as durations show it, whatever the cover says."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.inputs.document import load
from generator.inputs.fiscal_year import FISCAL_YEAR, read_fiscal_year
from generator.inputs.load import load_inputs
from generator.inputs.record import read_record
from generator.intake.placing.calendar import years_lacking
from generator.intake.placing.place import place
from generator.intake.placing.placed import PlacedCompany
from generator.intake.placing.years import compared_years, times_of
from generator.model.calendar import FiscalCalendar
from generator.model.period import Period
from generator.model.problem import Problems
from generator.refused import Refused
from generator.xbrl.report import FiledReport
from tests.companies import write_company
from tests.intake.filed import DAY, day, fact, filings_of, report, span, text, weeks

Calendar = Callable[..., PlacedCompany]


@pytest.fixture
def calendar(tmp_path: Path) -> Calendar:
    """Places filings; what company.yaml will say of the fiscal year is read as the same calendar."""
    def placed(*reports: FiledReport) -> PlacedCompany:
        company = place(reports)
        path, problems = tmp_path / "fiscal_year.yaml", Problems()
        path.write_text(yaml.safe_dump(company.fiscal_year, default_flow_style=None).replace("'", ""), encoding="utf-8")
        root = load(path, problems)
        fields = read_record(FISCAL_YEAR, root) if root else None
        read = read_fiscal_year(fields) if fields else None
        problems.refuse()
        assert read
        for filing in company.filings:
            assert filing.facts
            for each in filing.facts:
                if each.tagged.span.start and not each.members:
                    period = Period(each.tagged.span.end, each.tagged.span.start)
                    assert read.name(period) == each.column
        return company
    return placed


def month_ends(year: int, month: int, quarters: int = 4) -> list[datetime.date]:
    """The ends of the quarters of the year that ends with a month."""
    months = [year * 12 + month - 1 - 3 * (3 - n) for n in range(quarters)]
    return [datetime.date(each // 12, each % 12 + 1, monthrange(each // 12, each % 12 + 1)[1]) for each in months]


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("forms", [True, False], ids=["forms", "no forms"])
def test_years_that_end_with_a_month(month: int, forms: bool, calendar: Calendar) -> None:
    years = [month_ends(year, month) for year in (2021, 2022, 2023)]
    before = month_ends(2020, month)[-1]
    company = calendar(*filings_of(years, before, forms))
    end = "02-28" if month == 2 else f"{month:02}-{monthrange(2023, month)[1]}"
    assert company.fiscal_year == {"ends": end, "named_after": "end"}
    assert not company.remarks
    assert not any(each.left for each in company.filings)


@pytest.mark.parametrize("month", [3, 6, 9])
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_one_filing_is_enough(month: int, quarter: int, calendar: Calendar) -> None:
    years = [month_ends(year, month) for year in (2022, 2023)]
    made = filings_of(years, month_ends(2021, month)[-1])[4 + quarter - 1]
    company = calendar(made)
    assert company.fiscal_year == {"ends": f"{month:02}-{monthrange(2023, month)[1]}", "named_after": "end"}
    assert company.filings[0].period == ("FY2023" if quarter == 4 else f"{quarter}Q2023")


# Saturday nearest to 31 January with 14 weeks at the end; 12, 12, 12 and 16 weeks to the last Sunday of August;
# Sunday nearest to 31 December, where years end on 1 January too.
WEEKS = {
    "4Q of 14 weeks": (day("2021-01-31"), [(13, 13, 13, 13), (13, 13, 13, 13), (13, 13, 13, 14)]),
    "1Q of 14 weeks": (day("2021-09-26"), [(13, 13, 13, 13), (14, 13, 13, 13), (13, 13, 13, 13)]),
    "12, 12, 12 and 16": (day("2020-08-31"), [(12, 12, 12, 16), (12, 12, 12, 16), (12, 12, 12, 17)]),
    "16, 12, 12 and 12": (day("2021-01-31"), [(16, 12, 12, 12), (16, 12, 12, 12), (16, 12, 12, 13)]),
    "to 1 January": (day("2020-12-28"), [(13, 13, 13, 13), (13, 13, 13, 14), (13, 13, 13, 13)]),
}


@pytest.mark.parametrize(("start", "lengths"), WEEKS.values(), ids=WEEKS)
@pytest.mark.parametrize("forms", [True, False], ids=["forms", "no forms"])
def test_years_of_weeks(start: datetime.date, lengths: list[tuple[int, ...]], forms: bool, calendar: Calendar) -> None:
    years = []
    begins = start
    for each in lengths:
        years.append(weeks(begins, *each))
        begins = years[-1][-1] + DAY
    company = calendar(*filings_of(years, start - DAY, forms))
    listed = company.fiscal_year["years"]
    assert isinstance(listed, dict)
    assert [list(ends) for ends in listed.values()][-3:] == years
    assert list(listed)[-3:] == [f"FY{(ends[-1] - 10 * DAY).year}" for ends in years]
    assert not any(each.left for each in company.filings)


def test_a_cover_with_the_wrong_end_is_not_believed() -> None:
    """Apple's 10-Q of July 2023: the year began on 2022-09-25 and the cover says --09-30. The third quarter ends with
    its 40th week, so that the year has 53."""
    sales = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax"
    facts = [fact(sales, 81797000000, "2023-04-02..2023-07-01"), fact(sales, 82959000000, "2022-03-27..2022-06-25"),
             fact(sales, 293787000000, "2022-09-25..2023-07-01"), fact(sales, 304182000000, "2021-09-26..2022-06-25"),
             fact("us-gaap:Assets", 335038000000, "2023-07-01"), fact("us-gaap:Assets", 352755000000, "2022-09-24"),
             fact("dei:EntityCommonStockSharesOutstanding", 15634232000, "2023-07-21", unit="shares"),
             text("dei:CurrentFiscalYearEndDate", "--09-30"), text("dei:DocumentType", "10-Q")]
    company = place([report(*facts)])
    assert company.fiscal_year["starts"] == day("2021-09-26")
    years = company.fiscal_year["years"]
    assert isinstance(years, dict)
    assert years["FY2022"][1:] == (day("2022-03-26"), day("2022-06-25"), day("2022-09-24"))
    assert years["FY2023"] == (day("2022-12-31"), day("2023-04-01"), day("2023-07-01"), day("2023-09-30"))
    assert any("2023-09-30; worked out" in remark for remark in company.remarks)
    filing = company.filings[0]
    assert filing.filed == day("2023-07-21") and "with --filed DATE" in filing.remarks[0]
    assert {(each.column, int(each.tagged.value or 0)) for each in filing.facts if each.tagged.concept == sales} == {
        ("3Q2023", 81797000000), ("3Q2022", 82959000000), ("9M2023", 293787000000), ("9M2022", 304182000000)}


def test_a_year_end_that_changes_is_listed(calendar: Calendar) -> None:
    """March until 2014, nine months to December 2014, December since: all named after their start."""
    years = [month_ends(2013, 3), month_ends(2014, 3), month_ends(2014, 12)[1:], month_ends(2015, 12)]
    company = calendar(*filings_of(years, day("2012-03-31")))
    assert company.fiscal_year == {
        "ends": "12-31", "named_after": "start", "starts": day("2014-04-01"),
        "years": {"FY2014": (day("2014-06-30"), day("2014-09-30"), day("2014-12-31"))}}
    assert {fact.column for each in company.filings for fact in each.facts} >= {"FY2013", "FY2014", "FY2015", "9M2013"}


def test_a_first_short_year_is_listed(calendar: Calendar) -> None:
    """A company that began in mid-July 2020 and ends its years with December."""
    years = [[day("2020-09-30"), day("2020-12-31")], month_ends(2021, 12), month_ends(2022, 12)]
    company = calendar(*filings_of(years, day("2020-07-13"))[1:])
    assert company.fiscal_year["starts"] == day("2020-07-14")
    listed = company.fiscal_year["years"]
    assert isinstance(listed, dict)
    assert listed["FY2020"] == (day("2020-09-30"), day("2020-12-31"))
    assert listed["FY2022"][-1] == day("2022-12-31")


def test_twelve_months_to_a_quarter_end_are_no_year() -> None:
    """A utility's 10-Q prints three, six and twelve months."""
    facts = [fact(f"us-gaap:Flow{n}", 100, when) for n in range(20) for when in (
        "2023-04-01..2023-06-30", "2023-01-01..2023-06-30", "2022-07-01..2023-06-30")]
    facts += [fact(f"us-gaap:Balance{n}", 100, when) for n in range(20) for when in ("2023-06-30", "2022-12-31")]
    for form in ("10-Q", ""):
        company = place([report(*facts, filed="2023-08-01", form=form)])
        assert company.fiscal_year == {"ends": "12-31", "named_after": "end"}
        assert {each.column for each in company.filings[0].facts} == {
            "2Q2023", "1H2023", "LTM1H2023", "2023-06-30", "2022-12-31"}


def test_japanese_years_are_named_after_their_start_unless_they_end_in_december() -> None:
    for start, end, name in (("2023-04-01", "2024-03-31", "FY2023"), ("2023-01-01", "2023-12-31", "FY2023"),
                             ("2022-07-01", "2023-06-30", "FY2022")):
        company = place([report(fact("jppfs_cor:NetSales", 1671865000000, f"{start}..{end}", unit="JPY"),
                                filed="2024-06-28")])
        assert company.filings[0].facts[0].column == name


def test_years_that_a_company_lacks_are_worked_out() -> None:
    """FY2024 of 52 weeks is in company.yaml; a 10-Q shows the first quarter of FY2025, then one the whole year."""
    own = FiscalCalendar(0, "end", {2024: tuple(weeks(day("2023-10-01"), 13, 13, 13, 13))}, day("2023-10-01"))
    years = [weeks(day("2023-10-01"), 13, 13, 13, 13), weeks(day("2024-09-29"), 13, 13, 13, 13)]
    made = filings_of(years, day("2023-09-30"))
    whole = (day("2024-12-28"), day("2025-03-29"), day("2025-06-28"), day("2025-09-27"))
    for filings, missing in ((made[4:5], ["2025-03-29, 2025-06-28, 2025-09-27"]), (made[4:], [])):
        found = years_lacking(own, [times_of(each.facts, None) for each in filings])
        assert found.as_yaml == {"years": {"FY2025": whole}}
        assert found.calendar.listed[2025] == whole
        assert list(found.remarks) == [f"no figure shows that quarters end on {days}; worked out" for days in missing]
    assert not years_lacking(own, [times_of(made[3].facts, None)]).as_yaml


def test_where_only_balances_are_the_cover_tells() -> None:
    facts = [fact("jppfs_cor:Assets", 3151394000000, "2024-03-31", unit="JPY"),
             text("jpdei_cor:CurrentFiscalYearEndDateDEI", "2024-03-31"),
             text("jpcrp_cor:FilingDateCoverPage", "2024-06-28")]
    company = place([report(*facts)])
    assert company.fiscal_year == {"ends": "03-31", "named_after": "start"}
    assert "cover only" in company.remarks[0]
    with pytest.raises(Refused, match="no figure tells when"):
        place([report(facts[0], filed="2024-06-28")])


def _first_report(now: str, before: str) -> FiledReport:
    """A report on the first part of a year, beside that of the year before; its balances of the days that it prints."""
    end, opening = now.partition("..")[2], str(day(now.partition("..")[0]) - DAY)
    facts = [fact(f"jppfs_cor:Flow{number}", number, when, unit="JPY") for when in (now, before) for number in range(9)]
    facts += [fact(f"jppfs_cor:Balance{number}", number, when, unit="JPY") for when in (end, opening)
              for number in range(9)]
    return report(*facts, filed=str(day(end) + 40 * DAY))


@pytest.mark.parametrize(("now", "before", "column", "year"), [
    ("2024-01-01..2024-03-31", "2023-04-01..2023-06-30", "1Q2023", ["2023-06-30", "2023-09-30", "2023-12-31"]),
    ("2024-01-01..2024-06-30", "2023-04-01..2023-09-30", "1H2023", ["2023-06-30", "2023-09-30", "2023-12-31"]),
    ("2020-02-01..2020-04-30", "2019-04-01..2019-06-30", "1Q2019", ["2019-06-30", "2019-09-30", "2020-01-31"]),
    ("2024-04-01..2024-06-30", "2023-03-01..2023-05-31", "1Q2023",
     ["2023-05-31", "2023-08-31", "2023-11-30", "2024-03-31"]),
    ("2024-01-01..2024-03-31", "2022-10-01..2022-12-31", "1Q2023",
     ["2022-12-31", "2023-03-31", "2023-06-30", "2023-12-31"]),
])
def test_comparatives_of_a_year_that_was_no_twelve_months_are_of_its_own_quarters(
        now: str, before: str, column: str, year: list[str]) -> None:
    """Years of 9, 10, 13 and 15 months before the one that is reported on: the year to date beside that of before."""
    company = place([_first_report(now, before)])
    assert {each.column for each in company.filings[0].facts if each.tagged.span == span(before)} == {column}
    years = company.fiscal_year["years"]
    assert isinstance(years, dict) and list(map(str, next(iter(years.values())))) == year


@pytest.mark.parametrize(("now", "before"), [
    ("2024-01-01..2024-03-31", "2023-01-01..2023-03-31"), ("2024-04-01..2024-06-30", "2024-01-01..2024-03-31"),
    ("2023-12-31..2024-03-30", "2023-01-01..2023-04-01")])
def test_a_year_ago_and_the_quarter_before_tell_of_no_other_year(now: str, before: str) -> None:
    assert not list(compared_years(times_of(_first_report(now, before).facts, None)))


def test_a_year_that_ends_otherwise_than_the_folders_is_refused(tmp_path: Path) -> None:
    """January to March 2024 in a folder of years from April: it would stand as the fourth quarter of 2023."""
    folder = write_company(tmp_path / "acme")
    with pytest.raises(Refused, match="a fiscal year ends on 2023-12-31, and by company"):
        place([_first_report("2024-01-01..2024-03-31", "2023-04-01..2023-06-30")], load_inputs(folder))
    place([_first_report("2024-04-01..2024-06-30", "2023-04-01..2023-06-30")], load_inputs(folder))
