"""Whether totals consist of what a declared check takes them to consist of, as far as a company's own sums tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from functools import cached_property

from generator.model.book import Book

_Node = tuple[str, str]
"""A statement and a line item."""


class Composition:
    """The breakdowns of a company's totals: its sums, and those of second printings of a total."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def has_more(self, whole: str, parts: Collection[str]) -> bool:
        """Whether a breakdown of one concept names one of some others, and something beside them.

        An asset held for sale beside current and non-current assets, restricted cash beside cash: a relation between
        the concepts alone does not hold then, and the company's own sums say what does.
        """
        concepts = self._book.concepts
        if whole not in concepts:
            return False
        totals = self._printings(concepts[whole])
        known = {node for each in parts if each in concepts for node in self._printings(concepts[each])} - totals
        found = [self._names(breakdown, known, totals) for total in totals for breakdown in self._breakdowns(total)]
        return any(names == {True, False} for names in found)

    def _names(self, rows: Collection[_Node], known: Set[_Node], seen: Set[_Node]) -> set[bool]:
        """Whether rows are known ones, those that are not followed down to what they consist of."""
        found: set[bool] = set()
        for row in rows:
            below = [each for each in self._breakdowns(row) if not seen & set(each)]
            inner = [self._names(each, known, seen | {row}) for each in below] if row not in known else []
            named = next((names for names in inner if True in names), None)
            found |= {True} if row in known else named or {False}
        return found

    def _breakdowns(self, row: _Node) -> Iterator[tuple[_Node, ...]]:
        statement, key = row
        item = self._book.statements[statement].items[key]
        return (tuple((statement, part) for _, part in parts) for parts in (item.sum, item.also_sum) if parts)

    def _printings(self, row: _Node) -> frozenset[_Node]:
        """A row, what it is a second printing of, and the second printings of either; no opening balance is one."""
        found: set[_Node] = set()
        following = {row}
        while following:
            found |= following
            following = {each for node in following for each in self._again.get(node, ())} - found
        return frozenset(found)

    @cached_property
    def _again(self) -> Mapping[_Node, set[_Node]]:
        found: dict[_Node, set[_Node]] = {}
        for statement in self._book.statements.values():
            for item in statement.items.values():
                for member, ref in item.same_as:
                    if not (member or ref.series[2] or item.additivity.is_opening):
                        here, there = (statement.key, item.key), ref.series[:2]
                        found.setdefault(here, set()).add(there)
                        found.setdefault(there, set()).add(here)
        return found
