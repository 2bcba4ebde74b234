"""Relations on the figures of one filing: as they stood when it was made, whatever later filings say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.checks.relation import Found, Relation, Terms, facts_behind, first_cell
from generator.derivation.grid import Grid
from generator.derivation.sources import PrintedTotal, Sum
from generator.derivation.trees import Trees
from generator.formulas.expression import (
    NOT_AVAILABLE,
    Call,
    Expression,
    Filed,
    Leaf,
    Name,
    Negative,
    RowAt,
    Shown,
    leaves,
    replaced,
    total,
)
from generator.model.book import Book
from generator.model.fact import Fact, Filing
from generator.model.period import Slot
from generator.model.problem import Place
from generator.model.severity import SOFT
from generator.model.statement import Series

_MOST_LEAVES = 100
"""A relation that needs more figures than that is not written out: a formula of a spreadsheet would grow too long."""


class Superseded(NamedTuple):
    """A filing of which a later one gives figures otherwise, and the places of those."""

    filing: Filing
    figures: Set[object]

    def of_these(self, relations: Iterable[Relation]) -> Iterator[Relation]:
        """Those of some relations that rest on one of its figures."""
        return (relation for relation in relations if not self.figures.isdisjoint(
            fact.place for fact in (*relation.left_facts, *relation.right_facts)))


def superseded(grid: Grid) -> Iterator[Superseded]:
    """The filings of which a later one gives figures otherwise, oldest first."""
    book = grid.book
    found: dict[str, set[object]] = {filing.key: set() for filing in book.filings}
    for fact in book.facts:
        key = fact.series, fact.period
        if key in grid.view.unprinted or not book.is_one_figure(fact, book.latest[key]):
            found[fact.filing.key].add(fact.place)
    return (Superseded(filing, found[filing.key]) for filing in book.filings if found[filing.key])


def alone(book: Book, filing: Filing) -> Grid:
    """A filing read by itself."""
    announced = tuple(fact for fact in book.announced if fact.filing is filing)
    return Grid(replace(book, filings=(filing,), printed=book.printed_by[filing.key], announced=announced))


def in_both_views(trees: Trees, relation: Relation) -> Relation:
    """A relation that says n.a. in the version first reported where that compares two bases, or one figure."""
    if trees.first is None or not relation.right_facts:
        return relation
    left, right = (trees.first.facts(side) for side in (relation.left, relation.right))
    facts = {fact.place for fact in (*left, *right)}
    if facts == {fact.place for fact in (*relation.left_facts, *relation.right_facts)}:
        return relation
    same = {fact.place for fact in left} == {fact.place for fact in right}
    if not same and not trees.grid.versions.on_two_bases((*left, *right)):
        return relation
    return replace(relation, left=Call("CHOOSE", (Name("version"), relation.left, NOT_AVAILABLE)))


def of_one_time(grid: Grid, found: Found) -> Found:
    """A relation that compares a restated figure with one that is not, on the figures before the restatement.

    A printed comparison belongs to the filing that prints it; any other relation to the last filing as of which
    none of its figures is restated beside one that is not. Where there is none, the figures of two versions are
    compared after all, which a restatement may keep apart: that turns no master.
    """
    versions = grid.versions
    facts = facts_behind(grid, _trees(found))
    if not any(isinstance(tree, RowAt | Shown) for tree in _trees(found)) or not versions.on_two_bases(facts):
        return found
    then: Found | None = None
    for filing in (found.filing,) if found.filing else versions.before_restatement(facts):
        then = as_filed(grid, found, filing)
        if then and not versions.on_two_bases(facts_behind(grid, _trees(then))):
            return replace(then, label=f"{then.label}, as of {filing.key}")
    compared = then if then and found.filing else found
    return replace(compared, label=f"{found.label}, two versions", severity=SOFT)


def _trees(found: Found) -> list[Expression]:
    return [tree for _, tree in (*found.left, *found.right)]


def as_filed(grid: Grid, found: Found, filing: Filing) -> Found | None:
    """A relation on the figures in force when a filing was made; None where one of them was not known then."""
    right = {fact.place for fact in facts_behind(grid, (tree for _, tree in found.right))}
    try:
        then = _Then(grid, filing)
        right_then = then.terms(found.right, frozenset())
        right |= {fact.place for fact in facts_behind(grid, (tree for _, tree in right_then))}
        return replace(found, left=then.terms(found.left, right), right=right_then)
    except LookupError:
        return None


def declared_of_one_time(trees: Trees, relation: Relation) -> Relation:
    """The same of a relation that a template declares."""
    versions = trees.grid.versions
    facts = (*relation.left_facts, *relation.right_facts)
    if relation.severity.apart or relation.severity.of_magnitude or not versions.on_two_bases(facts):
        return relation
    for filing in versions.before_restatement(facts):
        then = declared_as_filed(trees, relation, filing)
        if then and not versions.on_two_bases((*then.left_facts, *then.right_facts)):
            return then
    return replace(relation, label=f"{relation.label}, two versions", severity=SOFT)


def declared_as_filed(trees: Trees, relation: Relation, filing: Filing) -> Relation | None:
    """A declared relation on the figures in force when a filing was made; None where one was not known then."""
    then = _Then(trees.grid, filing, trees)
    try:
        left, right, within, tolerance = (then.tree(tree) for tree in (
            relation.left, relation.right, relation.exact_within, relation.tolerance))
    except LookupError:
        return None
    if max(sum(1 for _ in leaves(tree)) for tree in (left, right, within, tolerance)) > _MOST_LEAVES:
        return None
    return replace(relation, label=f"{relation.label}, as of {filing.key}", left=left, right=right,
                   exact_within=within, tolerance=tolerance, left_facts=trees.facts(left),
                   right_facts=trees.facts(right), target=first_cell(right))


@dataclass(frozen=True)
class _Then:
    """The figures in force when a filing was made: its own, of the others those of the last filing before it."""

    grid: Grid
    filing: Filing
    trees: Trees | None = None
    """For rows that are computed, which only a declared relation names."""

    def terms(self, terms: Terms, other_side: Set[Place]) -> Terms:
        """Terms on those figures; a total that the other side holds is made from its parts."""
        return tuple((sign, self.tree(tree, other_side)) for sign, tree in terms)

    def tree(self, tree: Expression, other_side: Set[Place] = frozenset()) -> Expression:
        """A tree on those figures. Raises LookupError where one of them was not known then."""
        def then(leaf: Leaf) -> Expression:
            match leaf:
                case RowAt(row, slot, basis):
                    series = self.trees.rows.series(row) if self.trees else row
                    if isinstance(series, tuple) and not basis:
                        return self._cell(series, slot, other_side)
                    computed = self.trees.of(leaf) if self.trees else None
                    if computed is None:
                        raise LookupError(leaf)
                    return self.tree(computed, other_side)
                case Shown(fact):
                    return Filed(self._known(fact))
            return leaf

        return replaced(tree, then)

    def _known(self, fact: Fact) -> Fact:
        found = self.grid.versions.in_force(fact.series, fact.period, self.filing)
        if found is None:
            raise LookupError(fact)
        return found

    def _cell(self, series: Series, slot: Slot, other_side: Set[Place]) -> Expression:
        own = self.grid.versions.in_force(series, self.grid.printings.period(series, slot), self.filing)
        if own and own.place not in other_side:
            return Filed(own)
        entry = self.grid.entry(series, slot)
        if entry and isinstance(entry.source, Sum | PrintedTotal):
            whole = entry.source if isinstance(entry.source, Sum) else entry.source.sum
            return self._sum(whole, slot, other_side)
        tree = self.grid.cell(series, slot).tree
        if tree is None:
            raise LookupError(series)
        return self.tree(tree, other_side)

    def _sum(self, source: Sum, slot: Slot, other_side: Set[Place]) -> Expression:
        """The parts that were known then: a line that only a later filing prints was none yet."""
        there: list[tuple[int, Expression]] = []
        for sign, part in source.parts:
            try:
                there.append((sign, self._cell(part, slot, other_side)))
            except LookupError:
                continue
        if not there:
            raise LookupError(source)
        (sign, only), *more = there
        return total(there) if more else only if sign > 0 else Negative(only)
