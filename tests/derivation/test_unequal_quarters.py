"""Quarters of unequal weeks: what the one before is, and what a year's worth of one is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.model.calendar import FiscalCalendar
from generator.model.period import Slot
from generator.pipeline import Result
from tests.companies import COMPANY, FILED, built, changed, filing, shown, table
from tests.derivation.test_fiscal_years import assert_recalculated

YEAR = "fiscal_year: {ends: 03-31, named_after: start}\n"
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  unit: amount
  additivity: flow
  items:
    revenue: {label: Sales, concept: revenue}
    owners: {label: Net income, concept: profit_to_owners}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  unit: amount
  additivity: instant
  items:
    equity: {label: Equity, concept: owners_equity}
"""
RATIOS = """\
- section: Own
  rows:
    - {id: sales_before, label: Sales of the period before, unit: amount, formula: "{{ revenue[-1] }}"}
    - {id: equity_before, label: Equity of the period before, unit: amount, formula: "{{ owners_equity[-1] }}"}
    - {id: income_a_year, label: Net income (annualised), unit: amount, formula: "{{ profit_to_owners.annualised }}"}
"""
QUARTERS = ("1Q2023", "2Q2023", "3Q2023", "4Q2023")


def weeks(starts: str, **years: str) -> str:
    """company.yaml with years by the ends of their quarters."""
    lines = "".join(f"    {name}: [{ends}]\n" for name, ends in years.items())
    return changed(COMPANY, YEAR, f"fiscal_year:\n  named_after: start\n  starts: {starts}\n  years:\n{lines}")


SIXTEEN_FIRST = weeks("2022-01-30", FY2022="2022-05-21, 2022-08-13, 2022-11-05, 2023-01-28",
                      FY2023="2023-05-20, 2023-08-12, 2023-11-04, 2024-01-27")


def company(folder: Path, calendar: str, *tables: str, filed: str = "2024-03-20") -> Result:
    return built(folder, {"company.yaml": calendar, "statements.yaml": STATEMENTS, FILED: None,
                          "ratios.yaml": RATIOS, "filings/a.yaml": filing(filed, *tables)})


def ratios(result: Result, row: str, *labels: str) -> list[object]:
    return [shown(result, "Ratios", row, label) for label in labels]


# -- 16, 12, 12 and 12 weeks --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def grocer(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return company(
        tmp_path_factory.mktemp("grocer"), SIXTEEN_FIRST,
        table("income_statement", "1Q2022, 2Q2022, 3Q2022, 4Q2022, 1Q2023, 2Q2023, 3Q2023, 4Q2023",
              "revenue: [3000, 2300, 2280, 2350, 3200, 2448, 2400, 2472]; "
              "owners: [220, 165, 170, 171, 240, 180, 182, 184]"),
        table("balance_sheet", "2023-01-28, 2023-05-20, 2023-08-12, 2023-11-04, 2024-01-27",
              "equity: [4000, 4000, 4000, 4000, 4000]"))


def test_twelve_weeks_do_not_grow_on_sixteen(grocer: Result) -> None:
    """Nor do they on the quarter a year ago, which is what YoY is for."""
    assert ratios(grocer, "revenue_growth_qoq", *QUARTERS) == [
        "n.a.", "n.a.", pytest.approx(2400 / 2448 - 1), pytest.approx(2472 / 2400 - 1)]
    assert ratios(grocer, "revenue_growth", *QUARTERS[:2]) == [
        pytest.approx(3200 / 3000 - 1), pytest.approx(2448 / 2300 - 1)]


def test_the_period_before_in_a_companys_own_row(grocer: Result) -> None:
    """Halves of 28 and 24 weeks; nine months and years have no period of their length just before."""
    assert ratios(grocer, "sales_before", "3Q2023", "1H2023", "2H2023", "9M2023", "FY2023") == [
        2448, "n.a.", "n.a.", 3000 + 2300 + 2280, 3000 + 2300 + 2280 + 2350]


def test_a_year_of_weeks_is_annualised_by_its_days(grocer: Result) -> None:
    """240 x 52/16, 180 x 52/12, 182 x 52/12, 420 x 52/28, 786: all over equity of 4,000."""
    assert ratios(grocer, "roe_annualised", "1Q2023", "2Q2023", "3Q2023", "1H2023", "FY2023") == [
        pytest.approx(each) for each in (0.195, 0.195, 182 * 52 / 12 / 4000, 0.195, 786 / 4000)]


def test_the_grocers_workbook_is_what_libreoffice_calculates(grocer: Result, tmp_path: Path) -> None:
    assert_recalculated(grocer, tmp_path)


