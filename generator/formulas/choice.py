"""FIRST_KNOWN, which is no spreadsheet's function: in each column a formula holds the argument that it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.formulas.expression import Call, Expression, Leaf, Negative, Operation

FIRST_KNOWN = "FIRST_KNOWN"
"""Gives the first of its arguments that has a value in a column, the last one where none has."""


def chosen(tree: Expression, choose: Callable[[Sequence[Expression]], Expression]) -> Expression:
    """The tree with one of its arguments in the place of every FIRST_KNOWN."""
    match tree:
        case Call(function, arguments):
            found = tuple(chosen(each, choose) for each in arguments)
            return choose(found) if function == FIRST_KNOWN else Call(function, found)
        case Operation(sign, left, right):
            return Operation(sign, chosen(left, choose), chosen(right, choose))
        case Negative(operand):
            return Negative(chosen(operand, choose))
    return tree


def has_choice(tree: Expression) -> bool:
    """Whether a formula holds a FIRST_KNOWN."""
    match tree:
        case Leaf():
            return False
        case Call(function, arguments):
            return function == FIRST_KNOWN or any(map(has_choice, arguments))
        case Operation(_, left, right):
            return has_choice(left) or has_choice(right)
        case Negative(operand):
            return has_choice(operand)
    return False
