"""Checks as rows of formulas: structural relations, and the checks of templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.axis import Axis
from generator.cells import at, on
from generator.computed_rows import ComputedRows
from generator.facts_sheet import FACTS, FactsSheet
from generator.formula import PRINTED_ROUNDING, Expression, Mention
from generator.model import Fact
from generator.period import Slot
from generator.relations import Adjusted, Operand, Printed, Relation, Terms, facts_behind
from generator.source import Place
from generator.statement_sheets import StatementWriter
from generator.template import CheckTemplate, Templates

LEFT_CELL = "{left}"
"""Stands in a tolerance for the cell of the check's left side."""
_FINEST = 3


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
        elif relation.measure != "sum":
            left = self._quotient(relation)
            printed = next(o.fact for _, o in relation.right if isinstance(o, Printed))
            exact_within = _rounding(printed)
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
        found = [fact for fact in facts_behind(self.grid, operand) if _is_rounded(fact)]
        return _rounding(max(found, key=lambda fact: fact.figure.decimals)) if found else ""

    def _tolerance(self, relation: Relation) -> str:
        """Nothing where printed columns always add up, and where one figure is printed twice.

        Otherwise each rounded figure behind the two sides adds its rounding. Periods are rounded one by
        one even by an issuer whose columns add up.
        """
        behind = [facts_behind(self.grid, operand) for operand in relation.operands]
        figures = {fact.place: fact for facts in behind for fact in facts if _is_rounded(fact)}
        over_periods = relation.id.startswith("path:")
        printed_twice = relation.id.startswith(("same:", "repeat:")) and all(len(facts) == 1 for facts in behind)
        exact = self.grid.book.company.foots == "exact" and not over_periods
        if not figures or exact or printed_twice:
            return "exact"
        cells = ",".join(self.facts.value(fact) for fact in figures.values())
        return f"COUNT({cells})*{_rounding(max(figures.values(), key=lambda fact: fact.figure.decimals))}"

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
        if isinstance(operand, Printed | Adjusted):
            return on(FACTS, at(self.facts.row_of(operand.fact), 8))
        if operand and operand.slot in self.axis.columns and operand.series in self.statements.places:
            return self.statements.address(operand.series, operand.slot)
        return ""


class TemplateRows:
    """The checks of templates as rows, one for each column that has both sides."""

    def __init__(self, axis: Axis, rows: ComputedRows, templates: Templates) -> None:
        self.grid, self.axis, self.rows, self.checks = axis.grid, axis, rows, templates.checks
        self._slot: Slot | None = None
        self._used: list[str | None] = []
        self._right: Fact | None = None
        self._names = templates.names(axis.grid.book, self._written, str)
        self._names[PRINTED_ROUNDING] = _Late(self._printed_rounding)

    def all(self) -> Iterator[CheckRow]:
        """Every check in every column; one of the company's own that no column holds says so."""
        for check in self.checks:
            made = [row for slot in self._columns(check) if (row := self._row(check, slot))]
            yield from made
            if check.own and not made:
                yield CheckRow(check.id, check.label, "–", check.kind, '"n.a."', '"n.a."', "exact", "exact",
                               "No column of the time axis holds what this check needs, on different figures", "")

    def covered(self) -> set[Place]:
        """The facts whose mistyping a hard check of a template can show."""
        found: set[Place] = set()
        for check in self.checks:
            for slot in self._columns(check) if check.kind == "hard" else ():
                left, right = (self._facts(side, slot) for side in (check.left, check.right))
                if left != right and self._supported(check.left, slot) and self._supported(check.right, slot):
                    found |= left | right
        return found

    def _columns(self, check: CheckTemplate) -> list[Slot]:
        """All columns; of a relation between balances, the longest for each date."""
        return list({self.grid.periods[slot].end if self._is_instant(check) else slot: slot
                     for slot in self.axis.columns}.values())

    def _is_instant(self, check: CheckTemplate) -> bool:
        return all(self.rows.is_instant(m.row) and not m.basis and not m.shift
                   for m in (*check.left.mentions, *check.right.mentions))

    def _row(self, check: CheckTemplate, slot: Slot) -> CheckRow | None:
        blank = any(self.rows.is_blank(mention, slot) for mention in check.left.mentions)
        if blank or not self._supported(check.right, slot) or self._is_itself(check, slot):
            return None
        series = self.rows.series(check.right.mentions[0].row)
        self._right = self.grid.fact(series, slot) if series else None
        right, cells = self._render(check.right, slot)
        left, left_cells = self._guarded(check.left, slot, '"n.a."')
        exact_within, _ = self._guarded(check.exact_within, slot, "exact")
        tolerance, _ = self._guarded(check.tolerance, slot, "exact")
        if None in left_cells:
            return None
        label = self.grid.periods[slot].end.isoformat() if self._is_instant(check) else slot.label
        return CheckRow(f"{check.id}:{label}", check.label, label, check.kind, left, right, exact_within, tolerance,
                        check.look_at, cells[0] or "")

    def _guarded(self, expression: Expression, slot: Slot, otherwise: str) -> tuple[str, list[str | None]]:
        """A formula that is evaluated only where its cells are numbers and its divisors are not zero."""
        text, used = self._render(expression, slot)
        cells = list(dict.fromkeys(cell for cell in used if cell))
        if text in cells or not cells:
            return text, used
        divisors = [cell for cell in cells if f"/{cell}" in text]
        if divisors:
            text = f"IF({'*'.join(divisors)}=0,{otherwise},{text})"
        return f"IF({'*'.join(f'COUNT({cell})' for cell in cells)},{text},{otherwise})", used

    def _render(self, expression: Expression, slot: Slot) -> tuple[str, list[str | None]]:
        """The formula with full addresses, and those; None stands for a row or column that is not there."""
        self._slot, self._used = slot, []
        text = expression.render(self._names)
        return text, self._used

    def _supported(self, side: Expression, slot: Slot) -> bool:
        return all(self.rows.supported(m.row, self.rows.shifted(m, slot), m.basis) for m in side.mentions)

    def _facts(self, side: Expression, slot: Slot) -> set[Place]:
        return {place for mention in side.mentions for place in self.rows.facts(mention, slot)}

    def _is_itself(self, check: CheckTemplate, slot: Slot) -> bool:
        """Whether both sides are the same fact, or in a company's own check rest on the same facts."""
        left, right = (self._facts(side, slot) for side in (check.left, check.right))
        lone = all(len(side.mentions) == 1 and self.rows.series(side.mentions[0].row) and not side.mentions[0].basis
                   for side in (check.left, check.right))
        return left == right and (check.own or (lone and len(left) == 1))

    def _printed_rounding(self) -> str:
        return _rounding(self._right) if self._right else "exact"

    def _written(self, mention: Mention) -> str:
        assert self._slot is not None
        address = self.rows.full_address(mention, self._slot)
        self._used.append(address)
        return address or "0"


class _Late:
    """A name whose text is known only when it is written."""

    def __init__(self, text: Callable[[], str]) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text()


def _is_rounded(fact: Fact) -> bool:
    """Amounts are rounded to their scale, and whatever is printed with decimals to those; counts are exact."""
    return fact.unit == "amount" or fact.figure.decimals > 0


def _rounding(fact: Fact) -> str:
    """The parameter that says how far a figure can be from the exact one."""
    return f"rounding_{min(fact.figure.decimals, _FINEST)}"
