"""The values that the workbook's rows have, as functions of the typed figures, without a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from generator.derivation.grid import Grid
from generator.derivation.rows import OF_BALANCES, ComputedRows
from generator.derivation.sources import Link, Lost, Missing, Path, Sum
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import Argument, Header, Leaf, Mention, Name, Operation
from generator.formulas.functions import Scalar
from generator.formulas.linear import Linear, Numbers, Quantity, constant, linear
from generator.formulas.names import PRINTED_ROUNDING, Formula
from generator.inputs.template import RowTemplate, Templates
from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.statement import Series


class Cells:
    """The value of every cell of the statements as a linear form over the facts."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.number = {fact.place: index for index, fact in enumerate(grid.book.facts)}
        self._forms: dict[tuple[Series, Slot], Linear | None] = {}

    def fact(self, fact: Fact) -> Linear:
        return Linear({self.number[fact.place]: 1.0})

    def form(self, series: Series, slot: Slot) -> Linear | None:
        """None where the cell is blank, says n.a. or lies off the time axis."""
        key = series, slot
        if key not in self._forms:
            self._forms[key] = self._resolve(series, slot)
        return self._forms[key]

    def _resolve(self, series: Series, slot: Slot) -> Linear | None:
        entry = self.grid.entry(series, slot) if slot in self.grid.timeline.periods else None
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

    def _total(self, parts: tuple[tuple[int, Series], ...], slot: Slot) -> Linear:
        forms = [form * sign for sign, part in parts if (form := self.form(part, slot)) is not None]
        return sum(forms, Linear())

    def _path(self, series: Series, slot: Slot, terms: tuple[tuple[int, Slot], ...], weighted: bool) -> Linear | None:
        whole = Linear()
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

    def adjusted(self, fact: Fact) -> Linear:
        """A fact on the basis after all splits, which multiply shares and divide per-share figures."""
        factor = self.split_factor(self.grid.versions.basis_of(fact))
        return self.fact(fact) * factor ** self.grid.versions.split_power(fact.series)

    def days(self, slot: Slot) -> float:
        period = self.grid.timeline.periods[slot]
        assert period.start
        return (period.end - period.start).days + 1


class Evaluation:
    """The value of every row that formulas name, in every column."""

    def __init__(self, cells: Cells, rows: ComputedRows, templates: Templates) -> None:
        self.cells, self.rows, self.grid = cells, rows, rows.grid
        self.parameters = _parameters(templates, self.grid)
        self._known: dict[tuple[str, Slot], Quantity | None] = {}

    def mention(self, mention: Mention, slot: Slot) -> Quantity | None:
        """What a mention means in a column; None where it is blank or n.a."""
        if mention.day:
            fact = self.rows.on_day(mention)
            return linear(self.cells.fact(fact)) if fact else None
        target = self.rows.shifted(mention, slot)
        if target is None or target not in self.grid.timeline.periods:
            return None
        if not mention.basis:
            return self._plain(mention, target)
        balances = mention.basis in OF_BALANCES and self.rows.is_instant(mention.row)
        if not (self.grid.timeline.has_balances(target) if balances else self.grid.timeline.is_reported(target)):
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
            return _over("*", here, constant(months)) if here else None
        paired = self.rows.paired(mention.basis, slot)
        other = self._plain(mention, paired) if paired else None
        return _over("/", _over("+", here, other), constant(2.0)) if here and other else None

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
        found = [(sign, self._plain(mention, slot)) for sign, slot in terms]
        there = [(sign, quantity) for sign, quantity in found if quantity]
        return _summed(there) if len(there) == len(found) else None

    def _dividends(self, mention: Mention, slot: Slot) -> Quantity | None:
        """The sum over record dates; none without one that the company has each year."""
        found = self.rows.dividends(mention.row, slot, mention.basis)
        if found is None:
            return None
        if not self.rows.is_instant(mention.row):
            return self._signed(mention, [(each.sign, each.slot) for each in found])
        columns = [(self._plain(mention, each.slot), each.needed) for each in found
                   if each.slot in self.grid.timeline.periods]
        if not any(needed for _, needed in columns) or any(needed and not quantity for quantity, needed in columns):
            return None
        return _summed([(1, quantity) for quantity, _ in columns if quantity])

    def _split_factor(self, mention: Mention, slot: Slot) -> Quantity | None:
        """Shares today for one share in a figure; a balance is as of its date."""
        series = self.rows.series(mention.row)
        facts = self.grid.facts(series, slot) if series else ()
        if not facts:
            return None
        basis = self.grid.timeline.periods[slot].end if self.rows.is_instant(mention.row) \
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
        return slot in self.grid.timeline.periods and self.rows.active(row, slot) and priced

    def _guarded(self, row: RowTemplate, slot: Slot) -> Quantity | None:
        whole = self.formula(row.formula, slot)
        positive = [self.formula(guard, slot) for guard in row.positive]
        nonzero = [self.formula(guard, slot) for guard in row.nonzero]
        guards = [guard for guard in (*positive, *nonzero) if guard]
        if whole is None or len(guards) < len(positive) + len(nonzero):
            return None
        if not guards:
            return whole
        many = len(positive)

        def value(numbers: Numbers) -> Scalar:
            found = [guard.value(numbers) for guard in guards]
            if None in found or not all((n or 0) > 0 for n in found[:many]) or not all(found[many:]):
                return "n.m."
            return whole.result(numbers)

        return Quantity((fact for each in (whole, *guards) for fact in each.facts), value)

    def formula(self, formula: Formula, slot: Slot, printed_rounding: float = 0.0) -> Quantity | None:
        """What a formula gives in a column; None where a row that it names has no value there."""
        known = {mention: self.mention(mention, slot) for mention in formula.mentions}
        if None in known.values():
            return None

        def value(leaf: Leaf) -> Quantity | None:
            if isinstance(leaf, Header):
                return constant(self._header(slot)[leaf.what])
            if isinstance(leaf, Name):
                return constant(printed_rounding if leaf.key == PRINTED_ROUNDING else self.parameters[leaf.key])
            assert isinstance(leaf, Mention)
            return known[leaf]

        return evaluate(formula.tree, value)

    def _header(self, slot: Slot) -> dict[str, float]:
        return {"months": self._months(slot), "days": self.cells.days(slot),
                "period_end": self.grid.timeline.periods[slot].end.toordinal()}

    def _months(self, slot: Slot) -> int:
        return self.grid.book.company.calendar.months(slot)


def _over(sign: str, left: Quantity, right: Quantity) -> Quantity:
    sides: dict[Leaf, Quantity] = {Argument("left"): left, Argument("right"): right}
    return evaluate(Operation(sign, *sides), lambda leaf: sides[leaf])


def _summed(terms: Iterable[tuple[int, Quantity]]) -> Quantity:
    whole = constant(0.0)
    for sign, quantity in terms:
        whole = _over("+" if sign > 0 else "-", whole, quantity)
    return whole


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
