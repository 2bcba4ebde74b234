"""The fiscal calendar: what labels stand for, which year a day falls in, and the neighbours of a column."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.calendar import FiscalCalendar
from generator.model.period import DAY, Period, Slot

MARCH = FiscalCalendar(3, "start")
DECEMBER = FiscalCalendar(12, "end")
FEBRUARY = FiscalCalendar(2, "end")
ENDS = (2, 3, 6, 9, 12)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(("calendar", "label", "start", "end"), [
    (MARCH, "1H2023", "2023-04-01", "2023-09-30"), (MARCH, "FY2022", "2022-04-01", "2023-03-31"),
    (MARCH, "4Q2023", "2024-01-01", "2024-03-31"), (MARCH, "9M2023", "2023-04-01", "2023-12-31"),
    (MARCH, "2H2023", "2023-10-01", "2024-03-31"), (FiscalCalendar(3, "end"), "1H2024", "2023-04-01", "2023-09-30"),
    (DECEMBER, "3Q2023", "2023-07-01", "2023-09-30"),
    (FiscalCalendar(12, "start"), "FY2023", "2023-01-01", "2023-12-31"),
    (FEBRUARY, "FY2024", "2023-03-01", "2024-02-29"), (FEBRUARY, "FY2023", "2022-03-01", "2023-02-28"),
    (FEBRUARY, "1Q2025", "2024-03-01", "2024-05-31"), (FEBRUARY, "4Q2024", "2023-12-01", "2024-02-29"),
    (FiscalCalendar(2, "start"), "FY2023", "2023-03-01", "2024-02-29"),
    (FiscalCalendar(6, "end"), "2Q2024", "2023-10-01", "2023-12-31"),
])
def test_what_a_label_stands_for(calendar: FiscalCalendar, label: str, start: str, end: str) -> None:
    slot = calendar.parse(label)
    assert slot is not None
    assert slot.label == label
    assert calendar.period(slot) == Period(day(end), day(start))
    assert calendar.slot_of(Period(day(end), day(start))) == slot
    assert slot in calendar.slots_ending(day(end))


@pytest.mark.parametrize("label", ["5Q2023", "1h2023", "H12023", "1H23", "1H 2023", "1H2023 ", "1H2023\n", "FY0000",
                                   "FY9999", "1H２０２３", "2023-09-30", ""])
def test_what_is_no_label(label: str) -> None:
    assert MARCH.parse(label) is None


@pytest.mark.parametrize(("calendar", "date", "names"), [
    (MARCH, "2023-09-30", ["2Q2023", "1H2023"]), (MARCH, "2023-03-31", ["4Q2022", "2H2022", "FY2022"]),
    (MARCH, "2023-12-31", ["3Q2023", "9M2023"]), (MARCH, "2023-06-30", ["1Q2023"]), (MARCH, "2023-10-31", []),
    (MARCH, "2023-09-29", []), (FEBRUARY, "2024-02-29", ["4Q2024", "2H2024", "FY2024"]), (FEBRUARY, "2024-02-28", []),
])
def test_slots_that_end_on_a_date(calendar: FiscalCalendar, date: str, names: list[str]) -> None:
    assert [slot.label for slot in calendar.slots_ending(day(date))] == names


@given(st.sampled_from(ENDS), st.sampled_from(["start", "end"]), st.dates(day("1901-01-01"), day("2098-12-31")))
def test_every_day_falls_in_one_fiscal_year(end_month: int, named_after: str, when: datetime.date) -> None:
    calendar = FiscalCalendar(end_month, named_after)
    year = calendar.period(Slot(calendar.year_of(when), "FY"))
    assert year.start is not None
    assert year.start <= when <= year.end
    assert (year.end + DAY).day == 1
    assert calendar.year_of(when) == (year.start if named_after == "start" else year.end).year


def test_years_are_without_gaps_and_count_the_start_of_a_period() -> None:
    assert MARCH.years([]) == []
    assert MARCH.years([Period(day("2020-03-31")), Period(day("2023-09-30"), day("2023-04-01"))]) == [
        2019, 2020, 2021, 2022, 2023]
    assert MARCH.years([Period(day("2023-09-30"), day("2022-10-01"))]) == [2022, 2023]


@pytest.mark.parametrize(("slot", "previous", "opening", "year_ago"), [
    ("1Q2023", "4Q2022", "FY2022", "1Q2022"), ("2Q2023", "1Q2023", "1Q2023", "2Q2022"),
    ("4Q2023", "3Q2023", "3Q2023", "4Q2022"), ("1H2023", "2H2022", "FY2022", "1H2022"),
    ("2H2023", "1H2023", "1H2023", "2H2022"), ("9M2023", "9M2022", "FY2022", "9M2022"),
    ("FY2023", "FY2022", "FY2022", "FY2022"),
])
def test_neighbours_of_a_column(slot: str, previous: str, opening: str, year_ago: str) -> None:
    one = MARCH.parse(slot)
    assert one is not None
    found = [MARCH.shifted(one, shift) for shift in ("previous", "opening", "year_ago")]
    assert [each.label if each else None for each in found] == [previous, opening, year_ago]


def test_which_years_are_given_by_their_dates() -> None:
    calendar = FiscalCalendar(12, "end", {2014: (day("2014-09-30"), day("2014-12-31"))}, day("2014-07-01"))
    assert [calendar.is_dated(year) for year in (2013, 2014, 2015)] == [False, True, False]
