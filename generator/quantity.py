"""A number as a function of the typed figures: a signed sum of them where it is one, else a small function."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Numbers = Sequence[float]
"""The values of all facts, in the order of the book."""


class Form:
    """A linear combination of facts: ``constant`` plus each fact's number times its coefficient.

    Arithmetic with it gives another one; what is not linear (a product of two, a comparison) raises TypeError.
    """

    __slots__ = ("constant", "terms")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, terms: Mapping[int, float] | None = None, constant: float = 0.0) -> None:
        self.terms = {fact: weight for fact, weight in (terms or {}).items() if weight}
        self.constant = constant

    def value(self, numbers: Numbers) -> float:
        return math.fsum([self.constant, *(weight * numbers[fact] for fact, weight in self.terms.items())])

    def __add__(self, other: Form | float) -> Form:
        if not isinstance(other, Form):
            return Form(self.terms, self.constant + other)
        terms = dict(self.terms)
        for fact, weight in other.terms.items():
            terms[fact] = terms.get(fact, 0.0) + weight
        return Form(terms, self.constant + other.constant)

    __radd__ = __add__

    def __mul__(self, factor: Form | float) -> Form:
        if isinstance(factor, Form):
            if factor.terms and self.terms:
                raise TypeError("a product of figures is not linear")
            return factor * self.constant if factor.terms else self * factor.constant
        return Form({fact: weight * factor for fact, weight in self.terms.items()}, self.constant * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Form | float) -> Form:
        if isinstance(divisor, Form):
            if divisor.terms:
                raise TypeError("a quotient of figures is not linear")
            divisor = divisor.constant
        return self * (1 / divisor)

    def __neg__(self) -> Form:
        return self * -1.0

    def __pos__(self) -> Form:
        return self

    def __sub__(self, other: Form | float) -> Form:
        return self + -1.0 * other

    def __rsub__(self, other: float) -> Form:
        return -self + other

    def __eq__(self, other: object) -> bool:
        raise TypeError("whether a figure equals another is not linear")

    def __bool__(self) -> bool:
        raise TypeError("a condition is not linear")


class Quantity:
    """A number that rests on facts; None where it has no value (a guard says n.m., a divisor is zero)."""

    __slots__ = ("facts", "form", "value")

    def __init__(self, facts: Iterable[int], value: Callable[[Numbers], float | None],
                 form: Form | None = None) -> None:
        self.facts = frozenset(facts)
        self.value = value
        self.form = form


def linear(form: Form) -> Quantity:
    return Quantity(form.terms, form.value, form)


def constant(number: float) -> Quantity:
    return linear(Form(constant=number))


def combined(function: Callable[..., Any], operands: Sequence[Quantity]) -> Quantity:
    """A function of quantities, as a linear form where it gives one."""
    forms = [operand.form for operand in operands]
    if all(form is not None for form in forms):
        try:
            found = function(*forms)
        except (TypeError, ZeroDivisionError):
            found = None
        if isinstance(found, Form):
            return linear(found)
    getters = [operand.value for operand in operands]

    def value(numbers: Numbers) -> float | None:
        values = [getter(numbers) for getter in getters]
        if None in values:
            return None
        try:
            result = function(*values)
        except ZeroDivisionError:
            return None
        return float(result) if isinstance(result, int | float) and not isinstance(result, bool) else None

    return Quantity((fact for operand in operands for fact in operand.facts), value)
