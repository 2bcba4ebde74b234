"""The values that the workbook's rows have, as functions of the typed figures, without a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from generator.arithmetic import compiled
from generator.computed_rows import OF_BALANCES, ComputedRows
from generator.entry import Link, Lost, Missing, Path, Sum
from generator.formula import PRINTED_ROUNDING, Expression, Mention
from generator.grid import Grid
from generator.model import Fact, Series
from generator.period import Slot
from generator.quantity import Form, Quantity, combined, constant, linear
from generator.template import RowTemplate, Templates


class Cells:
    """The value of every cell of the statements as a linear form over the facts."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.number = {fact.place: index for index, fact in enumerate(grid.book.facts)}
        self._forms: dict[tuple[Series, Slot], Form | None] = {}

    def fact(self, fact: Fact) -> Form:
        return Form({self.number[fact.place]: 1.0})

    def form(self, series: Series, slot: Slot) -> Form | None:
        """None where the cell is blank, says n.a. or lies off the time axis."""
        key = series, slot
        if key not in self._forms:
            self._forms[key] = self._resolve(series, slot)
        return self._forms[key]

    def _resolve(self, series: Series, slot: Slot) -> Form | None:
        entry = self.grid.entry(series, slot) if slot in self.grid.periods else None
        match entry.source if entry else Missing():
            case Link(fact, sign):
                return self.fact(fact) * sign
            case Sum(parts):
                return self._total(parts, slot)
            case Path(terms, weighted):
                return self._path(series, slot, terms, weighted)
            case Lost(total, others, sign):
                whole = self.form(total, slot)
                return (whole - self._total(others, slot)) * sign if whole is not None else None
        return None

    def _total(self, parts: tuple[tuple[int, Series], ...], slot: Slot) -> Form:
        forms = [form * sign for sign, part in parts if (form := self.form(part, slot)) is not None]
        return sum(forms, Form())

    def _path(self, series: Series, slot: Slot, terms: tuple[tuple[int, Slot], ...], weighted: bool) -> Form | None:
        whole = Form()
        for sign, other in terms:
            form = self.form(series, other)
            if form is None:
                return None
            whole += form * sign * self._onto_basis(series, other, slot) * (self.days(other) if weighted else 1)
        return whole / self.days(slot) if weighted else whole

    def _onto_basis(self, series: Series, other: Slot, slot: Slot) -> float:
        """The splits between the filings behind one column of a row and the newest behind another."""
        versions = self.grid.versions
        old, new = (versions.split_basis(self.grid.facts(series, each)) for each in (other, slot))
        power = versions.split_power(series)
        return versions.factor(old, new) ** power if power and old and new else 1.0

    def split_factor(self, basis: datetime.date) -> float:
        """Shares today for one share of a day."""
        return self.grid.versions.factor(basis, datetime.date.max)

    def adjusted(self, fact: Fact) -> Form:
        """A fact on the basis after all splits, which multiply shares and divide per-share figures."""
        factor = self.split_factor(self.grid.versions.basis_of(fact))
        return self.fact(fact) * factor ** self.grid.versions.split_power(fact.series)

    def days(self, slot: Slot) -> float:
        period = self.grid.periods[slot]
        assert period.start
        return (period.end - period.start).days + 1


