"""Whether balances from before a split are as of their date: what other figures say of those that are not declared.

Issuers print such a balance as it was, or restated for the split; nothing in the figure itself tells. Numbers do whose
basis is known: what a filing from before the split prints for the same date, the filing's own weighted shares, its
profit by its EPS, its balances since the split. Nothing is taken from them but the question.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.model.book import Book, Fact, Filing
from generator.model.company import SCALES
from generator.model.problem import Problems

_ISSUED, _TREASURY, _AVERAGE = "shares_issued", "treasury_shares_held", "weighted_shares_basic"
_RESULT, _PER_SHARE = "profit_to_owners", "basic_eps"
_WITHIN = 1 / 3
"""Two numbers are on one basis where they differ by less than this power of the splits between the two bases."""
_LEAST_DIGITS = 10
"""An EPS of fewer units of its last decimal says too little of the number of shares."""


@dataclass(frozen=True)
class _Known:
    """A number whose split basis is known, and what it is beside: the balance itself, or shares outstanding by it."""

    number: float
    basis: datetime.date
    end: datetime.date
    words: str
    beside: float


def ask_for_bases(book: Book, problems: Problems) -> None:
    """A Problem for each filing with a balance that stands there as if restated for a split, and does not say so."""
    for filing in book.filings if book.company.splits else ():
        _Balances(book, filing).ask(problems)


class _Balances:
    """The balances of one filing, and what is known beside them."""

    def __init__(self, book: Book, filing: Filing) -> None:
        self._book, self._company, self._filing = book, book.company, filing
        self._facts = [fact for fact in book.facts if fact.filing is filing and fact.value]

    def ask(self, problems: Problems) -> None:
        """One Problem, at the first balance that is doubtful."""
        for fact in self._facts:
            known = self._evidence(fact) if self._is_open(fact) else None
            if known and self._looks_restated(fact, known):
                problems.add(fact.place, self._question(fact, known))
                return

    def _is_open(self, fact: Fact) -> bool:
        """Whether a balance has a split between its date and its filing's basis, and nothing says which it is on."""
        return (fact.period.is_instant and bool(self._book.split_power(fact.series)) and not _is_declared(fact)
                and bool(self._company.splits_between(fact.period.end, self._filing.split_basis)))

    def _evidence(self, fact: Fact) -> _Known | None:
        """What tells most of a balance: the same figure where it is certain, else the nearest number of shares."""
        same = (each for each in self._book.facts if (each.series, each.period) == (fact.series, fact.period))
        for each in same:
            certain = _is_declared(each) or not self._company.splits_between(each.period.end, each.filing.split_basis)
            if each.filing is not self._filing and each.value and certain:
                return _Known(float(each.value), each.split_basis, each.period.end,
                              f"{each.figure.printed} in {each.filing.key}", float(fact.value))
        if fact.series[:2] != self._book.concepts.get(_ISSUED):
            return None
        beside = self._outstanding(fact)
        found = [*self._averages(beside), *self._implied(beside), *self._balances_since(beside)]
        return min(found, key=lambda each: abs(each.end - fact.period.end), default=None)

    def _averages(self, beside: float) -> Iterator[_Known]:
        for fact in self._of(_AVERAGE):
            yield _Known(float(fact.value), fact.split_basis, fact.period.end,
                         f"weighted average shares of {fact.figure.printed} for {self._book.when(fact.period)}", beside)

    def _implied(self, beside: float) -> Iterator[_Known]:
        """Shares by profit and EPS of the same period."""
        results = {fact.period: fact.value * SCALES[self._company.scale] for fact in self._of(_RESULT)}
        for fact in self._of(_PER_SHARE):
            number = results.get(fact.period, Decimal(0)) / fact.value
            if number > 0 and abs(fact.value).scaleb(fact.figure.decimals) >= _LEAST_DIGITS:
                yield _Known(float(number), fact.split_basis, fact.period.end,
                             f"{number:,.0f} shares by profit and EPS for {self._book.when(fact.period)}", beside)

    def _balances_since(self, beside: float) -> Iterator[_Known]:
        for fact in self._of(_ISSUED):
            if not self._company.splits_between(fact.period.end, self._filing.split_basis):
                yield _Known(self._outstanding(fact), fact.split_basis, fact.period.end,
                             f"{fact.figure.printed} on {fact.period.end}", beside)

    def _of(self, concept: str) -> list[Fact]:
        """The figures of a concept in this filing."""
        where = self._book.concepts.get(concept)
        return [fact for fact in self._facts if where and fact.series == (*where, "")]

    def _outstanding(self, issued: Fact) -> float:
        """Shares issued less treasury shares, as the filing prints both, classes of them at their equivalents."""
        return self._counted(issued) - sum(self._counted(fact) for fact in self._of(_TREASURY)
                                           if fact.period == issued.period)

    def _counted(self, fact: Fact) -> float:
        statement, item, member = fact.series
        own = self._book.equivalents.get(fact.series)
        parts = {(statement, part, member): sign for sign, part in self._book.statements[statement].items[item].sum}
        beyond = sum(parts[each.series] * (self._book.equivalents[each.series].number - 1) * each.value
                     for each in self._facts if each.period == fact.period and each.series in parts
                     and each.series in self._book.equivalents)
        return float(fact.value * own.number if own else fact.value + beyond)

    def _looks_restated(self, fact: Fact, known: _Known) -> bool:
        """Whether a balance is about what is known on the filing's basis, without the splits since its date."""
        power, until = self._book.split_power(fact.series), self._filing.split_basis
        on_basis = known.number * self._company.split_factor(known.basis, until) ** power
        between = self._company.split_factor(fact.period.end, until)
        ratio = known.beside / on_basis
        return ratio > 0 and abs(math.log(ratio)) < abs(math.log(between)) * _WITHIN

    def _question(self, fact: Fact, known: _Known) -> str:
        numbers = self._company.splits_between(fact.period.end, self._filing.split_basis)
        splits = ", ".join(f"{split.new_shares} for {split.old_shares} of {split.effective}"
                           for split in (self._company.splits[number - 1] for number in numbers))
        return (f"{fact.figure.printed} of {fact.period.end} looks restated for the split after it ({splits}), beside "
                f"{known.words}: where the filing restates such figures, write 'split_basis: "
                f"{self._filing.split_basis}' under 'filing:', or in the table where only that does; where they are as "
                f"of their date, write 'split_basis: {fact.period.end}' in the table")


def _is_declared(fact: Fact) -> bool:
    """Whether its table or its filing says on which basis a balance is."""
    return bool(fact.declared_basis or fact.filing.basis_of_balances)
