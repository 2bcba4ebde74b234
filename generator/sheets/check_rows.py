"""Checks as rows of formulas: structural relations, and the checks of templates."""

from __future__ import annotations

from dataclasses import dataclass

from generator.checks.declared import AppliedCheck
from generator.checks.relation import Adjusted, AsFiled, Operand, Printed, Relation, Terms, facts_behind
from generator.checks.tolerance import is_rounded, parameter, rounded_facts
from generator.formulas.excel import excel
from generator.formulas.expression import Leaf, Mention, Name
from generator.formulas.names import PRINTED_ROUNDING, Formula
from generator.model.book import Fact
from generator.model.period import Slot
from generator.sheets.axis import Axis
from generator.sheets.contract import FACTS, FACTS_TABLE
from generator.sheets.facts_sheet import FactsSheet
from generator.sheets.placed_rows import PlacedRows
from generator.sheets.statement_sheets import StatementWriter
from generator.xlsx.cells import Address, at, on

_ARGUMENTS = 200
"""A function of a spreadsheet takes no more than 255."""
LEFT_CELL = "{left}"
"""Stands in a tolerance for the cell of the check's left side."""


@dataclass(frozen=True)
class CheckRow:
    """One row of the Checks sheet, as formulas without their equals signs."""

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


class RelationRows:
    """Structural relations as rows."""

    def __init__(self, axis: Axis, facts: FactsSheet, statements: StatementWriter) -> None:
        self.grid, self.axis, self.facts, self.statements = axis.grid, axis, facts, statements

    def row(self, relation: Relation) -> CheckRow:
        """The relation with its sides as formulas and its tolerance from the rounding of its figures."""
        exact_within, tolerance, left = "exact", self._tolerance(relation), self._sum(relation.left)
        if relation.measure == "basis":
            tolerance = f"split_tolerance*ABS({self._sum(relation.right)})"
        elif relation.measure == "least":
            left = f"MIN(exact,{','.join(self._cell(operand) for _, operand in relation.left)})"
        elif relation.measure != "sum":
            left = self._quotient(relation)
            printed = next(o.fact for _, o in relation.right if isinstance(o, Printed))
            exact_within = parameter([printed])
            tolerance = self._interval(relation, exact_within)
        return CheckRow(relation.id, relation.label, relation.period, relation.kind, left, self._sum(relation.right),
                        exact_within, tolerance, self._places(relation), self._target(relation.left[0][1]))

    def _quotient(self, relation: Relation) -> str:
        """A growth or a share in percent; a growth across zero means nothing."""
        now, base = (self._cell(operand) for _, operand in relation.left)
        sign = "-" if relation.left[0][0] * relation.left[1][0] < 0 else ""
        growth = relation.measure == "growth"
        useless = f"{now}*{base}<=0" if growth else f"{base}=0"
        quotient = f"{sign}100*{now}/{base}" + ("-100" if growth else "")
        return f'IF(COUNT({now})*COUNT({base}),IF({useless},"n.a.",{quotient}),"n.a.")'

    def _interval(self, relation: Relation, printed: str) -> str:
        """How far a quotient can be off because its terms and itself are rounded; counts are exact."""
        now, base = (self._rounded(operand) for _, operand in relation.left)
        whole = f"ABS({LEFT_CELL}+100)" if relation.measure == "growth" else f"ABS({LEFT_CELL})"
        off = "+".join([f"100*{now}"] * bool(now) + [f"{whole}*{base}"] * bool(base))
        if not off:
            return printed
        divisor = self._cell(relation.left[1][1])
        return f"IF(ISNUMBER({LEFT_CELL}),{printed}+({off})/ABS({divisor}),{printed})"

    def _rounded(self, operand: Operand) -> str:
        """The rounding of a figure, empty where it is a count."""
        found = [fact for fact in facts_behind(self.grid, operand) if is_rounded(fact)]
        return parameter(found) if found else ""

    def _tolerance(self, relation: Relation) -> str:
        """Each rounded figure behind the two sides adds its rounding."""
        facts = rounded_facts(self.grid, relation)
        return _of_each(facts, self.facts)

    def _sum(self, terms: Terms) -> str:
        """A signed sum; a single figure stands alone so that a missing one shows as such."""
        cells = [(sign, self._cell(operand)) for sign, operand in terms]
        if not cells:
            return "exact"
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
            return self.facts.shown(operand.fact)
        if isinstance(operand, AsFiled):
            return self.facts.value(operand.fact)
        if isinstance(operand, Adjusted):
            return self.facts.adjusted(operand.fact, self.grid.versions.split_power(operand.fact.series))
        if operand.slot and operand.series in self.statements.places and operand.slot in self.axis.columns:
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
        if isinstance(operand, Printed | Adjusted | AsFiled):
            return on(FACTS, at(self.facts.row_of(operand.fact), FACTS_TABLE.column("Value")))
        if operand and operand.slot in self.axis.columns and operand.series in self.statements.places:
            return self.statements.address(operand.series, operand.slot)
        return ""


