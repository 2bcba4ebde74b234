"""What the rows that formulas name are: where they stand, when they have a value, how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.axis import Axis
from generator.cells import Address, Row, number_format, on
from generator.entry import DERIVED, ESTIMATE, REPORTED
from generator.formula import Mention, RowKey
from generator.grid import Grid
from generator.model import Series
from generator.period import DAY, Period, Slot
from generator.relations import key as series_key
from generator.source import Place
from generator.statement_sheets import StatementWriter
from generator.template import RowTemplate, Templates

BASIS_LABELS = {"": "{}", "ltm": "{} (LTM)", "average": "{} (average of opening and closing)",
                "average_ltm": "{} (average of now and a year ago)", "annualised": "{} (annualised)"}
_ONLY = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": ("1H", "9M", "FY"), "years": ("FY",)}


@dataclass
class Placed:
    """Where the rows that formulas use stand: on each sheet, by row and basis."""

    rows: dict[tuple[str, RowKey, str], int] = field(default_factory=dict)
    home: dict[RowKey, str] = field(default_factory=dict)

    def anywhere(self, key: RowKey, basis: str) -> Row | None:
        """A row on its own sheet, or a helper row on whichever sheet has it."""
        sheets = (self.home[key],) if key in self.home else ("Ratios", "Per Share")
        found = [(sheet, self.rows[sheet, key, basis]) for sheet in sheets if (sheet, key, basis) in self.rows]
        return Row(*found[0]) if found else None


class ComputedRows:
    """The rows that formulas name: a company's series behind concepts, and computed rows."""

    def __init__(self, grid: Grid, axis: Axis, statements: StatementWriter, templates: Templates,
                 placed: Placed) -> None:
        self.grid, self.axis, self.statements, self.placed = grid, axis, statements, placed
        self.templates = {row.id: row for row in templates.rows}
        self.labels = templates.concept_labels
        self.concepts: dict[str, Series] = {name: (*where, "") for name, where in grid.book.concepts.items()}
        self._concept_of: dict[RowKey, str] = {series: name for name, series in self.concepts.items()}
        self._instants: dict[RowKey, bool] = {}

    def series(self, row: RowKey) -> Series | None:
        """The company's row behind a concept or a statement's item; None for computed or undisclosed rows."""
        return row if isinstance(row, tuple) else self.concepts.get(row)

    def key(self, row: RowKey) -> RowKey:
        """A row under the name that it is placed with."""
        series = self.series(row)
        return series if series else row

    def is_instant(self, row: RowKey) -> bool:
        """Whether a row is a balance: computed from nothing but balances."""
        series = self.series(row)
        if series:
            return self.grid.additivity(series) in ("instant", "opening")
        if row not in self._instants:
            self._instants[row] = False
            template = self.templates.get(str(row))
            if template and not template.header & {"months", "days"}:
                known = [m for m in template.mentions if self.series(m.row) or m.row in self.templates]
                self._instants[row] = bool(known or not template.mentions) and all(
                    self.is_instant(m.row) and m.basis in ("", "average_ltm") for m in known)
        return self._instants[row]

    def active(self, row: RowTemplate, slot: Slot) -> bool:
        """Whether a computed row has a cell in a column."""
        if row.columns == "latest":
            return slot in self.axis.latest
        if row.columns in _ONLY and slot.name not in _ONLY[row.columns]:
            return False
        return self.grid.has_balances(slot) if self.is_instant(row.id) else self.grid.is_reported(slot)

    def at_home(self, key: RowKey, sheet: str) -> bool:
        """Whether a row stands on a sheet itself, so that its formulas need no link to it."""
        if isinstance(key, tuple):
            return key in self.statements.places and self.statements.places[key].sheet == sheet
        return self.placed.home.get(key) == sheet

    def is_blank(self, mention: Mention, slot: Slot) -> bool:
        """Whether a cell is left blank because its period is not reported."""
        target, series = shifted(slot, mention.shift), self.series(mention.row)
        if target not in self.axis.columns:
            return False
        if series and not mention.basis:
            return series in self.statements.places and self.grid.entry(series, target) is None
        template = self.templates.get(str(mention.row))
        return not (self.active(template, target) if template else self.grid.is_reported(target))

    def supported(self, row: RowKey, slot: Slot, basis: str = "") -> bool:
        """Whether the filings give all that a row needs in a column; else it says n.a. there."""
        if slot not in self.axis.columns:
            return False
        if basis in ("average", "average_ltm"):
            other = slot.opening if basis == "average" else slot.year_ago
            return self.supported(row, slot) and self.supported(row, other)
        series = self.series(row)
        if series:
            if series not in self.statements.places:
                return False
            if basis == "ltm":
                return self.ltm(series, slot) is not None
            entry = self.grid.entry(series, slot)
            return entry is not None and entry.has_value
        template = self.templates.get(str(row))
        return template is not None and self.active(template, slot) and all(
            self.supported(m.row, shifted(slot, m.shift), m.basis) for m in template.mentions)

    def ltm(self, series: Series, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The columns whose signed sum is the twelve months that end with a column."""
        if self.grid.additivity(series) != "flow":
            return None
        end = self.grid.periods[slot].end
        year_ago = self.grid.book.company.calendar.period(slot.year_ago).end
        return self.grid.path(series, Period(end, year_ago + DAY))

    def address(self, sheet: str, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means on a sheet; None outside the time axis."""
        target = shifted(slot, mention.shift)
        number = self.placed.rows.get((sheet, self.key(mention.row), mention.basis))
        if target not in self.axis.columns or number is None:
            return None
        return self.axis.cell(number, target)

    def full_address(self, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means, as a sheet of its own writes it."""
        target = shifted(slot, mention.shift)
        series = self.series(mention.row)
        if target not in self.axis.columns:
            return None
        if series and not mention.basis:
            return self.statements.address(series, target) if series in self.statements.places else None
        row = self.placed.anywhere(self.key(mention.row), mention.basis)
        return on(row.sheet, self.axis.cell(row.number, target)) if row else None

    def facts(self, mention: Mention, slot: Slot) -> set[Place]:
        """Where the facts stand that a mention rests on."""
        target = shifted(slot, mention.shift)
        series = self.series(mention.row)
        if target not in self.axis.columns:
            return set()
        if series:
            return {fact.place for fact in self.grid.facts(series, target)}
        template = self.templates.get(str(mention.row))
        return {place for m in (template.mentions if template else ()) for place in self.facts(m, target)}

    def status(self, row: RowKey, slot: Slot) -> str:
        """Whether a cell rests on derived or estimated figures."""
        series = self.series(row)
        if series:
            entry = self.grid.entry(series, slot) if slot in self.axis.columns else None
            return entry.status if entry and entry.has_value else REPORTED
        template = self.templates.get(str(row))
        found = [self.status(m.row, shifted(slot, m.shift)) for m in template.mentions] if template else []
        return ESTIMATE if ESTIMATE in found else DERIVED if DERIVED in found else REPORTED

    def unit(self, key: RowKey) -> tuple[str, str]:
        """A row's unit and number format."""
        company = self.grid.book.company
        if isinstance(key, tuple):
            unit = company.units[self.grid.book.statements[key[0]].unit_of(key[1], key[2])]
        elif key in self.templates:
            unit = company.units[self.templates[key].unit]
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
            statement = self.grid.book.statements[key[0]]
            label = statement.items[key[1]].label
            if key[2]:
                label += f" · {statement.member(key[2]).label}"
        else:
            label = self.templates[key].label if key in self.templates else self.labels.get(key, key)
        return BASIS_LABELS[basis].format(label)

    def origin(self, key: RowKey) -> str:
        """Where a linked row comes from, for its note."""
        if isinstance(key, tuple):
            statement = self.grid.book.statements[key[0]]
            per_share = statement.unit_of(key[1], key[2]) == "per_share" and self.grid.additivity(key) == "per_share"
            return statement.sheet + ("; split basis of the filing" if per_share else "")
        return self.placed.home.get(key, "not in the company's statements")


def shifted(slot: Slot, shift: str) -> Slot:
    """The column that an accessor such as ``year_ago`` means."""
    moves: Mapping[str, Callable[[Slot], Slot]] = {
        "": lambda s: s, "year_ago": lambda s: s.year_ago, "opening": lambda s: s.opening,
        "previous": lambda s: s.previous, "half": lambda s: Slot(s.year, "1H"),
        "half_ago": lambda s: s.half_ago}
    return moves[shift](slot)


def place(rows: Mapping[Series, Row]) -> Placed:
    """Where the statements' rows stand, as formulas on their own sheets see them."""
    return Placed({(row.sheet, series, ""): row.number for series, row in rows.items()})
