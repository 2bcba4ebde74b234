"""Where the rows that formulas name stand, and how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.checks.relation import key as series_key
from generator.derivation.rows import ComputedRows
from generator.formulas.expression import Mention, RowKey
from generator.model.book import Series
from generator.model.period import Slot
from generator.sheets.axis import Axis
from generator.sheets.contract import PER_SHARE, RATIOS
from generator.sheets.statement_sheets import StatementWriter
from generator.xlsx.cells import Address, Row, number_format, on

BASIS_LABELS = {"": "{}", "ltm": "{} (LTM)", "average": "{} (average of opening and closing)",
                "average_ltm": "{} (average of now and a year ago)", "annualised": "{} (annualised)",
                "declared": "{} (record dates of the last twelve months)",
                "due": "{} (record dates from the period's start to before its end)",
                "split_basis": "{} (day up to which splits are in the figure)",
                "split_factor": "{} (shares today for one share in the figure)"}


@dataclass
class Placed:
    """Where the rows that formulas use stand: on each sheet, by row and basis."""

    rows: dict[tuple[str, RowKey, str], int] = field(default_factory=dict)
    home: dict[RowKey, str] = field(default_factory=dict)

    def anywhere(self, key: RowKey, basis: str) -> Row | None:
        """A row on its own sheet, or a helper row on whichever sheet has it."""
        sheets = (self.home[key],) if key in self.home else (RATIOS, PER_SHARE)
        found = [(sheet, self.rows[sheet, key, basis]) for sheet in sheets if (sheet, key, basis) in self.rows]
        return Row(*found[0]) if found else None


class PlacedRows:
    """The rows that formulas name, with their addresses, units and labels."""

    def __init__(self, rows: ComputedRows, axis: Axis, statements: StatementWriter, placed: Placed,
                 concept_labels: Mapping[str, str]) -> None:
        self.rows, self.grid, self.axis = rows, rows.grid, axis
        self.statements, self.placed, self.labels = statements, placed, concept_labels
        self._concept_of: dict[RowKey, str] = {series: name for name, series in rows.concepts.items()}

    def at_home(self, key: RowKey, sheet: str) -> bool:
        """Whether a row stands on a sheet itself, so that its formulas need no link to it."""
        if isinstance(key, tuple):
            return key in self.statements.places and self.statements.places[key].sheet == sheet
        return self.placed.home.get(key) == sheet

    def address(self, sheet: str, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means on a sheet; None outside the time axis."""
        target = self.rows.shifted(mention, slot)
        number = self.placed.rows.get((sheet, self.rows.key(mention.row), mention.basis))
        if target is None or target not in self.axis.columns or number is None:
            return None
        return self.axis.cell(number, target)

    def full_address(self, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means, as a sheet of its own writes it."""
        if mention.day:
            fact = self.rows.on_day(mention)
            return self.statements.facts.value(fact) if fact else None
        target = self.rows.shifted(mention, slot)
        series = self.rows.series(mention.row)
        if target is None or target not in self.axis.columns:
            return None
        if series and not mention.basis:
            return self.statements.address(series, target) if series in self.statements.places else None
        row = self.placed.anywhere(self.rows.key(mention.row), mention.basis)
        return on(row.sheet, self.axis.cell(row.number, target)) if row else None

    def unit(self, key: RowKey) -> tuple[str, str]:
        """A row's unit and number format."""
        company = self.grid.book.company
        if isinstance(key, tuple):
            unit = company.units[self.grid.book.statements[key[0]].unit_of(key[1], key[2])]
        elif key in self.rows.templates:
            unit = company.units[self.rows.templates[key].unit]
        else:
            return "", "General"
        return unit.label, unit.format or number_format(unit.decimals)

    def name(self, key: RowKey) -> str:
        """A row's key in column A, with its statement."""
        return series_key(key) if isinstance(key, tuple) else key

    def text(self, key: RowKey, basis: str = "") -> str:
        """A row's label for people."""
        concept = self._concept_of.get(key)
        if concept:
            label = self.labels[concept]
        elif isinstance(key, tuple):
            label = self.grid.book.name(key)
        else:
            label = self.rows.templates[key].label if key in self.rows.templates else self.labels.get(key, key)
        return BASIS_LABELS[basis].format(label)

    def origin(self, key: RowKey) -> str:
        """Where a linked row comes from, for its note."""
        if isinstance(key, tuple):
            statement = self.grid.book.statements[key[0]]
            per_share = statement.unit_of(key[1], key[2]) == "per_share" and self.grid.additivity(key) == "per_share"
            return statement.sheet + ("; split basis of the filing" if per_share else "")
        return self.placed.home.get(key, "not in the company's statements")


def place(rows: Mapping[Series, Row]) -> Placed:
    """Where the statements' rows stand, as formulas on their own sheets see them."""
    return Placed({(row.sheet, series, ""): row.number for series, row in rows.items()})
