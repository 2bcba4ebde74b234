"""A tree as a value: a linear form over the typed figures where it is one, else a function of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from generator.formulas.expression import Call, Expression, Leaf, Negative, Number, Operation
from generator.formulas.functions import FUNCTIONS, Scalar, as_shown, finite, is_error
from generator.formulas.linear import Linear, Numbers, Quantity, constant, linear

Values = Callable[[Leaf], Quantity | None]
"""What a leaf is worth; None where its cell is blank or says n.a."""
_COUNTABLE = 1e6
_NEAR = 1e-12
"""Numbers nearer to each other than this part of them may be alike in all digits that a spreadsheet keeps."""
_FIXED = 20
"""So many digits before or behind the point are written out."""
NOT_AVAILABLE = constant("n.a.")
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_LINEAR: Mapping[str, Callable[[Linear, Linear], Linear]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}


def evaluate(tree: Expression, values: Values) -> Quantity:
    """What a tree is worth, given what its leaves are worth."""
    if isinstance(tree, Leaf):
        return values(tree) or NOT_AVAILABLE
    if isinstance(tree, Operation):
        return _operation(tree.sign, evaluate(tree.left, values), evaluate(tree.right, values))
    if isinstance(tree, Call):
        if tree.function in _CHOOSES:
            return _of_branches(tree, values)
        return _called(tree.function, [evaluate(each, values) for each in tree.arguments])
    if isinstance(tree, Negative):
        return _operation("-", constant(0.0), evaluate(tree.operand, values))
    return constant(float(tree.value) if isinstance(tree, Number) else tree.value)


def _of_branches(tree: Call, values: Values) -> Quantity:
    """IF and CHOOSE, of which only the part is evaluated that is chosen."""
    chooser, *branches = tree.arguments
    if tree.function == "IF" and len(branches) == 1:
        branches.append(Number(0))
    return _chosen(evaluate(chooser, values), [partial(evaluate, each, values) for each in branches],
                   _CHOOSES[tree.function])


def _operation(sign: str, left: Quantity, right: Quantity) -> Quantity:
    if sign in _ARITHMETIC and left.text is not None:
        return left if is_error(left.text) else constant("#VALUE!")
    if sign in _ARITHMETIC and right.text is not None and left.linear is not None:
        return constant(_SIGNS[sign](0.0, right.text))
    if left.linear is not None and right.linear is not None and sign in _LINEAR:
        try:
            return linear(_LINEAR[sign](left.linear, right.linear))
        except TypeError:
            pass  # a product or a quotient of figures
        except ZeroDivisionError:
            return constant("#DIV/0!")
    fixed = left.constant, right.constant
    if fixed[0] is not None and fixed[1] is not None:
        return constant(_SIGNS[sign](fixed[0], fixed[1]))
    compute, first, second = _SIGNS[sign], left.result, right.result
    return Quantity(left.facts | right.facts, lambda numbers: compute(first(numbers), second(numbers)))


def _signed(sign: str) -> Callable[[Scalar, Scalar], Scalar]:
    """What a sign makes of two values."""
    if sign == "&":
        return lambda left, right: _error(left, right) or _shown(left) + _shown(right)
    if sign in _COMPARISONS:
        compare = _COMPARISONS[sign]
        return lambda left, right: _error(left, right) or float(compare(*_ordered(left, right)))
    compute = _ARITHMETIC[sign]

    def applied(left: Scalar, right: Scalar) -> Scalar:
        for side in (left, right):
            if isinstance(side, str):
                return side if is_error(side) else "#VALUE!"
        assert not isinstance(left, str) and not isinstance(right, str)
        return finite(compute(left, right)) if sign != "/" or right else "#DIV/0!"

    return applied


def _error(*values: Scalar) -> str:
    """The first error among some values, if there is one."""
    return next((value for value in values if isinstance(value, str) and is_error(value)), "")


def _ordered(left: Scalar, right: Scalar) -> tuple[tuple[bool, Scalar], tuple[bool, Scalar]]:
    """Two values in the order of a spreadsheet: every number before every text, texts whatever their case, numbers by
    the digits that it keeps."""
    if not isinstance(left, str) and not isinstance(right, str) and abs(left - right) < _NEAR * abs(left):
        left, right = float(as_shown(left)), float(as_shown(right))
    return _level(left), _level(right)


def _level(value: Scalar) -> tuple[bool, Scalar]:
    return (True, value.lower()) if isinstance(value, str) else (False, value)


def _shown(value: Scalar) -> str:
    """A value as the sign & puts it into a text."""
    if isinstance(value, str):
        return value
    number = Decimal(as_shown(value))
    return f"{number:f}" if -_FIXED < number.adjusted() < _FIXED else f"{number:E}"


_SIGNS: Mapping[str, Callable[[Scalar, Scalar], Scalar]] = {
    sign: _signed(sign) for sign in (*_ARITHMETIC, *_COMPARISONS, "&")}


def _applied(compute: Callable[[Sequence[Scalar]], Scalar], operands: Sequence[Quantity]) -> Quantity:
    """A function of quantities, computed once where none of them depends on the facts."""
    fixed = [operand.constant for operand in operands]
    given = [value for value in fixed if value is not None]
    if len(given) == len(operands):
        return constant(compute(given))
    results = [operand.result for operand in operands]
    return Quantity((fact for operand in operands for fact in operand.facts),
                    lambda numbers: compute([result(numbers) for result in results]))


def _called(function: str, arguments: list[Quantity]) -> Quantity:
    if function == "COUNT" and all(each.linear is not None or each.text is not None for each in arguments):
        return constant(float(sum(each.linear is not None for each in arguments)))
    if function == "ISNUMBER" and (arguments[0].linear is not None or arguments[0].text is not None):
        return constant(float(arguments[0].linear is not None))
    if function == "SUM":
        there = [each.linear for each in arguments if each.text is None or is_error(each.text)]
        forms = [form for form in there if form is not None]
        if len(forms) == len(there):
            return linear(Linear.of_sum(forms))
    compute = FUNCTIONS[function].compute
    assert compute
    return _applied(compute, arguments)


def _index(number: float) -> int:
    """Which of several values a number chooses; none of them where it is beyond all counting."""
    return int(number) - 1 if abs(number) < _COUNTABLE else -1


_CHOOSES: Mapping[str, Callable[[float], int]] = {"IF": lambda number: 0 if number else 1, "CHOOSE": _index}
"""Which of its branches a function takes."""


def _chosen(chooser: Quantity, branches: Sequence[Callable[[], Quantity]], which: Callable[[float], int]) -> Quantity:
    """The branch that a value chooses; only that one is evaluated."""
    fixed = chooser.constant
    if isinstance(fixed, str):
        return chooser if is_error(fixed) else constant("#VALUE!")
    if fixed is not None:
        index = which(fixed)
        return branches[index]() if 0 <= index < len(branches) else constant("#VALUE!")
    choose, made = chooser.result, [branch() for branch in branches]
    results = [quantity.result for quantity in made]

    def result(numbers: Numbers) -> Scalar:
        number = choose(numbers)
        if isinstance(number, str):
            return number if is_error(number) else "#VALUE!"
        index = which(number)
        return results[index](numbers) if 0 <= index < len(results) else "#VALUE!"

    return Quantity((fact for each in (chooser, *made) for fact in each.facts), result)
