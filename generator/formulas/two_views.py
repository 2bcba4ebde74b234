"""Trees of the two versions of a book: whether they are the same, and the one that holds both."""

from __future__ import annotations

from generator.formulas.expression import Call, Expression, Filed, Leaf, Name, Operation, Shown, parts, replaced


def alike(tree: Expression | None, other: Expression | None) -> bool:
    """Whether two trees are the same, though they may take other figures from the same rows and periods."""
    match tree, other:
        case (Shown(one) | Filed(one)), (Shown(two) | Filed(two)):
            return (one.series, one.period) == (two.series, two.period)
        case (Operation(sign, _, _), Operation(again, _, _)) | (Call(sign, _), Call(again, _)) if sign != again:
            return False
    if tree is None or other is None or isinstance(tree, Leaf) or not parts(tree):
        return tree == other
    found = parts(tree), parts(other)
    return type(tree) is type(other) and len(found[0]) == len(found[1]) and all(map(alike, *found))


def as_filed(tree: Expression) -> Expression:
    """The tree on its very figures, whatever version is shown."""
    return replaced(tree, lambda leaf: Filed(leaf.fact) if isinstance(leaf, Shown) else leaf)


def in_version(latest: Expression, first: Expression) -> Expression:
    """One tree in the latest version of the book, another one in the first."""
    return Call("CHOOSE", (Name("version"), as_filed(latest), as_filed(first)))


def of_version(tree: Expression, is_first: bool) -> Expression:
    """A tree that may hold both versions, as it is in one of them."""
    match tree:
        case Call("CHOOSE", (Name("version"), latest, first)):
            return of_version(first if is_first else latest, is_first)
    return tree
