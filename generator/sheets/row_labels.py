"""The words and the number format beside a row that formulas name, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from generator.derivation.row_names import RowNames
from generator.derivation.trees import Trees
from generator.formulas.expression import RowAt, RowKey
from generator.xlsx.cells import number_format, with_letters


class RowLabels:
    """The words beside a row."""

    def __init__(self, trees: Trees, home: Mapping[RowKey, str], concept_labels: Mapping[str, str]) -> None:
        self._trees, self._rows, self._book, self._home = trees, trees.rows, trees.grid.book, home
        self._names = RowNames(trees, concept_labels)
        self.name, self.text = self._names.name, self._names.text

    def unit(self, row: RowKey, basis: str = "") -> tuple[str, str]:
        """A row's unit and number format."""
        unit = self._names.unit(row, basis)
        if unit is None:
            return "", "General"
        usual = self._book.decimals_of_amounts if unit.key == "amount" else 0
        pattern = unit.format or number_format(max(unit.decimals, usual))
        return unit.in_currency(self._names.currency(row, basis)), pattern

    def pattern(self, cell: RowAt) -> str:
        """The number format of a cell: that of its row, with the letters of a currency that is not the row's."""
        _, pattern = self.unit(cell.row, cell.basis)
        other = self._trees.currency(cell)
        return with_letters(pattern, other if other != self._names.currency(cell.row, cell.basis) else "")

    def origin(self, row: RowKey) -> str:
        """Where a linked row comes from, for its note."""
        if isinstance(row, tuple):
            statement = self._book.statements[row[0]]
            additivity = self._rows.grid.additivity(row)
            of_filing = statement.unit_of(row[1], row[2]) == "per_share" and not additivity.is_balance
            return "; ".join(filter(None, (statement.sheet, additivity.basis_note if of_filing else "")))
        return self._home.get(row, "not in the company's statements")
