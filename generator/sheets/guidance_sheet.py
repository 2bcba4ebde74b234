"""The Guidance sheet: what the issuer expects, forecast by forecast, beside what it reports."""

from __future__ import annotations

from generator.derivation.outlook import Outlook, Outlooks, Reported
from generator.formulas.expression import RowAt, Shown
from generator.model.fact import EXPECTED
from generator.model.figure import NIL
from generator.model.problem import Place
from generator.model.statement import Unit, key
from generator.sheets.axis import heading
from generator.sheets.context import Context
from generator.sheets.contract import GUIDANCE
from generator.xlsx.cells import Address, Formula, Pages, Sheet, at, number_format

_HEADER = 4
_TITLES = ("Key", "Line item", "Unit", "Period", "Range", "Filed", "Filing", "Forecast", "Change", "Change, %",
           "Result a year ago", "On a year ago, %", "Printed % on a year ago", "Result", "Result, % of forecast",
           "To date", "Year to date", "Progress, %", "Left for the rest", "Printed % achieved", "Note")
_WIDTHS = (34, 36, 13, 12, 9, 11, 18, 15, 13, 11, 13, 13, 13, 15, 13, 11, 15, 12, 13, 13, 40)
(KEY, LABEL, UNIT, PERIOD, RANGE, FILED, FILING, VALUE, CHANGE, CHANGE_SHARE, AGO, ON_AGO, PRINTED, RESULT, OF_FORECAST,
 TO_DATE, SO_FAR, PROGRESS, REST, ACHIEVED, NOTE) = range(1, len(_TITLES) + 1)
_SHARE = "0.0%_);(0.0%);0.0%_)"


def write_guidance(sheet: Sheet, context: Context) -> None:
    """A row a forecast, each period's in the order of the filings."""
    sheet.freeze, sheet.header_rows = at(_HEADER + 1, UNIT), _HEADER
    sheet.widths = dict(enumerate(_WIDTHS, start=1))
    heading(sheet, f"{context.book.company.name} · {sheet.name}",
            "What the issuer expects. Progress and what is left go by the year to date reported before the next "
            "forecast; nothing here feeds any other sheet.", FILING, column=LABEL)
    for column, title in enumerate(_TITLES, start=1):
        sheet.put(_HEADER, column, title, "Header")
    rows: dict[Place, int] = {}
    for number, each in enumerate(Outlooks(context.proof.grid), start=_HEADER + 1):
        rows[each.fact.place] = number
        _Row(sheet, number, each, context).write(rows)
    sheet.pages = Pages(((_HEADER + 1, FILED), (sheet.last_row, NOTE)), (1, _HEADER), (LABEL, RANGE))
    sheet.filter = f"A{_HEADER}:{at(sheet.last_row, NOTE)}"
    sheet.values_from = at(_HEADER + 1, VALUE)
    sheet.values_to = at(sheet.last_row, ACHIEVED)


