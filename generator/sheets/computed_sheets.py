"""Computed rows (per share, ratios) as cells: each a short formula over rows of its own sheet."""

from __future__ import annotations

from collections.abc import Iterable

from generator.derivation.sources import DERIVED, ESTIMATE, REPORTED, Link, Missing
from generator.formulas.excel import excel
from generator.formulas.expression import Header, Leaf, Mention, Name, RowKey
from generator.inputs.template import RowTemplate
from generator.model.book import Series
from generator.model.period import Slot
from generator.sheets.contract import DAYS_ROW, END_ROW, KEY, LABEL, MONTHS_ROW, NOTE, UNIT, VERSION
from generator.sheets.placed_rows import PlacedRows
from generator.sheets.statement_sheets import MIXES_VERSIONS
from generator.xlsx.cells import Address, Formula, Sheet, number_format, on

_UNITS = {"split_factor": "factor", "split_basis": "date"}
_HEADER_ROWS = {"months": MONTHS_ROW, "days": DAYS_ROW, "period_end": END_ROW}


class ComputedWriter:
    """Writes computed rows and the linked and helper rows that they need."""

    def __init__(self, places: PlacedRows) -> None:
        self.places, self.rows, self.grid, self.axis = places, places.rows, places.grid, places.axis
        self.statements, self.placed = places.statements, places.placed
        self._sheet = ""
        self._slot: Slot | None = None
        self._used: dict[Address, bool] = {}
        self._off_axis = False

    def needs(self, sheet: str, rows: Iterable[RowTemplate],
              others: Iterable[Mention] = ()) -> tuple[list[RowKey], list[tuple[RowKey, str]]]:
        """The rows to link to from elsewhere, and the helper rows (LTM, averages), in order of first use.

        ``others`` are helper rows that only a check uses.
        """
        links: dict[RowKey, None] = {}
        helpers: dict[tuple[RowKey, str], None] = {}
        for row in rows:
            if self._bare(row):
                continue
            self._need(sheet, row.mentions, links, helpers)
        self._need(sheet, others, links, helpers)
        return list(links), list(helpers)

    def _need(self, sheet: str, mentions: Iterable[Mention], links: dict[RowKey, None],
              helpers: dict[tuple[RowKey, str], None]) -> None:
        for mention in mentions:
            key = self.rows.key(mention.row)
            if not self.places.at_home(key, sheet):
                links[key] = None
            if mention.basis == "split_factor" and not self.rows.is_instant(key):
                helpers[key, "split_basis"] = None
            if mention.basis:
                helpers[key, mention.basis] = None

    def _bare(self, row: RowTemplate) -> Series | None:
        """The series that a row does nothing but repeat."""
        tree = row.formula.tree
        if tree == Mention(getattr(tree, "row", "")) and len(row.mentions) == 1 and not row.positive:
            return self.rows.series(row.mentions[0].row)
        return None

    def write(self, sheet: Sheet, number: int, row: RowTemplate) -> None:
        """A computed row with its definition as the note."""
        unit = self.grid.book.company.units[row.unit]
        self._label(sheet, number, row.id, row.label, unit.label, row.definition)
        pattern = unit.format or number_format(unit.decimals)
        bare = self._bare(row)
        for slot, column in self.axis.columns.items():
            if bare:
                self.linked(sheet, number, column, bare, slot, pattern)
            elif self.rows.active(row, slot):
                formula = self._formula(sheet.name, row, slot)
                status = self.rows.status(row.id, slot) if self.rows.supported(row.id, slot) else REPORTED
                mixes = any(m.basis == "ltm" and self.rows.mixes_versions(m.row, slot) for m in row.mentions)
                self._put(sheet, number, column, formula, status, pattern, MIXES_VERSIONS if mixes else "")

    def write_link(self, sheet: Sheet, number: int, key: RowKey) -> None:
        """A row of another sheet, linked to where its number comes from."""
        unit, pattern = self.places.unit(key)
        self._label(sheet, number, self.places.name(key), self.places.text(key), unit, self.places.origin(key))
        for slot, column in self.axis.columns.items():
            self.linked(sheet, number, column, key, slot, pattern)

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
        elif key in self.rows.templates:
            if self.rows.active(self.rows.templates[key], slot):
                home = self.placed.home[key]
                cell = self.axis.cell(self.placed.rows[home, key, ""], slot)
                sheet.put(number, column, Formula(f"={on(home, cell)}"), "Link", pattern)
        elif self.grid.is_reported(slot):
            sheet.put(number, column, "n.a.", "NotAvailable")

    def write_helper(self, sheet: Sheet, number: int, key: RowKey, basis: str) -> None:
        """A row of twelve months, averages, annualised figures, dividends or split factors over a row of this sheet."""
        unit, pattern = self.places.unit(key)
        if basis in _UNITS:
            own = self.grid.book.company.units[_UNITS[basis]]
            unit, pattern = own.label, own.format
        self._label(sheet, number, f"{self.places.name(key)}.{basis}", self.places.text(key, basis), unit, "")
        balances = basis in ("average_ltm", "declared", "split_factor") and self.rows.is_instant(key)
        for slot, column in self.axis.columns.items():
            if not (self.grid.has_balances(slot) if balances else self.grid.is_reported(slot)):
                continue
            formula = self._helper(sheet.name, key, basis, slot)
            if formula and basis == "split_basis":
                sheet.put(number, column, Formula(f"={formula}"), "Link", pattern)
                continue
            mixes = basis == "ltm" and self.rows.mixes_versions(key, slot)
            self._put(sheet, number, column, formula, REPORTED, pattern, MIXES_VERSIONS if mixes else "")

    def _helper(self, sheet: str, key: RowKey, basis: str, slot: Slot) -> str | None:
        source = self.placed.rows[sheet, key, ""]
        match basis:
            case "ltm":
                terms = self.rows.ltm(self.rows.series(key), slot)
                return None if terms is None else self._signed(source, terms)
            case "declared" | "due":
                return self._dividends(key, basis, source, slot)
            case "annualised":
                here = self.axis.cell(source, slot)
                return f'IF(ISNUMBER({here}),{here}*months_in_year/{self.axis.header(MONTHS_ROW, slot)},"n.a.")'
            case "split_basis":
                return self._split_basis(key, slot)
            case "split_factor":
                return self._split_factor(sheet, key, slot)
        other = self.rows.paired(basis, slot)
        if other not in self.axis.columns:
            return None
        pair = f"{self.axis.cell(source, other)},{self.axis.cell(source, slot)}"
        counted = "*".join(f"COUNT({cell})" for cell in pair.split(","))
        return f'IF({counted},SUM({pair})/COUNT({pair}),"n.a.")'

    def _signed(self, row: int, terms: Iterable[tuple[int, Slot]]) -> str:
        """A signed sum over columns of a row."""
        return "".join(("-" if sign < 0 else "+" if index else "") + self.axis.cell(row, other)
                       for index, (sign, other) in enumerate(terms))

    def _dividends(self, key: RowKey, basis: str, source: int, slot: Slot) -> str | None:
        """The sum over record dates, n.a. without one that the company has each year."""
        found = self.rows.dividends(key, slot, basis)
        if found is None:
            return None
        if not self.rows.is_instant(key):
            return self._signed(source, [(each.sign, each.slot) for each in found])
        cells = [(self.axis.cell(source, each.slot), each.needed) for each in found if each.slot in self.axis.columns]
        counted = "*".join(f"COUNT({cell})" for cell, needed in cells if needed)
        return f'IF({counted},SUM({",".join(cell for cell, _ in cells)}),"n.a.")' if counted else None

    def _split_basis(self, key: RowKey, slot: Slot) -> str | None:
        """The day up to which splits are in the figure of a column: that of the newest filing behind it."""
        series = self.rows.series(key)
        facts = self.grid.facts(series, slot) if series else ()
        if not facts:
            return None
        first = [self.grid.book.first[fact.series, fact.period] for fact in facts]
        latest, older = (max((fact.filing for fact in each), key=lambda filing: filing.split_basis)
                         for each in (facts, first))
        sheet = self.statements.facts
        if any(a.value != b.value for a, b in zip(facts, first, strict=True)) and latest is not older:
            return f"CHOOSE({VERSION},{sheet.split_basis(latest)},{sheet.split_basis(older)})"
        return sheet.split_basis(latest)

    def _split_factor(self, sheet: str, key: RowKey, slot: Slot) -> str | None:
        """New over old shares of the splits that took effect since; a balance is as of its date."""
        series = self.rows.series(key)
        if series is None or not self.grid.facts(series, slot):
            return None
        basis = self.axis.header(END_ROW, slot) if self.rows.is_instant(key) \
            else self.axis.cell(self.placed.rows[sheet, self.rows.key(key), "split_basis"], slot)
        return self.statements.facts.split_factor(basis)

    def _formula(self, sheet: str, row: RowTemplate, slot: Slot) -> str | None:
        """The guarded formula of one cell; None where it needs a column that is not there."""
        self._sheet, self._slot, self._off_axis = sheet, slot, False
        self._used = {}
        text = excel(row.formula.tree, self._written)
        tests = [f"{excel(guard.tree, self._written)}>0" for guard in row.positive]
        tests += [f"{excel(guard.tree, self._written)}<>0" for guard in row.nonzero]
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

    def _written(self, leaf: Leaf) -> str:
        assert self._slot is not None
        if isinstance(leaf, Name):
            return leaf.key
        if isinstance(leaf, Header):
            return self.axis.header(_HEADER_ROWS[leaf.what], self._slot)
        assert isinstance(leaf, Mention)
        address = self.places.address(self._sheet, leaf, self._slot)
        if address is None:
            self._off_axis = True
            return "0"
        template = self.rows.templates.get(str(leaf.row))
        self._used[address] = template is not None and bool(template.positive or template.nonzero)
        return address

    def _put(self, sheet: Sheet, number: int, column: int, formula: str | None, status: str, pattern: str,
             remark: str = "") -> None:
        if formula is None:
            sheet.put(number, column, "n.a.", "NotAvailable")
        else:
            look = {ESTIMATE: "Estimate", DERIVED: "Derived"}.get(status, "Formula")
            sheet.put(number, column, Formula(f"={formula}"), look, pattern, remark=remark)

    def _label(self, sheet: Sheet, number: int, key: str, label: str, unit: str, note: str) -> None:
        sheet.put(number, KEY, key, "Note")
        sheet.put(number, LABEL, label, "Label")
        sheet.put(number, UNIT, unit, "Unit")
        if note:
            sheet.put(number, NOTE, note, "Note")
