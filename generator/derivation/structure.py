"""The rows of a book: which there are, what adds up to them, and which print another one a second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cached_property

from generator.model.additivity import Additivity
from generator.model.book import Book
from generator.model.statement import YEAR_END, Ref, Series

Parts = tuple[tuple[int, Series], ...]
"""What adds up to a row: other rows with their signs."""


class Structure:
    """What statements.yaml says of the rows, whatever figures they hold."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._additivities: dict[Series, Additivity] = {}
        self._sums: dict[Series, list[Parts]] = {}
        self._twins = self._second_printings()

    def _second_printings(self) -> dict[Series, list[Ref]]:
        direct: dict[Series, list[Ref]] = defaultdict(list)
        for statement in self.book.statements.values():
            for item in statement.items.values():
                for member, ref in item.same_as:
                    direct[ref.series].append(Ref(ref.sign, (statement.key, item.key, member)))
        full: dict[Series, list[Ref]] = {}
        for series, refs in direct.items():
            found: list[Ref] = []
            queue = list(refs)
            while queue:
                ref = queue.pop(0)
                found.append(ref)
                queue += [Ref(ref.sign * each.sign, each.series) for each in direct.get(ref.series, ())]
            full[series] = found
        return full

    def second_printings(self, series: Series) -> list[Ref]:
        """The rows that print a row a second time, nearest first, with their signs."""
        return self._twins.get(series, [])

    def first_printing(self, series: Series) -> Ref | None:
        """The row that a row is a second printing of."""
        statement, item, member = series
        return dict(self.book.statements[statement].items[item].same_as).get(member)

    @cached_property
    def growths(self) -> Mapping[Series, Series]:
        """For each row of printed changes on a year ago, the first row that prints those of the same figures."""
        first: dict[Series, Series] = {}
        found: dict[Series, Series] = {}
        for statement in self.book.statements.values():
            for item in statement.items.values():
                rows = [(member.key, (statement.key, item.key, "")) for member in statement.members.values()
                        if member.growth and member.since != YEAR_END]
                for member, of in (*rows, *((("", item.growth_of.series),) if item.growth_of else ())):
                    series = statement.key, item.key, member
                    found[series] = first.setdefault(self._origin(of), series)
        return found

    def _origin(self, series: Series) -> Series:
        """The row that a row is, whether directly or by way of others, a second printing of."""
        ref = self.first_printing(series)
        return self._origin(ref.series) if ref else series

    def additivity(self, series: Series) -> Additivity:
        """How the figures of a row behave over time."""
        found = self._additivities.get(series)
        if found is None:
            statement, item, member = series
            found = self._additivities[series] = self.book.statements[statement].additivity_of(item, member)
        return found

    def sums(self, series: Series) -> list[Parts]:
        """The ways a row adds up: down its statement, then across its members."""
        if series in self._sums:
            return self._sums[series]
        statement, item, member = series
        found = self._sums[series] = []
        definition = self.book.statements[statement]
        if definition.items[item].sum and definition.member(member).adds_down:
            found.append(tuple((sign, (statement, part, member)) for sign, part in definition.items[item].sum))
        across = self.across(series)
        if across and definition.adds_across(item, member):
            found.append(across)
        return found

    def across(self, series: Series) -> Parts:
        """The members of a row that the statement adds up to one of them, whether this row's figures add up or not."""
        statement, item, member = series
        return tuple((sign, (statement, item, part))
                     for sign, part in self.book.statements[statement].member(member).sum)

    def is_favourable(self, series: Series, row: Series) -> bool:
        """Whether a printed change of a row is positive where the result gains by it."""
        statement, item, member = series
        definition = self.book.statements[statement]
        declared = definition.items[item].growth or self.book.statements[row[0]].items[row[1]].growth
        return (declared or self.book.company.growth) == "favourable" or (
            not declared and definition.member(member).is_favourable)

    def effect(self, series: Series) -> int:
        """The sign with which a row's figures raise the result: -1 of costs that are printed positive."""
        for total in self.totals_with(series):
            sign = next(sign for parts in self.sums(total) for sign, part in parts if part == series)
            return sign * self.effect(total)
        concept = self.book.statements[series[0]].items[series[1]].concept
        return -1 if concept in self.book.outflows & self.book.other_sign else 1

    def totals_with(self, series: Series) -> Iterator[Series]:
        """The rows that a row adds up to: down its statement, then across its members."""
        statement, item, member = series
        definition = self.book.statements[statement]
        totals = ((statement, total.key, member) for total in definition.items.values()
                  if any(part == item for _, part in total.sum))
        across = ((statement, item, each.key) for each in definition.members.values()
                  if any(part == member for _, part in each.sum))
        for total in (*totals, *across):
            if any(part == series for parts in self.sums(total) for _, part in parts):
                yield total

    def shown(self, held: Set[Series]) -> dict[str, list[Series]]:
        """Per statement, the rows that hold figures or stand for some: member by member in printed order."""
        held = {*held, *(series for series, refs in self._twins.items() if any(ref.series in held for ref in refs))}
        result: dict[str, list[Series]] = {}
        for statement in self.book.statements.values():
            members = ("", *statement.members)
            result[statement.key] = [(statement.key, item, member) for member in members for item in statement.items
                                     if self._is_shown((statement.key, item, member), held)]
        return result

    def _is_shown(self, series: Series, held: Set[Series]) -> bool:
        """Whether a row has any figure, or is a total that nobody prints although all its parts are, or any of its
        members."""
        statement, item, member = series
        definition = self.book.statements[statement]
        parts = definition.items[item].sum
        return series in held or (bool(parts) and all(self._is_shown((statement, part, member), held)
                                                      for _, part in parts)) \
            or (definition.adds_across(item, member) and any(part in held for _, part in self.across(series)))
