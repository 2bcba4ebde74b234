"""Signed sums of figures stay sums; what is not one says so, and becomes a function."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest

from generator.quantity import Form, combined, constant, linear

A, B = Form({0: 1.0}), Form({1: 1.0})
NUMBERS = [30.0, 12.0]


@pytest.mark.parametrize(("form", "terms", "value"), [
    (A + B, {0: 1, 1: 1}, 42), (A - B, {0: 1, 1: -1}, 18), (-A, {0: -1}, -30), (+A, {0: 1}, 30), (A * 2, {0: 2}, 60),
    (2 * A, {0: 2}, 60), (A / 2, {0: 0.5}, 15), (A + 5, {0: 1}, 35), (5 + A, {0: 1}, 35), (5 - A, {0: -1}, -25),
    (A - A, {}, 0), (A * Form(constant=3), {0: 3}, 90), (Form(constant=3) * A, {0: 3}, 90),
    (sum([A, B], Form()), {0: 1, 1: 1}, 42),
])
def test_sums_and_multiples_are_linear(form: Form, terms: dict[int, float], value: float) -> None:
    assert dict(form.terms) == terms
    assert form.value(NUMBERS) == value


@pytest.mark.parametrize("nonlinear", [
    lambda: A * B, lambda: A / B, lambda: A == B,
    lambda: bool(A),
])
def test_anything_else_is_refused(nonlinear: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        nonlinear()


@pytest.mark.parametrize(("function", "value"), [
    (operator.mul, 360), (operator.truediv, 2.5), (max, 30), (lambda a, b: a if a > b else b, 30),
])
def test_a_function_of_figures_is_evaluated_on_numbers(function: Callable[..., Any], value: float) -> None:
    quantity = combined(function, [linear(A), linear(B)])
    assert quantity.form is None
    assert quantity.facts == {0, 1}
    assert quantity.value(NUMBERS) == value


def test_a_function_that_is_a_sum_after_all_stays_one() -> None:
    quantity = combined(lambda a, b: (a + b) / 2, [linear(A), linear(B)])
    assert quantity.form is not None
    assert quantity.form.terms == {0: 0.5, 1: 0.5}


def test_what_has_no_value_gives_none() -> None:
    quotient = combined(operator.truediv, [linear(A), linear(A - A)])
    assert quotient.value(NUMBERS) is None
    assert combined(operator.mul, [quotient, linear(B)]).value(NUMBERS) is None
    assert combined(lambda a: "n.m." if a > 0 else a, [linear(A)]).value(NUMBERS) is None
    assert constant(3).value(NUMBERS) == 3
