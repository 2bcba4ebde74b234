"""Signed sums of figures stay sums; what is not one says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.formulas.linear import Linear, constant, linear

A, B = Linear({0: 1.0}), Linear({1: 1.0})
NUMBERS = [30.0, 12.0]


@pytest.mark.parametrize(("form", "terms", "value"), [
    (A + B, {0: 1, 1: 1}, 42), (A - B, {0: 1, 1: -1}, 18), (-A, {0: -1}, -30), (+A, {0: 1}, 30), (A * 2, {0: 2}, 60),
    (2 * A, {0: 2}, 60), (A / 2, {0: 0.5}, 15), (A + 5, {0: 1}, 35), (5 + A, {0: 1}, 35), (5 - A, {0: -1}, -25),
    (A - A, {}, 0), (A * Linear(constant=3), {0: 3}, 90), (Linear(constant=3) * A, {0: 3}, 90),
    (sum([A, B], Linear()), {0: 1, 1: 1}, 42),
])
def test_sums_and_multiples_are_linear(form: Linear, terms: dict[int, float], value: float) -> None:
    assert dict(form.terms) == terms
    assert form.value(NUMBERS) == value


@pytest.mark.parametrize("nonlinear", [lambda: A * B, lambda: A / B, lambda: A == B, lambda: bool(A)])
def test_anything_else_is_refused(nonlinear: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        nonlinear()


def test_what_does_not_depend_on_the_figures_is_constant() -> None:
    assert constant(3).constant == 3
    assert constant(3).value(NUMBERS) == 3
    assert linear(A).constant is None
    assert constant("n.a.").constant == "n.a."
    assert constant("n.a.").value(NUMBERS) is None
