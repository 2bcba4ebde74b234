"""Trees as people would write them: without a minus of a minus, and without what adds nothing."""

from __future__ import annotations

from collections.abc import Callable

from generator.formulas.expression import Call, Expression, Leaf, Negative, Number, Operation

_ZERO = Number(0)


def _rebuilt(tree: Expression, leaf: Callable[[Leaf], Expression],
            negative: Callable[[Expression], Expression] = Negative,
            operation: Callable[[str, Expression, Expression], Expression] = Operation) -> Expression:
    """The tree made anew from its leaves up, with other makers of leaves, of negatives and of operations."""
    def again(part: Expression) -> Expression:
        if isinstance(part, Leaf):
            return leaf(part)
        if isinstance(part, Operation):
            return operation(part.sign, again(part.left), again(part.right))
        if isinstance(part, Call):
            return Call(part.function, tuple(map(again, part.arguments)))
        return negative(again(part.operand)) if isinstance(part, Negative) else part

    return again(tree)


def with_signs(tree: Expression, leaf: Callable[[Leaf], Expression]) -> Expression:
    """The tree with others in place of its leaves, some of them negative: each minus goes into the signs around."""
    return _rebuilt(tree, leaf, negated, joined)


def without_zeros(tree: Expression) -> Expression:
    """The tree without what adds or takes nothing, be it that or something times nothing."""
    def kept(sign: str, left: Expression, right: Expression) -> Expression:
        if sign in ("*", "/") and left == _ZERO:
            return left
        if sign in ("+", "-") and right == _ZERO:
            return left
        return right if sign == "+" and left == _ZERO else Operation(sign, left, right)

    return _rebuilt(tree, lambda leaf: leaf, operation=kept)



def negated(tree: Expression) -> Expression:
    """The tree with the other sign, written without a minus of a minus."""
    match without_minus(tree), tree:
        case None, Operation("*" | "/" as sign, left, right):
            return Operation(sign, negated(left), right)
        case None, Operation("+" | "-" as sign, left, right) if (first := without_minus(left)) is not None:
            return Operation(_OPPOSITE[sign], first, right)
        case None, _:
            return Negative(tree)
        case positive, _:
            return positive


def without_minus(tree: Expression) -> Expression | None:
    """What a tree is the negative of, where it begins with a minus; a sum begins with its first term's own."""
    match tree:
        case Negative(operand):
            return operand
        case Operation("*" | "/" as sign, left, right) if (first := without_minus(left)) is not None:
            return Operation(sign, first, right)
    return None


_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
_OPPOSITE = {"+": "-", "-": "+"}


def joined(sign: str, left: Expression, right: Expression) -> Expression:
    """Two operands and the sign between them, without a minus that the sign can take up."""
    taken = without_minus(right)
    if taken is not None and sign in _OPPOSITE:
        return Operation(_OPPOSITE[sign], left, taken)
    if taken is not None and sign in ("*", "/"):
        return Operation(sign, negated(left), taken)
    first = without_minus(left)
    if sign in _MIRRORED and first is not None and right == Number(0):
        return Operation(_MIRRORED[sign], first, right)
    return Operation(sign, left, right)
