"""Formulas of templates as functions of Python's, for checks that are evaluated without a workbook."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from generator.grammar import as_python

_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "SUM": lambda *numbers: sum(numbers[1:], numbers[0]), "ABS": abs, "MAX": max, "MIN": min, "ROUND": round,
    "AND": lambda *tests: all(tests), "OR": lambda *tests: any(tests),
    # A function of quantities is asked only when all of them are numbers.
    "COUNT": lambda *numbers: len(numbers), "ISNUMBER": lambda _: True}


class _Lazy(ast.NodeTransformer):
    """``IF`` and ``CHOOSE`` as conditional expressions, so that only the branch taken is evaluated."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        assert isinstance(node.func, ast.Name)
        arguments = node.args
        if node.func.id == "IF":
            otherwise = arguments[2] if len(arguments) > 2 else ast.Constant(False)
            return ast.IfExp(arguments[0], arguments[1], otherwise)
        if node.func.id == "CHOOSE":
            chosen: ast.expr = arguments[-1]
            for number in range(len(arguments) - 2, 0, -1):
                test = ast.Compare(arguments[0], [ast.Eq()], [ast.Constant(number)])
                chosen = ast.IfExp(test, arguments[number], chosen)
            return chosen
        return node


def compiled(formula: str) -> tuple[tuple[str, ...], Callable[..., Any]]:
    """The names that a formula uses, in order, and the function of them that it is.

    The formula has passed generator.grammar, so that its functions are all known.
    """
    tree = ast.parse(as_python(formula), mode="eval")
    names = tuple(dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
                                and node.id not in _FUNCTIONS and node.id not in ("IF", "CHOOSE")))
    body = _Lazy().visit(tree).body
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(name) for name in names], kwonlyargs=[], kw_defaults=[],
                              defaults=[])
    code = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    function: Callable[..., Any] = eval(compile(code, formula, "eval"), {**_FUNCTIONS, "__builtins__": {}})
    return names, function