class TemplateRows:
    """The checks of templates as rows."""

    def __init__(self, places: PlacedRows) -> None:
        self.places = places
        self._slot: Slot | None = None
        self._used: list[Address | None] = []
        self._printed: Fact | None = None

    def row(self, applied: AppliedCheck) -> CheckRow:
        """A check in its column, or the row that says that no column holds it."""
        check, slot = applied.check, applied.slot
        if slot is None:
            return CheckRow(applied.id, check.label, applied.period, check.kind, '"n.a."', '"n.a."', "exact", "exact",
                            applied.look_at, "")
        self._printed = applied.printed
        right, cells = self._render(check.right, slot)
        left = self._guarded(check.left, slot, '"n.a."')
        exact_within = self._guarded(check.exact_within, slot, "exact")
        tolerance = self._guarded(check.tolerance, slot, "exact") if check.tolerance else \
            _of_each(applied.rounded(self.places.grid), self.places.statements.facts)
        return CheckRow(applied.id, check.label, applied.period, check.kind, left, right, exact_within, tolerance,
                        applied.look_at, cells[0] or "")

    def _guarded(self, formula: Formula, slot: Slot, otherwise: str) -> str:
        """A formula that is evaluated only where its cells are numbers and its divisors are not zero."""
        text, used = self._render(formula, slot)
        cells = list(dict.fromkeys(cell for cell in used if cell))
        if None in used:
            return otherwise  # a tolerance may name a row that the company does not have
        if text in cells or not cells:
            return text
        divisors = [cell for cell in cells if f"/{cell}" in text]
        if divisors:
            text = f"IF({'*'.join(divisors)}=0,{otherwise},{text})"
        return f"IF({'*'.join(f'COUNT({cell})' for cell in cells)},{text},{otherwise})"

    def _render(self, formula: Formula, slot: Slot) -> tuple[str, list[Address | None]]:
        """The formula with full addresses, and those; None stands for a row that is not there."""
        self._slot, self._used = slot, []
        text = excel(formula.tree, self._written)
        return text, self._used

    def _written(self, leaf: Leaf) -> str:
        if isinstance(leaf, Name):
            if leaf.key != PRINTED_ROUNDING:
                return leaf.key
            return parameter([self._printed]) if self._printed else "exact"
        assert self._slot is not None and isinstance(leaf, Mention)
        address = self.places.full_address(leaf, self._slot)
        self._used.append(address)
        return address or "0"


def _of_each(facts: tuple[Fact, ...], sheet: FactsSheet) -> str:
    """The rounding of each of some figures, added up."""
    if not facts:
        return "exact"
    cells = [sheet.value(fact) for fact in facts]
    parts = [",".join(cells[start:start + _ARGUMENTS]) for start in range(0, len(cells), _ARGUMENTS)]
    counts = "+".join(f"COUNT({part})" for part in parts)
    return f"({counts})*{parameter(facts)}" if len(parts) > 1 else f"{counts}*{parameter(facts)}"
