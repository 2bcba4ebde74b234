"""What is printed behind the digits of a figure (%, pp, x, bps) against what its row counts."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.inputs.value import Value
from generator.model.figure import BASIS_POINTS, MARKS, PERCENT, POINTS, TIMES, Figure
from generator.model.statement import LineItem, Statement, Unit

_CALLED = {PERCENT: "a percentage", POINTS: "in percentage points", TIMES: "a multiple",
           BASIS_POINTS: "in basis points"}
_UNITS = {PERCENT: "percent", POINTS: "points", TIMES: "times"}
"""The common unit that counts what a mark says."""


def refuse_other_mark(figure: Figure, unit: Unit, item: LineItem, statement: Statement, cell: Value) -> None:
    """A Problem where a figure says that it counts another thing than its row or column does."""
    if not figure.mark or not figure.value or figure.mark in _marks(unit) or _says_nothing(unit):
        return
    wanted = _in_other_words(figure.value, figure.mark, unit)
    wrong = f"'{figure.printed}' is {_CALLED[figure.mark]}, and '{item.key}' counts {unit.label}"
    if not wanted and not statement.members and _is_tied(item, statement):
        cell.complain(f"{wrong}, as its concept or the sum that it stands in do")
        return
    here = f"write {wanted} here, or " if wanted else ""
    right = _UNITS.get(figure.mark, "one of your own, in company.yaml: bps: {label: bps, additivity: ratio}")
    cell.complain(f"{wrong}; {here}give the row, or the member that is its column, the unit that it has: {right}")


def _is_tied(item: LineItem, statement: Statement) -> bool:
    """Whether a line item cannot count another thing: it has a concept, adds up, or is a part of a sum."""
    return bool(item.concept or item.sum) or any(
        part == item.key for each in statement.items.values() for _, part in (*each.sum, *each.also_sum))


def _marks(unit: Unit) -> list[str]:
    """The marks that figures of a unit may have, by its label."""
    def says(word: str) -> bool:
        edges = (r"\b", r"\b") if word.isascii() and word[0].isalpha() and word[-1].isalpha() else ("", "")
        return bool(re.search(edges[0] + re.escape(word) + edges[1], unit.label, re.IGNORECASE))
    found = [mark for mark in (BASIS_POINTS, POINTS, TIMES) if any(map(says, MARKS[mark]))]
    if POINTS in found or (not found and (says("%") or says("percent"))):
        found.append(PERCENT)  # of points too, which many print with no more than a %
    return found


def _says_nothing(unit: Unit) -> bool:
    """Whether a company's own unit may count anything: neither its label nor its declaration tells."""
    return unit.is_own and not (_marks(unit) or unit.of or unit.counts or unit.scale or unit.currency)


def _in_other_words(value: Decimal, mark: str, unit: Unit) -> str:
    """The same as figures of the unit are printed; empty where it is another thing."""
    found = _marks(unit)
    if mark == BASIS_POINTS and (POINTS in found or PERCENT in found):
        return f"{value / 100:f}"
    if mark in (POINTS, PERCENT) and BASIS_POINTS in found:
        return f"{value * 100:f}"
    return f"{value / 100:f}" if mark == PERCENT and TIMES in found else ""
