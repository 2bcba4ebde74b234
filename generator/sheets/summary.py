"""The Summary: key figures of the newest periods beside a year ago, what changed most, and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.derivation import currency_words
from generator.formulas.excel import excel
from generator.formulas.expression import Argument, Expression, Number, Operation, RowAt, RowKey, replaced
from generator.formulas.names import written
from generator.inputs.summary import KeyFigure
from generator.model.period import Slot
from generator.model.statement import Series
from generator.sheets.axis import Axis, heading
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.context import Context
from generator.sheets.movers import Movers
from generator.sheets.summary_charts import HEIGHT, write_charts
from generator.xlsx.cells import Formula, Sheet, at

_STATUS_ROW, _LABEL_ROW = 4, 5
_FIRST = 3
_ABSENT = "Not in these filings"
_PERCENT, _POINTS = "0.0%_);(0.0%);0.0%_)", '0.0" pp"_);(0.0" pp");0.0" pp"_)'
VALUE, CHANGE, AMOUNT = "value", "change", "amount"
"""What a column shows: a period, its change on the year before in percent or points, and in the row's own unit."""


@dataclass(frozen=True)
class _Column:
    """A column of key figures: of a period, or a change in the two columns before the changes."""

    number: int
    slot: Slot
    shows: str


def write_summary(sheet: Sheet, context: Context) -> None:
    """The key figures, movers and charts of templates/summary.yaml, or those that the company chooses."""
    company, plan, axis = context.book.company, context.plan, context.axis
    sheet.freeze, sheet.header_rows = at(_LABEL_ROW + 1, _FIRST), 3
    sheet.widths = {1: 44, 2: 13, **dict.fromkeys(range(_FIRST, 20), 12.5)}
    heading(sheet, f"{company.name} · {sheet.name}",
            f"Amounts in {company.units['amount'].label}", 1, 3)
    found = list(_shown(plan.key_figures, context.computed))
    rows = [key for figure in found if isinstance(key := context.computed.rows.key(figure.row), tuple)]
    columns, row = _headers(sheet, axis, rows), _LABEL_ROW
    growth = context.proof.templates.macros["growth"].tree
    for figure in found:
        if figure.section:
            row += 1
            for number in range(1, max((each.number for each in columns), default=2) + 1):
                sheet.put(row, number, figure.section if number == 1 else None, "Section")
        row += 1
        _key_figure(sheet, row, figure, columns, context.computed, growth)
    movers = Movers(context, [slot for slot, _ in _newest(axis)]) if plan.movers else None
    if columns:
        sheet.values_from, sheet.values_to = at(_LABEL_ROW + 1, _FIRST), at(row, columns[-1].number)
    below = movers.write(sheet, row + 2) if movers else row
    if below == row + 1 or not movers:
        sheet.breaks.append(row)
    row = write_charts(sheet, below + 2, context, plan.charts, beside=row + 2 if below - row > HEIGHT else 0)
    if movers:
        movers.write_lines(sheet, row + 1)


def _shown(figures: Sequence[KeyFigure], computed: ComputedWriter) -> Iterator[KeyFigure]:
    """The key figures, each heading over the first below it; last those that no filing gives in any period, unless the
    company has chosen them: a reader who refers to one finds it."""
    section, absent = "", []
    for figure in figures:
        section = figure.section or section
        if figure.is_chosen or is_told(figure.row, computed):
            yield replace(figure, section=section)
            section = ""
        else:
            absent.append(figure)
    for number, figure in enumerate(absent):
        yield replace(figure, section="" if number else _ABSENT)


def is_told(row: RowKey, computed: ComputedWriter) -> bool:
    """Whether the filings give a row in any column."""
    key = computed.rows.key(row)
    return any(computed.trees.supported(key, slot) for slot in computed.axis.columns)


def _headers(sheet: Sheet, axis: Axis, rows: Sequence[Series]) -> list[_Column]:
    """The header over the key figures, and what stands in which column; ``rows`` are those of statements."""
    sheet.put(_LABEL_ROW, 1, "Key figures", "Header")
    sheet.put(_LABEL_ROW, 2, "Unit", "Header")
    columns: list[_Column] = []

    def add(slot: Slot, label: str, status: str, shows: str = VALUE) -> None:
        number = _FIRST + len(columns)
        sheet.put(_LABEL_ROW, number, label, "Header")
        sheet.put(_STATUS_ROW, number, status, "Header")
        columns.append(_Column(number, slot, shows))

    for slot, compared in _newest(axis):
        add(slot, slot.label, _status(axis, slot, rows))
        if compared and (base := axis.grid.timeline.shifted(slot, "year_ago")):
            add(base, base.label, _status(axis, base, rows))
            # The first keeps the name that it has had; the second has the period's, so that each is the only one.
            add(slot, "Change", "on a year ago", CHANGE)
            add(slot, f"{slot.label} +/–", "in its unit", AMOUNT)
    sheet.put(_STATUS_ROW, 1, "Status", "Header")
    sheet.put(_STATUS_ROW, 2, None, "Header")
    return columns