class _Row:
    """One forecast."""

    def __init__(self, sheet: Sheet, number: int, outlook: Outlook, context: Context) -> None:
        self.sheet, self.number, self.outlook, self.context = sheet, number, outlook, context
        self.fact, self.book = outlook.fact, context.book
        self.unit = self.book.company.units[self.fact.unit]
        concept = self.book.statements[self.fact.series[0]].items[self.fact.series[1]].concept
        self.one_sided = concept in self.book.one_sided

    def write(self, rows: dict[Place, int]) -> None:
        self._words()
        outlook, value = self.outlook, self._at(VALUE)
        self.sheet.put(self.number, VALUE, Formula(f"={self.context.facts.figure(self.fact)}"), "Link",
                       _pattern(self.unit, self.fact.decimals, self.fact.figure.kind == NIL))
        if outlook.before:
            before = at(rows[outlook.before.place], VALUE)
            self._formula(CHANGE, f"{value}-{before}", _pattern(self.unit, min(
                self.fact.decimals, outlook.before.decimals)))
            if not outlook.is_rate:
                self._formula(CHANGE_SHARE, self._growth(value, before))
        self._result(AGO, outlook.year_ago)
        self._result(RESULT, outlook.actual)
        self._result(SO_FAR, outlook.so_far)
        if outlook.so_far:
            self.sheet.put(self.number, TO_DATE, outlook.so_far.slot.label, "Unit")
        for column, printed in ((PRINTED, outlook.change), (ACHIEVED, outlook.achieved)):
            if printed:
                self.sheet.put(self.number, column, Formula(f"={self.context.facts.figure(printed)}"), "Link",
                               number_format(printed.decimals, nil=printed.figure.kind == NIL))
        if not outlook.turned and self.fact.figure.kind != NIL:  # a dash says that there is none
            self._compare(value)

    def _words(self) -> None:
        fact, statement = self.fact, self.book.statements[self.fact.series[0]]
        when = fact.column.label if fact.column else self.book.when(fact.period)
        end = "" if fact.forecast == EXPECTED else fact.forecast
        note = "; ".join(filter(None, (self._printed(), fact.figure.reason, fact.note, self.outlook.remark)))
        name = ":".join(filter(None, (key(fact.series), when, end, fact.filing.key)))
        currency = fact.currency or self.book.company.currency
        for column, text, look in (
                (KEY, name, "Note"), (LABEL, " · ".join(filter(None, (
                    statement.items[fact.series[1]].label, statement.member(fact.series[2]).label))), "Label"),
                (UNIT, self.unit.in_currency(currency), "Unit"), (PERIOD, when, "Unit"), (RANGE, end, "Unit"),
                (FILED, fact.filing.filed.isoformat(), "Unit"),
                (FILING, fact.filing.key, "Label"), (NOTE, note, "Label")):
            if text:
                self.sheet.put(self.number, column, text, look)

    def _printed(self) -> str:
        return f"corrected from {self.fact.figure.printed}" if self.fact.figure.reason else ""

    def _compare(self, value: Address) -> None:
        """What results are of the forecast; a rate is of nothing."""
        outlook, ago, result, so_far = self.outlook, self._at(AGO), self._at(RESULT), self._at(SO_FAR)
        if outlook.year_ago and not outlook.is_rate:
            self._formula(ON_AGO, _if_numbers(ago, self._growth(value, ago)))
        if outlook.actual and not outlook.is_rate:
            self._formula(OF_FORECAST, _if_numbers(result, _of(result, value)))
        if outlook.so_far:
            self._formula(PROGRESS, _if_numbers(so_far, _of(so_far, value)))
        if outlook.so_far and outlook.adds:
            self._formula(REST, _if_numbers(so_far, f"{value}-{so_far}"), _pattern(
                self.unit, min(self.fact.decimals, outlook.so_far.decimals)))

    def _growth(self, now: str, before: str) -> str:
        """A change in percent; across zero, or of losses, it means nothing."""
        useful = f"{now}*{before}>0" if self.one_sided else f"AND({now}>0,{before}>0)"
        return f'IF({useful},{now}/{before}-1,"n.m.")'

    def _result(self, column: int, result: Reported | None) -> None:
        if result:
            # A cell that only shows a figure is no origin: the figure itself is.
            origin = self.context.proof.trees.in_views(result.tree, written=True) if isinstance(
                result.tree, RowAt) else None
            tree = origin if isinstance(origin, Shown) else result.tree
            formula = self.context.addresses.on(GUIDANCE, linked=False).formula(tree)
            self.sheet.put(self.number, column, Formula(f"={formula}"), "Link", _pattern(self.unit, result.decimals))

    def _formula(self, column: int, text: str, pattern: str = _SHARE) -> None:
        self.sheet.put(self.number, column, Formula(f"={text}"), "Formula", pattern)

    def _at(self, column: int) -> Address:
        return at(self.number, column)


def _of(part: str, whole: str) -> str:
    """A part of a forecast; of a loss that is expected where there is a profit it means nothing."""
    return f'IF(OR({whole}>0,{part}*{whole}>0),{part}/{whole},"n.m.")'


def _if_numbers(cell: str, formula: str) -> str:
    return f'IF(ISNUMBER({cell}),{formula},"n.a.")'


def _pattern(unit: Unit, decimals: int, nil: bool = False) -> str:
    return unit.format or number_format(max(unit.decimals, decimals), nil=nil)

