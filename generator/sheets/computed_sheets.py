"""Computed rows (per share, ratios) as cells: each a short formula over rows of its own sheet."""

from __future__ import annotations

from collections.abc import Iterable

from generator.derivation import currency_words
from generator.derivation.sources import DERIVED, ESTIMATE, REPORTED, Link, Missing
from generator.derivation.trees import Trees
from generator.derivation.versions import MIXES_VERSIONS
from generator.formulas.bases import BASIS
from generator.formulas.expression import Mention, RowAt, RowKey
from generator.inputs.template import RowTemplate
from generator.model.period import Slot
from generator.model.statement import Series
from generator.sheets.addresses import Addresses
from generator.sheets.contract import KEY, LABEL, NOTE, UNIT
from generator.sheets.remarks import two_bases
from generator.sheets.row_labels import RowLabels
from generator.sheets.statement_sheets import StatementWriter
from generator.xlsx.cells import Formula, Sheet


class ComputedWriter:
    """Writes computed rows and the linked and helper rows that they need."""

    def __init__(self, trees: Trees, addresses: Addresses, labels: RowLabels, statements: StatementWriter) -> None:
        self.trees, self.rows = trees, trees.rows
        self.grid, self.axis, self.labels = trees.grid, addresses.axis, labels
        self._addresses, self._statements, self._placed = addresses, statements, addresses.placed

    def needs(self, sheet: str, rows: Iterable[RowTemplate],
              others: Iterable[Mention] = ()) -> tuple[list[RowKey], list[tuple[RowKey, str]]]:
        """The rows to link to from elsewhere, and the helper rows (LTM, averages), in order of first use.

        ``others`` are helper rows that only a check uses.
        """
        links: dict[RowKey, None] = {}
        helpers: dict[tuple[RowKey, str], None] = {}
        for mention in (*(each for row in rows if not self._bare(row) for each in row.mentions), *others):
            row = self.rows.key(mention.row)
            if self._placed.home.get(row) != sheet:
                links[row] = None
            if mention.basis:
                needed = BASIS[mention.basis].needs
                if needed and not self.rows.is_instant(row):
                    helpers[row, needed] = None
                helpers[row, mention.basis] = None
        return list(links), list(helpers)

    def _bare(self, row: RowTemplate) -> Series | None:
        """The series that a row does nothing but repeat."""
        tree = row.formula.tree
        bare = (isinstance(tree, Mention) and tree == Mention(tree.row) and not self.rows.has_other_sign(tree.row)
                and not row.positive and not row.nonzero)
        return self.rows.series(tree.row) if bare and isinstance(tree, Mention) else None

    def write(self, sheet: Sheet, number: int, row: RowTemplate) -> None:
        """A computed row with its definition as the note."""
        unit, _ = self.labels.unit(row.id)
        _label(sheet, number, row.id, row.label, unit, row.definition)
        bare = self._bare(row)
        for slot, column in self.axis.columns.items():
            if bare:
                self.linked(sheet, number, column, bare, slot)
            elif self.rows.active(row, slot):
                status = self.rows.status(row.id, slot) if self.trees.supported(row.id, slot) else REPORTED
                cell = RowAt(row.id, slot)
                self._put(sheet, number, column, cell, status)

    def write_link(self, sheet: Sheet, number: int, row: RowKey) -> None:
        """A row of another sheet, linked to where its number comes from."""
        unit, _ = self.labels.unit(row)
        _label(sheet, number, self.labels.name(row), self.labels.text(row), unit, self.labels.origin(row))
        for slot, column in self.axis.columns.items():
            self.linked(sheet, number, column, row, slot)

    def linked(self, sheet: Sheet, number: int, column: int, row: RowKey, slot: Slot) -> None:
        """A cell that shows another row's value, linked to where the number comes from."""
        if isinstance(row, tuple):
            entry = self.grid.shown_entry(row, slot) if row in self._placed.home else None
            if entry is None:
                return
            if isinstance(entry.source, Missing):
                said = self._statements.remarks.of(entry, row, slot)
                self._statements.missing(sheet, number, column, entry.source, said)
                return
            origin = self._statements.formula(row, slot, sheet.name) if isinstance(entry.source, Link) \
                else self._link(sheet.name, row, slot)
            sheet.put(number, column, origin, "Link", self._statements.pattern(row, slot),
                      remark=self._remark(RowAt(row, slot)))
        elif row in self.rows.templates:
            if self.rows.active(self.rows.templates[row], slot):
                sheet.put(number, column, self._link(sheet.name, row, slot), "Link",
                          self.labels.pattern(RowAt(row, slot)), remark=self._remark(RowAt(row, slot)))
        elif self.grid.timeline.is_reported(slot):
            sheet.put(number, column, "n.a.", "NotAvailable")

    def own(self, sheet: Sheet, number: int, column: int, name: RowKey, slot: Slot) -> None:
        """A cell that shows a concept or a computed row with the sign that formulas have it with."""
        key = self.rows.key(name)
        turned = self.rows.has_other_sign(name) and self.trees.supported(key, slot)
        if turned and isinstance(key, tuple):
            sheet.put(number, column, Formula(f"=-{self._address(sheet.name, key, slot)}"), "Link",
                      self._statements.pattern(key, slot), remark=self._remark(RowAt(key, slot)))
        else:
            self.linked(sheet, number, column, key, slot)

    def _link(self, sheet: str, row: RowKey, slot: Slot) -> Formula:
        """A link to a row's own sheet."""
        return Formula(f"={self._address(sheet, row, slot)}")

    def _address(self, sheet: str, row: RowKey, slot: Slot) -> str:
        return self._addresses.on(sheet, linked=False).cell(RowAt(row, slot))

    def write_helper(self, sheet: Sheet, number: int, row: RowKey, basis: str) -> None:
        """A row on a basis (twelve months, averages, split factors) over a row of this sheet."""
        unit, _ = self.labels.unit(row, basis)
        _label(sheet, number, self.labels.name(row, basis), self.labels.text(row, basis), unit, "")
        for slot, column in self.axis.columns.items():
            if self.rows.has_helper(row, basis, slot):
                self._put(sheet, number, column, RowAt(row, slot, basis), REPORTED)

    def _put(self, sheet: Sheet, number: int, column: int, cell: RowAt, status: str) -> None:
        """What a cell is computed from; n.a. where it needs a column that is not there, or a rate."""
        found, tree = self.trees.cell(cell), self.trees.in_views(cell)
        in_currencies = currency_words.remark(found, self.grid.book.company)
        if tree is None:
            sheet.put(number, column, "n.a.", "NotAvailable", remark=in_currencies if found.apart else "")
            return
        formula = self._addresses.on(sheet.name).formula(tree)
        look = {ESTIMATE: "Estimate", DERIVED: "Derived"}.get(status, "Link" if "!" in formula else "Formula")
        sheet.put(number, column, Formula(f"={formula}"), look, self.labels.pattern(cell),
                  remark=in_currencies or self._remark(cell))

    def _remark(self, cell: RowAt) -> str:
        """What a reader must know of a cell: that figures of two bases are behind it."""
        if isinstance(cell.row, tuple) and not cell.basis:
            mixes = self.grid.mixes_versions(cell.row, cell.slot)
            return two_bases(self.grid.entry(cell.row, cell.slot)) if mixes else ""
        mixes = self.trees.supported(cell.row, cell.slot, cell.basis) and self.trees.mixes_versions(cell)
        return MIXES_VERSIONS if mixes else ""


def _label(sheet: Sheet, number: int, key: str, label: str, unit: str, note: str) -> None:
    sheet.put(number, KEY, key, "Note")
    sheet.put(number, LABEL, label, "Label")
    sheet.put(number, UNIT, unit, "Unit")
    if note:
        sheet.put(number, NOTE, note, "Note")
