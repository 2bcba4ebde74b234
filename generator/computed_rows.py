"""What the rows that formulas name are: where they stand, when they have a value, how they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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
                "average_ltm": "{} (average of now and a year ago)", "annualised": "{} (annualised)",
                "declared": "{} (record dates of the last twelve months)",
                "due": "{} (record dates from the period's start to before its end)",
                "split_basis": "{} (day up to which splits are in the figure)",
                "split_factor": "{} (shares today for one share in the figure)"}
_OF_BALANCES = ("", "average_ltm", "declared", "split_factor")
_ONLY = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": ("1H", "9M", "FY"), "years": ("FY",)}


class Dividend(NamedTuple):
    """A column in a sum of dividends, with its sign, and whether the sum is n.a. without it."""

    sign: int
    slot: Slot
    needed: bool


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
                    self.is_instant(m.row) and m.basis in _OF_BALANCES for m in known)
        return self._instants[row]

    def active(self, row: RowTemplate, slot: Slot) -> bool:
        """Whether a computed row has a cell in a column."""
        if row.columns == "latest":
            return slot in self.axis.latest
        if row.columns == "calendar_years" and slot not in self.axis.calendar_years:
            return False
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
        target, series = self.shifted(mention, slot), self.series(mention.row)
        if target is None or target not in self.axis.columns:
            return False
        if series and not mention.basis:
            return series in self.statements.places and self.grid.entry(series, target) is None
        template = self.templates.get(str(mention.row))
        return not (self.active(template, target) if template else self.grid.is_reported(target))

    def supported(self, row: RowKey, slot: Slot | None, basis: str = "") -> bool:
        """Whether the filings give all that a row needs in a column; else it says n.a. there."""
        if slot is None or slot not in self.axis.columns:
            return False
        if basis in ("average", "average_ltm"):
            return self.supported(row, slot) and self.supported(row, self.paired(basis, slot))
        if basis in ("declared", "due"):
            parts = self.dividends(row, slot, basis)
            return parts is not None and all(self.supported(row, part.slot) for part in parts if part.needed)
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
            self.supported(m.row, self.shifted(m, slot), m.basis) for m in template.mentions)

    def shifted(self, mention: Mention, slot: Slot) -> Slot | None:
        """The column that an accessor such as ``year_ago`` means; None where no column is that."""
        return self.grid.shifted(slot, mention.shift, self.is_instant(mention.row))

    def paired(self, basis: str, slot: Slot) -> Slot | None:
        """The other column of an average: the opening balance or the one a year ago."""
        return slot.opening if basis == "average" else self.grid.shifted(slot, "year_ago", True)

    def dividends(self, row: RowKey, slot: Slot, basis: str) -> tuple[Dividend, ...] | None:
        """The columns that make up the dividends of twelve months (``declared``) or those paid in a period (``due``).

        A dividend of a record date is counted where there is one, and needed where the company has one each
        year. A dividend printed for periods adds up like any flow.
        """
        calendar, period = self.grid.book.company.calendar, self.grid.periods[slot]
        assert period.start
        if not self.is_instant(row):
            terms = self.ltm(self._source(row), slot) if basis == "declared" else None
            return None if terms is None else tuple(Dividend(sign, other, True) for sign, other in terms)
        before = calendar.year_before(period.end)
        first, last = (before, period.end) if basis == "declared" else (period.start - 2 * DAY, period.end - DAY)
        if first is None:
            return None
        needed = self.grid.book.company.dividends_a_year
        found = tuple(Dividend(1, each, calendar.is_record_date(each, needed))
                      for each in calendar.quarter_slots(first, last))
        return found if all(each.slot in self.axis.columns for each in found if each.needed) else None

    def _source(self, row: RowKey) -> Series | None:
        """The series of a row, or the first one that a computed row is made from."""
        template = self.templates.get(str(row))
        return next((found for m in template.mentions if (found := self.series(m.row))), None) if template \
            else self.series(row)

    def ltm(self, series: Series | None, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The columns whose signed sum is the twelve months that end with a column."""
        if series not in self.statements.places or self.grid.additivity(series) != "flow":
            return None
        end = self.grid.periods[slot].end
        year_ago = self.grid.book.company.calendar.year_before(end)
        return self.grid.path(series, Period(end, year_ago + DAY)) if year_ago else None

    def mixes_versions(self, key: RowKey, slot: Slot) -> bool:
        """Whether the last twelve months of a row rest on a restated figure and on one not printed since."""
        series = self.series(key)
        terms = self.ltm(series, slot)
        return series is not None and self.grid.mixes_versions(series, *(other for _, other in terms or ()))

    def address(self, sheet: str, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means on a sheet; None outside the time axis."""
        target = self.shifted(mention, slot)
        number = self.placed.rows.get((sheet, self.key(mention.row), mention.basis))
        if target is None or target not in self.axis.columns or number is None:
            return None
        return self.axis.cell(number, target)

    def full_address(self, mention: Mention, slot: Slot) -> Address | None:
        """The cell that a mention means, as a sheet of its own writes it."""
        target = self.shifted(mention, slot)
        series = self.series(mention.row)
        if target is None or target not in self.axis.columns:
            return None
        if series and not mention.basis:
            return self.statements.address(series, target) if series in self.statements.places else None
        row = self.placed.anywhere(self.key(mention.row), mention.basis)
        return on(row.sheet, self.axis.cell(row.number, target)) if row else None

    def facts(self, mention: Mention, slot: Slot) -> set[Place]:
        """Where the facts stand that a mention rests on."""
        target = self.shifted(mention, slot)
        series = self.series(mention.row)
        if target is None or target not in self.axis.columns:
            return set()
        if mention.basis in ("declared", "due"):
            return {place for each in self.dividends(mention.row, target, mention.basis) or ()
                    for place in self.facts(Mention(mention.row), each.slot)}
        if series:
            return {fact.place for fact in self.grid.facts(series, target)}
        template = self.templates.get(str(mention.row))
        return {place for m in (template.mentions if template else ()) for place in self.facts(m, target)}

    def status(self, row: RowKey, slot: Slot | None) -> str:
        """Whether a cell rests on derived or estimated figures."""
        if slot is None or slot not in self.axis.columns:
            return REPORTED
        series = self.series(row)
        if series:
            entry = self.grid.entry(series, slot)
            return entry.status if entry and entry.has_value else REPORTED
        template = self.templates.get(str(row))
        found = [self.status(m.row, self.shifted(m, slot)) for m in template.mentions] if template else []
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


def place(rows: Mapping[Series, Row]) -> Placed:
    """Where the statements' rows stand, as formulas on their own sheets see them."""
    return Placed({(row.sheet, series, ""): row.number for series, row in rows.items()})
