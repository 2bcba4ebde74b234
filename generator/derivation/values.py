"""What cells are worth: their trees as functions of the typed figures, without a workbook."""

from __future__ import annotations

import datetime
from decimal import Decimal

from generator.derivation.trees import Trees
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import (
    Expression,
    Filed,
    Header,
    Leaf,
    Name,
    RowAt,
    Shown,
    SplitBasis,
)
from generator.formulas.linear import Linear, Quantity, constant, kept, linear
from generator.inputs.template import Templates
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Slot


class Values:
    """The value of every cell that formulas name in one version of the book (``is_first``), worked out once each."""

    def __init__(self, trees: Trees, templates: Templates, is_first: bool = False) -> None:
        assert trees.first or not is_first
        self._trees = trees
        self._grid = trees.first.grid if is_first and trees.first else trees.grid
        self.number = {fact.place: index for index, fact in enumerate(trees.grid.book.figures)}
        self.parameters = {**_parameters(templates, trees.grid.book), "version": 2.0 if is_first else 1.0}
        self._known: dict[RowAt, Quantity | None] = {}
        self._facts = [linear(Linear({number: 1.0})) for number in range(len(self.number))]
        self._names = {name: constant(number) for name, number in self.parameters.items()}

    def of(self, tree: Expression) -> Quantity:
        """What a tree is worth."""
        return evaluate(tree, self.leaf)

    def number_in(self, cell: RowAt) -> Quantity | None:
        """What a cell is worth; None where it is blank, or holds a text whatever the figures are."""
        found = self.cell(cell)
        return found if found and found.text is None else None

    def cell(self, cell: RowAt) -> Quantity | None:
        """What a cell is worth; None where it is blank or says n.a."""
        try:
            return self._known[cell]
        except KeyError:
            tree = self._trees.in_views(cell)
            found = self._known[cell] = kept(self.of(tree)) if tree is not None else None
            return found

    def fact(self, fact: Fact) -> Quantity:
        return self._facts[self.number[fact.place]]

    def leaf(self, leaf: Leaf) -> Quantity | None:
        """What a leaf is worth."""
        if isinstance(leaf, RowAt):
            return self.cell(leaf)
        match leaf:
            case Shown(fact):
                return self.fact(self._grid.shown_fact(fact))
            case Filed(fact):
                return self.fact(fact)
            case Name(key):
                return self._names[key]
            case Header(what, slot):
                assert slot
                return self._header(what, slot)
            case SplitBasis(fact):
                return _day(fact.split_basis)
        raise AssertionError(leaf)

    def _header(self, what: str, slot: Slot) -> Quantity:
        period = self._grid.timeline.periods[slot]
        assert period.start
        match what:
            case "period_end":
                return _day(period.end)
            case "days":
                return constant(float((period.end - period.start).days + 1))
        return constant(float(self._grid.book.company.calendar.months(slot)))


def _day(day: datetime.date) -> Quantity:
    return constant(float(day.toordinal()))


def _parameters(templates: Templates, book: Book) -> dict[str, float]:
    """What the cells with names hold; an empty one counts as nothing, as an empty cell does."""
    found = {p.key: book.parameters[p.source] if p.source else p.value for p in templates.parameters}
    for number, split in enumerate(book.company.splits, start=1):
        found |= {f"split_{number}_effective": split.effective, f"split_{number}_new_shares": split.new_shares,
                  f"split_{number}_old_shares": split.old_shares}
    found |= {f"rate_{number}": rate.value for number, rate in enumerate(book.company.rates, start=1)}
    found["share_price_shares"] = book.company.share_price.shares if book.company.share_price else None
    return {name: _number(value) for name, value in found.items()}


def _number(value: Decimal | int | datetime.date | None) -> float:
    return float(value.toordinal()) if isinstance(value, datetime.date) else float(value or 0)
