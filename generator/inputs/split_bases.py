"""Whether balances from before a split are as of their date: what other figures say of those that are not declared.

Issuers print such a balance as it was, or restated for the split; nothing in the figure itself tells. Numbers do whose
basis is known: what a filing from before the split prints for the same date, the filing's own weighted shares, its
profit by its EPS, its balances since the split. Nothing is taken from them but the question.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.model.book import Book
from generator.model.fact import Fact, Filing
from generator.model.measure import SCALES
from generator.model.problem import Problems

_ISSUED, _TREASURY, _AVERAGE = "shares_issued", "treasury_shares_held", "weighted_shares_basic"
_RESULT, _PER_SHARE, _DIVIDEND = "profit_to_owners", "basic_eps", "dividend_per_share"
_ASKED = (_ISSUED, _TREASURY, _DIVIDEND)
"""What is computed with; a balance that is only shown or compared need not be asked for."""
_WITHIN = 1 / 3
"""Two numbers are on one basis where they differ by less than this power of the splits between the two bases."""
_LEAST_DIGITS = 10
"""An EPS of fewer units of its last decimal says too little of the number of shares."""


@dataclass(frozen=True)
class _Known:
    """A number whose split basis is known, where it is from, and what a split does to it: 1 multiplies, -1 divides."""

    number: float
    basis: datetime.date
    end: datetime.date
    words: str
    power: int = 1


def ask_for_bases(book: Book, problems: Problems) -> None:
    """A Problem for each filing with a balance that stands there as if restated for a split, and does not say so."""
    for filing in book.filings if book.company.splits else ():
        _Balances(book, filing).ask(problems)


class _Balances:
    """The balances of one filing, and what is known beside them."""

    def __init__(self, book: Book, filing: Filing) -> None:
        self._book, self._company, self._filing = book, book.company, filing
        self._scale = SCALES[book.company.scale]
        self._facts = [fact for fact in book.facts if fact.filing is filing and fact.value]

    def ask(self, problems: Problems) -> None:
        """One Problem, at the first balance that is doubtful."""
        for fact in self._facts:
            if self._is_open(fact) and (known := self._contradiction(fact)):
                problems.add(fact.place, self._question(fact, known))
                return

    def _is_open(self, fact: Fact) -> bool:
        """Whether a balance has a split between its date and its filing's basis, and nothing says which it is on."""
        return (fact.period.is_instant and not _is_declared(fact) and any(self._is(fact, each) for each in _ASKED)
                and bool(self._company.splits_between(fact.period.end, self._filing.split_basis)))

    def _is(self, fact: Fact, concept: str) -> bool:
        """Whether a figure is one of a concept's row, or of a second printing of it."""
        where = self._book.concepts.get(concept)
        statement, item, member = fact.series
        ref = dict(self._book.statements[statement].items[item].same_as).get(member)
        return where is not None and where in (fact.series[:2], ref.series[:2] if ref else None)

    def _contradiction(self, fact: Fact) -> _Known | None:
        """What tells most of a balance, if that says that it is restated."""
        number = float(fact.value)
        known = self._printed_before(fact)
        if not known and self._is(fact, _ISSUED):
            number = self._outstanding(fact)
            known = self._nearest(fact, [*self._shares(), *self._since(fact)])
        return known if known and self._looks_restated(fact, number, known) else None

    def _printed_before(self, fact: Fact) -> _Known | None:
        """The same figure in another filing that can be on one basis only."""
        same = (each for each in self._book.facts if (each.series, each.period) == (fact.series, fact.period))
        for each in same:
            certain = _is_declared(each) or not self._company.splits_between(each.period.end, each.filing.split_basis)
            if each.filing is not self._filing and each.value and certain:
                return _Known(float(each.value), each.split_basis, each.period.end,
                              f"{each.figure.printed} in {each.filing.key}", self._book.split_power(fact.series))
        return None

    def _nearest(self, fact: Fact, known: Iterable[_Known]) -> _Known | None:
        return min(known, key=lambda each: abs(each.end - fact.period.end), default=None)

    def _shares(self) -> Iterator[_Known]:
        """The weighted shares of the filing, as printed and by profit and EPS of the same period."""
        for fact in self._of(_AVERAGE):
            yield _Known(float(fact.value), fact.split_basis, fact.period.end,
                         f"weighted average shares of {fact.figure.printed} for {self._book.when(fact.period)}")
        results = {fact.period: fact.value for fact in self._of(_RESULT)}
        for fact in self._of(_PER_SHARE):
            number = float(results.get(fact.period, Decimal(0)) / fact.value) * self._scale
            if number > 0 and abs(fact.value).scaleb(fact.decimals) >= _LEAST_DIGITS:
                yield _Known(number, fact.split_basis, fact.period.end,
                             f"{number:,.0f} shares by profit and EPS for {self._book.when(fact.period)}")

    def _since(self, fact: Fact) -> Iterator[_Known]:
        """The balances of the same row since the split."""
        for each in self._facts:
            if each.series == fact.series and not self._company.splits_between(
                    each.period.end, self._filing.split_basis):
                yield _Known(self._outstanding(each), each.split_basis, each.period.end,
                             f"{each.figure.printed} on {each.period.end}")

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

    def _looks_restated(self, fact: Fact, number: float, known: _Known) -> bool:
        """Whether a number is about what is known on the filing's basis, without the splits since its date."""
        since = self._company.split_factor(known.basis, self._filing.split_basis)
        ratio = number / (known.number * since ** known.power)
        return ratio > 0 and abs(math.log(ratio)) < self._between(fact) * _WITHIN

    def _between(self, fact: Fact) -> float:
        """How far the splits between a balance and its filing move it, either way: the logarithm of their factor."""
        return abs(math.log(self._company.split_factor(fact.period.end, self._filing.split_basis)))

    def _question(self, fact: Fact, known: _Known) -> str:
        basis = self._filing.split_basis
        numbers = self._company.splits_between(fact.period.end, basis)
        splits = ", ".join(f"{split.new_shares} for {split.old_shares} of {split.effective}"
                           for split in (self._company.splits[number - 1] for number in numbers))
        where = "in the table" if self._filing.declared_basis else \
            "under 'filing:', or in the table where only that does"
        return (f"{fact.figure.printed} of {fact.period.end} looks restated for the split after it ({splits}), beside "
                f"{known.words}: where the filing restates such figures, write 'split_basis: {basis}' {where}; where "
                f"they are as of their date, write 'split_basis: {fact.period.end}' in the table")


def _is_declared(fact: Fact) -> bool:
    """Whether its table or its filing says on which basis a balance is."""
    return bool(fact.declared_basis or fact.filing.basis_of_balances)
