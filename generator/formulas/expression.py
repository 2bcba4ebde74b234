"""A formula as a tree: built once, written for a spreadsheet by ``excel`` and computed by ``evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series

RowKey = str | Series
"""A row of the workbook: the id of a computed row or of a concept, or a series of the company's."""


class Leaf:
    """What a tree takes from elsewhere: whoever reads it says where that stands, or what it is worth."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class RowAt(Leaf):
    """A row in a column, on a basis if one is named: what a mention means there."""

    row: RowKey
    slot: Slot
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Header(Leaf):
    """A cell of a column's header (``months``, ``days``, ``period_end``): of its own where no column is named."""

    what: str
    slot: Slot | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shown(Leaf):
    """A figure in the version of the book that is shown."""

    fact: Fact


@dataclass(frozen=True, slots=True, eq=False)
class Filed(Leaf):
    """A figure as its filing gives it, whatever version of the book is shown."""

    fact: Fact


@dataclass(frozen=True, slots=True, eq=False)
class SplitBasis(Leaf):
    """The day up to which splits are in a figure."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class LeftSide(Leaf):
    """The left side of a check, in its own tolerance."""


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
        else:
            open_ += reversed(parts(part))
    return found


def height(tree: Expression) -> int:
    """How many levels a tree has, counted level by level, so that one too high for recursion can be told."""
    levels, level = 0, [tree]
    while level:
        levels, level = levels + 1, [part for each in level for part in parts(each)]
    return levels


def rebuilt(tree: Expression, leaf: Callable[[Leaf], Expression],
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


def replaced(tree: Expression, leaf: Callable[[Leaf], Expression]) -> Expression:
    """The tree with other trees in place of its leaves."""
    return rebuilt(tree, leaf)


def with_signs(tree: Expression, leaf: Callable[[Leaf], Expression]) -> Expression:
    """The tree with others in place of its leaves, some of them negative: each minus goes into the signs around."""
    return rebuilt(tree, leaf, negated, joined)


def without_zeros(tree: Expression) -> Expression:
    """The tree without what adds or takes nothing, be it that or something times nothing."""
    def kept(sign: str, left: Expression, right: Expression) -> Expression:
        if sign in ("*", "/") and left == Number(0):
            return left
        if sign in ("+", "-") and right == Number(0):
            return left
        return right if sign == "+" and left == Number(0) else Operation(sign, left, right)

    return rebuilt(tree, lambda leaf: leaf, operation=kept)


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
