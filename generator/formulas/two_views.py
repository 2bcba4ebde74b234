"""Trees of the two versions of a book: whether they are the same, and the one that holds both."""

from __future__ import annotations

from generator.formulas.expression import Call, Expression, Filed, Name, Negative, Operation, Shown, replaced


def alike(tree: Expression | None, other: Expression | None) -> bool:
    """Whether two trees are the same, though they may take other figures from the same rows and periods."""
    if tree is other:
        return True
    if isinstance(tree, Operation):
        return (isinstance(other, Operation) and tree.sign == other.sign and alike(tree.left, other.left)
                and alike(tree.right, other.right))
    if isinstance(tree, Call):
        return (isinstance(other, Call) and tree.function == other.function
                and len(tree.arguments) == len(other.arguments) and all(map(alike, tree.arguments, other.arguments)))
    if isinstance(tree, Negative):
        return isinstance(other, Negative) and alike(tree.operand, other.operand)
    if isinstance(tree, Shown | Filed) and isinstance(other, Shown | Filed):
        one, two = tree.fact, other.fact
        return (one.series, one.period) == (two.series, two.period)
    return tree == other


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
