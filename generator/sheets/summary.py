"""The Summary: key figures of the newest periods beside a year ago, and charts over their own block of links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.derivation import currency_words
from generator.formulas.excel import excel
from generator.formulas.expression import Argument, Expression, RowAt, replaced
from generator.formulas.names import written
from generator.inputs.summary import ChartPlan, KeyFigure
from generator.model.period import YEAR_TO_DATE, Slot
from generator.model.statement import Series
from generator.sheets.axis import Axis, heading
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.context import Context
from generator.xlsx.cells import Formula, RowChart, Sheet, at

_STATUS_ROW, _LABEL_ROW = 4, 5
_FIRST = 3
_CHART_HEIGHT = 11
_PERCENT, _POINTS = "0.0%_);(0.0%);0.0%_)", '0.0" pp"_);(0.0" pp");0.0" pp"_)'
_CHARTED = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": YEAR_TO_DATE, "balances": YEAR_TO_DATE}
_MOST_CHARTED = 8


@dataclass(frozen=True)
class _Column:
    """A column of key figures: of a period, or (``is_change``) the change in the two columns before it."""

    number: int
    slot: Slot
    is_change: bool


def write_summary(sheet: Sheet, context: Context) -> None:
    """The key figures and charts of templates/summary.yaml."""
    company, plan, axis = context.book.company, context.plan, context.axis
    sheet.freeze, sheet.header_rows, sheet.paper = at(_LABEL_ROW + 1, _FIRST), 3, "A4"
    sheet.widths = {1: 44, 2: 13, **dict.fromkeys(range(_FIRST, 20), 12.5)}
    heading(sheet, f"{company.name} · {sheet.name}",
            f"Amounts in {company.units['amount'].label}; links to the statements and ratios", 1, 3)
    rows = [key for figure in plan.key_figures if isinstance(key := context.computed.rows.key(figure.row), tuple)]
    columns = _headers(sheet, axis, rows)
    first, count = _LABEL_ROW + 1, len(plan.key_figures)
    if columns:
        sheet.values_from, sheet.values_to = at(first, _FIRST), at(_LABEL_ROW + count, columns[-1].number)
    for row, figure in enumerate(plan.key_figures, start=first):
        _key_figure(sheet, row, figure, columns, context.computed, context.proof.templates.macros["growth"].tree)
    _charts(sheet, first + count + 2, axis, context.computed, plan.charts)


def _headers(sheet: Sheet, axis: Axis, rows: Sequence[Series]) -> list[_Column]:
    """The header over the key figures, and what stands in which column; ``rows`` are those of statements."""
    sheet.put(_LABEL_ROW, 1, "Key figures", "Header")
    sheet.put(_LABEL_ROW, 2, "Unit", "Header")
    columns: list[_Column] = []
    for slot, compared in _newest(axis):
        base = axis.grid.timeline.shifted(slot, "year_ago") if compared else None
        for shown, is_change in ((slot, False), (base, False), (slot, True)) if base else ((slot, False),):
            number = _FIRST + len(columns)
            sheet.put(_LABEL_ROW, number, "Change" if is_change else shown.label, "Header")
            sheet.put(_STATUS_ROW, number, "on a year ago" if is_change else _status(axis, shown, rows), "Header")
            columns.append(_Column(number, shown, is_change))
    sheet.put(_STATUS_ROW, 1, "Status", "Header")
    sheet.put(_STATUS_ROW, 2, None, "Header")
    return columns


def _status(axis: Axis, slot: Slot, rows: Sequence[Series]) -> str:
    status = axis.grid.timeline.status(slot) if slot in axis.columns else ""
    return f"{status} m" if axis.mixes(rows, slot) else status


def _newest(axis: Axis) -> list[tuple[Slot, bool]]:
    """The newest year-to-date period and quarter, each with its year-ago column, and the newest full year."""
    live = [slot for slot in axis.columns if axis.grid.timeline.is_reported(slot)]

    def last(names: tuple[str, ...]) -> list[Slot]:
        found = [slot for slot in live if slot.name in names]
        return [max(found, key=lambda slot: axis.grid.timeline.periods[slot].end)] if found else []

    cumulative = last(("1H", "9M", "FY"))  # a first quarter stands there as the quarter
    quarter = last(("1Q", "2Q", "3Q", "4Q"))
    year = [slot for slot in last(("FY",)) if slot not in cumulative]
    return [(slot, True) for slot in (*cumulative, *quarter)] + [(y, False) for y in year]


def _key_figure(sheet: Sheet, row: int, figure: KeyFigure, columns: list[_Column], computed: ComputedWriter,
                growth: Expression) -> None:
    key = computed.rows.key(figure.row)
    unit, _ = computed.labels.unit(key)
    sheet.put(row, 1, computed.labels.text(key), "Label")
    sheet.put(row, 2, unit, "Unit")
    for index, column in enumerate(columns):
        if column.is_change:
            _change(sheet, row, column.number, figure.change, computed, growth,
                    RowAt(key, column.slot), RowAt(key, columns[index - 1].slot))
            continue
        computed.own(sheet, row, column.number, figure.row, column.slot)
        if (row, column.number) not in sheet.cells:
            sheet.put(row, column.number, "n.a.", "NotAvailable")


def _change(sheet: Sheet, row: int, column: int, change: str, computed: ComputedWriter, growth: Expression,
            *cells: RowAt) -> None:
    """The change between the two cells before: a growth in the words of the ratios, percentage points, or none."""
    now, base = at(row, column - 2), at(row, column - 1)
    counted = f"COUNT({now})*COUNT({base})"
    told = [cell.remark for each in (column - 2, column - 1) if (cell := sheet.cells.get((row, each)))]
    remark = next(filter(None, told), "")
    if change == "growth":
        found = computed.trees.in_one(_growth(growth, *cells))
        remark = currency_words.remark(found, computed.grid.book.company) or remark
        if found.tree is None:
            sheet.put(row, column, "n.a.", "NotAvailable", remark=remark)
            return
        places = dict(zip(cells, (now, base), strict=True))
        grown = excel(found.tree, lambda leaf: places[leaf] if isinstance(leaf, RowAt) else written(leaf))
        text = f'IF({counted},IF({base}=0,"n.m.",{grown}),"n.a.")'
        sheet.put(row, column, Formula(f"={text}"), "Formula", _PERCENT, remark=remark)
    elif change == "points":
        sheet.put(row, column, Formula(f'=IF({counted},100*({now}-{base}),"n.a.")'), "Formula", _POINTS, remark=remark)


def _growth(growth: Expression, now: RowAt, base: RowAt) -> Expression:
    """The growth that templates/formulas.yaml gives to all rows, of two cells."""
    given = {"now": now, "base": base}
    return replaced(growth, lambda leaf: given[leaf.name] if isinstance(leaf, Argument) else leaf)


def _charts(sheet: Sheet, row: int, axis: Axis, computed: ComputedWriter, charts: tuple[ChartPlan, ...]) -> None:
    """Two charts a line, then the block of links that they are drawn from."""
    after = row + _CHART_HEIGHT * ((len(charts) + 1) // 2)
    sheet.breaks += [row - 2, after - 1]
    data = after + 1
    for index, plan in enumerate(charts):
        anchor = at(row + _CHART_HEIGHT * (index // 2), 1 if index % 2 == 0 else 4)
        data = _chart(sheet, data, anchor, axis, computed, plan)


def _chart(sheet: Sheet, data: int, anchor: str, axis: Axis, computed: ComputedWriter, plan: ChartPlan) -> int:
    """A chart and the rows that it is drawn from, from ``data`` on; returns the row after the last."""
    slots = _chart_slots(axis, computed, plan)
    sheet.put(data, 1, plan.title, "Header")
    sheet.put(data, 2, None, "Header")
    for column, slot in enumerate(slots, start=_FIRST):
        label = axis.grid.timeline.periods[slot].end.isoformat() if plan.periods == "balances" else slot.label
        sheet.put(data, column, label, "Header")
    names = [*plan.bars, *([plan.line] if plan.line else [])]
    units, series = [], []
    for row, name in enumerate(names, start=data + 1):
        key = computed.rows.key(name)
        unit, _ = computed.labels.unit(key)
        sheet.put(row, 1, computed.labels.text(key), "Label")
        sheet.put(row, 2, unit, "Unit")
        for column, slot in enumerate(slots, start=_FIRST):
            computed.own(sheet, row, column, name, slot)
        units.append(unit)
        series.append((row, name == plan.line))
    if slots:
        sheet.charts.append(RowChart(plan.title, anchor, data, _FIRST, _FIRST - 1 + len(slots), tuple(series), units[0],
                                  plan.alt, plan.from_zero, "%" if plan.line else ""))
    return data + len(names) + 1


def _chart_slots(axis: Axis, computed: ComputedWriter, plan: ChartPlan) -> list[Slot]:
    """The columns in which every row of a chart has a value (text would be drawn as zero), all in one currency."""
    rows = [computed.rows.key(name) for name in plan.bars]
    found = [slot for slot in axis.columns if slot.name in _CHARTED[plan.periods]
             and all(computed.trees.supported(row, slot) for row in rows)]
    drawn = {slot: [computed.trees.currency(RowAt(row, slot)) for row in rows] for slot in found}
    return [slot for slot in found if drawn[slot] == drawn[found[-1]]][-_MOST_CHARTED:]
