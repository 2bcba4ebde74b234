"""The hints that the source holds: every text of a message that says what to write, as an expression that finds it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import generator

ROOMS = ("model", "formulas", "inputs")
"""The rooms whose messages are about the files that a user types."""
_FOR_EDITORS = "schema.py"
"""What editors say by the JSON Schemas, which have their own tests."""
_SAYS = re.compile(r"\b(?:write|did you mean|rename it|take out|such as|known:|e\.g\.|as [A-Z]|leave|put|give|type|say"
                   r"|add (?='))(?!\w)")
_PLACEHOLDER = re.compile(r"\\{\w+\\}")
_DESCRIBED = {"Key": 2, "Record": 0}
"""What is called with a description for the schema, and which argument that is."""
NEAREST = "nearest"


@dataclass(frozen=True)
class Hint:
    """A text of the source that offers something."""

    place: str
    text: str
    found_by: re.Pattern[str]


def hints() -> list[Hint]:
    """All of them, by file and line."""
    root = Path(generator.__file__).parent
    return [hint for room in ROOMS for path in sorted((root / room).glob("*.py"))
            if path.name != _FOR_EDITORS for hint in _in(path, root)]


def _in(path: Path, root: Path) -> Iterator[Hint]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = _passed_over(tree)
    for node in ast.walk(tree):
        if id(node) in passed:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text, pattern = node.value, _PLACEHOLDER.sub(".*", re.escape(node.value))
        elif isinstance(node, ast.JoinedStr):
            text, pattern = ast.unparse(node), "".join(map(_piece, node.values))
        else:
            continue
        if _SAYS.search(f"{text} ") or "nearest(" in text:
            yield Hint(f"{path.relative_to(root)}:{node.lineno}", text, re.compile(pattern))


def _piece(node: ast.expr) -> str:
    """A part of a formatted text as an expression; the nearest name must have been offered."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    calls = [each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)]
    return r"; did you mean '[^']+'\?" if NEAREST in calls else ".*"


def _passed_over(tree: ast.AST) -> set[int]:
    """Docstrings, descriptions of keys, and the parts of formatted texts, which are looked at as wholes."""
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as text):
                found.add(id(text))
            case ast.Call(func=ast.Name(id=name), args=args) if name in _DESCRIBED and len(args) > _DESCRIBED[name]:
                found.update(id(each) for each in ast.walk(args[_DESCRIBED[name]]))
            case ast.JoinedStr():
                found.update(id(each) for each in ast.walk(node) if each is not node)
    return found
