"""Only the module that writes workbooks and the one that reads formulas know openpyxl."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

GENERATOR = ROOT / "generator"


def imported(path: Path) -> set[str]:
    """The top name of every module that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_writer_and_the_formula_reader_know_openpyxl() -> None:
    knowing = {path.relative_to(GENERATOR).as_posix() for path in GENERATOR.rglob("*.py")
               if "openpyxl" in imported(path)}
    assert knowing == {"xlsx/writer.py", "xlsx/charts.py", "xlsx/formula.py"}
