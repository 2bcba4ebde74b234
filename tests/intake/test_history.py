"""A history behind the filings of a folder: older years are added, the filings stay as they are."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.intake.placing.calendar import years_lacking
from generator.intake.placing.place import place
from generator.intake.placing.placed import PlacedCompany
from generator.intake.placing.years import times_of
from generator.intake.shaping.draft import CompanyDraft
from generator.intake.shaping.shape import shape
from generator.intake.staging.already_there import differences
from generator.intake.staging.amended import amended_company
from generator.model.calendar import FiscalCalendar
from generator.xbrl.read import read
from tests.intake.filed import day, filings_of, weeks
from tests.intake.placing.test_place import FIXTURES

OWN = FiscalCalendar(0, "end", {2024: tuple(weeks(day("2023-10-01"), 13, 13, 13, 13))}, day("2023-10-01"))
PRINTED = """\
filing: {title: 10-Q 3Q2023, filed: 2023-08-04}
tables:
  - statement: income_statement
    heading: OPERATIONS
    columns: [3Q2022, 3Q2023]
    rows:
      costs: [(47074), (45384)]
      basic_eps: [1.20, 1.27]
      shares: [16162945, 15697614]
"""
PART = """\
filing: {title: 10-Q 3Q2023, filed: 2023-08-04}
tables:
  - statement: income_statement
    heading: Statements of Income
    columns: [3Q2023, 3Q2022]
    rows:
      costs: [45384, 47074]
      basic_eps: [1.27, 1.2]
      shares: [15697614000, 16162945000]
"""


def test_years_before_those_of_the_company_are_worked_out() -> None:
    """FY2023 ends the day before FY2024 of company.yaml begins, FY2022 a year of 53 weeks before."""
    lengths = ((14, 13, 13, 13), (13, 13, 13, 13))
    start = day("2023-10-01") - datetime.timedelta(weeks=sum(map(sum, lengths)))
    years = [weeks(start, *lengths[0]), weeks(start + datetime.timedelta(weeks=53), *lengths[1])]
    made = filings_of(years, start - datetime.timedelta(1))
    found = years_lacking(OWN, [times_of(each.facts, None) for each in made])
    assert found.calendar.listed[2023] == tuple(years[1]) and found.calendar.listed[2022] == tuple(years[0])
    assert found.calendar.starts == found.as_yaml["starts"] and found.calendar.starts <= start
    assert found.calendar.year_end(2023) == day("2023-09-30")
    assert found.calendar.listed[2024] == OWN.listed[2024]


def test_years_that_do_not_lead_up_to_the_first_one_are_not_added() -> None:
    made = filings_of([weeks(day("2015-10-04"), 13, 13, 13, 13)], day("2015-10-03"))
    assert "starts" not in years_lacking(OWN, [times_of(each.facts, None) for each in made]).as_yaml


def test_earlier_years_stand_before_those_that_are_there() -> None:
    text = ("name: Acme\nfiscal_year:\n  named_after: end\n  starts: 2023-10-01\n  years:\n"
            "    FY2024: [2023-12-30, 2024-03-30, 2024-06-29, 2024-09-28]  # by the cover\n")
    ends = tuple(weeks(day("2022-10-02"), 13, 13, 13, 13))
    company = PlacedCompany("Acme", "", "", "US-GAAP", "USD", "million", {}, (), years_to_add={"FY2023": ends},
                            starts=day("2022-10-02"))
    assert amended_company(text, company) == (
        "name: Acme\nfiscal_year:\n  named_after: end\n  starts: 2022-10-02\n  years:\n"
        "    FY2023: [2022-12-31, 2023-04-01, 2023-07-01, 2023-09-30]\n"
        "    FY2024: [2023-12-30, 2024-03-30, 2024-06-29, 2024-09-28]  # by the cover\n")


def test_what_a_history_has_of_a_filing_need_not_be_all_nor_printed_alike() -> None:
    path = Path("a.yaml")
    assert differences(path, PRINTED, PART, is_history=True) == []
    assert differences(path, PRINTED, PART)
    assert differences(path, PRINTED, PART.replace("45384", "45348"), is_history=True) == [
        "a.yaml: is there already, and says (45384) for income_statement.costs 3Q2023 where the filing's data says "
        "45348"]


def test_apples_report_keeps_its_figures_and_rows_with_the_history_behind_it() -> None:
    paths = [FIXTURES / "sec" / "aapl_10q_20230701", FIXTURES / "sec" / "CIK0000320193_AAPL_companyfacts.json"]
    if not all(path.exists() for path in paths):
        pytest.skip("the large files are not here")
    alone, both = (shape(place(read(given), filed=day("2023-08-04")), None) for given in (paths[:1], paths))
    assert _figures(alone) == _figures(both) and len(_figures(alone)) > 200
    elements = [tag for each in both.statements if each.key == "cash_flow" for line in each.lines
                if line.more.get("additivity") != "opening" for tag in line.xbrl]
    assert len(elements) == len(set(elements))


def _figures(draft: CompanyDraft) -> set[tuple[str, str, str, str, str]]:
    """What a filing has: statement, element, column, place in the source and printed figure."""
    filing = next(each for each in draft.filings if str(each.filed) == "2023-08-04")
    return {(table.statement, fact.tagged.concept, fact.column, str(fact.tagged.span), figure)
            for table in filing.tables for row in table.rows
            for fact, figure in zip(row.facts, row.figures, strict=True) if fact}
