"""What the columns of a printed table stand for: a period or a date, and a member."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from generator.inputs.forecasts import MARKS, forecast_in, out_of_reach
from generator.inputs.forms import DATE_PATTERN, NAME_PATTERN, NameOf, Pattern
from generator.inputs.meant import is_like_a_date, meant_dates, meant_period, several_names, two_periods
from generator.inputs.record import Fields
from generator.inputs.value import Value, as_date
from generator.model.calendar import LTM, FiscalCalendar
from generator.model.fact import Filing
from generator.model.period import SLOTS, Period, Slot
from generator.model.problem import nearest
from generator.model.statement import Statement

_OLDEST = 50
_TWELVE_MONTHS = (LTM, "TTM", "12M")
_USUAL = ("1Q", "1H", "9M", "FY")
COLUMN = Pattern(rf"\s*(?:(?:{LTM})?(?:{'|'.join(SLOTS)})(?:19|20)[0-9]{{2}}|{DATE_PATTERN})(?:\s+{NAME_PATTERN})?"
                 rf"(?:\s+(?:{'|'.join(MARKS)}))?\s*",
                 "1H2023, 2023-09-30 or 1H2023 yoy")
"""A period or a date, then a member if any; of forecasts then what it is (low, high, achieved)."""
MEMBER = NameOf("member")


@dataclass(frozen=True)
class Column:
    """What a printed column stands for: a slot of the calendar, twelve months that are none or a date, a member, and of
    forecasts what it is."""

    when: Slot | Period | datetime.date
    member: str
    forecast: str = ""


class ColumnReader:
    """Reads the columns of one table of a statement, of results or of forecasts."""

    def __init__(self, calendar: FiscalCalendar, statement: Statement, filing: Filing, forecasts: bool = False) -> None:
        self.calendar, self.statement, self.filing, self.forecasts = calendar, statement, filing, forecasts

    def columns(self, table: Fields) -> tuple[Column, ...] | None:
        """The meaning of each column, or None where one of them is not understood."""
        off_calendar = table.flag("off_calendar")
        member, period = table.node("member"), table.node("period")
        fixed = self._member(member) if member else ""
        if "members" in table and period:
            across = table.each("members")
            found = self._across(period, across, off_calendar)
        else:
            across = [period] if period else table.each("columns")
            found = [self._column(each, fixed, off_calendar) for each in across]
        complete = tuple(column for column in found if column)
        if len(complete) < len(found) or not complete:
            return None
        for index, column in enumerate(complete):
            if column in complete[:index]:
                across[index].complain("this column repeats an earlier one of the same table")
                return None
        return complete

    def _across(self, period: Value, across: list[Value], off_calendar: bool) -> list[Column | None]:
        """The columns of a table with one period and members across."""
        one = self._column(period, "", off_calendar)
        if one and one.member:
            period.complain(f"the period names the member '{one.member}' and 'members:' names others")
            return []
        members = [self._member(each) for each in across]
        return [Column(one.when, member, one.forecast) if one and member is not None else None for member in members]

    def _member(self, value: Value) -> str | None:
        name = value.text()
        if name is not None and name not in self.statement.members:
            value.complain(_unknown_member(name, self.statement))
            return None
        return name

    def _column(self, value: Value, fixed: str | None, off_calendar: bool) -> Column | None:
        words = (value.text() or "").split()
        forecast = forecast_in(words, self.statement.members) if self.forecasts else ""
        if forecast in MARKS:
            words.pop()
        if len(words) > 1 and (told := self._miswritten(words, off_calendar)):
            value.complain(told)
            return None
        if not words or len(words) > 2 or fixed is None:
            if words and fixed is not None:
                value.complain(f"'{' '.join(words)}' is not a column, which is a period, then a member if any"
                               f"{self._examples(off_calendar)}")
            return None
        when = self._when(words[0], off_calendar)
        if when is None or isinstance(when, str):
            value.complain(when or f"unknown period '{words[0]}'{self._near_period(words[0], off_calendar)}")
            return None
        member = words[1] if len(words) == 2 else fixed
        if len(words) == 2 and fixed:
            value.complain(f"the column names the member '{member}' and the table's 'member:' says '{fixed}'")
            return None
        if member and member not in self.statement.members:
            value.complain(_unknown_member(member, self.statement))
            return None
        return Column(when, member, forecast)

    def _when(self, word: str, off_calendar: bool) -> Slot | Period | datetime.date | str | None:
        """What a word stands for, or what is wrong with it; None where it is neither a period nor a date."""
        calendar = self.calendar
        slot = calendar.parse(word.removeprefix(LTM))
        if slot and slot not in calendar.slots(slot.year):
            return self._no_slot(slot)
        day = calendar.period(slot).end if slot else as_date(word)
        if day is None:
            return None
        filed = self.filing.filed if self.filing.filed < datetime.date.max else None
        shown = f"{word} ends on {day}," if slot else f"{day} is"
        if filed and self.forecasts:
            if wrong := out_of_reach(day, filed):
                return f"{shown} {wrong}"
        elif filed and day > filed:
            return (f"{shown} after the filing's date {filed}; is the year right{_named_after(slot, calendar)}? "
                    "The table of a forecast says 'forecast: true'")
        if filed and day.year < filed.year - _OLDEST:
            return f"{shown} {filed.year - day.year} years before the filing's date {filed}; is the year right?"
        if slot and word.startswith(LTM):
            return self._twelve_months(slot)
        if slot:
            return slot
        if not off_calendar and not calendar.slots_ending(day):
            return (f"{day} is not the end of a fiscal quarter{_listed(calendar)}; if the filing does print "
                    "that date, add 'off_calendar: true' to the table")
        return day

    def _twelve_months(self, slot: Slot) -> Period | str:
        period = self.calendar.twelve_months(slot)
        same = self.calendar.slot_of(period) if period else None
        if period and not same and not self.forecasts:
            return period
        return (f"{LTM}{slot.label} is {same.label}: write that" if same else
                f"a forecast is of a period of the calendar; there is no column for {LTM}{slot.label}" if period
                else f"no quarter ended a year before {slot.label}, so that there is no {LTM}{slot.label}")

    def _fits(self, word: str, off_calendar: bool) -> bool:
        """Whether a period or a date can stand over this table, so that it may be offered."""
        when = self._when(word, off_calendar)
        return isinstance(when, (Slot, Period)) or (isinstance(when, datetime.date) and self._has_balances())

    def _has_balances(self) -> bool:
        """Whether figures of the statement can stand under a date."""
        return not all(item.additivity.needs_period for item in self.statement.items.values())

    def _miswritten(self, words: list[str], off_calendar: bool) -> str:
        """What to say of words that are a period or a date in another way, or several columns in one; else empty."""
        text = " ".join(words)
        if both := two_periods(text):
            return f"a comma is missing between two columns: write {both}"
        twelve = f"{LTM}{words[1]}"
        if words[0].upper() in _TWELVE_MONTHS and self._fits(twelve, off_calendar):
            return f"unknown period '{text}'; did you mean '{twelve}'?"
        if as_date(words[0]):
            return ""
        if self.calendar.parse(words[0]) and not (meant_period(text) and self._adds_to_it(words)):
            return ""
        right = self._meant(text, off_calendar)
        return f"unknown period '{text}'{right}" if right else ""

    def _adds_to_it(self, words: list[str]) -> bool:
        """Whether what follows a period is no member's name, as in ``FY2022 1H``."""
        return not set(words[1:]) & set(self.statement.members)

    def _meant(self, text: str, off_calendar: bool) -> str:
        """The dates or the period that a text says in another way; empty where none of them can stand here."""
        if dates := [each for each in meant_dates(text) if self._fits(each, off_calendar)]:
            return f"; write a date as {' or '.join(dates)}"
        period = meant_period(text)
        return f"; did you mean '{period}'?" if period and self._fits(period, off_calendar) else ""

    def _near_period(self, word: str, off_calendar: bool) -> str:
        """The period or date that is meant, else the label nearest to a misspelt one (1H203), else examples."""
        if is_like_a_date(word):
            return self._meant(word, off_calendar) or self._examples(off_calendar)
        years = re.findall(r"(?:19|20)\d\d", word)
        labels = [label for label in self._labels() if self._fits(label, off_calendar)
                  and (not years or label[-4:] in years)]
        if word.upper().startswith(_TWELVE_MONTHS):
            fitting = [label for label in labels if self._fits(f"{LTM}{label}", off_calendar)]
            newest = max(fitting, key=lambda label: (label[-4:], label[:2] in _USUAL and _USUAL.index(label[:2])),
                         default="")
            twelve = newest and f"{LTM}{newest}"
            return f"; write {twelve} for the twelve months that end with {twelve.removeprefix(LTM)}" if twelve else ""
        if not any(map(str.isalpha, word)):  # 2023 is nearer to FY2023 than to 2Q2023, and 9/2023 to neither
            year = self._meant(f"FY {word}", off_calendar) if word.isdecimal() else ""
            return year or self._meant(word, off_calendar) or self._examples(off_calendar)
        shuffled = [label for label in labels if sorted(label) == sorted(word.upper())]
        return self._meant(word, off_calendar) or nearest(shuffled[0] if shuffled else word, labels) or (
            self._examples(off_calendar))

    def _labels(self) -> list[str]:
        """The periods that are near the filing's date, the newest year first."""
        year = self.calendar.year_of(self.filing.filed) if self.filing.filed < datetime.date.max else 2023
        return [f"{name}{each}" for each in range(year + 1, year - 4, -1) for name in SLOTS]

    def _examples(self, off_calendar: bool) -> str:
        """Some of the periods that can stand here, and a date where one can."""
        newest: dict[str, str] = {}
        for label in self._labels():
            if label[:2] in _USUAL and self._fits(label, off_calendar):
                newest.setdefault(label[:2], label)
        ends = [self.calendar.period(slot).end for slot in map(self.calendar.parse, newest.values()) if slot]
        date = f" or a date as {max(ends)}" if ends and self._has_balances() else ""
        return f"; write {', '.join(newest.values())}{date}" if newest else ""

    def _no_slot(self, slot: Slot) -> str:
        """What to say of a period that its fiscal year does not have."""
        calendar = self.calendar
        slots = calendar.slots(slot.year)
        if not slots:
            return f"there is no FY{slot.year}{_listed(calendar)}"
        quarters = len(calendar.quarters(slot.year))
        known = ", ".join(each.label for each in slots if self._fits(each.label, False))
        return (f"FY{slot.year} has {quarters} quarter{'s' * (quarters != 1)}, so that there is no {slot.label}"
                f"{known and '; known: '}{known}")


def _named_after(slot: Slot | None, calendar: FiscalCalendar) -> str:
    """What else may be wrong of a period too late: its year is named after its start, and crosses a calendar year."""
    end = calendar.year_end(slot.year) if slot else None
    return ", and 'named_after:' in company.yaml" if slot and end and end.year > slot.year else ""


def _listed(calendar: FiscalCalendar) -> str:
    """Which years a calendar by dates knows."""
    if not calendar.listed:
        return ""
    return f"; company.yaml lists FY{min(calendar.listed)} to FY{max(calendar.listed)} under 'fiscal_year:'"


def _unknown_member(name: str, statement: Statement) -> str:
    if name in MARKS:
        return f"'{name}' stands in tables of forecasts, which say 'forecast: true', behind the period and its member"
    if (names := several_names(name, statement.members)) and "-" not in names:
        return f"a comma is missing between the members of '{statement.key}': write {names}"
    hint = nearest(name, statement.members) if statement.members else "; it has no members"
    return f"unknown member '{name}' of '{statement.key}'{hint}"
