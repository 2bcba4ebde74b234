"""Whether a rendered formula is one: its syntax, its functions, and no number or cell typed into it."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

FUNCTIONS = frozenset("SUM IF AND OR ABS ROUND MAX MIN COUNT ISNUMBER CHOOSE".split())
NUMBERS = frozenset((0, 1, 100))
_STRING = re.compile(r'("[^"]*")')
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.BitAnd, ast.UAdd, ast.USub,
              ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def faults(formula: str, names: Collection[str]) -> list[str]:
    """What is wrong with a formula, rendered with its rows written as one of ``names``.

    What Excel and Python share (operators, calls, brackets) is left to Python's own parser, after the
    few signs that differ are exchanged.
    """
    try:
        tree = ast.parse(as_python(formula), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [f"this is not a formula that a spreadsheet reads: {formula.replace('X9', '…') or 'nothing'}"]
    return list(dict.fromkeys(_faults(tree.body, names)))


def as_python(formula: str) -> str:
    """A formula in Python's signs: ``<>`` and ``=`` are exchanged outside of texts.

    Raises ValueError where it holds a sign that means something else there, as ``#`` does.
    """
    parts = _STRING.split(formula)
    for index in range(0, len(parts), 2):
        if set("#\\'\n:;") & set(parts[index]):
            raise ValueError(parts[index])
        parts[index] = re.sub(r"(?<![<>!])=", "==", parts[index].replace("<>", "!="))
    return "".join(parts).strip()


def _faults(node: ast.expr, names: Collection[str]) -> list[str]:
    match node:
        case ast.Name() | ast.Constant():
            return _leaf(node, names)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _call(name, args) + [fault for each in args for fault in _faults(each, names)]
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            texts = [side.value for side in (left, right) if isinstance(side, ast.Constant)
                     and isinstance(side.value, str) and not isinstance(op, ast.BitAnd)]
            return [f'the text "{text}" is no number to compute with' for text in texts] \
                + _faults(left, names) + _faults(right, names)
        case ast.UnaryOp(op=op, operand=operand) if isinstance(op, _OPERATORS):
            return _faults(operand, names)
        case ast.Compare(left=left, ops=[op], comparators=[right]) if isinstance(op, _OPERATORS):
            return _faults(left, names) + _faults(right, names)
    return [f"this is not a formula that a spreadsheet reads: {ast.unparse(node)}"]


def _leaf(node: ast.Name | ast.Constant, names: Collection[str]) -> list[str]:
    if isinstance(node, ast.Name):
        known = node.id in names
        return [] if known else [f"'{node.id}' stands in the formula without being a row; write {{{{ name }}}}"]
    if isinstance(node.value, str) or (type(node.value) is int and node.value in NUMBERS):
        return []
    return [f"the number {ast.unparse(node)} stands inside a formula; give it a row in templates/parameters.yaml"]


def _call(name: str, arguments: list[ast.expr]) -> list[str]:
    if name not in FUNCTIONS:
        return [f"the function {name} is not used here; known: {', '.join(sorted(FUNCTIONS))}"]
    return [] if arguments else [f"the function {name} has nothing between its brackets"]
