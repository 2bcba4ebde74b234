"""A tree as the text of a spreadsheet's formula, with as few brackets as it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.formulas.expression import Call, Expression, Leaf, Negative, Number, Operation, Text

BINDS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""How tightly a sign binds its operands."""
_MINUS = 5
_WHOLE = 6

Addresses = Callable[[Leaf], str]
Areas = Callable[[Sequence[Leaf]], str | None]


def excel(tree: Expression, address: Addresses, area: Areas | None = None) -> str:
    """The formula without its equals sign; ``address`` says where a leaf stands.

    ``area`` may write the arguments of a SUM that are all leaves as ranges.
    """
    return _Writer(address, area).text(tree)


class _Writer:
    def __init__(self, address: Addresses, area: Areas | None) -> None:
        self._address, self._area = address, area

    def text(self, tree: Expression, least: int = 0) -> str:
        """A tree, in brackets where its sign binds less tightly than the place it stands in asks for."""
        match tree:
            case Leaf():
                return self._address(tree)
            case Number(value):
                return str(value)
            case Text(value):
                return '"' + value.replace('"', '""') + '"'
            case Negative(operand):
                found, binds = f"-{self.text(operand, _MINUS)}", _MINUS
            case Operation(sign, left, right):
                binds = BINDS[sign]
                found = f"{self.text(left, binds)}{sign}{self.text(right, binds + 1)}"
            case Call(function, arguments):
                return f"{function}({self._arguments(function, arguments)})"
        return f"({found})" if binds < least else found

    def _arguments(self, function: str, arguments: tuple[Expression, ...]) -> str:
        if self._area and function == "SUM":
            leaves = [each for each in arguments if isinstance(each, Leaf)]
            found = self._area(leaves) if len(leaves) == len(arguments) else None
            if found is not None:
                return found
        return ",".join(map(self.text, arguments))
