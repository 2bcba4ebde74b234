"""A formula as a tree: built once, written for a spreadsheet by ``excel`` and computed by ``evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import is_
from typing import TypeVar, dataclass_transform

from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series

_Node = TypeVar("_Node")
RowKey = str | Series
"""A row of the workbook: the id of a computed row or of a concept, or a series of the company's."""


@dataclass_transform(frozen_default=True)
def _node(eq: bool = True) -> Callable[[type[_Node]], type[_Node]]:
    """A frozen record, which type checkers see to: there are so many that seeing to it at run time would cost."""
    return partial(dataclass, slots=True, eq=eq, unsafe_hash=eq)


class Leaf:
    """What a tree takes from elsewhere: whoever reads it says where that stands, or what it is worth."""

    __slots__ = ()


@_node()
class Mention(Leaf):
    """A row that a formula uses: which one, on which basis, and in which column relative to its own.

    ``day`` is a date instead of a column: the balance of that very day, whether a quarter ends then or not. An
    ``optional`` one counts as nothing where the company has no such row; reading the formula settles that.
    """

    row: RowKey
    basis: str = ""
    shift: str = ""
    day: str = ""
    optional: bool = False


@_node()
class RowAt(Leaf):
    """A row in a column, on a basis if one is named: what a mention means there."""

    row: RowKey
    slot: Slot
    basis: str = ""


@_node()
class Header(Leaf):
    """A cell of a column's header (``months``, ``days``, ``period_end``): of its own where no column is named."""

    what: str
    slot: Slot | None = None


@_node(eq=False)
class Shown(Leaf):
    """A figure in the version of the book that is shown."""

    fact: Fact


@_node(eq=False)
class Filed(Leaf):
    """A figure as its filing gives it, whatever version of the book is shown."""

    fact: Fact


@_node(eq=False)
class SplitBasis(Leaf):
    """The day up to which splits are in a figure."""

    fact: Fact


@_node()
class LeftSide(Leaf):
    """The left side of a check, in its own tolerance."""


@_node()
class Name(Leaf):
    """A cell with a name of its own: a parameter, or a number of a share split."""

    key: str


@_node()
class Argument(Leaf):
    """What a macro is given, in the macro's own formula."""

    name: str


@_node()
class Number:
    """One of the few numbers that a formula may hold."""

    value: int


@_node()
class Text:
    value: str


@_node()
class Negative:
    operand: Expression


@_node()
class Operation:
    """Two operands and the sign between them, as a spreadsheet writes it."""

    sign: str
    left: Expression
    right: Expression


@_node()
class Call:
    """A function of a spreadsheet, of those in ``functions``."""

    function: str
    arguments: tuple[Expression, ...]


NOT_AVAILABLE = Text("n.a.")
_MOST_AT_ONCE = 200
"""A function of a spreadsheet takes no more than 255 arguments."""
Expression = Leaf | Number | Text | Negative | Operation | Call


def parts(tree: Expression) -> tuple[Expression, ...]:
    """What a tree is made of, one level down."""
    if isinstance(tree, Operation):
        return tree.left, tree.right
    if isinstance(tree, Call):
        return tree.arguments
    return (tree.operand,) if isinstance(tree, Negative) else ()


def leaves(tree: Expression) -> list[Leaf]:
    """The leaves of a tree from left to right, as often as they stand in it."""
    found: list[Leaf] = []
    open_ = [tree]
    while open_:
        part = open_.pop()
        if isinstance(part, Leaf):
            found.append(part)
        elif isinstance(part, Operation):
            open_ += part.right, part.left
        elif isinstance(part, Call):
            open_ += part.arguments[::-1]
        elif isinstance(part, Negative):
            open_.append(part.operand)
    return found


def height(tree: Expression) -> int:
    """How many levels a tree has, counted level by level, so that one too high for recursion can be told."""
    levels, level = 0, [tree]
    while level:
        levels, level = levels + 1, [part for each in level for part in parts(each)]
    return levels


def replaced(tree: Expression, leaf: Callable[[Leaf], Expression]) -> Expression:
    """The tree with other trees in place of its leaves; a part of which none is replaced stays the one that it was."""
    if isinstance(tree, Leaf):
        return leaf(tree)
    if isinstance(tree, Operation):
        left, right = replaced(tree.left, leaf), replaced(tree.right, leaf)
        return tree if left is tree.left and right is tree.right else Operation(tree.sign, left, right)
    if isinstance(tree, Call):
        arguments = tuple([replaced(each, leaf) for each in tree.arguments])
        return tree if all(map(is_, arguments, tree.arguments)) else Call(tree.function, arguments)
    if isinstance(tree, Negative):
        operand = replaced(tree.operand, leaf)
        return tree if operand is tree.operand else Negative(operand)
    return tree


def chained(sign: str, trees: Iterable[Expression]) -> Expression:
    """Trees with the same sign between them; at least one."""
    first, *rest = trees
    for tree in rest:
        first = Operation(sign, first, tree)
    return first


def signed(terms: Sequence[tuple[int, Expression]]) -> Expression:
    """A signed sum of trees that all have a value; at least one."""
    (sign, whole), *rest = terms
    whole = whole if sign > 0 else Negative(whole)
    for sign, tree in rest:
        whole = Operation("+" if sign > 0 else "-", whole, tree)
    return whole


def total(terms: Sequence[tuple[int, Expression]]) -> Expression:
    """A signed sum of trees, of which those that hold a text do not count."""
    plus, minus = ([tree for sign, tree in terms if sign * side > 0] for side in (1, -1))
    added, taken = (summed(trees) if trees else None for trees in (plus, minus))
    if taken is None:
        return added or Number(0)
    return Operation("-", added, taken) if added else Negative(taken)


def summed(trees: Sequence[Expression], function: str = "SUM") -> Expression:
    """A function over any number of trees, in parts where a spreadsheet takes no more arguments at once."""
    if len(trees) <= _MOST_AT_ONCE:
        return Call(function, tuple(trees))
    parts = [summed(trees[start:start + _MOST_AT_ONCE], function) for start in range(0, len(trees), _MOST_AT_ONCE)]
    return chained("+", parts) if function in ("SUM", "COUNT") else Call(function, tuple(parts))


def counted(trees: Iterable[Expression]) -> Expression:
    """Zero where one of some trees is no number."""
    return chained("*", (Call("COUNT", (tree,)) for tree in trees))


def every(function: str, tests: Sequence[Expression]) -> Expression:
    """Tests joined by AND or OR; a single one stands by itself."""
    return summed(tests, function) if len(tests) > 1 else tests[0]


def splits_since(date: Expression, splits: int) -> Expression:
    """Shares today for one share on a day: new over old shares of each split that took effect since."""
    factors: list[Expression] = []
    for number in range(1, splits + 1):
        effective, new, old = (Name(f"split_{number}_{what}") for what in ("effective", "new_shares", "old_shares"))
        factors.append(Call("IF", (Operation("<", date, effective), Operation("/", new, old), Number(1))))
    return chained("*", factors) if factors else Number(1)
