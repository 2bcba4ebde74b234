"""A value as a function of the typed figures: a signed sum of them where it is one, else a small function."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.formulas.functions import TOO_LARGE, Scalar, added

Numbers = Sequence[float]
"""The values of all facts, in the order of the book."""
_LARGEST = 1e250
"""Up to this size a multiple of figures, and a sum of them, cannot be too large for a spreadsheet."""


_NONE: frozenset[int] = frozenset()


class Linear:
    """A linear combination of facts: ``constant`` plus each fact's number times its coefficient.

    Arithmetic with it gives another one; what is not linear (a product of two, a comparison) raises TypeError.
    """

    __slots__ = ("constant", "terms")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: Mapping[int, float] | None = None, constant: float = 0.0) -> None:
        self.terms = {fact: weight for fact, weight in (terms or {}).items() if weight}
        self.constant = constant

    def value(self, numbers: Numbers) -> float:
        return math.fsum([self.constant, *[weight * numbers[fact] for fact, weight in self.terms.items()]])

    @classmethod
    def of_sum(cls, forms: Iterable[Linear]) -> Linear:
        """Many of them added up at once."""
        terms: dict[int, float] = {}
        constant = 0.0
        for form in forms:
            constant += form.constant
            for fact, weight in form.terms.items():
                terms[fact] = terms.get(fact, 0.0) + weight
        return cls(terms, constant)

    def __add__(self, other: Linear | float) -> Linear:
        if not isinstance(other, Linear):
            return Linear(self.terms, self.constant + other)
        terms = dict(self.terms)
        for fact, weight in other.terms.items():
            terms[fact] = terms.get(fact, 0.0) + weight
        return Linear(terms, self.constant + other.constant)

    __radd__ = __add__

    def __mul__(self, factor: Linear | float) -> Linear:
        if isinstance(factor, Linear):
            if factor.terms and self.terms:
                raise TypeError("a product of figures is not linear")
            return factor * self.constant if factor.terms else self * factor.constant
        return Linear({fact: weight * factor for fact, weight in self.terms.items()}, self.constant * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Linear | float) -> Linear:
        if isinstance(divisor, Linear):
            if divisor.terms:
                raise TypeError("a quotient of figures is not linear")
            divisor = divisor.constant
        return Linear({fact: weight / divisor for fact, weight in self.terms.items()}, self.constant / divisor)

    def __neg__(self) -> Linear:
        return self * -1.0

    def __pos__(self) -> Linear:
        return self

    def __sub__(self, other: Linear | float) -> Linear:
        return self + -1.0 * other

    def __rsub__(self, other: float) -> Linear:
        return -self + other

    def __eq__(self, other: object) -> bool:
        raise TypeError("whether a figure equals another is not linear")

    def __bool__(self) -> bool:
        raise TypeError("a condition is not linear")


class Quantity:
    """A value that rests on facts, which may be a text in place of a number (n.a., n.m., an error).

    ``linear`` is set where it is a signed sum of facts, ``text`` where it is one text whatever the facts are.
    """

    __slots__ = ("_facts", "linear", "result", "text")

    def __init__(self, facts: Iterable[int], result: Callable[[Numbers], Scalar], linear: Linear | None = None,
                 text: str | None = None) -> None:
        self._facts = frozenset(facts) if linear is None else _NONE
        self.result, self.linear, self.text = result, linear, text

    @property
    def facts(self) -> frozenset[int]:
        """The numbers of the facts."""
        return self._facts if self.linear is None else frozenset(self.linear.terms)

    def value(self, numbers: Numbers) -> float | None:
        """The number; None where there is a text in its place."""
        found = self.result(numbers)
        return None if isinstance(found, str) else found

    @property
    def constant(self) -> Scalar | None:
        """What it is whatever the facts are; None where it depends on them."""
        if self.text is not None:
            return self.text
        return self.linear.constant if self.linear is not None and not self.linear.terms else None


def linear(form: Linear) -> Quantity:
    """A linear form as a quantity, no longer a linear one where it may be too large.

    The commonest, a constant and a single figure, are worked out directly.
    """
    whole, terms = form.constant, form.terms
    if terms and not max(map(abs, (whole, *terms.values()))) < _LARGEST:
        return Quantity(terms, lambda numbers: added([whole, *(terms[fact] * numbers[fact] for fact in terms)]))
    if not terms and not math.isfinite(whole):
        return constant(TOO_LARGE)
    if not terms:
        return Quantity((), lambda _: whole, form)
    if len(terms) == 1:
        (fact, weight), = terms.items()
        if (whole, weight) == (0.0, 1.0):
            return Quantity(terms, lambda numbers: whole + numbers[fact], form)
        return Quantity(terms, lambda numbers: whole + weight * numbers[fact], form)
    return Quantity(terms, form.value, form)


def constant(value: Scalar) -> Quantity:
    return Quantity((), lambda _: value, text=value) if isinstance(value, str) else linear(Linear(constant=value))


def kept(quantity: Quantity) -> Quantity:
    """A quantity that remembers its value until a figure behind it changes: what names it twice works it out once."""
    if quantity.linear is not None or quantity.text is not None or not quantity.facts:
        return quantity
    facts, compute = tuple(quantity.facts), quantity.result
    last: tuple[list[float], Scalar] = [], "#N/A"

    def result(numbers: Numbers) -> Scalar:
        nonlocal last
        now = [numbers[fact] for fact in facts]
        if last[0] != now:
            last = now, compute(numbers)
        return last[1]

    return Quantity(facts, result)
