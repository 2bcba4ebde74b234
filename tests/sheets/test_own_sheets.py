"""What LibreOffice makes of a workbook with sheets of the company's own and rows that lack an optional line."""

from __future__ import annotations

from pathlib import Path

from generator.pipeline import build
from tests.checks.complete_filing import FILES, STATEMENTS
from tests.companies import changed, write_company
from tests.oracle import differences, formulas, recalculated, stored


def test_the_stored_values_are_what_libreoffice_computes(tmp_path: Path) -> None:
    """Sheets whose names could be a cell, or hold what XML and formulas have to mask."""
    statements = changed(changed(STATEMENTS, "title: Segments\n  sheet: Segments", "title: Segments\n  sheet: FY2023"),
                         "title: Property\n  sheet: Notes", "title: Property\n  sheet: \"R&D (Bob's) <1>\"")
    path = tmp_path / "book.xlsx"
    path.write_bytes(build(write_company(tmp_path / "acme", {**FILES, "statements.yaml": statements})).package)
    written = formulas(path)
    assert any("'FY2023'!" in text for text in written.values())
    assert any("'R&D (Bob''s) <1>'!" in text for text in written.values())
    assert differences(stored(path), recalculated(path, tmp_path / "office"), set(written)) == []
