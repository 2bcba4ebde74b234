"""The Checks sheet: every relation as live cells, the master check, and what nothing covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.axis import CHECKS, Axis, heading
from generator.cells import Formula, Sheet, absolute, at, on
from generator.computed_rows import ComputedRows, shifted
from generator.entry import Lost
from generator.facts_sheet import FACTS, FactsSheet
from generator.formula import Expression, Mention
from generator.grid import Grid
from generator.model import Fact
from generator.period import Slot
from generator.relations import Cell, Operand, Printed, Relation, Terms, facts_behind, key
from generator.source import Place
from generator.statement_sheets import StatementWriter
from generator.template import CheckTemplate, Templates

ID, LABEL, PERIOD, KIND, LEFT, RIGHT, DIFFERENCE, EXACT, TOLERANCE, STATE, MASTER_FLAG, LOOK = range(1, 13)
HEADER_ROW = 9
_TITLES = ("Check", "What must agree", "Period", "Kind", "Left", "Right", "Difference", "Exact within", "Tolerance",
           "State", "Hard fail", "What to look at")
_SHOWN_KIND = {"hard": "hard", "soft": "soft", "must_not_tie": "must not tie"}


@dataclass(frozen=True)
class CheckRow:
    """One row of the sheet, as formulas without their equals signs."""

    id: str
    label: str
    period: str
    kind: str
    left: str
    right: str
    exact_within: str
    tolerance: str
    look_at: str
    target: str


class ChecksWriter:
    """Turns relations and check templates into rows, and rows into the sheet."""

    def __init__(self, grid: Grid, axis: Axis, facts: FactsSheet, statements: StatementWriter,
                 rows: ComputedRows, templates: Templates) -> None:
        self.grid, self.axis, self.facts, self.statements, self.rows = grid, axis, facts, statements, rows
        self.templates = templates
        self._slot: Slot | None = None
        self._used: list[tuple[Mention, str | None]] = []
        self._names = templates.names(grid.book, self._written, self._head)

    # -- structural relations ---------------------------------------------------------------------------

    def row(self, relation: Relation) -> CheckRow:
        right = self._sum(relation.right)
        printed = next((o.fact for _, o in relation.right if isinstance(o, Printed)), None)
        exact_within, tolerance = "exact", self._loose(relation)
        left = self._sum(relation.left)
        if relation.measure != "sum":
            now, base = (self._cell(operand) for _, operand in relation.left)
            signs = "-" if relation.left[0][0] * relation.left[1][0] < 0 else ""
            quotient = f"{signs}100*{now}/{base}" + ("-100" if relation.measure == "growth" else "")
            left = f'IF(COUNT({now})*COUNT({base}),IF({base}=0,"n.a.",{quotient}),"n.a.")'
            half = f"rounding_{min(printed.figure.decimals, 2) if printed else 0}"
            exact_within = half
            tolerance = self._interval(relation, base, half)
        first = next((o for _, o in relation.left), None)
        return CheckRow(relation.id, relation.label, relation.period, relation.kind, left, right, exact_within,
                        tolerance, self._places(relation), self._target(first))

    def _interval(self, relation: Relation, base: str, half: str) -> str:
        """How far a quotient can be off because its inputs are rounded to the scale; counts are exact."""
        operand = relation.left[1][1]
        series = operand.series if isinstance(operand, Cell) else operand.fact.series
        if self.grid.book.statements[series[0]].unit_of(series[1], series[2]) != "amount":
            return half
        left = "LEFT_CELL"
        whole = f"ABS({left}+100)" if relation.measure == "growth" else f"ABS({left})"
        return f'IF(ISNUMBER({left}),{half}+(100+{whole})*rounding_0/ABS({base}),{half})'

    def _loose(self, relation: Relation) -> str:
        """Nothing for an issuer whose figures foot exactly; else the rounding of each figure."""
        if self.grid.book.company.foots == "exact":
            return "exact"
        return f"COUNT({','.join(self._cell(operand) for operand in self._terms(relation))})*footing"

    def _terms(self, relation: Relation) -> list[Operand]:
        """The rounded figures of a relation; a live total counts as its parts."""
        found: list[Operand] = []
        for operand in relation.operands:
            entry = self.grid.entry(operand.series, operand.slot) if isinstance(operand, Cell) else None
            parts = getattr(entry.source, "parts", ()) if entry else ()
            if isinstance(operand, Cell) and parts:
                found += [Cell(part, operand.slot) for _, part in parts]
            else:
                found.append(operand)
        return found

    def _sum(self, terms: Terms) -> str:
        """A signed sum; a single figure stands alone so that a missing one shows as such."""
        cells = [(sign, self._cell(operand)) for sign, operand in terms]
        if len(cells) == 1:
            return ("-" if cells[0][0] < 0 else "") + cells[0][1]
        plus = ",".join(cell for sign, cell in cells if sign > 0)
        minus = ",".join(cell for sign, cell in cells if sign < 0)
        text = (f"SUM({plus})" if plus else "") + (f"-SUM({minus})" if minus else "")
        if any(sign < 0 for sign, _ in cells) and len(cells) == 2:
            counted = "*".join(f"COUNT({cell})" for _, cell in cells)
            return f'IF({counted},{text},"n.a.")'
        return text

    def _cell(self, operand: Operand) -> str:
        if isinstance(operand, Printed):
            return self.facts.value(operand.fact)
        if operand.series in self.statements.places and operand.slot in self.axis.columns:
            return self.statements.address(operand.series, operand.slot)
        return '"n.a."'

    def _places(self, relation: Relation) -> str:
        """The headings under which the two sides are printed."""
        shown: dict[str, None] = {}
        for operand in relation.operands:
            for fact in facts_behind(self.grid, operand):
                shown[fact.heading] = None
        return " · ".join(list(shown)[:3])

    def _target(self, operand: Operand | None) -> str:
        if isinstance(operand, Printed):
            return on(FACTS, at(self.facts.row_of(operand.fact), 8))
        if operand and operand.series in self.statements.places and operand.slot in self.axis.columns:
            return self.statements.address(operand.series, operand.slot)
        return ""

    # -- checks from templates --------------------------------------------------------------------------

    def from_template(self, check: CheckTemplate) -> Iterable[CheckRow]:
        """A row for every column in which the right side is there; an instant stands under its longest column."""
        instant = all(self.rows.is_instant(m.row) and not m.basis and not m.shift
                      for m in (*check.left.mentions, *check.right.mentions))
        columns = list({self.grid.periods[s].end if instant else s: s for s in self.axis.columns}.values())
        made = False
        for slot in columns:
            blank = any(self.rows.is_blank(m, slot) for m in check.left.mentions)
            if blank or not self._right_is_there(check, slot) or self._is_itself(check, slot):
                continue
            made = True
            right = self._render(check.right, slot) or ""
            target = self._used[0][1] or ""
            left = self._render(check.left, slot)
            sides = [left] + [self._render(each, slot) for each in (check.exact_within, check.tolerance)]
            if any(side is None for side in sides):
                continue
            cells = list(dict.fromkeys(a for each in (check.left,) for a in self._addresses(each, slot)))
            guard = "*".join(f"COUNT({cell})" for cell in cells)
            left = f'IF({guard},{left},"n.a.")' if len(cells) > 1 or left not in cells else left
            tolerance = self._guarded(check.tolerance, slot)
            label = self.grid.periods[slot].end.isoformat() if instant else slot.label
            yield CheckRow(f"{check.id}:{label}", check.label, label, check.kind, left or "", right,
                           self._guarded(check.exact_within, slot), tolerance, check.look_at, target)
        if check.own and not made:
            yield CheckRow(check.id, check.label, "–", check.kind, '"n.a."', '"n.a."', "exact", "exact",
                           "No column of the time axis holds all that this check needs", "")

    def _guarded(self, expression: Expression, slot: Slot) -> str:
        text = self._render(expression, slot) or "exact"
        cells = self._addresses(expression, slot)
        return f"IF({'*'.join(f'COUNT({c})' for c in cells)},{text},exact)" if cells else text

    def _addresses(self, expression: Expression, slot: Slot) -> list[str]:
        self._render(expression, slot)
        return list(dict.fromkeys(address for _, address in self._used if address))

    def _render(self, expression: Expression, slot: Slot) -> str | None:
        """The formula with full addresses; None where it needs a row or column that is not there."""
        self._slot, self._used = slot, []
        text = expression.render(self._names)
        return None if any(address is None for _, address in self._used) else text

    def _is_itself(self, check: CheckTemplate, slot: Slot) -> bool:
        """Whether both sides are one and the same fact, because one stands in for the other."""
        sides = [each.mentions for each in (check.left, check.right)]
        if any(len(side) != 1 or side[0].basis or not self.rows.series(side[0].row) for side in sides):
            return False
        left, right = (self.rows.facts(side[0], slot) for side in sides)
        return left == right and len(left) == 1

    def _right_is_there(self, check: CheckTemplate, slot: Slot) -> bool:
        return all(self.rows.supported(m.row, shifted(slot, m.shift), m.basis) for m in check.right.mentions)

    def _written(self, mention: Mention) -> str:
        assert self._slot is not None
        address = self.rows.full_address(mention, self._slot)
        self._used.append((mention, address))
        return address or "0"

    def _head(self, name: str) -> str:
        raise AssertionError(f"checks have no column of their own: {name}")

    # -- the sheet ---------------------------------------------------------------------------------------

    def sheet(self, rows: list[CheckRow], relations: list[Relation]) -> Sheet:
        sheet = Sheet(CHECKS, "check", freeze=at(HEADER_ROW + 1, 3), header_rows=HEADER_ROW)
        sheet.widths = {ID: 54, LABEL: 84, PERIOD: 11, KIND: 12, LEFT: 16, RIGHT: 16, DIFFERENCE: 13, EXACT: 11,
                        TOLERANCE: 13, STATE: 9, MASTER_FLAG: 9, LOOK: 60}
        heading(sheet, f"{self.grid.book.company.name} · Checks", "", 2)
        first, last = HEADER_ROW + 1, HEADER_ROW + max(len(rows), 1)
        self._summary(sheet, first, last)
        for column, title in enumerate(_TITLES, start=1):
            sheet.put(HEADER_ROW, column, title, "Header")
        for number, row in enumerate(rows, start=first):
            self._write(sheet, number, row)
        sheet.filter = f"A{HEADER_ROW}:{at(last, LOOK)}"
        sheet.state_ranges += [f"{at(first, STATE)}:{at(last, STATE)}", str(at(3, 2))]
        self._lists(sheet, last + 2, relations)
        return sheet

    def _summary(self, sheet: Sheet, first: int, last: int) -> None:
        states = f"{absolute(first, STATE)}:{absolute(last, STATE)}"
        whole = f"{absolute(1, MASTER_FLAG)}:{absolute(last, MASTER_FLAG)}"
        flags = f"{absolute(first, MASTER_FLAG)}:{absolute(last, MASTER_FLAG)}"
        counted = {state: f'COUNTIFS({states},"{state}")' for state in ("EXACT", "ROUND", "FAIL", "n.a.")}
        hard = f"SUM({flags})"
        text = "&".join([f'{counted["EXACT"]}&" exact · "', f'{counted["ROUND"]}&" round · "',
                         f'{counted["n.a."]}&" n.a."'])
        sheet.put(3, 1, "Master check", "LabelTotal")
        sheet.put(3, 2, Formula(f'=IF({hard}=0,"✓ OK · ","✗ FAIL · "&{hard}&" hard · ")&B7'), "Jump")
        sheet.put(4, 1, "Where its link leads", "Label")
        sheet.put(4, 2, Formula(f'=IF({hard}=0,"#Checks!A1","#Checks!A"&MATCH(1,{whole},0))'), "Note")
        sheet.put(5, 1, "Other checks that fail", "Label")
        sheet.put(5, 2, Formula(f"={counted['FAIL']}-{hard}"), "Formula", "0")
        sheet.put(6, 1, "Not evaluated (n.a.)", "Label")
        sheet.put(6, 2, Formula(f"={counted['n.a.']}"), "Formula", "0")
        sheet.put(7, 1, "States", "Label")
        sheet.put(7, 2, Formula(f"={text}"), "Note")

    def _write(self, sheet: Sheet, number: int, row: CheckRow) -> None:
        left, right = at(number, LEFT), at(number, RIGHT)
        difference, state = at(number, DIFFERENCE), at(number, STATE)
        exact, tolerance = at(number, EXACT), at(number, TOLERANCE)
        sheet.put(number, ID, row.id, "Note", target=row.target)
        sheet.put(number, LABEL, row.label, "Label")
        sheet.put(number, PERIOD, row.period, "Unit")
        sheet.put(number, KIND, _SHOWN_KIND[row.kind], "Unit")
        pattern = "#,##0.00##;(#,##0.00##);0" if ":" in row.id and row.id.split(":")[0] in ("growth", "share") \
            else "#,##0.####;(#,##0.####);0"
        for column, formula in ((LEFT, row.left), (RIGHT, row.right)):
            sheet.put(number, column, Formula(f"={formula.replace('LEFT_CELL', left)}"), "Link", pattern)
        sheet.put(number, DIFFERENCE, Formula(
            f'=IF(COUNT({left})*COUNT({right}),ROUND({left}-{right},check_digits),"n.a.")'), "Formula", pattern)
        for column, formula in ((EXACT, row.exact_within), (TOLERANCE, row.tolerance)):
            look = "Link" if "!" in formula else "Formula"
            sheet.put(number, column, Formula(f"={formula.replace('LEFT_CELL', left)}"), look,
                      "#,##0.0####;(#,##0.0####);0")
        good, bad = ("FAIL", "EXACT") if row.kind == "must_not_tie" else ("EXACT", "FAIL")
        middle = f'IF(ABS({difference})<={tolerance},"ROUND","{bad}")' if row.kind != "must_not_tie" else f'"{bad}"'
        sheet.put(number, STATE, Formula(
            f'=IF(ISNUMBER({difference}),IF(ABS({difference})<={exact},"{good}",{middle}),"n.a.")'), "Unit")
        sheet.put(number, MASTER_FLAG, Formula(
            f'=IF(AND({at(number, KIND)}="hard",{state}="FAIL"),1,0)'), "Unit", '0;0;""')
        sheet.put(number, LOOK, row.look_at, "Note")

    def _lists(self, sheet: Sheet, row: int, relations: list[Relation]) -> None:
        """Corrections, lost figures, figures still to be typed, and figures that nothing covers."""
        book = self.grid.book
        corrected = [fact for fact in book.facts if fact.figure.reason]
        row = self._list(sheet, row, "Corrections: printed wrongly in the source", [
            (self._fact_name(f), f"printed {f.figure.printed}: {f.figure.reason}", f) for f in corrected])
        lost = [(f"{key(series)} {slot.label}", self._how(entry.source), None)
                for rows in self.grid.rows.values() for series in rows for slot in self.grid.slots
                if (entry := self.grid.entry(series, slot)) and isinstance(entry.source, Lost)]
        row = self._list(sheet, row, "Lost in the source and derived", lost)
        row = self._list(sheet, row, "Still to be typed",
                         [(self._fact_name(f), f"{f.heading} ({f.place})", None) for f in book.todo])
        behind = [[facts_behind(self.grid, operand) for operand in relation.operands] for relation in relations]
        covered = {fact.place for operands in behind if all(operands) for facts in operands for fact in facts}
        covered |= self._covered_by_templates()
        naked = [f for f in book.facts if f.place not in covered and book.latest[f.series, f.period] is f]
        self._list(sheet, row, "Figures that no check covers: read these a second time",
                   [(self._fact_name(f), f.heading, f) for f in naked])

    def _covered_by_templates(self) -> set[Place]:
        covered: set[Place] = set()
        for check in self.templates.checks:
            for slot in self.axis.columns:
                sides = (*check.left.mentions, *check.right.mentions)
                if not all(self.rows.supported(m.row, shifted(slot, m.shift), m.basis) for m in sides):
                    continue
                for mention in (*check.left.mentions, *check.right.mentions):
                    covered |= self.rows.facts(mention, slot)
        return covered

    def _how(self, source: Lost) -> str:
        total = key(source.total)
        return f"{total} less its other parts" if source.others else f"its other printing, {total}"

    def _fact_name(self, fact: Fact) -> str:
        return f"{key(fact.series)} {fact.period}"

    def _list(self, sheet: Sheet, row: int, title: str, entries: Sequence[tuple[str, str, Fact | None]]) -> int:
        sheet.put(row, 1, title, "Section")
        for column in range(2, LOOK + 1):
            sheet.put(row, column, None, "Section")
        for what, why, fact in entries or [("none", "", None)]:
            row += 1
            target = on(FACTS, at(self.facts.row_of(fact), 8)) if fact else ""
            sheet.put(row, ID, what, "Note", target=target)
            sheet.put(row, LABEL, why, "Note")
            if fact:
                sheet.put(row, LEFT, Formula(f"={self.facts.value(fact)}"), "Link", "#,##0.####;(#,##0.####);0")
        return row + 2
