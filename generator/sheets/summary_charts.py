"""The charts of the Summary, each over its own block of links to the newest periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.formulas.expression import RowAt, RowKey
from generator.inputs.summary import ChartPlan
from generator.model.period import YEAR_TO_DATE, Slot
from generator.sheets.axis import Axis
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.context import Context
from generator.xlsx.cells import Pages, RowChart, Sheet, at
from generator.xlsx.styles import CHART_COLORS

_FIRST = 3
HEIGHT = 11
"""The rows that a chart stands over."""
_BESIDE = 7
"""The column from which on there is room beside the biggest changes."""
_QUARTERS = ("1Q", "2Q", "3Q", "4Q")
_NAMES = {"quarters": _QUARTERS, "year_to_date": YEAR_TO_DATE, "cumulative": YEAR_TO_DATE, "balances": YEAR_TO_DATE}
_SAYS = {"quarters": "by quarter", "year_to_date": "year to date", "cumulative": "by reported period",
         "balances": "at balance dates"}
_MOST_CHARTED = 8


@dataclass(frozen=True)
class _Drawn:
    """A chart as far as the company has what it shows: its rows, and the columns from its first figure to its last.

    In ``filled`` every row of bars has a value; the others of ``slots`` are gaps.
    """

    plan: ChartPlan
    title: str
    alt: str
    bars: tuple[RowKey, ...]
    line: RowKey
    slots: tuple[Slot, ...]
    filled: frozenset[Slot]


def write_charts(sheet: Sheet, row: int, context: Context, plans: Sequence[ChartPlan], beside: int = 0) -> int:
    """Two charts a line, an odd one ``beside`` a row above that has room, then the blocks that they are drawn from,
    which are not printed; returns the first row below them."""
    charts = [drawn for plan in plans if (drawn := _drawn(context, plan))]
    last = max((column for _, column in sheet.cells), default=1)
    if not charts:
        sheet.pages = Pages(((1, 1), (row - 1, last)), (1, sheet.header_rows))
        return row
    places = [at(row + HEIGHT * (index // 2), 1 if index % 2 == 0 else 4) for index in range(len(charts))]
    if beside and len(charts) % 2:
        places[-1] = at(beside, _BESIDE)
    after = row + HEIGHT * ((len(charts) + (0 if beside else 1)) // 2)
    sheet.breaks += range(row + 2 * HEIGHT - 1, after - 1, 2 * HEIGHT)  # a page holds the movers and two lines
    sheet.pages = Pages(((1, 1), (after - 1, max(last, _BESIDE + 4))), (1, sheet.header_rows))
    data = after + 1
    for anchor, drawn in zip(places, charts, strict=True):
        data = _chart(sheet, data, anchor, context, drawn)
    return data


def _drawn(context: Context, plan: ChartPlan) -> _Drawn | None:
    """A chart of those of its rows that the company has, under a title that names these; None without any."""
    computed, axis = context.computed, context.axis

    def told(row: RowKey) -> bool:
        return any(computed.trees.supported(computed.rows.key(row), slot) for slot in axis.columns)

    bars, line = tuple(filter(told, plan.bars)), plan.line if plan.line and told(plan.line) else ""
    slots, filled = _slots(axis, computed, plan.periods, bars)
    if not slots or len(bars) > len(CHART_COLORS) - 1:
        return None
    if (bars, line) == (plan.bars, plan.line):
        return _Drawn(plan, plan.title, plan.alt, bars, line, slots, filled)
    names = [computed.labels.text(computed.rows.key(row)) for row in (*bars, *([line] if line else []))]
    title = f"{', '.join(names)} {_SAYS[plan.periods]}"
    return _Drawn(plan, title, f"{title}: columns" + (f", and a line for {names[-1]}" if line else ""), bars, line,
                  slots, filled)


def _slots(axis: Axis, computed: ComputedWriter, periods: str,
           bars: Sequence[RowKey]) -> tuple[tuple[Slot, ...], frozenset[Slot]]:
    """The columns of a chart, and those in which every row of bars has a value (text would be drawn as zero).

    All in one currency. Quarters and years to date follow each other without a break, so that one that no filing
    gives is a gap and no step.
    """
    rows = [computed.rows.key(name) for name in bars]
    found = [slot for slot in axis.columns if slot.name in _NAMES[periods] and rows
             and all(computed.trees.supported(row, slot) for row in rows)]
    if periods == "year_to_date" and found:
        newest = max(found, key=lambda slot: axis.grid.timeline.periods[slot].end)
        alike = [slot for slot in found if slot.name == newest.name]
        if len(alike) > 1:
            found = alike
        else:
            periods = "cumulative"  # there is nothing of the same length to compare it with yet
    drawn = {slot: [computed.trees.currency(RowAt(row, slot)) for row in rows] for slot in found}
    found = [slot for slot in found if drawn[slot] == drawn[found[-1]]]
    if not found or periods in ("cumulative", "balances"):
        return tuple(found[-_MOST_CHARTED:]), frozenset(found)
    names = {found[-1].name} if periods == "year_to_date" else set(_QUARTERS)
    every = [slot for slot in axis.columns if slot.name in names]
    return tuple(_from_first(every[:every.index(found[-1]) + 1], frozenset(found))), frozenset(found)


def _from_first(slots: Sequence[Slot], filled: frozenset[Slot]) -> Sequence[Slot]:
    """The newest columns, from the first that is filled on."""
    newest = slots[-_MOST_CHARTED:]
    return newest[next(index for index, slot in enumerate(newest) if slot in filled):]


def _chart(sheet: Sheet, data: int, anchor: str, context: Context, drawn: _Drawn) -> int:
    """A chart and the rows that it is drawn from, from ``data`` on; returns the row after the last."""
    computed, plan = context.computed, drawn.plan
    sheet.put(data, 1, drawn.title, "Header")
    sheet.put(data, 2, None, "Header")
    for column, slot in enumerate(drawn.slots, start=_FIRST):
        end = context.axis.grid.timeline.periods[slot].end.isoformat()
        sheet.put(data, column, end if plan.periods == "balances" else slot.label, "Header")
    names = [*drawn.bars, *([drawn.line] if drawn.line else [])]
    units, series = [], []
    for row, name in enumerate(names, start=data + 1):
        key = computed.rows.key(name)
        unit, _ = computed.labels.unit(key)
        sheet.put(row, 1, computed.labels.text(key), "Label")
        sheet.put(row, 2, unit, "Unit")
        for column, slot in enumerate(drawn.slots, start=_FIRST):
            if slot in drawn.filled and computed.trees.supported(key, slot):
                computed.own(sheet, row, column, name, slot)
        units.append(unit)
        series.append((row, name == drawn.line and row == data + len(names)))
    sheet.row_groups.append((data + 1, data + len(names)))
    sheet.charts.append(RowChart(
        drawn.title, anchor, data, _FIRST, _FIRST - 1 + len(drawn.slots), tuple(series), units[0], drawn.alt,
        plan.from_zero and not _falls_below_zero(context, drawn, drawn.bars), units[-1] if drawn.line else "",
        second_from_zero=not _falls_below_zero(context, drawn, (drawn.line,)) if drawn.line else True))
    return data + len(names) + 1


def _falls_below_zero(context: Context, drawn: _Drawn, rows: Sequence[RowKey]) -> bool:
    """Whether a row is negative in a column of the chart: an axis from zero on would hide a loss."""
    computed = context.computed
    cells = (RowAt(computed.rows.key(row), slot) for row in rows for slot in drawn.slots)
    found = [(cell, number.value(context.proof.numbers)) for cell in cells
             if (number := context.proof.values.number_in(cell))]
    signs = {computed.rows.key(row): -1 if computed.rows.has_other_sign(row) else 1 for row in rows}
    return any(value * signs[cell.row] < 0 for cell, value in found if value is not None)
