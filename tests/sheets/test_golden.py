"""A text dump of the IIJ workbook is the golden file; it changes only when asked to (pytest --update-golden)."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.workbook_view import view

GOLDEN = Path(__file__).parent.parent / "golden" / "iij.tsv"


def dump(path: Path) -> list[str]:
    """One line a cell: sheet, address, formula or constant, and what a formula's stored value is."""
    seen = view(path)
    lines = []
    for cell in seen.cells():
        where = cell.parent.title, cell.coordinate
        value = seen.value(where) if cell.data_type == "f" else None
        lines.append("\t".join((*where, _text(cell.value), _text(value))).rstrip())
    return lines


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else str(value)


def test_the_workbook_is_as_it_was(iij_path: Path, request: pytest.FixtureRequest) -> None:
    lines = dump(iij_path)
    if request.config.getoption("--update-golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    golden = GOLDEN.read_text(encoding="utf-8").splitlines()
    changed = list(difflib.unified_diff(golden, lines, "golden", "built", lineterm="", n=0))
    assert not changed, "\n".join(["the workbook differs from tests/golden/iij.tsv; if that is meant, update it "
                                   "with: pytest tests/sheets/test_golden.py --update-golden", *changed[:40]])
