"""What a company's rows are worth whose figures are in several currencies, worked out without a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.checks.proof import FAIL, Proof
from generator.formulas.expression import RowAt, RowKey
from generator.inputs.load import load_inputs
from tests.companies import write_company

Files = Mapping[str, str | bytes | None]
NA = None


class Worked:
    """The values of a company's rows by the label of their column."""

    def __init__(self, folder: Path, files: Files) -> None:
        inputs = load_inputs(write_company(folder, {"filings/2023-11-14.yaml": None, **files}))
        self.proof = Proof(inputs.book, inputs.templates)

    def of(self, row: RowKey, label: str, basis: str = "") -> float | None:
        """The value of a row; None where it says n.a. or another text, or is blank."""
        found = self.proof.values.number_in(self._cell(row, label, basis))
        return found.value(self.proof.numbers) if found else None

    def currency(self, row: RowKey, label: str, basis: str = "") -> str:
        """The currency in which a row stands there; empty for a mere number, and in a book of one currency."""
        return self.proof.trees.currency(self._cell(row, label, basis))

    def apart(self, row: RowKey, label: str) -> tuple[str, ...]:
        """The currencies for which a row is n.a. there."""
        return self.proof.trees.cell(self._cell(row, label, "")).apart

    def failing(self) -> list[str]:
        return [check.id for check, outcome in self.proof.outcomes() if outcome.state == FAIL]

    def checks(self) -> dict[str, str]:
        return {check.id: outcome.state for check, outcome in self.proof.outcomes()}

    def _cell(self, row: RowKey, label: str, basis: str) -> RowAt:
        slot = self.proof.book.company.calendar.parse(label)
        assert slot
        return RowAt(self.proof.rows.key(row), slot, basis)
