"""One currency a cell: amounts of two are never added, compared or divided, unless rates bring them into one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.formulas.expression import Call, Expression, Leaf, Name, Negative, Number, Operation, leaves, parts
from generator.model.book import Book
from generator.model.currency import HUNDRED, Step, steps
from generator.model.period import Period

_TESTS = ("COUNT", "ISNUMBER")
"""Functions that ask whether there is a number, whatever it counts."""
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=", "&")


class Money(NamedTuple):
    """A currency and its power: 1 of an amount, -1 of what is told per unit of it, 0 (and none) of a mere number."""

    currency: str = ""
    power: int = 0


NUMBER = Money()
Moneys = Callable[[Leaf], Money]
"""In which currency a leaf is."""
Spans = Callable[[Leaf], Period | None]
"""The day or period of a leaf, by whose rate it is converted; None where no single rate can be right."""


@dataclass(frozen=True)
class Lacking:
    """A rate that is not given: from which currency into which, and of when; None where no single one can be right."""

    base: str
    into: str
    when: Period | None


@dataclass(frozen=True)
class InOneCurrency:
    """A tree whose amounts are all in one currency.

    ``tree`` is None where they are ``apart`` and a rate is ``lacking``; ``converted`` are the currencies that rates
    brought into the one of ``money``, ``rates`` the numbers of these rates.
    """

    tree: Expression | None
    money: Money = NUMBER
    apart: tuple[str, ...] = ()
    lacking: Lacking | None = None
    converted: tuple[str, ...] = ()
    rates: tuple[int, ...] = ()


class Currencies:
    """The currencies of a book, and the rates between them."""

    def __init__(self, book: Book) -> None:
        company = book.company
        self._rates = company.rates
        self.price = Money(company.share_price.currency, 1) if company.share_price else NUMBER
        self.price_span = Period(company.share_price.date) if company.share_price else None
        self.is_receipt = company.share_price is not None and company.share_price.shares != 1
        """Whether the price is of several shares."""
        self.accounts = book.accounts_currency
        """That of the newest filing, in which the market values the company."""
        self._into = tuple(dict.fromkeys((company.currency, self.accounts)))
        self.several = len({self.price.currency, *(fact.currency for fact in book.facts), *self._into} - {""}) > 1

    def in_one(self, tree: Expression, money: Moneys, span: Spans, into: str = "") -> InOneCurrency:
        """A tree as it is where its amounts are in one currency; else with each brought into one, where rates do.

        That is ``into`` if given, else the company's currency, else that of the newest filing.
        """
        if not self.several:
            return InOneCurrency(tree)
        own = _money(tree, money)
        if own is not None and (not into or own.currency in ("", into)):
            return InOneCurrency(tree, own)
        found = dict.fromkeys(each.currency for leaf in leaves(tree) if (each := money(leaf)).power)
        lacking: Lacking | None = None
        for target in (into,) if into else self._into:
            converted = self._converted(tree, money, span, target, tuple(found))
            if isinstance(converted, InOneCurrency):
                return converted
            lacking = lacking or converted
        return InOneCurrency(None, apart=tuple(sorted({*found, *filter(None, (into,))})), lacking=lacking)

    def is_one(self, tree: Expression, money: Moneys) -> bool:
        """Whether the amounts of a tree are in one currency."""
        return not self.several or _money(tree, money) is not None

    def _converted(self, tree: Expression, money: Moneys, span: Spans, into: str,
                   found: tuple[str, ...]) -> InOneCurrency | Lacking:
        """A tree with every amount brought into a currency, or the rate that one of them lacks."""
        ways: dict[Leaf, tuple[Step, ...]] = {}
        for leaf in _amounts(tree):
            of = money(leaf)
            if of.power and of.currency != into:
                when = span(leaf) if of.power == 1 else None
                way = steps(self._rates, of.currency, into, when) if of.power == 1 else None
                if way is None:
                    return Lacking(of.currency, into, when)
                ways[leaf] = way
        whole = _money(tree, lambda leaf: Money(into, money(leaf).power) if money(leaf).power else NUMBER)
        assert whole is not None
        rates = {step.rate: None for way in ways.values() for step in way if step.rate is not None}
        return InOneCurrency(_replaced(tree, ways), whole, converted=tuple(each for each in found if each != into),
                             rates=tuple(rates))


def _amounts(tree: Expression) -> Iterator[Leaf]:
    """The leaves of a tree that are computed with, and not only looked whether they are there."""
    if isinstance(tree, Leaf):
        yield tree
    elif not (isinstance(tree, Call) and tree.function in _TESTS):
        for part in parts(tree):
            yield from _amounts(part)


def _replaced(tree: Expression, ways: dict[Leaf, tuple[Step, ...]]) -> Expression:
    """A tree with its leaves converted, but where it only asks whether they are there."""
    if isinstance(tree, Leaf):
        whole: Expression = tree
        for step in ways.get(tree, ()):
            whole = Operation(step.sign, whole, Name(f"rate_{step.rate}") if step.rate else Number(int(HUNDRED)))
        return whole
    match tree:
        case Negative(operand):
            return Negative(_replaced(operand, ways))
        case Operation(sign, left, right):
            return Operation(sign, _replaced(left, ways), _replaced(right, ways))
        case Call(function, arguments) if function not in _TESTS:
            return Call(function, tuple(_replaced(each, ways) for each in arguments))
    return tree


class _Apart(Exception):
    """Two currencies meet."""


def _money(tree: Expression, money: Moneys) -> Money | None:
    """In which currency a tree is; None where amounts of two meet in it."""
    try:
        return _of(tree, money)
    except _Apart:
        return None


def _of(tree: Expression, money: Moneys) -> Money:
    if isinstance(tree, Leaf):
        return money(tree)
    match tree:
        case Negative(operand):
            return _of(operand, money)
        case Operation(sign, left, right):
            one, other = _of(left, money), _of(right, money)
            if sign in ("*", "/"):
                return _product(one, other, 1 if sign == "*" else -1)
            same = _alike(one, other)
            return NUMBER if sign in _COMPARISONS else same
        case Call(function, arguments):
            if function in _TESTS:
                return NUMBER
            found = [_of(each, money) for each in arguments]
            if function in ("AND", "OR"):
                return NUMBER
            return _alike(*(found[1:] if function in ("IF", "CHOOSE") else found))
    return NUMBER


def _product(one: Money, other: Money, sign: int) -> Money:
    _alike(one, other)
    power = one.power + sign * other.power
    return Money(one.currency or other.currency, power) if power else NUMBER


def _alike(*found: Money) -> Money:
    """The currency that amounts have in common, where a mere number may stand beside any. Raises _Apart."""
    amounts = [each for each in found if each.power]
    if len({each.currency for each in amounts}) > 1:
        raise _Apart
    return amounts[0] if amounts else NUMBER
