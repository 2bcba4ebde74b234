"""Durations derived from others."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.calendar import FiscalCalendar
from generator.model.period import DAY, SLOTS, Period, Slot, path

MARCH = FiscalCalendar(3, "start")
ENDS = (2, 3, 6, 9, 12)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def labels(terms: tuple[tuple[int, Period], ...] | None) -> list[str]:
    assert terms is not None
    slots = [(sign, MARCH.slot_of(period)) for sign, period in terms]
    return [("+" if sign > 0 else "-") + (slot.label if slot else "?") for sign, slot in slots]


def periods(names: str) -> list[Period]:
    return [MARCH.period(Slot(int(name[2:]), name[:2])) for name in names.split()]


LTM = Period(day("2023-09-30"), day("2022-10-01"))


@pytest.mark.parametrize(("wanted", "known", "expected"), [
    ("1Q2023", "1H2023 2Q2023", ["+1H2023", "-2Q2023"]),
    ("2Q2023", "1H2023 1Q2023", ["+1H2023", "-1Q2023"]),
    ("4Q2023", "FY2023 9M2023", ["+FY2023", "-9M2023"]),
    ("3Q2023", "9M2023 1H2023", ["+9M2023", "-1H2023"]),
    ("2H2023", "FY2023 1H2023", ["+FY2023", "-1H2023"]),
    ("2H2023", "3Q2023 4Q2023 FY2023 1Q2023", ["+3Q2023", "+4Q2023"]),
    ("FY2023", "1Q2023 2Q2023 3Q2023 4Q2023", ["+1Q2023", "+2Q2023", "+3Q2023", "+4Q2023"]),
    ("FY2023", "1Q2023 2Q2023 3Q2023 4Q2023 1H2023 2H2023", ["+1H2023", "+2H2023"]),
    ("1H2023", "1H2023 1Q2023 2Q2023", ["+1H2023"]),
    # Two terms either way: the one that only adds is taken.
    ("1H2023", "1Q2023 2Q2023 9M2023 3Q2023", ["+1Q2023", "+2Q2023"]),
])
def test_a_period_derived_by_hand(wanted: str, known: str, expected: list[str]) -> None:
    assert labels(path(periods(wanted)[0], periods(known))) == expected


def test_last_twelve_months() -> None:
    # LTM = FY2022 + 1H2023 - 1H2022
    assert labels(path(LTM, periods("FY2022 1H2023 1H2022"))) == ["+FY2022", "+1H2023", "-1H2022"]
    assert labels(path(LTM, periods("2H2022 1H2023 FY2022 1H2022"))) == ["+2H2022", "+1H2023"]


def test_where_there_is_no_path() -> None:
    assert path(periods("1Q2023")[0], periods("1H2023 3Q2023")) is None
    assert path(periods("1Q2023")[0], []) is None
    assert path(Period(day("2023-09-30")), periods("1H2023")) is None


@given(st.sampled_from(ENDS), st.sampled_from(["start", "end"]), st.data())
def test_a_path_sums_to_the_wanted_duration(end_month: int, named_after: str, data: st.DataObject) -> None:
    """Random quarters add up to every duration; whatever is known, a path found must give the wanted sum."""
    calendar = FiscalCalendar(end_month, named_after)
    slots = [Slot(year, name) for year in (2022, 2023, 2024) for name in SLOTS]
    quarter = {Slot(year, f"{n}Q"): Fraction(data.draw(st.integers(-10**6, 10**6))) for year in (2022, 2023, 2024)
               for n in (1, 2, 3, 4)}

    def quarters(period: Period) -> list[Slot]:
        assert period.start is not None
        inside = {each: calendar.period(each) for each in quarter}
        return [each for each, span in inside.items() if span.start and period.start <= span.start
                and span.end <= period.end]

    def total(period: Period) -> Fraction:
        return sum((quarter[each] for each in quarters(period)), Fraction(0))

    known = data.draw(st.lists(st.sampled_from(slots), unique=True))
    first, last = sorted(data.draw(st.lists(st.sampled_from(sorted(quarter)), min_size=2, max_size=2)))
    wanted = Period(calendar.period(last).end, calendar.period(first).start)
    terms = path(wanted, [calendar.period(slot) for slot in known])
    if terms is None:
        assert not _reachable(wanted, [calendar.period(slot) for slot in known])
    else:
        assert sum((sign * total(period) for sign, period in terms), Fraction(0)) == total(wanted)
        assert {period for _, period in terms} <= {calendar.period(slot) for slot in known}
        assert [sign for sign, _ in terms] == sorted((sign for sign, _ in terms), reverse=True)


def _reachable(wanted: Period, known: list[Period]) -> bool:
    """Whether the boundaries of a duration are joined by any chain of known ones."""
    joined = {wanted.start}
    for _ in known:
        for period in known:
            ends = {period.start, period.end + DAY}
            if ends & joined:
                joined |= ends
    return wanted.end + DAY in joined
