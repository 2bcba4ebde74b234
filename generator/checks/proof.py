"""Every check of a book, evaluated on the typed figures without a workbook: the same relations, the same states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from generator.checks.declared import AppliedCheck, applied_checks
from generator.checks.relation import Adjusted, AsFiled, Cell, Operand, Printed, Relation, Terms, facts_behind
from generator.checks.rules import relations
from generator.checks.tolerance import is_rounded, parameter, rounded_facts
from generator.derivation.grid import Grid
from generator.derivation.rows import ComputedRows
from generator.derivation.values import Cells, Evaluation
from generator.formulas.functions import Scalar
from generator.formulas.linear import Linear, Numbers, Quantity, linear
from generator.inputs.template import CheckTemplate, Templates
from generator.model.book import Book, Fact

EXACT, ROUND, FAIL, NOT_AVAILABLE = STATES = ("EXACT", "ROUND", "FAIL", "n.a.")
Bound = Callable[[float, Numbers], float]
"""How far the sides may be apart, given the left one."""


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
    """One relation in one period, with the facts that each side rests on."""

    id: str
    label: str
    period: str
    kind: str
    statement: str
    left: Quantity | None
    right: Quantity | None
    exact_within: Bound
    tolerance: Bound
    left_facts: tuple[Fact, ...]
    right_facts: tuple[Fact, ...]
    look_at: str
    digits: int

    @property
    def is_hard(self) -> bool:
        return self.kind == "hard"

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

    def outcome(self, numbers: Numbers) -> Outcome:
        """What it says of a set of figures."""
        left = self.left.value(numbers) if self.left else None
        right = self.right.value(numbers) if self.right else None
        if left is None or right is None:
            return Outcome(left, right, None, None, NOT_AVAILABLE)
        difference, tolerance = round(left - right, self.digits), self.tolerance(left, numbers)
        exact = abs(difference) <= self.exact_within(left, numbers)
        if self.kind == "must_not_tie":
            return Outcome(left, right, difference, tolerance, FAIL if exact else EXACT)
        state = EXACT if exact else ROUND if abs(difference) <= tolerance else FAIL
        return Outcome(left, right, difference, tolerance, state)

    def fails(self, numbers: Numbers) -> bool:
        return self.outcome(numbers).state == FAIL


class Proof:
    """All checks of a book in the order of the workbook, and the figures that they are about."""

    def __init__(self, book: Book, templates: Templates) -> None:
        self.book, self.templates, self.grid = book, templates, Grid(book)
        self.facts = book.facts
        self.numbers = [float(fact.value) for fact in book.facts]
        self.rows = ComputedRows(self.grid, templates)
        cells = Cells(self.grid)
        self.evaluation = evaluation = Evaluation(cells, self.rows, templates)
        self.number = cells.number
        self.relations = relations(self.grid)
        self.applied = list(applied_checks(self.rows, templates.checks))
        from_structure = _FromStructure(self.grid, cells, evaluation.parameters)
        self.checks: list[Check] = [
            *map(from_structure.check, self.relations),
            *(_from_template(each, self.rows, evaluation) for each in self.applied)]

    @cached_property
    def touching(self) -> dict[int, list[Check]]:
        """For each fact's number, the hard checks that its value can change, shortest first."""
        found: dict[int, list[Check]] = defaultdict(list)
        for check in sorted(self.checks, key=lambda check: len(check.touched)):
            for fact in check.touched if check.kind != "must_not_tie" else ():
                found[fact].append(check)
        return found

    def outcomes(self) -> list[tuple[Check, Outcome]]:
        """What every check says of the figures as typed."""
        return [(check, check.outcome(self.numbers)) for check in self.checks]


