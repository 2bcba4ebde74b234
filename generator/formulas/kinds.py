"""Of which kind each part of a formula is: a spreadsheet refuses, or reads in its own way, what is of another."""

from __future__ import annotations

from collections.abc import Sequence

from generator.formulas.expression import Call, Expression, Negative, Operation, Text
from generator.formulas.functions import FUNCTIONS, NUMBER, TEXT, TRUTH

Kinds = frozenset[str]
_COUNTED: Kinds = frozenset((NUMBER, TRUTH))
_TAKEN: dict[str, Kinds] = {
    **dict.fromkeys("+-*/", _COUNTED), "&": frozenset((NUMBER, TEXT)),
    **dict.fromkeys(("=", "<>"), frozenset((NUMBER, TEXT))),
    **dict.fromkeys(("<", ">", "<=", ">="), frozenset((NUMBER,)))}
"""What a sign may stand between. A comparison counts as 1 or 0 in sums and products alone."""
_CHOSEN = {"IF": _COUNTED, "CHOOSE": frozenset((NUMBER,))}
_SHOWN = 40


def misused(tree: Expression) -> str:
    """What is wrong with the first part of a formula that is of a kind which its place does not take; else empty."""
    wrong: list[str] = []
    if TRUTH in _kinds(tree, wrong):
        wrong.append("a cell shows a number or a text, here stands a comparison, or an IF without its third argument: "
                     "write IF(…,1,0)")
    return wrong[0] if wrong else ""


def _kinds(tree: Expression, wrong: list[str]) -> Kinds:
    """The kinds that a part may be of; what is wrong inside it is added to ``wrong``."""
    match tree:
        case Text():
            return frozenset((TEXT,))
        case Negative(operand):
            _take("the sign -", operand, _COUNTED, wrong)
        case Operation(sign, left, right):
            for side in (left, right):
                _take(f"the sign {sign}", side, _TAKEN[sign], wrong)
            if sign not in "+-*/":
                return frozenset((TEXT if sign == "&" else TRUTH,))
        case Call(("IF" | "CHOOSE") as function, (chooser, *choices)):
            _take(f"{function} as its first argument", chooser, _CHOSEN[function], wrong)
            found = [_kinds(each, wrong) for each in choices]
            without = (frozenset((TRUTH,)),) if function == "IF" and len(choices) < 2 else ()
            return frozenset().union(*found, *without)
        case Call(function, arguments):
            _taken_by(function, arguments, wrong)
            return frozenset((FUNCTIONS[function].gives,))
    return frozenset((NUMBER,))


def _taken_by(function: str, arguments: Sequence[Expression], wrong: list[str]) -> None:
    for each in arguments:
        _take(f"the function {function}", each, frozenset(FUNCTIONS[function].takes), wrong)


def _take(what: str, part: Expression, taken: Kinds, wrong: list[str]) -> None:
    """Tell of a part that may be of a kind which its place does not take."""
    if other := sorted(_kinds(part, wrong) - taken):
        shown = f' "{part.value[:_SHOWN]}"' if isinstance(part, Text) else ""
        wrong.append(f"{what} takes {' or '.join(sorted(taken))}, here stands {' or '.join(other)}{shown}"
                     + ("; write IF(…,1,0) for a comparison" if other == [TRUTH] else ""))
