"""Every check of a book, evaluated on the typed figures without a workbook: the same relations, the same states."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from generator.checks.average_shares import average_shares
from generator.checks.declarations import with_declarations
from generator.checks.declared import declared, declared_alone
from generator.checks.missing_lines import missing_lines
from generator.checks.own_filing import alone, in_both_views, superseded
from generator.checks.relation import Relation, Rule
from generator.checks.rules import PRINTED_AGAIN, relations, relations_alone
from generator.derivation.grid import Grid
from generator.derivation.rows import Rows
from generator.derivation.trees import Trees
from generator.derivation.values import Values
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import Leaf, LeftSide
from generator.formulas.linear import Linear, Numbers, Quantity
from generator.inputs.template import Templates
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.severity import SOFT, Severity

EXACT, ROUND, FAIL, NOT_AVAILABLE = STATES = ("EXACT", "ROUND", "FAIL", "n.a.")


@dataclass(frozen=True)
class Outcome:
    """What a check says: its sides (None where one has no value), how far they are and may be apart, its state."""

    left: float | None
    right: float | None
    difference: float | None
    tolerance: float | None
    state: str


@dataclass(frozen=True, eq=False)
class Check:
    """One relation in one period as a function of the typed figures. A side without a value in any is None."""

    relation: Relation
    left: Quantity | None
    right: Quantity | None
    exact_within: Quantity
    tolerance: Quantity
    digits: int
    """The decimals to which differences are compared."""

    @property
    def id(self) -> str:
        return self.relation.id

    @property
    def rule(self) -> Rule:
        return self.relation.rule

    @property
    def label(self) -> str:
        return self.relation.label

    @property
    def period(self) -> str:
        return self.relation.period

    @property
    def severity(self) -> Severity:
        return self.relation.severity

    @property
    def statement(self) -> str:
        return self.relation.statement

    @property
    def left_facts(self) -> tuple[Fact, ...]:
        return self.relation.left_facts

    @property
    def right_facts(self) -> tuple[Fact, ...]:
        return self.relation.right_facts

    @property
    def look_at(self) -> str:
        return self.relation.look_at

    @property
    def is_hard(self) -> bool:
        return self.severity.turns_master

    @cached_property
    def touched(self) -> frozenset[int]:
        """The numbers of the facts that can change what it says."""
        sides = [side.facts for side in (self.left, self.right) if side]
        return frozenset().union(*sides) if len(sides) == 2 else frozenset()

    @cached_property
    def residual(self) -> Linear | None:
        """Left less right, where both are linear: what independent relations are told by."""
        if self.left and self.right and self.left.linear is not None and self.right.linear is not None:
            return self.left.linear - self.right.linear
        return None

    @cached_property
    def fixed_bound(self) -> float | None:
        """How far apart the sides may be, where that rests on no figure; None where it does, or they must not tie."""
        bounds = [bound.value(()) or 0.0 for bound in (self.exact_within, self.tolerance) if not bound.facts]
        return None if len(bounds) < 2 or self.severity.apart else max(bounds)

    def outcome(self, numbers: Numbers) -> Outcome:
        """What it says of a set of figures."""
        left = self.left.value(numbers) if self.left else None
        right = self.right.value(numbers) if self.right else None
        if left is None or right is None:
            return Outcome(left, right, None, None, NOT_AVAILABLE)
        difference, tolerance = round(left - right, self.digits), self.tolerance.value(numbers) or 0.0
        exact = abs(difference) <= (self.exact_within.value(numbers) or 0.0)
        if self.severity.apart:
            return Outcome(left, right, difference, tolerance, FAIL if exact else EXACT)
        state = EXACT if exact else ROUND if abs(difference) <= tolerance else FAIL
        return Outcome(left, right, difference, tolerance, state)

    def fails(self, numbers: Numbers) -> bool:
        """Whether its state is FAIL, with no more worked out than that takes."""
        left = self.left.value(numbers) if self.left else None
        right = self.right.value(numbers) if self.right and left is not None else None
        if left is None or right is None:
            return False
        apart = abs(round(left - right, self.digits))
        exact = apart <= (self.exact_within.value(numbers) or 0.0)
        return exact if self.severity.apart else not exact and apart > (self.tolerance.value(numbers) or 0.0)

    def holds(self, numbers: Numbers) -> bool:
        return self.outcome(numbers).state in (EXACT, ROUND)


def without_restatements(checks: Sequence[Check], numbers: Numbers) -> list[Check]:
    """The checks without those of a figure that two filings give differently and each proves for itself.

    That is a restatement; where one of the two figures is not proved by its own filing, it may be a slip.
    """
    proved: set[object] = set()
    for check in checks:
        facts = check.left_facts + check.right_facts
        alone = len({fact.filing.key for fact in facts}) == 1
        hard = check.is_hard and check.severity.proves
        if hard and alone and check.residual is not None and not check.fails(numbers):
            proved |= {(fact.series, fact.period, fact.value) for fact in facts if not fact.forecast}
    return [check for check in checks if check.rule is not PRINTED_AGAIN or not check.fails(numbers)
            or not all((fact.series, fact.period, fact.value) in proved
                       for fact in check.left_facts + check.right_facts)]


def by_habit(checks: Sequence[Check], numbers: Numbers, told: Set[Check]) -> list[Check]:
    """The checks, of which those of a habit that no more periods keep than do not are soft: they prove nothing.

    A check that is ``told`` what it lacks stays as it is.
    """
    kept: Counter[str] = Counter()
    for check in checks:
        if check.relation.is_habit:
            kept[check.relation.name] += check.holds(numbers) - check.fails(numbers)
    return [replace(check, relation=replace(check.relation, severity=SOFT))
            if check.relation.is_habit and check.is_hard and kept[check.relation.name] <= 0 and check not in told
            else check for check in checks]


class Proof:
    """All checks of a book in the order of the workbook, and the figures that they are about.

    ``later`` is the proof of the same book with further filings: what a filing read by itself says, both have.
    """

    def __init__(self, book: Book, templates: Templates, later: Proof | None = None) -> None:
        self.book, self.templates, self.grid = book, templates, Grid(book)
        self.facts = book.figures
        self.numbers = [float(fact.value) for fact in book.figures]
        self.rows = Rows(self.grid, templates)
        self.trees: Trees = Trees(self.rows, later.trees if later else None)
        self.values = Values(self.trees, templates)
        self.number = self.values.number
        self._alone: dict[str, tuple[tuple[Relation, ...], tuple[Relation, ...]]] = dict(later._alone) if later else {}
        by_structure, by_declaration = self._of_superseded()
        found = [*relations(self.grid, by_structure), *declared(self.trees, templates.checks), *by_declaration,
                 *average_shares(self.trees)]
        every = (self._check(in_both_views(self.trees, relation), self.values)
                 for relation in with_declarations(book.company, found))
        self.checks = without_restatements(list(every), self.numbers)
        told = {check for each in missing_lines(self) if each.is_printed for check in each.failing}
        self.checks = by_habit(self.checks, self.numbers, told)
        self.relations = [check.relation for check in self.checks]
        self._said: tuple[list[float], list[tuple[Check, Outcome]]] | None = None

    def _of_superseded(self) -> tuple[list[Relation], list[Relation]]:
        """The relations on superseded figures of filings read by themselves: structural ones, and those of templates.
        """
        found: tuple[list[Relation], list[Relation]] = [], []
        for each in superseded(self.grid):
            if each.filing.key not in self._alone:
                by_itself = alone(self.book, each.filing)
                self._alone[each.filing.key] = (
                    tuple(relations_alone(by_itself, each.filing)),
                    tuple(declared_alone(by_itself, each.filing, self.templates, self.trees)))
            for kept, of_filing in zip(found, self._alone[each.filing.key], strict=True):
                kept.extend(each.of_these(of_filing))
        return found

    def _check(self, relation: Relation, values: Values) -> Check:
        left, right = (values.of(side) for side in (relation.left, relation.right))

        def value(leaf: Leaf) -> Quantity | None:
            return left if isinstance(leaf, LeftSide) else values.leaf(leaf)

        within, tolerance = (evaluate(tree, value) for tree in (relation.exact_within, relation.tolerance))
        return Check(relation, None if left.text is not None else left, None if right.text is not None else right,
                     within, tolerance, int(values.parameters["check_digits"]))

    @cached_property
    def touching(self) -> dict[int, list[Check]]:
        """For each fact's number, the hard checks that its value can change, shortest first."""
        found: dict[int, list[Check]] = defaultdict(list)
        for check in sorted(self.checks, key=lambda check: len(check.touched)):
            for fact in check.touched if check.severity.proves else ():
                found[fact].append(check)
        return found

    @cached_property
    def first_values(self) -> Values | None:
        """What cells are worth in the version first reported, where it is another one."""
        return Values(self.trees, self.templates, is_first=True) if self.trees.first else None

    @cached_property
    def as_first_reported(self) -> list[tuple[Check, Outcome]]:
        """The checks that say something else of the version first reported, and what they say of it.

        One that rests on the same figures in both is not evaluated again.
        """
        if self.trees.first is None or self.first_values is None:
            return []
        found = []
        for check in self.checks:
            latest, first = ({fact.place for side in (check.relation.left, check.relation.right)
                              for fact in trees.facts(side)} for trees in (self.trees, self.trees.first))
            if latest != first:
                again = self._check(check.relation, self.first_values)
                found.append((again, again.outcome(self.numbers)))
        return found

    def outcomes(self) -> list[tuple[Check, Outcome]]:
        """What every check says of the figures as they stand, worked out once as long as none changes."""
        if self._said is None or self._said[0] != self.numbers:
            self._said = list(self.numbers), [(check, check.outcome(self.numbers)) for check in self.checks]
        return self._said[1]
