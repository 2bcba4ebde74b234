"""The house stays in order: small modules and functions, one meaning a name, rooms that load nothing by themselves."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).resolve().parent.parent / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))
ROOMS = sorted(path.parent for path in GENERATOR.rglob("*/__init__.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def name(path: Path) -> str:
    return str(path.relative_to(GENERATOR))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_fits_in_the_head_and_a_function_on_a_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    long = [f"{each.name} has {(each.end_lineno or 0) - each.lineno + 1} lines" for each in functions(ast.parse(text))
            if (each.end_lineno or 0) - each.lineno >= 50]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_an_id_is_never_parsed(path: Path) -> None:
    """What is asked of a check is a field of it or of its rule."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in (
                "startswith", "endswith", "split", "partition", "rpartition", "removeprefix"):
            of = node.func.value
            assert not (isinstance(of, ast.Attribute) and of.attr == "id"), f"{name(path)}:{node.lineno}"


def test_a_class_has_a_name_of_its_own() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(name(path))
    assert {each: paths for each, paths in where.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_a_room_says_what_it_is_and_loads_nothing(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1
    assert (GENERATOR.parent / "tests" / room.relative_to(GENERATOR)).is_dir()
