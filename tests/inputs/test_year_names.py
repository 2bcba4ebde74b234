"""A fiscal year named after the wrong end moves every flow by a year: what shows it, and who is not blamed for it."""

from __future__ import annotations

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.calendar import FiscalCalendar
from generator.model.period import Slot
from tests.companies import COMPANY, FILED, changed, complaints, filing, table
from tests.fuzz import costly

YEAR = "fiscal_year: {ends: 03-31, named_after: start}"
STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  unit: amount
  additivity: flow
  items:
    revenue: {label: Revenue, concept: revenue}
    owners: {label: Profit attributable to owners, concept: profit_to_owners}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  unit: amount
  additivity: instant
  items:
    receivables: {label: Trade receivables, concept: trade_receivables}
"""
WHY = "if the year is right, say why with 'year_is_right:' under 'filing:'"


def told(folder: Path, fiscal_year: str, *filings: str) -> list[str]:
    """What is said of a company of those filings."""
    return complaints(folder, {
        "company.yaml": changed(COMPANY, YEAR, f"fiscal_year: {fiscal_year}"), "statements.yaml": STATEMENTS,
        FILED: None, **{f"filings/{number}.yaml": text for number, text in enumerate(filings)}})


def flows(columns: str) -> str:
    count = columns.count(",") + 1
    return table("income_statement", columns, f"revenue: {[9100 + 100 * n for n in range(count)]}")


def balances(columns: str) -> str:
    count = columns.count(",") + 1
    return table("balance_sheet", columns, f"receivables: {[6200 + 100 * n for n in range(count)]}")


def ends(month: str, named_after: str) -> str:
    return f"{{ends: {month}, named_after: {named_after}}}"


QUARTER = filing("2023-08-09", flows("1Q2022, 1Q2023"), balances("2023-03-31, 2023-06-30"))


def test_flows_that_end_a_year_before_the_balances(tmp_path: Path) -> None:
    """April to June 2023 is the issuer's 1Q2023; named after the end it is April to June 2022."""
    assert told(tmp_path, ends("03-31", "end"), QUARTER) == [
        "filings/0.yaml:1:9: its newest flows (1Q2023) end on 2022-06-30, a year before its newest balances "
        "(2023-06-30); is 'named_after: end' in company.yaml right? 'named_after: start' makes 1Q2023 end on "
        f"2023-06-30; {WHY}"]
    assert told(tmp_path, ends("03-31", "start"), QUARTER) == []


def test_balances_under_periods_leave_only_the_date_of_filing(tmp_path: Path) -> None:
    report = filing("2023-08-09", flows("1Q2022, 1Q2023"), balances("FY2022, 1Q2023"))
    assert told(tmp_path, ends("03-31", "end"), report) == [
        "filings/0.yaml:1:9: its newest flows (1Q2023) end on 2022-06-30, 13 months before it was filed (2023-08-09); "
        "is 'named_after: end' in company.yaml right? 'named_after: start' makes 1Q2023 end on 2023-06-30; " + WHY]
    assert told(tmp_path, ends("03-31", "start"), report) == []


@pytest.mark.parametrize(("year", "filed", "columns", "days"), [
    ("01-31", "2024-03-20", "FY2022, FY2023", "2023-01-31, 2024-01-31"),
    ("01-31", "2023-06-10", "1Q2022, 1Q2023", "2023-01-31, 2023-04-30"),
    ("09-30", "2023-02-10", "1Q2021, 1Q2022", "2022-09-30, 2022-12-31"),
    ("09-30", "2023-11-20", "FY2021, FY2022", "2022-09-30, 2023-09-30"),
    ("03-31", "2023-06-25", "FY2021, FY2022", "2022-03-31, 2023-03-31"),
])
@pytest.mark.parametrize("under", ["dates", "periods"])
def test_january_and_september_years_and_annual_reports(
        tmp_path: Path, year: str, filed: str, columns: str, days: str, under: str) -> None:
    """Issuers that name their years after the start; annual reports' older flows meet the older balances."""
    report = filing(filed, flows(columns), balances(days if under == "dates" else columns))
    message, = told(tmp_path, ends(year, "end"), report)
    assert "is 'named_after: end' in company.yaml right?" in message
    assert told(tmp_path, ends(year, "start"), report) == []


@pytest.mark.parametrize("under", ["2023-01-28, 2023-05-20", "FY2022, 1Q2023"])
def test_years_given_by_dates_under_the_wrong_name(tmp_path: Path, under: str) -> None:
    """The issuer's fiscal 2023 begins in January 2023; here it is the year that ends then."""
    def years(*names: str) -> str:
        quarters = ("2021-05-22, 2021-08-14, 2021-11-06, 2022-01-29", "2022-05-21, 2022-08-13, 2022-11-05, 2023-01-28",
                    "2023-05-20, 2023-08-12, 2023-11-04, 2024-01-27")
        listed = ", ".join(f"{name}: [{ends}]" for name, ends in zip(names, quarters, strict=True))
        return f"{{named_after: start, starts: 2021-01-31, years: {{{listed}}}}}"

    report = filing("2023-06-14", flows("1Q2022, 1Q2023"), balances(under))
    message, = told(tmp_path, years("FY2022", "FY2023", "FY2024"), report)
    assert "end on 2022-05-21" in message
    assert "is FY2023 under 'years:' in company.yaml the year that the company calls so, 'named_after'" in message
    assert told(tmp_path, years("FY2021", "FY2022", "FY2023"), report) == []


