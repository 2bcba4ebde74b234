"""The tree of every cell: what it is computed from, which figures that rests on, and whether it can have a value."""

from __future__ import annotations

from collections.abc import Iterable

from generator.derivation.grid import Grid
from generator.derivation.rows import Rows
from generator.formulas.bases import BASIS
from generator.formulas.expression import (
    NOT_AVAILABLE,
    Call,
    Expression,
    Filed,
    Header,
    Leaf,
    Mention,
    Name,
    Negative,
    Number,
    Operation,
    RowAt,
    RowKey,
    Shown,
    Text,
    counted,
    every,
    joined,
    leaves,
    replaced,
    with_signs,
)
from generator.inputs.template import RowTemplate
from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.statement import Series

_NOT_MEANINGFUL = Text("n.m.")


class Trees:
    """The trees of the cells of statements, computed rows and bases, built once each."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.grid = rows, rows.grid
        self._trees: dict[RowAt, Expression | None] = {}
        self._facts: dict[RowAt, tuple[Fact, ...]] = {}

    def of(self, cell: RowAt) -> Expression | None:
        """What a cell is computed from; None where it is blank, says n.a. or is not there."""
        if cell not in self._trees:
            self._trees[cell] = self._tree(cell) if cell.slot in self.grid.timeline.periods else None
        return self._trees[cell]

    def _tree(self, cell: RowAt) -> Expression | None:
        row, slot = cell.row, cell.slot
        if cell.basis:
            return BASIS[cell.basis].tree(self.rows, row, slot) if self.rows.has_helper(row, cell.basis, slot) else None
        series = self.rows.series(row)
        if series:
            return statement_cell(self.grid, series, slot) if series in self.grid.shown else None
        template = self.rows.templates.get(str(row))
        return self._computed(template, slot) if template and self.rows.active(template, slot) else None

    def _computed(self, row: RowTemplate, slot: Slot) -> Expression | None:
        """A computed row's formula in a column, guarded: n.a. without an operand, n.m. where it means nothing."""
        whole = self.bound(row.formula.tree, slot)
        tests = [(self.bound(guard.tree, slot), sign) for guards, sign in ((row.positive, ">"), (row.nonzero, "<>"))
                 for guard in guards]
        if whole is None or any(guard is None for guard, _ in tests):
            return None
        conditions = tuple(joined(sign, guard, Number(0)) for guard, sign in tests if guard is not None)
        used = tuple(dict.fromkeys(leaf for tree in (whole, *(guard for guard, _ in tests if guard is not None))
                                   for leaf in leaves(tree) if isinstance(leaf, RowAt)))
        if conditions:
            whole = Call("IF", (every("AND", conditions), whole, _NOT_MEANINGFUL))
        if used:
            guarded = tuple(Operation("=", leaf, _NOT_MEANINGFUL) for leaf in used if self._is_guarded(leaf))
            otherwise = Call("IF", (every("OR", guarded), _NOT_MEANINGFUL, NOT_AVAILABLE)) if guarded else NOT_AVAILABLE
            whole = Call("IF", (counted(used), whole, otherwise))
        if row.needs_price:
            priced = Operation(">", Operation("*", Name("share_price"), Name("share_price_date")), Number(0))
            whole = Call("IF", (priced, whole, Text("")))
        return whole

    def _is_guarded(self, cell: RowAt) -> bool:
        template = self.rows.templates.get(str(cell.row))
        return template is not None and bool(template.positive or template.nonzero)

    def bound(self, tree: Expression, slot: Slot) -> Expression | None:
        """A formula in a column, its mentions the cells that they mean there; None where one is off the time axis.

        A concept that filings print with the other sign gets its minus here, and nowhere else.
        """
        turned = any(isinstance(leaf, Mention) and self.rows.has_other_sign(leaf.row) for leaf in leaves(tree))

        def meant(leaf: Leaf) -> Expression:
            match leaf:
                case Mention():
                    found = self.rows.cell(leaf, slot)
                    if found is None:
                        raise LookupError(leaf)
                    whole = self._counted(leaf, found)
                    return Negative(whole) if self.rows.has_other_sign(leaf.row) else whole
                case Header(what, _):
                    return Header(what, slot)
            return leaf

        try:
            return with_signs(tree, meant) if turned else replaced(tree, meant)
        except LookupError:
            return None

    def _counted(self, mention: Mention, cell: RowAt | Filed) -> Expression:
        """A concept's cell with classes of shares at their equivalents; a line item is as printed."""
        if isinstance(mention.row, str) and isinstance(cell, RowAt) and isinstance(cell.row, tuple) and not cell.basis:
            return self.grid.equivalents.counted(cell.row, cell.slot)
        return cell

    def holds(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention has a value."""
        if mention.day:
            return self.rows.on_day(mention) is not None
        return self.supported(mention.row, self.rows.shifted(mention, slot), mention.basis)

    def supported(self, row: RowKey, slot: Slot | None, basis: str = "") -> bool:
        """Whether the filings give all that a row needs in a column; else it says n.a. there."""
        if slot is None or slot not in self.grid.timeline.periods:
            return False
        series = self.rows.series(row)
        if series and not basis:
            entry = self.grid.entry(series, slot) if series in self.grid.shown else None
            return entry is not None and entry.has_value
        tree = self.of(RowAt(row, slot, basis))
        return tree is not None and all(self.supported(each.row, each.slot, each.basis) for each in _required(tree))

    def facts(self, tree: Expression) -> tuple[Fact, ...]:
        """The facts that a tree rests on, once each, in the order in which it names them."""
        found = {fact.place: fact for leaf in leaves(tree) for fact in self._behind(leaf)}
        return tuple(found.values())

    def _behind(self, leaf: Leaf) -> Iterable[Fact]:
        match leaf:
            case Shown(fact) | Filed(fact):
                return (fact,)
            case RowAt(row, slot, basis):
                series = self.rows.series(row)
                if series and not basis:
                    return self.grid.facts(series, slot)
                if leaf not in self._facts:
                    tree = self.of(leaf)
                    self._facts[leaf] = self.facts(tree) if tree is not None else ()
                return self._facts[leaf]
        return ()


def statement_cell(grid: Grid, series: Series, slot: Slot) -> Expression | None:
    """What a cell of a statement is computed from; None where it is blank or says n.a."""
    entry = grid.entry(series, slot)
    return entry.source.tree(grid, series, slot) if entry else None


def _required(tree: Expression) -> list[RowAt]:
    """The cells without which a tree says n.a.: those that its guard counts, or all of them."""
    match tree:
        case Call("IF", (condition, then, *_)):
            counted_cells = [leaf for leaf in leaves(condition) if isinstance(leaf, RowAt)]
            return counted_cells or _required(then)
    return [leaf for leaf in leaves(tree) if isinstance(leaf, RowAt)]
