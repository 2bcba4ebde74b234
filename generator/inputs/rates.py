"""``rates:`` of company.yaml: what currencies are worth in each other, on which days or over which periods."""

from __future__ import annotations

from generator.inputs.forms import CURRENCY, DATE, FILLED, TEXT, Apart, AtLeastOne, Key, Printed, Record, Together
from generator.inputs.record import Fields
from generator.inputs.value import Value
from generator.model.calendar import FiscalCalendar
from generator.model.currency import HUNDREDTHS, Rate, code_of
from generator.model.period import Period

RATE = Record("What one unit of a currency is worth in another, on a day or over a period.", (
    Key("from", CURRENCY, "The currency of which the rate is the price, e.g. USD in 'one dollar is 132.0 yen'",
        required=True),
    Key("to", CURRENCY, "The currency in which that price is, e.g. JPY", required=True),
    Key("rate", Printed(above_zero=True), "How much of 'to' one unit of 'from' is, as printed", required=True),
    Key("date", DATE, "The day of the rate: balances of that day are converted by it, and a share price"),
    Key("period", TEXT, "The period of an average rate, e.g. FY2022: flows of that very period are converted by it"),
    Key("since", DATE, "The first of the days for which the rate holds, with 'until': for every day and period within"),
    Key("until", DATE, "The last of these days"),
    Key("source", FILLED, "Where it is printed", required=True)), (
    Together(("since", "until"), "'since:' and 'until:' go together: the first and the last day of the rate"),
    AtLeastOne(("date", "period", "since"), "a rate needs 'date:' (a day, for balances), 'period:' (e.g. FY2022, for "
                                            "flows), or 'since:' and 'until:'"),
    Apart("date", ("period", "since", "until"), "'{other}:' stands beside 'date:'; a rate is of a day or of a period"),
    Apart("period", ("since", "until"), "'{other}:' stands beside 'period:'; a rate is of one of them")))


def read_rates(found: list[Fields], calendar: FiscalCalendar) -> tuple[Rate, ...]:
    """The rates in the order in which they stand; of two for the same the second is a Problem."""
    rates: list[Rate] = []
    for fields in found:
        rate = _rate(fields, calendar)
        if rate is None:
            continue
        twin = next((each for each in rates if _clash(each, rate)), None)
        if twin:
            fields.value.complain(f"a rate of {rate.base} and {rate.quote} for this time stands above already; "
                                  "one day or period has one rate")
        else:
            rates.append(rate)
    return tuple(rates)


def _rate(fields: Fields, calendar: FiscalCalendar) -> Rate | None:
    base, quote = code_of(fields.text("from")), code_of(fields.text("to"))
    value, source, day = fields.positive("rate"), fields.text("source"), fields.date("date")
    since, until = fields.date("since"), fields.date("until")
    period = fields.read("period", lambda node: _period(node, calendar))
    if not (fields.complete and fields.consistent and base and quote and value):
        return None
    if base == quote or base in HUNDREDTHS or quote in HUNDREDTHS:
        fields.found["to"].complain("a rate is between two currencies; a hundredth (GBX) follows that of its currency"
                                    if base != quote else f"a rate is between two currencies; both are {base}")
        return None
    if since and until and until < since:
        fields.found["until"].complain(f"{until} is before {since}")
        return None
    when = Period(day) if day else period or (Period(until, since) if until else None)
    return Rate(base, quote, value, when, source, within=until is not None) if when else None


def _period(value: Value, calendar: FiscalCalendar) -> Period | None:
    typed = value.text() or ""
    slot = calendar.parse(typed)
    if slot is None or slot not in calendar.slots(slot.year):
        value.complain(f"'{typed}' is no period; write one as columns have it, e.g. FY2022 or 1H2023, or 'since:' and "
                       "'until:' with days")
        return None
    return calendar.period(slot)


def _clash(one: Rate, other: Rate) -> bool:
    """Whether two rates are given for the same."""
    if {one.base, one.quote} != {other.base, other.quote} or one.within != other.within:
        return False
    if not one.within or one.period.start is None or other.period.start is None:
        return one.period == other.period
    return one.period.start <= other.period.end and other.period.start <= one.period.end