def test_the_other_way_round_is_after_the_filings_date(tmp_path: Path) -> None:
    message, *_ = told(tmp_path, ends("09-30", "start"), filing("2023-02-10", flows("1Q2022, 1Q2023")))
    assert message.endswith("1Q2023 ends on 2023-12-31, after the filing's date 2023-02-10; is the year right, and "
                            "'named_after:' in company.yaml? The table of a forecast says 'forecast: true'")


def test_flows_that_meet_no_balance_and_would_a_year_earlier(tmp_path: Path) -> None:
    """Filed 14 months late, named after the start although the issuer names its years after the end."""
    late = filing("2024-03-20", flows("1Q2023"), balances("2022-09-30, 2022-12-31"))
    message, = told(tmp_path, ends("09-30", "start"), late)
    assert "end on 2023-12-31, a year after its newest balances (2022-12-31); is 'named_after: start'" in message
    assert told(tmp_path, ends("09-30", "end"), late) == []


def test_one_mistake_is_told_once(tmp_path: Path) -> None:
    again = filing("2023-11-09", flows("1H2022, 1H2023"), balances("2023-03-31, 2023-09-30"))
    assert len(told(tmp_path, ends("03-31", "end"), QUARTER, again)) == 1


def test_a_columns_year_where_the_name_cannot_be_wrong(tmp_path: Path) -> None:
    """Calendar years have one name; the older filing says nothing of this one."""
    report = filing("2023-08-09", flows("1H2021, 1H2022"), balances("2022-12-31, 2023-06-30"))
    message, = told(tmp_path, ends("12-31", "end"), report)
    assert f"a year before its newest balances (2023-06-30); is the year of its columns right? {WHY}" in message


@pytest.mark.parametrize(("filed", "columns", "under"), [
    ("2023-02-28", "1Q2022, 1Q2023", "2022-03-31, 2022-06-30"),     # eight months late
    ("2023-09-20", "1Q2022, 1Q2023", "2022-03-31, 2022-06-30"),     # fifteen months, and the balances meet
    ("2023-02-28", "1Q2022, 1Q2023", "FY2022, 1Q2023"),             # no year later is possible
    ("2025-06-20", "1Q2022, 1Q2023", "FY2022, 1Q2023"),             # three years: a year later explains nothing
    ("2023-06-25", "FY2019, FY2020, FY2021, FY2022, FY2023", "2022-03-31, 2023-03-31"),
    ("2023-06-25", "FY2019, FY2020, FY2021, FY2022, FY2023", "FY2022, FY2023"),
    ("2023-08-09", "FY2019, FY2020, FY2021, FY2022, FY2023", "2023-03-31, 2023-06-30"),
])
def test_late_filers_and_years_of_history_are_not_blamed(
        tmp_path: Path, filed: str, columns: str, under: str) -> None:
    assert told(tmp_path, ends("03-31", "end"), filing(filed, flows(columns), balances(under))) == []


def test_a_late_filing_beside_one_on_time(tmp_path: Path) -> None:
    late = filing("2022-08-20", flows("1Q2022"), balances("1Q2022"))
    on_time = filing("2022-08-30", flows("1Q2023"), balances("1Q2023"))
    assert told(tmp_path / "own", ends("03-31", "end"), late, on_time) == []
    assert len(told(tmp_path / "alone", ends("03-31", "end"), late)) == 1


def test_a_filing_says_why_its_year_is_right(tmp_path: Path) -> None:
    late = filing("2022-08-20", flows("1Q2022"), balances("1Q2022"), more=", year_is_right: filed after an inquiry")
    assert told(tmp_path, ends("03-31", "end"), late) == []


def test_flows_alone(tmp_path: Path) -> None:
    """Without balances the date of filing tells; without flows there is nothing to tell."""
    assert len(told(tmp_path / "own", ends("03-31", "end"), filing("2023-08-09", flows("1Q2022, 1Q2023")))) == 1
    assert told(tmp_path / "balances", ends("03-31", "end"), filing("2023-08-09", balances("2022-03-31"))) == []


MONTH_ENDS = {1: "01-31", 2: "02-28", 3: "03-31", 6: "06-30", 9: "09-30", 11: "11-30"}


@pytest.mark.fuzz
@costly()
@given(st.sampled_from(sorted(MONTH_ENDS)), st.sampled_from(["1Q", "1H", "9M", "FY"]), st.booleans(),
       st.integers(12, 180), st.integers(0, 180))
def test_whatever_year_and_report(month: int, name: str, under_dates: bool, lag: int, later: int) -> None:
    """The wrong name is told whichever report it is; the right one never is, filed up to a year late."""
    calendar, slot, ago = FiscalCalendar(month, "start"), Slot(2021, name), Slot(2020, name)
    ends_on = calendar.period(slot).end
    days = [calendar.period(Slot(2020, "FY")).end, ends_on] if name != "FY" else [calendar.period(ago).end, ends_on]
    tables = (flows(f"{ago.label}, {slot.label}"),
              balances(", ".join(map(str, days)) if under_dates else f"FY2020, {slot.label}"))
    right, wrong = ends(MONTH_ENDS[month], "start"), ends(MONTH_ENDS[month], "end")
    with TemporaryDirectory() as folder:
        on_time, late = (filing(str(ends_on + datetime.timedelta(days=each)), *tables) for each in (lag, lag + later))
        message, = told(Path(folder) / "wrong", wrong, on_time)
        assert "is 'named_after: end' in company.yaml right? 'named_after: start' makes" in message
        assert told(Path(folder) / "right", right, late) == []