def _status(axis: Axis, slot: Slot, rows: Sequence[Series]) -> str:
    status = axis.grid.timeline.status(slot) if slot in axis.columns else ""
    return f"{status} m" if axis.mixes(rows, slot) else status


def _newest(axis: Axis) -> list[tuple[Slot, bool]]:
    """The newest year-to-date period and quarter, each with its year-ago column, and the newest full year.

    Of a company that reports balances alone, the newest of them.
    """
    timeline = axis.grid.timeline
    live = [slot for slot in axis.columns if timeline.is_reported(slot)]

    def last(names: tuple[str, ...]) -> list[Slot]:
        found = [slot for slot in live if slot.name in names]
        return [max(found, key=lambda slot: timeline.periods[slot].end)] if found else []

    cumulative = last(("1H", "9M", "FY"))  # a first quarter stands there as the quarter
    quarter = last(("1Q", "2Q", "3Q", "4Q"))
    year = [slot for slot in last(("FY",)) if slot not in cumulative]
    balances = [] if live else sorted(timeline.newest)[-1:]
    return [(slot, True) for slot in (*cumulative, *quarter, *balances)] + [(y, False) for y in year]


def _key_figure(sheet: Sheet, row: int, figure: KeyFigure, columns: list[_Column], computed: ComputedWriter,
                growth: Expression) -> None:
    key = computed.rows.key(figure.row)
    unit, _ = computed.labels.unit(key)
    sheet.put(row, 1, computed.labels.text(key), "Label")
    sheet.put(row, 2, unit, "Unit")
    for index, column in enumerate(columns):
        if column.shows == VALUE:
            computed.own(sheet, row, column.number, figure.row, column.slot)
            if (row, column.number) not in sheet.cells:
                sheet.put(row, column.number, "n.a.", "NotAvailable")
            continue
        now, base = columns[index - 2 - (column.shows == AMOUNT):][:2]
        change = _Change(sheet, row, column.number, computed, RowAt(key, now.slot), RowAt(key, base.slot),
                         (now.number, base.number))
        if column.shows == AMOUNT:
            if figure.change in ("growth", "amount"):
                change.write(Operation("-", change.now, change.base), computed.labels.pattern(change.now))
        elif figure.change == "growth":
            change.grown(growth, isinstance(figure.row, tuple))
        elif figure.change == "points":
            change.points()


@dataclass(frozen=True)
class _Change:
    """The cell of a change between two cells of its row, which stand in the columns ``places``."""

    sheet: Sheet
    row: int
    column: int
    computed: ComputedWriter
    now: RowAt
    base: RowAt
    places: tuple[int, int]

    def write(self, tree: Expression, pattern: str, around: str = "{found}") -> None:
        """What a tree of both cells makes of them, in one currency; n.a. where that cannot be, or one is no number."""
        found = self.computed.trees.in_one(tree)
        remark = currency_words.remark(found, self.computed.grid.book.company) or self._remark()
        if found.tree is None:
            self.sheet.put(self.row, self.column, "n.a.", "NotAvailable", remark=remark)
            return
        now, base = (at(self.row, place) for place in self.places)
        cells = {self.now: now, self.base: base}
        text = excel(found.tree, lambda leaf: cells[leaf] if isinstance(leaf, RowAt) else written(leaf))
        text = f'IF(COUNT({now})*COUNT({base}),{around.format(now=now, base=base, found=text)},"n.a.")'
        self.sheet.put(self.row, self.column, Formula(f"={text}"), "Formula", pattern, remark=remark)

    def grown(self, growth: Expression, is_line: bool) -> None:
        """The growth that templates/formulas.yaml gives to all rows. A line of the company's own may be a cost or an
        elimination: below zero it is no loss, and has no growth either."""
        given = {"now": self.now, "base": self.base}
        if is_line:
            plain = Operation("-", Operation("/", self.now, self.base), Number(1))
            self.write(plain, _PERCENT, 'IF(OR({now}<0,{base}<=0),"n.m.",{found})')
        else:
            tree = replaced(growth, lambda leaf: given[leaf.name] if isinstance(leaf, Argument) else leaf)
            self.write(tree, _PERCENT, 'IF({base}=0,"n.m.",{found})')

    def points(self) -> None:
        """The difference of two percentages."""
        now, base = (at(self.row, place) for place in self.places)
        self.sheet.put(self.row, self.column, Formula(f'=IF(COUNT({now})*COUNT({base}),100*({now}-{base}),"n.a.")'),
                       "Formula", _POINTS, remark=self._remark())

    def _remark(self) -> str:
        told = (cell.remark for place in self.places if (cell := self.sheet.cells.get((self.row, place))))
        return next(filter(None, told), "")