class Evaluation:
    """The value of every row that formulas name, in every column."""

    def __init__(self, cells: Cells, rows: ComputedRows, templates: Templates) -> None:
        self.cells, self.rows, self.grid = cells, rows, rows.grid
        self.parameters = _parameters(templates, self.grid)
        self._names = templates.names(self.grid.book, self._write, str)
        self._names[PRINTED_ROUNDING] = PRINTED_ROUNDING
        self._mentioned: dict[Mention, str] = {}
        self._compiled: dict[Expression, tuple[Mapping[str, Mention], tuple[str, ...], Callable[..., Any]]] = {}
        self._known: dict[tuple[str, Slot], Quantity | None] = {}

    def _write(self, mention: Mention) -> str:
        return self._mentioned.setdefault(mention, f"_{len(self._mentioned)}")

    def mention(self, mention: Mention, slot: Slot) -> Quantity | None:
        """What a mention means in a column; None where it is blank or n.a."""
        if mention.day:
            fact = self.rows.on_day(mention)
            return linear(self.cells.fact(fact)) if fact else None
        target = self.rows.shifted(mention, slot)
        if target is None or target not in self.grid.periods:
            return None
        if not mention.basis:
            return self._plain(mention, target)
        balances = mention.basis in OF_BALANCES and self.rows.is_instant(mention.row)
        if not (self.grid.has_balances(target) if balances else self.grid.is_reported(target)):
            return None
        return self._on_basis(mention, target)

    def _on_basis(self, mention: Mention, slot: Slot) -> Quantity | None:
        """A row's last twelve months, average, annualised figure, dividends or split factor."""
        match mention.basis:
            case "ltm":
                series = self.rows.series(mention.row)
                terms = self.rows.ltm(series, slot)
                return self._signed(mention, terms) if series and terms else None
            case "declared" | "due":
                return self._dividends(mention, slot)
            case "split_factor":
                return self._split_factor(mention, slot)
        here = self._plain(mention, slot)
        if mention.basis == "annualised":
            months = self.parameters["months_in_year"] / self._months(slot)
            return combined(lambda now: now * months, [here]) if here else None
        paired = self.rows.paired(mention.basis, slot)
        other = self._plain(mention, paired) if paired else None
        return combined(lambda now, then: (now + then) / 2, [here, other]) if here and other else None

    def _plain(self, mention: Mention, slot: Slot) -> Quantity | None:
        series = self.rows.series(mention.row)
        if series:
            form = self.cells.form(series, slot) if series in self.grid.shown else None
            return linear(form) if form is not None else None
        template = self.rows.templates.get(str(mention.row))
        return self.row(template, slot) if template else None

    def _signed(self, mention: Mention, terms: Iterable[tuple[int, Slot]]) -> Quantity | None:
        """A signed sum over columns of a row, which all have a value."""
        terms = tuple(terms)
        found = [self._plain(mention, slot) for _, slot in terms]
        there = [quantity for quantity in found if quantity]
        signs = [sign for sign, _ in terms]
        if len(there) < len(found):
            return None
        return combined(lambda *values: sum(sign * value for sign, value in zip(signs, values, strict=True)), there)

    def _dividends(self, mention: Mention, slot: Slot) -> Quantity | None:
        """The sum over record dates; none without one that the company has each year."""
        found = self.rows.dividends(mention.row, slot, mention.basis)
        if found is None:
            return None
        if not self.rows.is_instant(mention.row):
            return self._signed(mention, [(each.sign, each.slot) for each in found])
        columns = [(self._plain(mention, each.slot), each.needed) for each in found if each.slot in self.grid.periods]
        if not any(needed for _, needed in columns) or any(needed and not quantity for quantity, needed in columns):
            return None
        return combined(lambda *values: sum(values), [quantity for quantity, _ in columns if quantity])

    def _split_factor(self, mention: Mention, slot: Slot) -> Quantity | None:
        """Shares today for one share in a figure; a balance is as of its date."""
        series = self.rows.series(mention.row)
        facts = self.grid.facts(series, slot) if series else ()
        if not facts:
            return None
        basis = self.grid.periods[slot].end if self.rows.is_instant(mention.row) \
            else max(fact.filing.split_basis for fact in facts)
        return constant(self.cells.split_factor(basis))

    def row(self, row: RowTemplate, slot: Slot) -> Quantity | None:
        """A computed row in a column."""
        key = row.id, slot
        if key not in self._known:
            self._known[key] = self._guarded(row, slot) if self._has_cell(row, slot) else None
        return self._known[key]

    def _has_cell(self, row: RowTemplate, slot: Slot) -> bool:
        priced = not row.needs_price or (self.parameters["share_price"] * self.parameters["share_price_date"] > 0)
        return slot in self.grid.periods and self.rows.active(row, slot) and priced

    def _guarded(self, row: RowTemplate, slot: Slot) -> Quantity | None:
        whole = self.expression(row.expression, slot)
        positive = [self.expression(guard, slot) for guard in row.positive]
        nonzero = [self.expression(guard, slot) for guard in row.nonzero]
        guards = [guard for guard in (*positive, *nonzero) if guard]
        if whole is None or len(guards) < len(positive) + len(nonzero):
            return None
        if not guards:
            return whole
        many = len(positive)

        def value(numbers: Any) -> float | None:
            found = [guard.value(numbers) for guard in guards]
            if None in found or not all((n or 0) > 0 for n in found[:many]) or not all(found[many:]):
                return None
            return whole.value(numbers)

        return Quantity((fact for each in (whole, *guards) for fact in each.facts), value)

    def expression(self, expression: Expression, slot: Slot, printed_rounding: float = 0.0) -> Quantity | None:
        """What a formula gives in a column; None where a row that it names has no value there."""
        mentions, names, function = self._function(expression)
        operands = {name: self.mention(mention, slot) for name, mention in mentions.items()}
        known = [operand for operand in operands.values() if operand]
        if len(known) < len(operands):
            return None
        fixed = {**self.parameters, **self._header(slot), PRINTED_ROUNDING: printed_rounding}
        if not known:
            return constant(float(function(*(fixed[name] for name in names))))
        order = list(operands)

        def applied(*values: Any) -> Any:
            given = dict(zip(order, values, strict=True))
            return function(*(given[name] if name in given else fixed[name] for name in names))

        return combined(applied, known)

    def _function(self, expression: Expression) -> tuple[Mapping[str, Mention], tuple[str, ...], Callable[..., Any]]:
        found = self._compiled.get(expression)
        if found is None:
            self._mentioned = {}
            names, function = compiled(expression.render(self._names))
            mentions = {name: mention for mention, name in self._mentioned.items()}
            found = self._compiled[expression] = mentions, names, function
        return found

    def _header(self, slot: Slot) -> dict[str, float]:
        return {"months": self._months(slot), "days": self.cells.days(slot),
                "period_end": self.grid.periods[slot].end.toordinal()}


    def _months(self, slot: Slot) -> int:
        return self.grid.book.company.calendar.months(slot)


def _parameters(templates: Templates, grid: Grid) -> dict[str, float]:
    """What the parameters and splits on Facts hold; an empty one counts as nothing, as an empty cell does."""
    book = grid.book
    found = {p.key: book.parameters[p.source] if p.source else p.value for p in templates.parameters}
    for number, split in enumerate(book.company.splits, start=1):
        found |= {f"split_{number}_effective": split.effective, f"split_{number}_new_shares": split.new_shares,
                  f"split_{number}_old_shares": split.old_shares}
    return {name: _number(value) for name, value in found.items()}


def _number(value: Decimal | int | datetime.date | None) -> float:
    return float(value.toordinal()) if isinstance(value, datetime.date) else float(value or 0)
