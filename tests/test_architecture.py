"""A module imports only what stands above it, and only one of them writes with openpyxl."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

GENERATOR = Path(__file__).resolve().parent.parent / "generator"
HOUSE = tuple("""
    source document period figure model vocabulary references company columns filings reader expression functions linear excel evaluate parse formula template
    loading entry structure versions grid relation relations rounding computed_rows applied_checks
    evaluation proof slips protection standing table_slips candidates lost_rows repairs restatements snapshot
    changes habit audit report terminal page
    cells looks axis facts_sheet statement_sheets placed_rows computed_sheets check_rows checks_sheet
    restatements_sheet changes_sheet front_sheets layout workbook calculate package
    markup carry_package carry_record carry_formula carry_sheet carry_log carry_maps carry_references carry_styles
    carry_cells carry_shape carry_sections carry_notes carry_objects carry_parts carry_workbook carry_values carry
    regenerate build checks workbook_snapshot skeleton next_filing commands cli __main__""".split())
# The one that writes workbooks, and the one that reads formulas with its tokenizer.
OPENPYXL = {"workbook", "carry_formula"}


def imported(module: str) -> set[str]:
    """Every module that a module imports, at its top or inside a function."""
    tree = ast.parse((GENERATOR / f"{module}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_module_has_its_place() -> None:
    assert {path.stem for path in GENERATOR.glob("*.py")} == {*HOUSE, "__init__"}


@pytest.mark.parametrize("module", HOUSE)
def test_imports_point_upwards(module: str) -> None:
    above = set(HOUSE[: HOUSE.index(module)])
    ours = {name.split(".")[1] for name in imported(module) if name.startswith("generator.")} & set(HOUSE)
    assert ours <= above


@pytest.mark.parametrize("module", HOUSE)
def test_only_the_writer_and_the_formula_reader_know_openpyxl(module: str) -> None:
    uses = any(name.split(".")[0] == "openpyxl" for name in imported(module))
    assert uses == (module in OPENPYXL)


@pytest.mark.parametrize("module", HOUSE[: HOUSE.index("cells")])
def test_the_model_knows_nothing_of_the_sheets(module: str) -> None:
    below = {f"generator.{name}" for name in HOUSE[HOUSE.index("cells"):]}
    assert not imported(module) & below
