"""A relation between figures: two sides that must agree, how far apart they may be, and how people call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.derivation.grid import Grid
from generator.derivation.sources import Entry
from generator.formulas.expression import Expression, Filed, Leaf, RowAt, Shown, leaves
from generator.inputs.template import Between
from generator.model.fact import Fact, Filing
from generator.model.period import Slot
from generator.model.severity import HARD, Severity
from generator.model.statement import LineItem, Member, Series, key

Terms = tuple[tuple[int, Expression], ...]
"""A side of a structural relation: cells and figures with their signs."""
Bounds = tuple[Expression, Expression]
"""How far apart two sides are still exact, and how far rounding explains."""
PLAIN = "#,##0.####;(#,##0.####);0"


@dataclass(frozen=True)
class Found:
    """What a rule finds: two sides that must agree, and how people call it; ``about`` is its own part of the id.

    ``filing`` is the one that prints a comparison, with figures of its own.
    """

    about: str
    statement: str
    label: str
    period: str
    left: Terms
    right: Terms
    severity: Severity = HARD
    direction: str = ""
    filing: Filing | None = None


@dataclass(frozen=True)
class Rule:
    """A kind of relation: what its left side measures, how far rounding may keep the sides apart, how it is shown.

    ``of_cell`` finds the relations of a row and column, ``of_book`` those of a whole book. ``measure`` makes the left
    side of its terms; the right side is always their signed sum. ``advice`` is what to look at, where it is not just
    the printed tables; ``may_be_soft`` that a company may declare one of them soft: what it compares was worked out
    by the issuer from figures that are not printed. ``about`` says what is compared.
    """

    key: str
    measure: Callable[[Terms], Expression]
    rounding: Callable[[Grid, Terms, Terms], Bounds]
    of_cell: Callable[[Where], Iterable[Found]] | None = None
    of_book: Callable[[Grid], Iterable[Found]] | None = None
    number_format: str = PLAIN
    advice: str = ""
    may_be_soft: bool = False
    about: str = ""


@dataclass(frozen=True, eq=False)
class Relation:
    """Two sides that must agree, and what each of them rests on.

    ``statement`` is the one whose figures it tests; ``look_at`` says where to
    look when it fails. The id is for people: whatever is asked of a relation is a field of it or of its rule.
    """

    id: str
    rule: Rule
    statement: str
    label: str
    period: str
    severity: Severity
    left: Expression
    right: Expression
    exact_within: Expression
    tolerance: Expression
    left_facts: tuple[Fact, ...]
    right_facts: tuple[Fact, ...]
    look_at: str
    target: Leaf | None
    """The cell that a reader is led to."""
    direction: str = ""
    """Which way a footing adds up: ``down``, ``across`` or ``also``."""
    name: str = ""
    """What a declared check is called in all its periods."""
    between: Between | None = None
    """The line that may lie between the sides, where the company has none."""
    is_habit: bool = False
    """Whether it proves something only if most periods keep it."""
    reason: str = ""
    """Why company.yaml takes a failure as right, where it does."""

    @property
    def is_of_one_currency(self) -> bool:
        """Whether the figures behind both sides are: rates are never exact enough to prove anything."""
        return len({fact.currency for fact in (*self.left_facts, *self.right_facts)} - {""}) <= 1


@dataclass(frozen=True)
class Where:
    """Where a rule looks for relations: a row and a column of a book, with the row's own figure there if any."""

    grid: Grid
    series: Series
    slot: Slot
    entry: Entry
    printed: Fact | None
    item: LineItem
    member: Member

    @property
    def key(self) -> str:
        return key(self.series)

    @property
    def name(self) -> str:
        return self.grid.book.name(self.series)

    @property
    def when(self) -> str:
        """A duration by its label, an instant by its date."""
        period = self.grid.printings.period(self.series, self.slot)
        return str(period.end) if period.is_instant else self.slot.label


def facts_behind(grid: Grid, trees: Iterable[Expression]) -> tuple[Fact, ...]:
    """The facts that statement cells and figures in some trees rest on, once each."""
    found: dict[object, Fact] = {}
    for leaf in (leaf for tree in trees for leaf in leaves(tree)):
        match leaf:
            case RowAt((_, _, _) as series, slot):
                found |= {fact.place: fact for fact in grid.facts(series, slot)}
            case Shown(fact):
                found[grid.shown_fact(fact).place] = grid.shown_fact(fact)
            case Filed(fact):
                found[fact.place] = fact
    return tuple(found.values())


def first_cell(tree: Expression) -> Leaf | None:
    """The first cell or figure that a side names."""
    return next((leaf for leaf in leaves(tree) if isinstance(leaf, RowAt | Shown | Filed)), None)
