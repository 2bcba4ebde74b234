"""The tree of every cell: what it is computed from, which figures that rests on, and whether it can have a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.derivation.currencies import NUMBER, InOneCurrency, Money
from generator.derivation.rows import Rows
from generator.derivation.sources import Missing
from generator.formulas.bases import BASIS
from generator.formulas.choice import chosen, has_choice
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
    leaves,
    replaced,
)
from generator.formulas.tidy import joined, with_signs
from generator.formulas.two_views import alike, in_version
from generator.inputs.template import RowTemplate
from generator.model.fact import Fact
from generator.model.period import Period, Slot

_NOT_MEANINGFUL = Text("n.m.")
_NOTHING = InOneCurrency(None)


class Trees:
    """The trees of the cells of statements, computed rows and bases, built once each.

    ``whole`` are those of a book that these are a part or another version of, with the same company: a computed row
    has the same tree in both.
    """

    def __init__(self, rows: Rows, whole: Trees | None = None) -> None:
        self.rows, self.grid = rows, rows.grid
        self._whole: Trees | None = whole._whole or whole if whole and whole.has_within(rows) else None
        self._plain, self._dated = rows.is_plain, rows.dated
        self._written: dict[tuple[str, Slot], tuple[Expression | None, frozenset[Slot]]] = {}
        self.first = Trees(rows.first, self) if rows.first else None
        self._in_views: dict[tuple[RowAt, bool], Expression | None] = {}
        self._cells: dict[RowAt, InOneCurrency] = {}
        self._facts: dict[RowAt, tuple[Fact, ...]] = {}
        self._bases: dict[RowAt, tuple[Fact, ...]] = {}
        self._supported: dict[RowAt, bool] = {}

    def in_views(self, cell: RowAt, written: bool = False) -> Expression | None:
        """What a cell is computed from in the version that is shown; None where no version has anything.

        As it is ``written`` in the workbook, a printed total gives way to the live sum of changed parts.
        """
        if self.first is None:
            return self._text(cell, written)
        key = cell, written
        if key not in self._in_views:
            latest, first = self._text(cell, written), self.first._text(cell, written)
            self._in_views[key] = latest if alike(latest, first) else in_version(
                self._otherwise(cell) if latest is None else latest,
                self.first._otherwise(cell) if first is None else first)
        return self._in_views[key]

    def _text(self, cell: RowAt, written: bool) -> Expression | None:
        """What a cell is computed from in this version, as it is evaluated or written."""
        series = self.rows.series(cell.row) if written and not cell.basis else None
        return self.grid.formula(series, cell.slot) if series else self.of(cell)

    def _otherwise(self, cell: RowAt) -> Text:
        """What a cell without a value shows: nothing where its period or line is not reported, else n.a."""
        series = self.rows.series(cell.row)
        entry = self.grid.entry(series, cell.slot) if series and not cell.basis else None
        is_missing = entry is not None and isinstance(entry.source, Missing) and not entry.source.is_blank
        return NOT_AVAILABLE if is_missing or cell.basis or not series else Text("")

    def of(self, cell: RowAt) -> Expression | None:
        """What a cell is computed from in this version; None where it is blank, says n.a. or is not there."""
        return self.cell(cell).tree

    def cell(self, cell: RowAt) -> InOneCurrency:
        """The same with the currency that its amounts are in, and why there is no value where two are apart."""
        try:
            return self._cells[cell]
        except KeyError:
            found = self._cells[cell] = self._cell(cell) if cell.slot in self.grid.timeline.periods else _NOTHING
            return found

    def currency(self, cell: RowAt) -> str:
        """The currency of a cell's amount; empty where it is none, or the book has only one currency."""
        money = self.cell(cell).money
        return money.currency if money.power == 1 else ""

    def _cell(self, cell: RowAt) -> InOneCurrency:
        row, slot = cell.row, cell.slot
        if cell.basis:
            tree = BASIS[cell.basis].tree(self.rows, row, slot) if self.rows.has_helper(row, cell.basis, slot) else None
            return self.in_one(tree)
        series = self.rows.series(row)
        if series:
            return self.grid.cell(series, slot) if series in self.grid.shown else _NOTHING
        template = self.rows.templates.get(str(row))
        return self._computed(template, slot) if template and self.rows.active(template, slot) else _NOTHING

    def in_one(self, tree: Expression | None, into: str = "") -> InOneCurrency:
        """A tree with its amounts in one currency."""
        return _NOTHING if tree is None else self.grid.currencies.in_one(tree, self.money, self._span, into)

    def money(self, leaf: Leaf) -> Money:
        """In which currency a leaf is."""
        match leaf:
            case Shown(fact) | Filed(fact):
                return Money(fact.currency, 1) if fact.currency else NUMBER
            case RowAt():
                return self.cell(leaf).money
            case Name("share_price"):
                return self.grid.currencies.price
        return NUMBER

    def _span(self, leaf: Leaf) -> Period | None:
        """The day or period of a leaf; what rests on the share price is of that price's day."""
        match leaf:
            case Name("share_price"):
                return self.grid.currencies.price_span
            case RowAt(row) if (template := self.rows.templates.get(str(row))) and template.needs_price:
                return self.grid.currencies.price_span
            case RowAt():
                return self.rows.span(leaf)
        return None

    def has_within(self, rows: Rows) -> bool:
        """Whether the columns of other rows are among these, all in the same one currency and counted alike."""
        return self._plain and rows.is_plain and self.grid.timeline.periods.keys() >= rows.grid.timeline.periods.keys()

    def written(self, row: RowTemplate, slot: Slot) -> tuple[Expression | None, frozenset[Slot]]:
        """A computed row's formula in a column, whether it is there or not, and the columns that it names."""
        key = row.id, slot
        if key not in self._written:
            tree = self._made(row, slot).tree
            self._written[key] = tree, frozenset(
                leaf.slot for leaf in leaves(tree) if isinstance(leaf, RowAt)) if tree is not None else frozenset()
        return self._written[key]

    def _computed(self, row: RowTemplate, slot: Slot) -> InOneCurrency:
        """A computed row's formula in a column of this book, which is the whole book's where that may be taken."""
        whole = self._whole or self
        if not self._plain or row.id in self._dated:
            return self._made(row, slot)
        tree, slots = whole.written(row, slot)
        known = whole is self or self.grid.timeline.periods.keys() >= slots
        return InOneCurrency(tree) if tree is not None and known else _NOTHING

    def _made(self, row: RowTemplate, slot: Slot) -> InOneCurrency:
        """A computed row's formula in a column, in one currency and guarded: n.a. without an operand, n.m. where it
        means nothing."""
        bound = self.bound(row.formula.tree, slot)
        found = self.in_one(bound, self.grid.currencies.accounts if row.of_accounts else "")
        tests = [(self.bound(guard.tree, slot), sign) for guards, sign in ((row.positive, ">"), (row.nonzero, "<>"))
                 for guard in guards]
        if found.tree is None or any(guard is None for guard, _ in tests):
            return found if found.apart else _NOTHING
        return replace(found, tree=self._guarded(row, found.tree, tests))

    def _guarded(self, row: RowTemplate, whole: Expression,
                 tests: list[tuple[Expression | None, str]]) -> Expression:
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
        if has_choice(tree):
            tree = chosen(tree, lambda arguments: self._first_known(arguments, slot))
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
                case Name("share_price") if self.grid.currencies.is_receipt:
                    return Operation("/", leaf, Name("share_price_shares"))
            return leaf

        try:
            return with_signs(tree, meant) if turned else replaced(tree, meant)
        except LookupError:
            return None

    def _first_known(self, arguments: Sequence[Expression], slot: Slot) -> Expression:
        """The first of some formulas whose rows all have a value in a column, else the last one."""
        return next((each for each in arguments if all(
            self.holds(leaf, slot) for leaf in leaves(each) if isinstance(leaf, Mention))), arguments[-1])

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
        cell = RowAt(row, slot, basis)
        if cell not in self._supported:
            tree = self.of(cell)
            self._supported[cell] = tree is not None and all(
                self.supported(each.row, each.slot, each.basis) for each in _required(tree))
        return self._supported[cell]

    def facts(self, tree: Expression) -> tuple[Fact, ...]:
        """The facts that a tree rests on, once each, in the order in which it names them."""
        found = {fact.place: fact for leaf in leaves(tree) for fact in self._behind(leaf)}
        return tuple(found.values())

    def mixes_versions(self, cell: RowAt) -> bool:
        """Whether a cell of a computed row or a basis rests on figures of two bases."""
        return self.grid.versions.on_two_bases(self._basis(cell))

    def _basis(self, cell: RowAt) -> tuple[Fact, ...]:
        """The facts that tell on which basis a cell stands."""
        series = self.rows.series(cell.row)
        if series and not cell.basis:
            return self.grid.basis(series, cell.slot)
        if cell not in self._bases:
            tree = self.of(cell)
            cells = (leaf for leaf in leaves(tree) if isinstance(leaf, RowAt)) if tree is not None else ()
            self._bases[cell] = tuple({fact.place: fact for each in cells for fact in self._basis(each)}.values())
        return self._bases[cell]

    def _behind(self, leaf: Leaf) -> Iterable[Fact]:
        match leaf:
            case Shown(fact):
                return (self.grid.shown_fact(fact),)
            case Filed(fact):
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


def _required(tree: Expression) -> list[RowAt]:
    """The cells without which a tree says n.a.: those that its guard counts, or all of them."""
    match tree:
        case Call("IF", (condition, then, *_)):
            counted_cells = [leaf for leaf in leaves(condition) if isinstance(leaf, RowAt)]
            return counted_cells or _required(then)
    return [leaf for leaf in leaves(tree) if isinstance(leaf, RowAt)]
