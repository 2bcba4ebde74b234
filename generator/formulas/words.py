"""A tree in words: the formula as people say it, in the branch that the figures choose."""

from __future__ import annotations

from collections.abc import Callable

from generator.formulas.excel import BINDS
from generator.formulas.expression import Call, Expression, Leaf, Name, Negative, Number, Operation, Text
from generator.formulas.functions import Scalar

_SIGNS = {"-": "−", "*": "×", "/": "/", "<=": "≤", ">=": "≥", "<>": "≠"}
_OPPOSITE = {"=": "≠", "<>": "=", "<": "≥", ">": "≤", "<=": ">", ">=": "<"}
_NAMED = {"MIN": "the least of", "MAX": "the greatest of"}
_ADDED, _MINUS = BINDS["+"], 5


class Wording:
    """What a tree says. ``leaf`` says how a leaf is called, ``worth`` what a part of the tree is worth.

    ``notes`` gather, while trees are read, what must hold for there to be a number, and why one of several branches
    was taken.
    """

    def __init__(self, leaf: Callable[[Leaf], str], worth: Callable[[Expression], Scalar]) -> None:
        self._leaf, self._worth = leaf, worth
        self.notes: dict[str, None] = {}

    def of(self, tree: Expression, least: int = 0) -> str:
        """A tree in words, in brackets where its sign binds less tightly than the place it stands in asks for."""
        match tree:
            case Leaf():
                found = self._leaf(tree)
                return f"({found})" if least and found.startswith("−") else found
            case Number(value):
                return str(value)
            case Text(value):
                return value or "blank"
            case Negative(operand):
                found, binds = f"−{self.of(operand, _MINUS)}", _MINUS
            case Operation(sign, left, right):
                binds = BINDS[sign]
                found = f"{self.of(left, binds)} {_SIGNS.get(sign, sign)} {self.of(right, binds + 1)}"
            case Call("SUM", arguments):
                binds = _ADDED if len(arguments) > 1 else least
                found = " + ".join(self.of(each, _ADDED if len(arguments) > 1 else least) for each in arguments)
            case Call("IF" | "CHOOSE"):
                return self.of(self._chosen(tree), least)
            case Call():
                return self._called(tree)
        return f"({found})" if binds < least else found

    def _called(self, call: Call) -> str:
        """A function in words; how many there are of some cells as the number that it is."""
        parts = [self.of(each) for each in call.arguments]
        match call.function:
            case "COUNT":
                return f"{self._worth(call):g}"
            case "ABS":
                return f"|{parts[0]}|"
            case "ISNUMBER":
                return f"{parts[0]} is there"
            case "AND" | "OR" as join:
                return f" {join.lower()} ".join(parts)
            case "ROUND":
                return f"({parts[0]} rounded to {parts[1]} decimals)"
        return f"{_NAMED[call.function]} ({', '.join(parts)})"

    def _chosen(self, call: Call) -> Expression:
        """The branch that counts: what is computed where the others are only words for its absence."""
        condition, *branches = call.arguments
        if call.function == "IF":
            return self._either(condition, branches[0], branches[1] if len(branches) > 1 else Number(0))
        index = self._worth(condition)
        taken = branches[int(index) - 1] if isinstance(index, float) and 1 <= index <= len(branches) else branches[0]
        if condition == Name("version"):
            return taken
        numbers = [each for each in branches if not isinstance(each, Text)]
        if len(numbers) == 1 and isinstance(taken, Text):
            self._note(f"{taken.value}, as the signs of its figures are")
        return numbers[0] if len(numbers) == 1 else taken

    def _either(self, condition: Expression, then: Expression, otherwise: Expression) -> Expression:
        if is_presence(condition) and not isinstance(then, Text) and isinstance(otherwise, Text | Call):
            return then
        for words, number, test in ((otherwise, then, self.of), (then, otherwise, self._opposite)):
            if isinstance(words, Text):
                self._note(f"{words.value or 'blank'} unless {test(condition)}")
                return number
        holds = self._worth(condition) == 1.0
        self._note(f"since {self.of(condition) if holds else self._opposite(condition)}")
        return then if holds else otherwise

    def _note(self, note: str) -> None:
        self.notes[note] = None

    def _opposite(self, condition: Expression) -> str:
        """What holds where a condition does not."""
        match condition:
            case Operation(sign, left, right) if sign in _OPPOSITE:
                return f"{self.of(left)} {_OPPOSITE[sign]} {self.of(right)}"
        return f"not ({self.of(condition)})"


def is_presence(condition: Expression) -> bool:
    """Whether a condition only asks if cells hold numbers: what a formula says of itself anyway."""
    match condition:
        case Call("COUNT" | "ISNUMBER"):
            return True
        case Operation("*", left, right):
            return is_presence(left) and is_presence(right)
    return False
