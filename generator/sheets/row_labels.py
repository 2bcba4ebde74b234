"""How the rows that formulas name are called: key, label, unit and number format, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.relation import key as series_key
from generator.derivation.trees import Trees
from generator.formulas.bases import BASIS
from generator.formulas.expression import RowAt, RowKey
from generator.xlsx.cells import number_format, with_letters


class RowLabels:
    """The words beside a row."""

    def __init__(self, trees: Trees, home: Mapping[RowKey, str], concept_labels: Mapping[str, str]) -> None:
        self._trees, self._rows, self._book = trees, trees.rows, trees.grid.book
        self._home, self._labels = home, concept_labels
        self._currencies: dict[tuple[RowKey, str], str] = {}
        self._concept_of: dict[RowKey, str] = {series: name for name, series in self._rows.concepts.items()}

    def unit(self, row: RowKey, basis: str = "") -> tuple[str, str]:
        """A row's unit and number format."""
        units = self._book.company.units
        if basis and BASIS[basis].unit:
            unit = units[BASIS[basis].unit]
            return unit.label, unit.format
        if isinstance(row, tuple):
            unit = units[self._book.statements[row[0]].unit_of(row[1], row[2])]
        elif row in self._rows.templates:
            unit = units[self._rows.templates[row].unit]
        else:
            return "", "General"
        usual = self._book.decimals_of_amounts if unit.key == "amount" else 0
        pattern = unit.format or number_format(max(unit.decimals, usual))
        return unit.in_currency(self._currency(row, basis)), pattern

    def pattern(self, cell: RowAt) -> str:
        """The number format of a cell: that of its row, with the letters of a currency that is not the row's."""
        _, pattern = self.unit(cell.row, cell.basis)
        other = self._trees.currency(cell)
        return with_letters(pattern, other if other != self._currency(cell.row, cell.basis) else "")

    def _currency(self, row: RowKey, basis: str) -> str:
        """The currency in which a row stands: that of all its cells, or the company's where they are in several."""
        if (row, basis) not in self._currencies:
            slots = self._rows.grid.timeline.slots if self._rows.grid.currencies.several else ()
            found = {self._trees.currency(RowAt(row, slot, basis)) for slot in slots} - {""}
            self._currencies[row, basis] = found.pop() if len(found) == 1 else self._book.company.currency
        return self._currencies[row, basis]

    def name(self, row: RowKey, basis: str = "") -> str:
        """A row's key in column A, with its statement."""
        return (series_key(row) if isinstance(row, tuple) else row) + (f".{basis}" if basis else "")

    def text(self, row: RowKey, basis: str = "") -> str:
        """A row's label for people."""
        concept = self._concept_of.get(row)
        if concept:
            label = self._labels[concept]
        elif isinstance(row, tuple):
            label = self._book.name(row)
        else:
            label = self._rows.templates[row].label if row in self._rows.templates else self._labels.get(row, row)
        return BASIS[basis].label.format(label) if basis else label

    def origin(self, row: RowKey) -> str:
        """Where a linked row comes from, for its note."""
        if isinstance(row, tuple):
            statement = self._book.statements[row[0]]
            additivity = self._rows.grid.additivity(row)
            of_filing = statement.unit_of(row[1], row[2]) == "per_share" and not additivity.is_balance
            return "; ".join(filter(None, (statement.sheet, additivity.basis_note if of_filing else "")))
        return self._home.get(row, "not in the company's statements")
