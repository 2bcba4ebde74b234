"""Computed rows (per share, ratios): each cell a short formula over rows of its own sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.axis import KEY, LABEL, MONTHS_ROW, NOTE, UNIT, Axis
from generator.cells import Address, Formula, Row, Sheet, number_format, on
from generator.entry import DERIVED, ESTIMATE, REPORTED, Link, Missing
from generator.formula import HEADER, Mention, RowKey
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
_HEADER_ROWS = {"months": 4, "days": 7, "period_end": 3}


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


class ComputedWriter:
    """Writes computed rows and the linked and helper rows that they need."""

    def __init__(self, grid: Grid, axis: Axis, statements: StatementWriter, templates: Templates,
                 placed: Placed) -> None:
        self.grid, self.axis, self.statements, self.placed = grid, axis, statements, placed
        self.templates = {row.id: row for row in templates.rows}
        self.labels = templates.concept_labels
        self.concepts: dict[str, Series] = {name: (*where, "") for name, where in grid.book.concepts.items()}
        self._concept_of: dict[RowKey, str] = {series: name for name, series in self.concepts.items()}
        self._instants: dict[RowKey, bool] = {}
        self._sheet = ""
        self._slot: Slot | None = None
        self._used: dict[Address, bool] = {}
        self._names = templates.names(grid.book, self._written, self._header)
        self._off_axis = False

    # -- what a name means ---------------------------------------------------------------------------

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

    # -- which rows a sheet needs ----------------------------------------------------------------------

    def needs(self, sheet: str, rows: Iterable[RowTemplate]) -> tuple[list[RowKey], list[tuple[RowKey, str]]]:
        """The rows to link to from elsewhere, and the helper rows (LTM, averages), in order of first use."""
        links: dict[RowKey, None] = {}
        helpers: dict[tuple[RowKey, str], None] = {}
        for row in rows:
            if self._bare(row):
                continue
            for mention in row.mentions:
                key = self.key(mention.row)
                if not self._at_home(key, sheet):
                    links[key] = None
                if mention.basis:
                    helpers[key, mention.basis] = None
        return list(links), list(helpers)

    def _at_home(self, key: RowKey, sheet: str) -> bool:
        if isinstance(key, tuple):
            return key in self.statements.places and self.statements.places[key].sheet == sheet
        return self.placed.home.get(key) == sheet

    def _bare(self, row: RowTemplate) -> Series | None:
        """The series that a row does nothing but repeat."""
        source = row.expression.source.strip().removeprefix("{{").removesuffix("}}").strip()
        mention = row.mentions[0] if len(row.mentions) == 1 else None
        if mention and not mention.basis and not mention.shift and mention.row == source and not row.positive:
            return self.series(mention.row)
        return None

    # -- writing --------------------------------------------------------------------------------------

    def write(self, sheet: Sheet, number: int, row: RowTemplate) -> None:
        """A computed row with its definition as the note."""
        unit = self.grid.book.company.units[row.unit]
        self._label(sheet, number, row.id, row.label, unit.label, row.definition)
        pattern = unit.format or number_format(unit.decimals)
        bare = self._bare(row)
        for slot, column in self.axis.columns.items():
            if bare:
                self.linked(sheet, number, column, bare, slot, pattern)
            elif self.active(row, slot):
                formula = self._formula(sheet.name, row, slot)
                status = self.status(row.id, slot) if self.supported(row.id, slot) else REPORTED
                self._put(sheet, number, column, formula, status, pattern)

    def write_link(self, sheet: Sheet, number: int, key: RowKey) -> None:
        """A row of another sheet, linked to where its number comes from."""
        unit, pattern = self.unit(key)
        self._label(sheet, number, self._name(key), self.text(key), unit, self._origin(key))
        for slot, column in self.axis.columns.items():
            self.linked(sheet, number, column, key, slot, pattern)

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
                return self._ltm(series, slot) is not None
            entry = self.grid.entry(series, slot)
            return entry is not None and entry.has_value
        template = self.templates.get(str(row))
        return template is not None and self.active(template, slot) and all(
            self.supported(m.row, shifted(slot, m.shift), m.basis) for m in template.mentions)

    def linked(self, sheet: Sheet, number: int, column: int, key: RowKey, slot: Slot, pattern: str) -> None:
        """A cell that shows another row's value, linked to where the number comes from."""
        if isinstance(key, tuple):
            entry = self.grid.entry(key, slot) if key in self.statements.places else None
            if entry is None:
                return
            if isinstance(entry.source, Missing):
                sheet.put(number, column, "n.a.", "NotAvailable")
                return
            origin = self.statements.formula(entry, key, slot) if isinstance(entry.source, Link) \
                else self.statements.address(key, slot)
            sheet.put(number, column, Formula(f"={origin}"), "Link", self.statements.pattern(key, slot))
        elif key in self.templates:
            if self.active(self.templates[key], slot):
                home = self.placed.home[key]
                cell = self.axis.cell(self.placed.rows[home, key, ""], slot)
                sheet.put(number, column, Formula(f"={on(home, cell)}"), "Link", pattern)
        elif self.grid.is_reported(slot):
            sheet.put(number, column, "n.a.", "NotAvailable")

    def write_helper(self, sheet: Sheet, number: int, key: RowKey, basis: str) -> None:
        """An LTM, average or annualised row over a row of this sheet."""
        unit, pattern = self.unit(key)
        self._label(sheet, number, f"{self._name(key)}.{basis}", self.text(key, basis), unit, "")
        source = self.placed.rows[sheet.name, key, ""]
        for slot, column in self.axis.columns.items():
            if not (self.grid.has_balances(slot) if basis == "average_ltm" else self.grid.is_reported(slot)):
                continue
            formula = self._helper(key, basis, source, slot)
            self._put(sheet, number, column, formula, REPORTED, pattern)

    def _helper(self, key: RowKey, basis: str, source: int, slot: Slot) -> str | None:
        here = self.axis.cell(source, slot)
        if basis == "ltm":
            series = self.series(key)
            terms = self._ltm(series, slot) if series and series in self.statements.places else None
            if terms is None:
                return None
            return "".join(("-" if sign < 0 else "+" if index else "") + self.axis.cell(source, other)
                           for index, (sign, other) in enumerate(terms))
        if basis == "annualised":
            return f'IF(ISNUMBER({here}),{here}*months_in_year/{self.axis.header(MONTHS_ROW, slot)},"n.a.")'
        other = slot.year_ago if basis == "average_ltm" else slot.opening
        if other not in self.axis.columns:
            return None
        pair = f"{self.axis.cell(source, other)},{here}"
        counted = "*".join(f"COUNT({cell})" for cell in pair.split(","))
        return f'IF({counted},SUM({pair})/COUNT({pair}),"n.a.")'

    def _ltm(self, series: Series, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        if self.grid.additivity(series) != "flow":
            return None
        end = self.grid.periods[slot].end
        year_ago = self.grid.book.company.calendar.period(slot.year_ago).end
        return self.grid.path(series, Period(end, year_ago + DAY))

    def _formula(self, sheet: str, row: RowTemplate, slot: Slot) -> str | None:
        """The guarded formula of one cell; None where it needs a column that is not there."""
        self._sheet, self._slot, self._off_axis = sheet, slot, False
        self._used = {}
        text = row.expression.render(self._names)
        tests = [f"{guard.render(self._names)}>0" for guard in row.positive]
        tests += [f"{guard.render(self._names)}<>0" for guard in row.nonzero]
        if self._off_axis:
            return None
        used = list(self._used)
        if tests:
            condition = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
            text = f'IF({condition},{text},"n.m.")'
        if used:
            tests = [f'{cell}="n.m."' for cell, guarded in self._used.items() if guarded]
            any_nm = f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)
            otherwise = f'IF({any_nm},"n.m.","n.a.")' if any_nm else '"n.a."'
            text = f"IF({'*'.join(f'COUNT({cell})' for cell in used)},{text},{otherwise})"
        return f'IF(share_price*share_price_date>0,{text},"")' if row.needs_price else text

    def _written(self, mention: Mention) -> str:
        assert self._slot is not None
        address = self.address(self._sheet, mention, self._slot)
        if address is None:
            self._off_axis = True
            return "0"
        template = self.templates.get(str(mention.row))
        self._used[address] = template is not None and bool(template.positive or template.nonzero)
        return address

    def _header(self, name: str) -> str:
        assert self._slot is not None and name in HEADER
        return self.axis.header(_HEADER_ROWS[name], self._slot)

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

    def _put(self, sheet: Sheet, number: int, column: int, formula: str | None, status: str, pattern: str) -> None:
        if formula is None:
            sheet.put(number, column, "n.a.", "NotAvailable")
        else:
            look = {ESTIMATE: "Estimate", DERIVED: "Derived"}.get(status, "Formula")
            sheet.put(number, column, Formula(f"={formula}"), look, pattern)

    def _label(self, sheet: Sheet, number: int, key: str, label: str, unit: str, note: str) -> None:
        sheet.put(number, KEY, key, "Note")
        sheet.put(number, LABEL, label, "Label")
        sheet.put(number, UNIT, unit, "Unit")
        if note:
            sheet.put(number, NOTE, note, "Note")

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

    def _name(self, key: RowKey) -> str:
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

    def _origin(self, key: RowKey) -> str:
        if isinstance(key, tuple):
            statement = self.grid.book.statements[key[0]]
            per_share = statement.unit_of(key[1], key[2]) == "per_share" and self.grid.additivity(key) == "per_share"
            return statement.sheet + ("; split basis of the filing" if per_share else "")
        return self.placed.home.get(key, "not in the company's statements")


def shifted(slot: Slot, shift: str) -> Slot:
    """The column that an accessor such as ``year_ago`` means."""
    moves: Mapping[str, Callable[[Slot], Slot]] = {
        "": lambda s: s, "year_ago": lambda s: s.year_ago, "opening": lambda s: s.opening,
        "previous": lambda s: s.previous, "half": lambda s: Slot(s.year, "1H")}
    return moves[shift](slot)


def place(rows: Mapping[Series, Row]) -> Placed:
    """Where the statements' rows stand, as formulas on their own sheets see them."""
    return Placed({(row.sheet, series, ""): row.number for series, row in rows.items()})
