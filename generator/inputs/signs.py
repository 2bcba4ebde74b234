"""With which sign filings print each concept: what the line says, else what the sums say, else it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.inputs.evidence import Evidence
from generator.inputs.vocabulary import Concept
from generator.model.book import Book
from generator.model.problem import Problems
from generator.model.statement import LineItem, Statement

_Node = tuple[str, str]
"""A statement and a line item."""
_BALANCE = {"credit": 1, "debit": -1}


@dataclass(frozen=True)
class _Told:
    """What sums tell of a line item: the sign (+1 or -1) with which its figures are printed, and by which total."""

    sign: int
    total: LineItem


def with_signs(book: Book, concepts: Mapping[str, Concept], problems: Problems) -> Book:
    """The book with what its filings print with the other sign; what nothing tells and the figures contradict is
    a Problem.
    """
    sums = _Sums(book.statements, concepts)
    turned: set[str] = set()
    open_items: list[tuple[Statement, LineItem, _Told | None]] = []
    for statement, item in _carriers(book):
        told = sums.told(statement.key, item) if not item.concept_sign else None
        own = -1 if concepts[item.concept].is_outflow else 1
        if item.concept_sign == "-" or (told and told.sign != own):
            turned.add(item.concept)
        if item.concept_sign != "+":
            open_items.append((statement, item, told))
    evidence = Evidence(book, concepts, frozenset(turned))
    for statement, item, told in open_items:
        evidence.ask(statement, item, told.total if told else None, problems)
    outflows = frozenset(item.concept for _, item in _carriers(book) if concepts[item.concept].is_outflow)
    results = frozenset(item.concept for _, item in _carriers(book) if concepts[item.concept].is_measure)
    return replace(book, outflows=outflows, other_sign=frozenset(turned), results=results,
                   one_sided={item.concept: usual * (-1 if item.concept in turned else 1) for _, item in _carriers(book)
                              if (usual := concepts[item.concept].one_sided) and item.concept_sign != "+"})


def _carriers(book: Book) -> Iterator[tuple[Statement, LineItem]]:
    """The line items that carry a concept."""
    return ((statement, item) for statement in book.statements.values() for item in statement.items.values()
            if item.concept)


class _Sums:
    """The sums of statements.yaml as a web in which signs are followed.

    Each line item raises its statement's result or lowers it, and so does what it is a part of, by the sign in the
    sum. A result or total whose balance is known says which; bookkeeping's balance of the concept says the rest.
    """

    def __init__(self, statements: Mapping[str, Statement], concepts: Mapping[str, Concept]) -> None:
        self._statements, self._concepts = statements, concepts
        self._printings: dict[_Node, list[tuple[int, _Node]]] = {}
        for statement in statements.values():
            for item in statement.items.values():
                for member, ref in item.same_as:
                    if not member and not ref.series[2]:
                        here, there = (statement.key, item.key), ref.series[:2]
                        self._printings.setdefault(here, []).append((ref.sign, there))
                        self._printings.setdefault(there, []).append((ref.sign, here))

    def told(self, statement: str, item: LineItem) -> _Told | None:
        """How the sums of its statement, or those of another one that prints it too, say that an item is printed."""
        concept = self._concepts[item.concept]
        if not concept.balance or concept.is_measure:
            return None
        for sign, (where, key) in ((1, (statement, item.key)), *self._printings.get((statement, item.key), ())):
            found = self._nearest(self._statements[where], key, concept)
            if found:
                total, raises, parent = found
                balance = _BALANCE[concept.balance] * (-1 if concept.taken_from == total.concept else 1)
                return _Told(sign * raises * balance, parent)
        return None

    def _nearest(self, statement: Statement, key: str, concept: Concept) -> tuple[LineItem, int, LineItem] | None:
        """The nearest result or total that an item is summed with, whether a positive figure of the item is a credit
        (+1) or a debit (-1) by it, and the first total on the way."""
        seen, level = {key}, [(key, 1, key)]
        # Interest or depreciation may be added back to a result: only a total above it tells how it is printed.
        upwards = concept.sign == "positive" and concept.balance == "debit"
        while level:
            following: list[tuple[str, int, str]] = []
            for part, sign, first in level:
                for total, step in self._totals(statement, part):
                    following.append((total, sign * step, first if first != key else total))
            if not upwards:
                for part, sign, first in level:
                    steps = statement.items[part].sum if part != key else ()
                    following += [(each, sign * step, first) for step, each in steps]
            level = [each for each in following if each[0] not in seen]
            for each, sign, first in level:
                item = statement.items[each]
                if item.concept and self._concepts[item.concept].is_measure:
                    credit = _BALANCE[self._concepts[item.concept].balance] * (-1 if item.concept_sign == "-" else 1)
                    return item, sign * credit, statement.items[first]
            seen.update(each for each, _, _ in level)
        return None

    def _totals(self, statement: Statement, part: str) -> Iterator[tuple[str, int]]:
        """The totals that an item adds up to, with its sign there; of a second breakdown, results alone."""
        for total in statement.items.values():
            for sign, each in total.sum:
                if each == part:
                    yield total.key, sign
        for total in statement.items.values():
            for sign, each in total.also_sum:
                if each == part and total.concept and self._concepts[total.concept].is_measure:
                    yield total.key, sign
