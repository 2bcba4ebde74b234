"""A formula as a tree: built once, written for a spreadsheet by ``excel`` and computed by ``evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model.statement import Series

RowKey = str | Series
"""A row of the workbook: the id of a computed row or of a concept, or a series of the company's."""


class Leaf:
    """What a tree takes from elsewhere: whoever reads it says where that stands, or what it is worth."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Mention(Leaf):
    """A row that a formula uses: which one, on which basis, and in which column relative to its own.

    ``day`` is a date instead of a column: the balance of that very day, whether a quarter ends then or not.
    """

    row: RowKey
    basis: str = ""
    shift: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Header(Leaf):
    """A cell of the header of the column that a formula stands in."""

    what: str


@dataclass(frozen=True, slots=True)
class Name(Leaf):
    """A cell with a name of its own: a parameter, or a number of a share split."""

    key: str


@dataclass(frozen=True, slots=True)
class Argument(Leaf):
    """What a macro is given, in the macro's own formula."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """One of the few numbers that a formula may hold."""

    value: int


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and the sign between them, as a spreadsheet writes it."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a spreadsheet, of those in ``functions``."""

    function: str
    arguments: tuple[Expression, ...]


Expression = Leaf | Number | Text | Negative | Operation | Call


def parts(tree: Expression) -> tuple[Expression, ...]:
    """What a tree is made of, one level down."""
    match tree:
        case Negative(operand):
            return (operand,)
        case Operation(_, left, right):
            return left, right
        case Call(_, arguments):
            return arguments
    return ()


def leaves(tree: Expression) -> Iterator[Leaf]:
    """The leaves of a tree from left to right, as often as they stand in it."""
    if isinstance(tree, Leaf):
        yield tree
    for part in parts(tree):
        yield from leaves(part)


def height(tree: Expression) -> int:
    """How many levels a tree has, counted level by level, so that one too high for recursion can be told."""
    levels, level = 0, [tree]
    while level:
        levels, level = levels + 1, [part for each in level for part in parts(each)]
    return levels


def replaced(tree: Expression, leaf: Callable[[Leaf], Expression]) -> Expression:
    """The tree with other trees in place of its leaves."""
    match tree:
        case Leaf():
            return leaf(tree)
        case Negative(operand):
            return Negative(replaced(operand, leaf))
        case Operation(sign, left, right):
            return Operation(sign, replaced(left, leaf), replaced(right, leaf))
        case Call(function, arguments):
            return Call(function, tuple(replaced(each, leaf) for each in arguments))
    return tree
