"""A row that was left out of a table: the total that lacks it, and the figures that it must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from generator.checks.proof import EXACT, FAIL, ROUND, Check, Proof
from generator.diagnosis.footings import is_footing_down
from generator.model.fact import Fact
from generator.model.figure import NUMBER, Figure, in_print, typed
from generator.model.period import Period
from generator.model.problem import Place
from generator.model.statement import LineItem, Statement

_UNLISTED = "row left out"


@dataclass(frozen=True)
class LostRow:
    """What a row left out of a total would hold, and the checks that it mends.

    ``item`` is the line item of statements.yaml that it may be, one without a figure in the table; None where
    there is none, so that it is a row that statements.yaml does not list. ``lines`` are the rows to type in the
    first case, each with the place below which it stands. ``agrees`` counts the checks that only the row lets
    evaluate and that hold.
    """

    total: tuple[str, str]
    figures: tuple[Fact, ...]
    mends: tuple[Check, ...]
    item: str | None
    lines: tuple[tuple[Place, str], ...]
    agrees: int


def lost_rows(proof: Proof, groups: list[list[Check]]) -> Iterator[LostRow]:
    """Rows whose being left out explains groups of failing checks whole and whose figures break no other check.

    A row is put into the book and proved like one that was typed: every relation is evaluated anew.
    """
    for footings in _lacking(groups):
        total = _LackingTotal(proof, groups, footings)
        unlisted = total.with_row(None)
        if unlisted:
            listed = [row for item in total.parts_without_figures() if (row := total.with_row(item))]
            yield from sorted(listed, key=lambda row: -row.agrees) or [unlisted]


def _lacking(groups: list[list[Check]]) -> list[list[Check]]:
    """The failing footings of each innermost total of a filing, where whatever fails to foot rests on it."""
    found: dict[object, list[Check]] = {}
    for group in groups:
        totals: dict[object, list[Check]] = {}
        for check in group:
            if is_footing_down(check):
                total = check.right_facts[0]
                totals.setdefault((total.filing.key, total.series[:2]), []).append(check)
        for key, footings in totals.items():
            others = [check for other, checks in totals.items() if other != key for check in checks]
            inner = not any(_parts(other) < _parts(footing) for other in others for footing in footings)
            if inner and all(any(_parts(footing) <= other.touched for footing in footings) for other in others):
                found.setdefault(key, []).extend(footings)
    return list(found.values())


def _parts(footing: Check) -> frozenset[int]:
    return footing.left.facts if footing.left else frozenset()


class _LackingTotal:
    """A total whose footings lack something: with a row more that holds it, the book is proved anew."""

    def __init__(self, proof: Proof, groups: list[list[Check]], footings: list[Check]) -> None:
        self.proof, self.groups, self.footings = proof, groups, footings
        statement, self.total, _ = footings[0].right_facts[0].series
        self.statement = proof.book.statements[statement]
        self._states = {check.id: outcome.state for check, outcome in proof.outcomes()}

    def parts_without_figures(self) -> list[str]:
        """The parts of the total that have no figure, of any filing or table, where its footings lack one."""
        held = {(fact.series, fact.period) for fact in self.proof.book.printed}
        parts = [item for _, item in self.statement.items[self.total].sum]
        return [item for item in parts if not any(
            ((self.statement.key, item, footing.right_facts[0].series[2]), self._period(item, footing)) in held
            for footing in self.footings)]

    def with_row(self, item: str | None) -> LostRow | None:
        """The row, if the book with it holds where it failed and fails nowhere else."""
        statement = self.statement if item else self._extended()
        key = item or _UNLISTED
        sign = next(sign for sign, part in statement.items[self.total].sum if part == key)
        figures = tuple(self._figure(statement, key, sign, footing, number)
                        for number, footing in enumerate(self.footings, start=1))
        book = self.proof.book
        with_it = replace(book, statements={**book.statements, statement.key: statement},
                          printed=(*book.printed, *figures))
        states = {check.id: outcome.state for check, outcome in Proof(with_it, self.proof.templates).outcomes()}
        mended = [check for group in self.groups if all(_holds(states.get(check.id)) for check in group)
                  for check in group]
        breaks = any(state == FAIL != self._states.get(id) for id, state in states.items())
        if breaks or not mended:
            return None
        agrees = sum(1 for id, state in states.items() if _holds(state) and not _holds(self._states.get(id, "n.a."))
                     and self._states.get(id) != FAIL)
        return LostRow((self.statement.key, self.total), figures, tuple(mended), item,
                       tuple(self._lines(item, figures)) if item else (), agrees)

    @property
    def _last(self) -> str:
        return self.statement.items[self.total].sum[-1][1]

    def _period(self, item: str, footing: Check) -> Period:
        """The instant or duration that a part of the total shows in a footing's column."""
        total = footing.right_facts[0]
        additivity = self.statement.additivity_of(item, total.series[2])
        return next((fact.period for fact in footing.left_facts if fact.series[0] == self.statement.key
                     and self.statement.additivity_of(*fact.series[1:]) == additivity), total.period)

    def _extended(self) -> Statement:
        """The statement with a row more, which behaves like the total's last part."""
        total = self.statement.items[self.total]
        last = self.statement.items[self._last]
        row = LineItem(_UNLISTED, "Row left out", total.place, last.unit, last.additivity)
        return replace(self.statement, items={
            **self.statement.items, _UNLISTED: row, self.total: replace(total, sum=(*total.sum, (1, _UNLISTED)))})

    def _figure(self, statement: Statement, item: str, sign: int, footing: Check, number: int) -> Fact:
        """What the row must hold for a total to add up; it stands where the total is typed."""
        total = footing.right_facts[0]
        difference = footing.outcome(self.proof.numbers).difference
        unit = Decimal(1).scaleb(-total.decimals)
        printed = total.in_print(Decimal(repr(-sign * (difference or 0.0))).quantize(unit))
        return replace(total, series=(statement.key, item, total.series[2]),
                       period=self._period(item if item in self.statement.items else self._last, footing),
                       figure=Figure(NUMBER, printed, in_print(printed), total.figure.decimals),
                       place=Place(total.place.file, total.place.line, -number))

    def _lines(self, item: str, figures: tuple[Fact, ...]) -> Iterator[tuple[Place, str]]:
        """The rows as a filing's file says them: a dash where the total adds up, ``todo`` where nothing tells."""
        lacking = {footing.right_facts[0].place: figure for footing, figure in zip(self.footings, figures, strict=True)}
        footed = {check.right_facts[0].place for check in self.proof.checks if is_footing_down(check)}
        series = self.statement.key, self.total
        totals = sorted((fact for fact in self.proof.book.printed if fact.series[:2] == series), key=lambda f: f.place)
        for (file, line), row in groupby(totals, key=lambda fact: (fact.place.file, fact.place.line)):
            facts = list(row)
            if any(fact.place in lacking for fact in facts):
                words = [typed(lacking[fact.place].in_print(lacking[fact.place].value)) if fact.place in lacking
                         else "nil" if fact.place in footed else "todo" for fact in facts]
                yield self._after(item, facts[0].table, Place(file, line)), f"{item}: [{', '.join(words)}]"

    def _after(self, item: str, table: tuple[str, str, str], total: Place) -> Place:
        """Where the row before it in the statement's order is typed, nearest to a row of the total."""
        order = list(self.statement.items)
        for each in reversed(order[:order.index(item)]):
            places = [fact.place for fact in self.proof.facts if fact.table == table and fact.series[1] == each]
            if places:
                return min(places, key=lambda place: abs(place.line - total.line))
        return total


def _holds(state: str | None) -> bool:
    return state in (EXACT, ROUND)
