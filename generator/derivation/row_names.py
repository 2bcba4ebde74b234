"""How the rows that formulas name are called: their keys, their labels for people, and what they count."""

from __future__ import annotations

from collections.abc import Mapping

from generator.derivation.trees import Trees
from generator.formulas.bases import BASIS
from generator.formulas.expression import RowAt, RowKey
from generator.model.statement import Unit, key


class RowNames:
    """The names of a book's rows. ``concept_labels`` are those of the standard terms."""

    def __init__(self, trees: Trees, concept_labels: Mapping[str, str]) -> None:
        self._trees, self._rows, self._book = trees, trees.rows, trees.grid.book
        self._labels = concept_labels
        self._currencies: dict[tuple[RowKey, str], str] = {}
        self._concept_of: dict[RowKey, str] = {series: name for name, series in self._rows.concepts.items()}

    def name(self, row: RowKey, basis: str = "") -> str:
        """A row's key with its statement, as column A of the computed sheets has it."""
        return (key(row) if isinstance(row, tuple) else row) + (f".{basis}" if basis else "")

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

    def unit(self, row: RowKey, basis: str = "") -> Unit | None:
        """What a row counts; None of one that the company does not have."""
        units = self._book.company.units
        if basis and BASIS[basis].unit:
            return units[BASIS[basis].unit]
        if isinstance(row, tuple):
            return units[self._book.statements[row[0]].unit_of(row[1], row[2])]
        return units[self._rows.templates[row].unit] if row in self._rows.templates else None

    def currency(self, row: RowKey, basis: str = "") -> str:
        """The currency in which a row stands: that of all its cells, or the company's where they are in several."""
        if (row, basis) not in self._currencies:
            slots = self._rows.grid.timeline.slots if self._rows.grid.currencies.several else ()
            found = {self._trees.currency(RowAt(row, slot, basis)) for slot in slots} - {""}
            self._currencies[row, basis] = found.pop() if len(found) == 1 else self._book.company.currency
        return self._currencies[row, basis]