def test_sixteen_weeks_last_and_a_last_quarter_that_is_derived(tmp_path: Path) -> None:
    """4Q is 8,900 - 6,300 = 2,600 in 16 weeks; a balance before is that of the quarter's end before, however long."""
    result = company(
        tmp_path, weeks("2022-01-30", FY2022="2022-04-23, 2022-07-16, 2022-10-08, 2023-01-28",
                        FY2023="2023-04-22, 2023-07-15, 2023-10-07, 2024-01-27"),
        table("income_statement", "1Q2023, 1H2023, 9M2023, FY2023",
              "revenue: [2000, 4100, 6300, 8900]; owners: [90, 180, 270, 390]"),
        table("balance_sheet", "2023-01-28, 2023-04-22, 2023-07-15, 2023-10-07, 2024-01-27",
              "equity: [3000, 3000, 3100, 3100, 3200]"))
    assert ratios(result, "revenue_growth_qoq", *QUARTERS) == [
        "n.a.", pytest.approx(2100 / 2000 - 1), pytest.approx(2200 / 2100 - 1), "n.a."]
    assert ratios(result, "equity_before", *QUARTERS) == [3000, 3000, 3100, 3100]
    assert ratios(result, "roe_annualised", "4Q2023") == [pytest.approx(120 * 52 / 16 / 3150)]


def test_a_fourteenth_week_is_compared_as_printed_and_annualised_by_53_weeks(tmp_path: Path) -> None:
    """13, 13, 13 and 14 weeks: 130 x 53/13 and 140 x 53/14 are both 530."""
    result = company(
        tmp_path, weeks("2022-01-30", FY2022="2022-04-30, 2022-07-30, 2022-10-29, 2023-01-28",
                        FY2023="2023-04-29, 2023-07-29, 2023-10-28, 2024-02-03"),
        table("income_statement", "4Q2022, 1Q2023, 1H2023, 9M2023, FY2023",
              "revenue: [1250, 1300, 2600, 3900, 5320]; owners: [120, 130, 260, 390, 530]"),
        table("balance_sheet", "2023-01-28, 2023-04-29, 2023-10-28, 2024-02-03", "equity: [4000, 4000, 4000, 4000]"))
    assert ratios(result, "revenue_growth_qoq", "1Q2023", "4Q2023") == [
        pytest.approx(1300 / 1250 - 1), pytest.approx(1420 / 1300 - 1)]
    assert ratios(result, "roe_annualised", "1Q2023", "4Q2023", "FY2023") == [pytest.approx(530 / 4000)] * 3


def test_a_short_year_of_weeks_is_annualised_with_the_year_beside_it(tmp_path: Path) -> None:
    """A year of 40 weeks between years of 52: 280 x 52/40 = 364, and 91 x 52/13 = 364."""
    result = company(
        tmp_path, weeks("2022-01-30", FY2022="2022-04-30, 2022-07-30, 2022-10-29, 2023-01-28",
                        FY2023="2023-04-29, 2023-07-29, 2023-11-04"),
        table("income_statement", "FY2022, 1Q2023, FY2023", "owners: [350, 91, 280]"),
        table("balance_sheet", "2023-01-28, 2023-04-29, 2023-11-04", "equity: [4000, 4000, 4000]"))
    assert ratios(result, "roe_annualised", "1Q2023", "FY2023") == [pytest.approx(364 / 4000)] * 2


def test_whole_months_given_by_dates_are_annualised_by_months(tmp_path: Path) -> None:
    result = company(tmp_path, weeks("2023-01-01", FY2023="2023-03-31, 2023-06-30, 2023-09-30, 2023-12-31"),
                     table("income_statement", "1Q2023, 1H2023", "owners: [100, 190]"), filed="2023-08-10")
    assert ratios(result, "income_a_year", "1Q2023", "1H2023") == [400, 380]


def test_a_short_year_of_weeks_alone_has_no_year_to_be_a_part_of(tmp_path: Path) -> None:
    result = company(tmp_path, weeks("2023-01-29", FY2023="2023-04-29, 2023-07-29, 2023-11-04"),
                     table("income_statement", "1Q2023", "owners: [91]"), filed="2023-05-20")
    assert ratios(result, "income_a_year", "1Q2023") == ["n.a."]


def test_a_quarter_of_six_months_has_no_quarter_before_and_is_none() -> None:
    """From years to December 2022 to years to March, whose first quarter is no later quarter's neighbour in length."""
    def day(text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)

    longer = FiscalCalendar(3, "start", {2023: tuple(map(day, (
        "2023-03-31", "2023-06-30", "2023-09-30", "2024-03-31")))}, day("2023-01-01"))
    assert [longer.previous(Slot(year, name)) for year, name in ((2023, "3Q"), (2023, "4Q"), (2024, "1Q"))] == [
        Slot(2023, "2Q"), None, None]
    assert longer.previous(Slot(2024, "1Q"), balance=True) == Slot(2023, "FY")
    assert [longer.is_in_months(year) for year in (2022, 2023, 2024)] == [True] * 3
