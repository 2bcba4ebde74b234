"""What cells are worth: their trees as functions of the typed figures, without a workbook."""

from __future__ import annotations

import datetime
from decimal import Decimal

from generator.derivation.rows import Rows
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import (
    Cell,
    Expression,
    FactEnd,
    Filed,
    Header,
    Leaf,
    Name,
    Shown,
    SplitBasis,
)
from generator.formulas.linear import Linear, Quantity, constant, linear
from generator.inputs.template import Templates
from generator.model.book import Fact
from generator.model.period import Slot


class Values:
    """The value of every cell that formulas name, worked out once each."""

    def __init__(self, rows: Rows, templates: Templates) -> None:
        self.rows, self._grid = rows, rows.grid
        self.number = {fact.place: index for index, fact in enumerate(rows.grid.book.facts)}
        self.parameters = _parameters(templates, rows)
        self._known: dict[Cell, Quantity | None] = {}

    def of(self, tree: Expression) -> Quantity:
        """What a tree is worth."""
        return evaluate(tree, self.leaf)

    def number_in(self, cell: Cell) -> Quantity | None:
        """What a cell is worth; None where it is blank, or holds a text whatever the figures are."""
        found = self.cell(cell)
        return found if found and found.text is None else None

    def cell(self, cell: Cell) -> Quantity | None:
        """What a cell is worth; None where it is blank or says n.a."""
        if cell not in self._known:
            tree = self.rows.tree(cell)
            self._known[cell] = self.of(tree) if tree is not None else None
        return self._known[cell]

    def fact(self, fact: Fact) -> Quantity:
        return linear(Linear({self.number[fact.place]: 1.0}))

    def leaf(self, leaf: Leaf) -> Quantity | None:
        """What a leaf is worth, in the latest version of the book."""
        match leaf:
            case Cell():
                return self.cell(leaf)
            case Shown(fact) | Filed(fact):
                return self.fact(fact)
            case Name(key):
                return constant(self.parameters[key])
            case Header(what, slot):
                assert slot
                return self._header(what, slot)
            case SplitBasis(filing):
                return _day(filing.split_basis)
            case FactEnd(fact):
                return _day(fact.period.end)
        raise AssertionError(leaf)

    def _header(self, what: str, slot: Slot) -> Quantity:
        period = self._grid.periods[slot]
        assert period.start
        match what:
            case "period_end":
                return _day(period.end)
            case "days":
                return constant(float((period.end - period.start).days + 1))
        return constant(float(self._grid.book.company.calendar.months(slot)))


def _day(day: datetime.date) -> Quantity:
    return constant(float(day.toordinal()))


def _parameters(templates: Templates, rows: Rows) -> dict[str, float]:
    """What the cells with names hold; an empty one counts as nothing, as an empty cell does."""
    book = rows.grid.book
    found = {p.key: book.parameters[p.source] if p.source else p.value for p in templates.parameters}
    for number, split in enumerate(book.company.splits, start=1):
        found |= {f"split_{number}_effective": split.effective, f"split_{number}_new_shares": split.new_shares,
                  f"split_{number}_old_shares": split.old_shares}
    return {"version": 1.0, **{name: _number(value) for name, value in found.items()}}


def _number(value: Decimal | int | datetime.date | None) -> float:
    return float(value.toordinal()) if isinstance(value, datetime.date) else float(value or 0)