class _FromStructure:
    """Turns structural relations into checks."""

    def __init__(self, grid: Grid, cells: Cells, parameters: dict[str, float]) -> None:
        self.grid, self.cells, self.parameters = grid, cells, parameters

    def check(self, relation: Relation) -> Check:
        left_facts, right_facts = (self._behind(terms) for terms in (relation.left, relation.right))
        within, tolerance = self._bounds(relation)
        return Check(relation.id, relation.label, relation.period, relation.kind, relation.statement,
                     self._left(relation), self._sum(relation.right), within, tolerance, left_facts, right_facts,
                     self._look_at(left_facts, right_facts), int(self.parameters["check_digits"]))

    def _behind(self, terms: Terms) -> tuple[Fact, ...]:
        found = {fact.place: fact for _, operand in terms for fact in facts_behind(self.grid, operand)}
        return tuple(found.values())

    def _look_at(self, left: tuple[Fact, ...], right: tuple[Fact, ...]) -> str:
        """The headings under which the two sides are printed."""
        return " · ".join(list(dict.fromkeys(fact.heading for fact in (*left, *right)))[:3])

    def _form(self, operand: Operand) -> Linear | None:
        match operand:
            case Printed(fact) | AsFiled(fact):
                return self.cells.fact(fact)
            case Adjusted(fact):
                return self.cells.adjusted(fact)
            case Cell(series, slot):
                return self.cells.form(series, slot) if slot else None

    def _sum(self, terms: Terms) -> Quantity | None:
        """A signed sum; a difference needs both of its sides, a longer sum takes what is there."""
        forms = [(sign, self._form(operand)) for sign, operand in terms]
        there = [form * sign for sign, form in forms if form is not None]
        difference = len(terms) == 2 and any(sign < 0 for sign, _ in terms)
        if len(there) < len(terms) and (difference or len(terms) == 1):
            return None
        return linear(sum(there, Linear()))

    def _left(self, relation: Relation) -> Quantity | None:
        """The left side; of a quotient, growth or share in percent, where a growth across zero means nothing."""
        if relation.measure in ("sum", "basis"):
            return self._sum(relation.left)
        if relation.measure == "least":
            forms = [form for _, operand in relation.left if (form := self._form(operand)) is not None]
            return Quantity((fact for form in forms for fact in form.terms),
                            lambda numbers: min(0.0, *(form.value(numbers) for form in forms)))
        now, base = (self._form(operand) for _, operand in relation.left)
        if now is None or base is None:
            return None
        sign = -1 if relation.left[0][0] * relation.left[1][0] < 0 else 1
        growth = relation.measure == "growth"

        def percent(numbers: Numbers) -> Scalar:
            first, second = now.value(numbers), base.value(numbers)
            if second == 0 or (growth and first * second <= 0):
                return "n.a."
            return sign * 100 * first / second - (100 if growth else 0)

        return Quantity((*now.terms, *base.terms), percent)

    def _bounds(self, relation: Relation) -> tuple[Bound, Bound]:
        """How far apart is exact, and how far rounding explains."""
        exact = self.parameters["exact"]
        if relation.measure == "basis":
            right = self._sum(relation.right)
            share = self.parameters["split_tolerance"]
            return _fixed(exact), lambda _, numbers: share * abs((right.value(numbers) if right else 0) or 0)
        if relation.measure in ("sum", "least"):
            facts = rounded_facts(self.grid, relation)
            return _fixed(exact), _fixed(len(facts) * self.parameters[parameter(facts)] if facts else exact)
        printed = next(o.fact for _, o in relation.right if isinstance(o, Printed))
        own = self.parameters[parameter([printed])]
        return _fixed(own), self._interval(relation, own)

    def _interval(self, relation: Relation, own: float) -> Bound:
        """How far a quotient can be off because its terms and itself are rounded; counts are exact."""
        now, base = (self._rounding(operand) for _, operand in relation.left)
        divisor = self._form(relation.left[1][1])
        shift = 100 if relation.measure == "growth" else 0
        if divisor is None:
            return _fixed(own)
        return lambda left, numbers: own + (100 * now + abs(left + shift) * base) / abs(divisor.value(numbers))

    def _rounding(self, operand: Operand) -> float:
        found = [fact for fact in facts_behind(self.grid, operand) if is_rounded(fact)]
        return self.parameters[parameter(found)] if found else 0.0


def _from_template(applied: AppliedCheck, rows: ComputedRows, evaluation: Evaluation) -> Check:
    check, slot, printed = applied.check, applied.slot, applied.printed
    exact = evaluation.parameters["exact"]
    digits = int(evaluation.parameters["check_digits"])
    if slot is None:
        return Check(applied.id, check.label, applied.period, check.kind, "", None, None, _fixed(exact),
                     _fixed(exact), (), (), applied.look_at, digits)
    rounding = evaluation.parameters[parameter([printed])] if printed else exact
    left, right, within = (evaluation.formula(each, slot, rounding)
                           for each in (check.left, check.right, check.exact_within))
    if check.tolerance:
        tolerance = _bound(evaluation.formula(check.tolerance, slot, rounding), exact)
    else:
        facts = applied.rounded(rows.grid)
        tolerance = _fixed(len(facts) * evaluation.parameters[parameter(facts)] if facts else exact)
    return Check(applied.id, check.label, applied.period, check.kind, _statement(rows, check), left,
                 right, _bound(within, exact), tolerance, applied.left_facts, applied.right_facts, applied.look_at,
                 digits)


def _fixed(number: float) -> Bound:
    return lambda *_: number


def _statement(rows: ComputedRows, check: CheckTemplate) -> str:
    """The statement that a template's check is about: that of the first row of the company's that it names."""
    found = (rows.series(mention.row) for mention in (*check.left.mentions, *check.right.mentions))
    return next((series[0] for series in found if series), "")


def _bound(quantity: Quantity | None, otherwise: float) -> Bound:
    """A tolerance; where a row that it names has no value it is as narrow as can be."""
    def bound(_: float, numbers: Numbers) -> float:
        found = quantity.value(numbers) if quantity else None
        return otherwise if found is None else found
    return bound
